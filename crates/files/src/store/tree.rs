//! The closure table and the counters that every ancestor carries.

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

use super::positions;
use crate::model::{Folder, FolderId, FolderType, Root};

/// Change of the subtree counters of a folder and all its ancestors.
#[derive(Debug, Clone, Copy, Default)]
pub struct Delta {
    /// Files.
    pub files: i64,
    /// Folders.
    pub folders: i64,
    /// Bytes.
    pub bytes: i64,
}

impl Delta {
    fn negated(self) -> Self {
        Self {
            files: -self.files,
            folders: -self.folders,
            bytes: -self.bytes,
        }
    }
}

/// Serialises changes of one portal's tree: two moves at once cannot make a circle, and counters of
/// common ancestors are never updated in an order that deadlocks.
pub fn lock(tx: &mut Tx<'_>, portal: PortalId) -> Result<(), sql::Error> {
    tx.lock(&format!("tree:{portal}"))
}

/// Hangs a folder without children under `parent` (`FolderId(0)`: makes it a root).
pub fn attach(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    id: FolderId,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO folder_tree (portal_id, descendant_id, ancestor_id, depth) \
         SELECT portal_id, $3, ancestor_id, depth + 1 FROM folder_tree \
         WHERE portal_id = $1 AND descendant_id = $2",
        &params![portal, parent.0, id.0],
    )?;
    tx.execute(
        "INSERT INTO folder_tree (portal_id, descendant_id, ancestor_id, depth) VALUES ($1, $2, $2, 0)",
        &params![portal, id.0],
    )?;
    Ok(())
}

/// Adds to the counters of `folder` and everything above it, and to the space that the owner of a
/// personal root uses.
pub fn adjust(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    root: Root,
    delta: Delta,
) -> Result<(), sql::Error> {
    if delta.bytes != 0 && matches!(root.kind, FolderType::User | FolderType::Trash) {
        people::store::people::add_used_space(tx, portal, root.owner, delta.bytes)?;
    }
    tx.execute(
        "UPDATE folders SET files_count = files_count + $3, folders_count = folders_count + $4, \
         used_space = used_space + $5 WHERE portal_id = $1 AND id IN \
         (SELECT ancestor_id FROM folder_tree WHERE portal_id = $1 AND descendant_id = $2)",
        &params![portal, folder.0, delta.files, delta.folders, delta.bytes],
    )?;
    Ok(())
}

/// A save below changes the date and author of all folders above it, roots excepted.
pub fn touch(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    by: UserId,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET updated_by = $3, updated = $4 WHERE portal_id = $1 AND parent_id <> 0 \
         AND id IN (SELECT ancestor_id FROM folder_tree WHERE portal_id = $1 AND descendant_id = $2)",
        &params![portal, folder.0, by, now],
    )?;
    Ok(())
}

/// Whether `id` is `above` or lies somewhere below it.
pub fn is_within(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
    above: FolderId,
) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT depth FROM folder_tree WHERE portal_id = $1 AND descendant_id = $2 AND ancestor_id = $3",
        &params![portal, id.0, above.0],
    )?;
    Ok(found.is_some())
}

/// Moves a folder with everything below it under `target`. The caller holds [`lock`] and has seen
/// that `target` does not lie within `folder`.
pub fn move_subtree(tx: &mut Tx<'_>, folder: &Folder, target: &Folder) -> Result<(), sql::Error> {
    let portal = folder.portal;
    let delta = Delta {
        files: folder.files_count,
        folders: folder.folders_count + 1,
        bytes: folder.used_space,
    };
    adjust(tx, portal, folder.parent, folder.root, delta.negated())?;
    // Cut the links between the subtree and what was above it, then make those to what is above now.
    tx.execute(
        "DELETE FROM folder_tree WHERE portal_id = $1 \
         AND descendant_id IN (SELECT descendant_id FROM folder_tree WHERE portal_id = $1 AND ancestor_id = $2) \
         AND ancestor_id IN (SELECT ancestor_id FROM folder_tree WHERE portal_id = $1 AND descendant_id = $2 AND ancestor_id <> $2)",
        &params![portal, folder.id.0],
    )?;
    tx.execute(
        "INSERT INTO folder_tree (portal_id, descendant_id, ancestor_id, depth) \
         SELECT up.portal_id, down.descendant_id, up.ancestor_id, up.depth + down.depth + 1 \
         FROM folder_tree up JOIN folder_tree down ON down.portal_id = up.portal_id \
         WHERE up.portal_id = $1 AND up.descendant_id = $3 AND down.ancestor_id = $2",
        &params![portal, folder.id.0, target.id.0],
    )?;
    let room = if folder.kind.is_room() {
        Some(folder.id)
    } else {
        target.room
    };
    tx.execute(
        "UPDATE folders SET root_id = $3, room_id = $4 WHERE portal_id = $1 AND id IN \
         (SELECT descendant_id FROM folder_tree WHERE portal_id = $1 AND ancestor_id = $2)",
        &params![
            portal,
            folder.id.0,
            target.root.id.0,
            room.map(|room| room.0)
        ],
    )?;
    let position = positions::next(tx, portal, target.id, target.room)?;
    tx.execute(
        "UPDATE folders SET parent_id = $3, position = $4 WHERE portal_id = $1 AND id = $2",
        &params![portal, folder.id.0, target.id.0, position],
    )?;
    adjust(tx, portal, target.id, target.root, delta)
}

/// Removes the rows of a folder that has nothing below it any more, and uncounts it above.
pub fn remove_empty(tx: &mut Tx<'_>, folder: &Folder) -> Result<(), sql::Error> {
    let portal = folder.portal;
    adjust(
        tx,
        portal,
        folder.parent,
        folder.root,
        Delta {
            folders: -1,
            ..Default::default()
        },
    )?;
    for table in ["shares", "marks", "history"] {
        tx.execute(
            &format!(
                "DELETE FROM {table} WHERE portal_id = $1 AND entry_kind = 1 AND entry_id = $2"
            ),
            &params![portal, folder.id.0],
        )?;
    }
    for (table, column) in [
        ("rooms", "folder_id"),
        ("room_tags", "room_id"),
        ("room_group_rooms", "room_id"),
        ("folder_tree", "descendant_id"),
        ("folders", "id"),
    ] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE portal_id = $1 AND {column} = $2"),
            &params![portal, folder.id.0],
        )?;
    }
    Ok(())
}
