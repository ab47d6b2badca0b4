//! Reports: who has them written, what is in them, how they are watched and ended.

use portal::Role;
use serde_json::{Value, json};
use testkit::Client;

use crate::kit::Trail;

pub(crate) const TRAIL: &str = "security/audit/events/report";
const LOGINS: &str = "security/audit/login/report";

/// Header and lines of the table that can be downloaded from an address.
pub(crate) async fn table(who: &Client, address: &Value) -> (Vec<String>, Vec<csv::StringRecord>) {
    let address = address.as_str().unwrap();
    let path = &address[address.find("/filehandler").unwrap()..];
    let request = who.request("GET", path).body(axum::body::Body::empty());
    let answer = who.send(request.unwrap()).await;
    assert_eq!(answer.status(), 200);
    let text = String::from_utf8(answer.body().to_vec()).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap();
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let head = reader.headers().unwrap().iter().map(str::to_owned);
    let head = head.collect();
    (head, reader.records().map(Result::unwrap).collect())
}

#[tokio::test]
async fn a_report_is_a_harmless_table_in_my_documents() {
    testkit::for_each_database(async |kit| {
        let mut trail = Trail::of(&kit).await;
        let room =
            json!({ "title": "=HYPERLINK(\"http://evil.example\"), \"quoted\"", "roomType": 2 });
        trail.owner.ok("POST", "files/rooms", Some(room)).await;
        // More than is read at a time.
        let id = trail.id.0;
        let record = move |tx: &mut sql::Tx<'_>| {
            for number in 0..1100 {
                ::events::record(
                    tx,
                    ::events::Event {
                        portal: id,
                        kind: "group.created",
                        actor: None,
                        subject: number.to_string(),
                        data: json!({ "name": format!("group {number}") }),
                    },
                )?;
            }
            Ok::<_, sql::Error>(())
        };
        kit.house().db().write(record).await.unwrap();
        trail.news().await;
        let address = trail.owner.ok("POST", TRAIL, None).await;
        let (head, lines) = table(&trail.owner, &address).await;
        assert_eq!(&head[..3], ["Date", "User", "Action"]);
        let groups = lines
            .iter()
            .filter(|line| line[2].starts_with("Group created: group "))
            .count();
        assert_eq!(groups, 1100, "each once");
        assert!(lines.iter().any(|line| line[2].contains("=HYPERLINK")));
        assert!(
            lines
                .iter()
                .all(|line| line.iter().all(|cell| !cell.starts_with('=')))
        );
        assert_eq!(
            trail.deeds().await,
            // The report was fetched above, which is a deed too.
            [
                "AuditTrailReportDownloaded",
                "FileUploaded",
                "FileDownloaded"
            ]
        );

        let mine = trail.owner.ok("GET", "files/@my", None).await;
        let titles: Vec<&str> = mine["files"]
            .as_array()
            .unwrap()
            .iter()
            .map(|file| file["title"].as_str().unwrap())
            .collect();
        assert!(
            titles[0].starts_with("Audit trail (") && titles[0].ends_with(").csv"),
            "{titles:?}"
        );
        trail.owner.ok("POST", LOGINS, None).await;
        assert_eq!(
            trail.deeds().await,
            ["LoginHistoryReportDownloaded", "FileUploaded"]
        );
        let missing: Value = trail.owner.ok("GET", "files/@my", None).await;
        assert_eq!(missing["files"].as_array().unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn the_history_of_a_folder_becomes_a_table_for_those_who_may_read_it() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let room = json!({ "title": "Deal", "roomType": 2 });
        let room = owner.ok("POST", "files/rooms", Some(room)).await["id"].clone();
        let plan = json!({ "title": "=Plan" });
        owner
            .ok("POST", &format!("files/folder/{room}"), Some(plan))
            .await;
        let path = format!("files/folder/{room}/log/report");
        let address = owner.ok("POST", &path, None).await;
        let (_, lines) = table(&owner, &address).await;
        let done: Vec<&str> = lines.iter().map(|line| &line[2]).collect();
        assert_eq!(done, ["Folder created: =Plan", "Room created: Deal"]);
        assert!(lines.iter().all(|line| &line[1] == "admin-zero admin-zero"));

        let user = portal.person(Role::User).await;
        assert_eq!(user.post(&path, json!({})).await.0, 403);
        let unknown = "files/folder/999999/log/report";
        assert_eq!(owner.post(unknown, json!({})).await.0, 404);
        assert_eq!(portal.stranger().post(&path, json!({})).await.0, 401);
    })
    .await;
}

#[tokio::test]
async fn a_report_is_a_task_of_its_own_for_everybody_and_every_folder() {
    testkit::for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, user) = (portal.owner(), portal.person(Role::User).await);
        let room = json!({ "title": "Deal", "roomType": 2 });
        let room = owner.ok("POST", "files/rooms", Some(room)).await["id"].clone();
        let path = format!("files/folder/{room}/log/report");
        assert_eq!(owner.ok("GET", &path, None).await, Value::Null);
        assert_eq!(owner.ok("GET", TRAIL, None).await, Value::Null);
        let address = owner.ok("POST", &path, None).await;
        let task = owner.ok("GET", &path, None).await;
        assert_eq!(
            task,
            json!({
                "id": task["id"], "error": "", "percentage": 100, "isCompleted": true, "status": 2,
                "resultFileId": task["resultFileId"], "resultFileName": "Deal history.csv", "resultFileUrl": address,
            })
        );
        assert!(task["id"].is_string() && task["resultFileId"].is_number());
        // What has ended is not ended again.
        owner.ok("DELETE", &path, None).await;
        assert_eq!(owner.ok("GET", &path, None).await, task);

        let other = json!({ "title": "Other", "roomType": 2 });
        let other = owner.ok("POST", "files/rooms", Some(other)).await["id"].clone();
        let other = format!("files/folder/{other}/log/report");
        assert_eq!(owner.ok("GET", &other, None).await, Value::Null);
        assert_eq!(owner.ok("GET", LOGINS, None).await, Value::Null);
        let admin = portal.person(Role::Admin).await;
        owner.ok("POST", LOGINS, None).await;
        assert_eq!(owner.ok("GET", LOGINS, None).await["status"], 2);
        assert_eq!(admin.ok("GET", LOGINS, None).await, Value::Null);
        for method in ["GET", "DELETE"] {
            assert_eq!(user.call(method, &path, None).await.0, 403);
            let unknown = "files/folder/999999/log/report";
            assert_eq!(owner.call(method, unknown, None).await.0, 404);
            assert_eq!(portal.stranger().call(method, &path, None).await.0, 401);
        }
    })
    .await;
}

#[tokio::test]
async fn a_report_that_finds_no_room_says_so() {
    testkit::for_each_database(async |kit| {
        let owner = kit.portal().await.owner();
        let limit = json!({ "enableQuota": true, "defaultQuota": 1 });
        owner
            .ok("POST", "settings/userquotasettings", Some(limit))
            .await;
        let (status, answer) = owner.post(TRAIL, json!({})).await;
        assert_eq!(status, 402, "{answer}");
        let task = owner.ok("GET", TRAIL, None).await;
        assert_eq!(
            (&task["status"], &task["isCompleted"], &task["error"]),
            (&json!(4), &json!(true), &answer["error"]["message"])
        );
        assert_eq!(task["resultFileId"], Value::Null);
        let mine = owner.ok("GET", "files/@my", None).await;
        assert_eq!(mine["files"], json!([]));
        // Another one may be tried at once, and is a task of its own.
        assert_eq!(owner.post(TRAIL, json!({})).await.0, 402);
        let next = owner.ok("GET", TRAIL, None).await;
        assert_ne!(next["id"], task["id"]);
    })
    .await;
}
