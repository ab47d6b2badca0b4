//! Files coming in: in one piece, as new content of a file, in many pieces (`files/06a §2, §3`).

use axum::Json;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use portal::Caller;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Nothing, Path, Query, Routes, UtcDate, routes};

use super::files::show;
use crate::error::Error;
use crate::model::{FileId, FolderId};
use crate::service::{Files, NewUpload, PIECE_LIMIT, Place, Progress};
use crate::upload::{Form, Options, SIMPLE_LIMIT, Session};
use crate::view::{FileDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(upload_file))
        .routes(routes!(upload_file_to_my))
        .routes(routes!(insert_file))
        .routes(routes!(insert_file_to_my_from_body))
        .routes(routes!(check_upload))
        .routes(routes!(update_file_stream))
        .routes(routes!(save_editing_file_from_form))
        .routes(routes!(create_upload_session))
        .routes(routes!(create_upload_session_in_folder))
        .routes(routes!(create_edit_session))
        .routes(routes!(upload_session, abort_upload_session))
        .routes(routes!(upload_async_session))
        .routes(routes!(finalize_session))
        .route(
            "/ChunkedUploader.ashx",
            axum::routing::post(chunked_uploader),
        )
        // Bodies are watched while they stream; the framework's limit is for those in memory.
        .around(|router| router.layer(DefaultBodyLimit::disable()))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct UploadQuery {
    create_new_if_exist: Option<bool>,
    store_original_file: Option<bool>,
    keep_convert_status: Option<bool>,
    title: Option<String>,
}

impl Validate for UploadQuery {}

async fn receive(
    files: &Files,
    viewer: &Viewer,
    place: Place,
    query: &UploadQuery,
    request: Request,
) -> Result<(FolderId, Vec<NewUpload>), Error> {
    // Who may not upload sends no bytes in vain.
    let folder = files.require_upload(viewer, place).await?;
    let mut form = Form::read(request, &files.blobs().of(viewer.portal.0), SIMPLE_LIMIT).await?;
    let title = form
        .field("title")
        .map(str::to_owned)
        .or_else(|| query.title.clone());
    let title = title.filter(|title| !title.trim().is_empty());
    let keep_both = form
        .flag("createNewIfExist")
        .or(query.create_new_if_exist)
        .unwrap_or_default();
    if form.files.is_empty() {
        return Err(Error::Argument("No input files".to_owned()));
    }
    let uploads = std::mem::take(&mut form.files)
        .into_iter()
        .map(|part| NewUpload {
            title: title.clone().unwrap_or(part.file_name),
            received: part.received,
            keep_both,
            created: None,
        });
    Ok((folder, uploads.collect()))
}

async fn upload(
    files: &Files,
    viewer: &Viewer,
    place: Place,
    query: UploadQuery,
    request: Request,
) -> Result<Vec<FileDto>, Error> {
    // The title of an upload is the name of the file; only an insert has one of its own.
    let query = UploadQuery {
        title: None,
        ..query
    };
    let (folder, uploads) = receive(files, viewer, place, &query, request).await?;
    if let Some(keep) = query.store_original_file {
        let (user, _) = viewer.person()?;
        files
            .change_user_settings(viewer.portal, user, move |mine| mine.store_original = keep)
            .await?;
    }
    let mut shown = Vec::new();
    for id in files.upload(viewer, folder, uploads).await? {
        shown.push(show(files, viewer, id).await?);
    }
    Ok(shown)
}

/// Uploads files into a folder.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/upload",
    operation_id = "uploadFile", tag = "Files / Folders",
    params(("folderId" = i32, Path), ("createNewIfExist" = Option<bool>, Query),
        ("storeOriginalFile" = Option<bool>, Query), ("keepConvertStatus" = Option<bool>, Query)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<Vec<FileDto>>)))]
async fn upload_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> wire::Result<Vec<FileDto>> {
    let place = Place::Folder(FolderId(folder));
    Ok(wire::list(
        upload(&files, &viewer, place, query, request).await?,
    ))
}

/// Uploads files into the caller's My documents.
#[utoipa::path(post, path = "/api/2.0/files/@my/upload",
    operation_id = "uploadFileToMy", tag = "Files / Folders",
    params(("createNewIfExist" = Option<bool>, Query),
        ("storeOriginalFile" = Option<bool>, Query), ("keepConvertStatus" = Option<bool>, Query)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<Vec<FileDto>>)))]
async fn upload_file_to_my(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> wire::Result<Vec<FileDto>> {
    Ok(wire::list(
        upload(&files, &viewer, Place::My, query, request).await?,
    ))
}

/// A form with a file.
#[derive(ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct FileForm {
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: Option<String>,
}

/// Describes a form with a file and what is to become of it. The facts of its stream are what clients generated from
/// the reference can send; the bytes themselves tell them, so nobody reads these.
macro_rules! insert_form {
    ($name:ident, file = $file:literal, $($field:ident: $type:ty = $wire:literal,)+) => {
        #[derive(ToSchema)]
        #[expect(dead_code, reason = "describes the form in the OpenAPI document")]
        struct $name {
            #[schema(rename = $file, format = Binary, content_media_type = "application/octet-stream")]
            file: Option<String>,
            $(#[schema(rename = $wire)] $field: Option<$type>,)+
        }
    };
}

insert_form! { InsertForm, file = "File",
    title: String = "Title",
    create_new_if_exist: bool = "CreateNewIfExist",
    keep_convert_status: bool = "KeepConvertStatus",
    can_read: bool = "Stream.CanRead",
    can_write: bool = "Stream.CanWrite",
    can_seek: bool = "Stream.CanSeek",
    can_timeout: bool = "Stream.CanTimeout",
    length: i64 = "Stream.Length",
    position: i64 = "Stream.Position",
    read_timeout: i32 = "Stream.ReadTimeout",
    write_timeout: i32 = "Stream.WriteTimeout",
}

// Here the members carry the name of the contract's model.
insert_form! { InsertFileForm, file = "InsertFile.File",
    title: String = "InsertFile.Title",
    create_new_if_exist: bool = "InsertFile.CreateNewIfExist",
    keep_convert_status: bool = "InsertFile.KeepConvertStatus",
    can_read: bool = "InsertFile.Stream.CanRead",
    can_write: bool = "InsertFile.Stream.CanWrite",
    can_seek: bool = "InsertFile.Stream.CanSeek",
    can_timeout: bool = "InsertFile.Stream.CanTimeout",
    length: i64 = "InsertFile.Stream.Length",
    position: i64 = "InsertFile.Stream.Position",
    read_timeout: i32 = "InsertFile.Stream.ReadTimeout",
    write_timeout: i32 = "InsertFile.Stream.WriteTimeout",
}

async fn insert(
    files: &Files,
    viewer: &Viewer,
    place: Place,
    query: UploadQuery,
    request: Request,
) -> wire::Result<FileDto> {
    let (folder, uploads) = receive(files, viewer, place, &query, request).await?;
    let first = uploads.into_iter().take(1).collect();
    let id = files
        .upload(viewer, folder, first)
        .await?
        .into_iter()
        .next()
        .ok_or(Error::FILE)?;
    Ok(wire::ok(show(files, viewer, id).await?))
}

/// Uploads one file into a folder, as a form or as bare bytes.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/insert",
    operation_id = "insertFile", tag = "Files / Folders",
    params(("folderId" = i32, Path), ("title" = Option<String>, Query)),
    request_body(content = InsertFileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn insert_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> wire::Result<FileDto> {
    insert(
        &files,
        &viewer,
        Place::Folder(FolderId(folder)),
        query,
        request,
    )
    .await
}

/// Uploads one file into the caller's My documents.
#[utoipa::path(post, path = "/api/2.0/files/@my/insert",
    operation_id = "insertFileToMyFromBody", tag = "Files / Folders",
    params(("title" = Option<String>, Query)),
    request_body(content = InsertForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn insert_file_to_my_from_body(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<UploadQuery>,
    request: Request,
) -> wire::Result<FileDto> {
    insert(&files, &viewer, Place::My, query, request).await
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct CheckUploadRequest {
    files_title: Option<Vec<String>>,
}

impl Validate for CheckUploadRequest {
    fn validate(&self, check: &mut Check) {
        check.present("FilesTitle", &self.files_title);
    }
}

/// Which titles exist in a folder already.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/upload/check",
    operation_id = "checkUpload", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = CheckUploadRequest, responses((status = 200, body = Envelope<Vec<String>>)))]
async fn check_upload(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<CheckUploadRequest>,
) -> wire::Result<Vec<String>> {
    let asked = body.files_title.unwrap_or_default();
    Ok(wire::list(
        files
            .existing_titles(&viewer, FolderId(folder), asked)
            .await?,
    ))
}

async fn save(
    files: &Files,
    viewer: &Viewer,
    id: FileId,
    request: Request,
) -> wire::Result<FileDto> {
    files.require_editable(viewer, id).await?;
    let file = Form::read(request, &files.blobs().of(viewer.portal.0), SIMPLE_LIMIT)
        .await?
        .file()?;
    let id = files.save_version(viewer, id, file.received).await?;
    Ok(wire::ok(show(files, viewer, id).await?))
}

/// Stores new content of a file as a new version.
#[utoipa::path(put, path = "/api/2.0/files/{fileId}/update",
    operation_id = "updateFileStreamFromForm", tag = "Files / Files",
    params(("fileId" = i32, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn update_file_stream(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    request: Request,
) -> wire::Result<FileDto> {
    save(&files, &viewer, FileId(id), request).await
}

/// Stores what somebody edited as a new version.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/saveediting",
    operation_id = "saveEditingFileFromForm", tag = "Files / Files",
    params(("fileId" = i32, Path),
        ("DownloadUri" = Option<String>, Query, description = "Not fetched: the form brings the content")),
    request_body(content = EditingForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn save_editing_file_from_form(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    request: Request,
) -> wire::Result<FileDto> {
    save(&files, &viewer, FileId(id), request).await
}

/// A form with edited content.
#[derive(ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "describes the form in the OpenAPI document")]
struct EditingForm {
    file_extension: Option<String>,
    #[schema(format = Binary, content_media_type = "application/octet-stream")]
    file: Option<String>,
    forcesave: Option<bool>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SessionRequest {
    file_name: String,
    /// Bytes.
    #[serde(default)]
    file_size: i64,
    /// Sub-folders to make, separated by slashes.
    #[serde(default)]
    relative_path: Option<String>,
    /// Creation date to store.
    #[serde(default)]
    create_on: Option<ApiDate>,
    #[serde(default)]
    encrypted: bool,
    /// Keep both when the title exists.
    #[serde(default)]
    create_new_if_exist: bool,
}

impl Validate for SessionRequest {}

/// An upload in pieces.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChunkedUploadSessionResponseInteger)]
struct SessionDto {
    id: String,
    /// Folders from the root down; only the folder itself after a piece.
    #[schema(value_type = Vec<i32>)]
    path: Vec<i64>,
    created: UtcDate,
    expired: UtcDate,
    /// Where pieces are sent.
    location: String,
    bytes_total: i64,
}

impl SessionDto {
    fn new(viewer: &Viewer, session: &Session, path: Vec<FolderId>) -> Self {
        Self {
            id: session.id.clone(),
            path: path.into_iter().map(|folder| folder.0).collect(),
            created: UtcDate(session.created),
            expired: UtcDate(session.expires),
            location: format!("{}/ChunkedUploader.ashx?uid={}", viewer.base, session.id),
            bytes_total: session.size,
        }
    }
}

/// The same, wrapped once more.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ChunkedUploadSessionResponseWrapperInteger)]
struct WrappedSession {
    success: bool,
    data: SessionDto,
}

async fn open(
    files: &Files,
    viewer: &Viewer,
    folder: i64,
    body: SessionRequest,
) -> Result<SessionDto, Error> {
    let options = Options {
        relative_path: body.relative_path.unwrap_or_default(),
        encrypted: body.encrypted,
        create_new_if_exist: body.create_new_if_exist,
        created_on: body.create_on.and_then(ApiDate::given),
    };
    let folder = FolderId(folder);
    let (session, path) = files
        .open_session(viewer, folder, body.file_name, body.file_size, options)
        .await?;
    Ok(SessionDto::new(viewer, &session, path))
}

/// Opens an upload in pieces.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/upload/create_session",
    operation_id = "createUploadSession", tag = "Files / Operations",
    params(("folderId" = i32, Path)), request_body = SessionRequest,
    responses((status = 200, body = Envelope<WrappedSession>)))]
async fn create_upload_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<SessionRequest>,
) -> wire::Result<WrappedSession> {
    let data = open(&files, &viewer, folder, body).await?;
    Ok(wire::ok(WrappedSession {
        success: true,
        data,
    }))
}

/// Opens an upload in pieces.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/session",
    operation_id = "createUploadSessionInFolder", tag = "Files / Operations",
    params(("folderId" = i32, Path)), request_body = SessionRequest,
    responses((status = 200, body = Envelope<SessionDto>)))]
async fn create_upload_session_in_folder(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<SessionRequest>,
) -> wire::Result<SessionDto> {
    Ok(wire::ok(open(&files, &viewer, folder, body).await?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct EditSession {
    file_size: i64,
}

impl Validate for EditSession {}

/// Opens an upload that replaces the content of a file without a new version.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/edit_session",
    operation_id = "createEditSession", tag = "Files / Files",
    params(("fileId" = i32, Path), ("fileSize" = Option<i64>, Query)),
    responses((status = 200, body = Envelope<WrappedSession>)))]
async fn create_edit_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<EditSession>,
) -> wire::Result<WrappedSession> {
    let (session, path) = files
        .open_edit_session(&viewer, FileId(id), query.file_size)
        .await?;
    let data = SessionDto::new(&viewer, &session, path);
    Ok(wire::ok(WrappedSession {
        success: true,
        data,
    }))
}

/// A finished upload.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = UploadSessionResponseDtoInteger)]
struct UploadedDto {
    #[schema(value_type = i32)]
    id: i64,
    #[schema(value_type = i32)]
    folder_id: i64,
    #[schema(value_type = i32)]
    version: i64,
    title: String,
    provider_key: Option<String>,
    uploaded: bool,
    file: FileDto,
}

async fn uploaded(files: &Files, viewer: &Viewer, id: FileId) -> Result<UploadedDto, Error> {
    let file = show(files, viewer, id).await?;
    Ok(UploadedDto {
        id: file.id,
        folder_id: file.folder_id,
        version: file.version,
        title: file.title.clone(),
        provider_key: None,
        uploaded: true,
        file,
    })
}

async fn piece(
    files: &Files,
    viewer: &Viewer,
    session: &str,
    number: Option<i64>,
    request: Request,
) -> Result<Progress, Error> {
    // Only the owner of a session has the server store bytes for it.
    files.session(viewer, session).await?;
    let part = Form::read(request, &files.blobs().of(viewer.portal.0), PIECE_LIMIT)
        .await?
        .file()?;
    files
        .add_piece(viewer, session, number, part.received)
        .await
}

/// Sends the next piece; the last one makes the file.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/session/{sessionId}",
    operation_id = "uploadSession", tag = "Files / Operations",
    params(("folderId" = i32, Path), ("sessionId" = String, Path)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<UploadedDto>), (status = 201, body = Envelope<UploadedDto>)))]
async fn upload_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(at): Path<(i64, String)>,
    request: Request,
) -> Result<Response, wire::Error> {
    match piece(&files, &viewer, &at.1, None, request).await? {
        Progress::Open(session, path) => {
            Ok(wire::ok(SessionDto::new(&viewer, &session, path)).into_response())
        }
        Progress::Done(id) => {
            let done = uploaded(&files, &viewer, id).await?;
            Ok(wire::ok(done).status(StatusCode::CREATED).into_response())
        }
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct PieceQuery {
    chunk_number: Option<i64>,
}

impl Validate for PieceQuery {}

/// Sends a piece by its number, in any order.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/session/{sessionId}/upload",
    operation_id = "uploadAsyncSession", tag = "Files / Operations",
    params(("folderId" = i32, Path), ("sessionId" = String, Path), ("ChunkNumber" = Option<i32>, Query)),
    request_body(content = FileForm, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<SessionDto>)))]
async fn upload_async_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(at): Path<(i64, String)>,
    Query(query): Query<PieceQuery>,
    request: Request,
) -> Result<Response, wire::Error> {
    let number = Some(query.chunk_number.unwrap_or(1));
    match piece(&files, &viewer, &at.1, number, request).await? {
        Progress::Open(session, path) => {
            Ok(wire::ok(SessionDto::new(&viewer, &session, path)).into_response())
        }
        Progress::Done(id) => Ok(wire::ok(uploaded(&files, &viewer, id).await?).into_response()),
    }
}

/// Puts the pieces together and makes the file.
#[utoipa::path(put, path = "/api/2.0/files/{folderId}/session/{sessionId}/finalize",
    operation_id = "finalizeSession", tag = "Files / Operations",
    params(("folderId" = i32, Path), ("sessionId" = String, Path)),
    responses((status = 200, body = Envelope<UploadedDto>), (status = 201, body = Envelope<UploadedDto>)))]
async fn finalize_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(at): Path<(i64, String)>,
) -> wire::Result<UploadedDto> {
    let id = files.finish_session(&viewer, &at.1).await?;
    Ok(wire::ok(uploaded(&files, &viewer, id).await?).status(StatusCode::CREATED))
}

/// Gives an upload up.
#[utoipa::path(delete, path = "/api/2.0/files/{folderId}/session/{sessionId}",
    operation_id = "abortUploadSession", tag = "Files / Operations",
    params(("folderId" = i32, Path), ("sessionId" = String, Path)),
    responses((status = 200, body = Envelope<Nothing>)))]
async fn abort_upload_session(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(at): Path<(i64, String)>,
) -> wire::Result<Nothing> {
    files.abort_session(&viewer, &at.1).await?;
    Ok(wire::nothing())
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct ChunkQuery {
    uid: Option<String>,
    abort: bool,
    finalize: bool,
    upload: bool,
    initiate: bool,
    #[serde(rename = "chunkNumber")]
    chunk_number: Option<i64>,
    folderid: i64,
    title: Option<String>,
    #[serde(rename = "fileSize")]
    file_size: i64,
    encrypted: bool,
    fileid: Option<i64>,
}

impl Validate for ChunkQuery {}

/// The older handler of uploads in pieces: errors are told with status 200 (`files/06a §3`).
async fn chunked_uploader(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<ChunkQuery>,
    request: Request,
) -> Response {
    chunk(&files, &viewer, query, request)
        .await
        .unwrap_or_else(|error| {
            let message = wire::Error::from(error).to_string();
            Json(json!({ "success": false, "message": message })).into_response()
        })
}

async fn chunk(
    files: &Files,
    viewer: &Viewer,
    query: ChunkQuery,
    request: Request,
) -> Result<Response, Error> {
    if query.initiate {
        let (session, path) = match query.fileid.filter(|id| *id > 0) {
            Some(id) => {
                files
                    .open_edit_session(viewer, FileId(id), query.file_size)
                    .await?
            }
            None => {
                let options = Options {
                    encrypted: query.encrypted,
                    ..Options::default()
                };
                let title = query.title.unwrap_or_default();
                let folder = FolderId(query.folderid);
                files
                    .open_session(viewer, folder, title, query.file_size, options)
                    .await?
            }
        };
        return Ok(handler_session(viewer, &session, path));
    }
    let uid = query.uid.unwrap_or_default();
    if query.abort {
        files.abort_session(viewer, &uid).await?;
        return Ok(Json(json!({ "success": true })).into_response());
    }
    if query.finalize {
        let id = files.finish_session(viewer, &uid).await?;
        return handler_done(files, viewer, id).await;
    }
    let number = query.upload.then(|| query.chunk_number.unwrap_or(1));
    match piece(files, viewer, &uid, number, request).await? {
        Progress::Open(session, path) => Ok(handler_session(viewer, &session, path)),
        Progress::Done(id) => handler_done(files, viewer, id).await,
    }
}

fn handler_session(viewer: &Viewer, session: &Session, path: Vec<FolderId>) -> Response {
    let data = SessionDto::new(viewer, session, path);
    Json(json!({ "success": true, "data": data, "message": "" })).into_response()
}

async fn handler_done(files: &Files, viewer: &Viewer, id: FileId) -> Result<Response, Error> {
    let done = uploaded(files, viewer, id).await?;
    let body = json!({
        "success": true,
        "data": {
            "id": done.id, "folderId": done.folder_id, "version": done.version,
            "title": done.title, "provider_key": done.provider_key, "uploaded": true,
            "file": done.file,
        },
        "message": "",
    });
    Ok((StatusCode::CREATED, Json(without_nulls(body))).into_response())
}

fn without_nulls(value: serde_json::Value) -> serde_json::Value {
    use serde_json::Value;
    match value {
        Value::Object(map) => Value::Object(
            map.into_iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(name, value)| (name, without_nulls(value)))
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(without_nulls).collect()),
        other => other,
    }
}
