//! What workers do with jobs: claim them, keep them, report, finish.
//!
//! A column `due` says when a job wants to be looked at: a created one when it may begin, a running
//! one when its worker's lease ends. Whatever is due can be claimed, so taking over the jobs of a
//! dead node needs no code of its own. Every write of a worker is fenced by its name and the number
//! of the attempt: one that was suspended and overtaken changes nothing any more. Clocks of nodes
//! may differ by less than a lease.

use serde_json::Value as Json;
use sql::{Dialect, Micros, Result, Tx, params};

use crate::MOVED;
use crate::model::{Job, JobId, Status};

/// One run of a job by one worker.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Claim {
    pub(crate) portal: i64,
    pub(crate) id: JobId,
    pub(crate) attempt: u32,
}

impl Claim {
    pub(crate) fn of(job: &Job) -> Self {
        Self {
            portal: job.portal,
            id: job.id,
            attempt: job.attempt,
        }
    }
}

/// How a run ended.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) status: Status,
    pub(crate) error: String,
    pub(crate) result: Option<Json>,
}

/// When a job that was put back begins again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Again {
    pub(crate) due: Micros,
    /// How many attempts count as made.
    pub(crate) attempt: u32,
}

/// How far a run has come.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Progress {
    pub(crate) percent: i32,
    pub(crate) processed: i64,
    pub(crate) result: Json,
}

/// Takes up to `limit` due jobs of these kinds, oldest first. Several nodes never take the same one.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    worker: &str,
    kinds: &[&str],
    limit: usize,
    now: Micros,
    until: Micros,
) -> Result<Vec<Job>> {
    let skip = match tx.dialect() {
        Dialect::Sqlite => "", // one writer
        Dialect::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    tx.query(
        &format!(
            "WITH ready AS MATERIALIZED (
                SELECT portal_id, id FROM jobs WHERE status < 2 AND due <= $3 AND kind = ANY($4)
                ORDER BY due, created LIMIT $5 {skip})
             UPDATE jobs SET status = 1, worker = $1, due = $2, attempt = attempt + 1
             WHERE (portal_id, id) IN (SELECT portal_id, id FROM ready)
             RETURNING {}",
            Job::COLUMNS
        ),
        &params![worker, until, now, kinds, limit],
    )
}

/// When the next job of these kinds is due.
pub(crate) fn next_due(tx: &mut Tx<'_>, kinds: &[&str]) -> Result<Option<Micros>> {
    tx.query_opt(
        "SELECT due FROM jobs WHERE status < 2 AND kind = ANY($1) ORDER BY due LIMIT 1",
        &params![kinds],
    )
}

/// Prolongs the leases of what a worker runs.
pub(crate) fn keep(tx: &mut Tx<'_>, worker: &str, jobs: &[JobId], until: Micros) -> Result<u64> {
    tx.execute(
        "UPDATE jobs SET due = $1 WHERE worker = $2 AND status = 1 AND id = ANY($3)",
        &params![until, worker, texts(jobs)],
    )
}

/// Which of a worker's jobs somebody wants to end.
pub(crate) fn cancelled(tx: &mut Tx<'_>, worker: &str, jobs: &[JobId]) -> Result<Vec<JobId>> {
    tx.query(
        "SELECT id FROM jobs WHERE worker = $1 AND status = 1 AND cancel AND id = ANY($2)",
        &params![worker, texts(jobs)],
    )
}

/// Stores how far a job has come; `false` when it is not this worker's any more.
pub(crate) fn report(
    tx: &mut Tx<'_>,
    worker: &str,
    claim: &Claim,
    progress: &Progress,
) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE jobs SET percent = $4, processed = $5, result = $6
         WHERE portal_id = $1 AND id = $2 AND worker = $3 AND attempt = $7 AND status = 1",
        &params![
            claim.portal,
            claim.id,
            worker,
            progress.percent,
            progress.processed,
            &progress.result,
            claim.attempt
        ],
    )?;
    Ok(moved(tx, changed))
}

/// Ends a job; `false` when it is not this worker's any more.
pub(crate) fn finish(
    tx: &mut Tx<'_>,
    worker: &str,
    claim: &Claim,
    progress: &Progress,
    outcome: &Outcome,
    now: Micros,
) -> Result<bool> {
    let result = outcome.result.as_ref().unwrap_or(&progress.result);
    let percent = if outcome.status == Status::Completed {
        100
    } else {
        progress.percent
    };
    let changed = tx.execute(
        "UPDATE jobs SET status = $4, error = $5, result = $6, percent = $7, processed = $8,
            finished = $9, worker = NULL
         WHERE portal_id = $1 AND id = $2 AND worker = $3 AND attempt = $10 AND status = 1",
        &params![
            claim.portal,
            claim.id,
            worker,
            outcome.status,
            &outcome.error,
            result,
            percent,
            progress.processed,
            now,
            claim.attempt
        ],
    )?;
    Ok(moved(tx, changed))
}

/// Puts a job back, to begin at `due`; it keeps what it achieved. One that should end does so now.
/// Returns `false` as above.
pub(crate) fn put_back(
    tx: &mut Tx<'_>,
    worker: &str,
    claim: &Claim,
    progress: &Progress,
    again: Again,
    now: Micros,
) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE jobs SET status = CASE WHEN cancel THEN 3 ELSE 0 END,
            finished = CASE WHEN cancel THEN $10::bigint END,
            worker = NULL, due = $4, attempt = $5, percent = $6, processed = $7, result = $8
         WHERE portal_id = $1 AND id = $2 AND worker = $3 AND attempt = $9 AND status = 1",
        &params![
            claim.portal,
            claim.id,
            worker,
            again.due,
            again.attempt,
            progress.percent,
            progress.processed,
            &progress.result,
            claim.attempt,
            now
        ],
    )?;
    Ok(moved(tx, changed))
}

/// Whether a job changed; then those who watch are woken.
fn moved(tx: &mut Tx<'_>, changed: u64) -> bool {
    if changed > 0 {
        tx.notify(MOVED);
    }
    changed > 0
}

/// Frees what workers of dead processes ran. Only where there is one process: SQLite.
pub(crate) fn free_abandoned(tx: &mut Tx<'_>, process: &str) -> Result<u64> {
    tx.execute(
        "UPDATE jobs SET due = 0 WHERE status = 1 AND substr(worker, 1, length($1)) <> $1",
        &params![process],
    )
}

/// Removes jobs that finished before. Returns how many.
pub(crate) fn prune(tx: &mut Tx<'_>, before: Micros) -> Result<u64> {
    tx.execute("DELETE FROM jobs WHERE finished <= $1", &params![before])
}

fn texts(jobs: &[JobId]) -> Vec<String> {
    jobs.iter().map(ToString::to_string).collect()
}
