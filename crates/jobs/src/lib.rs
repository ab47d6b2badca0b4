//! Durable background work: wanted in a transaction, done soon after it, on any node.
//!
//! [`enqueue`] adds a job in the caller's transaction: the work is wanted if and only if the change
//! happened. [`Workers`] on every node claim jobs and run the handler of their kind. A worker holds
//! a lease on what it runs; when its node dies, another one runs the job again. So a job runs at
//! least once, and its handler must be safe to run twice.
//!
//! [`list`], [`get`] and [`cancel`] show and end jobs on behalf of their owner. Finished jobs stay
//! visible for ten minutes.
//!
//! A job carries the baggage of the transaction that wanted it ([`sql::baggage`]).
//!
//! This crate must never know what the jobs do.

mod context;
mod model;
mod queue;
mod run;
mod schedule;
mod store;
mod workers;

pub use context::JobContext;
pub use model::{Failure, Job, JobId, NewJob, Status};
pub use store::{cancel, enqueue, enqueue_all, enqueue_once, get, list, moving, newest, under_way};
pub use workers::{Options, Running, Workers};

/// This crate's tables.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "jobs",
    "migrations/0001_jobs.sql",
    "migrations/0002_baggage.sql",
);

/// The channel of wake-ups: a job may begin, or should end.
pub(crate) const CHANNEL: &str = "jobs";

/// The channel of wake-ups for those who watch: a job was wanted, moved or ended.
pub(crate) const MOVED: &str = "jobs-moved";

/// Wakes whenever a job of any owner was wanted, moved or ended, on any node. Look then with [`moving`].
pub fn watch(db: &sql::Db) -> sql::Listener {
    db.listen(MOVED)
}
