//! What this domain needs from the one that keeps rooms: people also come by the link of a room, and belong to it
//! afterwards (`files/05 §7`). The rooms implement it at start-up, so that nothing imports upward.

use people::Person;
use portal::{PortalId, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

/// A room somebody is let into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Room {
    /// Number of the room.
    pub id: i64,
    /// Its title.
    pub title: String,
    /// Whether an agent lives in it.
    pub is_agent: bool,
}

/// The invitation link of a room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomInvitation {
    /// Where it leads.
    pub room: Room,
    /// Whether somebody can still join by it: neither its time nor its uses are over.
    pub is_open: bool,
}

/// What came of somebody's wish to enter a room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entrance {
    /// He belongs to it now.
    Joined,
    /// He did before.
    Member,
    /// He was removed from it once: links are not for him.
    Excluded,
    /// The link is used up, expired or gone.
    Closed,
}

/// Rooms, as far as people come in by their links.
pub trait Rooms: Send + Sync {
    /// The invitation a link is; nothing for other links, and while the room is in the archive.
    ///
    /// # Errors
    /// The database failed.
    fn invitation(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        link: Uuid,
        now: Micros,
    ) -> sql::Result<Option<RoomInvitation>>;

    /// The room, when this person was made a member of it.
    ///
    /// # Errors
    /// The database failed.
    fn of_member(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        room: i64,
        member: UserId,
    ) -> sql::Result<Option<Room>>;

    /// Makes a person a member with what the link grants, and counts the use.
    ///
    /// # Errors
    /// The database failed.
    fn enter(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        link: Uuid,
        now: Micros,
    ) -> sql::Result<Entrance>;
}
