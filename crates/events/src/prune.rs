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

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "tests fail by panicking")]
mod tests {
    use sql::testing::for_each_database;

    use super::*;
    use crate::outbox::Position;
    use crate::{Event, record};

    async fn kept(db: &Db) -> i64 {
        db.read(|tx| tx.query_one("SELECT COUNT(*) FROM events", &[]))
            .await
            .map_err(|error: sql::Error| error)
            .unwrap()
    }

    #[tokio::test]
    async fn only_old_events_that_every_listener_has_had_are_pruned() {
        for_each_database(|db| async move {
            db.migrate(&crate::MIGRATIONS).await.unwrap();
            for n in 0..10 {
                let event = Event {
                    portal: 1,
                    kind: "test",
                    actor: None,
                    subject: n.to_string(),
                    data: serde_json::Value::Null,
                };
                db.write(move |tx| record(tx, event)).await.unwrap();
            }
            let (now, later) = (sql::now(), sql::now() + 2 * KEPT);
            let sixth: Position = db
                .read(|tx| {
                    tx.query_one(
                        "SELECT xact, id FROM events ORDER BY xact, id LIMIT 1 OFFSET 5",
                        &[],
                    )
                })
                .await
                .map_err(|error: sql::Error| error)
                .unwrap();
            let lease = later + KEPT;
            db.write(move |tx| {
                cursor::claim(tx, "brisk", "me", now, lease)?;
                cursor::claim(tx, "slow", "me", now, lease)?;
                cursor::save(
                    tx,
                    "brisk",
                    "me",
                    Position {
                        xact: i64::MAX,
                        id: 0,
                    },
                    lease,
                )?;
                cursor::save(tx, "slow", "me", sixth, lease)
            })
            .await
            .map_err(|error: sql::Error| error)
            .unwrap();
            assert_eq!(prune(&db, now).await.unwrap(), 0, "too young");
            assert_eq!(prune(&db, later).await.unwrap(), 6);
            assert_eq!(kept(&db).await, 4, "the slow listener still needs them");
            let months_later = lease + ABANDONED + 1;
            assert_eq!(
                prune(&db, months_later).await.unwrap(),
                4,
                "nobody serves it any more"
            );
        })
        .await;
    }
}
