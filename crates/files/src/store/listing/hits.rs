//! The keys of what matches: number, and what it is sorted by. The page is cut from keys alone; full
//! rows are read for the page only.

use portal::{PortalId, UserId};
use sql::Dialect;

use super::words::{Titles, has_groups, in_contents, in_titles};
use super::{Author, Filler, Filter, Listing, Place, SortBy, Source};
use crate::model::FilterType;
use crate::rules::Subjects;
use crate::store::statement::{Conditions, Statement};

const NOTHING: &str = "CAST(0 AS BIGINT)";
/// Entries without a number come after those with one.
const LAST: i64 = 1 << 40;

/// Folders that match, as `id`, `n` and `s` to sort by. `$1` is the portal.
pub(super) fn folders(
    sql: &mut Statement,
    dialect: Dialect,
    portal: PortalId,
    listing: &Listing,
    filter: &Filter,
) -> String {
    let portal = &sql.bind(portal);
    let mut joins = String::new();
    let mut must = Conditions::default();
    must.and(format!("f.portal_id = {portal}"));
    let mut opened = "f.updated".to_owned();
    let (id, parent) = if led_by_titles(dialect, filter) {
        ("+f.id", "+f.parent_id")
    } else {
        ("f.id", "f.parent_id")
    };
    match listing.source {
        Source::In(folder) => must.and(format!("{parent} = {}", sql.bind(folder.id.0))),
        Source::Below(folder) => must.and(format!(
            "{id} IN (SELECT t.descendant_id FROM folder_tree t WHERE t.portal_id = {portal} \
             AND t.ancestor_id = {} AND t.depth > 0)",
            sql.bind(folder.0)
        )),
        Source::Marked(person, mark) => {
            joins = format!(
                " JOIN marks k ON k.portal_id = f.portal_id AND k.entry_kind = 1 \
                 AND k.entry_id = f.id AND k.user_id = {} AND k.mark = {} \
                 JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id",
                sql.bind(person),
                mark.number()
            );
            must.and("r.kind <> 3");
            opened = "k.created".to_owned();
        }
        Source::SharedWith(person, nested) => {
            joins = " JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id".to_owned();
            must.and("f.kind = 0");
            must.and(shared_with(
                sql,
                portal,
                person,
                "f.id",
                1,
                "f.parent_id",
                nested,
                filter,
            ));
        }
    }
    place(&mut must, filter.place, "f.room_id");
    if let Some(text) = &filter.text {
        must.and(in_titles(sql, dialect, Titles::Folders, "f", text));
    }
    author(sql, &mut must, portal, "f.created_by", filter.author);
    if let Some(room) = filter.origin_room {
        must.and(format!("f.origin_room = {}", sql.bind(room.0)));
    }
    if filter.forms_only {
        must.and(format!(
            "EXISTS (SELECT 1 FROM folder_tree t JOIN files x ON x.portal_id = t.portal_id \
             AND x.folder_id = t.descendant_id WHERE t.portal_id = {portal} \
             AND t.ancestor_id = f.id AND x.category = {})",
            FilterType::PdfForm.number()
        ));
    }
    match filter.filler {
        Some(Filler::OwnBelow(user)) => must.and(format!(
            "EXISTS (SELECT 1 FROM folder_tree t JOIN files x ON x.portal_id = t.portal_id \
             AND x.folder_id = t.descendant_id WHERE t.portal_id = {portal} \
             AND t.ancestor_id = f.id AND x.created_by = {})",
            sql.bind(user)
        )),
        Some(Filler::Visitor) => must.and("f.kind NOT IN (25, 26, 27, 28)"),
        Some(Filler::Started | Filler::Own(_)) | None => {}
    }
    let (n, s) = match listing.sort.by {
        SortBy::Changed => ("f.updated".to_owned(), "''"),
        SortBy::Created => ("f.created".to_owned(), "''"),
        SortBy::Title | SortBy::Size | SortBy::Extension => (NOTHING.to_owned(), "f.title_key"),
        SortBy::Author => (NOTHING.to_owned(), "f.created_by"),
        SortBy::Position => (format!("COALESCE(f.position, {LAST})"), "f.title_key"),
        SortBy::Marked => (opened, "''"),
    };
    format!(
        "SELECT f.id AS id, {n} AS n, {s} AS s FROM folders f{joins} WHERE {}",
        must.text()
    )
}

/// The same for files.
pub(super) fn files(
    sql: &mut Statement,
    dialect: Dialect,
    portal: PortalId,
    listing: &Listing,
    filter: &Filter,
) -> String {
    let portal = &sql.bind(portal);
    let mut joins = String::new();
    let mut must = Conditions::default();
    must.and(format!("d.portal_id = {portal}"));
    let with_root = " JOIN folders f ON f.portal_id = d.portal_id AND f.id = d.folder_id \
         JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id";
    let mut opened = "d.updated".to_owned();
    let folder_id = if led_by_titles(dialect, filter) {
        "+d.folder_id"
    } else {
        "d.folder_id"
    };
    match listing.source {
        Source::In(folder) => must.and(format!("{folder_id} = {}", sql.bind(folder.id.0))),
        Source::Below(folder) => must.and(format!(
            "{folder_id} IN (SELECT t.descendant_id FROM folder_tree t \
             WHERE t.portal_id = {portal} AND t.ancestor_id = {})",
            sql.bind(folder.0)
        )),
        Source::Marked(person, mark) => {
            joins = format!(
                " JOIN marks k ON k.portal_id = d.portal_id AND k.entry_kind = 2 \
                 AND k.entry_id = d.id AND k.user_id = {} AND k.mark = {}{with_root}",
                sql.bind(person),
                mark.number()
            );
            must.and("r.kind <> 3");
            place(&mut must, filter.place, "f.room_id");
            opened = "k.created".to_owned();
        }
        Source::SharedWith(person, nested) => {
            joins = with_root.to_owned();
            must.and(shared_with(
                sql,
                portal,
                person,
                "d.id",
                2,
                "d.folder_id",
                nested,
                filter,
            ));
        }
    }
    if !filter.extensions.is_empty() {
        must.and(format!(
            "d.extension = ANY({})",
            sql.bind(filter.extensions.clone())
        ));
    }
    if let Some(category) = filter.category {
        must.and(format!("d.category = {}", category.number()));
    }
    author(sql, &mut must, portal, "d.created_by", filter.author);
    if let Some(room) = filter.origin_room {
        must.and(format!("d.origin_room = {}", sql.bind(room.0)));
    }
    if let Some(person) = filter.banned_for {
        must.and(format!(
            "NOT EXISTS (SELECT 1 FROM shares b WHERE b.portal_id = {portal} \
             AND b.entry_kind = 2 AND b.entry_id = d.id AND b.subject = {} AND b.access = 3)",
            sql.bind(person)
        ));
    }
    if filter.forms_only {
        must.and(format!("d.category = {}", FilterType::PdfForm.number()));
    }
    match filter.filler {
        Some(Filler::Started | Filler::Visitor) => must.and(format!(
            "EXISTS (SELECT 1 FROM forms m WHERE m.portal_id = {portal} AND m.file_id = d.id \
             AND m.started)"
        )),
        Some(Filler::OwnBelow(user) | Filler::Own(user)) => {
            must.and(format!("d.created_by = {}", sql.bind(user)));
        }
        None => {}
    }
    let (n, s) = match listing.sort.by {
        SortBy::Changed => ("d.updated".to_owned(), "''"),
        SortBy::Created => ("d.created".to_owned(), "''"),
        SortBy::Title => ("d.title_number".to_owned(), "d.title_key"),
        SortBy::Size => ("d.size".to_owned(), "''"),
        SortBy::Author => (NOTHING.to_owned(), "d.created_by"),
        SortBy::Extension => (NOTHING.to_owned(), "d.extension"),
        SortBy::Position => (format!("COALESCE(d.position, {LAST})"), "d.title_key"),
        SortBy::Marked => (opened, "''"),
    };
    let must = must.text();
    let list = |found: &str| {
        format!("SELECT d.id AS id, {n} AS n, {s} AS s FROM files d{joins} WHERE {must}{found}")
    };
    let Some(text) = &filter.text else {
        return list("");
    };
    let titled = in_titles(sql, dialect, Titles::Files, "d", text);
    let by_title = list(&format!(" AND {titled}"));
    let contents = filter.contents.as_deref();
    match contents.and_then(|contents| in_contents(sql, contents, portal, text)) {
        Some(holding) => {
            let by_content = list(&format!(" AND {holding}"));
            format!("{by_title} UNION ALL {by_content}")
        }
        None => by_title,
    }
}

/// Whether titles lead to the entries: SQLite would rather read every entry of the folders, unless a plus sign takes
/// their index away. PostgreSQL knows how many there are.
fn led_by_titles(dialect: Dialect, filter: &Filter) -> bool {
    dialect == Dialect::Sqlite && filter.text.as_deref().is_some_and(has_groups)
}

fn author(
    sql: &mut Statement,
    must: &mut Conditions,
    portal: &str,
    column: &str,
    author: Option<Author>,
) {
    match author {
        Some(Author::Is(person)) => must.and(format!("{column} = {}", sql.bind(person))),
        Some(Author::IsNot(person)) => must.and(format!("{column} <> {}", sql.bind(person))),
        Some(Author::In(group)) => {
            let group = sql.bind(group);
            let members = people::store::groups::ids_of_members(portal, &group);
            must.and(format!("{column} IN ({members})"));
        }
        None => {}
    }
}

fn place(must: &mut Conditions, place: Option<Place>, room: &str) {
    match place {
        Some(Place::Room) => must.and(format!("{room} IS NOT NULL")),
        Some(Place::Documents) => must.and(format!("{room} IS NULL")),
        Some(Place::Link) | None => {}
    }
}

/// Shared with a person, a group of his or by a link he once opened; from other people's documents,
/// or by a link from rooms of others; not banned (`files/04 §4`).
#[expect(clippy::too_many_arguments, reason = "names of columns of one query")]
fn shared_with(
    sql: &mut Statement,
    portal: &str,
    person: UserId,
    id: &str,
    kind: i64,
    parent: &str,
    nested: bool,
    filter: &Filter,
) -> String {
    let person = sql.bind(person);
    let everyone = sql.bind(Subjects::EVERYONE);
    let groups = people::store::groups::ids_of_person(portal, &person);
    let subjects = format!(
        "(s.subject IN ({person}, {everyone}) OR s.subject IN ({groups}) OR s.subject IN \
         (SELECT m.note FROM marks m WHERE m.portal_id = {portal} AND m.user_id = {person} \
          AND m.mark = 512))"
    );
    let by = match filter.shared_by {
        Some(owner) => format!(" AND s.owner = {}", sql.bind(owner)),
        None => String::new(),
    };
    // As sets of numbers that begin with the few shares: nobody walks through all files of the portal.
    let shares = |kind: i64| {
        format!(
            "s.portal_id = {portal} AND s.entry_kind = {kind} AND s.access <> 3 AND {subjects}{by}"
        )
    };
    let direct = format!("SELECT s.entry_id FROM shares s WHERE {}", shares(kind));
    let found = if nested {
        let (entries, folder) = match kind {
            1 => ("folders", "parent_id"),
            _ => ("files", "folder_id"),
        };
        format!(
            "{id} IN ({direct} UNION SELECT i.id FROM shares s CROSS JOIN folder_tree t \
             CROSS JOIN {entries} i WHERE {} AND t.portal_id = s.portal_id \
             AND t.ancestor_id = s.entry_id AND i.portal_id = t.portal_id \
             AND i.{folder} = t.descendant_id)",
            shares(1)
        )
    } else {
        format!(
            "{id} IN ({direct}) AND NOT EXISTS (SELECT 1 FROM folder_tree t CROSS JOIN shares s \
             WHERE t.portal_id = {portal} AND t.descendant_id = {parent} \
             AND s.entry_id = t.ancestor_id AND {})",
            shares(1)
        )
    };
    format!(
        "r.kind IN (5, 14) AND r.created_by <> {person} AND {found} AND NOT EXISTS \
         (SELECT 1 FROM shares b WHERE b.portal_id = {portal} AND b.entry_kind = {kind} \
          AND b.entry_id = {id} AND b.subject = {person} AND b.access = 3)"
    )
}
