//! Personal marks on entries.

use std::collections::HashMap;

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

use crate::model::{EntryRef, FileId, FolderId, Mark};

/// Marks of one person on one entry.
pub type MarksOf = HashMap<EntryRef, Vec<Mark>>;

/// Puts a mark; a second time only renews its date and note.
pub fn set(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    mark: Mark,
    entry: EntryRef,
    note: &str,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO marks (portal_id, user_id, mark, entry_kind, entry_id, created, note) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) \
         ON CONFLICT (portal_id, user_id, mark, entry_kind, entry_id) \
         DO UPDATE SET created = $6, note = $7",
        &params![
            portal,
            who,
            mark.number(),
            entry.kind(),
            entry.number(),
            now,
            note
        ],
    )?;
    Ok(())
}

/// Takes a mark off.
pub fn clear(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    mark: Mark,
    entry: EntryRef,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM marks WHERE portal_id = $1 AND user_id = $2 AND mark = $3 \
         AND entry_kind = $4 AND entry_id = $5",
        &params![portal, who, mark.number(), entry.kind(), entry.number()],
    )?;
    Ok(())
}

/// Takes a mark off an entry for everybody.
pub fn clear_for_all(
    tx: &mut Tx<'_>,
    portal: PortalId,
    mark: Mark,
    entry: EntryRef,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM marks WHERE portal_id = $1 AND mark = $2 AND entry_kind = $3 AND entry_id = $4",
        &params![portal, mark.number(), entry.kind(), entry.number()],
    )?;
    Ok(())
}

/// All marks of a person on the given entries.
pub fn of_entries(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    folders: &[FolderId],
    files: &[FileId],
) -> Result<MarksOf, sql::Error> {
    let folders: Vec<i64> = folders.iter().map(|id| id.0).collect();
    let files: Vec<i64> = files.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, i64, i64)> = tx.query(
        "SELECT mark, entry_kind, entry_id FROM marks WHERE portal_id = $1 AND user_id = $2 \
         AND ((entry_kind = 1 AND entry_id = ANY($3)) OR (entry_kind = 2 AND entry_id = ANY($4)))",
        &params![portal, who, folders, files],
    )?;
    let mut marks = MarksOf::new();
    for (mark, kind, id) in rows {
        if let (Some(mark), Some(entry)) =
            (Mark::from_number(mark), EntryRef::from_columns(kind, id))
        {
            marks.entry(entry).or_default().push(mark);
        }
    }
    Ok(marks)
}

/// Entries that carry a person's mark, with date and note, newest first.
pub fn entries_with(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    mark: Mark,
) -> Result<Vec<(EntryRef, Micros, String)>, sql::Error> {
    let rows: Vec<(i64, i64, i64, String)> = tx.query(
        "SELECT entry_kind, entry_id, created, note FROM marks WHERE portal_id = $1 \
         AND user_id = $2 AND mark = $3 ORDER BY created DESC",
        &params![portal, who, mark.number()],
    )?;
    Ok(rows
        .into_iter()
        .filter_map(|(kind, id, at, note)| Some((EntryRef::from_columns(kind, id)?, at, note)))
        .collect())
}

/// Nobody remembers a link any more that is gone.
pub fn forget_link(tx: &mut Tx<'_>, portal: PortalId, link: uuid::Uuid) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM marks WHERE portal_id = $1 AND mark = $2 AND note = $3",
        &params![portal, Mark::RecentByLink.number(), link.to_string()],
    )?;
    Ok(())
}
