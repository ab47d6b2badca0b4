//! Entries that appear, change and go, told to everybody who may read them (`platform/09 §9.6`).
//!
//! Rows are loaded once for a batch of changes. Then everybody who listens is asked about once: one look through the gate
//! at all entries of the batch that would concern him.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use files::model::{Entry, EntryRef, FileId, FolderId, FolderType};
use files::service::live::Sights;
use files::view::Viewer;
use futures::{StreamExt as _, stream};
use portal::{PortalId, UserId};
use serde::Serialize;
use serde_json::{Map, Value, json};

use crate::Realtime;
use crate::change::{Change, Cmd, Subject};
use crate::hub::Connection;
use crate::part::Part;
use crate::session::{Session, Who};

/// People looked up at the same time: requests need the database too.
pub(crate) const AT_ONCE: usize = 4;

/// `s:modify-folder`.
#[derive(Debug, Serialize)]
pub(crate) struct ModifyFolder<'a> {
    pub(crate) cmd: &'static str,
    pub(crate) id: i64,
    pub(crate) r#type: &'static str,
    /// The entry as JSON text; empty for what is gone.
    pub(crate) data: &'a str,
}

impl<'a> ModifyFolder<'a> {
    pub(crate) fn new(cmd: Cmd, entry: EntryRef, data: &'a str) -> Self {
        Self {
            cmd: cmd.name(),
            id: entry.number(),
            r#type: kind(entry),
            data,
        }
    }

    pub(crate) const EVENT: &'static str = "s:modify-folder";
}

fn kind(entry: EntryRef) -> &'static str {
    match entry {
        EntryRef::File(_) => "file",
        EntryRef::Folder(_) => "folder",
    }
}

/// Connections by whose rights they have.
pub(crate) type ByWho<T> = HashMap<Arc<Who>, (Arc<Session>, Vec<T>)>;

/// Sorts connections by whose rights they have.
pub(crate) fn by_who(connections: Vec<Arc<Connection>>) -> ByWho<Arc<Connection>> {
    let mut all: ByWho<Arc<Connection>> = HashMap::new();
    for connection in connections {
        let session = connection.session();
        let known = all.entry(session.who());
        known
            .or_insert_with(|| (session, Vec::new()))
            .1
            .push(connection);
    }
    all
}

/// A change and those who listen.
struct Told<'a> {
    change: &'a Change,
    to: Vec<Arc<Connection>>,
}

/// A batch of changes with the rows they are about.
struct Batch {
    rows: HashMap<EntryRef, Entry>,
    shelves: HashMap<FolderType, FolderId>,
}

impl Realtime {
    /// Tells everybody who listens and may read.
    pub(crate) async fn tell_entries(&self, portal: PortalId, changes: &[Change]) {
        let shelves = self.shelves(portal, changes).await;
        let mut audiences: ByWho<Told<'_>> = HashMap::new();
        let mut wanted = BTreeSet::new();
        for change in changes {
            let listeners = self.listeners(portal, change, &shelves);
            if !listeners.is_empty() {
                wanted.extend(entries_of(change));
            }
            for (who, (session, to)) in by_who(listeners) {
                if shown(change).is_some_and(|entry| self.hub().is_blind(portal, &who, entry)) {
                    continue;
                }
                let told = audiences.entry(who);
                let told = &mut told.or_insert_with(|| (session, Vec::new())).1;
                told.push(Told { change, to });
            }
        }
        if audiences.is_empty() {
            return;
        }
        let rights = self.hub().rights(portal);
        let rows = match self
            .files()
            .entries(portal, wanted.into_iter().collect())
            .await
        {
            Ok(rows) => rows,
            Err(error) => return self.missed(portal, &error),
        };
        let batch = &Batch { rows, shelves };
        stream::iter(audiences.into_values())
            .for_each_concurrent(AT_ONCE, |(session, told)| async move {
                self.tell_one(&session, &told, batch, rights).await;
            })
            .await;
    }

    /// Tells one person, or the visitors of one link.
    async fn tell_one(&self, session: &Session, told: &[Told<'_>], batch: &Batch, rights: u64) {
        let wanted: HashSet<EntryRef> = told
            .iter()
            .flat_map(|told| entries_of(told.change))
            .collect();
        let rows = wanted.iter().filter_map(|entry| batch.rows.get(entry));
        let viewer = session.looking();
        let sights = self.files().sights(viewer.clone(), rows.cloned().collect());
        match sights.await {
            Ok(sights) => {
                let eyes = Eyes {
                    viewer: &viewer,
                    sights: &sights,
                    batch,
                };
                for one in told {
                    eyes.tell(one);
                }
                let blind = told
                    .iter()
                    .filter_map(|told| shown(told.change))
                    .filter(|entry| batch.rows.contains_key(entry) && !sights.may_read(*entry));
                self.hub()
                    .remember_blind(session.portal(), rights, &session.who(), blind);
            }
            Err(error) => {
                tracing::warn!(%error, "rights could not be checked");
                for connection in told.iter().flat_map(|told| &told.to) {
                    connection.end();
                }
            }
        }
    }

    /// Who listens to a change, whatever he may see of it.
    fn listeners(
        &self,
        portal: PortalId,
        change: &Change,
        shelves: &HashMap<FolderType, FolderId>,
    ) -> Vec<Arc<Connection>> {
        let hear = |part| self.hub().individuals(portal, part);
        match change {
            Change::Entry { entry, inside, .. } => self.around(portal, *entry, *inside),
            Change::Shelf { shelf, whose, .. } => {
                let shelf = shelves.get(shelf).copied();
                let mut all = shelf.map_or_else(Vec::new, |id| hear(Part::Folder(id)));
                all.retain(|one| one.is_of(*whose));
                all
            }
            Change::Access {
                entry,
                inside,
                shared,
                subject,
                ..
            } => {
                let mut all = self.around(portal, *entry, *inside);
                if let Some(shelf) = shelves.get(&FolderType::Share).filter(|_| *shared) {
                    add(&mut all, hear(Part::Folder(*shelf)));
                }
                if matches!(entry, EntryRef::File(_)) {
                    add(&mut all, hear(Part::of(*entry)));
                }
                if let Subject::Person(user) = subject {
                    all.retain(|one| one.is_of(*user));
                }
                all
            }
            _ => Vec::new(),
        }
    }

    /// Those who have the folder open in which an entry lies, and for folders those who have it open itself.
    fn around(&self, portal: PortalId, entry: EntryRef, inside: FolderId) -> Vec<Arc<Connection>> {
        let mut all = self.hub().individuals(portal, Part::Folder(inside));
        if let EntryRef::Folder(id) = entry {
            add(&mut all, self.hub().individuals(portal, Part::Folder(id)));
        }
        all
    }

    /// Numbers of the shelves the changes are about.
    async fn shelves(&self, portal: PortalId, changes: &[Change]) -> HashMap<FolderType, FolderId> {
        let kinds: HashSet<FolderType> = changes
            .iter()
            .filter_map(|change| match change {
                Change::Shelf { shelf, .. } => Some(*shelf),
                Change::Access { shared: true, .. } => Some(FolderType::Share),
                _ => None,
            })
            .collect();
        let mut found = HashMap::new();
        for kind in kinds {
            if let Some(id) = self.root_number(portal, kind).await {
                found.insert(kind, id);
            }
        }
        found
    }

    /// Common rooms: who listens there learns numbers, never titles.
    pub(crate) fn tell_all_in(
        &self,
        portal: PortalId,
        part: Part,
        event: &str,
        payload: &(impl Serialize + ?Sized),
    ) {
        for connection in self.hub().audience(portal, part) {
            connection.send(event, payload);
        }
    }

    /// `s:update-history`.
    pub(crate) fn tell_history(&self, portal: PortalId, entry: EntryRef) {
        let payload = json!({ "id": entry.number(), "type": kind(entry) });
        self.tell_all_in(portal, Part::of(entry), "s:update-history", &payload);
    }

    /// `s:start-edit-file` with the names of all who work on a file now, `s:stop-edit-file` when nobody does any more.
    /// Visitors learn no names.
    pub(crate) fn tell_editing(&self, portal: PortalId, file: FileId, names: &Value) {
        let nobody = names.as_object().is_none_or(Map::is_empty);
        for connection in self.hub().audience(portal, Part::File(file)) {
            if nobody {
                connection.send("s:stop-edit-file", &file.0);
                continue;
            }
            let told = match connection.session().person() {
                Some(_) => names.clone(),
                None => json!({}),
            };
            let payload = json!({ "fileId": file.0, "editingBy": told });
            connection.send("s:start-edit-file", &payload);
        }
    }

    /// `refresh-folder`: whoever has it open reads it anew.
    pub(crate) fn tell_refresh(&self, portal: PortalId, folder: FolderId, except: &str) {
        for connection in self.hub().audience(portal, Part::Folder(folder)) {
            if connection.socket.id.as_str() != except {
                connection.send("refresh-folder", &folder.0);
            }
        }
    }

    /// `s:self-restriction-…`: somebody lowered his own access; everybody who has the entry open may know.
    pub(crate) fn tell_self_restriction(
        &self,
        portal: PortalId,
        entry: EntryRef,
        user: UserId,
        access: i64,
    ) {
        let event = match entry {
            EntryRef::File(_) => "s:self-restriction-file",
            EntryRef::Folder(_) => "s:self-restriction-folder",
        };
        let payload = rights_payload(entry, user, access);
        self.tell_all_in(portal, Part::of(entry), event, &payload);
    }
}

/// Adds those who are not there yet.
fn add(all: &mut Vec<Arc<Connection>>, more: Vec<Arc<Connection>>) {
    for one in more {
        if !all.iter().any(|known| Arc::ptr_eq(known, &one)) {
            all.push(one);
        }
    }
}

/// Entries one has to look at to decide who hears of a change.
fn entries_of(change: &Change) -> Vec<EntryRef> {
    match change {
        Change::Entry {
            cmd: Cmd::Delete,
            entry,
            inside,
        } => vec![*entry, EntryRef::Folder(*inside)],
        Change::Entry { entry, .. }
        | Change::Shelf { entry, .. }
        | Change::Access { entry, .. } => {
            vec![*entry]
        }
        _ => Vec::new(),
    }
}

/// The entry that a change shows, when it shows one that is there.
fn shown(change: &Change) -> Option<EntryRef> {
    match change {
        Change::Entry {
            cmd: Cmd::Create | Cmd::Update,
            entry,
            ..
        } => Some(*entry),
        _ => None,
    }
}

/// `{id, data: "{userGuid: access}"}`.
fn rights_payload(entry: EntryRef, user: UserId, access: i64) -> serde_json::Value {
    let data = json!({ user.to_string(): access }).to_string();
    json!({ "id": entry.number(), "data": data })
}

/// A batch as one viewer sees it.
struct Eyes<'a> {
    viewer: &'a Viewer,
    sights: &'a Sights,
    batch: &'a Batch,
}

impl Eyes<'_> {
    fn tell(&self, told: &Told<'_>) {
        match *told.change {
            Change::Entry {
                cmd: Cmd::Delete,
                entry,
                inside,
            } => {
                self.hide(entry, inside, &told.to);
            }
            Change::Entry { cmd, entry, inside } => {
                // What has moved on since comes with the event of that move.
                let at = self.batch.rows.get(&entry).map(Entry::parent);
                if at == Some(inside) {
                    self.show(cmd, entry, inside, &told.to);
                }
            }
            Change::Shelf {
                cmd, entry, shelf, ..
            } => match (cmd, self.batch.shelves.get(&shelf)) {
                (Cmd::Delete, _) => send(&told.to, &ModifyFolder::new(cmd, entry, "")),
                (_, Some(shelf)) => self.show(cmd, entry, *shelf, &told.to),
                (_, None) => {}
            },
            Change::Access {
                entry,
                inside,
                shared,
                subject,
                access,
                had,
                ..
            } => self.access(told, entry, inside, shared, (subject, access, had)),
            _ => {}
        }
    }

    /// Tells what an entry is now, to one who may read it.
    fn show(&self, cmd: Cmd, entry: EntryRef, within: FolderId, to: &[Arc<Connection>]) {
        if let Some(data) = self.sights.brief(self.viewer, entry, within) {
            send(to, &ModifyFolder::new(cmd, entry, &data));
        }
    }

    /// Tells that an entry left a folder, to one who could know of it.
    fn hide(&self, entry: EntryRef, inside: FolderId, to: &[Arc<Connection>]) {
        if self.heard_of(entry, inside) {
            send(to, &ModifyFolder::new(Cmd::Delete, entry, ""));
        }
    }

    /// Whether a viewer could know of an entry that left a folder: he may read the folder, and where only one's own rooms
    /// are shown, the room itself.
    fn heard_of(&self, entry: EntryRef, inside: FolderId) -> bool {
        let folder = EntryRef::Folder(inside);
        let Some(Entry::Folder(row)) = self.batch.rows.get(&folder) else {
            // Gone as well; whoever listens could read it.
            return true;
        };
        let own_rooms = row.parent == FolderId(0) && row.kind != FolderType::User;
        if own_rooms && self.batch.rows.contains_key(&entry) {
            return self.sights.may_read(entry);
        }
        self.sights.may_read(folder)
    }

    /// One whose access changed: the entry appears, changes or goes for him.
    fn access(
        &self,
        told: &Told<'_>,
        entry: EntryRef,
        inside: FolderId,
        shared: bool,
        (subject, access, had): (Subject, i64, Option<bool>),
    ) {
        let Some((user, _)) = self.viewer.caller.person else {
            return;
        };
        let access = match subject {
            Subject::Person(id) if id == user => access,
            Subject::Group(id) if self.sights.in_group(id) => self.sights.access(entry),
            _ => return,
        };
        let event = match entry {
            EntryRef::File(_) => "s:change-access-rights-file",
            EntryRef::Folder(_) => "s:change-access-rights-folder",
        };
        let payload = rights_payload(entry, user, access);
        let on_entry = |one: &&Arc<Connection>| one.listens(Part::of(entry)).is_some();
        for connection in told.to.iter().filter(on_entry) {
            connection.send(event, &payload);
        }
        let shelf = self
            .batch
            .shelves
            .get(&FolderType::Share)
            .filter(|_| shared);
        let within = shelf.copied().unwrap_or(inside);
        match self.sights.brief(self.viewer, entry, within) {
            Some(data) => {
                let cmd = if had == Some(true) {
                    Cmd::Update
                } else {
                    Cmd::Create
                };
                send(&told.to, &ModifyFolder::new(cmd, entry, &data));
            }
            None => send(&told.to, &ModifyFolder::new(Cmd::Delete, entry, "")),
        }
    }
}

fn send(to: &[Arc<Connection>], payload: &ModifyFolder<'_>) {
    for connection in to {
        connection.send(ModifyFolder::EVENT, payload);
    }
}
