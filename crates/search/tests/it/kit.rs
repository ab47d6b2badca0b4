//! A room with files, and what somebody finds in it.

use std::time::Duration;

use portal::Role;
use serde_json::{Value, json};
use testkit::{Client, Kit, Portal};

/// LibreOffice on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

/// Files of other programs.
pub(crate) fn sample(name: &str) -> Vec<u8> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/");
    std::fs::read(format!("{folder}{name}")).unwrap()
}

/// Somebody's room.
pub(crate) struct Shelf {
    pub(crate) kit: Kit,
    pub(crate) portal: Portal,
    pub(crate) owner: Client,
    pub(crate) room: i64,
}

impl Shelf {
    pub(crate) async fn of(kit: &Kit) -> Self {
        let portal = kit.portal().await;
        let owner = portal.owner();
        let new = json!({ "title": "Shelf", "roomType": 2 });
        let room = owner.ok("POST", "files/rooms", Some(new)).await["id"].as_i64();
        Self {
            kit: kit.clone(),
            portal,
            owner,
            room: room.unwrap(),
        }
    }

    /// Puts a file into the room; one of the same name becomes a new version. Returns its number.
    pub(crate) async fn put(&self, name: &str, content: &[u8]) -> i64 {
        self.put_into(self.room, name, content).await
    }

    pub(crate) async fn put_into(&self, folder: i64, name: &str, content: &[u8]) -> i64 {
        let path = format!("files/{folder}/upload");
        let (status, answer) = self.owner.upload(&path, name, content).await;
        assert_eq!(status, 200, "{name}: {answer}");
        answer["response"][0]["id"].as_i64().unwrap()
    }

    pub(crate) async fn folder(&self, title: &str) -> i64 {
        let path = format!("files/folder/{}", self.room);
        let made = self
            .owner
            .ok("POST", &path, Some(json!({ "title": title })))
            .await;
        made["id"].as_i64().unwrap()
    }

    /// Titles that the owner finds in the room.
    pub(crate) async fn found(&self, text: &str) -> Vec<String> {
        found(&self.owner, self.room, text).await
    }

    /// Waits until these titles are found.
    pub(crate) async fn finds(&self, text: &str, wanted: &[&str]) {
        testkit::eventually(async || (self.found(text).await == wanted).then_some(())).await;
    }

    /// Makes somebody a viewer of the room, or takes that away.
    pub(crate) async fn share(&self, with: &Client, access: i32) {
        let path = format!("files/rooms/{}/share", self.room);
        let share = json!({ "invitations": [{ "id": with.id, "access": access }] });
        self.owner.ok("PUT", &path, Some(share)).await;
    }

    pub(crate) async fn person(&self) -> Client {
        self.portal.person(Role::User).await
    }

    /// What is noted of the contents in this portal: state and reason by extension.
    pub(crate) async fn notes(&self) -> Vec<(i64, String, String)> {
        let notes = self.kit.house().db().read(|tx| {
            let mut notes = Vec::new();
            let text = "SELECT state, extension, reason FROM contents ORDER BY extension, reason";
            tx.each(text, &[], &mut |row| {
                notes.push((row.get(0)?, row.get(1)?, row.get(2)?));
                Ok(true)
            })?;
            Ok::<_, sql::Error>(notes)
        });
        notes.await.unwrap()
    }

    /// Waits until nothing waits to be read, and so many objects are known.
    pub(crate) async fn settled(&self, count: usize) -> Vec<(i64, String, String)> {
        testkit::eventually_within(PATIENCE, async || {
            let notes = self.notes().await;
            let done = notes.len() == count && notes.iter().all(|(state, ..)| *state != 0);
            done.then_some(notes)
        })
        .await
    }
}

/// Titles of folders and files that somebody finds in a folder, sorted; nothing where he may not look.
pub(crate) async fn found(who: &Client, folder: i64, text: &str) -> Vec<String> {
    let (status, answer) = who.get(&query(folder, text)).await;
    if status != 200 {
        assert_eq!(status, 403, "{answer}");
        return Vec::new();
    }
    let found = &answer["response"];
    let lists = ["folders", "files"].map(|list| found[list].as_array().unwrap());
    let title = |entry: &Value| entry["title"].as_str().unwrap().to_owned();
    let mut titles: Vec<String> = lists.into_iter().flatten().map(title).collect();
    assert_eq!(found["total"].as_u64(), Some(titles.len() as u64));
    titles.sort();
    titles
}

/// The request that looks for a text.
pub(crate) fn query(folder: i64, text: &str) -> String {
    let text: String = text.bytes().map(|byte| format!("%{byte:02X}")).collect();
    format!("files/{folder}?filterValue={text}")
}
