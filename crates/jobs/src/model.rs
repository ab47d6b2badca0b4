//! The nouns: a job, its state, and how it can fail.

use std::fmt;
use std::time::Duration;

use serde_json::Value as Json;
use sql::{Cell, FromCell, FromRow, Micros, Result, Row, Value};
use uuid::Uuid;

/// The name of a job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct JobId(pub Uuid);

impl fmt::Display for JobId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<JobId> for Value {
    fn from(id: JobId) -> Self {
        id.0.into()
    }
}

impl FromCell for JobId {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        Uuid::from_cell(cell).map(Self)
    }
}

/// Work that somebody wants done.
#[derive(Debug, Clone, PartialEq)]
pub struct NewJob {
    /// The portal's number (`PortalId.0`); 0 for the installation itself.
    pub portal: i64,
    /// Who may see and cancel it: a user's id, or an anonymous session's.
    pub owner: String,
    /// Which handler does it.
    pub kind: &'static str,
    /// What the handler needs to know.
    pub payload: Json,
    /// Whether lists leave it out; stored, the caller of [`list`](crate::list) decides.
    pub hidden: bool,
    /// Not to begin before; 0 for at once.
    pub not_before: Micros,
    /// How many things there are to do, for showing progress.
    pub total: i64,
}

/// Where a job stands; the numbers are the API's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Waiting for a worker.
    Created = 0,
    /// A worker is at it.
    Running = 1,
    /// Done.
    Completed = 2,
    /// Ended early because its owner wanted so.
    Cancelled = 3,
    /// Given up.
    Failed = 4,
}

impl Status {
    /// Whether nothing will change any more.
    pub fn is_final(self) -> bool {
        !matches!(self, Self::Created | Self::Running)
    }
}

impl From<Status> for Value {
    fn from(status: Status) -> Self {
        Self::Int(status as i64)
    }
}

impl FromCell for Status {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match i64::from_cell(cell)? {
            0 => Some(Self::Created),
            1 => Some(Self::Running),
            2 => Some(Self::Completed),
            3 => Some(Self::Cancelled),
            4 => Some(Self::Failed),
            _ => None,
        }
    }
}

/// A job as its owner sees it.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// The portal's number.
    pub portal: i64,
    /// Who wanted it.
    pub owner: String,
    /// Which handler does it.
    pub kind: String,
    /// What the handler was told.
    pub payload: Json,
    /// Whether lists leave it out.
    pub hidden: bool,
    /// Where it stands.
    pub status: Status,
    /// Progress, 0 to 100.
    pub percent: i32,
    /// How many things are done.
    pub processed: i64,
    /// How many there are to do.
    pub total: i64,
    /// Why it failed; empty otherwise.
    pub error: String,
    /// What came out so far; null before anything did.
    pub result: Json,
    /// How often it was begun.
    pub attempt: u32,
    /// When it was wanted.
    pub created: Micros,
    /// When it ended.
    pub finished: Option<Micros>,
    /// What its transactions carry.
    pub(crate) baggage: Option<String>,
}

impl Job {
    pub(crate) const COLUMNS: &str = "id, portal_id, owner, kind, payload, hidden, status, percent, \
                                      processed, total, error, result, attempt, created, finished, \
                                      baggage";
}

impl FromRow for Job {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            id: row.get(0)?,
            portal: row.get(1)?,
            owner: row.get(2)?,
            kind: row.get(3)?,
            payload: row.get(4)?,
            hidden: row.get(5)?,
            status: row.get(6)?,
            percent: row.get(7)?,
            processed: row.get(8)?,
            total: row.get(9)?,
            error: row.get(10)?,
            result: row.get(11)?,
            attempt: row.get(12)?,
            created: row.get(13)?,
            finished: row.get(14)?,
            baggage: row.get(15)?,
        })
    }
}

/// How a handler fails. A text alone is final, so that `?` on a `Result<_, String>` tells the owner.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Failure {
    /// It will not work another time either; the text is for the owner.
    Final(String),
    /// It may work later: again with a growing pause, five times in all.
    Retry(String),
    /// It will work after this time (a busy converter, `Retry-After`); not counted as a failure.
    Later(Duration),
}

impl Failure {
    /// Something that may work another time, such as a network that does not answer.
    pub fn retry(error: impl fmt::Display) -> Self {
        Self::Retry(error.to_string())
    }
}

impl From<String> for Failure {
    fn from(text: String) -> Self {
        Self::Final(text)
    }
}

impl From<&str> for Failure {
    fn from(text: &str) -> Self {
        Self::Final(text.to_owned())
    }
}

/// The database may have been locked or away: later it may work.
impl From<sql::Error> for Failure {
    fn from(error: sql::Error) -> Self {
        if error.is_transient() {
            Self::retry(error)
        } else {
            Self::Final(error.to_string())
        }
    }
}
