//! Small pictures through HTTP, on both databases, with the real programs.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use std::io::Cursor;
use std::time::Duration;

use axum::body::Body;
use http::StatusCode;
use image::{DynamicImage, ImageFormat};
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, eventually_within, for_each_database};

/// LibreOffice on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

const CREATED: i64 = 1;
const ERROR: i64 = 2;
const NOT_REQUIRED: i64 = 3;

fn photograph() -> Vec<u8> {
    let picture = image::RgbImage::from_fn(1600, 1000, |x, y| {
        image::Rgb([(x % 251) as u8, (y % 241) as u8, ((x * y) % 239) as u8])
    });
    let mut out = Cursor::new(Vec::new());
    DynamicImage::ImageRgb8(picture)
        .write_to(&mut out, ImageFormat::Jpeg)
        .unwrap();
    out.into_inner()
}

async fn mine(who: &Client) -> i64 {
    who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap()
}

async fn uploaded(who: &Client, folder: i64, name: &str, bytes: &[u8]) -> i64 {
    let path = format!("files/{folder}/upload?createNewIfExist=true");
    let (status, answer) = who.upload(&path, name, bytes).await;
    assert_eq!(status, 200, "{answer}");
    let file = &answer["response"];
    file.get(0).unwrap_or(file)["id"].as_i64().unwrap()
}

async fn info(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}"), None).await
}

async fn want(who: &Client, file: i64) {
    let body = json!({ "fileIds": [file] });
    assert_eq!(
        who.ok("POST", "files/thumbnails", Some(body)).await,
        json!([file])
    );
}

/// Waits for an end of the making.
async fn settled(who: &Client, file: i64) -> Value {
    eventually_within(PATIENCE, async || {
        let file = info(who, file).await;
        let state = file["thumbnailStatus"].as_i64().unwrap();
        [CREATED, ERROR].contains(&state).then_some(file)
    })
    .await
}

/// The bytes behind an address of the product, with their type.
async fn fetched(who: &Client, url: &str) -> (StatusCode, String, Vec<u8>) {
    let path = &url[url.find("/filehandler").unwrap()..];
    let answer = who
        .send(who.request("GET", path).body(Body::empty()).unwrap())
        .await;
    let kind = answer
        .headers()
        .get("content-type")
        .map(|kind| kind.to_str().unwrap().to_owned());
    (
        answer.status(),
        kind.unwrap_or_default(),
        answer.into_body().to_vec(),
    )
}

#[tokio::test]
async fn a_picture_is_made_when_somebody_wants_to_see_it() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        let file = uploaded(&owner, folder, "Photo.jpg", &photograph()).await;
        let waiting = info(&owner, file).await;
        assert_eq!(
            (&waiting["thumbnailStatus"], &waiting["thumbnailUrl"]),
            (&json!(0), &Value::Null)
        );
        let address = format!("/filehandler.ashx?action=thumb&fileid={file}");
        assert_eq!(fetched(&owner, &address).await.0, StatusCode::NO_CONTENT);

        want(&owner, file).await;
        let made = settled(&owner, file).await;
        assert_eq!(made["thumbnailStatus"], CREATED);
        let (status, kind, bytes) = fetched(&owner, made["thumbnailUrl"].as_str().unwrap()).await;
        assert_eq!((status, kind.as_str()), (StatusCode::OK, "image/jpeg"));
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1152, 720));

        // A copy shares it.
        let body = json!({"destFolderId": folder, "destTitle": "Copy.jpg"});
        let copy = owner
            .ok("POST", &format!("files/file/{file}/copyas"), Some(body))
            .await;
        let copy = copy["id"].as_i64().unwrap();
        want(&owner, copy).await;
        assert_eq!(
            info(&owner, copy).await["thumbnailStatus"],
            CREATED,
            "at once"
        );

        // Nobody else sees it.
        let other = portal.person(Role::User).await;
        assert_eq!(fetched(&other, &address).await.0, StatusCode::FORBIDDEN);
        want(&other, file).await;
    })
    .await;
}

#[tokio::test]
async fn first_pages_of_documents_are_drawn() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        for (title, extension) in [("Letter", "docx"), ("Sheet", "xlsx"), ("Form", "pdf")] {
            let body = json!({ "title": format!("{title}.{extension}") });
            let made = owner
                .ok("POST", &format!("files/{folder}/file"), Some(body))
                .await;
            let file = made["id"].as_i64().unwrap();
            want(&owner, file).await;
            let made = settled(&owner, file).await;
            assert_eq!(made["thumbnailStatus"], CREATED, "{extension}");
            let (_, kind, bytes) = fetched(&owner, made["thumbnailUrl"].as_str().unwrap()).await;
            assert!(kind.starts_with("image/"), "{kind}");
            let picture = image::load_from_memory(&bytes).unwrap();
            assert!(
                picture.width() <= 1280 && picture.height() <= 720,
                "{extension}"
            );
        }
    })
    .await;
}

/// Two seconds of a test picture.
fn clip() -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let clip = folder.path().join("clip.mp4");
    let made = std::process::Command::new("ffmpeg")
        .args([
            "-v",
            "error",
            "-f",
            "lavfi",
            "-i",
            "testsrc=duration=2:size=640x360",
        ])
        .args(["-c:v", "mpeg4"])
        .arg(&clip)
        .status()
        .unwrap();
    assert!(made.success());
    std::fs::read(clip).unwrap()
}

#[tokio::test]
async fn a_frame_stands_for_a_video() {
    let clip = clip();
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        let file = uploaded(&owner, folder, "Clip.mp4", &clip).await;
        want(&owner, file).await;
        let made = settled(&owner, file).await;
        assert_eq!(made["thumbnailStatus"], CREATED);
        let (_, _, bytes) = fetched(&owner, made["thumbnailUrl"].as_str().unwrap()).await;
        let picture = image::load_from_memory(&bytes).unwrap();
        assert_eq!((picture.width(), picture.height()), (1280, 720));
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_drawn_is_said_once() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        // A picture of four thousand million pixels in a few bytes, and a document that is none.
        let mut bomb = vec![0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a];
        bomb.extend([0, 0, 0, 13, b'I', b'H', b'D', b'R']);
        bomb.extend([
            0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff, 8, 2, 0, 0, 0, 0, 0, 0, 0,
        ]);
        for (name, bytes) in [
            ("bomb.png", bomb.as_slice()),
            ("broken.pdf", b"%PDF-1.7 nothing".as_slice()),
        ] {
            let file = uploaded(&owner, folder, name, bytes).await;
            want(&owner, file).await;
            let failed = settled(&owner, file).await;
            assert_eq!(
                (&failed["thumbnailStatus"], &failed["thumbnailUrl"]),
                (&json!(ERROR), &Value::Null),
                "{name}"
            );
        }
        let text = uploaded(&owner, folder, "words.txt", b"words").await;
        want(&owner, text).await;
        assert_eq!(info(&owner, text).await["thumbnailStatus"], NOT_REQUIRED);
    })
    .await;
}

#[tokio::test]
async fn strangers_want_nothing() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let body = json!({ "fileIds": [1] });
        assert_eq!(
            portal.stranger().post("files/thumbnails", body).await.0,
            401
        );
        let owner = portal.owner();
        let unknown = json!({ "fileIds": [987_654, "drive-1"], "folderIds": [1] });
        let answer = owner.ok("POST", "files/thumbnails", Some(unknown)).await;
        assert_eq!(answer, json!([987_654, "drive-1"]));
        assert_eq!(
            owner.ok("POST", "files/thumbnails", Some(json!({}))).await,
            json!([])
        );
    })
    .await;
}
