//! Operations on batches of entries.

use axum::extract::State;
use portal::{Caller, Installation, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, Query, Routes, routes, wire_enum};

use super::{FileOperationDto, Operations, Start, owner};
use crate::error::Error;
use crate::formats;
use crate::model::{ConflictResolve, FileId, FolderId};
use crate::service::Files;
use crate::service::operations::{Asked, Batch, Fit, InFormat, Task};
use crate::view::{EntryDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(copy_batch_items))
        .routes(routes!(check_move_or_copy_batch_items, move_batch_items))
        .routes(routes!(check_move_or_copy_dest_folder))
        .routes(routes!(duplicate_batch_items))
        .routes(routes!(delete_batch_items))
        .routes(routes!(delete_file_versions))
        .routes(routes!(empty_trash))
        .routes(routes!(bulk_download))
        .routes(routes!(mark_as_read))
}

/// Ids of our own entries; ids of third-party storages name nothing here.
fn numbers(ids: Option<Vec<Id>>) -> Result<Vec<i64>, Error> {
    let own = |id: Id| id.number().map(i64::from).ok_or(Error::FILE);
    ids.unwrap_or_default().into_iter().map(own).collect()
}

fn batch(folders: Option<Vec<Id>>, files: Option<Vec<Id>>) -> Result<Batch, Error> {
    Ok(Batch {
        folders: numbers(folders)?.into_iter().map(FolderId).collect(),
        files: numbers(files)?.into_iter().map(FileId).collect(),
    })
}

fn destination(id: Option<Id>) -> Result<FolderId, Error> {
    let number = id.as_ref().and_then(Id::number).ok_or(Error::FOLDER)?;
    Ok(FolderId(number.into()))
}

/// Entries to copy or move.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct BatchRequestDto {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
    /// Where to.
    dest_folder_id: Option<Id>,
    /// What to do about equal titles.
    #[schema(inline = false)]
    conflict_resolve_type: Option<ConflictResolve>,
    /// The result need not be kept.
    delete_after: bool,
    /// The children of the folders instead of the folders.
    content: bool,
    /// Forms are copied to be filled in.
    to_fill_out: bool,
    /// Answer the new operation only.
    return_single_operation: bool,
}

impl Validate for BatchRequestDto {
    fn validate(&self, _: &mut Check) {}
}

impl BatchRequestDto {
    fn asked(&self) -> Asked {
        Asked {
            hidden: self.delete_after,
            single: self.return_single_operation,
        }
    }

    fn conflict(&self) -> ConflictResolve {
        self.conflict_resolve_type.unwrap_or(ConflictResolve::Skip)
    }

    /// With nothing to do the destination does not matter.
    fn destination(&mut self, batch: &Batch) -> Result<FolderId, Error> {
        match destination(self.dest_folder_id.take()) {
            Err(_) if batch.is_empty() => Ok(FolderId(0)),
            other => other,
        }
    }

    async fn batch(&mut self, start: &Start) -> Result<Batch, Error> {
        let asked = batch(self.folder_ids.take(), self.file_ids.take())?;
        if self.content {
            start.files.contents_of(&start.viewer, asked).await
        } else {
            Ok(asked)
        }
    }
}

/// Copies entries into a folder; rooms into the root of rooms.
#[utoipa::path(put, path = "/api/2.0/files/fileops/copy",
    operation_id = "copyBatchItems", tag = "Files / Operations", request_body = BatchRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn copy_batch_items(start: Start, Body(mut body): Body<BatchRequestDto>) -> Operations {
    let batch = body.batch(&start).await?;
    let to = body.destination(&batch)?;
    let conflict = body.conflict();
    start
        .list(Task::Copy { to, conflict }, batch, body.asked())
        .await
}

/// Moves entries into a folder.
#[utoipa::path(put, path = "/api/2.0/files/fileops/move",
    operation_id = "moveBatchItems", tag = "Files / Operations", request_body = BatchRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn move_batch_items(start: Start, Body(mut body): Body<BatchRequestDto>) -> Operations {
    let batch = body.batch(&start).await?;
    let to = body.destination(&batch)?;
    let conflict = body.conflict();
    start
        .list(Task::Move { to, conflict }, batch, body.asked())
        .await
}

/// A batch in a query.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct BatchQuery {
    /// Folders.
    #[param(value_type = Option<Vec<String>>)]
    folder_ids: Option<Vec<Id>>,
    /// Files.
    #[param(value_type = Option<Vec<String>>)]
    file_ids: Option<Vec<Id>>,
    /// Where to.
    #[param(value_type = Option<String>)]
    dest_folder_id: Option<Id>,
}

impl Validate for BatchQuery {
    fn validate(&self, _: &mut Check) {}
}

/// Entries of the batch whose titles exist at the destination.
#[utoipa::path(get, path = "/api/2.0/files/fileops/move",
    operation_id = "checkMoveOrCopyBatchItems", tag = "Files / Operations", params(BatchQuery, ("inDto" = Option<BatchRequestDto>, Query, description = "The same as one object")),
    responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn check_move_or_copy_batch_items(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<BatchQuery>,
) -> wire::Result<Vec<EntryDto>> {
    let to = destination(query.dest_folder_id)?;
    let batch = batch(query.folder_ids, query.file_ids)?;
    Ok(wire::streamed(files.conflicts(&viewer, to, batch).await?))
}

wire_enum! {
    /// How much of a batch a destination takes.
    #[expect(clippy::enum_variant_names, reason = "the names are the contract's")]
    pub enum CheckDestFolderResult: number {
        /// Everything.
        AllAllowed = 0,
        /// Some of it.
        PartAllowed = 1,
        /// Nothing.
        NoneAllowed = 2,
    }
}

/// Which files a destination takes.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CheckDestFolderDto {
    /// How much.
    result: CheckDestFolderResult,
    /// The files it takes.
    files: Vec<EntryDto>,
}

/// Whether the destination takes the files.
#[utoipa::path(get, path = "/api/2.0/files/fileops/checkdestfolder",
    operation_id = "checkMoveOrCopyDestFolder", tag = "Files / Operations", params(BatchQuery, ("inDto" = Option<BatchRequestDto>, Query, description = "The same as one object")),
    responses((status = 200, body = Envelope<CheckDestFolderDto>)))]
async fn check_move_or_copy_dest_folder(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<BatchQuery>,
) -> wire::Result<CheckDestFolderDto> {
    let to = destination(query.dest_folder_id)?;
    let batch = batch(query.folder_ids, query.file_ids)?;
    let (fit, files) = files.check_destination(&viewer, to, batch).await?;
    let result = match fit {
        Fit::All => CheckDestFolderResult::AllAllowed,
        Fit::Partly => CheckDestFolderResult::PartAllowed,
        Fit::None => CheckDestFolderResult::NoneAllowed,
    };
    Ok(wire::ok(CheckDestFolderDto { result, files }))
}

/// Entries to copy beside themselves, or to mark as read.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct DuplicateRequestDto {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
    /// Answer the new operation only.
    return_single_operation: bool,
}

impl Validate for DuplicateRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Copies entries beside themselves.
#[utoipa::path(put, path = "/api/2.0/files/fileops/duplicate",
    operation_id = "duplicateBatchItems", tag = "Files / Operations",
    request_body = DuplicateRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn duplicate_batch_items(start: Start, Body(body): Body<DuplicateRequestDto>) -> Operations {
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    start.list(Task::Duplicate, batch, asked).await
}

/// Takes unread marks off.
#[utoipa::path(put, path = "/api/2.0/files/fileops/markasread",
    operation_id = "markAsRead", tag = "Files / Operations", request_body = DuplicateRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn mark_as_read(start: Start, Body(body): Body<DuplicateRequestDto>) -> Operations {
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    start.list(Task::MarkAsRead, batch, asked).await
}

/// Entries to delete.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct DeleteBatchRequestDto {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
    /// The result need not be kept.
    delete_after: bool,
    /// For good instead of into the trash.
    immediately: bool,
    /// Answer the new operation only.
    return_single_operation: bool,
}

impl Validate for DeleteBatchRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Deletes entries.
#[utoipa::path(put, path = "/api/2.0/files/fileops/delete",
    operation_id = "deleteBatchItems", tag = "Files / Operations",
    request_body = DeleteBatchRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn delete_batch_items(start: Start, Body(body): Body<DeleteBatchRequestDto>) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    let task = Task::Delete {
        immediately: body.immediately,
    };
    start.list(task, batch, asked).await
}

/// Versions of a file to delete.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DeleteVersionBatchRequestDto {
    /// The file.
    file_id: i32,
    /// Numbers of the versions.
    versions: Vec<i32>,
    /// The result need not be kept.
    #[serde(default)]
    delete_after: bool,
    /// Answer the new operation only; it is one anyway.
    #[serde(default, rename = "returnSingleOperation")]
    _return_single_operation: bool,
}

impl Validate for DeleteVersionBatchRequestDto {
    fn validate(&self, _: &mut Check) {}
}

/// Deletes versions of a file, never the current one.
#[utoipa::path(put, path = "/api/2.0/files/fileops/deleteversion",
    operation_id = "deleteFileVersions", tag = "Files / Operations",
    request_body = DeleteVersionBatchRequestDto,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn delete_file_versions(
    start: Start,
    Body(body): Body<DeleteVersionBatchRequestDto>,
) -> wire::Result<FileOperationDto> {
    let batch = FileId(body.file_id.into()).into();
    let versions = body.versions.into_iter().map(i64::from).collect();
    let task = Task::DeleteVersions { versions };
    start.one(task, batch, body.delete_after).await
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SingleQuery {
    /// Answer the new operation only.
    #[serde(rename = "Single", alias = "single")]
    single: bool,
}

impl Validate for SingleQuery {
    fn validate(&self, _: &mut Check) {}
}

/// Empties the caller's trash.
#[utoipa::path(put, path = "/api/2.0/files/fileops/emptytrash",
    operation_id = "emptyTrash", tag = "Files / Operations", params(SingleQuery),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn empty_trash(start: Start, Query(query): Query<SingleQuery>) -> Operations {
    let asked = Asked {
        hidden: false,
        single: query.single,
    };
    start.list(Task::EmptyTrash, Batch::default(), asked).await
}

/// Entries to download as one archive.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct DownloadRequestDto {
    /// Folders.
    folder_ids: Option<Vec<Id>>,
    /// Files.
    file_ids: Option<Vec<Id>>,
    /// Files to convert on the way.
    file_convert_ids: Option<Vec<DownloadRequestItemDto>>,
    /// Answer the new operation only.
    return_single_operation: bool,
}

/// A file to convert on the way.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DownloadRequestItemDto {
    /// The file.
    key: Id,
    /// Extension of the wanted format.
    #[serde(default)]
    value: Option<String>,
    /// Password of the file.
    #[serde(default)]
    password: Option<String>,
}

impl Validate for DownloadRequestDto {
    fn validate(&self, _: &mut Check) {}
}

impl DownloadRequestDto {
    /// What each file is wanted as; an empty format is its own.
    fn formats(&mut self, here: &Installation) -> Result<Vec<InFormat>, Error> {
        let mut wanted = Vec::new();
        for item in self.file_convert_ids.take().unwrap_or_default() {
            let number = item.key.number().ok_or(Error::FILE)?;
            let to = item.value.as_deref().and_then(formats::with_dot);
            let file = FileId(number.into());
            wanted.push(InFormat::sealed(
                here,
                file,
                to.unwrap_or_default(),
                item.password,
            ));
            self.file_ids.get_or_insert_default().push(item.key);
        }
        Ok(wanted)
    }
}

/// Makes an archive of entries.
#[utoipa::path(put, path = "/api/2.0/files/fileops/bulkdownload",
    operation_id = "bulkDownload", security(()), tag = "Files / Operations", request_body = DownloadRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn bulk_download(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Body(mut body): Body<DownloadRequestDto>,
) -> Operations {
    let start = Start {
        owner: owner(&viewer, &visitor)?,
        files,
        viewer,
    };
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let formats = body.formats(start.files.portals().installation())?;
    let batch = batch(body.folder_ids.take(), body.file_ids.take())?;
    start.list(Task::Download { formats }, batch, asked).await
}
