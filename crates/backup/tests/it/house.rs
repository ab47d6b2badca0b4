//! An installation with a portal that people have worked in.

use std::path::{Path, PathBuf};

use backup::archive::{Manifest, TableCount};
use backup::restore::{Order, Restored, Target, restore};
use backup::{Ground, Pace, Result, archive};
use portal::{PortalId, Role};
use serde_json::{Value, json};
use server::verify::Depth;
use sql::testing::TestDatabase;
use testkit::{Client, Kit, Portal};

/// The machine key that moves with a portal.
pub(crate) const KEY: &str = "00112233445566778899aabbccddeeff00112233445566778899aabbccddeeff";

pub(crate) async fn start(database: TestDatabase) -> Kit {
    Kit::start(database, |config| config.machine_key = KEY.to_owned()).await
}

/// The databases there are, each new.
pub(crate) async fn databases() -> Vec<TestDatabase> {
    TestDatabase::all().await
}

pub(crate) fn ground(kit: &Kit) -> Ground {
    kit.house().backups().ground().clone()
}

pub(crate) async fn number(kit: &Kit, alias: &str) -> Option<PortalId> {
    let alias = alias.to_ascii_lowercase();
    let found = kit
        .house()
        .db()
        .read(move |tx| portal::store::by_domain(tx, &alias))
        .await;
    found.unwrap().map(|portal| portal.id)
}

pub(crate) async fn make(kit: &Kit, alias: &str, path: &Path) -> Result<Manifest> {
    let portal = number(kit, alias).await.unwrap();
    archive::make(&ground(kit), portal, path, &Pace::unwatched()).await
}

pub(crate) async fn bring(kit: &Kit, path: &Path, target: Target) -> Result<Restored> {
    let order = Order {
        archive: path.to_owned(),
        target,
        token: uuid::Uuid::new_v4(),
        foreign: true,
    };
    restore(
        &ground(kit),
        kit.house().portals(),
        order,
        &Pace::unwatched(),
    )
    .await
}

/// A portal with people, a room, files with versions, a link, settings: something in many tables.
pub(crate) struct Worked {
    pub(crate) portal: Portal,
    pub(crate) owner: Client,
    pub(crate) room: i64,
    /// Ids, titles and contents.
    pub(crate) files: Vec<(i64, String, Vec<u8>)>,
}

pub(crate) async fn worked(kit: &Kit) -> Worked {
    let portal = kit.portal().await;
    let owner = portal.owner();
    portal.person(Role::User).await;
    portal.person(Role::Guest).await;
    let body = json!({ "title": "Plans ”ü”", "roomType": 5, "tags": ["red"] });
    let room = owner.ok("POST", "files/rooms", Some(body)).await["id"]
        .as_i64()
        .unwrap();
    let mut files = Vec::new();
    for (number, size) in [0_usize, 1, 513, 70_000, 1_500_000].into_iter().enumerate() {
        let title = format!("File {number}.txt");
        let content: Vec<u8> = (0..size).map(|at| (at * 7 + number) as u8).collect();
        let (status, answer) = owner
            .upload(&format!("files/{room}/upload"), &title, &content)
            .await;
        assert_eq!(status, 200, "{answer}");
        files.push((id(&answer), title, content));
    }
    let body = json!({ "title": "Note.txt", "content": "first" });
    let note = owner
        .ok("POST", &format!("files/{room}/text"), Some(body))
        .await;
    let marked = json!({ "fileIds": [note["id"]], "folderIds": [] });
    owner.ok("POST", "files/favorites", Some(marked)).await;
    owner
        .ok("POST", "keys", Some(json!({ "name": "robot" })))
        .await;
    Worked {
        portal,
        owner,
        room,
        files,
    }
}

fn id(answer: &Value) -> i64 {
    let response = &answer["response"];
    let one = response.as_array().map_or(response, |all| &all[0]);
    one["id"]
        .as_i64()
        .unwrap_or_else(|| panic!("no id in {answer}"))
}

/// The bytes of a file, as somebody downloads them.
pub(crate) async fn download(client: &Client, file: i64) -> (u16, Vec<u8>) {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let request = client
        .request("GET", &path)
        .body(axum::body::Body::empty())
        .unwrap();
    let answer = client.send(request).await;
    (answer.status().as_u16(), answer.into_body().to_vec())
}

/// Everything agrees with everything, contents included.
pub(crate) async fn is_sound(kit: &Kit) {
    let mut wrong = Vec::new();
    let sound = kit
        .house()
        .verify(Depth::Content, |found| wrong.extend(found.wrong))
        .await;
    assert!(sound.unwrap(), "{wrong:?}");
}

/// Names, numbers of rows and sums of tables.
pub(crate) type Counts = Vec<(String, u64, String)>;

/// What changes by itself: the audit trail is written after the deed, and a portal's record has dates of its own.
const MOVING: [&str; 4] = ["audit_events", "audit_targets", "login_events", "portals"];

/// What a portal has in the tables that archives hold and that are at rest.
pub(crate) async fn at_rest(kit: &Kit, portal: PortalId) -> Counts {
    let counted = kit
        .house()
        .db()
        .read(move |tx| archive::count(tx, portal))
        .await;
    resting(&counted.unwrap())
}

pub(crate) fn resting(tables: &[TableCount]) -> Counts {
    let resting = tables
        .iter()
        .filter(|one| !MOVING.contains(&one.name.as_str()));
    resting
        .map(|one| (one.name.clone(), one.rows, one.digest.clone()))
        .collect()
}

pub(crate) fn folder() -> (tempfile::TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("portal.tar");
    (folder, path)
}
