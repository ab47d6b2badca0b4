//! Who knows which guest.

use std::collections::HashSet;

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};
use uuid::Uuid;

use crate::store::texts;

/// Remembers that a person created, invited or accepted a guest.
///
/// # Errors
/// The database failed.
pub fn relate(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    guest: UserId,
    now: Micros,
) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO guest_relations (portal_id, user_id, guest_id, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, user_id, guest_id) DO NOTHING",
        &params![portal, user, guest, now],
    )?;
    Ok(())
}

/// Forgets it.
///
/// # Errors
/// The database failed.
pub fn forget(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    guests: &[UserId],
) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM guest_relations WHERE portal_id = $1 AND user_id = $2 AND guest_id = ANY($3)",
        &params![portal, user, texts(guests)],
    )?;
    Ok(())
}

/// Forgets everything about a guest, who is one no longer.
///
/// # Errors
/// The database failed.
pub fn forget_all(tx: &mut Tx<'_>, portal: PortalId, guest: UserId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM guest_relations WHERE portal_id = $1 AND guest_id = $2",
        &params![portal, guest],
    )?;
    Ok(())
}

/// Which of these people the user is related to.
///
/// # Errors
/// The database failed.
pub fn related(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    guests: &[UserId],
) -> sql::Result<HashSet<UserId>> {
    if guests.is_empty() {
        return Ok(HashSet::new());
    }
    let known: Vec<Uuid> = tx.query(
        "SELECT guest_id FROM guest_relations WHERE portal_id = $1 AND user_id = $2 AND guest_id = ANY($3)",
        &params![portal, user, texts(guests)],
    )?;
    Ok(known.into_iter().map(UserId).collect())
}

/// Everybody who invited, made or accepted a guest.
pub fn hosts(tx: &mut Tx<'_>, portal: PortalId, guest: UserId) -> sql::Result<HashSet<UserId>> {
    let known: Vec<Uuid> = tx.query(
        "SELECT user_id FROM guest_relations WHERE portal_id = $1 AND guest_id = $2",
        &params![portal, guest],
    )?;
    Ok(known.into_iter().map(UserId).collect())
}
