//! Links of files and folders (`files/08 §5`).

use axum::extract::State;
use portal::Caller;
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{ApiDate, Body, Envelope, MaybeBody, Paging, Path, Routes, routes};

use super::expiry;
use crate::error::Error;
use crate::model::{EntryRef, FileId, FileShare, FolderId};
use crate::service::Files;
use crate::service::sharing::LinkDraft;
use crate::view::{FileShareDto, LinkType, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(file_primary_link, create_file_primary_link))
        .routes(routes!(file_links, set_file_link))
        .routes(routes!(folder_primary_link, create_folder_primary_link))
        .routes(routes!(folder_links, set_folder_link))
}

macro_rules! link_request {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Default, Deserialize, ToSchema)]
        #[serde(rename_all = "camelCase", default)]
        struct $name {
            /// The link; a new one when absent.
            link_id: Option<Uuid>,
            /// What it grants; 0 removes the link.
            access: Option<FileShare>,
            /// End of life.
            expiration_date: Option<ApiDate>,
            /// Title.
            #[schema(max_length = 255)]
            title: Option<String>,
            /// Only for people of the portal.
            internal: bool,
            /// The primary link.
            primary: bool,
            /// Visitors may not download.
            deny_download: bool,
            /// Password.
            #[schema(max_length = 255)]
            password: Option<String>,
        }

        impl Validate for $name {
            fn validate(&self, check: &mut Check) {
                check.max_len("Title", &self.title, 255).max_len("Password", &self.password, 255);
            }
        }

        impl From<$name> for LinkDraft {
            fn from(request: $name) -> Self {
                Self {
                    id: request.link_id.filter(|id| !id.is_nil()),
                    kind: LinkType::External,
                    primary: request.primary,
                    access: request.access,
                    title: request.title,
                    expires: expiry(request.expiration_date),
                    internal: request.internal,
                    deny_download: request.deny_download,
                    password: request.password,
                    max_uses: None,
                }
            }
        }
    };
}

link_request! {
    /// A link of a file.
    FileLinkRequest
}
link_request! {
    /// A link of a folder.
    FolderLinkRequest
}

fn file(id: i64) -> EntryRef {
    EntryRef::File(FileId(id))
}

fn folder(id: i64) -> EntryRef {
    EntryRef::Folder(FolderId(id))
}

/// Shows the primary link of a file, making it when it is missing; nothing for those who may not.
#[utoipa::path(get, path = "/api/2.0/files/file/{id}/link", operation_id = "getFilePrimaryExternalLink", security(()),
    tag = "Files / Files", params(("id" = i32, Path), Paging),
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn file_primary_link(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Option<FileShareDto>> {
    Ok(wire::ok(files.primary_link(&viewer, file(id)).await?))
}

/// Makes the primary link of a file.
#[utoipa::path(post, path = "/api/2.0/files/file/{id}/link", operation_id = "createFilePrimaryExternalLink",
    tag = "Files / Files", params(("id" = i32, Path)), request_body = FileLinkRequest,
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn create_file_primary_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(link): MaybeBody<FileLinkRequest>,
) -> wire::Result<Option<FileShareDto>> {
    Ok(wire::ok(
        files
            .create_primary_link(&viewer, file(id), link.into())
            .await?,
    ))
}

/// Lists the links of a file.
#[utoipa::path(get, path = "/api/2.0/files/file/{id}/links", operation_id = "getFileLinks",
    tag = "Files / Files", params(("id" = i32, Path), Paging),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn file_links(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    paging: Paging,
) -> wire::Result<Vec<FileShareDto>> {
    Ok(wire::list(
        paging.cut(
            files
                .links(&viewer, file(id), Some(LinkType::External))
                .await?,
        ),
    ))
}

/// Makes, changes or removes a link of a file.
#[utoipa::path(put, path = "/api/2.0/files/file/{id}/links", operation_id = "setFileExternalLink",
    tag = "Files / Files", params(("id" = i32, Path)), request_body = FileLinkRequest,
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn set_file_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(link): Body<FileLinkRequest>,
) -> wire::Result<Option<FileShareDto>> {
    let set = files.set_link(&viewer, file(id), link.into()).await;
    Ok(wire::ok(set.map_err(not_found)?))
}

/// The words of this call for what does not exist (`peer-suite/files.md §10`).
fn not_found(error: Error) -> Error {
    match error {
        Error::NotFound(_) => Error::NotFound("Item not found"),
        other => other,
    }
}

/// Shows the primary link of a folder, making it when it is missing; nothing for those who may not.
#[utoipa::path(get, path = "/api/2.0/files/folder/{id}/link", operation_id = "getFolderPrimaryExternalLink", security(()),
    tag = "Files / Folders", params(("id" = i32, Path), Paging),
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn folder_primary_link(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Option<FileShareDto>> {
    Ok(wire::ok(files.primary_link(&viewer, folder(id)).await?))
}

/// Makes the primary link of a folder.
#[utoipa::path(post, path = "/api/2.0/files/folder/{id}/link",
    operation_id = "createFolderPrimaryExternalLink", tag = "Files / Folders",
    params(("id" = i32, Path)), request_body = FolderLinkRequest,
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn create_folder_primary_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    MaybeBody(link): MaybeBody<FolderLinkRequest>,
) -> wire::Result<Option<FileShareDto>> {
    Ok(wire::ok(
        files
            .create_primary_link(&viewer, folder(id), link.into())
            .await?,
    ))
}

/// Lists the links of a folder.
#[utoipa::path(get, path = "/api/2.0/files/folder/{id}/links", operation_id = "getFolderLinks",
    tag = "Files / Folders", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<Vec<FileShareDto>>)))]
async fn folder_links(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<Vec<FileShareDto>> {
    Ok(wire::list(
        files
            .links(&viewer, folder(id), Some(LinkType::External))
            .await?,
    ))
}

/// Makes, changes or removes a link of a folder.
#[utoipa::path(put, path = "/api/2.0/files/folder/{id}/links", operation_id = "setFolderPrimaryExternalLink",
    tag = "Files / Folders", params(("id" = i32, Path)), request_body = FolderLinkRequest,
    responses((status = 200, body = Envelope<FileShareDto>)))]
async fn set_folder_link(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(link): Body<FolderLinkRequest>,
) -> wire::Result<Option<FileShareDto>> {
    Ok(wire::ok(
        files.set_link(&viewer, folder(id), link.into()).await?,
    ))
}
