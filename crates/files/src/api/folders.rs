//! Routes of folders: making and renaming.

use axum::extract::State;
use portal::Caller;
use serde::Deserialize;
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Path, Routes, routes};

use crate::model::FolderId;
use crate::service::Files;
use crate::titles;
use crate::view::{FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new().routes(routes!(create_folder, rename_folder))
}

/// Title of a folder.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateFolder {
    /// At most 165 characters.
    #[schema(max_length = 165, min_length = 0)]
    title: String,
}

impl Validate for CreateFolder {
    fn validate(&self, check: &mut Check) {
        check.max_len("Folder.Title", &self.title, titles::REQUEST_LIMIT);
    }
}

/// Makes a folder inside a folder or room.
#[utoipa::path(post, path = "/api/2.0/files/folder/{folderId}",
    operation_id = "createFolder", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = CreateFolder, responses((status = 200, body = Envelope<FolderDto>)))]
async fn create_folder(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(parent): Path<i64>,
    Body(body): Body<CreateFolder>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(
        files
            .create_folder(&viewer, FolderId(parent), body.title)
            .await?,
    ))
}

/// Changes the title of a folder.
#[utoipa::path(put, path = "/api/2.0/files/folder/{folderId}",
    operation_id = "renameFolder", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = CreateFolder, responses((status = 200, body = Envelope<FolderDto>)))]
async fn rename_folder(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<CreateFolder>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(
        files
            .rename_folder(&viewer, FolderId(id), body.title)
            .await?,
    ))
}
