//! Small pictures and their states.

use std::collections::HashMap;

use portal::PortalId;
use sql::{FromRow, Micros, Row, Tx, params};

use crate::model::{FileId, Thumbnail};

/// A picture that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The object that holds it.
    pub object: String,
    /// Bytes.
    pub length: i64,
    /// Extension with dot.
    pub format: String,
}

impl FromRow for Picture {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        Ok(Self {
            object: row.get(0)?,
            length: row.get(1)?,
            format: row.get(2)?,
        })
    }
}

/// The picture of a content, if one was made.
pub fn of_object(
    tx: &mut Tx<'_>,
    portal: PortalId,
    object: &str,
) -> Result<Option<Picture>, sql::Error> {
    tx.query_opt(
        "SELECT picture_id, length, format FROM thumbnails \
         WHERE portal_id = $1 AND object_id = $2 AND picture_id IS NOT NULL",
        &params![portal, object],
    )
}

/// The contents among these that somebody tried to make a picture of, with what came of it.
pub fn tried(
    tx: &mut Tx<'_>,
    portal: PortalId,
    objects: &[String],
) -> Result<HashMap<String, Thumbnail>, sql::Error> {
    let rows: Vec<(String, bool)> = tx.query(
        "SELECT object_id, picture_id IS NOT NULL FROM thumbnails \
         WHERE portal_id = $1 AND object_id = ANY($2)",
        &params![portal, objects.to_vec()],
    )?;
    let state = |made| {
        if made {
            Thumbnail::Created
        } else {
            Thumbnail::Error
        }
    };
    Ok(rows
        .into_iter()
        .map(|(object, made)| (object, state(made)))
        .collect())
}

/// Notes the picture of a content, or that there is none to be had. `false` when that is known already.
pub fn insert(
    tx: &mut Tx<'_>,
    portal: PortalId,
    object: &str,
    picture: Option<&Picture>,
    at: Micros,
) -> Result<bool, sql::Error> {
    let changed = tx.execute(
        "INSERT INTO thumbnails (portal_id, object_id, picture_id, length, format, made) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING",
        &params![
            portal,
            object,
            picture.map(|picture| picture.object.clone()),
            picture.map_or(0, |picture| picture.length),
            picture.map_or("", |picture| &picture.format),
            at
        ],
    )?;
    Ok(changed > 0)
}

/// Changes the state of files.
pub fn set_state(
    tx: &mut Tx<'_>,
    portal: PortalId,
    files: &[FileId],
    state: Thumbnail,
) -> Result<(), sql::Error> {
    let ids: Vec<i64> = files.iter().map(|file| file.0).collect();
    tx.execute(
        "UPDATE files SET thumbnail = $3 WHERE portal_id = $1 AND id = ANY($2)",
        &params![portal, ids, state.number()],
    )?;
    Ok(())
}

/// Takes away pictures of contents that no file has any more, `most` at a time, and answers them for release.
pub fn remove_unused(
    tx: &mut Tx<'_>,
    before: Micros,
    most: i64,
) -> Result<Vec<(PortalId, Option<String>)>, sql::Error> {
    let text = format!(
        "DELETE FROM thumbnails WHERE (portal_id, object_id) IN ( \
         SELECT t.portal_id, t.object_id FROM ({}) o CROSS JOIN thumbnails t \
         WHERE t.portal_id = o.portal_id AND t.object_id = o.id AND t.made < $1 LIMIT $2) \
         RETURNING portal_id, picture_id",
        blob::ABANDONED
    );
    let rows: Vec<(i64, Option<String>)> = tx.query(&text, &params![before, most])?;
    Ok(rows
        .into_iter()
        .map(|(portal, picture)| (PortalId(portal), picture))
        .collect())
}
