//! The content of a folder (`files/03 §8`).

use serde::Serialize;
use utoipa::ToSchema;

use super::dto::{EntryDto, FolderDto};
use crate::model::{FolderId, FolderType, RoomType};

/// What a folder holds: a page of it.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = FolderContentDtoInteger)]
pub struct FolderContentDto {
    /// Files of the page.
    pub files: Vec<EntryDto>,
    /// Folders of the page.
    pub folders: Vec<EntryDto>,
    /// The folder itself.
    pub current: Option<FolderDto>,
    /// From the root down to the folder, both included.
    #[schema(value_type = Vec<Object>)]
    pub path_parts: Vec<PathPartDto>,
    /// As asked.
    pub start_index: i32,
    /// Entries of the page.
    #[schema(value_type = i32)]
    pub count: i64,
    /// Entries there are before paging.
    #[schema(value_type = i32)]
    pub total: i64,
    /// Unread files below.
    #[schema(value_type = i32)]
    pub new: i64,
}

/// A folder on the way from the root.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PathPart)]
pub struct PathPartDto {
    /// Number.
    #[schema(value_type = i32)]
    pub id: i64,
    /// Title.
    pub title: String,
    /// Type, for rooms.
    pub room_type: Option<RoomType>,
    /// Kind, for roots and system folders.
    pub folder_type: Option<FolderType>,
}

impl FolderContentDto {
    /// Sorts the entries of a page into folders and files.
    pub(crate) fn of(
        entries: Vec<EntryDto>,
        current: Option<FolderDto>,
        path_parts: Vec<PathPartDto>,
        start_index: i32,
        count: usize,
        total: i64,
    ) -> Self {
        let new = current.as_ref().map_or(0, |folder| folder.new);
        let (folders, files) = entries
            .into_iter()
            .partition(|entry| matches!(entry, EntryDto::Folder(_)));
        let count = i64::try_from(count).unwrap_or(i64::MAX);
        Self {
            files,
            folders,
            current,
            path_parts,
            start_index,
            count,
            total,
            new,
        }
    }
}

impl PathPartDto {
    pub(crate) fn of(id: FolderId, title: &str, kind: FolderType) -> Self {
        Self {
            id: id.0,
            title: title.to_owned(),
            room_type: kind.room_type(),
            folder_type: (kind != FolderType::Default && !kind.is_room()).then_some(kind),
        }
    }
}
