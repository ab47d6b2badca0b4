//! Invitation links of the portal.

use portal::{PortalId, Role, UserId};
use sql::{FromRow, Row, Tx, params};
use uuid::Uuid;

use crate::model::{InvitationLink, role_from_number, role_number};

const COLUMNS: &str = "portal_id, id, role, expires, max_uses, uses, created_by, created";

impl FromRow for InvitationLink {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            role: role_from_number(row.get(2)?),
            expires: row.get(3)?,
            max_uses: row.get(4)?,
            uses: row.get(5)?,
            created_by: UserId(row.get(6)?),
            created: row.get(7)?,
        })
    }
}

/// Stores a new link.
///
/// # Errors
/// [`sql::Error::Unique`] when there is a link of that type.
pub fn insert(tx: &mut Tx<'_>, link: &InvitationLink) -> sql::Result<()> {
    tx.execute(
        "INSERT INTO invitation_links (portal_id, id, role, expires, max_uses, uses, created_by, created) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        &params![
            link.portal, link.id, role_number(link.role), link.expires, link.max_uses, link.uses,
            link.created_by, link.created
        ],
    )?;
    Ok(())
}

/// The link with an id.
///
/// # Errors
/// The database failed.
pub fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> sql::Result<Option<InvitationLink>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM invitation_links WHERE portal_id = $1 AND id = $2"),
        &params![portal, id],
    )
}

/// The link of a type.
///
/// # Errors
/// The database failed.
pub fn by_role(
    tx: &mut Tx<'_>,
    portal: PortalId,
    role: Role,
) -> sql::Result<Option<InvitationLink>> {
    tx.query_opt(
        &format!("SELECT {COLUMNS} FROM invitation_links WHERE portal_id = $1 AND role = $2"),
        &params![portal, role_number(role)],
    )
}

/// Changes the limits of a link.
///
/// # Errors
/// The database failed.
pub fn update(tx: &mut Tx<'_>, link: &InvitationLink) -> sql::Result<()> {
    tx.execute(
        "UPDATE invitation_links SET expires = $3, max_uses = $4 WHERE portal_id = $1 AND id = $2",
        &params![link.portal, link.id, link.expires, link.max_uses],
    )?;
    Ok(())
}

/// Removes a link: nobody joins by it any more.
///
/// # Errors
/// The database failed.
pub fn delete(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> sql::Result<()> {
    tx.execute(
        "DELETE FROM invitation_links WHERE portal_id = $1 AND id = $2",
        &params![portal, id],
    )?;
    Ok(())
}

/// Counts one who joined; `false` when the link was used up or has expired meanwhile.
///
/// # Errors
/// The database failed.
pub fn take(tx: &mut Tx<'_>, portal: PortalId, id: Uuid, now: sql::Micros) -> sql::Result<bool> {
    let changed = tx.execute(
        "UPDATE invitation_links SET uses = uses + 1 WHERE portal_id = $1 AND id = $2 \
         AND (max_uses IS NULL OR uses < max_uses) AND (expires IS NULL OR expires > $3)",
        &params![portal, id, now],
    )?;
    Ok(changed > 0)
}
