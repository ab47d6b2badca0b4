//! What there is to buy, and services of others that nobody configured.

use portal::Role;
use serde_json::{Value, json};

#[tokio::test]
async fn the_plan_tells_what_is_used() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let room_admin = portal.person(Role::RoomAdmin).await;
        let limit = json!({ "enableQuota": true, "defaultQuota": 1_000_000 });
        portal
            .owner()
            .ok("POST", "settings/userquotasettings", Some(limit))
            .await;
        for person in [portal.owner(), room_admin] {
            let quota = person
                .ok("GET", "portal/payment/quota?refresh=true", None)
                .await;
            assert_eq!(quota["price"]["isoCurrencySymbol"], "USD");
            assert_eq!(
                quota["usersQuota"],
                json!({ "enableQuota": true, "defaultQuota": 1_000_000 })
            );
            assert_eq!(quota["tenantCustomQuota"]["quota"], -1);
            let features = quota["features"].as_array().unwrap();
            let of = |id: &str| features.iter().find(|one| one["id"] == id).unwrap().clone();
            assert_eq!(
                (&of("users")["used"]["value"], &of("users")["type"]),
                (&json!(2), &json!("count"))
            );
            assert_eq!(of("total_size")["type"], "size");
            assert!(of("total_size")["used"]["value"].is_i64());
            assert_eq!(
                (&of("sso")["value"], &of("sso")["type"]),
                (&json!(true), &json!("flag"))
            );
        }
        for role in [Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.get("portal/payment/quota").await.0, 403);
        }
        assert_eq!(portal.stranger().get("portal/payment/quota").await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn there_is_nothing_to_buy() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        for path in ["quotas", "currencies", "walletservices"] {
            assert_eq!(
                owner
                    .ok("GET", &format!("portal/payment/{path}"), None)
                    .await,
                json!([])
            );
        }
        assert_eq!(
            owner.ok("GET", "portal/payment/prices", None).await,
            json!({})
        );
        assert_eq!(
            owner
                .get("portal/payment/walletservice?service=Backup")
                .await
                .0,
            404
        );
        let settings = owner.ok("GET", "portal/payment/topupsettings", None).await;
        assert_eq!(settings["enabled"], false);

        let refused = [
            ("PUT", "url", true),
            ("PUT", "update", true),
            ("PUT", "updatewallet", true),
            ("PUT", "calculatewallet", true),
            ("GET", "account", false),
            ("GET", "checkoutsetupurl", false),
            ("GET", "customerinfo", false),
            ("GET", "customer/balance", false),
            ("GET", "customer/aibalance", false),
            ("GET", "customer/operations?Credit=true", false),
            ("GET", "servicessettings", false),
            ("POST", "deposit", true),
            ("POST", "servicestate", true),
            ("POST", "topupsettings", true),
            ("POST", "customer/operationsreport", true),
            ("POST", "creditaibalance", true),
        ];
        for (method, path, body) in refused {
            let path = format!("portal/payment/{path}");
            let body = body.then(|| json!({}));
            let (status, answer) = owner.call(method, &path, body.clone()).await;
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!("Tariff service is not configured")),
                "{method} {path}"
            );
            let (status, answer) = user.call(method, &path, body).await;
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!("Access denied")),
                "{path}"
            );
        }
        for (method, path, body) in [
            ("GET", "ai-model/restrictions", None),
            (
                "PUT",
                "ai-model/restrictions",
                Some(json!({ "models": [] })),
            ),
            ("GET", "ai-prices", None),
        ] {
            let (status, answer) = owner
                .call(method, &format!("portal/payment/{path}"), body)
                .await;
            let text = "Tariff service or AI gateway is not configured";
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!(text)),
                "{path}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn services_nobody_configured_say_so() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let keys =
            json!({ "name": "telegram", "props": [{ "name": "telegramBotToken", "value": "x" }] });
        assert_eq!(owner.post("settings/authservice", keys).await.0, 400);
        let test = owner
            .ok(
                "POST",
                "settings/authservice/externaldb/test",
                Some(json!({})),
            )
            .await;
        assert_eq!(test["success"], false);
        let telegram = user.ok("GET", "settings/telegram/check", None).await;
        assert_eq!(telegram, json!({ "status": "unlinked" }));
        let (status, answer) = user.get("settings/telegram/link").await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (403, &json!("Telegram is not configured"))
        );
        assert_eq!(
            user.ok("DELETE", "settings/telegram/link", None).await,
            true
        );
        let device = json!({ "firebaseDeviceToken": "x", "isSubscribed": true });
        assert_eq!(
            user.post("settings/push/docregisterdevice", device.clone())
                .await
                .0,
            403
        );
        assert_eq!(user.put("settings/push/docsubscribe", device).await.0, 403);
        assert_eq!(owner.post("settings/license", json!({})).await.0, 415);
        assert_eq!(user.post("settings/license", json!({})).await.0, 403);
    })
    .await;
}

#[tokio::test]
async fn a_signature_tells_who_one_is() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let guest = portal.person(Role::Guest).await;
        for (person, admin, is_guest) in
            [(portal.owner(), "true", "false"), (guest, "false", "true")]
        {
            let token = person.ok("GET", "security/oauth2/token", None).await;
            let parts: Vec<&str> = token.as_str().unwrap().split('.').collect();
            assert_eq!(parts.len(), 3);
            let claims =
                base64::Engine::decode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, parts[1]);
            let claims: Value = serde_json::from_slice(&claims.unwrap()).unwrap();
            assert_eq!(claims["user_id"], person.id);
            assert_eq!(
                (&claims["is_admin"], &claims["is_guest"]),
                (&json!(admin), &json!(is_guest))
            );
            assert_eq!(claims["is_public"], "true");
            assert!(claims["exp"].as_i64() > claims["iat"].as_i64());
        }
        assert_eq!(portal.stranger().get("security/oauth2/token").await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn keys_of_third_parties_are_kept_and_never_told_again() {
    testkit::for_each_database(async |kit| {
        const PATH: &str = "settings/authservice";
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        assert_eq!(user.get(PATH).await.0, 403);
        let body = |access: &str, secret: &str| {
            json!({ "name": "s3", "props": [
                { "name": "acesskey", "value": access },
                { "name": "secretaccesskey", "value": secret },
            ] })
        };
        assert_eq!(user.post(PATH, body("a", "b")).await.0, 403);
        // What nothing here uses is not offered.
        let listed = owner.ok("GET", PATH, None).await;
        assert_eq!(listed.as_array().unwrap().len(), 1);
        assert_eq!(
            (&listed[0]["name"], &listed[0]["canSet"], &listed[0]["paid"]),
            (&json!("s3"), &json!(true), &json!(false))
        );
        let values = |listed: &serde_json::Value| {
            let props = listed[0]["props"].as_array().unwrap();
            let pair = |one: &serde_json::Value| {
                let text = |key: &str| one[key].as_str().unwrap().to_owned();
                (text("name"), text("value"))
            };
            props.iter().map(pair).collect::<Vec<_>>()
        };
        let pairs = |access: &str| {
            vec![
                ("acesskey".to_owned(), access.to_owned()),
                ("secretaccesskey".to_owned(), String::new()),
            ]
        };
        assert_eq!(values(&listed), pairs(""));

        let (status, answer) = owner.post(PATH, body("AKIA", "")).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("secretaccesskey"))
        );
        let long = "x".repeat(4001);
        assert_eq!(owner.post(PATH, body("AKIA", &long)).await.0, 400);
        let save = async |access: &str, secret: &str| {
            owner.ok("POST", PATH, Some(body(access, secret))).await
        };
        assert_eq!(save("AKIA", "do not tell").await, true);
        assert_eq!(save("AKIA", "do not tell").await, false, "nothing changed");
        assert_eq!(save("AKIA", "").await, false, "the secret stays");
        let listed = owner.ok("GET", PATH, None).await;
        assert_eq!(values(&listed), pairs("AKIA"));
        assert!(!listed.to_string().contains("do not tell"));
        let kept: sql::Result<Vec<String>> = kit
            .house()
            .db()
            .read(|tx| tx.query("SELECT value FROM portal_settings", &[]))
            .await;
        let kept = kept.unwrap().concat();
        assert!(!kept.contains("AKIA") && !kept.contains("do not tell"));
        // Another portal knows nothing of it.
        let other = kit.portal().await.owner();
        assert_eq!(values(&other.ok("GET", PATH, None).await), pairs(""));

        assert_eq!(save("", "").await, true);
        assert_eq!(save("", "").await, false);
        assert_eq!(values(&owner.ok("GET", PATH, None).await), pairs(""));
    })
    .await;
}
