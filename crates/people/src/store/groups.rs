//! Groups of people and who is in them.

use std::collections::HashMap;

use portal::{PortalId, UserId};
use sql::{FromRow, Row, Tx, Value, fold, like_contains, params};
use uuid::Uuid;

use crate::model::{Group, GroupId};
use crate::store::list::{Page, Query};
use crate::store::texts;

const COLUMNS: &str = "g.portal_id, g.id, g.name, g.manager, g.ldap, g.created, g.modified, \
     (SELECT COUNT(*) FROM people_group_members m WHERE m.portal_id = g.portal_id AND m.group_id = g.id)";

impl FromRow for Group {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: GroupId(row.get(1)?),
            name: row.get(2)?,
            manager: row.get::<Option<Uuid>>(3)?.map(UserId),
            ldap: row.get(4)?,
            created: row.get(5)?,
            modified: row.get(6)?,
            members: row.get(7)?,
        })
    }
}

/// A group as it is named in its member's profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Membership {
    /// The group.
    pub id: GroupId,
    /// Its name.
    pub name: String,
    /// User name of its manager.
    pub manager: Option<String>,
}

/// Stores a new group, without its members.
///
/// # Errors
/// The database failed.
pub fn insert(tx: &mut Tx<'_>, group: &Group) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO people_groups (portal_id, id, name, name_key, manager, ldap, created, modified) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            group.portal, group.id, &group.name, fold(&group.name), group.manager, group.ldap,
            group.created, group.modified
        ],
    )?;
    Ok(())
}

/// Writes name and manager.
///
/// # Errors
/// The database failed.
pub fn update(tx: &mut Tx<'_>, group: &Group) -> sql::Result<()> {
    tx.execute(
        "UPDATE people_groups SET name = $3, name_key = $4, manager = $5, modified = $6 \
         WHERE portal_id = $1 AND id = $2",
        &params![
            group.portal,
            group.id,
            &group.name,
            fold(&group.name),
            group.manager,
            group.modified
        ],
    )?;
    Ok(())
}

/// Erases a group with its memberships.
///
/// # Errors
/// The database failed.
pub fn delete(tx: &mut Tx<'_>, portal: PortalId, id: GroupId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM people_group_members WHERE portal_id = $1 AND group_id = $2",
        &params![portal, id],
    )?;
    tx.execute(
        "DELETE FROM people_groups WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )?;
    Ok(())
}

/// One group.
///
/// # Errors
/// The database failed.
pub fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: GroupId) -> sql::Result<Option<Group>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM people_groups g WHERE g.portal_id = $1 AND g.id = $2"),
        &params![portal, id],
    )
}

/// Many groups in one query; those that are gone are absent from the map.
///
/// # Errors
/// The database failed.
pub fn by_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[GroupId],
) -> sql::Result<HashMap<GroupId, Group>> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Uuid> = ids.iter().map(|id| id.0).collect();
    let groups: Vec<Group> = tx.query(
        &format!("SELECT {COLUMNS} FROM people_groups g WHERE g.portal_id = $1 AND g.id = ANY($2)"),
        &params![portal, ids],
    )?;
    Ok(groups.into_iter().map(|group| (group.id, group)).collect())
}

/// What a listing of groups asks for.
#[derive(Debug, Clone, Default)]
pub struct GroupFilter {
    /// Only groups of this person.
    pub user: Option<UserId>,
    /// Only groups this person (`user`) manages.
    pub manager: bool,
    /// Part of the name.
    pub text: Option<String>,
    /// Only these groups …
    pub only: Option<Vec<GroupId>>,
    /// … and none of these.
    pub except: Option<Vec<GroupId>>,
    /// Order by `title`, `manager` or `memberscount`.
    pub sort: GroupSort,
    /// Backwards.
    pub descending: bool,
    /// First row.
    pub start: i64,
    /// Rows, at most.
    pub count: i64,
}

/// Orders of a listing of groups.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum GroupSort {
    /// By name.
    #[default]
    Title,
    /// By the manager's name.
    Manager,
    /// By size.
    Members,
}

/// A page of groups.
///
/// # Errors
/// The database failed.
pub fn list(tx: &mut Tx<'_>, portal: PortalId, filter: &GroupFilter) -> sql::Result<Page<Group>> {
    let mut query = Query::new(portal, "g");
    if let Some(text) = filter
        .text
        .as_deref()
        .filter(|text| !text.trim().is_empty())
    {
        query.and("g.name_key LIKE ? ESCAPE '\\'", like_contains(text.trim()));
    }
    match filter.user {
        Some(user) if filter.manager => query.and("g.manager = ?", user),
        Some(user) => query.and(
            "EXISTS (SELECT 1 FROM people_group_members m WHERE m.portal_id = g.portal_id \
             AND m.group_id = g.id AND m.user_id = ?)",
            user,
        ),
        None => {}
    }
    let texts = |ids: &[GroupId]| ids.iter().map(GroupId::to_string).collect::<Vec<_>>();
    if let Some(only) = &filter.only {
        query.and("g.id = ANY(?)", texts(only));
    }
    if let Some(except) = &filter.except {
        query.and("NOT (g.id = ANY(?))", texts(except));
    }
    let way = if filter.descending { "DESC" } else { "ASC" };
    let order = match filter.sort {
        GroupSort::Title => "g.name_key",
        GroupSort::Manager => {
            "(SELECT u.first_key FROM people u WHERE u.portal_id = g.portal_id AND u.id = g.manager)"
        }
        GroupSort::Members => {
            "(SELECT COUNT(*) FROM people_group_members n WHERE n.portal_id = g.portal_id AND n.group_id = g.id)"
        }
    };
    let order = format!("{order} {way}, g.name_key, g.id");
    query.page(
        tx,
        COLUMNS,
        "people_groups g",
        &order,
        filter.start,
        filter.count,
    )
}

/// The groups a person is in.
///
/// # Errors
/// The database failed.
pub fn groups_of(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<Vec<GroupId>> {
    let ids: Vec<Uuid> = tx.query(
        "SELECT group_id FROM people_group_members WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )?;
    Ok(ids.into_iter().map(GroupId).collect())
}

/// The query for the ids of a person's groups, for statements of other domains. Arguments are their placeholders.
#[must_use]
pub fn ids_of_person(portal: &str, person: &str) -> String {
    format!(
        "SELECT group_id FROM people_group_members WHERE portal_id = {portal} AND user_id = {person}"
    )
}

/// The query for the ids of a group's members, for statements of other domains.
#[must_use]
pub fn ids_of_members(portal: &str, group: &str) -> String {
    format!(
        "SELECT user_id FROM people_group_members WHERE portal_id = {portal} AND group_id = {group}"
    )
}

/// The groups of many people in one query, each list in the order of names.
///
/// # Errors
/// The database failed.
pub fn memberships(
    tx: &mut Tx<'_>,
    portal: PortalId,
    users: &[UserId],
) -> sql::Result<HashMap<UserId, Vec<Membership>>> {
    let mut map: HashMap<UserId, Vec<Membership>> = HashMap::new();
    if users.is_empty() {
        return Ok(map);
    }
    let rows: Vec<(Uuid, Uuid, String, Option<String>)> = tx.query(
        "SELECT m.user_id, g.id, g.name, u.user_name FROM people_group_members m \
         JOIN people_groups g ON g.portal_id = m.portal_id AND g.id = m.group_id \
         LEFT JOIN people u ON u.portal_id = g.portal_id AND u.id = g.manager \
         WHERE m.portal_id = $1 AND m.user_id = ANY($2) ORDER BY g.name_key, g.id",
        &params![portal, texts(users)],
    )?;
    for (user, id, name, manager) in rows {
        let membership = Membership {
            id: GroupId(id),
            name,
            manager,
        };
        map.entry(UserId(user)).or_default().push(membership);
    }
    Ok(map)
}

/// Ids of a group's members.
///
/// # Errors
/// The database failed.
pub fn member_ids(tx: &mut Tx<'_>, portal: PortalId, id: GroupId) -> sql::Result<Vec<UserId>> {
    let ids: Vec<Uuid> = tx.query(
        "SELECT user_id FROM people_group_members WHERE portal_id = $1 AND group_id = $2",
        &params![portal, id],
    )?;
    Ok(ids.into_iter().map(UserId).collect())
}

/// Adds members; those already in stay.
///
/// # Errors
/// The database failed.
pub fn add_members(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: GroupId,
    users: &[UserId],
) -> sql::Result<()> {
    if users.is_empty() {
        return Ok(());
    }
    // One statement for all: members are looked up among the people, so strangers cannot slip in.
    tx.execute(
        "INSERT INTO people_group_members (portal_id, group_id, user_id) \
         SELECT p.portal_id, $2, p.id FROM people p WHERE p.portal_id = $1 AND p.id = ANY($3) \
         ON CONFLICT (portal_id, group_id, user_id) DO NOTHING",
        &params![portal, id, texts(users)],
    )?;
    Ok(())
}

/// Removes members.
///
/// # Errors
/// The database failed.
pub fn remove_members(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: GroupId,
    users: &[UserId],
) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM people_group_members WHERE portal_id = $1 AND group_id = $2 AND user_id = ANY($3)",
        &params![portal, id, texts(users)],
    )?;
    tx.execute(
        "UPDATE people_groups SET manager = NULL WHERE portal_id = $1 AND id = $2 AND manager = ANY($3)",
        &params![portal, id, texts(users)],
    )?;
    Ok(())
}

/// Takes everybody out of a group.
///
/// # Errors
/// The database failed.
pub fn clear_members(tx: &mut Tx<'_>, portal: PortalId, id: GroupId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM people_group_members WHERE portal_id = $1 AND group_id = $2",
        &params![portal, Value::from(id)],
    )?;
    Ok(())
}
