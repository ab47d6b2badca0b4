//! Who works on files at this moment.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

use super::person;
use crate::model::{FileId, FolderId};

/// Somebody who works on a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editor {
    /// His tab, or another place where he works.
    pub tab: String,
    /// The person; the anonymous visitor too.
    pub user: UserId,
    /// Nobody else may edit meanwhile.
    pub alone: bool,
    /// He works in this product's own editor.
    pub built_in: bool,
    /// When the row ends unless he is heard of again.
    pub until: Micros,
}

impl FromRow for Editor {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            tab: row.get(0)?,
            user: person(row, 1)?,
            alone: row.get(2)?,
            built_in: row.get(3)?,
            until: row.get(4)?,
        })
    }
}

/// Everybody who works on a file now.
pub fn of_file(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    now: Micros,
) -> Result<Vec<Editor>, sql::Error> {
    tx.query(
        "SELECT tab, user_id, alone, built_in, until FROM editors \
         WHERE portal_id = $1 AND file_id = $2 AND until > $3 ORDER BY since, tab",
        &params![portal, file.0, now],
    )
}

/// Adds somebody, or prolongs his stay.
pub fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    editor: &Editor,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO editors (portal_id, file_id, tab, user_id, alone, built_in, since, until) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
         ON CONFLICT (portal_id, file_id, tab) DO UPDATE SET user_id = $4, alone = $5, until = $8",
        &params![
            portal,
            file.0,
            editor.tab.clone(),
            editor.user,
            editor.alone,
            editor.built_in,
            now,
            editor.until
        ],
    )?;
    Ok(())
}

/// Removes a tab.
pub fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    tab: &str,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM editors WHERE portal_id = $1 AND file_id = $2 AND tab = $3",
        &params![portal, file.0, tab],
    )?;
    Ok(())
}

/// Files whose last editor has gone without a word before `now`; a few at a time. Their rows are gone afterwards.
pub fn take_ended(
    tx: &mut Tx<'_>,
    now: Micros,
    at_once: i64,
) -> Result<Vec<(PortalId, FileId)>, sql::Error> {
    let ended: Vec<(i64, i64)> = tx.query(
        "SELECT DISTINCT portal_id, file_id FROM editors WHERE until <= $1 LIMIT $2",
        &params![now, at_once],
    )?;
    let mut left = Vec::new();
    for (portal, file) in ended {
        tx.execute(
            "DELETE FROM editors WHERE portal_id = $1 AND file_id = $2 AND until <= $3",
            &params![portal, file, now],
        )?;
        left.push((PortalId(portal), FileId(file)));
    }
    Ok(left)
}

/// Whether somebody works on a file in a folder or below it: in another program, or in this product's own editors
/// as somebody else than `except`.
pub fn below(
    tx: &mut Tx<'_>,
    portal: PortalId,
    folder: FolderId,
    except: UserId,
    now: Micros,
) -> Result<bool, sql::Error> {
    let found: Option<i64> = tx.query_opt(
        "SELECT w.file_id FROM editors w JOIN files d ON d.portal_id = w.portal_id AND d.id = w.file_id \
         JOIN folder_tree t ON t.portal_id = d.portal_id AND t.descendant_id = d.folder_id \
         WHERE w.portal_id = $1 AND t.ancestor_id = $2 AND w.until > $4 \
         AND NOT (w.built_in AND w.user_id = $3) LIMIT 1",
        &params![portal, folder.0, except, now],
    )?;
    Ok(found.is_some())
}
