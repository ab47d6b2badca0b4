//! What rooms have beyond folders, and their tags.

use std::collections::HashMap;

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, fold, params};

use crate::model::{FolderId, FolderType, Mark, Room, RoomType};

const COLUMNS: &str = "folder_id, kind, color, cover, logo, indexing, deny_download, private, \
     lifetime, watermark, quota, save_form_as_xlsx";

impl FromRow for Room {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            folder: FolderId(row.get(0)?),
            kind: RoomType::from_number(row.get(1)?).unwrap_or(RoomType::CustomRoom),
            color: row.get(2)?,
            cover: row.get(3)?,
            logo: row.get(4)?,
            indexing: row.get(5)?,
            deny_download: row.get(6)?,
            private: row.get(7)?,
            lifetime: json(row.get(8)?),
            watermark: json(row.get(9)?),
            quota: row.get(10)?,
            save_form_as_xlsx: row.get(11)?,
        })
    }
}

fn json(text: Option<String>) -> Option<serde_json::Value> {
    serde_json::from_str(&text?).ok()
}

/// Rooms among the given folders.
pub fn by_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[FolderId],
) -> Result<HashMap<FolderId, Room>, sql::Error> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let rooms: Vec<Room> = tx.query(
        &format!("SELECT {COLUMNS} FROM rooms WHERE portal_id = $1 AND folder_id = ANY($2)"),
        &params![portal, ids],
    )?;
    Ok(rooms.into_iter().map(|room| (room.folder, room)).collect())
}

/// One room.
pub fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: FolderId) -> Result<Option<Room>, sql::Error> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM rooms WHERE portal_id = $1 AND folder_id = $2"),
        &params![portal, id.0],
    )
}

/// What a room may use and does use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Space {
    /// Its type.
    pub kind: RoomType,
    /// Its title.
    pub title: String,
    /// Its quota: bytes, -1 unlimited, -2 the portal's default.
    pub quota: i64,
    /// Bytes in it.
    pub used: i64,
}

/// The space of a room.
pub fn space(tx: &mut Tx<'_>, portal: PortalId, id: FolderId) -> Result<Option<Space>, sql::Error> {
    let row: Option<(i64, String, i64, i64)> = tx.query_opt(
        "SELECT r.kind, f.title, r.quota, f.used_space FROM rooms r JOIN folders f \
         ON f.portal_id = r.portal_id AND f.id = r.folder_id \
         WHERE r.portal_id = $1 AND r.folder_id = $2",
        &params![portal, id.0],
    )?;
    Ok(row.map(|(kind, title, quota, used)| Space {
        kind: RoomType::from_number(kind).unwrap_or(RoomType::CustomRoom),
        title,
        quota,
        used,
    }))
}

/// Stores the room's settings, whether they exist already or not.
pub fn put(tx: &mut Tx<'_>, portal: PortalId, room: &Room) -> Result<(), sql::Error> {
    let text = |value: &Option<serde_json::Value>| value.as_ref().map(ToString::to_string);
    tx.execute(
        &format!(
            "INSERT INTO rooms (portal_id, {COLUMNS}) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
             ON CONFLICT (portal_id, folder_id) DO UPDATE SET kind = $3, color = $4, cover = $5, \
             logo = $6, indexing = $7, deny_download = $8, private = $9, lifetime = $10, \
             watermark = $11, quota = $12, save_form_as_xlsx = $13"
        ),
        &params![
            portal,
            room.folder.0,
            room.kind.number(),
            room.color.clone(),
            room.cover.clone(),
            room.logo.clone(),
            room.indexing,
            room.deny_download,
            room.private,
            text(&room.lifetime),
            text(&room.watermark),
            room.quota,
            room.save_form_as_xlsx
        ],
    )?;
    Ok(())
}

/// Tags of the given rooms, newest first.
pub fn tags(
    tx: &mut Tx<'_>,
    portal: PortalId,
    rooms: &[FolderId],
) -> Result<HashMap<FolderId, Vec<String>>, sql::Error> {
    let mut tags: HashMap<FolderId, Vec<String>> = HashMap::new();
    if rooms.is_empty() {
        return Ok(tags);
    }
    let ids: Vec<i64> = rooms.iter().map(|id| id.0).collect();
    let rows: Vec<(i64, String)> = tx.query(
        "SELECT room_id, tag FROM room_tags WHERE portal_id = $1 AND room_id = ANY($2) \
         ORDER BY created DESC, tag",
        &params![portal, ids],
    )?;
    for (room, tag) in rows {
        tags.entry(FolderId(room)).or_default().push(tag);
    }
    Ok(tags)
}

/// The tag of that name in whatever case; made when missing. Answers the stored spelling.
pub fn ensure_tag(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
    owner: UserId,
    now: Micros,
) -> Result<String, sql::Error> {
    let found: Option<String> = tx.query_opt(
        "SELECT name FROM tags WHERE portal_id = $1 AND name_key = $2",
        &params![portal, fold(name)],
    )?;
    if let Some(name) = found {
        return Ok(name);
    }
    tx.execute(
        "INSERT INTO tags (portal_id, name, name_key, owner, created) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (portal_id, name) DO NOTHING",
        &params![portal, name, fold(name), owner, now],
    )?;
    Ok(name.to_owned())
}

/// Puts a tag on a room; a second time changes nothing.
pub fn add_tag(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
    tag: &str,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO room_tags (portal_id, room_id, tag, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, room_id, tag) DO NOTHING",
        &params![portal, room.0, tag, now],
    )?;
    Ok(())
}

/// Takes tags off a room; the tags themselves stay.
pub fn remove_tags(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
    names: &[String],
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM room_tags WHERE portal_id = $1 AND room_id = $2 AND tag = ANY($3)",
        &params![portal, room.0, names.to_vec()],
    )?;
    Ok(())
}

/// How many active rooms (or agents) a person has pinned.
pub fn pinned_by(
    tx: &mut Tx<'_>,
    portal: PortalId,
    who: UserId,
    agents: bool,
) -> Result<i64, sql::Error> {
    let root = if agents {
        FolderType::AiAgents
    } else {
        FolderType::VirtualRooms
    };
    tx.query_one(
        "SELECT COUNT(*) FROM marks k JOIN folders f ON f.portal_id = k.portal_id \
         AND f.id = k.entry_id JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id \
         WHERE k.portal_id = $1 AND k.user_id = $2 AND k.mark = $3 AND k.entry_kind = 1 \
         AND r.kind = $4",
        &params![portal, who, Mark::Pin.number(), root.number()],
    )
}

/// Makes somebody the owner of a room.
pub fn set_owner(
    tx: &mut Tx<'_>,
    portal: PortalId,
    room: FolderId,
    owner: UserId,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET created_by = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, room.0, owner],
    )?;
    Ok(())
}
