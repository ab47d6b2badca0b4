//! Identifiers of entries. Files and folders do not share a number space, so every map, tag and
//! share is keyed by kind *and* number (`files/01 §5`).

use serde::{Deserialize, Serialize};

/// Number of a folder or room: positive, 32 bits on the wire, unique in the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FolderId(pub i64);

/// Number of a file: positive, 32 bits on the wire, unique in the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FileId(pub i64);

/// A folder (rooms are folders) or a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "lowercase")]
pub enum EntryRef {
    /// A folder or room.
    Folder(FolderId),
    /// A file.
    File(FileId),
}

impl EntryRef {
    /// `FileEntryType` of the contract and of the tables: 1 folder, 2 file.
    pub const fn kind(self) -> i64 {
        match self {
            Self::Folder(_) => 1,
            Self::File(_) => 2,
        }
    }

    /// The bare number, to be used beside [`EntryRef::kind`] only.
    pub const fn number(self) -> i64 {
        match self {
            Self::Folder(id) => id.0,
            Self::File(id) => id.0,
        }
    }

    /// Back from the two columns in which tables keep a reference. `None` for an unknown kind.
    pub const fn from_columns(kind: i64, number: i64) -> Option<Self> {
        match kind {
            1 => Some(Self::Folder(FolderId(number))),
            2 => Some(Self::File(FileId(number))),
            _ => None,
        }
    }
}

impl From<FolderId> for EntryRef {
    fn from(id: FolderId) -> Self {
        Self::Folder(id)
    }
}

impl From<FileId> for EntryRef {
    fn from(id: FileId) -> Self {
        Self::File(id)
    }
}
