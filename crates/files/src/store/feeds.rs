//! What happened in rooms, for letters about it.

use std::collections::HashSet;

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use super::person;
use crate::model::{FolderId, Mark};

/// Something that happened in a room.
#[derive(Debug, Clone, PartialEq)]
pub struct Happened {
    /// Action number of `platform/07a`.
    pub action: i64,
    /// Who did it.
    pub actor: UserId,
    /// Details as the contract's history data.
    pub data: serde_json::Value,
    /// The room.
    pub room: FolderId,
    /// Its title now.
    pub title: String,
    /// Its owner.
    pub owner: UserId,
}

impl FromRow for Happened {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let data: String = row.get(2)?;
        Ok(Self {
            action: row.get(0)?,
            actor: person(row, 1)?,
            data: serde_json::from_str(&data).unwrap_or_default(),
            room: FolderId(row.get(3)?),
            title: row.get(4)?,
            owner: person(row, 5)?,
        })
    }
}

/// What happened in rooms between two moments, the oldest first; only these actions.
pub fn happened(
    tx: &mut Tx<'_>,
    portal: PortalId,
    (from, to): (Micros, Micros),
    actions: &[i64],
    limit: i64,
) -> Result<Vec<Happened>, sql::Error> {
    tx.query(
        "SELECT h.action, h.actor, h.data, r.id, r.title, r.created_by FROM history h \
         LEFT JOIN files f ON h.entry_kind = 2 AND f.portal_id = h.portal_id AND f.id = h.entry_id \
         JOIN folders p ON p.portal_id = h.portal_id \
             AND p.id = CASE h.entry_kind WHEN 1 THEN h.entry_id ELSE f.folder_id END \
         JOIN folders r ON r.portal_id = p.portal_id AND r.id = p.room_id \
         WHERE h.portal_id = $1 AND h.at >= $2 AND h.at < $3 AND h.action = ANY($4) \
         ORDER BY h.at, h.id LIMIT $5",
        &params![portal, from, to, actions, limit],
    )
}

/// Who has muted which of the rooms.
pub fn muted(
    tx: &mut Tx<'_>,
    portal: PortalId,
    rooms: &[FolderId],
) -> Result<HashSet<(UserId, FolderId)>, sql::Error> {
    let rooms: Vec<i64> = rooms.iter().map(|room| room.0).collect();
    let rows: Vec<(UserId, i64)> = tx.query(
        "SELECT user_id, entry_id FROM marks WHERE portal_id = $1 AND mark = $2 \
         AND entry_kind = 1 AND entry_id = ANY($3)",
        &params![portal, Mark::Mute.number(), rooms],
    )?;
    Ok(rows
        .into_iter()
        .map(|(user, room)| (user, FolderId(room)))
        .collect())
}
