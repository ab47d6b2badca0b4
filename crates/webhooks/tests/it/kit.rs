//! A server that webhooks tell, and a portal that does.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::{Value, json};
use server::Config;
use sql::testing::TestDatabase;
use testkit::{Client, Kit};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

pub(crate) const SECRET: &str = "CorrectHorse01Battery";

/// Something the server was told.
#[derive(Debug, Clone)]
pub(crate) struct Heard {
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Heard {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }

    pub(crate) fn header(&self, name: &str) -> Option<String> {
        self.head.lines().find_map(|line| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name)
                .then(|| value.trim().to_owned())
        })
    }
}

/// How the server answers `POST`. `HEAD` is always answered with 200.
#[derive(Debug, Clone)]
pub(crate) enum Manner {
    /// This whole answer.
    Says(Vec<u8>),
    /// Nothing, for ever.
    Hangs,
}

impl Manner {
    pub(crate) fn status(line: &str) -> Self {
        Self::Says(format!("HTTP/1.1 {line}\r\ncontent-length: 2\r\n\r\nhm").into_bytes())
    }
}

/// A server on this computer.
#[derive(Clone)]
pub(crate) struct Target {
    pub(crate) port: u16,
    heard: Arc<Mutex<Vec<Heard>>>,
    /// Answers to come; the last one stays.
    manners: Arc<Mutex<VecDeque<Manner>>>,
}

impl Target {
    pub(crate) async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let target = Self {
            port: listener.local_addr().unwrap().port(),
            heard: Arc::default(),
            manners: Arc::new(Mutex::new([Manner::status("200 OK")].into())),
        };
        let this = target.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let this = this.clone();
                tokio::spawn(async move { this.serve(stream).await });
            }
        });
        target
    }

    pub(crate) fn answers(&self, manners: impl IntoIterator<Item = Manner>) {
        *self.manners.lock().unwrap() = manners.into_iter().collect();
    }

    pub(crate) fn uri(&self) -> String {
        format!("http://127.0.0.1:{}/hook", self.port)
    }

    pub(crate) fn heard(&self) -> Vec<Heard> {
        self.heard.lock().unwrap().clone()
    }

    /// The first `count` things it was told.
    pub(crate) async fn hears(&self, count: usize) -> Vec<Heard> {
        testkit::eventually(async || Some(self.heard()).filter(|heard| heard.len() >= count)).await
    }

    async fn serve(&self, mut stream: TcpStream) -> Option<()> {
        let mut all = Vec::new();
        loop {
            let (head, rest) = loop {
                let text = String::from_utf8_lossy(&all).into_owned();
                if let Some((head, rest)) = text.split_once("\r\n\r\n") {
                    break (head.to_owned(), rest.to_owned());
                }
                let mut piece = [0; 4096];
                let read = stream.read(&mut piece).await.ok()?;
                (read > 0).then(|| all.extend_from_slice(&piece[..read]))?;
            };
            if head.starts_with("HEAD") {
                stream
                    .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")
                    .await
                    .ok()?;
                all.clear();
                continue;
            }
            let mut heard = Heard { head, body: rest };
            let length: usize = heard.header("content-length")?.parse().ok()?;
            while heard.body.len() < length {
                let mut piece = [0; 4096];
                let read = stream.read(&mut piece).await.ok()?;
                (read > 0).then_some(())?;
                heard
                    .body
                    .push_str(&String::from_utf8_lossy(&piece[..read]));
            }
            self.heard.lock().unwrap().push(heard);
            let manner = {
                let mut manners = self.manners.lock().unwrap();
                match manners.len() {
                    1 => manners[0].clone(),
                    _ => manners.pop_front()?,
                }
            };
            match manner {
                Manner::Says(answer) => stream.write_all(&answer).await.ok()?,
                Manner::Hangs => std::future::pending().await,
            }
            all.clear();
        }
    }
}

/// The product with webhooks in a hurry, on both databases.
pub(crate) async fn for_each_database<F>(test: impl AsyncFn(Kit) -> F) {
    for_each_database_with(hurry, test).await;
}

pub(crate) fn hurry(config: &mut Config) {
    config.webhook_answer_ms = 500;
    config.webhook_retry_ms = 20;
}

pub(crate) async fn for_each_database_with<F>(
    change: impl Fn(&mut Config),
    test: impl AsyncFn(Kit) -> F,
) {
    for database in TestDatabase::all().await {
        let kit = Kit::start(database, &change).await;
        test(kit.clone()).await;
        kit.house().close().await;
    }
}

pub(crate) fn order(uri: &str, triggers: i64) -> Value {
    json!({ "name": "Bell", "uri": uri, "secretKey": SECRET, "enabled": true, "ssl": false, "triggers": triggers })
}

/// Makes a webhook.
pub(crate) async fn hook(client: &Client, target: &Target, triggers: i64) -> Value {
    let order = order(&target.uri(), triggers);
    client.ok("POST", "settings/webhook", Some(order)).await
}

/// The log when it has a line that fits, from the newest.
pub(crate) async fn log_with(
    client: &Client,
    query: &str,
    fits: impl Fn(&Value) -> bool,
) -> Vec<Value> {
    testkit::eventually_within(Duration::from_secs(20), async || {
        let log = client
            .ok("GET", &format!("settings/webhooks/log?{query}"), None)
            .await;
        let log = log.as_array().unwrap().clone();
        log.iter().any(&fits).then_some(log)
    })
    .await
}

pub(crate) async fn room(client: &Client, title: &str) -> i64 {
    let body = json!({ "title": title, "roomType": 2 });
    let room = client.ok("POST", "files/rooms", Some(body)).await;
    room["id"].as_i64().unwrap()
}

pub(crate) async fn file(client: &Client, folder: i64, title: &str) -> i64 {
    let path = format!("files/{folder}/file");
    let file = client
        .ok("POST", &path, Some(json!({ "title": title })))
        .await;
    file["id"].as_i64().unwrap()
}
