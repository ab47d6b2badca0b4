//! Tags of the portal, and which rooms carry them.

use portal::{PortalId, UserId};
use sql::{Tx, fold, like_contains, params};

use super::statement::{Conditions, Statement};
use crate::model::FolderType;

/// Whether there is a tag of exactly this name.
pub fn exists(tx: &mut Tx<'_>, portal: PortalId, name: &str) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT created FROM tags WHERE portal_id = $1 AND name = $2",
        &params![portal, name],
    )?;
    Ok(found.is_some())
}

/// The stored spelling of a tag, whatever the case of `name`.
pub fn spelled(
    tx: &mut Tx<'_>,
    portal: PortalId,
    name: &str,
) -> Result<Option<String>, sql::Error> {
    tx.query_opt(
        "SELECT name FROM tags WHERE portal_id = $1 AND name_key = $2 ORDER BY name LIMIT 1",
        &params![portal, fold(name)],
    )
}

/// Changes the name of a tag, on rooms too.
pub fn rename(tx: &mut Tx<'_>, portal: PortalId, old: &str, new: &str) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE tags SET name = $3, name_key = $4 WHERE portal_id = $1 AND name = $2",
        &params![portal, old, new, fold(new)],
    )?;
    tx.execute(
        "UPDATE room_tags SET tag = $3 WHERE portal_id = $1 AND tag = $2",
        &params![portal, old, new],
    )?;
    Ok(())
}

/// Deletes tags and takes them off all rooms; answers the names that existed.
pub fn delete(
    tx: &mut Tx<'_>,
    portal: PortalId,
    names: &[String],
) -> Result<Vec<String>, sql::Error> {
    let gone = tx.query(
        "DELETE FROM tags WHERE portal_id = $1 AND name = ANY($2) RETURNING name",
        &params![portal, names.to_vec()],
    )?;
    tx.execute(
        "DELETE FROM room_tags WHERE portal_id = $1 AND tag = ANY($2)",
        &params![portal, names.to_vec()],
    )?;
    Ok(gone)
}

/// Whether a room carries the tag.
pub fn has_rooms(tx: &mut Tx<'_>, portal: PortalId, name: &str) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT room_id FROM room_tags WHERE portal_id = $1 AND tag = $2 LIMIT 1",
        &params![portal, name],
    )?;
    Ok(found.is_some())
}

/// Tags in order of their names. `seen_by`: only those of the person's active rooms.
pub fn list(
    tx: &mut Tx<'_>,
    portal: PortalId,
    seen_by: Option<UserId>,
    text: Option<&str>,
    start: i64,
    count: i64,
) -> Result<Vec<String>, sql::Error> {
    let mut sql = Statement::new();
    let mut wanted = Conditions::default();
    let portal = sql.bind(portal);
    wanted.and(format!("g.portal_id = {portal}"));
    if let Some(text) = text {
        let text = sql.bind(like_contains(text));
        wanted.and(format!("g.name_key LIKE {text} ESCAPE '\\'"));
    }
    if let Some(person) = seen_by {
        let person = sql.bind(person);
        let active = sql.bind(FolderType::VirtualRooms.number());
        let groups = people::store::groups::ids_of_person(&portal, &person);
        wanted.and(format!(
            "EXISTS (SELECT 1 FROM room_tags m \
             JOIN folders f ON f.portal_id = m.portal_id AND f.id = m.room_id \
             JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id AND r.kind = {active} \
             WHERE m.portal_id = g.portal_id AND m.tag = g.name AND (f.created_by = {person} \
             OR EXISTS (SELECT 1 FROM shares s WHERE s.portal_id = f.portal_id \
             AND s.entry_kind = 1 AND s.entry_id = f.id \
             AND (s.subject = {person} OR s.subject IN ({groups})))))"
        ));
    }
    let (count, start) = (sql.bind(count), sql.bind(start));
    sql.push(&format!(
        "SELECT g.name FROM tags g WHERE {} ORDER BY g.name_key, g.name LIMIT {count} OFFSET {start}",
        wanted.text()
    ));
    tx.query(&sql.text, &sql.params)
}
