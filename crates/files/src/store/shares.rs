//! Share records of people, groups and links.

use portal::{PortalId, UserId};
use sql::{FromRow, Row, Tx, params};
use uuid::Uuid;

use super::person;
use crate::model::{EntryRef, FileId, FileShare, FolderId, Share, SubjectType};

const COLUMNS: &str = "s.entry_kind, s.entry_id, s.subject, s.subject_type, s.access, s.owner, \
     s.created, s.link";

impl FromRow for Share {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let number = row.get(1)?;
        let subject: String = row.get(2)?;
        let link: Option<String> = row.get(7)?;
        Ok(Self {
            entry: EntryRef::from_columns(row.get(0)?, number)
                .unwrap_or(EntryRef::Folder(FolderId(number))),
            subject: subject.parse().unwrap_or(Uuid::nil()),
            subject_type: SubjectType::from_number(row.get(3)?).unwrap_or(SubjectType::User),
            // What cannot be read grants nothing.
            access: FileShare::from_number(row.get(4)?).unwrap_or(FileShare::Restrict),
            owner: person(row, 5)?,
            created: row.get(6)?,
            link: link.and_then(|text| serde_json::from_str(&text).ok()),
        })
    }
}

/// A record together with the entry for which it counts and how far above that entry it sits.
#[derive(Debug, Clone, PartialEq)]
pub struct Inherited {
    /// The folder asked for.
    pub folder: FolderId,
    /// 0: attached to that folder itself, 1: to its parent, …
    pub level: i64,
    /// The record.
    pub share: Share,
}

impl FromRow for Inherited {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            share: Share::from_row(row)?,
            folder: FolderId(row.get(8)?),
            level: row.get(9)?,
        })
    }
}

/// Records that count for the given folders, their own and those of all ancestors, limited to
/// `subjects` (the caller, his groups, his links). One statement for a whole page.
pub fn on_paths(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folders: &[FolderId],
    subjects: &[Uuid],
) -> Result<Vec<Inherited>, sql::Error> {
    if folders.is_empty() || subjects.is_empty() {
        return Ok(Vec::new());
    }
    let folders: Vec<i64> = folders.iter().map(|id| id.0).collect();
    let subjects: Vec<String> = subjects.iter().map(Uuid::to_string).collect();
    tx.query(
        &format!(
            "SELECT {COLUMNS}, t.descendant_id, t.depth FROM folder_tree t \
             JOIN shares s ON s.portal_id = t.portal_id AND s.entry_kind = 1 \
             AND s.entry_id = t.ancestor_id \
             WHERE t.portal_id = $1 AND t.descendant_id = ANY($2) AND s.subject = ANY($3)"
        ),
        &params![portal, folders, subjects],
    )
}

/// All records attached directly to an entry, oldest first.
pub fn of_entry(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
) -> Result<Vec<Share>, sql::Error> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM shares s WHERE s.portal_id = $1 AND s.entry_kind = $2 \
             AND s.entry_id = $3 ORDER BY s.created, s.subject"
        ),
        &params![portal, entry.kind(), entry.number()],
    )
}

/// All records attached directly to the given entries.
pub fn of_entries(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folders: &[FolderId],
    files: &[FileId],
) -> Result<Vec<Share>, sql::Error> {
    let folders: Vec<i64> = folders.iter().map(|id| id.0).collect();
    let files: Vec<i64> = files.iter().map(|id| id.0).collect();
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM shares s WHERE s.portal_id = $1 AND s.entry_kind = 1 \
             AND s.entry_id = ANY($2) \
             UNION ALL SELECT {COLUMNS} FROM shares s WHERE s.portal_id = $1 AND s.entry_kind = 2 \
             AND s.entry_id = ANY($3)"
        ),
        &params![portal, folders, files],
    )
}

/// The record of one subject on one entry.
pub fn of_subject(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    subject: Uuid,
) -> Result<Option<Share>, sql::Error> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM shares s WHERE s.portal_id = $1 AND s.entry_kind = $2 \
             AND s.entry_id = $3 AND s.subject = $4"
        ),
        &params![portal, entry.kind(), entry.number(), subject.to_string()],
    )
}

/// The record of a link, wherever it is attached.
pub fn of_link(tx: &mut Tx<'_>, portal: PortalId, link: Uuid) -> Result<Option<Share>, sql::Error> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM shares s WHERE s.portal_id = $1 AND s.subject = $2 \
             AND s.link IS NOT NULL"
        ),
        &params![portal, link.to_string()],
    )
}

/// Stores a record, replacing the subject's former one on the entry.
pub fn put(tx: &mut Tx<'_>, portal: PortalId, share: &Share) -> Result<(), sql::Error> {
    let link = share
        .link
        .as_ref()
        .and_then(|link| serde_json::to_string(link).ok());
    tx.execute(
        "INSERT INTO shares (portal_id, entry_kind, entry_id, subject, subject_type, access, \
         owner, created, link) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) \
         ON CONFLICT (portal_id, entry_kind, entry_id, subject) DO UPDATE SET \
         subject_type = $5, access = $6, owner = $7, link = $9",
        &params![
            portal,
            share.entry.kind(),
            share.entry.number(),
            share.subject.to_string(),
            share.subject_type.number(),
            share.access.number(),
            share.owner,
            share.created,
            link
        ],
    )?;
    Ok(())
}

/// Removes a subject's record; `false` when there was none.
pub fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    entry: EntryRef,
    subject: Uuid,
) -> Result<bool, sql::Error> {
    let gone = tx.execute(
        "DELETE FROM shares WHERE portal_id = $1 AND entry_kind = $2 AND entry_id = $3 \
         AND subject = $4",
        &params![portal, entry.kind(), entry.number(), subject.to_string()],
    )?;
    Ok(gone > 0)
}

/// Removes all records of a person everywhere, when the account goes.
pub fn remove_person(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM shares WHERE portal_id = $1 AND subject = $2",
        &params![portal, who],
    )?;
    Ok(())
}

/// Records on a folder and on everything above it, nearest first.
pub fn above(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
) -> Result<Vec<Share>, sql::Error> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM folder_tree t JOIN shares s ON s.portal_id = t.portal_id \
             AND s.entry_kind = 1 AND s.entry_id = t.ancestor_id \
             WHERE t.portal_id = $1 AND t.descendant_id = $2 ORDER BY t.depth, s.created, s.subject"
        ),
        &params![portal, folder.0],
    )
}

/// Removes a subject's records on a folder and on everything below it.
pub fn remove_below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    subject: Uuid,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM shares WHERE portal_id = $1 AND subject = $3 AND ((entry_kind = 1 \
         AND entry_id IN (SELECT descendant_id FROM folder_tree WHERE portal_id = $1 \
         AND ancestor_id = $2)) OR (entry_kind = 2 AND entry_id IN (SELECT d.id FROM files d \
         JOIN folder_tree t ON t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
         WHERE t.portal_id = $1 AND t.ancestor_id = $2)))",
        &params![portal, folder.0, subject.to_string()],
    )?;
    Ok(())
}
