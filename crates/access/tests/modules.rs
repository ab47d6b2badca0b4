//! Modules that are closed, to everybody or to some.
#![expect(clippy::indexing_slicing, reason = "tests fail by panicking")]

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, MADE, Portal};

const DOCUMENTS: &str = "e67be73d-f9ae-4ce1-8fec-1880cb518cb4";
const PEOPLE: &str = "f4d98afd-d336-4332-8778-3c6945c81ea0";

async fn set(owner: &Client, enabled: bool, subjects: Value) -> Value {
    let body = json!({"id": DOCUMENTS, "enabled": enabled, "subjects": subjects});
    let answer = owner.ok("PUT", "settings/security", Some(body)).await;
    answer[0].clone()
}

/// Whether documents are open to somebody: by the calls of the module and by what the settings tell.
async fn is_open(client: &Client) -> bool {
    let (status, answer) = client.get("files/rooms").await;
    let told = client.get(&format!("settings/security/{DOCUMENTS}")).await;
    let list = client.get("settings/security/modules").await;
    let (told, list) = (&told.1["response"], &list.1["response"]);
    let listed = list
        .as_array()
        .is_some_and(|all| all.iter().any(|module| module["id"] == DOCUMENTS));
    assert_eq!(*told, listed);
    assert_eq!(status, if listed { 200 } else { 403 }, "{answer}");
    listed
}

async fn everybody(portal: &Portal) -> Vec<Client> {
    let mut all = vec![portal.owner()];
    for role in MADE {
        all.push(portal.person(role).await);
    }
    all
}

#[tokio::test]
async fn a_module_that_is_off_is_closed_to_everybody_until_it_is_on_again() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let all = everybody(&portal).await;
        let owner = &all[0];
        for one in &all {
            assert!(is_open(one).await);
        }
        let switch = |on: bool| json!({"items": [{"key": DOCUMENTS, "value": on}]});
        let path = "settings/security/access";
        let off = owner.ok("PUT", path, Some(switch(false))).await;
        assert_eq!(off[0]["enabled"], false);
        for one in &all {
            assert!(!is_open(one).await);
            assert_eq!(one.get("people/@self").await.0, 200);
        }
        // Visitors by link do not come in either.
        assert_eq!(portal.stranger().get("files/1").await.0, 403);
        owner.ok("PUT", path, Some(switch(true))).await;
        for one in &all {
            assert!(is_open(one).await);
        }
    })
    .await;
}

#[tokio::test]
async fn a_module_can_be_opened_to_some_people_and_groups() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        let named = portal.person(Role::Guest).await;
        let (member, other) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        let group = json!({"groupName": "Team", "groupManager": member.id, "members": []});
        let group = owner.ok("POST", "group", Some(group)).await["id"].clone();
        let rule = set(&owner, true, json!([named.id, group])).await;
        assert_eq!(rule["users"][0]["id"], named.id.as_str());
        assert_eq!(rule["groups"][0]["id"], group);
        assert_eq!(rule["groups"][0]["name"], "Team");
        for open in [&owner, &admin, &named, &member] {
            assert!(is_open(open).await);
        }
        assert!(!is_open(&other).await);
        // A switch keeps whom the module is open to.
        set(&owner, false, json!([named.id, group])).await;
        let on = json!({"items": [{"key": DOCUMENTS, "value": true}]});
        let kept = owner.ok("PUT", "settings/security/access", Some(on)).await;
        assert_eq!(kept[0]["users"][0]["id"], named.id.as_str());
        assert!(is_open(&member).await && !is_open(&other).await);
        // Who leaves the group is out.
        let leave = json!({"members": [member.id]});
        let members = format!("group/{}/members", group.as_str().unwrap_or_default());
        owner.ok("DELETE", &members, Some(leave)).await;
        assert!(!is_open(&member).await);
        // People see the rule; its names only who may see people.
        let path = format!("settings/security?ids={DOCUMENTS}");
        let seen = member.ok("GET", &path, None).await;
        assert_eq!(
            (&seen[0]["enabled"], &seen[0]["users"]),
            (&json!(true), &json!([]))
        );
        let seen = admin.ok("GET", &path, None).await;
        assert_eq!(seen[0]["users"][0]["id"], named.id.as_str());
    })
    .await;
}

#[tokio::test]
async fn rules_that_make_no_sense_are_refused() {
    let kit = testkit::Kit::sqlite().await;
    let portal = kit.portal().await;
    let owner = portal.owner();
    for (body, text) in [
        (json!({"id": "documents", "enabled": true}), "id"),
        (json!({"id": uuid::Uuid::new_v4(), "enabled": true}), "id"),
        (json!({"id": PEOPLE, "enabled": false}), "id"),
        (
            json!({"id": DOCUMENTS, "enabled": true, "subjects": [uuid::Uuid::new_v4()]}),
            "subjects",
        ),
    ] {
        let (status, answer) = owner.put("settings/security", body).await;
        assert_eq!((status, &answer["error"]["message"]), (400, &json!(text)));
    }
    // What is so already may be said.
    let body = json!({"id": PEOPLE, "enabled": true});
    owner.ok("PUT", "settings/security", Some(body)).await;
    let all = owner.ok("GET", "settings/security", None).await;
    let ids: Vec<_> = all.as_array().into_iter().flatten().collect();
    assert_eq!(ids.len(), 2);
    assert!(ids.iter().all(|one| one["enabled"] == true));
    let (status, _) = owner.get("settings/security?ids=x").await;
    assert_eq!(status, 400);
}

#[tokio::test]
async fn administrators_are_listed_the_owner_first() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        portal.person(Role::RoomAdmin).await;
        let path = format!("settings/security/administrator/{}", uuid::Uuid::nil());
        let list = admin.ok("GET", &path, None).await;
        let ids: Vec<_> = list
            .as_array()
            .into_iter()
            .flatten()
            .map(|one| one["id"].clone())
            .collect();
        assert_eq!(ids, [json!(owner.id), json!(admin.id)]);
    })
    .await;
}
