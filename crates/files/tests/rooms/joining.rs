//! People come into a room by its invitation link (`files/05 §7`, `platform/05 §5.15`).

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit, Portal, for_each_database};

use crate::{let_in, room, room_with};

const PASSWORD: &str = "test1234";

/// The query of a room's invitation link, as its page gets it.
async fn invitation(owner: &Client, portal: &Portal, room: i64, more: Value) -> String {
    let mut body = json!({ "linkType": 0, "access": 10, "title": "Come in" });
    body.as_object_mut()
        .unwrap()
        .extend(more.as_object().unwrap().clone());
    let path = format!("files/rooms/{room}/links");
    let made = owner.ok("PUT", &path, Some(body)).await;
    let short = made["sharedLink"]["shareLink"].as_str().unwrap();
    let long = portal.stranger().follow(short).await;
    let query = long.strip_prefix("/confirm/LinkInvite?").unwrap();
    query.to_owned()
}

/// The link as the body of `POST authentication/confirm`.
fn body(link: &str) -> Value {
    let mut body = json!({});
    for (name, value) in url::form_urlencoded::parse(link.as_bytes()) {
        let name = if name == "uid" { "uiD" } else { &*name };
        body[name] = json!(value);
    }
    body
}

/// What the page of the link is told.
async fn visit(who: &Client, link: &str) -> Value {
    who.ok("POST", "authentication/confirm", Some(body(link)))
        .await
}

/// Makes an account by the link.
async fn join(portal: &Portal, link: &str, email: &str) -> (u16, Value) {
    let body =
        json!({ "email": email, "firstName": "New", "lastName": "Comer", "password": PASSWORD });
    let stranger = portal.stranger();
    stranger.confirmed(link, "POST", "people", Some(body)).await
}

async fn uses(owner: &Client, room: i64) -> Value {
    let path = format!("files/rooms/{room}/links?type=0");
    owner.ok("GET", &path, None).await[0]["sharedLink"]["currentUseCount"].clone()
}

async fn role(owner: &Client, room: i64, who: &str) -> Value {
    let path = format!("files/rooms/{room}/share");
    let members = owner.ok("GET", &path, None).await;
    let mut members = members.as_array().unwrap().iter();
    let member = members.find(|one| one["sharedToUser"]["id"] == who);
    member.map_or(Value::Null, |one| one["access"].clone())
}

#[tokio::test]
async fn a_stranger_makes_an_account_and_belongs_to_the_room() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 5).await;
        let link = invitation(&owner, &portal, room, json!({})).await;
        let seen = visit(&portal.stranger(), &link).await;
        assert_eq!(
            (&seen["result"], &seen["roomId"], &seen["title"]),
            (&json!(0), &json!(room.to_string()), &json!("Room"))
        );
        assert_eq!((&seen["isAgent"], seen.get("email")), (&json!(false), None));
        assert_eq!(uses(&owner, room).await, 0, "looking is no use");

        let (status, made) = join(&portal, &link, "new@example.com").await;
        assert_eq!(status, 200, "{made}");
        let made = &made["response"];
        assert_eq!(
            (&made["isVisitor"], &made["activationStatus"]),
            (&json!(true), &json!(0)),
            "a guest whose address nobody has seen"
        );
        let guest = portal.stranger().sign_in("new@example.com", PASSWORD).await;
        guest.ok("GET", &format!("files/{room}"), None).await;
        assert_eq!(role(&owner, room, &guest.id).await, 10);
        assert_eq!(uses(&owner, room).await, 1);
        // Whoever handed the link out knows his guest.
        let guests = owner
            .ok("GET", "people/filter?area=guests&invitedByMe=true", None)
            .await;
        assert_eq!(guests[0]["email"], "new@example.com");
        let log = owner
            .ok("GET", &format!("files/folder/{room}/log"), None)
            .await;
        let last = &log[0];
        assert_eq!(last["action"]["id"], 5085, "{last}");
        assert_eq!(last["initiator"]["id"], guest.id, "{last}");

        // Nobody takes an account of somebody else by a link.
        let (status, answer) = join(&portal, &link, &owner.email).await;
        assert_eq!(status, 400, "{answer}");
        assert_eq!(uses(&owner, room).await, 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_signed_in_belongs_to_the_room_at_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 5).await;
        let link = invitation(&owner, &portal, room, json!({})).await;
        let user = portal.person(Role::User).await;
        assert_eq!(user.get(&format!("files/{room}")).await.0, 403);
        let seen = visit(&user, &link).await;
        assert_eq!(
            (&seen["result"], &seen["roomId"]),
            (&json!(0), &json!(room.to_string()))
        );
        user.ok("GET", &format!("files/{room}"), None).await;
        assert_eq!(role(&owner, room, &user.id).await, 10);
        for member in [&user, &owner] {
            let again = visit(member, &link).await;
            assert_eq!(
                (&again["result"], &again["roomId"]),
                (&json!(4), &json!(room.to_string()))
            );
        }
        assert_eq!(uses(&owner, room).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_link_ends_with_its_uses_and_its_time() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 5).await;
        let link = invitation(&owner, &portal, room, json!({ "maxUseCount": 1 })).await;
        let (one, two) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        let both = tokio::join!(visit(&one, &link), visit(&two, &link));
        let mut results = [both.0["result"].as_i64(), both.1["result"].as_i64()];
        results.sort_unstable();
        assert_eq!(results, [Some(0), Some(2)]);
        assert_eq!(uses(&owner, room).await, 1);
        assert_eq!(visit(&portal.stranger(), &link).await["result"], 2);
        assert_eq!(join(&portal, &link, "late@example.com").await.0, 401);

        let links = owner
            .ok("GET", &format!("files/rooms/{room}/links?type=0"), None)
            .await;
        let id = links[0]["sharedLink"]["id"].clone();
        let end = jiff_text(sql::now() + 3_600_000_000);
        let more = json!({ "linkId": id, "maxUseCount": 5, "expirationDate": end });
        let link = invitation(&owner, &portal, room, more).await;
        assert_eq!(later(&kit, &portal, &link, 3_000_000_000).await, 0);
        assert_eq!(later(&kit, &portal, &link, 3_700_000_000).await, 2);
    })
    .await;
}

/// A moment as requests write it.
fn jiff_text(at: i64) -> String {
    jiff::Timestamp::from_microsecond(at).unwrap().to_string()
}

/// What a stranger would be told so many microseconds from now.
async fn later(kit: &Kit, portal: &Portal, link: &str, after: i64) -> i32 {
    let body = body(link);
    let text = |name: &str| body[name].as_str().unwrap().to_owned();
    let link = access::confirm::Link {
        kind: text("type"),
        key: text("key"),
        uid: text("uiD").parse().ok(),
        link_id: text("linkId").parse().ok(),
        ..access::confirm::Link::default()
    };
    let alias = portal.alias.to_lowercase();
    let find = move |tx: &mut sql::Tx<'_>| portal::store::by_domain(tx, &alias);
    let here = kit.house().db().read(find).await.unwrap().unwrap();
    let checked = kit
        .house()
        .access()
        .check_link(&here, link, None, sql::now() + after);
    checked.await.unwrap().number()
}

#[tokio::test]
async fn who_was_removed_stays_out_and_who_left_comes_again() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room(&owner, 5).await;
        let link = invitation(&owner, &portal, room, json!({})).await;
        let (thrown, left) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        for person in [&thrown, &left] {
            assert_eq!(visit(person, &link).await["result"], 0);
        }
        let_in(&owner, room, &thrown, 0).await;
        assert_eq!(visit(&thrown, &link).await["result"], 5);
        assert_eq!(role(&owner, room, &thrown.id).await, Value::Null);
        let leave = json!({ "invitations": [{ "id": left.id, "access": 0 }] });
        let path = format!("files/rooms/{room}/share");
        left.ok("PUT", &path, Some(leave)).await;
        assert_eq!(visit(&left, &link).await["result"], 0);
        // Let in again by somebody, he may leave and come as he likes.
        let_in(&owner, room, &thrown, 2).await;
        let leave = json!({ "invitations": [{ "id": thrown.id, "access": 0 }] });
        thrown.ok("PUT", &path, Some(leave)).await;
        assert_eq!(visit(&thrown, &link).await["result"], 0);
    })
    .await;
}

#[tokio::test]
async fn a_link_is_good_as_it_was_signed_and_while_its_room_is_awake() {
    for_each_database(async |kit| {
        let (portal, other) = (kit.portal().await, kit.portal().await);
        let owner = portal.owner();
        let (mine, another) = (room(&owner, 5).await, room(&owner, 2).await);
        let link = invitation(&owner, &portal, mine, json!({})).await;
        let foreign = invitation(&owner, &portal, another, json!({})).await;
        let user = portal.person(Role::User).await;
        let result = async |who: &Client, change: (&str, Value)| {
            let mut body = body(&link);
            body[change.0] = change.1;
            let path = "authentication/confirm";
            who.ok("POST", path, Some(body)).await["result"].clone()
        };
        assert_eq!(result(&user, ("uiD", json!(user.id))).await, 1);
        let id = body(&foreign)["linkId"].clone();
        assert_eq!(result(&user, ("linkId", id)).await, 1);
        assert_eq!(
            result(&user, ("linkId", json!(uuid::Uuid::new_v4()))).await,
            1
        );
        assert_eq!(result(&user, ("key", json!("1.ABC"))).await, 1);
        assert_eq!(visit(&other.owner(), &link).await["result"], 1);
        assert_eq!(role(&owner, mine, &user.id).await, Value::Null);

        let path = format!("files/rooms/{mine}/archive");
        owner.ok("PUT", &path, Some(json!({}))).await;
        testkit::eventually(async || {
            let operations = owner.ok("GET", "files/fileops", None).await;
            let all = operations.as_array().unwrap().clone();
            all.iter().all(|one| one["finished"] == true).then_some(())
        })
        .await;
        assert_eq!(visit(&user, &link).await["result"], 1);
        assert_eq!(join(&portal, &link, "new@example.com").await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn where_no_guests_are_wanted_links_make_none() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = room_with(&owner, json!({ "title": "Room", "roomType": 6 })).await["id"]
            .as_i64()
            .unwrap();
        let link = invitation(&owner, &portal, room, json!({ "access": 11 })).await;
        let off = json!({ "allowInvitingMembers": true, "allowInvitingGuests": false });
        owner
            .ok("PUT", "settings/invitationsettings", Some(off))
            .await;
        assert_eq!(join(&portal, &link, "new@example.com").await.0, 403);
        let people = owner.ok("GET", "people/filter?area=guests", None).await;
        assert_eq!(people, json!([]));
        // People of the portal are no new guests.
        let user = portal.person(Role::User).await;
        assert_eq!(visit(&user, &link).await["result"], 0);
        assert_eq!(role(&owner, room, &user.id).await, 11);
    })
    .await;
}
