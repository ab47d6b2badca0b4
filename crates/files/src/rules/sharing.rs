//! What may be granted: roles by type of room, rights offered on files and folders, numbers of links
//! (`files/02 §2–§4`).

use portal::Role;

use super::action::ActionSet;
use super::facts::{CallerFacts, EntryFacts, Form};
use super::{Action, portal_roles};
use crate::model::{FileShare, FolderType, RoomType, SubjectType};

use FileShare::{
    Comment, ContentCreator, Editing, FillForms, Read, ReadWrite, Restrict, Review, RoomManager,
};

/// The roles a subject of this kind can have in a room of this type. To remove one (0) is always
/// possible and is not listed.
pub const fn room_roles(room: RoomType, subject: SubjectType) -> &'static [FileShare] {
    use RoomType::{
        AiRoom, CustomRoom, EditingRoom, FillingFormsRoom, PublicRoom, VirtualDataRoom,
    };
    match subject {
        SubjectType::User => match room {
            FillingFormsRoom => &[RoomManager, ContentCreator, FillForms],
            EditingRoom => &[RoomManager, ContentCreator, Editing, Read],
            CustomRoom => &[RoomManager, ContentCreator, Editing, Review, Comment, Read],
            PublicRoom => &[RoomManager, ContentCreator],
            VirtualDataRoom => &[RoomManager, ContentCreator, Editing, Read, FillForms],
            AiRoom => &[RoomManager, ContentCreator, Read],
        },
        SubjectType::Group => match room {
            FillingFormsRoom => &[ContentCreator, FillForms],
            EditingRoom => &[ContentCreator, Editing, Read],
            CustomRoom => &[ContentCreator, Editing, Review, Comment, Read],
            PublicRoom => &[ContentCreator],
            VirtualDataRoom => &[ContentCreator, Editing, Read, FillForms],
            AiRoom => &[ContentCreator, Read],
        },
        SubjectType::InvitationLink => match room {
            FillingFormsRoom => &[ContentCreator, FillForms],
            EditingRoom => &[ContentCreator, Editing, Read],
            CustomRoom => &[ContentCreator, Editing, Review, Comment, Read],
            PublicRoom => &[ContentCreator, Read],
            VirtualDataRoom => &[ContentCreator, Editing, Read, FillForms],
            AiRoom => &[ContentCreator, Read],
        },
        SubjectType::ExternalLink | SubjectType::PrimaryExternalLink => match room {
            FillingFormsRoom => &[FillForms, Read],
            CustomRoom | PublicRoom => &[Editing, FillForms, Review, Comment, Read],
            EditingRoom | VirtualDataRoom | AiRoom => &[],
        },
    }
}

/// Whether a person of this portal role can be given this access in a room of this type. Otherwise:
/// 403 "The role is not available for this user type".
pub fn role_available_to(room: RoomType, access: FileShare, invitee: Role) -> bool {
    if access == FileShare::None {
        return true;
    }
    let for_type = room_roles(room, SubjectType::User).contains(&access);
    let for_person = match access {
        RoomManager => portal_roles::may_manage_rooms(invitee),
        ContentCreator => room != RoomType::AiRoom || invitee != Role::Guest,
        _ => true,
    };
    for_type && for_person
}

/// What a person of this portal role gets who joins a room by a link that grants this access (`files/05 §7`): users and
/// guests manage no rooms, and guests make nothing where agents live.
pub fn role_by_link(room: RoomType, access: FileShare, who: Role) -> FileShare {
    match access {
        RoomManager if !portal_roles::may_manage_rooms(who) => {
            role_by_link(room, ContentCreator, who)
        }
        ContentCreator if room == RoomType::AiRoom && who == Role::Guest => Read,
        access => access,
    }
}

/// Whether a group or link can be given this access in a room of this type.
pub fn role_available(room: RoomType, subject: SubjectType, access: FileShare) -> bool {
    access == FileShare::None || room_roles(room, subject).contains(&access)
}

/// Whether a member or group of a room template can have this access: readers only.
pub const fn template_role_available(access: FileShare) -> bool {
    matches!(access, FileShare::None | Read)
}

/// How many external links an object can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LinkLimits {
    /// Primary links.
    pub primary: i32,
    /// Additional links.
    pub additional: i32,
    /// The primary one counts as one of the additional ones.
    pub together: bool,
}

/// Invitation links of a room.
pub const INVITATION_LINKS: i32 = 1;

/// Limits of links on a room itself.
pub const fn room_link_limits(room: RoomType) -> LinkLimits {
    match room {
        RoomType::CustomRoom | RoomType::PublicRoom => LinkLimits {
            primary: 1,
            additional: 5,
            together: false,
        },
        RoomType::FillingFormsRoom => LinkLimits {
            primary: 1,
            additional: 0,
            together: false,
        },
        RoomType::EditingRoom | RoomType::VirtualDataRoom | RoomType::AiRoom => LinkLimits {
            primary: 0,
            additional: 0,
            together: false,
        },
    }
}

/// Limits of links on a file or folder; `room` is the enclosing room, `None` in My documents.
pub const fn entry_link_limits(room: Option<RoomType>) -> LinkLimits {
    match room {
        Some(RoomType::PublicRoom) => LinkLimits {
            primary: 1,
            additional: 5,
            together: false,
        },
        Some(RoomType::FillingFormsRoom) => LinkLimits {
            primary: 1,
            additional: 0,
            together: false,
        },
        _ => LinkLimits {
            primary: 0,
            additional: 6,
            together: true,
        },
    }
}

/// Limits of links on this entry.
pub fn link_limits(entry: &EntryFacts) -> LinkLimits {
    match entry.room_type() {
        Some(kind) if entry.is_room() => room_link_limits(kind),
        room => entry_link_limits(room),
    }
}

/// `shareSettings`: the numbers of links, without zeros.
pub fn share_settings(entry: &EntryFacts) -> Vec<(SubjectType, i32)> {
    let limits = link_limits(entry);
    [
        (SubjectType::ExternalLink, limits.additional),
        (SubjectType::PrimaryExternalLink, limits.primary),
    ]
    .into_iter()
    .filter(|(_, number)| *number > 0)
    .collect()
}

/// `canShare` (§4): may the caller change who has access. In Recent and Favorites it is false always.
pub fn can_share(entry: &EntryFacts, caller: &CallerFacts, actions: ActionSet) -> bool {
    let archived_content = entry.root == FolderType::Archive && !entry.is_room();
    let closed_room = entry.is_room()
        && matches!(
            entry.room_type(),
            Some(RoomType::EditingRoom | RoomType::VirtualDataRoom)
        );
    caller.role() != Some(Role::Guest)
        && !archived_content
        && !closed_room
        && actions.contains(Action::EditAccess)
}

/// What the extension of a file can do in the editors.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Abilities {
    /// Can be edited.
    pub edit: bool,
    /// Can be reviewed.
    pub review: bool,
    /// Can be commented.
    pub comment: bool,
    /// Can be filtered by each reader.
    pub custom_filter: bool,
}

/// `availableShareRights`: for each kind of subject the rights that can be given on this entry.
///
/// `abilities` are those of the file's extension; they do not matter for folders.
pub fn share_rights(
    entry: &EntryFacts,
    caller: &CallerFacts,
    abilities: Abilities,
) -> Vec<(SubjectType, Vec<FileShare>)> {
    let own = caller.is(entry.created_by);
    base_rights(entry)
        .iter()
        .map(|(subject, rights)| {
            let offered = rights
                .iter()
                .copied()
                .filter(|right| right_offered(entry, *right, own, abilities))
                .collect();
            (*subject, offered)
        })
        .collect()
}

/// Whether a link or subject can be given this access on a file or folder. For links the removal
/// (0) is always possible.
pub fn share_right_available(
    entry: &EntryFacts,
    caller: &CallerFacts,
    subject: SubjectType,
    access: FileShare,
    abilities: Abilities,
) -> bool {
    let link = matches!(
        subject,
        SubjectType::ExternalLink | SubjectType::PrimaryExternalLink
    );
    let own = caller.is(entry.created_by) || link;
    base_rights(entry).iter().any(|(kind, rights)| {
        *kind == subject && rights.contains(&access) && right_offered(entry, access, own, abilities)
    })
}

type Rights = &'static [(SubjectType, &'static [FileShare])];

fn base_rights(entry: &EntryFacts) -> Rights {
    const PEOPLE: &[FileShare] = &[
        ReadWrite,
        Editing,
        FillForms,
        Review,
        Comment,
        Read,
        Restrict,
        FileShare::None,
    ];
    const LINKS: &[FileShare] = &[Editing, FillForms, Review, Comment, Read, FileShare::None];
    const FILLING: &[FileShare] = &[FillForms, FileShare::None];
    match (entry.root, entry.room_type()) {
        (FolderType::User, _) => &[
            (SubjectType::User, PEOPLE),
            (SubjectType::ExternalLink, LINKS),
            (SubjectType::Group, PEOPLE),
            (SubjectType::PrimaryExternalLink, LINKS),
        ],
        (FolderType::VirtualRooms | FolderType::AiAgents, Some(RoomType::FillingFormsRoom)) => &[
            (SubjectType::ExternalLink, FILLING),
            (SubjectType::PrimaryExternalLink, FILLING),
        ],
        (FolderType::VirtualRooms | FolderType::AiAgents, Some(_)) => &[
            (SubjectType::ExternalLink, LINKS),
            (SubjectType::PrimaryExternalLink, LINKS),
        ],
        _ => &[],
    }
}

fn right_offered(entry: &EntryFacts, right: FileShare, own: bool, can: Abilities) -> bool {
    let room = entry.room_type();
    let forms_are_filled_here = entry.root == FolderType::User
        || matches!(
            room,
            Some(RoomType::FillingFormsRoom | RoomType::VirtualDataRoom)
        );
    let Some(file) = entry.file() else {
        return match right {
            FillForms => forms_are_filled_here,
            FileShare::None => own,
            _ => true,
        };
    };
    let form = file.form != Form::No;
    match right {
        Restrict => true,
        Read => !form,
        FileShare::None => own,
        _ if file.must_convert => false,
        Editing => can.edit && (!form || room != Some(RoomType::FillingFormsRoom)),
        FillForms => form && forms_are_filled_here,
        Comment => !form && can.comment,
        Review => !form && can.review,
        FileShare::CustomFilter => !form && can.custom_filter,
        ReadWrite => true,
        _ => false,
    }
}
