//! The measured servers, and where a document is in each.

use std::net::SocketAddr;
use std::path::Path;

use anyhow::Result;
use http::Method;
use tokio::process::Command;

use crate::client::{Client, Identity};
use crate::fixture;
use crate::process::{Server, free_address};

/// A server of Yjs documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Ours,
    Hocuspocus,
    YWebsocket,
}

impl Kind {
    /// Ours first: the others are compared with it.
    pub(super) const ALL: [Self; 3] = [Self::Ours, Self::Hocuspocus, Self::YWebsocket];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Ours => "atrium",
            Self::Hocuspocus => "hocuspocus",
            Self::YWebsocket => "y-websocket",
        }
    }
}

/// Where a document is opened.
pub(super) struct Place {
    pub(super) address: SocketAddr,
    pub(super) path: String,
    pub(super) identity: Identity,
    /// The document's name before every message, where one connection may carry many documents.
    pub(super) name: Option<String>,
}

/// A server that runs.
pub(super) struct Peer {
    kind: Kind,
    server: Server,
    identity: Identity,
    /// Own documents of whoever makes them.
    folder: i64,
}

impl Peer {
    pub(super) async fn start(
        kind: Kind,
        binary: &Path,
        others: &Path,
        data: &Path,
    ) -> Result<Self> {
        let server = match kind {
            Kind::Ours => Server::start(binary, data).await?,
            Kind::Hocuspocus => script(&others.join("hocuspocus.mjs")).await?,
            Kind::YWebsocket => script(&others.join("y-websocket.mjs")).await?,
        };
        let mut peer = Self {
            kind,
            server,
            identity: Identity::default(),
            folder: 0,
        };
        if kind == Kind::Ours {
            peer.identity = fixture::register(peer.server.address, "sync").await?;
            let mut client = peer.client().await?;
            let mine = client.json(Method::GET, "/api/2.0/files/@my", None).await?;
            peer.folder = fixture::id(&mine["current"])?;
        }
        Ok(peer)
    }

    pub(super) fn pid(&self) -> u32 {
        self.server.pid()
    }

    async fn client(&self) -> Result<Client> {
        Client::connect(self.server.address, self.identity.clone()).await
    }

    /// An empty document by this name.
    pub(super) async fn document(&mut self, name: &str) -> Result<Place> {
        let path = match self.kind {
            Kind::Ours => format!("/edit/{}", self.upload(&format!("{name}.txt")).await?),
            Kind::Hocuspocus => "/".to_owned(),
            Kind::YWebsocket => format!("/{name}"),
        };
        Ok(Place {
            address: self.server.address,
            path,
            identity: self.identity.clone(),
            name: (self.kind == Kind::Hocuspocus).then(|| name.to_owned()),
        })
    }

    async fn upload(&self, title: &str) -> Result<i64> {
        let (kind, body) = fixture::form(title, b"");
        let path = format!("/api/2.0/files/{}/upload", self.folder);
        let body = Some((kind, body));
        let (status, _, answer) = self
            .client()
            .await?
            .call(Method::POST, &path, body, true)
            .await?;
        anyhow::ensure!(status.is_success(), "upload: {status}");
        let answer: serde_json::Value = serde_json::from_slice(&answer)?;
        fixture::id(&answer["response"])
    }
}

/// Starts a server of Node's.
async fn script(file: &Path) -> Result<Server> {
    let address = free_address()?;
    let mut command = Command::new("node");
    command.arg(file).arg(address.to_string());
    Server::launch(command, address, "/").await
}
