//! Facts that domains below ask of those above them.

use people::model::EmployeeStatus;
use portal::{Figures, PortalId, Role};
use sql::Tx;

/// The answers of this house.
pub(crate) fn figures() -> Figures {
    Figures {
        users,
        used_space: |_, _| Ok(0),
    }
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
