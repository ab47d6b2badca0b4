//! Files and their versions.

use std::collections::HashSet;

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, fold, params, search_key};

use super::{folders, maybe_folder, maybe_person, person, positions, tree};
use crate::model::{File, FileId, FileVersion, FilterType, Folder, FolderId, Root, Thumbnail};

macro_rules! own {
    () => {
        "d.portal_id, d.id, d.folder_id, d.title, d.category, d.version, d.version_group, d.size, \
         d.object_id, d.comment, d.updated_by, d.updated, d.created_by, d.created, d.locked_by, \
         d.custom_filter_by, d.position, d.origin_id, d.origin_room, d.thumbnail, \
         d.locked_until"
    };
}

/// Columns of a [`File`] but for where it lies, over `files d`.
pub const OWN: &str = own!();

/// Columns of a [`File`], over `files d` joined with its folder `f` and that folder's root `r`.
pub const COLUMNS: &str = concat!(own!(), ", f.room_id, r.id, r.kind, r.created_by");

/// The tables behind [`COLUMNS`].
pub const TABLES: &str = "files d JOIN folders f ON f.portal_id = d.portal_id AND f.id = d.folder_id \
     JOIN folders r ON r.portal_id = f.portal_id AND r.id = f.root_id";

/// A query for portal, number, object and extension of all files, for those who keep something about objects.
pub const OBJECTS: &str = "SELECT portal_id, id, object_id, extension FROM files";

/// Number of columns in [`COLUMNS`], for queries that append their own.
pub const WIDTH: usize = 25;

impl FromRow for File {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        read(row, 0)
    }
}

/// Reads a file whose [`COLUMNS`] begin at column `at`.
pub fn read(row: &Row<'_>, at: usize) -> Result<File, sql::Error> {
    let room = maybe_folder(row, at + 21)?;
    read_in(row, at, room, folders::read_root(row, at + 22)?)
}

/// Who holds the lock of a file; a lock whose time is over is none.
fn holder(row: &Row<'_>, by: usize, until: usize) -> Result<Option<UserId>, sql::Error> {
    let until: Option<Micros> = row.get(until)?;
    if until.is_some_and(|until| until <= sql::now()) {
        return Ok(None);
    }
    maybe_person(row, by)
}

/// Reads a file in a room and below a root that are known, whose [`OWN`] columns begin at column `at`.
pub(super) fn read_in(
    row: &Row<'_>,
    at: usize,
    room: Option<FolderId>,
    root: Root,
) -> Result<File, sql::Error> {
    Ok(File {
        portal: PortalId(row.get(at)?),
        id: FileId(row.get(at + 1)?),
        folder: FolderId(row.get(at + 2)?),
        title: row.get(at + 3)?,
        category: FilterType::from_number(row.get(at + 4)?).unwrap_or(FilterType::None),
        version: FileVersion {
            number: row.get(at + 5)?,
            group: row.get(at + 6)?,
            size: row.get(at + 7)?,
            object: row.get(at + 8)?,
            comment: row.get(at + 9)?,
            author: person(row, at + 10)?,
            saved: row.get(at + 11)?,
        },
        created_by: person(row, at + 12)?,
        created: row.get(at + 13)?,
        locked_by: holder(row, at + 14, at + 20)?,
        custom_filter_by: maybe_person(row, at + 15)?,
        position: row.get(at + 16)?,
        origin: maybe_folder(row, at + 17)?,
        origin_room: maybe_folder(row, at + 18)?,
        thumbnail: Thumbnail::from_number(row.get(at + 19)?).unwrap_or_default(),
        room,
        root,
    })
}

impl FromRow for FileVersion {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            number: row.get(0)?,
            group: row.get(1)?,
            size: row.get(2)?,
            object: row.get(3)?,
            comment: row.get(4)?,
            author: person(row, 5)?,
            saved: row.get(6)?,
        })
    }
}

/// One file with its current version.
pub fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: FileId) -> Result<Option<File>, sql::Error> {
    let text = format!("SELECT {COLUMNS} FROM {TABLES} WHERE d.portal_id = $1 AND d.id = $2");
    tx.query_opt(&text, &params![portal, id.0])
}

/// Several files, in no particular order; missing ones are left out.
pub fn by_ids(tx: &mut Tx<'_>, portal: PortalId, ids: &[FileId]) -> Result<Vec<File>, sql::Error> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<i64> = ids.iter().map(|id| id.0).collect();
    let text = format!("SELECT {COLUMNS} FROM {TABLES} WHERE d.portal_id = $1 AND d.id = ANY($2)");
    tx.query(&text, &params![portal, ids])
}

/// Files lying directly in a folder, in order of their numbers.
pub fn in_folder(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Vec<File>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE d.portal_id = $1 AND d.folder_id = $2 ORDER BY d.id"
    );
    tx.query(&text, &params![portal, folder.0])
}

/// The newest file of that title, compared without regard to case.
pub fn by_title(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    title: &str,
) -> Result<Option<File>, sql::Error> {
    let text = format!(
        "SELECT {COLUMNS} FROM {TABLES} WHERE d.portal_id = $1 AND d.folder_id = $2 \
         AND d.title_key = $3 ORDER BY d.id DESC LIMIT 1"
    );
    tx.query_opt(&text, &params![portal, folder.0, fold(title)])
}

/// The statement of [`taken_keys`].
pub const TAKEN_KEYS: &str = "SELECT DISTINCT title_key FROM files WHERE portal_id = $1 AND folder_id = $2 \
     AND title_key = ANY($3)";

/// Which of the folded titles exist among the files of a folder. Found through the index, however many there are.
pub fn taken_keys(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    keys: Vec<String>,
) -> Result<HashSet<String>, sql::Error> {
    let keys: Vec<String> = tx.query(TAKEN_KEYS, &params![portal, folder.0, keys])?;
    Ok(keys.into_iter().collect())
}

/// Content and description of a file that is about to be stored.
#[derive(Debug, Clone)]
pub struct NewFile {
    /// Title with extension.
    pub title: String,
    /// Number before the first dot of the title, for sorting.
    pub title_number: i64,
    /// Extension with dot, lower case.
    pub extension: String,
    /// Stored category.
    pub category: FilterType,
    /// The first version. Its number and group are kept (a copy starts at 1, 1).
    pub version: FileVersion,
    /// Creation date, when it is not the date of the version.
    pub created: Micros,
}

/// Stores a new file in `folder`, with its version, and counts it in all ancestors. The object's
/// reference is the caller's to take (`blob::register` or `blob::acquire`).
pub fn insert(tx: &mut Tx<'_>, folder: &Folder, new: &NewFile) -> Result<File, sql::Error> {
    tree::lock(tx, folder.portal)?;
    let id = FileId(tx.next_id("files")?);
    let version = &new.version;
    let position = positions::next(tx, folder.portal, folder.id, folder.room)?;
    tx.execute(
        "INSERT INTO files (portal_id, id, folder_id, title, title_key, title_number, extension, \
         category, version, version_group, size, object_id, comment, created_by, created, \
         updated_by, updated, position, title_search) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $14, $16, $17, $18)",
        &params![
            folder.portal,
            id.0,
            folder.id.0,
            new.title.clone(),
            fold(&new.title),
            new.title_number,
            new.extension.clone(),
            new.category.number(),
            version.number,
            version.group,
            version.size,
            version.object.clone(),
            version.comment.clone(),
            version.author,
            new.created,
            version.saved,
            position,
            search_key(&new.title)
        ],
    )?;
    insert_version(tx, folder.portal, id, version)?;
    tree::adjust(
        tx,
        folder.portal,
        folder.id,
        folder.root,
        tree::Delta {
            files: 1,
            bytes: version.size,
            ..Default::default()
        },
    )?;
    tree::touch(tx, folder.portal, folder.id, version.author, version.saved)?;
    Ok(File {
        portal: folder.portal,
        id,
        folder: folder.id,
        title: new.title.clone(),
        category: new.category,
        version: version.clone(),
        created_by: version.author,
        created: new.created,
        locked_by: None,
        custom_filter_by: None,
        position,
        origin: None,
        origin_room: None,
        thumbnail: Thumbnail::Waiting,
        root: folder.root,
        room: folder.room,
    })
}

fn insert_version(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    version: &FileVersion,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO file_versions (portal_id, file_id, version, version_group, size, object_id, \
         comment, author, saved) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        &params![
            portal,
            id.0,
            version.number,
            version.group,
            version.size,
            version.object.clone(),
            version.comment.clone(),
            version.author,
            version.saved
        ],
    )?;
    Ok(())
}

/// Makes `version` the current one of `file`. Fails with a unique violation when somebody else has
/// stored that number meanwhile.
pub fn add_version(
    tx: &mut Tx<'_>,
    file: &File,
    version: &FileVersion,
    category: FilterType,
) -> Result<(), sql::Error> {
    tree::lock(tx, file.portal)?;
    insert_version(tx, file.portal, file.id, version)?;
    set_current(tx, file.portal, file.id, version, category)?;
    // Every stored version adds its size (files/10 §4).
    let delta = tree::Delta {
        bytes: version.size,
        ..Default::default()
    };
    tree::adjust(tx, file.portal, file.folder, file.root, delta)?;
    tree::touch(tx, file.portal, file.folder, version.author, version.saved)
}

/// Replaces the content of the current version, keeping its number (an edit session's save).
/// The caller releases the old object.
pub fn replace_current(
    tx: &mut Tx<'_>,
    file: &File,
    version: &FileVersion,
    category: FilterType,
) -> Result<(), sql::Error> {
    tree::lock(tx, file.portal)?;
    tx.execute(
        "UPDATE file_versions SET size = $4, object_id = $5, comment = $6, author = $7, saved = $8 \
         WHERE portal_id = $1 AND file_id = $2 AND version = $3",
        &params![
            file.portal,
            file.id.0,
            version.number,
            version.size,
            version.object.clone(),
            version.comment.clone(),
            version.author,
            version.saved
        ],
    )?;
    set_current(tx, file.portal, file.id, version, category)?;
    let delta = tree::Delta {
        bytes: version.size - file.version.size,
        ..Default::default()
    };
    tree::adjust(tx, file.portal, file.folder, file.root, delta)?;
    tree::touch(tx, file.portal, file.folder, version.author, version.saved)
}

fn set_current(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    version: &FileVersion,
    category: FilterType,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET version = $3, version_group = $4, size = $5, object_id = $6, \
         comment = $7, updated_by = $8, updated = $9, category = $10, thumbnail = 0 \
         WHERE portal_id = $1 AND id = $2",
        &params![
            portal,
            id.0,
            version.number,
            version.group,
            version.size,
            version.object.clone(),
            version.comment.clone(),
            version.author,
            version.saved,
            category.number()
        ],
    )?;
    Ok(())
}

/// All versions, newest first.
pub fn versions(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
) -> Result<Vec<FileVersion>, sql::Error> {
    tx.query(
        "SELECT version, version_group, size, object_id, comment, author, saved FROM file_versions \
         WHERE portal_id = $1 AND file_id = $2 ORDER BY version DESC",
        &params![portal, id.0],
    )
}

/// One version.
pub fn version(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    number: i64,
) -> Result<Option<FileVersion>, sql::Error> {
    tx.query_opt(
        "SELECT version, version_group, size, object_id, comment, author, saved FROM file_versions \
         WHERE portal_id = $1 AND file_id = $2 AND version = $3",
        &params![portal, id.0, number],
    )
}

/// Changes the title (with extension). `number` as in [`NewFile::title_number`].
pub fn rename(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    title: &str,
    number: i64,
    extension: &str,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET title = $3, title_key = $4, title_number = $5, extension = $6, \
         title_search = $7 WHERE portal_id = $1 AND id = $2",
        &params![
            portal,
            id.0,
            title,
            fold(title),
            number,
            extension,
            search_key(title)
        ],
    )?;
    Ok(())
}

/// Stores the category that a new extension means.
pub fn set_category(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    category: FilterType,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET category = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, category.number()],
    )?;
    Ok(())
}

/// Locks the file for `by`, until a moment or until somebody unlocks it, or unlocks it.
pub fn set_lock(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    by: Option<UserId>,
    until: Option<Micros>,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET locked_by = $3, locked_until = $4 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, by.map(|by| by.to_string()), until],
    )?;
    Ok(())
}

/// Until when the lock of a file lasts; `None` for one that somebody has to take off, and without a lock.
pub fn locked_until(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
) -> Result<Option<Micros>, sql::Error> {
    let until: Option<Option<Micros>> = tx.query_opt(
        "SELECT locked_until FROM files WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0],
    )?;
    Ok(until.flatten())
}

/// Sets or clears the index number.
pub fn set_position(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    position: Option<i64>,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET position = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, position],
    )?;
    Ok(())
}

/// Moves a file to `target` and recounts; `origin` is remembered in the trash and forgotten outside.
/// The caller holds [`tree::lock`].
pub fn move_to(
    tx: &mut Tx<'_>,
    file: &File,
    target: &Folder,
    origin: Option<(FolderId, Option<FolderId>)>,
) -> Result<(), sql::Error> {
    let bytes: i64 = stored_bytes(tx, file.portal, file.id)?;
    let delta = tree::Delta {
        files: 1,
        bytes,
        ..Default::default()
    };
    let back = tree::Delta {
        files: -1,
        bytes: -bytes,
        ..Default::default()
    };
    tree::adjust(tx, file.portal, file.folder, file.root, back)?;
    tree::adjust(tx, file.portal, target.id, target.root, delta)?;
    let position = positions::next(tx, file.portal, target.id, target.room)?;
    tx.execute(
        "UPDATE files SET folder_id = $3, origin_id = $4, origin_room = $5, position = $6 \
         WHERE portal_id = $1 AND id = $2",
        &params![
            file.portal,
            file.id.0,
            target.id.0,
            origin.map(|(folder, _)| folder.0),
            origin.and_then(|(_, room)| room).map(|room| room.0),
            position
        ],
    )?;
    Ok(())
}

fn stored_bytes(tx: &mut Tx<'_>, portal: PortalId, id: FileId) -> Result<i64, sql::Error> {
    tx.query_one(
        "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM file_versions \
         WHERE portal_id = $1 AND file_id = $2",
        &params![portal, id.0],
    )
}

/// Removes a file with all versions, shares and marks, and uncounts it. Answers the objects whose
/// references the caller releases.
pub fn remove(tx: &mut Tx<'_>, file: &File) -> Result<Vec<String>, sql::Error> {
    tree::lock(tx, file.portal)?;
    let bytes = stored_bytes(tx, file.portal, file.id)?;
    let back = tree::Delta {
        files: -1,
        bytes: -bytes,
        ..Default::default()
    };
    tree::adjust(tx, file.portal, file.folder, file.root, back)?;
    let objects: Vec<String> = tx.query(
        "SELECT object_id FROM file_versions WHERE portal_id = $1 AND file_id = $2",
        &params![file.portal, file.id.0],
    )?;
    for table in ["shares", "marks", "history"] {
        tx.execute(
            &format!(
                "DELETE FROM {table} WHERE portal_id = $1 AND entry_kind = 2 AND entry_id = $2"
            ),
            &params![file.portal, file.id.0],
        )?;
    }
    let tables = [
        ("version_changes", "file_id"),
        ("editors", "file_id"),
        ("forms", "file_id"),
        ("form_roles", "form_id"),
        ("form_drafts", "form_id"),
        ("form_drafts", "file_id"),
        ("form_submissions", "file_id"),
        ("file_versions", "file_id"),
        ("files", "id"),
    ];
    for (table, column) in tables {
        tx.execute(
            &format!("DELETE FROM {table} WHERE portal_id = $1 AND {column} = $2"),
            &params![file.portal, file.id.0],
        )?;
    }
    Ok(objects)
}

/// Removes single versions; the current one is never among them. Answers the released objects.
pub fn remove_versions(
    tx: &mut Tx<'_>,
    file: &File,
    numbers: &[i64],
) -> Result<Vec<String>, sql::Error> {
    let gone: Vec<(String, i64)> = tx.query(
        "DELETE FROM file_versions WHERE portal_id = $1 AND file_id = $2 AND version = ANY($3) \
         AND version <> $4 RETURNING object_id, size",
        &params![
            file.portal,
            file.id.0,
            numbers.to_vec(),
            file.version.number
        ],
    )?;
    tx.execute(
        "DELETE FROM version_changes WHERE portal_id = $1 AND file_id = $2 AND version = ANY($3) \
         AND version <> $4",
        &params![
            file.portal,
            file.id.0,
            numbers.to_vec(),
            file.version.number
        ],
    )?;
    tree::lock(tx, file.portal)?;
    let bytes: i64 = gone.iter().map(|(_, size)| size).sum();
    let back = tree::Delta {
        bytes: -bytes,
        ..Default::default()
    };
    tree::adjust(tx, file.portal, file.folder, file.root, back)?;
    Ok(gone.into_iter().map(|(object, _)| object).collect())
}
