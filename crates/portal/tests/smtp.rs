//! The portal's own mail server, set, tried and forgotten (`platform/06 §6.11`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use portal::Role;
use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, Sink, for_each_database_with_mail};

const PATH: &str = "smtpsettings/smtp";

fn server(port: u16) -> Value {
    json!({
        "host": "127.0.0.1", "port": port, "senderAddress": "us@own.example", "senderDisplayName": "Us & Co",
        "credentialsUserName": "", "credentialsUserPassword": "", "enableSSL": false, "enableAuth": false,
    })
}

/// Sends a test letter and waits for its end.
async fn trial(client: &Client) -> Value {
    let begun = client.ok("GET", "smtpsettings/smtp/test", None).await;
    let ended = testkit::eventually(async || {
        let status = client
            .ok("GET", "smtpsettings/smtp/test/status", None)
            .await;
        (status["completed"] == true).then_some(status)
    })
    .await;
    assert_eq!(begun["id"], ended["id"]);
    ended
}

#[tokio::test]
async fn a_portal_writes_through_its_own_server() {
    for_each_database_with_mail(async |kit, common| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        common.to(&owner.email).await;
        let unset = owner.ok("GET", PATH, None).await;
        assert_eq!(unset["isDefaultSettings"], true);
        assert_eq!(
            unset.get("host"),
            None,
            "the operator's server is nobody's business"
        );
        let idle = owner.ok("GET", "smtpsettings/smtp/test/status", None).await;
        assert_eq!(
            (&idle["completed"], &idle["percents"]),
            (&json!(true), &json!(0))
        );

        // The installation's server, as long as there is no other.
        let ended = trial(&owner).await;
        assert_eq!(
            (&ended["status"], &ended["percents"]),
            (&json!("Sent"), &json!(100))
        );
        let letter = common.to(&owner.email).await;
        assert_eq!(letter["subject"], "Test letter of Atrium");
        assert_eq!(
            (&letter["sender"], &letter["from"]),
            (&json!("Atrium"), &json!("noreply@localhost"))
        );

        let mut own = Sink::start(&["--login", "me:secret"]).await;
        let mut settings = server(own.port);
        settings["enableAuth"] = true.into();
        settings["credentialsUserName"] = "me".into();
        settings["credentialsUserPassword"] = "secret".into();
        let saved = owner.ok("POST", PATH, Some(settings.clone())).await;
        assert_eq!(saved["isDefaultSettings"], false);
        assert_eq!(saved.get("credentialsUserPassword"), None);
        assert_eq!(owner.ok("GET", PATH, None).await, saved);
        let ended = trial(&owner).await;
        assert_eq!(
            (&ended["status"], &ended["error"]),
            (&json!("Sent"), &json!(""))
        );
        let letter = own.to(&owner.email).await;
        assert_eq!(
            (&letter["sender"], &letter["from"]),
            (&json!("Us & Co"), &json!("us@own.example"))
        );
        assert_eq!(letter["login"], "me");

        // The password is not in the table, and is kept for the same host and user only.
        let read = |tx: &mut sql::Tx<'_>| {
            tx.query_one(
                "SELECT value FROM portal_settings WHERE key = 'mail-server'",
                &[],
            )
        };
        let stored: String = kit.house().db().read(read).await.unwrap();
        assert!(
            stored.contains("own.example") && !stored.contains("secret"),
            "{stored}"
        );
        settings["credentialsUserPassword"] = Value::Null;
        settings["senderDisplayName"] = "Us".into();
        owner.ok("POST", PATH, Some(settings.clone())).await;
        assert_eq!(trial(&owner).await["status"], "Sent");
        assert_eq!(own.to(&owner.email).await["sender"], "Us");
        settings["host"] = "localhost".into();
        owner.ok("POST", PATH, Some(settings)).await;
        let ended = trial(&owner).await;
        assert_eq!(ended["status"], "Failed");
        assert!(ended["error"].as_str().unwrap().contains("535"), "{ended}");

        let reset = owner.ok("DELETE", PATH, None).await;
        assert_eq!(reset["isDefaultSettings"], true);
        assert_eq!(trial(&owner).await["status"], "Sent");
        assert_eq!(
            common.to(&owner.email).await["subject"],
            "Test letter of Atrium"
        );
    })
    .await;
}

#[tokio::test]
async fn what_cannot_work_is_refused_by_name() {
    testkit::for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let mut with = Vec::new();
        for (name, value, status, text) in [
            (
                "port",
                json!(0),
                400,
                "The field Port must be between 1 and 65535.",
            ),
            (
                "port",
                json!(65536),
                400,
                "The field Port must be between 1 and 65535.",
            ),
            (
                "host",
                json!("h".repeat(256)),
                400,
                "The field Host must be a string with a maximum length of 255.",
            ),
            ("host", json!(" "), 400, "host"),
            ("senderAddress", json!("nobody"), 400, "senderAddress"),
            (
                "senderAddress",
                json!("a@b\r\nBcc: c@d"),
                400,
                "senderAddress",
            ),
            ("enableAuth", json!(true), 400, "credentialsUserName"),
            ("useNtlm", json!(true), 400, "NTLM is not supported"),
        ] {
            let mut settings = server(25);
            settings[name] = value;
            with.push((settings, status, text));
        }
        for (settings, status, text) in with {
            let (answered, body) = owner.post(PATH, settings.clone()).await;
            assert_eq!(answered, status, "{settings}: {body}");
            assert!(body.to_string().contains(text), "{settings}: {body}");
        }
        assert_eq!(owner.ok("GET", PATH, None).await["isDefaultSettings"], true);
    })
    .await;
}

#[tokio::test]
async fn only_administrators_have_to_do_with_it() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let calls = [
            ("GET", PATH, None),
            ("POST", PATH, Some(server(25))),
            ("DELETE", PATH, None),
            ("GET", "smtpsettings/smtp/test", None),
            ("GET", "smtpsettings/smtp/test/status", None),
        ];
        let mut people = vec![
            (portal.stranger(), 401),
            (portal.person(Role::Admin).await, 200),
        ];
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            people.push((portal.person(role).await, 403));
        }
        for (method, path, body) in calls {
            for (client, expected) in &people {
                let (status, answer) = client.call(method, path, body.clone()).await;
                assert_eq!(
                    status, *expected,
                    "{method} {path} as {}: {answer}",
                    client.email
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn users_do_not_send_us_into_private_networks() {
    let sink = Sink::start(&[]).await;
    let kit = Kit::start(TestDatabase::sqlite(), |config| {
        config.dev = false;
        config.open_registration = true;
    })
    .await;
    let owner = kit.portal().await.owner();
    for host in [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "169.254.169.254",
        "::1",
        "[::ffff:127.0.0.1]",
    ] {
        let mut settings = server(sink.port);
        settings["host"] = host.into();
        let (status, body) = owner.post(PATH, settings).await;
        assert_eq!(status, 400, "{host}: {body}");
        assert!(
            body.to_string().contains("is in a private network"),
            "{host}: {body}"
        );
    }
    kit.house().close().await;

    let kit = Kit::start(TestDatabase::sqlite(), |config| {
        config.dev = false;
        config.open_registration = true;
        config.private_targets = vec!["127.0.0.0/8".to_owned()];
    })
    .await;
    let owner = kit.portal().await.owner();
    owner.ok("POST", PATH, Some(server(sink.port))).await;
    assert_eq!(trial(&owner).await["status"], "Sent");
    kit.house().close().await;
}

#[tokio::test]
async fn links_follow_the_public_address_whatever_a_request_says() {
    let mut sink = Sink::start(&[]).await;
    let kit = Kit::start(TestDatabase::sqlite(), |config| {
        config.smtp = sink.url();
        config.public_url = "https://office.example/".to_owned();
    })
    .await;
    let portal = kit.portal().await;
    let user = portal.person(Role::User).await;
    let request = portal
        .stranger()
        .request("POST", "people/password")
        .header("x-forwarded-host", "evil.example")
        .header("content-type", "application/json");
    let body = json!({ "email": user.email }).to_string();
    let sent = portal
        .stranger()
        .send(request.body(body.into()).unwrap())
        .await;
    assert_eq!(sent.status(), 200);
    loop {
        let letter = sink.to(&user.email).await;
        assert!(!letter.to_string().contains("evil.example"));
        assert!(testkit::links(&letter)[0].starts_with("https://office.example/s/"));
        if letter["subject"] == "A new password for Atrium" {
            break;
        }
    }
    kit.house().close().await;
}
