//! Many at once: whatever the order, the rules hold afterwards.

use axum::body::Body;
use futures::future::join_all;
use http::header;
use portal::{PortalId, Role};
use serde_json::{Value, json};
use testkit::{Answer, Client, Kit, Portal, for_each_database};

use crate::PASSWORD;

/// Makes calls at the same time, each in a task of its own.
async fn at_once<F>(calls: impl IntoIterator<Item = F>) -> Vec<Answer>
where
    F: Future<Output = Answer> + Send + 'static,
{
    let tasks: Vec<_> = calls.into_iter().map(tokio::spawn).collect();
    join_all(tasks)
        .await
        .into_iter()
        .map(|task| task.unwrap())
        .collect()
}

/// The same call with different bodies.
async fn all(method: &'static str, calls: Vec<(Client, String, Value)>) -> Vec<Answer> {
    at_once(
        calls.into_iter().map(|(client, path, body)| async move {
            client.call(method, &path, Some(body)).await
        }),
    )
    .await
}

/// How many were answered 200; the others must have been refused with one of the statuses.
fn granted(answers: &[Answer], refused: &[u16]) -> usize {
    for (status, answer) in answers {
        assert!(
            *status == 200 || refused.contains(status),
            "{status}: {answer}"
        );
    }
    answers.iter().filter(|(status, _)| *status == 200).count()
}

fn person(email: &str) -> Value {
    json!({ "email": email, "firstName": "A", "lastName": "B", "password": PASSWORD, "type": "User" })
}

/// Roles and states as administrators see them.
async fn seen(portal: &Portal, person: &Client) -> Value {
    portal
        .owner()
        .ok("GET", &format!("people/{}", person.id), None)
        .await
}

#[tokio::test(flavor = "multi_thread")]
async fn an_address_belongs_to_one_person() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        for round in 0..3 {
            let email = |n: usize| match n % 2 {
                0 => format!("Same{round}@Example.com"),
                _ => format!("same{round}@example.com"),
            };
            let call = |n| (portal.owner(), "people".to_owned(), person(&email(n)));
            let answers = all("POST", (0..8).map(call).collect()).await;
            assert_eq!(granted(&answers, &[400]), 1);
            for (_, answer) in answers.iter().filter(|(status, _)| *status == 400) {
                let text = answer["error"]["message"].as_str().unwrap();
                assert!(text.contains("already registered"), "{text}");
            }
        }
        // The same by inviting, making and changing addresses.
        let user = portal.person(Role::User).await;
        let email = "wanted@example.com";
        let room = json!({ "title": "R", "roomType": 5 });
        let room = portal.owner().ok("POST", "files/rooms", Some(room)).await;
        let share = format!("files/rooms/{}/share", room["id"]);
        let invite = json!({ "invitations": [{ "email": email, "type": "User" }] });
        let to_room = json!({ "invitations": [{ "email": email, "access": 2 }] });
        let calls = [
            ("POST", "people", person(email)),
            ("POST", "people/active", person(email)),
            ("POST", "people/invite", invite.clone()),
            ("POST", "people/invite", invite),
            ("PUT", &share, to_room.clone()),
            ("PUT", &share, to_room),
            (
                "POST",
                "people/email",
                json!({ "userId": user.id, "email": email }),
            ),
        ];
        let calls = calls.map(|(method, path, body)| {
            let (owner, path) = (portal.owner(), path.to_owned());
            async move { owner.call(method, &path, Some(body)).await }
        });
        granted(&at_once(calls).await, &[400]);
        let found = portal
            .owner()
            .ok("GET", "people/filter?filterValue=wanted", None)
            .await;
        assert_eq!(found.as_array().unwrap().len(), 1, "{found}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn names_of_users_are_told_apart() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let call = |n| {
            (
                portal.owner(),
                "people".to_owned(),
                person(&format!("same@host{n}.example")),
            )
        };
        let answers = all("POST", (0..8).map(call).collect()).await;
        assert_eq!(granted(&answers, &[]), 8);
        let names = answers
            .iter()
            .map(|(_, answer)| answer["response"]["userName"].to_string());
        let names: std::collections::HashSet<String> = names.collect();
        assert_eq!(names.len(), 8, "{names:?}");
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn there_is_one_invitation_link_of_a_type() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let body = json!({ "employeeType": "User", "maxUseCount": 5 });
        let path = "portal/users/invitationlink";
        let call = |_| (portal.owner(), path.to_owned(), body.clone());
        let answers = all("POST", (0..6).map(call).collect()).await;
        assert_eq!(granted(&answers, &[400]), 1);
        for (_, answer) in answers.iter().filter(|(status, _)| *status == 400) {
            let text = "link with the same EmployeeType already exists";
            assert_eq!(answer["error"]["message"], text);
        }
        let old = (0..6).map(|_| {
            (
                portal.owner(),
                "portal/users/invite/RoomAdmin".to_owned(),
                Value::Null,
            )
        });
        assert_eq!(granted(&all("GET", old.collect()).await, &[]), 6);
    })
    .await;
}

/// Where a short address leads: what follows the question mark.
async fn behind(portal: &Portal, url: &str) -> String {
    let short = &url[url.find("/s/").unwrap()..];
    let request = portal
        .stranger()
        .request("GET", short)
        .body(Body::empty())
        .unwrap();
    let response = portal.stranger().send(request).await;
    let location = response.headers()[header::LOCATION].to_str().unwrap();
    location.split_once('?').unwrap().1.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_invitation_link_is_used_as_often_as_it_says() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let path = "portal/users/invitationlink";
        let body = json!({ "employeeType": "User", "maxUseCount": 3 });
        let link = portal.owner().ok("POST", path, Some(body)).await;
        let holder = portal
            .stranger()
            .with_link(&behind(&portal, link["url"].as_str().unwrap()).await);
        let join = |n| {
            (
                holder.clone(),
                "people".to_owned(),
                person(&format!("new{n}@example.com")),
            )
        };
        let answers = all("POST", (0..10).map(join).collect()).await;
        assert_eq!(granted(&answers, &[401, 404]), 3);
        let found = portal
            .owner()
            .ok("GET", "people/filter?filterValue=new", None)
            .await;
        assert_eq!(found.as_array().unwrap().len(), 3);
        let link = portal
            .owner()
            .ok("GET", "portal/users/invitationlink/User", None)
            .await;
        assert_eq!(link["currentUseCount"], 3);
        // Raised and lowered while people come: never more uses than allowed.
        let raise = |max: i64| json!({ "id": link["id"], "maxUseCount": max });
        portal.owner().ok("PUT", path, Some(raise(6))).await;
        let mut calls: Vec<_> = (10..18).map(join).map(|call| ("POST", call)).collect();
        for max in [4, 5, 4, 5] {
            calls.insert(
                max as usize,
                ("PUT", (portal.owner(), path.to_owned(), raise(max))),
            );
        }
        let answers = at_once(
            calls
                .into_iter()
                .map(|(method, (client, path, body))| async move {
                    client.call(method, &path, Some(body)).await
                }),
        )
        .await;
        granted(&answers, &[400, 401, 404]);
        let link = portal
            .owner()
            .ok("GET", "portal/users/invitationlink/User", None)
            .await;
        assert!(
            link["currentUseCount"].as_i64() <= link["maxUseCount"].as_i64(),
            "{link}"
        );
        let found = portal
            .owner()
            .ok("GET", "people/filter?filterValue=new", None)
            .await;
        let people = i64::try_from(found.as_array().unwrap().len()).unwrap();
        assert_eq!(link["currentUseCount"].as_i64(), Some(people));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_mailed_invitation_makes_one_person() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let invitation = json!({ "invitations": [{ "email": "new@example.com", "type": "User" }] });
        portal
            .owner()
            .ok("POST", "people/invite", Some(invitation))
            .await;
        let stranger = portal.stranger();
        let link = kit
            .link_to(&stranger, "new@example.com", "LinkInvite")
            .await;
        let holder = stranger.with_link(&link);
        let join = |n: usize| {
            let mut body = person("new@example.com");
            body["password"] = json!(format!("password{n}"));
            (holder.clone(), "people".to_owned(), body)
        };
        let answers = all("POST", (0..6).map(join).collect()).await;
        assert_eq!(granted(&answers, &[400, 401, 404]), 1);
        let winner = answers
            .iter()
            .position(|(status, _)| *status == 200)
            .unwrap();
        portal
            .stranger()
            .sign_in("new@example.com", &format!("password{winner}"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_that_changes_a_password_works_once_also_at_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let remind = json!({ "email": user.email });
        assert_eq!(
            portal.stranger().post("people/password", remind).await.0,
            200
        );
        let stranger = portal.stranger();
        let link = kit.link_to(&stranger, &user.email, "PasswordChange").await;
        let holder = stranger.with_link(&link);
        let path = format!("people/{}/password", user.id);
        let change = |n| {
            (
                holder.clone(),
                path.clone(),
                json!({ "password": format!("password{n}") }),
            )
        };
        let answers = all("PUT", (0..6).map(change).collect()).await;
        assert_eq!(granted(&answers, &[401, 403]), 1);
        let winner = answers
            .iter()
            .position(|(status, _)| *status == 200)
            .unwrap();
        portal
            .stranger()
            .sign_in(&user.email, &format!("password{winner}"))
            .await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_disabled_while_he_edits_his_profile_stays_disabled() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        for round in 0..6 {
            let user = portal.person(Role::User).await;
            let edit = |n: usize| {
                let body = json!({ "firstName": "Busy", "lastName": (["One", "Two"][n % 2]) });
                (user.clone(), format!("people/{}", user.id), body)
            };
            let mut calls: Vec<_> = (0..6).map(edit).collect();
            let disable = json!({ "userIds": [user.id] });
            calls.insert(
                round,
                (portal.owner(), "people/status/2".to_owned(), disable),
            );
            granted(&all("PUT", calls).await, &[401]);
            let after = seen(&portal, &user).await;
            assert_eq!(after["status"], 2, "{after}");
            assert_eq!(user.get("people/@self").await.0, 401);
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_session_outlives_a_change_of_the_password() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        for round in 0..4 {
            let user = portal.person(Role::User).await;
            let remind = json!({ "email": user.email });
            assert_eq!(
                portal.stranger().post("people/password", remind).await.0,
                200
            );
            let stranger = portal.stranger();
            let link = kit.link_to(&stranger, &user.email, "PasswordChange").await;
            let change = (
                "PUT",
                stranger.with_link(&link),
                format!("people/{}/password", user.id),
                json!({ "password": "another1234" }),
            );
            let login = json!({ "userName": user.email, "password": PASSWORD });
            let login = (
                "POST",
                portal.stranger(),
                "authentication".to_owned(),
                login,
            );
            let mut calls = vec![login; 5];
            calls.insert(round, change);
            let answers = at_once(calls.into_iter().map(
                |(method, client, path, body)| async move {
                    client.call(method, &path, Some(body)).await
                },
            ))
            .await;
            granted(&answers, &[401]);
            for (_, answer) in &answers {
                if let Some(token) = answer["response"]["token"].as_str() {
                    assert_eq!(
                        portal
                            .stranger()
                            .with_token(token)
                            .get("people/@self")
                            .await
                            .0,
                        401
                    );
                }
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn administrators_who_demote_each_other_both_fail() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (one, two) = (
            portal.person(Role::Admin).await,
            portal.person(Role::Admin).await,
        );
        let demote = |by: &Client, whom: &Client| {
            let administrator = json!({ "productId": "00000000-0000-0000-0000-000000000000",
                "userId": whom.id, "administrator": false });
            vec![
                (
                    by.clone(),
                    "settings/security/administrator".to_owned(),
                    administrator,
                ),
                (
                    by.clone(),
                    "people/type/RoomAdmin".to_owned(),
                    json!({ "userIds": [whom.id] }),
                ),
                (
                    by.clone(),
                    "people/status/2".to_owned(),
                    json!({ "userIds": [whom.id] }),
                ),
            ]
        };
        let calls = [demote(&one, &two), demote(&two, &one)].concat();
        assert_eq!(granted(&all("PUT", calls).await, &[403]), 0);
        for admin in [&one, &two] {
            let after = seen(&portal, admin).await;
            assert_eq!(
                (&after["isAdmin"], &after["status"]),
                (&json!(true), &json!(1))
            );
        }
        // The owner demotes one of them while both are at work on others.
        let (user, third) = (
            portal.person(Role::User).await,
            portal.person(Role::RoomAdmin).await,
        );
        let demoted = json!({ "userIds": [one.id] });
        let raise = |whom: &Client| json!({ "userIds": [whom.id] });
        let answers = all(
            "PUT",
            vec![
                (portal.owner(), "people/type/RoomAdmin".to_owned(), demoted),
                (
                    one.clone(),
                    "people/type/RoomAdmin".to_owned(),
                    raise(&user),
                ),
                (two.clone(), "people/status/2".to_owned(), raise(&third)),
            ],
        )
        .await;
        granted(&answers, &[401, 403]);
        assert_eq!(answers[0].0, 200);
        assert_eq!(seen(&portal, &one).await["isAdmin"], false);
        // From now on what he has in his hands is worth nothing.
        assert_eq!(one.put("people/type/RoomAdmin", raise(&user)).await.0, 401);
    })
    .await;
}

/// Confirms the address of an owner, who cannot give his portal away before.
async fn confirm_address(kit: &Kit, owner: &Client) {
    let id = owner.ok("GET", "portal", None).await["tenantId"].clone();
    let (id, user) = (PortalId(id.as_i64().unwrap()), owner.id.parse().unwrap());
    let read = move |tx: &mut sql::Tx<'_>| people::store::by_id(tx, id, user);
    let person = kit.house().db().read(read).await.unwrap().unwrap();
    let paths = people::confirm::Paths::new(kit.house().portals().installation().clone());
    let path = paths.personal("EmailActivation", &person, &owner.email, sql::now());
    let link = path.split_once('?').unwrap().1;
    let body = json!({ "userIds": [owner.id] });
    owner
        .with_link(link)
        .ok("PUT", "people/activationstatus/1", Some(body))
        .await;
}

/// Makes a mailed offer of the portal to somebody; gives the link.
async fn offer(kit: &Kit, owner: &Client, heir: &Client) -> String {
    confirm_address(kit, owner).await;
    let (status, answer) = owner
        .post("settings/owner", json!({ "ownerId": heir.id }))
        .await;
    assert_eq!(
        (status, &answer["response"]["status"]),
        (200, &json!(1)),
        "{answer}"
    );
    kit.link_to(owner, &owner.email, "PortalOwnerChange").await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_has_one_owner_who_can_sign_in() {
    for_each_database(async |kit| {
        for round in 0..6 {
            let portal = kit.portal().await;
            let owner = portal.owner();
            let heir = portal.person(Role::Admin).await;
            let link = offer(&kit, &owner, &heir).await;
            let body = json!({ "userIds": [heir.id] });
            let mut calls = vec![
                (
                    "PUT",
                    owner.clone(),
                    "people/status/2".to_owned(),
                    body.clone(),
                ),
                (
                    "PUT",
                    owner.clone(),
                    "people/type/RoomAdmin".to_owned(),
                    body.clone(),
                ),
                (
                    "PUT",
                    heir.clone(),
                    format!("people/{}", heir.id),
                    json!({ "firstName": "Heir" }),
                ),
                (
                    "PUT",
                    owner.clone(),
                    format!("people/{}", owner.id),
                    json!({ "firstName": "Owner" }),
                ),
                (
                    "POST",
                    owner.clone(),
                    "settings/greetingsettings".to_owned(),
                    json!({ "title": "New" }),
                ),
                (
                    "POST",
                    owner.clone(),
                    "people/type".to_owned(),
                    json!({ "type": "User", "userId": heir.id }),
                ),
            ];
            let hand_over = (
                "PUT",
                portal.stranger().with_link(&link),
                "settings/owner".to_owned(),
                json!({ "ownerId": heir.id }),
            );
            calls.insert(round, hand_over);
            let answers = at_once(calls.into_iter().map(
                |(method, client, path, body)| async move {
                    client.call(method, &path, Some(body)).await
                },
            ))
            .await;
            granted(&answers, &[400, 401, 403]);
            owners_are_one(&kit, &portal).await;
        }
    })
    .await;
}

/// One active person is the owner, and the portal's record says the same.
async fn owners_are_one(kit: &Kit, portal: &Portal) {
    let alias = portal.alias.to_lowercase();
    let found = testkit::eventually(async || {
        let alias = alias.clone();
        let read = kit.house().db().read::<_, sql::Error>(move |tx| {
            // A task that was started meanwhile comes to its end first.
            let busy: i64 = tx.query_one(
                "SELECT COUNT(*) FROM jobs WHERE kind LIKE 'people.%' AND status < 2",
                &[],
            )?;
            let record = portal::store::by_domain(tx, &alias)?;
            let Some(record) = record.filter(|_| busy == 0) else {
                return Ok(None);
            };
            let owners: Vec<(String, i64)> = tx.query(
                "SELECT id, status FROM people WHERE portal_id = $1 AND role = 5",
                &sql::params![record.id],
            )?;
            Ok(Some((record, owners)))
        });
        read.await.unwrap()
    });
    let (record, owners) = found.await;
    assert_eq!(
        owners,
        [(record.owner.to_string(), 1)],
        "one, active, and the same"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_setup_is_done_once() {
    for database in sql::testing::TestDatabase::all().await {
        let kit = Kit::start(database, |config| config.dev = false).await;
        kit.house().ensure_first_portal().await.unwrap();
        let settings = kit.stranger().ok("GET", "settings", None).await;
        let holder = kit
            .stranger()
            .with_link(settings["wizardToken"].as_str().unwrap());
        let setup = |n: usize| {
            let body = json!({ "email": format!("me{n}@example.com"), "passwordHash": "0".repeat(64),
                "lng": "de", "timeZone": "UTC" });
            (holder.clone(), "settings/wizard/complete".to_owned(), body)
        };
        let answers = all("PUT", (0..5).map(setup).collect()).await;
        assert_eq!(granted(&answers, &[401, 403, 500]), 1);
        let winner = answers
            .iter()
            .position(|(status, _)| *status == 200)
            .unwrap();
        let mut signed_in = 0;
        for n in 0..5 {
            let login =
                json!({ "userName": format!("me{n}@example.com"), "passwordHash": "0".repeat(64) });
            let status = kit.stranger().post("authentication", login).await.0;
            assert_eq!(status == 200, n == winner);
            signed_in += usize::from(status == 200);
        }
        assert_eq!(signed_in, 1);
        kit.house().close().await;
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_alias_belongs_to_one_portal() {
    for_each_database(async |kit| {
        let order = |n: usize| {
            let body = json!({ "portalName": (["the-name", "The-Name"][n % 2]), "firstName": "A", "lastName": "B",
                "email": format!("a{n}@example.com"), "password": PASSWORD });
            (kit.stranger(), "/apisystem/portal/register".to_owned(), body)
        };
        let answers = all("POST", (0..6).map(order).collect()).await;
        assert_eq!(granted(&answers, &[400]), 1);
        for (_, answer) in answers.iter().filter(|(status, _)| *status == 400) {
            assert_eq!(answer["error"], "portalNameExist");
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_task_on_a_person_runs_once() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::RoomAdmin).await;
        let body = json!({ "type": "User", "userId": user.id });
        let call = |_| (portal.owner(), "people/type".to_owned(), body.clone());
        let answers = all("POST", (0..6).map(call).collect()).await;
        assert_eq!(granted(&answers, &[]), 6);
        let ids = answers
            .iter()
            .map(|(_, answer)| answer["response"]["id"].to_string());
        let ids: std::collections::HashSet<String> = ids.collect();
        assert_eq!(ids.len(), 1, "{ids:?}");
        let id = user.id.clone();
        let jobs: i64 = kit
            .house()
            .db()
            .read::<_, sql::Error>(move |tx| {
                tx.query_one(
                    "SELECT COUNT(*) FROM jobs WHERE kind = 'people.type' AND owner = $1",
                    &sql::params![id],
                )
            })
            .await
            .unwrap();
        assert_eq!(jobs, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn photos_uploaded_at_once_leave_one() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let user = portal.person(Role::User).await;
        let path = format!("people/{}/photo?Autosave=true", user.id);
        let png = crate::pictures::flat_png(64, 64);
        let upload = |_| {
            let (user, path, png) = (user.clone(), path.clone(), png.clone());
            async move { user.upload(&path, "me.png", &png).await }
        };
        let answers = at_once((0..5).map(upload)).await;
        assert_eq!(granted(&answers, &[]), 5);
        let photo = user
            .ok("GET", &format!("people/{}/photo", user.id), None)
            .await;
        let (status, _) = (user.ok("GET", "people/@self", None).await, photo);
        assert_eq!(status["id"], user.id);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn groups_keep_everybody_who_was_added() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let manager = portal.person(Role::Admin).await;
        let body = json!({ "groupName": "G", "groupManager": manager.id, "members": [] });
        let group = portal.owner().ok("POST", "group", Some(body)).await;
        let path = format!("group/{}", group["id"].as_str().unwrap());
        let mut people = Vec::new();
        for _ in 0..4 {
            people.push(portal.person(Role::User).await);
        }
        let add = |one: &Client| json!({ "groupManager": manager.id, "membersToAdd": [one.id] });
        let mut calls: Vec<_> = people
            .iter()
            .map(|one| (portal.owner(), path.clone(), add(one)))
            .collect();
        calls.push((
            portal.owner(),
            path.clone(),
            json!({ "groupName": "Renamed", "groupManager": manager.id }),
        ));
        assert_eq!(granted(&all("PUT", calls).await, &[]), 5);
        let after = portal.owner().ok("GET", &path, None).await;
        assert_eq!(
            (&after["name"], &after["membersCount"]),
            (&json!("Renamed"), &json!(5))
        );
    })
    .await;
}
