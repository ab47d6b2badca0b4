//! What webhooks are told, and who is told what.

use portal::Role;
use serde_json::{Value, json};

use crate::kit::{SECRET, Target, file, for_each_database, hook, order, room};

fn triggers(heard: &[crate::kit::Heard]) -> Vec<String> {
    let name =
        |one: &crate::kit::Heard| one.json()["event"]["trigger"].as_str().unwrap().to_owned();
    heard.iter().map(name).collect()
}

#[tokio::test]
async fn a_webhook_is_told_signed_what_happened() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        let made = hook(&owner, &target, 128).await;
        let folder = room(&owner, "Plans").await;
        let id = file(&owner, folder, "Plan.docx").await;
        let heard = target.hears(1).await.remove(0);

        assert!(heard.head.starts_with("POST /hook HTTP/1.1"));
        assert_eq!(
            heard.header("content-type").as_deref(),
            Some("application/json; charset=utf-8")
        );
        assert_eq!(heard.header("accept").as_deref(), Some("*/*"));
        let signature = heard.header("x-docspace-signature-256").unwrap();
        assert_eq!(signature, signed(&heard.body));

        let body = heard.json();
        assert_eq!(body["event"]["trigger"], "file.created");
        assert_eq!(body["event"]["triggerId"], 128);
        assert_eq!(body["event"]["createBy"], owner.id);
        let moment = body["event"]["createOn"].as_str().unwrap();
        assert!(moment.len() == 20 && moment.ends_with('Z'), "{moment}");
        assert_eq!(body["payload"]["id"], id);
        assert_eq!(body["payload"]["title"], "Plan.docx");
        assert_eq!(body["payload"]["roomId"], folder);
        assert!(
            body["payload"].get("lockedBy").is_none(),
            "defaults are left out"
        );
        let webhook = &body["webhook"];
        assert_eq!(
            (&webhook["id"], &webhook["name"]),
            (&made["id"], &json!("Bell"))
        );
        assert_eq!(
            (&webhook["url"], &webhook["triggers"]),
            (&json!(target.uri()), &json!(["file.created"]))
        );
        for absent in ["retryCount", "target", "lastFailureOn"] {
            assert!(webhook.get(absent).is_none(), "{absent}");
        }
    })
    .await;
}

/// HMAC-SHA256 from its definition (RFC 2104), not by the code under test.
fn signed(body: &str) -> String {
    use sha2::{Digest, Sha256};
    let mut key = SECRET.as_bytes().to_vec();
    key.resize(64, 0);
    let pad = |byte: u8| key.iter().map(|k| k ^ byte).collect::<Vec<u8>>();
    let inner = Sha256::digest([pad(0x36), body.as_bytes().to_vec()].concat());
    let outer = Sha256::digest([pad(0x5c), inner.to_vec()].concat());
    format!("sha256={}", hex::encode_upper(outer))
}

#[tokio::test]
async fn everything_that_happens_pulls_its_trigger() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        hook(&owner, &target, 0).await;
        let put = async |path: &str, body: Value| owner.ok("PUT", path, Some(body)).await;
        let expect = async |name: &str| {
            testkit::eventually(async || {
                let all = triggers(&target.heard());
                all.contains(&name.to_owned()).then_some(())
            })
            .await;
        };

        let plans = room(&owner, "Plans").await;
        expect("room.created").await;
        put(&format!("files/rooms/{plans}"), json!({ "title": "Better plans" })).await;
        expect("room.updated").await;
        let id = file(&owner, plans, "a.docx").await;
        expect("file.created").await;
        put(&format!("files/file/{id}"), json!({ "title": "b" })).await;
        expect("file.updated").await;
        let body = json!({ "title": "Drawer" });
        let drawer = owner.ok("POST", &format!("files/folder/{plans}"), Some(body)).await;
        expect("folder.created").await;
        let moved = json!({ "fileIds": [id], "destFolderId": drawer["id"], "conflictResolveType": "Skip" });
        put("files/fileops/move", moved).await;
        expect("file.moved").await;
        let group = json!({ "groupName": "Crew", "members": [] });
        let group = owner.ok("POST", "group", Some(group)).await;
        expect("group.created").await;
        owner.call("DELETE", &format!("group/{}", group["id"].as_str().unwrap()), None).await;
        expect("group.deleted").await;
        let body = json!({
            "email": "new.person@example.com", "password": "test1234", "firstName": "New", "lastName": "Person",
            "type": "User",
        });
        owner.ok("POST", "people", Some(body)).await;
        expect("user.created").await;
        let heard = target.heard();
        let person = heard.iter().find(|one| one.body.contains("user.created")).unwrap().json();
        assert_eq!(person["payload"]["email"], "new.person@example.com");
        put(&format!("files/rooms/{plans}/archive"), json!({ "deleteAfter": false })).await;
        expect("room.archived").await;
    })
    .await;
}

#[tokio::test]
async fn what_was_before_a_webhook_is_not_told_to_it() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        room(&owner, "Before").await;
        hook(&owner, &target, 0).await;
        room(&owner, "After").await;
        // Events are told in their order.
        let rooms = testkit::eventually(async || {
            let heard = target.heard().into_iter();
            let rooms: Vec<String> = heard
                .map(|one| one.body)
                .filter(|body| body.contains("room.created"))
                .collect();
            rooms
                .iter()
                .any(|body| body.contains("After"))
                .then_some(rooms)
        })
        .await;
        assert_eq!(rooms.len(), 1, "{rooms:?}");
    })
    .await;
}

#[tokio::test]
async fn what_comes_out_of_the_trash_is_restored() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        let my = owner.ok("GET", "files/@my?count=1", None).await;
        let my = my["current"]["id"].as_i64().unwrap();
        let id = file(&owner, my, "a.docx").await;
        hook(&owner, &target, 1024 + 4096 + 16384 + 2048).await;
        owner
            .ok(
                "DELETE",
                &format!("files/file/{id}"),
                Some(json!({ "deleteAfter": false, "immediately": false })),
            )
            .await;
        assert_eq!(triggers(&target.hears(1).await), ["file.trashed"]);
        let back = json!({ "fileIds": [id], "destFolderId": my, "conflictResolveType": "Skip" });
        owner.ok("PUT", "files/fileops/move", Some(back)).await;
        assert_eq!(triggers(&target.hears(2).await)[1], "file.restored");
        owner
            .ok(
                "DELETE",
                &format!("files/file/{id}"),
                Some(json!({ "deleteAfter": false, "immediately": true })),
            )
            .await;
        let gone = target.hears(3).await[2].json();
        assert_eq!(gone["event"]["trigger"], "file.deleted");
        assert_eq!(
            (&gone["payload"]["id"], &gone["payload"]["title"]),
            (&json!(id), &json!("a.docx"))
        );
    })
    .await;
}

#[tokio::test]
async fn nobody_is_told_what_he_may_not_see() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let (his, ours) = (Target::start().await, Target::start().await);
        hook(&user, &his, 0).await;
        hook(&owner, &ours, 128).await;

        let secret = room(&owner, "Secret").await;
        let shared = room(&owner, "Shared").await;
        let body = json!({ "invitations": [{ "id": user.id, "access": 2 }], "notify": false });
        owner
            .ok("PUT", &format!("files/rooms/{shared}/share"), Some(body))
            .await;
        file(&owner, secret, "hidden.docx").await;
        file(&owner, shared, "open.docx").await;
        portal.person(Role::User).await;
        // The mark: what was done before it is told before it is waited for.
        let mark = file(&owner, shared, "mark.docx").await;
        assert_eq!(ours.hears(3).await.len(), 3);
        let told = |heard: &[crate::kit::Heard]| {
            heard.iter().any(|one| one.json()["payload"]["id"] == mark)
        };
        let heard =
            testkit::eventually(async || Some(his.heard()).filter(|heard| told(heard))).await;
        let titles: Vec<Value> = heard
            .iter()
            .map(|one| one.json()["payload"]["title"].clone())
            .collect();
        assert!(titles.contains(&json!("open.docx")), "{titles:?}");
        assert!(!titles.contains(&json!("hidden.docx")), "{titles:?}");
        assert!(!titles.contains(&json!("Secret")), "{titles:?}");
        assert!(!triggers(&heard).contains(&"user.created".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_webhook_about_one_thing_hears_of_that_alone() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        let (one, two) = (room(&owner, "One").await, room(&owner, "Two").await);
        let mut order = order(&target.uri(), 8_388_608);
        order["targetId"] = json!(two.to_string());
        owner.ok("POST", "settings/webhook", Some(order)).await;
        for (id, title) in [(one, "Changed one"), (two, "Changed two")] {
            owner
                .ok(
                    "PUT",
                    &format!("files/rooms/{id}"),
                    Some(json!({ "title": title })),
                )
                .await;
        }
        let heard = target.hears(1).await;
        assert_eq!(heard.len(), 1);
        let body = heard[0].json();
        assert_eq!(body["payload"]["title"], "Changed two");
        assert_eq!(
            body["webhook"]["target"],
            json!({ "id": two.to_string(), "type": "room" })
        );
    })
    .await;
}
