//! SQL in, rows out.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use files::store::files::OBJECTS;
use portal::PortalId;
use sql::{Dialect, FromRow, Micros, Result, Row, Tx, params};

use crate::extract::Kind;
use crate::words::words;

/// Objects looked at by one statement.
const PIECE: i64 = 500;
/// Words of one vector of PostgreSQL: it counts places up to 16,383, and holds a megabyte.
const VECTOR_WORDS: usize = 16_000;
const VECTOR_BYTES: usize = 400_000;

/// An object of a portal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Object {
    pub(crate) portal: PortalId,
    pub(crate) id: String,
    /// Extension of a file that shows it.
    pub(crate) extension: String,
}

/// An object that is this node's to read.
#[derive(Debug, Clone)]
pub(crate) struct Claimed {
    pub(crate) object: Object,
    /// The how many-eth time somebody begins.
    pub(crate) attempt: i64,
}

impl FromRow for Object {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            extension: row.get(2)?,
        })
    }
}

impl FromRow for Claimed {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            object: Object::from_row(row)?,
            attempt: row.get(3)?,
        })
    }
}

/// What became of an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Finding {
    /// Its text.
    Text(String),
    /// It cannot be read, and why.
    Unreadable(String),
    /// The program that reads such files is not there.
    NoProgram,
}

/// Objects behind the current versions of files of which nothing is known. One statement.
pub(crate) fn unknown(tx: &mut Tx<'_>, portal: PortalId, files: &[i64]) -> Result<Vec<Object>> {
    let text = format!(
        "SELECT DISTINCT d.portal_id, d.object_id, d.extension FROM ({OBJECTS}) d WHERE d.portal_id = $1 \
         AND d.id = ANY($2) AND NOT EXISTS (SELECT 1 FROM contents c WHERE c.portal_id = d.portal_id \
         AND c.object_id = d.object_id)"
    );
    tx.query(&text, &params![portal, files.to_vec()])
}

/// The same for all files, a piece of them.
pub(crate) fn overlooked(tx: &mut Tx<'_>) -> Result<Vec<Object>> {
    let text = format!(
        "SELECT d.portal_id, d.object_id, MIN(d.extension) FROM ({OBJECTS}) d WHERE NOT EXISTS \
         (SELECT 1 FROM contents c WHERE c.portal_id = d.portal_id AND c.object_id = d.object_id) \
         GROUP BY d.portal_id, d.object_id LIMIT $1"
    );
    tx.query(&text, &params![PIECE])
}

/// Puts objects down to be read, or as unreadable where their kind says so.
pub(crate) fn put_down(tx: &mut Tx<'_>, objects: &[Object]) -> Result<()> {
    let row = |object: &Object| {
        let state = match Kind::of(&object.extension) {
            Some(_) => 0,
            None => 2,
        };
        let (id, extension) = (object.id.clone(), object.extension.clone());
        params![object.portal, id, extension, state].to_vec()
    };
    let rows: Vec<_> = objects.iter().map(row).collect();
    tx.execute_many(
        "INSERT INTO contents (portal_id, object_id, extension, state) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, object_id) DO NOTHING",
        &rows,
    )?;
    Ok(())
}

/// Takes the object that has waited longest; nobody else gets it before `until`.
pub(crate) fn claim(tx: &mut Tx<'_>, now: Micros, until: Micros) -> Result<Option<Claimed>> {
    let skip = match tx.dialect() {
        Dialect::Sqlite => "", // one writer
        Dialect::Postgres => "FOR UPDATE SKIP LOCKED",
    };
    let text = format!(
        "WITH next AS MATERIALIZED (SELECT portal_id, object_id FROM contents \
         WHERE state = 0 AND due <= $1 ORDER BY due LIMIT 1 {skip}) \
         UPDATE contents SET due = $2, attempts = attempts + 1 \
         WHERE (portal_id, object_id) IN (SELECT portal_id, object_id FROM next) \
         RETURNING portal_id, object_id, extension, attempts"
    );
    tx.query_opt(&text, &params![now, until])
}

/// Notes what became of an object; nothing when it is forgotten meanwhile.
pub(crate) fn note(tx: &mut Tx<'_>, object: &Object, finding: &Finding) -> Result<()> {
    let (state, reason) = match finding {
        Finding::Text(_) => (1, ""),
        Finding::Unreadable(reason) => (2, reason.as_str()),
        Finding::NoProgram => (3, ""),
    };
    let known = tx.execute(
        "UPDATE contents SET state = $3, reason = $4 WHERE portal_id = $1 AND object_id = $2",
        &params![object.portal, object.id.clone(), state, reason],
    )?;
    match finding {
        Finding::Text(text) if known > 0 => put_words(tx, object, text),
        _ => Ok(()),
    }
}

fn put_words(tx: &mut Tx<'_>, object: &Object, text: &str) -> Result<()> {
    remove_words(tx, std::slice::from_ref(object))?;
    match tx.dialect() {
        Dialect::Sqlite => {
            let words: Vec<String> = words(text).collect();
            tx.execute(
                "INSERT INTO content_words (rowid, words) SELECT c.number, $3 FROM contents c \
                 WHERE c.portal_id = $1 AND c.object_id = $2",
                &params![object.portal, object.id.clone(), words.join(" ")],
            )?;
        }
        Dialect::Postgres => {
            let rows: Vec<_> = vectors(words(text))
                .into_iter()
                .zip(0i64..)
                .map(|(vector, part)| {
                    params![object.portal, object.id.clone(), part, vector].to_vec()
                })
                .collect();
            tx.execute_many(
                "INSERT INTO content_words (portal_id, object_id, part, words) \
                 VALUES ($1, $2, $3, $4::text::tsvector)",
                &rows,
            )?;
        }
    }
    Ok(())
}

fn remove_words(tx: &mut Tx<'_>, objects: &[Object]) -> Result<()> {
    let text = match tx.dialect() {
        Dialect::Sqlite => {
            "DELETE FROM content_words WHERE rowid IN (SELECT c.number FROM contents c \
             WHERE c.portal_id = $1 AND c.object_id = $2)"
        }
        Dialect::Postgres => "DELETE FROM content_words WHERE portal_id = $1 AND object_id = $2",
    };
    tx.execute_many(text, &keys(objects))?;
    Ok(())
}

/// Forgets objects with their words.
pub(crate) fn forget(tx: &mut Tx<'_>, objects: &[Object]) -> Result<()> {
    remove_words(tx, objects)?;
    tx.execute_many(
        "DELETE FROM contents WHERE portal_id = $1 AND object_id = $2",
        &keys(objects),
    )?;
    Ok(())
}

fn keys(objects: &[Object]) -> Vec<Vec<sql::Value>> {
    let key = |object: &Object| params![object.portal, object.id.clone()].to_vec();
    objects.iter().map(key).collect()
}

/// Known objects to which nobody refers any more, a piece of them.
pub(crate) fn abandoned(tx: &mut Tx<'_>) -> Result<Vec<Object>> {
    let text = format!(
        "SELECT c.portal_id, c.object_id, c.extension FROM ({}) o CROSS JOIN contents c \
         WHERE c.portal_id = o.portal_id AND c.object_id = o.id LIMIT $1",
        blob::ABANDONED
    );
    tx.query(&text, &params![PIECE])
}

/// Known objects that are not even in the books any more, a piece of them.
pub(crate) fn lost(tx: &mut Tx<'_>) -> Result<Vec<Object>> {
    let text = format!(
        "SELECT c.portal_id, c.object_id, c.extension FROM contents c WHERE NOT EXISTS \
         (SELECT 1 FROM ({}) o WHERE o.portal_id = c.portal_id AND o.id = c.object_id) LIMIT $1",
        blob::KEPT
    );
    tx.query(&text, &params![PIECE])
}

/// Puts down again what no program was there to read.
pub(crate) fn revive(tx: &mut Tx<'_>) -> Result<u64> {
    tx.execute(
        "UPDATE contents SET state = 0, due = 0 WHERE state = 3",
        &[],
    )
}

/// Words with their places, as texts of `tsvector`s.
fn vectors(words: impl Iterator<Item = String>) -> Vec<String> {
    let mut words = words.peekable();
    let mut all = Vec::new();
    while words.peek().is_some() {
        let mut places = BTreeMap::<String, Vec<usize>>::new();
        let mut bytes = 0;
        for place in 1..=VECTOR_WORDS {
            let Some(word) = words.next_if(|_| bytes < VECTOR_BYTES) else {
                break;
            };
            bytes += word.len() + 8;
            places.entry(word).or_default().push(place);
        }
        let mut vector = String::with_capacity(bytes);
        for (word, places) in places {
            let _ = write!(vector, "'{word}':");
            for (index, place) in places.iter().enumerate() {
                let _ = write!(vector, "{}{place}", if index == 0 { "" } else { "," });
            }
            vector.push(' ');
        }
        all.push(vector);
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vectors_keep_places_and_have_limits() {
        assert_eq!(vectors(words("to be or to")), ["'be':2 'or':3 'to':1,4 "]);
        assert_eq!(vectors(words("")), Vec::<String>::new());
        let long = "word ".repeat(VECTOR_WORDS + 1);
        let parts = vectors(words(&long));
        assert_eq!(parts.len(), 2);
        assert_eq!(parts.last().map(String::as_str), Some("'word':1 "));
    }
}
