//! `atrium doctor --verify`: what is broken on purpose is found and named; what people do at the same time leaves
//! nothing to find. Through the whole product, on each database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod broken;
mod races;

use serde_json::{Value, json};
use server::verify::Depth;
use testkit::{Client, Kit};

/// Everything that is wrong, in words.
async fn wrong(kit: &Kit) -> Vec<String> {
    let mut all = Vec::new();
    let tell = |found: files::service::verify::Found| all.extend(found.wrong);
    let sound = kit.house().verify(Depth::Content, tell).await.unwrap();
    assert_eq!(sound, all.is_empty());
    all
}

async fn assert_sound(kit: &Kit) {
    assert_eq!(wrong(kit).await, Vec::<String>::new());
}

async fn room(who: &Client) -> i64 {
    let body = json!({ "title": "Room", "roomType": 2 });
    number(&who.ok("POST", "files/rooms", Some(body)).await)
}

async fn folder(who: &Client, parent: i64, title: &str) -> i64 {
    let path = format!("files/folder/{parent}");
    number(&who.ok("POST", &path, Some(json!({ "title": title }))).await)
}

async fn file(who: &Client, parent: i64, title: &str, content: &[u8]) -> i64 {
    let path = format!("files/{parent}/upload?createNewIfExist=true");
    let (status, answer) = who.upload(&path, title, content).await;
    assert_eq!(status, 200, "{answer}");
    number(&answer["response"][0])
}

fn number(entry: &Value) -> i64 {
    entry["id"].as_i64().unwrap()
}

/// Waits until nothing of what somebody started goes on: a minute at most.
async fn quiet(who: &Client) -> Vec<Value> {
    let begun = std::time::Instant::now();
    loop {
        let all = who.ok("GET", "files/fileops", None).await;
        let all = all.as_array().unwrap().clone();
        if all.iter().all(|one| one["finished"] == true) {
            return all;
        }
        assert!(begun.elapsed().as_secs() < 60, "{all:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}
