//! Marks on files: lock, filter, order, favourites, recently opened, templates (`files/06a §7, §8`).

use axum::extract::State;
use http::StatusCode;
use portal::{Caller, Role};
use serde::Deserialize;
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, MaybeBody, Path, Query, Routes, routes};

use super::batch::BaseBatchRequestDto;
use super::files::show;
use crate::error::Error;
use crate::model::{Entry, EntryRef, FileId, FolderId, Mark};
use crate::service::Files;
use crate::store::{files as stored_files, folders as stored_folders};
use crate::view::{Context, EntryDto, FileDto, FileEntryType, FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(lock_file))
        .routes(routes!(set_custom_filter_tag))
        .routes(routes!(set_file_order))
        .routes(routes!(set_folder_order))
        .routes(routes!(set_files_order))
        .routes(routes!(toggle_file_favorite))
        .routes(routes!(add_favorites, delete_favorites_from_body))
        .routes(routes!(add_file_to_recent))
        .routes(routes!(delete_recent))
        .routes(routes!(add_templates, delete_templates))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct LockFileParameters {
    lock_file: bool,
}

impl Validate for LockFileParameters {}

/// Locks or unlocks a file.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/lock",
    operation_id = "lockFile", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = LockFileParameters, responses((status = 200, body = Envelope<FileDto>)))]
async fn lock_file(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<LockFileParameters>,
) -> wire::Result<FileDto> {
    files.lock(&viewer, FileId(id), body.lock_file).await?;
    Ok(wire::ok(show(&files, &viewer, FileId(id)).await?))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CustomFilterParameters {
    enabled: bool,
}

impl Validate for CustomFilterParameters {}

/// Switches the custom filter of a spreadsheet on or off.
#[utoipa::path(put, path = "/api/2.0/files/file/{fileId}/customfilter",
    operation_id = "setCustomFilterTag", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = CustomFilterParameters, responses((status = 200, body = Envelope<FileDto>)))]
async fn set_custom_filter_tag(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<CustomFilterParameters>,
) -> wire::Result<FileDto> {
    files
        .set_custom_filter(&viewer, FileId(id), body.enabled)
        .await?;
    Ok(wire::ok(show(&files, &viewer, FileId(id)).await?))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct OrderRequestDto {
    #[schema(minimum = 1, maximum = 2147483647)]
    order: i32,
}

impl Validate for OrderRequestDto {
    fn validate(&self, check: &mut Check) {
        check.range("Order", self.order, 1, i32::MAX);
    }
}

/// Gives a file its number in the order by hand.
#[utoipa::path(put, path = "/api/2.0/files/{fileId}/order",
    operation_id = "setFileOrder", tag = "Files / Files", params(("fileId" = i32, Path)),
    request_body = OrderRequestDto, responses((status = 200, body = Envelope<FileDto>)))]
async fn set_file_order(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<OrderRequestDto>,
) -> wire::Result<FileDto> {
    files
        .order_file(&viewer, FileId(id), body.order.into())
        .await?;
    Ok(wire::ok(show(&files, &viewer, FileId(id)).await?))
}

/// Gives a folder its number in the order by hand.
#[utoipa::path(put, path = "/api/2.0/files/folder/{folderId}/order",
    operation_id = "setFolderOrder", tag = "Files / Folders", params(("folderId" = i32, Path)),
    request_body = OrderRequestDto, responses((status = 200, body = Envelope<FolderDto>)))]
async fn set_folder_order(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(body): Body<OrderRequestDto>,
) -> wire::Result<FolderDto> {
    let id = FolderId(id);
    files.order_folder(&viewer, id, body.order.into()).await?;
    let folder = files
        .db()
        .read(move |tx| crate::view::folder(tx, &viewer, id))
        .await;
    Ok(wire::ok(folder.map_err(wire::Error::from)?))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = OrdersItemRequestDtoInteger)]
struct OrdersItem {
    #[schema(value_type = i32)]
    entry_id: i64,
    entry_type: FileEntryType,
    #[schema(minimum = 1, maximum = 2147483647)]
    order: i32,
}

impl Validate for OrdersItem {
    fn validate(&self, check: &mut Check) {
        check.range("Order", self.order, 1, i32::MAX);
    }
}

impl OrdersItem {
    fn entry(&self) -> EntryRef {
        match self.entry_type {
            FileEntryType::Folder => EntryRef::Folder(FolderId(self.entry_id)),
            FileEntryType::File => EntryRef::File(FileId(self.entry_id)),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = OrdersRequestDtoInteger)]
struct Orders {
    items: Vec<OrdersItem>,
}

impl Validate for Orders {
    fn validate(&self, check: &mut Check) {
        check.within("Items", &self.items);
    }
}

/// Orders entries of rooms by hand.
#[utoipa::path(put, path = "/api/2.0/files/order",
    operation_id = "setFilesOrder", tag = "Files / Files",
    request_body = Orders, responses((status = 200, body = Envelope<Vec<EntryDto>>)))]
async fn set_files_order(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<Orders>,
) -> wire::Result<Vec<EntryDto>> {
    let items: Vec<_> = body
        .items
        .iter()
        .map(|item| (item.entry(), item.order.into()))
        .collect();
    files.order_entries(&viewer, items.clone()).await?;
    let entries = items.into_iter().map(|(entry, _)| entry).collect();
    Ok(wire::list(
        show_entries(&files, &viewer, Context::Plain, entries).await?,
    ))
}

async fn show_entries(
    files: &Files,
    viewer: &Viewer,
    context: Context,
    references: Vec<EntryRef>,
) -> Result<Vec<EntryDto>, Error> {
    let viewer = viewer.clone();
    files
        .db()
        .read(move |tx| {
            let mut entries = Vec::with_capacity(references.len());
            for reference in references {
                entries.extend(match reference {
                    EntryRef::File(id) => {
                        stored_files::by_id(tx, viewer.portal, id)?.map(Entry::File)
                    }
                    EntryRef::Folder(id) => {
                        stored_folders::by_id(tx, viewer.portal, id)?.map(Entry::Folder)
                    }
                });
            }
            crate::view::page(tx, &viewer, context, entries)
        })
        .await
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Favorite {
    favorite: bool,
}

impl Validate for Favorite {}

/// Marks a file as favourite, or no longer.
#[utoipa::path(get, path = "/api/2.0/files/favorites/{fileId}",
    operation_id = "toggleFileFavorite", tag = "Files / Files",
    params(("fileId" = i32, Path), ("favorite" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<bool>)))]
async fn toggle_file_favorite(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(query): Query<Favorite>,
) -> wire::Result<bool> {
    files
        .mark_file(&viewer, Mark::Favorite, FileId(id), query.favorite)
        .await?;
    Ok(wire::ok(query.favorite))
}

/// Marks entries as favourites.
#[utoipa::path(post, path = "/api/2.0/files/favorites",
    operation_id = "addFavorites", tag = "Files / Operations",
    request_body = BaseBatchRequestDto, responses((status = 200, body = Envelope<bool>)))]
async fn add_favorites(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    MaybeBody(body): MaybeBody<BaseBatchRequestDto>,
) -> wire::Result<bool> {
    files
        .mark(&viewer, Mark::Favorite, body.entries(), true)
        .await?;
    Ok(wire::ok(true))
}

/// Takes entries off the favourites; ids come in the body or in the query.
#[utoipa::path(delete, path = "/api/2.0/files/favorites",
    operation_id = "deleteFavoritesFromBody", tag = "Files / Operations",
    request_body = BaseBatchRequestDto, responses((status = 200, body = Envelope<bool>)))]
async fn delete_favorites_from_body(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(query): Query<BaseBatchRequestDto>,
    MaybeBody(body): MaybeBody<BaseBatchRequestDto>,
) -> wire::Result<bool> {
    let mut entries = body.entries();
    entries.extend(query.entries());
    files.mark(&viewer, Mark::Favorite, entries, false).await?;
    Ok(wire::ok(true))
}

/// Puts a file on the list of recently opened ones.
#[utoipa::path(post, path = "/api/2.0/files/file/{fileId}/recent",
    operation_id = "addFileToRecent", tag = "Files / Files", params(("fileId" = i32, Path)),
    responses((status = 200, body = Envelope<FileDto>)))]
async fn add_file_to_recent(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FileDto> {
    let id = FileId(id);
    files.mark_file(&viewer, Mark::Recent, id, true).await?;
    let mut shown = show_entries(&files, &viewer, Context::Shelf, vec![id.into()]).await?;
    let file = shown
        .pop()
        .and_then(EntryDto::into_file)
        .ok_or(Error::FILE)?;
    Ok(wire::ok(file))
}

/// Takes entries off the list of recently opened ones.
#[utoipa::path(delete, path = "/api/2.0/files/recent",
    operation_id = "deleteRecent", tag = "Files / Files",
    request_body = BaseBatchRequestDto, responses((status = 200, description = "Never: the answer is 204", body = Envelope<wire::NoContent>),
        (status = 204, description = "Done")))]
async fn delete_recent(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    MaybeBody(body): MaybeBody<BaseBatchRequestDto>,
) -> Result<StatusCode, wire::Error> {
    files
        .mark(&viewer, Mark::Recent, body.entries(), false)
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TemplatesRequestDto {
    #[schema(value_type = Vec<i32>)]
    file_ids: Vec<Id>,
}

impl Validate for TemplatesRequestDto {}

/// No kind of file can be a template: the contract's list of them is empty (`files/07 §1`).
fn accept_templates(caller: &Caller, _: &[Id]) -> wire::Result<bool> {
    if caller.role == Role::Guest {
        return Err(wire::Error::denied());
    }
    Ok(wire::ok(true))
}

/// Marks files as templates.
#[utoipa::path(post, path = "/api/2.0/files/templates",
    operation_id = "addTemplates", tag = "Files / Files",
    request_body = TemplatesRequestDto, responses((status = 200, body = Envelope<bool>)))]
async fn add_templates(
    caller: Caller,
    MaybeBody(body): MaybeBody<TemplatesRequestDto>,
) -> wire::Result<bool> {
    accept_templates(&caller, &body.file_ids)
}

/// Files are no templates any more.
#[utoipa::path(delete, path = "/api/2.0/files/templates",
    operation_id = "deleteTemplates", tag = "Files / Files",
    request_body = Vec<i32>, responses((status = 200, body = Envelope<bool>)))]
async fn delete_templates(caller: Caller, Body(ids): Body<Vec<Id>>) -> wire::Result<bool> {
    accept_templates(&caller, &ids)
}
