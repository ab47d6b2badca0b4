//! Who still needs an object: a count kept in the transaction that makes or removes the reference.
//!
//! A portal is named by its number (`PortalId.0`), which this floor of the house has no type for.

use std::collections::BTreeMap;

use sql::{Cell, FromCell, Micros, Tx, Value, params};

use crate::object::{Error, Object, ObjectId, Result};

impl From<ObjectId> for Value {
    fn from(id: ObjectId) -> Self {
        id.to_string().into()
    }
}

impl FromCell for ObjectId {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        uuid::Uuid::from_cell(cell).map(Self)
    }
}

/// A query for portal and id of the objects that somebody refers to, for those who keep something about objects.
pub const KEPT: &str = "SELECT portal_id, id FROM objects WHERE refs > 0";

/// The same of those that nobody refers to any more: a day's worth at most, the rest is collected.
pub const ABANDONED: &str = "SELECT portal_id, id FROM objects WHERE released_at IS NOT NULL";

/// Takes a stored object into the books, with the one reference that the caller is about to write.
pub fn register(tx: &mut Tx<'_>, portal: i64, object: &Object, now: Micros) -> Result<()> {
    tx.execute(
        "INSERT INTO objects (portal_id, id, size, blake3, refs, created) VALUES ($1, $2, $3, $4, 1, $5)",
        &params![portal, object.id, object.size, object.blake3.to_vec(), now],
    )?;
    Ok(())
}

/// Counts one reference more. Fails with [`Error::NotFound`] when the object is not of this portal
/// or was collected; the transaction should then fail, too.
pub fn acquire(tx: &mut Tx<'_>, portal: i64, id: ObjectId) -> Result<()> {
    acquire_all(tx, portal, &[id])
}

/// Counts one reference more for each id; an id that occurs twice counts twice.
pub fn acquire_all(tx: &mut Tx<'_>, portal: i64, ids: &[ObjectId]) -> Result<()> {
    for (count, ids) in by_count(ids) {
        let changed = tx.execute(
            "UPDATE objects SET refs = refs + $1, released_at = NULL WHERE portal_id = $2 AND id = ANY($3)",
            &params![count, portal, texts(&ids)],
        )?;
        if changed < ids.len() as u64 {
            return Err(missing(tx, portal, &ids)?);
        }
    }
    Ok(())
}

/// Counts one reference less. The last one starts the grace period after which the object is removed.
pub fn release(tx: &mut Tx<'_>, portal: i64, id: ObjectId, now: Micros) -> Result<()> {
    release_all(tx, portal, &[id], now)
}

/// Counts one reference less for each id; an id that occurs twice counts twice.
pub fn release_all(tx: &mut Tx<'_>, portal: i64, ids: &[ObjectId], now: Micros) -> Result<()> {
    for (count, ids) in by_count(ids) {
        tx.execute(
            "UPDATE objects SET refs = refs - $1, released_at = CASE WHEN refs = $1 THEN $2::bigint END
             WHERE portal_id = $3 AND id = ANY($4)",
            &params![count, now, portal, texts(&ids)],
        )?;
    }
    Ok(())
}

/// Takes objects into the books before anything refers to them, and keeps them from being collected until somebody
/// does, or gives up ([`withdraw`]). What is booked already stays as it is.
pub fn promise(tx: &mut Tx<'_>, portal: i64, objects: &[Object], now: Micros) -> Result<()> {
    let row = |object: &Object| {
        let hash = object.blake3.to_vec();
        params![portal, object.id, object.size, hash, now].to_vec()
    };
    let rows: Vec<_> = objects.iter().map(row).collect();
    tx.execute_many(
        "INSERT INTO objects (portal_id, id, size, blake3, refs, created) VALUES ($1, $2, $3, $4, 0, $5) \
         ON CONFLICT (portal_id, id) DO NOTHING",
        &rows,
    )?;
    Ok(())
}

/// Keeps those of the objects that a portal has booked from being collected, as [`promise`] does, and names them.
pub fn hold(tx: &mut Tx<'_>, portal: i64, ids: &[ObjectId]) -> Result<Vec<ObjectId>> {
    tx.execute(
        "UPDATE objects SET released_at = NULL WHERE portal_id = $1 AND id = ANY($2) AND released_at IS NOT NULL",
        &params![portal, texts(ids)],
    )?;
    Ok(tx.query(
        "SELECT id FROM objects WHERE portal_id = $1 AND id = ANY($2)",
        &params![portal, texts(ids)],
    )?)
}

/// Gives up what was promised and never referred to.
pub fn withdraw(tx: &mut Tx<'_>, portal: i64, now: Micros) -> Result<()> {
    tx.execute(
        "UPDATE objects SET released_at = $2 WHERE portal_id = $1 AND refs = 0 AND released_at IS NULL",
        &params![portal, now],
    )?;
    Ok(())
}

/// Gives up all references of a portal at once, for whoever replaces all its rows in the same transaction.
pub fn release_portal(tx: &mut Tx<'_>, portal: i64, now: Micros) -> Result<()> {
    tx.execute(
        "UPDATE objects SET refs = 0, released_at = $2 WHERE portal_id = $1 AND released_at IS NULL",
        &params![portal, now],
    )?;
    Ok(())
}

/// Portals of those of the objects that are booked.
pub fn booked(tx: &mut Tx<'_>, ids: &[ObjectId]) -> Result<Vec<(i64, ObjectId)>> {
    Ok(tx.query(
        "SELECT portal_id, id FROM objects WHERE id = ANY($1)",
        &params![texts(ids)],
    )?)
}

/// How many bytes a portal's objects take, each counted once, released ones included.
pub fn stored_bytes(tx: &mut Tx<'_>, portal: i64) -> Result<i64> {
    Ok(tx.query_one(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM objects WHERE portal_id = $1",
        &params![portal],
    )?)
}

/// Names, in the groups that are counted alike: one statement each, nearly always a single one.
fn by_count(ids: &[ObjectId]) -> BTreeMap<i64, Vec<ObjectId>> {
    let mut counts = BTreeMap::<ObjectId, i64>::new();
    for id in ids {
        *counts.entry(*id).or_default() += 1;
    }
    let mut groups = BTreeMap::<i64, Vec<ObjectId>>::new();
    for (id, count) in counts {
        groups.entry(count).or_default().push(id);
    }
    groups
}

fn missing(tx: &mut Tx<'_>, portal: i64, ids: &[ObjectId]) -> Result<Error> {
    let found: Vec<ObjectId> = tx.query(
        "SELECT id FROM objects WHERE portal_id = $1 AND id = ANY($2)",
        &params![portal, texts(ids)],
    )?;
    let gone = ids.iter().find(|id| !found.contains(id)).or(ids.first());
    Ok(gone.map_or(Error::Sql(sql::Error::NoRows), |id| Error::NotFound(*id)))
}

pub(crate) fn texts(ids: &[ObjectId]) -> Vec<String> {
    ids.iter().map(ToString::to_string).collect()
}
