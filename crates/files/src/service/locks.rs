//! Locks and custom filters: marks that keep others from changing a file (`files/06a §7`).

use serde_json::Value;
use sql::{Micros, Tx};

use super::Files;
use super::gate;
use super::happening::{self, FileHappening};
use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId, FileShare, FolderType};
use crate::rules::Action;
use crate::store::{files, versions};
use crate::view::Viewer;

/// Refusal of changes (`files/00 §6`).
pub(crate) const MAY_NOT_EDIT: &str = "You do not have enough permissions to edit the file";

/// Refusal because of somebody else's lock or filter.
pub(crate) const LOCKED: &str = "The file is currently locked by another user";

impl Files {
    /// Locks or unlocks a file. The first lock stays; unlocking what is open does nothing.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right.
    pub async fn lock(&self, viewer: &Viewer, id: FileId, lock: bool) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                if seen.entry.root.kind == FolderType::Trash {
                    return Err(Error::refused(MAY_NOT_EDIT));
                }
                let file = seen.require_or(Action::Lock, MAY_NOT_EDIT)?.entry.clone();
                let (who, what) = match (lock, file.locked_by) {
                    (true, None) => (Some(viewer.user()), FileHappening::Locked),
                    (false, Some(_)) => (None, FileHappening::Unlocked),
                    _ => return Ok(()),
                };
                files::set_lock(tx, viewer.portal, id, who, None)?;
                if !lock {
                    let number = file.version.number;
                    let comment = "The file is unlocked";
                    versions::set_comment(tx, viewer.portal, id, number, comment)?;
                }
                happening::record(tx, &viewer, what, &file, Value::Null)
            })
            .await
    }

    /// Switches the custom filter of a spreadsheet on or off.
    ///
    /// # Errors
    /// 404 without the file, 400 for kinds without filters, 403 without the right or against
    /// somebody else's filter.
    pub async fn set_custom_filter(
        &self,
        viewer: &Viewer,
        id: FileId,
        enabled: bool,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                let file = &seen.entry;
                if !formats::has_custom_filter(&formats::extension(&file.title)) {
                    return Err(Error::Argument("Bad request.".to_owned()));
                }
                seen.require_or(Action::CustomFilter, MAY_NOT_EDIT)?;
                let others = file.custom_filter_by.is_some_and(|by| by != viewer.user());
                let manages = seen.verdict.access == FileShare::RoomManager;
                if others && !manages && !viewer.caller.is_admin() {
                    return Err(Error::refused(LOCKED));
                }
                if enabled == file.custom_filter_by.is_some() {
                    return Ok(());
                }
                let who = enabled.then(|| viewer.user());
                versions::set_custom_filter(tx, viewer.portal, id, who)?;
                let what = if enabled {
                    FileHappening::FilterOn
                } else {
                    FileHappening::FilterOff
                };
                happening::record(tx, &viewer, what, file, Value::Null)
            })
            .await
    }
}

/// Locks a file for a client of the viewer's until a moment, as the lock of the web does; a lock that he put on it
/// himself stays. Answers whether it is his: somebody else's lock is in the way otherwise. Who may write was asked
/// before.
///
/// # Errors
/// The database failed.
pub fn hold(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId, until: Micros) -> Result<bool, Error> {
    let Some(file) = files::by_id(tx, viewer.portal, id)? else {
        return Ok(true);
    };
    if locked_by_another(&file, viewer) {
        return Ok(false);
    }
    let held = file.locked_by.is_some();
    if held && files::locked_until(tx, viewer.portal, id)?.is_none() {
        return Ok(true);
    }
    files::set_lock(tx, viewer.portal, id, Some(viewer.user()), Some(until))?;
    if !held {
        happening::record(tx, viewer, FileHappening::Held, &file, Value::Null)?;
    }
    Ok(true)
}

/// Lets go of what [`hold`] took; other locks stay.
///
/// # Errors
/// The database failed.
pub fn release(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<(), Error> {
    let Some(file) = files::by_id(tx, viewer.portal, id)? else {
        return Ok(());
    };
    let own = file.locked_by == Some(viewer.user());
    if !own || files::locked_until(tx, viewer.portal, id)?.is_none() {
        return Ok(());
    }
    files::set_lock(tx, viewer.portal, id, None, None)?;
    happening::record(tx, viewer, FileHappening::Released, &file, Value::Null)
}

/// Whether somebody else holds the lock of a file.
pub fn locked_by_another(file: &File, viewer: &Viewer) -> bool {
    file.locked_by.is_some_and(|by| by != viewer.user())
}
