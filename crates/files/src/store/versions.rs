//! Changes of stored versions: comments, revision groups, who changed what.

use portal::{PortalId, UserId};
use sql::{Tx, params};

use crate::model::FileId;

/// Changes the comment of a version, and of the file when the version is the current one. `false`
/// when there is no such version.
pub fn set_comment(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    version: i64,
    comment: &str,
) -> Result<bool, sql::Error> {
    let changed = tx.execute(
        "UPDATE file_versions SET comment = $4 \
         WHERE portal_id = $1 AND file_id = $2 AND version = $3",
        &params![portal, id.0, version, comment],
    )?;
    tx.execute(
        "UPDATE files SET comment = $4 WHERE portal_id = $1 AND id = $2 AND version = $3",
        &params![portal, id.0, version, comment],
    )?;
    Ok(changed > 0)
}

/// Adds `by` to the group of `from_version` and of every later version.
pub fn shift_groups(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    from_version: i64,
    by: i64,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE file_versions SET version_group = version_group + $4 \
         WHERE portal_id = $1 AND file_id = $2 AND version >= $3",
        &params![portal, id.0, from_version, by],
    )?;
    tx.execute(
        "UPDATE files SET version_group = version_group + $4 \
         WHERE portal_id = $1 AND id = $2 AND version >= $3",
        &params![portal, id.0, from_version, by],
    )?;
    Ok(())
}

/// Notes who switched the custom filter of a file on, or that nobody has.
pub fn set_custom_filter(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    by: Option<UserId>,
) -> Result<(), sql::Error> {
    tx.execute(
        "UPDATE files SET custom_filter_by = $3 WHERE portal_id = $1 AND id = $2",
        &params![portal, id.0, by.map(|by| by.to_string())],
    )?;
    Ok(())
}

/// Notes who changed what became a version, with the last moment of each.
pub fn set_changes(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
    version: i64,
    changes: &[(UserId, sql::Micros)],
) -> Result<(), sql::Error> {
    let row = |(author, changed): &(UserId, sql::Micros)| {
        params![portal, id.0, version, author.to_string(), changed].to_vec()
    };
    let rows: Vec<_> = changes.iter().map(row).collect();
    tx.execute_many(
        "INSERT INTO version_changes (portal_id, file_id, version, author, changed) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (portal_id, file_id, version, author) DO UPDATE SET changed = $5",
        &rows,
    )?;
    Ok(())
}

/// Who changed what became the versions of a file: version, person, last moment; the first change first.
pub fn changes(
    tx: &mut Tx<'_>,
    portal: PortalId,
    id: FileId,
) -> Result<Vec<(i64, UserId, sql::Micros)>, sql::Error> {
    tx.query(
        "SELECT version, author, changed FROM version_changes \
         WHERE portal_id = $1 AND file_id = $2 ORDER BY version, changed, author",
        &params![portal, id.0],
    )
}
