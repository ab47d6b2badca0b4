//! Files and their bytes over HTTP, on both databases: making, uploading, versions, downloads.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use axum::body::Body;
use http::{Response, header};
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

/// Sends a download request with one more header.
async fn fetch(who: &Client, path: &str, extra: Option<(&str, &str)>) -> Response<bytes::Bytes> {
    let mut request = who.request("GET", path);
    if let Some((name, value)) = extra {
        request = request.header(name, value);
    }
    who.send(request.body(Body::empty()).unwrap()).await
}

async fn my_folder(who: &Client) -> i64 {
    who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap()
}

fn download(file: &Value) -> String {
    format!("/filehandler.ashx?action=download&fileid={}", file["id"])
}

#[tokio::test]
async fn a_document_is_made_renamed_and_restored() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let made = owner
            .ok("POST", "files/@my/file", Some(json!({"title": "Plan.txt"})))
            .await;
        assert_eq!(
            (&made["title"], &made["version"]),
            (&json!("Plan.docx"), &json!(1))
        );
        assert_eq!(made["comment"], "Created");
        let path = format!("files/file/{}", made["id"]);
        let renamed = owner
            .ok("PUT", &path, Some(json!({"title": "A/B.txt"})))
            .await;
        assert_eq!(renamed["title"], "A_B.txt.docx");
        let same = owner.ok("PUT", &path, Some(json!({"title": "  "}))).await;
        assert_eq!(same["title"], "A_B.txt.docx");
        let long = json!({"title": "x".repeat(166)});
        let (status, answer) = owner.put(&path, long).await;
        assert_eq!(status, 400);
        assert_eq!(
            answer["response"]["errors"]["File.Title"][0],
            "The field Title must be a string with a maximum length of 165."
        );
        let (status, answer) = owner.put(&path, json!({"lastVersion": 1})).await;
        let text = "The new version cannot be the same as the current one";
        assert_eq!((status, &answer["error"]["message"]), (400, &json!(text)));
        let restored = owner
            .ok("PUT", &path, Some(json!({"lastVersion": 2})))
            .await;
        assert_eq!(restored["version"], 2);
        let log = owner.ok("GET", &format!("{path}/log"), None).await;
        let actions: Vec<_> = log
            .as_array()
            .unwrap()
            .iter()
            .map(|l| &l["action"]["id"])
            .collect();
        assert_eq!(actions, [5044, 5001, 5000]);
    })
    .await;
}

#[tokio::test]
async fn an_upload_of_the_same_title_is_a_new_version() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = my_folder(&owner).await;
        let path = format!("files/{folder}/upload");
        let (status, first) = owner.upload(&path, "a.bin", b"one").await;
        assert_eq!(status, 200, "{first}");
        let (_, second) = owner.upload(&path, "A.BIN", b"three").await;
        assert_eq!(second["response"][0]["id"], first["response"][0]["id"]);
        assert_eq!(second["response"][0]["version"], 2);
        let both = format!("{path}?createNewIfExist=true");
        let (_, third) = owner.upload(&both, "a.bin", b"").await;
        assert_eq!(third["response"][0]["title"], "a (1).bin");
        let check = Some(json!({"filesTitle": ["A.bin", "b.bin", "a.BIN"]}));
        let taken = owner.ok("POST", &format!("{path}/check"), check).await;
        assert_eq!(taken, json!(["A.bin"]));
        let old = format!("{}&version=1", download(&first["response"][0]));
        assert_eq!(fetch(&owner, &old, None).await.body().as_ref(), b"one");
        assert_eq!(
            fetch(&owner, &download(&third["response"][0]), None)
                .await
                .body()
                .len(),
            0
        );
    })
    .await;
}

#[tokio::test]
async fn downloads_know_ranges_and_copies_and_never_run_scripts() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = my_folder(&owner).await;
        let path = format!("files/{folder}/upload");
        let (_, file) = owner.upload(&path, "a.txt", b"0123456789").await;
        let url = download(&file["response"][0]);
        let whole = fetch(&owner, &url, None).await;
        assert_eq!(
            (whole.status().as_u16(), whole.body().as_ref()),
            (200, &b"0123456789"[..])
        );
        let part = fetch(&owner, &url, Some(("range", "bytes=-3"))).await;
        assert_eq!(
            (part.status().as_u16(), part.body().as_ref()),
            (206, &b"789"[..])
        );
        assert_eq!(
            fetch(&owner, &url, Some(("range", "bytes=10-")))
                .await
                .status(),
            416
        );
        let tag = whole.headers()[header::ETAG].to_str().unwrap();
        assert_eq!(
            fetch(&owner, &url, Some(("if-none-match", tag)))
                .await
                .status(),
            304
        );
        let stranger = portal.person(Role::User).await;
        assert_eq!(fetch(&stranger, &url, None).await.status(), 403);
        let (_, page) = owner.upload(&path, "a.html", b"<script>1</script>").await;
        let view = download(&page["response"][0]).replace("action=download", "action=view");
        let answer = fetch(&owner, &view, None).await;
        let disposition = answer.headers()[header::CONTENT_DISPOSITION]
            .to_str()
            .unwrap();
        assert!(disposition.starts_with("attachment"), "{disposition}");
    })
    .await;
}

#[tokio::test]
async fn pieces_in_any_order_become_a_file() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = my_folder(&owner).await;
        let open = async |size: i64| {
            let body = json!({"fileName": "big.bin", "fileSize": size, "relativePath": "in/side"});
            owner
                .ok("POST", &format!("files/{folder}/session"), Some(body))
                .await
        };
        let big = 10 * 1024 * 1024 + 3;
        let session = open(big).await;
        let path = format!("files/{folder}/session/{}", session["id"].as_str().unwrap());
        let first = vec![b'x'; 10 * 1024 * 1024];
        let (_, last) = owner
            .upload(&format!("{path}/upload?chunkNumber=2"), "p", b"end")
            .await;
        assert_eq!(last["response"]["bytes_total"], big);
        let (status, early) = owner.put(&format!("{path}/finalize"), json!({})).await;
        assert_eq!(status, 400, "{early}");
        let other = portal.person(Role::User).await;
        assert_eq!(
            other
                .upload(&format!("{path}/upload?chunkNumber=1"), "p", b"no")
                .await
                .0,
            403
        );
        owner
            .upload(&format!("{path}/upload?chunkNumber=1"), "p", &first)
            .await;
        let (status, done) = owner.put(&format!("{path}/finalize"), json!({})).await;
        assert_eq!(
            (status, &done["response"]["uploaded"]),
            (201, &json!(true)),
            "{done}"
        );
        assert_eq!(done["response"]["file"]["pureContentLength"], big);
        let tail = fetch(
            &owner,
            &download(&done["response"]),
            Some(("range", "bytes=-4")),
        )
        .await;
        assert_eq!(tail.body().as_ref(), b"xend");
        // A small file is one piece, and the older handler makes it at once.
        let session = open(2).await;
        let handler = session["location"].as_str().unwrap();
        let handler = &handler[handler.find("/Chunked").unwrap()..];
        let (status, long) = owner.upload(handler, "p", b"too long").await;
        assert_eq!((status, &long["success"]), (200, &json!(false)));
        let (status, done) = owner.upload(handler, "p", b"ok").await;
        assert_eq!(
            (status, &done["data"]["title"]),
            (201, &json!("big.bin")),
            "{done}"
        );
        assert_eq!(
            done["data"]["version"], 2,
            "the same title in the same sub-folder"
        );
    })
    .await;
}
