//! Locks of the office.

use files::model::FileId;
use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

/// A lock of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Lock {
    /// What the office calls it.
    pub(crate) name: String,
    /// Who works under it.
    pub(crate) people: Vec<UserId>,
    /// When it ends by itself.
    pub(crate) ends: Micros,
    /// The version that was saved under it, and its content.
    pub(crate) saved: Option<(i64, String)>,
}

impl FromRow for Lock {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let people: String = row.get(1)?;
        let people: Vec<String> = serde_json::from_str(&people).unwrap_or_default();
        let version: Option<i64> = row.get(3)?;
        let object: Option<String> = row.get(4)?;
        Ok(Self {
            name: row.get(0)?,
            people: people.iter().filter_map(|id| id.parse().ok()).collect(),
            ends: row.get(2)?,
            saved: version.zip(object),
        })
    }
}

/// The lock of a file at a moment.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    now: Micros,
) -> Result<Option<Lock>, sql::Error> {
    tx.query_opt(
        "SELECT name, people, ends, version, object FROM wopi_locks \
         WHERE portal_id = $1 AND file_id = $2 AND ends > $3",
        &params![portal, file.0, now],
    )
}

/// Sets the lock of a file.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    lock: &Lock,
) -> Result<(), sql::Error> {
    let people: Vec<String> = lock.people.iter().map(UserId::to_string).collect();
    let people = serde_json::Value::from(people).to_string();
    let (version, object) = lock.saved.clone().unzip();
    tx.execute(
        "INSERT INTO wopi_locks (portal_id, file_id, name, people, ends, version, object) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (portal_id, file_id) \
         DO UPDATE SET name = $3, people = $4, ends = $5, version = $6, object = $7",
        &params![
            portal,
            file.0,
            lock.name.clone(),
            people,
            lock.ends,
            version,
            object
        ],
    )?;
    Ok(())
}

/// Forgets the lock of a file, and those of the portal that ended.
pub(crate) fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM wopi_locks WHERE portal_id = $1 AND (file_id = $2 OR ends <= $3)",
        &params![portal, file.0, now],
    )?;
    Ok(())
}
