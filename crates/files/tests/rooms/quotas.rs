//! Quotas of rooms and people (`files/10`).

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit, eventually, for_each_database};

use crate::{let_in, room};

async fn quotas(owner: &Client, of: &str, default: i64) {
    let body = json!({ "enableQuota": true, "defaultQuota": default });
    let path = format!("settings/{of}quotasettings");
    owner.ok("POST", &path, Some(body)).await;
}

async fn upload(who: &Client, folder: i64, title: &str, bytes: usize) -> (u16, Value) {
    let path = format!("files/{folder}/upload?createNewIfExist=true");
    who.upload(&path, title, &vec![b'x'; bytes]).await
}

async fn my_documents(who: &Client) -> i64 {
    who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap()
}

async fn used(who: &Client) -> Value {
    who.ok("GET", "people/@self", None).await["usedSpace"].clone()
}

/// Numbers of the audit trail's actions about quotas, oldest first.
async fn trail(kit: &Kit, expected: &[i64]) {
    let db = kit.house().db().clone();
    eventually(async || {
        let read = |tx: &mut sql::Tx<'_>| {
            tx.query::<i64>(
                "SELECT action FROM audit_events WHERE action BETWEEN 5201 AND 5204 ORDER BY id",
                &[],
            )
        };
        let found: Vec<i64> = db.read::<_, sql::Error>(read).await.unwrap();
        (found == expected).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_full_room_takes_one_save_more_and_then_nothing() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        quotas(&owner, "room", 1000).await;
        let room = room(&owner, 2).await;
        assert_eq!(upload(&owner, room, "a.txt", 900).await.0, 200);
        let shown = owner.ok("GET", &format!("files/rooms/{room}"), None).await;
        let facts = ["usedSpace", "quotaLimit", "isCustomQuota"].map(|key| shown[key].clone());
        assert_eq!(facts, [json!(900), json!(1000), json!(false)]);
        // Twice the limit is more than a single save may make of it.
        let (status, answer) = upload(&owner, room, "b.txt", 1101).await;
        assert_eq!(status, 402);
        let text = "Room space quota exceeded (1,000 bytes).";
        assert_eq!(answer["error"]["message"], text);
        assert_eq!(upload(&owner, room, "b.txt", 1100).await.0, 200);
        assert_eq!(upload(&owner, room, "c.txt", 1).await.0, 402);
        // Nothing of what was refused is left, and it is told.
        let listed = owner.ok("GET", &format!("files/{room}"), None).await;
        assert_eq!(listed["files"].as_array().unwrap().len(), 2);
        assert_eq!(listed["current"]["usedSpace"], 2000);
        trail(&kit, &[5204, 5203, 5204]).await;
    })
    .await;
}

#[tokio::test]
async fn copies_and_moves_into_a_room_must_fit() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        quotas(&owner, "room", 1000).await;
        let room = room(&owner, 2).await;
        let my = my_documents(&owner).await;
        let (_, answer) = upload(&owner, my, "big.txt", 1001).await;
        let file = answer["response"][0]["id"].clone();
        let text = "Room space quota exceeded (1,000 bytes).";
        for verb in ["copy", "move"] {
            let body = json!({ "fileIds": [file], "destFolderId": room });
            let (status, answer) = owner.put(&format!("files/fileops/{verb}"), body).await;
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!(text)),
                "{verb}"
            );
        }
        // A restored version is a copy too.
        let (_, answer) = upload(&owner, room, "b.txt", 600).await;
        let id = answer["response"][0]["id"].as_i64().unwrap();
        let path = format!("files/{room}/upload");
        assert_eq!(owner.upload(&path, "b.txt", b"y").await.0, 200);
        let restore = format!("files/file/{id}/restoreversion?version=1");
        let (status, answer) = owner.post(&restore, json!({})).await;
        assert_eq!((status, &answer["error"]["message"]), (402, &json!(text)));
    })
    .await;
}

#[tokio::test]
async fn rooms_get_quotas_of_their_own() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        quotas(&owner, "room", 10).await;
        let room = room(&owner, 2).await;
        let set = |quota: Value| json!({ "roomIds": [room, "sbox-1"], "quota": quota });
        let path = "files/rooms/roomquota";
        let rooms = owner.ok("PUT", path, Some(set(json!(5000)))).await;
        assert_eq!(rooms.as_array().unwrap().len(), 1);
        assert_eq!(rooms[0]["quotaLimit"], 5000);
        assert_eq!(rooms[0]["isCustomQuota"], true);
        assert_eq!(upload(&owner, room, "a.txt", 4000).await.0, 200);
        // Unlimited is a quota of its own, too.
        let rooms = owner.ok("PUT", path, Some(set(json!(-1)))).await;
        assert_eq!(rooms[0]["quotaLimit"], -1);
        assert_eq!(rooms[0]["isCustomQuota"], true);
        let reset = owner
            .ok("PUT", "files/rooms/resetquota", Some(json!({ "roomIds": [room] })))
            .await;
        assert_eq!(reset[0]["quotaLimit"], 10);
        assert_eq!(reset[0]["isCustomQuota"], false);

        let (status, answer) = owner.put(path, set(json!(i64::MAX))).await;
        let text = "Failed to set quota per room. The entered value is greater than the total DocSpace storage.";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));
        let unknown = json!({ "roomIds": [999_999], "quota": 1 });
        assert_eq!(owner.put(path, unknown).await.0, 500);
        // An administrator who does not manage the room has no say; a manager has.
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.put(path, set(json!(1))).await.0, 403);
        let manager = portal.person(Role::RoomAdmin).await;
        let_in(&owner, room, &manager, 9).await;
        assert_eq!(manager.put(path, set(json!(1))).await.0, 200);
        assert_eq!(portal.stranger().put(path, set(json!(1))).await.0, 401);
        // While quotas are off nobody is shown any, and nothing is refused.
        let off = json!({ "enableQuota": false, "defaultQuota": 10 });
        owner.ok("POST", "settings/roomquotasettings", Some(off)).await;
        let shown = owner.ok("GET", &format!("files/rooms/{room}"), None).await;
        assert_eq!(shown["quotaLimit"], Value::Null);
        assert_eq!(upload(&owner, room, "b.txt", 4000).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn my_documents_and_trash_count_for_their_owner() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let my = my_documents(&user).await;
        let (_, answer) = upload(&user, my, "a.txt", 700).await;
        let file = answer["response"][0]["id"].clone();
        assert_eq!(used(&user).await, 700);
        quotas(&owner, "user", 1000).await;
        let (status, answer) = upload(&user, my, "b.txt", 2000).await;
        let text = "User space quota exceeded (1,000 bytes).";
        assert_eq!((status, &answer["error"]["message"]), (402, &json!(text)));
        // What is thrown away still counts, until it is gone for good.
        let delete = json!({ "fileIds": [file], "immediately": false });
        user.ok("PUT", "files/fileops/delete", Some(delete)).await;
        eventually(async || {
            let trash = user.ok("GET", "files/@trash", None).await;
            (trash["files"].as_array().unwrap().len() == 1).then_some(())
        })
        .await;
        assert_eq!(used(&user).await, 700);
        user.ok("PUT", "files/fileops/emptytrash", None).await;
        eventually(async || (used(&user).await == 0).then_some(())).await;
        // A room's files do not count for people, nor a person's for rooms.
        let room = room(&owner, 5).await;
        let_in(&owner, room, &user, 11).await;
        assert_eq!(upload(&user, room, "c.txt", 5000).await.0, 200);
        assert_eq!(used(&user).await, 0);
    })
    .await;
}

#[tokio::test]
async fn a_quota_reached_in_the_middle_of_an_upload_refuses_the_last_piece_and_keeps_the_upload() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        quotas(&owner, "room", 1000).await;
        let room = room(&owner, 2).await;
        let asked = json!({ "fileName": "big.txt", "fileSize": 900 });
        let session = owner
            .ok("POST", &format!("files/{room}/session"), Some(asked))
            .await;
        let session = session["id"].as_str().unwrap().to_owned();
        let piece =
            |number: i32| format!("files/{room}/session/{session}/upload?chunkNumber={number}");
        for number in [1, 2] {
            assert_eq!(owner.upload(&piece(number), "p", &[b'x'; 450]).await.0, 200);
        }
        // Meanwhile somebody else fills the room.
        assert_eq!(upload(&owner, room, "other.txt", 1001).await.0, 200);
        let finalize = format!("files/{room}/session/{session}/finalize");
        let (status, _) = owner.put(&finalize, json!({})).await;
        assert_eq!(status, 402);
        let listed = owner.ok("GET", &format!("files/{room}"), None).await;
        assert_eq!(listed["files"].as_array().unwrap().len(), 1);
        assert_eq!(listed["current"]["usedSpace"], 1001);
        // With room enough the same session ends well: no byte was lost.
        let more = json!({ "roomIds": [room], "quota": 5000 });
        owner.ok("PUT", "files/rooms/roomquota", Some(more)).await;
        let (status, answer) = owner.put(&finalize, json!({})).await;
        assert_eq!(status, 201, "{answer}");
        assert_eq!(answer["response"]["file"]["pureContentLength"], 900);
    })
    .await;
}

#[tokio::test]
async fn statistics_name_the_parts_of_the_files_module() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 5).await;
        assert_eq!(upload(&owner, room, "a.txt", 2048).await.0, 200);
        let path = "settings/statistics/spaceusage";
        let files = format!("{path}/e67be73d-f9ae-4ce1-8fec-1880cb518cb4");
        let parts = owner.ok("GET", &files, None).await;
        let rooms = parts
            .as_array()
            .unwrap()
            .iter()
            .find(|part| part["name"] == "Rooms");
        assert_eq!(rooms.unwrap()["size"], "2 KB");
        let other = format!("{path}/{}", uuid::Uuid::nil());
        assert_eq!(owner.ok("GET", &other, None).await, json!([]));
        let user = portal.person(Role::User).await;
        assert_eq!(user.get(&files).await.0, 403);
        assert_eq!(portal.stranger().get(&files).await.0, 401);
    })
    .await;
}
