//! The list of rooms with all its filters (`files/04 §1`), as one statement.

use portal::{PortalId, UserId};
use sql::{Tx, like_contains, search_key};
use uuid::Uuid;

use super::folders;
use super::statement::{Conditions, Statement};
use crate::model::{Folder, FolderType, Mark, Root};
use crate::rules::Subjects;

/// Which rooms.
#[derive(Debug, Clone, Default)]
pub struct RoomFilter {
    /// Roots to look under.
    pub roots: Vec<FolderType>,
    /// The root, when it is known and the only one.
    pub only_root: Option<Root>,
    /// Kinds of rooms; empty for all.
    pub kinds: Vec<FolderType>,
    /// Part of the title.
    pub text: Option<String>,
    /// Rooms of this subject.
    pub subject: Option<Subject>,
    /// Any of these tags.
    pub tags: Vec<String>,
    /// Only rooms without tags.
    pub without_tags: bool,
    /// The portal's default quota (false) or one of their own (true).
    pub custom_quota: Option<bool>,
    /// A room group of the person.
    pub group: Option<i64>,
}

/// Rooms by their relation to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Owned by this person.
    Owner(UserId),
    /// Owned by anybody else.
    NotOwner(UserId),
    /// A person or group with a record.
    Member(Uuid),
    /// Owner or member.
    Either(Uuid),
}

/// By what rooms are sorted; pinned ones come first always.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RoomSort {
    /// Last change.
    Changed,
    /// Creation.
    Created,
    /// Title.
    Title,
    /// Owner.
    Author,
    /// Type.
    Kind,
    /// Number of tags.
    Tags,
    /// Used space.
    Size,
}

/// A page of rooms.
#[derive(Debug, Clone)]
pub struct RoomPage {
    /// Which rooms.
    pub filter: RoomFilter,
    /// Order.
    pub sort: RoomSort,
    /// Backwards.
    pub descending: bool,
    /// Rooms to skip.
    pub start: i64,
    /// Rooms at most.
    pub count: i64,
}

/// The rooms a person sees, and their number before paging. With `everything` all rooms of the
/// portal are seen, else those he owns, is a member of, or opened by a link.
///
/// The page is cut from keys alone; full rows are read for the page only. Behind the first page there is
/// always a row, so that the number is known even when the page is empty.
pub fn visible_to(
    tx: &mut Tx<'_>,
    portal: PortalId,
    person: UserId,
    everything: bool,
    page: &RoomPage,
) -> Result<(Vec<Folder>, i64), sql::Error> {
    let mut sql = Statement::new();
    let (portal, me) = (sql.bind(portal), sql.bind(person));
    let matching = matching(&mut sql, &portal, &me, everything, &page.filter);
    let keys = keys(page.sort, &portal, &me, &matching);
    let way = if page.descending { "DESC" } else { "ASC" };
    let order = |name: &str| {
        format!("{name}.pinned DESC, {name}.n {way}, {name}.s {way}, {name}.title_key, {name}.id")
    };
    let (always, on) = if page.start == 0 && page.count > 0 {
        ("", "")
    } else {
        ("(SELECT 1) o LEFT JOIN ", "ON TRUE ")
    };
    let (columns, root) = match page.filter.only_root {
        Some(_) => (folders::OWN, ""),
        None => (
            folders::COLUMNS,
            " LEFT JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id",
        ),
    };
    let (skip, take) = (sql.bind(page.start), sql.bind(page.count));
    let text = format!(
        "SELECT (SELECT COUNT(*) FROM {matching}), p.id, {columns} FROM {always}\
         (SELECT h.pinned, h.n, h.s, h.title_key, h.id FROM ({keys}) h ORDER BY {} \
         LIMIT {take} OFFSET {skip}) p {on}LEFT JOIN folders f \
         ON f.portal_id = {portal} AND f.id = p.id{root} ORDER BY {}",
        order("h"),
        order("p"),
    );
    let mut found = Vec::new();
    let mut total = 0;
    tx.each(&text, &sql.params, &mut |row| {
        total = row.get(0)?;
        if row.get::<Option<i64>>(1)?.is_some() {
            found.push(match page.filter.only_root {
                Some(root) => folders::read_below(row, 2, root)?,
                None => folders::read(row, 2)?,
            });
        }
        Ok(true)
    })?;
    Ok((found, total))
}

/// The rooms that match as `folders f` after `FROM`.
fn matching(
    sql: &mut Statement,
    portal: &str,
    person: &str,
    everything: bool,
    filter: &RoomFilter,
) -> String {
    let mut tables = "folders f".to_owned();
    let mut must = Conditions::default();
    must.and(format!("f.portal_id = {portal}"));
    let kinds = |list: &[FolderType]| -> Vec<i64> {
        list.iter().map(|kind| i64::from(kind.number())).collect()
    };
    match filter.only_root {
        Some(root) => must.and(format!("f.parent_id = {}", sql.bind(root.id.0))),
        None => must.and(format!(
            "f.parent_id IN (SELECT o.folder_id FROM roots o WHERE o.portal_id = {portal} \
             AND o.owner = '' AND o.kind = ANY({}))",
            sql.bind(kinds(&filter.roots))
        )),
    }
    if !filter.kinds.is_empty() {
        must.and(format!("f.kind = ANY({})", sql.bind(kinds(&filter.kinds))));
    }
    if !everything {
        must.and(member(sql, portal, person));
    }
    if let Some(text) = &filter.text {
        must.and(format!(
            "f.title_search LIKE {} ESCAPE '\\'",
            sql.bind(like_contains(&search_key(text)))
        ));
    }
    if let Some(subject) = filter.subject {
        must.and(related(sql, portal, subject));
    }
    let tagged =
        format!("SELECT 1 FROM room_tags g WHERE g.portal_id = {portal} AND g.room_id = f.id");
    if filter.without_tags {
        must.and(format!("NOT EXISTS ({tagged})"));
    } else if !filter.tags.is_empty() {
        must.and(format!(
            "EXISTS ({tagged} AND g.tag = ANY({}))",
            sql.bind(filter.tags.clone())
        ));
    }
    if let Some(custom) = filter.custom_quota {
        tables.push_str(" CROSS JOIN rooms m");
        must.and("m.portal_id = f.portal_id AND m.folder_id = f.id");
        must.and(if custom {
            "m.quota > -2"
        } else {
            "m.quota = -2"
        });
    }
    if let Some(group) = filter.group {
        must.and(format!(
            "f.id IN (SELECT x.room_id FROM room_group_rooms x JOIN room_groups y \
             ON y.portal_id = x.portal_id AND y.id = x.group_id WHERE x.portal_id = {portal} \
             AND x.group_id = {} AND y.owner = {person})",
            sql.bind(group)
        ));
    }
    format!("{tables} WHERE {}", must.text())
}

/// Number and what it is sorted by of each room that matches.
fn keys(sort: RoomSort, portal: &str, person: &str, matching: &str) -> String {
    let nothing = "CAST(0 AS BIGINT)";
    let number_of_tags = format!(
        "(SELECT COUNT(*) FROM room_tags g WHERE g.portal_id = {portal} AND g.room_id = f.id)"
    );
    let (n, s) = match sort {
        RoomSort::Changed => ("f.updated", "''"),
        RoomSort::Created => ("f.created", "''"),
        RoomSort::Title => (nothing, "f.title_key"),
        RoomSort::Author => (nothing, "f.created_by"),
        RoomSort::Kind => ("f.kind", "''"),
        RoomSort::Tags => (number_of_tags.as_str(), "''"),
        RoomSort::Size => ("f.used_space", "''"),
    };
    let pinned = format!(
        "CASE WHEN EXISTS (SELECT 1 FROM marks k WHERE k.portal_id = {portal} AND k.user_id = {person} \
         AND k.mark = {} AND k.entry_kind = 1 AND k.entry_id = f.id) THEN 1 ELSE 0 END",
        Mark::Pin.number()
    );
    format!(
        "SELECT f.id AS id, f.title_key AS title_key, {n} AS n, {s} AS s, {pinned} AS pinned \
         FROM {matching}"
    )
}

/// Owner, or with a record of his own, of a group of his, or of a link he opened once; a ban on the
/// person himself hides the room.
fn member(sql: &mut Statement, portal: &str, person: &str) -> String {
    let everyone = sql.bind(Subjects::EVERYONE);
    let groups = people::store::groups::ids_of_person(portal, person);
    let record = format!(
        "SELECT 1 FROM shares s WHERE s.portal_id = {portal} AND s.entry_kind = 1 \
         AND s.entry_id = f.id"
    );
    format!(
        "(f.created_by = {person} OR (EXISTS ({record} AND s.access <> 3 AND \
         (s.subject IN ({person}, {everyone}) OR s.subject IN ({groups}) OR s.subject IN \
          (SELECT m2.note FROM marks m2 WHERE m2.portal_id = {portal} AND m2.user_id = {person} \
           AND m2.mark = 512))) \
         AND NOT EXISTS ({record} AND s.access = 3 AND s.subject = {person})))"
    )
}

fn related(sql: &mut Statement, portal: &str, subject: Subject) -> String {
    let record = |id: &str| {
        format!(
            "EXISTS (SELECT 1 FROM shares z WHERE z.portal_id = {portal} AND z.entry_kind = 1 \
             AND z.entry_id = f.id AND z.subject = {id} AND z.access <> 3)"
        )
    };
    match subject {
        Subject::Owner(person) => format!("f.created_by = {}", sql.bind(person)),
        Subject::NotOwner(person) => format!("f.created_by <> {}", sql.bind(person)),
        Subject::Member(id) => record(&sql.bind(id)),
        Subject::Either(id) => {
            let id = sql.bind(id);
            format!("(f.created_by = {id} OR {})", record(&id))
        }
    }
}
