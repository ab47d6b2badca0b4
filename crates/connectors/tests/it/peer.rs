//! A document server as far as the protocol goes, and a portal that has it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::middleware::Next;
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hmac::{Hmac, KeyInit as _, Mac as _};
use http::StatusCode;
use serde_json::{Value, json};
use sha2::Sha256;
use testkit::Client;

pub(crate) const SECRET: &str = "a secret of the tests";

/// The server: what it was told, and what can be fetched from it.
#[derive(Clone, Default)]
pub(crate) struct Peer {
    pub(crate) port: u16,
    commands: Arc<Mutex<Vec<Value>>>,
    documents: Arc<Mutex<HashMap<String, Vec<u8>>>>,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Peer {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = Self {
            port: listener.local_addr().unwrap().port(),
            ..Self::default()
        };
        let app = Router::new()
            .route("/coauthoring/CommandService.ashx", post(command))
            .route("/cache/{name}", get(document))
            .with_state(peer.clone());
        let heard = Arc::clone(&peer.heard);
        let app = app.layer(axum::middleware::from_fn(
            move |request: Request, next: Next| {
                heard.lock().unwrap().push(request.uri().path().to_owned());
                next.run(request)
            },
        ));
        tokio::spawn(async move { axum::serve(listener, app).await.unwrap() });
        peer
    }

    pub(crate) fn url(&self) -> String {
        format!("http://127.0.0.1:{}/", self.port)
    }

    /// Keeps a document and answers its address.
    pub(crate) fn keep(&self, name: &str, content: &[u8]) -> String {
        let mut documents = self.documents.lock().unwrap();
        documents.insert(name.to_owned(), content.to_vec());
        format!("{}cache/{name}", self.url())
    }

    /// Paths of everything that was asked of it.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }

    pub(crate) fn commands(&self, name: &str) -> Vec<Value> {
        let all = self.commands.lock().unwrap();
        all.iter().filter(|one| one["c"] == name).cloned().collect()
    }
}

async fn command(State(peer): State<Peer>, Json(command): Json<Value>) -> Json<Value> {
    let signed = command["token"].as_str().and_then(read);
    if signed.is_none_or(|signed| signed["c"] != command["c"]) {
        return Json(json!({ "error": 6 }));
    }
    let name = command["c"].clone();
    peer.commands.lock().unwrap().push(command);
    Json(match name.as_str() {
        Some("version") => json!({ "error": 0, "version": "9.1.0" }),
        Some("info") => json!({ "error": 1 }),
        _ => json!({ "error": 0 }),
    })
}

async fn document(
    State(peer): State<Peer>,
    Path(name): Path<String>,
) -> Result<Vec<u8>, StatusCode> {
    let documents = peer.documents.lock().unwrap();
    documents.get(&name).cloned().ok_or(StatusCode::NOT_FOUND)
}

fn mac(said: &str, secret: &str) -> Hmac<Sha256> {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
    mac.update(said.as_bytes());
    mac
}

/// What a token with the right signature says.
pub(crate) fn read(token: &str) -> Option<Value> {
    let (said, code) = token.rsplit_once('.')?;
    let code = URL_SAFE_NO_PAD.decode(code).ok()?;
    mac(said, SECRET).verify_slice(&code).ok()?;
    let (_, claims) = said.split_once('.')?;
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

pub(crate) fn sign(claims: &Value, secret: &str) -> String {
    let header = URL_SAFE_NO_PAD.encode(r#"{"alg":"HS256","typ":"JWT"}"#);
    let said = format!("{header}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
    let code = URL_SAFE_NO_PAD.encode(mac(&said, secret).finalize().into_bytes());
    format!("{said}.{code}")
}

/// Has the caller's portal use the server.
pub(crate) async fn choose(owner: &Client, peer: &Peer) -> Value {
    let wish = json!({
        "docServiceUrl": peer.url(),
        "docServiceSignatureSecret": SECRET,
        "docServiceSignatureHeader": "Authorization",
    });
    owner.ok("PUT", "files/docservice", Some(wish)).await
}

pub(crate) async fn room(owner: &Client) -> i64 {
    let body = json!({ "title": "Room", "roomType": 5 });
    let room = owner.ok("POST", "files/rooms", Some(body)).await;
    room["id"].as_i64().unwrap()
}

pub(crate) async fn let_in(owner: &Client, room: i64, who: &Client, access: i32) {
    let body = json!({ "invitations": [{ "id": who.id, "access": access }] });
    let path = format!("files/rooms/{room}/share");
    owner.ok("PUT", &path, Some(body)).await;
}

pub(crate) async fn document_in(owner: &Client, folder: i64, title: &str) -> i64 {
    let path = format!("files/{folder}/file");
    let made = owner
        .ok("POST", &path, Some(json!({ "title": title })))
        .await;
    made["id"].as_i64().unwrap()
}

pub(crate) async fn opened(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}/openedit"), None)
        .await
}

/// Tells the portal something of a document, signed in the body.
pub(crate) async fn tell(stranger: &Client, opened: &Value, told: Value) -> (u16, Value) {
    let mut body = told.clone();
    body["token"] = sign(&told, SECRET).into();
    tell_plainly(stranger, opened, body, None).await
}

pub(crate) async fn tell_plainly(
    stranger: &Client,
    opened: &Value,
    body: Value,
    header: Option<String>,
) -> (u16, Value) {
    let address = opened["editorConfig"]["callbackUrl"].as_str().unwrap();
    let path = &address[address.find("/filehandler").unwrap()..];
    let mut request = stranger
        .request("POST", path)
        .header("content-type", "application/json");
    if let Some(token) = header {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    let request = request.body(Body::from(body.to_string())).unwrap();
    let answer = stranger.send(request).await;
    let status = answer.status().as_u16();
    let body = serde_json::from_slice(answer.body()).unwrap_or_default();
    (status, body)
}

/// What a document server reads at an address of a configuration.
pub(crate) async fn fetched(stranger: &Client, address: &Value) -> (u16, Vec<u8>) {
    let address = address.as_str().unwrap();
    let path = &address[address.find("/filehandler").unwrap()..];
    let request = stranger.request("GET", path).body(Body::empty()).unwrap();
    let answer = stranger.send(request).await;
    (answer.status().as_u16(), answer.into_body().to_vec())
}

pub(crate) async fn content(who: &Client, file: i64) -> Vec<u8> {
    let path = format!("/filehandler.ashx?action=download&fileid={file}");
    let request = who.request("GET", &path).body(Body::empty()).unwrap();
    who.send(request).await.into_body().to_vec()
}

pub(crate) async fn info(who: &Client, file: i64) -> Value {
    who.ok("GET", &format!("files/file/{file}"), None).await
}
