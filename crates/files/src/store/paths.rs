//! Entries of a folder by title and in order of their numbers, for those who walk the tree by names.

use portal::PortalId;
use sql::{Tx, params};

use super::{files, folders};
use crate::model::{EntryRef, File, FileId, Folder, FolderId};

/// The sub-folders with one of these folded titles, in order of their numbers.
pub fn folders_called(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    keys: &[String],
) -> Result<Vec<Folder>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} WHERE f.portal_id = $1 AND f.parent_id = $2 AND f.title_key = ANY($3) \
         ORDER BY f.id",
        folders::COLUMNS,
        folders::TABLES
    );
    tx.query(&text, &params![portal, parent.0, keys.to_vec()])
}

/// The files with one of these folded titles, in order of their numbers.
pub fn files_called(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    keys: &[String],
) -> Result<Vec<File>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} WHERE d.portal_id = $1 AND d.folder_id = $2 AND d.title_key = ANY($3) \
         ORDER BY d.id",
        files::COLUMNS,
        files::TABLES
    );
    tx.query(&text, &params![portal, folder.0, keys.to_vec()])
}

/// The next `most` sub-folders after a number.
pub fn folders_after(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    after: FolderId,
    most: usize,
) -> Result<Vec<Folder>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} WHERE f.portal_id = $1 AND f.parent_id = $2 AND f.id > $3 \
         ORDER BY f.id LIMIT $4",
        folders::COLUMNS,
        folders::TABLES
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    tx.query(&text, &params![portal, parent.0, after.0, most])
}

/// The next `most` files after a number.
pub fn files_after(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    after: FileId,
    most: usize,
) -> Result<Vec<File>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} WHERE d.portal_id = $1 AND d.folder_id = $2 AND d.id > $3 \
         ORDER BY d.id LIMIT $4",
        files::COLUMNS,
        files::TABLES
    );
    let most = i64::try_from(most).unwrap_or(i64::MAX);
    tx.query(&text, &params![portal, folder.0, after.0, most])
}

/// Whatever in a folder has one of these folded titles, with its title.
pub fn called(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    keys: Vec<String>,
) -> Result<Vec<(EntryRef, String)>, sql::Error> {
    let rows: Vec<(i64, i64, String)> = tx.query(
        "SELECT 1, id, title FROM folders WHERE portal_id = $1 AND parent_id = $2 \
         AND title_key = ANY($3) UNION ALL \
         SELECT 2, id, title FROM files WHERE portal_id = $1 AND folder_id = $2 \
         AND title_key = ANY($3)",
        &params![portal, folder.0, keys],
    )?;
    let entries = rows
        .into_iter()
        .filter_map(|(kind, id, title)| Some((EntryRef::from_columns(kind, id)?, title)));
    Ok(entries.collect())
}
