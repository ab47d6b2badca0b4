//! Area "Backup" through HTTP (`platform/08 §8.5`, `peer-suite/backup`).

use serde_json::{Value, json};
use testkit::{Client, Kit, MADE, eventually};

use crate::house::{databases, download, is_sound, number, start, worked};

/// Waits until the last backup is over.
pub(crate) async fn finished(owner: &Client) -> Value {
    eventually(async || {
        let progress = owner.ok("GET", "backup/getbackupprogress", None).await;
        (progress["isCompleted"] == true).then_some(progress)
    })
    .await
}

pub(crate) async fn back_up(owner: &Client, body: Value) -> Value {
    let started = owner.ok("POST", "backup/startbackup", Some(body)).await;
    assert_eq!(started["isCompleted"], false, "{started}");
    let progress = finished(owner).await;
    assert_eq!(
        (&progress["status"], &progress["progress"]),
        (&json!(2), &json!(100)),
        "{progress}"
    );
    assert_eq!(progress["taskId"], started["taskId"]);
    progress
}

/// Waits until the last restore is over; nobody is signed in meanwhile.
pub(crate) async fn restored(kit: &Kit, alias: &str) -> Value {
    let stranger = kit.stranger().in_portal(alias);
    eventually(async || {
        let progress = stranger.ok("GET", "backup/getrestoreprogress", None).await;
        (progress["isCompleted"] == true).then_some(progress)
    })
    .await
}

/// How many letters hold a text.
pub(crate) fn letters(kit: &Kit, holding: &str) -> usize {
    let all = kit.mails();
    all.iter().filter(|mail| mail.contains(holding)).count()
}

#[tokio::test]
async fn a_backup_runs_is_listed_and_restored() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let owner = before.owner.clone();
        let (status, nothing) = owner.get("backup/getbackupprogress").await;
        assert_eq!(
            (status, &nothing["count"], nothing.get("response")),
            (200, &json!(0), None)
        );
        assert_eq!(
            owner.ok("GET", "backup/getbackuphistory", None).await,
            json!([])
        );

        let started = owner
            .ok(
                "POST",
                "backup/startbackup",
                Some(json!({ "storageType": 4 })),
            )
            .await;
        assert_eq!(started["backupProgressEnum"], 0);
        assert!(started["tenantId"].as_i64().is_some_and(|id| id > 0));
        assert!(started["taskId"].as_str().is_some_and(|id| !id.is_empty()));
        assert_eq!(started["error"], Value::Null);
        eventually(async || {
            let progress = owner.ok("GET", "backup/getbackupprogress", None).await;
            (progress["status"] == 1 && progress["isCompleted"] == false).then_some(())
        })
        .await;
        // Whoever asks twice gets the same one.
        let again = owner
            .ok(
                "POST",
                "backup/startbackup",
                Some(json!({ "storageType": "DataStore" })),
            )
            .await;
        assert_eq!(again["taskId"], started["taskId"]);
        assert_eq!(finished(&owner).await["status"], 2);
        kit.mail_to("owner@example.com", "The backup is ready")
            .await;
        let history = owner.ok("GET", "portal/getbackuphistory", None).await;
        assert_eq!(history.as_array().map(Vec::len), Some(1));
        let archive = history[0].clone();
        assert_eq!(archive["storageType"], 4);
        assert!(archive["fileName"].as_str().unwrap().ends_with(".tar"));
        assert!(archive["expiresOn"].as_str() > archive["createdOn"].as_str());
        assert_eq!(owner.ok("GET", "backup/getbackupscount", None).await, 1);
        let past = "backup/getbackupscount?from=2000-01-01T00:00:00&to=2000-01-31T00:00:00";
        assert_eq!(owner.ok("GET", past, None).await, 0);
        let counts = owner.ok("GET", "backup/getbackupscountbypaid", None).await;
        assert_eq!(counts, json!({ "free": 1, "paid": 0 }));
        let turned = "backup/getbackupscount?from=2020-01-01T00:00:00&to=2010-01-31T00:00:00";
        assert_eq!(owner.get(turned).await.0, 400);
        is_sound(&kit).await;

        let (gone, _, content) = before.files[3].clone();
        let body = json!({ "deleteAfter": false, "immediately": true });
        owner
            .ok("DELETE", &format!("files/file/{gone}"), Some(body))
            .await;
        eventually(async || (download(&owner, gone).await.0 == 404).then_some(())).await;
        let order = json!({ "backupId": archive["id"], "storageType": 4, "notify": false });
        let restore = owner.ok("POST", "backup/startrestore", Some(order)).await;
        assert_eq!(restore["backupProgressEnum"], 1);
        let progress = restored(&kit, &before.portal.alias).await;
        assert_eq!(
            (&progress["status"], &progress["error"]),
            (&json!(2), &Value::Null),
            "{progress}"
        );
        assert_eq!(
            owner.get("people/@self").await.0,
            401,
            "everybody signs in again"
        );
        let owner = kit
            .stranger()
            .in_portal(&before.portal.alias)
            .sign_in("owner@example.com", "test1234")
            .await;
        assert_eq!(download(&owner, gone).await, (200, content));
        for told in ["The space is being restored", "The space is restored"] {
            kit.mail_to("owner@example.com", told).await;
            assert_eq!(letters(&kit, told), 1, "nobody else wants to know");
        }
        // The archive itself is here still, and deleting it deletes what it is.
        let history = owner.ok("GET", "backup/getbackuphistory", None).await;
        assert_eq!(history[0]["id"], archive["id"]);
        assert_eq!(kit.house().backups().test_all().await.unwrap(), (1, 1));
        let id = archive["id"].as_str().unwrap();
        for _ in 0..2 {
            assert_eq!(
                owner
                    .ok("DELETE", &format!("backup/deletebackup/{id}"), None)
                    .await,
                true
            );
        }
        assert_eq!(
            owner.ok("GET", "backup/getbackuphistory", None).await,
            json!([])
        );
        is_sound(&kit).await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_backup_goes_into_a_room_and_into_the_servers_folder() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let owner = before.owner.clone();
        let room = before.room.to_string();
        let pairs = |key: &str, value: &str| json!([{ "key": key, "value": value }]);
        back_up(
            &owner,
            json!({ "storageType": 0, "storageParams": pairs("folderId", &room) }),
        )
        .await;
        let listed = owner.ok("GET", &format!("files/{room}"), None).await;
        let files = listed["files"].as_array().unwrap();
        let file = files
            .iter()
            .find(|file| file["title"].as_str().unwrap().ends_with(".tar"))
            .unwrap();
        back_up(
            &owner,
            json!({ "storageType": 3, "storageParams": pairs("filePath", "weekly") }),
        )
        .await;
        let portal = number(&kit, &before.portal.alias).await.unwrap();
        let folder = kit
            .house()
            .config()
            .data
            .join(format!("backups/{portal}/weekly"));
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

        // By the file in the room.
        let named = json!([{ "key": "filePath", "value": file["id"] }]);
        let order = json!({ "backupId": "", "storageType": 0, "storageParams": named });
        owner.ok("POST", "backup/startrestore", Some(order)).await;
        let progress = restored(&kit, &before.portal.alias).await;
        assert_eq!(progress["status"], 2, "{progress}");
        let owner = kit
            .stranger()
            .in_portal(&before.portal.alias)
            .sign_in("owner@example.com", "test1234")
            .await;
        // A file that is no archive.
        let named = json!([{ "key": "filePath", "value": before.files[3].0 }]);
        let order = json!({ "backupId": "", "storageType": 0, "storageParams": named });
        let started = owner.ok("POST", "backup/startrestore", Some(order)).await;
        let progress = eventually(async || {
            let progress = owner.ok("GET", "backup/getrestoreprogress", None).await;
            (progress["isCompleted"] == true && progress["taskId"] == started["taskId"])
                .then_some(progress)
        })
        .await;
        assert_eq!(progress["status"], 4);
        assert!(
            progress["error"].as_str().unwrap().contains("no backup"),
            "{progress}"
        );
        assert_eq!(
            owner.get("people/@self").await.0,
            200,
            "nothing was touched"
        );
        assert_eq!(
            owner.ok("DELETE", "backup/deletebackuphistory", None).await,
            true
        );
        assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 0);
        is_sound(&kit).await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_backup_can_be_called_off() {
    for database in databases().await {
        let kit = start(database).await;
        let owner = kit.portal().await.owner();
        owner
            .ok(
                "POST",
                "backup/startbackup",
                Some(json!({ "storageType": 4 })),
            )
            .await;
        assert_eq!(owner.ok("POST", "backup/cancelbackup", None).await, true);
        assert_eq!(finished(&owner).await["status"], 3);
        assert_eq!(
            owner.ok("GET", "backup/getbackuphistory", None).await,
            json!([])
        );
        assert_eq!(
            owner.ok("POST", "backup/cancelbackup", None).await,
            true,
            "there is nothing to cancel"
        );
        back_up(&owner, json!({ "storageType": 4 })).await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_schedule_is_kept_runs_and_keeps_the_newest() {
    for database in databases().await {
        let kit = start(database).await;
        let portal = kit.portal().await;
        let owner = portal.owner();
        let (status, nothing) = owner.get("backup/getbackupschedule").await;
        assert_eq!(
            (status, &nothing["count"], nothing.get("response")),
            (200, &json!(0), None)
        );
        let order = json!({
            "storageType": 4, "backupsStored": 2, "cronParams": { "period": 1, "hour": 5, "day": 2 },
        });
        assert_eq!(
            owner
                .ok("POST", "backup/createbackupschedule", Some(order))
                .await,
            true
        );
        let schedule = owner.ok("GET", "backup/getbackupschedule", None).await;
        let expected = json!({
            "storageType": 4, "storageParams": {}, "backupsStored": 2, "dump": false,
            "cronParams": { "period": 1, "hour": 5, "day": 2 }, "lastBackupTime": schedule["lastBackupTime"],
        });
        assert_eq!(schedule, expected);
        for (name, value) in [
            ("backupsStored", json!(31)),
            ("cronParams", json!({ "period": 0, "hour": 24 })),
        ] {
            let mut order = json!({ "storageType": 4, "cronParams": { "period": 0, "hour": 1 } });
            order[name] = value;
            assert_eq!(
                owner.post("backup/createbackupschedule", order).await.0,
                400,
                "{name}"
            );
        }
        let backups = kit.house().backups();
        let week = 8 * 24 * 3600 * 1_000_000;
        for run in 1..=3_i64 {
            backups.watch(sql::now() + run * week).await.unwrap();
            finished(&owner).await;
            eventually(async || {
                let history = owner.ok("GET", "backup/getbackuphistory", None).await;
                (history.as_array().unwrap().len() as i64 == run.min(2)).then_some(())
            })
            .await;
        }
        assert_ne!(
            owner.ok("GET", "backup/getbackupschedule", None).await["lastBackupTime"],
            "0001-01-01T00:00:00"
        );
        assert_eq!(
            owner
                .ok("DELETE", "backup/deletebackupschedule", None)
                .await,
            true
        );
        assert_eq!(owner.get("backup/getbackupschedule").await.1["count"], 0);
        // Temporary ones go after a day, those of a schedule stay.
        back_up(&owner, json!({ "storageType": 4 })).await;
        backups
            .watch(sql::now() + 25 * 3600 * 1_000_000)
            .await
            .unwrap();
        let history = owner.ok("GET", "backup/getbackuphistory", None).await;
        assert_eq!(history.as_array().map(Vec::len), Some(2));
        assert!(number(&kit, &portal.alias).await.is_some());
        kit.house().close().await;
    }
}

#[tokio::test]
async fn places_that_are_none_are_refused() {
    for database in databases().await {
        let kit = start(database).await;
        let before = worked(&kit).await;
        let owner = &before.owner;
        let start = async |storage: i32, key: &str, value: Value| {
            let body = json!({ "storageType": storage, "storageParams": [{ "key": key, "value": value }] });
            owner.post("backup/startbackup", body).await.0
        };
        assert_eq!(start(0, "folderId", json!(99_999_999)).await, 404);
        assert_eq!(start(0, "folderId", json!("somewhere")).await, 400);
        assert_eq!(start(1, "folderId", json!(before.room)).await, 400);
        assert_eq!(start(3, "filePath", json!("../../etc")).await, 403);
        assert_eq!(start(5, "module", json!("s3")).await, 400);
        let dump = json!({ "storageType": 4, "dump": true });
        assert_eq!(owner.post("backup/startbackup", dump).await.0, 403);
        let unknown =
            json!({ "backupId": "00000000-0000-0000-0000-000000000001", "storageType": 4 });
        assert_eq!(owner.post("backup/startrestore", unknown).await.0, 404);
        kit.house().close().await;
    }
}

#[tokio::test]
async fn only_administrators_see_and_do_any_of_it() {
    const CALLS: [(&str, &str); 13] = [
        ("GET", "selftest"),
        ("POST", "startbackup"),
        ("POST", "cancelbackup"),
        ("GET", "getbackupprogress"),
        ("GET", "getbackuphistory"),
        (
            "DELETE",
            "deletebackup/00000000-0000-0000-0000-000000000001",
        ),
        ("DELETE", "deletebackuphistory"),
        ("POST", "createbackupschedule"),
        ("GET", "getbackupschedule"),
        ("DELETE", "deletebackupschedule"),
        ("POST", "startrestore"),
        ("GET", "getbackupscount"),
        ("GET", "getservicestate"),
    ];
    let kit = start(databases().await.swap_remove(0)).await;
    let portal = kit.portal().await;
    for role in MADE {
        let person = portal.person(role).await;
        for (method, call) in CALLS {
            let body = (method == "POST" && call != "cancelbackup").then(|| json!({ "storageType": 3, "storageParams":
                [{ "key": "filePath", "value": "../x" }], "cronParams": { "period": 0, "hour": 1 } }));
            let (status, answer) = person.call(method, &format!("backup/{call}"), body).await;
            if role.is_admin() {
                assert_ne!(status, 401, "{call}: {answer}");
            } else {
                assert_eq!(
                    (status, &answer["error"]["message"]),
                    (403, &json!("Access denied")),
                    "{call}"
                );
            }
        }
    }
    for (method, call) in CALLS {
        assert_eq!(
            portal
                .stranger()
                .call(method, &format!("backup/{call}"), None)
                .await
                .0,
            401,
            "{call}"
        );
    }
    let (status, answer) = portal.stranger().get("backup/getrestoreprogress").await;
    assert_eq!((status, &answer["count"]), (200, &json!(0)));
    kit.house().close().await;
}
