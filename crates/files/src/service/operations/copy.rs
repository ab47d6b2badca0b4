//! Copying files, folders and whole rooms. A copied file refers to the same immutable object.

use serde_json::json;
use sql::Tx;

use super::run::Run;
use crate::error::Error;
use crate::model::{ConflictResolve, EntryRef, File, FileId, Folder, FolderId, Room};
use crate::rules::Action;
use crate::service::content::{self, Bytes, Draft, Revision};
use crate::service::happening::FileHappening;
use crate::service::rooms::happening::{self as rooms_happening, RoomHappening};
use crate::service::rooms::{copy_picture, watermark_picture};
use crate::service::{create, gate, sharing};
use crate::store::{files, folders, operations, rooms, unread};
use crate::titles;
use crate::view::Viewer;

/// Files copied in one transaction: enough to be fast, few enough not to keep others waiting.
pub(super) const AT_ONCE: usize = 100;

impl Run {
    /// Copies an entry into `to`, or beside itself.
    pub(super) async fn copy(
        &mut self,
        entry: EntryRef,
        to: Option<FolderId>,
        conflict: ConflictResolve,
    ) -> Result<(), Error> {
        match entry {
            EntryRef::File(file) => {
                for copy in self
                    .copy_files(vec![file], to, conflict, Check::Rights)
                    .await?
                {
                    self.made_file(copy);
                }
            }
            EntryRef::Folder(folder) => self.copy_folder(folder, to, conflict).await?,
        }
        if let Some(to) = to {
            self.made_folder(to);
        }
        Ok(())
    }

    async fn copy_folder(
        &mut self,
        folder: FolderId,
        to: Option<FolderId>,
        conflict: ConflictResolve,
    ) -> Result<(), Error> {
        let copy = self.copy_shell(folder, to, conflict, Check::Rights).await?;
        self.made_folder(copy);
        self.copy_content(folder, copy, conflict).await
    }

    /// Copies what lies in a folder into another one, folder by folder: the content follows the shell.
    pub(super) async fn copy_content(
        &mut self,
        folder: FolderId,
        copy: FolderId,
        conflict: ConflictResolve,
    ) -> Result<(), Error> {
        let mut waiting = vec![(folder, copy)];
        while let Some((source, copy)) = waiting.pop() {
            if self.context.is_cancelled().await {
                return Ok(());
            }
            let portal = self.viewer.portal;
            let (inner, below) = self
                .files
                .db()
                .read(move |tx| -> Result<_, Error> {
                    let inner = operations::file_ids(tx, portal, source)?;
                    Ok((inner, operations::folder_ids(tx, portal, source)?))
                })
                .await?;
            for some in inner.chunks(AT_ONCE) {
                self.copy_files(some.to_vec(), Some(copy), conflict, Check::Inherited)
                    .await?;
            }
            // A copy into a sibling must not copy the copy.
            for id in below.into_iter().filter(|id| *id != copy) {
                let shell = self
                    .copy_shell(id, Some(copy), conflict, Check::Inherited)
                    .await?;
                waiting.push((id, shell));
            }
        }
        Ok(())
    }

    async fn copy_shell(
        &self,
        source: FolderId,
        to: Option<FolderId>,
        conflict: ConflictResolve,
        check: Check,
    ) -> Result<FolderId, Error> {
        let (viewer, job) = (self.viewer.clone(), self.context.id);
        self.files
            .db()
            .write(move |tx| {
                let step = EntryRef::Folder(source);
                let done = operations::step(tx, viewer.portal, job, step)?;
                if let Some(Some(copy)) = done {
                    return Ok(FolderId(copy));
                }
                let folder = allowed_folder(tx, &viewer, source, check)?;
                let to = to.unwrap_or(folder.parent);
                let to = folders::by_id(tx, viewer.portal, to)?.ok_or(Error::FOLDER)?;
                let copy = shell(tx, &viewer, &folder, &to, conflict)?;
                operations::record_step(tx, viewer.portal, job, step, Some(copy.0))?;
                Ok(copy)
            })
            .await
    }

    async fn copy_files(
        &self,
        sources: Vec<FileId>,
        to: Option<FolderId>,
        conflict: ConflictResolve,
        check: Check,
    ) -> Result<Vec<FileId>, Error> {
        let (viewer, job) = (self.viewer.clone(), self.context.id);
        self.files
            .db()
            .write(move |tx| {
                let (mut made, mut new) = (Vec::new(), Vec::new());
                for source in sources {
                    let step = EntryRef::File(source);
                    if let Some(done) = operations::step(tx, viewer.portal, job, step)? {
                        made.extend(done.map(FileId));
                        continue;
                    }
                    let copy = copy_file(tx, &viewer, source, to, conflict, check, &mut new)?;
                    operations::record_step(tx, viewer.portal, job, step, copy.map(|id| id.0))?;
                    made.extend(copy);
                }
                unread::mark_new(tx, &new)?;
                Ok(made)
            })
            .await
    }
}

/// Whether rights are asked for this very entry, or were for a folder above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Check {
    Rights,
    Inherited,
}

fn allowed_folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    check: Check,
) -> Result<Folder, Error> {
    match check {
        Check::Inherited => folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER),
        Check::Rights => {
            let seen = gate::folder(tx, viewer, id)?;
            seen.require_or(
                Action::Copy,
                "You don't have enough permission to copy the folder",
            )?;
            Ok(seen.entry)
        }
    }
}

/// The folder that receives the content: an existing one of the same title, or a new one.
fn shell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    source: &Folder,
    to: &Folder,
    conflict: ConflictResolve,
) -> Result<FolderId, Error> {
    if let Some(room) = rooms::by_id(tx, viewer.portal, source.id)? {
        return copy_room(tx, viewer, source, &room, to);
    }
    let existing = folders::by_title(tx, viewer.portal, to.id, &source.title)?;
    let title = match existing {
        Some(existing) if conflict != ConflictResolve::Duplicate && existing.id != source.id => {
            return Ok(existing.id);
        }
        Some(_) => free_folder_title(tx, viewer, to, &source.title)?,
        None => source.title.clone(),
    };
    new_shell(tx, viewer, source, to, &title)
}

/// An empty folder of the same kind.
pub(super) fn new_shell(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    source: &Folder,
    to: &Folder,
    title: &str,
) -> Result<FolderId, Error> {
    let copy = folders::insert(tx, to, source.kind, title, viewer.user(), viewer.now)?;
    let more = json!({ "parentId": to.id.0, "parentTitle": to.title });
    rooms_happening::record(tx, viewer, RoomHappening::FolderCopied, &copy, more)?;
    Ok(copy.id)
}

/// The title with the first number that no other folder there has. Titles of folders and rooms have no extension,
/// whatever dots are in them.
fn free_folder_title(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    parent: &Folder,
    title: &str,
) -> Result<String, Error> {
    titles::first_free(titles::numbered(title, ""), |keys| {
        Ok(folders::taken_keys(tx, viewer.portal, parent.id, keys)?)
    })
}

/// A copy of a room is a room of the caller's with the same settings and tags; members and links
/// other than the primary one stay behind (`files/05 §8`).
fn copy_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    source: &Folder,
    room: &Room,
    to: &Folder,
) -> Result<FolderId, Error> {
    let title = free_folder_title(tx, viewer, to, &source.title)?;
    let kind = room.kind;
    let copy = folders::insert(
        tx,
        to,
        kind.folder_type(),
        &title,
        viewer.user(),
        viewer.now,
    )?;
    let logo = room.logo.as_deref();
    let mut settings = Room {
        folder: copy.id,
        cover: String::new(),
        logo: logo
            .map(|name| copy_picture(tx, viewer, name))
            .transpose()?,
        ..room.clone()
    };
    watermark_picture::keep(tx, viewer, None, &mut settings)?;
    rooms::put(tx, viewer.portal, &settings)?;
    let tags = rooms::tags(tx, viewer.portal, &[source.id])?.remove(&source.id);
    for tag in tags.unwrap_or_default().into_iter().rev() {
        rooms::add_tag(tx, viewer.portal, copy.id, &tag, viewer.now)?;
    }
    use crate::model::RoomType::{FillingFormsRoom, PublicRoom};
    if matches!(kind, PublicRoom | FillingFormsRoom) {
        sharing::links::make_primary_of_room(tx, viewer, &copy, kind)?;
    }
    rooms_happening::record(tx, viewer, RoomHappening::Copied, &copy, json!({}))?;
    Ok(copy.id)
}

/// The copy of a file, or nothing where an equal title is left alone. A new file also comes into `new`, for the caller
/// to mark as unread.
pub(super) fn copy_file(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    source: FileId,
    to: Option<FolderId>,
    conflict: ConflictResolve,
    check: Check,
    new: &mut Vec<File>,
) -> Result<Option<FileId>, Error> {
    let file = match check {
        Check::Inherited => match files::by_id(tx, viewer.portal, source)? {
            Some(file) => file,
            None => return Ok(None), // deleted while the folder was being copied
        },
        Check::Rights => {
            let seen = gate::file(tx, viewer, source)?;
            let refusal = "You don't have enough permission to copy the file";
            seen.require_or(Action::Copy, refusal)?;
            seen.entry
        }
    };
    let to = to.unwrap_or(file.folder);
    let to = folders::by_id(tx, viewer.portal, to)?.ok_or(Error::FOLDER)?;
    let equal = files::by_title(tx, viewer.portal, to.id, &file.title)?
        .filter(|other| other.category == file.category);
    let title = match (equal, conflict) {
        (None, _) => file.title.clone(),
        (Some(_), ConflictResolve::Duplicate) => {
            create::free_title(tx, viewer, &to, file.title.clone())?
        }
        (Some(other), _) if other.id == file.id || file.folder == to.id => return Ok(None),
        (Some(_), ConflictResolve::Skip) => return Ok(None),
        (Some(other), ConflictResolve::Overwrite) => {
            return overwrite(tx, viewer, &file, other).map(Some);
        }
    };
    let copy = content::insert_unmarked(tx, viewer, &to, draft_of(&file, title)?)?;
    let id = copy.id;
    new.push(copy);
    Ok(Some(id))
}

/// A new file with the content of another one.
pub(super) fn insert(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    to: &Folder,
    title: String,
) -> Result<FileId, Error> {
    Ok(content::insert(tx, viewer, to, draft_of(file, title)?)?.id)
}

fn draft_of(file: &File, title: String) -> Result<Draft, Error> {
    Ok(Draft {
        link_title: title.clone(),
        title,
        bytes: Bytes::of(&file.version)?,
        is_form: file.category == crate::model::FilterType::PdfForm,
        comment: "Copied".into(),
        what: FileHappening::Copied,
        created: None,
    })
}

/// New version of the equal file at the destination, with the content of the source.
pub(super) fn overwrite(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    existing: File,
) -> Result<FileId, Error> {
    let seen = gate::seen_file(tx, viewer, existing)?;
    seen.require_or(
        Action::Edit,
        "You do not have enough permissions to edit the file",
    )?;
    let revision = Revision {
        bytes: Bytes::of(&file.version)?,
        is_form: file.category == crate::model::FilterType::PdfForm,
        comment: "Overwritten".to_owned(),
        what: FileHappening::Overwritten,
    };
    let id = content::add_version(tx, viewer, &seen.entry, revision)?.id;
    if seen.entry.title != file.title {
        let number = titles::leading_number(&file.title);
        let extension = crate::formats::extension(&file.title);
        files::rename(tx, viewer.portal, id, &file.title, number, &extension)?;
    }
    Ok(id)
}
