//! Who is connected to this node, and what each of them listens to.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use files::model::{EntryRef, FolderId};
use parking_lot::{Mutex, RwLock};
use portal::{PortalId, UserId};
use serde::Serialize;
use socketioxide::extract::SocketRef;
use socketioxide::socket::Sid;
use socketioxide::{SendError, SocketError};

use crate::part::Part;
use crate::session::{Session, Who};
use crate::wish::Wishes;

/// Rooms one connection may be in: several screens full of files.
pub(crate) const MOST_PARTS: usize = 4096;
/// Pairs of people and entries they may not read that are remembered in a portal.
const MOST_BLIND: usize = 200_000;
/// How often a client that does not keep up is tried to be told so.
const RETIRE_EVERY: Duration = Duration::from_secs(1);

/// One client.
pub(crate) struct Connection {
    pub(crate) socket: SocketRef,
    pub(crate) portal: PortalId,
    session: RwLock<Arc<Session>>,
    parts: Mutex<HashMap<Part, Listening>>,
    pub(crate) wishes: Wishes,
    /// It does not keep up and gets nothing any more.
    behind: AtomicBool,
}

/// How a connection listens to a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Listening {
    /// Also to what is meant for its own person or link alone.
    pub(crate) individual: bool,
    /// The room the entry is or lies in: a change of rights there concerns it.
    pub(crate) room: Option<FolderId>,
}

impl Connection {
    pub(crate) fn new(socket: SocketRef, session: Session) -> Self {
        Self {
            portal: session.portal(),
            socket,
            session: RwLock::new(Arc::new(session)),
            parts: Mutex::default(),
            wishes: Wishes::default(),
            behind: AtomicBool::new(false),
        }
    }

    pub(crate) fn session(&self) -> Arc<Session> {
        Arc::clone(&self.session.read())
    }

    pub(crate) fn renew(&self, session: Session) {
        *self.session.write() = Arc::new(session);
    }

    pub(crate) fn is_of(&self, user: UserId) -> bool {
        self.session.read().is(user)
    }

    pub(crate) fn listens(&self, part: Part) -> Option<Listening> {
        self.parts.lock().get(&part).copied()
    }

    /// What of this it listens to.
    pub(crate) fn parts(&self, wanted: impl Fn(Part, Listening) -> bool) -> Vec<Part> {
        let parts = self.parts.lock();
        let wanted = parts.iter().filter(|(part, how)| wanted(**part, **how));
        wanted.map(|(part, _)| *part).collect()
    }

    /// What it listens to lies in another room now.
    pub(crate) fn lies_in(&self, part: Part, room: Option<FolderId>) {
        if let Some(how) = self.parts.lock().get_mut(&part) {
            how.room = room;
        }
    }

    /// Sends an event. A client whose buffer is full does not keep up: it gets nothing more and is told to come again,
    /// so that it reads everything anew instead of living with a gap.
    pub(crate) fn send<T: Serialize + ?Sized>(self: &Arc<Self>, event: &str, payload: &T) {
        if self.behind.load(Ordering::Relaxed) {
            return;
        }
        match self.socket.emit(event, payload) {
            Ok(()) => metrics::counter!("realtime_events_sent_total").increment(1),
            Err(SendError::Socket(SocketError::InternalChannelFull)) => self.retire(),
            Err(SendError::Socket(SocketError::Closed)) => {}
            Err(error) => tracing::error!(%error, event, "an event could not be written"),
        }
    }

    fn retire(self: &Arc<Self>) {
        if self.behind.swap(true, Ordering::Relaxed) {
            return;
        }
        metrics::counter!("realtime_slow_clients_total").increment(1);
        tracing::info!(portal = self.portal.0, "a client does not keep up");
        let this = Arc::clone(self);
        tokio::spawn(async move {
            // The heartbeat ends those who never read again.
            while this.socket.connected() {
                if this.socket.clone().disconnect().is_ok() {
                    return;
                }
                tokio::time::sleep(RETIRE_EVERY).await;
            }
        });
    }

    /// Ends the connection.
    pub(crate) fn end(self: &Arc<Self>) {
        if self.socket.clone().disconnect().is_err() {
            self.retire();
        }
    }
}

/// All connections of this node.
#[derive(Default)]
pub(crate) struct Hub {
    state: RwLock<State>,
}

#[derive(Default)]
struct State {
    portals: HashMap<PortalId, Here>,
    count: usize,
}

/// A portal's connections.
#[derive(Default)]
struct Here {
    connections: HashMap<Sid, Arc<Connection>>,
    audience: HashMap<Part, HashSet<Sid>>,
    /// Counts changes of rights that were heard of.
    rights: u64,
    /// Who may not read what, as long as rights stay as they are. Everybody has the list of rooms open, and most rooms
    /// are none of his business: they need not be looked at each time something happens there.
    blind: HashSet<(Arc<Who>, EntryRef)>,
}

impl Hub {
    /// A connection begins. One that the same transport had before is over.
    pub(crate) fn enter(&self, connection: Arc<Connection>) {
        let mut state = self.state.write();
        let here = state.portals.entry(connection.portal).or_default();
        let id = connection.socket.id;
        let before = here.connections.insert(id, connection);
        if let Some(before) = &before {
            here.forget(id, before);
        } else {
            state.count += 1;
        }
        metrics::gauge!("realtime_connections").set(state.count as f64);
    }

    /// A connection is over.
    pub(crate) fn leave(&self, portal: PortalId, id: Sid) {
        let mut state = self.state.write();
        let Some(here) = state.portals.get_mut(&portal) else {
            return;
        };
        if let Some(gone) = here.connections.remove(&id) {
            here.forget(id, &gone);
            if here.connections.is_empty() {
                state.portals.remove(&portal);
            }
            state.count -= 1;
            metrics::gauge!("realtime_connections").set(state.count as f64);
        }
    }

    /// Joins a room; `false` when the connection is over, or in too many rooms.
    pub(crate) fn join(&self, connection: &Arc<Connection>, part: Part, how: Listening) -> bool {
        let mut state = self.state.write();
        let id = connection.socket.id;
        let Some(here) = state.portals.get_mut(&connection.portal) else {
            return false;
        };
        let alive = here.connections.get(&id);
        if !alive.is_some_and(|alive| Arc::ptr_eq(alive, connection)) {
            return false;
        }
        let mut parts = connection.parts.lock();
        if parts.len() >= MOST_PARTS && !parts.contains_key(&part) {
            return false;
        }
        let known = parts.entry(part).or_insert(how);
        known.individual |= how.individual;
        known.room = how.room;
        here.audience.entry(part).or_default().insert(id);
        true
    }

    /// Leaves a room; whether it was in it.
    pub(crate) fn part(&self, connection: &Connection, part: Part) -> bool {
        let mut state = self.state.write();
        if connection.parts.lock().remove(&part).is_none() {
            return false;
        }
        if let Some(here) = state.portals.get_mut(&connection.portal) {
            here.lose(connection.socket.id, part);
        }
        true
    }

    /// Everybody in a room.
    pub(crate) fn audience(&self, portal: PortalId, part: Part) -> Vec<Arc<Connection>> {
        let state = self.state.read();
        let Some(here) = state.portals.get(&portal) else {
            return Vec::new();
        };
        let ids = here.audience.get(&part).into_iter().flatten();
        ids.filter_map(|id| here.connections.get(id))
            .map(Arc::clone)
            .collect()
    }

    /// Those in a room who also listen to what is for them alone.
    pub(crate) fn individuals(&self, portal: PortalId, part: Part) -> Vec<Arc<Connection>> {
        let mut all = self.audience(portal, part);
        all.retain(|one| one.listens(part).is_some_and(|how| how.individual));
        all
    }

    /// Everybody in a portal.
    pub(crate) fn everybody(&self, portal: PortalId) -> Vec<Arc<Connection>> {
        let state = self.state.read();
        let here = state.portals.get(&portal);
        here.map(|here| here.connections.values().map(Arc::clone).collect())
            .unwrap_or_default()
    }

    /// Portals somebody of which is here.
    pub(crate) fn portals(&self) -> Vec<PortalId> {
        self.state.read().portals.keys().copied().collect()
    }

    pub(crate) fn is_empty(&self, portal: PortalId) -> bool {
        !self.state.read().portals.contains_key(&portal)
    }

    /// How many changes of rights were heard of: to be compared by those who checked rights meanwhile.
    pub(crate) fn rights(&self, portal: PortalId) -> u64 {
        let state = self.state.read();
        state.portals.get(&portal).map_or(0, |here| here.rights)
    }

    /// Rights changed: whatever was checked before counts for nothing.
    pub(crate) fn rights_changed(&self, portal: PortalId) {
        if let Some(here) = self.state.write().portals.get_mut(&portal) {
            here.rights += 1;
            here.blind.clear();
        }
    }

    /// Whether somebody is known not to read an entry.
    pub(crate) fn is_blind(&self, portal: PortalId, who: &Arc<Who>, entry: EntryRef) -> bool {
        let state = self.state.read();
        let here = state.portals.get(&portal);
        here.is_some_and(|here| here.blind.contains(&(Arc::clone(who), entry)))
    }

    /// Remembers what somebody may not read, unless rights changed since they were `rights`.
    pub(crate) fn remember_blind(
        &self,
        portal: PortalId,
        rights: u64,
        who: &Arc<Who>,
        entries: impl Iterator<Item = EntryRef>,
    ) {
        let mut state = self.state.write();
        if let Some(here) = state.portals.get_mut(&portal)
            && here.rights == rights
        {
            if here.blind.len() > MOST_BLIND {
                here.blind.clear();
            }
            let pairs = entries.map(|entry| (Arc::clone(who), entry));
            here.blind.extend(pairs);
        }
    }
}

impl Here {
    fn forget(&mut self, id: Sid, connection: &Connection) {
        for part in std::mem::take(&mut *connection.parts.lock()).into_keys() {
            self.lose(id, part);
        }
    }

    fn lose(&mut self, id: Sid, part: Part) {
        if let Some(listeners) = self.audience.get_mut(&part) {
            listeners.remove(&id);
            if listeners.is_empty() {
                self.audience.remove(&part);
            }
        }
    }
}
