//! Quotas of single rooms (`files/05 §1`, `files/10 §2`).

use axum::extract::State;
use portal::Caller;
use serde::Deserialize;
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Id, Routes, routes};

use crate::model::FolderId;
use crate::service::Files;
use crate::view::{FolderDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(update_rooms_quota))
        .routes(routes!(reset_rooms_quota))
}

/// A quota for rooms.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateRoomsQuotaRequestDtoInteger {
    /// The rooms; those of third-party storages have no quota and are passed over.
    room_ids: Option<Vec<Id>>,
    /// Bytes; -1 without limit.
    quota: i64,
}

impl Validate for UpdateRoomsQuotaRequestDtoInteger {}

/// Rooms.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateRoomsRoomIdsRequestDtoInteger {
    /// The rooms; those of third-party storages have no quota and are passed over.
    room_ids: Option<Vec<Id>>,
}

impl Validate for UpdateRoomsRoomIdsRequestDtoInteger {}

fn own(ids: Option<Vec<Id>>) -> Vec<FolderId> {
    let ids = ids.unwrap_or_default();
    ids.iter()
        .filter_map(Id::number)
        .map(|id| FolderId(id.into()))
        .collect()
}

/// Gives rooms a quota of their own.
#[utoipa::path(put, path = "/api/2.0/files/rooms/roomquota", operation_id = "updateRoomsQuota", tag = "Files / Quota",
    request_body = UpdateRoomsQuotaRequestDtoInteger,
    responses((status = 200, body = Envelope<Vec<FolderDto>>)))]
async fn update_rooms_quota(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<UpdateRoomsQuotaRequestDtoInteger>,
) -> wire::Result<Vec<FolderDto>> {
    let rooms = files.set_room_quotas(&viewer, own(body.room_ids), Some(body.quota));
    Ok(wire::list(rooms.await?))
}

/// Gives rooms the portal's default quota again.
#[utoipa::path(put, path = "/api/2.0/files/rooms/resetquota", operation_id = "resetRoomQuota", tag = "Files / Quota",
    request_body = UpdateRoomsRoomIdsRequestDtoInteger,
    responses((status = 200, body = Envelope<Vec<FolderDto>>)))]
async fn reset_rooms_quota(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<UpdateRoomsRoomIdsRequestDtoInteger>,
) -> wire::Result<Vec<FolderDto>> {
    let rooms = files.set_room_quotas(&viewer, own(body.room_ids), None);
    Ok(wire::list(rooms.await?))
}
