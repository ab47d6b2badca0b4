//! Tokens of people and portals that are gone.

use axum::body::Body;
use http::header;
use portal::Role;
use serde_json::json;
use testkit::{Client, Portal, for_each_database};

use crate::PASSWORD;

/// The status of `GET people/@self` with a value of the header `Authorization`.
async fn with_header(stranger: &Client, value: &str) -> u16 {
    let request = stranger.request("GET", "people/@self");
    let request = request.header(header::AUTHORIZATION, value);
    let response = stranger.send(request.body(Body::empty()).unwrap()).await;
    response.status().as_u16()
}

/// Every way somebody proves who he is: session, cookie, API key, name and password.
struct Proofs {
    session: String,
    key: String,
    basic: String,
}

impl Proofs {
    async fn of(person: &Client) -> Self {
        use base64::Engine as _;
        let made = person
            .ok("POST", "keys", Some(json!({ "name": "k" })))
            .await;
        let pair = format!("{}:{PASSWORD}", person.email);
        Self {
            session: person.token().unwrap().to_owned(),
            key: made["key"].as_str().unwrap().to_owned(),
            basic: base64::engine::general_purpose::STANDARD.encode(pair),
        }
    }

    /// What each of them gets in a portal.
    async fn tried(&self, stranger: &Client) -> [u16; 4] {
        let cookie = format!("asc_auth_key={}", self.session);
        let cookie = stranger
            .request("GET", "people/@self")
            .header(header::COOKIE, cookie);
        let cookie = stranger.send(cookie.body(Body::empty()).unwrap()).await;
        [
            with_header(stranger, &format!("Bearer {}", self.session)).await,
            cookie.status().as_u16(),
            with_header(stranger, &format!("Bearer {}", self.key)).await,
            with_header(stranger, &format!("Basic {}", self.basic)).await,
        ]
    }
}

async fn set_status(owner: &Client, person: &Client, status: u8) {
    let body = json!({ "userIds": [person.id] });
    owner
        .ok("PUT", &format!("people/status/{status}"), Some(body))
        .await;
}

#[tokio::test]
async fn a_disabled_person_gets_nowhere() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        for role in [Role::Admin, Role::RoomAdmin, Role::User] {
            let person = portal.person(role).await;
            let proofs = Proofs::of(&person).await;
            assert_eq!(proofs.tried(&portal.stranger()).await, [200; 4]);
            set_status(&portal.owner(), &person, 2).await;
            assert_eq!(proofs.tried(&portal.stranger()).await, [401; 4]);
            let login = json!({ "userName": person.email, "password": PASSWORD });
            assert_eq!(portal.stranger().post("authentication", login).await.0, 403);
            assert_eq!(person.post("people", json!({})).await.0, 401);
            // Sessions ended; they do not come back with him.
            set_status(&portal.owner(), &person, 1).await;
            assert_eq!(person.get("people/@self").await.0, 401);
            portal.stranger().sign_in(&person.email, PASSWORD).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_deleted_person_gets_nowhere() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let person = portal.person(Role::Admin).await;
        let proofs = Proofs::of(&person).await;
        set_status(&portal.owner(), &person, 2).await;
        assert_eq!(
            portal
                .owner()
                .delete(&format!("people/{}", person.id))
                .await
                .0,
            200
        );
        assert_eq!(proofs.tried(&portal.stranger()).await, [401; 4]);
        // Somebody else with his address is somebody else.
        portal
            .person_named(Role::User, &person.email, "New", "One")
            .await;
        let tried = proofs.tried(&portal.stranger()).await;
        assert_eq!(tried, [401, 401, 401, 200], "the password is the same");
    })
    .await;
}

async fn remove(portal: &Portal) {
    let path = format!("/apisystem/portal/remove?portalName={}", portal.alias);
    let (status, answer) = portal.owner().delete(&path).await;
    assert_eq!(
        (status, &answer["removed"]),
        (200, &json!(true)),
        "{answer}"
    );
}

#[tokio::test]
async fn tokens_of_a_deleted_portal_are_nothing_anywhere() {
    for_each_database(async |kit| {
        let (gone, other) = (kit.portal().await, kit.portal().await);
        let user = gone.person(Role::Admin).await;
        let proofs = Proofs::of(&user).await;
        let id = gone.owner().ok("GET", "portal", None).await["tenantId"].clone();
        remove(&gone).await;
        // Its name may belong to nobody; then an installation of many portals shows the first that is left.
        let renamed = format!("{}_deleted{id}", gone.alias.to_lowercase());
        for place in [gone.stranger(), other.stranger(), kit.stranger().in_portal(&renamed)] {
            for status in proofs.tried(&place).await {
                assert!(status == 401 || status == 404, "{status}");
            }
        }
        assert_eq!(gone.owner().get("people/@self").await.0, 401);
        let login = json!({ "userName": user.email, "password": PASSWORD });
        assert_eq!(gone.stranger().post("authentication", login).await.0, 401);
        // Its name is free again, and the new one has nothing of the old.
        let order = json!({
            "portalName": gone.alias, "firstName": "New", "lastName": "Owner", "email": "new@example.com",
            "password": "another1234",
        });
        assert_eq!(kit.stranger().post("/apisystem/portal/register", order).await.0, 200);
        assert_eq!(proofs.tried(&gone.stranger()).await, [401; 4]);
        let owner = gone.stranger().sign_in("new@example.com", "another1234").await;
        assert_eq!(owner.get(&format!("people/{}", user.id)).await.0, 404);
    })
    .await;
}

#[tokio::test]
async fn a_token_of_another_portal_is_nobody() {
    for_each_database(async |kit| {
        let (here, there) = (kit.portal().await, kit.portal().await);
        // The owners of both have the same address.
        let proofs = Proofs::of(&here.owner()).await;
        let change = json!({ "userName": "owner@example.com", "password": PASSWORD });
        assert_eq!(there.stranger().post("authentication", change).await.0, 200);
        assert_eq!(proofs.tried(&here.stranger()).await, [200; 4]);
        let tried = proofs.tried(&there.stranger()).await;
        assert_eq!(tried, [401, 401, 401, 200], "the password is the same");
        // A token does not choose the portal: the host does.
        let me = there.stranger().with_token(here.owner().token().unwrap());
        assert_eq!(me.get("people").await.0, 401);
        assert_eq!(me.get("authentication").await.1["response"], false);
    })
    .await;
}

#[tokio::test]
async fn sessions_and_keys_end_when_their_time_is_over() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let body = json!({ "name": "k", "expiresInDays": 1 });
        let made = user.ok("POST", "keys", Some(body)).await;
        let key = portal.stranger().with_token(made["key"].as_str().unwrap());
        let life = json!({ "lifeTime": 1440, "enabled": true });
        portal
            .owner()
            .ok("PUT", "settings/cookiesettings", Some(life))
            .await;
        let user = portal.stranger().sign_in(&user.email, PASSWORD).await;
        assert_eq!(key.get("people/@self").await.0, 200);
        assert_eq!(user.get("people/@self").await.0, 200);
        // A day and a minute later.
        let access = kit.house().access();
        kit.house()
            .db()
            .write::<_, sql::Error>(|tx| {
                let day = sql::params![(24 * 3600 + 60) * 1_000_000_i64];
                tx.execute("UPDATE sessions SET expires = expires - $1", &day)?;
                tx.execute("UPDATE api_keys SET expires = expires - $1", &day)
            })
            .await
            .unwrap();
        access.forget();
        assert_eq!(user.get("people/@self").await.0, 401);
        assert_eq!(key.get("people/@self").await.0, 401);
    })
    .await;
}
