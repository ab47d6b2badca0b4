//! What is not the caller's: lists he may not see, and ids of another portal.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

#[tokio::test]
async fn guests_and_plain_users_list_nobody() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let admin = portal.person(Role::Admin).await;
        let body = json!({ "groupName": "All", "groupManager": admin.id, "members": [] });
        let group = owner.ok("POST", "group", Some(body)).await["id"].clone();
        let group = group.as_str().unwrap();
        for role in [Role::Guest, Role::User] {
            let caller = portal.person(role).await;
            for path in [
                "people",
                "people/filter",
                "people/simple/filter",
                "people/search?query=admin",
                "people/@search/admin",
                "people/status/Active",
                "people/status/Active/search?query=admin",
                "people/email?email=owner@example.com",
                &format!("people/{}", admin.id),
                &format!("portal/users/{}", admin.id),
                "group",
                &format!("group/{group}"),
                &format!("group/user/{}", admin.id),
                "portal/users/invitationlink/User",
            ] {
                let (status, answer) = caller.get(path).await;
                assert_eq!(status, 403, "{role:?} {path}: {answer}");
                let text = answer.to_string().to_lowercase();
                assert!(!text.contains("example.com"), "{role:?} {path}: {answer}");
            }
            let own = caller
                .ok("GET", &format!("people/{}", caller.id), None)
                .await;
            assert_eq!(own["email"], caller.email);
        }
        assert_eq!(portal.stranger().get("people").await.0, 401);
    })
    .await;
}

/// Everything of a portal that has an id.
struct Things {
    person: Client,
    group: String,
    link: String,
    key: String,
    session: String,
    room: i64,
    folder: i64,
    file: i64,
}

impl Things {
    async fn of(portal: &testkit::Portal) -> Self {
        let owner = portal.owner();
        let person = portal.person(Role::RoomAdmin).await;
        let text = |value: &Value| value.as_str().unwrap().to_owned();
        let body = json!({ "groupName": "G", "groupManager": person.id, "members": [] });
        let group = owner.ok("POST", "group", Some(body)).await;
        let body = json!({ "employeeType": "User", "maxUseCount": 5 });
        let link = owner
            .ok("POST", "portal/users/invitationlink", Some(body))
            .await;
        let key = owner.ok("POST", "keys", Some(json!({ "name": "k" }))).await;
        let sessions = person.ok("GET", "security/activeconnections", None).await;
        let room = json!({ "title": "Room", "roomType": 5 });
        let room = owner.ok("POST", "files/rooms", Some(room)).await;
        let folder = format!("files/folder/{}", room["id"]);
        let folder = owner
            .ok("POST", &folder, Some(json!({ "title": "F" })))
            .await;
        let file = format!("files/{}/file", room["id"]);
        let file = owner
            .ok("POST", &file, Some(json!({ "title": "f.docx" })))
            .await;
        Self {
            person,
            group: text(&group["id"]),
            link: text(&link["id"]),
            key: text(&key["id"]),
            session: sessions["items"][0]["id"].to_string(),
            room: room["id"].as_i64().unwrap(),
            folder: folder["id"].as_i64().unwrap(),
            file: file["id"].as_i64().unwrap(),
        }
    }
}

#[tokio::test]
async fn ids_of_another_portal_are_ids_of_nothing() {
    for_each_database(async |kit| {
        let (here, there) = (kit.portal().await, kit.portal().await);
        let things = Things::of(&there).await;
        let Things {
            person,
            group,
            link,
            key,
            session,
            room,
            folder,
            file,
        } = &things;
        let (owner, user) = (here.owner(), &person.id);
        let before = person.ok("GET", "people/@self", None).await;
        let calls: Vec<(&str, String, Value, &[u16])> = vec![
            ("GET", format!("people/{user}"), Value::Null, &[404]),
            ("PUT", format!("people/{user}"), json!({ "firstName": "X" }), &[404]),
            ("DELETE", format!("people/{user}"), Value::Null, &[404]),
            ("PUT", "people/status/2".into(), json!({ "userIds": [user] }), &[404]),
            ("PUT", "people/type/User".into(), json!({ "userIds": [user] }), &[404]),
            ("PUT", "people/delete".into(), json!({ "userIds": [user] }), &[404]),
            ("POST", "people/type".into(), json!({ "type": "User", "userId": user }), &[400, 404]),
            ("POST", "people/email".into(), json!({ "userId": user, "email": "x@example.com" }), &[404]),
            ("POST", "people/reassign/start".into(), json!({ "fromUserId": user, "toUserId": owner.id }), &[400, 404]),
            ("POST", "people/remove/start".into(), json!({ "userId": user }), &[400, 404]),
            ("PUT", "people/userquota".into(), json!({ "userIds": [user], "quota": 1000 }), &[404]),
            ("PUT", "people/invite".into(), json!({ "userIds": [user] }), &[404]),
            ("GET", format!("people/{user}/photo"), Value::Null, &[404]),
            ("GET", format!("portal/users/{user}"), Value::Null, &[404]),
            ("GET", format!("group/{group}"), Value::Null, &[404]),
            ("PUT", format!("group/{group}"), json!({ "groupName": "X" }), &[404]),
            ("DELETE", format!("group/{group}"), Value::Null, &[404]),
            ("POST", "group".into(), json!({ "groupName": "G", "members": [user] }), &[400]),
            ("PUT", "portal/users/invitationlink".into(), json!({ "id": link, "maxUseCount": 1 }), &[404]),
            ("DELETE", "portal/users/invitationlink".into(), json!({ "id": link }), &[404]),
            // An owner without a confirmed address is sent away before anybody is looked up.
            ("POST", "settings/owner".into(), json!({ "ownerId": user }), &[400]),
            ("PUT", "settings/security/administrator".into(),
                json!({ "productId": "00000000-0000-0000-0000-000000000000", "userId": user, "administrator": true }), &[404]),
            ("PUT", format!("security/activeconnections/logoutall/{user}"), Value::Null, &[404]),
            ("GET", format!("files/rooms/{room}"), Value::Null, &[403, 404]),
            ("GET", format!("files/{folder}"), Value::Null, &[403, 404]),
            ("GET", format!("files/file/{file}"), Value::Null, &[403, 404]),
            ("PUT", format!("files/rooms/{room}"), json!({ "title": "X" }), &[403, 404]),
            ("PUT", format!("files/rooms/{room}/share"), json!({ "invitations": [{ "id": owner.id, "access": 9 }] }), &[403, 404]),
            ("DELETE", format!("files/file/{file}"), json!({ "immediately": true }), &[200, 403, 404]),
        ];
        for (method, path, body, expected) in calls {
            let (status, answer) = owner.call(method, &path, Some(body)).await;
            assert!(expected.contains(&status), "{method} {path}: {status} {answer}");
        }
        let path = format!("keys/{key}");
        assert_eq!(owner.ok("PUT", &path, Some(json!({ "isActive": false }))).await, false);
        assert_eq!(owner.ok("DELETE", &path, None).await, false);
        let path = format!("security/activeconnections/logout/{session}");
        assert_ne!(owner.call("PUT", &path, None).await.1["response"], true);
        // Nothing has changed there.
        assert_eq!(person.ok("GET", "people/@self", None).await, before);
        let there = there.owner();
        there.ok("GET", &format!("group/{group}"), None).await;
        there.ok("GET", &format!("files/rooms/{room}"), None).await;
        there.ok("GET", &format!("files/file/{file}"), None).await;
        let keys = there.ok("GET", "keys", None).await;
        assert_eq!(keys[0]["isActive"], true);
        let link = there.ok("GET", "portal/users/invitationlink/User", None).await;
        assert_eq!(link["maxUseCount"], 5);
    })
    .await;
}
