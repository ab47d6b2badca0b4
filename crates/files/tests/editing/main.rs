//! Opening files in editors and who works on what, through the whole product on each database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

const IS_EDITING: i64 = 1;
const IS_EDITING_ALONE: i64 = 16;

async fn room(owner: &Client) -> i64 {
    let body = json!({ "title": "Room", "roomType": 5 });
    let room = owner.ok("POST", "files/rooms", Some(body)).await;
    room["id"].as_i64().unwrap()
}

async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    let path = format!("files/rooms/{room}/share");
    owner.ok("PUT", &path, Some(body)).await;
}

async fn document(owner: &Client, folder: i64, title: &str) -> i64 {
    let path = format!("files/{folder}/file");
    let made = owner
        .ok("POST", &path, Some(json!({ "title": title })))
        .await;
    made["id"].as_i64().unwrap()
}

async fn opened(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}/openedit"), None)
        .await
}

async fn info(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}"), None).await
}

fn refusal(answer: &(u16, Value)) -> (u16, &str) {
    let text = answer.1["error"]["message"].as_str();
    (answer.0, text.unwrap_or_default())
}

fn track(file: i64, key: &str, more: &str) -> String {
    format!("files/file/{file}/trackeditfile?docKeyForTrack={key}{more}")
}

#[tokio::test]
async fn an_editor_learns_what_its_reader_may_do() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let_in(&owner, room, &reader, 2).await;
        let mine = opened(&owner, file).await;
        let can = |opened: &Value, what: &str| opened["document"]["permissions"][what].clone();
        assert_eq!(mine["documentType"], "word");
        assert_eq!(mine["editorConfig"]["mode"], "edit");
        assert_eq!(can(&mine, "edit"), true);
        assert_eq!(mine["file"]["id"], file);
        assert_eq!(mine["editorConfig"]["user"]["id"], json!(owner.id));
        let his = opened(&reader, file).await;
        assert_eq!(his["editorConfig"]["mode"], "view");
        assert_eq!(can(&his, "edit"), false);
        assert_eq!(his["document"]["key"], mine["document"]["key"]);
        // A save makes another document of it; an old version is the history's.
        let path = format!("files/{file}/update");
        assert_eq!(
            owner.send_file("PUT", &path, "Plan.docx", b"two").await.0,
            200
        );
        let next = opened(&owner, file).await;
        assert_ne!(next["document"]["key"], mine["document"]["key"]);
        let old = format!("files/file/{file}/openedit?version=1");
        let shown = owner.ok("GET", &old, None).await;
        assert_eq!(shown["document"]["key"], mine["document"]["key"]);
        assert_eq!(can(&shown, "edit"), false);
        assert_eq!(reader.get(&old).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn what_no_editor_shows_is_refused_with_a_reason() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, other) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let (_, answer) = owner
            .upload(&format!("files/{room}/upload"), "a.bin", b"x")
            .await;
        let file = answer["response"][0]["id"].as_i64().unwrap();
        let open = format!("files/file/{file}/openedit");
        let text = "Sorry, this file format isn't supported (.bin)";
        assert_eq!(refusal(&owner.get(&open).await), (415, text));
        assert_eq!(other.get(&open).await.0, 403);
        assert_eq!(owner.get("files/file/999999/openedit").await.0, 404);
        let stranger = portal.stranger();
        assert_eq!(stranger.get("files/file/999999/openedit").await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn who_edits_alone_keeps_everybody_else_out() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, other) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let_in(&owner, room, &other, 10).await;
        let start = format!("files/file/{file}/startedit");
        // With others it is an editor outside of this product that starts, and there is none.
        let answer = owner.post(&start, json!({})).await;
        assert_eq!(refusal(&answer), (403, "File editing start error"));
        let alone = json!({ "editingAlone": true });
        let key = owner.ok("POST", &start, Some(alone.clone())).await;
        let answer = other.post(&start, alone.clone()).await;
        let text = "This document is being edited by you in another tab";
        assert_eq!(refusal(&answer), (403, text));
        let path = format!("files/{file}/update");
        let answer = other.send_file("PUT", &path, "Plan.docx", b"x").await;
        let text = "You cannot update a file which is opened for editing";
        assert_eq!(refusal(&answer), (403, text));
        let shown = info(&other, file).await;
        assert_eq!(shown["fileStatus"], json!(IS_EDITING + IS_EDITING_ALONE));
        assert_eq!(shown["editingBy"].as_object().unwrap().len(), 1);
        // He closes it.
        let close = track(file, key.as_str().unwrap(), "&isFinish=true");
        assert_eq!(owner.ok("GET", &close, None).await["key"], true);
        assert_eq!(info(&other, file).await["fileStatus"], 0);
        other.ok("POST", &start, Some(alone)).await;
    })
    .await;
}

#[tokio::test]
async fn a_tab_is_heard_of_with_the_right_key_only() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let_in(&owner, room, &reader, 2).await;
        let key = opened(&owner, file).await["document"]["key"].clone();
        let key = key.as_str().unwrap();
        assert_eq!(owner.get(&track(file, "wrong", "")).await.0, 403);
        assert_eq!(reader.get(&track(file, key, "")).await.0, 403);
        assert_eq!(portal.stranger().get(&track(file, key, "")).await.0, 401);
        assert_eq!(owner.get(&track(999_999, key, "")).await.0, 404);
        for tab in ["a", "b"] {
            let path = track(file, key, &format!("&tabId={tab}"));
            let answer = owner.ok("GET", &path, None).await;
            assert_eq!(answer, json!({ "key": true, "value": "" }));
        }
        let status = async || info(&reader, file).await["fileStatus"].clone();
        assert_eq!(status().await, IS_EDITING);
        owner
            .ok("GET", &track(file, key, "&tabId=a&isFinish=true"), None)
            .await;
        assert_eq!(status().await, IS_EDITING, "the other tab is open");
        owner
            .ok("GET", &track(file, key, "&tabId=b&isFinish=true"), None)
            .await;
        assert_eq!(status().await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_tab_that_closed_without_a_word_is_forgotten() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let start = format!("files/file/{file}/startedit");
        let alone = json!({ "editingAlone": true });
        owner.ok("POST", &start, Some(alone)).await;
        let later = sql::now() + 61 * 1_000_000;
        let files = kit.house().files().clone();
        files.forget_silent_editors(later).await.unwrap();
        assert_eq!(info(&owner, file).await["fileStatus"], 0);
        let told = kit
            .house()
            .db()
            .read(move |tx| {
                tx.query::<String>(
                    "SELECT kind FROM events WHERE kind LIKE 'file.editing%' ORDER BY id",
                    &[],
                )
            })
            .await;
        let told: Result<Vec<String>, sql::Error> = told;
        assert_eq!(
            told.unwrap(),
            ["file.editing_started", "file.editing_stopped"]
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_is_deleted_under_the_hands_of_an_editor() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let key = opened(&owner, file).await["document"]["key"].clone();
        let key = key.as_str().unwrap();
        owner.ok("GET", &track(file, key, ""), None).await;
        let doomed = json!({ "fileIds": [file], "folderIds": [], "immediately": true });
        let answer = owner.put("files/fileops/delete", doomed.clone()).await;
        let text = "Cannot delete the file because it is opened for editing";
        assert_eq!(refusal(&answer), (403, text));
        let whole = json!({ "folderIds": [room], "immediately": true });
        let answer = owner.put("files/fileops/delete", whole).await;
        let text = "Cannot delete the folder because one of the files is opened for editing";
        assert_eq!(refusal(&answer), (403, text));
        owner
            .ok("GET", &track(file, key, "&isFinish=true"), None)
            .await;
        owner.ok("PUT", "files/fileops/delete", Some(doomed)).await;
    })
    .await;
}

#[tokio::test]
async fn data_of_other_documents_is_found_by_key_name_and_address() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let other = portal.person(Role::User).await;
        let room = room(&owner).await;
        let file = document(&owner, room, "Data.xlsx").await;
        let source = document(&owner, room, "Report.docx").await;
        let_in(&owner, room, &reader, 2).await;
        let data = opened(&owner, file).await["document"]["referenceData"].clone();
        let ask = json!({ "fileKey": data["fileKey"], "instanceId": data["instanceId"] });
        let path = "files/file/referencedata";
        let found = owner.ok("POST", path, Some(ask.clone())).await;
        assert_eq!(found["referenceData"]["fileKey"], data["fileKey"]);
        assert_eq!(found["referenceData"]["canEditRoom"], true);
        assert!(found["url"].as_str().unwrap().contains("action=stream"));
        let found = reader.ok("POST", path, Some(ask.clone())).await;
        assert_eq!(found["referenceData"]["canEditRoom"], false);
        assert_eq!(other.post(path, ask.clone()).await.0, 403);
        assert_eq!(portal.stranger().post(path, ask).await.0, 401);
        let beside =
            json!({ "fileKey": "", "instanceId": "", "sourceFileId": source, "path": "data.xlsx" });
        let found = owner.ok("POST", path, Some(beside)).await;
        assert_eq!(found["path"], "Data.xlsx");
        let nothing = json!({ "fileKey": "{}", "instanceId": data["instanceId"] });
        let found = owner.ok("POST", path, Some(nothing)).await;
        assert_eq!(found["error"], "The required file was not found");
    })
    .await;
}

#[tokio::test]
async fn an_editor_shows_who_else_may_use_a_document() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.docx").await;
        let_in(&owner, room, &reader, 2).await;
        let sharing = async |who: &Client| {
            let shown = opened(who, file).await;
            shown["document"]["info"]["sharingSettings"].clone()
        };
        let shown = sharing(&owner).await;
        let words: Vec<_> = shown.as_array().unwrap().iter().collect();
        assert_eq!(words[0]["permissions"], "Owner");
        let reads =
            json!({ "user": words[1]["user"], "permissions": "Read only", "isLink": false });
        assert_eq!(*words[1], reads);
        assert_eq!(sharing(&reader).await, Value::Null);
    })
    .await;
}

#[tokio::test]
async fn an_editor_offers_what_was_opened_before_of_the_same_kind() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, reader) = (portal.owner(), portal.person(Role::User).await);
        let (open, closed) = (room(&owner).await, room(&owner).await);
        let_in(&owner, open, &reader, 2).await;
        let_in(&owner, closed, &reader, 2).await;
        let file = document(&owner, open, "Plan.docx").await;
        let see = async |file: i64| {
            let path = format!("files/file/{file}/recent");
            reader.ok("POST", &path, Some(json!({}))).await;
        };
        let titles = async || {
            let shown = opened(&reader, file).await;
            let recent = shown["editorConfig"]["recent"].clone();
            let all = recent.as_array().unwrap().clone();
            let title = |one: &Value| one["title"].as_str().unwrap().to_owned();
            (all.iter().map(title).collect::<Vec<_>>(), all)
        };
        see(document(&owner, open, "Sheet.xlsx").await).await;
        see(document(&owner, closed, "Secret.docx").await).await;
        see(document(&owner, open, "First.docx").await).await;
        see(file).await;
        let (shown, all) = titles().await;
        assert_eq!(
            shown,
            ["First.docx", "Secret.docx"],
            "neither itself nor another kind"
        );
        assert_eq!(all[0]["folder"], "Room");
        let found = reader.ok("GET", "files/recent?count=2", None).await;
        assert_eq!(all[0]["url"], found["files"][1]["webUrl"]);
        // What may not be read any more is not named.
        let out = json!({ "invitations": [{ "id": reader.id, "access": 0 }] });
        owner
            .ok("PUT", &format!("files/rooms/{closed}/share"), Some(out))
            .await;
        assert_eq!(titles().await.0, ["First.docx"]);
        for number in 0..12 {
            see(document(&owner, open, &format!("{number}.docx")).await).await;
        }
        assert_eq!(titles().await.0.len(), 10);
        let hide = json!({ "set": false });
        reader.ok("PUT", "files/displayRecent", Some(hide)).await;
        let shown = opened(&reader, file).await;
        assert_eq!(shown["editorConfig"]["recent"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn an_editor_shows_whose_product_it_is() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = room(&owner).await;
        let file = document(&owner, room, "Plan.xlsx").await;
        let company = json!({ "settings": {
            "companyName": "We", "site": "https://we.example", "email": "we@we.example", "address": "Here",
        } });
        owner
            .ok("POST", "settings/rebranding/company", Some(company))
            .await;
        // The logo of spreadsheets alone.
        let picture = "data:image/svg+xml;base64,PHN2Zy8+";
        let logo = json!({ "logo": [{ "key": "9", "value": { "light": picture } }] });
        owner
            .ok("POST", "settings/whitelabel/logos/save", Some(logo))
            .await;
        let shown = opened(&owner, file).await;
        let around = &shown["editorConfig"]["customization"];
        let customer = &around["customer"];
        assert_eq!(
            (&customer["name"], &customer["www"], &customer["mail"], &customer["address"]),
            (&json!("We"), &json!("https://we.example"), &json!("we@we.example"), &json!("Here"))
        );
        let at = |address: &Value, part: &str| address.as_str().unwrap().contains(part);
        assert!(at(&customer["logo"], "/static/images/logo/aboutpage.svg"));
        let logo = &around["logo"];
        assert!(at(&logo["image"], "/storage/whitelabel/root/9_light.svg?hash="));
        assert!(at(&logo["imageDark"], "/static/images/logo/dark_docseditor.svg"));
        assert!(at(&logo["imageEmbedded"], "/static/images/logo/docseditorembed.svg"));
        assert_eq!(logo["visible"], true);
        assert_eq!(around["feedback"], Value::Null);
        let tariff = owner.ok("GET", "portal/tariff", None).await;
        let user = &shown["editorConfig"]["user"];
        assert_eq!(user["customerId"], tariff["customerId"]);
        assert_eq!(shown["document"]["options"], Value::Null);
    })
    .await;
}

#[tokio::test]
async fn an_editor_learns_what_to_write_over_the_pages() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let watermark =
            json!({ "enabled": true, "text": "Secret", "rotate": -45, "additions": 16 });
        let body = json!({ "title": "Deal", "roomType": 8 });
        let room = owner.ok("POST", "files/rooms", Some(body)).await;
        let room = room["id"].as_i64().unwrap();
        let file = document(&owner, room, "Plan.docx").await;
        let change = json!({ "watermark": watermark });
        owner
            .ok("PUT", &format!("files/rooms/{room}"), Some(change))
            .await;
        let shown = opened(&owner, file).await;
        let drawn = &shown["document"]["options"]["watermark_on_draw"];
        let lines: Vec<_> = drawn["paragraphs"].as_array().unwrap().iter().collect();
        assert_eq!(lines[0]["runs"][0]["text"], "Deal");
        assert_eq!(lines[1]["runs"][0]["text"], "Secret");
        assert!(lines[0]["runs"][0]["font-size"].is_string());
        assert_eq!(
            (&drawn["rotate"], &drawn["fill"]),
            (&json!(-45), &Value::Null)
        );
    })
    .await;
}
