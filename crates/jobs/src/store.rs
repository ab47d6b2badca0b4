//! What owners do with jobs: want them, look at them, end them.

use sql::{Micros, Result, Tx, Value, params};
use uuid::Uuid;

use crate::model::{Job, JobId, NewJob, Status};
use crate::{CHANNEL, MOVED};

/// How long a finished job stays visible.
pub(crate) const VISIBLE: Micros = 10 * 60 * 1_000_000;

/// Wants a job done; a worker begins within milliseconds of the commit.
///
/// # Errors
/// Those of the database.
pub fn enqueue(tx: &mut Tx<'_>, job: NewJob) -> Result<JobId> {
    let (id, row) = row(job, sql::now(), tx.baggage());
    tx.execute(INSERT, &row)?;
    tx.notify(CHANNEL);
    tx.notify(MOVED);
    Ok(id)
}

/// Wants many jobs done, in one statement.
///
/// # Errors
/// Those of the database.
pub fn enqueue_all(tx: &mut Tx<'_>, jobs: Vec<NewJob>) -> Result<()> {
    if jobs.is_empty() {
        return Ok(());
    }
    let now = sql::now();
    let baggage = tx.baggage();
    let rows: Vec<_> = jobs
        .into_iter()
        .map(|job| row(job, now, baggage).1)
        .collect();
    tx.execute_many(INSERT, &rows)?;
    tx.notify(CHANNEL);
    Ok(())
}

const INSERT: &str = "INSERT INTO jobs (portal_id, id, owner, kind, payload, hidden, status, percent, \
     processed, total, error, result, attempt, cancel, due, created, baggage) \
     VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0, $8, '', 'null', 0, FALSE, $9, $10, $11)";

fn row(job: NewJob, now: Micros, baggage: Option<&str>) -> (JobId, Vec<Value>) {
    let id = JobId(Uuid::now_v7());
    let row = params![
        job.portal,
        id,
        job.owner,
        job.kind,
        job.payload,
        job.hidden,
        Status::Created,
        job.total,
        job.not_before,
        now,
        baggage.map(str::to_owned)
    ];
    (id, row.to_vec())
}

/// [`enqueue`], unless a job of the kind is waiting to begin: for work that looks by itself for what there is to do.
///
/// # Errors
/// Those of the database.
pub fn enqueue_once(tx: &mut Tx<'_>, job: NewJob) -> Result<()> {
    let waiting: bool = tx.query_one(
        "SELECT EXISTS (SELECT 1 FROM jobs WHERE kind = $1 AND status = 0)",
        &params![job.kind],
    )?;
    if !waiting {
        enqueue(tx, job)?;
    }
    Ok(())
}

/// An owner's jobs of these kinds (all kinds for an empty list), oldest first: those under way, and
/// those that ended in the last ten minutes.
///
/// # Errors
/// Those of the database.
pub fn list(tx: &mut Tx<'_>, portal: i64, owner: &str, kinds: &[&str]) -> Result<Vec<Job>> {
    tx.query(
        &format!(
            "SELECT {} FROM jobs WHERE portal_id = $1 AND owner = $2 AND ($3 OR kind = ANY($4))
             AND (finished IS NULL OR finished > $5) ORDER BY created, id",
            Job::COLUMNS
        ),
        &params![portal, owner, kinds.is_empty(), kinds, sql::now() - VISIBLE],
    )
}

/// An owner's newest job of a kind, if it is under way or ended a moment ago: as in [`list`], but read alone.
///
/// # Errors
/// Those of the database.
pub fn newest(tx: &mut Tx<'_>, portal: i64, owner: &str, kind: &str) -> Result<Option<Job>> {
    tx.query_opt(
        &format!(
            "SELECT {} FROM jobs WHERE portal_id = $1 AND owner = $2 AND kind = $3
             AND (finished IS NULL OR finished > $4) ORDER BY created DESC, id DESC LIMIT 1",
            Job::COLUMNS
        ),
        &params![portal, owner, kind, sql::now() - VISIBLE],
    )
}

/// Portal and owner of every job of these kinds that is under way or ended after `since`: whose lists may have changed.
///
/// # Errors
/// Those of the database.
pub fn moving(tx: &mut Tx<'_>, kinds: &[&str], since: Micros) -> Result<Vec<(i64, String)>> {
    tx.query(
        "SELECT DISTINCT portal_id, owner FROM jobs
         WHERE kind = ANY($1) AND (finished IS NULL OR finished > $2)",
        &params![kinds, since],
    )
}

/// The payloads of a portal's jobs of a kind that are under way, whoever owns them.
///
/// # Errors
/// Those of the database.
pub fn under_way(tx: &mut Tx<'_>, portal: i64, kind: &str) -> Result<Vec<serde_json::Value>> {
    let payloads: Vec<String> = tx.query(
        "SELECT payload FROM jobs WHERE status < 2 AND portal_id = $1 AND kind = $2",
        &params![portal, kind],
    )?;
    let read = |text: &String| serde_json::from_str(text).unwrap_or_default();
    Ok(payloads.iter().map(read).collect())
}

/// One job of a portal, if it is still there.
///
/// # Errors
/// Those of the database.
pub fn get(tx: &mut Tx<'_>, portal: i64, id: JobId) -> Result<Option<Job>> {
    tx.query_opt(
        &format!(
            "SELECT {} FROM jobs WHERE portal_id = $1 AND id = $2",
            Job::COLUMNS
        ),
        &params![portal, id],
    )
}

/// Ends an owner's jobs: one, or all of these kinds (of all kinds for an empty list).
///
/// A job that has not begun is cancelled at once; a running one is asked to end and does so at its
/// handler's next [`is_cancelled`](crate::JobContext::is_cancelled). Returns how many were concerned.
///
/// # Errors
/// Those of the database.
pub fn cancel(
    tx: &mut Tx<'_>,
    portal: i64,
    owner: &str,
    id: Option<JobId>,
    kinds: &[&str],
) -> Result<u64> {
    let id = id.map_or(Value::Null, Value::from);
    let changed = tx.execute(
        "UPDATE jobs SET cancel = TRUE,
            status = CASE WHEN status = 0 THEN 3 ELSE status END,
            finished = CASE WHEN status = 0 THEN $1::bigint ELSE finished END
         WHERE portal_id = $2 AND owner = $3 AND status < 2
            AND ($4::text IS NULL OR id = $4) AND ($5 OR kind = ANY($6))",
        &params![sql::now(), portal, owner, id, kinds.is_empty(), kinds],
    )?;
    if changed > 0 {
        tx.notify(CHANNEL);
        tx.notify(MOVED);
    }
    Ok(changed)
}
