//! Addresses people may come from.

use axum::body::Body;
use http::header;
use portal::Role;
use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, Portal, eventually, for_each_database};

use crate::PASSWORD;

const PATH: &str = "settings/iprestrictions";

async fn restrict(portal: &Portal, rules: Value) {
    let body = json!({ "ipRestrictions": rules, "enable": true });
    portal.owner().ok("PUT", PATH, Some(body)).await;
}

fn rule(ip: &str, for_admin: bool) -> Value {
    json!({ "ip": ip, "forAdmin": for_admin })
}

/// The status of a call from an address.
async fn from(client: &Client, address: &str) -> u16 {
    let client = client.from_address(address);
    let request = client
        .request("GET", "people/@self")
        .body(Body::empty())
        .unwrap();
    let response = client.send(request).await;
    if response.status() == 403 {
        let text: Value = serde_json::from_slice(response.body()).unwrap();
        assert!(text.is_string(), "a bare text: {text}");
    }
    response.status().as_u16()
}

#[tokio::test]
async fn administrators_write_the_list_and_nobody_else() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        let settings = format!("{PATH}/settings");
        assert_eq!(owner.ok("GET", PATH, None).await, json!([]));
        assert_eq!(owner.ok("GET", &settings, None).await["enable"], false);
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.get(PATH).await.0, 403);
            assert_eq!(person.get(&settings).await.0, 403);
            let body = json!({ "ipRestrictions": [rule("192.0.2.1", false)], "enable": true });
            assert_eq!(person.put(PATH, body.clone()).await.0, 403);
            assert_eq!(person.put(&settings, body).await.0, 403);
        }
        assert_eq!(portal.stranger().get(PATH).await.0, 401);
        let empty = json!({ "ipRestrictions": [], "enable": true });
        assert_eq!(admin.put(PATH, empty).await.0, 400);
        for bad in ["", " ", "x", "1.2.3", "1.2.3.4.5", "1.2.3.256", "1.2.3.4-", "2.0.0.0-1.0.0.0", "1.2.3.4/33",
            "1.2.3.4-::1", "::1/129", "1.2.3.4,5.6.7.8", &"1".repeat(5000)] {
            let body = json!({ "ipRestrictions": [rule("192.0.2.1", false), rule(bad, false)], "enable": true });
            let (status, answer) = admin.put(PATH, body).await;
            assert_eq!((status, &answer["error"]["message"]), (400, &json!("IpRestrictions")), "{bad:?}");
        }
        let many: Vec<Value> = (0..5000).map(|n| rule(&format!("10.0.{}.{}", n / 250, n % 250), false)).collect();
        assert_eq!(admin.put(PATH, json!({ "ipRestrictions": many, "enable": true })).await.0, 400);
        let list = [rule("192.0.2.1", true), rule("198.51.100.1-198.51.100.9", false)];
        let body = json!({ "ipRestrictions": list, "enable": false });
        let answer = admin.ok("PUT", &settings, Some(body.clone())).await;
        assert_eq!(answer, body);
        let tenant = owner.ok("GET", "portal", None).await["tenantId"].clone();
        assert_eq!(owner.ok("GET", PATH, None).await, json!([
            { "id": 1, "tenantId": tenant, "ip": "192.0.2.1", "forAdmin": true },
            { "id": 2, "tenantId": tenant, "ip": "198.51.100.1-198.51.100.9", "forAdmin": false },
        ]));
        // A list alone restricts nobody.
        assert_eq!(from(&admin, "203.0.113.1").await, 200);
    })
    .await;
}

#[tokio::test]
async fn people_come_from_the_addresses_of_the_list() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (admin, user) = (
            portal.person(Role::Admin).await,
            portal.person(Role::User).await,
        );
        assert_eq!(from(&user, "203.0.113.1").await, 200);
        restrict(
            &portal,
            json!([
                rule("192.0.2.1", false),
                rule("198.51.100.10-198.51.100.20", false),
                rule("198.18.0.0/15", false),
                rule("2001:db8:1::/48", false),
                rule("203.0.113.7", true),
            ]),
        )
        .await;
        for (address, allowed) in [
            ("192.0.2.1", true),
            ("192.0.2.2", false),
            ("::ffff:192.0.2.1", true),
            ("198.51.100.9", false),
            ("198.51.100.10", true),
            ("198.51.100.20", true),
            ("198.51.100.21", false),
            ("198.19.255.255", true),
            ("198.20.0.0", false),
            ("2001:db8:1::99", true),
            ("2001:db8:2::99", false),
        ] {
            let expected = if allowed { 200 } else { 403 };
            assert_eq!(from(&user, address).await, expected, "{address}");
            assert_eq!(from(&admin, address).await, expected, "{address}");
            assert_eq!(
                from(&portal.owner(), address).await,
                200,
                "the owner is never locked out"
            );
        }
        // Some are for administrators only.
        assert_eq!(from(&admin, "203.0.113.7").await, 200);
        assert_eq!(from(&user, "203.0.113.7").await, 403);
        // The local network always passes.
        for local in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.1.1",
            "::1",
            "fd00::1",
            "fe80::1",
            "::ffff:10.0.0.1",
        ] {
            assert_eq!(from(&user, local).await, 200, "{local}");
        }
        // Strangers are not people: they see what strangers see.
        let stranger = portal.stranger().from_address("203.0.113.1");
        assert_eq!(stranger.get("settings").await.0, 200);
        assert_eq!(stranger.get("people/@self").await.0, 401);
        let body = json!({ "ipRestrictions": [rule("192.0.2.1", false)], "enable": false });
        portal.owner().ok("PUT", PATH, Some(body)).await;
        assert_eq!(from(&user, "203.0.113.1").await, 200);
    })
    .await;
}

#[tokio::test]
async fn every_way_of_signing_in_is_restricted_and_none_fails_at_the_door() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let key = user.ok("POST", "keys", Some(json!({ "name": "k" }))).await;
        let key = portal.stranger().with_token(key["key"].as_str().unwrap());
        restrict(&portal, json!([rule("192.0.2.1", false)])).await;
        let (here, elsewhere) = ("192.0.2.1", "203.0.113.1");
        // Signing in works, and is worth nothing there.
        let login = json!({ "userName": user.email, "password": PASSWORD });
        let stranger = portal.stranger().from_address(elsewhere);
        let (status, answer) = stranger.post("authentication", login).await;
        assert_eq!(status, 200, "{answer}");
        let signed_in = portal
            .stranger()
            .with_token(answer["response"]["token"].as_str().unwrap());
        assert_eq!(from(&signed_in, elsewhere).await, 403);
        assert_eq!(from(&signed_in, here).await, 200);
        assert_eq!(from(&key, elsewhere).await, 403);
        assert_eq!(from(&key, here).await, 200);
        let basic = async |address: &str| {
            use base64::Engine as _;
            let pair = format!("{}:{PASSWORD}", user.email);
            let pair = base64::engine::general_purpose::STANDARD.encode(pair);
            let request = portal
                .stranger()
                .from_address(address)
                .request("GET", "people/@self");
            let request = request.header(header::AUTHORIZATION, format!("Basic {pair}"));
            stranger
                .send(request.body(Body::empty()).unwrap())
                .await
                .status()
                .as_u16()
        };
        assert_eq!(basic(elsewhere).await, 403);
        assert_eq!(basic(here).await, 200);
        // What he says about where he comes from does not count.
        let request = user.request("GET", "people/@self");
        let request = request.header("x-forwarded-for", "192.0.2.1, 203.0.113.1");
        let answer = user.send(request.body(Body::empty()).unwrap()).await;
        assert_eq!(answer.status(), 403);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn another_node_hears_of_a_new_list() {
    let Some(database) = TestDatabase::postgres().await else {
        return;
    };
    let one = Kit::start(database, |_| {}).await;
    let two = one.another_node().await;
    let portal = one.portal().await;
    let user = portal.person(Role::User).await.at(&two);
    assert_eq!(
        from(&user, "203.0.113.1").await,
        200,
        "and the second node remembers the list"
    );
    restrict(&portal, json!([rule("192.0.2.1", false)])).await;
    let asked = std::time::Instant::now();
    eventually(async || (from(&user, "203.0.113.1").await == 403).then_some(())).await;
    assert!(
        asked.elapsed().as_secs() < 5,
        "by being told, not by forgetting after a while"
    );
    for node in [&one, &two] {
        node.house().close().await;
    }
}
