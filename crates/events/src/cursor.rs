//! A listener's cursor: how far it has come, and which node may move it.
//!
//! On PostgreSQL the node that delivers to a listener holds a lease on the cursor's row; the other
//! nodes look from time to time whether it has run out. Clocks of nodes may differ by less than
//! the lease. Every write is fenced by the owner's name, so a node that was suspended and comes
//! back late cannot move a cursor that is no longer its own.
//!
//! SQLite has one node, so whoever started last owns the cursors.

use sql::{Dialect, Micros, Result, Tx, params};

use crate::outbox::Position;

/// Takes the cursor for `owner` until `until`; `None` when another node holds it.
pub(crate) fn claim(
    tx: &mut Tx<'_>,
    listener: &str,
    owner: &str,
    now: Micros,
    until: Micros,
) -> Result<Option<Position>> {
    let single = tx.dialect() == Dialect::Sqlite;
    tx.query_opt(
        "INSERT INTO listener_cursors (portal_id, name, xact, id, owner, lease_until)
         VALUES (0, $1, 0, 0, $2, $3)
         ON CONFLICT (portal_id, name) DO UPDATE SET owner = $2, lease_until = $3
         WHERE listener_cursors.owner = $2 OR listener_cursors.lease_until < $4 OR $5
         RETURNING xact, id",
        &params![listener, owner, until, now, single],
    )
}

/// Stores how far the listener has come and prolongs the lease; `false` when it is not ours any more.
pub(crate) fn save(
    tx: &mut Tx<'_>,
    listener: &str,
    owner: &str,
    position: Position,
    until: Micros,
) -> Result<bool> {
    let changed = tx.execute(
        "UPDATE listener_cursors SET xact = $3, id = $4, lease_until = $5
         WHERE portal_id = 0 AND name = $1 AND owner = $2",
        &params![listener, owner, position.xact, position.id, until],
    )?;
    Ok(changed > 0)
}

/// Before which everything has been delivered to everybody; `None` without listeners.
pub(crate) fn slowest(tx: &mut Tx<'_>) -> Result<Option<Position>> {
    tx.query_opt(
        "SELECT xact, id FROM listener_cursors ORDER BY xact, id LIMIT 1",
        &[],
    )
}

/// Forgets listeners that no node has served since `before`: the code that had them is gone.
pub(crate) fn forget_abandoned(tx: &mut Tx<'_>, before: Micros) -> Result<Vec<String>> {
    tx.query(
        "DELETE FROM listener_cursors WHERE lease_until < $1 RETURNING name",
        &params![before],
    )
}
