//! Signed-in devices.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

/// A signed-in device.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) portal: PortalId,
    pub(crate) id: i64,
    pub(crate) user: UserId,
    pub(crate) token_hash: String,
    pub(crate) created: Micros,
    pub(crate) expires: Option<Micros>,
    pub(crate) cookie_index: i64,
    pub(crate) ip: String,
    pub(crate) agent: String,
    /// Without its query.
    pub(crate) page: String,
}

impl Session {
    /// Whether it works: not over, and not from before everybody had to sign in again.
    pub(crate) fn is_alive(&self, cookie_index: i64, now: Micros) -> bool {
        self.cookie_index == cookie_index && self.expires.is_none_or(|end| now <= end)
    }
}

const COLUMNS: &str =
    "portal_id, id, user_id, token_hash, created, expires, cookie_index, ip, agent, page";

impl FromRow for Session {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: row.get(0)?,
            id: row.get(1)?,
            user: row.get(2)?,
            token_hash: row.get(3)?,
            created: row.get(4)?,
            expires: row.get(5)?,
            cookie_index: row.get(6)?,
            ip: row.get(7)?,
            agent: row.get(8)?,
            page: row.get(9)?,
        })
    }
}

/// The number of the next session.
pub(crate) fn next_id(tx: &mut Tx<'_>) -> sql::Result<i64> {
    tx.next_id("sessions")
}

/// Stores a session.
pub(crate) fn insert(tx: &mut Tx<'_>, session: &Session) -> sql::Result<()> {
    tx.execute(
        &format!(
            "INSERT INTO sessions ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"
        ),
        &params![
            session.portal,
            session.id,
            session.user,
            session.token_hash.as_str(),
            session.created,
            session.expires,
            session.cookie_index,
            session.ip.as_str(),
            session.agent.as_str(),
            session.page.as_str()
        ],
    )
    .map(drop)
}

/// The session of a token.
pub(crate) fn by_token(
    tx: &mut Tx<'_>,
    portal: PortalId,
    token_hash: &str,
) -> sql::Result<Option<Session>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM sessions WHERE portal_id = $1 AND token_hash = $2"),
        &params![portal, token_hash],
    )
}

/// Ends one session.
pub(crate) fn end(tx: &mut Tx<'_>, portal: PortalId, id: i64) -> sql::Result<bool> {
    let ended = tx.execute(
        "DELETE FROM sessions WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )?;
    Ok(ended > 0)
}

/// Ends all sessions of a person, or all but one.
pub(crate) fn end_all(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    except: Option<i64>,
) -> sql::Result<u64> {
    tx.execute(
        "DELETE FROM sessions WHERE portal_id = $1 AND user_id = $2 AND id <> $3",
        &params![portal, user, except.unwrap_or(0)],
    )
}

/// Forgets sessions of a person that are over.
pub(crate) fn sweep(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    now: Micros,
) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM sessions WHERE portal_id = $1 AND user_id = $2 AND expires < $3",
        &params![portal, user, now],
    )
    .map(drop)
}

/// The sessions of a person that are alive, newest first.
pub(crate) fn of_user(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
    cookie_index: i64,
    now: Micros,
) -> sql::Result<Vec<Session>> {
    tx.query(
        &format!(
            "SELECT {COLUMNS} FROM sessions WHERE portal_id = $1 AND user_id = $2 \
             AND cookie_index = $3 AND (expires IS NULL OR expires >= $4) ORDER BY id DESC"
        ),
        &params![portal, user, cookie_index, now],
    )
}

/// A session by number.
pub(crate) fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: i64) -> sql::Result<Option<Session>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM sessions WHERE portal_id = $1 AND id = $2"),
        &params![portal, id],
    )
}
