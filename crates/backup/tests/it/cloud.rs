//! Archives in a bucket (`platform/08 §8.5`, type 5), against a server that speaks S3.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, eventually};

use crate::api::{back_up, finished, letters, restored};
use crate::house::{databases, download, is_sound, start, worked};
use crate::s3::listen;

/// What to say of the bucket, as pairs.
fn place(endpoint: &str, more: &[(&str, &str)]) -> Value {
    let mut pairs = vec![
        json!({ "key": "module", "value": "s3" }),
        json!({ "key": "bucket", "value": "atrium" }),
        json!({ "key": "region", "value": "us-east-1" }),
        json!({ "key": "serviceurl", "value": endpoint }),
    ];
    pairs.extend(
        more.iter()
            .map(|(key, value)| json!({ "key": key, "value": value })),
    );
    Value::Array(pairs)
}

const KEYS: [(&str, &str); 2] = [("acesskey", "key"), ("secretaccesskey", "secret")];

/// Names of the archives in the bucket's folder for backups.
fn archives(root: &Path) -> Vec<PathBuf> {
    let Ok(folder) = std::fs::read_dir(root.join("atrium/backup")) else {
        return Vec::new();
    };
    let mut found: Vec<PathBuf> = folder.map(|entry| entry.unwrap().path()).collect();
    found.retain(|path| path.extension().is_some_and(|kind| kind == "tar"));
    found.sort();
    found
}

async fn owner_again(kit: &Kit, alias: &str) -> Client {
    let stranger = kit.stranger().in_portal(alias);
    stranger.sign_in("owner@example.com", "test1234").await
}

#[tokio::test]
async fn a_backup_goes_into_a_bucket_and_comes_back_from_there() {
    for database in databases().await {
        let bucket = tempfile::tempdir().unwrap();
        let endpoint = listen(bucket.path()).await;
        let kit = start(database).await;
        let before = worked(&kit).await;
        let owner = before.owner.clone();
        let alias = before.portal.alias.clone();
        let body = |more: &[(&str, &str)]| json!({ "storageType": 5, "storageParams": place(&endpoint, more) });
        back_up(&owner, body(&KEYS)).await;
        let history = owner.ok("GET", "backup/getbackuphistory", None).await;
        assert_eq!(history[0]["storageType"], 5);
        let found = archives(bucket.path());
        assert_eq!(found.len(), 1);
        let name = found[0].file_name().unwrap().to_str().unwrap();
        assert_eq!(history[0]["fileName"], name);

        // The nightly test restores what lies there, and says so.
        let (status, untested) = owner.get("backup/selftest").await;
        assert_eq!((status, untested.get("response")), (200, None));
        assert_eq!(kit.house().backups().test_all().await.unwrap(), (1, 1));
        let tested = owner.ok("GET", "backup/selftest", None).await;
        assert_eq!(tested["backupId"], history[0]["id"]);
        assert_eq!(
            (&tested["healthy"], &tested["verdict"]),
            (&json!(true), &json!(null))
        );

        let (gone, _, content) = before.files[3].clone();
        let now = json!({ "deleteAfter": false, "immediately": true });
        owner
            .ok("DELETE", &format!("files/file/{gone}"), Some(now))
            .await;
        eventually(async || (download(&owner, gone).await.0 == 404).then_some(())).await;
        // By its place and name; the keys are known by now.
        let named = |file: &str| {
            json!({ "backupId": "", "storageType": 5, "notify": true,
            "storageParams": place(&endpoint, &[("filePath", file)]) })
        };
        assert_eq!(
            owner.post("backup/startrestore", named("none.tar")).await.0,
            404
        );
        owner
            .ok("POST", "backup/startrestore", Some(named(name)))
            .await;
        let progress = restored(&kit, &alias).await;
        assert_eq!(progress["status"], 2, "{progress}");
        let owner = owner_again(&kit, &alias).await;
        // Everybody who is active: the owner, a user and a guest.
        for told in ["The space is being restored", "The space is restored"] {
            eventually(async || (letters(&kit, told) == 3).then_some(())).await;
        }
        assert_eq!(download(&owner, gone).await, (200, content));

        // An archive that was altered there is told by the test; so is one that is gone.
        let mut bytes = std::fs::read(&found[0]).unwrap();
        let middle = bytes.len() / 2;
        bytes[middle] ^= 1;
        std::fs::write(&found[0], bytes).unwrap();
        assert_eq!(kit.house().backups().test_all().await.unwrap(), (0, 1));
        let tested = owner.ok("GET", "backup/selftest", None).await;
        assert_eq!(tested["healthy"], false);
        let said = tested["verdict"].as_str().unwrap();
        assert!(said.contains("altered"), "{said}");
        kit.mail_to("owner@example.com", "A backup is not well")
            .await;

        let id = history[0]["id"].as_str().unwrap();
        owner
            .ok("DELETE", &format!("backup/deletebackup/{id}"), None)
            .await;
        assert_eq!(archives(bucket.path()), Vec::<PathBuf>::new());
        is_sound(&kit).await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_schedule_keeps_the_newest_in_the_bucket_and_shows_no_key() {
    for database in databases().await {
        let bucket = tempfile::tempdir().unwrap();
        let endpoint = listen(bucket.path()).await;
        let kit = start(database).await;
        let owner = kit.portal().await.owner();
        let order = |more: &[(&str, &str)]| {
            json!({ "storageType": 5, "storageParams": place(&endpoint, more),
            "backupsStored": 2, "cronParams": { "period": 0, "hour": 5 } })
        };
        let (status, answer) = owner.post("backup/createbackupschedule", order(&[])).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("acesskey"))
        );
        owner
            .ok("POST", "backup/createbackupschedule", Some(order(&KEYS)))
            .await;
        // Who changes the hour need not tell the keys again.
        owner
            .ok("POST", "backup/createbackupschedule", Some(order(&[])))
            .await;
        let schedule = owner.ok("GET", "backup/getbackupschedule", None).await;
        let expected = json!({ "module": "s3", "bucket": "atrium", "region": "us-east-1", "serviceurl": endpoint });
        assert_eq!(schedule["storageParams"], expected);
        let kept: sql::Result<Vec<String>> = kit
            .house()
            .db()
            .read(|tx| tx.query("SELECT params FROM backup_schedules", &[]))
            .await;
        assert!(!kept.unwrap().concat().contains("secretaccesskey"));
        for run in 1..=3_i64 {
            let then = sql::now() + run * 2 * 24 * 3600 * 1_000_000;
            kit.house().backups().watch(then).await.unwrap();
            let progress = finished(&owner).await;
            assert_eq!(progress["error"], Value::Null);
            eventually(async || {
                let history = owner.ok("GET", "backup/getbackuphistory", None).await;
                let listed = history.as_array().unwrap().len() as i64;
                (listed == run.min(2)).then_some(())
            })
            .await;
        }
        assert_eq!(archives(bucket.path()).len(), 2);

        // Keys that cannot be opened any more, as with another machine key: the administrators hear of it.
        let lost = kit.house().db().write(|tx| {
            let text =
                r#"UPDATE backup_schedules SET params = '{"module":"s3","bucket":"atrium"}'"#;
            tx.execute(text, &[])
        });
        let lost: sql::Result<u64> = lost.await;
        assert_eq!(lost.unwrap(), 1);
        let then = sql::now() + 8 * 24 * 3600 * 1_000_000;
        kit.house().backups().watch(then).await.unwrap();
        let progress = finished(&owner).await;
        assert_eq!(progress["status"], 4, "{progress}");
        kit.mail_to("owner@example.com", "The scheduled backup failed")
            .await;
        kit.house().close().await;
    }
}

#[tokio::test]
async fn a_backup_uses_the_keys_of_the_account() {
    for database in databases().await {
        let bucket = tempfile::tempdir().unwrap();
        let endpoint = listen(bucket.path()).await;
        let kit = start(database).await;
        let owner = kit.portal().await.owner();
        let body = json!({ "storageType": 5, "storageParams": place(&endpoint, &[]) });
        let (status, answer) = owner.post("backup/startbackup", body.clone()).await;
        assert_eq!(
            (status, &answer["error"]["message"]),
            (400, &json!("acesskey"))
        );
        let keys = json!({ "name": "s3", "props": [
            { "name": "acesskey", "value": "key" },
            { "name": "secretaccesskey", "value": "secret" },
        ] });
        owner.ok("POST", "settings/authservice", Some(keys)).await;
        back_up(&owner, body).await;
        assert_eq!(archives(bucket.path()).len(), 1);
        kit.house().close().await;
    }
}

#[tokio::test]
async fn buckets_that_take_nothing_are_refused() {
    let bucket = tempfile::tempdir().unwrap();
    let endpoint = listen(bucket.path()).await;
    let kit = start(databases().await.swap_remove(0)).await;
    let owner = kit.portal().await.owner();
    let start = async |pairs: Value| {
        let body = json!({ "storageType": 5, "storageParams": pairs });
        let (status, answer) = owner.post("backup/startbackup", body).await;
        assert_eq!(status, 400, "{answer}");
        answer["error"]["message"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        start(json!([{ "key": "module", "value": "floppy" }])).await,
        "module"
    );
    assert_eq!(
        start(json!([{ "key": "module", "value": "s3" }])).await,
        "bucket"
    );
    let wrong = [("acesskey", "key"), ("secretaccesskey", "guessed")];
    for said in [
        start(place(&endpoint, &wrong)).await,
        start(place("http://127.0.0.1:1", &KEYS)).await,
    ] {
        assert!(said.starts_with("The bucket cannot be used"), "{said}");
    }
    kit.house().close().await;
}

#[tokio::test]
async fn no_backup_goes_into_a_private_network() {
    let bucket = tempfile::tempdir().unwrap();
    let endpoint = listen(bucket.path()).await;
    let kit = Kit::start(TestDatabase::sqlite(), |config| {
        config.dev = false;
        config.open_registration = true;
        config.rate_limits = false;
    })
    .await;
    let owner = kit.portal().await.owner();
    for way in [endpoint.as_str(), "http://169.254.169.254"] {
        let body = json!({ "storageType": 5, "storageParams": place(way, &KEYS) });
        let (status, answer) = owner.post("backup/startbackup", body).await;
        let said = answer["error"]["message"].as_str().unwrap();
        assert_eq!(status, 400, "{answer}");
        assert!(said.ends_with("is in a private network"), "{said}");
    }
    assert_eq!(archives(bucket.path()), Vec::<PathBuf>::new());
    kit.house().close().await;
}
