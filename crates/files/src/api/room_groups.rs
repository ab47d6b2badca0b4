//! Groups of rooms: a person's own shelves (`files/05 §11`).

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Id, Path, Query, Routes, routes};

use crate::covers;
use crate::error::Error;
use crate::model::FolderId;
use crate::service::Files;
use crate::service::rooms::Shelf;
use crate::view::{EntryDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_groups, add_group))
        .routes(routes!(get_group, update_group, delete_group))
        .routes(routes!(change_icon))
}

/// Pixels of an icon's drawing, and of the small one.
const EDGES: (u32, u32) = (20, 16);

#[derive(Debug, Deserialize, ToSchema)]
struct RoomGroupRequestDto {
    /// Name.
    #[schema(max_length = 128)]
    name: Option<String>,
    /// Id of a built-in cover.
    #[schema(max_length = 50)]
    icon: Option<String>,
    /// Rooms on it.
    rooms: Option<Vec<Id>>,
}

impl Validate for RoomGroupRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Name", &self.name)
            .max_len("Name", &self.name, 128)
            .max_len("Icon", &self.icon, 50);
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateRoomGroupRequest {
    /// New name.
    #[schema(max_length = 128)]
    group_name: Option<String>,
    /// Rooms to put on it.
    rooms_to_add: Option<Vec<Id>>,
    /// Rooms to take off it.
    rooms_to_remove: Option<Vec<Id>>,
}

impl Validate for UpdateRoomGroupRequest {
    fn validate(&self, check: &mut Check) {
        check.max_len("GroupName", &self.group_name, 128);
    }
}

#[derive(Debug, Deserialize, ToSchema)]
struct IconRequest {
    /// Id of a built-in cover; empty for none.
    icon: Option<String>,
}

impl Validate for IconRequest {}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct WithMembers {
    /// Rooms too.
    include_members: bool,
}

impl Validate for WithMembers {}

/// A person's own shelf of rooms.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoomGroupDto {
    #[schema(value_type = i32)]
    id: i64,
    name: String,
    icon: Option<MultiSizeLogoCover>,
    user_id: Uuid,
    rooms: Option<Vec<EntryDto>>,
    #[schema(value_type = i32)]
    total_rooms: i64,
}

/// A built-in cover in two sizes.
#[derive(Debug, Serialize, ToSchema)]
struct MultiSizeLogoCover {
    id: String,
    data: CoverDrawings,
}

#[derive(Debug, Serialize, ToSchema)]
struct CoverDrawings {
    default: String,
    small: String,
}

impl From<Shelf> for RoomGroupDto {
    fn from(Shelf { group, rooms }: Shelf) -> Self {
        let draw = |edge| covers::svg(&group.icon, edge);
        let drawings = draw(EDGES.0).zip(draw(EDGES.1));
        Self {
            id: group.id,
            icon: drawings.map(|(default, small)| MultiSizeLogoCover {
                id: group.icon.clone(),
                data: CoverDrawings { default, small },
            }),
            name: group.name,
            user_id: group.owner.0,
            rooms,
            total_rooms: group.total,
        }
    }
}

fn rooms(ids: Option<Vec<Id>>) -> Result<Vec<FolderId>, Error> {
    let number = |id: Id| {
        id.number()
            .map(|id| FolderId(id.into()))
            .ok_or(Error::FOLDER)
    };
    ids.unwrap_or_default().into_iter().map(number).collect()
}

/// Lists the caller's shelves.
#[utoipa::path(get, path = "/api/2.0/files/group", operation_id = "getRoomGroups", tag = "Rooms / Groups",
    params(WithMembers), responses((status = 200, body = Envelope<Vec<RoomGroupDto>>)))]
async fn get_groups(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Query(with): Query<WithMembers>,
) -> wire::Result<Vec<RoomGroupDto>> {
    let groups = files.room_groups(&viewer, with.include_members).await?;
    Ok(wire::list(
        groups.into_iter().map(RoomGroupDto::from).collect(),
    ))
}

/// Makes a shelf.
#[utoipa::path(post, path = "/api/2.0/files/group", operation_id = "addRoomGroup", tag = "Rooms / Groups",
    request_body = RoomGroupRequestDto, responses((status = 200, body = Envelope<RoomGroupDto>)))]
async fn add_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(group): Body<RoomGroupRequestDto>,
) -> wire::Result<RoomGroupDto> {
    let (name, icon) = (
        group.name.unwrap_or_default(),
        group.icon.unwrap_or_default(),
    );
    let shelf = files
        .create_room_group(&viewer, name, icon, rooms(group.rooms)?)
        .await?;
    Ok(wire::ok(shelf.into()))
}

/// Shows a shelf.
#[utoipa::path(get, path = "/api/2.0/files/group/{id}", operation_id = "getRoomGroupInfo",
    tag = "Rooms / Groups", params(("id" = i32, Path), WithMembers),
    responses((status = 200, body = Envelope<RoomGroupDto>)))]
async fn get_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Query(with): Query<WithMembers>,
) -> wire::Result<RoomGroupDto> {
    Ok(wire::ok(
        files
            .room_group(&viewer, id, with.include_members)
            .await?
            .into(),
    ))
}

/// Changes a shelf.
#[utoipa::path(put, path = "/api/2.0/files/group/{id}", operation_id = "updateRoomGroup",
    tag = "Rooms / Groups", params(("id" = i32, Path)), request_body = UpdateRoomGroupRequest,
    responses((status = 200, body = Envelope<RoomGroupDto>)))]
async fn update_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(change): Body<UpdateRoomGroupRequest>,
) -> wire::Result<RoomGroupDto> {
    let (add, take_off) = (rooms(change.rooms_to_add)?, rooms(change.rooms_to_remove)?);
    let shelf = files
        .update_room_group(&viewer, id, change.group_name, add, take_off)
        .await?;
    Ok(wire::ok(shelf.into()))
}

/// Removes a shelf.
#[utoipa::path(delete, path = "/api/2.0/files/group/{id}", operation_id = "deleteRoomGroup",
    tag = "Rooms / Groups", params(("id" = i32, Path), WithMembers),
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn delete_group(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<wire::Nothing> {
    files.delete_room_group(&viewer, id).await?;
    Ok(wire::nothing())
}

/// Changes the icon of a shelf.
#[utoipa::path(post, path = "/api/2.0/files/group/{id}/icon", operation_id = "changeRoomGroupIcon",
    tag = "Rooms / Groups", params(("id" = i32, Path)), request_body = IconRequest,
    responses((status = 200, body = Envelope<RoomGroupDto>)))]
async fn change_icon(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(icon): Body<IconRequest>,
) -> wire::Result<RoomGroupDto> {
    let icon = icon.icon.unwrap_or_default();
    Ok(wire::ok(
        files.set_room_group_icon(&viewer, id, icon).await?.into(),
    ))
}
