//! The second factor by app.

use portal::Role;
use serde_json::json;
use testkit::Kit;

use crate::kit::{actions, both, call, code, link_app, login, sign_in, switch_on, validate};

#[tokio::test]
async fn a_browser_links_an_app_once_and_shows_codes_from_then_on() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        switch_on(&portal.owner()).await;
        let stranger = portal.stranger();
        let seen = sign_in(&stranger, &user.email).await;
        let token = seen.response();
        assert_eq!(token["tfa"], true);
        assert_eq!(token["sms"], false);
        assert!(token.get("token").is_none());
        assert_eq!(token["expires"], "0001-01-01T00:00:00");
        let url = format!(
            "http://localhost/confirm/TfaActivation?type=TfaActivation&uid={}",
            user.id
        );
        assert_eq!(token["confirmUrl"], url);
        assert!(seen.cookie("asc_auth_key").is_none());

        // The page sends the key as a cookie, the rest as a header.
        let key = seen.cookie("asc_confirm_key_TfaActivation").unwrap();
        let header = format!("type=TfaActivation&uid={}", user.id);
        let cookie = format!("asc_confirm_key_TfaActivation={key}");
        let headers = [("confirm", &*header), ("cookie", &*cookie)];
        let setup = call(&stranger, "GET", "settings/tfaapp/setup", &headers, None).await;
        let setup = setup.response();
        assert_eq!(setup["account"], user.email.as_str());
        assert_eq!(setup["manualEntryKey"], token["tfaKey"]);
        let picture = setup["qrCodeSetupImageUrl"].as_str().unwrap();
        assert!(picture.starts_with("data:image/png;base64,"));
        let secret = setup["manualEntryKey"].as_str().unwrap();

        let step = seen.step();
        let wrong = validate(&stranger, &step, "000000").await;
        assert_eq!(
            (wrong.status, wrong.message()),
            (400, "The code is incorrect")
        );
        assert_eq!(validate(&stranger, &step, "").await.status, 400);
        let right = validate(&stranger, &step, &code(secret, 0)).await;
        assert_eq!(right.response(), true);
        let session = right.cookie("asc_auth_key").unwrap();
        let session = stranger.with_token(&session);
        assert_eq!(
            session.ok("GET", "people/@self", None).await["id"],
            user.id.as_str()
        );
        // The link is used up.
        assert_eq!(
            validate(&stranger, &step, &code(secret, 1)).await.status,
            401
        );
        let headers = [("confirm", &*step)];
        let setup = call(&stranger, "GET", "settings/tfaapp/setup", &headers, None).await;
        assert_eq!(setup.status, 401);

        let seen = sign_in(&stranger, &user.email).await;
        assert_eq!(seen.response()["tfa"], true);
        assert!(seen.response().get("tfaKey").is_none());
        let step = seen.step();
        assert!(step.starts_with("type=TfaAuth&"));
        let body = json!({ "type": "TfaAuth", "uiD": user.id, "key": step.split("key=").nth(1) });
        let check = async || {
            stranger
                .ok("POST", "authentication/confirm", Some(body.clone()))
                .await
        };
        assert_eq!(check().await["result"], 0);
        // A code works once, and so does a link.
        assert_eq!(
            validate(&stranger, &step, &code(secret, 0)).await.status,
            400
        );
        let later = validate(&stranger, &step, &code(secret, 1)).await;
        assert_eq!(later.response(), false);
        assert!(later.cookie("asc_auth_key").is_some());
        assert_eq!(check().await["result"], 1);
        assert_eq!(
            validate(&stranger, &step, &code(secret, 2)).await.status,
            401
        );
        assert_eq!(actions(&kit, "login.failed").await, [1022, 1022, 1022]);
        let good = actions(&kit, "login.succeeded").await;
        assert!(good.ends_with(&[1021, 1021]), "{good:?}");
    })
    .await;
}

#[tokio::test]
async fn a_program_sends_both_factors_at_once() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let (stranger, email) = (portal.stranger(), user.email.as_str());
        let send = async |body| call(&stranger, "POST", "authentication/1", &[], Some(body)).await;
        // While no factor is on, the code does not matter.
        assert!(send(both(email, "")).await.response()["token"].is_string());
        switch_on(&portal.owner()).await;
        let (secret, user) = link_app(&stranger, email).await;
        for wrong in [
            "",
            "000000",
            "nonsense",
            &code(&secret, 0),
            &code(&secret, 30),
        ] {
            let seen = send(both(email, wrong)).await;
            assert_eq!(
                (seen.status, seen.message()),
                (401, "User authentication failed"),
                "{wrong}"
            );
        }
        // The code of the path is none.
        let path = format!("authentication/{}", code(&secret, 1));
        assert_eq!(
            call(&stranger, "POST", &path, &[], Some(login(email)))
                .await
                .status,
            401
        );
        let wrong = json!({ "userName": email, "password": "wrong", "code": code(&secret, 1) });
        assert_eq!(send(wrong).await.status, 401);
        let seen = send(both(email, &code(&secret, 1))).await;
        assert!(seen.response()["token"].is_string());
        assert_eq!(seen.response()["tfa"], false);

        // A backup code works once, in the place of the app's.
        let codes = user.ok("GET", "settings/tfaappcodes", None).await;
        let codes = codes.as_array().unwrap();
        assert_eq!(codes.len(), 5);
        assert!(codes.iter().all(|code| code["isUsed"] == false));
        let spare = codes[2]["code"].as_str().unwrap();
        assert!(send(both(email, spare)).await.response()["token"].is_string());
        assert_eq!(send(both(email, spare)).await.status, 401);
        let codes = user.ok("GET", "settings/tfaappcodes", None).await;
        assert_eq!(codes[2]["isUsed"], true);
        let fresh = user.ok("PUT", "settings/tfaappnewcodes", None).await;
        assert_eq!(fresh.as_array().unwrap().len(), 5);
        assert!(
            fresh
                .as_array()
                .unwrap()
                .iter()
                .all(|code| code["isUsed"] == false)
        );
        assert_eq!(
            send(both(email, codes[0]["code"].as_str().unwrap()))
                .await
                .status,
            401
        );
        let first = fresh[0]["code"].as_str().unwrap();
        assert!(send(both(email, first)).await.response()["token"].is_string());
        // Words in the place of the code lead elsewhere.
        assert_eq!(user.post("authentication/logout", json!({})).await.0, 200);
        let good = actions(&kit, "login.succeeded").await;
        assert!(good.ends_with(&[1010, 1024, 1024, 1024, 1024]), "{good:?}");
        let bad = actions(&kit, "login.failed").await;
        assert_eq!(bad, [1025, 1025, 1025, 1025, 1025, 1025, 1013, 1025, 1025]);
    })
    .await;
}

#[tokio::test]
async fn an_app_is_unlinked_by_its_person_and_by_those_who_rule_over_him() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let (admin, user) = (
            portal.person(Role::Admin).await,
            portal.person(Role::User).await,
        );
        const UNLINK: &str = "settings/tfaappnewapp";
        assert_eq!(user.put(UNLINK, json!({})).await.0, 405);
        assert_eq!(user.get("settings/tfaappcodes").await.0, 405);
        assert!(
            user.ok("GET", "settings/tfaapp/confirm", None)
                .await
                .is_null()
        );
        switch_on(&owner).await;
        let (_, owner) = link_app(&stranger, &owner.email).await;
        let (old, admin) = link_app(&stranger, &admin.email).await;
        let (_, user) = link_app(&stranger, &user.email).await;
        let ids = async |client: &testkit::Client| {
            client.ok("GET", "people/@self", None).await["id"].clone()
        };
        let (owner_id, admin_id, user_id) =
            (ids(&owner).await, ids(&admin).await, ids(&user).await);
        let nobody = "00000000-0000-0000-0000-000000000001";
        for (caller, target, status) in [
            (&user, &owner_id, 403),
            (&user, &admin_id, 403),
            (&admin, &owner_id, 403),
            (&owner, &json!(nobody), 404),
        ] {
            let (got, _) = caller.put(UNLINK, json!({ "id": target })).await;
            assert_eq!(got, status, "{target}");
        }
        // Of others: they get a mail, and no session of theirs is left.
        let answer = admin
            .ok("PUT", UNLINK, Some(json!({ "id": user_id })))
            .await;
        assert_eq!(answer, "");
        assert_eq!(user.get("people/@self").await.0, 401);
        let folder = kit.house().config().data.join("mail");
        testkit::eventually(async || {
            let files = std::fs::read_dir(&folder).ok()?;
            let mut texts =
                files.map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap());
            texts
                .any(|text| text.contains("Subject: Two-factor sign-in of your account"))
                .then_some(())
        })
        .await;
        // His own: the way to link a new one, with a new secret.
        let header = format!("Bearer {}", admin.token().unwrap());
        let headers = [("authorization", &*header)];
        let seen = call(&stranger, "PUT", UNLINK, &headers, Some(json!({}))).await;
        let step = seen.step();
        assert_eq!(admin.get("people/@self").await.0, 401);
        let setup = call(
            &stranger,
            "GET",
            "settings/tfaapp/setup",
            &[("confirm", &step)],
            None,
        )
        .await;
        let secret = setup.response()["manualEntryKey"].as_str().unwrap();
        assert_ne!(secret, old);
        assert_eq!(validate(&stranger, &step, &code(&old, 1)).await.status, 400);
        assert_eq!(
            validate(&stranger, &step, &code(secret, 0))
                .await
                .response(),
            true
        );
        assert_eq!(
            actions(&kit, "person.tfa").await,
            [4032, 4032, 4032, 4033, 4033, 4032]
        );
    })
    .await;
}

#[tokio::test]
async fn steps_are_nobody_elses_and_grow_old() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (user, other) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        switch_on(&portal.owner()).await;
        let stranger = portal.stranger();
        let seen = sign_in(&stranger, &user.email).await;
        let secret = seen.response()["tfaKey"].as_str().unwrap();
        let step = seen.step();
        let key = step.split("key=").nth(1).unwrap().to_owned();
        // Forged: another person, another type, another time, another portal, and no key at all.
        let (stamp, mark) = key.split_once('.').unwrap();
        let later = stamp.parse::<i64>().unwrap() + 1;
        let (id, elsewhere) = (user.id.as_str(), kit.portal().await.stranger());
        for (who, forged) in [
            (
                &stranger,
                format!("type=TfaActivation&uid={}&key={key}", other.id),
            ),
            (&stranger, format!("type=TfaAuth&uid={id}&key={key}")),
            (&stranger, format!("type=PasswordChange&uid={id}&key={key}")),
            (
                &stranger,
                format!("type=TfaActivation&uid={id}&key={later}.{mark}"),
            ),
            (&stranger, format!("type=TfaActivation&uid={id}")),
            (&stranger, format!("type=TfaActivation&key={key}")),
            (&elsewhere, step.clone()),
        ] {
            let seen = validate(who, &forged, &code(secret, 0)).await;
            assert_eq!(seen.status, 401, "{forged}");
        }
        // An hour later it is too old.
        let access = kit.house().access();
        let link = access::confirm::Link {
            kind: "TfaActivation".to_owned(),
            key,
            uid: id.parse().ok(),
            ..access::confirm::Link::default()
        };
        let alias = portal.alias.to_lowercase();
        let find = move |tx: &mut sql::Tx<'_>| portal::store::by_domain(tx, &alias);
        let here = kit.house().db().read(find).await.unwrap().unwrap();
        let number = async |minutes: i64| {
            let now = sql::now() + minutes * 60_000_000;
            let checked = access.check_link(&here, link.clone(), None, now).await;
            checked.unwrap().number()
        };
        assert_eq!(
            (number(0).await, number(59).await, number(61).await),
            (0, 0, 2)
        );
        // Who has changed his password begins anew.
        let before = sign_in(&stranger, &user.email).await.step();
        let hash = access::password::ClientHash::sent(&"0".repeat(64)).unwrap();
        access
            .change_password(here.id, id.parse().unwrap(), None, hash, "")
            .await
            .unwrap();
        assert_eq!(
            validate(&stranger, &before, &code(secret, 0)).await.status,
            401
        );
    })
    .await;
}

#[tokio::test]
async fn five_wrong_codes_lock_the_person_out() {
    for database in sql::testing::TestDatabase::all().await {
        let kit = Kit::start(database, |config| config.dev = false).await;
        kit.house().ensure_first_portal().await.unwrap();
        let stranger = kit.stranger();
        let link = stranger.ok("GET", "settings", None).await["wizardToken"].clone();
        let hash = "0".repeat(64);
        let setup = json!({ "email": "me@example.com", "passwordHash": hash });
        let headers = [("confirm", link.as_str().unwrap())];
        let done = call(
            &stranger,
            "PUT",
            "settings/wizard/complete",
            &headers,
            Some(setup),
        )
        .await;
        let owner = stranger.with_token(&done.cookie("asc_auth_key").unwrap());
        switch_on(&owner).await;
        let with = |code: &str| json!({ "userName": "me@example.com", "passwordHash": hash, "code": code });
        let send = async |path: &str, code: &str| {
            call(&stranger, "POST", path, &[], Some(with(code))).await
        };
        let seen = send("authentication", "").await;
        let secret = seen.response()["tfaKey"].as_str().unwrap().to_owned();
        let step = seen.step();
        for _ in 0..3 {
            assert_eq!(send("authentication/1", "000000").await.status, 401);
        }
        for _ in 0..2 {
            assert_eq!(validate(&stranger, &step, "000000").await.status, 400);
        }
        assert_eq!(
            send("authentication/1", &code(&secret, 0)).await.status,
            403
        );
        assert_eq!(
            validate(&stranger, &step, &code(&secret, 0)).await.status,
            403
        );
        // The password is right all the time, so it is not what is counted.
        assert_eq!(send("authentication", "").await.status, 200);
        // Wrong passwords are in the history as such, and that the person was locked out once.
        for _ in 0..8 {
            let wrong = json!({ "userName": "me@example.com", "passwordHash": "x" });
            call(&stranger, "POST", "authentication", &[], Some(wrong)).await;
        }
        let bad = actions(&kit, "login.failed").await;
        let all = [
            1025, 1025, 1025, 1022, 1022, 1023, 1013, 1013, 1013, 1013, 1013,
        ];
        assert_eq!(bad, all);
        kit.house().close().await;
    }
}
