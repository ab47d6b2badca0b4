//! Earlier versions of a file: seeing, naming, grouping and restoring them (`files/06a §5, §6`).

use jiff::Timestamp;
use portal::{PortalId, UserId};
use serde_json::json;
use sql::Tx;

use super::Files;
use super::content::{self, Bytes, Revision};
use super::gate;
use super::happening::{self, FileHappening};
use super::locks::{LOCKED, MAY_NOT_EDIT, locked_by_another};
use crate::error::Error;
use crate::model::{Entry, File, FileId, FileVersion, FilterType, FolderType};
use crate::rules::Action;
use crate::store::{files, versions};
use crate::titles;
use crate::view::{Context, EntryDto, FileDto, Seen, Viewer, look, render};

/// Refusal of reading a file or its history (`files/00 §6`).
pub(crate) const MAY_NOT_READ: &str = "You don't have enough permission to view the file";
const MAY_NOT_RENAME: &str = "You don't have enough permission to rename the file";
const SAME_VERSION: &str = "The new version cannot be the same as the current one";
pub(crate) const IN_TRASH: &str = "You are not allowed to preview the elements in the Trash";

/// A change of a file's name and, or, its current version.
#[derive(Debug, Clone, Default)]
pub struct FileUpdate {
    /// New title; a blank one changes nothing.
    pub title: Option<String>,
    /// Version to restore; 0 restores none.
    pub restore: i64,
}

impl Files {
    /// All versions of a file, newest first.
    ///
    /// # Errors
    /// 403 without the right to see them, and for files that don't exist (`files/06a §5`).
    pub async fn versions(&self, viewer: &Viewer, id: FileId) -> Result<Vec<File>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| match gate::file(tx, &viewer, id) {
                Err(Error::NotFound(_)) => Err(Error::refused(MAY_NOT_READ)),
                Err(error) => Err(error),
                Ok(seen) => {
                    seen.require_or(Action::ReadHistory, MAY_NOT_READ)?;
                    all_versions(tx, &seen.entry)
                }
            })
            .await
    }

    /// The same with 404 for a file that does not exist (`edit/history`, `edit/diff`).
    ///
    /// # Errors
    /// 404 without the file, 403 without the right.
    pub async fn edit_history(&self, viewer: &Viewer, id: FileId) -> Result<Vec<File>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::ReadHistory, MAY_NOT_READ)?;
                all_versions(tx, &seen.entry)
            })
            .await
    }

    /// Renames a file and, or, restores one of its versions.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right, 400 for a version that can't be restored, 500
    /// for locked and trashed files (`files/06a §6`).
    pub async fn update(
        &self,
        viewer: &Viewer,
        id: FileId,
        update: FileUpdate,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                let mut file = seen.entry.clone();
                if let Some(title) = &update.title {
                    require_rename(&viewer, &seen)?;
                    file = rename(tx, &viewer, file, title)?;
                }
                if update.restore > 0 {
                    restore(
                        tx,
                        &viewer,
                        &Seen {
                            entry: file,
                            ..seen
                        },
                        update.restore,
                    )?;
                }
                Ok(())
            })
            .await
    }

    /// Makes an earlier version the newest one.
    ///
    /// # Errors
    /// As [`Files::update`].
    pub async fn restore_version(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
    ) -> Result<(), Error> {
        self.save(viewer, move |tx, viewer| {
            let seen = gate::file(tx, viewer, id)?;
            restore(tx, viewer, &seen, version)
        })
        .await
    }

    /// Changes the comment of a version.
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right.
    pub async fn set_comment(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
        comment: String,
    ) -> Result<String, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                let file = &seen.require_or(Action::EditHistory, MAY_NOT_EDIT)?.entry;
                if !versions::set_comment(tx, viewer.portal, id, version, &comment)? {
                    return Err(Error::FILE);
                }
                let more = json!({ "version": version, "comment": comment });
                happening::record(tx, &viewer, FileHappening::CommentChanged, file, more)?;
                Ok(comment)
            })
            .await
    }

    /// Begins a new revision group behind a version (`join` false), or joins the version's group to
    /// the one before.
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right.
    pub async fn regroup(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
        join: bool,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                let file = &seen.require_or(Action::EditHistory, MAY_NOT_EDIT)?.entry;
                let chosen = files::version(tx, viewer.portal, id, version)?.ok_or(Error::FILE)?;
                if join {
                    join_groups(tx, file, &chosen)?;
                } else if chosen.number == file.version.number {
                    let revision = Revision {
                        bytes: Bytes::of(&chosen)?,
                        is_form: file.category == FilterType::PdfForm,
                        comment: chosen.comment.clone(),
                        what: FileHappening::NewVersion,
                    };
                    content::add_version(tx, &viewer, file, revision)?;
                    return Ok(());
                } else {
                    versions::shift_groups(tx, viewer.portal, id, chosen.number + 1, 1)?;
                }
                let more = json!({ "version": version });
                happening::record(tx, &viewer, FileHappening::NewVersion, file, more)
            })
            .await
    }
}

/// Key of a version for editors: another content is another key (`files/06c`).
pub fn document_key(here: &portal::Installation, file: &File) -> String {
    let parts = [
        file.portal.to_string(),
        file.id.0.to_string(),
        file.version.number.to_string(),
        file.version.object.clone(),
    ];
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let code = here.mac("document key", &parts);
    code.iter()
        .take(20)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Names of the authors of versions.
pub(crate) fn author_names(
    tx: &mut Tx<'_>,
    portal: PortalId,
    mut ids: Vec<UserId>,
) -> Result<std::collections::HashMap<UserId, String>, Error> {
    ids.sort_unstable();
    ids.dedup();
    let people = people::store::by_ids(tx, portal, &ids)?;
    Ok(people
        .into_iter()
        .map(|(id, person)| (id, person.display_name()))
        .collect())
}

fn all_versions(tx: &mut Tx<'_>, file: &File) -> Result<Vec<File>, Error> {
    let versions = files::versions(tx, file.portal, file.id)?;
    Ok(versions
        .into_iter()
        .map(|version| File {
            version,
            ..file.clone()
        })
        .collect())
}

fn join_groups(tx: &mut Tx<'_>, file: &File, chosen: &FileVersion) -> Result<(), Error> {
    let first = files::versions(tx, file.portal, file.id)?
        .into_iter()
        .filter(|version| version.group == chosen.group)
        .map(|version| version.number)
        .min();
    match first {
        Some(first) if chosen.group > 1 => {
            Ok(versions::shift_groups(tx, file.portal, file.id, first, -1)?)
        }
        _ => Ok(()),
    }
}

fn require_rename(viewer: &Viewer, seen: &Seen<File>) -> Result<(), Error> {
    let guest_of_others = viewer.caller.is_authenticated()
        && !viewer.caller.is_at_least_user()
        && !seen.may(Action::Delete);
    if seen.may(Action::Rename) && !guest_of_others {
        return Ok(());
    }
    // Those who could rename the file if it were not for its state learn what keeps them.
    if locked_by_another(&seen.entry, viewer) && seen.may(Action::Lock) {
        return Err(Error::Failed(LOCKED.to_owned()));
    }
    if seen.entry.root.kind == FolderType::Trash && seen.may(Action::Delete) {
        return Err(Error::Failed(IN_TRASH.to_owned()));
    }
    Err(Error::refused(MAY_NOT_RENAME))
}

fn rename(tx: &mut Tx<'_>, viewer: &Viewer, file: File, asked: &str) -> Result<File, Error> {
    match titles::of_renamed_file(&file.title, asked) {
        Some(title) => set_title(tx, viewer, file, title),
        None => Ok(file),
    }
}

/// Gives a file a title with whatever extension, as programs do that save under another name first and rename then.
pub(super) fn rename_freely(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FileId,
    title: &str,
) -> Result<(), Error> {
    let seen = gate::file(tx, viewer, id)?;
    require_rename(viewer, &seen)?;
    let is_form = seen.entry.category == FilterType::PdfForm;
    let category = crate::formats::category(&crate::formats::extension(title), is_form);
    files::set_category(tx, viewer.portal, id, category)?;
    set_title(tx, viewer, seen.entry, title.to_owned()).map(drop)
}

fn set_title(tx: &mut Tx<'_>, viewer: &Viewer, file: File, title: String) -> Result<File, Error> {
    let number = titles::leading_number(&title);
    let extension = crate::formats::extension(&title);
    files::rename(tx, viewer.portal, file.id, &title, number, &extension)?;
    let old = file.title.clone();
    let file = File { title, ..file };
    let more = json!({ "oldTitle": old, "newTitle": file.title });
    happening::record(tx, viewer, FileHappening::Renamed, &file, more)?;
    Ok(file)
}

fn restore(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen<File>, version: i64) -> Result<(), Error> {
    let file = &seen.entry;
    if version < 1 {
        return Err(Error::Argument("Bad request.".to_owned()));
    }
    if !seen.may(Action::EditHistory) {
        if locked_by_another(file, viewer) && seen.may(Action::Lock) {
            return Err(Error::Failed(LOCKED.to_owned()));
        }
        if file.root.kind == FolderType::Trash && seen.may(Action::Delete) {
            return Err(Error::Failed(IN_TRASH.to_owned()));
        }
        return Err(Error::refused(MAY_NOT_EDIT));
    }
    if version == file.version.number {
        return Err(Error::Argument(SAME_VERSION.to_owned()));
    }
    // A number beyond the last one means the last one.
    let number = version.min(file.version.number);
    let source = files::version(tx, viewer.portal, file.id, number)?.ok_or(Error::FILE)?;
    let revision = Revision {
        bytes: Bytes::of(&source)?,
        is_form: file.category == FilterType::PdfForm,
        comment: format!("Restored from the revision of {}", day(source.saved)),
        what: FileHappening::Restored,
    };
    content::add_version(tx, viewer, file, revision)?;
    Ok(())
}

fn day(at: sql::Micros) -> String {
    Timestamp::from_microsecond(at)
        .map(|at| at.strftime("%m/%d/%Y %H:%M:%S").to_string())
        .unwrap_or_default()
}

impl Files {
    /// The answer for a file, or for one of its versions (0: the current one).
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right to read.
    pub async fn file_at(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
    ) -> Result<FileDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let file = files::by_id(tx, viewer.portal, id)?.ok_or(Error::FILE)?;
                let current = file.version.number;
                let (mut seen, loaded) =
                    look(tx, &viewer, Context::Plain, vec![Entry::File(file)])?;
                for one in &mut seen {
                    one.require_or(Action::Read, MAY_NOT_READ)?;
                    if let Entry::File(file) = &mut one.entry
                        && version > 0
                        && version != current
                    {
                        file.version =
                            files::version(tx, viewer.portal, id, version)?.ok_or(Error::FILE)?;
                    }
                }
                let mut page = render(tx, &viewer, Context::Plain, &seen, &loaded)?;
                page.pop().and_then(EntryDto::into_file).ok_or(Error::FILE)
            })
            .await
    }
}
