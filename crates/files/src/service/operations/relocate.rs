//! Moving: between folders, into the trash and out of it, rooms into the archive and back.

use serde_json::json;
use sql::{Tx, params};

use super::copy::overwrite;
use super::remove;
use super::run::Run;
use crate::error::Error;
use crate::model::{
    ConflictResolve, Entry, EntryRef, File, FileId, Folder, FolderId, FolderType, Mark,
};
use crate::rules::Action;
use crate::rules::quota::Measure;
use crate::service::forms::life;
use crate::service::happening::{self, FileHappening};
use crate::service::rooms::happening::{self as rooms_happening, RoomHappening};
use crate::service::{gate, quota};
use crate::store::{files, folders, marks, operations, rooms, roots, tree};
use crate::view::Viewer;

impl Run {
    /// Moves an entry into `to`. An entry that is there already is left alone, so that a second run
    /// changes nothing.
    pub(super) async fn relocate(
        &mut self,
        entry: EntryRef,
        to: FolderId,
        conflict: ConflictResolve,
    ) -> Result<(), Error> {
        let viewer = self.viewer.clone();
        let moved =
            self.files
                .db()
                .write(move |tx| {
                    tree::lock(tx, viewer.portal)?;
                    let to = folders::by_id(tx, viewer.portal, to)?.ok_or(Error::FOLDER)?;
                    match entry {
                        EntryRef::File(id) => move_file(tx, &viewer, id, &to, conflict)
                            .map(|id| id.map(EntryRef::File)),
                        EntryRef::Folder(id) => move_folder(tx, &viewer, id, &to, conflict)
                            .map(|id| id.map(EntryRef::Folder)),
                    }
                })
                .await?;
        self.made_folder(to);
        match moved {
            Some(EntryRef::File(file)) => self.made_file(file),
            Some(EntryRef::Folder(folder)) => self.made_folder(folder),
            None => {}
        }
        Ok(())
    }
}

pub(super) fn move_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FileId,
    to: &Folder,
    conflict: ConflictResolve,
) -> Result<Option<FileId>, Error> {
    let seen = gate::file(tx, viewer, id)?;
    let file = &seen.entry;
    if file.folder == to.id {
        return Ok(Some(id));
    }
    seen.require_or(
        Action::Move,
        "You don't have enough permission to move the file",
    )?;
    let equal = files::by_title(tx, viewer.portal, to.id, &file.title)?
        .filter(|other| other.category == file.category);
    match (equal, conflict) {
        (Some(_), ConflictResolve::Skip) => return Ok(None),
        (Some(existing), ConflictResolve::Overwrite) => {
            let existing = overwrite(tx, viewer, file, existing)?;
            remove::file(tx, viewer, file)?;
            return Ok(Some(existing));
        }
        _ => {}
    }
    if file.root.kind == FolderType::User && file.room != to.room {
        operations::drop_shares(tx, viewer.portal, EntryRef::File(id))?;
    }
    let bytes = quota::arriving(&Entry::File(file.clone()), to);
    quota::require_space(tx, viewer, to, bytes, Measure::Strict)?;
    files::move_to(tx, file, to, None)?;
    tree::touch(tx, viewer.portal, to.id, viewer.user(), viewer.now)?;
    tell_file(tx, viewer, FileHappening::Moved, file, to)?;
    if file.room != to.room {
        life::left(tx, file)?;
        let moved = files::by_id(tx, viewer.portal, id)?.ok_or(Error::FILE)?;
        life::arrived(tx, viewer, &moved, to, true)?;
    }
    Ok(Some(id))
}

pub(crate) fn tell_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: FileHappening,
    file: &File,
    to: &Folder,
) -> Result<(), Error> {
    let moved = File {
        folder: to.id,
        room: to.room,
        root: to.root,
        ..file.clone()
    };
    let more = json!({ "fromFolderId": file.folder.0, "fromRoomId": file.room.map(|room| room.0) });
    happening::record_in(tx, viewer, what, &moved, Some(to), more)
}

pub(super) fn move_folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    to: &Folder,
    conflict: ConflictResolve,
) -> Result<Option<FolderId>, Error> {
    let seen = gate::folder(tx, viewer, id)?;
    let folder = &seen.entry;
    if folder.parent == to.id {
        return Ok(Some(id));
    }
    seen.require_or(
        Action::Move,
        "You don't have enough permission to move the folder",
    )?;
    if folder.kind.is_room() {
        return move_room(tx, viewer, folder, to).map(Some);
    }
    // Two moves at once could make a circle; under the tree's lock the second one sees the first.
    if tree::is_within(tx, viewer.portal, to.id, id)? {
        return Err(Error::refused(
            "You cannot copy the folder to its subfolder",
        ));
    }
    let equal = folders::by_title(tx, viewer.portal, to.id, &folder.title)?;
    if let (Some(existing), true) = (equal, conflict != ConflictResolve::Duplicate) {
        merge(tx, viewer, folder, &existing, conflict)?;
        return Ok(Some(existing.id));
    }
    if folder.root.kind == FolderType::User && folder.room != to.room {
        operations::drop_shares(tx, viewer.portal, EntryRef::Folder(id))?;
    }
    let bytes = quota::arriving(&Entry::Folder(folder.clone()), to);
    quota::require_space(tx, viewer, to, bytes, Measure::Strict)?;
    tree::move_subtree(tx, folder, to)?;
    folders::set_origin(tx, viewer.portal, id, None, None)?;
    tree::touch(tx, viewer.portal, to.id, viewer.user(), viewer.now)?;
    tell_folder(tx, viewer, RoomHappening::FolderMoved, folder, to)?;
    Ok(Some(id))
}

pub(crate) fn tell_folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    what: RoomHappening,
    folder: &Folder,
    to: &Folder,
) -> Result<(), Error> {
    let moved = Folder {
        parent: to.id,
        room: if folder.kind.is_room() {
            folder.room
        } else {
            to.room
        },
        root: to.root,
        ..folder.clone()
    };
    let more = json!({
        "parentId": to.id.0,
        "parentTitle": to.title,
        "fromFolderId": folder.parent.0,
        "fromRoomId": folder.room.map(|room| room.0),
    });
    rooms_happening::record(tx, viewer, what, &moved, more)
}

/// Moves the content of `folder` into the folder of the same title, then removes what is empty.
fn merge(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    into: &Folder,
    conflict: ConflictResolve,
) -> Result<(), Error> {
    for id in operations::file_ids(tx, viewer.portal, folder.id)? {
        move_file(tx, viewer, id, into, conflict)?;
    }
    for id in operations::folder_ids(tx, viewer.portal, folder.id)? {
        move_folder(tx, viewer, id, into, conflict)?;
    }
    let left = folders::by_id(tx, viewer.portal, folder.id)?.ok_or(Error::FOLDER)?;
    if left.files_count == 0 && left.folders_count == 0 {
        tell_folder(tx, viewer, RoomHappening::FolderMoved, &left, into)?;
        tree::remove_empty(tx, &left)?;
    }
    Ok(())
}

/// Archives a room, or brings it back (`files/05 §8`).
fn move_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    to: &Folder,
) -> Result<FolderId, Error> {
    if !to.kind.is_home_of_rooms() {
        return Err(Error::Denied);
    }
    tree::move_subtree(tx, room, to)?;
    if to.kind == FolderType::Archive {
        marks::clear_for_all(tx, viewer.portal, Mark::Pin, EntryRef::Folder(room.id))?;
        if let Some(mut settings) = rooms::by_id(tx, viewer.portal, room.id)? {
            settings.lifetime = None;
            rooms::put(tx, viewer.portal, &settings)?;
        }
        tell_folder(tx, viewer, RoomHappening::Archived, room, to)?;
    } else {
        tell_folder(tx, viewer, RoomHappening::Unarchived, room, to)?;
    }
    Ok(room.id)
}

/// Puts a file into the caller's trash, remembering where it came from.
pub(crate) fn trash_file(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    let (person, _) = viewer.person()?;
    let trash = roots::ensure(tx, viewer.portal, FolderType::Trash, person, viewer.now)?;
    if file.root.kind == FolderType::User {
        operations::drop_shares(tx, viewer.portal, EntryRef::File(file.id))?;
    }
    files::move_to(tx, file, &trash, Some((file.folder, file.room)))?;
    life::left(tx, file)?;
    // The time of trashing: automatic clean-up counts from it.
    tx.execute(
        "UPDATE files SET updated = $3 WHERE portal_id = $1 AND id = $2",
        &params![viewer.portal, file.id.0, viewer.now],
    )?;
    tell_file(tx, viewer, FileHappening::Trashed, file, &trash)
}

/// Puts a folder with everything in it into the caller's trash.
pub(super) fn trash_folder(tx: &mut Tx<'_>, viewer: &Viewer, folder: &Folder) -> Result<(), Error> {
    let (person, _) = viewer.person()?;
    let trash = roots::ensure(tx, viewer.portal, FolderType::Trash, person, viewer.now)?;
    if folder.root.kind == FolderType::User {
        operations::drop_shares(tx, viewer.portal, EntryRef::Folder(folder.id))?;
    }
    tree::move_subtree(tx, folder, &trash)?;
    life::made_plain(tx, viewer, folder)?;
    folders::set_origin(
        tx,
        viewer.portal,
        folder.id,
        Some(folder.parent),
        folder.room,
    )?;
    tx.execute(
        "UPDATE folders SET updated = $3 WHERE portal_id = $1 AND id = $2",
        &params![viewer.portal, folder.id.0, viewer.now],
    )?;
    tell_folder(tx, viewer, RoomHappening::FolderTrashed, folder, &trash)
}
