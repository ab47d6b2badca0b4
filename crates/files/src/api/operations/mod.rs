//! Routes of long-running operations (`files/06b`).

mod batches;
mod document;
mod entries;
mod progress;

use axum::RequestPartsExt as _;
use axum::extract::FromRequestParts;
use http::request::Parts;
use portal::{Caller, Visitor};
use serde::Serialize;
use utoipa::ToSchema;
use wire::{Routes, wire_enum};

use crate::error::Error;
use crate::model::OperationKind;
use crate::service::Files;
use crate::service::operations::{Asked, Batch, Operation, Task};
use crate::view::{self, EntryDto, Viewer};

pub use document::DocumentBuilderTaskDto;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .merge(batches::routes())
        .merge(entries::routes())
        .merge(progress::routes())
}

wire_enum! {
    /// Where a background task stands.
    pub enum DistributedTaskStatus: number {
        /// Waiting.
        Created = 0,
        /// At work.
        Running = 1,
        /// Done.
        Completed = 2,
        /// Ended early.
        Canceled = 3,
        /// Given up; spelt as the contract has it.
        Failted = 4,
    }
}

impl DistributedTaskStatus {
    /// How the state of a job is called.
    pub(super) const fn of(status: jobs::Status) -> Self {
        match status {
            jobs::Status::Created => Self::Created,
            jobs::Status::Running => Self::Running,
            jobs::Status::Completed => Self::Completed,
            jobs::Status::Cancelled => Self::Canceled,
            jobs::Status::Failed => Self::Failted,
        }
    }
}

/// An operation.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FileOperationDto {
    /// Its id.
    pub id: String,
    /// What it does; the capital is the contract's.
    #[serde(rename = "Operation")]
    operation: OperationKind,
    /// 0 to 100.
    progress: i32,
    /// Text of what went wrong; empty when nothing did.
    error: String,
    /// How many entries are done, as text.
    processed: String,
    /// Nothing changes any more.
    finished: bool,
    /// Where the result is fetched.
    url: Option<String>,
    /// New files.
    #[schema(value_type = Option<Vec<view::FileDto>>)]
    files: Option<Vec<EntryDto>>,
    /// Destination and new folders.
    #[schema(value_type = Option<Vec<view::FolderDto>>)]
    folders: Option<Vec<EntryDto>>,
    /// State of the task.
    status: DistributedTaskStatus,
}

impl From<Operation> for FileOperationDto {
    fn from(operation: Operation) -> Self {
        let Operation {
            job,
            kind,
            entries,
            url,
        } = operation;
        let finished = job.status.is_final();
        let is_file = |entry: &EntryDto| matches!(entry, EntryDto::File(_));
        let (files, folders): (Vec<_>, Vec<_>) = entries.into_iter().partition(is_file);
        let shown = |list: Vec<EntryDto>| (!list.is_empty()).then_some(list);
        Self {
            id: job.id.to_string(),
            operation: kind,
            progress: if finished { 100 } else { job.percent },
            error: job.error,
            processed: job.processed.to_string(),
            finished,
            url,
            files: shown(files),
            folders: shown(folders),
            status: DistributedTaskStatus::of(job.status),
        }
    }
}

type Operations = wire::Result<Vec<FileOperationDto>>;

fn answer(operations: Vec<Operation>) -> Operations {
    Ok(wire::list(
        operations.into_iter().map(FileOperationDto::from).collect(),
    ))
}

/// Whose operations: a person's, or those of the session of a link's visitor.
pub(super) fn owner(viewer: &Viewer, visitor: &Visitor) -> Result<String, Error> {
    match viewer.caller.person {
        Some((user, _)) => Ok(user.to_string()),
        None => visitor.session.clone().ok_or(Error::Unauthorized),
    }
}

/// A request that starts an operation of the caller.
struct Start {
    files: Files,
    viewer: Viewer,
    /// Whose operation it becomes.
    owner: String,
}

impl FromRequestParts<Files> for Start {
    type Rejection = wire::Error;

    async fn from_request_parts(parts: &mut Parts, files: &Files) -> Result<Self, wire::Error> {
        let caller = parts.extract::<Caller>().await?;
        Ok(Self {
            files: files.clone(),
            viewer: parts.extract_with_state::<Viewer, _>(files).await?,
            owner: caller.user.to_string(),
        })
    }
}

impl Start {
    /// Starts it; answers it with those of its kind that are under way, or alone when that is asked.
    async fn list(self, task: Task, batch: Batch, asked: Asked) -> Operations {
        let started = self
            .files
            .start_operation(&self.viewer, &self.owner, task, batch, asked);
        answer(started.await?)
    }

    /// Starts it; answers it alone, not in a list.
    async fn one(self, task: Task, batch: Batch, hidden: bool) -> wire::Result<FileOperationDto> {
        let asked = Asked {
            hidden,
            single: true,
        };
        let started = self
            .files
            .start_operation(&self.viewer, &self.owner, task, batch, asked);
        let operation = started.await?.pop().ok_or(Error::FILE)?;
        Ok(wire::ok(operation.into()))
    }
}
