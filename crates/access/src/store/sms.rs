//! Codes sent to telephones.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

/// The code of a person, as it is stored.
#[derive(Debug, Clone, Default)]
pub(crate) struct StoredCode {
    /// A mark of the code, not the code.
    pub(crate) code: String,
    /// When the counting began.
    pub(crate) since: Micros,
    /// When this code was made.
    pub(crate) made: Micros,
    /// Codes sent since the counting began.
    pub(crate) sent: i64,
    /// Wrong codes since the counting began.
    pub(crate) checks: i64,
}

impl FromRow for StoredCode {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            code: row.get(0)?,
            since: row.get(1)?,
            made: row.get(2)?,
            sent: row.get(3)?,
            checks: row.get(4)?,
        })
    }
}

/// The code of a person, kept from everybody else until the transaction ends.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Option<StoredCode>> {
    tx.lock(&format!("sms {portal} {user}"))?;
    tx.query_opt(
        "SELECT code, since, made, sent, checks FROM sms_codes \
         WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
}

/// Stores or replaces the code of a person.
pub(crate) fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    code: &StoredCode,
) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO sms_codes (portal_id, user_id, code, since, made, sent, checks) \
         VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (portal_id, user_id) DO UPDATE SET \
         code = excluded.code, since = excluded.since, made = excluded.made, \
         sent = excluded.sent, checks = excluded.checks",
        &params![
            portal,
            user,
            code.code.as_str(),
            code.since,
            code.made,
            code.sent,
            code.checks
        ],
    )
    .map(drop)
}

/// Forgets the code of a person.
pub(crate) fn delete(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM sms_codes WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
    .map(drop)
}
