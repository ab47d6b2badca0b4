//! The table of portals: SQL in, nouns out.

use sql::{Micros, Row, Tx, params};
use uuid::Uuid;

use crate::model::{Portal, PortalId, Status, TrustedDomains, UserId};

const COLUMNS: &str = "portal_id, alias, mapped_domain, name, language, time_zone, status, \
     status_changed, owner_id, created, modified, industry, calls, spam, trusted_kind, \
     trusted_domains, trusted_guests, cookie_index";

impl sql::FromRow for Portal {
    fn from_row(row: &Row<'_>) -> Result<Self, sql::Error> {
        let domains: String = row.get(15)?;
        Ok(Self {
            id: PortalId(row.get(0)?),
            alias: row.get(1)?,
            mapped_domain: row.get(2)?,
            name: row.get(3)?,
            language: row.get(4)?,
            time_zone: row.get(5)?,
            status: Status::from_number(row.get(6)?),
            status_changed: row.get(7)?,
            owner: UserId(row.get::<Uuid>(8)?),
            created: row.get(9)?,
            modified: row.get(10)?,
            industry: row.get(11)?,
            calls: row.get(12)?,
            spam: row.get(13)?,
            trusted_domains: TrustedDomains {
                kind: row.get(14)?,
                domains: serde_json::from_str(&domains).unwrap_or_default(),
                as_guests: row.get(16)?,
            },
            cookie_index: row.get(17)?,
        })
    }
}

impl sql::FromCell for PortalId {
    fn from_cell(cell: sql::Cell<'_>) -> Option<Self> {
        i64::from_cell(cell).map(Self)
    }
}

impl sql::FromCell for UserId {
    fn from_cell(cell: sql::Cell<'_>) -> Option<Self> {
        Uuid::from_cell(cell).map(Self)
    }
}

/// Adds a portal under its own number, taken from [`next_id`].
///
/// # Errors
/// [`sql::Error::Unique`] when the alias is taken.
pub fn insert(tx: &mut Tx<'_>, portal: &Portal) -> Result<(), sql::Error> {
    let domains = domains_text(&portal.trusted_domains);
    tx.execute(
        &format!(
            "INSERT INTO portals ({COLUMNS}) VALUES \
             ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18)"
        ),
        &params![
            portal.id.0,
            portal.alias.as_str(),
            portal.mapped_domain.clone(),
            portal.name.as_str(),
            portal.language.as_str(),
            portal.time_zone.as_str(),
            portal.status.number(),
            portal.status_changed,
            portal.owner,
            portal.created,
            portal.modified,
            portal.industry,
            portal.calls,
            portal.spam,
            portal.trusted_domains.kind,
            domains,
            portal.trusted_domains.as_guests,
            portal.cookie_index
        ],
    )?;
    Ok(())
}

/// The number of the next portal.
///
/// # Errors
/// The database failed.
pub fn next_id(tx: &mut Tx<'_>) -> Result<PortalId, sql::Error> {
    tx.next_id("portals").map(PortalId)
}

/// A portal by number.
///
/// # Errors
/// The database failed.
pub fn by_id(tx: &mut Tx<'_>, id: PortalId) -> Result<Option<Portal>, sql::Error> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM portals WHERE portal_id = $1"),
        &params![id.0],
    )
}

/// The portal of a lower-case alias or mapped domain. Of several, the liveliest and then the newest wins
/// (`platform/02 §2.2`; restoring counts as active).
///
/// # Errors
/// The database failed.
pub fn by_domain(tx: &mut Tx<'_>, domain: &str) -> Result<Option<Portal>, sql::Error> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM portals WHERE alias = $1 OR mapped_domain = $1 \
             ORDER BY CASE status WHEN 4 THEN 0 ELSE status END, portal_id DESC LIMIT 1"
        ),
        &params![domain],
    )
}

/// The first portal that is neither suspended nor removed: what an unknown host means in a
/// standalone installation.
///
/// # Errors
/// The database failed.
pub fn first(tx: &mut Tx<'_>) -> Result<Option<Portal>, sql::Error> {
    tx.query_opt(
        &format!(
            "SELECT {COLUMNS} FROM portals WHERE status NOT IN (1, 2) \
             ORDER BY status, portal_id LIMIT 1"
        ),
        &[],
    )
}

/// All portals that are active, by number.
///
/// # Errors
/// The database failed.
pub fn active(tx: &mut Tx<'_>) -> Result<Vec<Portal>, sql::Error> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM portals WHERE status = 0 ORDER BY portal_id"),
        &[],
    )
}

/// Every portal in any state, by number.
///
/// # Errors
/// The database failed.
pub fn all(tx: &mut Tx<'_>) -> Result<Vec<Portal>, sql::Error> {
    tx.query(
        &format!("SELECT {COLUMNS} FROM portals ORDER BY portal_id"),
        &[],
    )
}

/// How many portals exist, removed ones not counted.
///
/// # Errors
/// The database failed.
pub fn count(tx: &mut Tx<'_>) -> Result<i64, sql::Error> {
    tx.query_one("SELECT COUNT(*) FROM portals WHERE status <> 2", &[])
}

/// Writes what may change of a portal and stamps it with `now`.
///
/// # Errors
/// [`sql::Error::Unique`] when the new alias or mapped domain is taken.
pub fn update(tx: &mut Tx<'_>, portal: &Portal, now: Micros) -> Result<(), sql::Error> {
    let domains = domains_text(&portal.trusted_domains);
    tx.execute(
        "UPDATE portals SET alias = $2, mapped_domain = $3, name = $4, language = $5, \
         time_zone = $6, status = $7, status_changed = $8, owner_id = $9, modified = $10, \
         trusted_kind = $11, trusted_domains = $12, trusted_guests = $13 WHERE portal_id = $1",
        &params![
            portal.id.0,
            portal.alias.as_str(),
            portal.mapped_domain.clone(),
            portal.name.as_str(),
            portal.language.as_str(),
            portal.time_zone.as_str(),
            portal.status.number(),
            portal.status_changed,
            portal.owner,
            now,
            portal.trusted_domains.kind,
            domains,
            portal.trusted_domains.as_guests
        ],
    )?;
    Ok(())
}

/// Raises the cookie index, which ends every session of the portal.
///
/// # Errors
/// The database failed.
pub fn end_all_sessions(tx: &mut Tx<'_>, id: PortalId) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE portals SET cookie_index = cookie_index + 1 WHERE portal_id = $1",
        &params![id.0],
    )?;
    Ok(())
}

/// Aliases and mapped domains that begin with a text, for the "variants" of a refused name.
///
/// # Errors
/// The database failed.
pub fn names_like(tx: &mut Tx<'_>, prefix: &str) -> Result<Vec<String>, sql::Error> {
    // Aliases hold letters, digits and hyphens only, so the range below is exactly "starts with".
    tx.query(
        "SELECT alias FROM portals WHERE alias >= $1 AND alias < $2 ORDER BY alias LIMIT 100",
        &params![prefix, format!("{prefix}~")],
    )
}

fn domains_text(trusted: &TrustedDomains) -> String {
    serde_json::json!(trusted.domains).to_string()
}
