//! Rooms and sharing through the whole product, on each database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod index_export;
mod joining;
mod links;
mod members;
mod mentions;
mod quotas;
mod rooms;

use serde_json::{Value, json};
use testkit::Client;

/// Number of a new room.
async fn room(owner: &Client, kind: i32) -> i64 {
    room_with(owner, json!({ "title": "Room", "roomType": kind })).await["id"]
        .as_i64()
        .unwrap()
}

async fn room_with(owner: &Client, body: Value) -> Value {
    owner.ok("POST", "files/rooms", Some(body)).await
}

/// Puts somebody into a room.
async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) -> Value {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    owner
        .ok("PUT", &format!("files/rooms/{room}/share"), Some(body))
        .await
}

fn ids(list: &Value) -> Vec<&str> {
    let list = list.as_array().unwrap();
    list.iter()
        .filter_map(|one| one["sharedToUser"]["id"].as_str())
        .collect()
}
