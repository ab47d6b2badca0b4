//! The life of a form that others fill in: it comes into a room, is started, stopped and changed.

use serde_json::{Value, json};
use sql::Tx;

use super::roles::people_of;
use super::{Manage, collects, form_in_room, state};
use crate::error::Error;
use crate::model::{
    EntryRef, File, FileId, FileShare, FilterType, Folder, FolderId, FolderType, FormState,
    RoomType, SubjectType,
};
use crate::rules::Action;
use crate::service::happening::{self, FileHappening};
use crate::service::letters::{self, Filling};
use crate::service::rooms::happening::{self as rooms_happening, RoomHappening};
use crate::service::{Files, gate};
use crate::store::{folders, forms, rooms, shares};
use crate::view::{self, FileDto, Seen, Viewer};

impl Files {
    /// Starts the filling of a form that lies in a form filling room, for those who may; of any other file nothing
    /// changes. Answers the file.
    ///
    /// # Errors
    /// 404 without the file; 403 without the right to read it, unless for administrators, and for those who were let
    /// in to fill this form in.
    pub async fn start_filling(&self, viewer: &Viewer, id: FileId) -> Result<FileDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                if !viewer.caller.is_admin() {
                    seen.require_or(Action::Read, super::MAY_NOT)?;
                }
                if fills_this(tx, &viewer, &seen)? {
                    return Err(Error::refused(super::MAY_NOT));
                }
                if collects(&seen) && seen.may(Action::StartFilling) {
                    start(tx, &viewer, &seen.entry)?;
                }
                view::file(tx, &viewer, id)
            })
            .await
    }

    /// Starts, stops, continues the filling of a form, or ends it to change the form.
    ///
    /// # Errors
    /// 404 without the form, 403 for what is no form in a room and without the right.
    pub async fn manage_filling(
        &self,
        viewer: &Viewer,
        id: FileId,
        what: Manage,
    ) -> Result<(), Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let seen = form_in_room(tx, &viewer, id)?;
                let in_order = seen.facts.room_type() == Some(RoomType::VirtualDataRoom);
                match what {
                    Manage::Start => {
                        seen.require_or(Action::StartFilling, super::MAY_NOT)?;
                        start(tx, &viewer, &seen.entry)
                    }
                    Manage::Stop => {
                        seen.require_or(Action::StopFilling, super::MAY_NOT)?;
                        stop(tx, &viewer, &seen.entry, in_order)
                    }
                    Manage::Resume => {
                        seen.require_or(Action::ResetFilling, super::MAY_NOT)?;
                        resume(tx, &viewer, &seen.entry)
                    }
                    Manage::Edit => {
                        if !seen.may(Action::Edit) && !seen.may(Action::StopFilling) {
                            return Err(Error::refused(super::MAY_NOT));
                        }
                        end_for_change(tx, &viewer, &seen.entry)
                    }
                }
            })
            .await
    }
}

/// A record on the very file that lets the caller fill it in and nothing else.
fn fills_this(tx: &mut Tx<'_>, viewer: &Viewer, seen: &Seen<File>) -> Result<bool, Error> {
    let records = shares::of_entry(tx, viewer.portal, EntryRef::File(seen.entry.id))?;
    let me = viewer.user();
    Ok(records.iter().any(|one| {
        one.subject_type == SubjectType::User
            && one.subject == me.0
            && one.access == FileShare::FillForms
    }))
}

/// Starts the filling. What people began of another version of the form counts no more, and answers to another version
/// go into another spreadsheet.
pub(super) fn start(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    let mut state = state(tx, file)?;
    if state.version != file.version.number {
        forms::unlink_drafts(tx, viewer.portal, file.id, None)?;
        state = FormState {
            version: file.version.number,
            sheet: None,
            sheet_from: state.submitted + 1,
            ..state
        };
    }
    if state.started && state.stopped.is_none() {
        return Ok(forms::put(tx, viewer.portal, &state)?);
    }
    state.started = true;
    state.started_by = Some(viewer.user());
    state.stopped = None;
    forms::put(tx, viewer.portal, &state)?;
    happening::record(tx, viewer, FileHappening::FormStarted, file, Value::Null)
}

fn stop(tx: &mut Tx<'_>, viewer: &Viewer, file: &File, in_order: bool) -> Result<(), Error> {
    let mut state = state(tx, file)?;
    if in_order {
        state.stopped = Some((viewer.now, viewer.user()));
    } else {
        state.started = false;
    }
    forms::put(tx, viewer.portal, &state)?;
    let with_parts = people_of(&forms::roles(tx, viewer.portal, file.id)?);
    letters::filling(tx, viewer, file, &with_parts, Filling::Stopped)?;
    happening::record(tx, viewer, FileHappening::FormStopped, file, Value::Null)
}

fn resume(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    let mut state = state(tx, file)?;
    state.stopped = None;
    forms::put(tx, viewer.portal, &state)?;
    happening::record(tx, viewer, FileHappening::FormStarted, file, Value::Null)
}

/// Nobody fills a form in that is being changed.
pub(super) fn end_for_change(tx: &mut Tx<'_>, viewer: &Viewer, file: &File) -> Result<(), Error> {
    if forms::stop(tx, viewer.portal, file.id)? {
        happening::record(tx, viewer, FileHappening::FormStopped, file, Value::Null)?;
    }
    Ok(())
}

/// A form came into a folder of a form filling room: the folders of its copies are made where they are missing, and it
/// waits to be started, or was moved there to be filled in at once.
pub(crate) fn arrived(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    folder: &Folder,
    at_once: bool,
) -> Result<(), Error> {
    let Some(room) = room_of(tx, viewer, file, folder)? else {
        return Ok(());
    };
    trunk(tx, viewer, &room, FolderType::InProcessFormFolder)?;
    trunk(tx, viewer, &room, FolderType::ReadyFormFolder)?;
    let state = FormState::new(file.id, file.version.number);
    forms::put(tx, viewer.portal, &state)?;
    if at_once {
        start(tx, viewer, file)?;
    }
    Ok(())
}

/// A file left the room it was filled in, or went away: nothing is known of it as a form any more.
pub(crate) fn left(tx: &mut Tx<'_>, file: &File) -> Result<(), Error> {
    if file.category == FilterType::PdfForm || file.category == FilterType::Pdf {
        forms::forget(tx, file.portal, file.id)?;
    }
    Ok(())
}

/// Another content of a form ends its filling.
pub(crate) fn changed(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    folder: &Folder,
) -> Result<(), Error> {
    match room_of(tx, viewer, file, folder)? {
        Some(_) => end_for_change(tx, viewer, file),
        None => Ok(()),
    }
}

/// The form filling room in which a file is a form to be filled in.
fn room_of(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    folder: &Folder,
) -> Result<Option<Folder>, Error> {
    let Some(room) = folder.room else {
        return Ok(None);
    };
    let plain = matches!(
        folder.kind,
        FolderType::Default | FolderType::FillingFormsRoom
    );
    if file.category != FilterType::PdfForm || !plain {
        return Ok(None);
    }
    let kind = rooms::by_id(tx, viewer.portal, room)?.map(|room| room.kind);
    if kind != Some(RoomType::FillingFormsRoom) {
        return Ok(None);
    }
    Ok(folders::by_id(tx, viewer.portal, room)?)
}

/// "In process" or "Complete" of a room, made when it is missing.
pub(super) fn trunk(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    room: &Folder,
    kind: FolderType,
) -> Result<Folder, Error> {
    let known = folders::child_of_kind(tx, viewer.portal, room.id, kind)?;
    if let Some(folder) = known {
        return Ok(folder);
    }
    let title = match kind {
        FolderType::ReadyFormFolder => "Complete",
        _ => "In process",
    };
    make(tx, viewer, room, kind, title, room.created_by)
}

/// Makes a folder that the room keeps for itself.
pub(super) fn make(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    parent: &Folder,
    kind: FolderType,
    title: &str,
    owner: portal::UserId,
) -> Result<Folder, Error> {
    let folder = folders::insert(tx, parent, kind, title, owner, viewer.now)?;
    let more = json!({ "parentId": parent.id.0, "parentTitle": parent.title });
    rooms_happening::record(tx, viewer, RoomHappening::FolderCreated, &folder, more)?;
    Ok(folder)
}

/// A per-form folder that goes to the trash is a plain one there (`files/06b §4`).
pub(crate) fn made_plain(tx: &mut Tx<'_>, viewer: &Viewer, folder: &Folder) -> Result<(), Error> {
    let own = [
        FolderType::FormFillingFolderDone,
        FolderType::FormFillingFolderInProgress,
    ];
    if own.contains(&folder.kind) {
        folders::set_kind(tx, viewer.portal, folder.id, FolderType::Default)?;
    }
    Ok(())
}

/// The room's own folder.
pub(super) fn room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: Option<FolderId>,
) -> Result<Folder, Error> {
    let id = id.ok_or(Error::FOLDER)?;
    folders::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)
}
