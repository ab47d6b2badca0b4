//! What the clean-up looks for, over all portals: things in the trash, files of rooms with a lifetime.

use portal::{PortalId, Role, UserId};
use sql::{Micros, Tx, params};

use super::{maybe_folder, person};
use crate::model::{EntryRef, FileId, FolderId, FolderType};

/// A trash with something old in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OldTrash {
    /// The portal.
    pub portal: PortalId,
    /// Whose it is.
    pub owner: UserId,
    /// Its folder.
    pub folder: FolderId,
}

/// My documents of somebody who is a guest now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormerDocuments {
    /// The portal.
    pub portal: PortalId,
    /// Whose they are.
    pub owner: UserId,
    /// Their folder.
    pub folder: FolderId,
    /// When he became one.
    pub since: Micros,
}

/// Trashes in which something was thrown away before that time, after the given one in their order.
pub fn old_trashes(
    tx: &mut Tx<'_>,
    before: Micros,
    after: Option<&OldTrash>,
    limit: i64,
) -> Result<Vec<OldTrash>, sql::Error> {
    let mut found = Vec::new();
    let (portal, folder) = after.map_or((0, 0), |one| (one.portal.0, one.folder.0));
    tx.each(
        "SELECT o.portal_id, o.owner, o.folder_id FROM roots o \
         WHERE o.kind = $1 AND (o.portal_id > $2 OR (o.portal_id = $2 AND o.folder_id > $3)) \
         AND (EXISTS (SELECT 1 FROM files d WHERE d.portal_id = o.portal_id \
         AND d.folder_id = o.folder_id AND d.updated < $4) \
         OR EXISTS (SELECT 1 FROM folders f WHERE f.portal_id = o.portal_id \
         AND f.parent_id = o.folder_id AND f.updated < $4)) \
         ORDER BY o.portal_id, o.folder_id LIMIT $5",
        &params![FolderType::Trash.number(), portal, folder, before, limit],
        &mut |row| {
            found.push(OldTrash {
                portal: PortalId(row.get(0)?),
                owner: person(row, 1)?,
                folder: FolderId(row.get(2)?),
            });
            Ok(true)
        },
    )?;
    Ok(found)
}

/// Documents of guests from before they were guests, kept since before that time, after the given ones in their order.
pub fn former_documents(
    tx: &mut Tx<'_>,
    before: Micros,
    after: Option<&FormerDocuments>,
    limit: i64,
) -> Result<Vec<FormerDocuments>, sql::Error> {
    let (portal, folder) = after.map_or((0, 0), |one| (one.portal.0, one.folder.0));
    let mut found = Vec::new();
    tx.each(
        "SELECT o.portal_id, o.owner, o.folder_id, f.updated FROM roots o \
         JOIN people p ON p.portal_id = o.portal_id AND p.id = o.owner AND p.role = $1 \
         JOIN folders f ON f.portal_id = o.portal_id AND f.id = o.folder_id \
         WHERE o.kind = $2 AND f.updated < $3 \
         AND (o.portal_id > $4 OR (o.portal_id = $4 AND o.folder_id > $5)) \
         ORDER BY o.portal_id, o.folder_id LIMIT $6",
        &params![
            people::model::role_number(Role::Guest),
            FolderType::User.number(),
            before,
            portal,
            folder,
            limit
        ],
        &mut |row| {
            found.push(FormerDocuments {
                portal: PortalId(row.get(0)?),
                owner: person(row, 1)?,
                folder: FolderId(row.get(2)?),
                since: row.get(3)?,
            });
            Ok(true)
        },
    )?;
    Ok(found)
}

/// What lies directly in a folder unchanged since before that time, and since when.
pub fn old_in(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    before: Micros,
) -> Result<Vec<(EntryRef, Micros)>, sql::Error> {
    let rows: Vec<(i64, i64, Micros)> = tx.query(
        "SELECT 1, id, updated FROM folders WHERE portal_id = $1 AND parent_id = $2 AND updated < $3 \
         UNION ALL \
         SELECT 2, id, updated FROM files WHERE portal_id = $1 AND folder_id = $2 AND updated < $3",
        &params![portal, folder.0, before],
    )?;
    let entries = rows
        .into_iter()
        .filter_map(|(kind, id, at)| Some((EntryRef::from_columns(kind, id)?, at)));
    Ok(entries.collect())
}

/// A room whose files live for some time only.
#[derive(Debug, Clone, PartialEq)]
pub struct MortalRoom {
    /// The portal.
    pub portal: PortalId,
    /// The room.
    pub room: FolderId,
    /// Its owner.
    pub owner: UserId,
    /// For how long, as it is stored.
    pub lifetime: serde_json::Value,
}

/// Active rooms with a lifetime.
pub fn mortal_rooms(tx: &mut Tx<'_>) -> Result<Vec<MortalRoom>, sql::Error> {
    let mut found = Vec::new();
    tx.each(
        "SELECT r.portal_id, r.folder_id, f.created_by, r.lifetime FROM rooms r \
         JOIN folders f ON f.portal_id = r.portal_id AND f.id = r.folder_id \
         JOIN folders t ON t.portal_id = f.portal_id AND t.id = f.root_id \
         WHERE r.lifetime IS NOT NULL AND t.kind = $1",
        &params![FolderType::VirtualRooms.number()],
        &mut |row| {
            let text: String = row.get(3)?;
            if let (Some(room), Ok(lifetime)) = (maybe_folder(row, 1)?, serde_json::from_str(&text))
            {
                found.push(MortalRoom {
                    portal: PortalId(row.get(0)?),
                    room,
                    owner: person(row, 2)?,
                    lifetime,
                });
            }
            Ok(true)
        },
    )?;
    Ok(found)
}

/// Files below a folder, the oldest first, after the given one, with the time they were made.
pub fn oldest_below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    (made, id): (Micros, FileId),
    limit: i64,
) -> Result<Vec<(FileId, Micros)>, sql::Error> {
    let rows: Vec<(i64, Micros)> = tx.query(
        "SELECT d.id, d.created FROM folder_tree t JOIN files d ON d.portal_id = t.portal_id \
         AND d.folder_id = t.descendant_id WHERE t.portal_id = $1 AND t.ancestor_id = $2 \
         AND (d.created > $3 OR (d.created = $3 AND d.id > $4)) ORDER BY d.created, d.id LIMIT $5",
        &params![portal, folder.0, made, id.0, limit],
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, created)| (FileId(id), created))
        .collect())
}
