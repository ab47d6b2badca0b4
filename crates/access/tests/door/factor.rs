//! Of whom the second factor is asked, and who switches it.

use portal::Role;
use serde_json::json;
use testkit::Kit;

use crate::kit::{PASSWORD, both, call, code, link_app, sign_in, switch_on, validate};

const TFA: &str = "settings/tfaapp";

#[tokio::test]
async fn administrators_switch_it_and_everybody_signs_in_again() {
    testkit::for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let list = owner.ok("GET", TFA, None).await;
        let plain = json!([
            { "id": "sms", "title": "By SMS", "enabled": false, "available": false,
              "trustedIps": [], "mandatoryUsers": [], "mandatoryGroups": [] },
            { "id": "app", "title": "By authenticator app", "enabled": false, "available": true,
              "trustedIps": [], "mandatoryUsers": [], "mandatoryGroups": [] },
        ]);
        assert_eq!(list, plain);
        assert_eq!(user.put(TFA, json!({ "type": 2 })).await.0, 403);
        assert_eq!(portal.stranger().get(TFA).await.0, 401);
        // What is not there is not promised.
        let (status, answer) = owner.put(TFA, json!({ "type": "Sms" })).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (405, &json!("SMS is not configured"))
        );
        let bad = json!({ "type": "App", "trustedIps": ["10.0.0.300"] });
        assert_eq!(owner.put(TFA, bad).await.0, 400);
        let off = json!({ "type": "None" });
        assert_eq!(owner.ok("PUT", TFA, Some(off)).await, false);
        assert_eq!(user.get("people/@self").await.0, 200);

        let order = json!({ "type": "App", "trustedIps": ["10.0.0.1-10.0.0.9"],
            "mandatoryUsers": [user.id] });
        assert_eq!(owner.ok("PUT", TFA, Some(order)).await, true);
        for caller in [&owner, &user] {
            assert_eq!(caller.get("people/@self").await.0, 401);
        }
        assert_eq!(other.owner().get("people/@self").await.0, 200);
        let (_, owner) = link_app(&portal.stranger(), &owner.email).await;
        let list = owner.ok("GET", TFA, None).await;
        assert_eq!(list[1]["enabled"], true);
        assert_eq!(list[1]["trustedIps"], json!(["10.0.0.1-10.0.0.9"]));
        assert_eq!(list[1]["mandatoryUsers"], json!([user.id]));
        // Others see what is on, not whom it is for.
        let (_, user) = link_app(&portal.stranger(), &user.email).await;
        let list = user.ok("GET", TFA, None).await;
        assert_eq!(list[1]["enabled"], true);
        assert!(list[1].get("trustedIps").is_none());
    })
    .await;
}

#[tokio::test]
async fn trusted_addresses_spare_all_but_the_mandatory() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let member = portal.person(Role::User).await;
        let body = json!({ "groupName": "Finance", "members": [member.id] });
        let group = owner.ok("POST", "group", Some(body)).await;
        let asked = async |email: &str| {
            let seen = sign_in(&portal.stranger(), email).await;
            seen.response()["tfa"] == true
        };
        let order = |trusted: &str, users: serde_json::Value| {
            json!({ "type": 2, "trustedIps": [trusted], "mandatoryUsers": users,
                "mandatoryGroups": [group["id"]] })
        };
        owner
            .ok("PUT", TFA, Some(order("127.0.0.0/8", json!([]))))
            .await;
        assert!(!asked(&user.email).await);
        assert!(asked(&member.email).await);
        let owner = portal.stranger().sign_in(&owner.email, PASSWORD).await;
        owner
            .ok("PUT", TFA, Some(order("127.0.0.1", json!([user.id]))))
            .await;
        assert!(asked(&user.email).await);
        assert!(!asked(&owner.email).await);
        let owner = portal.stranger().sign_in(&owner.email, PASSWORD).await;
        owner
            .ok("PUT", TFA, Some(order("10.0.0.1", json!([]))))
            .await;
        assert!(asked(&owner.email).await && asked(&user.email).await);
    })
    .await;
}

#[tokio::test]
async fn a_password_alone_opens_nothing_but_a_key_does() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let basic = [(
            "authorization",
            "Basic T3duZXJARXhhbXBsZS5jb206dGVzdDEyMzQ=",
        )];
        let whoami = async || {
            call(&portal.stranger(), "GET", "people/@self", &basic, None)
                .await
                .status
        };
        assert_eq!(whoami().await, 200);
        let made = owner.ok("POST", "keys", Some(json!({ "name": "k" }))).await;
        let key = portal.stranger().with_token(made["key"].as_str().unwrap());
        switch_on(&owner).await;
        // Remembered or not, Basic is refused now; the key is what programs have.
        assert_eq!(whoami().await, 401);
        assert_eq!(key.get("people/@self").await.0, 200);
        let (_, owner) = link_app(&portal.stranger(), &owner.email).await;
        // A key does not become a way to sign in.
        assert_eq!(owner.get("settings/tfaappcodes").await.0, 200);
        assert_eq!(key.get("settings/tfaappcodes").await.0, 403);
        assert_eq!(key.get("settings/tfaapp/confirm").await.0, 403);
        for path in ["settings/tfaappnewcodes", "settings/tfaappnewapp"] {
            assert_eq!(key.put(path, json!({})).await.0, 403, "{path}");
        }
        owner.ok("PUT", TFA, Some(json!({ "type": 0 }))).await;
        assert_eq!(whoami().await, 200);
    })
    .await;
}

#[tokio::test]
async fn an_administrator_goes_on_from_the_switch() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let header = format!("Bearer {}", owner.token().unwrap());
        let headers = [("authorization", &*header)];
        let path = "settings/tfaappwithlink";
        let off = call(&stranger, "PUT", path, &headers, Some(json!({ "type": 0 }))).await;
        assert_eq!(off.response(), "");
        let on = call(&stranger, "PUT", path, &headers, Some(json!({ "type": 2 }))).await;
        let step = on.step();
        assert!(step.starts_with("type=TfaActivation&"));
        let setup = call(
            &stranger,
            "GET",
            "settings/tfaapp/setup",
            &[("confirm", &step)],
            None,
        )
        .await;
        let secret = setup.response()["manualEntryKey"].as_str().unwrap();
        let seen = validate(&stranger, &step, &code(secret, 0)).await;
        let owner = stranger.with_token(&seen.cookie("asc_auth_key").unwrap());
        let next = owner.ok("GET", "settings/tfaapp/confirm", None).await;
        assert_eq!(next["cookieName"], "asc_confirm_key_TfaAuth");
        assert!(
            next["url"]
                .as_str()
                .unwrap()
                .ends_with(&format!("uid={}", portal.owner().id))
        );
    })
    .await;
}

#[tokio::test]
async fn an_app_is_forgotten_when_the_factor_was_off_for_long() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        switch_on(&owner).await;
        let (_, session) = link_app(&stranger, &owner.email).await;
        let off = json!({ "type": 0 });
        session.ok("PUT", TFA, Some(off.clone())).await;
        switch_on(&session).await;
        let step = async || sign_in(&stranger, &owner.email).await.step();
        assert!(step().await.starts_with("type=TfaAuth&"));
        let day = 24 * 3600 * 1_000_000_i64 + 1;
        let age = async || {
            let write = move |tx: &mut sql::Tx<'_>| {
                tx.execute(
                    "UPDATE factor_apps SET changed = changed - $1",
                    &sql::params![day],
                )
            };
            kit.house().db().write(write).await.unwrap();
        };
        // Switching it on while it is on forgets nobody, however long ago he linked his app.
        age().await;
        let codes = owner_codes(&kit).await;
        let body = both(&owner.email, &codes);
        let seen = call(&stranger, "POST", "authentication/1", &[], Some(body)).await;
        let session = stranger.with_token(seen.response()["token"].as_str().unwrap());
        age().await;
        switch_on(&session).await;
        assert!(step().await.starts_with("type=TfaAuth&"));
        let body = both(&owner.email, &owner_codes(&kit).await);
        let seen = call(&stranger, "POST", "authentication/1", &[], Some(body)).await;
        let session = stranger.with_token(seen.response()["token"].as_str().unwrap());
        session.ok("PUT", TFA, Some(off)).await;
        age().await;
        switch_on(&session).await;
        assert!(step().await.starts_with("type=TfaActivation&"));
    })
    .await;
}

/// An unused backup code of the only person who has an app.
async fn owner_codes(kit: &Kit) -> String {
    let read = |tx: &mut sql::Tx<'_>| {
        tx.query_one::<(i64, String, String)>(
            "SELECT portal_id, user_id, codes FROM factor_apps",
            &[],
        )
    };
    let (portal, user, sealed) = kit.house().db().read(read).await.unwrap();
    let here = kit.house().portals().installation();
    let text = here
        .decrypt(&format!("authenticator app {portal} {user}"), &sealed)
        .unwrap();
    let codes: Vec<access::BackupCode> = serde_json::from_str(&text).unwrap();
    codes.into_iter().find(|code| !code.used).unwrap().code
}

#[tokio::test]
async fn administrators_see_who_has_an_app_while_the_factor_is_on() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::RoomAdmin).await);
        let shown = async |client: &testkit::Client, id: &str| {
            let person = client.ok("GET", &format!("people/{id}"), None).await;
            person.get("tfaAppEnabled").cloned()
        };
        assert_eq!(shown(&owner, &user.id).await, None);
        switch_on(&owner).await;
        let stranger = portal.stranger();
        let (_, session) = link_app(&stranger, &owner.email).await;
        assert_eq!(shown(&session, &user.id).await, Some(json!(false)));
        assert_eq!(shown(&session, &owner.id).await, Some(json!(true)));
        let (_, other) = link_app(&stranger, &user.email).await;
        assert_eq!(shown(&other, &owner.id).await, None);
        assert_eq!(shown(&session, &user.id).await, Some(json!(true)));
    })
    .await;
}
