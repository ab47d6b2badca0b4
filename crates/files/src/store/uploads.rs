//! Upload sessions and their pieces.

use portal::PortalId;
use sql::{FromRow, Micros, Row, Tx, params};

use super::person;
use crate::model::{FileId, FolderId};
use crate::upload::{Piece, Session};

const COLUMNS: &str =
    "portal_id, id, owner, folder_id, file_id, title, size, options, created, expires";

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let options: String = row.get(7)?;
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            owner: person(row, 2)?,
            folder: FolderId(row.get(3)?),
            file: row.get::<Option<i64>>(4)?.map(FileId),
            title: row.get(5)?,
            size: row.get(6)?,
            options: serde_json::from_str(&options).unwrap_or_default(),
            created: row.get(8)?,
            expires: row.get(9)?,
        })
    }
}

impl FromRow for Piece {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            number: row.get(0)?,
            object: row.get(1)?,
            size: row.get(2)?,
        })
    }
}

/// Opens a session.
pub fn insert(tx: &mut Tx<'_>, session: &Session) -> Result<(), sql::Error> {
    let options = serde_json::to_string(&session.options).unwrap_or_default();
    tx.execute(
        "INSERT INTO uploads (portal_id, id, owner, folder_id, file_id, title, size, options, \
         created, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        &params![
            session.portal,
            session.id.clone(),
            session.owner,
            session.folder.0,
            session.file.map(|file| file.0),
            session.title.clone(),
            session.size,
            options,
            session.created,
            session.expires
        ],
    )?;
    Ok(())
}

/// A session that has not expired.
pub fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: &str,
    now: Micros,
) -> Result<Option<Session>, sql::Error> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM uploads WHERE portal_id = $1 AND id = $2 AND expires > $3"),
        &params![portal, id, now],
    )
}

/// Sessions of the whole portal that ended before `now`, oldest first, at most `limit`.
pub fn expired(
    tx: &mut Tx<'_>,
    portal: PortalId,
    now: Micros,
    limit: i64,
) -> Result<Vec<Session>, sql::Error> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM uploads WHERE portal_id = $1 AND expires <= $2 \
             ORDER BY expires LIMIT $3"
        ),
        &params![portal, now, limit],
    )
}

/// Lets a session live until `expires`.
pub fn prolong(tx: &mut Tx<'_>, session: &Session, expires: Micros) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE uploads SET expires = $3 WHERE portal_id = $1 AND id = $2",
        &params![session.portal, session.id.clone(), expires],
    )?;
    Ok(())
}

/// The pieces of a session in their order.
pub fn pieces(tx: &mut Tx<'_>, session: &Session) -> Result<Vec<Piece>, sql::Error> {
    tx.query(
        "SELECT number, object_id, size FROM upload_parts WHERE portal_id = $1 AND upload_id = $2 \
         ORDER BY number",
        &params![session.portal, session.id.clone()],
    )
}

/// Stores a piece; a piece sent again replaces the former one, whose object is answered for release.
pub fn put_piece(
    tx: &mut Tx<'_>,
    session: &Session,
    piece: &Piece,
) -> Result<Option<String>, sql::Error> {
    let former: Option<String> = tx.query_opt(
        "SELECT object_id FROM upload_parts WHERE portal_id = $1 AND upload_id = $2 AND number = $3",
        &params![session.portal, session.id.clone(), piece.number],
    )?;
    tx.execute(
        "INSERT INTO upload_parts (portal_id, upload_id, number, object_id, size) \
         VALUES ($1, $2, $3, $4, $5) ON CONFLICT (portal_id, upload_id, number) \
         DO UPDATE SET object_id = $4, size = $5",
        &params![
            session.portal,
            session.id.clone(),
            piece.number,
            piece.object.clone(),
            piece.size
        ],
    )?;
    Ok(former)
}

/// Ends a session. Answers the objects of its pieces for release; `None` when somebody else ended
/// it already.
pub fn remove(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: &str,
) -> Result<Option<Vec<String>>, sql::Error> {
    let gone = tx.execute(
        "DELETE FROM uploads WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )?;
    if gone == 0 {
        return Ok(None);
    }
    let objects = tx.query(
        "DELETE FROM upload_parts WHERE portal_id = $1 AND upload_id = $2 RETURNING object_id",
        &params![portal, id],
    )?;
    Ok(Some(objects))
}
