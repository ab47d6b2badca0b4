//! API keys.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};
use uuid::Uuid;

/// An API key; the secret itself is known to its maker only.
#[derive(Debug, Clone)]
pub struct Key {
    /// The portal.
    pub portal: PortalId,
    /// Id.
    pub id: Uuid,
    /// Whose key it is.
    pub user: UserId,
    /// Name as typed.
    pub name: String,
    /// Last four characters of the secret.
    pub postfix: String,
    /// Scopes; empty = everything.
    pub scopes: Vec<String>,
    /// When it was made.
    pub created: Micros,
    /// End of life.
    pub expires: Option<Micros>,
    /// When it was used last, to the minute.
    pub last_used: Option<Micros>,
    /// Works.
    pub active: bool,
}

impl Key {
    /// Past its end of life.
    #[must_use]
    pub fn is_expired(&self, now: Micros) -> bool {
        self.expires.is_some_and(|end| end <= now)
    }
}

const COLUMNS: &str =
    "portal_id, id, user_id, name, postfix, scopes, created, expires, last_used, active";

impl FromRow for Key {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        let scopes: String = row.get(5)?;
        Ok(Self {
            portal: row.get(0)?,
            id: row.get(1)?,
            user: row.get(2)?,
            name: row.get(3)?,
            postfix: row.get(4)?,
            scopes: serde_json::from_str(&scopes).unwrap_or_default(),
            created: row.get(6)?,
            expires: row.get(7)?,
            last_used: row.get(8)?,
            active: row.get(9)?,
        })
    }
}

/// Stores a key under the hash of its secret.
pub(crate) fn insert(tx: &mut Tx<'_>, key: &Key, hash: &str) -> sql::Result<()> {
    tx.execute(
        &format!(
            "INSERT INTO api_keys ({COLUMNS}, key_hash) \
             VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
        ),
        &params![
            key.portal,
            key.id,
            key.user,
            key.name.as_str(),
            key.postfix.as_str(),
            serde_json::json!(key.scopes).to_string(),
            key.created,
            key.expires,
            key.last_used,
            key.active,
            hash
        ],
    )
    .map(drop)
}

/// The key of a secret's hash.
pub(crate) fn by_hash(tx: &mut Tx<'_>, portal: PortalId, hash: &str) -> sql::Result<Option<Key>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM api_keys WHERE portal_id = $1 AND key_hash = $2"),
        &params![portal, hash],
    )
}

/// A key by id.
pub(crate) fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> sql::Result<Option<Key>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM api_keys WHERE portal_id = $1 AND id = $2"),
        &params![portal, id],
    )
}

/// The keys of one person, or of everybody, oldest first.
pub(crate) fn list(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: Option<UserId>,
) -> sql::Result<Vec<Key>> {
    let owner = user.map(|user| user.to_string()).unwrap_or_default();
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM api_keys \
             WHERE portal_id = $1 AND ($2 = '' OR user_id = $2) ORDER BY created, id"
        ),
        &params![portal, owner],
    )
}

/// Writes what may change of a key.
pub(crate) fn update(tx: &mut Tx<'_>, key: &Key) -> sql::Result<()> {
    tx.execute(
        "UPDATE api_keys SET name = $3, scopes = $4, active = $5 WHERE portal_id = $1 AND id = $2",
        &params![
            key.portal,
            key.id,
            key.name.as_str(),
            serde_json::json!(key.scopes).to_string(),
            key.active
        ],
    )
    .map(drop)
}

/// Switches off keys of all portals whose time is over, some at a time, and gives them.
pub(crate) fn expire(tx: &mut Tx<'_>, now: Micros, limit: usize) -> sql::Result<Vec<Key>> {
    tx.query(
        &format!(
            "UPDATE api_keys SET active = FALSE WHERE (portal_id, id) IN (\
                 SELECT portal_id, id FROM api_keys WHERE active AND expires <= $1 LIMIT $2) \
             RETURNING {COLUMNS}"
        ),
        &params![now, limit],
    )
}

/// Remembers that a key was used.
pub(crate) fn touch(tx: &mut Tx<'_>, portal: PortalId, id: Uuid, now: Micros) -> sql::Result<()> {
    tx.execute(
        "UPDATE api_keys SET last_used = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id, now],
    )
    .map(drop)
}

/// Deletes a key.
pub(crate) fn delete(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM api_keys WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )
    .map(drop)
}

/// Deletes all keys of a person.
pub(crate) fn delete_all(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM api_keys WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
    .map(drop)
}
