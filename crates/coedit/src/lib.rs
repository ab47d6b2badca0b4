//! Editing together: one Yjs document for each file that is being edited, over WebSockets at `/edit/{fileId}`.
//!
//! [`Coedit::routes`] takes connections, `session` is the life of one document: one task hears everybody, keeps each
//! update in the log (`store`) before it is acknowledged and passed on, and saves versions through `files`. `document`
//! is the text as `yrs` has it, `text` its bytes; of a workbook it holds the `cells` people typed into, and the `desk`
//! has the workbook itself, which calculates and is written; of a text document it holds the blocks, of a
//! presentation the slides, and `paper` has the package they are written into. `content` tells the four apart, `presence` who is here, `protocol` the messages,
//! `relay` the way to a document that another node holds, `rights` who may do what at this moment, `shape` what is
//! looked at before an update is read, `watch` what happens elsewhere. What a document held when everybody vanished,
//! the node included, is always the last row of `saved` and the updates behind it.
//!
//! Rights, quotas and versions belong to `files`.

mod api;
mod cells;
mod content;
mod desk;
mod document;
mod error;
mod paper;
mod presence;
mod protocol;
mod relay;
mod rights;
mod session;
mod shape;
mod store;
mod text;
mod watch;

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::Duration;

use access::Access;
use files::service::Files;
use parking_lot::Mutex;
use sql::Db;
use tokio::sync::{mpsc, oneshot};

use crate::session::Call;
use crate::store::{Key, Lease};

pub use crate::cells::{CELLS, DEEDS};
pub use crate::document::TEXT;
pub use crate::text::{Form, Unreadable};
pub use crate::watch::Running;

/// Tables of this crate.
pub const MIGRATIONS: sql::MigrationSet =
    sql::migrations!("coedit", "migrations/0001_sessions.sql");

/// Calls that may wait for a document.
const WAITING: usize = 1024;
/// Documents that are open on one node.
const DOCUMENTS: usize = 4096;
/// How long closing documents may take in all.
const FAREWELL: Duration = Duration::from_secs(8);

/// How long things may take.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address under which other nodes reach this one, such as `http://10.0.0.3:8080`; empty = they do not.
    pub address: String,
    /// A version is saved when nobody has written for this long.
    pub rest: Duration,
    /// A version is saved at the latest this long after a change.
    pub longest: Duration,
    /// A document stays open for this long when everybody has left; who comes back meanwhile continues the session.
    pub linger: Duration,
    /// How long a node that says nothing keeps its documents.
    pub lease: Duration,
    /// How often a node looks for documents that nobody saved.
    pub sweep: Duration,
    /// How long the history of a document is kept for those who come back from off-line.
    pub keep: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            address: String::new(),
            rest: Duration::from_secs(5),
            longest: Duration::from_secs(60),
            linger: Duration::from_secs(20),
            lease: Duration::from_secs(15),
            sweep: Duration::from_secs(60),
            keep: Duration::from_secs(7 * 24 * 3600),
        }
    }
}

/// The documents that are edited on this node. Cheap to clone.
#[derive(Clone)]
pub struct Coedit {
    inner: Arc<Inner>,
}

struct Inner {
    files: Files,
    access: Access,
    options: Options,
    /// Name of this node in leases: who it is, and where it is reached after an `@`.
    node: String,
    open: Mutex<HashMap<Key, Handle>>,
    connections: AtomicU64,
    closing: AtomicBool,
}

/// The way to an open document.
struct Handle {
    calls: mpsc::Sender<Call>,
    number: u64,
}

impl Coedit {
    /// Puts the service together. The tables must exist ([`MIGRATIONS`]).
    #[must_use]
    pub fn new(files: Files, access: Access, options: Options) -> Self {
        let name = uuid::Uuid::new_v4().simple();
        let node = format!("{name}@{}", options.address);
        Self {
            inner: Arc::new(Inner {
                files,
                access,
                options,
                node,
                open: Mutex::default(),
                connections: AtomicU64::new(1),
                closing: AtomicBool::new(false),
            }),
        }
    }

    /// Saves every document and lets go of it, so that another node can go on at once. Clients are told to come again.
    pub async fn close(&self) {
        self.inner.closing.store(true, Ordering::SeqCst);
        let open: Vec<_> = {
            let open = self.inner.open.lock();
            open.values().map(|handle| handle.calls.clone()).collect()
        };
        let farewell = open.into_iter().map(async |calls| {
            let (done, wait) = oneshot::channel();
            if calls.send(Call::Close(done)).await.is_ok() {
                let _ = wait.await;
            }
        });
        let all = futures::future::join_all(farewell);
        if tokio::time::timeout(FAREWELL, all).await.is_err() {
            tracing::warn!("some documents were not saved in time; their updates are kept");
        }
    }

    /// Brings a call to a document, which is opened for it. `None` when the node takes no more.
    pub(crate) fn call(&self, key: Key, call: Option<Call>) -> Option<mpsc::Sender<Call>> {
        let mut open = self.inner.open.lock();
        if self.inner.closing.load(Ordering::SeqCst) {
            return None;
        }
        if let Some(handle) = open.get(&key) {
            let taken = call.is_none_or(|call| handle.calls.try_send(call).is_ok());
            return taken.then(|| handle.calls.clone());
        }
        if open.len() >= DOCUMENTS {
            return None;
        }
        let (calls, heard) = mpsc::channel(WAITING);
        if let Some(call) = call {
            calls.try_send(call).ok()?;
        }
        let number = self.number();
        let handle = Handle {
            calls: calls.clone(),
            number,
        };
        open.insert(key, handle);
        tokio::spawn(session::run(self.clone(), key, number, heard));
        Some(calls)
    }

    /// Whoever comes from now on opens the document anew. `false`, and nothing changes, when `unless` says so.
    pub(crate) fn shut(&self, key: Key, number: u64, unless: impl FnOnce() -> bool) -> bool {
        let mut open = self.inner.open.lock();
        if unless() {
            return false;
        }
        if open.get(&key).is_some_and(|handle| handle.number == number) {
            open.remove(&key);
        }
        true
    }

    /// Whether no document is open on this node.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.inner.open.lock().is_empty()
    }

    /// Whether a document is open on this node.
    pub(crate) fn holds(&self, key: Key) -> bool {
        self.inner.open.lock().contains_key(&key)
    }

    /// This node's name in leases.
    pub(crate) fn node(&self) -> &str {
        &self.inner.node
    }

    /// The package of a text document or presentation that is open on this node.
    pub(crate) async fn package(&self, key: Key) -> Option<Arc<[u8]>> {
        let calls = {
            let open = self.inner.open.lock();
            open.get(&key)?.calls.clone()
        };
        let (wanted, package) = oneshot::channel();
        calls.send(Call::Package(wanted)).await.ok()?;
        package.await.ok()
    }

    /// The documents of this node that are open, with the way to them.
    pub(crate) fn documents(&self) -> Vec<(Key, mpsc::Sender<Call>)> {
        let open = self.inner.open.lock();
        open.iter()
            .map(|(key, handle)| (*key, handle.calls.clone()))
            .collect()
    }

    /// A number nobody has on this node.
    pub(crate) fn number(&self) -> u64 {
        self.inner.connections.fetch_add(1, Ordering::Relaxed)
    }

    /// A lease from now on.
    pub(crate) fn lease(&self) -> Lease {
        let now = sql::now();
        Lease {
            owner: self.inner.node.clone(),
            now,
            until: now + micros(self.options().lease),
        }
    }

    pub(crate) fn files(&self) -> &Files {
        &self.inner.files
    }

    pub(crate) fn access(&self) -> &Access {
        &self.inner.access
    }

    pub(crate) fn options(&self) -> &Options {
        &self.inner.options
    }

    pub(crate) fn db(&self) -> &Db {
        self.inner.files.db()
    }
}

pub(crate) fn micros(time: Duration) -> sql::Micros {
    i64::try_from(time.as_micros()).unwrap_or(i64::MAX / 4)
}
