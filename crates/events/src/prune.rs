//! Removing events that everybody has had.

use std::time::Duration;

use sql::{Db, Micros, Result, Tx, params};
use tokio::time::sleep;

use crate::cursor;
use crate::outbox;

const EVERY: Duration = Duration::from_secs(3600);
/// Kept although delivered, for nodes whose fan-out is behind and for whoever looks into a fault.
const KEPT: Micros = 3_600_000_000;
/// A listener nobody has served for so long does not hold events back any more.
const ABANDONED: Micros = 30 * 24 * KEPT;
const BATCH: i64 = 2_000;

/// Prunes from time to time, for ever.
pub(crate) async fn run(db: Db) {
    loop {
        sleep(EVERY).await;
        if let Err(error) = prune(&db, sql::now()).await {
            tracing::warn!(%error, "could not prune the event outbox");
        }
    }
}

pub(crate) async fn prune(db: &Db, now: Micros) -> Result<u64> {
    let mut pruned = 0;
    loop {
        let batch = db.write(move |tx| prune_batch(tx, now)).await?;
        pruned += batch;
        if batch < BATCH as u64 {
            return Ok(pruned);
        }
    }
}

fn prune_batch(tx: &mut Tx<'_>, now: Micros) -> Result<u64> {
    for name in cursor::forget_abandoned(tx, now - ABANDONED)? {
        tracing::warn!(
            listener = name,
            "forgot a listener that is not served any more"
        );
    }
    let floor = match cursor::slowest(tx)? {
        Some(position) => position,
        None => outbox::settled_end(tx)?,
    };
    tx.execute(
        "DELETE FROM events WHERE (portal_id, id) IN (
            SELECT portal_id, id FROM events WHERE recorded < $1 AND (xact, id) <= ($2, $3)
            LIMIT $4)",
        &params![now - KEPT, floor.xact, floor.id, BATCH],
    )
}
