//! Steps of operations, and the set-wise statements that only operations need.

use jobs::JobId;
use portal::{PortalId, UserId};
use sql::{Tx, params};

use crate::model::{EntryRef, FileId, FolderId, Mark};

/// What became of an entry in an earlier run of the operation: `None` not seen yet, `Some(None)` left
/// out, `Some(Some(number))` its copy.
pub fn step(
    tx: &mut Tx<'_>,
    portal: PortalId,
    job: JobId,
    entry: EntryRef,
) -> Result<Option<Option<i64>>, sql::Error> {
    tx.query_opt::<(Option<i64>,)>(
        "SELECT result_id FROM operation_steps WHERE portal_id = $1 AND job_id = $2 \
         AND entry_kind = $3 AND entry_id = $4",
        &params![portal, job, entry.kind(), entry.number()],
    )
    .map(|found| found.map(|(result,)| result))
}

/// Writes down what became of an entry.
pub fn record_step(
    tx: &mut Tx<'_>,
    portal: PortalId,
    job: JobId,
    entry: EntryRef,
    result: Option<i64>,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO operation_steps (portal_id, job_id, entry_kind, entry_id, result_id) \
         VALUES ($1, $2, $3, $4, $5)",
        &params![portal, job, entry.kind(), entry.number(), result],
    )?;
    Ok(())
}

/// Forgets the steps of an operation that has ended.
pub fn forget_steps(tx: &mut Tx<'_>, portal: PortalId, job: JobId) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM operation_steps WHERE portal_id = $1 AND job_id = $2",
        &params![portal, job],
    )?;
    Ok(())
}

/// Numbers of the files lying directly in a folder.
pub fn file_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Vec<FileId>, sql::Error> {
    let ids: Vec<i64> = tx.query(
        "SELECT id FROM files WHERE portal_id = $1 AND folder_id = $2 ORDER BY id",
        &params![portal, folder.0],
    )?;
    Ok(ids.into_iter().map(FileId).collect())
}

/// Numbers of a folder's direct sub-folders.
pub fn folder_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Vec<FolderId>, sql::Error> {
    let ids: Vec<i64> = tx.query(
        "SELECT id FROM folders WHERE portal_id = $1 AND parent_id = $2 ORDER BY id",
        &params![portal, folder.0],
    )?;
    Ok(ids.into_iter().map(FolderId).collect())
}

/// A file below a folder that somebody else than `who` has locked.
pub fn locked_below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    who: UserId,
) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT d.id FROM folder_tree t JOIN files d ON d.portal_id = t.portal_id \
         AND d.folder_id = t.descendant_id WHERE t.portal_id = $1 AND t.ancestor_id = $2 \
         AND d.locked_by IS NOT NULL AND d.locked_by <> $3 \
         AND (d.locked_until IS NULL OR d.locked_until > $4) LIMIT 1",
        &params![portal, folder.0, who, sql::now()],
    )?;
    Ok(found.is_some())
}

/// Takes a person's unread marks off an entry and everything below it.
pub fn mark_read(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    entry: EntryRef,
) -> Result<(), sql::Error> {
    match entry {
        EntryRef::File(file) => tx.execute(
            "DELETE FROM marks WHERE portal_id = $1 AND user_id = $2 AND mark = $3 \
             AND entry_kind = 2 AND entry_id = $4",
            &params![portal, who, Mark::New.number(), file.0],
        )?,
        EntryRef::Folder(folder) => tx.execute(
            "DELETE FROM marks WHERE portal_id = $1 AND user_id = $2 AND mark = $3 \
             AND entry_kind = 2 AND entry_id IN (SELECT d.id FROM folder_tree t \
             JOIN files d ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
             WHERE t.portal_id = $1 AND t.ancestor_id = $4)",
            &params![portal, who, Mark::New.number(), folder.0],
        )?,
    };
    Ok(())
}

/// Takes the links off an entry and everything below it: they do not follow personal files.
pub fn drop_shares(tx: &mut Tx<'_>, portal: PortalId, entry: EntryRef) -> Result<(), sql::Error> {
    let EntryRef::Folder(folder) = entry else {
        tx.execute(
            "DELETE FROM shares WHERE portal_id = $1 AND entry_kind = 2 AND entry_id = $2",
            &params![portal, entry.number()],
        )?;
        return Ok(());
    };
    tx.execute(
        "DELETE FROM shares WHERE portal_id = $1 AND ((entry_kind = 1 AND entry_id IN \
         (SELECT descendant_id FROM folder_tree WHERE portal_id = $1 AND ancestor_id = $2)) \
         OR (entry_kind = 2 AND entry_id IN (SELECT d.id FROM folder_tree t \
         JOIN files d ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2)))",
        &params![portal, folder.0],
    )?;
    Ok(())
}
