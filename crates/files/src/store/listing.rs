//! A page of a folder, of a subtree or of a personal list: folders and files in ONE sequence and ONE
//! statement, with the number of all matches.

use portal::{PortalId, UserId};
use sql::{Row, Tx, fold, like_contains};

use super::statement::{Conditions, Statement};
use super::{files, folders};
use crate::model::{Entry, FilterType, Folder, FolderId, Mark, RoomType};
use crate::rules::Subjects;

/// Where the entries are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What lies directly in a folder.
    In(FolderId),
    /// The whole subtree of a folder.
    Below(FolderId),
    /// What a person marked, wherever it is; nothing from trashes.
    Marked(UserId, Mark),
    /// What is shared with a person. True: also what lies in folders shared with him.
    SharedWith(UserId, bool),
}

/// Whose entries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Author {
    /// Created by this person.
    Is(UserId),
    /// Created by anybody else.
    IsNot(UserId),
    /// Created by a member of this group.
    In(uuid::Uuid),
}

/// Where an entry of a personal list may lie (`Location`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a room.
    Room,
    /// In the person's own documents.
    Documents,
    /// Reached by a link or share.
    Link,
}

/// What has to match. The defaults match everything.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of the title.
    pub text: Option<String>,
    /// Extensions with dot, lower case; any of them.
    pub extensions: Vec<String>,
    /// The stored category, for filters of file kinds.
    pub category: Option<FilterType>,
    /// Whose entries.
    pub author: Option<Author>,
    /// Who shared it.
    pub shared_by: Option<UserId>,
    /// Trash: the room it came from.
    pub origin_room: Option<FolderId>,
    /// Personal lists: where it lies.
    pub place: Option<Place>,
    /// Files on which this person has an explicit ban are hidden.
    pub banned_for: Option<UserId>,
    /// Only forms and folders that hold forms (form fillers of a data room).
    pub forms_only: bool,
}

/// Order of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sort {
    /// By what.
    pub by: SortBy,
    /// Backwards.
    pub descending: bool,
    /// Folders and files in one sequence by index number instead of folders first.
    pub interleaved: bool,
}

/// By what a page is sorted (`files/04 §3`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SortBy {
    /// Last change.
    Changed,
    /// Creation.
    Created,
    /// Title; files by the number before their first dot first.
    Title,
    /// Size; folders by title.
    Size,
    /// Id of the creator.
    Author,
    /// Extension; folders by title.
    Extension,
    /// Index number.
    Position,
    /// When the person put the mark.
    Marked,
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Listing {
    /// Where from.
    pub source: Source,
    /// Show folders, and which must match.
    pub folders: Option<Filter>,
    /// Show files, and which must match.
    pub files: Option<Filter>,
    /// Order.
    pub sort: Sort,
    /// Entries to skip.
    pub start: i64,
    /// Entries at most.
    pub count: i64,
}

/// A page and the number of all matches.
#[derive(Debug, Default)]
pub struct Found {
    /// The page in order.
    pub entries: Vec<Entry>,
    /// Matches before paging.
    pub total: i64,
}

/// The page. One statement; a second one counts when the page lies behind the end.
pub fn page(tx: &mut Tx<'_>, portal: PortalId, listing: &Listing) -> Result<Found, sql::Error> {
    let mut sql = Statement::new();
    let hits = hits(&mut sql, portal, listing);
    if hits.is_empty() {
        return Ok(Found::default());
    }
    let sort = listing.sort;
    let way = if sort.descending { "DESC" } else { "ASC" };
    let first = if sort.interleaved { "" } else { "h.what, " };
    let order = format!("{first}h.n {way}, h.s {way}, h.id {way}");
    let (skip, take) = (sql.bind(listing.start), sql.bind(listing.count));
    // The page is cut from keys alone; full rows are read for the page only.
    let file_columns = files::COLUMNS
        .replace("f.room_id", "df.room_id")
        .replace(" r.", " dr.");
    let text = format!(
        "SELECT p.what, p.total, {folder_columns}, {file_columns} FROM \
         (SELECT h.what, h.id, COUNT(*) OVER () AS total, ROW_NUMBER() OVER (ORDER BY {order}) AS place \
          FROM ({hits}) h ORDER BY place LIMIT {take} OFFSET {skip}) p \
         LEFT JOIN folders f ON p.what = 1 AND f.portal_id = $1 AND f.id = p.id \
         LEFT JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id \
         LEFT JOIN files d ON p.what = 2 AND d.portal_id = $1 AND d.id = p.id \
         LEFT JOIN folders df ON df.portal_id = d.portal_id AND df.id = d.folder_id \
         LEFT JOIN folders dr ON dr.portal_id = df.portal_id AND dr.id = df.root_id \
         ORDER BY p.place",
        folder_columns = folders::COLUMNS,
    );
    let mut found = Found::default();
    tx.each(&text, &sql.params, &mut |row| {
        found.total = row.get(1)?;
        found.entries.push(entry(row)?);
        Ok(true)
    })?;
    if found.entries.is_empty() && listing.start > 0 {
        found.total = count(tx, portal, listing)?;
    }
    Ok(found)
}

fn count(tx: &mut Tx<'_>, portal: PortalId, listing: &Listing) -> Result<i64, sql::Error> {
    let mut sql = Statement::new();
    let hits = hits(&mut sql, portal, listing);
    tx.query_one(&format!("SELECT COUNT(*) FROM ({hits}) h"), &sql.params)
}

fn entry(row: &Row<'_>) -> Result<Entry, sql::Error> {
    if row.get::<i64>(0)? == 1 {
        return folders::read(row, 2).map(Entry::Folder);
    }
    files::read(row, 2 + folders::WIDTH).map(Entry::File)
}

/// The keys of all matches: what (1 folder, 2 file), id, n and s to sort by. `$1` is the portal.
fn hits(sql: &mut Statement, portal: PortalId, listing: &Listing) -> String {
    let portal = sql.bind(portal);
    let mut branches = Vec::new();
    if let Some(filter) = &listing.folders {
        branches.push(folder_hits(sql, &portal, listing, filter));
    }
    if let Some(filter) = &listing.files {
        branches.push(file_hits(sql, &portal, listing, filter));
    }
    branches.join(" UNION ALL ")
}

const NOTHING: &str = "CAST(0 AS BIGINT)";
/// Entries without a number come after those with one.
const LAST: i64 = 1 << 40;

fn folder_hits(sql: &mut Statement, portal: &str, listing: &Listing, filter: &Filter) -> String {
    let mut joins = String::new();
    let mut must = Conditions::default();
    must.and(format!("f.portal_id = {portal}"));
    let mut opened = "f.updated".to_owned();
    match listing.source {
        Source::In(folder) => must.and(format!("f.parent_id = {}", sql.bind(folder.0))),
        Source::Below(folder) => must.and(format!(
            "f.id IN (SELECT t.descendant_id FROM folder_tree t WHERE t.portal_id = {portal} \
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
    titles(sql, &mut must, "f.title_key", filter);
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
    let (n, s) = match listing.sort.by {
        SortBy::Changed => ("f.updated".to_owned(), "''"),
        SortBy::Created => ("f.created".to_owned(), "''"),
        SortBy::Title | SortBy::Size | SortBy::Extension => (NOTHING.to_owned(), "f.title_key"),
        SortBy::Author => (NOTHING.to_owned(), "f.created_by"),
        SortBy::Position => (format!("COALESCE(f.position, {LAST})"), "f.title_key"),
        SortBy::Marked => (opened, "''"),
    };
    format!(
        "SELECT 1 AS what, f.id AS id, {n} AS n, {s} AS s FROM folders f{joins} WHERE {}",
        must.text()
    )
}

fn file_hits(sql: &mut Statement, portal: &str, listing: &Listing, filter: &Filter) -> String {
    let mut joins = String::new();
    let mut must = Conditions::default();
    must.and(format!("d.portal_id = {portal}"));
    let with_root = " JOIN folders f ON f.portal_id = d.portal_id AND f.id = d.folder_id \
         JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id";
    let mut opened = "d.updated".to_owned();
    match listing.source {
        Source::In(folder) => must.and(format!("d.folder_id = {}", sql.bind(folder.0))),
        Source::Below(folder) => must.and(format!(
            "d.folder_id IN (SELECT t.descendant_id FROM folder_tree t \
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
    titles(sql, &mut must, "d.title_key", filter);
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
    format!(
        "SELECT 2 AS what, d.id AS id, {n} AS n, {s} AS s FROM files d{joins} WHERE {}",
        must.text()
    )
}

fn titles(sql: &mut Statement, must: &mut Conditions, column: &str, filter: &Filter) {
    if let Some(text) = &filter.text {
        must.and(format!(
            "{column} LIKE {} ESCAPE '\\'",
            sql.bind(like_contains(&fold(text)))
        ));
    }
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
    let shared = |entry_kind: i64, on: &str| {
        format!(
            "EXISTS (SELECT 1 FROM shares s WHERE s.portal_id = {portal} \
             AND s.entry_kind = {entry_kind} AND s.entry_id = {on} AND s.access <> 3 \
             AND {subjects}{by})"
        )
    };
    let above = format!(
        "EXISTS (SELECT 1 FROM folder_tree t JOIN shares s ON s.portal_id = t.portal_id \
         AND s.entry_kind = 1 AND s.entry_id = t.ancestor_id WHERE t.portal_id = {portal} \
         AND t.descendant_id = {parent} AND s.access <> 3 AND {subjects}{by})"
    );
    let direct = shared(kind, id);
    let found = if nested {
        format!("({direct} OR {above})")
    } else {
        format!("{direct} AND NOT {above}")
    };
    format!(
        "r.kind IN (5, 14) AND r.created_by <> {person} AND {found} AND NOT EXISTS \
         (SELECT 1 FROM shares b WHERE b.portal_id = {portal} AND b.entry_kind = {kind} \
          AND b.entry_id = {id} AND b.subject = {person} AND b.access = 3)"
    )
}

/// A folder to be listed, with what its room says about the order.
#[derive(Debug)]
pub struct Target {
    /// The folder.
    pub folder: Folder,
    /// Type of the room around it.
    pub room: Option<RoomType>,
    /// Entries of the room carry index numbers.
    pub indexing: bool,
}

/// The folder to list.
pub fn target(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
) -> Result<Option<Target>, sql::Error> {
    let text = format!(
        "SELECT {}, m.kind, m.indexing FROM {} LEFT JOIN rooms m ON m.portal_id = f.portal_id \
         AND m.folder_id = f.room_id WHERE f.portal_id = $1 AND f.id = $2",
        folders::COLUMNS,
        folders::TABLES
    );
    let mut found = None;
    tx.each(&text, &sql::params![portal, id.0], &mut |row| {
        let room: Option<i64> = row.get(folders::WIDTH)?;
        let indexing: Option<bool> = row.get(folders::WIDTH + 1)?;
        found = Some(Target {
            folder: folders::read(row, 0)?,
            room: room.and_then(RoomType::from_number),
            indexing: indexing.unwrap_or(false),
        });
        Ok(true)
    })?;
    Ok(found)
}
