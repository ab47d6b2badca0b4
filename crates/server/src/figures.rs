//! Facts that domains below ask of those above them.

use people::model::EmployeeStatus;
use portal::{Figures, PortalId, Role};
use sql::Tx;

/// The answers of this house.
pub(crate) fn figures() -> Figures {
    Figures { users, used_space }
}

/// Bytes of everything stored for the portal.
fn used_space(tx: &mut Tx<'_>, portal: PortalId) -> Result<i64, sql::Error> {
    blob::stored_bytes(tx, portal.0).map_err(|error| match error {
        blob::Error::Sql(error) => error,
        other => sql::Error::Other(other.to_string()),
    })
}

/// People who are active, guests and the owner included.
fn users(tx: &mut Tx<'_>, portal: PortalId) -> Result<i64, sql::Error> {
    let roles = [
        Role::Owner,
        Role::Admin,
        Role::RoomAdmin,
        Role::User,
        Role::Guest,
    ];
    people::store::count(tx, portal, &roles, &[EmployeeStatus::Active])
}
