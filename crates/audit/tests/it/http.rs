//! The trail and the history as administrators read them.

use std::sync::Arc;

use crate::kit::{Trail, action, call_with};
use portal::Role;
use serde_json::json;
use testkit::Kit;

const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:121.0) Gecko/20100101 Firefox/121.0";

#[tokio::test]
async fn a_deed_tells_who_did_it_when_and_from_where() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let headers = [
            ("user-agent", FIREFOX),
            (
                "referer",
                "https://office.example/accounts/people?key=secret#top",
            ),
            ("x-forwarded-for", "203.0.113.9, 198.51.100.7"),
        ];
        let body = json!({ "groupName": "Crew", "members": [] });
        let (status, group) = call_with(&trail.owner, "POST", "group", &headers, Some(body)).await;
        assert_eq!(status, 200, "{group}");
        let rows = trail.news().await;
        assert_eq!(rows.len(), 1);
        let row = &rows[0];
        assert_eq!(row["userId"], trail.owner.id);
        assert_eq!(row["user"], "admin-zero admin-zero");
        assert_eq!(
            (&row["actionId"], &row["action"]),
            (&json!(4026), &json!("Group created: Crew"))
        );
        assert_eq!(
            (&row["actionType"], &row["product"], &row["location"]),
            (&json!(1), &json!(8), &json!(30))
        );
        assert_eq!(row["entries"], json!([24]));
        assert_eq!(row["target"], json!([group["response"]["id"]]));
        assert_eq!(
            (&row["browser"], &row["platform"]),
            (&json!("Firefox 121"), &json!("Linux"))
        );
        assert_eq!(row["page"], "https://office.example/accounts/people");
        assert_eq!(
            row["ip"], "198.51.100.7",
            "the last address that is no proxy of ours"
        );
        assert!(row["date"].as_str().unwrap().starts_with("20"));
        for empty in ["country", "city", "context"] {
            assert_eq!(row[empty], "");
        }
    })
    .await;
}

#[tokio::test]
async fn what_one_request_does_to_many_is_one_row() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let mut ids = Vec::new();
        for _ in 0..3 {
            ids.push(trail.portal.person(Role::User).await.id);
        }
        trail.news().await;
        trail
            .owner
            .ok(
                "PUT",
                "people/status/Terminated",
                Some(json!({ "userIds": ids })),
            )
            .await;
        let rows = trail.news().await;
        assert_eq!(
            rows.iter().map(action).collect::<Vec<_>>(),
            ["UsersUpdatedStatus"]
        );
        assert_eq!(rows[0]["target"], json!(ids));
        let text = "Users updated status: Given Family, Given Family, Given Family";
        assert_eq!(rows[0]["action"], text);
        let found = format!(
            "security/audit/events/filter?target={}&action=UsersUpdatedStatus",
            ids[2]
        );
        assert_eq!(
            trail.owner.ok("GET", &found, None).await[0]["id"],
            rows[0]["id"]
        );
    })
    .await;
}

#[tokio::test]
async fn jobs_act_from_where_they_were_wanted() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let user = trail.portal.person(Role::User).await;
        trail
            .owner
            .ok(
                "PUT",
                "people/status/Terminated",
                Some(json!({ "userIds": [user.id] })),
            )
            .await;
        trail.news().await;
        let order =
            json!({ "fromUserId": user.id, "toUserId": trail.owner.id, "deleteProfile": true });
        let headers = [("user-agent", FIREFOX), ("x-forwarded-for", "203.0.113.9")];
        let started = call_with(
            &trail.owner,
            "POST",
            "people/reassign/start",
            &headers,
            Some(order),
        )
        .await;
        assert_eq!(started.0, 200, "{}", started.1);
        let owner = trail.owner.clone();
        testkit::eventually(async || {
            let (status, _) = owner.get(&format!("people/{}", user.id)).await;
            (status == 404).then_some(())
        })
        .await;
        let rows = trail.news().await;
        assert_eq!(
            rows.iter().map(action).collect::<Vec<_>>(),
            ["UserDataReassigns", "UserDeleted"]
        );
        for row in rows {
            assert_eq!(
                (&row["ip"], &row["browser"]),
                (&json!("203.0.113.9"), &json!("Firefox 121"))
            );
            assert_eq!(row["user"], "admin-zero admin-zero");
        }
    })
    .await;
}

#[tokio::test]
async fn every_filter_takes_numbers_and_names() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let admin = trail.portal.person(Role::Admin).await;
        admin
            .ok(
                "POST",
                "group",
                Some(json!({ "groupName": "Crew", "members": [] })),
            )
            .await;
        let room = json!({ "title": "Plans", "roomType": 2 });
        let room = trail.owner.ok("POST", "files/rooms", Some(room)).await["id"].clone();
        trail.news().await;
        let rows = async |query: &str| -> Vec<String> {
            let path = format!("security/audit/events/filter?{query}");
            let rows = trail.owner.ok("GET", &path, None).await;
            rows.as_array().unwrap().iter().map(action).collect()
        };
        for query in [
            "action=4026",
            "action=GroupCreated",
            "ACTION=groupcreated",
            "entryType=24",
            "entryType=Group",
        ] {
            assert_eq!(rows(query).await, ["GroupCreated"], "{query}");
        }
        for query in [
            "moduleType=27",
            "moduleType=Rooms",
            "entryType=Room",
            "moduleType=Rooms&actionType=Create",
            "moduleType=27&actionType=1&entryType=25&action=5070",
        ] {
            assert_eq!(rows(query).await, ["RoomCreated"], "{query}");
        }
        assert_eq!(
            rows(&format!("userId={}", admin.id)).await,
            ["GroupCreated"]
        );
        assert_eq!(
            rows(&format!("userId={}&moduleType=Rooms", admin.id)).await,
            [""; 0]
        );
        assert_eq!(rows(&format!("target={room}")).await, ["RoomCreated"]);
        assert_eq!(
            rows(&format!("target={}&actionType=Create", admin.id)).await,
            ["UserCreated"]
        );
        assert_eq!(rows("target=nothing").await, [""; 0]);
        let all = rows("actionType=0&moduleType=None&entryType=0&action=-1&count=100").await;
        assert_eq!(all, rows("").await, "None does not limit");
        assert!(all.len() >= 5);
        assert_eq!(rows("startIndex=1&count=2").await, all[1..3]);
        assert_eq!(rows("from=2999-01-01").await, [""; 0]);
        assert_eq!(rows("from=2020-01-01&to=2999-01-01T00:00:00Z").await, all);
        assert_eq!(rows("to=2020-01-01").await, [""; 0]);
        for (query, key) in [
            ("action=Nonsense", "Action"),
            ("moduleType=99", "ModuleType"),
            ("actionType=x", "ActionType"),
            ("entryType=-5", "EntryType"),
            ("userId=me", "UserId"),
            ("count=101", "Count"),
            ("count=0", "Count"),
        ] {
            let path = format!("security/audit/events/filter?{query}");
            let (status, answer) = trail.owner.get(&path).await;
            assert_eq!(status, 400, "{query}");
            assert!(
                answer["response"]["errors"][key].is_array(),
                "{query}: {answer}"
            );
        }
        let (status, answer) = trail
            .owner
            .get("security/audit/events/filter?from=yesterday")
            .await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("invalid date time format: yesterday"))
        );
    })
    .await;
}

#[tokio::test]
async fn the_trail_is_for_administrators() {
    let kit = Kit::sqlite().await;
    let portal = kit.portal().await;
    let calls = [
        ("GET", "security/audit/events/last"),
        ("GET", "security/audit/events/filter"),
        ("GET", "security/audit/types"),
        ("GET", "security/audit/mappers"),
        ("GET", "security/audit/settings/lifetime"),
        ("POST", "security/audit/settings/lifetime"),
        ("POST", "security/audit/events/report"),
        ("GET", "security/audit/events/report"),
        ("DELETE", "security/audit/events/report"),
        ("GET", "security/audit/login/last"),
        ("GET", "security/audit/login/filter"),
        ("POST", "security/audit/login/report"),
        ("GET", "security/audit/login/report"),
        ("DELETE", "security/audit/login/report"),
    ];
    let admin = portal.person(Role::Admin).await;
    for role in [Role::RoomAdmin, Role::User, Role::Guest] {
        let person = portal.person(role).await;
        for (method, path) in calls {
            let (status, answer) = person.call(method, path, Some(json!({}))).await;
            assert_eq!(
                (status, &answer["error"]["message"]),
                (403, &json!("Access denied")),
                "{method} {path}"
            );
        }
    }
    for (method, path) in calls {
        assert_eq!(
            portal
                .stranger()
                .call(method, path, Some(json!({})))
                .await
                .0,
            401,
            "{method} {path}"
        );
        let body =
            json!({ "settings": { "loginHistoryLifeTime": 180, "auditTrailLifeTime": 180 } });
        assert_eq!(
            admin.call(method, path, Some(body)).await.0,
            200,
            "{method} {path}"
        );
    }
}

#[tokio::test]
async fn another_portal_has_another_trail() {
    let kit = Kit::sqlite().await;
    let (mut one, mut two) = (Trail::of(&kit).await, Trail::of(&kit).await);
    one.owner
        .ok(
            "POST",
            "group",
            Some(json!({ "groupName": "Crew", "members": [] })),
        )
        .await;
    assert_eq!(two.deeds().await, [""; 0]);
    assert_eq!(one.deeds().await, ["GroupCreated"]);
}

#[tokio::test]
async fn the_words_of_the_trail_are_listed() {
    let kit = Kit::sqlite().await;
    let owner = kit.portal().await.owner();
    let types = owner.ok("GET", "security/audit/types", None).await;
    let count = |name: &str| types[name].as_array().unwrap().len();
    assert_eq!((count("actions"), count("actionTypes")), (334, 20));
    assert_eq!(
        (
            count("productTypes"),
            count("moduleTypes"),
            count("entryTypes")
        ),
        (4, 8, 8)
    );
    let named = |name: &str, value: &str| types[name].as_array().unwrap().contains(&json!(value));
    assert!(named("actions", "LoginSuccesViaTfaApp") && named("productTypes", "Contacts"));
    let tree = owner
        .ok("GET", "security/audit/mappers?productType=8", None)
        .await;
    assert_eq!(tree[0]["productType"], "Contacts");
    assert_eq!(tree[0]["modules"][0]["moduleType"], "Contacts");
    let first = json!({ "messageAction": "UserCreated", "actionType": "Create", "entity": "User" });
    assert_eq!(tree[0]["modules"][0]["actions"][0], first);
    let rooms = owner
        .ok("GET", "security/audit/mappers?moduleType=Rooms", None)
        .await;
    assert_eq!(rooms.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn rows_live_as_long_as_the_portal_wants() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let path = "security/audit/settings/lifetime";
        let settings = trail.owner.ok("GET", path, None).await;
        assert_eq!(settings, json!({ "loginHistoryLifeTime": 180, "auditTrailLifeTime": 180 }));
        for (logins, events, name) in [
            (0, 5, "LoginHistoryLifeTime"), (181, 5, "LoginHistoryLifeTime"), (5, -1, "AuditTrailLifeTime"),
            (5, 181, "AuditTrailLifeTime"),
        ] {
            let body = json!({ "settings": { "loginHistoryLifeTime": logins, "auditTrailLifeTime": events } });
            let (status, answer) = trail.owner.post(path, body).await;
            assert_eq!((status, &answer["error"]["message"]), (400, &json!(name)));
        }
        assert_eq!(trail.deeds().await, [""; 0]);
        let body = json!({ "settings": { "loginHistoryLifeTime": 1, "auditTrailLifeTime": 3 } });
        let saved = trail.owner.ok("POST", path, Some(body)).await;
        assert_eq!((&saved["loginHistoryLifeTime"], &saved["auditTrailLifeTime"]), (&json!(1), &json!(3)));
        assert_eq!(trail.deeds().await, ["AuditSettingsUpdated"]);

        let count = async |path: &str| {
            let rows = trail.owner.ok("GET", &format!("security/audit/{path}/filter"), None).await;
            rows.as_array().unwrap().len()
        };
        let (deeds, sign_ins) = (count("events").await, count("login").await);
        let day = 24 * 3600 * 1_000_000_i64;
        let audit = kit.house().audit();
        assert_eq!(audit.purge(sql::now() + day / 2).await.unwrap(), 0);
        assert_eq!((count("events").await, count("login").await), (deeds, sign_ins));
        audit.purge(sql::now() + 2 * day).await.unwrap();
        assert_eq!((count("events").await, count("login").await), (deeds, 0));
        audit.purge(sql::now() + 4 * day).await.unwrap();
        assert_eq!((count("events").await, count("login").await), (0, 0));
        let left: i64 = kit
            .house()
            .db()
            .read(|tx| tx.query_one("SELECT COUNT(*) FROM audit_targets", &[]))
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        assert_eq!(left, 0);
    })
    .await;
}

#[tokio::test]
async fn a_second_delivery_changes_nothing() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let ids = [
            trail.portal.person(Role::User).await.id,
            trail.portal.person(Role::User).await.id,
        ];
        trail
            .owner
            .ok(
                "PUT",
                "people/status/Terminated",
                Some(json!({ "userIds": ids })),
            )
            .await;
        trail.news().await;
        let path = "security/audit/events/filter";
        let logins = "security/audit/login/filter";
        let before = (
            trail.owner.ok("GET", path, None).await,
            trail.owner.ok("GET", logins, None).await,
        );
        kit.house().close().await;
        let db = kit.house().db().clone();
        db.write(|tx| tx.execute("DELETE FROM listener_cursors", &[]))
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
        let listener = Arc::new(kit.house().audit().clone());
        let outbox = ::events::Outbox::start(db, vec![listener]).await.unwrap();
        outbox.caught_up().await.unwrap();
        let after = (
            trail.owner.ok("GET", path, None).await,
            trail.owner.ok("GET", logins, None).await,
        );
        assert_eq!(before, after);
        outbox.stop().await;
    })
    .await;
}

#[tokio::test]
async fn a_page_costs_the_same_however_long_it_is() {
    let kit = Kit::sqlite().await;
    let mut trail = Trail::of(&kit).await;
    for number in 0..30 {
        let group = json!({ "groupName": format!("Crew {number}"), "members": [] });
        trail.owner.ok("POST", "group", Some(group)).await;
    }
    trail.news().await;
    let statements = async |query: &str| {
        let before = kit.house().db().statements();
        trail
            .owner
            .ok(
                "GET",
                &format!("security/audit/events/filter?{query}"),
                None,
            )
            .await;
        kit.house().db().statements() - before
    };
    for query in [
        "count=1",
        "count=25",
        "count=25&moduleType=Contacts&userId=00000000-0000-0000-0000-000000000000",
    ] {
        // Work in the background adds to the count at times, and never takes away.
        testkit::eventually(async || (statements(query).await == 2).then_some(())).await;
    }
}

#[tokio::test]
async fn sign_ins_are_listed_with_their_outcome() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let user = portal.person(Role::User).await;
        let wrong = json!({ "userName": user.email, "password": "wrong" });
        let headers = [("user-agent", FIREFOX)];
        assert_eq!(
            call_with(
                &portal.stranger(),
                "POST",
                "authentication",
                &headers,
                Some(wrong)
            )
            .await
            .0,
            401
        );
        user.ok("POST", "authentication/logout", None).await;
        let path = format!("security/audit/login/filter?userId={}", user.id);
        let rows = testkit::eventually(async || {
            let rows = owner.ok("GET", &path, None).await;
            (rows.as_array().unwrap().len() == 3).then_some(rows)
        })
        .await;
        let actions: Vec<String> = rows.as_array().unwrap().iter().map(action).collect();
        assert_eq!(actions, ["Logout", "LoginFailViaApi", "LoginSuccessViaApi"]);
        let failed = &rows[1];
        assert_eq!(
            (&failed["login"], &failed["userId"]),
            (&json!(user.email), &json!(user.id))
        );
        assert_eq!(
            (&failed["user"], &failed["browser"]),
            (&json!("Given Family"), &json!("Firefox 121"))
        );
        assert_eq!(failed["action"], "Login fail via API");
        let failures = owner
            .ok("GET", &format!("{path}&action=LoginFailViaApi"), None)
            .await;
        assert_eq!(failures, json!([failed]));
        assert_eq!(
            owner.ok("GET", "security/audit/login/last", None).await[0],
            rows[0]
        );
    })
    .await;
}
