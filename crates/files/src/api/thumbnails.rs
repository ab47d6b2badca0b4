//! Small pictures (`files/06a §9`).

use axum::extract::State;
use wire::{Envelope, Id, MaybeBody, Routes, routes};

use super::batch::BaseBatchRequestDto;
use crate::model::FileId;
use crate::service::Files;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new().routes(routes!(create_thumbnails))
}

/// Has small pictures made of files; answers with the files as they were given.
#[utoipa::path(post, path = "/api/2.0/files/thumbnails", operation_id = "createThumbnails",
    tag = "Files / Files", security(()), request_body = Option<BaseBatchRequestDto>,
    responses((status = 200, body = Envelope<Vec<wire::Anything>>)))]
async fn create_thumbnails(
    State(files): State<Files>,
    viewer: Viewer,
    MaybeBody(body): MaybeBody<BaseBatchRequestDto>,
) -> wire::Result<Vec<Id>> {
    let file_ids = body.file_ids.unwrap_or_default();
    let ids = file_ids
        .iter()
        .filter_map(Id::number)
        .map(|id| FileId(i64::from(id)));
    files.want_thumbnails(&viewer, ids.collect()).await?;
    Ok(wire::list(file_ids))
}
