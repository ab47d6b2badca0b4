//! Confirm links that count once, or only the newest.

use portal::Role;
use serde_json::json;
use testkit::{Client, Kit, Portal};

use crate::kit::call;

/// The portal as the database has it.
async fn stored(kit: &Kit, portal: &Portal) -> portal::Portal {
    let alias = portal.alias.to_lowercase();
    let find = move |tx: &mut sql::Tx<'_>| portal::store::by_domain(tx, &alias);
    kit.house().db().read(find).await.unwrap().unwrap()
}

/// A person as the database has him.
async fn person(kit: &Kit, portal: &portal::Portal, client: &Client) -> people::Person {
    let (portal, user) = (portal.id, client.id.parse().unwrap());
    let find = move |tx: &mut sql::Tx<'_>| people::store::by_id(tx, portal, user);
    kit.house().db().read(find).await.unwrap().unwrap()
}

/// What `POST authentication/confirm` would say of a link at a time.
async fn number(kit: &Kit, portal: &portal::Portal, path: &str, now: i64) -> i32 {
    let mut link = access::confirm::Link::default();
    let here = kit.house().portals().installation();
    let query = path.split_once('?').unwrap().1;
    for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
        match &*name {
            "type" => link.kind = value.into_owned(),
            "key" => link.key = value.into_owned(),
            "uid" => link.uid = value.parse().ok(),
            "emplType" => link.employee_type = value.parse().ok(),
            "encemail" => {
                link.email = here.decrypt(people::confirm::EMAIL_PURPOSE, &value);
            }
            _ => {}
        }
    }
    let checked = kit.house().access().check_link(portal, link, None, now);
    checked.await.unwrap().number()
}

#[tokio::test]
async fn only_the_newest_mail_changes_an_address_and_once() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let here = stored(&kit, &portal).await;
        let stranger = portal.stranger();
        let mut ask = async |address: &str| {
            let body = json!({ "userId": user.id, "email": address });
            user.ok("POST", "people/email", Some(body)).await;
            let letter = sink.to(address).await;
            let link = stranger.follow(&testkit::links(&letter)[0]).await;
            let query = link.strip_prefix("/confirm/EmailChange?");
            query.unwrap().to_owned()
        };
        let change = async |link: &str, address: &str| {
            let header = format!("Bearer {}", user.token().unwrap());
            let headers = [("confirm", link), ("authorization", &header)];
            let (path, body) = (
                format!("people/{}/email", user.id),
                json!({ "email": address }),
            );
            call(&portal.stranger(), "PUT", &path, &headers, Some(body))
                .await
                .status
        };
        let first = ask("first@example.com").await;
        let second = ask("second@example.com").await;
        let now = sql::now();
        assert_eq!(number(&kit, &here, &format!("?{first}"), now).await, 1);
        assert_eq!(number(&kit, &here, &format!("?{second}"), now).await, 0);
        let week = 7 * 24 * 3600 * 1_000_000;
        assert_eq!(
            number(&kit, &here, &format!("?{second}"), now + week - 60_000_000).await,
            0
        );
        assert_eq!(
            number(&kit, &here, &format!("?{second}"), now + week + 1_000_000).await,
            2
        );
        assert_eq!(change(&first, "first@example.com").await, 403);
        // The link is about one address.
        assert_eq!(change(&second, "third@example.com").await, 403);
        assert_eq!(change(&second, "second@example.com").await, 200);
        assert_eq!(person(&kit, &here, &user).await.email, "second@example.com");
        assert_eq!(user.get("people/@self").await.0, 401);
        assert_eq!(number(&kit, &here, &format!("?{second}"), now).await, 1);
    })
    .await;
}

#[tokio::test]
async fn an_account_is_activated_once() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let here = stored(&kit, &portal).await;
        let who = person(&kit, &here, &user).await;
        let paths = people::confirm::Paths::new(kit.house().portals().installation().clone());
        let link = paths.personal("Activation", &who, &who.email, sql::now());
        assert_eq!(number(&kit, &here, &link, sql::now()).await, 0);
        let stranger = portal.stranger();
        let path = format!("people/{}/password", user.id);
        let header = link.split_once('?').unwrap().1;
        let choose = async |password: &str| {
            let body = json!({ "password": password });
            call(&stranger, "PUT", &path, &[("confirm", header)], Some(body))
                .await
                .status
        };
        assert_eq!(choose("another1234").await, 200);
        assert_eq!(number(&kit, &here, &link, sql::now()).await, 4);
        assert_eq!(choose("third12345").await, 401);
    })
    .await;
}

#[tokio::test]
async fn of_two_who_open_a_link_at_once_one_is_late() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let stranger = portal.stranger();
        let path = "security/activeconnections/logoutallchangepassword";
        let link = user.ok("PUT", path, None).await;
        let link = link.as_str().unwrap().split_once('?').unwrap().1;
        let path = format!("people/{}/password", user.id);
        let choose = async |password: &str| {
            let body = json!({ "password": password });
            call(&stranger, "PUT", &path, &[("confirm", link)], Some(body))
                .await
                .status
        };
        let (one, two) = tokio::join!(choose("another1234"), choose("third12345"));
        assert_eq!(
            [one, two].iter().filter(|status| **status == 200).count(),
            1,
            "{one} {two}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_mailed_invitation_ends_a_quarter_of_an_hour_after_it_was_opened() {
    testkit::for_each_database_with_mail(async |kit, sink| {
        let portal = kit.portal().await;
        let (owner, stranger) = (portal.owner(), portal.stranger());
        let here = stored(&kit, &portal).await;
        let body = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        let pending = owner.ok("POST", "people/invite", Some(body)).await;
        let letter = sink.to("new@example.com").await;
        let link = stranger.follow(&testkit::links(&letter)[0]).await;
        const MINUTE: i64 = 60_000_000;
        let after = async |link: &str, minutes: i64| {
            number(&kit, &here, link, sql::now() + minutes * MINUTE).await
        };
        assert_eq!(after(&link, 6 * 24 * 60).await, 0, "nobody has opened it");

        let mut body = json!({});
        let query = link.split_once('?').unwrap().1;
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let name = if name == "encemail" { "encEmail" } else { &*name };
            body[name] = match name {
                "emplType" => json!(value.parse::<i32>().unwrap()),
                _ => json!(value),
            };
        }
        let path = "authentication/confirm";
        for _ in 0..2 {
            let seen = stranger.ok("POST", path, Some(body.clone())).await;
            assert_eq!(
                (&seen["result"], &seen["email"]),
                (&json!(0), &json!("new@example.com"))
            );
        }
        assert_eq!(after(&link, 14).await, 0);
        assert_eq!(after(&link, 16).await, 2);

        // Sent again, it is another one.
        let again = json!({ "userIds": [pending[0]["id"]] });
        owner.ok("PUT", "people/invite", Some(again)).await;
        let letter = sink.to("new@example.com").await;
        let fresh = stranger.follow(&testkit::links(&letter)[0]).await;
        assert_eq!(after(&fresh, 16).await, 0);
        let body = json!({ "email": "new@example.com", "firstName": "New", "lastName": "Comer", "password": "test1234" });
        let (status, answer) = stranger.confirmed(&fresh, "POST", "people", Some(body)).await;
        assert_eq!(status, 200, "{answer}");
        assert_eq!(after(&fresh, 16).await, 4, "its person has joined");
    })
    .await;
}
