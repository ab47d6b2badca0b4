//! What happened in a folder, as a table.

use axum::extract::State;
use files::model::FolderId;
use portal::Caller;
use wire::{Envelope, Path, Routes, routes};

use super::Documents;
use crate::service::Audit;

pub(super) fn routes() -> Routes<Audit> {
    Routes::new().routes(routes!(create_folder_report))
}

/// Writes the history of a folder into a table in the caller's My documents; answers its address.
#[utoipa::path(post, path = "/api/2.0/files/folder/{folderId}/log/report",
    operation_id = "createReportFolderHistory", tag = "Files / Folders", params(("folderId" = i32, Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn create_folder_report(
    State(audit): State<Audit>,
    _: Caller,
    Documents(viewer): Documents,
    Path(id): Path<i64>,
) -> wire::Result<String> {
    Ok(wire::ok(audit.folder_report(&viewer, FolderId(id)).await?))
}
