//! Files and folders named by a request.

use serde::Deserialize;
use utoipa::ToSchema;
use wire::Id;
use wire::validate::Validate;

use crate::model::{EntryRef, FileId, FolderId};

/// Entries that something is to be done with; lists that are absent or null are empty.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BaseBatchRequestDto {
    /// One operation for all entries.
    #[serde(rename = "returnSingleOperation")]
    _single: bool,
    /// Folders.
    pub(super) folder_ids: Option<Vec<Id>>,
    /// Files.
    pub(super) file_ids: Option<Vec<Id>>,
}

impl Validate for BaseBatchRequestDto {}

impl BaseBatchRequestDto {
    /// Our own entries among them; third-party storages have others.
    pub(super) fn entries(&self) -> Vec<EntryRef> {
        let folders = self.folder_ids.iter().flatten().filter_map(Id::number);
        let files = self.file_ids.iter().flatten().filter_map(Id::number);
        folders
            .map(|id| EntryRef::Folder(FolderId(id.into())))
            .chain(files.map(|id| EntryRef::File(FileId(id.into()))))
            .collect()
    }
}
