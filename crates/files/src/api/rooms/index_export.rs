//! The index of a data room as a spreadsheet (`files/05 §9`).

use axum::extract::State;
use portal::Caller;
use wire::{Envelope, Path, Routes, routes};

use crate::api::operations::DocumentBuilderTaskDto;
use crate::model::FolderId;
use crate::service::Files;
use crate::service::operations::IndexExport;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(start_index_export))
        .routes(routes!(get_index_export, end_index_export))
}

impl From<IndexExport> for DocumentBuilderTaskDto {
    fn from(IndexExport { job, file }: IndexExport) -> Self {
        Self::of(job, file)
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
