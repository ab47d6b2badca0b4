//! Work that comes back after a fixed period: one row a kind, so that it happens once across all nodes.

use std::time::Duration;

use serde_json::Value as Json;
use sql::{Micros, Result, Tx, params};

use crate::model::NewJob;
use crate::store;

/// A kind of job that is wanted again and again.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Schedule {
    pub(crate) kind: &'static str,
    pub(crate) period: Duration,
}

impl Schedule {
    fn period(&self) -> Micros {
        i64::try_from(self.period.as_micros()).unwrap_or(i64::MAX / 2)
    }

    /// Makes sure the schedule is known. A shorter period than before takes effect at once.
    pub(crate) fn prepare(&self, tx: &mut Tx<'_>, now: Micros) -> Result<()> {
        tx.execute(
            "INSERT INTO schedules (portal_id, kind, next) VALUES (0, $1, $2)
             ON CONFLICT (portal_id, kind) DO UPDATE SET next = $2 WHERE schedules.next > $2",
            &params![self.kind, now + self.period()],
        )?;
        Ok(())
    }

    /// Enqueues the job when it is time, unless the last one is still under way. Returns when to
    /// look again. A time that was missed (the server was off) is made up for once, not often.
    pub(crate) fn tick(&self, tx: &mut Tx<'_>, now: Micros) -> Result<Micros> {
        let next = now + self.period();
        let taken = tx.execute(
            "UPDATE schedules SET next = $1 WHERE portal_id = 0 AND kind = $2 AND next <= $3",
            &params![next, self.kind, now],
        )?;
        if taken == 0 {
            let next: Option<Micros> = tx.query_opt(
                "SELECT next FROM schedules WHERE portal_id = 0 AND kind = $1",
                &params![self.kind],
            )?;
            return Ok(next.unwrap_or(now));
        }
        let busy: bool = tx.query_one(
            "SELECT EXISTS (SELECT 1 FROM jobs WHERE kind = $1 AND status < 2)",
            &params![self.kind],
        )?;
        if !busy {
            store::enqueue(
                tx,
                NewJob {
                    portal: 0,
                    owner: String::new(),
                    kind: self.kind,
                    payload: Json::Null,
                    hidden: true,
                    not_before: 0,
                    total: 0,
                },
            )?;
        }
        Ok(next)
    }
}
