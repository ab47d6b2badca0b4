//! Which tables belong to a portal: all that have a column `portal_id`, but for those named here.
//!
//! A table of another crate is in the archive without a word here.

use sql::schema::{Field, Kind, Table};
use sql::{Result, Tx};

/// The column that every key begins with.
pub(crate) const PORTAL: &str = "portal_id";
/// The books of objects: what nobody refers to stays out of archives.
pub(crate) const OBJECTS: &str = "objects";
/// The table of portals themselves.
pub(crate) const PORTALS: &str = "portals";

/// What happens at a restore to rows that are in no archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// They stay: they are this installation's and not the portal's.
    Stays,
    /// They go: they mean nothing beside restored rows.
    Goes,
}

/// Tables that are in no archive: what becomes of their rows at a restore, and why.
pub const APART: &[(&str, Fate, &str)] = &[
    (
        "jobs",
        Fate::Stays,
        "work of this installation that is under way, a restore among it",
    ),
    (
        "schedules",
        Fate::Stays,
        "when the installation's own work is due",
    ),
    (
        "events",
        Fate::Stays,
        "told to listeners already; restored they would be told twice",
    ),
    (
        "listener_cursors",
        Fate::Stays,
        "how far listeners of this installation have come",
    ),
    (
        "undelivered_events",
        Fate::Stays,
        "events put aside for the operator",
    ),
    (
        "limit_states",
        Fate::Stays,
        "counts of minutes, gone by themselves",
    ),
    (
        "contents",
        Fate::Stays,
        "words found in objects: known per object, read again where they are missing",
    ),
    (
        "content_words",
        Fate::Stays,
        "the same, in a form of each database's own",
    ),
    (
        "backups",
        Fate::Stays,
        "which archives exist here, and not at the time of the archive",
    ),
    (
        "backup_progress",
        Fate::Stays,
        "the restore that is under way",
    ),
    (
        "object_places",
        Fate::Stays,
        "where the portal keeps its objects here",
    ),
    ("restores", Fate::Stays, "the journal of restores itself"),
    (
        "sessions",
        Fate::Goes,
        "everybody signs in again after a restore",
    ),
    ("passkey_challenges", Fate::Goes, "live for minutes"),
    ("sms_codes", Fate::Goes, "live for minutes"),
];

/// What is said of a table above, if anything.
pub(crate) fn fate(table: &str) -> Option<Fate> {
    let said = APART.iter().find(|(name, ..)| *name == table);
    said.map(|(_, fate, _)| *fate)
}

/// The tables with rows of portals, those in no archive included.
///
/// # Errors
/// The database failed.
pub fn of_portals(tx: &mut Tx<'_>) -> Result<Vec<Table>> {
    let mut all = sql::schema::tables(tx)?;
    all.retain(|table| table.columns.iter().any(|field| field.name == PORTAL));
    Ok(all)
}

/// The tables that archives hold, without the column of the portal.
///
/// # Errors
/// The database failed, or a table has a column of a kind that only one database knows.
pub fn archived(tx: &mut Tx<'_>) -> Result<Vec<Table>> {
    let mut tables = of_portals(tx)?;
    tables.retain(|table| fate(&table.name).is_none());
    for table in &mut tables {
        table.columns.retain(|field| field.name != PORTAL);
        if let Some(Field { name, .. }) = table.columns.iter().find(|one| one.kind == Kind::Own) {
            return Err(sql::Error::Other(format!(
                "table {} cannot be in an archive: no other database has the kind of column {name}",
                table.name
            )));
        }
    }
    Ok(tables)
}

/// `"a", "b"`.
pub(crate) fn names(columns: &[Field]) -> String {
    let quoted: Vec<String> = columns
        .iter()
        .map(|one| format!("\"{}\"", one.name))
        .collect();
    quoted.join(", ")
}
