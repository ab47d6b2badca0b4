//! Which of several share records counts (`files/02 §9`).

use portal::UserId;
use uuid::Uuid;

use super::facts::{CallerFacts, Grant};
use crate::model::{FileShare, FolderType, RoomType, SubjectType};

/// Everybody the caller is, in the eyes of share records.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Subjects {
    /// The person.
    pub person: Option<UserId>,
    /// Groups he is in, the built-in ones included.
    pub groups: Vec<Uuid>,
    /// The external link of this request.
    pub link: Option<Uuid>,
    /// External links he opened once.
    pub remembered: Vec<Uuid>,
}

impl Subjects {
    /// The built-in group of everybody.
    pub const EVERYONE: Uuid = Uuid::from_u128(0xc5cc67d1_c3e8_43c0_a3ad_3928ae3e5b5e);
    /// The built-in group of the administrators.
    pub const ADMINS: Uuid = Uuid::from_u128(0xcd84e66b_b803_40fc_99f9_b2969a54a1de);

    /// A signed-in person with the groups he was put into.
    pub fn of(caller: &CallerFacts, groups: impl IntoIterator<Item = Uuid>) -> Self {
        let mut all: Vec<Uuid> = groups.into_iter().collect();
        if caller.is_authenticated() {
            all.push(Self::EVERYONE);
        }
        if caller.is_admin() {
            all.push(Self::ADMINS);
        }
        Self {
            person: caller.person.map(|(user, _)| user),
            groups: all,
            ..Self::default()
        }
    }

    /// Every id a record for this caller can be about, to ask the table for.
    pub fn ids(&self) -> Vec<Uuid> {
        let person = self.person.map(|user| user.0);
        person
            .into_iter()
            .chain(self.groups.iter().copied())
            .chain(self.link)
            .chain(self.remembered.iter().copied())
            .collect()
    }

    /// Priority of a subject: the person, then groups, then the link at hand, then remembered ones.
    fn rank(&self, subject: Uuid, remembered_count: bool) -> Option<u8> {
        if self.person.is_some_and(|user| user.0 == subject) {
            Some(0)
        } else if self.groups.contains(&subject) {
            Some(1)
        } else if self.link == Some(subject) {
            Some(2)
        } else if remembered_count && self.remembered.contains(&subject) {
            Some(3)
        } else {
            None
        }
    }
}

/// A share record on an entry or on a folder above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Candidate {
    /// Person, group or link.
    pub subject: Uuid,
    /// Kind of the subject.
    pub subject_type: SubjectType,
    /// What it grants.
    pub access: FileShare,
    /// Distance of the folder that carries it; −1 on a file itself ([`Grant::level`]).
    pub level: i32,
    /// False for a link that is expired, waits for its password or is for others.
    pub valid: bool,
    /// The link lets nobody download or copy.
    pub deny_download: bool,
}

impl From<&Candidate> for Grant {
    fn from(record: &Candidate) -> Self {
        Self {
            access: record.access,
            subject: record.subject_type,
            level: record.level,
            valid: record.valid,
            deny_download: record.deny_download,
        }
    }
}

/// Where the entry is, as far as the choice among records depends on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Kind of the root above the entry.
    pub root: FolderType,
    /// Whose root it is.
    pub root_owner: UserId,
    /// Type of the enclosing room.
    pub room: Option<RoomType>,
    /// The entry is a file.
    pub is_file: bool,
}

/// The record that counts for the caller, if any.
///
/// A record for the person beats those of groups, even a weaker one; then a record on the file
/// itself beats those on folders, and a nearer folder a farther one. Among equals the strongest
/// wins for folders and, oddly, the weakest for files. In rooms the records of folders come first:
/// the role in the room decides, and a link on a file never lowers a member's role.
pub fn effective<'a>(
    records: &'a [Candidate],
    subjects: &Subjects,
    caller: &CallerFacts,
    place: Place,
) -> Option<&'a Candidate> {
    let in_rooms = matches!(
        place.root,
        FolderType::VirtualRooms | FolderType::Archive | FolderType::AiAgents
    );
    let remembered = remembered_links_count(caller, place);
    let mine = || {
        records.iter().filter_map(|record| {
            let rank = subjects.rank(record.subject, remembered)?;
            Some((rank, record))
        })
    };
    if in_rooms {
        let of_folders = mine()
            .filter(|(_, record)| record.level >= 0)
            .min_by_key(|(rank, record)| (*rank, record.level, room_strength(record.access)));
        if let Some((_, record)) = of_folders {
            return Some(record);
        }
    }
    let strength = |access| {
        if in_rooms {
            room_strength(access)
        } else {
            strength(access)
        }
    };
    let chosen = if place.is_file {
        mine().min_by_key(|(rank, record)| {
            (
                *rank,
                record.level >= 0,
                record.level,
                u8::MAX - strength(record.access),
            )
        })
    } else {
        mine().min_by_key(|(rank, record)| (*rank, false, record.level, strength(record.access)))
    };
    chosen.map(|(_, record)| record)
}

/// Remembered links open other people's documents and rooms; an administrator sees rooms anyway,
/// form filling rooms excepted.
fn remembered_links_count(caller: &CallerFacts, place: Place) -> bool {
    match place.root {
        FolderType::User => !caller.is(place.root_owner),
        FolderType::VirtualRooms | FolderType::Archive | FolderType::AiAgents => {
            !caller.is_admin() || place.room == Some(RoomType::FillingFormsRoom)
        }
        _ => false,
    }
}

/// Position in the order of rooms, strongest first.
fn room_strength(access: FileShare) -> u8 {
    match access {
        FileShare::None => 0,
        FileShare::RoomManager => 1,
        FileShare::ContentCreator => 2,
        FileShare::Editing => 3,
        FileShare::FillForms => 4,
        FileShare::Review => 5,
        FileShare::Comment => 6,
        FileShare::Read => 7,
        FileShare::ReadWrite => 8,
        FileShare::CustomFilter => 9,
        FileShare::Varies => 10,
        FileShare::Restrict => 11,
    }
}

/// Position in the order of everything else, strongest first.
fn strength(access: FileShare) -> u8 {
    match access {
        FileShare::None => 0,
        FileShare::Editing => 1,
        FileShare::CustomFilter => 2,
        FileShare::Review => 3,
        FileShare::FillForms => 4,
        FileShare::Comment => 5,
        FileShare::Read => 6,
        FileShare::Restrict => 7,
        FileShare::ReadWrite => 8,
        FileShare::RoomManager => 9,
        FileShare::ContentCreator => 10,
        FileShare::Varies => 11,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use portal::Role;

    const ANNA: Uuid = Uuid::from_u128(1);
    const SALES: Uuid = Uuid::from_u128(2);
    const STAFF: Uuid = Uuid::from_u128(3);
    const LINK: Uuid = Uuid::from_u128(4);

    fn record(subject: Uuid, access: FileShare, level: i32) -> Candidate {
        let subject_type = match subject {
            ANNA => SubjectType::User,
            LINK => SubjectType::ExternalLink,
            _ => SubjectType::Group,
        };
        Candidate {
            subject,
            subject_type,
            access,
            level,
            valid: true,
            deny_download: false,
        }
    }

    fn chosen(records: &[Candidate], root: FolderType, is_file: bool) -> Option<FileShare> {
        let caller = CallerFacts::person(UserId(ANNA), Role::User);
        let subjects = Subjects {
            link: Some(LINK),
            ..Subjects::of(&caller, [SALES, STAFF])
        };
        let place = Place {
            root,
            root_owner: UserId::NOBODY,
            room: None,
            is_file,
        };
        effective(records, &subjects, &caller, place).map(|record| record.access)
    }

    #[test]
    fn a_record_for_the_person_beats_a_stronger_one_of_a_group() {
        let records = [
            record(SALES, FileShare::Editing, 0),
            record(ANNA, FileShare::Read, 2),
        ];
        assert_eq!(
            chosen(&records, FolderType::User, false),
            Some(FileShare::Read)
        );
        assert_eq!(
            chosen(&records, FolderType::VirtualRooms, false),
            Some(FileShare::Read)
        );
    }

    #[test]
    fn a_nearer_folder_beats_a_farther_one() {
        let records = [
            record(SALES, FileShare::Editing, 3),
            record(STAFF, FileShare::Read, 1),
        ];
        assert_eq!(
            chosen(&records, FolderType::User, false),
            Some(FileShare::Read)
        );
    }

    #[test]
    fn of_several_groups_the_strongest_counts_for_a_folder_and_the_weakest_for_a_file() {
        let records = [
            record(SALES, FileShare::Editing, 0),
            record(STAFF, FileShare::Read, 0),
        ];
        assert_eq!(
            chosen(&records, FolderType::User, false),
            Some(FileShare::Editing)
        );
        let on_file = [
            record(SALES, FileShare::Editing, -1),
            record(STAFF, FileShare::Read, -1),
        ];
        assert_eq!(
            chosen(&on_file, FolderType::User, true),
            Some(FileShare::Read)
        );
        let full = [
            record(SALES, FileShare::ReadWrite, -1),
            record(STAFF, FileShare::Read, -1),
        ];
        assert_eq!(
            chosen(&full, FolderType::User, true),
            Some(FileShare::ReadWrite)
        );
    }

    #[test]
    fn in_a_room_the_strongest_role_of_the_groups_decides() {
        let records = [
            record(SALES, FileShare::Read, 1),
            record(STAFF, FileShare::ContentCreator, 1),
        ];
        let role = chosen(&records, FolderType::VirtualRooms, true);
        assert_eq!(role, Some(FileShare::ContentCreator));
    }

    #[test]
    fn in_a_room_a_link_on_the_file_never_lowers_a_members_role() {
        let records = [
            record(LINK, FileShare::Read, -1),
            record(ANNA, FileShare::Editing, 1),
        ];
        assert_eq!(
            chosen(&records, FolderType::VirtualRooms, true),
            Some(FileShare::Editing)
        );
        assert_eq!(
            chosen(&records[..1], FolderType::VirtualRooms, true),
            Some(FileShare::Read)
        );
    }

    #[test]
    fn the_link_of_a_stranger_counts_for_nobody() {
        let stranger = Uuid::from_u128(99);
        let records = [record(stranger, FileShare::Read, 0)];
        assert_eq!(chosen(&records, FolderType::VirtualRooms, false), None);
    }
}
