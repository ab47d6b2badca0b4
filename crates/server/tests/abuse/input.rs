//! Addresses and names that are none, too long, or more than they seem.

use portal::Role;
use serde_json::{Value, json};
use testkit::{Kit, for_each_database};

use crate::PASSWORD;

/// A well-formed address of 300 characters.
fn long_email() -> String {
    format!("{}@example.com", "a".repeat(300 - "@example.com".len()))
}

fn person(email: &str, first: &str) -> Value {
    json!({ "email": email, "firstName": first, "lastName": "B", "password": PASSWORD, "type": "User" })
}

#[tokio::test]
async fn an_address_of_300_characters_is_refused_everywhere() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let user = portal.person(Role::User).await;
        let email = long_email();
        owner.ok("POST", "settings/messagesettings", Some(json!({ "turnOn": true }))).await;
        let invitation = json!({ "invitations": [{ "email": email, "type": "User" }] });
        let order = json!({ "portalName": "long-mail", "firstName": "A", "lastName": "B", "email": email,
            "password": PASSWORD });
        for (caller, path, body) in [
            (&owner, "people", person(&email, "A")),
            (&owner, "people/active", person(&email, "A")),
            (&owner, "people/invite", invitation),
            (&owner, "people/email", json!({ "userId": user.id, "email": email })),
            (&user, "people/email", json!({ "email": email })),
            (&stranger, "people/password", json!({ "email": email })),
            (&stranger, "settings/sendadmmail", json!({ "email": email, "message": "Hi" })),
            (&stranger, "settings/sendjoininvite", json!({ "email": email })),
            (&stranger, "/apisystem/portal/register", order),
        ] {
            let (status, answer) = caller.post(path, body).await;
            assert_eq!(status, 400, "{path}: {answer}");
        }
        let room = owner.ok("POST", "files/rooms", Some(json!({ "title": "R", "roomType": 5 }))).await;
        let share = format!("files/rooms/{}/share", room["id"]);
        let body = json!({ "invitations": [{ "email": email, "access": 2 }] });
        let shared = owner.ok("PUT", &share, Some(body)).await;
        assert!(shared["warning"].is_string(), "{shared}");
        let login = json!({ "userName": email, "password": PASSWORD });
        assert_eq!(stranger.post("authentication", login).await.0, 401);
        assert_eq!(owner.get(&format!("people/email?email={email}")).await.0, 400);
        assert_eq!(owner.get(&format!("people/exists?email={email}")).await.0, 400);
        // Of 255 characters it is one.
        let longest = &email[300 - 255..];
        owner.ok("POST", "people", Some(person(longest, "A"))).await;
        portal.stranger().sign_in(longest, PASSWORD).await;
    })
    .await;
}

#[tokio::test]
async fn nobody_is_made_without_an_address() {
    for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        for path in ["people", "people/active"] {
            let nobody =
                json!({ "firstName": "No", "lastName": "Body", "type": "User", "email": null });
            assert_eq!(owner.post(path, nobody).await.0, 400, "{path}");
        }
        let all = owner.ok("GET", "people", None).await;
        assert_eq!(all.as_array().map(Vec::len), Some(1), "the owner alone");
    })
    .await;
}

#[tokio::test]
async fn texts_of_a_megabyte_hurt_nobody() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let long = "x".repeat(1 << 20);
        for login in [
            json!({ "userName": long, "password": PASSWORD }),
            json!({ "userName": "owner@example.com", "password": long }),
            json!({ "userName": "owner@example.com", "passwordHash": long }),
        ] {
            assert_eq!(stranger.post("authentication", login).await.0, 401);
        }
        // All of it is as long as a request may be at most.
        let quarter = &long[..200_000];
        let profile = json!({ "firstName": quarter, "lastName": quarter, "location": quarter, "comment": quarter });
        let (status, answer) = owner.put(&format!("people/{}", owner.id), profile).await;
        assert_eq!(status, 400, "{answer}");
        let (status, _) = owner
            .post("group", json!({ "groupName": long, "members": [] }))
            .await;
        assert_eq!(status, 400);
        let (status, _) = owner.post("keys", json!({ "name": long })).await;
        assert_eq!(status, 400);
        let (status, _) = stranger
            .with_link(&format!("type=Auth&key={}", &long[..60_000]))
            .get("people/@self")
            .await;
        assert_eq!(status, 401);
        let (status, _) = stranger
            .with_token(&long[..60_000])
            .get("people/@self")
            .await;
        assert_eq!(status, 401);
    })
    .await;
}

/// The header of a mail, in lower case.
fn head(mail: &str) -> String {
    let end = mail.find("\r\n\r\n").unwrap_or(mail.len());
    mail[..end].to_lowercase()
}

/// Every mail so far goes to one person, and nobody got a header of his own into it.
fn check_mails(kit: &Kit) {
    for mail in kit.mails() {
        let head = head(&mail);
        let starts = |name: &str| head.lines().filter(|line| line.starts_with(name)).count();
        assert_eq!(starts("to:"), 1, "{head}");
        assert_eq!(starts("subject:"), 1, "{head}");
        let to = head.lines().find(|line| line.starts_with("to:")).unwrap();
        assert_eq!(to.matches('@').count(), 1, "{head}");
        for foreign in ["bcc:", "cc:", "x-evil:"] {
            assert_eq!(starts(foreign), 0, "{head}");
        }
    }
}

#[tokio::test]
async fn nobody_writes_headers_of_mails() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        const NAMES: [&str; 5] = [
            "A\r\nBcc: evil@example.org",
            "A\nX-Evil: 1",
            "A\r\n\r\nbody",
            "A\u{0}B",
            "<evil@example.org>",
        ];
        for name in NAMES {
            let (status, answer) = owner.post("people", person("named@example.com", name)).await;
            assert_eq!(status, 400, "{name:?}: {answer}");
            let path = format!("people/{}", owner.id);
            let (status, _) = owner.put(&path, json!({ "firstName": "A", "lastName": name })).await;
            assert_eq!(status, 400, "{name:?}");
        }
        const EMAILS: [&str; 9] = [
            "a@example.com\r\nBcc: evil",
            "a@example.com\nX-Evil: 1",
            "\"a\r\n b\"@example.com",
            "a@example.com, evil",
            "evil <a@example.com>",
            "a@example.com>",
            "a b@example.com",
            "a@exam ple.com",
            "a\u{0}@example.com",
        ];
        let room = owner.ok("POST", "files/rooms", Some(json!({ "title": "R", "roomType": 5 }))).await;
        let share = format!("files/rooms/{}/share", room["id"]);
        for email in EMAILS {
            let invitation = json!({ "invitations": [{ "email": email, "type": "User" }] });
            for (caller, path, body) in [
                (&owner, "people", person(email, "A")),
                (&owner, "people/invite", invitation),
                (&owner, "people/email", json!({ "userId": owner.id, "email": email })),
                (&owner, "settings/sendjoininvite", json!({ "email": email })),
            ] {
                let (status, answer) = caller.post(path, body).await;
                assert_eq!(status, 400, "{path} {email:?}: {answer}");
            }
            let invitation = json!({ "invitations": [{ "email": email, "access": 2 }] });
            let shared = owner.ok("PUT", &share, Some(invitation)).await;
            assert!(shared["warning"].is_string(), "{email:?}: {shared}");
            let (status, answer) = stranger.post("people/password", json!({ "email": email })).await;
            assert_eq!(status, 400, "{email:?}: {answer}");
        }
        // What ends up in subjects and texts of others.
        owner.ok("POST", "settings/messagesettings", Some(json!({ "turnOn": true }))).await;
        let title = "Office\r\nBcc: evil@example.org\r\n\r\n<script>";
        let (status, answer) = owner.post("settings/greetingsettings", json!({ "title": title })).await;
        assert!(status == 200 || status == 400, "{answer}");
        let message = json!({ "email": "who@example.org", "message": "Hi\r\nBcc: evil@example.org\r\n.\r\nDATA" });
        assert_eq!(stranger.post("settings/sendadmmail", message).await.0, 200);
        let (status, _) = stranger.post("people/password", json!({ "email": "owner@example.com" })).await;
        assert_eq!(status, 200);
        kit.link_to(&stranger, "Owner@Example.com", "PasswordChange").await;
        kit.mail_to("Owner@Example.com", "who@example.org").await;
        check_mails(&kit);
    })
    .await;
}

#[tokio::test]
async fn an_answer_to_a_captcha_that_is_not_configured_is_ignored() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let stranger = portal.stranger();
        let settings = stranger.ok("GET", "settings", None).await;
        assert_eq!(
            (
                &settings["recaptchaType"],
                settings.get("recaptchaPublicKey")
            ),
            (&json!(0), None)
        );
        for response in [
            json!(null),
            json!(""),
            json!("made up"),
            json!("x".repeat(5000)),
        ] {
            let with = |mut body: Value| {
                body["recaptchaType"] = json!(3);
                body["recaptchaResponse"] = response.clone();
                body
            };
            let login = with(json!({ "userName": "owner@example.com", "password": PASSWORD }));
            assert_eq!(stranger.post("authentication", login).await.0, 200);
            let wrong = with(json!({ "userName": "owner@example.com", "password": "wrong" }));
            assert_eq!(stranger.post("authentication", wrong).await.0, 401);
            let remind = with(json!({ "email": "owner@example.com" }));
            assert_eq!(stranger.post("people/password", remind).await.0, 200);
        }
    })
    .await;
}
