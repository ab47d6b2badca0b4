//! Folders and their place in the tree.

use std::collections::HashSet;

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, fold, params, search_key};

use super::{maybe_folder, person, positions, tree};
use crate::model::{Folder, FolderId, FolderType, Root};

macro_rules! own {
    () => {
        "f.portal_id, f.id, f.parent_id, f.kind, f.title, f.created_by, f.created, f.updated_by, \
         f.updated, f.files_count, f.folders_count, f.used_space, f.position, f.origin_id, \
         f.origin_room, f.room_id"
    };
}

/// Columns of a [`Folder`] but for its root, over `folders f`.
pub const OWN: &str = own!();

/// Columns of a [`Folder`], over `folders f` joined with its root `r`.
pub const COLUMNS: &str = concat!(own!(), ", r.id, r.kind, r.created_by");

/// The tables behind [`COLUMNS`].
pub const TABLES: &str =
    "folders f JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id";

/// Number of columns in [`COLUMNS`], for queries that append their own.
pub const WIDTH: usize = 19;

impl FromRow for Folder {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        read(row, 0)
    }
}

/// Reads a folder whose [`COLUMNS`] begin at column `at`.
pub fn read(row: &Row<'_>, at: usize) -> Result<Folder, sql::Error> {
    read_below(row, at, read_root(row, at + 16)?)
}

/// Reads the root whose number, kind and owner begin at column `at`.
pub(super) fn read_root(row: &Row<'_>, at: usize) -> Result<Root, sql::Error> {
    Ok(Root {
        id: FolderId(row.get(at)?),
        kind: kind(row.get(at + 1)?),
        owner: person(row, at + 2)?,
    })
}

/// Reads a folder below a root that is known, whose [`OWN`] columns begin at column `at`.
pub(super) fn read_below(row: &Row<'_>, at: usize, root: Root) -> Result<Folder, sql::Error> {
    Ok(Folder {
        portal: PortalId(row.get(at)?),
        id: FolderId(row.get(at + 1)?),
        parent: FolderId(row.get(at + 2)?),
        kind: kind(row.get(at + 3)?),
        title: row.get(at + 4)?,
        created_by: person(row, at + 5)?,
        created: row.get(at + 6)?,
        updated_by: person(row, at + 7)?,
        updated: row.get(at + 8)?,
        files_count: row.get(at + 9)?,
        folders_count: row.get(at + 10)?,
        used_space: row.get(at + 11)?,
        position: row.get(at + 12)?,
        origin: maybe_folder(row, at + 13)?,
        origin_room: maybe_folder(row, at + 14)?,
        room: maybe_folder(row, at + 15)?,
        root,
    })
}

/// An unknown number is an ordinary folder: rows outlive the code that wrote them.
pub(super) fn kind(number: i64) -> FolderType {
    FolderType::from_number(number).unwrap_or(FolderType::Default)
}

/// One folder.
pub fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
) -> Result<Option<Folder>, sql::Error> {
    let text = format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.id = $2");
    tx.query_opt(&text, &params![portal, id.0])
}

/// Several folders, in no particular order; missing ones are left out.
pub fn by_ids(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[FolderId],
) -> Result<Vec<Folder>, sql::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let text = format!("SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.id = ANY($2)");
    tx.query(&text, &params![portal, ids])
}

/// The folders from the root down to `id`, both included; empty when there is no such folder.
pub fn path(tx: &mut Tx<'_>, portal: PortalId, id: FolderId) -> Result<Vec<Folder>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM folder_tree t \
         JOIN folders f ON f.portal_id = t.portal_id AND f.id = t.ancestor_id \
         JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id \
         WHERE t.portal_id = $1 AND t.descendant_id = $2 ORDER BY t.depth DESC"
    );
    tx.query(&text, &params![portal, id.0])
}

/// The folders with everything above them, each once, in no particular order.
pub fn with_above(
    tx: &mut Tx<'_>,
    portal: PortalId,
    ids: &[FolderId],
) -> Result<Vec<Folder>, sql::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.id IN \
         (SELECT t.ancestor_id FROM folder_tree t \
         WHERE t.portal_id = $1 AND t.descendant_id = ANY($2))"
    );
    tx.query(&text, &params![portal, ids])
}

/// How many folders lie directly in one.
pub fn count_children(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
) -> Result<i64, sql::Error> {
    tx.query_one(
        "SELECT COUNT(*) FROM folders WHERE portal_id = $1 AND parent_id = $2",
        &params![portal, parent.0],
    )
}

/// Direct sub-folders, in order of their numbers.
pub fn children(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
) -> Result<Vec<Folder>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.parent_id = $2 ORDER BY f.id"
    );
    tx.query(&text, &params![portal, parent.0])
}

/// All folders below `id` with the distance, itself (0) first, parents before children.
pub fn subtree(tx: &mut Tx<'_>, portal: PortalId, id: FolderId) -> Result<Vec<Folder>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM folder_tree t \
         JOIN folders f ON f.portal_id = t.portal_id AND f.id = t.descendant_id \
         JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2 ORDER BY t.depth, f.id"
    );
    tx.query(&text, &params![portal, id.0])
}

/// The oldest sub-folder of a kind.
pub fn child_of_kind(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    kind: FolderType,
) -> Result<Option<Folder>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.parent_id = $2 \
         AND f.kind = $3 ORDER BY f.id LIMIT 1"
    );
    tx.query_opt(&text, &params![portal, parent.0, kind.number()])
}

/// Makes a folder one of another kind.
pub fn set_kind(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
    kind: FolderType,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET kind = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, kind.number()],
    )?;
    Ok(())
}

/// The sub-folder of that title, compared without regard to case.
pub fn by_title(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    title: &str,
) -> Result<Option<Folder>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE f.portal_id = $1 AND f.parent_id = $2 \
         AND f.title_key = $3 ORDER BY f.id LIMIT 1"
    );
    tx.query_opt(&text, &params![portal, parent.0, fold(title)])
}

/// Which of the folded titles exist among the sub-folders of a folder.
pub fn taken_keys(
    tx: &mut Tx<'_>,
    portal: PortalId,
    parent: FolderId,
    keys: Vec<String>,
) -> Result<HashSet<String>, sql::Error> {
    let keys: Vec<String> = tx.query(
        "SELECT DISTINCT title_key FROM folders WHERE portal_id = $1 AND parent_id = $2 \
         AND title_key = ANY($3)",
        &params![portal, parent.0, keys],
    )?;
    Ok(keys.into_iter().collect())
}

/// Makes a folder under `parent` and counts it in all ancestors.
pub fn insert(
    tx: &mut Tx<'_>,
    parent: &Folder,
    kind: FolderType,
    title: &str,
    by: UserId,
    now: Micros,
) -> Result<Folder, sql::Error> {
    tree::lock(tx, parent.portal)?;
    let id = FolderId(tx.next_id("folders")?);
    let room = if kind.is_room() {
        Some(id)
    } else {
        parent.room
    };
    let position = positions::next(tx, parent.portal, parent.id, parent.room)?;
    tx.execute(
        "INSERT INTO folders (portal_id, id, parent_id, root_id, room_id, kind, title, title_key, \
         created_by, created, updated_by, updated, position, title_search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $9, $10, $11, $12)",
        &params![
            parent.portal,
            id.0,
            parent.id.0,
            parent.root.id.0,
            room.map(|room| room.0),
            kind.number(),
            title,
            fold(title),
            by,
            now,
            position,
            search_key(title)
        ],
    )?;
    tree::attach(tx, parent.portal, parent.id, id)?;
    tree::adjust(
        tx,
        parent.portal,
        parent.id,
        parent.root,
        tree::Delta {
            folders: 1,
            ..Default::default()
        },
    )?;
    tree::touch(tx, parent.portal, parent.id, by, now)?;
    Ok(Folder {
        portal: parent.portal,
        id,
        parent: parent.id,
        kind,
        title: title.to_owned(),
        created_by: by,
        created: now,
        updated_by: by,
        updated: now,
        files_count: 0,
        folders_count: 0,
        used_space: 0,
        position,
        origin: None,
        origin_room: None,
        root: parent.root,
        room,
    })
}

/// Changes the title.
pub fn rename(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
    title: &str,
    by: UserId,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET title = $3, title_key = $4, title_search = $7, updated_by = $5, \
         updated = $6 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, title, fold(title), by, now, search_key(title)],
    )?;
    Ok(())
}

/// Sets or clears the index number.
pub fn set_position(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
    position: Option<i64>,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET position = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, position],
    )?;
    Ok(())
}

/// Remembers where an entry came from when it goes to the trash, or forgets it.
pub fn set_origin(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FolderId,
    origin: Option<FolderId>,
    origin_room: Option<FolderId>,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE folders SET origin_id = $3, origin_room = $4 WHERE portal_id = $1 AND id = $2",
        &params![
            portal,
            id.0,
            origin.map(|id| id.0),
            origin_room.map(|id| id.0)
        ],
    )?;
    Ok(())
}
