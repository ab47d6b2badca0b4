//! Somebody with a WebDAV client.

use axum::body::Body;
use base64::Engine as _;
use bytes::Bytes;
use http::{Response, header};
use serde_json::{Value, json};
use testkit::{Client, Portal};

/// A person's WebDAV client, signed in by e-mail and API key.
#[derive(Clone)]
pub(crate) struct Dav {
    client: Client,
    authorization: String,
}

impl Dav {
    pub(crate) fn new(client: Client, login: &str, secret: &str) -> Self {
        let pair = base64::engine::general_purpose::STANDARD.encode(format!("{login}:{secret}"));
        Self {
            client,
            authorization: format!("Basic {pair}"),
        }
    }

    /// Of a person, with a key that may do everything.
    pub(crate) async fn of(portal: &Portal, who: &Client) -> Self {
        let secret = key(who, json!([])).await;
        Self::new(portal.stranger(), &who.email, &secret)
    }

    /// The same client at another node.
    pub(crate) fn at(&self, node: &testkit::Kit) -> Self {
        Self {
            client: self.client.at(node),
            ..self.clone()
        }
    }

    /// The path is meant below `/dav`, percent-encoded.
    pub(crate) async fn send(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: impl Into<Body>,
    ) -> Response<Bytes> {
        let mut request = self
            .client
            .request(method, &format!("/dav{path}"))
            .header(header::AUTHORIZATION, &self.authorization);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.client.send(request.body(body.into()).unwrap()).await
    }

    pub(crate) async fn status(&self, method: &str, path: &str, headers: &[(&str, &str)]) -> u16 {
        self.send(method, path, headers, "").await.status().as_u16()
    }

    pub(crate) async fn put(&self, path: &str, content: &str) -> u16 {
        let response = self.send("PUT", path, &[], content.to_owned()).await;
        response.status().as_u16()
    }

    /// Content of a file; panics when it cannot be read.
    pub(crate) async fn read(&self, path: &str) -> String {
        let response = self.send("GET", path, &[], "").await;
        assert_eq!(response.status(), 200, "{path}");
        text(&response)
    }

    /// Addresses of a folder's entries, in the order of the answer.
    pub(crate) async fn list(&self, path: &str) -> Vec<String> {
        let response = self.send("PROPFIND", path, &[("depth", "1")], "").await;
        assert_eq!(response.status(), 207, "{path}: {}", text(&response));
        let body = text(&response);
        let hrefs = body.split("<D:response><D:href>").skip(2);
        let hrefs = hrefs.filter_map(|rest| rest.split("</D:href>").next());
        let folder = format!("/dav{path}");
        hrefs
            .map(|href| href.strip_prefix(&folder).unwrap_or(href).to_owned())
            .collect()
    }

    /// Takes an exclusive lock and gives its token.
    pub(crate) async fn lock(&self, path: &str, depth: &str) -> String {
        let headers = [("depth", depth), ("timeout", "Second-300")];
        let response = self.send("LOCK", path, &headers, LOCK).await;
        assert!(
            response.status().is_success(),
            "{path}: {}",
            text(&response)
        );
        let token = response.headers()["lock-token"].to_str().unwrap();
        token.trim_matches(['<', '>']).to_owned()
    }
}

/// A body that asks for an exclusive lock.
pub(crate) const LOCK: &str = "<D:lockinfo xmlns:D=\"DAV:\"><D:lockscope><D:exclusive/></D:lockscope>\
    <D:locktype><D:write/></D:locktype><D:owner>me</D:owner></D:lockinfo>";

pub(crate) fn text(response: &Response<Bytes>) -> String {
    String::from_utf8(response.body().to_vec()).unwrap()
}

/// A new API key.
pub(crate) async fn key(who: &Client, scopes: Value) -> String {
    let body = json!({ "name": "files", "permissions": scopes });
    let made = who.ok("POST", "keys", Some(body)).await;
    made["key"].as_str().unwrap().to_owned()
}

/// A new room.
pub(crate) async fn room(owner: &Client, title: &str) -> i64 {
    let body = json!({ "title": title, "roomType": 2 });
    owner.ok("POST", "files/rooms", Some(body)).await["id"]
        .as_i64()
        .unwrap()
}

/// Puts somebody into a room.
pub(crate) async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    let path = format!("files/rooms/{room}/share");
    owner.ok("PUT", &path, Some(body)).await;
}

/// Uploads beside what is there, whatever it is called.
pub(crate) async fn upload(who: &Client, folder: i64, title: &str, content: &str) -> i64 {
    let path = format!("files/{folder}/upload?createNewIfExist=true");
    let (status, answer) = who.upload(&path, title, content.as_bytes()).await;
    assert_eq!(status, 200, "{answer}");
    answer["response"][0]["id"].as_i64().unwrap()
}

pub(crate) async fn my_documents(who: &Client) -> i64 {
    who.ok("GET", "files/@my", None).await["current"]["id"]
        .as_i64()
        .unwrap()
}
