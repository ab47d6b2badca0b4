//! Versions of a file (`files/06a §5, §6`).

use std::collections::HashMap;

use axum::extract::State;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, Path, Query, Routes, routes};

use crate::error::Error;
use crate::formats;
use crate::model::{Entry, File, FileId};
use crate::service::{Files, author_names, document_key};
use crate::view::{Context, EntryDto, FileDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_file_version_info, change_version_history))
        .routes(routes!(update_file_comment))
        .routes(routes!(restore_file_version))
        .routes(routes!(get_edit_history))
        .routes(routes!(get_edit_diff_url))
        .routes(routes!(get_presigned_uri))
        .routes(routes!(get_presigned_file_uri))
}

async fn show_all(
    files: &Files,
    viewer: &Viewer,
    versions: Vec<File>,
) -> Result<Vec<FileDto>, Error> {
    let viewer = viewer.clone();
    let entries = versions.into_iter().map(Entry::File).collect();
    let page = files
        .db()
        .read(move |tx| crate::view::page(tx, &viewer, Context::Plain, entries))
        .await?;
    Ok(page.into_iter().filter_map(EntryDto::into_file).collect())
}

/// All versions of a file, newest first.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/history",
    operation_id = "getFileVersionInfo", tag = "Files / Files", params(("fileId" = i32, Path)),
    security(()), responses((status = 200, body = Envelope<Vec<FileDto>>)))]
async fn get_file_version_info(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<FileDto>> {
    let versions = files.versions(&viewer, FileId(id)).await?;
    // A streamed list of the reference: always counted as one.
    Ok(wire::streamed(show_all(&files, &viewer, versions).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ChangeHistory {
    #[schema(value_type = i32)]
    version: i64,
    /// True joins the version's group to the one before, false begins a new group behind it.
    #[serde(default)]
    continue_version: bool,
}

impl Validate for ChangeHistory {}

/// Splits or joins revision groups.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/history",
    operation_id = "changeVersionHistory", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = ChangeHistory, responses((status = 200, body = Envelope<Vec<FileDto>>)))]
async fn change_version_history(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<ChangeHistory>,
) -> wire::Result<Vec<FileDto>> {
    files
        .regroup(&viewer, FileId(id), body.version, body.continue_version)
        .await?;
    let versions = files.versions(&viewer, FileId(id)).await?;
    Ok(wire::streamed(show_all(&files, &viewer, versions).await?))
}

#[derive(Debug, Deserialize, ToSchema)]
struct UpdateComment {
    #[schema(value_type = i32)]
    version: i64,
    #[serde(default)]
    comment: Option<String>,
}

impl Validate for UpdateComment {
    fn validate(&self, check: &mut Check) {
        check.max_len("Comment", &self.comment, 255);
    }
}

/// Changes the comment of a version.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/comment",
    operation_id = "updateFileComment", tag = "Files / Operations", params(("fileId" = i32, Path)),
    request_body = UpdateComment, responses((status = 200, body = Envelope<String>)))]
async fn update_file_comment(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<UpdateComment>,
) -> wire::Result<String> {
    let comment = body.comment.unwrap_or_default();
    Ok(wire::ok(
        files
            .set_comment(&viewer, FileId(id), body.version, comment)
            .await?,
    ))
}

/// A version as editors list it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EditHistoryDto {
    #[schema(value_type = i32)]
    id: i64,
    key: String,
    #[schema(value_type = i32)]
    version: i64,
    #[schema(value_type = i32)]
    version_group: i64,
    user: EditHistoryAuthor,
    created: ApiDate,
    changes_history: Option<String>,
    changes: Vec<EditHistoryChangesWrapper>,
    server_version: Option<String>,
}

/// Who saved a version.
#[derive(Debug, Serialize, ToSchema)]
struct EditHistoryAuthor {
    id: String,
    name: Option<String>,
}

/// A change within a version, as an editor reported it.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EditHistoryChangesWrapper {
    user: EditHistoryAuthor,
    created: ApiDate,
    document_sha256: Option<String>,
}

/// Who made the versions of a file, and under which key the newest is open.
struct Told {
    newest: i64,
    key: String,
    names: HashMap<UserId, String>,
    changes: Vec<(i64, UserId, sql::Micros)>,
}

fn edit_version(files: &Files, told: &Told, file: &File) -> EditHistoryDto {
    let version = &file.version;
    let author = |id: UserId| EditHistoryAuthor {
        id: id.to_string(),
        name: told.names.get(&id).cloned(),
    };
    let changes = told.changes.iter().filter(|(of, ..)| *of == version.number);
    EditHistoryDto {
        id: file.id.0,
        key: match version.number == told.newest {
            true => told.key.clone(),
            false => document_key(files.portals().installation(), file),
        },
        version: version.number,
        version_group: version.group,
        user: author(version.author),
        created: ApiDate(version.saved),
        changes_history: None,
        changes: changes
            .map(|(_, who, changed)| EditHistoryChangesWrapper {
                user: author(*who),
                created: ApiDate(*changed),
                document_sha256: None,
            })
            .collect(),
        server_version: None,
    }
}

async fn edit_versions(
    files: &Files,
    viewer: &Viewer,
    id: FileId,
) -> Result<Vec<EditHistoryDto>, Error> {
    let mut versions = files.edit_history(viewer, id).await?;
    let newest = versions.first().ok_or(Error::FILE)?;
    let (key, newest) = (files.key_of(newest).await?, newest.version.number);
    versions.reverse();
    let portal = viewer.portal;
    let of = versions.clone();
    let told = files
        .db()
        .read(move |tx| {
            let changes = crate::store::versions::changes(tx, portal, id)?;
            let changed = changes.iter().map(|(_, who, _)| *who);
            let authors = of.iter().map(|file| file.version.author).chain(changed);
            let names = author_names(tx, portal, authors.collect())?;
            Ok::<_, Error>(Told {
                newest,
                key,
                names,
                changes,
            })
        })
        .await?;
    Ok(versions
        .iter()
        .map(|file| edit_version(files, &told, file))
        .collect())
}

/// Versions for editors, oldest first.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/edit/history",
    operation_id = "getEditHistory", tag = "Files / Files", params(("fileId" = i32, Path)),
    security(()), responses((status = 200, body = Envelope<Vec<EditHistoryDto>>)))]
async fn get_edit_history(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<EditHistoryDto>> {
    Ok(wire::streamed(
        edit_versions(&files, &viewer, FileId(id)).await?,
    ))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Restored {
    version: Option<i64>,
    url: Option<String>,
}

impl Validate for Restored {}

/// Makes an earlier version the newest one.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/restoreversion",
    operation_id = "restoreFileVersion", tag = "Files / Files",
    params(("fileId" = i32, Path), ("version" = Option<i32>, Query), ("url" = Option<String>, Query)),
    security(()), responses((status = 200, body = Envelope<Vec<EditHistoryDto>>)))]
async fn restore_file_version(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<Restored>,
) -> wire::Result<Vec<EditHistoryDto>> {
    // An address alone would have the server fetch from anywhere; editors hand in content otherwise.
    let version = match (query.version, query.url) {
        (Some(version), _) => version,
        (None, _) => return Err(Error::Argument("Bad request.".to_owned()).into()),
    };
    files.restore_version(&viewer, FileId(id), version).await?;
    Ok(wire::streamed(
        edit_versions(&files, &viewer, FileId(id)).await?,
    ))
}

/// What an editor needs to show the changes of a version.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EditHistoryDataDto {
    changes_url: Option<String>,
    key: String,
    previous: Option<EditHistoryUrl>,
    token: Option<String>,
    #[schema(format = "uri")]
    url: String,
    #[schema(value_type = i32)]
    version: i64,
    file_type: String,
}

/// The version before.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EditHistoryUrl {
    key: String,
    #[schema(format = "uri")]
    url: String,
    file_type: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Diff {
    version: i64,
}

impl Validate for Diff {}

/// Where the content of a version is read, for editors.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/edit/diff",
    operation_id = "getEditDiffUrl", tag = "Files / Files",
    params(("fileId" = i32, Path), ("version" = Option<i32>, Query)),
    security(()), responses((status = 200, body = Envelope<EditHistoryDataDto>)))]
async fn get_edit_diff_url(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<Diff>,
) -> wire::Result<EditHistoryDataDto> {
    let versions = files.edit_history(&viewer, FileId(id)).await?;
    let wanted = |file: &&File| query.version <= 0 || file.version.number == query.version;
    let file = versions.iter().find(wanted).ok_or(Error::FILE)?;
    let before = |one: &&File| one.version.number < file.version.number;
    let previous = versions.iter().find(before).map(|file| EditHistoryUrl {
        key: document_key(files.portals().installation(), file),
        url: files.stream_url(&viewer, file),
        file_type: plain_extension(file),
    });
    let mut told = EditHistoryDataDto {
        changes_url: None,
        key: files.key_of(file).await?,
        previous,
        token: None,
        url: files.stream_url(&viewer, file),
        version: query.version,
        file_type: plain_extension(file),
    };
    told.token = files.signed(&viewer, &told).await?;
    Ok(wire::ok(told))
}

fn plain_extension(file: &File) -> String {
    formats::extension(&file.title)
        .trim_start_matches('.')
        .to_owned()
}

/// Where the content of a file is read without signing in, for a short time.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/presigneduri",
    operation_id = "getPresignedUri", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn get_presigned_uri(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<String> {
    let file = files.presigned(&viewer, FileId(id)).await?;
    Ok(wire::ok(files.stream_url(&viewer, &file)))
}

/// An address of content for editors.
#[derive(Debug, Serialize, ToSchema)]
struct FileLink {
    /// Extension.
    filetype: String,
    /// Signature of an external editor, when one is configured.
    token: Option<String>,
    #[schema(format = "uri")]
    url: String,
}

/// The same with the kind of the file.
#[utoipa::path(get, path = "/api/2.0/files/file/{fileId}/presigned",
    operation_id = "getPresignedFileUri", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<FileLink>)))]
async fn get_presigned_file_uri(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FileLink> {
    let file = files.presigned(&viewer, FileId(id)).await?;
    let mut link = FileLink {
        filetype: formats::extension(&file.title),
        token: None,
        url: files.stream_url(&viewer, &file),
    };
    link.token = files.signed(&viewer, &link).await?;
    Ok(wire::ok(link))
}
