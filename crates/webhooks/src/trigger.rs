//! What can be heard of: the contract's triggers, their numbers (bits, more than 32 of them) and who may choose them.

use std::fmt;

use portal::Role;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::extensions::ExtensionsBuilder;
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

macro_rules! triggers {
    ($($name:ident = $bit:literal, $text:literal, $who:ident;)*) => {
        /// Something that can be heard of.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[expect(missing_docs, reason = "the names are the contract's own")]
        pub enum Trigger { $($name),* }

        impl Trigger {
            /// All of them, in the contract's order.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// Its number: one bit.
            #[must_use]
            pub const fn number(self) -> i64 {
                match self { $(Self::$name => 1 << $bit),* }
            }

            /// Its name in payloads: `file.created`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => $text),* }
            }

            /// Its name in the interface's description: `FileCreated`.
            #[must_use]
            pub const fn variant(self) -> &'static str {
                match self { $(Self::$name => stringify!($name)),* }
            }

            const fn who(self) -> Who {
                match self { $(Self::$name => Who::$who),* }
            }
        }
    };
}

/// Who may choose a trigger. Guests may choose none.
enum Who {
    /// Users too.
    Users,
    /// Those who manage people and rooms.
    Managers,
}

triggers! {
    UserCreated = 0, "user.created", Managers;
    UserInvited = 1, "user.invited", Managers;
    UserUpdated = 2, "user.updated", Users;
    UserDeleted = 3, "user.deleted", Users;
    GroupCreated = 4, "group.created", Managers;
    GroupUpdated = 5, "group.updated", Managers;
    GroupDeleted = 6, "group.deleted", Managers;
    FileCreated = 7, "file.created", Users;
    FileUploaded = 8, "file.uploaded", Users;
    FileUpdated = 9, "file.updated", Users;
    FileTrashed = 10, "file.trashed", Users;
    FileDeleted = 11, "file.deleted", Users;
    FileRestored = 12, "file.restored", Users;
    FileCopied = 13, "file.copied", Users;
    FileMoved = 14, "file.moved", Users;
    FolderCreated = 15, "folder.created", Users;
    FolderUpdated = 16, "folder.updated", Users;
    FolderTrashed = 17, "folder.trashed", Users;
    FolderDeleted = 18, "folder.deleted", Users;
    FolderRestored = 19, "folder.restored", Users;
    FolderCopied = 20, "folder.copied", Users;
    FolderMoved = 21, "folder.moved", Users;
    RoomCreated = 22, "room.created", Managers;
    RoomUpdated = 23, "room.updated", Users;
    RoomArchived = 24, "room.archived", Users;
    RoomDeleted = 25, "room.deleted", Users;
    RoomRestored = 26, "room.restored", Users;
    RoomCopied = 27, "room.copied", Managers;
    FormSubmit = 28, "form.submit", Users;
    FormFilledOut = 29, "form.filled.out", Users;
    FormStopped = 30, "form.stopped", Users;
    AgentCreated = 31, "agent.created", Managers;
    AgentUpdated = 32, "agent.updated", Users;
    AgentDeleted = 33, "agent.deleted", Users;
    FileDownloaded = 34, "file.downloaded", Users;
    FolderDownloaded = 35, "folder.downloaded", Users;
}

impl Trigger {
    /// Whether people of a role may choose it.
    #[must_use]
    pub fn is_for(self, role: Role) -> bool {
        match role {
            Role::Guest => false,
            Role::User => matches!(self.who(), Who::Users),
            Role::RoomAdmin | Role::Admin | Role::Owner => true,
        }
    }
}

/// The name of "everything".
pub const EVERYTHING: &str = "*";

/// A set of triggers as it travels: their numbers added up, 0 for everything.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Triggers(pub i64);

impl From<Trigger> for Triggers {
    fn from(trigger: Trigger) -> Self {
        Self(trigger.number())
    }
}

impl From<Triggers> for sql::Value {
    fn from(triggers: Triggers) -> Self {
        Self::Int(triggers.0)
    }
}

impl Triggers {
    /// Whether it has a trigger.
    #[must_use]
    pub fn have(self, trigger: Trigger) -> bool {
        self.0 == 0 || self.0 & trigger.number() != 0
    }

    /// Whether people of a role may choose all of it. Everything means everything that is for them.
    #[must_use]
    pub fn are_for(self, role: Role) -> bool {
        let named = |trigger: &&Trigger| self.0 & trigger.number() != 0;
        role != Role::Guest
            && Trigger::ALL
                .iter()
                .filter(named)
                .all(|trigger| trigger.is_for(role))
    }

    /// The names of its triggers.
    #[must_use]
    pub fn names(self) -> Vec<&'static str> {
        if self.0 == 0 {
            return vec![EVERYTHING];
        }
        let named = |trigger: &&Trigger| self.0 & trigger.number() != 0;
        Trigger::ALL
            .iter()
            .filter(named)
            .map(|trigger| trigger.name())
            .collect()
    }

    fn from_number(number: i64) -> Option<Self> {
        let known = Trigger::ALL
            .iter()
            .fold(0, |all, trigger| all | trigger.number());
        (number >= 0 && number & !known == 0).then_some(Self(number))
    }

    fn from_text(text: &str) -> Option<Self> {
        let text = text.trim();
        if text == EVERYTHING || text.eq_ignore_ascii_case("All") {
            return Some(Self(0));
        }
        let named = Trigger::ALL
            .iter()
            .find(|trigger| trigger.name() == text || trigger.variant().eq_ignore_ascii_case(text));
        named
            .map(|trigger| (*trigger).into())
            .or_else(|| Self::from_number(text.parse().ok()?))
    }
}

impl Serialize for Triggers {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(self.0)
    }
}

impl<'de> Deserialize<'de> for Triggers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader)
    }
}

struct Reader;

impl Visitor<'_> for Reader {
    type Value = Triggers;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("WebhookTrigger")
    }

    fn visit_i64<E: de::Error>(self, number: i64) -> Result<Triggers, E> {
        Triggers::from_number(number)
            .ok_or_else(|| E::invalid_value(de::Unexpected::Signed(number), &self))
    }

    fn visit_u64<E: de::Error>(self, number: u64) -> Result<Triggers, E> {
        self.visit_i64(i64::try_from(number).unwrap_or(i64::MAX))
    }

    fn visit_str<E: de::Error>(self, text: &str) -> Result<Triggers, E> {
        Triggers::from_text(text).ok_or_else(|| E::invalid_value(de::Unexpected::Str(text), &self))
    }
}

impl PartialSchema for Triggers {
    fn schema() -> RefOr<Schema> {
        let numbers = Trigger::ALL.iter().map(|trigger| trigger.number());
        let names = Trigger::ALL.iter().map(|trigger| trigger.variant());
        let names: Vec<&str> = std::iter::once("All").chain(names).collect();
        ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .enum_values(Some(std::iter::once(0).chain(numbers)))
            .extensions(Some(
                ExtensionsBuilder::new()
                    .add("x-enum-varnames", serde_json::json!(names))
                    .build(),
            ))
            .into()
    }
}

impl ToSchema for Triggers {
    fn name() -> std::borrow::Cow<'static, str> {
        "WebhookTrigger".into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_the_contracts() {
        for (trigger, number) in [
            (Trigger::UserCreated, 1),
            (Trigger::GroupDeleted, 64),
            (Trigger::FileMoved, 16_384),
            (Trigger::RoomCreated, 4_194_304),
            (Trigger::FormStopped, 1_073_741_824),
            (Trigger::AgentDeleted, 8_589_934_592),
            (Trigger::FolderDownloaded, 34_359_738_368),
        ] {
            assert_eq!(trigger.number(), number, "{}", trigger.name());
        }
    }

    #[test]
    fn sets_are_read_from_numbers_and_names() {
        let read = |json: &str| serde_json::from_str::<Triggers>(json).ok();
        assert_eq!(read("0"), Some(Triggers(0)));
        assert_eq!(read("\"*\""), Some(Triggers(0)));
        assert_eq!(read("34359738369"), Some(Triggers(34_359_738_369)));
        assert_eq!(read("\"34359738368\""), Some(Triggers(34_359_738_368)));
        assert_eq!(read("\"FileCreated\""), Some(Triggers(128)));
        assert_eq!(read("\"file.created\""), Some(Triggers(128)));
        for bad in ["-1", "68719476736", "\"nothing\"", "1.5", "true"] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn roles_choose_what_is_for_them() {
        let chosen = Triggers(Trigger::FileCreated.number() | Trigger::RoomCreated.number());
        assert!(chosen.are_for(Role::RoomAdmin) && !chosen.are_for(Role::User));
        assert!(Triggers(0).are_for(Role::User) && !Triggers(0).are_for(Role::Guest));
        assert_eq!(chosen.names(), ["file.created", "room.created"]);
        assert_eq!(Triggers(0).names(), ["*"]);
        let for_users = Trigger::ALL.iter().filter(|one| one.is_for(Role::User));
        assert_eq!(for_users.count(), 28);
    }
}
