//! The routes `/edit/{fileId}`, with the two ends of a connection, and `/edit/{fileId}/part/{id}`.

use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ws::{CloseFrame, Message, WebSocket, WebSocketUpgrade};
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Response};
use axum::routing::get;
use bytes::Bytes;
use files::model::FileId;
use futures::{SinkExt as _, StreamExt as _};
use http::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use portal::Here;
use tokio::sync::mpsc;
use tokio::time::{Instant, MissedTickBehavior, interval, sleep_until, timeout};

use crate::Coedit;
use crate::protocol::Code;
use crate::relay::Holder;
use crate::rights::Guest;
use crate::session::{Call, Out};
use crate::store::Key;

/// Bytes of one message of a client: a paste of that size.
const LARGEST: usize = 4 << 20;
/// Messages that may wait for one client. Who is further behind is told to come again.
const QUEUE: usize = 512;
/// Bytes that may wait for one client: a whole document and more.
const WAITING: usize = 128 << 20;
/// How often a client is asked whether it is there, and how long it may be silent.
const PULSE: Duration = Duration::from_secs(25);
const SILENCE: Duration = Duration::from_secs(70);
/// How long a message may take to leave.
const PATIENCE: Duration = Duration::from_secs(15);
/// How long a client may take to hear that it is put out.
const FAREWELL: Duration = Duration::from_secs(3);
/// What one client may say in a second; it waits beyond that, alone.
const MESSAGES: u32 = 300;
const BYTES: usize = 2 * LARGEST;

impl Coedit {
    /// The routes. They want the portal in the request, and need no layer that finds the caller.
    pub fn routes(&self) -> Router {
        Router::new()
            .route("/edit/{file}", get(connect))
            .route("/edit/{file}/part/{id}", get(picture))
            .with_state(self.clone())
    }
}

/// Opens a file for editing, or for looking on. The right to read is asked before the upgrade; everything else is said
/// by the code that ends the connection.
async fn connect(
    State(coedit): State<Coedit>,
    Path(file): Path<i64>,
    here: Here,
    parts: Parts,
    upgrade: WebSocketUpgrade,
) -> Result<Response, wire::Error> {
    let guest = coedit.welcome(&parts, FileId(file)).await?;
    let key = Key {
        portal: here.id,
        file: FileId(file),
    };
    let upgrade = upgrade
        .max_message_size(LARGEST)
        .max_frame_size(LARGEST)
        .read_buffer_size(8 * 1024)
        .write_buffer_size(8 * 1024)
        .max_write_buffer_size(WAITING);
    let elsewhere = coedit.reach(key, &parts).await;
    Ok(upgrade.on_upgrade(move |socket| talk(socket, coedit, key, guest, elsewhere)))
}

/// A picture of a text document or presentation that is being edited.
async fn picture(
    State(coedit): State<Coedit>,
    Path((file, id)): Path<(i64, String)>,
    here: Here,
    parts: Parts,
) -> Result<Response, wire::Error> {
    const NO_PICTURE: &str = "The document has no such picture.";
    coedit.welcome(&parts, FileId(file)).await?;
    let key = Key {
        portal: here.id,
        file: FileId(file),
    };
    let package = match coedit.package(key).await {
        Some(package) => package,
        None => {
            let found = coedit.files().find(key.portal, key.file).await?;
            let found = found.ok_or_else(|| wire::Error::not_found(NO_PICTURE))?;
            if usize::try_from(found.version.size).map_or(true, |size| size > prose::LARGEST) {
                return Err(wire::Error::not_found(NO_PICTURE));
            }
            Arc::from(coedit.files().bytes_of(&found).await?.as_ref())
        }
    };
    let found = tokio::task::spawn_blocking(move || prose::picture(package, &id)).await;
    let Ok(Ok(Some(picture))) = found else {
        return Err(wire::Error::not_found(NO_PICTURE));
    };
    let headers = [
        (CONTENT_TYPE, picture.kind),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (CACHE_CONTROL, "private, max-age=60"),
    ];
    Ok((headers, picture.bytes).into_response())
}

async fn talk(
    socket: WebSocket,
    coedit: Coedit,
    key: Key,
    guest: Guest,
    elsewhere: Option<Holder>,
) {
    let connection = coedit.number();
    let (out, heard) = mpsc::channel(QUEUE);
    let (mut to, mut from) = socket.split();
    let calls = match elsewhere {
        Some(holder) => Some(holder.carry(out)),
        None => {
            let enter = Call::Enter {
                connection,
                guest: Box::new(guest),
                out,
            };
            coedit.call(key, Some(enter))
        }
    };
    let Some(calls) = calls else {
        let reason = "The server takes no more documents at the moment.";
        return farewell(&mut to, &mut from, Code::ComeAgain, reason).await;
    };
    let line = Line {
        connection,
        calls: calls.clone(),
        heard,
    };
    let end = line.carry(&mut to, &mut from).await;
    let _ = calls.send(Call::Left(connection)).await;
    if let Some((code, reason)) = end {
        farewell(&mut to, &mut from, code, &reason).await;
    }
}

/// Ends a connection with words. What the client still says is read until it has heard them: unread bytes would have the
/// system cut the line before they arrive.
async fn farewell(to: &mut Sending, from: &mut Receiving, code: Code, reason: &str) {
    let heard = async {
        if to.send(goodbye(code, reason)).await.is_ok() {
            while let Some(Ok(_)) = from.next().await {}
        }
    };
    let _ = timeout(FAREWELL, heard).await;
}

type Sending = futures::stream::SplitSink<WebSocket, Message>;
type Receiving = futures::stream::SplitStream<WebSocket>;

/// How a connection ends: with a word to the client, or without when it went itself.
type End = Option<(Code, String)>;

/// A connection between a client and its document.
struct Line {
    connection: u64,
    calls: mpsc::Sender<Call>,
    heard: mpsc::Receiver<Out>,
}

impl Line {
    async fn carry(mut self, to: &mut Sending, from: &mut Receiving) -> End {
        let mut pulse = interval(PULSE);
        pulse.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut last = Instant::now();
        let mut pace = Pace::new(last);
        loop {
            let wait = pace.wait();
            tokio::select! {
                out = self.heard.recv() => match out {
                    Some(Out::Message(message)) => {
                        let sent = timeout(PATIENCE, to.send(Message::Binary(message))).await;
                        if !matches!(sent, Ok(Ok(()))) {
                            return None;
                        }
                    }
                    Some(Out::End(code, reason)) => return Some((code, reason)),
                    None => return Some((Code::ComeAgain, "The connection was too slow.".to_owned())),
                },
                said = from.next(), if wait.is_none() => {
                    last = Instant::now();
                    pace.count(last);
                    match said {
                        Some(Ok(Message::Binary(message))) => {
                            pace.bytes += message.len();
                            self.tell(message).await?;
                        }
                        Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                        Some(Ok(Message::Text(_))) => {
                            return Some((Code::Garbage, "That was no message.".to_owned()));
                        }
                        Some(Ok(Message::Close(_))) | None => return None,
                        // Too large, or broken.
                        Some(Err(_)) => return Some((Code::TooMuch, "That was too much.".to_owned())),
                    }
                },
                () = until(wait) => {}
                _ = pulse.tick() => {
                    let silent = last.elapsed() > SILENCE;
                    let ping = timeout(PATIENCE, to.send(Message::Ping(Bytes::new())));
                    if silent || !matches!(ping.await, Ok(Ok(()))) {
                        return None;
                    }
                }
            }
        }
    }

    /// Brings a message to the document; nothing when that is not there any more.
    async fn tell(&self, message: Bytes) -> Option<()> {
        let call = Call::Heard {
            connection: self.connection,
            message,
        };
        self.calls.send(call).await.ok()
    }
}

/// Counts what a client says in a second.
struct Pace {
    since: Instant,
    messages: u32,
    bytes: usize,
}

impl Pace {
    fn new(now: Instant) -> Self {
        Self {
            since: now,
            messages: 0,
            bytes: 0,
        }
    }

    fn count(&mut self, now: Instant) {
        if now.duration_since(self.since) >= Duration::from_secs(1) {
            *self = Self::new(now);
        }
        self.messages += 1;
    }

    /// Until when nothing is heard.
    fn wait(&self) -> Option<Instant> {
        let next = self.since + Duration::from_secs(1);
        let much = self.messages >= MESSAGES || self.bytes >= BYTES;
        (much && Instant::now() < next).then_some(next)
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(moment) => sleep_until(moment).await,
        None => std::future::pending().await,
    }
}

fn goodbye(code: Code, reason: &str) -> Message {
    // A frame that ends a connection holds 123 bytes of words.
    let mut end = reason.len().min(123);
    while !reason.is_char_boundary(end) {
        end -= 1;
    }
    Message::Close(Some(CloseFrame {
        code: code as u16,
        reason: reason.get(..end).unwrap_or_default().into(),
    }))
}
