//! What goes with a person: his documents and trash, his access, his marks (`platform/05 §5.8`).

use portal::{PortalId, Role, UserId};
use sql::Tx;

use super::{product, tell_left};
use crate::error::Error;
use crate::model::{Folder, FolderType};
use crate::service::Files;
use crate::service::operations::remove;
use crate::store::{belongings, operations, roots, shares, tree};
use crate::view::Viewer;

/// Roots that belong to one person.
const OWN_ROOTS: [FolderType; 3] = [FolderType::User, FolderType::Trash, FolderType::Privacy];

/// How much of a person goes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Extent {
    /// An active guest gives up the documents of his former self; he stays a member of his rooms.
    Documents,
    /// Everything, of a person who is disabled or deleted.
    All,
}

/// Removes the documents and the trash of a person for good, as deleting them one by one would; and if
/// he is disabled or deleted also his memberships, favourites, pins and shelves. Runs in pieces.
///
/// # Errors
/// 403 for somebody active who works with his documents: he may have been enabled since the order.
pub(super) async fn personal(service: &Files, portal: PortalId, who: UserId) -> Result<(), Error> {
    let extent = service.db().read(move |tx| extent(tx, portal, who)).await?;
    let viewer = product(service, portal).await?;
    for kind in OWN_ROOTS {
        let root = service
            .db()
            .read(move |tx| roots::find(tx, portal, kind, who))
            .await?;
        if let Some(root) = root {
            remove_root(service, &viewer, root).await?;
        }
    }
    if extent == Extent::All {
        service
            .db()
            .write(move |tx| forget(tx, &viewer, who))
            .await?;
    }
    Ok(())
}

fn extent(tx: &mut Tx<'_>, portal: PortalId, who: UserId) -> Result<Extent, Error> {
    match people::store::by_id(tx, portal, who)? {
        Some(person) if person.is_terminated() => Ok(Extent::All),
        Some(person) if person.role == Role::Guest => Ok(Extent::Documents),
        Some(_) => Err(Error::refused("The user is not suspended")),
        None => Ok(Extent::All),
    }
}

/// Empties a root and removes it. Others may still write into a folder that is shared with them, so it
/// is emptied until nothing is left.
async fn remove_root(service: &Files, viewer: &Viewer, root: Folder) -> Result<(), Error> {
    let (portal, id) = (viewer.portal, root.id);
    loop {
        let below = service
            .db()
            .read(move |tx| operations::folder_ids(tx, portal, id))
            .await?;
        for folder in below {
            remove::subtree(service, viewer, folder, None).await?;
        }
        remove::content(service, viewer, id).await?;
        let root = root.clone();
        let gone = service
            .db()
            .write(move |tx| {
                tree::lock(tx, portal)?;
                let empty = operations::folder_ids(tx, portal, id)?.is_empty()
                    && operations::file_ids(tx, portal, id)?.is_empty();
                if empty {
                    belongings::remove_root(tx, &root)?;
                }
                Ok::<_, sql::Error>(empty)
            })
            .await?;
        if gone {
            return Ok(());
        }
    }
}

fn forget(tx: &mut Tx<'_>, viewer: &Viewer, who: UserId) -> Result<(), Error> {
    for (room, member) in belongings::memberships(tx, viewer.portal, &[who])? {
        tell_left(tx, viewer, &room, member)?;
    }
    shares::remove_person(tx, viewer.portal, who)?;
    Ok(belongings::forget_marks(tx, viewer.portal, who)?)
}
