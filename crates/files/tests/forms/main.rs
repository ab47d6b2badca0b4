//! Filling in forms through the whole product, on each database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod filling_room;
mod in_order;
mod pdf;

use std::io::Read as _;

use axum::body::Body;
use serde_json::{Value, json};
use testkit::{Client, Kit, eventually};

const FILL: i32 = 7;
const CREATOR: i32 = 11;
const STOP: i32 = 0;
const RESUME: i32 = 1;
const START: i32 = 2;
const EDIT: i32 = 3;

async fn room(owner: &Client, kind: i32) -> i64 {
    let body = json!({ "title": "Room", "roomType": kind });
    let room = owner.ok("POST", "files/rooms", Some(body)).await;
    room["id"].as_i64().unwrap()
}

async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    let path = format!("files/rooms/{room}/share");
    owner.ok("PUT", &path, Some(body)).await;
}

async fn upload(who: &Client, folder: i64, title: &str, bytes: &[u8]) -> i64 {
    let path = format!("files/{folder}/upload");
    let (status, answer) = who.upload(&path, title, bytes).await;
    assert_eq!(status, 200, "{answer}");
    answer["response"][0]["id"].as_i64().unwrap()
}

async fn info(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}"), None).await
}

/// Opens a form as an editor does.
async fn open(who: &Client, file: i64) -> Value {
    let path = format!("files/file/{file}/openedit");
    who.ok("GET", &path, None).await
}

async fn manage(who: &Client, form: i64, action: i32) -> (u16, Value) {
    let body = json!({ "formId": form, "action": action });
    let path = format!("files/file/{form}/manageformfilling");
    who.put(&path, body).await
}

async fn start(who: &Client, form: i64) {
    let (status, answer) = manage(who, form, START).await;
    assert_eq!(status, 200, "{answer}");
}

/// Saves a filled form over a copy that was begun.
async fn save(who: &Client, draft: i64, bytes: &[u8]) -> (u16, Value) {
    let path = format!("files/file/{draft}/saveediting");
    who.send_file("PUT", &path, "form.pdf", bytes).await
}

async fn submit(who: &Client, file: i64) -> (u16, Value) {
    who.post(&format!("files/file/{file}/submitform"), json!({}))
        .await
}

/// Waits until so many letters hold a text.
async fn told(kit: &Kit, holding: &str, letters: usize) {
    eventually(async || {
        let mails = kit.mails();
        let found = mails.iter().filter(|mail| mail.contains(holding)).count();
        assert!(found <= letters, "{holding}: {found}");
        (found == letters).then_some(())
    })
    .await;
}

/// The sub-folder of a title, as somebody sees it.
async fn folder_in(who: &Client, parent: i64, title: &str) -> Option<i64> {
    let listed = who.ok("GET", &format!("files/{parent}"), None).await;
    let folders = listed["folders"].as_array().unwrap();
    let found = folders.iter().find(|folder| folder["title"] == title);
    found.map(|folder| folder["id"].as_i64().unwrap())
}

/// Titles of the files in a folder, as somebody sees them.
async fn titles_in(who: &Client, folder: i64) -> Vec<String> {
    let listed = who.ok("GET", &format!("files/{folder}"), None).await;
    let files = listed["files"].as_array().unwrap();
    let mut titles: Vec<String> = files
        .iter()
        .map(|file| file["title"].as_str().unwrap().to_owned())
        .collect();
    titles.sort();
    titles
}

async fn bytes_of(who: &Client, file: i64) -> Vec<u8> {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let request = who.request("GET", &path).body(Body::empty()).unwrap();
    let answer = who.send(request).await;
    assert_eq!(answer.status(), 200);
    answer.into_body().to_vec()
}

/// The texts of a workbook's cells, row by row.
fn cells(workbook: Vec<u8>) -> Vec<Vec<String>> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut xml = String::new();
    let mut sheet = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
    sheet.read_to_string(&mut xml).unwrap();
    xml.split("<row ")
        .skip(1)
        .map(|row| {
            row.split("<c ")
                .skip(1)
                .map(|cell| {
                    let inner = ["<t xml:space=\"preserve\">", "<v>"]
                        .iter()
                        .find_map(|mark| cell.split_once(mark));
                    let text = inner.map_or("", |(_, rest)| rest);
                    text.split('<').next().unwrap_or_default().to_owned()
                })
                .collect()
        })
        .collect()
}
