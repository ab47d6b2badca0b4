//! Other formats through HTTP, on both databases, with the real LibreOffice.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod kit;

use std::time::Duration;

use kit::{body, leftovers, made, mine, upload};
use serde_json::{Value, json};
use testkit::{Client, eventually_within, for_each_database};

/// LibreOffice on a busy machine.
const PATIENCE: Duration = Duration::from_secs(90);

const LETTER: &[u8] = include_bytes!("files/letter.odt");

/// Of one paragraph, encrypted by `msoffcrypto-tool` with the password "Schlüssel 7".
const SEALED: &[u8] = include_bytes!("files/sealed.docx");

async fn copied(who: &Client, file: i64, title: &str, folder: i64, form: bool) -> Value {
    let asked = json!({ "destTitle": title, "destFolderId": folder, "toForm": form });
    let path = format!("files/file/{file}/copyas");
    who.ok("POST", &path, Some(asked)).await
}

#[tokio::test]
async fn copies_come_in_other_formats() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        let letter = made(&owner, folder, "Letter.docx").await;

        let path = format!("files/file/{letter}/saveaspdf");
        let asked = json!({ "folderId": folder, "title": "Letter" });
        let pdf = owner.ok("POST", &path, Some(asked.clone())).await;
        assert_eq!(
            (&pdf["title"], &pdf["folderId"]),
            (&json!("Letter.pdf"), &json!(folder))
        );
        assert_eq!(pdf["comment"], "Converted from Letter.docx");
        let again = owner.ok("POST", &path, Some(asked)).await;
        assert_eq!(again["title"], "Letter (1).pdf");
        let bytes = body(&owner, pdf["id"].as_i64().unwrap(), "").await;
        assert!(bytes.1.starts_with(b"%PDF-"));
        let check = format!("files/file/{}/isformpdf", pdf["id"]);
        assert_eq!(owner.ok("GET", &check, None).await, false);

        // A form carries the text document it was made from.
        let design = copied(&owner, letter, "Form.docxf", folder, true).await;
        let form = copied(
            &owner,
            design["id"].as_i64().unwrap(),
            "Form.pdf",
            folder,
            true,
        )
        .await;
        assert_eq!(
            (&form["title"], &form["isForm"]),
            (&json!("Form.pdf"), &json!(true))
        );
        let bytes = body(&owner, form["id"].as_i64().unwrap(), "").await.1;
        assert!(kit::pages(&bytes) == 1, "readers of PDF still read it");

        let text = uploaded_words(&owner, folder).await;
        let marked = copied(&owner, text, "Words.md", folder, false).await;
        let (_, bytes) = body(&owner, marked["id"].as_i64().unwrap(), "").await;
        let words = String::from_utf8(bytes).unwrap();
        assert!(
            words.contains("# Chapter") && words.contains("**bold**"),
            "{words}"
        );

        let (status, answer) = owner
            .post(
                &format!("files/file/{letter}/copyas"),
                json!({ "destTitle": "Letter.xlsx", "destFolderId": folder }),
            )
            .await;
        assert_eq!(status, 415, "{answer}");
    })
    .await;
}

async fn uploaded_words(who: &Client, folder: i64) -> i64 {
    let html = b"<html><body><h1>Chapter</h1><p>Some <b>bold</b> words</p></body></html>";
    upload(who, folder, "Words.html", html).await
}

#[tokio::test]
async fn what_editors_do_not_write_is_converted_by_a_job() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        let letter = upload(&owner, folder, "Letter.odt", LETTER).await;
        let path = format!("files/file/{letter}/checkconversion");
        assert_eq!(owner.ok("GET", &path, None).await, json!([]));

        let begun = owner.ok("PUT", &path, None).await;
        assert_eq!(
            (&begun[0]["Operation"], &begun[0]["source"]),
            (&json!(6), &json!(letter.to_string()))
        );
        let done = eventually_within(PATIENCE, async || {
            let state = owner.ok("GET", &path, None).await;
            (state[0]["progress"] == 100).then_some(state)
        })
        .await;
        let result = &done[0]["result"];
        assert_eq!(
            (&done[0]["error"], &result["title"]),
            (&json!(""), &json!("Letter.docx")),
            "{done}"
        );
        assert_ne!(result["id"], letter);
        assert_eq!(result["comment"], "Converted from Letter.odt");

        // Who keeps no originals gets a version; nothing is converted that editors write.
        owner
            .ok("PUT", "files/storeoriginal", Some(json!({ "set": false })))
            .await;
        let now = owner.ok("PUT", &path, Some(json!({ "sync": true }))).await;
        let result = &now[0]["result"];
        assert_eq!(
            (&result["id"], &result["title"]),
            (&json!(letter), &json!("Letter.docx"))
        );
        assert_eq!(result["version"], 2);
        assert_eq!(
            owner.ok("PUT", &path, Some(json!({ "sync": true }))).await,
            json!([])
        );

        let other = portal.person(portal::Role::User).await;
        let (status, answer) = other.call("PUT", &path, None).await;
        assert_eq!(status, 403, "{answer}");
        assert_eq!(portal.stranger().call("PUT", &path, None).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn a_protected_file_is_converted_with_its_password() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        let sealed = upload(&owner, folder, "Sealed.docx", SEALED).await;
        let path = format!("files/file/{sealed}/copyas");
        let asked = |password: Option<&str>| {
            json!({ "destTitle": "Open.pdf", "destFolderId": folder, "password": password })
        };
        for wrong in [None, Some("Schlüssel 8")] {
            let (status, answer) = owner.post(&path, asked(wrong)).await;
            assert_eq!(status, 415, "{answer}");
            let words = answer["error"]["message"].as_str().unwrap();
            assert_eq!(words, "The file is protected by a password");
        }
        let made = owner.ok("POST", &path, Some(asked(Some("Schlüssel 7")))).await;
        assert_eq!(made["title"], "Open.pdf");
        let (_, pdf) = body(&owner, made["id"].as_i64().unwrap(), "").await;
        assert_eq!(kit::pages(&pdf), 1);
    })
    .await;
}

#[tokio::test]
async fn a_file_tells_that_it_is_being_converted() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let folder = mine(&owner).await;
        let letter = upload(&owner, folder, "Letter.odt", LETTER).await;
        let other = upload(&owner, folder, "Other.odt", LETTER).await;
        let here = owner.ok("GET", "portal", None).await["tenantId"].as_i64();
        // One that waits for its time, so that nothing depends on how quick a conversion is.
        let job = jobs::NewJob {
            portal: here.unwrap(),
            owner: "somebody".to_owned(),
            kind: "files.convert",
            payload: json!({ "file": letter }),
            hidden: false,
            not_before: sql::now() + 3_600_000_000,
            total: 1,
        };
        let begun = kit.house().db().write(move |tx| jobs::enqueue(tx, job));
        begun.await.unwrap();
        let status = async |file: i64| {
            let listed = owner.ok("GET", &format!("files/{folder}"), None).await;
            let mut files = listed["files"].as_array().unwrap().iter();
            let one = files.find(|one| one["id"] == file).unwrap();
            one["fileStatus"].as_i64().unwrap() & 4
        };
        assert_eq!((status(letter).await, status(other).await), (4, 0));
        let ended = kit
            .house()
            .db()
            .write(move |tx| jobs::cancel(tx, here.unwrap(), "somebody", None, &[]));
        ended.await.unwrap();
        assert_eq!(status(letter).await, 0);
    })
    .await;
}

#[tokio::test]
async fn downloads_come_in_the_wanted_format() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        let sheet = made(&owner, folder, "Sheet.xlsx").await;
        let letter = upload(&owner, folder, "Letter.odt", LETTER).await;
        let (head, bytes) = body(&owner, letter, "&outputtype=.pdf").await;
        assert!(bytes.starts_with(b"%PDF-"));
        assert!(
            head["content-disposition"]
                .to_str()
                .unwrap()
                .contains("Letter.pdf")
        );

        let asked = json!({ "fileConvertIds": [{ "key": letter, "value": ".pdf" },
            { "key": sheet, "value": "csv" }] });
        owner
            .ok("PUT", "files/fileops/bulkdownload", Some(asked))
            .await;
        let url = eventually_within(PATIENCE, async || {
            let state = owner.ok("GET", "files/fileops", None).await;
            assert_eq!(state[0]["error"], "", "{state}");
            state[0]["finished"]
                .as_bool()?
                .then(|| state[0]["url"].as_str().unwrap().to_owned())
        })
        .await;
        let archive = kit::fetched(&owner, &url).await.1;
        let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        let mut names: Vec<String> = archive
            .file_names()
            .map(|name| name.unwrap().into_owned())
            .collect();
        names.sort();
        assert_eq!(names, ["Letter.pdf", "Sheet.csv"]);
        let mut pdf = Vec::new();
        std::io::copy(&mut archive.by_name("Letter.pdf").unwrap(), &mut pdf).unwrap();
        assert!(pdf.starts_with(b"%PDF-"));

        let settings = owner.ok("GET", "files/settings", None).await;
        let targets = settings["extsConvertible"][".odt"].as_array().unwrap();
        assert!(targets.contains(&json!(".pdf")));
        assert!(
            settings["extsMustConvert"]
                .as_array()
                .unwrap()
                .contains(&json!(".odt"))
        );
    })
    .await;
}

#[tokio::test]
async fn hostile_files_are_refused_and_stay_as_they_are() {
    let sealed = kit::sealed_package();
    let hostile: [(&str, &[u8]); 4] = [
        ("Sealed.docx", &sealed),
        ("Cut.docx", &include_bytes!("files/cut.docx")[..]),
        ("Fuzz.doc", &include_bytes!("files/fuzz.doc")[..]),
        ("Picture.pptx", &b"\x89PNG\r\n\x1a\nnot a presentation"[..]),
    ];
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let folder = mine(&owner).await;
        for (name, bytes) in hostile {
            let file = upload(&owner, folder, name, bytes).await;
            let path = format!("files/file/{file}/saveaspdf");
            let asked = json!({ "folderId": folder, "title": "Out" });
            let (status, answer) = owner.post(&path, asked).await;
            assert_eq!(status, 415, "{name}: {answer}");
            let words = answer["error"]["message"].as_str().unwrap();
            assert_eq!(
                words.contains("password"),
                name.starts_with("Sealed"),
                "{words}"
            );
            assert_eq!(body(&owner, file, "").await.1, bytes, "{name}");
        }
        kit.house().close().await;
        eventually_within(PATIENCE, async || {
            leftovers("soffice").is_empty().then_some(())
        })
        .await;
    })
    .await;
}
