//! Rows whose life is over.

use portal::PortalId;
use sql::{Micros, Tx, params};

/// The tables whose rows age.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Aging {
    Deeds,
    Targets,
    SignIns,
}

impl Aging {
    pub(crate) const ALL: [Self; 3] = [Self::Deeds, Self::Targets, Self::SignIns];

    const fn table(self) -> &'static str {
        match self {
            Self::Deeds => "audit_events",
            Self::Targets => "audit_targets",
            Self::SignIns => "login_events",
        }
    }

    /// The primary key.
    const fn key(self) -> &'static str {
        match self {
            Self::Deeds | Self::SignIns => "portal_id, date, id",
            Self::Targets => "portal_id, target, date, id",
        }
    }
}

/// The next portal after one that has rows, without reading all of them.
pub(crate) fn next_portal(tx: &mut Tx<'_>, after: PortalId) -> sql::Result<Option<PortalId>> {
    tx.query_one(
        "SELECT MIN(p) FROM (
            SELECT MIN(portal_id) AS p FROM audit_events WHERE portal_id > $1
            UNION ALL SELECT MIN(portal_id) FROM login_events WHERE portal_id > $1) both_of",
        &params![after],
    )
}

/// Deletes rows from before a moment, at most so many. Returns how many.
pub(crate) fn delete(
    tx: &mut Tx<'_>,
    what: Aging,
    portal: PortalId,
    before: Micros,
    most: i64,
) -> sql::Result<u64> {
    let (table, key) = (what.table(), what.key());
    tx.execute(
        &format!(
            "DELETE FROM {table} WHERE ({key}) IN (
                SELECT {key} FROM {table} WHERE portal_id = $1 AND date < $2 ORDER BY date LIMIT $3)"
        ),
        &params![portal, before, most],
    )
}
