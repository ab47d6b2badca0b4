//! People to mention in a file, and telling those who were (`files/06c §11`).

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, for_each_database};

use crate::{let_in, room};

async fn file_in(who: &Client, folder: i64) -> i64 {
    let path = format!("files/{folder}/file");
    let made = who
        .ok("POST", &path, Some(json!({ "title": "Plan" })))
        .await;
    made["id"].as_i64().unwrap()
}

fn emails(list: &Value) -> Vec<String> {
    let list = list.as_array().unwrap();
    let mut emails: Vec<String> = list
        .iter()
        .map(|one| one["email"].as_str().unwrap().to_lowercase())
        .collect();
    emails.sort();
    emails
}

#[tokio::test]
async fn readers_of_a_file_can_be_mentioned() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 2).await;
        let file = file_in(&owner, room).await;
        let editor = portal
            .person_named(Role::User, "editor@example.com", "E", "E")
            .await;
        let_in(&owner, room, &editor, 10).await;
        let guest = portal
            .person_named(Role::Guest, "guest@example.com", "G", "G")
            .await;
        let_in(&owner, room, &guest, 2).await;
        let path = format!("files/file/{file}/sharedusers");
        let all = owner.ok("GET", &path, None).await;
        assert_eq!(emails(&all), ["editor@example.com", "guest@example.com"]);
        let one = &all[0];
        assert!(one["hasAccess"] == true && one["image"].is_string() && one["name"].is_string());
        assert_eq!(one["user"], Value::Null);
        let all = editor.ok("GET", &path, None).await;
        assert_eq!(emails(&all), ["guest@example.com", "owner@example.com"]);
        // A guest learns of the owner only (`files/11 §2`, 81109).
        let all = guest.ok("GET", &path, None).await;
        assert_eq!(emails(&all), ["owner@example.com"]);
        let protect = format!("files/file/{file}/protectusers");
        assert_eq!(emails(&owner.ok("GET", &protect, None).await).len(), 2);
        let (status, answer) = guest.get(&protect).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (403, &json!("Access denied"))
        );
        let other = portal.person(Role::User).await;
        assert_eq!(other.get(&path).await.0, 403);
        assert_eq!(portal.stranger().get(&path).await.0, 401);
        assert_eq!(owner.get("files/file/999999/sharedusers").await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_mention_lets_members_read_what_they_are_told_of() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let my = owner.ok("GET", "files/@my", None).await["current"]["id"].as_i64();
        let file = file_in(&owner, my.unwrap()).await;
        let path = format!("files/file/{file}/sendeditornotify");
        let user = portal
            .person_named(Role::User, "user@example.com", "U", "U")
            .await;
        let guest = portal
            .person_named(Role::Guest, "guest@example.com", "G", "G")
            .await;
        let body = json!({
            "emails": ["USER@example.com", "guest@example.com", "nobody@example.com"],
            "message": "Please look",
            "actionLink": { "action": { "type": "comment", "data": "7" } },
        });
        assert_eq!(user.get(&format!("files/file/{file}")).await.0, 403);
        let access = owner.ok("POST", &path, Some(body.clone())).await;
        let names: Vec<&Value> = access
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["permissions"])
            .collect();
        assert_eq!(names, ["Owner", "Read only"]);
        assert_eq!(user.get(&format!("files/file/{file}")).await.0, 200);
        assert_eq!(guest.get(&format!("files/file/{file}")).await.0, 403);
        // Who can only read tells nobody.
        let (status, answer) = user.post(&path, body).await;
        let text = "You do not have enough permissions to edit the file";
        assert_eq!((status, &answer["error"]["message"]), (403, &json!(text)));

        let long = json!({ "actionLink": { "action": { "data": "a".repeat(257) } } });
        let (status, answer) = owner.post(&path, long).await;
        assert_eq!(status, 400);
        let text = "The field Data must be a string with a maximum length of 256.";
        assert_eq!(
            answer["response"]["errors"]["MentionMessage.ActionLink.Action.Data"][0],
            text
        );
        assert_eq!(
            owner
                .post("files/file/999999/sendeditornotify", json!({}))
                .await
                .0,
            404
        );
        assert_eq!(portal.stranger().post(&path, json!({})).await.0, 401);
    })
    .await;
}
