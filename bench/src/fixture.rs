//! What the mix needs: a portal of its own with people, rooms, a folder of 25 files and two sizes to download.

use std::net::SocketAddr;

use anyhow::{Context, Result};
use bytes::Bytes;
use http::Method;
use serde_json::{Value, json};

use crate::client::{Client, Identity};

/// Bytes of the small transfer.
pub(crate) const SMALL: usize = 100 * 1024;
/// Bytes of the big transfer.
pub(crate) const BIG: usize = 100 * 1024 * 1024;

/// Ids of the things the calls work on.
pub(crate) struct Fixture {
    pub(crate) server: SocketAddr,
    pub(crate) identity: Identity,
    pub(crate) listed: i64,
    pub(crate) scratch: i64,
    pub(crate) file: i64,
    pub(crate) small: i64,
    pub(crate) big: i64,
    /// Bytes of the answer that lists the rooms.
    pub(crate) rooms_length: u64,
    /// Bytes of the answer that lists the folder.
    pub(crate) folder_length: u64,
    /// Bytes of the answer that lists the people.
    pub(crate) people_length: u64,
}

impl Fixture {
    pub(crate) async fn prepare(server: SocketAddr) -> Result<Self> {
        let identity = register(server, &format!("bench-{}", std::process::id())).await?;
        let mut client = Client::connect(server, identity.clone()).await?;
        for number in 1..25 {
            let body = json!({"firstName": "Ann", "lastName": format!("Other{}", letter(number)),
                "email": format!("other{number}@example.com"), "type": "User"});
            client
                .json(Method::POST, "/api/2.0/people", Some(body))
                .await?;
        }
        let mut room = 0;
        for number in 0..25 {
            let body = json!({"title": format!("Room {number}"), "roomType": 5});
            room = id(&client
                .json(Method::POST, "/api/2.0/files/rooms", Some(body))
                .await?)?;
        }
        let listed = folder(&mut client, room, "Listed").await?;
        let scratch = folder(&mut client, room, "Scratch").await?;
        let mut file = 0;
        for number in 0..25 {
            let path = format!("/api/2.0/files/{listed}/file");
            let body = json!({"title": format!("Document {number}.docx")});
            file = id(&client.json(Method::POST, &path, Some(body)).await?)?;
        }
        let small = upload(&mut client, scratch, "small.bin", SMALL).await?;
        let big = upload(&mut client, scratch, "big.bin", BIG).await?;
        let rooms_length = length(&mut client, ROOMS).await?;
        let folder_length = length(&mut client, &content(listed)).await?;
        let people_length = length(&mut client, PEOPLE).await?;
        Ok(Self {
            server,
            identity,
            listed,
            scratch,
            file,
            small,
            big,
            rooms_length,
            folder_length,
            people_length,
        })
    }

    /// Takes the portal away again; a server that does not allow it keeps it.
    pub(crate) async fn remove(&self) {
        if let Ok(mut client) = Client::connect(self.server, self.identity.clone()).await {
            let body = Some(json!({"reference": "bench"}));
            let path = "/api/2.0/portal/deleteportalimmediately";
            let _ = client.json(Method::DELETE, path, body).await;
        }
    }
}

const EMAIL: &str = "bench@example.com";
const PASSWORD: &str = "bench-2026";

/// Registers a portal and signs its owner in.
pub(crate) async fn register(server: SocketAddr, name: &str) -> Result<Identity> {
    let mut identity = Identity {
        origin: Some(format!("http://{name}")),
        token: None,
    };
    let mut client = Client::connect(server, identity.clone()).await?;
    let person = json!({"portalName": name, "firstName": "Bench", "lastName": "Mark",
        "email": EMAIL, "password": PASSWORD, "language": "en"});
    client
        .json(Method::POST, "/apisystem/portal/register", Some(person))
        .await?;
    let answer = client
        .json(Method::POST, "/api/2.0/authentication", Some(credentials()))
        .await?;
    identity.token = answer["token"].as_str().map(str::to_owned);
    Ok(identity)
}

/// What the owner signs in with.
pub(crate) fn credentials() -> Value {
    json!({"userName": EMAIL, "password": PASSWORD})
}

/// Names of people hold no digits.
fn letter(number: u8) -> char {
    char::from(b'a' + number % 26)
}

/// The list of people.
pub(crate) const PEOPLE: &str = "/api/2.0/people?count=25";

/// The list of rooms.
pub(crate) const ROOMS: &str = "/api/2.0/files/rooms?count=25";

/// The list of what a folder holds.
pub(crate) fn content(folder: i64) -> String {
    format!("/api/2.0/files/{folder}?count=25")
}

/// Bytes of an answer.
pub(crate) async fn length(client: &mut Client, path: &str) -> Result<u64> {
    let (status, length, _) = client.call(Method::GET, path, None, false).await?;
    anyhow::ensure!(status.is_success(), "{path}: {status}");
    Ok(length)
}

/// The id in an answer.
pub(crate) fn id(value: &Value) -> Result<i64> {
    let value = value
        .as_array()
        .and_then(|list| list.first())
        .unwrap_or(value);
    value["id"]
        .as_i64()
        .with_context(|| format!("no id in {value}"))
}

/// Makes a folder.
pub(crate) async fn folder(client: &mut Client, parent: i64, title: &str) -> Result<i64> {
    let path = format!("/api/2.0/files/folder/{parent}");
    id(&client
        .json(Method::POST, &path, Some(json!({"title": title})))
        .await?)
}

async fn upload(client: &mut Client, folder: i64, title: &str, size: usize) -> Result<i64> {
    let path = format!("/api/2.0/files/{folder}/upload?createNewIfExist=true");
    let (kind, body) = multipart(title, size);
    let (status, _, answer) = client
        .call(Method::POST, &path, Some((kind, body)), true)
        .await?;
    anyhow::ensure!(
        status.is_success(),
        "upload: {status}: {}",
        String::from_utf8_lossy(&answer)
    );
    id(&serde_json::from_slice::<Value>(&answer)?["response"])
}

/// A multipart body with one file of that many bytes.
pub(crate) fn multipart(title: &str, size: usize) -> (&'static str, Bytes) {
    let mut content = Vec::with_capacity(size + 8);
    // Not all the same byte, so that nothing on the way can make it smaller.
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    while content.len() < size {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        content.extend_from_slice(&state.to_le_bytes());
    }
    content.truncate(size);
    form(title, &content)
}

/// A multipart body with one file.
pub(crate) fn form(title: &str, content: &[u8]) -> (&'static str, Bytes) {
    let head = format!(
        "--atrium\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{title}\"\r\n\
         Content-Type: application/octet-stream\r\n\r\n"
    );
    let body = [head.as_bytes(), content, b"\r\n--atrium--\r\n"].concat();
    ("multipart/form-data; boundary=atrium", Bytes::from(body))
}
