//! Authenticator apps of people.

use portal::{PortalId, UserId};
use sql::{FromRow, Micros, Row, Tx, params};

/// The app of a person, as it is stored.
#[derive(Debug, Clone)]
pub(crate) struct StoredApp {
    pub(crate) portal: PortalId,
    pub(crate) user: UserId,
    /// Encrypted.
    pub(crate) secret: String,
    /// When its first code was right; `None` = offered only.
    pub(crate) linked: Option<Micros>,
    pub(crate) changed: Micros,
    /// The time step of the newest code used.
    pub(crate) last_step: i64,
    /// Backup codes, encrypted; empty until linked.
    pub(crate) codes: String,
}

const COLUMNS: &str = "portal_id, user_id, secret, linked, changed, last_step, codes";

impl FromRow for StoredApp {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: row.get(0)?,
            user: row.get(1)?,
            secret: row.get(2)?,
            linked: row.get(3)?,
            changed: row.get(4)?,
            last_step: row.get(5)?,
            codes: row.get(6)?,
        })
    }
}

/// The app of a person, offered or linked.
pub(crate) fn of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Option<StoredApp>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM factor_apps WHERE portal_id = $1 AND user_id = $2"),
        &params![portal, user],
    )
}

/// The same, kept from everybody else until the transaction ends: a code is used by one of two who come at once.
pub(crate) fn lock(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: UserId,
) -> sql::Result<Option<StoredApp>> {
    tx.lock(&format!("factor {portal} {user}"))?;
    of(tx, portal, user)
}

/// Stores or replaces the app of a person.
pub(crate) fn put(tx: &mut Tx<'_>, app: &StoredApp) -> sql::Result<()> {
    tx.execute(
        &format!(
            "INSERT INTO factor_apps ({COLUMNS}) VALUES ($1, $2, $3, $4, $5, $6, $7) \
             ON CONFLICT (portal_id, user_id) DO UPDATE SET secret = excluded.secret, \
             linked = excluded.linked, changed = excluded.changed, last_step = excluded.last_step, \
             codes = excluded.codes"
        ),
        &params![
            app.portal,
            app.user,
            app.secret.as_str(),
            app.linked,
            app.changed,
            app.last_step,
            app.codes.as_str()
        ],
    )
    .map(drop)
}

/// Forgets the app of a person.
pub(crate) fn delete(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM factor_apps WHERE portal_id = $1 AND user_id = $2",
        &params![portal, user],
    )
    .map(drop)
}

/// Forgets the apps that nothing happened to since a moment; gives whose they were.
pub(crate) fn delete_older(
    tx: &mut Tx<'_>,
    portal: PortalId,
    moment: Micros,
) -> sql::Result<Vec<UserId>> {
    let people: Vec<uuid::Uuid> = tx.query(
        "DELETE FROM factor_apps WHERE portal_id = $1 AND changed < $2 RETURNING user_id",
        &params![portal, moment],
    )?;
    Ok(people.into_iter().map(UserId).collect())
}
