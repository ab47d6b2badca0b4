//! Once a day what is known is compared with what is there: for whatever happened while nobody listened.

use std::time::Duration;

use jobs::{Failure, JobContext, Workers};
use serde_json::{Value as Json, json};

use crate::error::Error;
use crate::reader::Search;
use crate::store;

const TIDY: &str = "search.tidy";
const EVERY: Duration = Duration::from_secs(24 * 3600);

impl Search {
    pub(crate) fn register_tidying(&self, workers: Workers) -> Workers {
        let search = self.clone();
        let work = move |_: JobContext| {
            let search = search.clone();
            async move {
                let (found, forgotten) = search.tidy().await?;
                Ok::<Json, Failure>(json!({ "found": found, "forgotten": forgotten }))
            }
        };
        workers.register(TIDY, work).every(TIDY, EVERY)
    }

    /// Puts down what was overlooked and forgets what is gone. Returns how many objects each.
    ///
    /// # Errors
    /// The database failed; what is done stays done.
    pub async fn tidy(&self) -> Result<(u64, u64), Error> {
        let forgotten = self.forget(store::lost).await?;
        let mut found = 0;
        loop {
            let objects = self.db().read(store::overlooked).await?;
            if objects.is_empty() {
                return Ok((found, forgotten));
            }
            found += u64::try_from(objects.len()).unwrap_or(u64::MAX);
            self.note_unknown(objects).await?;
        }
    }
}
