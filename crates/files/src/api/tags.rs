//! Tags of rooms (`files/05 §5`).

use axum::extract::State;
use portal::Caller;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Paging, Path, Query, Routes, routes};

use crate::model::FolderId;
use crate::service::Files;
use crate::view::{FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(create_tag, rename_tag, delete_tags, get_tags))
        .routes(routes!(has_links))
        .routes(routes!(add_room_tags, delete_room_tags))
}

/// Longest name of a tag.
const NAME_LIMIT: usize = 255;

#[derive(Debug, Deserialize, ToSchema)]
struct CreateTagRequestDto {
    /// Name.
    #[schema(max_length = 255)]
    name: Option<String>,
}

impl Validate for CreateTagRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Name", &self.name)
            .max_len("Name", &self.name, NAME_LIMIT);
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateTagRequestDto {
    /// Present name.
    #[schema(max_length = 255)]
    old_name: Option<String>,
    /// New name.
    #[schema(max_length = 255)]
    new_name: Option<String>,
}

impl Validate for UpdateTagRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("OldName", &self.old_name, NAME_LIMIT)
            .max_len("NewName", &self.new_name, NAME_LIMIT);
    }
}

#[derive(Debug, Deserialize, ToSchema)]
struct BatchTagsRequestDto {
    /// Names.
    names: Option<Vec<String>>,
}

impl Validate for BatchTagsRequestDto {
    fn validate(&self, check: &mut Check) {
        check.present("Names", &self.names);
    }
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct TagFilter {
    /// Part of the name.
    filter_value: Option<String>,
}

impl Validate for TagFilter {}

/// Makes a tag.
#[utoipa::path(post, path = "/api/2.0/files/tags", operation_id = "createRoomTag", tag = "Rooms",
    request_body = CreateTagRequestDto, responses((status = 200, body = Envelope<String>)))]
async fn create_tag(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(tag): Body<CreateTagRequestDto>,
) -> wire::Result<String> {
    Ok(wire::ok(
        files
            .create_tag(&viewer, tag.name.unwrap_or_default())
            .await?,
    ))
}

/// Renames a tag everywhere.
#[utoipa::path(put, path = "/api/2.0/files/tags", operation_id = "updateRoomTag", tag = "Rooms",
    request_body = UpdateTagRequestDto, responses((status = 200, body = Envelope<String>)))]
async fn rename_tag(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(tag): Body<UpdateTagRequestDto>,
) -> wire::Result<String> {
    let (old, new) = (
        tag.old_name.unwrap_or_default(),
        tag.new_name.unwrap_or_default(),
    );
    Ok(wire::ok(files.rename_tag(&viewer, old, new).await?))
}

/// Deletes tags everywhere.
#[utoipa::path(delete, path = "/api/2.0/files/tags", operation_id = "deleteCustomTags", tag = "Rooms",
    request_body = BatchTagsRequestDto, responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn delete_tags(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(tags): Body<BatchTagsRequestDto>,
) -> wire::Result<wire::Nothing> {
    files
        .delete_tags(&viewer, tags.names.unwrap_or_default())
        .await?;
    Ok(wire::nothing())
}

/// Lists names of tags.
#[utoipa::path(get, path = "/api/2.0/files/tags", operation_id = "getRoomTagsInfo", tag = "Rooms",
    params(Paging, TagFilter), responses((status = 200, body = Envelope<Vec<wire::Anything>>)))]
async fn get_tags(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    paging: Paging,
    Query(filter): Query<TagFilter>,
) -> wire::Result<Vec<String>> {
    let (start, count) = (paging.start_index.into(), paging.count.into());
    Ok(wire::list(
        files
            .tags(&viewer, filter.filter_value, start, count)
            .await?,
    ))
}

#[derive(Debug, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase")]
#[into_params(parameter_in = Query)]
struct TagName {
    /// Name; the one in the path does not count.
    tag_name: Option<String>,
}

impl Validate for TagName {}

/// Tells whether a room carries a tag.
#[utoipa::path(get, path = "/api/2.0/files/tags/{tagName}/haslinks", operation_id = "hasTagLinks",
    tag = "Rooms", params(("tagName" = String, Path), TagName),
    responses((status = 200, body = Envelope<bool>)))]
async fn has_links(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(tag): Query<TagName>,
) -> wire::Result<bool> {
    Ok(wire::ok(
        files
            .tag_has_rooms(&viewer, tag.tag_name.unwrap_or_default())
            .await?,
    ))
}

#[derive(Debug, Deserialize, ToSchema)]
#[schema(as = BatchTagsRequestDto)]
struct RoomTags {
    /// Names.
    names: Option<Vec<String>>,
}

impl Validate for RoomTags {}

/// Puts tags on a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/tags", operation_id = "addRoomTags", tag = "Rooms",
    params(("id" = i32, Path)), request_body = BatchTagsRequestDto,
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn add_room_tags(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(tags): Body<RoomTags>,
) -> wire::Result<FolderDto> {
    let names = tags.names.unwrap_or_default();
    Ok(wire::ok(
        files.add_room_tags(&viewer, FolderId(id), names).await?,
    ))
}

/// Takes tags off a room.
#[utoipa::path(delete, path = "/api/2.0/files/rooms/{id}/tags", operation_id = "deleteRoomTags",
    tag = "Rooms", params(("id" = i32, Path)), request_body = BatchTagsRequestDto,
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn delete_room_tags(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(tags): Body<RoomTags>,
) -> wire::Result<FolderDto> {
    let names = tags.names.unwrap_or_default();
    Ok(wire::ok(
        files.remove_room_tags(&viewer, FolderId(id), names).await?,
    ))
}
