//! What requests say about rooms.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::{Check, Validate};

use crate::model::{FileShare, RoomType};
use crate::service::rooms::{LogoCrop, NewRoom, RoomSettings, Switch};
use crate::view::{RoomDataLifetimeDto, WatermarkDto};

/// Longest title in a request.
pub(super) const TITLE_LIMIT: usize = 170;
/// Largest coordinate in a picture.
const LOGO_EDGE: i32 = 1280;

/// Which part of which upload becomes the logo.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogoRequest {
    /// Address or name of the upload.
    pub(super) tmp_file: Option<String>,
    /// Left edge.
    #[serde(default)]
    x: i32,
    /// Upper edge.
    #[serde(default)]
    y: i32,
    /// Width.
    #[serde(default)]
    width: i32,
    /// Height.
    #[serde(default)]
    height: i32,
}

impl Validate for LogoRequest {
    fn validate(&self, check: &mut Check) {
        check
            .required("TmpFile", &self.tmp_file)
            .range("X", self.x, 0, LOGO_EDGE)
            .range("Y", self.y, 0, LOGO_EDGE)
            .range("Width", self.width, 0, LOGO_EDGE)
            .range("Height", self.height, 0, LOGO_EDGE);
    }
}

impl From<LogoRequest> for LogoCrop {
    fn from(logo: LogoRequest) -> Self {
        let pixels = |edge: i32| u32::try_from(edge).unwrap_or(0);
        Self {
            file: logo.tmp_file.unwrap_or_default(),
            x: pixels(logo.x),
            y: pixels(logo.y),
            width: pixels(logo.width),
            height: pixels(logo.height),
        }
    }
}

/// A watermark, or none.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct WatermarkRequestDto {
    /// False clears it.
    enabled: Option<bool>,
    /// Sum of the flags of `WatermarkAdditions`.
    additions: i32,
    /// Text.
    #[schema(max_length = 255)]
    text: Option<String>,
    /// Degrees.
    rotate: i32,
    /// Per cent.
    image_scale: i32,
    /// Picture.
    image_url: Option<String>,
    /// Pixels.
    image_height: f64,
    /// Pixels.
    image_width: f64,
}

impl Validate for WatermarkRequestDto {
    fn validate(&self, check: &mut Check) {
        check.max_len("Text", &self.text, 255);
    }
}

impl From<WatermarkRequestDto> for Switch {
    fn from(watermark: WatermarkRequestDto) -> Self {
        if watermark.enabled == Some(false) {
            return Self::Off;
        }
        let stored = WatermarkDto {
            additions: watermark.additions,
            text: watermark.text,
            rotate: watermark.rotate,
            image_scale: watermark.image_scale,
            image_url: watermark.image_url,
            image_height: watermark.image_height,
            image_width: watermark.image_width,
        };
        serde_json::to_value(stored).map_or(Self::Off, Self::On)
    }
}

pub(super) fn lifetime(lifetime: &RoomDataLifetimeDto) -> Switch {
    if lifetime.enabled == Some(false) {
        return Switch::Off;
    }
    serde_json::to_value(lifetime).map_or(Switch::Off, Switch::On)
}

pub(super) fn check_lifetime(check: &mut Check, lifetime: Option<&RoomDataLifetimeDto>) {
    if let Some(value) = lifetime.and_then(|lifetime| lifetime.value) {
        check.range("Lifetime.Value", value, 1, 999);
    }
}

/// Somebody a private room is shared with, or a personal entry.
#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::api) struct FileShareParams {
    /// Person or group.
    #[serde(default)]
    pub(in crate::api) share_to: Option<Uuid>,
    /// Address.
    #[serde(default)]
    pub(in crate::api) email: Option<String>,
    /// What he gets.
    #[serde(default = "nothing")]
    pub(in crate::api) access: FileShare,
}

pub(in crate::api) const fn nothing() -> FileShare {
    FileShare::None
}

/// Settings of an agent, as requests give them.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(dead_code, reason = "describes the member in the OpenAPI document")]
pub(super) struct ChatSettings {
    /// Provider.
    #[serde(default)]
    provider_id: i32,
    /// Model.
    model_id: Option<String>,
    /// Instruction.
    prompt: Option<String>,
    /// The provider is the portal's own.
    #[serde(default)]
    #[schema(read_only)]
    internal: bool,
}

macro_rules! settings_of {
    ($request:ident) => {
        RoomSettings {
            title: $request.title,
            quota: $request.quota,
            color: $request.color,
            cover: $request.cover,
            tags: $request.tags,
            logo: $request
                .logo
                .filter(|logo| logo.tmp_file.is_some())
                .map(Into::into),
            indexing: $request.indexing,
            deny_download: $request.deny_download,
            lifetime: $request.lifetime.as_ref().map(lifetime),
            watermark: $request.watermark.map(Into::into),
            save_form_as_xlsx: $request.save_form_as_xlsx,
        }
    };
}

/// A room to make.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct CreateRoomRequestDto {
    /// Title.
    #[schema(max_length = 170, min_length = 0)]
    title: Option<String>,
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
    /// Picture.
    logo: Option<LogoRequest>,
    /// Tags.
    tags: Option<Vec<String>>,
    /// Hexadecimal digits.
    #[schema(max_length = 6)]
    color: Option<String>,
    /// Id of a built-in cover.
    #[schema(max_length = 50)]
    cover: Option<String>,
    /// Type.
    room_type: RoomType,
    /// End-to-end encrypted.
    #[serde(default)]
    private: bool,
    /// With whom a private room is shared.
    share: Option<Vec<FileShareParams>>,
    /// Answers of forms go into a spreadsheet.
    #[serde(rename = "saveFormAsXLSX")]
    save_form_as_xlsx: Option<bool>,
    /// Answers of forms go into a database of the portal's own.
    #[serde(rename = "sendFormToExternalDB")]
    #[expect(
        dead_code,
        reason = "no such database can be connected; the member is documented"
    )]
    send_form_to_external_db: Option<bool>,
    /// Settings of an agent.
    #[expect(
        dead_code,
        reason = "agents have calls of their own; the member is documented"
    )]
    chat_settings: Option<ChatSettings>,
}

impl Validate for CreateRoomRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Title", &self.title)
            .max_len("Title", &self.title, TITLE_LIMIT)
            .max_len("Color", &self.color, 6)
            .max_len("Cover", &self.cover, 50);
        check_lifetime(check, self.lifetime.as_ref());
        check.within("Watermark", &self.watermark);
    }
}

impl From<CreateRoomRequestDto> for NewRoom {
    fn from(request: CreateRoomRequestDto) -> Self {
        Self {
            kind: request.room_type,
            private: request.private,
            shared: request.share.is_some_and(|list| !list.is_empty()),
            settings: settings_of!(request),
        }
    }
}

/// What changes about a room.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct UpdateRoomRequest {
    /// Title.
    #[schema(max_length = 170, min_length = 0)]
    title: Option<String>,
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
    /// Picture.
    logo: Option<LogoRequest>,
    /// The whole set of tags.
    tags: Option<Vec<String>>,
    /// Hexadecimal digits.
    #[schema(max_length = 6)]
    color: Option<String>,
    /// Id of a built-in cover.
    #[schema(max_length = 50)]
    cover: Option<String>,
    /// Answers of forms go into a spreadsheet.
    #[serde(rename = "saveFormAsXLSX")]
    save_form_as_xlsx: Option<bool>,
    /// Answers of forms go into a database of the portal's own.
    #[serde(rename = "sendFormToExternalDB")]
    #[expect(
        dead_code,
        reason = "no such database can be connected; the member is documented"
    )]
    send_form_to_external_db: Option<bool>,
    /// Settings of an agent.
    #[expect(
        dead_code,
        reason = "agents have calls of their own; the member is documented"
    )]
    chat_settings: Option<ChatSettings>,
}

impl Validate for UpdateRoomRequest {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Title", &self.title, TITLE_LIMIT)
            .max_len("Color", &self.color, 6)
            .max_len("Cover", &self.cover, 50);
        check_lifetime(check, self.lifetime.as_ref());
        check.within("Watermark", &self.watermark);
    }
}

impl From<UpdateRoomRequest> for RoomSettings {
    fn from(request: UpdateRoomRequest) -> Self {
        settings_of!(request)
    }
}
