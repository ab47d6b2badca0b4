//! Routes of long-running operations (`files/06b`).

use axum::extract::State;
use portal::{Caller, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, MaybeBody, Path, Query, wire_enum};

use crate::error::Error;
use crate::model::{ConflictResolve, Entry, FileId, FolderId, FolderType, OperationKind};
use crate::service::Files;
use crate::service::operations::{Asked, Batch, Fit, Operation, Task};
use crate::store::{files as file_store, roots};
use crate::view::{self, Context, EntryDto, Viewer};

pub(super) fn routes() -> OpenApiRouter<Files> {
    OpenApiRouter::new()
        .routes(routes!(copy_batch_items))
        .routes(routes!(check_move_or_copy_batch_items, move_batch_items))
        .routes(routes!(check_move_or_copy_dest_folder))
        .routes(routes!(duplicate_batch_items))
        .routes(routes!(delete_batch_items))
        .routes(routes!(delete_file_versions))
        .routes(routes!(empty_trash))
        .routes(routes!(bulk_download))
        .routes(routes!(mark_as_read))
        .routes(routes!(get_operation_statuses))
        .routes(routes!(get_operation_statuses_by_type))
        .routes(routes!(terminate_tasks))
        .routes(routes!(terminate_all_tasks))
        .routes(routes!(delete_file))
        .routes(routes!(delete_folder))
        .routes(routes!(delete_room))
        .routes(routes!(archive_room))
        .routes(routes!(unarchive_room))
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

/// An operation.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FileOperationDto {
    /// Its id.
    id: String,
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
            status: DistributedTaskStatus::from_number(job.status as i64)
                .unwrap_or(DistributedTaskStatus::Created),
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
fn owner(viewer: &Viewer, visitor: &Visitor) -> Result<String, Error> {
    match viewer.caller.person {
        Some((user, _)) => Ok(user.to_string()),
        None => visitor.session.clone().ok_or(Error::Unauthorized),
    }
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

    async fn batch(&mut self, files: &Files, viewer: &Viewer) -> Result<Batch, Error> {
        let asked = batch(self.folder_ids.take(), self.file_ids.take())?;
        if self.content {
            files.contents_of(viewer, asked).await
        } else {
            Ok(asked)
        }
    }
}

/// Copies entries into a folder; rooms into the root of rooms.
#[utoipa::path(put, path = "/api/2.0/files/fileops/copy",
    operation_id = "copyBatchItems", tag = "Files / Operations", request_body = BatchRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn copy_batch_items(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(mut body): Body<BatchRequestDto>,
) -> Operations {
    let batch = body.batch(&files, &viewer).await?;
    let to = body.destination(&batch)?;
    let task = Task::Copy {
        to,
        conflict: body.conflict(),
    };
    let owner = caller.user.to_string();
    answer(
        files
            .start_operation(&viewer, &owner, task, batch, body.asked())
            .await?,
    )
}

/// Moves entries into a folder.
#[utoipa::path(put, path = "/api/2.0/files/fileops/move",
    operation_id = "moveBatchItems", tag = "Files / Operations", request_body = BatchRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn move_batch_items(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(mut body): Body<BatchRequestDto>,
) -> Operations {
    let batch = body.batch(&files, &viewer).await?;
    let to = body.destination(&batch)?;
    let task = Task::Move {
        to,
        conflict: body.conflict(),
    };
    let owner = caller.user.to_string();
    answer(
        files
            .start_operation(&viewer, &owner, task, batch, body.asked())
            .await?,
    )
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
    let (check, shown) = files.check_destination(&viewer, to, batch).await?;
    let result = match check.fit {
        Fit::All => CheckDestFolderResult::AllAllowed,
        Fit::Partly => CheckDestFolderResult::PartAllowed,
        Fit::None => CheckDestFolderResult::NoneAllowed,
    };
    Ok(wire::ok(CheckDestFolderDto {
        result,
        files: shown,
    }))
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
async fn duplicate_batch_items(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(body): Body<DuplicateRequestDto>,
) -> Operations {
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    let owner = caller.user.to_string();
    answer(
        files
            .start_operation(&viewer, &owner, Task::Duplicate, batch, asked)
            .await?,
    )
}

/// Takes unread marks off.
#[utoipa::path(put, path = "/api/2.0/files/fileops/markasread",
    operation_id = "markAsRead", tag = "Files / Operations", request_body = DuplicateRequestDto,
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn mark_as_read(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(body): Body<DuplicateRequestDto>,
) -> Operations {
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    let owner = caller.user.to_string();
    answer(
        files
            .start_operation(&viewer, &owner, Task::MarkAsRead, batch, asked)
            .await?,
    )
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
async fn delete_batch_items(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(body): Body<DeleteBatchRequestDto>,
) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: body.return_single_operation,
    };
    let batch = batch(body.folder_ids, body.file_ids)?;
    let task = Task::Delete {
        immediately: body.immediately,
    };
    answer(
        files
            .start_operation(&viewer, &caller.user.to_string(), task, batch, asked)
            .await?,
    )
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
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Body(body): Body<DeleteVersionBatchRequestDto>,
) -> wire::Result<FileOperationDto> {
    let asked = Asked {
        hidden: body.delete_after,
        single: true,
    };
    let batch = Batch {
        folders: Vec::new(),
        files: vec![FileId(body.file_id.into())],
    };
    let versions = body.versions.into_iter().map(i64::from).collect();
    let task = Task::DeleteVersions { versions };
    let owner = caller.user.to_string();
    let mut started = files
        .start_operation(&viewer, &owner, task, batch, asked)
        .await?;
    let operation = started.pop().ok_or(Error::FILE)?;
    Ok(wire::ok(operation.into()))
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
async fn empty_trash(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Query(query): Query<SingleQuery>,
) -> Operations {
    let asked = Asked {
        hidden: false,
        single: query.single,
    };
    let owner = caller.user.to_string();
    let batch = Batch::default();
    answer(
        files
            .start_operation(&viewer, &owner, Task::EmptyTrash, batch, asked)
            .await?,
    )
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
    /// Files whose wanted format is their own need no converter; others cannot be had yet.
    fn files(&mut self) -> Result<Vec<Id>, Error> {
        let mut ids = self.file_ids.take().unwrap_or_default();
        for item in self.file_convert_ids.take().unwrap_or_default() {
            if item.value.is_some_and(|format| !format.is_empty()) || item.password.is_some() {
                let text = "Sorry, this file format isn't supported";
                return Err(Error::Unsupported(text.to_owned()));
            }
            ids.push(item.key);
        }
        Ok(ids)
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
    let owner = owner(&viewer, &visitor)?;
    let asked = Asked {
        hidden: false,
        single: body.return_single_operation,
    };
    let file_ids = body.files()?;
    let batch = batch(body.folder_ids.take(), Some(file_ids))?;
    answer(
        files
            .start_operation(&viewer, &owner, Task::Download, batch, asked)
            .await?,
    )
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct OperationQuery {
    /// Only this operation.
    id: Option<String>,
}

impl Validate for OperationQuery {
    fn validate(&self, _: &mut Check) {}
}

/// The caller's operations.
#[utoipa::path(get, path = "/api/2.0/files/fileops",
    operation_id = "getOperationStatuses", security(()), tag = "Files / Operations", params(OperationQuery),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn get_operation_statuses(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Query(query): Query<OperationQuery>,
) -> Operations {
    let Ok(owner) = owner(&viewer, &visitor) else {
        return answer(Vec::new());
    };
    answer(files.operations(&viewer, &owner, None, query.id).await?)
}

/// The caller's operations of one kind.
#[utoipa::path(get, path = "/api/2.0/files/fileops/{operationType}",
    operation_id = "getOperationStatusesByType", security(()), tag = "Files / Operations",
    params(("operationType" = OperationKind, Path), OperationQuery),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn get_operation_statuses_by_type(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Path(kind): Path<String>,
    Query(query): Query<OperationQuery>,
) -> Operations {
    let kind = OperationKind::from_text(&kind)
        .filter(|kind| !matches!(kind, OperationKind::Import | OperationKind::Convert))
        .ok_or_else(|| Error::Argument("operationType".to_owned()))?;
    let Ok(owner) = owner(&viewer, &visitor) else {
        return answer(Vec::new());
    };
    answer(
        files
            .operations(&viewer, &owner, Some(kind), query.id)
            .await?,
    )
}

/// Ends one operation.
#[utoipa::path(put, path = "/api/2.0/files/fileops/terminate/{id}",
    operation_id = "terminateTasks", security(()), tag = "Files / Operations", params(("id" = String, Path)),
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn terminate_tasks(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    Path(id): Path<String>,
) -> Operations {
    let owner = owner(&viewer, &visitor)?;
    let Ok(id) = id.parse() else {
        return answer(Vec::new());
    };
    answer(
        files
            .end_operations(&viewer, &owner, Some(jobs::JobId(id)))
            .await?,
    )
}

/// Ends all operations of the caller.
#[utoipa::path(put, path = "/api/2.0/files/fileops/terminate",
    operation_id = "terminateAllTasks", tag = "Files / Operations",
    responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn terminate_all_tasks(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
) -> Operations {
    let owner = owner(&viewer, &visitor)?;
    answer(files.end_operations(&viewer, &owner, None).await?)
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
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<SingleOperationQuery>,
    MaybeBody(body): MaybeBody<Delete>,
) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: query.return_single_operation,
    };
    let batch = Batch {
        folders: Vec::new(),
        files: vec![FileId(id)],
    };
    let task = Task::Delete {
        immediately: body.immediately,
    };
    answer(
        files
            .start_operation(&viewer, &caller.user.to_string(), task, batch, asked)
            .await?,
    )
}

/// Deletes a folder.
#[utoipa::path(delete, path = "/api/2.0/files/folder/{folderId}",
    operation_id = "deleteFolder", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = Delete, responses((status = 200, body = Envelope<Vec<FileOperationDto>>)))]
async fn delete_folder(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<Delete>,
) -> Operations {
    let asked = Asked {
        hidden: body.delete_after,
        single: false,
    };
    let batch = Batch {
        folders: vec![FolderId(id)],
        files: Vec::new(),
    };
    let task = Task::Delete {
        immediately: body.immediately,
    };
    answer(
        files
            .start_operation(&viewer, &caller.user.to_string(), task, batch, asked)
            .await?,
    )
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
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    room_operation(
        &files,
        &caller,
        &viewer,
        id,
        Task::Delete { immediately: true },
        &body,
    )
    .await
}

/// Archives a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/archive",
    operation_id = "archiveRoom", tag = "Rooms", params(("id" = i32, Path)),
    request_body = ArchiveRoomRequest,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn archive_room(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    let task = move_to_root(&files, &viewer, FolderType::Archive).await?;
    room_operation(&files, &caller, &viewer, id, task, &body).await
}

/// Brings a room back from the archive.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/unarchive",
    operation_id = "unarchiveRoom", tag = "Rooms", params(("id" = i32, Path)),
    request_body = ArchiveRoomRequest,
    responses((status = 200, body = Envelope<FileOperationDto>)))]
async fn unarchive_room(
    State(files): State<Files>,
    caller: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(body): MaybeBody<ArchiveRoomRequest>,
) -> wire::Result<FileOperationDto> {
    let task = move_to_root(&files, &viewer, FolderType::VirtualRooms).await?;
    room_operation(&files, &caller, &viewer, id, task, &body).await
}

async fn move_to_root(files: &Files, viewer: &Viewer, kind: FolderType) -> Result<Task, Error> {
    let viewer = viewer.clone();
    let root = files
        .db()
        .write(move |tx| roots::ensure(tx, viewer.portal, kind, viewer.portal_owner, viewer.now))
        .await?;
    Ok(Task::Move {
        to: root.id,
        conflict: ConflictResolve::Skip,
    })
}

async fn room_operation(
    files: &Files,
    caller: &Caller,
    viewer: &Viewer,
    id: i64,
    task: Task,
    body: &ArchiveRoomRequest,
) -> wire::Result<FileOperationDto> {
    let asked = Asked {
        hidden: body.delete_after,
        single: true,
    };
    let batch = Batch {
        folders: vec![FolderId(id)],
        files: Vec::new(),
    };
    let mut started = files
        .start_operation(viewer, &caller.user.to_string(), task, batch, asked)
        .await?;
    let operation = started.pop().ok_or(Error::FOLDER)?;
    Ok(wire::ok(operation.into()))
}

impl Files {
    /// The children of the folders of a batch, and its files.
    async fn contents_of(&self, viewer: &Viewer, asked: Batch) -> Result<Batch, Error> {
        let portal = viewer.portal;
        self.db()
            .read(move |tx| {
                let mut batch = Batch {
                    folders: Vec::new(),
                    files: asked.files,
                };
                for folder in asked.folders {
                    batch
                        .folders
                        .extend(crate::store::operations::folder_ids(tx, portal, folder)?);
                    batch
                        .files
                        .extend(crate::store::operations::file_ids(tx, portal, folder)?);
                }
                Ok(batch)
            })
            .await
    }

    async fn shown_files(&self, viewer: &Viewer, ids: Vec<FileId>) -> Result<Vec<EntryDto>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let files = file_store::by_ids(tx, viewer.portal, &ids)?;
                let entries = files.into_iter().map(Entry::File).collect();
                view::page(tx, &viewer, Context::Plain, entries)
            })
            .await
    }

    async fn check_destination(
        &self,
        viewer: &Viewer,
        to: FolderId,
        batch: Batch,
    ) -> Result<(crate::service::operations::DestinationCheck, Vec<EntryDto>), Error> {
        let check = self.destination_check(viewer, to, batch).await?;
        let shown = self.shown_files(viewer, check.files.clone()).await?;
        Ok((check, shown))
    }
}
