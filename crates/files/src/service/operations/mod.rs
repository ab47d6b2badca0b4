//! Long-running operations: copy, move, delete, archive, download, mark as read (`files/06b`).
//!
//! Starting one checks every right at once ([`check`]) and queues a job in the same transaction;
//! nothing is queued when anything is refused. The job checks again, entry by entry, and can be run
//! twice without harm: what is done is recognised as done.

mod check;
mod copy;
mod download;
mod index_export;
mod now;
pub(crate) mod relocate;
pub(crate) mod remove;
mod run;
mod start;
mod template;

use portal::{Installation, UserId};
use serde::{Deserialize, Serialize};

use crate::model::{ConflictResolve, EntryRef, FileId, FolderId, OperationKind};

pub use check::Fit;
pub use index_export::IndexExport;
pub use now::Destination;
pub(super) use run::on_behalf;
pub use run::register;
pub use start::{Asked, Operation};
pub use template::{RoomCopy, RoomCopyStatus};

/// Entries an operation works on.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Batch {
    /// Folders and rooms.
    pub folders: Vec<FolderId>,
    /// Files.
    pub files: Vec<FileId>,
}

impl Batch {
    /// Nothing to do.
    pub fn is_empty(&self) -> bool {
        self.folders.is_empty() && self.files.is_empty()
    }

    fn len(&self) -> usize {
        self.folders.len() + self.files.len()
    }

    /// Folders first, as the operations work through them.
    fn entries(&self) -> impl Iterator<Item = EntryRef> + '_ {
        let folders = self.folders.iter().copied().map(EntryRef::Folder);
        folders.chain(self.files.iter().copied().map(EntryRef::File))
    }
}

impl From<FileId> for Batch {
    fn from(id: FileId) -> Self {
        Self {
            folders: Vec::new(),
            files: vec![id],
        }
    }
}

impl From<FolderId> for Batch {
    fn from(id: FolderId) -> Self {
        Self {
            folders: vec![id],
            files: Vec::new(),
        }
    }
}

/// What is to be done with the entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Task {
    /// Copies into a folder.
    Copy {
        /// The destination.
        to: FolderId,
        /// What to do about equal titles.
        conflict: ConflictResolve,
    },
    /// Copies beside the originals.
    Duplicate,
    /// Moves into a folder; archives and restores rooms.
    Move {
        /// The destination.
        to: FolderId,
        /// What to do about equal titles.
        conflict: ConflictResolve,
    },
    /// Into the caller's trash, or for good where there is no trash.
    Delete {
        /// For good.
        immediately: bool,
    },
    /// Everything in the caller's trash, for good.
    EmptyTrash,
    /// Single versions of one file.
    DeleteVersions {
        /// Their numbers.
        versions: Vec<i64>,
    },
    /// One archive of everything.
    Download {
        /// Files that are wanted in another format.
        #[serde(default)]
        formats: Vec<InFormat>,
    },
    /// Takes the unread marks off.
    MarkAsRead,
    /// A table of everything in a room with its index numbers.
    ExportIndex,
    /// A template of a room, or a room from a template.
    CopyRoom(Box<RoomCopy>),
}

/// A file that is wanted in another format.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InFormat {
    /// The file.
    pub file: FileId,
    /// The extension with dot, lower case.
    pub to: String,
    /// Opens a protected file; sealed by [`InFormat::sealed`].
    password: Option<String>,
}

impl InFormat {
    const PURPOSE: &str = "download password";

    /// The password is kept so that only this installation reads it.
    #[must_use]
    pub fn sealed(here: &Installation, file: FileId, to: String, password: Option<String>) -> Self {
        let password = password.map(|password| here.encrypt(Self::PURPOSE, &password));
        Self { file, to, password }
    }

    fn password(&self, here: &Installation) -> Option<String> {
        here.decrypt(Self::PURPOSE, self.password.as_deref()?)
    }
}

impl Task {
    /// How the operation is called on the wire.
    pub const fn kind(&self) -> OperationKind {
        match self {
            Self::Copy { .. } | Self::CopyRoom(_) | Self::ExportIndex => OperationKind::Copy,
            Self::Duplicate => OperationKind::Duplicate,
            Self::Move { .. } => OperationKind::Move,
            Self::Delete { .. } | Self::EmptyTrash | Self::DeleteVersions { .. } => {
                OperationKind::Delete
            }
            Self::Download { .. } => OperationKind::Download,
            Self::MarkAsRead => OperationKind::MarkAsRead,
        }
    }
}

/// Job kinds, in the order in which the list of operations shows them (`files/06b §2`).
const JOBS: [(&str, OperationKind); 6] = [
    ("files.duplicate", OperationKind::Duplicate),
    ("files.move", OperationKind::Move),
    ("files.copy", OperationKind::Copy),
    ("files.delete", OperationKind::Delete),
    ("files.download", OperationKind::Download),
    ("files.read", OperationKind::MarkAsRead),
];

/// Kinds of the jobs behind operations.
pub fn job_kinds() -> [&'static str; 6] {
    JOBS.map(|(name, _)| name)
}

fn job_kind(kind: OperationKind) -> &'static str {
    JOBS.iter()
        .find(|(_, known)| *known == kind)
        .map_or("files.move", |(name, _)| name)
}

fn kind_of_job(name: &str) -> OperationKind {
    JOBS.iter()
        .find(|(known, _)| *known == name)
        .map_or(OperationKind::Move, |(_, kind)| *kind)
}

/// Payload of a job: what to do and on whose behalf.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Work {
    task: Task,
    batch: Batch,
    /// The person who asked; none for the visitor of a link.
    person: Option<UserId>,
    /// Public address of the portal, for the address of the result.
    base: String,
    /// Key of the link the visitor came by, and the proof that he knows its password.
    link: Option<(String, Option<String>)>,
}

/// What a job has made so far, as its result keeps it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Made {
    folders: Vec<FolderId>,
    files: Vec<FileId>,
    url: Option<String>,
}
