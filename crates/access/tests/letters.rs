//! Letters about accounts and portals, from the request that causes them to the link that works, through a real
//! mail server (`platform/10 §10.4, §10.6`).
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Portal, Sink, for_each_database_with_mail, links};

const PASSWORD: &str = "test1234";

/// The next letter to an address, which must have this subject; and the path behind its first button.
async fn letter(sink: &mut Sink, portal: &Portal, to: &str, subject: &str) -> (Value, String) {
    let letter = sink.to(to).await;
    assert_eq!(letter["subject"], subject, "{}", letter["text"]);
    let path = match links(&letter).first() {
        Some(link) if link.contains("/s/") => portal.stranger().follow(link).await,
        Some(link) => link.trim_start_matches("http://localhost").to_owned(),
        None => String::new(),
    };
    (letter, path)
}

/// Two letters of one deed, which two carriers bring in any order: to whom, and with which subject.
async fn two_letters(sink: &mut Sink, mut wanted: Vec<(&str, &str)>) -> Vec<Value> {
    let mut found = Vec::new();
    while !wanted.is_empty() {
        let letter = sink.next().await;
        let before = wanted.len();
        wanted.retain(|(to, subject)| letter["to"][0] != *to || letter["subject"] != *subject);
        if wanted.len() < before {
            found.push(letter);
        }
    }
    found
}

/// Makes an account behind an invitation.
async fn join(stranger: &Client, link: &str, email: &str) -> u16 {
    let body =
        json!({ "email": email, "firstName": "New", "lastName": "Comer", "password": PASSWORD });
    stranger
        .confirmed(link, "POST", "people", Some(body))
        .await
        .0
}

#[tokio::test]
async fn the_owner_of_a_new_portal_confirms_his_address() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let subject = "Your space Atrium is ready";
        let (_, link) = letter(sink, &portal, &owner.email, subject).await;
        assert!(link.starts_with("/confirm/EmailActivation?"), "{link}");
        let (path, body) = (
            "people/activationstatus/Activated",
            json!({ "userIds": [owner.id] }),
        );
        let (status, answer) = owner.confirmed(&link, "PUT", path, Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(
            owner.ok("GET", "people/@self", None).await["activationStatus"],
            1
        );
    })
    .await;
}

#[tokio::test]
async fn an_invited_person_joins_and_is_welcomed() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        sink.to(&owner.email).await;
        let invitations = json!([{ "email": "new@example.com", "type": "User" }]);
        let body = json!({ "invitations": invitations, "culture": "de" });
        owner.ok("POST", "people/invite", Some(body)).await;
        let subject = "admin-zero admin-zero lädt Sie zu Atrium ein";
        let (_, link) = letter(sink, &portal, "new@example.com", subject).await;
        assert!(link.starts_with("/confirm/LinkInvite?"), "{link}");

        // A password for somebody who never joined is the invitation again.
        let body = json!({ "email": "new@example.com" });
        stranger.ok("POST", "people/password", Some(body)).await;
        let subject = "Ihre Einladung zu Atrium";
        let (_, again) = letter(sink, &portal, "new@example.com", subject).await;
        assert!(again.starts_with("/confirm/LinkInvite?"), "{again}");

        assert_eq!(join(&stranger, &again, "new@example.com").await, 200);
        let welcome = ("new@example.com", "Willkommen bei Atrium");
        let joined = (owner.email.as_str(), "New Comer has joined Atrium");
        two_letters(sink, vec![welcome, joined]).await;
        stranger.sign_in("new@example.com", PASSWORD).await;
        assert_ne!(join(&stranger, &link, "new@example.com").await, 200);
    })
    .await;
}

#[tokio::test]
async fn a_new_invitation_can_be_asked_for() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let body = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        let pending = owner.ok("POST", "people/invite", Some(body)).await;
        let subject = "admin-zero admin-zero invites you to Atrium";
        letter(sink, &portal, "new@example.com", subject).await;
        let user = portal.person(Role::User).await;
        sink.to(&user.email).await;
        let body = json!({ "userIds": [pending[0]["id"], user.id] });
        owner.ok("PUT", "people/invite", Some(body)).await;
        // One who has joined already is asked to confirm his address.
        let confirm = (
            user.email.as_str(),
            "Confirm your e-mail address for Atrium",
        );
        let seen = two_letters(sink, vec![("new@example.com", subject), confirm]).await;
        let seen = seen.iter().find(|one| one["to"][0] == user.email.as_str());
        let link = &testkit::links(seen.unwrap())[0];
        let link = portal.stranger().follow(link).await;
        assert!(link.starts_with("/confirm/EmailActivation?"), "{link}");
    })
    .await;
}

#[tokio::test]
async fn letters_are_signed_with_the_name_of_now() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let name = json!({ "firstName": "Ada", "lastName": "Lovelace" });
        owner
            .ok("PUT", &format!("people/{}", owner.id), Some(name))
            .await;
        let body = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        owner.ok("POST", "people/invite", Some(body)).await;
        let subject = "Ada Lovelace invites you to Atrium";
        letter(sink, &portal, "new@example.com", subject).await;
    })
    .await;
}

#[tokio::test]
async fn an_account_somebody_made_is_activated_by_its_holder() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal
            .person_named(Role::User, "Zoe@Example.com", "Zoë", "O'Hara")
            .await;
        let subject = "Activate your account in Atrium";
        let (seen, link) = letter(sink, &portal, "Zoe@Example.com", subject).await;
        assert!(seen["text"].as_str().unwrap().contains("Hello Zoë O'Hara,"));
        assert!(link.starts_with("/confirm/Activation?"), "{link}");
        assert!(
            link.contains("&firstname=Zo%C3%AB&lastname=O%27Hara"),
            "{link}"
        );
        let stranger = portal.stranger();
        let path = format!("people/{}/password", user.id);
        let body = json!({ "password": "chosen1234" });
        let (status, answer) = stranger.confirmed(&link, "PUT", &path, Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        stranger.sign_in("Zoe@Example.com", "chosen1234").await;

        // Whoever needs no activation gets no letter; the next one is somebody else's.
        portal.person(Role::Guest).await;
        let subject = "Your password for Atrium was changed";
        letter(sink, &portal, "Zoe@Example.com", subject).await;
    })
    .await;
}

#[tokio::test]
async fn a_new_password_is_told_and_signs_in_once() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        sink.to(&user.email).await;
        let body = json!({ "email": user.email });
        owner.ok("POST", "people/password", Some(body)).await;
        let subject = "A new password for Atrium";
        let (_, link) = letter(sink, &portal, &user.email, subject).await;
        let path = format!("people/{}/password", user.id);
        let body = json!({ "password": "another1234" });
        let (status, _) = stranger.confirmed(&link, "PUT", &path, Some(body)).await;
        assert_eq!(status, 200);
        let subject = "Your password for Atrium was changed";
        let (_, link) = letter(sink, &portal, &user.email, subject).await;
        assert!(link.starts_with("/confirm/Auth?"), "{link}");
        let query = link.split_once('?').unwrap().1;
        let find = |name: &str| {
            let start = format!("{name}=");
            let part = query.split('&').find(|part| part.starts_with(&start));
            part.unwrap()[start.len()..].to_owned()
        };
        let data = json!({ "confirmData": { "email": user.email, "key": find("key") } });
        assert_eq!(stranger.post("authentication", data.clone()).await.0, 200);
        assert_ne!(stranger.post("authentication", data).await.0, 200);
    })
    .await;
}

#[tokio::test]
async fn an_address_is_changed_by_whoever_reads_the_new_one() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let owner = portal.owner();
        sink.to(&user.email).await;
        let body = json!({ "userId": user.id, "email": "fresh@example.com" });
        user.ok("POST", "people/email", Some(body)).await;
        let subject = "Change of your e-mail address in Atrium";
        let (_, link) = letter(sink, &portal, "fresh@example.com", subject).await;
        assert!(link.starts_with("/confirm/EmailChange?"), "{link}");
        let path = format!("people/{}/email", user.id);
        let body = json!({ "email": "fresh@example.com" });
        let (status, answer) = user.confirmed(&link, "PUT", &path, Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["email"], "fresh@example.com");

        // An administrator changes it at once; then it is to be confirmed.
        let body = json!({ "userId": user.id, "email": "given@example.com" });
        owner.ok("POST", "people/email", Some(body)).await;
        let subject = "Confirm your e-mail address for Atrium";
        let (_, link) = letter(sink, &portal, "given@example.com", subject).await;
        assert!(link.starts_with("/confirm/EmailActivation?"), "{link}");
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_is_asked_first_and_administrators_are_told() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let owner = portal.owner();
        sink.to(&user.email).await;
        user.ok("PUT", "people/self/delete", None).await;
        let subject = "Delete your profile in Atrium?";
        let (_, link) = letter(sink, &portal, &user.email, subject).await;
        assert!(link.starts_with("/confirm/ProfileRemove?"), "{link}");
        let (status, answer) = user.confirmed(&link, "DELETE", "people/@self", None).await;
        assert_eq!(status, 200, "{answer}");
        let subject = "Given Family has left Atrium";
        let (seen, link) = letter(sink, &portal, &owner.email, subject).await;
        assert!(seen["text"].as_str().unwrap().contains(&user.email));
        assert_eq!(link, "/people");
    })
    .await;
}

#[tokio::test]
async fn another_type_is_told_in_the_readers_language() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let owner = portal.owner();
        sink.to(&user.email).await;
        let body = json!({ "cultureName": "de" });
        user.ok("PUT", &format!("people/{}/culture", user.id), Some(body))
            .await;
        let body = json!({ "userIds": [user.id] });
        owner.ok("PUT", "people/type/RoomAdmin", Some(body)).await;
        let subject = "Ihre Rolle bei Atrium hat sich geändert";
        let (seen, _) = letter(sink, &portal, &user.email, subject).await;
        assert!(
            seen["text"]
                .as_str()
                .unwrap()
                .contains("Sie ist jetzt: Raumverwaltung.")
        );
        let body =
            json!({ "productId": uuid::Uuid::nil(), "userId": user.id, "administrator": true });
        owner
            .ok("PUT", "settings/security/administrator", Some(body))
            .await;
        let (seen, _) = letter(sink, &portal, &user.email, subject).await;
        assert!(
            seen["text"]
                .as_str()
                .unwrap()
                .contains("Sie ist jetzt: Verwaltung.")
        );
    })
    .await;
}

#[tokio::test]
async fn who_hands_data_over_hears_of_the_end() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        sink.to(&owner.email).await;
        let (from, gone) = (
            portal
                .person_named(Role::User, "from@example.com", "From", "Here")
                .await,
            portal
                .person_named(Role::User, "gone@example.com", "Gone", "Soon")
                .await,
        );
        let body = json!({ "userIds": [from.id, gone.id] });
        owner
            .ok("PUT", "people/status/Terminated", Some(body))
            .await;
        let body = json!({ "fromUserId": from.id, "toUserId": owner.id, "deleteProfile": true });
        owner.ok("POST", "people/reassign/start", Some(body)).await;
        let subject = "The data of From Here was handed over";
        let (seen, link) = letter(sink, &portal, &owner.email, subject).await;
        let text = seen["text"].as_str().unwrap();
        assert!(
            text.contains(
                "now belong to admin-zero admin-zero. The account of From Here is deleted."
            )
        );
        assert_eq!(link, "/people");
        let body = json!({ "userId": gone.id });
        owner.ok("POST", "people/remove/start", Some(body)).await;
        let subject = "The data of Gone Soon was removed";
        letter(sink, &portal, &owner.email, subject).await;
    })
    .await;
}

#[tokio::test]
async fn the_owner_hands_the_portal_over_by_mail() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        let (_, link) = letter(sink, &portal, &owner.email, "Your space Atrium is ready").await;
        let path = "people/activationstatus/Activated";
        let body = json!({ "userIds": [owner.id] });
        assert_eq!(owner.confirmed(&link, "PUT", path, Some(body)).await.0, 200);
        let body = json!({ "ownerId": admin.id });
        let answer = owner.ok("POST", "settings/owner", Some(body.clone())).await;
        assert_eq!(answer["status"], 1, "{answer}");
        let subject = "Hand Atrium over to Given Family?";
        let (_, link) = letter(sink, &portal, &owner.email, subject).await;
        assert!(link.starts_with("/confirm/PortalOwnerChange?"), "{link}");
        let (status, answer) = owner
            .confirmed(&link, "PUT", "settings/owner", Some(body))
            .await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(admin.ok("GET", "people/@self", None).await["isOwner"], true);
    })
    .await;
}

#[tokio::test]
async fn a_key_that_ends_is_told_once() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        sink.to(&owner.email).await;
        for (name, days) in [("Backup", Some(1)), ("Forever", None)] {
            let body = json!({ "name": name, "permissions": ["*"], "expiresInDays": days });
            owner.ok("POST", "keys", Some(body)).await;
        }
        let access = kit.house().access();
        access.expire_keys(sql::now()).await.unwrap();
        let later = sql::now() + 2 * 86_400_000_000;
        access.expire_keys(later).await.unwrap();
        access.expire_keys(later).await.unwrap();
        letter(
            sink,
            &portal,
            &owner.email,
            "The API key Backup has expired",
        )
        .await;
        let keys = owner.ok("GET", "keys", None).await;
        let active = |name: &str| {
            let all = keys.as_array().unwrap();
            all.iter().find(|key| key["name"] == name).unwrap()["isActive"].clone()
        };
        assert_eq!(
            (active("Backup"), active("Forever")),
            (false.into(), true.into())
        );
        // Nothing else was written: the next letter is the next thing that happens.
        owner.ok("POST", "portal/delete", Some(json!({}))).await;
        letter(sink, &portal, &owner.email, "Delete Atrium?").await;
    })
    .await;
}

#[tokio::test]
async fn strangers_write_to_administrators_who_can_answer() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, admin) = (portal.owner(), portal.person(Role::Admin).await);
        sink.to(&owner.email).await;
        sink.to(&admin.email).await;
        portal.person(Role::User).await;
        owner
            .ok("POST", "settings/messagesettings", Some(json!({ "turnOn": true })))
            .await;
        let body = json!({ "email": "who@example.com", "message": "Let me in\r\nBcc: x@example.com\n\n<b>now</b>" });
        portal.stranger().ok("POST", "settings/sendadmmail", Some(body)).await;
        let mut reached = Vec::new();
        while reached.len() < 2 {
            let letter = sink.next().await;
            if letter["subject"] != "Message to the administrators of Atrium" {
                continue;
            }
            let headers = letter["headers"].as_array().unwrap();
            let reply = headers.iter().find(|header| header[0] == "Reply-To");
            assert_eq!(reply.unwrap()[1], "who@example.com");
            assert!(!headers.iter().any(|header| header[0] == "Bcc"));
            let text = letter["text"].as_str().unwrap();
            assert!(text.contains("> Let me in\n> Bcc: x@example.com\n\n> <b>now</b>"), "{text}");
            assert!(letter["html"].as_str().unwrap().contains("&lt;b&gt;now&lt;/b&gt;"));
            reached.push(letter["to"][0].as_str().unwrap().to_owned());
        }
        reached.sort();
        let mut administrators = [owner.email, admin.email];
        administrators.sort();
        assert_eq!(reached, administrators);
    })
    .await;
}

#[tokio::test]
async fn somebody_with_a_trusted_address_is_let_in() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let body =
            json!({ "type": 1, "domains": ["trusted.example"], "inviteUsersAsVisitors": true });
        owner
            .ok("POST", "settings/maildomainsettings", Some(body))
            .await;
        let body = json!({ "email": "me@trusted.example", "culture": "de" });
        stranger
            .ok("POST", "settings/sendjoininvite", Some(body))
            .await;
        let (_, link) = letter(sink, &portal, "me@trusted.example", "Atrium beitreten").await;
        assert!(link.starts_with("/confirm/EmpInvite?"), "{link}");
        let body = json!({ "email": "me@trusted.example", "firstName": "Me", "lastName": "Too",
            "password": PASSWORD, "type": "Guest" });
        let (status, answer) = stranger
            .confirmed(&link, "POST", "people", Some(body))
            .await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(answer["response"]["isVisitor"], true);
    })
    .await;
}

#[tokio::test]
async fn a_portal_is_deleted_by_mail_and_says_farewell() {
    for_each_database_with_mail(async |kit, sink| {
        kit.portal().await;
        let portal = kit.portal().await;
        let owner = portal.owner();
        owner
            .ok(
                "POST",
                "settings/greetingsettings",
                Some(json!({ "title": "Baker & Sons" })),
            )
            .await;
        owner.ok("POST", "portal/delete", Some(json!({}))).await;
        let mut link = String::new();
        while link.is_empty() {
            let seen = sink.to(&owner.email).await;
            if seen["subject"] == "Delete Baker & Sons?" {
                link = portal.stranger().follow(&links(&seen)[0]).await;
            }
        }
        assert!(link.starts_with("/confirm/PortalRemove?"), "{link}");
        let (status, answer) = portal
            .stranger()
            .confirmed(&link, "DELETE", "portal/delete", None)
            .await;
        assert_eq!(status, 200, "{answer}");
        let (seen, _) = letter(sink, &portal, &owner.email, "Baker & Sons is deleted").await;
        assert_eq!(links(&seen), Vec::<String>::new());
    })
    .await;
}

#[tokio::test]
async fn names_do_not_become_headers() {
    for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let title = "Space\r\nBcc: all@example.com";
        owner
            .post("settings/greetingsettings", json!({ "title": title }))
            .await;
        owner
            .post(
                "settings/whitelabel/logotext/save",
                json!({ "logoText": title }),
            )
            .await;
        let body = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        owner.ok("POST", "people/invite", Some(body)).await;
        let letter = sink.to("new@example.com").await;
        assert_eq!(letter["to"], json!(["new@example.com"]));
        let names: Vec<_> = letter["headers"]
            .as_array()
            .unwrap()
            .iter()
            .map(|header| header[0].as_str().unwrap().to_owned())
            .collect();
        assert!(!names.contains(&"Bcc".to_owned()), "{names:?}");
        assert!(
            letter["subject"]
                .as_str()
                .unwrap()
                .contains("Space Bcc: all@example.com")
        );
    })
    .await;
}
