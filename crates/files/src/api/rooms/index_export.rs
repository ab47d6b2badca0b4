//! The index of a data room as a spreadsheet (`files/05 §9`).

use axum::extract::State;
use portal::Caller;
use serde::Serialize;
use utoipa::ToSchema;
use wire::{Envelope, Path, Routes, routes};

use crate::api::operations::DistributedTaskStatus;
use crate::model::FolderId;
use crate::service::Files;
use crate::service::operations::IndexExport;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(start_index_export))
        .routes(routes!(get_index_export, end_index_export))
}

/// A document that is being made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DocumentBuilderTaskDto {
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

impl From<IndexExport> for DocumentBuilderTaskDto {
    fn from(IndexExport { job, file }: IndexExport) -> Self {
        let finished = job.status.is_final();
        let (id, name, url) = match file {
            Some((id, name, url)) => (Some(id.0), Some(name), Some(url)),
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

/// Begins to export the index of a room.
#[utoipa::path(post, path = "/api/2.0/files/rooms/{id}/indexexport", operation_id = "startRoomIndexExport",
    tag = "Rooms", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<DocumentBuilderTaskDto>)))]
async fn start_index_export(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<DocumentBuilderTaskDto> {
    let export = files.export_index(&viewer, FolderId(id)).await?;
    Ok(wire::ok(export.into()))
}

/// Tells how far the caller's export of an index is.
#[utoipa::path(get, path = "/api/2.0/files/rooms/indexexport", operation_id = "getRoomIndexExport", tag = "Rooms",
    responses((status = 200, body = Envelope<DocumentBuilderTaskDto>)))]
async fn get_index_export(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<Option<DocumentBuilderTaskDto>> {
    Ok(wire::ok(files.index_export(&viewer).await?.map(Into::into)))
}

/// Ends the caller's export of an index.
#[utoipa::path(delete, path = "/api/2.0/files/rooms/indexexport", operation_id = "terminateRoomIndexExport",
    tag = "Rooms", responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn end_index_export(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<wire::Nothing> {
    files.end_index_export(&viewer).await?;
    Ok(wire::nothing())
}
