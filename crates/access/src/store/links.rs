//! Links that work once only, and those that end soon after they were opened.

use portal::PortalId;
use sql::{Micros, Tx, params};

/// How long a taken link is remembered; longer than any such link lives, which is a week.
const KEPT: Micros = 8 * 24 * 3600 * 1_000_000;

/// How long a visit is remembered; longer than any mailed invitation lives.
const VISITS_KEPT: Micros = 8 * 24 * 3600 * 1_000_000;

/// Takes a link; `false` when it was taken before.
pub(crate) fn take(tx: &mut Tx<'_>, portal: PortalId, key: &str, now: Micros) -> sql::Result<bool> {
    tx.execute(
        "DELETE FROM used_links WHERE portal_id = $1 AND used < $2",
        &params![portal, now - KEPT],
    )?;
    let taken = tx.execute(
        "INSERT INTO used_links (portal_id, key, used) VALUES ($1, $2, $3) \
         ON CONFLICT (portal_id, key) DO NOTHING",
        &params![portal, key, now],
    )?;
    Ok(taken == 1)
}

/// Whether a link was taken.
pub(crate) fn is_taken(tx: &mut Tx<'_>, portal: PortalId, key: &str) -> sql::Result<bool> {
    let found: Option<i64> = tx.query_opt(
        "SELECT used FROM used_links WHERE portal_id = $1 AND key = $2",
        &params![portal, key],
    )?;
    Ok(found.is_some())
}

/// Writes down that a link was opened, the first time.
pub(crate) fn visit(tx: &mut Tx<'_>, portal: PortalId, key: &str, now: Micros) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM visited_links WHERE portal_id = $1 AND visited < $2",
        &params![portal, now - VISITS_KEPT],
    )?;
    tx.execute(
        "INSERT INTO visited_links (portal_id, key, visited) VALUES ($1, $2, $3) \
         ON CONFLICT (portal_id, key) DO NOTHING",
        &params![portal, key, now],
    )?;
    Ok(())
}

/// When a link was first opened.
pub(crate) fn visited(tx: &mut Tx<'_>, portal: PortalId, key: &str) -> sql::Result<Option<Micros>> {
    tx.query_opt(
        "SELECT visited FROM visited_links WHERE portal_id = $1 AND key = $2",
        &params![portal, key],
    )
}
