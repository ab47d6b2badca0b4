//! What live views need: entries loaded once for everybody, then seen by each who watches.

use std::collections::HashMap;

use people::Person;
use portal::{PortalId, UserId};
use uuid::Uuid;

use super::{Files, belongings};
use crate::error::Error;
use crate::model::{Entry, EntryRef, Folder, FolderId, FolderType};
use crate::rules::{Action, CallerFacts};
use crate::store::{files, folders, roots};
use crate::view::{Context, Seen, Viewer, brief, look};

/// Entries as one viewer sees them at this moment.
#[derive(Debug, Default)]
pub struct Sights {
    seen: HashMap<EntryRef, Seen>,
    unread: HashMap<FolderId, i64>,
    groups: Vec<Uuid>,
}

impl Sights {
    /// Whether the viewer may read an entry.
    pub fn may_read(&self, entry: EntryRef) -> bool {
        self.seen
            .get(&entry)
            .is_some_and(|seen| seen.may(Action::Read))
    }

    /// What the viewer is told of an entry that is shown in `within`: JSON text, nothing when he may not read it.
    pub fn brief(&self, viewer: &Viewer, entry: EntryRef, within: FolderId) -> Option<String> {
        let seen = self.seen.get(&entry)?;
        seen.may(Action::Read).then(|| brief(viewer, seen, within))
    }

    /// The number of the viewer's access to an entry.
    pub fn access(&self, entry: EntryRef) -> i64 {
        let seen = self.seen.get(&entry);
        seen.map_or(0, |seen| seen.verdict.access.number().into())
    }

    /// Files below a folder that the viewer has not seen yet.
    pub fn unread(&self, folder: FolderId) -> i64 {
        self.unread.get(&folder).copied().unwrap_or(0)
    }

    /// Whether the viewer is in a group.
    pub fn in_group(&self, group: Uuid) -> bool {
        self.groups.contains(&group)
    }
}

impl Files {
    /// A person as he looks at entries now, without a request of his own; nobody when his account is gone or disabled.
    ///
    /// # Errors
    /// The database failed.
    pub async fn eyes_of(&self, portal: PortalId, user: UserId) -> Result<Option<Viewer>, Error> {
        let files = self.clone();
        let editors = self.editors_in(portal).await?;
        self.db()
            .read(move |tx| {
                let person = people::store::by_id(tx, portal, user)?;
                let Some(person) = person.filter(Person::is_active) else {
                    return Ok(None);
                };
                let facts = CallerFacts::person(person.id, person.role);
                let viewer = belongings::viewer(&files, tx, portal, facts)?;
                let name = person.display_name();
                Ok(Some(Viewer {
                    name,
                    editors,
                    ..viewer
                }))
            })
            .await
    }

    /// The entries that exist, whoever may see them. Two statements at most.
    ///
    /// # Errors
    /// The database failed.
    pub async fn entries(
        &self,
        portal: PortalId,
        wanted: Vec<EntryRef>,
    ) -> Result<HashMap<EntryRef, Entry>, Error> {
        let (mut folder_ids, mut file_ids) = (Vec::new(), Vec::new());
        for entry in wanted {
            match entry {
                EntryRef::Folder(id) => folder_ids.push(id),
                EntryRef::File(id) => file_ids.push(id),
            }
        }
        self.db()
            .read(move |tx| {
                let folders = folders::by_ids(tx, portal, &folder_ids)?;
                let files = files::by_ids(tx, portal, &file_ids)?;
                let all = folders
                    .into_iter()
                    .map(Entry::Folder)
                    .chain(files.into_iter().map(Entry::File));
                Ok(all.map(|entry| (entry.reference(), entry)).collect())
            })
            .await
    }

    /// Entries as one viewer sees them. One statement (two, when form fillers look at folders of a data room).
    ///
    /// # Errors
    /// The database failed.
    pub async fn sights(&self, viewer: Viewer, entries: Vec<Entry>) -> Result<Sights, Error> {
        self.db()
            .read(move |tx| {
                let (seen, loaded) = look(tx, &viewer, Context::Plain, entries)?;
                let by_entry = |seen: Seen| (seen.entry.reference(), seen);
                Ok(Sights {
                    seen: seen.into_iter().map(by_entry).collect(),
                    unread: loaded.page.unread,
                    groups: loaded.page.groups,
                })
            })
            .await
    }

    /// Folders with all folders above them. One statement.
    ///
    /// # Errors
    /// The database failed.
    pub async fn with_folders_above(
        &self,
        portal: PortalId,
        ids: Vec<FolderId>,
    ) -> Result<Vec<Folder>, Error> {
        self.db()
            .read(move |tx| Ok(folders::with_above(tx, portal, &ids)?))
            .await
    }

    /// Number of a root of the whole portal, such as the rooms or the favourites; `None` before its first use.
    ///
    /// # Errors
    /// The database failed.
    pub async fn root_number(
        &self,
        portal: PortalId,
        kind: FolderType,
    ) -> Result<Option<FolderId>, Error> {
        self.db()
            .read(move |tx| {
                let root = roots::find(tx, portal, kind, UserId::NOBODY)?;
                Ok(root.map(|folder| folder.id))
            })
            .await
    }

    /// How many rooms are in use: neither archived nor templates.
    ///
    /// # Errors
    /// The database failed.
    pub async fn rooms_in_use(&self, portal: PortalId) -> Result<i64, Error> {
        self.db()
            .read(move |tx| {
                let root = roots::find(tx, portal, FolderType::VirtualRooms, UserId::NOBODY)?;
                let Some(root) = root else { return Ok(0) };
                Ok(folders::count_children(tx, portal, root.id)?)
            })
            .await
    }
}
