//! Letters about backups and restores (`platform/10 §10.6`): who gets them.

use people::letters::{to_administrators, to_everybody};
use people::model::EmployeeStatus;
use portal::{PortalId, UserId};
use post::Letter;
use sql::{Result, Tx};
use uuid::Uuid;

use crate::store;

/// Where backups are shown in the web app.
const BACKUPS: &str = "/settings/backup";

/// Tells how a backup ended: its starter, or the administrators where a schedule's failed. `error` is why it did.
pub(crate) fn made(
    tx: &mut Tx<'_>,
    portal: PortalId,
    starter: Option<UserId>,
    backup: Uuid,
    error: Option<String>,
) -> Result<()> {
    let link = BACKUPS.to_owned();
    match (starter, error) {
        (Some(starter), None) => match store::by_id(tx, portal, backup)? {
            Some(made) => {
                let name = made.name;
                to_person(tx, portal, starter, &Letter::BackupCreated { name, link })
            }
            None => Ok(()),
        },
        (Some(starter), Some(error)) => {
            to_person(tx, portal, starter, &Letter::BackupFailed { error, link })
        }
        (None, Some(error)) => {
            let letter = Letter::ScheduledBackupFailed { error, link };
            to_administrators(tx, portal, None, "", &letter)
        }
        (None, None) => Ok(()),
    }
}

/// Tells the owner that an archive could not be restored when that was tried.
pub(crate) fn unwell(tx: &mut Tx<'_>, backup: &store::Backup, verdict: &str) -> Result<()> {
    let letter = Letter::BackupTestFailed {
        name: backup.name.clone(),
        error: verdict.to_owned(),
        link: BACKUPS.to_owned(),
    };
    to_owner(tx, backup.portal, &letter)
}

/// Tells of a restore: the owner, or everybody who is active.
pub(crate) fn restoring(
    tx: &mut Tx<'_>,
    portal: PortalId,
    everybody: bool,
    letter: &Letter,
) -> Result<()> {
    if everybody {
        to_everybody(tx, portal, "", letter)
    } else {
        to_owner(tx, portal, letter)
    }
}

fn to_owner(tx: &mut Tx<'_>, portal: PortalId, letter: &Letter) -> Result<()> {
    match portal::store::by_id(tx, portal)? {
        Some(here) => to_person(tx, portal, here.owner, letter),
        None => Ok(()),
    }
}

fn to_person(tx: &mut Tx<'_>, portal: PortalId, person: UserId, letter: &Letter) -> Result<()> {
    let found = people::store::by_id(tx, portal, person)?;
    match found.filter(|person| person.status == EmployeeStatus::Active) {
        Some(person) => post::send(tx, portal.0, "", &person.recipient(), letter),
        None => Ok(()),
    }
}
