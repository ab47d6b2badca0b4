//! What people have: the statements behind hand-over and removal.

use std::collections::HashMap;

use portal::{PortalId, UserId};
use sql::{Micros, Tx, params};

use super::folders;
use crate::model::{EntryRef, FileId, FileShare, Folder, FolderId, FolderType, Mark};

/// Whether a person owns a room, agent or template, archived ones included.
pub fn owns_room(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT f.id FROM rooms m JOIN folders f ON f.portal_id = m.portal_id \
         AND f.id = m.folder_id WHERE m.portal_id = $1 AND f.created_by = $2 LIMIT 1",
        &params![portal, who],
    )?;
    Ok(found.is_some())
}

/// Numbers of all rooms, agents and templates of a person, archived ones included.
pub fn rooms_of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
) -> Result<Vec<FolderId>, sql::Error> {
    let ids: Vec<i64> = tx.query(
        "SELECT f.id FROM rooms m JOIN folders f ON f.portal_id = m.portal_id \
         AND f.id = m.folder_id WHERE m.portal_id = $1 AND f.created_by = $2 ORDER BY f.id",
        &params![portal, owner],
    )?;
    Ok(ids.into_iter().map(FolderId).collect())
}

/// Whether something is shared with a person himself.
pub fn is_recipient(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT entry_id FROM shares WHERE portal_id = $1 AND subject = $2 AND access <> $3 LIMIT 1",
        &params![portal, who, FileShare::Restrict.number()],
    )?;
    Ok(found.is_some())
}

/// Entries below a root that are shared with somebody or have a link: folders from the top down, then
/// files.
pub fn shared_below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    root: FolderId,
) -> Result<Vec<EntryRef>, sql::Error> {
    let granted = FileShare::Restrict.number();
    let folders: Vec<(i64, i64)> = tx.query(
        "SELECT DISTINCT t.depth, t.descendant_id FROM folder_tree t \
         JOIN shares s ON s.portal_id = t.portal_id AND s.entry_kind = 1 \
         AND s.entry_id = t.descendant_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2 AND t.depth > 0 AND s.access <> $3 \
         ORDER BY t.depth, t.descendant_id",
        &params![portal, root.0, granted],
    )?;
    let files: Vec<i64> = tx.query(
        "SELECT DISTINCT d.id FROM folder_tree t \
         JOIN files d ON d.portal_id = t.portal_id AND d.folder_id = t.descendant_id \
         JOIN shares s ON s.portal_id = d.portal_id AND s.entry_kind = 2 AND s.entry_id = d.id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2 AND s.access <> $3 ORDER BY d.id",
        &params![portal, root.0, granted],
    )?;
    let folders = folders
        .into_iter()
        .map(|(_, id)| EntryRef::Folder(FolderId(id)));
    Ok(folders
        .chain(files.into_iter().map(|id| EntryRef::File(FileId(id))))
        .collect())
}

/// Rooms that people are members of by records of their own, with those people.
pub fn memberships(
    tx: &mut Tx<'_>,
    portal: PortalId,
    people: &[UserId],
) -> Result<Vec<(Folder, UserId)>, sql::Error> {
    let rows: Vec<(i64, String)> = tx.query(
        "SELECT s.entry_id, s.subject FROM shares s JOIN rooms m ON m.portal_id = s.portal_id \
         AND m.folder_id = s.entry_id WHERE s.portal_id = $1 AND s.entry_kind = 1 \
         AND s.subject = ANY($2) ORDER BY s.entry_id, s.subject",
        &params![portal, texts(people)],
    )?;
    let ids: Vec<FolderId> = rows.iter().map(|(id, _)| FolderId(*id)).collect();
    let rooms = folders::by_ids(tx, portal, &ids)?;
    let rooms: HashMap<i64, Folder> = rooms.into_iter().map(|room| (room.id.0, room)).collect();
    Ok(rows
        .into_iter()
        .filter_map(|(id, who)| Some((rooms.get(&id)?.clone(), who.parse().ok()?)))
        .collect())
}

/// Takes people out of everything that lies in the rooms of one owner: their records, pins and the
/// links they remember there.
pub fn take_out_of_rooms(
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
    people: &[UserId],
) -> Result<(), sql::Error> {
    for (table, whose, also) in [
        ("shares", "subject", ""),
        ("marks", "user_id", "AND mark = ANY($4)"),
    ] {
        let mut values = params![portal, owner, texts(people)].to_vec();
        if !also.is_empty() {
            values.push(vec![Mark::Pin.number(), Mark::RecentByLink.number()].into());
        }
        tx.execute(
            &format!(
                "DELETE FROM {table} WHERE portal_id = $1 AND {whose} = ANY($3) {also} AND ( \
                 (entry_kind = 1 AND EXISTS (SELECT 1 FROM folders e JOIN folders r \
                 ON r.portal_id = e.portal_id AND r.id = e.room_id WHERE e.portal_id = $1 \
                 AND e.id = {table}.entry_id AND r.created_by = $2)) \
                 OR (entry_kind = 2 AND EXISTS (SELECT 1 FROM files d JOIN folders e \
                 ON e.portal_id = d.portal_id AND e.id = d.folder_id JOIN folders r \
                 ON r.portal_id = e.portal_id AND r.id = e.room_id WHERE d.portal_id = $1 \
                 AND d.id = {table}.entry_id AND r.created_by = $2)))"
            ),
            &values,
        )?;
    }
    Ok(())
}

/// Removes every mark and shelf of a person.
pub fn forget_marks(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<(), sql::Error> {
    for statement in [
        "DELETE FROM marks WHERE portal_id = $1 AND user_id = $2",
        "DELETE FROM room_group_rooms WHERE portal_id = $1 AND group_id IN \
         (SELECT id FROM room_groups WHERE portal_id = $1 AND owner = $2)",
        "DELETE FROM room_groups WHERE portal_id = $1 AND owner = $2",
    ] {
        tx.execute(statement, &params![portal, who])?;
    }
    Ok(())
}

/// Removes a root of one person that nothing lies in any more.
pub fn remove_root(tx: &mut Tx<'_>, root: &Folder) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM roots WHERE portal_id = $1 AND folder_id = $2",
        &params![root.portal, root.id.0],
    )?;
    super::tree::remove_empty(tx, root)
}

fn texts(people: &[UserId]) -> Vec<String> {
    people.iter().map(UserId::to_string).collect()
}

/// The time from which the documents of one who became a guest are kept for a while: that of their root, which nothing
/// else changes.
pub fn keep_documents_from(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET updated = $4 WHERE portal_id = $1 AND id IN (SELECT o.folder_id \
         FROM roots o WHERE o.portal_id = $1 AND o.kind = $2 AND o.owner = $3)",
        &params![portal, FolderType::User.number(), user.to_string(), now],
    )?;
    Ok(())
}
