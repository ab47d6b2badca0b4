//! Deleting: into the trash, or for good.

use jobs::JobContext;
use serde_json::{Value, json};
use sql::Tx;

use super::relocate::{trash_file, trash_folder};
use super::run::Run;
use crate::error::Error;
use crate::model::{EntryRef, File, FileId, FolderId, FolderType};
use crate::rules::Action;
use crate::service::Files;
use crate::service::content::object_id;
use crate::service::gate;
use crate::service::happening::{self, FileHappening};
use crate::service::letters;
use crate::service::rooms::happening::{self as rooms_happening, RoomHappening};
use crate::service::rooms::{drop_picture, watermark_picture};
use crate::store::{files, folders, operations, rooms, tree};
use crate::view::Viewer;

/// Files removed in one transaction.
const AT_ONCE: usize = 200;

impl Run {
    /// Deletes an entry. One that is gone already is no error: another run has done it.
    pub(super) async fn delete(&self, doomed: EntryRef, immediately: bool) -> Result<(), Error> {
        let job = Some(&self.context);
        entry(&self.files, &self.viewer, doomed, immediately, job).await
    }

    /// Removes single versions of a file.
    pub(super) async fn delete_versions(
        &self,
        id: FileId,
        versions: Vec<i64>,
    ) -> Result<(), Error> {
        let viewer = self.viewer.clone();
        self.files
            .db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(
                    Action::EditHistory,
                    "You do not have enough permissions to edit the file",
                )?;
                let gone = files::remove_versions(tx, &seen.entry, &versions)?;
                release(tx, &viewer, &gone)?;
                let more = json!({ "versions": versions });
                happening::record(
                    tx,
                    &viewer,
                    FileHappening::VersionRemoved,
                    &seen.entry,
                    more,
                )
            })
            .await
    }
}

/// Deletes an entry: into the trash, or for good where it lies there already or `immediately`.
pub(super) async fn entry(
    service: &Files,
    viewer: &Viewer,
    doomed: EntryRef,
    immediately: bool,
    job: Option<&JobContext>,
) -> Result<(), Error> {
    match doomed {
        EntryRef::File(id) => one_file(service, viewer, id, immediately).await,
        EntryRef::Folder(id) => one_folder(service, viewer, id, immediately, job).await,
    }
}

async fn one_file(
    service: &Files,
    viewer: &Viewer,
    id: FileId,
    immediately: bool,
) -> Result<(), Error> {
    let viewer = viewer.clone();
    service
        .db()
        .write(move |tx| {
            let seen = match gate::file(tx, &viewer, id) {
                Err(Error::NotFound(_)) => return Ok(()),
                other => other?,
            };
            let in_trash = seen.entry.root.kind == FolderType::Trash;
            if in_trash && !immediately && seen.entry.origin.is_some() {
                return Ok(()); // an earlier run put it there
            }
            let refusal = "You don't have enough permission to delete the file";
            seen.require_or(Action::Delete, refusal)?;
            if immediately || in_trash {
                file(tx, &viewer, &seen.entry)
            } else {
                trash_file(tx, &viewer, &seen.entry)
            }
        })
        .await
}

async fn one_folder(
    service: &Files,
    viewer: &Viewer,
    id: FolderId,
    immediately: bool,
    job: Option<&JobContext>,
) -> Result<(), Error> {
    let who = viewer.clone();
    let for_good = service
        .db()
        .write(move |tx| {
            let viewer = who;
            let seen = match gate::folder(tx, &viewer, id) {
                Err(Error::NotFound(_)) => return Ok(false),
                other => other?,
            };
            let in_trash = seen.entry.root.kind == FolderType::Trash;
            if in_trash && !immediately && seen.entry.origin.is_some() {
                return Ok(false);
            }
            let refusal = "You don't have enough permission to delete the folder";
            seen.require_or(Action::Delete, refusal)?;
            if operations::locked_below(tx, viewer.portal, id, viewer.user())? {
                return Err(Error::refused(refusal));
            }
            if immediately || in_trash {
                return Ok(true);
            }
            trash_folder(tx, &viewer, &seen.entry)?;
            Ok(false)
        })
        .await?;
    if for_good {
        subtree(service, viewer, id, job).await?;
    }
    Ok(())
}

/// Removes a folder from the leaves up, in pieces, unless its job is cancelled. A crash leaves a smaller
/// tree, never an entry without its parent; the next run goes on.
pub(crate) async fn subtree(
    service: &Files,
    viewer: &Viewer,
    top: FolderId,
    job: Option<&JobContext>,
) -> Result<(), Error> {
    let portal = viewer.portal;
    let below = service
        .db()
        .read(move |tx| folders::subtree(tx, portal, top))
        .await?;
    for folder in below.iter().rev() {
        if let Some(job) = job
            && job.is_cancelled().await
        {
            return Ok(());
        }
        content(service, viewer, folder.id).await?;
        let (viewer, id) = (viewer.clone(), folder.id);
        service
            .db()
            .write(move |tx| {
                tree::lock(tx, viewer.portal)?;
                let Some(folder) = folders::by_id(tx, viewer.portal, id)? else {
                    return Ok(());
                };
                if id == top {
                    let what = if folder.kind.is_room() {
                        RoomHappening::Deleted
                    } else {
                        RoomHappening::FolderDeleted
                    };
                    if folder.kind.is_room() {
                        letters::room_removed(tx, &viewer, &folder)?;
                        drop_pictures(tx, &viewer, folder.id)?;
                    }
                    let more = json!({ "parentId": folder.parent.0 });
                    rooms_happening::record(tx, &viewer, what, &folder, more)?;
                }
                Ok::<_, Error>(tree::remove_empty(tx, &folder)?)
            })
            .await?;
    }
    Ok(())
}

/// Lets go of the logo of a room and of the picture of its watermark.
fn drop_pictures(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<(), Error> {
    let Some(mut room) = rooms::by_id(tx, viewer.portal, id)? else {
        return Ok(());
    };
    drop_picture(tx, viewer, &mut room)?;
    watermark_picture::drop_of(tx, viewer, room.watermark.as_ref())
}

/// Removes the files lying directly in a folder, some at a time.
pub(crate) async fn content(
    service: &Files,
    viewer: &Viewer,
    folder: FolderId,
) -> Result<(), Error> {
    let portal = viewer.portal;
    let ids = service
        .db()
        .read(move |tx| operations::file_ids(tx, portal, folder))
        .await?;
    for some in ids.chunks(AT_ONCE) {
        let (viewer, some) = (viewer.clone(), some.to_vec());
        service
            .db()
            .write(move |tx| {
                for doomed in files::by_ids(tx, viewer.portal, &some)? {
                    file(tx, &viewer, &doomed)?;
                }
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(())
}

/// Removes a file for good and lets go of its objects.
pub(crate) fn file(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    happening::record(tx, viewer, FileHappening::Deleted, file, Value::Null)?;
    let objects = files::remove(tx, file)?;
    release(tx, viewer, &objects)
}

fn release(tx: &mut Tx<'_>, viewer: &Viewer, objects: &[String]) -> Result<(), Error> {
    // A name that cannot be read holds nothing that could be released.
    let ids: Vec<_> = objects
        .iter()
        .filter_map(|text| object_id(text).ok())
        .collect();
    Ok(blob::release_all(tx, viewer.portal.0, &ids, viewer.now)?)
}
