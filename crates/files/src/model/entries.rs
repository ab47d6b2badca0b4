//! Rows as nouns: folders, rooms, files, versions, shares.

use portal::{PortalId, UserId};
use sql::Micros;

use super::{
    EntryRef, FileId, FileShare, FilterType, FolderId, FolderType, RoomType, SubjectType, Thumbnail,
};

/// A folder. Rooms and the roots ("My documents", "Rooms", a person's trash …) are folders too.
#[derive(Debug, Clone, PartialEq)]
pub struct Folder {
    /// The portal it belongs to.
    pub portal: PortalId,
    /// Its number.
    pub id: FolderId,
    /// The folder it lies in; `FolderId(0)` for roots.
    pub parent: FolderId,
    /// Kind.
    pub kind: FolderType,
    /// Title as shown.
    pub title: String,
    /// Who created it; for a room its owner.
    pub created_by: UserId,
    /// Creation time.
    pub created: Micros,
    /// Who changed it or its content last.
    pub updated_by: UserId,
    /// When it or its content changed last.
    pub updated: Micros,
    /// Files in the whole subtree.
    pub files_count: i64,
    /// Folders in the whole subtree.
    pub folders_count: i64,
    /// Bytes in the whole subtree.
    pub used_space: i64,
    /// Index number within its parent, when the room is indexed or somebody ordered by hand.
    pub position: Option<i64>,
    /// Where it lay before it went to the trash.
    pub origin: Option<FolderId>,
    /// The room in which it lay before it went to the trash.
    pub origin_room: Option<FolderId>,
    /// Root of its tree: kind, number and whose root it is.
    pub root: Root,
    /// The room it is or lies in.
    pub room: Option<FolderId>,
}

/// The root above an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Root {
    /// Number of the root folder.
    pub id: FolderId,
    /// Kind of the root folder.
    pub kind: FolderType,
    /// Creator of the root folder: the person whose My documents or trash it is.
    pub owner: UserId,
}

/// What a room has beyond a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Room {
    /// The folder that is the room.
    pub folder: FolderId,
    /// Its type.
    pub kind: RoomType,
    /// Six hexadecimal digits without `#`.
    pub color: String,
    /// Id of a built-in cover, or empty.
    pub cover: String,
    /// Name under which the uploaded logo's sizes are stored, when there is one.
    pub logo: Option<String>,
    /// Entries carry index numbers (data rooms).
    pub indexing: bool,
    /// Readers may not download or copy out.
    pub deny_download: bool,
    /// Legacy end-to-end encryption flag.
    pub private: bool,
    /// `{value, period, deletePermanently, enabled}` as given, with the start time.
    pub lifetime: Option<serde_json::Value>,
    /// Watermark settings as given.
    pub watermark: Option<serde_json::Value>,
    /// Bytes; -1 unlimited, -2 the portal's default.
    pub quota: i64,
    /// Form filling rooms: answers are collected into a spreadsheet.
    pub save_form_as_xlsx: bool,
}

/// A file with its current version.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// The portal it belongs to.
    pub portal: PortalId,
    /// Its number.
    pub id: FileId,
    /// The folder it lies in.
    pub folder: FolderId,
    /// Title with extension.
    pub title: String,
    /// Stored category: decides listing filters and whether a PDF is a form.
    pub category: FilterType,
    /// The version this value describes; the current one unless a version was asked for.
    pub version: FileVersion,
    /// Who created the file.
    pub created_by: UserId,
    /// Creation time.
    pub created: Micros,
    /// Who locked it.
    pub locked_by: Option<UserId>,
    /// Who switched its custom filter on.
    pub custom_filter_by: Option<UserId>,
    /// Index number within its folder.
    pub position: Option<i64>,
    /// Where it lay before it went to the trash.
    pub origin: Option<FolderId>,
    /// The room in which it lay before it went to the trash.
    pub origin_room: Option<FolderId>,
    /// State of the small picture of its current version.
    pub thumbnail: Thumbnail,
    /// Root of its tree.
    pub root: Root,
    /// The room it lies in.
    pub room: Option<FolderId>,
}

/// One stored version of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct FileVersion {
    /// Number, from 1.
    pub number: i64,
    /// Revision group, from 1.
    pub group: i64,
    /// Bytes.
    pub size: i64,
    /// The immutable object that holds the content.
    pub object: String,
    /// Comment: "Created", "Uploaded", … or somebody's words.
    pub comment: String,
    /// Who saved it.
    pub author: UserId,
    /// When it was saved.
    pub saved: Micros,
}

/// A file or a folder, where a list holds both.
#[derive(Debug, Clone, PartialEq)]
pub enum Entry {
    /// A folder or room.
    Folder(Folder),
    /// A file.
    File(File),
}

impl Entry {
    /// Kind and number.
    pub fn reference(&self) -> EntryRef {
        match self {
            Self::Folder(folder) => EntryRef::Folder(folder.id),
            Self::File(file) => EntryRef::File(file.id),
        }
    }

    /// Title as shown.
    pub fn title(&self) -> &str {
        match self {
            Self::Folder(folder) => &folder.title,
            Self::File(file) => &file.title,
        }
    }

    /// The root above it.
    pub fn root(&self) -> Root {
        match self {
            Self::Folder(folder) => folder.root,
            Self::File(file) => file.root,
        }
    }

    /// The room it is or lies in.
    pub fn room(&self) -> Option<FolderId> {
        match self {
            Self::Folder(folder) => folder.room,
            Self::File(file) => file.room,
        }
    }

    /// Who created it.
    pub fn created_by(&self) -> UserId {
        match self {
            Self::Folder(folder) => folder.created_by,
            Self::File(file) => file.created_by,
        }
    }

    /// The folder above it; `FolderId(0)` for roots.
    pub fn parent(&self) -> FolderId {
        match self {
            Self::Folder(folder) => folder.parent,
            Self::File(file) => file.folder,
        }
    }
}

/// A share record: what somebody, a group or the visitors of a link may do with an entry.
#[derive(Debug, Clone, PartialEq)]
pub struct Share {
    /// The entry it is attached to.
    pub entry: EntryRef,
    /// Kind of the subject.
    pub subject_type: SubjectType,
    /// Person, group or link.
    pub subject: uuid::Uuid,
    /// What it grants.
    pub access: FileShare,
    /// Who granted it.
    pub owner: UserId,
    /// When it was granted.
    pub created: Micros,
    /// Settings of a link; `None` for people and groups.
    pub link: Option<Link>,
}

/// Settings of an external or invitation link.
#[derive(Debug, Clone, Default, PartialEq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Link {
    /// Title as shown to those who manage it.
    pub title: String,
    /// Encrypted with the installation key.
    pub password: Option<String>,
    /// From then on the link is expired.
    pub expires: Option<Micros>,
    /// Only people of the portal.
    pub internal: bool,
    /// Visitors may not download or copy.
    pub deny_download: bool,
    /// Invitation links: how many people may join by it.
    pub max_uses: Option<i64>,
    /// Invitation links: how many have.
    pub uses: i64,
}

impl Link {
    /// Whether somebody can still join by it.
    #[must_use]
    pub fn is_open(&self, now: Micros) -> bool {
        let expired = self.expires.is_some_and(|end| end <= now);
        !expired && self.max_uses.is_none_or(|max| self.uses < max)
    }
}
