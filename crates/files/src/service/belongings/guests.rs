//! Guests leave the rooms of one who takes them off his list (`platform/05 §5.9`).

use portal::{PortalId, UserId};
use sql::Tx;

use super::viewer;
use crate::error::Error;
use crate::rules::CallerFacts;
use crate::service::Files;
use crate::store::belongings;

/// Takes guests out of all rooms of a person, with everything they were given inside.
///
/// # Errors
/// The database failed.
pub(super) fn exclude(
    files: &Files,
    tx: &mut Tx<'_>,
    portal: PortalId,
    owner: UserId,
    guests: &[UserId],
) -> sql::Result<()> {
    let Some(person) = people::store::by_id(tx, portal, owner)? else {
        return Ok(());
    };
    let viewer = viewer(files, tx, portal, CallerFacts::person(owner, person.role))?;
    for (room, guest) in belongings::memberships(tx, portal, guests)? {
        if room.created_by == owner {
            super::tell_left(tx, &viewer, &room, guest).map_err(database)?;
        }
    }
    belongings::take_out_of_rooms(tx, portal, owner, guests)
}

/// Recording fails with the database alone.
pub(in crate::service) fn database(error: Error) -> sql::Error {
    match error {
        Error::Sql(error) => error,
        other => sql::Error::Other(other.to_string()),
    }
}
