//! Short addresses: `/s/<key>` leads to a path of the portal.

use portal::PortalId;
use sql::{Micros, Tx, params};
use uuid::Uuid;

/// Length of a key: 80 bits cannot be guessed.
const LENGTH: usize = 20;

/// The key of a path (`/confirm/…?…`), made on first use. The same path keeps its key.
///
/// # Errors
/// The database failed.
pub fn shorten(tx: &mut Tx<'_>, portal: PortalId, path: &str, now: Micros) -> sql::Result<String> {
    let random = Uuid::new_v4().simple().to_string();
    let key = random.get(..LENGTH).unwrap_or(&random).to_owned();
    tx.query_one(
        "INSERT INTO short_links (portal_id, key, path, created) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (portal_id, path) DO UPDATE SET path = excluded.path RETURNING key",
        &params![portal, key, path, now],
    )
}

/// Where a key leads.
///
/// # Errors
/// The database failed.
pub fn resolve(tx: &mut Tx<'_>, portal: PortalId, key: &str) -> sql::Result<Option<String>> {
    tx.query_opt(
        "SELECT path FROM short_links WHERE portal_id = $1 AND key = $2",
        &params![portal, key],
    )
}
