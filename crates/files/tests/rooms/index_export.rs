//! The index of a data room as a spreadsheet (`files/05 §9`).

use std::io::{Cursor, Read as _};

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, eventually, for_each_database};

use crate::{let_in, room_with};

async fn data_room(owner: &Client, indexing: bool) -> i64 {
    let body = json!({ "title": "Deal", "roomType": 8, "indexing": indexing });
    room_with(owner, body).await["id"].as_i64().unwrap()
}

async fn finished(who: &Client) -> Value {
    eventually(async || {
        let task = who.ok("GET", "files/rooms/indexexport", None).await;
        (task["isCompleted"] == true).then_some(task)
    })
    .await
}

/// The first three texts of each row of a workbook.
fn rows(workbook: &[u8]) -> Vec<Vec<String>> {
    let mut zip = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut sheet = String::new();
    let mut part = zip.by_name("xl/worksheets/sheet1.xml").unwrap();
    part.read_to_string(&mut sheet).unwrap();
    let texts = |row: &str| {
        let cells = row.split("<t xml:space=\"preserve\">").skip(1);
        let texts = cells.filter_map(|cell| cell.split("</t>").next());
        texts.take(3).map(str::to_owned).collect()
    };
    sheet.split("<row ").skip(1).map(texts).collect()
}

#[tokio::test]
async fn an_index_becomes_a_table_in_the_order_of_its_numbers() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let (status, answer) = owner.get("files/rooms/indexexport").await;
        assert_eq!((status, &answer["response"]), (200, &Value::Null));
        let room = data_room(&owner, true).await;
        let make = async |parent: i64, title: &str| {
            let path = format!("files/folder/{parent}");
            let made = owner
                .ok("POST", &path, Some(json!({ "title": title })))
                .await;
            made["id"].as_i64().unwrap()
        };
        let first = make(room, "First").await;
        let path = format!("files/{room}/upload");
        assert_eq!(owner.upload(&path, "last & least.txt", b"x").await.0, 200);
        make(first, "Below").await;
        let path = format!("files/{first}/upload");
        assert_eq!(owner.upload(&path, "deep.txt", b"xyz").await.0, 200);

        let path = format!("files/rooms/{room}/indexexport");
        let task = owner.ok("POST", &path, None).await;
        assert_eq!(task["error"], "");
        assert!(task["id"].is_string());
        let task = finished(&owner).await;
        assert_eq!(
            (&task["error"], &task["percentage"]),
            (&json!(""), &json!(100))
        );
        assert_eq!(task["resultFileName"], "Deal_index.xlsx");
        let id = task["resultFileId"].as_i64().unwrap();
        let url = format!("/filehandler.ashx?action=download&fileid={id}");
        let request = owner.request("GET", &url).body(axum::body::Body::empty());
        let answer = owner.send(request.unwrap()).await;
        assert_eq!(answer.status(), 200);
        let expected = [
            ["Index", "Title", "Type"],
            ["1", "First", "Folder"],
            ["1.1", "Below", "Folder"],
            ["1.2", "deep.txt", "txt"],
            ["2", "last &amp; least.txt", "txt"],
        ];
        assert_eq!(rows(answer.body()), expected);
        assert_eq!(owner.delete("files/rooms/indexexport").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn only_managers_export_and_only_where_there_is_an_index() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let plain = data_room(&owner, false).await;
        let path = format!("files/rooms/{plain}/indexexport");
        let (status, answer) = owner.post(&path, json!({})).await;
        assert_eq!(status, 403);
        let text = "Folder indexing is turned off";
        assert_eq!(answer["error"]["message"], text);
        let room = data_room(&owner, true).await;
        let path = format!("files/rooms/{room}/indexexport");
        let user = portal.person(Role::User).await;
        assert_eq!(user.post(&path, json!({})).await.0, 403);
        let_in(&owner, room, &user, 2).await;
        assert_eq!(user.post(&path, json!({})).await.0, 403);
        let admin = portal.person(Role::Admin).await;
        let_in(&owner, room, &admin, 9).await;
        assert_eq!(admin.post(&path, json!({})).await.0, 200);
        finished(&admin).await;
        assert_eq!(portal.stranger().post(&path, json!({})).await.0, 401);
        assert_eq!(
            owner
                .post("files/rooms/999999/indexexport", json!({}))
                .await
                .0,
            404
        );
    })
    .await;
}

#[tokio::test]
async fn entries_keep_their_numbers_without_gaps() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let room = data_room(&owner, true).await;
        for title in ["a.txt", "b.txt", "c.txt"] {
            let path = format!("files/{room}/upload");
            assert_eq!(owner.upload(&path, title, b"x").await.0, 200);
        }
        let path = format!("files/folder/{room}");
        let folder = owner.ok("POST", &path, Some(json!({ "title": "d" }))).await;
        assert_eq!(folder["order"], "4");
        let orders = async || {
            let listed = owner.ok("GET", &format!("files/{room}"), None).await;
            let all = [listed["folders"].clone(), listed["files"].clone()];
            let all = all.iter().flat_map(|list| list.as_array().unwrap().clone());
            let mut all: Vec<(String, String)> = all
                .map(|one| {
                    (
                        one["order"].as_str().unwrap().to_owned(),
                        one["title"].as_str().unwrap().to_owned(),
                    )
                })
                .collect();
            all.sort();
            all
        };
        let named = |list: &[(&str, &str)]| -> Vec<(String, String)> {
            list.iter()
                .map(|(order, title)| ((*order).to_owned(), (*title).to_owned()))
                .collect()
        };
        let all = [("1", "a.txt"), ("2", "b.txt"), ("3", "c.txt"), ("4", "d")];
        assert_eq!(orders().await, named(&all));
        let listed = owner.ok("GET", &format!("files/{room}"), None).await;
        let files = listed["files"].as_array().unwrap();
        let second = files.iter().find(|file| file["title"] == "b.txt").unwrap()["id"].clone();
        let moved = json!({ "fileIds": [second], "destFolderId": folder["id"] });
        owner.ok("PUT", "files/fileops/move", Some(moved)).await;
        let left = named(&[("1", "a.txt"), ("2", "c.txt"), ("3", "d")]);
        eventually(async || (orders().await == left).then_some(())).await;
        let inside = owner
            .ok("GET", &format!("files/{}", folder["id"]), None)
            .await;
        assert_eq!(inside["files"][0]["order"], "3.1");
        let first = files.iter().find(|file| file["title"] == "a.txt").unwrap()["id"].clone();
        let delete = json!({ "fileIds": [first], "immediately": true });
        owner.ok("PUT", "files/fileops/delete", Some(delete)).await;
        let left = named(&[("1", "c.txt"), ("2", "d")]);
        eventually(async || (orders().await == left).then_some(())).await;
    })
    .await;
}
