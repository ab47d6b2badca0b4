//! Links and the visitors who come by them.

use portal::Role;
use serde_json::{Value, json};
use testkit::for_each_database;

use crate::room;

async fn file(owner: &testkit::Client) -> i64 {
    let file = owner
        .ok("POST", "files/@my/file", Some(json!({ "title": "a" })))
        .await;
    file["id"].as_i64().unwrap()
}

#[tokio::test]
async fn the_primary_link_of_a_file_is_made_once_and_for_its_owner_only() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let path = format!("files/file/{}/link", file(&owner).await);
        let first = owner.ok("GET", &path, None).await;
        let second = owner.ok("GET", &path, None).await;
        assert_eq!(first["sharedLink"]["id"], second["sharedLink"]["id"]);
        assert_eq!(
            first["sharedLink"]["shareLink"],
            second["sharedLink"]["shareLink"]
        );
        assert_eq!(
            (&first["subjectType"], &first["access"]),
            (&json!(4), &json!(2))
        );
        let user = portal.person(Role::User).await;
        for other in [user, portal.stranger()] {
            let (status, body) = other.get(&path).await;
            assert_eq!(
                (status, &body["count"], body.get("response")),
                (200, &json!(0), None)
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_key_is_worth_nothing_in_another_portal() {
    for_each_database(async |kit| {
        let (here, there) = (kit.portal().await, kit.portal().await);
        let link = "00000000-0000-0000-0000-000000000001";
        let body = json!({ "linkId": link, "access": 2, "title": "x" });
        let mut keys = Vec::new();
        for portal in [&here, &there] {
            let owner = portal.owner();
            let path = format!("files/file/{}/links", file(&owner).await);
            let set = owner.ok("PUT", &path, Some(body.clone())).await;
            assert_eq!(set["sharedLink"]["id"], link);
            keys.push(
                set["sharedLink"]["requestToken"]
                    .as_str()
                    .unwrap()
                    .to_owned(),
            );
        }
        let status = async |portal: &testkit::Portal, key: &str| {
            let found = portal
                .stranger()
                .ok("GET", &format!("files/share/{key}"), None)
                .await;
            found["status"].clone()
        };
        assert_eq!(status(&here, &keys[0]).await, 0);
        assert_eq!(status(&here, &keys[1]).await, 1);
        assert_eq!(status(&here, "garbage").await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_password_is_asked_counted_and_shown_to_those_who_manage_links() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let path = format!("files/file/{}/links", file(&owner).await);
        let draft = |more: Value| {
            let mut body = json!({ "access": 2, "title": "x" });
            body.as_object_mut()
                .unwrap()
                .extend(more.as_object().unwrap().clone());
            body
        };
        assert_eq!(
            owner
                .put(&path, draft(json!({ "password": "short" })))
                .await
                .0,
            400
        );
        let set = owner
            .ok(
                "PUT",
                &path,
                Some(draft(json!({ "password": "SecurePass123" }))),
            )
            .await;
        assert_eq!(set["sharedLink"]["password"], "SecurePass123");
        let key = set["sharedLink"]["requestToken"].as_str().unwrap();
        let visitor = portal.stranger();
        let found = visitor.ok("GET", &format!("files/share/{key}"), None).await;
        assert_eq!(
            (&found["status"], &found["title"]),
            (&json!(3), &json!("a.docx"))
        );
        let enter = async |password: &str| {
            let path = format!("files/share/{key}/password");
            visitor.post(&path, json!({ "password": password })).await
        };
        assert_eq!(enter("SecurePass123").await.1["response"]["status"], 0);
        for _ in 0..5 {
            assert_eq!(enter("wrong").await.1["response"]["status"], 4);
        }
        let (status, body) = enter("SecurePass123").await;
        assert_eq!(status, 403);
        assert!(
            body["error"]["message"]
                .as_str()
                .unwrap()
                .starts_with("You have tried too many")
        );
    })
    .await;
}

#[tokio::test]
async fn the_link_of_what_the_app_shows_leads_to_a_page_and_others_to_the_download() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        for (title, page) in [
            ("a.docx", "/doceditor?"),
            ("a.pdf", "/doceditor?"),
            ("a.txt", "/doceditor?"),
            ("a.png", "/share/preview/"),
            ("a.bin", "/filehandler.ashx?action=download&"),
        ] {
            let (status, made) = owner.upload("files/@my/upload", title, b"x").await;
            assert_eq!(status, 200, "{title}: {made}");
            // A list, as many may come at once.
            let path = format!("files/file/{}/link", made["response"][0]["id"]);
            let link = owner.ok("GET", &path, None).await;
            let short = link["sharedLink"]["shareLink"].as_str().unwrap();
            let target = owner.follow(short).await;
            assert!(target.starts_with(page), "{title}: {target}");
        }
    })
    .await;
}

#[tokio::test]
async fn visitors_see_the_room_of_their_link_and_no_other() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (open, closed) = (room(&owner, 6).await, room(&owner, 5).await);
        let link = owner
            .ok("GET", &format!("files/rooms/{open}/link"), None)
            .await;
        let key = link["sharedLink"]["requestToken"].as_str().unwrap();
        let visitor = portal.stranger();
        let seen = visitor
            .ok("GET", &format!("files/rooms/{open}?share={key}"), None)
            .await;
        assert_eq!(seen["id"], open);
        assert_eq!(seen["createdBy"], Value::Null);
        assert_eq!(
            visitor
                .get(&format!("files/rooms/{closed}?share={key}"))
                .await
                .0,
            403
        );
        assert_eq!(visitor.get(&format!("files/rooms/{open}")).await.0, 401);
        // A removed primary link of a public room grows again, and the old key is dead.
        let gone = json!({ "linkId": link["sharedLink"]["id"], "linkType": 1, "access": 0 });
        let path = format!("files/rooms/{open}/links");
        let new = owner.ok("PUT", &path, Some(gone)).await;
        assert_ne!(new["sharedLink"]["id"], link["sharedLink"]["id"]);
        let found = visitor.ok("GET", &format!("files/share/{key}"), None).await;
        assert_eq!(found["status"], 1);
    })
    .await;
}

#[tokio::test]
async fn a_custom_room_has_five_additional_links_and_one_to_join() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let path = format!("files/rooms/{}/links", room(&owner, 5).await);
        for (kind, most) in [(1, 5), (0, 1)] {
            let body = json!({ "linkType": kind, "access": 2, "title": "x" });
            for _ in 0..most {
                owner.ok("PUT", &path, Some(body.clone())).await;
            }
            let (status, answer) = owner.put(&path, body).await;
            assert_eq!(status, 403);
            let text = format!("The maximum number of links may not exceed {most}");
            assert_eq!(answer["error"]["message"], text);
        }
        let editing = format!("files/rooms/{}/links", room(&owner, 2).await);
        let body = json!({ "linkType": 1, "access": 2, "title": "x" });
        assert_eq!(owner.put(&editing, body).await.0, 403);
    })
    .await;
}
