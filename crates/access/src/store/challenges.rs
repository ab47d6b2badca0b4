//! Challenges that wait for the answer of a passkey.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};
use uuid::Uuid;

/// A challenge that waits.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    /// Whose it is; `None` = anybody's.
    pub(crate) user: Option<UserId>,
    pub(crate) purpose: String,
    /// JSON.
    pub(crate) state: String,
}

impl FromRow for Challenge {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            user: row.get::<Option<Uuid>>(0)?.map(UserId),
            purpose: row.get(1)?,
            state: row.get(2)?,
        })
    }
}

/// Stores a challenge, and forgets those nobody answered.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: Uuid,
    challenge: &Challenge,
    now: Micros,
    expires: Micros,
) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM passkey_challenges WHERE expires < $1",
        &params![now],
    )?;
    tx.execute(
        "INSERT INTO passkey_challenges (portal_id, id, user_id, purpose, state, expires) \
         VALUES ($1, $2, $3, $4, $5, $6)",
        &params![
            portal,
            id,
            challenge.user,
            challenge.purpose.as_str(),
            challenge.state.as_str(),
            expires
        ],
    )
    .map(drop)
}

/// Takes a challenge away to be answered; `None` when it was answered, is too old, or never was.
pub(crate) fn take(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: Uuid,
    now: Micros,
) -> sql::Result<Option<Challenge>> {
    tx.query_opt(
        "DELETE FROM passkey_challenges WHERE portal_id = $1 AND id = $2 AND expires >= $3 \
         RETURNING user_id, purpose, state",
        &params![portal, id, now],
    )
}
