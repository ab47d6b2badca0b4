//! Confirm links: used twice, forged, or too old.

use access::confirm::{Checked, Link};
use portal::{PortalId, Role};
use serde_json::{Value, json};
use testkit::{Client, Kit, Portal, for_each_database};

use crate::PASSWORD;

/// The members of a link, by name.
fn member<'a>(link: &'a str, name: &str) -> &'a str {
    let pairs = link.split('&').filter_map(|pair| pair.split_once('='));
    let mut found = pairs.filter(|(key, _)| *key == name);
    found.next().map_or("", |(_, value)| value)
}

/// The result of `POST authentication/confirm`: 0 good, 1 invalid, 2 expired, 5 excluded.
async fn checked(client: &Client, link: &str) -> i64 {
    let body = json!({
        "type": member(link, "type"), "key": member(link, "key"), "encEmail": member(link, "encemail"),
        "uiD": member(link, "uid"),
    });
    let answer = client
        .ok("POST", "authentication/confirm", Some(body))
        .await;
    answer["result"].as_i64().unwrap()
}

/// Asks for a mail and gives the link in it.
async fn mailed(
    kit: &Kit,
    portal: &Portal,
    asked: (u16, Value),
    email: &str,
    kind: &str,
) -> String {
    assert_eq!(asked.0, 200, "{}", asked.1);
    kit.link_to(&portal.stranger(), email, kind).await
}

async fn password_link(kit: &Kit, portal: &Portal, email: &str) -> String {
    let asked = portal
        .stranger()
        .post("people/password", json!({ "email": email }))
        .await;
    mailed(kit, portal, asked, email, "PasswordChange").await
}

async fn email_link(kit: &Kit, portal: &Portal, person: &Client, email: &str) -> String {
    let asked = person.post("people/email", json!({ "email": email })).await;
    mailed(kit, portal, asked, email, "EmailChange").await
}

/// Follows a link that changes an address.
async fn change_email(person: &Client, link: &str, email: &str) -> u16 {
    let path = format!("people/{}/email", person.id);
    person
        .with_link(link)
        .put(&path, json!({ "email": email }))
        .await
        .0
}

#[tokio::test]
async fn a_link_that_changes_an_address_works_once_and_only_the_newest() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let first = email_link(&kit, &portal, &user, "first@example.com").await;
        let second = email_link(&kit, &portal, &user, "second@example.com").await;
        assert_eq!(
            change_email(&user, &first, "first@example.com").await,
            403,
            "not the newest"
        );
        assert_eq!(
            change_email(&user, &second, "other@example.com").await,
            403,
            "not its address"
        );
        assert_eq!(
            change_email(&user, &second, "second@example.com").await,
            200
        );
        let user = portal
            .stranger()
            .sign_in("second@example.com", PASSWORD)
            .await;
        let back = email_link(&kit, &portal, &user, &user.email.replace("second", "third")).await;
        assert_eq!(change_email(&user, &back, "third@example.com").await, 200);
        // The old link would bring the old address back.
        let user = portal
            .stranger()
            .sign_in("third@example.com", PASSWORD)
            .await;
        assert_eq!(
            change_email(&user, &second, "second@example.com").await,
            403
        );
        assert_eq!(checked(&portal.stranger(), &second).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_address_that_was_changed_ends_the_sessions() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let link = email_link(&kit, &portal, &user, "new@example.com").await;
        assert_eq!(change_email(&user, &link, "new@example.com").await, 200);
        assert_eq!(user.get("people/@self").await.0, 401);
        portal.stranger().sign_in("new@example.com", PASSWORD).await;
    })
    .await;
}

#[tokio::test]
async fn forged_links_are_no_links() {
    for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let (user, victim) = (
            portal.person(Role::User).await,
            portal.person(Role::Admin).await,
        );
        let good = password_link(&kit, &portal, &user.email).await;
        let (key, sealed) = (member(&good, "key"), member(&good, "encemail"));
        let (time, code) = key.split_once('.').unwrap();
        let other_mail = member(
            &password_link(&kit, &portal, &victim.email).await,
            "encemail",
        )
        .to_owned();
        let link = |kind: &str, key: &str, sealed: &str, uid: &str| {
            format!("type={kind}&key={key}&encemail={sealed}&uid={uid}")
        };
        let later = format!("{}.{code}", time.parse::<i64>().unwrap() + 1000);
        let mut forged = vec![
            link("PasswordChange", &later, sealed, &user.id),
            link("PasswordChange", key, sealed, &victim.id),
            link("PasswordChange", key, &other_mail, &victim.id),
            link("PasswordChange", &key[..key.len() - 1], sealed, &user.id),
            link("PasswordChange", &key.to_lowercase(), sealed, &user.id),
            link("PasswordChange", &format!("{key}A"), sealed, &user.id),
        ];
        for kind in access::confirm::KINDS
            .iter()
            .filter(|kind| **kind != "PasswordChange")
        {
            forged.push(link(kind, key, sealed, &user.id));
        }
        const NOBODY: &str = "00000000-0000-0000-0000-000000000000";
        const NONSENSE: [&str; 10] = [
            "",
            ".",
            "0.",
            ".0",
            "1",
            "-1.A",
            "99999999999999999999.A",
            "9223372036854775807.A",
            "-9223372036854775808.A",
            "NaN.%00",
        ];
        for key in NONSENSE {
            forged.push(link("PasswordChange", key, sealed, &user.id));
            forged.push(link("PortalContinue", key, "nonsense", NOBODY));
        }
        let path = format!("people/{}/password", user.id);
        let theirs = format!("people/{}/password", victim.id);
        for link in &forged {
            let holder = portal.stranger().with_link(link);
            for path in [&path, &theirs] {
                let (status, answer) = holder.put(path, json!({ "password": "another1234" })).await;
                assert!(status == 401 || status == 403, "{link}: {status} {answer}");
            }
            assert_ne!(checked(&portal.stranger(), link).await, 0, "{link}");
        }
        // The right one is good for its person in its portal only.
        assert_eq!(checked(&other.stranger(), &good).await, 1);
        let holder = portal.stranger().with_link(&good);
        let body = json!({ "password": "another1234" });
        assert_ne!(holder.put(&theirs, body.clone()).await.0, 200);
        assert_eq!(holder.put("portal/suspend", json!({})).await.0, 403);
        assert_eq!(holder.put(&path, body).await.0, 200);
    })
    .await;
}

const DAY: i64 = 24 * 3600 * 1_000_000;

/// A link as it is checked.
fn link(kit: &Kit, text: &str) -> Link {
    let here = kit.house().portals().installation();
    Link {
        kind: member(text, "type").to_owned(),
        key: member(text, "key").to_owned(),
        email: here.decrypt(people::confirm::EMAIL_PURPOSE, member(text, "encemail")),
        uid: member(text, "uid").parse().ok(),
        ..Link::default()
    }
}

#[tokio::test]
async fn links_live_as_long_as_they_should_whatever_the_clock_says() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let suspend = owner.post("portal/suspend", json!({})).await;
        let suspend = mailed(&kit, &portal, suspend, "Owner@Example.com", "PortalSuspend").await;
        let resume = kit
            .link_to(&owner, "Owner@Example.com", "PortalContinue")
            .await;
        let leave = user.put("people/self/delete", json!({})).await;
        let week = [
            password_link(&kit, &portal, &user.email).await,
            email_link(&kit, &portal, &user, "new@example.com").await,
            mailed(&kit, &portal, leave, &user.email, "ProfileRemove").await,
            suspend,
        ];
        let id = owner.ok("GET", "portal", None).await["tenantId"]
            .as_i64()
            .unwrap();
        let record = kit
            .house()
            .portals()
            .by_id(PortalId(id))
            .await
            .unwrap()
            .unwrap();
        let check = async |text: &str, moved: i64| {
            let link = link(&kit, text);
            let now = sql::now() + moved;
            kit.house()
                .access()
                .check_link(&record, link, None, now)
                .await
                .unwrap()
        };
        let minute = DAY / (24 * 60);
        for text in &week {
            for moved in [0, DAY, 7 * DAY - minute] {
                assert!(
                    matches!(check(text, moved).await, Checked::Ok(_)),
                    "{text} {moved}"
                );
            }
            for moved in [7 * DAY + minute, 365 * DAY, 100_000 * DAY] {
                assert_eq!(check(text, moved).await, Checked::Expired, "{text} {moved}");
            }
            // A clock that was set back by a day neither breaks a link nor makes it live for ever.
            let back = check(text, -DAY).await;
            assert!(
                matches!(back, Checked::Ok(_) | Checked::Invalid),
                "{back:?}"
            );
        }
        assert!(
            matches!(check(&resume, 3650 * DAY).await, Checked::Ok(_)),
            "never ends"
        );
    })
    .await;
}

#[tokio::test]
async fn a_login_link_lives_an_hour_and_works_once() {
    for_each_database(async |kit| {
        let order = json!({
            "portalName": "one-hour", "firstName": "A", "lastName": "B", "email": "a@example.com",
            "password": PASSWORD,
        });
        let (_, answer) = kit
            .stranger()
            .post("/apisystem/portal/register", order)
            .await;
        let text = answer["reference"]
            .as_str()
            .unwrap()
            .split_once('?')
            .unwrap()
            .1;
        let id = answer["tenant"]["tenantId"].as_i64().unwrap();
        let portal = kit
            .house()
            .portals()
            .by_id(PortalId(id))
            .await
            .unwrap()
            .unwrap();
        let check = async |moved: i64| {
            let access = kit.house().access();
            access
                .check_link(&portal, link(&kit, text), None, sql::now() + moved)
                .await
                .unwrap()
        };
        let hour = DAY / 24;
        assert!(matches!(check(0).await, Checked::Ok(_)));
        assert_eq!(check(hour + hour / 60).await, Checked::Expired);
        assert_eq!(check(DAY).await, Checked::Expired);
        let there = kit.stranger().in_portal("one-hour");
        let data =
            json!({ "confirmData": { "email": "a@example.com", "key": member(text, "key") } });
        assert_eq!(there.post("authentication", data.clone()).await.0, 200);
        for _ in 0..2 {
            assert_eq!(there.post("authentication", data.clone()).await.0, 404);
        }
        assert_eq!(check(0).await, Checked::Invalid);
        // The clock is set back by a day: what was used stays used.
        assert_ne!(
            check(-DAY).await,
            Checked::Ok(portal::Confirmed {
                kind: "Auth",
                user: None,
                email: None,
                key: String::new(),
            })
        );
    })
    .await;
}

#[tokio::test]
async fn a_used_invitation_lets_nobody_in_again() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let invitation = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        let (status, _) = portal.owner().post("people/invite", invitation).await;
        assert_eq!(status, 200);
        let link = kit.link_to(&portal.stranger(), "new@example.com", "LinkInvite").await;
        let holder = portal.stranger().with_link(&link);
        let join = async |email: &str, kind: &str| {
            let body = json!({ "email": email, "firstName": "New", "lastName": "One", "password": PASSWORD,
                "type": kind });
            holder.post("people", body).await
        };
        let (status, answer) = join("evil@example.com", "DocSpaceAdmin").await;
        assert_eq!(status, 200, "{answer}");
        // The address and the type are the invitation's, whatever the request says.
        assert_eq!(answer["response"]["email"], "new@example.com");
        assert_eq!(answer["response"]["isAdmin"], false);
        assert_ne!(join("new@example.com", "User").await.0, 200);
        assert_ne!(join("evil@example.com", "User").await.0, 200);
        let found = portal.owner().ok("GET", "people/exists?email=evil@example.com", None).await;
        assert_eq!(found["exists"], false);
    })
    .await;
}
