//! Unread files, and the space used by each root.

use portal::{PortalId, UserId};
use sql::{Tx, params};

use super::files;
use crate::model::{File, FolderId, FolderType, Mark};

/// Files below a folder that a person has not seen yet, the latest change first.
pub fn unread_below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    person: UserId,
    folder: FolderId,
    limit: i64,
) -> Result<Vec<File>, sql::Error> {
    let text = format!(
        "SELECT {} FROM {} JOIN marks k ON k.portal_id = d.portal_id AND k.entry_kind = 2 \
         AND k.entry_id = d.id JOIN folder_tree t ON t.portal_id = d.portal_id \
         AND t.descendant_id = d.folder_id WHERE k.portal_id = $1 AND k.user_id = $2 \
         AND k.mark = $3 AND t.ancestor_id = $4 ORDER BY d.updated DESC, d.id DESC LIMIT $5",
        files::COLUMNS,
        files::TABLES
    );
    let mark = i64::from(Mark::New.number());
    tx.query(&text, &params![portal, person, mark, folder.0, limit])
}

/// Bytes below the roots of each kind, summed over all people.
pub fn used_space_by_root(
    tx: &mut Tx<'_>,
    portal: PortalId,
) -> Result<Vec<(FolderType, i64)>, sql::Error> {
    let rows: Vec<(i64, i64)> = tx.query(
        "SELECT kind, CAST(SUM(used_space) AS BIGINT) FROM folders \
         WHERE portal_id = $1 AND parent_id = 0 GROUP BY kind",
        &params![portal],
    )?;
    Ok(rows
        .into_iter()
        .map(|(kind, bytes)| (super::folders::kind(kind), bytes))
        .collect())
}
