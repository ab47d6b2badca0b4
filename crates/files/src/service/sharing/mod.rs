//! The verbs on access: records of people and groups, links, visitors, owners (`files/08`).

mod joining;
pub(crate) mod links;
mod mentions;
pub(crate) mod owner;
mod policy;
mod readers;
pub(crate) mod shares;
pub(crate) mod subjects;
mod visitors;

use sql::Tx;

use crate::error::Error;
use crate::model::{Entry, EntryRef};
use crate::store::{files, folders};
use crate::view::{Seen, Viewer, rights};

pub use links::LinkDraft;
pub(crate) use mentions::short_access;
pub use mentions::{Mention, ShortAccess};
pub use readers::GroupMember;
pub use shares::{Invitation, Notice};
pub use visitors::{LinkStatus, Opened, Visit};

/// An entry as the viewer may use it.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn see(tx: &mut Tx<'_>, viewer: &Viewer, entry: EntryRef) -> Result<Seen, Error> {
    let (entry, missing) = match entry {
        EntryRef::Folder(id) => (
            folders::by_id(tx, viewer.portal, id)?.map(Entry::Folder),
            Error::FOLDER,
        ),
        EntryRef::File(id) => (
            files::by_id(tx, viewer.portal, id)?.map(Entry::File),
            Error::FILE,
        ),
    };
    let Some(entry) = entry else {
        return Err(missing);
    };
    let mut seen = rights(tx, viewer, vec![entry])?;
    seen.pop().ok_or(missing)
}
