//! Rows whose life is over are deleted once a day, in small pieces that hold nobody up.

use std::time::Duration;

use jobs::{JobContext, Workers};
use portal::{PortalId, Scope, settings};
use sql::{Micros, Tx};

use crate::error::Error;
use crate::lifetimes::{Lifetimes, days_before};
use crate::service::Audit;
use crate::store::expire::{Aging, delete, next_portal};

const KIND: &str = "audit.purge";
const EVERY: Duration = Duration::from_secs(24 * 3600);
/// Rows deleted by one transaction.
const PIECE: i64 = 1000;

impl Audit {
    /// Registers the daily work, and the writing of reports, with the workers.
    #[must_use]
    pub fn register(&self, workers: Workers) -> Workers {
        let audit = self.clone();
        let work = move |_: JobContext| {
            let audit = audit.clone();
            async move {
                let done = audit.purge(sql::now()).await;
                done.map(|rows| serde_json::json!({ "rows": rows }))
                    .map_err(|error| error.to_string())
            }
        };
        let workers = workers.register(KIND, work).every(KIND, EVERY);
        self.register_reports(workers)
    }

    /// Deletes what is older than each portal allows. Returns how many rows.
    ///
    /// # Errors
    /// The database failed; what is deleted stays deleted.
    pub async fn purge(&self, now: Micros) -> Result<u64, Error> {
        let mut rows = 0;
        let mut last = PortalId(0);
        while let Some((portal, lifetimes)) = self.next(last).await? {
            for what in Aging::ALL {
                rows += self
                    .purge_table(what, portal, limit(what, lifetimes, now))
                    .await?;
            }
            last = portal;
        }
        Ok(rows)
    }

    async fn next(&self, after: PortalId) -> Result<Option<(PortalId, Lifetimes)>, Error> {
        self.db()
            .read(move |tx: &mut Tx<'_>| {
                let Some(portal) = next_portal(tx, after)? else {
                    return Ok(None);
                };
                Ok(Some((portal, settings::load(tx, portal, Scope::Portal)?)))
            })
            .await
    }

    async fn purge_table(
        &self,
        what: Aging,
        portal: PortalId,
        before: Micros,
    ) -> Result<u64, Error> {
        let mut rows = 0;
        loop {
            let piece = self
                .db()
                .write::<_, Error>(move |tx| Ok(delete(tx, what, portal, before, PIECE)?))
                .await?;
            rows += piece;
            if piece < PIECE.unsigned_abs() {
                return Ok(rows);
            }
        }
    }
}

/// From when on rows stay.
fn limit(what: Aging, lifetimes: Lifetimes, now: Micros) -> Micros {
    match what {
        Aging::Deeds | Aging::Targets => days_before(now, lifetimes.audit_trail),
        Aging::SignIns => days_before(now, lifetimes.login_history),
    }
}
