//! A person's own shelves of rooms.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use super::person;
use crate::model::FolderId;

/// A shelf.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RoomGroup {
    /// Number.
    pub id: i64,
    /// Whose it is.
    pub owner: UserId,
    /// Name.
    pub name: String,
    /// Id of a built-in cover, or empty.
    pub icon: String,
    /// Rooms on it.
    pub total: i64,
}

const COLUMNS: &str = "g.id, g.owner, g.name, g.icon, (SELECT COUNT(*) FROM room_group_rooms r \
     WHERE r.portal_id = g.portal_id AND r.group_id = g.id)";

impl FromRow for RoomGroup {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            id: row.get(0)?,
            owner: person(row, 1)?,
            name: row.get(2)?,
            icon: row.get(3)?,
            total: row.get(4)?,
        })
    }
}

/// A person's shelf.
pub fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
    id: i64,
) -> Result<Option<RoomGroup>, sql::Error> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM room_groups g WHERE g.portal_id = $1 AND g.id = $2 AND g.owner = $3"
        ),
        &params![portal, id, owner],
    )
}

/// A person's shelves, oldest first.
pub fn of_owner(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
) -> Result<Vec<RoomGroup>, sql::Error> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM room_groups g WHERE g.portal_id = $1 AND g.owner = $2 ORDER BY g.id"
        ),
        &params![portal, owner],
    )
}

/// Rooms on the given shelves, with the shelf, in order of their numbers.
pub fn rooms(
    tx: &mut Tx<'_>,
    portal: PortalId,
    groups: &[i64],
) -> Result<Vec<(i64, FolderId)>, sql::Error> {
    let rows: Vec<(i64, i64)> = tx.query(
        "SELECT group_id, room_id FROM room_group_rooms WHERE portal_id = $1 \
         AND group_id = ANY($2) ORDER BY group_id, room_id",
        &params![portal, groups.to_vec()],
    )?;
    Ok(rows
        .into_iter()
        .map(|(group, room)| (group, FolderId(room)))
        .collect())
}

/// Makes a shelf; answers its number.
pub fn insert(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
    name: &str,
    icon: &str,
    now: Micros,
) -> Result<i64, sql::Error> {
    let id = tx.next_id("room_groups")?;
    tx.execute(
        "INSERT INTO room_groups (portal_id, id, owner, name, icon, created) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &params![portal, id, owner, name, icon, now],
    )?;
    Ok(id)
}

/// Changes name and icon.
pub fn update(tx: &mut Tx<'_>, portal: PortalId, group: &RoomGroup) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE room_groups SET name = $3, icon = $4 WHERE portal_id = $1 AND id = $2",
        &params![portal, group.id, group.name.clone(), group.icon.clone()],
    )?;
    Ok(())
}

/// Puts rooms on a shelf; those on it stay.
pub fn add(
    tx: &mut Tx<'_>,
    portal: PortalId,
    group: i64,
    rooms: &[FolderId],
) -> Result<(), sql::Error> {
    let rows: Vec<_> = rooms
        .iter()
        .map(|room| params![portal, group, room.0].to_vec())
        .collect();
    if !rows.is_empty() {
        tx.execute_many(
            "INSERT INTO room_group_rooms (portal_id, group_id, room_id) VALUES ($1, $2, $3) \
             ON CONFLICT (portal_id, group_id, room_id) DO NOTHING",
            &rows,
        )?;
    }
    Ok(())
}

/// Takes rooms off a shelf.
pub fn take_off(
    tx: &mut Tx<'_>,
    portal: PortalId,
    group: i64,
    rooms: &[FolderId],
) -> Result<(), sql::Error> {
    let rooms: Vec<i64> = rooms.iter().map(|room| room.0).collect();
    tx.execute(
        "DELETE FROM room_group_rooms WHERE portal_id = $1 AND group_id = $2 AND room_id = ANY($3)",
        &params![portal, group, rooms],
    )?;
    Ok(())
}

/// Removes a person's shelf; the rooms stay.
pub fn remove(tx: &mut Tx<'_>, portal: PortalId, owner: UserId, id: i64) -> Result<(), sql::Error> {
    let gone = tx.execute(
        "DELETE FROM room_groups WHERE portal_id = $1 AND id = $2 AND owner = $3",
        &params![portal, id, owner],
    )?;
    if gone > 0 {
        tx.execute(
            "DELETE FROM room_group_rooms WHERE portal_id = $1 AND group_id = $2",
            &params![portal, id],
        )?;
    }
    Ok(())
}
