//! What happens, seen by everybody who may see it: events of the domains become messages of `socket.io`
//! (`platform/09`).
//!
//! [`Realtime::routes`] takes connections, [`Realtime::start`] listens to the outbox of this node, which hears the events
//! of all nodes. `change` tells what an event means, `hub` who listens, and `entries`, `counters`, `people`, `figures`,
//! `operations` and `sessions` tell it. Nothing is told without a look through the one gate of `files` or the rules of
//! `people`, with the rights of the moment. No domain knows of this crate.

mod change;
mod counters;
mod entries;
mod feed;
mod figures;
mod handshake;
mod hub;
mod operations;
mod part;
mod people;
mod rights;
mod session;
mod sessions;
mod wish;

use std::collections::HashMap;
use std::sync::{Arc, Weak};
use std::time::Duration;

use ::people::People;
use access::Access;
use axum::Router;
use axum::middleware::from_fn;
use events::Outbox;
use files::model::{FolderId, FolderType};
use files::service::Files;
use parking_lot::Mutex;
use portal::{PortalId, Portals};
use serde_json::Value;
use socketioxide::SocketIo;
use socketioxide::extract::{AckSender, SocketRef, TryData};
use socketioxide::handler::ConnectHandler as _;
use socketioxide::service::SocketIoService;
use sql::Db;
use tokio::task::JoinHandle;

use crate::hub::{Connection, Hub, Listening};
use crate::part::Part;
use crate::session::{Refusal, Session};
use crate::wish::{Wish, named};

/// Messages that may wait for one client. Who is further behind is told to come again.
const WAITING: usize = 1024;
/// Bytes of one message of a client.
const LARGEST: u64 = 100_000;
/// Bytes read at a time from one client: clients say little.
const READ_BUFFER: usize = 1024;
/// How long a client that was let in may take to say what it wants, and one that was refused stays.
const PATIENCE: Duration = Duration::from_secs(10);

/// The socket service of a node. Cheap to clone.
#[derive(Clone)]
pub struct Realtime {
    inner: Arc<Inner>,
}

struct Inner {
    access: Access,
    files: Files,
    people: People,
    hub: Hub,
    told: figures::Told,
    roots: Mutex<HashMap<(PortalId, FolderType), FolderId>>,
    io: SocketIo,
    service: SocketIoService<Router>,
}

/// The listening to the outbox; dropping it ends it.
pub struct Running {
    tasks: Vec<JoinHandle<()>>,
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Realtime {
    /// Puts the service together.
    #[must_use]
    pub fn new(access: Access, people: People, files: Files) -> Self {
        let (service, io) = SocketIo::builder()
            .max_buffer_size(WAITING)
            .max_payload(LARGEST)
            .ws_read_buffer_size(READ_BUFFER)
            .connect_timeout(PATIENCE)
            .build_with_inner_svc(Router::new());
        let this = Self {
            inner: Arc::new(Inner {
                access,
                files,
                people,
                hub: Hub::default(),
                told: figures::Told::default(),
                roots: Mutex::default(),
                io,
                service,
            }),
        };
        this.answer();
        this
    }

    /// The route `/socket.io/`. It wants the portal in the request, and needs no layer that finds the caller.
    pub fn routes(&self) -> Router {
        Router::new()
            .route_service("/socket.io", self.inner.service.clone())
            .route_service("/socket.io/", self.inner.service.clone())
            .layer(from_fn(handshake::gate))
    }

    /// Begins to tell what happens from now on.
    pub fn start(&self, outbox: &Outbox) -> Running {
        let feed = self.clone().feed(outbox.subscribe());
        let operations = self.clone().watch_operations();
        let sweep = self.clone().sweep();
        Running {
            tasks: vec![
                tokio::spawn(feed),
                tokio::spawn(operations),
                tokio::spawn(sweep),
            ],
        }
    }

    /// Ends all connections; clients come again, to another node or to the next start.
    pub async fn close(&self) {
        self.inner.io.close().await;
    }

    /// Lets people in and listens to what they want. The service keeps no service alive: it is asked for each time.
    fn answer(&self) {
        let here = Arc::downgrade(&self.inner);
        let let_in = {
            let here = here.clone();
            move |socket: SocketRef| async move {
                let this = Self::at(&here).ok_or(Refusal::Failed)?;
                let session = this.recognise(socket.req_parts()).await?;
                socket.extensions.insert(session);
                Ok::<_, Refusal>(())
            }
        };
        let connected = move |socket: SocketRef| async move {
            if let Some(this) = Self::at(&here)
                && let Some(session) = socket.extensions.remove::<Session>()
            {
                this.connected(socket, session);
            }
        };
        self.inner.io.ns("/", connected.with(let_in));
    }

    fn at(here: &Weak<Inner>) -> Option<Self> {
        here.upgrade().map(|inner| Self { inner })
    }

    fn connected(&self, socket: SocketRef, session: Session) {
        let connection = Arc::new(Connection::new(socket.clone(), session));
        self.hub().enter(Arc::clone(&connection));
        self.take_wishes(&connection);
        let (here, portal) = (Arc::downgrade(&self.inner), connection.portal);
        socket.on_disconnect(move |socket: SocketRef| async move {
            if let Some(this) = Self::at(&here) {
                this.hub().leave(portal, socket.id);
            }
        });
        if !socket.connected() {
            // It went before anybody could hear of it.
            return self.hub().leave(portal, socket.id);
        }
        if connection.session().person().is_some() {
            let how = Listening {
                individual: true,
                room: None,
            };
            self.hub().join(&connection, Part::MyType, how);
        }
        // Clients wait for this before they say anything.
        connection.send("connection-init", &());
    }

    /// The handlers put a wish down and return, so that wishes keep their order.
    fn take_wishes(&self, connection: &Arc<Connection>) {
        let ask = |wish: fn(Value, AckSender) -> Option<Wish>| {
            // A connection holds its socket, which holds these handlers.
            let (here, of) = (Arc::downgrade(&self.inner), Arc::downgrade(connection));
            move |TryData(argument): TryData<Value>, answer: AckSender| {
                if let (Some(this), Some(connection)) = (Self::at(&here), of.upgrade())
                    && let Some(wish) = wish(argument.unwrap_or_default(), answer)
                {
                    this.wish(&connection, wish);
                }
                std::future::ready(())
            }
        };
        let socket = &connection.socket;
        socket.on(
            "subscribe",
            ask(|argument, answer| {
                let (parts, individual) = named(&argument);
                Some(Wish::Join {
                    parts,
                    individual,
                    answer,
                })
            }),
        );
        socket.on(
            "unsubscribe",
            ask(|argument, _| {
                let (parts, _) = named(&argument);
                Some(Wish::Leave(
                    parts.into_iter().map(|(_, part)| part).collect(),
                ))
            }),
        );
        socket.on(
            "refresh-folder",
            ask(|argument, _| argument.as_i64().map(|id| Wish::Refresh(FolderId(id)))),
        );
    }

    pub(crate) fn hub(&self) -> &Hub {
        &self.inner.hub
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inner.files
    }

    pub(crate) fn people(&self) -> &People {
        &self.inner.people
    }

    pub(crate) fn access(&self) -> &Access {
        &self.inner.access
    }

    pub(crate) fn portals(&self) -> &Portals {
        self.inner.access.portals()
    }

    pub(crate) fn db(&self) -> &Db {
        self.inner.files.db()
    }

    pub(crate) fn told(&self) -> &figures::Told {
        &self.inner.told
    }

    pub(crate) fn roots(&self) -> &Mutex<HashMap<(PortalId, FolderType), FolderId>> {
        &self.inner.roots
    }
}
