//! Deliveries are kept for a month, and deleted in small pieces that hold nobody up.

use std::time::Duration;

use jobs::{JobContext, Workers};
use sql::Micros;

use crate::error::Error;
use crate::service::Webhooks;
use crate::store::deliveries;

const KIND: &str = "webhooks.purge";
const EVERY: Duration = Duration::from_secs(24 * 3600);
/// How long a delivery stays in the log.
const LIFE: Micros = 30 * 24 * 3600 * 1_000_000;
/// Rows deleted by one transaction.
const PIECE: i64 = 1000;

impl Webhooks {
    /// Registers the daily work with the workers.
    #[must_use]
    pub fn register(&self, workers: Workers) -> Workers {
        let this = self.clone();
        let work = move |_: JobContext| {
            let this = this.clone();
            async move {
                let done = this.purge(sql::now()).await;
                done.map(|rows| serde_json::json!({ "rows": rows }))
                    .map_err(|error| error.to_string())
            }
        };
        workers.register(KIND, work).every(KIND, EVERY)
    }

    /// Deletes deliveries that are a month old. Returns how many.
    ///
    /// # Errors
    /// The database failed; what is deleted stays deleted.
    pub async fn purge(&self, now: Micros) -> Result<u64, Error> {
        let mut rows = 0;
        loop {
            let piece = self
                .db()
                .write::<_, Error>(move |tx| Ok(deliveries::expire(tx, now - LIFE, PIECE)?))
                .await?;
            rows += piece;
            if piece < PIECE.unsigned_abs() {
                return Ok(rows);
            }
        }
    }
}
