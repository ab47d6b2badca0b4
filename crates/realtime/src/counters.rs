//! Counters: what lies below a folder, what is new below it, and how much is used. They change with every upload, so they
//! are told at most once a second: the first change at once, the rest together.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;
use std::time::Duration;

use files::model::{Entry, EntryRef, FileId, Folder, FolderId};
use futures::{StreamExt as _, stream};
use portal::{PortalId, UserId};
use serde_json::json;
use tokio::time::Instant;

use crate::Realtime;
use crate::change::{Change, Cmd};
use crate::entries::{AT_ONCE, ByWho, ModifyFolder, by_who};
use crate::hub::Connection;
use crate::part::Part;

/// Time between two tellings in a portal.
const EVERY: Duration = Duration::from_secs(1);

/// What changed in the portals since it was told last.
#[derive(Default)]
pub(crate) struct Counters {
    portals: HashMap<PortalId, Changed>,
}

/// What changed in one portal.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    /// Folders with more or less in them.
    content: BTreeSet<FolderId>,
    /// Folders with other things new in them.
    news: BTreeSet<FolderId>,
    /// Files that were read, whose folders are not known yet.
    read: BTreeSet<FileId>,
    /// Whose news changed; everybody's when `None` is among them.
    readers: HashSet<Option<UserId>>,
    pub(crate) figures: bool,
    pub(crate) owners: BTreeSet<UserId>,
    told: Option<Instant>,
}

impl Changed {
    fn is_empty(&self) -> bool {
        self.content.is_empty()
            && self.news.is_empty()
            && self.read.is_empty()
            && self.owners.is_empty()
            && !self.figures
    }

    fn is_for(&self, user: Option<UserId>) -> bool {
        self.readers.contains(&None) || user.is_some() && self.readers.contains(&user)
    }
}

impl Counters {
    /// Remembers what a change means for counters.
    pub(crate) fn note(&mut self, portal: PortalId, change: &Change) {
        let changed = self.portals.entry(portal).or_default();
        match change {
            Change::Content(folder) => {
                changed.content.insert(*folder);
            }
            Change::News {
                inside,
                file,
                whose,
            } => {
                changed.readers.insert(*whose);
                match file {
                    Some(file) if inside.0 == 0 => {
                        changed.read.insert(*file);
                    }
                    _ => {
                        changed.news.insert(*inside);
                    }
                }
            }
            Change::Used(owner) => {
                changed.figures = true;
                changed.owners.extend(owner);
            }
            Change::Rooms | Change::Person { .. } | Change::Type { .. } => changed.figures = true,
            _ => {}
        }
    }

    /// When something is to be told next.
    pub(crate) fn due(&self) -> Option<Instant> {
        let waiting = self.portals.values().filter(|changed| !changed.is_empty());
        let due = |changed: &Changed| changed.told.map_or_else(Instant::now, |told| told + EVERY);
        waiting.map(due).min()
    }

    /// What is to be told by now. Portals where nothing happens any more are forgotten.
    pub(crate) fn take_due(&mut self, now: Instant) -> Vec<(PortalId, Changed)> {
        let rested = |changed: &Changed| changed.told.is_none_or(|told| told + EVERY <= now);
        self.portals
            .retain(|_, changed| !changed.is_empty() || !rested(changed));
        let mut due = Vec::new();
        for (portal, changed) in &mut self.portals {
            if !changed.is_empty() && rested(changed) {
                let next = Changed {
                    told: Some(now),
                    ..Changed::default()
                };
                due.push((*portal, std::mem::replace(changed, next)));
            }
        }
        due
    }
}

impl Changed {
    /// Tells one connection what a folder is now, and what is new in it.
    fn tell(&self, folder: &Folder, to: &Arc<Connection>, data: &str, unread: Option<i64>) {
        // Roots are no items of any list.
        if !is_root(folder) && !self.content.is_empty() {
            let update = ModifyFolder::new(Cmd::Update, folder.id.into(), data);
            to.send(ModifyFolder::EVENT, &update);
        }
        if let Some(count) = unread
            && to.listens(Part::Folder(folder.id)).is_some()
        {
            let payload = json!({ "folderId": folder.id.0, "count": count });
            to.send("s:markasnew-folder", &payload);
        }
    }
}

fn is_root(folder: &Folder) -> bool {
    folder.parent.0 == 0
}

/// The folders counted, each once.
fn rows_of(counted: &[Counted<'_>]) -> Vec<Entry> {
    let mut rows: HashMap<FolderId, Entry> = HashMap::new();
    for Counted { folder, .. } in counted {
        let row = || Entry::Folder((*folder).clone());
        rows.entry(folder.id).or_insert_with(row);
    }
    rows.into_values().collect()
}

/// What to tell one connection of one folder.
struct Counted<'a> {
    folder: &'a Folder,
    to: Arc<Connection>,
}

impl Realtime {
    /// Tells counters of folders.
    pub(crate) async fn tell_counters(&self, portal: PortalId, mut changed: Changed) {
        if !changed.read.is_empty() {
            let files = std::mem::take(&mut changed.read);
            let files = files.into_iter().map(EntryRef::File).collect();
            match self.files().entries(portal, files).await {
                Ok(rows) => changed.news.extend(rows.values().map(Entry::parent)),
                Err(error) => return self.missed(portal, &error),
            }
        }
        let asked: Vec<FolderId> = changed.content.union(&changed.news).copied().collect();
        if asked.is_empty() {
            return;
        }
        let folders = match self.files().with_folders_above(portal, asked).await {
            Ok(folders) => folders,
            Err(error) => return self.missed(portal, &error),
        };
        let rights = self.hub().rights(portal);
        let audiences = self.who_counts(portal, &folders);
        let changed = &changed;
        stream::iter(audiences)
            .for_each_concurrent(AT_ONCE, |(who, (session, counted))| async move {
                let viewer = session.looking();
                let rows = rows_of(&counted);
                let looked = self.files().sights(viewer.clone(), rows).await;
                let sights = match looked {
                    Ok(sights) => sights,
                    Err(error) => return tracing::warn!(%error, "counters could not be told"),
                };
                let news = changed.is_for(session.person());
                for Counted { folder, to } in &counted {
                    if let Some(data) = sights.brief(&viewer, folder.id.into(), folder.parent) {
                        changed.tell(folder, to, &data, news.then(|| sights.unread(folder.id)));
                    }
                }
                let blind = counted.iter().map(|one| EntryRef::Folder(one.folder.id));
                let blind = blind.filter(|entry| !sights.may_read(*entry));
                self.hub().remember_blind(portal, rights, &who, blind);
            })
            .await;
    }

    /// Who listens to which of the folders. Roots are shown to everybody, so only those are asked about whom something
    /// below them may concern.
    fn who_counts<'a>(&self, portal: PortalId, folders: &'a [Folder]) -> ByWho<Counted<'a>> {
        let mut audiences: ByWho<Counted<'a>> = HashMap::new();
        let (roots, others): (Vec<&Folder>, Vec<&Folder>) =
            folders.iter().partition(|folder| is_root(folder));
        for folder in others {
            let around = [Part::Folder(folder.id), Part::Folder(folder.parent)];
            let around = around.map(|part| self.hub().individuals(portal, part));
            let mut listeners = HashMap::new();
            for one in around.concat() {
                listeners.insert(one.socket.id, one);
            }
            for (who, (session, to)) in by_who(listeners.into_values().collect()) {
                if !self.hub().is_blind(portal, &who, folder.id.into()) {
                    let known = audiences
                        .entry(who)
                        .or_insert_with(|| (session, Vec::new()));
                    known
                        .1
                        .extend(to.into_iter().map(|to| Counted { folder, to }));
                }
            }
        }
        for folder in roots {
            let listeners = self.hub().individuals(portal, Part::Folder(folder.id));
            for (who, (_, to)) in by_who(listeners) {
                if let Some(known) = audiences.get_mut(&who) {
                    known
                        .1
                        .extend(to.into_iter().map(|to| Counted { folder, to }));
                }
            }
        }
        audiences
    }

    /// `s:markasnew-file`: the mark of one file changed, for one person or everybody.
    pub(crate) fn tell_new_file(&self, portal: PortalId, file: FileId, whose: Option<UserId>) {
        for connection in self.hub().audience(portal, Part::File(file)) {
            if whose.is_none_or(|user| connection.is_of(user)) {
                connection.send("s:markasnew-file", &json!({ "fileId": file.0 }));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PORTAL: PortalId = PortalId(1);

    #[test]
    fn the_first_change_is_told_at_once_and_the_rest_a_second_later() {
        let mut counters = Counters::default();
        let now = Instant::now();
        assert_eq!(counters.due(), None);
        counters.note(PORTAL, &Change::Content(FolderId(5)));
        assert_eq!(counters.take_due(now).len(), 1);
        counters.note(PORTAL, &Change::Content(FolderId(5)));
        counters.note(PORTAL, &Change::Content(FolderId(6)));
        assert!(counters.take_due(now).is_empty());
        assert_eq!(counters.due(), Some(now + EVERY));
        let later = counters.take_due(now + EVERY);
        let folders: Vec<_> = later
            .iter()
            .flat_map(|(_, all)| all.content.iter())
            .collect();
        assert_eq!(folders, [&FolderId(5), &FolderId(6)]);
        assert!(counters.take_due(now + EVERY * 3).is_empty());
        assert!(counters.portals.is_empty(), "a quiet portal takes no room");
    }

    #[test]
    fn news_of_one_person_are_told_to_nobody_else() {
        let (anna, boris) = (
            UserId(uuid::Uuid::from_u128(1)),
            UserId(uuid::Uuid::from_u128(2)),
        );
        let mut counters = Counters::default();
        let read = Change::News {
            inside: FolderId(0),
            file: Some(FileId(7)),
            whose: Some(anna),
        };
        counters.note(PORTAL, &read);
        let (_, changed) = counters.take_due(Instant::now()).remove(0);
        assert!(changed.is_for(Some(anna)));
        assert!(!changed.is_for(Some(boris)) && !changed.is_for(None));
    }
}
