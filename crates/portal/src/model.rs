//! The nouns every domain speaks of: portals, users' ids and roles.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sql::Micros;
use uuid::Uuid;

/// Number of a portal (tenant) in this installation; positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PortalId(pub i64);

impl fmt::Display for PortalId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl From<PortalId> for sql::Value {
    fn from(id: PortalId) -> Self {
        Self::Int(id.0)
    }
}

/// Id of a user. Unique in the portal only: the same person may have an account in many portals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(pub Uuid);

impl UserId {
    /// The zero GUID, which stands for "nobody" on the wire.
    pub const NOBODY: Self = Self(Uuid::nil());
    /// The "lost" user that stands in for accounts which are gone ("Unknown", `platform/05 §5.1`).
    pub const LOST: Self = Self(Uuid::from_u128(0x4a51_5a15_d4d6_4b8e_828e_e058_6f18_f3a3));
    /// The anonymous visitor (`platform/05 §5.1`).
    pub const ANONYMOUS: Self = Self(Uuid::from_u128(0x712d_9ec3_5d2b_4b13_824f_71f0_0191_dcca));
    /// The portal itself as the actor of background work (`platform/05 §5.1`).
    pub const SYSTEM: Self = Self(Uuid::from_u128(0xa37e_e56e_3302_4a7b_b67e_ddbe_a64c_d032));

    /// A fresh random id.
    #[must_use]
    pub fn random() -> Self {
        Self(Uuid::new_v4())
    }

    /// Whether this is one of the virtual users which no table holds.
    #[must_use]
    pub fn is_virtual(self) -> bool {
        [Self::NOBODY, Self::LOST, Self::ANONYMOUS, Self::SYSTEM].contains(&self)
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for UserId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Uuid::from_str(text.trim()).map(Self)
    }
}

impl From<Uuid> for UserId {
    fn from(id: Uuid) -> Self {
        Self(id)
    }
}

impl From<UserId> for sql::Value {
    fn from(id: UserId) -> Self {
        Self::Text(id.0.to_string())
    }
}

/// Type of a user in the portal (`platform/05 §5.1`). The owner is a type of its own here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Role {
    /// The portal's owner; also an administrator.
    Owner,
    /// DocSpace administrator.
    Admin,
    /// Room administrator ("power user").
    RoomAdmin,
    /// User ("collaborator").
    User,
    /// Guest ("visitor").
    Guest,
}

impl Role {
    /// Owner or administrator.
    #[must_use]
    pub fn is_admin(self) -> bool {
        matches!(self, Self::Owner | Self::Admin)
    }

    /// Order in "raise the type" decisions: guest 1, user 2, room administrator 3, administrator 4, owner 5.
    #[must_use]
    pub fn rank(self) -> u8 {
        match self {
            Self::Guest => 1,
            Self::User => 2,
            Self::RoomAdmin => 3,
            Self::Admin => 4,
            Self::Owner => 5,
        }
    }

    /// Number of the type on the wire: 1 room admin, 2 guest, 3 administrator (owner too), 4 user.
    #[must_use]
    pub fn number(self) -> i32 {
        match self {
            Self::RoomAdmin => 1,
            Self::Guest => 2,
            Self::Admin | Self::Owner => 3,
            Self::User => 4,
        }
    }
}

/// Life state of a portal (`platform/02 §2.6`); numbers are the wire's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    /// Works normally.
    Active,
    /// Closed by its owner until continued.
    Suspended,
    /// Deleted; its data is being removed.
    RemovePending,
    /// Moves to another storage.
    Transfering,
    /// Is being filled from a backup.
    Restoring,
    /// Moves to another region.
    Migrating,
    /// Its files are being encrypted or decrypted.
    Encryption,
}

impl Status {
    /// Number on the wire and in the table.
    #[must_use]
    pub fn number(self) -> i64 {
        match self {
            Self::Active => 0,
            Self::Suspended => 1,
            Self::RemovePending => 2,
            Self::Transfering => 3,
            Self::Restoring => 4,
            Self::Migrating => 5,
            Self::Encryption => 6,
        }
    }

    /// The status of a number; unknown numbers count as [`Status::Suspended`], which serves nothing.
    #[must_use]
    pub fn from_number(number: i64) -> Self {
        match number {
            0 => Self::Active,
            2 => Self::RemovePending,
            3 => Self::Transfering,
            4 => Self::Restoring,
            5 => Self::Migrating,
            6 => Self::Encryption,
            _ => Self::Suspended,
        }
    }

    /// Name used by the registration service.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Active => "Active",
            Self::Suspended => "Suspended",
            Self::RemovePending => "RemovePending",
            Self::Transfering => "Transfering",
            Self::Restoring => "Restoring",
            Self::Migrating => "Migrating",
            Self::Encryption => "Encryption",
        }
    }
}

/// A portal ("space", tenant).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Portal {
    /// Number in this installation.
    pub id: PortalId,
    /// Lower-case alias, unique among portals not removed.
    pub alias: String,
    /// A domain of its own, when one was set (`PUT settings/dns`).
    pub mapped_domain: Option<String>,
    /// Display name; empty = the product's default greeting.
    pub name: String,
    /// Culture name such as `en-US`.
    pub language: String,
    /// IANA zone id.
    pub time_zone: String,
    /// Life state.
    pub status: Status,
    /// When the status changed last.
    pub status_changed: Micros,
    /// The owner's user id.
    pub owner: UserId,
    /// When it was registered.
    pub created: Micros,
    /// When this record changed last.
    pub modified: Micros,
    /// Business branch chosen at registration (a number of the wire; 0 other).
    pub industry: i32,
    /// Whether the owner may be telephoned.
    pub calls: bool,
    /// Whether the owner agreed to newsletters.
    pub spam: bool,
    /// Which mail domains may join by themselves.
    pub trusted_domains: TrustedDomains,
    /// Raised to end every session of the portal.
    pub cookie_index: i64,
}

/// Mail domains whose holders may join by themselves (`platform/06 §6.6`).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedDomains {
    /// 0 none, 1 the listed ones, 2 all.
    pub kind: i32,
    /// The listed domains, lower case.
    pub domains: Vec<String>,
    /// People who join this way become guests.
    pub as_guests: bool,
}
