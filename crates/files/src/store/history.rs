//! What happened to an entry, written in the transaction that makes it happen.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use super::person;
use crate::model::{EntryRef, FolderId};

/// One line of an entry's history.
#[derive(Debug, Clone, PartialEq)]
pub struct Happening {
    /// Number of the line.
    pub id: i64,
    /// Action number of `platform/07a`.
    pub action: i64,
    /// Who did it.
    pub actor: UserId,
    /// When.
    pub at: Micros,
    /// Details as the contract's history data.
    pub data: serde_json::Value,
}

impl FromRow for Happening {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let data: String = row.get(4)?;
        Ok(Self {
            id: row.get(0)?,
            action: row.get(1)?,
            actor: person(row, 2)?,
            at: row.get(3)?,
            data: serde_json::from_str(&data).unwrap_or_default(),
        })
    }
}

/// Writes one line.
pub fn record(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    action: i64,
    actor: UserId,
    now: Micros,
    data: &serde_json::Value,
) -> Result<(), sql::Error> {
    let id = tx.next_id("history")?;
    tx.execute(
        "INSERT INTO history (portal_id, id, entry_kind, entry_id, action, actor, at, data) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            portal,
            id,
            entry.kind(),
            entry.number(),
            action,
            actor,
            now,
            data.to_string()
        ],
    )?;
    Ok(())
}

/// Whether somebody else took a person out of a room, and nobody has let him in since.
pub fn was_removed(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
    person: UserId,
) -> Result<bool, sql::Error> {
    const REMOVED: i64 = 5084;
    const ADDED: i64 = 5085;
    // Quotes inside a title are escaped, so this is found in the member of that name only.
    let about = format!("%\"subject\":\"{person}\"%");
    let last: Option<(i64, String)> = tx.query_opt(
        "SELECT action, actor FROM history WHERE portal_id = $1 AND entry_kind = 1 \
         AND entry_id = $2 AND action IN ($3, $4) AND data LIKE $5 ORDER BY at DESC, id DESC LIMIT 1",
        &params![portal, room.0, REMOVED, ADDED, about],
    )?;
    Ok(last.is_some_and(|(action, actor)| action == REMOVED && actor != person.to_string()))
}

/// Which lines of a history are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Window {
    /// Not before.
    pub from: Option<Micros>,
    /// Not after.
    pub to: Option<Micros>,
    /// Lines to skip.
    pub start: i64,
    /// Lines at most.
    pub count: i64,
}

/// Lines of one entry, newest first, and how many there are in the time span.
pub fn of_entry(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    window: Window,
) -> Result<(Vec<Happening>, i64), sql::Error> {
    let from = window.from.unwrap_or(i64::MIN);
    let to = window.to.unwrap_or(i64::MAX);
    let total = tx.query_one(
        "SELECT COUNT(*) FROM history WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = $3 \
         AND at BETWEEN $4 AND $5",
        &params![portal, entry.kind(), entry.number(), from, to],
    )?;
    let lines = tx.query(
        "SELECT id, action, actor, at, data FROM history WHERE portal_id = $1 AND entry_kind = $2 \
         AND entry_id = $3 AND at BETWEEN $4 AND $5 ORDER BY at DESC, id DESC LIMIT $6 OFFSET $7",
        &params![
            portal,
            entry.kind(),
            entry.number(),
            from,
            to,
            window.count,
            window.start
        ],
    )?;
    Ok((lines, total))
}

/// What happened to a folder or below it: portal `$1`, folder `$2`.
const WITHIN: &str = "FROM history h WHERE h.portal_id = $1 \
     AND ((h.entry_kind = 1 AND h.entry_id IN (SELECT t.descendant_id FROM folder_tree t \
     WHERE t.portal_id = $1 AND t.ancestor_id = $2)) \
     OR (h.entry_kind = 2 AND h.entry_id IN (SELECT d.id FROM files d JOIN folder_tree t \
     ON t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
     WHERE t.portal_id = $1 AND t.ancestor_id = $2)))";

/// Lines of a folder and of everything below it, newest first, and how many there are.
pub fn within(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    window: Window,
) -> Result<(Vec<Happening>, i64), sql::Error> {
    let from = window.from.unwrap_or(i64::MIN);
    let to = window.to.unwrap_or(i64::MAX);
    let total = tx.query_one(
        &format!("SELECT COUNT(*) {WITHIN} AND h.at BETWEEN $3 AND $4"),
        &params![portal, folder.0, from, to],
    )?;
    let lines = tx.query(
        &format!(
            "SELECT h.id, h.action, h.actor, h.at, h.data {WITHIN} AND h.at BETWEEN $3 AND $4 \
             ORDER BY h.at DESC, h.id DESC LIMIT $5 OFFSET $6"
        ),
        &params![portal, folder.0, from, to, window.count, window.start],
    )?;
    Ok((lines, total))
}

/// A line's place in the order of time: moment and number.
pub type Mark = (Micros, i64);

/// The newest lines of a folder and of everything below it before `mark`, for reading everything in pieces.
pub fn before(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    mark: Mark,
    count: i64,
) -> Result<Vec<Happening>, sql::Error> {
    tx.query(
        &format!(
            "SELECT h.id, h.action, h.actor, h.at, h.data {WITHIN} AND (h.at, h.id) < ($3, $4) \
             ORDER BY h.at DESC, h.id DESC LIMIT $5"
        ),
        &params![portal, folder.0, mark.0, mark.1, count],
    )
}
