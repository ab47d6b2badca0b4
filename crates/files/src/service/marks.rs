//! Personal marks: favourites, recently opened, and the order by hand (`files/06a §8`).

use std::collections::BTreeSet;

use sql::Tx;

use super::Files;
use super::gate;
use super::happening::{self, FileHappening, Private, record_order, record_private};
use crate::error::Error;
use crate::model::{Entry, EntryRef, FileId, FolderId, Mark};
use crate::rules::Action;
use crate::store::{files, folders, marks};
use crate::view::{Seen, Viewer, rights};

/// Refusal of ordering by hand.
const MAY_NOT_ORDER: &str = "You don't have enough permission to perform the operation";

impl Files {
    /// Puts or takes off a mark on entries; those the viewer can't read are left out in silence.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn mark(
        &self,
        viewer: &Viewer,
        mark: Mark,
        entries: Vec<EntryRef>,
        on: bool,
    ) -> Result<(), Error> {
        let (person, _) = viewer.person()?;
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                if on {
                    for seen in look_at(tx, &viewer, &entries)? {
                        if seen.may(Action::Read) {
                            let entry = seen.entry.reference();
                            marks::set(tx, viewer.portal, person, mark, entry, "", viewer.now)?;
                            record_private(tx, &viewer, Private::Marked(mark), entry)?;
                        }
                    }
                } else {
                    for entry in entries {
                        marks::clear(tx, viewer.portal, person, mark, entry)?;
                        record_private(tx, &viewer, Private::Unmarked(mark), entry)?;
                    }
                }
                Ok(())
            })
            .await
    }

    /// Puts or takes off a mark on one file.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to read it.
    pub async fn mark_file(
        &self,
        viewer: &Viewer,
        mark: Mark,
        id: FileId,
        on: bool,
    ) -> Result<(), Error> {
        let (person, _) = viewer.person()?;
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                gate::file(tx, &viewer, id)?.require(Action::Read)?;
                let entry = EntryRef::File(id);
                let what = if on {
                    marks::set(tx, viewer.portal, person, mark, entry, "", viewer.now)?;
                    Private::Marked(mark)
                } else {
                    marks::clear(tx, viewer.portal, person, mark, entry)?;
                    Private::Unmarked(mark)
                };
                Ok(record_private(tx, &viewer, what, entry)?)
            })
            .await
    }

    /// Gives a file its number in the order by hand.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to arrange its folder.
    pub async fn order_file(&self, viewer: &Viewer, id: FileId, order: i64) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::EditRoom, MAY_NOT_ORDER)?;
                files::set_position(tx, viewer.portal, id, Some(order))?;
                let more =
                    serde_json::json!({ "newIndex": order, "oldIndex": seen.entry.position });
                happening::record(tx, &viewer, FileHappening::IndexChanged, &seen.entry, more)
            })
            .await
    }

    /// Gives a folder its number in the order by hand.
    ///
    /// # Errors
    /// 404 without the folder, 403 without the right to arrange it.
    pub async fn order_folder(
        &self,
        viewer: &Viewer,
        id: FolderId,
        order: i64,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::folder(tx, &viewer, id)?;
                seen.require_or(Action::EditRoom, MAY_NOT_ORDER)?;
                folders::set_position(tx, viewer.portal, id, Some(order))?;
                Ok(record_order(tx, &viewer, seen.entry.parent)?)
            })
            .await
    }

    /// Orders entries of rooms by hand, all or none.
    ///
    /// # Errors
    /// 404 for an entry that does not exist, 403 for one that does not lie in a room the viewer
    /// arranges.
    pub async fn order_entries(
        &self,
        viewer: &Viewer,
        items: Vec<(EntryRef, i64)>,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let mut parents = BTreeSet::new();
                for (entry, order) in items {
                    let (allowed, parent) = match entry {
                        EntryRef::File(id) => {
                            let seen = gate::file(tx, &viewer, id)?;
                            let inside = seen.entry.room.is_some();
                            (inside && seen.may(Action::EditRoom), seen.entry.folder)
                        }
                        EntryRef::Folder(id) => {
                            let seen = gate::folder(tx, &viewer, id)?;
                            let inside = seen.entry.room.is_some();
                            (inside && seen.may(Action::EditRoom), seen.entry.parent)
                        }
                    };
                    parents.insert(parent);
                    if !allowed {
                        return Err(Error::Denied);
                    }
                    match entry {
                        EntryRef::File(id) => {
                            files::set_position(tx, viewer.portal, id, Some(order))?;
                        }
                        EntryRef::Folder(id) => {
                            folders::set_position(tx, viewer.portal, id, Some(order))?;
                        }
                    }
                }
                for parent in parents {
                    record_order(tx, &viewer, parent)?;
                }
                Ok(())
            })
            .await
    }
}

/// The entries that exist, with the viewer's rights.
fn look_at(tx: &mut Tx<'_>, viewer: &Viewer, entries: &[EntryRef]) -> Result<Vec<Seen>, Error> {
    let (mut folder_ids, mut file_ids) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            EntryRef::Folder(id) => folder_ids.push(*id),
            EntryRef::File(id) => file_ids.push(*id),
        }
    }
    let folders = folders::by_ids(tx, viewer.portal, &folder_ids)?;
    let files = files::by_ids(tx, viewer.portal, &file_ids)?;
    let all = folders
        .into_iter()
        .map(Entry::Folder)
        .chain(files.into_iter().map(Entry::File));
    rights(tx, viewer, all.collect())
}
