//! Index numbers: folders and files share one sequence a folder (`files/05 §9`).

use portal::PortalId;
use sql::{Tx, params};

use crate::model::{EntryRef, FolderId};

/// The number after the last one in a folder; `None` where the room around it has no index.
pub fn next(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    room: Option<FolderId>,
) -> Result<Option<i64>, sql::Error> {
    let Some(room) = room else { return Ok(None) };
    tx.query_opt(
        "SELECT 1 + (SELECT COALESCE(MAX(p.last), 0) FROM ( \
         SELECT MAX(position) AS last FROM folders WHERE portal_id = $1 AND parent_id = $2 \
         AND position IS NOT NULL UNION ALL \
         SELECT MAX(position) AS last FROM files WHERE portal_id = $1 AND folder_id = $2 \
         AND position IS NOT NULL) p) \
         FROM rooms r WHERE r.portal_id = $1 AND r.folder_id = $3 AND r.indexing",
        &params![portal, folder.0, room.0],
    )
}

/// The folders in rooms with an index that hold some of these entries, each once.
pub fn indexed_parents(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entries: &[EntryRef],
) -> Result<Vec<FolderId>, sql::Error> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for entry in entries {
        match entry {
            EntryRef::Folder(id) => folders.push(id.0),
            EntryRef::File(id) => files.push(id.0),
        }
    }
    let found: Vec<i64> = tx.query(
        "SELECT f.parent_id FROM folders f JOIN rooms r ON r.portal_id = f.portal_id \
         AND r.folder_id = f.room_id WHERE f.portal_id = $1 AND f.id = ANY($2) \
         AND f.id <> r.folder_id AND r.indexing \
         UNION SELECT f.id FROM files d JOIN folders f ON f.portal_id = d.portal_id \
         AND f.id = d.folder_id JOIN rooms r ON r.portal_id = f.portal_id \
         AND r.folder_id = f.room_id WHERE d.portal_id = $1 AND d.id = ANY($3) AND r.indexing",
        &params![portal, folders, files],
    )?;
    Ok(found.into_iter().map(FolderId).collect())
}

/// The numbered entries of a folder in their order.
pub fn numbered(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Vec<(EntryRef, i64)>, sql::Error> {
    let rows: Vec<(i64, i64, i64)> = tx.query(
        "SELECT 1, id, position FROM folders WHERE portal_id = $1 AND parent_id = $2 \
         AND position IS NOT NULL UNION ALL \
         SELECT 2, id, position FROM files WHERE portal_id = $1 AND folder_id = $2 \
         AND position IS NOT NULL ORDER BY 3, 1, 2",
        &params![portal, folder.0],
    )?;
    let entries = rows
        .into_iter()
        .filter_map(|(kind, id, position)| Some((EntryRef::from_columns(kind, id)?, position)));
    Ok(entries.collect())
}

/// Gives entries their numbers. Two statements.
pub fn set(
    tx: &mut Tx<'_>,
    portal: PortalId,
    numbers: &[(EntryRef, i64)],
) -> Result<(), sql::Error> {
    let (mut folders, mut files) = (Vec::new(), Vec::new());
    for (entry, number) in numbers {
        let row = params![portal, entry.number(), *number].to_vec();
        match entry {
            EntryRef::Folder(_) => folders.push(row),
            EntryRef::File(_) => files.push(row),
        }
    }
    for (table, rows) in [("folders", folders), ("files", files)] {
        if !rows.is_empty() {
            let text = format!("UPDATE {table} SET position = $3 WHERE portal_id = $1 AND id = $2");
            tx.execute_many(&text, &rows)?;
        }
    }
    Ok(())
}
