//! Stored pictures of logos.

use blob::ObjectId;
use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

/// The size under which uploads wait.
pub const WAITING: &str = "temp";
/// The size of the picture of a watermark.
pub const WATERMARK: &str = "watermark";

/// Stores where a size of a logo is.
pub fn insert(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
    size: &str,
    owner: UserId,
    object: ObjectId,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO logos (portal_id, name, size, owner, object_id, created) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &params![portal, name, size, owner, object, now],
    )?;
    Ok(())
}

/// The object of a size.
pub fn object(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
    size: &str,
) -> Result<Option<ObjectId>, sql::Error> {
    tx.query_opt(
        "SELECT object_id FROM logos WHERE portal_id = $1 AND name = $2 AND size = $3",
        &params![portal, name, size],
    )
}

/// The object of a person's waiting upload.
pub fn waiting(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
    owner: UserId,
) -> Result<Option<ObjectId>, sql::Error> {
    tx.query_opt(
        "SELECT object_id FROM logos WHERE portal_id = $1 AND name = $2 AND size = $3 \
         AND owner = $4",
        &params![portal, name, WAITING, owner],
    )
}

/// Forgets all sizes of a logo; answers the objects to release.
pub fn remove(tx: &mut Tx<'_>, portal: PortalId, name: &str) -> Result<Vec<ObjectId>, sql::Error> {
    tx.query(
        "DELETE FROM logos WHERE portal_id = $1 AND name = $2 RETURNING object_id",
        &params![portal, name],
    )
}

/// Forgets a person's uploads that have waited since before `before`; answers the objects.
pub fn remove_waiting(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
    before: Micros,
) -> Result<Vec<ObjectId>, sql::Error> {
    tx.query(
        "DELETE FROM logos WHERE portal_id = $1 AND owner = $2 AND size = $3 AND created < $4 \
         RETURNING object_id",
        &params![portal, owner, WAITING, before],
    )
}

/// All sizes of a logo with their objects.
pub fn sizes(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
) -> Result<Vec<(String, ObjectId)>, sql::Error> {
    tx.query(
        "SELECT size, object_id FROM logos WHERE portal_id = $1 AND name = $2",
        &params![portal, name],
    )
}
