//! Index numbers of a data room: folders and files share one sequence a folder (`files/05 §9`).

use std::collections::BTreeMap;

use portal::PortalId;
use serde_json::json;
use sql::{Tx, params};

use super::happening::{RoomHappening, record};
use super::update::editable;
use crate::error::Error;
use crate::model::{EntryRef, FileId, Folder, FolderId};
use crate::service::Files;
use crate::store::positions;
use crate::titles;
use crate::view::{self, FolderDto, Viewer};

impl Files {
    /// Numbers everything in a room anew, in the present order, without gaps.
    ///
    /// # Errors
    /// 404 when there is no such room, 403 without the right to edit it.
    pub async fn reorder_room(&self, viewer: &Viewer, id: FolderId) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let room = editable(tx, &viewer, id)?;
                number_all(tx, &room)?;
                record(tx, &viewer, RoomHappening::IndexReordered, &room, json!({}))?;
                view::folder(tx, &viewer, id)
            })
            .await
    }
}

/// An entry below the room, with what its place in the order depends on.
struct Numbered {
    entry: EntryRef,
    title: String,
    position: Option<i64>,
}

/// Numbers all entries below a room from 1 in each folder: numbered ones first in their order, then
/// the rest, folders before files, by title. Two statements read, two write.
pub(crate) fn number_all(tx: &mut Tx<'_>, room: &Folder) -> Result<(), Error> {
    let mut numbers = Vec::new();
    for mut entries in below(tx, room.portal, room.id)?.into_values() {
        entries.sort_by(|a, b| {
            let key = |one: &Numbered| (one.position.unwrap_or(i64::MAX), one.entry.kind());
            key(a)
                .cmp(&key(b))
                .then_with(|| titles::natural(&a.title, &b.title))
        });
        let entries = entries.iter().map(|one| (one.entry, one.position));
        changed(entries, &mut numbers);
    }
    Ok(positions::set(tx, room.portal, &numbers)?)
}

/// Closes the gaps in the numbers of a folder whose entries went away.
pub(crate) fn close_gaps(tx: &mut Tx<'_>, portal: PortalId, folder: FolderId) -> Result<(), Error> {
    let entries = positions::numbered(tx, portal, folder)?;
    let entries = entries
        .into_iter()
        .map(|(entry, number)| (entry, Some(number)));
    let mut numbers = Vec::new();
    changed(entries, &mut numbers);
    Ok(positions::set(tx, portal, &numbers)?)
}

/// Numbers entries from 1 in the order they come, and keeps those whose number is another one now.
fn changed(
    entries: impl Iterator<Item = (EntryRef, Option<i64>)>,
    numbers: &mut Vec<(EntryRef, i64)>,
) {
    for (number, (entry, before)) in (1_i64..).zip(entries) {
        if before != Some(number) {
            numbers.push((entry, number));
        }
    }
}

/// All entries below a folder, by the folder they lie in.
fn below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
) -> Result<BTreeMap<i64, Vec<Numbered>>, Error> {
    let mut all: BTreeMap<i64, Vec<Numbered>> = BTreeMap::new();
    let folders: Vec<(i64, i64, String, Option<i64>)> = tx.query(
        "SELECT f.parent_id, f.id, f.title, f.position FROM folder_tree t JOIN folders f \
         ON f.portal_id = t.portal_id AND f.id = t.descendant_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2 AND t.depth > 0",
        &params![portal, room.0],
    )?;
    for (parent, id, title, position) in folders {
        let entry = EntryRef::Folder(FolderId(id));
        all.entry(parent).or_default().push(Numbered {
            entry,
            title,
            position,
        });
    }
    let files: Vec<(i64, i64, String, Option<i64>)> = tx.query(
        "SELECT d.folder_id, d.id, d.title, d.position FROM folder_tree t JOIN files d \
         ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2",
        &params![portal, room.0],
    )?;
    for (parent, id, title, position) in files {
        let entry = EntryRef::File(FileId(id));
        all.entry(parent).or_default().push(Numbered {
            entry,
            title,
            position,
        });
    }
    Ok(all)
}
