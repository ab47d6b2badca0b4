//! Moving, copying and deleting one entry while the client waits, by the rules of the long operations.
//!
//! The destination is a folder and a name in it ([`crate::path_names`]). What has that name already is replaced: a file
//! gets the arriving file as its new version, everything else goes to the trash.

use sql::Tx;

use super::check::{self, Transfer};
use super::copy::{self, Check};
use super::{Batch, relocate, remove};
use crate::error::Error;
use crate::model::{ConflictResolve, Entry, EntryRef, File, FolderId, FolderType};
use crate::path_names;
use crate::rules::Action;
use crate::service::paths::called;
use crate::service::rooms::index;
use crate::service::{Files, folders as service_folders, gate, versions};
use crate::store::{folders, operations, positions, tree, unread};
use crate::view::Viewer;

const ROOMS: &str = "Rooms are renamed, copied, archived and deleted in the web app";

/// Where an entry is to go.
#[derive(Debug, Clone)]
pub struct Destination {
    /// The folder.
    pub folder: FolderId,
    /// The name in it.
    pub name: String,
}

impl Files {
    /// Moves and renames an entry in one transaction. Answers what it is afterwards: the file that got it as a version,
    /// or itself.
    ///
    /// # Errors
    /// 400 for a name that cannot be stored, 403 without the rights, for rooms and for a folder into itself, 402 beyond
    /// a quota, 404 when something is missing.
    pub async fn move_now(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        to: Destination,
    ) -> Result<EntryRef, Error> {
        self.save(viewer, move |tx, viewer| {
            tree::lock(tx, viewer.portal)?;
            let left = positions::indexed_parents(tx, viewer.portal, &[entry])?;
            let moved = relocate_and_rename(tx, viewer, entry, &to)?;
            for folder in left {
                index::close_gaps(tx, viewer.portal, folder)?;
            }
            Ok(moved)
        })
        .await
    }

    /// Copies an entry, a folder with everything in it unless it is to be `shallow`. Answers the copy. A copy that breaks
    /// off in the middle leaves what is copied.
    ///
    /// # Errors
    /// As [`Files::move_now`].
    pub async fn copy_now(
        &self,
        viewer: &Viewer,
        entry: EntryRef,
        to: Destination,
        shallow: bool,
    ) -> Result<EntryRef, Error> {
        let copy = self
            .save(viewer, move |tx, viewer| {
                tree::lock(tx, viewer.portal)?;
                copy_one(tx, viewer, entry, &to)
            })
            .await?;
        if let (EntryRef::Folder(source), EntryRef::Folder(copy), false) = (entry, copy, shallow) {
            self.copy_content_now(viewer, source, copy).await?;
        }
        Ok(copy)
    }

    async fn copy_content_now(
        &self,
        viewer: &Viewer,
        source: FolderId,
        copy: FolderId,
    ) -> Result<(), Error> {
        let mut waiting = vec![(source, copy)];
        while let Some((source, copy)) = waiting.pop() {
            let portal = viewer.portal;
            let (files, below) = self
                .db()
                .read(move |tx| -> Result<_, Error> {
                    let files = operations::file_ids(tx, portal, source)?;
                    Ok((files, operations::folder_ids(tx, portal, source)?))
                })
                .await?;
            for some in files.chunks(copy::AT_ONCE) {
                let some = some.to_vec();
                self.save(viewer, move |tx, viewer| {
                    let (to, conflict, check) =
                        (Some(copy), ConflictResolve::Duplicate, Check::Inherited);
                    let mut new = Vec::new();
                    for file in some {
                        copy::copy_file(tx, viewer, file, to, conflict, check, &mut new)?;
                    }
                    Ok(unread::mark_new(tx, &new)?)
                })
                .await?;
            }
            for id in below.into_iter().filter(|id| *id != copy) {
                let shell = self
                    .save(viewer, move |tx, viewer| {
                        let source = folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
                        let to = folders::by_id(tx, viewer.portal, copy)?.ok_or(Error::FOLDER)?;
                        copy::new_shell(tx, viewer, &source, &to, &source.title)
                    })
                    .await?;
                waiting.push((id, shell));
            }
        }
        Ok(())
    }

    /// Deletes an entry: into the trash, or for good where it lies there already.
    ///
    /// # Errors
    /// 403 without the right and for rooms, 404 when it is gone.
    pub async fn delete_now(&self, viewer: &Viewer, entry: EntryRef) -> Result<(), Error> {
        let who = viewer.clone();
        let (for_good, left) = self
            .db()
            .read(move |tx| {
                let for_good = ordinary(tx, &who, entry)?.root().kind == FolderType::Trash;
                check::delete(tx, &who, &batch(entry), for_good)?;
                let left = positions::indexed_parents(tx, who.portal, &[entry])?;
                Ok::<_, Error>((for_good, left))
            })
            .await?;
        remove::entry(self, viewer, entry, for_good, None).await?;
        let portal = viewer.portal;
        self.db()
            .write(move |tx| {
                for folder in left {
                    index::close_gaps(tx, portal, folder)?;
                }
                Ok(())
            })
            .await
    }
}

fn batch(entry: EntryRef) -> Batch {
    match entry {
        EntryRef::Folder(id) => id.into(),
        EntryRef::File(id) => id.into(),
    }
}

/// The entry, unless it is a room or a root.
fn ordinary(tx: &mut Tx<'_>, viewer: &Viewer, entry: EntryRef) -> Result<Entry, Error> {
    let entry = match entry {
        EntryRef::File(id) => Entry::File(gate::file(tx, viewer, id)?.entry),
        EntryRef::Folder(id) => Entry::Folder(gate::folder(tx, viewer, id)?.entry),
    };
    match &entry {
        Entry::Folder(folder) if folder.kind.is_room() => Err(Error::refused(ROOMS)),
        other if other.parent() == FolderId(0) => Err(Error::Denied),
        _ => Ok(entry),
    }
}

fn relocate_and_rename(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: EntryRef,
    to: &Destination,
) -> Result<EntryRef, Error> {
    let source = ordinary(tx, viewer, entry)?;
    let title = path_names::title_of(&to.name, matches!(source, Entry::File(_)))?;
    if source.parent() != to.folder {
        check::transfer(tx, viewer, to.folder, &batch(entry), Transfer::Move)?;
    }
    if let Some(existing) = displaced(tx, viewer, entry, to)? {
        if let (Entry::File(file), Entry::File(existing)) = (&source, &existing) {
            return replace_by(tx, viewer, file, existing.clone());
        }
        put_away(tx, viewer, &existing)?;
    }
    if source.parent() != to.folder {
        let folder = folders::by_id(tx, viewer.portal, to.folder)?.ok_or(Error::FOLDER)?;
        let conflict = ConflictResolve::Duplicate;
        match entry {
            EntryRef::File(id) => {
                relocate::move_file(tx, viewer, id, &folder, conflict)?;
            }
            EntryRef::Folder(id) => {
                relocate::move_folder(tx, viewer, id, &folder, conflict)?;
            }
        }
    }
    if source.title() != title {
        match entry {
            EntryRef::File(id) => versions::rename_freely(tx, viewer, id, &title)?,
            EntryRef::Folder(id) => service_folders::rename(tx, viewer, id, &title)?,
        }
    }
    Ok(entry)
}

fn copy_one(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    entry: EntryRef,
    to: &Destination,
) -> Result<EntryRef, Error> {
    let source = ordinary(tx, viewer, entry)?;
    let title = path_names::title_of(&to.name, matches!(source, Entry::File(_)))?;
    check::transfer(tx, viewer, to.folder, &batch(entry), Transfer::Copy)?;
    if let Some(existing) = displaced(tx, viewer, entry, to)? {
        if let (Entry::File(file), Entry::File(existing)) = (&source, &existing) {
            let id = copy::overwrite(tx, viewer, file, existing.clone())?;
            return Ok(EntryRef::File(id));
        }
        put_away(tx, viewer, &existing)?;
    }
    let folder = folders::by_id(tx, viewer.portal, to.folder)?.ok_or(Error::FOLDER)?;
    match &source {
        Entry::File(file) => copy::insert(tx, viewer, file, &folder, title).map(EntryRef::File),
        Entry::Folder(source) => {
            copy::new_shell(tx, viewer, source, &folder, &title).map(EntryRef::Folder)
        }
    }
}

/// What has the name at the destination and is not the arriving entry itself.
fn displaced(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    arriving: EntryRef,
    to: &Destination,
) -> Result<Option<Entry>, Error> {
    let found = called(tx, viewer, to.folder, &to.name)?;
    Ok(found.filter(|found| found.reference() != arriving))
}

/// A file that moves onto another one becomes its newest version.
fn replace_by(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    existing: File,
) -> Result<EntryRef, Error> {
    gate::file(tx, viewer, file.id)?.require(Action::Move)?;
    let title = existing.title.clone();
    let same = File {
        title,
        ..file.clone()
    };
    let id = copy::overwrite(tx, viewer, &same, existing)?;
    remove::file(tx, viewer, file)?;
    Ok(EntryRef::File(id))
}

fn put_away(tx: &mut Tx<'_>, viewer: &Viewer, entry: &Entry) -> Result<(), Error> {
    check::delete(tx, viewer, &batch(entry.reference()), false)?;
    match entry {
        Entry::File(file) => relocate::trash_file(tx, viewer, file),
        Entry::Folder(folder) => relocate::trash_folder(tx, viewer, folder),
    }
}
