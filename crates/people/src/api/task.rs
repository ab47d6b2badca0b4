//! Progress of long tasks as it travels.

use serde::Serialize;
use utoipa::ToSchema;
use wire::wire_enum;

wire_enum! {
    /// State of a task.
    pub enum DistributedTaskStatus: number {
        Created = 0,
        Running = 1,
        Completed = 2,
        Canceled = 3,
        Failted = 4,
    }
}

/// Progress of a task.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TaskProgressResponseDto {
    /// Id of the task.
    id: String,
    /// Why it failed; empty otherwise.
    error: String,
    /// 0 to 100.
    percentage: i32,
    /// Whether it came to its end.
    is_completed: bool,
    /// State. A task that waits for a worker counts as running: it has been accepted.
    status: DistributedTaskStatus,
}

impl From<&jobs::Job> for TaskProgressResponseDto {
    fn from(job: &jobs::Job) -> Self {
        Self {
            id: job.id.to_string(),
            error: job.error.clone(),
            percentage: job.percent,
            is_completed: job.status.is_final(),
            status: match job.status {
                jobs::Status::Created | jobs::Status::Running => DistributedTaskStatus::Running,
                jobs::Status::Completed => DistributedTaskStatus::Completed,
                jobs::Status::Cancelled => DistributedTaskStatus::Canceled,
                jobs::Status::Failed => DistributedTaskStatus::Failted,
            },
        }
    }
}

/// The reply of every call about a task: absent when there is none.
pub(super) fn reply(job: Option<jobs::Job>) -> wire::Result<Option<TaskProgressResponseDto>> {
    Ok(wire::ok(job.as_ref().map(Into::into)))
}
