//! The log of updates and the lease on it: SQL in, nouns out.
//!
//! One node at a time holds a document: `owner` with a lease. Every append renews the lease and is fenced by the owner's
//! name, so a node that was suspended and comes back late cannot write into a document that another one holds.

use files::model::FileId;
use portal::{PortalId, UserId};
use sql::{Dialect, Micros, Result, Row, Tx, params};

/// A document of a portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Key {
    pub(crate) portal: PortalId,
    pub(crate) file: FileId,
}

/// What is stored of a session beside its updates.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Name of the document's history: clients merge within one only.
    pub(crate) generation: String,
    /// How text becomes bytes, as [`crate::text::Form`] spells it.
    pub(crate) form: String,
    /// Version of the file that holds the updates up to `saved`.
    pub(crate) base: i64,
    /// Object that holds the content of `base`.
    pub(crate) object: String,
    /// The version this session made.
    pub(crate) own_version: Option<i64>,
    /// Number of the last update that is in `base`.
    pub(crate) saved: i64,
    /// Number of the last update.
    pub(crate) last: i64,
    /// BLAKE3 of the bytes of `base`.
    pub(crate) hash: String,
}

impl sql::FromRow for Kept {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            generation: row.get(0)?,
            form: row.get(1)?,
            base: row.get(2)?,
            object: row.get(3)?,
            own_version: row.get(4)?,
            saved: row.get(5)?,
            last: row.get(6)?,
            hash: row.get(7)?,
        })
    }
}

/// The lease of a node.
#[derive(Debug, Clone)]
pub(crate) struct Lease {
    pub(crate) owner: String,
    pub(crate) now: Micros,
    pub(crate) until: Micros,
}

/// What came of a claim.
#[derive(Debug)]
pub(crate) enum Claimed {
    /// The document is ours.
    Ours(Kept),
    /// There is none yet.
    Nothing,
    /// Another node holds it.
    Elsewhere,
}

/// Takes the document for a node. SQLite has one node, so whoever started last owns everything.
pub(crate) fn claim(tx: &mut Tx<'_>, key: Key, lease: &Lease) -> Result<Claimed> {
    let single = tx.dialect() == Dialect::Sqlite;
    let ours: Option<Kept> = tx.query_opt(
        "UPDATE edit_sessions SET owner = $3, lease_until = $4, touched = $5 \
         WHERE portal_id = $1 AND file_id = $2 AND (owner = $3 OR lease_until < $5 OR $6) \
         RETURNING generation, form, base, object, own_version, saved, last, hash",
        &params![
            key.portal,
            key.file.0,
            &lease.owner,
            lease.until,
            lease.now,
            single
        ],
    )?;
    if let Some(kept) = ours {
        return Ok(Claimed::Ours(kept));
    }
    let held: Option<i64> = tx.query_opt(
        "SELECT file_id FROM edit_sessions WHERE portal_id = $1 AND file_id = $2",
        &params![key.portal, key.file.0],
    )?;
    Ok(held.map_or(Claimed::Nothing, |_| Claimed::Elsewhere))
}

/// The node that holds a document at a moment.
pub(crate) fn holder(tx: &mut Tx<'_>, key: Key, now: sql::Micros) -> Result<Option<String>> {
    tx.query_opt(
        "SELECT owner FROM edit_sessions WHERE portal_id = $1 AND file_id = $2 AND lease_until >= $3",
        &params![key.portal, key.file.0, now],
    )
}

/// Writes a new document down; `false` when somebody was faster.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    key: Key,
    lease: &Lease,
    kept: &Kept,
    whole: &[u8],
) -> Result<bool> {
    let made = tx.execute(
        "INSERT INTO edit_sessions (portal_id, file_id, generation, form, base, object, own_version, saved, \
         last, hash, owner, lease_until, touched) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) \
         ON CONFLICT (portal_id, file_id) DO NOTHING",
        &params![
            key.portal,
            key.file.0,
            &kept.generation,
            &kept.form,
            kept.base,
            &kept.object,
            kept.own_version,
            kept.saved,
            kept.last,
            &kept.hash,
            &lease.owner,
            lease.until,
            lease.now
        ],
    )?;
    if made > 0 {
        put(tx, key, kept.last, whole)?;
    }
    Ok(made > 0)
}

fn put(tx: &mut Tx<'_>, key: Key, number: i64, content: &[u8]) -> Result<()> {
    tx.execute(
        "INSERT INTO edit_updates (portal_id, file_id, number, content) VALUES ($1, $2, $3, $4)",
        &params![key.portal, key.file.0, number, content],
    )?;
    Ok(())
}

/// The updates from the first to the one with number `to`, in their order.
pub(crate) fn updates(tx: &mut Tx<'_>, key: Key, to: i64) -> Result<Vec<Vec<u8>>> {
    tx.query(
        "SELECT content FROM edit_updates WHERE portal_id = $1 AND file_id = $2 AND number <= $3 \
         ORDER BY number",
        &params![key.portal, key.file.0, to],
    )
}

/// The updates behind number `saved`, up to the one with number `to`, in their order.
pub(crate) fn updates_since(
    tx: &mut Tx<'_>,
    key: Key,
    saved: i64,
    to: i64,
) -> Result<Vec<Vec<u8>>> {
    tx.query(
        "SELECT content FROM edit_updates WHERE portal_id = $1 AND file_id = $2 AND number > $3 \
         AND number <= $4 ORDER BY number",
        &params![key.portal, key.file.0, saved, to],
    )
}

/// Adds updates behind number `last` and renews the lease; `false` when the document is not ours any more.
pub(crate) fn append(
    tx: &mut Tx<'_>,
    key: Key,
    lease: &Lease,
    last: i64,
    updates: &[Vec<u8>],
    authors: &[UserId],
) -> Result<bool> {
    let behind = last + i64::try_from(updates.len()).unwrap_or(i64::MAX);
    let ours = tx.execute(
        "UPDATE edit_sessions SET last = $4, lease_until = $5, touched = $6 \
         WHERE portal_id = $1 AND file_id = $2 AND owner = $3 AND last = $7",
        &params![
            key.portal,
            key.file.0,
            &lease.owner,
            behind,
            lease.until,
            lease.now,
            last
        ],
    )?;
    if ours == 0 {
        return Ok(false);
    }
    let row = |(number, content): (i64, &Vec<u8>)| {
        params![key.portal, key.file.0, number, content].to_vec()
    };
    let rows: Vec<_> = (last + 1..).zip(updates).map(row).collect();
    tx.execute_many(
        "INSERT INTO edit_updates (portal_id, file_id, number, content) VALUES ($1, $2, $3, $4)",
        &rows,
    )?;
    let row =
        |author: &UserId| params![key.portal, key.file.0, author.to_string(), lease.now].to_vec();
    let rows: Vec<_> = authors.iter().map(row).collect();
    tx.execute_many(
        "INSERT INTO edit_authors (portal_id, file_id, author, changed) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, file_id, author) DO UPDATE SET changed = $4",
        &rows,
    )?;
    Ok(true)
}

/// Renews the lease; `false` when the document is not ours any more.
pub(crate) fn renew(tx: &mut Tx<'_>, key: Key, lease: &Lease) -> Result<bool> {
    let ours = tx.execute(
        "UPDATE edit_sessions SET lease_until = $4 WHERE portal_id = $1 AND file_id = $2 AND owner = $3",
        &params![key.portal, key.file.0, &lease.owner, lease.until],
    )?;
    Ok(ours > 0)
}

/// Who changed something since the session began, the last one last.
pub(crate) fn authors(tx: &mut Tx<'_>, key: Key) -> Result<Vec<(UserId, Micros)>> {
    tx.query(
        "SELECT author, changed FROM edit_authors WHERE portal_id = $1 AND file_id = $2 \
         ORDER BY changed, author",
        &params![key.portal, key.file.0],
    )
}

/// Notes that the updates up to `kept.saved` are in the version `kept.base`, and puts one row in their place. `false`
/// when the document is not ours any more.
pub(crate) fn saved(
    tx: &mut Tx<'_>,
    key: Key,
    owner: &str,
    kept: &Kept,
    whole: &[u8],
) -> Result<bool> {
    let ours = tx.execute(
        "UPDATE edit_sessions SET form = $9, base = $4, own_version = $5, saved = $6, hash = $7, object = $8 \
         WHERE portal_id = $1 AND file_id = $2 AND owner = $3",
        &params![
            key.portal,
            key.file.0,
            owner,
            kept.base,
            kept.own_version,
            kept.saved,
            &kept.hash,
            &kept.object,
            &kept.form
        ],
    )?;
    if ours == 0 {
        return Ok(false);
    }
    tx.execute(
        "DELETE FROM edit_updates WHERE portal_id = $1 AND file_id = $2 AND number <= $3",
        &params![key.portal, key.file.0, kept.saved],
    )?;
    put(tx, key, kept.saved, whole)?;
    Ok(true)
}

/// Lets go of the document. `over`: what comes next is another session with a version of its own.
pub(crate) fn leave(tx: &mut Tx<'_>, key: Key, owner: &str, over: bool) -> Result<()> {
    let ours = tx.execute(
        "UPDATE edit_sessions SET owner = '', lease_until = 0, \
         own_version = CASE WHEN $4 THEN NULL ELSE own_version END \
         WHERE portal_id = $1 AND file_id = $2 AND owner = $3",
        &params![key.portal, key.file.0, owner, over],
    )?;
    if over && ours > 0 {
        tx.execute(
            "DELETE FROM edit_authors WHERE portal_id = $1 AND file_id = $2",
            &params![key.portal, key.file.0],
        )?;
    }
    Ok(())
}

/// Forgets everything about a document.
pub(crate) fn forget(tx: &mut Tx<'_>, key: Key) -> Result<()> {
    for table in ["edit_updates", "edit_authors", "edit_sessions"] {
        tx.execute(
            &format!("DELETE FROM {table} WHERE portal_id = $1 AND file_id = $2"),
            &params![key.portal, key.file.0],
        )?;
    }
    Ok(())
}

/// Ends sessions nobody came back to since `before`: what comes next gets a version of its own.
pub(crate) fn conclude(tx: &mut Tx<'_>, now: Micros, before: Micros) -> Result<()> {
    let over = "lease_until < $1 AND last = saved AND touched < $2 AND own_version IS NOT NULL";
    tx.execute(
        &format!(
            "DELETE FROM edit_authors WHERE EXISTS (SELECT 1 FROM edit_sessions s \
             WHERE s.portal_id = edit_authors.portal_id AND s.file_id = edit_authors.file_id AND {over})"
        ),
        &params![now, before],
    )?;
    tx.execute(
        &format!("UPDATE edit_sessions SET own_version = NULL WHERE {over}"),
        &params![now, before],
    )?;
    Ok(())
}

/// Documents nobody holds that have something unsaved, the longest waiting first.
pub(crate) fn unsaved(tx: &mut Tx<'_>, now: Micros, most: i64) -> Result<Vec<Key>> {
    keys(
        tx,
        "SELECT portal_id, file_id FROM edit_sessions WHERE lease_until < $1 AND last > saved \
         ORDER BY touched LIMIT $2",
        &params![now, most],
    )
}

/// Documents nobody holds and nobody touched since `before`, with nothing unsaved.
pub(crate) fn old(tx: &mut Tx<'_>, now: Micros, before: Micros, most: i64) -> Result<Vec<Key>> {
    keys(
        tx,
        "SELECT portal_id, file_id FROM edit_sessions \
         WHERE lease_until < $1 AND last = saved AND touched < $3 ORDER BY touched LIMIT $2",
        &params![now, most, before],
    )
}

fn keys(tx: &mut Tx<'_>, sql: &str, params: &[sql::Value]) -> Result<Vec<Key>> {
    let found: Vec<(i64, i64)> = tx.query(sql, params)?;
    let key = |(portal, file)| Key {
        portal: PortalId(portal),
        file: FileId(file),
    };
    Ok(found.into_iter().map(key).collect())
}
