//! The objects of `files/03`: a file, a folder or room. `None` is absent on the wire.

use std::collections::BTreeMap;

use people::view::EmployeeDto;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, Fragment, wire_enum};

use super::maps::{Security, ShareRights, ShareSettings};
use crate::formats::Accessibility;
use crate::model::{
    EntryRef, FileId, FileShare, FileType, FolderId, FolderType, RoomType, Thumbnail,
};

wire_enum! {
    /// Folder or file (`fileEntryType`).
    pub enum FileEntryType: number {
        /// A folder or room.
        Folder = 1,
        /// A file.
        File = 2,
    }
}

wire_enum! {
    /// How far the filling of a form is, for the caller.
    pub enum FormFillingStatus: number {
        /// Not a form of a data room.
        None = 0,
        /// Not started.
        Draft = 1,
        /// It's the caller's turn.
        YouTurn = 2,
        /// It's somebody else's turn.
        InProgress = 3,
        /// Everybody submitted.
        Complete = 4,
        /// Stopped.
        Stoped = 5,
    }
}

/// Declares an answer with what files and folders have in common (`files/03 §1`).
macro_rules! entry_dto {
    ($(#[$meta:meta])* pub struct $name:ident { $($(#[$field_meta:meta])* pub $field:ident: $type:ty,)* }) => {
        #[derive(Debug, Clone, Serialize, ToSchema)]
        #[serde(rename_all = "camelCase")]
        $(#[$meta])*
        pub struct $name {
            /// Number.
            #[schema(value_type = i32)]
            pub id: i64,
            /// Title as shown.
            pub title: String,
            /// The effective share; 0 for the owner, 3 without any.
            pub access: FileShare,
            /// Who shared this very entry with the caller.
            #[schema(value_type = Option<EmployeeDto>)]
            pub shared_by: Option<Fragment>,
            /// Owner of the room around it or of the documents it lies in, when it is shared with the caller.
            #[schema(value_type = Option<EmployeeDto>)]
            pub owned_by: Option<Fragment>,
            /// It has an external link of its own.
            pub shared: bool,
            /// It is shared with a person or group directly.
            pub shared_for_user: bool,
            /// One of its links is open to strangers.
            pub shared_external: bool,
            /// A folder above it has an external link.
            pub parent_shared: bool,
            /// Short address for visitors, or empty.
            #[schema(format = "uri")]
            pub short_web_url: String,
            /// Creation time.
            pub created: ApiDate,
            /// Who created it; strangers don't learn that.
            #[schema(value_type = Option<EmployeeDto>)]
            pub created_by: Option<Fragment>,
            /// Time of the last change, never before the creation.
            pub updated: ApiDate,
            /// When it is removed from the trash by itself.
            pub auto_delete: Option<ApiDate>,
            /// Kind of the root above it, as the caller sees it.
            pub root_folder_type: FolderType,
            /// Number of that root.
            #[schema(value_type = i32)]
            pub root_folder_id: i64,
            /// Type of the room around it, as a kind of folder.
            pub parent_room_type: Option<FolderType>,
            /// Who changed it last.
            #[schema(value_type = Option<EmployeeDto>)]
            pub updated_by: Option<Fragment>,
            /// It lies in a third-party storage.
            pub provider_item: Option<bool>,
            /// Kind of the third-party storage.
            pub provider_key: Option<String>,
            /// Number of the third-party storage.
            pub provider_id: Option<i32>,
            /// Dotted index number.
            pub order: Option<String>,
            /// Marked as favourite.
            pub is_favorite: Option<bool>,
            /// Folder or file.
            pub file_entry_type: FileEntryType,
            /// Where it lay before it went to the trash.
            #[schema(value_type = i32)]
            pub origin_id: Option<i64>,
            /// Title of that folder.
            pub origin_title: Option<String>,
            /// The room it came from or lies in.
            #[schema(value_type = i32)]
            pub origin_room_id: Option<i64>,
            /// Title of that room.
            pub origin_room_title: Option<String>,
            /// The caller may change who has access.
            pub can_share: bool,
            /// How many links it can have, when the caller may share it.
            pub share_settings: Option<ShareSettings>,
            /// What the caller may do.
            pub security: Option<Security>,
            /// What can be granted; left out of short answers.
            pub available_share_rights: Option<ShareRights>,
            /// Key of the link that gives access.
            pub request_token: Option<String>,
            /// Access by a link: on this entry (true) or on one above (false).
            pub external: Option<bool>,
            /// When that link expires.
            pub expiration_date: Option<ApiDate>,
            /// That link is expired.
            pub is_link_expired: Option<bool>,
            $($(#[$field_meta])* pub $field: $type,)*
        }
    };
}

entry_dto! {
    /// A file.
    #[schema(as = FileDtoInteger)]
    pub struct FileDto {
        /// The folder it lies in.
        #[schema(value_type = i32)]
        pub folder_id: i64,
        /// Current version, from 1.
        #[schema(value_type = i32)]
        pub version: i64,
        /// Revision group.
        #[schema(value_type = i32)]
        pub version_group: i64,
        /// Size for people.
        pub content_length: String,
        /// Size in bytes; absent for an empty file.
        pub pure_content_length: Option<i64>,
        /// Sum of the flags of `FileStatus`.
        #[schema(value_type = FileStatus)]
        pub file_status: i32,
        /// Names of those who edit it now.
        pub editing_by: Option<BTreeMap<Uuid, String>>,
        /// The caller switched badges off.
        pub mute: bool,
        /// Where it is downloaded.
        #[schema(format = "uri")]
        pub view_url: String,
        /// Where it is opened.
        #[schema(format = "uri")]
        pub web_url: String,
        /// Kind by extension.
        pub file_type: FileType,
        /// Extension with dot.
        pub file_exst: String,
        /// Comment of the version.
        pub comment: Option<String>,
        /// Legacy encryption.
        pub encrypted: Option<bool>,
        /// Where the small picture is.
        #[schema(format = "uri")]
        pub thumbnail_url: Option<String>,
        /// State of the small picture.
        pub thumbnail_status: Thumbnail,
        /// It is locked.
        pub locked: Option<bool>,
        /// Name of who locked it, unless it was the caller.
        pub locked_by: Option<String>,
        /// The caller has a draft of the form.
        pub has_draft: Option<bool>,
        /// How far the filling is.
        pub form_filling_status: FormFillingStatus,
        /// For PDFs: whether it is a form.
        pub is_form: Option<bool>,
        /// A custom filter is on.
        pub custom_filter_enabled: Option<bool>,
        /// Name of who switched it on, unless it was the caller.
        pub custom_filter_enabled_by: Option<String>,
        /// The form is being filled.
        pub start_filling: Option<bool>,
        /// The form of a form filling room was started and is open in an editor.
        pub is_filling_preparing: Option<bool>,
        /// Declared by the contract, never set.
        #[schema(value_type = Option<i32>)]
        pub in_process_folder_id: Option<i64>,
        /// Declared by the contract, never set.
        pub in_process_folder_title: Option<String>,
        /// Folder of the form's results.
        #[schema(value_type = Option<i32>)]
        pub results_folder_id: Option<i64>,
        /// Where the caller's draft lies.
        pub draft_location: Option<DraftLocationDto>,
        /// What can be done with files of this kind.
        pub view_accessibility: Accessibility,
        /// When the caller opened it; in Recent only.
        pub last_opened: Option<ApiDate>,
        /// When the room's lifetime removes it.
        pub expired: Option<ApiDate>,
        /// State of the index of knowledge.
        pub vectorization_status: Option<VectorizationStatus>,
        /// Table of an external database the form's answers go to.
        pub external_db_table_name: Option<String>,
        /// Size of a picture.
        pub dimensions: Option<SizeDto>,
    }
}

entry_dto! {
    /// A folder or room.
    #[schema(as = FolderDtoInteger)]
    pub struct FolderDto {
        /// The folder it lies in.
        #[schema(value_type = i32)]
        pub parent_id: i64,
        /// Files in the whole subtree.
        #[schema(value_type = i32)]
        pub files_count: i64,
        /// Folders in the whole subtree.
        #[schema(value_type = i32)]
        pub folders_count: i64,
        /// Legacy.
        pub is_shareable: Option<bool>,
        /// Unread files in the whole subtree.
        #[schema(value_type = i32)]
        pub new: i64,
        /// The caller muted the room.
        pub mute: bool,
        /// Tags of the room, newest first.
        pub tags: Option<Vec<String>>,
        /// Logo of the room.
        pub logo: Option<LogoDto>,
        /// The caller pinned the room.
        pub pinned: bool,
        /// Type of the room.
        pub room_type: Option<RoomType>,
        /// Legacy encryption.
        pub private: bool,
        /// Entries carry index numbers.
        pub indexing: bool,
        /// Readers may not download or copy out.
        pub deny_download: bool,
        /// How long files of the room live.
        pub lifetime: Option<RoomDataLifetimeDto>,
        /// Watermark of the room.
        pub watermark: Option<WatermarkDto>,
        /// Kind of a system folder.
        pub r#type: Option<FolderType>,
        /// The caller belongs to the room personally.
        pub in_room: Option<bool>,
        /// Bytes the room may use, −1 without limit.
        pub quota_limit: Option<i64>,
        /// The quota is the room's own.
        pub is_custom_quota: Option<bool>,
        /// Bytes used, for those who manage the room.
        pub used_space: Option<i64>,
        /// Access by a link whose password was not entered yet.
        pub password_protected: Option<bool>,
        /// Old name of `isLinkExpired`.
        pub expired: Option<bool>,
        /// Settings of an agent.
        pub chat_settings: Option<ChatSettingsDto>,
        /// Type of the room at the root of a listing of agents.
        pub root_room_type: Option<RoomType>,
        /// Answers of forms are collected into a spreadsheet.
        #[serde(rename = "saveFormAsXLSX")]
        pub save_form_as_xlsx: Option<bool>,
        /// Answers of forms go to an external database.
        #[serde(rename = "sendFormToExternalDB")]
        pub send_form_to_external_db: Option<bool>,
        /// The form whose finished copies the folder holds.
        #[schema(value_type = Option<i32>)]
        pub original_form_id: Option<i64>,
    }
}

wire_enum! {
    /// Flags of `fileStatus`; the wire carries their sum.
    pub enum FileStatus: number {
        /// Nothing.
        None = 0,
        /// Somebody edits it.
        IsEditing = 1,
        /// The caller has not seen it.
        IsNew = 2,
        /// It is being converted.
        IsConverting = 4,
        /// Legacy.
        IsOriginal = 8,
        /// Somebody edits it alone.
        IsEditingAlone = 16,
        /// A favourite.
        IsFavorite = 32,
        /// A template.
        IsTemplate = 64,
        /// A draft of a form.
        IsFillFormDraft = 128,
        /// A completed form.
        IsCompletedForm = 256,
    }
}

wire_enum! {
    /// State of the index of a file of knowledge.
    pub enum VectorizationStatus: number {
        /// Runs.
        InProgress = 0,
        /// Done.
        Completed = 1,
        /// Failed.
        Failed = 2,
    }
}

wire_enum! {
    /// Unit of a lifetime.
    #[derive(Default)]
    pub enum RoomDataLifetimePeriod: number {
        /// Days.
        #[default]
        Day = 0,
        /// Months.
        Month = 1,
        /// Years.
        Year = 2,
    }
}

/// Where a draft of a form lies.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = DraftLocationInteger)]
pub struct DraftLocationDto {
    /// Folder.
    #[schema(value_type = i32)]
    pub folder_id: i64,
    /// Its title.
    pub folder_title: Option<String>,
    /// File.
    #[schema(value_type = i32)]
    pub file_id: i64,
    /// Its title.
    pub file_title: Option<String>,
}

/// Size of a picture in pixels.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Size)]
pub struct SizeDto {
    /// Pixels.
    pub height: i32,
    /// Pixels.
    pub width: i32,
}

/// Logo of a room: addresses of the picture, or colour and cover.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = Logo)]
pub struct LogoDto {
    /// As uploaded.
    pub original: String,
    /// 192 pixels.
    pub large: String,
    /// 64 pixels.
    pub medium: String,
    /// 32 pixels.
    pub small: String,
    /// Six hexadecimal digits, without a picture.
    pub color: Option<String>,
    /// Cover, without a picture.
    pub cover: Option<LogoCoverDto>,
}

/// A built-in cover.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = LogoCover)]
pub struct LogoCoverDto {
    /// Id.
    pub id: String,
    /// SVG text.
    pub data: String,
}

/// How long files of a room live.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct RoomDataLifetimeDto {
    /// Past the trash.
    pub delete_permanently: bool,
    /// Unit of `value`.
    pub period: RoomDataLifetimePeriod,
    /// 1 to 999.
    pub value: Option<i32>,
    /// Requests: false switches it off.
    pub enabled: Option<bool>,
}

/// Watermark of a room.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct WatermarkDto {
    /// Sum of the flags of `WatermarkAdditions`.
    pub additions: i32,
    /// Text.
    pub text: Option<String>,
    /// Degrees.
    pub rotate: i32,
    /// Per cent.
    pub image_scale: i32,
    /// Picture.
    pub image_url: Option<String>,
    /// Pixels.
    pub image_height: f64,
    /// Pixels.
    pub image_width: f64,
}

/// Settings of an agent.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatSettingsDto {
    /// Provider.
    pub provider_id: i32,
    /// Model.
    pub model_id: Option<String>,
    /// Name of the model for people.
    pub model_alias: Option<String>,
    /// Instruction.
    pub prompt: Option<String>,
    /// What the model reads beside text.
    pub multimodal: Option<ChatMultimodalSettingsDto>,
    /// Shows its thoughts.
    pub thinking: Option<bool>,
    /// What the model can do.
    pub capabilities: Option<AiModelCapabilities>,
    /// The provider is the portal's own.
    pub internal: Option<bool>,
}

/// What a model reads beside text.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatMultimodalSettingsDto {
    /// Pictures.
    pub image: Option<ChatImageMultimodalSettingsDto>,
}

/// Which pictures a model reads.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct ChatImageMultimodalSettingsDto {
    /// Their extensions.
    pub formats: Option<Vec<String>>,
}

/// What a model can do.
#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct AiModelCapabilities {
    /// Reads pictures.
    pub vision: bool,
    /// Calls tools.
    pub tool_calling: bool,
    /// Shows its thoughts.
    pub thinking: bool,
}

/// A file or a folder, where a list holds both.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(untagged)]
#[schema(as = FileEntryBaseDto)]
pub enum EntryDto {
    /// A folder or room.
    Folder(Box<FolderDto>),
    /// A file.
    File(Box<FileDto>),
}

impl EntryDto {
    /// Kind and number.
    pub fn reference(&self) -> EntryRef {
        match self {
            Self::Folder(folder) => EntryRef::Folder(FolderId(folder.id)),
            Self::File(file) => EntryRef::File(FileId(file.id)),
        }
    }

    /// The folder, if it is one.
    pub fn into_folder(self) -> Option<FolderDto> {
        match self {
            Self::Folder(folder) => Some(*folder),
            Self::File(_) => None,
        }
    }

    /// The file, if it is one.
    pub fn into_file(self) -> Option<FileDto> {
        match self {
            Self::Folder(_) => None,
            Self::File(file) => Some(*file),
        }
    }
}
