//! Everything that ends sessions does, and nothing else.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Portal};

use crate::kit::{PASSWORD, call};

const CONNECTIONS: &str = "security/activeconnections";

async fn alive(session: &Client) -> bool {
    match session.get("people/@self").await.0 {
        200 => true,
        401 => false,
        other => panic!("{other}"),
    }
}

/// Another session of a person.
async fn again(portal: &Portal, person: &Client) -> Client {
    portal.stranger().sign_in(&person.email, PASSWORD).await
}

/// A key of a person.
async fn key_of(portal: &Portal, person: &Client) -> Client {
    let made = person
        .ok("POST", "keys", Some(json!({ "name": "k" })))
        .await;
    portal.stranger().with_token(made["key"].as_str().unwrap())
}

fn ids(person: &Client) -> Value {
    json!({ "userIds": [person.id], "resendAll": false })
}

#[tokio::test]
async fn a_change_of_type_ends_them() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, bystander) = (portal.owner(), portal.person(Role::User).await);
        let one = portal.person(Role::User).await;
        let (two, key) = (again(&portal, &one).await, key_of(&portal, &one).await);
        // Nothing changes, nothing ends.
        owner.ok("PUT", "people/type/User", Some(ids(&one))).await;
        assert!(alive(&one).await && alive(&two).await);
        owner
            .ok("PUT", "people/type/RoomAdmin", Some(ids(&one)))
            .await;
        assert!(!alive(&one).await && !alive(&two).await);
        // Keys stay: they have the rights of their person, whatever those are.
        let me = key.ok("GET", "people/@self", None).await;
        assert_eq!(me["isRoomAdmin"], true);

        let one = again(&portal, &one).await;
        let body = json!({ "productId": "00000000-0000-0000-0000-000000000000",
            "userId": one.id, "administrator": true });
        let path = "settings/security/administrator";
        owner.ok("PUT", path, Some(body)).await;
        assert!(!alive(&one).await);
        // In the background, when rooms must change hands.
        let one = again(&portal, &one).await;
        let body = json!({ "type": "User", "userId": one.id });
        owner.ok("POST", "people/type", Some(body)).await;
        testkit::eventually(async || (!alive(&one).await).then_some(())).await;
        assert!(alive(&owner).await && alive(&bystander).await);
    })
    .await;
}

#[tokio::test]
async fn a_disabled_person_has_none_and_gets_none_back() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let key = key_of(&portal, &user).await;
        owner.ok("PUT", "people/status/2", Some(ids(&user))).await;
        assert!(!alive(&user).await && !alive(&key).await);
        owner.ok("PUT", "people/status/1", Some(ids(&user))).await;
        assert!(
            !alive(&user).await,
            "enabling does not revive what was ended"
        );
        assert!(alive(&key).await);
        let user = again(&portal, &user).await;
        owner.ok("PUT", "people/status/2", Some(ids(&user))).await;
        owner.ok("PUT", "people/delete", Some(ids(&user))).await;
        assert!(!alive(&user).await && !alive(&key).await);
    })
    .await;
}

#[tokio::test]
async fn a_change_of_address_ends_them() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let body = json!({ "userId": user.id, "email": "new.address@example.com" });
        owner.ok("POST", "people/email", Some(body)).await;
        assert!(!alive(&user).await);
        assert!(alive(&owner).await);
    })
    .await;
}

#[tokio::test]
async fn a_limited_life_ends_all_but_renews_the_callers() {
    testkit::for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let second = again(&portal, &owner).await;
        let header = format!("Bearer {}", owner.token().unwrap());
        let headers = [("authorization", &*header)];
        let path = "settings/cookiesettings";
        let stranger = portal.stranger();
        let put = async |headers: &[(&str, &str)], minutes: i32, enabled: bool| {
            let body = json!({ "lifeTime": minutes, "enabled": enabled });
            call(&stranger, "PUT", path, headers, Some(body)).await
        };
        // No limit, no end.
        assert_eq!(put(&headers, 10, false).await.status, 200);
        assert_eq!(put(&headers, 0, true).await.status, 200);
        assert!(alive(&user).await && alive(&second).await);
        let seen = put(&headers, 10, true).await;
        for session in [&owner, &second, &user] {
            assert!(!alive(session).await);
        }
        let renewed = stranger.with_token(&seen.cookie("asc_auth_key").unwrap());
        assert!(alive(&renewed).await && alive(&other.owner()).await);
        let list = renewed.ok("GET", CONNECTIONS, None).await;
        assert_eq!(list["items"].as_array().unwrap().len(), 1);

        // And after ten minutes it is over.
        let age = |tx: &mut sql::Tx<'_>| {
            tx.execute("UPDATE sessions SET expires = expires - 600000000", &[])
        };
        kit.house().db().write(age).await.unwrap();
        kit.house().access().forget();
        assert!(!alive(&renewed).await);
    })
    .await;
}

/// Where a session's person is signed in, asked as a browser asks: only a cookie's session is told apart.
async fn connections(stranger: &Client, session: &Client) -> Value {
    let cookie = format!("asc_auth_key={}", session.token().unwrap());
    let seen = call(stranger, "GET", CONNECTIONS, &[("cookie", &cookie)], None).await;
    seen.response().clone()
}

#[tokio::test]
async fn people_end_their_own_and_those_they_rule_over() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let (admin, user) = (
            portal.person(Role::Admin).await,
            portal.person(Role::User).await,
        );
        let (phone, tablet) = (again(&portal, &user).await, again(&portal, &user).await);
        let list = connections(&stranger, &user).await;
        let items = list["items"].as_array().unwrap();
        assert_eq!(items.len(), 3);
        assert_eq!(items[0]["id"], list["loginEvent"]);
        assert!(items.iter().all(|item| item["userId"] == user.id.as_str()));
        let number =
            async |session: &Client| connections(&stranger, session).await["loginEvent"].clone();
        let end = |number: &Value| format!("{CONNECTIONS}/logout/{number}");
        let of_phone = end(&number(&phone).await);

        // One: by himself or by those who rule over him; what is over ends nothing.
        let other = portal.person(Role::User).await;
        assert_eq!(other.put(&of_phone, json!({})).await.0, 403);
        assert_eq!(stranger.put(&of_phone, json!({})).await.0, 401);
        assert_eq!(user.ok("PUT", &of_phone, None).await, true);
        assert!(!alive(&phone).await && alive(&user).await && alive(&tablet).await);
        assert_eq!(user.ok("PUT", &of_phone, None).await, false);
        let of_tablet = end(&number(&tablet).await);
        assert_eq!(admin.ok("PUT", &of_tablet, None).await, true);
        assert!(!alive(&tablet).await);
        let of_owner = end(&number(&owner).await);
        assert_eq!(admin.put(&of_owner, json!({})).await.0, 403);

        // All of somebody.
        let all = |person: &Client| format!("{CONNECTIONS}/logoutall/{}", person.id);
        assert_eq!(user.put(&all(&admin), json!({})).await.0, 403);
        assert_eq!(admin.put(&all(&owner), json!({})).await.0, 403);
        let nobody = format!("{CONNECTIONS}/logoutall/00000000-0000-0000-0000-000000000001");
        assert_eq!(admin.put(&nobody, json!({})).await.0, 404);
        admin.ok("PUT", &all(&user), None).await;
        assert!(!alive(&user).await);

        // All but this one; and all, for a new password.
        let (one, two) = (again(&portal, &user).await, again(&portal, &user).await);
        one.ok("PUT", &format!("{CONNECTIONS}/logoutallexceptthis"), None)
            .await;
        assert!(alive(&one).await && !alive(&two).await);
        let two = again(&portal, &user).await;
        let path = format!("{CONNECTIONS}/logoutallchangepassword");
        let link = one.ok("PUT", &path, None).await;
        assert!(!alive(&one).await && !alive(&two).await);
        let link = link.as_str().unwrap().split_once('?').unwrap().1;
        let path = format!("people/{}/password", user.id);
        let body = json!({ "password": "another1234" });
        let seen = call(&stranger, "PUT", &path, &[("confirm", link)], Some(body)).await;
        assert_eq!(seen.status, 200);

        // Signing out ends one.
        let (one, two) = (again(&portal, &owner).await, again(&portal, &owner).await);
        one.ok("POST", "authentication/logout", Some(json!({})))
            .await;
        assert!(!alive(&one).await && alive(&two).await && alive(&owner).await);
    })
    .await;
}

#[tokio::test]
async fn a_portal_that_is_gone_knows_nobody() {
    testkit::for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let elsewhere = other.stranger().with_token(user.token().unwrap());
        assert!(
            !alive(&elsewhere).await,
            "a token is good in its portal only"
        );
        let body = json!({ "reference": "" });
        let path = "portal/deleteportalimmediately";
        assert_eq!(owner.call("DELETE", path, Some(body)).await.0, 200);
        for session in [&owner, &user] {
            assert_ne!(session.get("people/@self").await.0, 200);
        }
    })
    .await;
}
