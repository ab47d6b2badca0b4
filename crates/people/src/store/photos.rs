//! Objects of people's photos.

use blob::ObjectId;
use portal::{PortalId, UserId};
use sql::{Tx, params};

/// The object behind a photo's file name.
///
/// # Errors
/// The database failed.
pub fn object(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    name: &str,
) -> sql::Result<Option<ObjectId>> {
    tx.query_opt(
        "SELECT object_id FROM photos WHERE portal_id = $1 AND user_id = $2 AND name = $3",
        &params![portal, user, name],
    )
}

/// Names and objects of everything of a person.
///
/// # Errors
/// The database failed.
pub fn all(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Vec<(String, ObjectId)>> {
    tx.query(
        "SELECT name, object_id FROM photos WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
}

/// Takes one rendition away.
///
/// # Errors
/// The database failed.
pub fn remove(tx: &mut Tx<'_>, portal: PortalId, user: UserId, name: &str) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM photos WHERE portal_id = $1 AND user_id = $2 AND name = $3",
        &params![portal, user, name],
    )?;
    Ok(())
}

/// Adds one rendition.
///
/// # Errors
/// [`sql::Error::Unique`] when there is one of that name.
pub fn add(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    name: &str,
    object: ObjectId,
) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO photos (portal_id, user_id, name, object_id) VALUES ($1, $2, $3, $4)",
        &params![portal, user, name, object],
    )?;
    Ok(())
}
