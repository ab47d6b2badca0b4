//! Somebody who types: a Yjs document of his own behind a WebSocket. What others type is counted and not merged, so that the
//! machine's time goes to the server.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use futures::stream::{SplitSink, SplitStream};
use futures::{SinkExt as _, StreamExt as _};
use http::{Request, Uri};
use tokio::net::TcpStream;
use tokio::task::JoinHandle;
use tokio::time::{MissedTickBehavior, interval, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use yrs::sync::{Message as Said, SyncMessage};
use yrs::updates::decoder::Decode as _;
use yrs::updates::encoder::Encode as _;
use yrs::{Doc, GetString as _, StateVector, Text as _, TextRef, Transact as _, Update};

use super::peer::Place;

/// The shared text; ours has it by this name.
const TEXT: &str = "content";
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(20);

type Socket = WebSocketStream<TcpStream>;

pub(super) struct Typist {
    doc: Doc,
    text: TextRef,
    out: SplitSink<Socket, Message>,
    /// Hears what the server says, until it is asked to read.
    hearing: Hearing,
    /// The document's name before every message.
    name: Option<String>,
}

enum Hearing {
    Not(SplitStream<Socket>),
    Beside(JoinHandle<()>),
}

impl Drop for Typist {
    fn drop(&mut self) {
        if let Hearing::Beside(task) = &self.hearing {
            task.abort();
        }
    }
}

impl Typist {
    /// Opens the document.
    pub(super) async fn sit_down(place: &Place) -> Result<Self> {
        let stream = TcpStream::connect(place.address).await?;
        stream.set_nodelay(true)?;
        let mut request = Request::builder()
            .header("host", place.address.to_string())
            .header("connection", "Upgrade")
            .header("upgrade", "websocket")
            .header("sec-websocket-version", "13")
            .header("sec-websocket-key", generate_key())
            .uri(format!("ws://{}{}", place.address, place.path).parse::<Uri>()?);
        if let Some(token) = &place.identity.token {
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let (socket, _) = tokio_tungstenite::client_async(request.body(())?, stream).await?;
        let (out, stream) = socket.split();
        let doc = Doc::new();
        let text = doc.get_or_insert_text(TEXT);
        let mut typist = Self {
            doc,
            text,
            out,
            hearing: Hearing::Not(stream),
            name: place.name.clone(),
        };
        if place.name.is_some() {
            // Hocuspocus hears nothing before a token, whatever it is: kind 2, and 0 for a token.
            typist.say(&[2, 0, 1, b'x']).await?;
        }
        Ok(typist)
    }

    /// Types so many keys, one after the other.
    pub(super) async fn write(&mut self, keys: usize, pause: Duration) -> Result<()> {
        self.hear();
        let mut clock = interval(pause);
        clock.set_missed_tick_behavior(MissedTickBehavior::Burst);
        for _ in 0..keys {
            clock.tick().await;
            let update = {
                let mut txn = self.doc.transact_mut();
                self.text.push(&mut txn, "a");
                txn.encode_update_v1()
            };
            let message = Said::Sync(SyncMessage::Update(update));
            self.say(&message.encode_v1()).await?;
        }
        Ok(())
    }

    /// How many characters the server has.
    pub(super) async fn read(mut self) -> Result<usize> {
        let question = Said::Sync(SyncMessage::SyncStep1(StateVector::default()));
        self.say(&question.encode_v1()).await?;
        loop {
            let Hearing::Not(stream) = &mut self.hearing else {
                bail!("somebody who types does not read");
            };
            let heard = timeout(PATIENCE, stream.next()).await?;
            let Message::Binary(bytes) = heard.context("the connection ended")?? else {
                continue;
            };
            let skip = self.name.as_ref().map_or(0, |name| name.len() + 1);
            let said = Said::decode_v1(bytes.get(skip..).unwrap_or_default());
            if let Ok(Said::Sync(SyncMessage::SyncStep2(update))) = said {
                let mut txn = self.doc.transact_mut();
                txn.apply_update(Update::decode_v1(&update)?)?;
                return Ok(self.text.get_string(&txn).len());
            }
        }
    }

    /// Whether the server still listens.
    pub(super) fn check(&self) -> Result<()> {
        match &self.hearing {
            Hearing::Beside(task) if task.is_finished() => bail!("the server hung up"),
            _ => Ok(()),
        }
    }

    /// Takes in what the server says, beside the typing.
    fn hear(&mut self) {
        let beside = Hearing::Beside(tokio::spawn(std::future::ready(())));
        let Hearing::Not(mut stream) = std::mem::replace(&mut self.hearing, beside) else {
            return;
        };
        self.hearing = Hearing::Beside(tokio::spawn(async move {
            while let Some(Ok(_)) = stream.next().await {}
        }));
    }

    async fn say(&mut self, message: &[u8]) -> Result<()> {
        let mut bytes = Vec::with_capacity(message.len() + 32);
        if let Some(name) = &self.name {
            bytes.push(u8::try_from(name.len())?); // names are short
            bytes.extend_from_slice(name.as_bytes());
        }
        bytes.extend_from_slice(message);
        Ok(self.out.send(Message::Binary(bytes.into())).await?)
    }
}
