//! Keys under which a document server has files open.

use files::model::{File, FileId};
use portal::PortalId;
use sql::{FromRow, Row, Tx, params};

/// The last save of a document server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct LastSave {
    /// Key under which the document was opened.
    pub(crate) key: String,
    /// The content that was saved.
    pub(crate) object: String,
    /// Its version.
    pub(crate) version: i64,
    /// Where the server had the content, without what only opens the address for a while.
    pub(crate) address: String,
    /// Nobody has the document open under that key any more.
    pub(crate) closed: bool,
}

impl LastSave {
    /// Whether a file is still as it was saved under way, so that its document goes on under the same key.
    pub(crate) fn is_open(&self, file: &File) -> bool {
        !self.closed && self.object == file.version.object
    }
}

impl FromRow for LastSave {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            key: row.get(0)?,
            object: row.get(1)?,
            version: row.get(2)?,
            address: row.get(3)?,
            closed: row.get(4)?,
        })
    }
}

/// The last save of a file, if a document server saved it at all.
pub(crate) fn last_save(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
) -> Result<Option<LastSave>, sql::Error> {
    tx.query_opt(
        "SELECT key, object, version, address, closed FROM document_keys \
         WHERE portal_id = $1 AND file_id = $2",
        &params![portal, file.0],
    )
}

/// Notes a save.
pub(crate) fn note_save(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    save: &LastSave,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO document_keys (portal_id, file_id, key, object, version, address, closed) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (portal_id, file_id) \
         DO UPDATE SET key = $3, object = $4, version = $5, address = $6, closed = $7",
        &params![
            portal,
            file.0,
            save.key.clone(),
            save.object.clone(),
            save.version,
            save.address.clone(),
            save.closed
        ],
    )?;
    Ok(())
}

/// Notes that a document that was saved under way is not open any more.
pub(crate) fn close(
    tx: &mut Tx<'_>,
    portal: PortalId,
    file: FileId,
    key: &str,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE document_keys SET closed = $4 WHERE portal_id = $1 AND file_id = $2 AND key = $3",
        &params![portal, file.0, key.to_owned(), true],
    )?;
    Ok(())
}
