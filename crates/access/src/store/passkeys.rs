//! Passkeys of people.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

/// A passkey as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredPasskey {
    pub(crate) portal: PortalId,
    /// Id of the credential, in base64url.
    pub(crate) id: String,
    pub(crate) user: UserId,
    pub(crate) name: String,
    /// The host it was made for.
    pub(crate) host: String,
    /// JSON.
    pub(crate) credential: String,
    pub(crate) created: Micros,
    pub(crate) last_used: Option<Micros>,
}

const COLUMNS: &str = "portal_id, id, user_id, name, host, credential, created, last_used";

impl FromRow for StoredPasskey {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: row.get(0)?,
            id: row.get(1)?,
            user: row.get(2)?,
            name: row.get(3)?,
            host: row.get(4)?,
            credential: row.get(5)?,
            created: row.get(6)?,
            last_used: row.get(7)?,
        })
    }
}

/// The passkeys of a person, oldest first.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Vec<StoredPasskey>> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM passkeys WHERE portal_id = $1 AND user_id = $2 \
             ORDER BY created, id"
        ),
        &params![portal, user],
    )
}

/// Whether a person has any, for whatever host.
pub(crate) fn has_any(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool> {
    let count: i64 = tx.query_one(
        "SELECT COUNT(*) FROM passkeys WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )?;
    Ok(count > 0)
}

/// A passkey by the id of its credential.
pub(crate) fn by_id(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: &str,
) -> sql::Result<Option<StoredPasskey>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM passkeys WHERE portal_id = $1 AND id = $2"),
        &params![portal, id],
    )
}

/// Stores a new passkey; `false` when its credential is known already.
pub(crate) fn insert(tx: &mut Tx<'_>, passkey: &StoredPasskey) -> sql::Result<bool> {
    let stored = tx.execute(
        &format!(
            "INSERT INTO passkeys ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
             ON CONFLICT (portal_id, id) DO NOTHING"
        ),
        &params![
            passkey.portal,
            passkey.id.as_str(),
            passkey.user,
            passkey.name.as_str(),
            passkey.host.as_str(),
            passkey.credential.as_str(),
            passkey.created,
            passkey.last_used
        ],
    )?;
    Ok(stored == 1)
}

/// Gives a passkey of a person another name; `false` when he has no such passkey.
pub(crate) fn rename(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    id: &str,
    name: &str,
) -> sql::Result<bool> {
    let renamed = tx.execute(
        "UPDATE passkeys SET name = $4 WHERE portal_id = $1 AND user_id = $2 AND id = $3",
        &params![portal, user, id, name],
    )?;
    Ok(renamed == 1)
}

/// Writes down that a passkey was used, and what has changed of it.
pub(crate) fn touch(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: &str,
    credential: &str,
    now: Micros,
) -> sql::Result<()> {
    tx.execute(
        "UPDATE passkeys SET credential = $3, last_used = $4 WHERE portal_id = $1 AND id = $2",
        &params![portal, id, credential, now],
    )
    .map(drop)
}

/// Forgets a passkey of a person; `false` when he has no such passkey.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    id: &str,
) -> sql::Result<bool> {
    let deleted = tx.execute(
        "DELETE FROM passkeys WHERE portal_id = $1 AND user_id = $2 AND id = $3",
        &params![portal, user, id],
    )?;
    Ok(deleted == 1)
}

/// Forgets all passkeys of a person, and the challenges that wait for him.
pub(crate) fn delete_all(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<u64> {
    tx.execute(
        "DELETE FROM passkey_challenges WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )?;
    tx.execute(
        "DELETE FROM passkeys WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
}
