//! The door from outside: headers, cookies, sessions, keys, links and the first setup.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use axum::body::Body;
use http::header;
use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit, Sink};

const PASSWORD: &str = "test1234";

/// The status of `GET people/@self` with headers made by hand, and whose it was.
async fn whoami(stranger: &Client, headers: &[(header::HeaderName, &str)]) -> (u16, String) {
    let mut request = stranger.request("GET", "people/@self");
    for (name, value) in headers {
        request = request.header(name, *value);
    }
    let response = stranger.send(request.body(Body::empty()).unwrap()).await;
    let body: Value = serde_json::from_slice(response.body()).unwrap_or_default();
    let id = body["response"]["id"]
        .as_str()
        .unwrap_or_default()
        .to_owned();
    (response.status().as_u16(), id)
}

/// What goes into the confirm header, from the next letter to an address whose link is of a type.
async fn mailed(sink: &mut Sink, client: &Client, to: &str, kind: &str) -> String {
    loop {
        let letter = sink.to(to).await;
        for link in testkit::links(&letter)
            .iter()
            .filter(|link| link.contains("/s/"))
        {
            let path = client.follow(link).await;
            if let Some(header) = path.strip_prefix(&format!("/confirm/{kind}?")) {
                return header.to_owned();
            }
        }
    }
}

/// A call with a confirm header.
async fn confirmed(
    client: &Client,
    link: &str,
    method: &str,
    path: &str,
    body: Option<Value>,
) -> (u16, Value) {
    let mut request = client.request(method, path).header("confirm", link);
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    let body = body.map(|body| body.to_string()).unwrap_or_default();
    let response = client.send(request.body(Body::from(body)).unwrap()).await;
    let json = serde_json::from_slice(response.body()).unwrap_or_default();
    (response.status().as_u16(), json)
}

#[tokio::test]
async fn every_form_of_credentials_is_accepted() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let stranger = portal.stranger();
        let (token, other) = (owner.token().unwrap(), user.token().unwrap());
        let bearer = format!("Bearer {token}");
        let cookie = format!("asc_auth_key={token}");
        let other_cookie = format!("asc_auth_key={other}");
        let mine = (200, owner.id.clone());
        assert_eq!(
            whoami(&stranger, &[(header::AUTHORIZATION, &bearer)]).await,
            mine
        );
        assert_eq!(
            whoami(&stranger, &[(header::AUTHORIZATION, token)]).await,
            mine
        );
        assert_eq!(whoami(&stranger, &[(header::COOKIE, &cookie)]).await, mine);
        // A valid header beats the cookie, an empty cookie header is none.
        let both = [
            (header::AUTHORIZATION, &*bearer),
            (header::COOKIE, &other_cookie),
        ];
        assert_eq!(whoami(&stranger, &both).await, mine);
        let empty = [(header::AUTHORIZATION, &*bearer), (header::COOKIE, "")];
        assert_eq!(whoami(&stranger, &empty).await, mine);
        // A header that proves nothing leaves the cookie its say.
        let bad = [
            (header::AUTHORIZATION, "Bearer nonsense"),
            (header::COOKIE, &*cookie),
        ];
        assert_eq!(whoami(&stranger, &bad).await, mine);
        let basic = "Basic T3duZXJARXhhbXBsZS5jb206dGVzdDEyMzQ=";
        assert_eq!(
            whoami(&stranger, &[(header::AUTHORIZATION, basic)]).await,
            mine
        );
        assert_eq!(
            whoami(&stranger, &[(header::AUTHORIZATION, basic)]).await,
            mine
        );
        for wrong in ["Basic T3duZXI6eA==", "Bearer a.b.c", "Bearer sk-1", "x"] {
            assert_eq!(
                whoami(&stranger, &[(header::AUTHORIZATION, wrong)]).await.0,
                401,
                "{wrong}"
            );
        }
        assert_eq!(whoami(&stranger, &[]).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn sessions_live_together_and_end_apart() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let one = portal.owner();
        let two = portal
            .stranger()
            .sign_in("owner@EXAMPLE.com", PASSWORD)
            .await;
        let three = portal
            .stranger()
            .sign_in("owner@example.com", PASSWORD)
            .await;
        // A browser's own session comes first; a program that sends a token has none.
        let cookie = format!("asc_auth_key={}", one.token().unwrap());
        let request = portal
            .stranger()
            .request("GET", "security/activeconnections");
        let request = request.header(header::COOKIE, cookie);
        let answer = one.send(request.body(Body::empty()).unwrap()).await;
        let answer: Value = serde_json::from_slice(answer.body()).unwrap();
        let list = &answer["response"];
        assert_eq!(list["items"].as_array().unwrap().len(), 3);
        assert_eq!(list["items"][0]["id"], list["loginEvent"]);
        let list = two.ok("GET", "security/activeconnections", None).await;
        assert_eq!(list["loginEvent"], 0);
        let ids: Vec<i64> = (0..3)
            .map(|n| list["items"][n]["id"].as_i64().unwrap())
            .collect();
        assert!(ids.is_sorted_by(|a, b| a > b), "the newest first: {ids:?}");
        assert_eq!(two.post("authentication/logout", json!({})).await.0, 200);
        assert_eq!(two.get("people/@self").await.0, 401);
        assert_eq!(one.get("people/@self").await.0, 200);
        one.ok(
            "PUT",
            "security/activeconnections/logoutallexceptthis",
            None,
        )
        .await;
        assert_eq!(three.get("people/@self").await.0, 401);
        assert_eq!(one.get("people/@self").await.0, 200);
        let answer = portal.stranger().get("authentication").await;
        assert_eq!(answer.1["response"], false);
        assert_eq!(one.get("authentication").await.1["response"], true);
    })
    .await;
}

#[tokio::test]
async fn a_known_caller_costs_no_statement() {
    let kit = Kit::sqlite().await;
    let owner = kit.portal().await.owner();
    owner.get("authentication").await;
    // Work in the background adds to the count at times, and never takes away.
    testkit::eventually(async || {
        let before = kit.house().db().statements();
        for _ in 0..10 {
            assert_eq!(owner.get("authentication").await.1["response"], true);
        }
        (kit.house().db().statements() == before).then_some(())
    })
    .await;
}

#[tokio::test]
async fn a_wrong_password_looks_like_an_unknown_user() {
    let kit = Kit::sqlite().await;
    let stranger = kit.portal().await.stranger();
    for (name, password) in [
        ("owner@example.com", "wrong"),
        ("nobody@example.com", PASSWORD),
    ] {
        let body = json!({ "userName": name, "password": password });
        let (status, answer) = stranger.post("authentication", body).await;
        assert_eq!(status, 401);
        assert_eq!(answer["error"]["message"], "User authentication failed");
    }
    let (status, _) = stranger.post("authentication", json!({})).await;
    assert_eq!(status, 401);
}

#[tokio::test]
async fn a_mailed_link_changes_a_password_once() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        sink.to(&user.email).await; // asks for activation
        let stranger = portal.stranger();
        let asked = stranger
            .post("people/password", json!({ "email": user.email }))
            .await;
        assert_eq!(asked.0, 200);
        let unknown = stranger
            .post("people/password", json!({ "email": "x@example.com" }))
            .await;
        assert_eq!(unknown.0, 200);
        let letter = sink.to(&user.email).await;
        assert_eq!(letter["subject"], "A new password for Atrium");
        let link = stranger.follow(&testkit::links(&letter)[0]).await;
        assert!(link.starts_with("/confirm/PasswordChange?"));
        let link = link.split_once('?').unwrap().1.to_owned();
        let path = format!("people/{}/password", user.id);
        let put = async |password: &str| {
            confirmed(
                &stranger,
                &link,
                "PUT",
                &path,
                Some(json!({ "password": password })),
            )
            .await
        };
        let (status, answer) = put(PASSWORD).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("A new password must be used"))
        );
        assert_eq!(put("short").await.0, 400);
        let checked = link_body(&link);
        let answer = stranger
            .ok("POST", "authentication/confirm", Some(checked.clone()))
            .await;
        assert_eq!(answer["result"], 0);
        assert_eq!(put("another1234").await.0, 200);
        assert_eq!(user.get("people/@self").await.0, 401);
        assert_ne!(put("third12345").await.0, 200);
        let answer = stranger
            .ok("POST", "authentication/confirm", Some(checked))
            .await;
        assert_eq!(answer["result"], 1);
        stranger.sign_in(&user.email, "another1234").await;
        // A session alone does not change a password.
        let owner = portal.owner();
        let path = format!("people/{}/password", owner.id);
        assert_eq!(
            owner
                .put(&path, json!({ "password": "another1234" }))
                .await
                .0,
            403
        );
    })
    .await;
}

/// A link as the body of `POST authentication/confirm`.
fn link_body(link: &str) -> Value {
    let mut body = json!({});
    for (name, value) in link.split('&').filter_map(|pair| pair.split_once('=')) {
        let name = match name {
            "encemail" => "encEmail",
            "uid" => "uiD",
            other => other,
        };
        body[name] = json!(value);
    }
    body
}

#[tokio::test]
async fn keys_open_what_their_scopes_say() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let make = async |client: &Client, scopes: Value| {
            client
                .post("keys", json!({ "name": "k", "permissions": scopes }))
                .await
        };
        let (_, made) = make(&user, json!(["accounts.self:read"])).await;
        let made = &made["response"];
        let secret = made["key"].as_str().unwrap();
        let key = portal.stranger().with_token(secret);
        assert_eq!(
            key.ok("GET", "people/@self", None).await["id"],
            user.id.as_str()
        );
        assert_eq!(key.get("people").await.0, 403);
        let own = key.ok("GET", "keys/@self", None).await;
        assert_eq!(own["key"], format!("sk-***{}", &secret[secret.len() - 4..]));
        assert!(own["lastUsed"].is_string());
        assert_eq!(
            owner
                .ok("GET", "keys", None)
                .await
                .as_array()
                .unwrap()
                .len(),
            1
        );
        // Switched off and deleted keys open nothing, at once.
        let path = format!("keys/{}", made["id"].as_str().unwrap());
        assert_eq!(
            owner
                .ok("PUT", &path, Some(json!({ "isActive": false })))
                .await,
            true
        );
        assert_eq!(key.get("people/@self").await.0, 401);
        assert_eq!(
            owner
                .ok("PUT", &path, Some(json!({ "isActive": true })))
                .await,
            true
        );
        assert_eq!(key.get("people/@self").await.0, 200);
        let other = portal.person(Role::RoomAdmin).await;
        assert_eq!(other.ok("DELETE", &path, None).await, false);
        assert_eq!(user.ok("DELETE", &path, None).await, true);
        assert_eq!(key.get("people/@self").await.0, 401);
        assert_eq!(make(&user, json!(["nonsense"])).await.0, 400);
        assert_eq!(
            make(&portal.person(Role::Guest).await, json!([])).await.0,
            403
        );
        // Everything is the empty list.
        assert_eq!(
            make(&owner, json!(["*"])).await.1["response"]["permissions"],
            json!([])
        );
        // A disabled person's key is no key.
        let (_, made) = make(&user, json!([])).await;
        let key = portal
            .stranger()
            .with_token(made["response"]["key"].as_str().unwrap());
        assert_eq!(key.get("people/@self").await.0, 200);
        let body = json!({ "userIds": [user.id] });
        assert_eq!(owner.put("people/status/2", body).await.0, 200);
        assert_eq!(key.get("people/@self").await.0, 401);
        let login = json!({ "userName": user.email, "password": PASSWORD });
        assert_eq!(portal.stranger().post("authentication", login).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn a_fresh_installation_is_set_up_once_and_then_guarded() {
    for database in sql::testing::TestDatabase::all().await {
        let kit = Kit::start(database, |config| config.dev = false).await;
        kit.house().ensure_first_portal().await.unwrap();
        let stranger = kit.stranger();
        let settings = stranger.ok("GET", "settings", None).await;
        let link = settings["wizardToken"].as_str().unwrap().to_owned();
        assert_eq!(settings["passwordHash"]["iterations"], 100_000);
        let setup = json!({ "email": "me@example.com", "passwordHash": "0".repeat(64), "lng": "de",
            "timeZone": "Europe/Berlin" });
        let path = "settings/wizard/complete";
        assert_eq!(stranger.put(path, setup.clone()).await.0, 401);
        let (status, answer) = confirmed(&stranger, &link, "PUT", path, Some(setup.clone())).await;
        assert_eq!(
            (status, &answer["response"]["completed"]),
            (200, &json!(true))
        );
        let (status, answer) = confirmed(&stranger, &link, "PUT", path, Some(setup)).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (500, &json!("Wizard passed."))
        );
        let settings = stranger.ok("GET", "settings", None).await;
        assert!(settings["wizardToken"].is_null());
        assert_eq!(settings["culture"], "de");
        // Five wrong passwords lock the address out, even with the right one.
        let login = async |hash: &str| {
            let body = json!({ "userName": "me@example.com", "passwordHash": hash });
            stranger.post("authentication", body).await.0
        };
        assert_eq!(login(&"0".repeat(64)).await, 200);
        for _ in 0..5 {
            assert_eq!(login("wrong").await, 401);
        }
        assert_eq!(login(&"0".repeat(64)).await, 403);
        // Registration needs a signature or an administrator.
        let order = json!({ "portalName": "another", "firstName": "A", "email": "a@example.com" });
        assert_eq!(
            stranger.post("/apisystem/portal/register", order).await.0,
            401
        );
        kit.house().close().await;
    }
}

#[tokio::test]
async fn names_of_portals_are_checked() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let stranger = kit.stranger();
    let order = |name: &str, email: &str| json!({ "portalName": name, "firstName": "A", "lastName": "B", "email": email, "password": PASSWORD });
    let register = async |body: Value| stranger.post("/apisystem/portal/register", body).await;
    for (body, code) in [
        (order(&portal.alias, "a@example.com"), "portalNameExist"),
        (order("a", "a@example.com"), "tooShortError"),
        (order("a b c d", "a@example.com"), "portalNameIncorrect"),
        (
            json!({ "portalName": "good-name", "email": "a@b.c" }),
            "error",
        ),
        (
            json!({ "portalName": "good-name", "firstName": "A", "email": "a@b.c", "password": "short" }),
            "passPolicyError",
        ),
    ] {
        let (status, answer) = register(body).await;
        assert_eq!((status, &answer["error"]), (400, &json!(code)));
    }
    let (status, answer) = register(order("good-name", "a@example.com")).await;
    assert_eq!(
        (status, &answer["tenant"]["portalName"]),
        (200, &json!("good-name"))
    );
    let free = json!({ "portalName": "good-name" });
    assert_eq!(
        stranger
            .post("/apisystem/portal/validateportalname", free)
            .await
            .0,
        400
    );
    // The link of the answer signs in once.
    let link = answer["reference"]
        .as_str()
        .unwrap()
        .split_once('?')
        .unwrap()
        .1;
    let body = link_body(link);
    let there = stranger.in_portal("good-name");
    let data = json!({ "confirmData": { "email": "a@example.com", "key": body["key"] } });
    assert_eq!(there.post("authentication", data.clone()).await.0, 200);
    assert_eq!(there.post("authentication", data).await.0, 404);
}

#[tokio::test]
async fn the_owner_suspends_and_continues_by_mail() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        sink.to(&owner.email).await; // asks for confirmation
        let admin = portal.person(Role::Admin).await;
        assert_eq!(admin.post("portal/suspend", json!({})).await.0, 403);
        assert_eq!(owner.post("portal/suspend", json!({})).await.0, 200);
        let letter = sink.to(&owner.email).await;
        assert_eq!(letter["subject"], "Suspend Atrium?");
        let links = testkit::links(&letter);
        let (suspend, resume) = (
            stranger.follow(&links[0]).await,
            stranger.follow(&links[1]).await,
        );
        let (suspend, resume) = (
            suspend.split_once('?').unwrap().1,
            resume.split_once('?').unwrap().1,
        );
        assert_eq!(
            confirmed(&stranger, resume, "PUT", "portal/suspend", None)
                .await
                .0,
            403
        );
        assert_eq!(
            confirmed(&stranger, suspend, "PUT", "portal/suspend", None)
                .await
                .0,
            200
        );
        assert_eq!(owner.get("people/@self").await.0, 404);
        let result = async |body: Value| {
            let path = "authentication/confirm";
            stranger.ok("POST", path, Some(body)).await["result"].clone()
        };
        assert_eq!(result(link_body(resume)).await, 0);
        let mut other = link_body(resume);
        other["type"] = "PortalRemove".into();
        assert_eq!(result(other).await, 1);
        assert_eq!(result(link_body(suspend)).await, 1, "it is closed already");
        // The letter's link still leads on, though nothing else does.
        assert!(
            stranger
                .follow(&links[1])
                .await
                .starts_with("/confirm/PortalContinue?")
        );
        assert_eq!(
            confirmed(&stranger, resume, "PUT", "portal/continue", None)
                .await
                .0,
            200
        );
        assert_eq!(owner.get("people/@self").await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn an_invitation_link_lets_people_in_until_it_is_used_up() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let body = json!({ "employeeType": "User", "maxUseCount": 1 });
        owner
            .ok("POST", "portal/users/invitationlink", Some(body))
            .await;
        let link = kit
            .house()
            .db()
            .read(move |tx| {
                let id = tx.query_one("SELECT MAX(portal_id) FROM invitation_links", &[])?;
                people::store::links::by_role(tx, portal::PortalId(id), Role::User)
            })
            .await
            .unwrap()
            .unwrap();
        let here = kit.house().portals().installation().clone();
        let path = people::confirm::Paths::new(here).common_invitation(&link);
        let header = path.split_once('?').unwrap().1.to_owned();
        let join = async |email: &str| {
            let body = json!({ "email": email, "firstName": "New", "lastName": "One",
                "password": PASSWORD, "type": "DocSpaceAdmin" });
            confirmed(&stranger, &header, "POST", "people", Some(body)).await
        };
        let (status, answer) = join("new@example.com").await;
        // The type is the invitation's, whatever the request says.
        assert_eq!(
            (status, &answer["response"]["isCollaborator"]),
            (200, &json!(true))
        );
        stranger.sign_in("new@example.com", PASSWORD).await;
        assert_eq!(join("late@example.com").await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn a_session_tells_where_and_with_what_it_began() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let login = json!({ "userName": "owner@example.com", "password": PASSWORD });
        let request = portal.stranger().request("POST", "authentication");
        let request = request
            .header(header::CONTENT_TYPE, "application/json")
            .header(header::REFERER, "https://office.example/login?key=secret")
            .header("x-forwarded-for", "203.0.113.9")
            .header(
                header::USER_AGENT,
                "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) \
                 Chrome/120.0.0.0 Mobile Safari/537.36",
            );
        let request = request.body(Body::from(login.to_string())).unwrap();
        assert_eq!(portal.stranger().send(request).await.status(), 200);
        let owner = portal.owner();
        let list = owner.ok("GET", "security/activeconnections", None).await;
        let item = &list["items"][0];
        assert_eq!(item["userId"], owner.id.as_str());
        assert_eq!(
            (&item["browser"], &item["platform"]),
            (&json!("Chrome 120"), &json!("Android 14"))
        );
        assert_eq!(
            (&item["mobile"], &item["ip"]),
            (&json!(true), &json!("203.0.113.9"))
        );
        assert_eq!(item["page"], "https://office.example/login");
        // Unknown and ended sessions are none.
        let path = format!("security/activeconnections/logout/{}", item["id"]);
        assert_eq!(owner.ok("PUT", &path, None).await, true);
        assert_eq!(owner.ok("PUT", &path, None).await, false);
        let path = "security/activeconnections/logout/999999";
        assert_eq!(owner.ok("PUT", path, None).await, false);
    })
    .await;
}

#[tokio::test]
async fn the_welcome_of_a_portal_can_be_left_to_somebody_else() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let stranger = kit.stranger();
        let order = json!({ "portalName": "quiet-place", "firstName": "A", "lastName": "B",
            "email": "quiet@example.com", "password": PASSWORD, "skipWelcome": true });
        let (status, answer) = stranger.post("/apisystem/portal/register", order).await;
        assert_eq!(status, 200, "{answer}");
        let first = answer["reference"].as_str().unwrap();
        assert!(first.ends_with("&first=true"), "{first}");
        let link = answer["referenceWelcome"].as_str().unwrap();
        let path = link.split_once("localhost").unwrap().1;
        let there = stranger.in_portal("quiet-place");
        let (start, last) = path.split_at(path.len() - 1);
        let forged = format!("{start}{}", if last == "0" { "1" } else { "0" });
        assert_eq!(there.post(&forged, Value::Null).await.0, 403);
        assert_eq!(there.post(path, Value::Null).await.0, 200);
        let letter = sink.next().await;
        assert_eq!(letter["to"][0], "quiet@example.com");
        assert_eq!(letter["subject"], "Your space Atrium is ready");
        // The key is of one portal.
        let other = kit.portal().await.stranger();
        assert_eq!(other.post(path, Value::Null).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn strangers_write_to_the_administrators_when_they_may() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let admin = portal.person(Role::Admin).await;
        let body = json!({ "email": "me@example.com", "message": "May I come in?" });
        let (status, answer) = stranger.post("settings/sendadmmail", body.clone()).await;
        let text = &answer["error"]["message"];
        assert_eq!((status, text), (403, &json!("Method not available")));
        let on = json!({ "turnOn": true });
        owner.ok("POST", "settings/messagesettings", Some(on)).await;
        stranger
            .ok("POST", "settings/sendadmmail", Some(body))
            .await;
        let mut reached = Vec::new();
        while reached.len() < 2 {
            let letter = sink.next().await;
            if letter["text"].as_str().unwrap().contains("May I come in?") {
                reached.push(letter["to"][0].as_str().unwrap().to_owned());
            }
        }
        assert!(reached.contains(&owner.email) && reached.contains(&admin.email));
    })
    .await;
}

#[tokio::test]
async fn mailed_links_work_without_a_session_and_for_their_person_alone() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (stranger, user) = (portal.stranger(), portal.person(Role::User).await);
        let other = portal.person(Role::User).await;
        let body = json!({ "userId": user.id, "email": "moved@example.com" });
        user.ok("POST", "people/email", Some(body)).await;
        let link = mailed(sink, &stranger, "moved@example.com", "EmailChange").await;
        let path = |id: &str| format!("people/{id}/email");
        let body = Some(json!({ "email": "moved@example.com" }));
        let change = async |client: &Client, id: &str| {
            confirmed(client, &link, "PUT", &path(id), body.clone())
                .await
                .0
        };
        assert_eq!(change(&stranger, &other.id).await, 403);
        assert_eq!(change(&stranger, &user.id).await, 200);
        // The new address ends the sessions of the old one.
        let user = stranger.sign_in("moved@example.com", PASSWORD).await;

        user.ok("PUT", "people/self/delete", None).await;
        let link = mailed(sink, &stranger, "moved@example.com", "ProfileRemove").await;
        // Whoever is signed in where the link is opened: it is about the person it was mailed to.
        let (status, answer) = confirmed(&other, &link, "DELETE", "people/@self", None).await;
        assert_eq!((status, &answer["response"]["id"]), (200, &json!(user.id)));
        assert_eq!(other.get("people/@self").await.0, 200);
        assert_eq!(user.get("people/@self").await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn a_portal_is_given_away_by_an_owner_with_a_confirmed_address() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        let offer = json!({ "ownerId": admin.id });
        assert_eq!(owner.post("settings/owner", offer.clone()).await.0, 400);
        let asked = admin
            .ok("POST", "settings/owner", Some(offer.clone()))
            .await;
        assert_eq!(asked["status"], 0);
        let (id, email) = (owner.id.parse().unwrap(), owner.email.clone());
        let found = kit.house().portals().by_id(portal_of(&owner).await).await;
        let here = found.unwrap().unwrap();
        let paths = people::confirm::Paths::new(kit.house().portals().installation().clone());
        let read = move |tx: &mut sql::Tx<'_>| people::store::by_id(tx, here.id, id);
        let person = kit.house().db().read(read).await.unwrap().unwrap();
        let path = paths.personal("EmailActivation", &person, &email, sql::now());
        let link = path.split_once('?').unwrap().1;
        let body = Some(json!({ "userIds": [owner.id] }));
        let activate = "people/activationstatus/1";
        let (status, answer) = confirmed(&owner, link, "PUT", activate, body).await;
        assert_eq!(status, 200, "{answer}");
        let asked = owner
            .ok("POST", "settings/owner", Some(offer.clone()))
            .await;
        assert_eq!(asked["status"], 1);
        let link = mailed(sink, &owner, &owner.email, "PortalOwnerChange").await;
        let (status, answer) = confirmed(&owner, &link, "PUT", "settings/owner", Some(offer)).await;
        assert_eq!(status, 200, "{answer}");
        let me = admin.ok("GET", "people/@self", None).await;
        assert_eq!(me["isOwner"], true);
    })
    .await;
}

/// The portal somebody is in.
async fn portal_of(client: &Client) -> portal::PortalId {
    let here = client.ok("GET", "portal", None).await;
    portal::PortalId(here["tenantId"].as_i64().unwrap())
}
