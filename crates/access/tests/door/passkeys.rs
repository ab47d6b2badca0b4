//! Passkeys, over HTTP.

use portal::Role;
use serde_json::{Value, json};
use testkit::Client;

use crate::device::Device;
use crate::kit::{Seen, actions, both, call, link_app, sign_in, switch_on};

const KEYS: &str = "authentication/passkeys";
const REGISTRATION: &str = "authentication/passkeys/registration";
const CHALLENGE: &str = "authentication/passkeys/challenge";
const LOGIN: &str = "authentication/passkeys/login";

/// Makes a passkey of a person on a new device.
async fn device_of(person: &Client, name: &str) -> (Device, Value) {
    let mut device = Device::default();
    let asked = person.ok("POST", REGISTRATION, None).await;
    let made = device.make(&asked["publicKey"]).await;
    let body = json!({ "challengeId": asked["challengeId"], "name": name, "credential": made });
    let added = person.ok("POST", KEYS, Some(body)).await;
    (device, added)
}

/// Asks for a passkey, with a step or without.
async fn ask(stranger: &Client, headers: &[(&str, &str)]) -> Seen {
    call(stranger, "POST", CHALLENGE, headers, Some(json!({}))).await
}

/// Shows a device's passkey; gives the body of the login.
async fn show(device: &mut Device, asked: &Seen) -> Value {
    let asked = asked.response();
    let shown = device.show(&asked["publicKey"]).await;
    json!({ "challengeId": asked["challengeId"], "credential": shown })
}

async fn enter(stranger: &Client, headers: &[(&str, &str)], body: &Value) -> Seen {
    call(stranger, "POST", LOGIN, headers, Some(body.clone())).await
}

/// Signs in with a device from the start.
async fn enter_with(stranger: &Client, device: &mut Device) -> Seen {
    let body = show(device, &ask(stranger, &[]).await).await;
    enter(stranger, &[], &body).await
}

#[tokio::test]
async fn people_look_after_their_own_passkeys() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (user, other) = (
            portal.person(Role::User).await,
            portal.person(Role::Guest).await,
        );
        assert_eq!(user.ok("GET", KEYS, None).await, json!([]));
        let asked = user.ok("POST", REGISTRATION, None).await;
        let options = &asked["publicKey"];
        assert_eq!(options["rp"]["id"], "localhost");
        assert_eq!(options["user"]["name"], user.email.as_str());
        assert_eq!(
            options["authenticatorSelection"]["residentKey"],
            "preferred"
        );
        assert_eq!(
            options["authenticatorSelection"]["userVerification"],
            "required"
        );
        assert_eq!(options["attestation"], "none");
        let made = Device::default().make(options).await;
        let add = |name: &str| {
            let id = asked["challengeId"].clone();
            json!({ "challengeId": id, "name": name, "credential": made })
        };
        // A question is for whom it was asked, and the first answer uses it up.
        for name in ["", "  ", &"x".repeat(101)] {
            assert_eq!(user.post(KEYS, add(name)).await.0, 400);
        }
        let (status, answer) = other.post(KEYS, add("Mine")).await;
        let bad = "The passkey could not be verified";
        assert_eq!((status, &answer["error"]["message"]), (400, &json!(bad)));
        assert_eq!(user.post(KEYS, add("Mine")).await.0, 400);

        let (_, added) = device_of(&user, "Laptop").await;
        let (_, second) = device_of(&user, " Phone ").await;
        assert_eq!(
            (&added["name"], &second["name"]),
            (&json!("Laptop"), &json!("Phone"))
        );
        assert_eq!(added["host"], "localhost");
        let list = user.ok("GET", KEYS, None).await;
        assert_eq!(list, json!([added, second]));
        assert_eq!(other.ok("GET", KEYS, None).await, json!([]));
        // A browser learns what it has already.
        let asked = user.ok("POST", REGISTRATION, None).await;
        let known = asked["publicKey"]["excludeCredentials"].as_array().unwrap();
        assert_eq!(known.len(), 2);

        let path = format!("{KEYS}/{}", added["id"].as_str().unwrap());
        assert_eq!(other.put(&path, json!({ "name": "Mine" })).await.0, 404);
        assert_eq!(other.delete(&path).await.0, 404);
        assert_eq!(user.put(&path, json!({ "name": "" })).await.0, 400);
        let renamed = user
            .ok("PUT", &path, Some(json!({ "name": "Old laptop" })))
            .await;
        assert_eq!(renamed["name"], "Old laptop");
        assert_eq!(user.delete(&path).await.0, 200);
        assert_eq!(user.delete(&path).await.0, 404);
        assert_eq!(user.ok("GET", KEYS, None).await, json!([second]));

        // Strangers and keys have no passkeys.
        let made = user.ok("POST", "keys", Some(json!({ "name": "k" }))).await;
        let key = portal.stranger().with_token(made["key"].as_str().unwrap());
        for (client, status) in [(&key, 403), (&portal.stranger(), 401)] {
            assert_eq!(client.get(KEYS).await.0, status);
            assert_eq!(client.post(REGISTRATION, json!({})).await.0, status);
            assert_eq!(client.delete(&path).await.0, status);
        }
    })
    .await;
}

#[tokio::test]
async fn a_passkey_signs_in_without_a_password() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let (mut device, added) = device_of(&user, "Laptop").await;
        let stranger = portal.stranger();
        for _ in 0..2 {
            let seen = enter_with(&stranger, &mut device).await;
            let token = seen.response();
            assert_eq!(token["tfa"], false);
            let session = stranger.with_token(token["token"].as_str().unwrap());
            let me = session.ok("GET", "people/@self", None).await;
            assert_eq!(me["id"], user.id.as_str());
            assert_eq!(
                seen.cookie("asc_auth_key").as_deref(),
                token["token"].as_str()
            );
        }
        let list = user.ok("GET", KEYS, None).await;
        assert!(list[0]["lastUsed"].is_string());

        // An answer fits one question, once, as it was given, in time, in its portal.
        let asked = ask(&stranger, &[]).await;
        assert!(
            asked.response()["publicKey"]["allowCredentials"]
                .as_array()
                .unwrap()
                .is_empty()
        );
        let body = show(&mut device, &asked).await;
        assert_eq!(enter(&stranger, &[], &body).await.status, 200);
        let refused = async |body: &Value| {
            let seen = enter(&stranger, &[], body).await;
            assert_eq!(
                (seen.status, seen.message()),
                (401, "User authentication failed")
            );
        };
        refused(&body).await;
        let mut other = body.clone();
        other["challengeId"] = ask(&stranger, &[]).await.response()["challengeId"].clone();
        refused(&other).await;
        for member in [
            "signature",
            "authenticatorData",
            "clientDataJSON",
            "userHandle",
        ] {
            let mut forged = show(&mut device, &ask(&stranger, &[]).await).await;
            let text = forged["credential"]["response"][member].as_str().unwrap();
            let first = if text.starts_with('A') { "B" } else { "A" };
            forged["credential"]["response"][member] = json!(format!("{first}{}", &text[1..]));
            refused(&forged).await;
        }
        let late = show(&mut device, &ask(&stranger, &[]).await).await;
        let age = |tx: &mut sql::Tx<'_>| {
            tx.execute(
                "UPDATE passkey_challenges SET expires = expires - 300000001",
                &[],
            )
        };
        kit.house().db().write(age).await.unwrap();
        refused(&late).await;
        refused(&json!({ "challengeId": user.id, "credential": {} })).await;
        let elsewhere = kit.portal().await.stranger();
        assert_eq!(enter_with(&elsewhere, &mut device).await.status, 401);

        // Disabled people and passkeys that are gone.
        let ids = json!({ "userIds": [user.id] });
        owner.ok("PUT", "people/status/2", Some(ids.clone())).await;
        assert_eq!(enter_with(&stranger, &mut device).await.status, 403);
        owner.ok("PUT", "people/status/1", Some(ids)).await;
        let seen = enter_with(&stranger, &mut device).await;
        let session = stranger.with_token(seen.response()["token"].as_str().unwrap());
        let path = format!("{KEYS}/{}", added["id"].as_str().unwrap());
        session.ok("DELETE", &path, None).await;
        assert_eq!(enter_with(&stranger, &mut device).await.status, 401);
        let bad = actions(&kit, "login.failed").await;
        assert_eq!(
            bad,
            [
                1005, 1005, 1005, 1005, 1005, 1005, 1005, 1005, 1005, 1004, 1005
            ]
        );
        let good = actions(&kit, "login.succeeded").await;
        // The one in between is the owner of the other portal.
        assert!(good.ends_with(&[1000, 1000, 1000, 1010, 1000]), "{good:?}");
    })
    .await;
}

#[tokio::test]
async fn a_cloned_device_is_noticed() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let (mut device, _) = device_of(&user, "Laptop").await;
        let stranger = portal.stranger();
        let early = show(&mut device, &ask(&stranger, &[]).await).await;
        assert_eq!(enter_with(&stranger, &mut device).await.status, 200);
        // The signature is good and its question is open, but its counter is behind.
        assert_eq!(enter(&stranger, &[], &early).await.status, 401);
    })
    .await;
}

#[tokio::test]
async fn a_passkey_is_a_second_factor() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (user, other) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        let (mut device, _) = device_of(&user, "Laptop").await;
        let (mut others, _) = device_of(&other, "Laptop").await;
        // Switching it on ends everybody's session, the owner's too.
        let (third, fourth) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        switch_on(&portal.owner()).await;
        let stranger = portal.stranger();
        // It is two factors by itself.
        let seen = enter_with(&stranger, &mut device).await;
        assert!(seen.response()["token"].is_string());

        // Behind the password: nobody links an app in the place of the passkey.
        let seen = sign_in(&stranger, &user.email).await;
        assert_eq!(seen.response()["tfa"], true);
        assert!(seen.response().get("tfaKey").is_none());
        let step = seen.step();
        assert!(step.starts_with("type=TfaAuth&"));
        let headers = [("confirm", &*step)];
        let factors = async |headers: &[(&str, &str)]| {
            let path = "authentication/passkeys/factors";
            call(&stranger, "GET", path, headers, None).await
        };
        let can = factors(&headers).await;
        assert_eq!(can.response(), &json!({ "app": false, "passkey": true }));
        assert_eq!(factors(&[]).await.status, 401);
        let body = both(&user.email, "000000");
        let code = call(&stranger, "POST", "authentication/1", &[], Some(body)).await;
        assert_eq!(code.status, 401);

        // Only a passkey of that person, and only on this step.
        let asked = ask(&stranger, &headers).await;
        let allowed = asked.response()["publicKey"]["allowCredentials"]
            .as_array()
            .unwrap();
        assert_eq!(allowed.len(), 1);
        let foreign = show(&mut others, &ask(&stranger, &[]).await).await;
        assert_eq!(enter(&stranger, &headers, &foreign).await.status, 401);
        let body = show(&mut device, &asked).await;
        assert_eq!(enter(&stranger, &[], &body).await.status, 401);
        let body = show(&mut device, &ask(&stranger, &headers).await).await;
        let seen = enter(&stranger, &headers, &body).await;
        assert!(seen.response()["token"].is_string());
        assert!(seen.cookie("asc_auth_key").is_some());
        assert_eq!(factors(&headers).await.status, 401);

        // Who has both chooses.
        let (_, session) = link_app(&stranger, &third.email).await;
        let (mut device, _) = device_of(&session, "Laptop").await;
        let step = sign_in(&stranger, &third.email).await.step();
        let headers = [("confirm", &*step)];
        let can = factors(&headers).await;
        assert_eq!(can.response(), &json!({ "app": true, "passkey": true }));
        let body = show(&mut device, &ask(&stranger, &headers).await).await;
        assert_eq!(enter(&stranger, &headers, &body).await.status, 200);
        // Who has none is told so.
        link_app(&stranger, &fourth.email).await;
        let step = sign_in(&stranger, &fourth.email).await.step();
        let asked = ask(&stranger, &[("confirm", &step)]).await;
        assert_eq!(
            (asked.status, asked.message()),
            (404, "The passkey could not be found")
        );
    })
    .await;
}

#[tokio::test]
async fn who_lost_his_device_begins_anew() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let (mut device, _) = device_of(&user, "Lost").await;
        switch_on(&owner).await;
        let stranger = portal.stranger();
        let (_, owner) = link_app(&stranger, &owner.email).await;
        let body = json!({ "id": user.id });
        owner.ok("PUT", "settings/tfaappnewapp", Some(body)).await;
        assert_eq!(enter_with(&stranger, &mut device).await.status, 401);
        let step = sign_in(&stranger, &user.email).await.step();
        assert!(step.starts_with("type=TfaActivation&"));

        // And of those who are gone nothing is left.
        let (_, user) = link_app(&stranger, &user.email).await;
        device_of(&user, "New").await;
        let me = user.ok("GET", "people/@self", None).await;
        user.ok("POST", REGISTRATION, None).await;
        let ids = json!({ "userIds": [me["id"]] });
        owner.ok("PUT", "people/status/2", Some(ids.clone())).await;
        owner.ok("PUT", "people/delete", Some(ids)).await;
        let id = me["id"].as_str().unwrap().to_owned();
        let left = move |tx: &mut sql::Tx<'_>| {
            let mut left = 0;
            for table in ["passkeys", "passkey_challenges", "factor_apps", "sessions"] {
                let text = format!("SELECT COUNT(*) FROM {table} WHERE user_id = $1");
                left += tx.query_one::<i64>(&text, &sql::params![id.as_str()])?;
            }
            Ok::<_, sql::Error>(left)
        };
        assert_eq!(kit.house().db().read(left).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn an_address_without_a_name_and_too_many_passkeys_are_refused() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        // Spelled like a host, but a number: browsers refuse it, so the question is not asked.
        let request = axum::http::Request::post("/api/2.0/authentication/passkeys/challenge")
            .header("host", "127.0.0.1:8130")
            .header("origin", format!("http://{}", portal.alias))
            .body(axum::body::Body::empty())
            .unwrap();
        let response = portal.stranger().send(request).await;
        assert_eq!(response.status(), 400);
        let text = String::from_utf8_lossy(response.body()).into_owned();
        assert!(text.contains("Passkeys need an address with a name"), "{text}");

        let id = user.id.clone();
        let fill = move |tx: &mut sql::Tx<'_>| {
            let portal: i64 = tx.query_one(
                "SELECT portal_id FROM people WHERE id = $1",
                &sql::params![id.as_str()],
            )?;
            for number in 0..20 {
                tx.execute(
                    "INSERT INTO passkeys (portal_id, id, user_id, name, host, credential, created) \
                     VALUES ($1, $2, $3, 'x', 'elsewhere.example', '{}', 0)",
                    &sql::params![portal, format!("key-{number}"), id.as_str()],
                )?;
            }
            Ok::<_, sql::Error>(())
        };
        kit.house().db().write(fill).await.unwrap();
        assert_eq!(user.post(REGISTRATION, json!({})).await.0, 400);
        // The password is not enough for them either, wherever their passkeys work.
        switch_on(&portal.owner()).await;
        let seen = sign_in(&portal.stranger(), &user.email).await;
        assert!(seen.step().starts_with("type=TfaAuth&"));
    })
    .await;
}
