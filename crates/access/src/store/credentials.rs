//! How people sign in.

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

/// What is stored of a password.
#[derive(Debug, Clone)]
pub(crate) struct Credential {
    pub(crate) hash: String,
    pub(crate) changed: Micros,
}

/// The credential of a person.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Option<Credential>> {
    let row: Option<(String, Micros)> = tx.query_opt(
        "SELECT hash, changed FROM credentials WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )?;
    Ok(row.map(|(hash, changed)| Credential { hash, changed }))
}

/// Stores or replaces the credential of a person.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    hash: &str,
    now: Micros,
) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO credentials (portal_id, user_id, hash, changed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, user_id) \
         DO UPDATE SET hash = excluded.hash, changed = excluded.changed",
        &params![portal, user, hash, now],
    )
    .map(drop)
}

/// Forgets the credential of a person.
pub(crate) fn delete(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM credentials WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
    .map(drop)
}
