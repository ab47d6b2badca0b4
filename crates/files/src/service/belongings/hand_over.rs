//! One person's things become another's: rooms, and what he shared of his documents
//! (`platform/05 §5.8`).

use portal::settings::UserQuota;
use portal::{PortalId, Scope, UserId, settings};
use serde_json::json;
use sql::Tx;

use super::product;
use crate::error::Error;
use crate::model::{EntryRef, Folder, FolderId, FolderType};
use crate::rules::portal_roles;
use crate::rules::quota::{BY_DEFAULT, Policy};
use crate::service::Files;
use crate::service::happening::FileHappening;
use crate::service::operations::relocate::{tell_file, tell_folder};
use crate::service::rooms::happening::{RoomHappening, record};
use crate::service::sharing::owner::give;
use crate::store::{belongings, files, folders, roots, shares, tree};
use crate::titles;
use crate::view::Viewer;

/// Gives all rooms of `from` to `to`, and with `personal` also the shared part of his documents. Each
/// thing moves by itself; a second run finds less to do.
///
/// # Errors
/// 403 when `to` cannot own rooms.
pub(super) async fn all(
    service: &Files,
    portal: PortalId,
    from: UserId,
    to: UserId,
    personal: bool,
) -> Result<(), Error> {
    if from == to {
        return Ok(());
    }
    let viewer = product(service, portal).await?;
    let rooms = service
        .db()
        .read(move |tx| belongings::rooms_of(tx, portal, from))
        .await?;
    for room in rooms {
        let viewer = viewer.clone();
        service
            .db()
            .write(move |tx| give_room(tx, &viewer, room, from, to))
            .await?;
    }
    if personal {
        give_documents(service, &viewer, from, to).await?;
    }
    Ok(())
}

fn give_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: FolderId,
    from: UserId,
    to: UserId,
) -> Result<(), Error> {
    require_heir(tx, viewer.portal, to)?;
    let still_his = folders::by_id(tx, viewer.portal, room)?.filter(|room| room.created_by == from);
    if let Some(room) = still_his {
        give(tx, viewer, &room, to)?;
    }
    Ok(())
}

/// Looked at with every step: the heir may be disabled while the job is at work.
fn require_heir(tx: &mut Tx<'_>, portal: PortalId, to: UserId) -> Result<(), Error> {
    let heir = people::store::by_id(tx, portal, to)?;
    if heir.is_some_and(|one| one.is_active() && portal_roles::may_own_room(one.role)) {
        return Ok(());
    }
    Err(Error::refused("You cannot select this user"))
}

async fn give_documents(
    service: &Files,
    viewer: &Viewer,
    from: UserId,
    to: UserId,
) -> Result<(), Error> {
    let portal = viewer.portal;
    let shared = service
        .db()
        .read(
            move |tx| match roots::find(tx, portal, FolderType::User, from)? {
                Some(documents) => belongings::shared_below(tx, portal, documents.id),
                None => Ok(Vec::new()),
            },
        )
        .await?;
    for entry in shared {
        let viewer = viewer.clone();
        service
            .db()
            .write(move |tx| give_shared(tx, &viewer, entry, from, to))
            .await?;
    }
    Ok(())
}

/// Moves a shared entry to the heir with all its records. What went with a folder above is there
/// already.
fn give_shared(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: EntryRef,
    from: UserId,
    to: UserId,
) -> Result<(), Error> {
    let portal = viewer.portal;
    require_heir(tx, portal, to)?;
    tree::lock(tx, portal)?;
    let Some(documents) = roots::find(tx, portal, FolderType::User, from)? else {
        return Ok(());
    };
    match entry {
        EntryRef::Folder(id) => {
            let folder = folders::by_id(tx, portal, id)?;
            let Some(folder) = folder.filter(|one| one.root.id == documents.id) else {
                return Ok(());
            };
            let shelf = shelf(tx, viewer, from, to)?;
            make_room(tx, portal, to, folder.used_space)?;
            tree::move_subtree(tx, &folder, &shelf)?;
            shares::remove_below(tx, portal, id, to.0)?;
            tell_folder(tx, viewer, RoomHappening::FolderMoved, &folder, &shelf)
        }
        EntryRef::File(id) => {
            let file = files::by_id(tx, portal, id)?;
            let Some(file) = file.filter(|one| one.root.id == documents.id) else {
                return Ok(());
            };
            let shelf = shelf(tx, viewer, from, to)?;
            make_room(tx, portal, to, file.version.size)?;
            files::move_to(tx, &file, &shelf, None)?;
            shares::remove(tx, portal, entry, to.0)?;
            tell_file(tx, viewer, FileHappening::Moved, &file, &shelf)
        }
    }
}

/// An inheritance that does not fit raises the heir's quota instead of being refused (`files/10 §3`).
fn make_room(tx: &mut Tx<'_>, portal: PortalId, heir: UserId, bytes: i64) -> Result<(), Error> {
    let quota: UserQuota = settings::load(tx, portal, Scope::Portal)?;
    let policy = Policy {
        on: quota.enable_quota,
        default: quota.default_quota,
    };
    let Some(mut person) = people::store::by_id(tx, portal, heir)?.filter(|_| policy.on) else {
        return Ok(());
    };
    let limit = policy.limit(person.quota.unwrap_or(BY_DEFAULT));
    if let Some(limit) = limit.filter(|limit| limit - person.used_space < bytes) {
        person.quota = Some(limit.saturating_add(bytes));
        people::store::update(tx, &person)?;
    }
    Ok(())
}

/// The folder among the heir's documents that takes what he gets.
fn shelf(tx: &mut Tx<'_>, viewer: &Viewer, from: UserId, to: UserId) -> Result<Folder, Error> {
    let documents = roots::ensure(tx, viewer.portal, FolderType::User, to, viewer.now)?;
    let name = people::store::by_id(tx, viewer.portal, from)?.map(|one| one.display_name());
    let title = format!("Documents of {}", name.as_deref().unwrap_or("Unknown"));
    let title = titles::clean(&title).unwrap_or(title);
    if let Some(shelf) = folders::by_title(tx, viewer.portal, documents.id, &title)? {
        return Ok(shelf);
    }
    let kind = FolderType::Default;
    let shelf = folders::insert(tx, &documents, kind, &title, to, viewer.now)?;
    record(
        tx,
        viewer,
        RoomHappening::FolderCreated,
        &shelf,
        json!({ "parentId": documents.id.0 }),
    )?;
    Ok(shelf)
}
