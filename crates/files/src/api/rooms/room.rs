//! One room: making, seeing, changing, pinning it.

use axum::extract::State;
use portal::Caller;
use wire::{Body, Envelope, Path, Routes, routes};

use super::requests::{CreateRoomRequestDto, UpdateRoomRequest};
use crate::model::FolderId;
use crate::service::Files;
use crate::view::{FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(create_room))
        .routes(routes!(get_room, update_room))
        .routes(routes!(pin_room))
        .routes(routes!(unpin_room))
        .routes(routes!(reorder_room))
}

/// Makes a room.
#[utoipa::path(post, path = "/api/2.0/files/rooms", operation_id = "createRoom", tag = "Rooms",
    request_body = CreateRoomRequestDto, responses((status = 200, body = Envelope<FolderDto>)))]
async fn create_room(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(room): Body<CreateRoomRequestDto>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(files.create_room(&viewer, room.into()).await?))
}

/// Shows a room, to visitors of its links too.
#[utoipa::path(get, path = "/api/2.0/files/rooms/{id}", operation_id = "getRoomInfo", security(()), tag = "Rooms",
    params(("id" = i32, Path)), responses((status = 200, body = Envelope<FolderDto>)))]
async fn get_room(
    State(files): State<Files>,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    if !viewer.caller.is_authenticated() && viewer.link.is_none() {
        return Err(wire::Error::anonymous());
    }
    Ok(wire::ok(files.room(&viewer, FolderId(id)).await?))
}

/// Changes a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}", operation_id = "updateRoom", tag = "Rooms",
    params(("id" = i32, Path)), request_body = UpdateRoomRequest,
    responses((status = 200, body = Envelope<FolderDto>)))]
async fn update_room(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
    Body(room): Body<UpdateRoomRequest>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(
        files
            .update_room(&viewer, FolderId(id), room.into())
            .await?,
    ))
}

/// Pins a room on top of the list.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/pin", operation_id = "pinRoom", tag = "Rooms",
    params(("id" = i32, Path)), responses((status = 200, body = Envelope<FolderDto>)))]
async fn pin_room(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(files.pin_room(&viewer, FolderId(id)).await?))
}

/// Takes the pin off a room.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/unpin", operation_id = "unpinRoom", tag = "Rooms",
    params(("id" = i32, Path)), responses((status = 200, body = Envelope<FolderDto>)))]
async fn unpin_room(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(files.unpin_room(&viewer, FolderId(id)).await?))
}

/// Numbers everything in a room anew without gaps.
#[utoipa::path(put, path = "/api/2.0/files/rooms/{id}/reorder", operation_id = "reorderRoom", tag = "Rooms",
    params(("id" = i32, Path)), responses((status = 200, body = Envelope<FolderDto>)))]
async fn reorder_room(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<FolderDto> {
    Ok(wire::ok(files.reorder_room(&viewer, FolderId(id)).await?))
}
