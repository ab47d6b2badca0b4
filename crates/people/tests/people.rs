//! Profiles, states, types, e-mails and lists over HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod kit;

use kit::Kit;
use portal::Role::{Admin, Guest, RoomAdmin, User};
use serde_json::json;
use sql::testing::for_each_database;

#[tokio::test]
async fn everybody_has_exactly_one_type() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let flags = [
            "isOwner",
            "isAdmin",
            "isRoomAdmin",
            "isCollaborator",
            "isVisitor",
        ];
        let mut all = vec![(kit.owner.clone(), "isOwner")];
        for (role, flag) in [
            (Admin, "isAdmin"),
            (RoomAdmin, "isRoomAdmin"),
            (User, "isCollaborator"),
            (Guest, "isVisitor"),
        ] {
            all.push((kit.person(&kit.owner, role, flag).await, flag));
        }
        for (person, flag) in all {
            let me = kit.ok(&person, "GET", "people/@self", None).await;
            for one in flags {
                assert_eq!(me[one], json!(one == flag), "{one} of {flag}");
            }
            assert_eq!(me["isLDAP"], json!(false));
            assert_eq!(me["theme"], json!("System"));
            assert_eq!(me["hasPersonalFolder"], json!(flag != "isVisitor"));
        }
    })
    .await;
}

#[tokio::test]
async fn an_address_keeps_its_case_and_is_found_without_it() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let found = kit
            .ok(
                &kit.owner,
                "GET",
                "people/email?email=OWNER%40example.com",
                None,
            )
            .await;
        assert_eq!(found["email"], json!("Owner@Example.com"));
        let user = kit.person(&kit.owner, User, "Ann").await;
        assert_eq!(
            kit.refused(
                &user,
                ("GET", "people/email?email=owner@example.com"),
                None,
                403
            )
            .await,
            "Access denied"
        );
        assert_eq!(
            kit.refused(
                &user,
                ("GET", "people/email?email=nobody@example.com"),
                None,
                403
            )
            .await,
            "Access denied"
        );
        let text = kit
            .refused(
                &kit.owner,
                ("GET", "people/email?email=nobody@example.com"),
                None,
                404,
            )
            .await;
        assert_eq!(text, "The user could not be found");
    })
    .await;
}

#[tokio::test]
async fn people_change_their_own_names_only() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Ann").await;
        let path = format!("people/{}", user.id);
        let body = json!({"firstName": "Mary Ann", "lastName": "O'Hara"});
        let changed = kit.ok(&user, "PUT", &path, Some(body.clone())).await;
        assert_eq!(changed["displayName"], json!("Mary Ann O'Hara"));
        let digits = json!({"firstName": "12345", "lastName": "678"});
        let text = kit.refused(&user, ("PUT", &path), Some(digits), 400).await;
        assert_eq!(text, "Incorrect firstname or lastname");
        let owner = format!("people/{}", kit.owner.id);
        assert_eq!(
            kit.refused(&user, ("PUT", &owner), Some(body), 403).await,
            "Access denied"
        );
        let long = json!({"firstName": "a".repeat(260), "lastName": "b"});
        let (status, answer) = kit.call(&user, "PUT", &path, Some(long)).await;
        assert_eq!(status, 400);
        let texts = &answer["response"]["errors"]["UpdateMember.FirstName"];
        assert_eq!(
            texts[0],
            json!("The field FirstName must be a string with a maximum length of 255.")
        );
    })
    .await;
}

#[tokio::test]
async fn cultures_are_everybodys_own_business() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Ann").await;
        let (path, body) = (
            format!("people/{}/culture", user.id),
            json!({"cultureName": "de"}),
        );
        assert_eq!(
            kit.ok(&user, "PUT", &path, Some(body.clone())).await["cultureName"],
            json!("de")
        );
        assert_eq!(
            kit.refused(&kit.owner, ("PUT", &path), Some(body.clone()), 403)
                .await,
            "Access denied"
        );
        let nobody = "people/00000000-0000-0000-0000-000000000000/culture";
        assert_eq!(
            kit.refused(&user, ("PUT", nobody), Some(body), 404).await,
            "The user could not be found"
        );
        let (_, answer) = kit
            .call(
                &user,
                "PUT",
                &path,
                Some(json!({"cultureName": "x".repeat(260)})),
            )
            .await;
        assert!(
            answer["response"]["errors"]["Culture.CultureName"][0].is_string(),
            "{answer}"
        );
    })
    .await;
}

#[tokio::test]
async fn states_change_in_the_order_of_the_request_or_not_at_all() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let one = kit.person(&kit.owner, User, "Uma").await;
        let two = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        let ids = json!({"userIds": [two.id, one.id]});
        let done = kit.ok(&admin, "PUT", "people/status/2", Some(ids)).await;
        assert_eq!(
            (&done[0]["id"], &done[1]["id"]),
            (&json!(two.id), &json!(one.id))
        );
        assert_eq!(done[1]["status"], json!(2));
        let mixed = json!({"userIds": [kit.owner.id, one.id]});
        assert_eq!(
            kit.refused(&admin, ("PUT", "people/status/1"), Some(mixed), 403)
                .await,
            "Access denied"
        );
        assert!(kit.now(&one).await.unwrap().is_terminated());
        let listed = kit.call(&kit.owner, "GET", "people/status/2", None).await.1;
        assert_eq!((&listed["count"], &listed["total"]), (&json!(2), &json!(2)));
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Ron").await;
        let listed = kit
            .call(&room_admin, "GET", "people/status/2", None)
            .await
            .1;
        assert_eq!((&listed["count"], &listed["total"]), (&json!(0), &json!(0)));
    })
    .await;
}

#[tokio::test]
async fn only_disabled_people_are_deleted() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let path = format!("people/{}", user.id);
        assert_eq!(
            kit.refused(&kit.owner, ("DELETE", &path), None, 403).await,
            "The user is not suspended"
        );
        assert_eq!(
            kit.refused(&user, ("DELETE", &path), None, 403).await,
            "Access denied"
        );
        let ids = Some(json!({"userIds": [user.id]}));
        assert_eq!(
            kit.refused(&admin, ("PUT", "people/delete"), ids.clone(), 403)
                .await,
            "Users are not suspended"
        );
        kit.ok(&admin, "PUT", "people/status/2", ids).await;
        assert_eq!(
            kit.ok(&admin, "DELETE", &path, None).await["id"],
            json!(user.id)
        );
        assert_eq!(
            kit.refused(&admin, ("DELETE", &path), None, 404).await,
            "The user could not be found"
        );
        let text = kit
            .refused(
                &admin,
                ("PUT", "people/delete"),
                Some(json!({"userId": user.id})),
                400,
            )
            .await;
        assert_eq!(text, "Value cannot be null. (Parameter 'inDto?.UserIds')");
    })
    .await;
}

#[tokio::test]
async fn a_room_administrator_sees_of_guests_his_own() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        let foreign = kit.person(&kit.owner, Guest, "Gus").await;
        let own = kit.person(&room_admin, Guest, "Gil").await;
        let names = async |query: &str| {
            let found = kit.ok(&room_admin, "GET", query, None).await;
            found
                .as_array()
                .unwrap()
                .iter()
                .map(|one| one["id"].as_str().unwrap().to_owned())
                .collect::<Vec<_>>()
        };
        for query in [
            "people/filter?area=Guests",
            "people/simple/filter?employeeType=Guest",
        ] {
            assert_eq!(names(query).await, [own.id.to_string()], "{query}");
        }
        let photo = format!("people/{}/photo", foreign.id);
        assert_eq!(
            kit.refused(&room_admin, ("GET", &photo), None, 403).await,
            "Access denied"
        );
        let ids = |id| Some(json!({"userIds": [id]}));
        assert_eq!(
            kit.refused(
                &room_admin,
                ("DELETE", "people/guests"),
                ids(foreign.id),
                403
            )
            .await,
            "Access denied"
        );
        kit.ok(&room_admin, "DELETE", "people/guests", ids(own.id))
            .await;
        assert!(names("people/filter?area=Guests").await.is_empty());
        assert_eq!(
            kit.refused(&kit.owner, ("DELETE", "people/guests"), ids(own.id), 403)
                .await,
            "Access denied"
        );
    })
    .await;
}

#[tokio::test]
async fn a_search_finds_names_with_a_blank_and_addresses() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Ann-Marie").await;
        for query in [
            "people/@search/ann-marie%20o'conn",
            "people/search?query=ANN-MARIE%40example",
            "people/status/1/search?query=o'connell+ann",
            "people/filter?filterValue=ann-marie+O%27Connell&sortBy=type&sortOrder=descending",
            "people/filter?filterSeparator=|&filterValue=nonsense|ann",
        ] {
            let found = kit.ok(&kit.owner, "GET", query, None).await;
            assert_eq!(found[0]["id"], json!(user.id), "{query}: {found}");
        }
        let room_admin = kit.person(&kit.owner, RoomAdmin, "Rob").await;
        for query in ["people/search?query=ann", "people/@search/ann"] {
            assert_eq!(
                kit.refused(&room_admin, ("GET", query), None, 403).await,
                "Access denied"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn a_page_of_people_needs_few_statements() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        for n in 0..30 {
            let name = format!("P{}", char::from(b'a' + n % 26)).repeat(1 + usize::from(n / 26));
            kit.person(&kit.owner, User, &name).await;
        }
        let before = kit.db.statements();
        let page = kit.call(&kit.owner, "GET", "people?count=25", None).await.1;
        assert_eq!((&page["count"], &page["total"]), (&json!(25), &json!(31)));
        assert_eq!(page["response"][0]["isOwner"], json!(true));
        // One of them looks the caller up for the test itself.
        assert!(
            kit.db.statements() - before <= 6,
            "{}",
            kit.db.statements() - before
        );
    })
    .await;
}

#[tokio::test]
async fn quotas_are_shown_when_they_are_on() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let on = portal::settings::UserQuota {
            enable_quota: true,
            default_quota: 524_288_000,
        };
        kit.db
            .write::<_, sql::Error>(move |tx| {
                portal::settings::save(tx, kit::HERE, portal::Scope::Portal, &on, sql::now())
            })
            .await
            .unwrap();
        let body = |quota: serde_json::Value| Some(json!({"userIds": [user.id], "quota": quota}));
        let set = kit
            .ok(
                &kit.owner,
                "PUT",
                "people/userquota",
                body(json!("104857600")),
            )
            .await;
        assert_eq!(
            (&set[0]["quotaLimit"], &set[0]["isCustomQuota"]),
            (&json!(104_857_600), &json!(true))
        );
        let reset = kit
            .ok(&kit.owner, "PUT", "people/resetquota", body(json!(0)))
            .await;
        assert_eq!(
            (&reset[0]["quotaLimit"], &reset[0]["isCustomQuota"]),
            (&json!(524_288_000), &json!(false))
        );
        let path = ("PUT", "people/userquota");
        let text = kit
            .refused(&kit.owner, path, body(json!(999_999_999_999_999_i64)), 400)
            .await;
        assert!(text.starts_with("Failed to set quota per user."), "{text}");
        assert_eq!(
            kit.refused(&user, path, body(json!(1)), 403).await,
            "Access denied"
        );
    })
    .await;
}

#[tokio::test]
async fn administrators_change_addresses_at_once() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let admin = kit.person(&kit.owner, Admin, "Ada").await;
        let user = kit.person(&kit.owner, User, "Uma").await;
        let body = |person: &people::Person, email: &str| {
            Some(json!({"userId": person.id, "email": email}))
        };
        let text = kit
            .ok(
                &admin,
                "POST",
                "people/email",
                body(&user, "new@example.com"),
            )
            .await;
        assert_eq!(
            text,
            json!("The email change instructions have been successfully sent")
        );
        assert_eq!(kit.now(&user).await.unwrap().email, "new@example.com");
        kit.ok(
            &user,
            "POST",
            "people/email",
            body(&user, "other@example.com"),
        )
        .await;
        assert_eq!(
            kit.now(&user).await.unwrap().email,
            "new@example.com",
            "mailed, not changed"
        );
        let path = ("POST", "people/email");
        assert_eq!(
            kit.refused(&admin, path, body(&kit.owner, "x@example.com"), 403)
                .await,
            "Access denied"
        );
        assert_eq!(
            kit.refused(&user, path, body(&admin, "x@example.com"), 403)
                .await,
            "Access denied"
        );
        let taken = kit
            .refused(&kit.owner, path, body(&user, "OWNER@example.com"), 400)
            .await;
        assert_eq!(taken, "User with this email is already registered");
        let (_, answer) = kit
            .call(&user, "POST", "people/email", body(&user, "nonsense"))
            .await;
        let texts = &answer["response"]["errors"]["Email"];
        assert_eq!(
            texts[0],
            json!("The Email field is not a valid e-mail address.")
        );
    })
    .await;
}

#[tokio::test]
async fn an_entry_shows_whom_it_is_and_could_be_shared_with() {
    for_each_database(async |db| {
        let kit = Kit::new(db).await;
        let inside = kit.person(&kit.owner, User, "Uma").await;
        let outside = kit.person(&kit.owner, User, "Una").await;
        let group = json!({"groupName": "Una's friends", "groupManager": kit.owner.id});
        let group = kit.ok(&kit.owner, "POST", "group", Some(group)).await;
        kit.shares.lock().unwrap().users = vec![inside.id];
        let found = kit
            .ok(&inside, "GET", "people/room/1?filterValue=uma", None)
            .await;
        assert_eq!(
            (&found[0]["id"], &found[0]["shared"]),
            (&json!(inside.id), &json!(true))
        );
        assert_eq!(
            kit.refused(&outside, ("GET", "people/folder/1"), None, 403)
                .await,
            "Access denied"
        );
        for path in ["accounts/file/1/search", "group/room/1"] {
            assert_eq!(
                kit.refused(&inside, ("GET", path), None, 403).await,
                "Access denied"
            );
        }
        let (_, page) = kit
            .call(
                &kit.owner,
                "GET",
                "accounts/room/1/search?filterValue=una",
                None,
            )
            .await;
        assert_eq!(
            (&page["count"], &page["total"]),
            (&json!(2), &json!(2)),
            "{page}"
        );
        assert_eq!(page["response"][0]["id"], group["id"], "groups first");
        let (_, rest) = kit
            .call(
                &kit.owner,
                "GET",
                "accounts/room/1/search?filterValue=una&startIndex=1",
                None,
            )
            .await;
        assert_eq!(
            (&rest["total"], &rest["response"][0]["id"]),
            (&json!(2), &json!(outside.id))
        );
        let (_, others) = kit
            .call(
                &kit.owner,
                "GET",
                "accounts/room/1/search?excludeShared=true&area=People&employeeTypes=User",
                None,
            )
            .await;
        assert_eq!(
            (&others["total"], &others["response"][0]["id"]),
            (&json!(1), &json!(outside.id))
        );
        kit.refused(&kit.owner, ("GET", "people/room/2"), None, 404)
            .await;
        let guest = kit.person(&kit.owner, Guest, "Gus").await;
        kit.shares.lock().unwrap().users.push(guest.id);
        assert_eq!(
            kit.refused(&guest, ("GET", "people/room/1"), None, 403)
                .await,
            "Access denied"
        );
    })
    .await;
}
