//! One file: making, seeing, renaming it, and its history (`files/06a`).

use axum::extract::State;
use people::view::{EmployeeDto, short, virtual_person};
use portal::{Caller, Here, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Id, Paging, Path, Query, Routes, routes};

use crate::error::Error;
use crate::model::{FileId, FolderId};
use crate::service::{FileUpdate, Files, NewCopy, NewDocument, NewText, Place};
use crate::store::history::{Happening, Window};
use crate::titles;
use crate::view::{FileDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(create_file))
        .routes(routes!(create_file_in_my_documents))
        .routes(routes!(create_text_file))
        .routes(routes!(create_text_file_in_my_documents))
        .routes(routes!(create_html_file))
        .routes(routes!(create_html_file_in_my_documents))
        .routes(routes!(get_file_info, update_file))
        .routes(routes!(copy_file_as))
        .routes(routes!(is_form_pdf))
        .routes(routes!(get_file_history))
        .routes(routes!(get_folder_history))
}

/// The file as it is now.
pub(super) async fn show(files: &Files, viewer: &Viewer, id: FileId) -> Result<FileDto, Error> {
    let viewer = viewer.clone();
    files
        .db()
        .read(move |tx| crate::view::file(tx, &viewer, id))
        .await
}

/// A title within the limit of requests; its key starts with "File." as the contract's model does.
pub(super) struct Title<'a>(pub(super) Option<&'a str>);

impl Validate for Title<'_> {
    fn validate(&self, check: &mut Check) {
        check.max_len("Title", &self.0, titles::REQUEST_LIMIT);
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateFileJsonElement {
    /// Title, with or without extension.
    #[schema(max_length = 165, min_length = 0)]
    title: String,
    /// File whose content is copied.
    #[serde(default)]
    template_id: Option<Id>,
    /// Leave the extension as it is.
    #[serde(default)]
    enable_external_ext: bool,
    /// Number of a form in the public gallery.
    #[serde(default)]
    form_id: Option<i32>,
}

impl Validate for CreateFileJsonElement {
    fn validate(&self, check: &mut Check) {
        check.within("File", &Title(Some(&self.title)));
    }
}

impl CreateFileJsonElement {
    fn document(self, caller: &Caller, here: &Here) -> Result<NewDocument, Error> {
        if self.form_id.is_some_and(|form| form > 0) {
            return Err(Error::Unsupported(
                "The form gallery is not available.".to_owned(),
            ));
        }
        // 0 stands for "none" in some clients.
        let template = match self.template_id {
            None | Some(Id::Number(..=0)) => None,
            Some(Id::Number(id)) => Some(FileId(id.into())),
            Some(Id::Text(_)) => return Err(Error::FILE),
        };
        Ok(NewDocument {
            title: self.title,
            keep_extension: self.enable_external_ext,
            template,
            language: caller
                .culture
                .clone()
                .unwrap_or_else(|| here.language.clone()),
        })
    }
}

/// Makes a document in a folder.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/file",
    operation_id = "createFile", tag = "Files / Files", params(("folderId" = i32, Path)),
    request_body = CreateFileJsonElement, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_file(
    State(files): State<Files>,
    here: Here,
    caller: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<CreateFileJsonElement>,
) -> wire::Result<FileDto> {
    let place = Place::Folder(FolderId(folder));
    let id = files
        .create_document(&viewer, place, body.document(&caller, &here)?)
        .await?;
    Ok(wire::ok(show(&files, &viewer, id).await?))
}

/// Makes a document in the caller's My documents.
#[utoipa::path(post, path = "/api/2.0/files/@my/file",
    operation_id = "createFileInMyDocuments", tag = "Files / Files",
    request_body = CreateFileJsonElement, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_file_in_my_documents(
    State(files): State<Files>,
    here: Here,
    caller: Caller,
    viewer: Viewer,
    Body(body): Body<CreateFileJsonElement>,
) -> wire::Result<FileDto> {
    let id = files
        .create_document(&viewer, Place::My, body.document(&caller, &here)?)
        .await?;
    Ok(wire::ok(show(&files, &viewer, id).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateTextOrHtmlFile {
    /// Title, with or without extension.
    #[schema(max_length = 165, min_length = 1)]
    title: String,
    /// Text of the file.
    #[serde(default)]
    content: Option<String>,
    /// Despite its name: true writes a new version of the file with that title.
    #[serde(default)]
    create_new_if_exist: bool,
}

impl Validate for CreateTextOrHtmlFile {
    fn validate(&self, check: &mut Check) {
        check.required("Title", &self.title);
        check.max_len("Title", &self.title, titles::REQUEST_LIMIT);
    }
}

impl CreateTextOrHtmlFile {
    fn text(self, html: bool) -> Result<NewText, Error> {
        let content = self
            .content
            .ok_or_else(|| Error::Argument("Value cannot be null. (Parameter 'content')".into()))?;
        let html = html || titles::looks_like_html(&content);
        Ok(NewText {
            title: self.title,
            extension: if html { ".html" } else { ".txt" },
            content,
            as_version: self.create_new_if_exist,
        })
    }
}

async fn create_text(
    files: &Files,
    viewer: &Viewer,
    place: Place,
    text: NewText,
) -> wire::Result<FileDto> {
    let id = files.create_text(viewer, place, text).await?;
    Ok(wire::ok(show(files, viewer, id).await?))
}

/// Makes a text file in a folder.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/text",
    operation_id = "createTextFile", tag = "Files / Files", params(("folderId" = i32, Path)),
    request_body = CreateTextOrHtmlFile, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_text_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<CreateTextOrHtmlFile>,
) -> wire::Result<FileDto> {
    create_text(
        &files,
        &viewer,
        Place::Folder(FolderId(folder)),
        body.text(false)?,
    )
    .await
}

/// Makes a text file in the caller's My documents.
#[utoipa::path(post, path = "/api/2.0/files/@my/text",
    operation_id = "createTextFileInMyDocuments", tag = "Files / Files",
    request_body = CreateTextOrHtmlFile, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_text_file_in_my_documents(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<CreateTextOrHtmlFile>,
) -> wire::Result<FileDto> {
    create_text(&files, &viewer, Place::My, body.text(false)?).await
}

/// Makes an HTML file in a folder.
#[utoipa::path(post, path = "/api/2.0/files/{folderId}/html",
    operation_id = "createHtmlFile", tag = "Files / Files", params(("folderId" = i32, Path)),
    request_body = CreateTextOrHtmlFile, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_html_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(folder): Path<i64>,
    Body(body): Body<CreateTextOrHtmlFile>,
) -> wire::Result<FileDto> {
    create_text(
        &files,
        &viewer,
        Place::Folder(FolderId(folder)),
        body.text(true)?,
    )
    .await
}

/// Makes an HTML file in the caller's My documents.
#[utoipa::path(post, path = "/api/2.0/files/@my/html",
    operation_id = "createHtmlFileInMyDocuments", tag = "Files / Files",
    request_body = CreateTextOrHtmlFile, responses((status = 200, body = Envelope<FileDto>)))]
async fn create_html_file_in_my_documents(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<CreateTextOrHtmlFile>,
) -> wire::Result<FileDto> {
    create_text(&files, &viewer, Place::My, body.text(true)?).await
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct Version {
    version: i64,
}

impl Validate for Version {}

/// A stranger without a link is asked to sign in (a deviation: the reference answers 403).
pub(super) fn require_key(viewer: &Viewer) -> Result<(), Error> {
    if viewer.caller.is_authenticated() || viewer.link.is_some() {
        return Ok(());
    }
    Err(Error::Unauthorized)
}

/// A file, or one of its versions.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}",
    operation_id = "getFileInfo", tag = "Files / Files",
    params(("fileId" = i32, Path), ("version" = Option<i32>, Query)),
    security(()), responses((status = 200, body = Envelope<FileDto>)))]
async fn get_file_info(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<Version>,
) -> wire::Result<FileDto> {
    require_key(&viewer)?;
    Ok(wire::ok(
        files.file_at(&viewer, FileId(id), query.version).await?,
    ))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateFile {
    /// New title; its extension never changes.
    #[schema(max_length = 165, min_length = 0)]
    title: Option<String>,
    /// Version to restore.
    #[schema(value_type = i32)]
    last_version: i64,
}

impl Validate for UpdateFile {
    fn validate(&self, check: &mut Check) {
        check.within("File", &Title(self.title.as_deref()));
    }
}

/// Renames a file and, or, restores one of its versions.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}",
    operation_id = "updateFile", tag = "Files / Files", params(("fileId" = i32, Path)),
    security(()), request_body = UpdateFile, responses((status = 200, body = Envelope<FileDto>)))]
async fn update_file(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<UpdateFile>,
) -> wire::Result<FileDto> {
    require_key(&viewer)?;
    let update = FileUpdate {
        title: body.title,
        restore: body.last_version,
    };
    files.update(&viewer, FileId(id), update).await?;
    Ok(wire::ok(show(&files, &viewer, FileId(id)).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CopyAsJsonElement {
    /// Title of the copy.
    dest_title: String,
    /// Folder of the copy.
    dest_folder_id: Id,
    /// Leave the extension as it is; copies always do.
    #[serde(default, rename = "enableExternalExt")]
    _enable_external_ext: bool,
    /// Password of a protected source.
    #[serde(default)]
    password: Option<String>,
    /// Make a form.
    #[serde(default)]
    to_form: bool,
}

impl Validate for CopyAsJsonElement {}

/// Copies the content of a file into a new one, converted if the title asks for another format.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/copyas",
    operation_id = "copyFileAs", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = CopyAsJsonElement, responses((status = 200, body = Envelope<FileDto>)))]
async fn copy_file_as(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<CopyAsJsonElement>,
) -> wire::Result<FileDto> {
    let Some(folder) = body.dest_folder_id.number() else {
        return Err(Error::FOLDER.into());
    };
    let place = Place::Folder(FolderId(folder.into()));
    let copy = NewCopy {
        title: body.dest_title,
        password: body.password,
        to_form: body.to_form,
    };
    let copy = files.copy_as(&viewer, FileId(id), place, copy).await?;
    Ok(wire::ok(show(&files, &viewer, copy).await?))
}

/// Whether a file is an ONLYOFFICE PDF form.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/isformpdf",
    operation_id = "isFormPDF", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<bool>)))]
async fn is_form_pdf(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<bool> {
    Ok(wire::ok(files.is_pdf_form(&viewer, FileId(id)).await?))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Span {
    from_date: Option<ApiDate>,
    to_date: Option<ApiDate>,
}

impl Validate for Span {}

impl Span {
    fn window(&self, paging: Paging) -> Window {
        Window {
            from: self.from_date.and_then(ApiDate::given),
            to: self.to_date.and_then(ApiDate::given),
            start: paging.start_index.into(),
            count: paging.count.into(),
        }
    }
}

/// Something that happened.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct HistoryDto {
    #[schema(value_type = i32)]
    id: i64,
    action: HistoryAction,
    initiator: EmployeeDto,
    date: ApiDate,
    #[schema(value_type = HistoryData)]
    data: serde_json::Value,
    #[schema(no_recursion)]
    related: Vec<HistoryDto>,
}

/// What was done: number and name.
#[derive(Debug, Serialize, ToSchema)]
struct HistoryAction {
    #[schema(value_type = i32)]
    id: i64,
    key: String,
}

/// Details of what happened.
#[derive(ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the details in the OpenAPI document")]
struct HistoryData {
    initiator_name: Option<String>,
}

/// The history of a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/log",
    operation_id = "getFileHistory", tag = "Files / Files",
    params(("fileId" = i32, Path), ("fromDate" = Option<ApiDate>, Query),
        ("toDate" = Option<ApiDate>, Query), Paging),
    responses((status = 200, body = Envelope<Vec<HistoryDto>>)))]
async fn get_file_history(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(span): Query<Span>,
    paging: Paging,
) -> wire::Result<Vec<HistoryDto>> {
    let (lines, total) = files
        .file_log(&viewer, FileId(id), span.window(paging))
        .await?;
    Ok(wire::page(tell(&files, &viewer, lines).await?, total))
}

/// The history of a folder and of what it holds.
#[utoipa::path(get, path = "/api/2.0/files/folder/{folderId}/log",
    operation_id = "getFolderHistory", tag = "Files / Folders",
    params(("folderId" = i32, Path), ("fromDate" = Option<ApiDate>, Query),
        ("toDate" = Option<ApiDate>, Query), Paging),
    responses((status = 200, body = Envelope<Vec<HistoryDto>>)))]
async fn get_folder_history(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(span): Query<Span>,
    paging: Paging,
) -> wire::Result<Vec<HistoryDto>> {
    let (lines, total) = files
        .folder_log(&viewer, FolderId(id), span.window(paging))
        .await?;
    Ok(wire::page(tell(&files, &viewer, lines).await?, total))
}

async fn tell(
    files: &Files,
    viewer: &Viewer,
    lines: Vec<Happening>,
) -> Result<Vec<HistoryDto>, Error> {
    let mut ids: Vec<UserId> = lines.iter().map(|line| line.actor).collect();
    ids.sort_unstable();
    ids.dedup();
    let portal = viewer.portal;
    let people = files
        .db()
        .read(move |tx| people::store::by_ids(tx, portal, &ids).map_err(Error::from))
        .await?;
    Ok(lines
        .into_iter()
        .map(|line| {
            let initiator = people.get(&line.actor).map_or_else(
                || virtual_person(UserId::LOST, &viewer.base),
                |person| short(person, &viewer.base),
            );
            HistoryDto {
                id: line.id,
                action: HistoryAction {
                    id: line.action,
                    key: action_name(line.action),
                },
                initiator,
                date: ApiDate(line.at),
                data: line.data,
                related: Vec::new(),
            }
        })
        .collect())
}

/// Names of the actions that entries' histories show (`platform/07a`).
fn action_name(number: i64) -> String {
    const NAMES: &[(i64, &str)] = &[
        (5000, "FileCreated"),
        (5001, "FileRenamed"),
        (5002, "FileUpdated"),
        (5003, "FileCreatedVersion"),
        (5004, "FileDeletedVersion"),
        (5005, "FileUpdatedRevisionComment"),
        (5006, "FileLocked"),
        (5007, "FileUnlocked"),
        (5008, "FileUpdatedAccess"),
        (5009, "FileDownloaded"),
        (5011, "FileUploaded"),
        (5013, "FileCopied"),
        (5014, "FileCopiedWithOverwriting"),
        (5015, "FileMoved"),
        (5016, "FileMovedWithOverwriting"),
        (5017, "FileMovedToTrash"),
        (5018, "FileDeleted"),
        (5019, "FolderCreated"),
        (5020, "FolderRenamed"),
        (5021, "FolderUpdatedAccess"),
        (5022, "FolderCopied"),
        (5023, "FolderCopiedWithOverwriting"),
        (5024, "FolderMoved"),
        (5025, "FolderMovedWithOverwriting"),
        (5026, "FolderMovedToTrash"),
        (5027, "FolderDeleted"),
        (5034, "UserFileUpdated"),
        (5035, "FileConverted"),
        (5044, "FileRestoreVersion"),
        (5070, "RoomCreated"),
        (5071, "RoomRenamed"),
        (5072, "RoomArchived"),
        (5073, "RoomUnarchived"),
        (5075, "RoomUpdateAccessForUser"),
        (5078, "AddedRoomTags"),
        (5079, "DeletedRoomTags"),
        (5080, "RoomLogoCreated"),
        (5081, "RoomLogoDeleted"),
        (5084, "RoomRemoveUser"),
        (5085, "RoomCreateUser"),
        (5086, "RoomInvitationLinkCreated"),
        (5087, "RoomInvitationLinkDeleted"),
        (5088, "RoomExternalLinkCreated"),
        (5089, "RoomExternalLinkUpdated"),
        (5091, "FileExternalLinkCreated"),
        (5092, "FileExternalLinkUpdated"),
        (5093, "FileExternalLinkDeleted"),
        (5099, "FileUploadedWithOverwriting"),
        (5107, "FolderIndexChanged"),
        (5111, "FileIndexChanged"),
        (5119, "FileVersionRemoved"),
        (5120, "FileCustomFilterEnabled"),
        (5121, "FileCustomFilterDisabled"),
        (5150, "FormStartedToFill"),
        (5151, "FormPartiallyFilled"),
        (5152, "FormCompletelyFilled"),
        (5153, "FormStopped"),
        (6046, "FormSubmit"),
        (6047, "FormOpenedForFilling"),
    ];
    let known = NAMES.iter().find(|(known, _)| *known == number);
    known.map_or_else(|| number.to_string(), |(_, name)| (*name).to_owned())
}
