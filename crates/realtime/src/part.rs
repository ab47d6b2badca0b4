//! Names of rooms as clients ask for them (`platform/09 §9.4`), and who may ask. Rooms of features that are not built
//! have no names here: asking for them does nothing.

use files::model::{EntryRef, FileId, FolderId};
use people::rules::manages_people;
use portal::UserId;

use crate::session::Session;

/// What somebody wants to hear about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Part {
    /// `DIR-5`: what lies in a folder, and the folder itself.
    Folder(FolderId),
    /// `FILE-7`: one file.
    File(FileId),
    /// `quota`: figures and settings of the portal.
    Portal,
    /// `QUOTA`: quotas, the caller's own among them.
    Quotas,
    /// A person's id: the end of his sessions.
    Person(UserId),
    /// `users`: people.
    Users,
    /// `groups`: groups of people.
    Groups,
    /// `guests`: guests.
    Guests,
    /// `change-my-type`: joined without asking.
    MyType,
    /// `backup`: how far a backup is.
    Backup,
    /// `restore`: how far a restore is.
    Restore,
    /// `storage-encryption`: how far encrypting or decrypting is.
    Encryption,
    /// `operations`: progress of the caller's own long-running operations. Ours, beyond the contract.
    Operations,
}

/// Whether somebody may listen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Admission {
    /// Yes.
    Free,
    /// When he may read this entry.
    Gate(EntryRef),
    /// No.
    Closed,
}

impl Part {
    /// Reads a name; `None` for names that mean nothing here.
    pub(crate) fn read(text: &str) -> Option<Self> {
        if let Some(id) = text.strip_prefix("DIR-") {
            return number(id).map(|id| Self::Folder(FolderId(id)));
        }
        if let Some(id) = text.strip_prefix("FILE-") {
            return number(id).map(|id| Self::File(FileId(id)));
        }
        Some(match text {
            "quota" => Self::Portal,
            "QUOTA" => Self::Quotas,
            "users" => Self::Users,
            "groups" => Self::Groups,
            "guests" => Self::Guests,
            "change-my-type" => Self::MyType,
            "operations" => Self::Operations,
            "backup" => Self::Backup,
            "restore" => Self::Restore,
            "storage-encryption" => Self::Encryption,
            _ => Self::Person(text.parse().ok()?),
        })
    }

    /// The room about an entry.
    pub(crate) fn of(entry: EntryRef) -> Self {
        match entry {
            EntryRef::Folder(id) => Self::Folder(id),
            EntryRef::File(id) => Self::File(id),
        }
    }

    /// Whether this one may listen. Entries ask the one gate; lists of people are for those who manage people.
    pub(crate) fn admission(self, session: &Session) -> Admission {
        let open = |yes: bool| {
            if yes {
                Admission::Free
            } else {
                Admission::Closed
            }
        };
        let person = session.viewer.caller.person;
        match self {
            Self::Folder(id) => Admission::Gate(EntryRef::Folder(id)),
            Self::File(id) => Admission::Gate(EntryRef::File(id)),
            Self::Portal | Self::Quotas | Self::MyType | Self::Operations | Self::Restore => {
                open(person.is_some())
            }
            Self::Backup | Self::Encryption => {
                open(person.is_some_and(|(_, role)| role.is_admin()))
            }
            Self::Person(id) => open(person.is_some_and(|(user, _)| user == id)),
            Self::Users | Self::Groups | Self::Guests => {
                open(person.is_some_and(|(_, role)| manages_people(role)))
            }
        }
    }
}

fn number(text: &str) -> Option<i64> {
    text.parse()
        .ok()
        .filter(|id| (1..=i64::from(i32::MAX)).contains(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_rooms_are_read_to_the_letter() {
        let user: UserId = UserId(uuid::Uuid::from_u128(7));
        for (text, part) in [
            ("DIR-5", Some(Part::Folder(FolderId(5)))),
            ("FILE-7", Some(Part::File(FileId(7)))),
            ("quota", Some(Part::Portal)),
            ("QUOTA", Some(Part::Quotas)),
            ("Quota", None),
            ("DIR-0", None),
            ("DIR--1", None),
            ("DIR-99999999999", None),
            // Individual rooms are the server's business: nobody joins another person's.
            ("DIR-5-00000000-0000-0000-0000-000000000007", None),
            ("guests-00000000-0000-0000-0000-000000000007", None),
            ("backup", Some(Part::Backup)),
            ("restore", Some(Part::Restore)),
            ("storage-encryption", Some(Part::Encryption)),
            ("telegram", None),
            ("", None),
        ] {
            assert_eq!(Part::read(text), part, "{text}");
        }
        assert_eq!(Part::read(&user.to_string()), Some(Part::Person(user)));
    }
}
