//! Operations on one file, folder or room.

use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use wire::validate::{Check, Validate};
use wire::{Envelope, MaybeBody, Path, Query, Routes, routes};

use super::{FileOperationDto, Operations, Start};
use crate::model::{FileId, FolderId, FolderType};
use crate::service::Files;
use crate::service::operations::{Asked, Task};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(delete_file))
        .routes(routes!(delete_folder))
        .routes(routes!(delete_room))
        .routes(routes!(archive_room))
        .routes(routes!(unarchive_room))
}

/// How to delete a single entry.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct Delete {
    /// The result need not be kept.
    delete_after: bool,
    /// For good instead of into the trash.
    immediately: bool,
}

impl Validate for Delete {
    fn validate(&self, _: &mut Check) {}
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SingleOperationQuery {
    /// Answer the new operation only.
    #[serde(rename = "ReturnSingleOperation", alias = "returnSingleOperation")]
    return_single_operation: bool,
}

impl Validate for SingleOperationQuery {
    fn validate(&self, _: &mut Check) {}
}

/// Deletes a file.
#[utoipa::path(delete, path = "/api/2.0/files/file/{fileId}",
    operation_id = "deleteFile", tag = "Files / Files",
    params(("fileId" = i32, Path), SingleOperationQuery), request_body = Delete,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn delete_file(
    start: Start,
    Path(id): Path<i64>,
    Query(query): Query<SingleOperationQuery>,
    MaybeBody(body): MaybeBody<Delete>,
) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: query.return_single_operation,
    };
    let task = Task::Delete {
        immediately: body.immediately,
    };
    start.list(task, FileId(id).into(), asked).await
}

/// Deletes a folder.
#[utoipa::path(delete, path = "/api/2.0/files/folder/{folderId}",
    operation_id = "deleteFolder", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = Delete, responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn delete_folder(
    start: Start,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<Delete>,
) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: false,
    };
    let task = Task::Delete {
        immediately: body.immediately,
    };
    start.list(task, FolderId(id).into(), asked).await
}

/// What to do with the result of an operation on a room.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ArchiveRoomRequest {
    /// The result need not be kept.
    delete_after: bool,
}

impl Validate for ArchiveRoomRequest {
    fn validate(&self, _: &mut Check) {}
}

/// Deletes a room for good.
#[utoipa::path(delete, path = "/api/2.0/files/rooms/{id}",
    operation_id = "deleteRoom", tag = "Rooms", params(("id" = i32, Path)),
    request_body = ArchiveRoomRequest,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn delete_room(
    start: Start,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    let task = Task::Delete { immediately: true };
    start
        .one(task, FolderId(id).into(), body.delete_after)
        .await
}

/// Archives a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/archive",
    operation_id = "archiveRoom", tag = "Rooms", params(("id" = i32, Path)),
    request_body = ArchiveRoomRequest,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn archive_room(
    start: Start,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    let task = start
        .files
        .move_to_root(&start.viewer, FolderType::Archive)
        .await?;
    start
        .one(task, FolderId(id).into(), body.delete_after)
        .await
}

/// Brings a room back from the archive.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/unarchive",
    operation_id = "unarchiveRoom", tag = "Rooms", params(("id" = i32, Path)),
    request_body = ArchiveRoomRequest,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn unarchive_room(
    start: Start,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    let task = start
        .files
        .move_to_root(&start.viewer, FolderType::VirtualRooms)
        .await?;
    start
        .one(task, FolderId(id).into(), body.delete_after)
        .await
}
