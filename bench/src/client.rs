//! One HTTP/1.1 connection per worker, kept alive: as little client as possible.

use std::net::SocketAddr;

use anyhow::{Context, Result, bail};
use bytes::Bytes;
use http::{Method, Request, StatusCode};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;

/// Who calls: headers sent with every request.
#[derive(Clone, Default)]
pub(crate) struct Identity {
    /// `Origin` chooses the portal.
    pub(crate) origin: Option<String>,
    /// Bearer token.
    pub(crate) token: Option<String>,
}

/// A connection.
pub(crate) struct Client {
    server: SocketAddr,
    identity: Identity,
    sender: SendRequest<Full<Bytes>>,
}

impl Client {
    pub(crate) async fn connect(server: SocketAddr, identity: Identity) -> Result<Self> {
        let sender = open(server).await?;
        Ok(Self {
            server,
            identity,
            sender,
        })
    }

    /// Sends a request and reads the whole answer; answers its status and the bytes of its body.
    /// The body itself is kept only when `keep` is set.
    pub(crate) async fn call(
        &mut self,
        method: Method,
        path: &str,
        body: Option<(&str, Bytes)>,
        keep: bool,
    ) -> Result<(StatusCode, u64, Vec<u8>)> {
        let mut request = Request::builder()
            .method(method)
            .uri(path)
            .header("host", self.server.to_string());
        if let Some(origin) = &self.identity.origin {
            request = request.header("origin", origin);
        }
        if let Some(token) = &self.identity.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let bytes = match body {
            Some((kind, bytes)) => {
                request = request.header("content-type", kind);
                bytes
            }
            None => Bytes::new(),
        };
        if self.sender.ready().await.is_err() {
            self.sender = open(self.server).await?;
        }
        let mut response = self
            .sender
            .send_request(request.body(Full::new(bytes))?)
            .await?;
        let status = response.status();
        let (mut length, mut kept) = (0, Vec::new());
        while let Some(frame) = response.frame().await {
            if let Some(data) = frame?.data_ref() {
                length += data.len() as u64;
                if keep {
                    kept.extend_from_slice(data);
                }
            }
        }
        Ok((status, length, kept))
    }

    /// A JSON call; answers the member `response`, or the whole body where there is no envelope.
    pub(crate) async fn json(
        &mut self,
        method: Method,
        path: &str,
        body: Option<Value>,
    ) -> Result<Value> {
        let body = body.map(|value| ("application/json", Bytes::from(value.to_string())));
        let (status, _, bytes) = self.call(method, path, body, true).await?;
        if !status.is_success() {
            bail!("{path}: {status}: {}", String::from_utf8_lossy(&bytes));
        }
        let mut value: Value = serde_json::from_slice(&bytes)
            .with_context(|| format!("{path}: the answer is not JSON"))?;
        Ok(match value.get_mut("response") {
            Some(response) => response.take(),
            None => value,
        })
    }
}

async fn open(server: SocketAddr) -> Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(server).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}
