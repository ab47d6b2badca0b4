//! What is refused before anything is queued (`files/06b §3`).

use sql::Tx;

use super::{Batch, Task, job_kind};
use crate::error::Error;
use crate::model::{
    Entry, EntryRef, FileId, FilterType, Folder, FolderId, FolderType, OperationKind, RoomType,
};
use crate::rules::Action;
use crate::rules::quota::Measure;
use crate::service::{content, gate, quota, tracking};
use crate::store::{files, folders, operations, rooms, tree};
use crate::view::{Seen, Viewer, rights};

const INTO_ITSELF: &str = "You cannot copy the folder to its subfolder";
const ONE_FORM: &str = "Moving several files to the Form Filling room is not supported. \
     Move one ONLYOFFICE PDF form at a time.";
const NO_FOLDERS: &str = "Moving folders to the Form Filling room is not supported. \
     Move one ONLYOFFICE PDF form at a time.";
const FORMS_ONLY: &str =
    "The file cannot be moved to this room. Please try to move the ONLYOFFICE PDF form.";

/// How much of a batch a destination takes (`CheckDestFolderResult`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// Everything.
    All,
    /// Some of it.
    Partly,
    /// Nothing.
    None,
}

/// Which files a destination takes.
#[derive(Debug, Clone)]
pub(super) struct DestinationCheck {
    /// How much.
    pub(super) fit: Fit,
    /// The files it takes.
    pub(super) files: Vec<FileId>,
}

/// Refuses what may not be done with these entries.
pub(super) fn all(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    owner: &str,
    task: &Task,
    batch: &Batch,
) -> Result<(), Error> {
    match task {
        Task::Copy { to, .. } => refuse_overflow(transfer(tx, viewer, *to, batch, Transfer::Copy)),
        Task::Move { to, .. } => refuse_overflow(transfer(tx, viewer, *to, batch, Transfer::Move)),
        Task::Duplicate => duplicate(tx, viewer, batch),
        Task::Delete { immediately } => delete(tx, viewer, batch, *immediately),
        Task::EmptyTrash => viewer.person().map(drop),
        Task::DeleteVersions { versions } => delete_versions(tx, viewer, batch, versions),
        Task::Download { .. } => download(tx, viewer, owner, batch),
        Task::MarkAsRead => viewer.person().map(drop),
        // Its refusals are told by its status (files/05 §10).
        Task::CopyRoom(_) => viewer.person().map(drop),
        // It has a start of its own, which asks for the right.
        Task::ExportIndex => viewer.person().map(drop),
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Transfer {
    Copy,
    Move,
}

/// The entries of a batch with the viewer's rights, in its order.
///
/// # Errors
/// 404 for the first missing folder or file.
pub(super) fn seen(tx: &mut Tx<'_>, viewer: &Viewer, batch: &Batch) -> Result<Vec<Seen>, Error> {
    let known_folders = folders::by_ids(tx, viewer.portal, &batch.folders)?;
    let known_files = files::by_ids(tx, viewer.portal, &batch.files)?;
    let mut entries = Vec::with_capacity(batch.len());
    for id in &batch.folders {
        let found = known_folders.iter().find(|folder| folder.id == *id);
        entries.push(Entry::Folder(found.cloned().ok_or(Error::FOLDER)?));
    }
    for id in &batch.files {
        let found = known_files.iter().find(|file| file.id == *id);
        entries.push(Entry::File(found.cloned().ok_or(Error::FILE)?));
    }
    rights(tx, viewer, entries)
}

/// Refuses what may not be moved or copied into a folder.
pub(super) fn transfer(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    to: FolderId,
    batch: &Batch,
    how: Transfer,
) -> Result<(), Error> {
    viewer.person()?;
    let target = gate::folder(tx, viewer, to)?;
    let entries = seen(tx, viewer, batch)?;
    let rooms_only = target.entry.kind.is_home_of_rooms();
    let (from, into) = match how {
        Transfer::Copy => (Action::Copy, Action::CopyTo),
        Transfer::Move => (Action::Move, Action::MoveTo),
    };
    for entry in &entries {
        let is_room = matches!(&entry.entry, Entry::Folder(folder) if folder.kind.is_room());
        if is_room != rooms_only {
            return Err(Error::Denied);
        }
        entry.require(from)?;
        let from_trash = entry.entry.root().kind == FolderType::Trash;
        if !from_trash && !is_room {
            entry.require(Action::Download)?;
        }
        movable_below(tx, viewer, &entry.entry, to)?;
        if how == Transfer::Move {
            tracking::require_movable(tx, viewer, entry)?;
        }
    }
    if rooms_only {
        // Who may archive a room may put it there; a copy of a room is a new room.
        return match how {
            Transfer::Move => Ok(()),
            Transfer::Copy => target.require(Action::Create).map(drop),
        };
    }
    target.require(into)?;
    target.require(Action::Create)?;
    takes_forms_only(tx, viewer, &target.entry, &entries, how)?;
    let bytes = entries.iter().map(|seen| match how {
        Transfer::Copy => quota::size(&seen.entry),
        Transfer::Move => quota::arriving(&seen.entry, &target.entry),
    });
    let (to, bytes) = (&target.entry, bytes.sum());
    quota::require_space(tx, viewer, to, bytes, Measure::Strict)
}

/// A quota is a refusal before the operation starts: 403 with the quota's text (`files/06b §3`).
fn refuse_overflow(outcome: Result<(), Error>) -> Result<(), Error> {
    match outcome {
        Err(Error::Quota(text)) => Err(Error::Refused(text)),
        Err(Error::Full(full)) => Err(Error::Refused(full.to_string())),
        other => other,
    }
}

/// A folder must not go into itself, and nothing in it may be locked by somebody else.
fn movable_below(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: &Entry,
    to: FolderId,
) -> Result<(), Error> {
    let Entry::Folder(folder) = entry else {
        return Ok(());
    };
    if tree::is_within(tx, viewer.portal, to, folder.id)? {
        return Err(Error::refused(INTO_ITSELF));
    }
    let is_room = folder.kind.is_room();
    if !is_room && operations::locked_below(tx, viewer.portal, folder.id, viewer.user())? {
        return Err(Error::Denied);
    }
    Ok(())
}

/// Form filling rooms take PDF forms, one at a time.
fn takes_forms_only(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    target: &Folder,
    entries: &[Seen],
    how: Transfer,
) -> Result<(), Error> {
    let Some(room) = target.room else {
        return Ok(());
    };
    let kind = rooms::by_id(tx, viewer.portal, room)?.map(|room| room.kind);
    if kind != Some(RoomType::FillingFormsRoom) {
        return Ok(());
    }
    let arriving: Vec<&Seen> = entries
        .iter()
        .filter(|seen| seen.entry.room() != Some(room))
        .collect();
    let folders = arriving
        .iter()
        .any(|seen| matches!(seen.entry, Entry::Folder(_)));
    if folders {
        return Err(Error::refused(NO_FOLDERS));
    }
    if how == Transfer::Move && arriving.len() > 1 {
        return Err(Error::refused(ONE_FORM));
    }
    let all_forms = arriving.iter().all(|seen| is_form(&seen.entry));
    match (all_forms, how) {
        (true, _) => Ok(()),
        (false, Transfer::Copy) => Err(Error::refused(content::FORMS_ONLY)),
        (false, Transfer::Move) => Err(Error::refused(FORMS_ONLY)),
    }
}

fn is_form(entry: &Entry) -> bool {
    matches!(entry, Entry::File(file) if file.category == FilterType::PdfForm)
}

fn duplicate(tx: &mut Tx<'_>, viewer: &Viewer, batch: &Batch) -> Result<(), Error> {
    viewer.person()?;
    let entries = seen(tx, viewer, batch)?;
    for entry in &entries {
        entry.require(Action::Copy)?;
        let parent = gate::folder(tx, viewer, entry.entry.parent())?;
        parent.require(Action::Create)?;
        if !parent.entry.kind.is_home_of_rooms() {
            parent.require(Action::CopyTo)?;
        }
        let bytes = quota::size(&entry.entry);
        let space = quota::require_space(tx, viewer, &parent.entry, bytes, Measure::Strict);
        refuse_overflow(space)?;
    }
    Ok(())
}

/// Refuses what may not be deleted.
pub(super) fn delete(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    batch: &Batch,
    immediately: bool,
) -> Result<(), Error> {
    viewer.person()?;
    for entry in seen(tx, viewer, batch)? {
        entry.require(Action::Delete)?;
        tracking::require_left(tx, viewer, &entry)?;
        if let Entry::Folder(folder) = &entry.entry {
            if folder.kind.is_room() && !immediately {
                return Err(Error::Denied);
            }
            if operations::locked_below(tx, viewer.portal, folder.id, viewer.user())? {
                return Err(Error::Denied);
            }
        }
    }
    Ok(())
}

fn delete_versions(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    batch: &Batch,
    versions: &[i64],
) -> Result<(), Error> {
    viewer.person()?;
    for entry in seen(tx, viewer, batch)? {
        let Entry::File(file) = &entry.entry else {
            return Err(Error::FILE);
        };
        let asleep = matches!(file.root.kind, FolderType::Archive | FolderType::Trash);
        if asleep || !entry.may(Action::EditHistory) {
            return Err(Error::Denied);
        }
        if versions.contains(&file.version.number) {
            return Err(Error::refused("Cannot delete current version of file"));
        }
    }
    Ok(())
}

fn download(tx: &mut Tx<'_>, viewer: &Viewer, owner: &str, batch: &Batch) -> Result<(), Error> {
    let kind = job_kind(OperationKind::Download);
    let running = jobs::list(tx, viewer.portal.0, owner, &[kind])?;
    if running.iter().any(|job| !job.status.is_final()) {
        return Err(Error::refused("Too many downloads."));
    }
    // Nothing downloadable is answered like nothing there, rights missing or not.
    let some = seen(tx, viewer, batch)?
        .iter()
        .any(|entry| entry.may(Action::Download));
    if some { Ok(()) } else { Err(Error::FILE) }
}

/// Entries of a batch whose title exists at the destination already (`GET fileops/move`).
pub(super) fn conflicts(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    to: FolderId,
    batch: &Batch,
) -> Result<Vec<Entry>, Error> {
    let target = gate::folder(tx, viewer, to)?;
    target.require(Action::Read)?;
    let mut found = Vec::new();
    for entry in seen(tx, viewer, batch)? {
        match &entry.entry {
            Entry::File(file) => {
                let same = files::by_title(tx, viewer.portal, to, &file.title)?;
                found.extend(same.filter(|other| other.id != file.id).map(Entry::File));
            }
            Entry::Folder(folder) => {
                let same = folders::by_title(tx, viewer.portal, to, &folder.title)?;
                found.extend(
                    same.filter(|other| other.id != folder.id)
                        .map(Entry::Folder),
                );
            }
        }
    }
    Ok(found)
}

/// Which files of a batch the destination takes: form filling rooms take forms only.
pub(super) fn destination(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    to: FolderId,
    batch: &Batch,
) -> Result<DestinationCheck, Error> {
    let target = gate::folder(tx, viewer, to)?;
    target.require(Action::Read)?;
    let forms_only = match target.entry.room {
        Some(room) => rooms::by_id(tx, viewer.portal, room)?
            .is_some_and(|room| room.kind == RoomType::FillingFormsRoom),
        None => false,
    };
    let entries = seen(tx, viewer, batch)?;
    let taken = entries
        .iter()
        .filter(|seen| !forms_only || is_form(&seen.entry));
    let taken: Vec<EntryRef> = taken.map(|seen| seen.entry.reference()).collect();
    let fit = match taken.len() {
        0 if !entries.is_empty() => Fit::None,
        some if some == entries.len() => Fit::All,
        _ => Fit::Partly,
    };
    let files = taken.into_iter().filter_map(|entry| match entry {
        EntryRef::File(id) => Some(id),
        EntryRef::Folder(_) => None,
    });
    Ok(DestinationCheck {
        fit,
        files: files.collect(),
    })
}
