//! Encryption at rest.

use std::path::PathBuf;

use portal::Role;
use serde_json::json;
use testkit::{Kit, eventually_within, for_each_database};

use crate::portal::{
    all_equal, deeds, download, files_below, is_sound, number, reaches, upload_some,
};
use crate::s3::Server;

const START: &str = "settings/encryption/start";
const PROGRESS: &str = "settings/encryption/progress";

/// Files of the data folder's objects in which a piece of a plan can be read.
fn readable(kit: &Kit) -> Vec<PathBuf> {
    let mut all = files_below(&kit.house().config().data.join("objects"));
    all.retain(|path| {
        let bytes = std::fs::read(path).unwrap_or_default();
        bytes.windows(11).any(|some| some == b"nobody may ")
    });
    all
}

fn letters(kit: &Kit, holding: &str) -> usize {
    let mails = kit.mails();
    mails.iter().filter(|mail| mail.contains(holding)).count()
}

async fn status(owner: &testkit::Client) -> serde_json::Value {
    let settings = owner.ok("GET", "settings/encryption/settings", None).await;
    assert_eq!(settings["password"], "");
    settings["status"].clone()
}

async fn ends(owner: &testkit::Client, wanted: i64) {
    eventually_within(std::time::Duration::from_secs(90), async || {
        (status(owner).await == wanted).then_some(())
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_portal_is_encrypted_used_backed_up_and_decrypted() {
    for_each_database(async |kit| {
        let portal = kit.portal().await;
        let (owner, here) = (portal.owner(), number(&kit, &portal).await);
        let mut known = upload_some(&owner, 0..20).await;
        for role in [Role::RoomAdmin, Role::User, Role::Guest] {
            let person = portal.person(role).await;
            assert_eq!(person.post(START, json!({})).await.0, 403);
            assert_eq!(person.get("settings/encryption/settings").await.0, 403);
        }
        assert_eq!(status(&owner).await, 0);
        assert_eq!(owner.ok("GET", PROGRESS, None).await, -1.0);
        assert_eq!(readable(&kit).len(), 20);

        let administrator = portal.person(Role::Admin).await;
        assert_eq!(
            administrator
                .ok("POST", START, Some(json!({ "notifyUsers": true })))
                .await,
            true
        );
        let settings = owner.ok("GET", "settings/encryption/settings", None).await;
        assert_eq!(settings["notifyUsers"], true);
        all_equal(&owner, &known).await;
        known.extend(upload_some(&owner, 20..25).await);
        ends(&owner, 2).await;
        reaches(&owner, PROGRESS, 100.0).await;
        assert_eq!(readable(&kit), Vec::<PathBuf>::new());
        all_equal(&owner, &known).await;
        is_sound(&kit).await;
        // Everybody is told: the owner and one of each type.
        for told in ["Files are being encrypted", "Files are encrypted"] {
            eventually_within(std::time::Duration::from_secs(60), async || {
                (letters(&kit, told) == 5).then_some(())
            })
            .await;
        }

        // A move would lie in clear elsewhere.
        let server = Server::start().await;
        assert_eq!(owner.put("settings/storage", server.body()).await.0, 403);
        owner.ok("DELETE", "settings/storage", None).await;
        assert_eq!(status(&owner).await, 2);

        // An archive holds plain contents: it is sealed itself, and what comes back is sealed.
        owner
            .ok(
                "POST",
                "backup/startbackup",
                Some(json!({ "storageType": 4 })),
            )
            .await;
        eventually_within(std::time::Duration::from_secs(60), async || {
            let progress = owner.ok("GET", "backup/getbackupprogress", None).await;
            assert_eq!(progress["error"], json!(null));
            (progress["status"] == 2).then_some(())
        })
        .await;
        let archives = owner.ok("GET", "backup/getbackuphistory", None).await;
        assert_eq!(archives.as_array().unwrap().len(), 1);
        assert_eq!(readable(&kit), Vec::<PathBuf>::new());
        let incoming = kit.house().config().data.join("backups/incoming");
        assert_eq!(files_below(&incoming), Vec::<PathBuf>::new());
        let (gone, hash) = known.pop_first().unwrap();
        let body = json!({ "deleteAfter": false, "immediately": true });
        owner
            .ok("DELETE", &format!("files/file/{gone}"), Some(body))
            .await;
        let order = json!({ "backupId": archives[0]["id"], "storageType": 4, "notify": false });
        owner.ok("POST", "backup/startrestore", Some(order)).await;
        let stranger = portal.stranger();
        eventually_within(std::time::Duration::from_secs(60), async || {
            let progress = stranger.ok("GET", "backup/getrestoreprogress", None).await;
            (progress["status"] == 2).then_some(())
        })
        .await;
        known.insert(gone, hash);
        let owner = stranger.sign_in("owner@example.com", "test1234").await;
        all_equal(&owner, &known).await;
        is_sound(&kit).await;
        assert_eq!(readable(&kit), Vec::<PathBuf>::new());
        assert_eq!(files_below(&incoming), Vec::<PathBuf>::new());

        owner.ok("POST", START, Some(json!({}))).await;
        ends(&owner, 0).await;
        all_equal(&owner, &known).await;
        assert_eq!(readable(&kit).len(), 25);
        assert_eq!(
            letters(&kit, "Files are being decrypted"),
            0,
            "nobody asked for it"
        );
        is_sound(&kit).await;
        deeds(&kit, here, &[5050, 5053]).await;
    })
    .await;
}

#[tokio::test]
async fn encryption_needs_a_folder() {
    for_each_database(async |kit| {
        let (server, portal) = (Server::start().await, kit.portal().await);
        let owner = portal.owner();
        let known = upload_some(&owner, 0..2).await;
        owner
            .ok("PUT", "settings/storage", Some(server.body()))
            .await;
        reaches(&owner, "settings/storage/progress", 100.0).await;
        assert_eq!(owner.post(START, json!({})).await.0, 415);
        assert_eq!(owner.get("settings/encryption/settings").await.0, 415);
        let first = *known.keys().next().unwrap();
        assert_eq!(download(&owner, first, None).await.0, 200);
    })
    .await;
}
