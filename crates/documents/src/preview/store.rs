//! What is known of pages, and their pictures.

use blob::ObjectId;
use portal::PortalId;
use sql::{FromRow, Micros, Result, Row, Tx, params};

/// References of this crate to objects, as queries of portal and object.
pub const REFERENCES: [&str; 2] = [
    "SELECT portal_id, pdf_id AS object_id FROM previews WHERE pdf_id <> object_id",
    "SELECT portal_id, picture_id AS object_id FROM preview_pages",
];

/// Width and height of a page, points.
pub(crate) type Size = (f64, f64);

/// A content that somebody looks at, read as what its extension says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Content {
    pub(crate) portal: PortalId,
    pub(crate) object: String,
    pub(crate) extension: String,
}

impl Content {
    /// Whose job the making is: nobody's in particular.
    pub(crate) fn watcher(&self) -> String {
        format!("{}{}", self.object, self.extension)
    }
}

/// What came of making pages.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Made {
    /// The object with the pages; none when there are none to be had.
    pub(crate) pdf: Option<ObjectId>,
    pub(crate) sizes: Vec<Size>,
    pub(crate) error: String,
}

impl FromRow for Made {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let sizes: String = row.get(1)?;
        Ok(Self {
            pdf: row.get(0)?,
            sizes: serde_json::from_str(&sizes).unwrap_or_default(),
            error: row.get(2)?,
        })
    }
}

/// What came of a content; nothing before anybody tried.
pub(crate) fn made(tx: &mut Tx<'_>, content: &Content) -> Result<Option<Made>> {
    tx.query_opt(
        "SELECT pdf_id, sizes, error FROM previews \
         WHERE portal_id = $1 AND object_id = $2 AND extension = $3",
        &params![
            content.portal,
            content.object.clone(),
            content.extension.clone()
        ],
    )
}

/// Notes what came of a content. `false` when that is known already.
pub(crate) fn insert(tx: &mut Tx<'_>, content: &Content, made: &Made, at: Micros) -> Result<bool> {
    let sizes = serde_json::to_string(&made.sizes).unwrap_or_default();
    let changed = tx.execute(
        "INSERT INTO previews (portal_id, object_id, extension, pdf_id, sizes, error, made) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &params![
            content.portal,
            content.object.clone(),
            content.extension.clone(),
            made.pdf,
            sizes,
            made.error.clone(),
            at
        ],
    )?;
    Ok(changed > 0)
}

/// The picture of a page, if one was made, with its length in bytes.
pub(crate) fn picture(
    tx: &mut Tx<'_>,
    portal: PortalId,
    pdf: ObjectId,
    page: i64,
    width: i64,
) -> Result<Option<(ObjectId, i64)>> {
    tx.query_opt(
        "SELECT picture_id, length FROM preview_pages \
         WHERE portal_id = $1 AND pdf_id = $2 AND page = $3 AND width = $4",
        &params![portal, pdf, page, width],
    )
}

/// Keeps the picture of a page. `false` when there is one already.
pub(crate) fn keep_picture(
    tx: &mut Tx<'_>,
    portal: PortalId,
    pdf: ObjectId,
    (page, width): (i64, i64),
    picture: &blob::Object,
    at: Micros,
) -> Result<bool> {
    let changed = tx.execute(
        "INSERT INTO preview_pages (portal_id, pdf_id, page, width, picture_id, length, made) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT DO NOTHING",
        &params![portal, pdf, page, width, picture.id, picture.size, at],
    )?;
    Ok(changed > 0)
}

/// Takes away what is known of contents that nobody has any more, and answers the objects to release.
pub(crate) fn remove_abandoned(tx: &mut Tx<'_>, most: i64) -> Result<Vec<(i64, Option<ObjectId>)>> {
    let pictures = format!(
        "DELETE FROM preview_pages WHERE (portal_id, pdf_id, page, width) IN ( \
         SELECT p.portal_id, p.pdf_id, p.page, p.width FROM ({}) o CROSS JOIN preview_pages p \
         WHERE p.portal_id = o.portal_id AND p.pdf_id = o.id LIMIT $1) \
         RETURNING portal_id, picture_id",
        blob::ABANDONED
    );
    let previews = format!(
        "DELETE FROM previews WHERE (portal_id, object_id, extension) IN ( \
         SELECT p.portal_id, p.object_id, p.extension FROM ({}) o CROSS JOIN previews p \
         WHERE p.portal_id = o.portal_id AND p.object_id = o.id LIMIT $1) \
         RETURNING portal_id, CASE WHEN pdf_id = object_id THEN NULL ELSE pdf_id END",
        blob::ABANDONED
    );
    let mut gone: Vec<(i64, Option<ObjectId>)> = tx.query(&pictures, &params![most])?;
    gone.extend(tx.query::<(i64, Option<ObjectId>)>(&previews, &params![most])?);
    Ok(gone)
}
