//! Garbage collection: removing what nobody refers to.

use std::time::Duration;

use futures::TryStreamExt;
use sql::{Db, Micros, params};

use crate::ledger::texts;
use crate::object::{ObjectId, Result};
use crate::place::Place;
use crate::store::{Blobs, Stored};

/// Objects looked at or removed at a time.
const BATCH: usize = 500;

/// What a garbage collection removed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Collected {
    /// Objects whose last reference was released.
    pub released: u64,
    /// Stored objects that no transaction ever registered.
    pub unregistered: u64,
    /// Remains of uploads that a crash interrupted.
    pub unfinished: u64,
}

impl Blobs {
    /// Removes the objects that were released, or stored and never registered, longer than `grace`
    /// before `now`.
    ///
    /// The grace period must exceed the time between the begin of an upload and the commit that
    /// registers it, and the time a reader may take to finish a download; a day is plenty.
    /// Safe to run on several nodes at once, and to interrupt: what remains is found the next time.
    pub async fn collect(&self, db: &Db, grace: Duration, now: Micros) -> Result<Collected> {
        let before = now - i64::try_from(grace.as_micros()).unwrap_or(i64::MAX / 2);
        let released = self.collect_released(db, before).await?;
        let mut all = Collected {
            released,
            ..Collected::default()
        };
        for (number, place) in self.atlas().everywhere().iter().enumerate() {
            match collect_in(place, db, grace, before).await {
                Ok((unregistered, unfinished)) => {
                    all.unregistered += unregistered;
                    all.unfinished += unfinished;
                }
                // The first one is the installation's own. A portal's may be away; the rest is none the worse for it.
                Err(error) if number == 0 => return Err(error),
                Err(error) => {
                    tracing::warn!(%error, ?place, "a portal's storage was not cleaned up")
                }
            }
        }
        Ok(all)
    }

    /// The row goes first: once it is gone nobody can refer to the object again, and a crash before
    /// the bytes are gone leaves an object that was "never registered".
    async fn collect_released(&self, db: &Db, before: Micros) -> Result<u64> {
        let mut removed = 0;
        loop {
            let gone: Vec<(i64, ObjectId)> = db
                .write(move |tx| {
                    tx.query(
                        "DELETE FROM objects WHERE refs = 0 AND (portal_id, id) IN
                            (SELECT portal_id, id FROM objects WHERE released_at < $1 LIMIT $2)
                         RETURNING portal_id, id",
                        &params![before, BATCH as i64],
                    )
                })
                .await
                .map_err(|error: sql::Error| error)?;
            for (portal, id) in &gone {
                if let Err(error) = self.of(*portal).delete(id).await {
                    // Without its row it is found again as one that nobody registered.
                    tracing::warn!(portal, object = %id, %error, "a released object is still there");
                }
            }
            removed += gone.len() as u64;
            if gone.len() < BATCH {
                return Ok(removed);
            }
        }
    }
}

/// Removes from a place what no transaction registered, and what crashed uploads left: how many of each.
async fn collect_in(place: &Place, db: &Db, grace: Duration, before: Micros) -> Result<(u64, u64)> {
    let unfinished = place.sweep(grace).await?;
    let mut removed = 0;
    let mut shelves = place.list().await?;
    while let Some(shelf) = shelves.try_next().await? {
        // The name tells the age; it is the same clock for every storage.
        let old = shelf.iter().map(|Stored { id, .. }| *id);
        let old: Vec<ObjectId> = old.filter(|id| id.born_ms() < before / 1000).collect();
        for old in old.chunks(BATCH) {
            for id in unknown(db, old.to_vec()).await? {
                place.delete(id).await?;
                removed += 1;
            }
        }
    }
    Ok((removed, unfinished))
}

/// Those that no portal has registered.
async fn unknown(db: &Db, mut ids: Vec<ObjectId>) -> Result<Vec<ObjectId>> {
    let asked = texts(&ids);
    let known: Vec<ObjectId> = db
        .read(move |tx| tx.query("SELECT id FROM objects WHERE id = ANY($1)", &params![asked]))
        .await
        .map_err(|error: sql::Error| error)?;
    ids.retain(|id| !known.contains(id));
    Ok(ids)
}
