//! Templates of rooms, and rooms from templates (`files/05 §10`).

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Path, Routes, routes};

use super::requests::{LogoRequest, TITLE_LIMIT, WatermarkRequestDto, check_lifetime, lifetime};
use crate::model::FolderId;
use crate::service::Files;
use crate::service::operations::{RoomCopy, RoomCopyStatus};
use crate::service::rooms::Switch;
use crate::view::{RoomDataLifetimeDto, Viewer};

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(create_template))
        .routes(routes!(template_status))
        .routes(routes!(set_public))
        .routes(routes!(get_public))
        .routes(routes!(create_from_template))
        .routes(routes!(from_template_status))
}

/// A template to make of a room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoomTemplateDto {
    /// The room.
    #[schema(value_type = i32)]
    room_id: i64,
    /// Title.
    #[schema(max_length = 170)]
    title: Option<String>,
    /// Picture.
    logo: Option<LogoRequest>,
    /// Take the room's picture.
    #[serde(default)]
    copy_logo: bool,
    /// Addresses of people who may use it.
    share: Option<Vec<String>>,
    /// Groups that may use it.
    groups: Option<Vec<Uuid>>,
    /// Everybody may use it.
    #[serde(default)]
    public: bool,
    /// Tags.
    tags: Option<Vec<String>>,
    /// Hexadecimal digits.
    #[schema(max_length = 6)]
    color: Option<String>,
    /// Id of a built-in cover.
    #[schema(max_length = 50)]
    cover: Option<String>,
    /// Bytes; -1 unlimited, -2 the portal's default.
    quota: Option<i64>,
}

impl Validate for RoomTemplateDto {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Title", &self.title, TITLE_LIMIT)
            .max_len("Color", &self.color, 6)
            .max_len("Cover", &self.cover, 50);
    }
}

impl From<RoomTemplateDto> for RoomCopy {
    fn from(request: RoomTemplateDto) -> Self {
        Self {
            template: true,
            title: request.title,
            copy_logo: request.copy_logo,
            logo: request
                .logo
                .filter(|logo| logo.tmp_file.is_some())
                .map(Into::into),
            tags: request.tags,
            color: request.color,
            cover: request.cover,
            quota: request.quota,
            share: request.share.unwrap_or_default(),
            groups: request.groups.unwrap_or_default(),
            public: request.public,
            ..Self::default()
        }
    }
}

/// A room to make of a template.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateRoomFromTemplateDto {
    /// The template.
    #[schema(value_type = i32)]
    template_id: i64,
    /// Title.
    #[schema(max_length = 170)]
    title: Option<String>,
    /// Picture.
    logo: Option<LogoRequest>,
    /// Take the template's picture.
    #[serde(default)]
    copy_logo: bool,
    /// Tags.
    tags: Option<Vec<String>>,
    /// Hexadecimal digits.
    #[schema(max_length = 6)]
    color: Option<String>,
    /// Id of a built-in cover.
    #[schema(max_length = 50)]
    cover: Option<String>,
    /// Bytes; -1 unlimited, -2 the portal's default.
    quota: Option<i64>,
    /// Entries carry index numbers.
    indexing: Option<bool>,
    /// Readers may not download or copy out.
    deny_download: Option<bool>,
    /// How long files live.
    lifetime: Option<RoomDataLifetimeDto>,
    /// Watermark.
    watermark: Option<WatermarkRequestDto>,
    /// End-to-end encrypted.
    private: Option<bool>,
}

impl Validate for CreateRoomFromTemplateDto {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Title", &self.title, TITLE_LIMIT)
            .max_len("Color", &self.color, 6)
            .max_len("Cover", &self.cover, 50);
        check_lifetime(check, self.lifetime.as_ref());
        check.within("Watermark", &self.watermark);
    }
}

impl From<CreateRoomFromTemplateDto> for RoomCopy {
    fn from(request: CreateRoomFromTemplateDto) -> Self {
        let on = |switch: Switch| match switch {
            Switch::On(value) => Some(value),
            Switch::Off => None,
        };
        Self {
            title: request.title,
            copy_logo: request.copy_logo,
            logo: request
                .logo
                .filter(|logo| logo.tmp_file.is_some())
                .map(Into::into),
            tags: request.tags,
            color: request.color,
            cover: request.cover,
            quota: request.quota,
            indexing: request.indexing,
            deny_download: request.deny_download,
            lifetime: request.lifetime.as_ref().map(lifetime).and_then(on),
            watermark: request.watermark.map(Switch::from).and_then(on),
            private: request.private.unwrap_or(false),
            ..Self::default()
        }
    }
}

/// How far the making of a template is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoomTemplateStatusDto {
    /// The template; -1 until it is done.
    #[schema(value_type = i32)]
    template_id: i64,
    /// 0 to 0.9 while it works, then 100.
    progress: f64,
    /// Why it failed.
    error: Option<String>,
    /// Nothing will change any more.
    is_completed: bool,
}

/// How far the making of a room is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoomFromTemplateStatusDto {
    /// The room; -1 until it is done.
    #[schema(value_type = i32)]
    room_id: i64,
    /// 0 to 0.9 while it works, then 100.
    progress: f64,
    /// Why it failed.
    error: Option<String>,
    /// Nothing will change any more.
    is_completed: bool,
}

fn progress(status: &RoomCopyStatus) -> f64 {
    if status.finished {
        100.0
    } else {
        f64::from(status.percent) * 0.009
    }
}

impl From<RoomCopyStatus> for RoomTemplateStatusDto {
    fn from(status: RoomCopyStatus) -> Self {
        Self {
            template_id: status.room.map_or(-1, |room| room.0),
            progress: progress(&status),
            is_completed: status.finished,
            error: status.error,
        }
    }
}

impl From<RoomCopyStatus> for RoomFromTemplateStatusDto {
    fn from(status: RoomCopyStatus) -> Self {
        Self {
            room_id: status.room.map_or(-1, |room| room.0),
            progress: progress(&status),
            is_completed: status.finished,
            error: status.error,
        }
    }
}

/// Begins to make a template of a room.
#[utoipa::path(post, path = "/api/2.0/files/roomtemplate", operation_id = "createRoomTemplate", tag = "Rooms",
    request_body = RoomTemplateDto,
    responses((status = 200, body = Envelope<RoomTemplateStatusDto>)))]
async fn create_template(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<RoomTemplateDto>,
) -> wire::Result<RoomTemplateStatusDto> {
    let room = FolderId(request.room_id);
    Ok(wire::ok(
        files.copy_room(&viewer, room, request.into()).await?.into(),
    ))
}

/// Tells how far the making of a template is.
#[utoipa::path(get, path = "/api/2.0/files/roomtemplate/status",
    operation_id = "getRoomTemplateCreatingStatus", tag = "Rooms",
    responses((status = 200, body = Envelope<RoomTemplateStatusDto>)))]
async fn template_status(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<Option<RoomTemplateStatusDto>> {
    Ok(wire::ok(
        files.room_copy_status(&viewer, true).await?.map(Into::into),
    ))
}

#[derive(Debug, Deserialize, ToSchema)]
struct SetPublicDto {
    /// The template.
    #[schema(value_type = i32)]
    id: i64,
    /// Everybody may use it.
    #[serde(default)]
    public: bool,
}

impl Validate for SetPublicDto {}

/// Lets everybody use a template, or nobody else.
#[utoipa::path(put, path = "/api/2.0/files/roomtemplate/public", operation_id = "setPublicSettings",
    tag = "Rooms", request_body = SetPublicDto,
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn set_public(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<SetPublicDto>,
) -> wire::Result<wire::Nothing> {
    files
        .set_template_public(&viewer, FolderId(request.id), request.public)
        .await?;
    Ok(wire::nothing())
}

/// Tells whether everybody may use a template.
#[utoipa::path(get, path = "/api/2.0/files/roomtemplate/{id}/public", operation_id = "getPublicSettings",
    tag = "Rooms", params(("id" = i32, Path)), responses((status = 200, body = Envelope<bool>)))]
async fn get_public(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Path(id): Path<i64>,
) -> wire::Result<bool> {
    Ok(wire::ok(
        files.template_is_public(&viewer, FolderId(id)).await?,
    ))
}

/// Begins to make a room of a template.
#[utoipa::path(post, path = "/api/2.0/files/rooms/fromtemplate", operation_id = "createRoomFromTemplate",
    tag = "Rooms", request_body = CreateRoomFromTemplateDto,
    responses((status = 200, body = Envelope<RoomFromTemplateStatusDto>)))]
async fn create_from_template(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(request): Body<CreateRoomFromTemplateDto>,
) -> wire::Result<RoomFromTemplateStatusDto> {
    let template = FolderId(request.template_id);
    Ok(wire::ok(
        files
            .copy_room(&viewer, template, request.into())
            .await?
            .into(),
    ))
}

/// Tells how far the making of a room is.
#[utoipa::path(get, path = "/api/2.0/files/rooms/fromtemplate/status", operation_id = "getRoomCreatingStatus",
    tag = "Rooms", responses((status = 200, body = Envelope<RoomFromTemplateStatusDto>)))]
async fn from_template_status(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<Option<RoomFromTemplateStatusDto>> {
    Ok(wire::ok(
        files
            .room_copy_status(&viewer, false)
            .await?
            .map(Into::into),
    ))
}
