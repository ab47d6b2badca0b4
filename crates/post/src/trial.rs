//! A letter by which somebody tries the mail settings.

use jobs::{Job, NewJob};
use sql::{Result, Tx};

use crate::Letter;
use crate::queue::{Posted, Recipient};

/// The kind of job that delivers it.
pub(crate) const KIND: &str = "post.trial";
/// Trials belong to the portal, so that every administrator can follow them.
const OWNER: &str = "mail settings";

/// Sends a test letter unless one is on its way already; answers with the job that does.
///
/// # Errors
/// Those of the database.
pub fn start(tx: &mut Tx<'_>, portal: i64, base: &str, to: &Recipient) -> Result<Option<Job>> {
    if let Some(job) = last(tx, portal)?.filter(|job| !job.status.is_final()) {
        return Ok(Some(job));
    }
    let posted = Posted {
        to: to.clone(),
        base: base.to_owned(),
        letter: Letter::Test {},
        wanted: sql::now(),
    };
    let payload =
        serde_json::to_value(posted).map_err(|error| sql::Error::Other(error.to_string()))?;
    let job = NewJob {
        portal,
        owner: OWNER.to_owned(),
        kind: KIND,
        payload,
        hidden: true,
        not_before: 0,
        total: 1,
    };
    let id = jobs::enqueue(tx, job)?;
    jobs::get(tx, portal, id)
}

/// The last trial of a portal, for ten minutes after its end.
///
/// # Errors
/// Those of the database.
pub fn last(tx: &mut Tx<'_>, portal: i64) -> Result<Option<Job>> {
    let jobs = jobs::list(tx, portal, OWNER, &[KIND])?;
    Ok(jobs.into_iter().max_by_key(|job| job.created))
}
