//! The gate in front of every verb: an entry with the rights of who asks, or a refusal.

use sql::Tx;

use crate::error::Error;
use crate::model::{Entry, File, FileId, Folder, FolderId, FolderType};
use crate::rules::Action;
use crate::store::{files, folders, roots};
use crate::view::{Seen, Viewer, rights};

/// Where something new is to go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// The caller's My documents.
    My,
    /// A folder or room.
    Folder(FolderId),
}

/// The file as the viewer may use it.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn file(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<Seen<File>, Error> {
    let file = files::by_id(tx, viewer.portal, id)?.ok_or(Error::FILE)?;
    seen_file(tx, viewer, file)
}

/// Rights to a file that is loaded already.
pub(crate) fn seen_file(tx: &mut Tx<'_>, viewer: &Viewer, file: File) -> Result<Seen<File>, Error> {
    let mut seen = rights(tx, viewer, vec![Entry::File(file)])?;
    seen.pop().and_then(Seen::into_file).ok_or(Error::FILE)
}

/// The folder as the viewer may use it.
///
/// # Errors
/// 404 when there is none.
pub(crate) fn folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
) -> Result<Seen<Folder>, Error> {
    let folder = folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
    let mut seen = rights(tx, viewer, vec![Entry::Folder(folder)])?;
    seen.pop().and_then(Seen::into_folder).ok_or(Error::FOLDER)
}

/// The caller's My documents, made on first need.
///
/// # Errors
/// 401 for strangers, 404 for guests, who have none (`files/01 §2`).
pub(crate) fn my_documents(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Folder, Error> {
    let (person, _) = viewer.person()?;
    if !viewer.caller.is_at_least_user() {
        return Err(Error::FOLDER);
    }
    Ok(roots::ensure(
        tx,
        viewer.portal,
        FolderType::User,
        person,
        viewer.now,
    )?)
}

/// The folder that takes an upload.
///
/// # Errors
/// 404 when it does not exist, 403 without the right to create there.
pub(crate) fn upload_target(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    place: Place,
) -> Result<Folder, Error> {
    match place {
        Place::My => my_documents(tx, viewer),
        Place::Folder(id) => {
            let seen = folder(tx, viewer, id)?;
            seen.require(Action::Create)?;
            if !seen.entry.kind.takes_new_entries() {
                return Err(Error::Denied);
            }
            Ok(seen.entry)
        }
    }
}

/// The folder that takes a new document. Who may not create in it creates in his My documents
/// instead (`peer-suite/files.md §0`).
///
/// # Errors
/// 403 when it does not exist or never holds documents, 404 for guests.
pub(crate) fn document_target(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    place: Place,
) -> Result<Folder, Error> {
    let Place::Folder(id) = place else {
        return my_documents(tx, viewer);
    };
    let seen = match folder(tx, viewer, id) {
        Err(Error::NotFound(_)) => return Err(Error::Denied),
        other => other?,
    };
    let closed = matches!(
        seen.entry.root.kind,
        FolderType::Archive | FolderType::Trash
    );
    if closed || !seen.entry.kind.takes_new_entries() {
        return Err(Error::Denied);
    }
    if seen.may(Action::Create) {
        Ok(seen.entry)
    } else {
        my_documents(tx, viewer)
    }
}
