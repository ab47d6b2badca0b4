//! SQL in, objects out.

use blob::{Object, ObjectId};
use portal::PortalId;
use sql::{Micros, Tx, params};

/// Where this crate refers to objects, for whoever verifies them.
pub const REFERENCES: [&str; 1] = ["SELECT portal_id, object_id FROM brand_pictures"];

/// The object of a slot, and the extension of its file.
pub(crate) fn picture(
    tx: &mut Tx<'_>,
    portal: PortalId,
    slot: &str,
) -> sql::Result<Option<(String, ObjectId)>> {
    tx.query_opt(
        "SELECT extension, object_id FROM brand_pictures WHERE portal_id = $1 AND slot = $2",
        &params![portal, slot],
    )
}

/// Puts a picture into a slot, in place of what was there.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    slot: &str,
    extension: &str,
    object: &Object,
    now: Micros,
) -> Result<(), blob::Error> {
    if let Some((_, former)) = picture(tx, portal, slot)? {
        blob::release(tx, portal.0, former, now)?;
    }
    blob::register(tx, portal.0, object, now)?;
    tx.execute(
        "INSERT INTO brand_pictures (portal_id, slot, extension, object_id) VALUES ($1, $2, $3, $4)
         ON CONFLICT (portal_id, slot) DO UPDATE SET extension = excluded.extension, object_id = excluded.object_id",
        &params![portal, slot, extension, object.id],
    )?;
    Ok(())
}

/// Empties all slots.
pub(crate) fn clear(tx: &mut Tx<'_>, portal: PortalId, now: Micros) -> Result<(), blob::Error> {
    let objects: Vec<ObjectId> = tx.query(
        "DELETE FROM brand_pictures WHERE portal_id = $1 RETURNING object_id",
        &params![portal],
    )?;
    blob::release_all(tx, portal.0, &objects, now)
}
