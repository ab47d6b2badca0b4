//! A document that another node holds: whoever comes for it here is carried there.
//!
//! The lease names its node together with the address under which other nodes reach it. The other node asks for the
//! rights itself, by the very headers of the request, so nothing is believed because this node says it.

use std::time::Duration;

use futures::{SinkExt as _, StreamExt as _};
use http::header::{CONNECTION, CONTENT_LENGTH, UPGRADE};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Uri};
use tokio::net::TcpStream;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Message, WebSocketConfig};
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::Coedit;
use crate::protocol::Code;
use crate::session::{Call, Out};
use crate::store::{self, Key};

/// Says that a request was carried once: it is not carried on, wherever the document went meanwhile.
const CARRIED: HeaderName = HeaderName::from_static("x-atrium-carried");
/// How long the other node may take to answer; who comes waits meanwhile.
const PATIENCE: Duration = Duration::from_secs(5);
/// Bytes of one message of a node: a whole document.
const LARGEST: usize = 128 << 20;
/// What a client says while the other node is slow.
const WAITING: usize = 256;

/// A connection to the node that holds a document.
pub(crate) struct Holder {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
}

impl Coedit {
    /// Reaches the node that holds a document. Nothing when it is held here or by nobody, when its node has no address or
    /// does not answer: a session here finds out the rest.
    pub(crate) async fn reach(&self, key: Key, parts: &Parts) -> Option<Holder> {
        if self.options().address.is_empty()
            || parts.headers.contains_key(CARRIED)
            || self.holds(key)
        {
            return None;
        }
        let now = sql::now();
        let owner = self
            .db()
            .read::<_, sql::Error>(move |tx| store::holder(tx, key, now));
        let owner = owner.await.ok()??;
        let (_, address) = owner.split_once('@')?;
        if owner == self.node() || address.is_empty() {
            return None;
        }
        match timeout(PATIENCE, connect(address, parts)).await {
            Ok(Ok(socket)) => Some(Holder { socket }),
            Ok(Err(error)) => {
                tracing::warn!(address, %error, "the node that holds a document cannot be reached");
                None
            }
            Err(_) => {
                tracing::warn!(address, "the node that holds a document does not answer");
                None
            }
        }
    }
}

async fn connect(
    address: &str,
    parts: &Parts,
) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, tokio_tungstenite::tungstenite::Error> {
    let path = parts.uri.path_and_query().map_or("/", |path| path.as_str());
    let rest = address.strip_prefix("http://").unwrap_or(address);
    let uri: Uri = format!("ws://{}{path}", rest.trim_end_matches('/')).parse()?;
    let mut request = uri.into_client_request()?;
    for (name, value) in &parts.headers {
        let between_neighbours = [CONNECTION, UPGRADE, CONTENT_LENGTH].contains(name)
            || name.as_str().starts_with("sec-websocket-");
        if !between_neighbours {
            request.headers_mut().insert(name, value.clone());
        }
    }
    let once = HeaderValue::from_static("1");
    request.headers_mut().insert(CARRIED, once);
    let config = WebSocketConfig::default()
        .max_message_size(Some(LARGEST))
        .max_frame_size(Some(LARGEST));
    let connected = tokio_tungstenite::connect_async_with_config(request, Some(config), true);
    Ok(connected.await?.0)
}

impl Holder {
    /// Stands between a client and the other node as a session stands between a client and a document.
    pub(crate) fn carry(self, out: mpsc::Sender<Out>) -> mpsc::Sender<Call> {
        let (calls, said) = mpsc::channel(WAITING);
        tokio::spawn(between(self.socket, said, out));
        calls
    }
}

async fn between(
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    mut said: mpsc::Receiver<Call>,
    out: mpsc::Sender<Out>,
) {
    let (mut to, mut from) = socket.split();
    loop {
        tokio::select! {
            call = said.recv() => match call {
                Some(Call::Heard { message, .. }) => {
                    if to.send(Message::Binary(message)).await.is_err() {
                        break;
                    }
                }
                // The client went; the other node learns it from the end of the line.
                Some(Call::Left(_)) | None => {
                    let _ = timeout(PATIENCE, to.close()).await;
                    return;
                }
                Some(_) => {}
            },
            heard = from.next() => match heard {
                Some(Ok(Message::Binary(message))) => {
                    if out.send(Out::Message(message)).await.is_err() {
                        return;
                    }
                }
                Some(Ok(Message::Close(Some(end)))) => {
                    let _ = out.send(as_said(&end)).await;
                    return;
                }
                // Pings are answered by the line itself.
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(_) | Err(_)) | None => break,
            },
        }
    }
    let words = "The server that held this document is gone; it is opened anew.";
    let _ = out.send(Out::End(Code::ComeAgain, words.to_owned())).await;
}

fn as_said(end: &CloseFrame) -> Out {
    let code = Code::of(end.code.into()).unwrap_or(Code::ComeAgain);
    Out::End(code, end.reason.as_str().to_owned())
}
