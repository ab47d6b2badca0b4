//! What the rules need to know. Plain values: loaded once for a page of entries by `store`.

use portal::{Caller, Role, UserId};

use crate::model::{FileShare, FolderType, RoomType, SubjectType};

/// Who asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallerFacts {
    /// The signed-in person, or nobody.
    pub person: Option<(UserId, Role)>,
    /// He switched off every kind of notification about rooms.
    pub wants_no_room_notifications: bool,
    /// He switched off the counters of what is new.
    pub wants_no_badges: bool,
}

impl CallerFacts {
    /// A visitor who did not sign in.
    pub const fn anonymous() -> Self {
        Self {
            person: None,
            wants_no_room_notifications: false,
            wants_no_badges: false,
        }
    }

    /// A signed-in person.
    pub const fn person(user: UserId, role: Role) -> Self {
        Self {
            person: Some((user, role)),
            wants_no_room_notifications: false,
            wants_no_badges: false,
        }
    }

    /// Signed in.
    pub const fn is_authenticated(&self) -> bool {
        self.person.is_some()
    }

    /// The portal role of a signed-in person.
    pub fn role(&self) -> Option<Role> {
        self.person.map(|(_, role)| role)
    }

    /// Owner of the portal or DocSpace administrator.
    pub fn is_admin(&self) -> bool {
        self.role().is_some_and(Role::is_admin)
    }

    /// Signed in as something else than a guest.
    pub fn is_at_least_user(&self) -> bool {
        self.role().is_some_and(|role| role != Role::Guest)
    }

    /// Room administrator or more.
    pub fn is_at_least_room_admin(&self) -> bool {
        self.role()
            .is_some_and(|role| role.rank() >= Role::RoomAdmin.rank())
    }

    /// Whether this is that person.
    pub fn is(&self, user: UserId) -> bool {
        self.person.is_some_and(|(id, _)| id == user)
    }
}

impl From<&Caller> for CallerFacts {
    fn from(caller: &Caller) -> Self {
        Self::person(caller.user, caller.role)
    }
}

impl From<Option<&Caller>> for CallerFacts {
    fn from(caller: Option<&Caller>) -> Self {
        caller.map_or(Self::anonymous(), Self::from)
    }
}

/// What the portal offers at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PortalFacts {
    /// The AI switch of the portal is on and a provider exists.
    pub ai: bool,
    /// Knowledge of agents can be indexed.
    pub vectorization: bool,
}

/// An entry as the rules see it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct EntryFacts {
    /// File or folder, with what only those have.
    pub nature: Nature,
    /// Kind of the root above it.
    pub root: FolderType,
    /// Whose root it is (My documents, trash).
    pub root_owner: UserId,
    /// The room it is or lies in.
    pub room: Option<RoomFacts>,
    /// Who created the entry.
    pub created_by: UserId,
    /// It comes from a third-party storage.
    pub third_party: bool,
    /// It has an external link of its own.
    pub shared: bool,
    /// A folder above it has an external link.
    pub parent_shared: bool,
    /// Kind of the folder it lies in; `Default` for roots.
    pub parent: FolderType,
    /// "Complete" or "In process" when it is, or lies in, one of those two trees.
    pub form_tree: Option<FolderType>,
    /// It lies in the knowledge of an agent.
    pub in_knowledge: bool,
    /// The share record that counts for the caller (`effective`), if any.
    pub grant: Option<Grant>,
}

/// What kind of entry it is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Nature {
    /// A file.
    File(FileFacts),
    /// A folder, room or root.
    Folder(FolderFacts),
}

/// The room an entry is or lies in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoomFacts {
    /// Its type.
    pub kind: RoomType,
    /// Its owner: `created_by` of the room's folder.
    pub owner: UserId,
    /// Readers may not download or copy out.
    pub deny_download: bool,
    /// Entries carry index numbers.
    pub indexing: bool,
}

/// What only a folder has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FolderFacts {
    /// Its kind.
    pub kind: FolderType,
    /// It is a root ("My documents", "Rooms" …).
    pub is_root: bool,
    /// A form lies somewhere below it. Only asked for in data rooms.
    pub holds_forms: bool,
}

/// Whether a PDF is a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// Not a PDF form.
    #[default]
    No,
    /// A form to fill in.
    Blank,
    /// All roles have submitted.
    Completed,
}

/// State of an agent's index of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vectorization {
    /// Indexing runs at this moment.
    Running,
    /// Marked as running, but nothing works on it.
    Stalled,
    /// Indexed.
    Completed,
    /// Indexing failed.
    Failed,
}

/// What only a file has.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct FileFacts {
    /// Whether it is a PDF form.
    pub form: Form,
    /// PDF or spreadsheet: kinds that hold answers in the form trees.
    pub holds_answers: bool,
    /// The format has to be converted before it can be edited.
    pub must_convert: bool,
    /// The format opens in the viewer.
    pub web_viewable: bool,
    /// Document, presentation, spreadsheet or PDF form.
    pub fits_gallery: bool,
    /// Format and size suit the assistant (`files/02 §6 A7`).
    pub askable: bool,
    /// Who locked it.
    pub locked_by: Option<UserId>,
    /// Who switched its custom filter on.
    pub custom_filter_by: Option<UserId>,
    /// State of its index, when it is knowledge of an agent.
    pub vectorization: Option<Vectorization>,
    /// How far the filling of the form is.
    pub filling: Filling,
}

/// How far the filling of a form is (`files/02 §8`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Filling {
    /// Somebody started it.
    pub started: bool,
    /// A stop date is set.
    pub stopped: bool,
    /// −1 not started, 0 finished, from 1 the sequence number that is due.
    pub step: i32,
    /// Who started it.
    pub started_by: Option<UserId>,
    /// Sequence number of the caller's first role that was not submitted.
    pub my_next_role: Option<i32>,
    /// The caller has a role in it at all.
    pub have_role: bool,
    /// What a record on the form itself grants the caller.
    pub form_record: Option<FileShare>,
    /// Somebody has the form open in an editor.
    pub being_edited: bool,
}

impl Default for Filling {
    fn default() -> Self {
        Self {
            started: false,
            stopped: false,
            step: -1,
            started_by: None,
            my_next_role: None,
            have_role: false,
            form_record: None,
            being_edited: false,
        }
    }
}

/// The share record that counts for the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    /// What it grants.
    pub access: FileShare,
    /// Person, group or link.
    pub subject: SubjectType,
    /// Distance of the folder that carries it: 0 the folder itself (or the folder a file lies in),
    /// 1 the next above …; −1 on the file itself.
    pub level: i32,
    /// A link that is expired, waits for its password or is for others grants nothing.
    pub valid: bool,
    /// The link lets nobody download or copy.
    pub deny_download: bool,
}

impl Grant {
    /// A record for the person itself, on the entry's room or folder.
    pub const fn to_person(access: FileShare) -> Self {
        Self {
            access,
            subject: SubjectType::User,
            level: 0,
            valid: true,
            deny_download: false,
        }
    }

    /// A valid external link.
    pub const fn by_link(access: FileShare) -> Self {
        Self {
            access,
            subject: SubjectType::ExternalLink,
            level: 0,
            valid: true,
            deny_download: false,
        }
    }

    /// Whether the caller came through an external link.
    pub fn is_link(&self) -> bool {
        matches!(
            self.subject,
            SubjectType::ExternalLink | SubjectType::PrimaryExternalLink
        )
    }
}

impl EntryFacts {
    /// What only a file has.
    pub fn file(&self) -> Option<&FileFacts> {
        match &self.nature {
            Nature::File(file) => Some(file),
            Nature::Folder(_) => None,
        }
    }

    /// What only a folder has.
    pub fn folder(&self) -> Option<&FolderFacts> {
        match &self.nature {
            Nature::File(_) => None,
            Nature::Folder(folder) => Some(folder),
        }
    }

    /// Whether it is a room itself.
    pub fn is_room(&self) -> bool {
        self.folder().is_some_and(|folder| folder.kind.is_room())
    }

    /// Whether it is a root folder of this kind.
    pub fn is_root(&self, kind: FolderType) -> bool {
        self.folder()
            .is_some_and(|folder| folder.is_root && folder.kind == kind)
    }

    /// Type of the room it is or lies in.
    pub fn room_type(&self) -> Option<RoomType> {
        self.room.map(|room| room.kind)
    }

    /// Whether it's in the tree of rooms or of agents.
    pub fn in_rooms(&self) -> bool {
        matches!(self.root, FolderType::VirtualRooms | FolderType::AiAgents)
    }

    /// A file directly in a per-form folder ("done" or "in progress").
    pub fn in_per_form_folder(&self) -> bool {
        matches!(
            self.parent,
            FolderType::FormFillingFolderDone | FolderType::FormFillingFolderInProgress
        )
    }

    /// Whether it is a file that is a form, blank or completed.
    pub fn is_form(&self) -> bool {
        self.file().is_some_and(|file| file.form != Form::No)
    }

    /// Whether it is a file that somebody has open in an editor.
    pub fn is_being_edited(&self) -> bool {
        self.file().is_some_and(|file| file.filling.being_edited)
    }

    /// The room's owner has full access to it, unless he was demoted to user or guest
    /// (`files/02 §6 D8`).
    pub fn full_access(&self, caller: &CallerFacts) -> bool {
        self.room.is_some_and(|room| caller.is(room.owner)) && caller.is_at_least_room_admin()
    }

    /// The access that counts, when there is a record.
    pub fn role(&self) -> Option<FileShare> {
        self.grant.map(|grant| grant.access)
    }
}
