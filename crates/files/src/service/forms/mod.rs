//! Filling in PDF forms (`files/06c §6 to §8`): who starts and stops it, the copies people begin and finish in form
//! filling rooms, the roles of data rooms, and what comes of it.

pub(crate) mod drafts;
pub(crate) mod life;
mod results;
mod roles;
pub(crate) mod setup;
mod sheet;
mod submit;

use sql::Tx;

use super::gate;
use crate::error::Error;
use crate::model::{File, FileId, FilterType, FormState, RoomType};
use crate::store::forms;
use crate::view::{Seen, Viewer};

pub use results::{FillResult, FormData};
pub use roles::{RoleState, Roles};
pub use setup::{Setup, Starting, Way};
pub use submit::Submitted;
pub(crate) use submit::takes_filling;

/// What is done with the filling of a form.
pub use crate::model::FormFillingManageAction as Manage;

/// A form in a room, with the rights of who asks.
fn form_in_room(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<Seen<File>, Error> {
    let seen = gate::file(tx, viewer, id)?;
    if !seen.facts.is_form() || seen.facts.room.is_none() {
        return Err(Error::refused(MAY_NOT));
    }
    Ok(seen)
}

/// How a form is being filled in, or would be.
fn state(tx: &mut Tx<'_>, file: &File) -> Result<FormState, Error> {
    let known = forms::state(tx, file.portal, file.id)?;
    Ok(known.unwrap_or_else(|| FormState::new(file.id, file.version.number)))
}

/// Whether a file is a form that people of a form filling room fill in: not a copy of one.
fn collects(seen: &Seen<File>) -> bool {
    let facts = &seen.facts;
    facts.room_type() == Some(RoomType::FillingFormsRoom)
        && seen.entry.category == FilterType::PdfForm
        && facts.form_tree.is_none()
        && !facts.in_per_form_folder()
}

/// Refusal without a reason of its own (`files/00 §6`).
const MAY_NOT: &str = "You don't have enough permission to perform the operation";
const STOPPED: &str = "The filling of the form is stopped.";
const OBSOLETE: &str = "The draft is obsolete: the form has changed since.";
const NO_COPY: &str = "This is no filled copy of the form.";
