//! What a person wants to hear of (`platform/06 §6.9`).

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Id, Path, Routes, routes, wire_enum};

use crate::error::Error;
use crate::model::FolderId;
use crate::service::Files;
use crate::service::notifications::Notifications;
use crate::view::Viewer;

pub(super) fn routes() -> Routes<Files> {
    Routes::new()
        .routes(routes!(get_notification_settings))
        .routes(routes!(set_notification_settings))
        .routes(routes!(
            get_rooms_notification_settings,
            set_rooms_notification_status
        ))
        .routes(routes!(get_notification_channels))
}

wire_enum! {
    /// What can be heard of.
    pub enum NotificationType: number {
        /// Counters of what is new.
        Badges = 0,
        /// Letters about rooms, every hour.
        RoomsActivity = 1,
        /// Letters about the day before.
        DailyFeed = 2,
        /// Letters with tips.
        UsefullTips = 3,
    }
}

impl NotificationType {
    fn of(self, all: &mut Notifications) -> &mut bool {
        match self {
            Self::Badges => &mut all.badges,
            Self::RoomsActivity => &mut all.rooms_activity,
            Self::DailyFeed => &mut all.daily_feed,
            Self::UsefullTips => &mut all.useful_tips,
        }
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NotificationSettingsDto {
    #[serde(rename = "type")]
    kind: NotificationType,
    is_enabled: bool,
}

/// Whether the caller wants to hear of something.
#[utoipa::path(get, path = "/api/2.0/settings/notification/{type}", operation_id = "getNotificationSettings",
    tag = "Settings / Notifications", params(("type" = NotificationType, Path)),
    responses((status = 200, body = Envelope<NotificationSettingsDto>)))]
async fn get_notification_settings(
    State(files): State<Files>,
    caller: Caller,
    Path(kind): Path<NotificationType>,
) -> wire::Result<NotificationSettingsDto> {
    let mut all = files.notifications(caller.portal, caller.user).await?;
    let is_enabled = *kind.of(&mut all);
    Ok(wire::ok(NotificationSettingsDto { kind, is_enabled }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NotificationSettingsRequestsDto {
    #[serde(rename = "type")]
    kind: NotificationType,
    #[serde(default)]
    #[schema(required = false)]
    is_enabled: bool,
}

impl Validate for NotificationSettingsRequestsDto {}

/// Changes whether the caller wants to hear of something.
#[utoipa::path(post, path = "/api/2.0/settings/notification", operation_id = "setNotificationSettings",
    tag = "Settings / Notifications", request_body = NotificationSettingsRequestsDto,
    responses((status = 200, body = Envelope<NotificationSettingsDto>)))]
async fn set_notification_settings(
    State(files): State<Files>,
    caller: Caller,
    Body(body): Body<NotificationSettingsRequestsDto>,
) -> wire::Result<NotificationSettingsDto> {
    let NotificationSettingsRequestsDto { kind, is_enabled } = body;
    files
        .change_notifications(caller.portal, caller.user, move |all| {
            *kind.of(all) = is_enabled;
        })
        .await?;
    Ok(wire::ok(NotificationSettingsDto { kind, is_enabled }))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct RoomsNotificationSettingsDto {
    #[schema(value_type = Vec<Object>)]
    disabled_rooms: Vec<i64>,
}

impl From<Vec<FolderId>> for RoomsNotificationSettingsDto {
    fn from(rooms: Vec<FolderId>) -> Self {
        Self {
            disabled_rooms: rooms.into_iter().map(|room| room.0).collect(),
        }
    }
}

/// The rooms the caller has muted.
#[utoipa::path(get, path = "/api/2.0/settings/notification/rooms",
    operation_id = "getRoomsNotificationSettings", tag = "Settings / Notifications",
    responses((status = 200, body = Envelope<RoomsNotificationSettingsDto>)))]
async fn get_rooms_notification_settings(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
) -> wire::Result<RoomsNotificationSettingsDto> {
    Ok(wire::ok(files.muted_rooms(&viewer).await?.into()))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct RoomsNotificationsSettingsRequestDto {
    /// The room.
    rooms_id: Option<Id>,
    /// Silent.
    mute: bool,
}

impl Validate for RoomsNotificationsSettingsRequestDto {}

/// Mutes a room, or lets it be heard again.
#[utoipa::path(post, path = "/api/2.0/settings/notification/rooms",
    operation_id = "setRoomsNotificationStatus", tag = "Settings / Notifications",
    request_body = RoomsNotificationsSettingsRequestDto,
    responses((status = 200, body = Envelope<RoomsNotificationSettingsDto>)))]
async fn set_rooms_notification_status(
    State(files): State<Files>,
    _: Caller,
    viewer: Viewer,
    Body(body): Body<RoomsNotificationsSettingsRequestDto>,
) -> wire::Result<RoomsNotificationSettingsDto> {
    let room = body.rooms_id.and_then(|id| id.number());
    let room = FolderId(room.ok_or(Error::FOLDER)?.into());
    let muted = files.mute_room(&viewer, room, body.mute).await?;
    Ok(wire::ok(muted.into()))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NotificationChannelDto {
    name: &'static str,
    is_enabled: bool,
}

#[derive(Debug, Serialize, ToSchema)]
struct NotificationChannelStatusDto {
    channels: Vec<NotificationChannelDto>,
}

/// The ways news can take, and whether they are open.
#[utoipa::path(get, path = "/api/2.0/settings/notification/channels",
    operation_id = "getNotificationChannels", tag = "Settings / Notifications",
    responses((status = 200, body = Envelope<NotificationChannelStatusDto>)))]
async fn get_notification_channels(
    State(files): State<Files>,
    caller: Caller,
) -> wire::Result<NotificationChannelStatusDto> {
    let is_enabled = files.portals().mail_leaves(caller.portal).await?;
    let name = "email";
    Ok(wire::ok(NotificationChannelStatusDto {
        channels: vec![NotificationChannelDto { name, is_enabled }],
    }))
}
