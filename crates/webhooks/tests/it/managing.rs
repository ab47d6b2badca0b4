//! Who may have webhooks, and what they must be like.

use portal::Role;
use serde_json::{Value, json};

use crate::kit::{SECRET, Target, for_each_database, hook, log_with, order, room};

#[tokio::test]
async fn a_webhook_is_made_changed_switched_and_deleted() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        let made = hook(&owner, &target, 8_589_934_592 + 128).await;
        assert_eq!(made["name"], "Bell");
        assert_eq!(made["uri"], target.uri());
        assert_eq!((&made["enabled"], &made["ssl"]), (&json!(true), &json!(false)));
        assert_eq!(made["triggers"], 8_589_934_720_i64, "more than 32 bits");
        assert_eq!(made["createdBy"]["id"], owner.id);
        assert!(made["createdOn"].as_str().unwrap().ends_with('Z'));
        assert!(!made.to_string().contains(SECRET), "secrets are never told");

        let id = made["id"].as_i64().unwrap();
        let change = json!({ "id": id, "name": "Gong", "uri": target.uri(), "enabled": true, "triggers": 0 });
        let changed = owner.ok("PUT", "settings/webhook", Some(change)).await;
        assert_eq!((&changed["name"], &changed["triggers"]), (&json!("Gong"), &json!(0)));
        let off = json!({ "id": id, "enabled": false });
        let off = owner.ok("PUT", "settings/webhook/enable", Some(off)).await;
        assert_eq!(off["enabled"], false);

        let list = owner.ok("GET", "settings/webhook", None).await;
        assert_eq!(list.as_array().unwrap().len(), 1);
        assert_eq!((&list[0]["configs"]["id"], &list[0]["status"]), (&json!(id), &json!(0)));
        let gone = owner.ok("DELETE", &format!("settings/webhook/{id}"), None).await;
        assert_eq!(gone["id"], id);
        assert_eq!(owner.ok("GET", "settings/webhook", None).await, json!([]));
        let (status, _) = owner.delete(&format!("settings/webhook/{id}")).await;
        assert_eq!(status, 404);

        let trail = testkit::eventually(async || {
            let rows = owner.ok("GET", "security/audit/events/filter?target=%ID%".replace("%ID%", &id.to_string()).as_str(), None).await;
            let actions: Vec<Value> = rows.as_array().unwrap().iter().map(|row| row["actionId"].clone()).collect();
            (actions.len() == 4).then_some(actions)
        })
        .await;
        assert_eq!(trail, [6057, 6056, 6056, 6055], "created, updated twice, deleted");
    })
    .await;
}

#[tokio::test]
async fn people_manage_their_own_and_administrators_all() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let (user, other) = (
            portal.person(Role::User).await,
            portal.person(Role::User).await,
        );
        let admin = portal.person(Role::Admin).await;
        let guest = portal.person(Role::Guest).await;
        let mine = hook(&user, &target, 128).await;
        let path = format!("settings/webhook/{}", mine["id"]);

        for (who, count) in [(&user, 1), (&other, 0), (&admin, 1), (&portal.owner(), 1)] {
            let list = who.ok("GET", "settings/webhook", None).await;
            assert_eq!(list.as_array().unwrap().len(), count);
        }
        assert_eq!(guest.get("settings/webhook").await.0, 403);
        let created = guest
            .post("settings/webhook", order(&target.uri(), 0))
            .await;
        assert_eq!(
            (created.0, &created.1["error"]["message"]),
            (403, &json!("Access denied"))
        );
        assert_eq!(portal.stranger().get("settings/webhook").await.0, 401);
        let triggers = user.post("settings/webhook", order(&target.uri(), 1)).await;
        assert_eq!(triggers.0, 403, "users do not hear of new people");
        assert_eq!(other.delete(&path).await.0, 403);

        let limit = json!({ "limitedAccessForUsers": true });
        admin
            .ok("POST", "settings/devtoolsaccess", Some(limit))
            .await;
        assert_eq!(user.get("settings/webhook").await.0, 403);
        assert_eq!(user.get("settings/webhooks/log").await.0, 403);
        assert_eq!(user.delete(&path).await.0, 403);
        admin.ok("DELETE", &path, None).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_no_webhook_is_refused() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let owner = portal.owner();
        let with = |name: &str, value: Value| {
            let mut order = order(&target.uri(), 0);
            order[name] = value;
            order
        };
        for (name, value) in [
            ("name", json!("")),
            ("name", json!("x".repeat(51))),
            ("uri", json!("")),
            ("uri", json!("nonsense")),
            ("uri", json!("ftp://127.0.0.1/")),
            ("uri", json!("http://no-such-host.invalid/")),
            ("uri", json!("http://127.0.0.1:1/")),
            ("secretKey", json!("short")),
            ("secretKey", json!("")),
            ("secretKey", json!("x".repeat(31))),
            ("ssl", json!(true)),
            ("triggers", json!(68_719_476_736_i64)),
            ("triggers", json!("nothing")),
            ("targetId", json!("x".repeat(256))),
        ] {
            let (status, answer) = owner
                .post("settings/webhook", with(name, value.clone()))
                .await;
            assert_eq!(status, 400, "{name} {value}: {answer}");
        }
        assert_eq!(owner.ok("GET", "settings/webhook", None).await, json!([]));
        for body in [json!({ "id": 999_999, "enabled": true })] {
            assert_eq!(owner.put("settings/webhook/enable", body).await.0, 404);
        }
        assert_eq!(
            owner
                .put("settings/webhook/999999/retry", json!({}))
                .await
                .0,
            404
        );
        let none = owner
            .ok(
                "PUT",
                "settings/webhook/retry",
                Some(json!({ "ids": [999_999] })),
            )
            .await;
        assert_eq!(none, json!([]));
        let many: Vec<i32> = (0..101).collect();
        assert_eq!(
            owner
                .put("settings/webhook/retry", json!({ "ids": many }))
                .await
                .0,
            400
        );
    })
    .await;
}

#[tokio::test]
async fn everybody_learns_what_there_is_to_hear_of() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        for (role, available) in [(Role::RoomAdmin, 37), (Role::User, 29), (Role::Guest, 0)] {
            let person = portal.person(role).await;
            let all = person.ok("GET", "settings/webhook/triggers", None).await;
            let all = all.as_array().unwrap();
            assert_eq!(all.len(), 37);
            assert_eq!(
                all[0],
                json!({ "name": "*", "id": 0, "available": available > 0 })
            );
            assert_eq!(all[36]["id"], 34_359_738_368_i64);
            let on = all.iter().filter(|one| one["available"] == true);
            assert_eq!(on.count(), available, "{role:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn the_log_is_filtered_paged_and_repeated() {
    for_each_database(async |kit| {
        let (portal, target) = (kit.portal().await, Target::start().await);
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let made = hook(&owner, &target, 4_194_304).await;
        for title in ["One", "Two", "Three"] {
            room(&owner, title).await;
        }
        target.hears(3).await;
        let done = testkit::eventually(async || {
            let log = owner
                .ok("GET", "settings/webhooks/log?groupStatus=2", None)
                .await;
            let log = log.as_array().unwrap().clone();
            (log.len() == 3).then_some(log)
        })
        .await;
        assert_eq!(done[0]["configName"], "Bell");
        assert_eq!(
            (&done[0]["status"], &done[0]["method"]),
            (&json!(200), &json!("POST"))
        );
        assert_eq!(done[0]["responsePayload"], "hm");
        let headers: Value =
            serde_json::from_str(done[0]["requestHeaders"].as_str().unwrap()).unwrap();
        assert!(
            headers["x-docspace-signature-256"]
                .as_str()
                .unwrap()
                .starts_with("sha256=")
        );
        assert!(
            done[0]["requestPayload"]
                .as_str()
                .unwrap()
                .contains("Three"),
            "the newest first"
        );

        let get = async |query: &str| {
            let (status, answer) = owner.get(&format!("settings/webhooks/log?{query}")).await;
            assert_eq!(status, 200, "{query}: {answer}");
            (
                answer["count"].as_i64().unwrap(),
                answer["total"].as_i64().unwrap(),
            )
        };
        assert_eq!(get("count=2").await, (2, 3));
        assert_eq!(get("count=2&startIndex=2").await, (1, 3));
        assert_eq!(get("groupStatus=28").await, (0, 0));
        assert_eq!(get("groupStatus=Status2xx").await, (3, 3));
        assert_eq!(get("groupStatus=3").await, (3, 3));
        assert_eq!(get("trigger=4194304").await, (3, 3));
        assert_eq!(get("trigger=128").await, (0, 0));
        assert_eq!(get(&format!("configId={}", made["id"])).await, (3, 3));
        assert_eq!(get("configId=1000000").await, (0, 0));
        assert_eq!(get(&format!("eventId={}", done[1]["id"])).await, (1, 1));
        assert_eq!(get(&format!("userId={}", owner.id)).await, (3, 3));
        assert_eq!(get(&format!("userId={}", user.id)).await, (0, 0));
        assert_eq!(get(&format!("hookUri={}", target.uri())).await, (3, 3));
        assert_eq!(get("deliveryFrom=2100-01-01T00:00:00Z").await, (0, 0));
        assert_eq!(
            get("deliveryTo=2100-01-01T00:00:00Z&deliveryFrom=2020-01-01").await,
            (3, 3)
        );
        assert_eq!(
            owner.get("settings/webhooks/log?groupStatus=77").await.0,
            400
        );
        let others = user
            .ok(
                "GET",
                &format!("settings/webhooks/log?userId={}", owner.id),
                None,
            )
            .await;
        assert_eq!(others, json!([]), "nobody reads what others are told");

        let path = format!("settings/webhook/{}/retry", done[1]["id"]);
        assert_eq!(user.put(&path, json!({})).await.0, 403);
        let again = owner.ok("PUT", &path, None).await;
        assert_ne!(again["id"], done[1]["id"], "a line of its own");
        let heard = target.hears(4).await;
        let (first, last) = (
            heard[..3]
                .iter()
                .find(|one| one.body.contains("Two"))
                .unwrap()
                .json(),
            heard[3].json(),
        );
        assert_eq!(last["payload"], first["payload"]);
        assert_eq!(last["event"]["id"], again["id"]);
        let ids = json!({ "ids": [done[0]["id"], done[2]["id"], 999_999] });
        let many = owner.ok("PUT", "settings/webhook/retry", Some(ids)).await;
        assert_eq!(many.as_array().unwrap().len(), 2);
        target.hears(6).await;
        log_with(&owner, "count=1", |line| line["status"] == 200).await;

        let webhooks = kit.house().webhooks();
        assert_eq!(webhooks.purge(sql::now()).await.unwrap(), 0);
        let later = sql::now() + 31 * 24 * 3600 * 1_000_000;
        assert_eq!(webhooks.purge(later).await.unwrap(), 6, "a month is enough");
    })
    .await;
}
