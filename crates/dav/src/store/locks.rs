//! Locks of clients.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use crate::locks::{Lock, Place};

impl FromRow for Lock {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let holder: String = row.get(5)?;
        Ok(Self {
            token: row.get(0)?,
            place: Place {
                root: row.get(1)?,
                path: row.get(2)?,
            },
            deep: row.get(3)?,
            shared: row.get(4)?,
            holder: holder.parse().unwrap_or(UserId::NOBODY),
            owner: row.get(6)?,
            seconds: row.get(7)?,
        })
    }
}

/// Makes changes of a portal's locks wait for each other.
pub(crate) fn alone(tx: &mut Tx<'_>, portal: PortalId) -> Result<(), sql::Error> {
    tx.lock(&format!("dav:{portal}"))
}

/// The locks that are alive below some roots.
pub(crate) fn below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    roots: &[i64],
    now: Micros,
) -> Result<Vec<Lock>, sql::Error> {
    tx.query(
        "SELECT token, root_id, path, deep, shared, holder, owner, seconds FROM dav_locks \
         WHERE portal_id = $1 AND root_id = ANY($2) AND expires > $3 ORDER BY path, token",
        &params![portal, roots.to_vec(), now],
    )
}

/// How many locks somebody holds.
pub(crate) fn count(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<i64, sql::Error> {
    tx.query_one(
        "SELECT COUNT(*) FROM dav_locks WHERE portal_id = $1 AND holder = $2",
        &params![portal, who.to_string()],
    )
}

pub(crate) fn insert(
    tx: &mut Tx<'_>,
    portal: PortalId,
    lock: &Lock,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO dav_locks (portal_id, token, root_id, path, deep, shared, holder, owner, \
         seconds, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![
            portal,
            lock.token.clone(),
            lock.place.root,
            lock.place.path.clone(),
            lock.deep,
            lock.shared,
            lock.holder.to_string(),
            lock.owner.clone(),
            lock.seconds,
            now + lock.seconds * 1_000_000
        ],
    )?;
    Ok(())
}

/// Lets a lock live on.
pub(crate) fn refresh(
    tx: &mut Tx<'_>,
    portal: PortalId,
    token: &str,
    seconds: i64,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE dav_locks SET seconds = $3, expires = $4 WHERE portal_id = $1 AND token = $2",
        &params![portal, token, seconds, now + seconds * 1_000_000],
    )?;
    Ok(())
}

pub(crate) fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    tokens: Vec<String>,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM dav_locks WHERE portal_id = $1 AND token = ANY($2)",
        &params![portal, tokens],
    )?;
    Ok(())
}

/// Removes the locks of all portals that ended.
pub(crate) fn sweep(tx: &mut Tx<'_>, now: Micros) -> Result<u64, sql::Error> {
    tx.execute("DELETE FROM dav_locks WHERE expires <= $1", &params![now])
}
