//! A document that is being made, as its owner sees it.

use jobs::Job;
use serde::Serialize;
use utoipa::ToSchema;

use super::DistributedTaskStatus;
use crate::service::Kept;

/// A document that is being made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DocumentBuilderTaskDto {
    /// Its task.
    #[schema(nullable)]
    id: String,
    /// What went wrong; empty when nothing did.
    #[schema(nullable)]
    error: String,
    /// 0 to 100.
    percentage: i32,
    /// Nothing will change any more.
    is_completed: bool,
    /// State of the task.
    status: DistributedTaskStatus,
    /// The document.
    #[schema(value_type = Option<i32>)]
    result_file_id: Option<i64>,
    /// Its title.
    result_file_name: Option<String>,
    /// Where it is downloaded.
    result_file_url: Option<String>,
}

impl DocumentBuilderTaskDto {
    /// The job that makes the document, and the document once it is there.
    #[must_use]
    pub fn of(job: Job, file: Option<Kept>) -> Self {
        let finished = job.status.is_final();
        let (id, name, url) = match file {
            Some(file) => (Some(file.id.0), Some(file.title), Some(file.url)),
            None => (None, None, None),
        };
        Self {
            id: job.id.to_string(),
            error: job.error,
            percentage: if finished { 100 } else { job.percent },
            is_completed: finished,
            status: DistributedTaskStatus::of(job.status),
            result_file_id: id,
            result_file_name: name,
            result_file_url: url,
        }
    }
}
