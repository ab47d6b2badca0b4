//! Once an hour: locks that ended are removed, and properties of entries that are gone.

use std::collections::BTreeMap;
use std::time::Duration;

use files::model::EntryRef;
use jobs::{Failure, JobContext, Workers};
use portal::PortalId;
use serde_json::{Value as Json, json};

use crate::Dav;
use crate::store::{locks, properties};

const KIND: &str = "dav.sweep";
const EVERY: Duration = Duration::from_secs(3600);

/// Entries looked at in one transaction.
const AT_ONCE: i64 = 500;

impl Dav {
    /// Registers the clean-up with the workers.
    #[must_use]
    pub fn register(&self, workers: Workers) -> Workers {
        let dav = self.clone();
        let work = move |_: JobContext| {
            let dav = dav.clone();
            async move {
                let (locks, entries) = dav.sweep().await?;
                Ok::<Json, Failure>(json!({ "locks": locks, "entries": entries }))
            }
        };
        workers.register(KIND, work).every(KIND, EVERY)
    }

    /// Forgets what means nothing any more. Returns how many locks, and entries with properties.
    ///
    /// # Errors
    /// The database failed; what is done stays done.
    pub async fn sweep(&self) -> Result<(u64, u64), sql::Error> {
        let now = sql::now();
        let ended = self.db().write(move |tx| locks::sweep(tx, now)).await?;
        let mut forgotten = 0;
        let mut after = (PortalId(0), 0, 0);
        loop {
            let some = self
                .db()
                .read(move |tx| properties::entries_after(tx, after, AT_ONCE))
                .await?;
            let Some((portal, last)) = some.last() else {
                return Ok((ended, forgotten));
            };
            after = (*portal, last.kind(), last.number());
            let mut of_portals: BTreeMap<i64, Vec<EntryRef>> = BTreeMap::new();
            for (portal, entry) in some {
                of_portals.entry(portal.0).or_default().push(entry);
            }
            for (portal, entries) in of_portals {
                forgotten += self.forget_gone(PortalId(portal), entries).await?;
            }
        }
    }

    async fn forget_gone(
        &self,
        portal: PortalId,
        entries: Vec<EntryRef>,
    ) -> Result<u64, sql::Error> {
        let gone = match self.files().gone(portal, entries).await {
            Ok(gone) => gone,
            Err(files::Error::Sql(error)) => return Err(error),
            Err(_) => return Ok(0),
        };
        let count = u64::try_from(gone.len()).unwrap_or(u64::MAX);
        self.db()
            .write(move |tx| {
                for entry in gone {
                    properties::forget(tx, portal, entry)?;
                }
                Ok(count)
            })
            .await
    }
}
