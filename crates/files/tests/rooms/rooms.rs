//! Making, changing, tagging and picturing rooms.

use portal::Role;
use serde_json::{Value, json};
use testkit::for_each_database;

use crate::{room, room_with};

#[tokio::test]
async fn rooms_of_every_type_are_made_with_their_settings() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        for kind in [1, 2, 5, 6, 8] {
            let made = room_with(&owner, json!({ "title": " a/b ", "roomType": kind })).await;
            assert_eq!(
                (&made["title"], &made["roomType"]),
                (&json!("a_b"), &json!(kind))
            );
            assert_eq!(made["logo"]["color"].as_str().map(str::len), Some(6));
            let links = format!("files/rooms/{}/links", made["id"]);
            let links = owner.ok("GET", &links, None).await;
            let primaries = usize::from(matches!(kind, 1 | 6));
            assert_eq!(links.as_array().unwrap().len(), primaries, "{kind}");
        }
        for role in [Role::User, Role::Guest] {
            let person = portal.person(role).await;
            let (status, body) = person
                .post("files/rooms", json!({ "title": "x", "roomType": 5 }))
                .await;
            assert_eq!(status, 403);
            let text = "You don't have enough permission to create";
            assert_eq!(body["error"]["message"], text);
        }
        let wrong = [
            json!({ "title": "x" }),
            json!({ "title": "x", "roomType": 77 }),
        ];
        for body in wrong {
            assert_eq!(owner.post("files/rooms", body).await.0, 400);
        }
        let long = "x".repeat(171);
        let (_, body) = owner
            .post("files/rooms", json!({ "title": long, "roomType": 5 }))
            .await;
        assert_eq!(
            body["response"]["errors"]["Title"][0],
            "The field Title must be a string with a maximum length of 170."
        );
    })
    .await;
}

#[tokio::test]
async fn an_update_changes_what_it_names_and_nothing_else() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = room(&owner, 8).await;
        let path = format!("files/rooms/{id}");
        let lifetime =
            json!({ "deletePermanently": true, "period": 0, "value": 30, "enabled": true });
        let watermark =
            json!({ "enabled": true, "additions": 1, "text": "Secret", "imageScale": 100 });
        let change = json!({
            "title": "", "indexing": true, "denyDownload": true, "lifetime": lifetime,
            "watermark": watermark, "color": "FF5733", "tags": ["b", "a"],
        });
        let changed = owner.ok("PUT", &path, Some(change)).await;
        assert_eq!(changed["title"], "Room");
        assert_eq!(changed["lifetime"]["value"], 30);
        assert_eq!(changed["watermark"]["text"], "Secret");
        assert_eq!(changed["logo"]["color"], "FF5733");
        assert_eq!(changed["tags"], json!(["a", "b"]));
        let off = json!({ "lifetime": { "enabled": false }, "tags": [] });
        let changed = owner.ok("PUT", &path, Some(off)).await;
        assert_eq!(changed["lifetime"], Value::Null);
        assert_eq!(
            (&changed["tags"], &changed["indexing"]),
            (&json!([]), &json!(true))
        );

        let (status, body) = owner
            .put("files/rooms/999999", json!({ "title": "x" }))
            .await;
        assert_eq!(status, 403);
        assert_eq!(
            body["error"]["message"],
            "The required folder was not found"
        );
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.put(&path, json!({ "title": "x" })).await.0, 403);
        assert_eq!(
            portal
                .stranger()
                .put(&path, json!({ "title": "x" }))
                .await
                .0,
            401
        );
    })
    .await;
}

#[tokio::test]
async fn ten_rooms_can_be_pinned_and_no_more() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let mut last = 0;
        for number in 0..11 {
            last = room(&owner, 5).await;
            let (status, body) = owner
                .put(&format!("files/rooms/{last}/pin"), json!({}))
                .await;
            assert_eq!(status, if number < 10 { 200 } else { 403 });
            if number == 10 {
                assert_eq!(body["error"]["message"], "You can't pin a room");
            }
        }
        let unpinned = owner
            .ok("PUT", &format!("files/rooms/{last}/unpin"), None)
            .await;
        assert_eq!(unpinned["pinned"], false);
    })
    .await;
}

#[tokio::test]
async fn tags_are_renamed_on_rooms_too() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = room(&owner, 5).await;
        let tags = format!("files/rooms/{id}/tags");
        owner
            .ok("PUT", &tags, Some(json!({ "names": ["One", "Two"] })))
            .await;
        let rename = |old: &str, new: &str| json!({ "oldName": old, "newName": new });
        assert_eq!(
            owner
                .ok("PUT", "files/tags", Some(rename("One", "Uno")))
                .await,
            "Uno"
        );
        let room = owner.ok("GET", &format!("files/rooms/{id}"), None).await;
        assert_eq!(room["tags"], json!(["Two", "Uno"]));
        let refusals = [
            ("None", "New", 404, "The record could not be found"),
            ("Uno", "Uno", 400, "Tag with name 'Uno' already exists"),
            ("Uno", "two", 400, "Tag with name 'two' already exists"),
            (
                "Uno",
                "",
                400,
                "The value cannot be an empty string. (Parameter 'newName')",
            ),
        ];
        for (old, new, status, text) in refusals {
            let (got, body) = owner.put("files/tags", rename(old, new)).await;
            assert_eq!((got, &body["error"]["message"]), (status, &json!(text)));
        }
        let rooms = portal.person(Role::RoomAdmin).await;
        assert_eq!(rooms.put("files/tags", rename("Uno", "x")).await.0, 403);
        assert_eq!(rooms.ok("GET", "files/tags", None).await, json!([]));
        let linked = "files/tags/x/haslinks?tagName=Uno";
        assert_eq!(owner.ok("GET", linked, None).await, true);
        owner
            .ok("DELETE", "files/tags", Some(json!({ "names": ["Uno"] })))
            .await;
        assert_eq!(
            owner.ok("GET", "files/tags?filterValue=TW", None).await,
            json!(["Two"])
        );
    })
    .await;
}

#[tokio::test]
async fn reordering_closes_gaps() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let body = json!({ "title": "Data", "roomType": 8, "indexing": true });
        let id = room_with(&owner, body).await["id"].as_i64().unwrap();
        for (title, order) in [("A", 10), ("B", 50), ("C", 30)] {
            let path = format!("files/folder/{id}");
            let folder = owner
                .ok("POST", &path, Some(json!({ "title": title })))
                .await;
            let path = format!("files/folder/{}/order", folder["id"]);
            owner
                .ok("PUT", &path, Some(json!({ "order": order })))
                .await;
        }
        owner
            .ok("PUT", &format!("files/rooms/{id}/reorder"), None)
            .await;
        let content = owner.ok("GET", &format!("files/{id}"), None).await;
        let folders = content["folders"].as_array().unwrap();
        let shown: Vec<_> = folders
            .iter()
            .map(|one| (&one["title"], &one["order"]))
            .collect();
        let wanted = [("A", "1"), ("C", "2"), ("B", "3")].map(|(a, b)| (json!(a), json!(b)));
        assert_eq!(
            shown,
            wanted.iter().map(|(a, b)| (a, b)).collect::<Vec<_>>()
        );
    })
    .await;
}

#[tokio::test]
async fn covers_and_groups_know_the_same_drawings() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let id = room(&owner, 5).await;
        assert_eq!(
            owner
                .ok("GET", "files/rooms/covers", None)
                .await
                .as_array()
                .unwrap()
                .len(),
            57
        );
        let cover = json!({ "color": "abc", "cover": "star" });
        let path = format!("files/rooms/{id}/cover");
        let changed = owner.ok("POST", &path, Some(cover)).await;
        assert_eq!(changed["logo"]["cover"]["id"], "star");
        assert_eq!(owner.post(&path, json!({ "color": "zz" })).await.0, 400);
        assert_eq!(
            owner.post(&path, json!({ "cover": "nothing" })).await.0,
            400
        );

        let group = json!({ "name": "Shelf", "icon": "star", "rooms": [id] });
        let group = owner.ok("POST", "files/group", Some(group)).await;
        assert_eq!(
            (&group["totalRooms"], &group["icon"]["id"]),
            (&json!(1), &json!("star"))
        );
        let path = format!("files/group/{}", group["id"]);
        let with = owner
            .ok("GET", &format!("{path}?includeMembers=true"), None)
            .await;
        assert_eq!(with["rooms"][0]["id"], id);
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.get(&path).await.0, 404);
        assert_eq!(admin.delete(&path).await.0, 200);
        assert_eq!(owner.get(&path).await.0, 200);
        let empty = json!({ "name": "x", "icon": "", "rooms": [] });
        assert_eq!(owner.post("files/group", empty).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn a_template_gives_its_settings_to_new_rooms() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let body =
            json!({ "title": "Source", "roomType": 8, "indexing": true, "denyDownload": true });
        let source = room_with(&owner, body).await["id"].clone();
        owner
            .ok(
                "POST",
                &format!("files/folder/{source}"),
                Some(json!({ "title": "In" })),
            )
            .await;
        let order = json!({ "roomId": source, "title": "Template" });
        owner.ok("POST", "files/roomtemplate", Some(order)).await;
        let template = done(&owner, "files/roomtemplate/status", "templateId").await;
        let public = format!("files/roomtemplate/{template}/public");
        assert_eq!(owner.ok("GET", &public, None).await, false);
        let open = json!({ "id": template, "public": true });
        owner
            .ok("PUT", "files/roomtemplate/public", Some(open))
            .await;
        assert_eq!(owner.ok("GET", &public, None).await, true);

        let order = json!({ "templateId": template, "title": "New" });
        owner
            .ok("POST", "files/rooms/fromtemplate", Some(order))
            .await;
        let room = done(&owner, "files/rooms/fromtemplate/status", "roomId").await;
        let room = owner.ok("GET", &format!("files/rooms/{room}"), None).await;
        assert_eq!(
            (&room["title"], &room["foldersCount"]),
            (&json!("New"), &json!(1))
        );
        assert_eq!(
            (&room["indexing"], &room["denyDownload"]),
            (&json!(true), &json!(true))
        );
    })
    .await;
}

/// Waits for a copy of a room; the number of the new one.
async fn done(owner: &testkit::Client, path: &str, member: &str) -> i64 {
    testkit::eventually(async || {
        let status = owner.ok("GET", path, None).await;
        assert_eq!(status["error"], Value::Null);
        let finished = status["isCompleted"] == true;
        finished.then(|| status[member].as_i64().unwrap())
    })
    .await
}
