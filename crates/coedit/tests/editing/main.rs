//! Editing together through real WebSockets, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

mod deeds;
mod editor;
mod faults;
mod nodes;
mod prose;
mod rights;
mod saving;
mod sheets;
mod slides;
mod writing;

use std::net::SocketAddr;

use serde_json::{Value, json};
use sql::testing::TestDatabase;
use testkit::{Client, Kit, Portal};
use tokio::net::TcpListener;

use editor::Editor;

const READ: i32 = 2;
const EDITING: i32 = 10;

/// A running server with short waits.
struct Here {
    kit: Kit,
    portal: Portal,
    address: SocketAddr,
}

impl Here {
    async fn of(kit: Kit) -> Self {
        let portal = kit.portal().await;
        let address = listening(&kit).await;
        Self {
            kit,
            portal,
            address,
        }
    }

    /// Opens a file.
    async fn open(&self, who: &Client, file: i64) -> Editor {
        self.try_open(who, file).await.unwrap()
    }

    async fn try_open(&self, who: &Client, file: i64) -> Result<Editor, u16> {
        let path = format!("/edit/{file}");
        Editor::open(self.address, who.request("GET", &path), &path).await
    }

    /// Opens a file with a document that was edited before.
    async fn open_with(&self, doc: yrs::Doc, who: &Client, file: i64) -> Editor {
        let path = format!("/edit/{file}");
        let opened = Editor::with(doc, self.address, who.request("GET", &path), &path).await;
        opened.unwrap()
    }
}

async fn listening(kit: &Kit) -> SocketAddr {
    listening_at(kit, TcpListener::bind("127.0.0.1:0").await.unwrap())
}

fn listening_at(kit: &Kit, listener: TcpListener) -> SocketAddr {
    let address = listener.local_addr().unwrap();
    tokio::spawn(server::serve(listener, kit.app(), std::future::pending()));
    address
}

/// Runs a test on each database. Documents are saved after a moment of rest, and closed soon.
async fn everywhere(test: impl AsyncFn(Here)) {
    everywhere_with(300, test).await;
}

async fn everywhere_with(rest: u64, test: impl AsyncFn(Here)) {
    for database in TestDatabase::all().await {
        println!("on {:?}", database.dialect());
        let kit = Kit::start(database, |config| {
            config.editing_rest_ms = rest;
            config.editing_linger_ms = 200;
        })
        .await;
        test(Here::of(kit.clone()).await).await;
        kit.house().close().await;
    }
}

/// A file in somebody's own documents.
async fn file(who: &Client, name: &str, bytes: &[u8]) -> i64 {
    let mine = who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap();
    file_in(who, mine, name, bytes).await
}

async fn file_in(who: &Client, folder: i64, name: &str, bytes: &[u8]) -> i64 {
    let (status, answer) = who
        .upload(&format!("files/{folder}/upload"), name, bytes)
        .await;
    assert_eq!(status, 200, "{answer}");
    let made = &answer["response"];
    made.get(0).unwrap_or(made)["id"].as_i64().unwrap()
}

/// A room with somebody in it.
async fn room_with(owner: &Client, people: &[(&Client, i32)]) -> i64 {
    let room = json!({ "title": "Room", "roomType": 5 });
    let room = owner.ok("POST", "files/rooms", Some(room)).await["id"]
        .as_i64()
        .unwrap();
    for (who, access) in people {
        let_in(owner, room, who, *access).await;
    }
    room
}

async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    owner
        .ok("PUT", &format!("files/rooms/{room}/share"), Some(body))
        .await;
}

async fn info(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}"), None).await
}

/// The versions of a file as editors see them, the oldest first.
async fn history(who: &Client, file: i64) -> Vec<Value> {
    let path = format!("files/file/{file}/edit/history");
    let all = who.ok("GET", &path, None).await;
    all.as_array().unwrap().clone()
}

async fn bytes_of(who: &Client, file: i64) -> Vec<u8> {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let request = who.request("GET", &path);
    let answer = who
        .send(request.body(axum::body::Body::empty()).unwrap())
        .await;
    assert_eq!(answer.status(), 200);
    answer.into_body().to_vec()
}

/// How a connection ends at a file that cannot be edited.
const UNREADABLE: u16 = 4415;

/// What is no office file of the title's kind is refused in words and stays as it was; `cut` is one that breaks off.
async fn refused_in_words(here: &Here, who: &Client, title: &str, cut: &[u8]) {
    for (bytes, words) in [
        (&b"PK\x03\x04\0\0broken"[..], "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "encrypted"),
        (b"plain text", "damaged"),
        (cut, "damaged"),
    ] {
        let file = file(who, title, bytes).await;
        let mut a = here.open(who, file).await;
        assert_eq!(a.until_end().await, UNREADABLE);
        assert!(a.end.as_ref().unwrap().1.contains(words), "{:?}", a.end);
        assert_eq!(bytes_of(who, file).await, bytes);
    }
}
