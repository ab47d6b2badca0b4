//! A page of a folder, of a subtree or of a personal list: folders and files in ONE sequence, with the
//! number of all matches. One statement for the folders and one for the files.

mod hits;
mod words;

use std::sync::Arc;

use portal::{PortalId, UserId};
use sql::{Dialect, Row, Tx};

use super::statement::Statement;
use super::{files, folders};
use crate::contents::Contents;
use crate::model::{Entry, FilterType, Folder, FolderId, Mark, RoomType, Root};

/// Where the entries are taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// What lies directly in a folder.
    In(Container),
    /// The whole subtree of a folder.
    Below(FolderId),
    /// What a person marked, wherever it is; nothing from trashes.
    Marked(UserId, Mark),
    /// What is shared with a person. True: also what lies in folders shared with him.
    SharedWith(UserId, bool),
}

/// A folder with what everything in it has in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Container {
    /// The folder.
    pub id: FolderId,
    /// The room it is or lies in.
    pub room: Option<FolderId>,
    /// The root above it.
    pub root: Root,
}

impl From<&Folder> for Container {
    fn from(folder: &Folder) -> Self {
        Self {
            id: folder.id,
            room: folder.room,
            root: folder.root,
        }
    }
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
    /// Words of the title or, for files, of the content.
    pub text: Option<String>,
    /// What knows the contents of files; without it only titles are searched.
    pub contents: Option<Arc<dyn Contents>>,
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
    /// What somebody sees of a form filling room who only fills in.
    pub filler: Option<Filler>,
}

/// What somebody sees of a form filling room who only fills in (`files/04 §4`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Filler {
    /// Of the room and its plain folders: forms that were started.
    Started,
    /// Of "In process" and "Complete": folders in which something is his own.
    OwnBelow(UserId),
    /// Of a form's copies: his own.
    Own(UserId),
    /// A visitor: no folders of copies.
    Visitor,
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

/// The page. Two statements at most.
pub fn page(tx: &mut Tx<'_>, portal: PortalId, listing: &Listing) -> Result<Found, sql::Error> {
    if listing.sort.interleaved {
        return interleaved(tx, portal, listing);
    }
    let mut found = folder_slice(tx, portal, listing, listing.start, listing.count)?;
    let skip = (listing.start - found.total).max(0);
    let take = listing.count - found.length();
    let files = file_slice(tx, portal, listing, skip, take)?;
    found.total += files.total;
    found.placed.extend(files.placed);
    Ok(found.into())
}

/// Folders and files by their index numbers: as many of each as the page can hold, then merged.
fn interleaved(tx: &mut Tx<'_>, portal: PortalId, listing: &Listing) -> Result<Found, sql::Error> {
    let most = listing.start.saturating_add(listing.count);
    let mut found = folder_slice(tx, portal, listing, 0, most)?;
    let files = file_slice(tx, portal, listing, 0, most)?;
    found.total += files.total;
    found.placed.extend(files.placed);
    found.placed.sort_by(|(left, _), (right, _)| {
        let order = left.cmp(right);
        if listing.sort.descending {
            order.reverse()
        } else {
            order
        }
    });
    let skip = usize::try_from(listing.start).unwrap_or(usize::MAX);
    let take = usize::try_from(listing.count).unwrap_or_default();
    found.placed = found.placed.into_iter().skip(skip).take(take).collect();
    Ok(found.into())
}

/// By what an entry is sorted: number, text, id.
type Key = (i64, String, i64);

/// A part of all matches of one kind, and how many there are.
#[derive(Default)]
struct Slice {
    placed: Vec<(Key, Entry)>,
    total: i64,
}

impl Slice {
    fn length(&self) -> i64 {
        i64::try_from(self.placed.len()).unwrap_or(i64::MAX)
    }
}

impl From<Slice> for Found {
    fn from(slice: Slice) -> Self {
        Self {
            entries: slice.placed.into_iter().map(|(_, entry)| entry).collect(),
            total: slice.total,
        }
    }
}

fn folder_slice(
    tx: &mut Tx<'_>,
    portal: PortalId,
    listing: &Listing,
    skip: i64,
    take: i64,
) -> Result<Slice, sql::Error> {
    let Some(filter) = &listing.folders else {
        return Ok(Slice::default());
    };
    let mut sql = Statement::new();
    let hits = hits::folders(&mut sql, tx.dialect(), portal, listing, filter);
    let folder = "folders f ON f.portal_id = $1 AND f.id = p.id";
    if let Source::In(container) = listing.source {
        cut(
            &mut sql,
            &hits,
            listing.sort,
            (skip, take),
            folders::OWN,
            folder,
        );
        let read = |row: &Row<'_>, at| folders::read_below(row, at, container.root);
        return slice(tx, &sql, |row, at| read(row, at).map(Entry::Folder));
    }
    let with_root =
        format!("{folder} LEFT JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id");
    cut(
        &mut sql,
        &hits,
        listing.sort,
        (skip, take),
        folders::COLUMNS,
        &with_root,
    );
    slice(tx, &sql, |row, at| {
        folders::read(row, at).map(Entry::Folder)
    })
}

fn file_slice(
    tx: &mut Tx<'_>,
    portal: PortalId,
    listing: &Listing,
    skip: i64,
    take: i64,
) -> Result<Slice, sql::Error> {
    let Some(filter) = &listing.files else {
        return Ok(Slice::default());
    };
    let mut sql = Statement::new();
    let hits = hits::files(&mut sql, tx.dialect(), portal, listing, filter);
    let file = "files d ON d.portal_id = $1 AND d.id = p.id";
    if let Source::In(Container { room, root, .. }) = listing.source {
        cut(
            &mut sql,
            &hits,
            listing.sort,
            (skip, take),
            files::OWN,
            file,
        );
        let read = |row: &Row<'_>, at| files::read_in(row, at, room, root);
        return slice(tx, &sql, |row, at| read(row, at).map(Entry::File));
    }
    let with_root = format!(
        "{file} LEFT JOIN folders f ON f.portal_id = d.portal_id AND f.id = d.folder_id \
         LEFT JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id"
    );
    cut(
        &mut sql,
        &hits,
        listing.sort,
        (skip, take),
        files::COLUMNS,
        &with_root,
    );
    slice(tx, &sql, |row, at| files::read(row, at).map(Entry::File))
}

/// Columns of [`cut`] before those asked for.
const BEFORE: usize = 4;

/// Completes a statement: the number of all hits, and of a part of them keys and columns. Behind the
/// first page there is always a row, so that the number is known even when the part is empty.
fn cut(
    sql: &mut Statement,
    hits: &str,
    sort: Sort,
    (skip, take): (i64, i64),
    columns: &str,
    tables: &str,
) {
    let way = if sort.descending { "DESC" } else { "ASC" };
    let always = if skip == 0 && take > 0 {
        ""
    } else {
        "(SELECT 1) o LEFT JOIN "
    };
    let on = if always.is_empty() { "" } else { "ON TRUE " };
    let (skip, take) = (sql.bind(skip), sql.bind(take));
    sql.push(&format!(
        "SELECT (SELECT COUNT(*) FROM ({hits}) a), p.id, p.n, p.s, {columns} FROM {always}\
         (SELECT h.id, h.n, h.s FROM ({hits}) h ORDER BY h.n {way}, h.s {way}, h.id {way} \
         LIMIT {take} OFFSET {skip}) p {on}LEFT JOIN {tables} \
         ORDER BY p.n {way}, p.s {way}, p.id {way}"
    ));
}

fn slice(
    tx: &mut Tx<'_>,
    sql: &Statement,
    read: impl Fn(&Row<'_>, usize) -> Result<Entry, sql::Error>,
) -> Result<Slice, sql::Error> {
    let mut slice = Slice::default();
    tx.each(&sql.text, &sql.params, &mut |row| {
        slice.total = row.get(0)?;
        if let Some(id) = row.get::<Option<i64>>(1)? {
            let key = (row.get(2)?, row.get(3)?, id);
            slice.placed.push((key, read(row, BEFORE)?));
        }
        Ok(true)
    })?;
    Ok(slice)
}

/// Whether parts of titles are found through an index: always on SQLite, by an extension on PostgreSQL.
pub fn titles_are_indexed(tx: &mut Tx<'_>) -> Result<bool, sql::Error> {
    match tx.dialect() {
        Dialect::Sqlite => Ok(true),
        Dialect::Postgres => tx.query_one(
            "SELECT EXISTS (SELECT 1 FROM pg_indexes WHERE schemaname = current_schema() \
             AND indexname = 'files_by_grams')",
            &[],
        ),
    }
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
