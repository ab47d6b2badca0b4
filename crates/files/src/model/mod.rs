//! The nouns of rooms and files: plain types without behaviour that needs a database.

mod entries;
mod forms;
mod ids;
mod kinds;

pub use entries::{Entry, File, FileVersion, Folder, Link, Room, Root, Share};
pub use forms::{Answer, FormDraft, FormFillingManageAction, FormRole, FormState, Submission};
pub use ids::{EntryRef, FileId, FolderId};
pub use kinds::{
    ConflictResolve, FileShare, FileType, FilterType, FolderType, Mark, OperationKind, RoomType,
    SubjectType, Thumbnail,
};
