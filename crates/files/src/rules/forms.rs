//! PDF forms: stage C of `files/02 §6` and the tables of §8.

use crate::model::{FileShare, FolderType, RoomType};

use super::action::{ActionSet, set};
use super::facts::{CallerFacts, EntryFacts, FileFacts, Form};
use super::verdict::Tally;

/// Stage C: forms are filled in rooms only, and nobody shares single answers.
pub(super) fn outside_rooms(tally: &mut Tally, entry: &EntryFacts) {
    let filled_here = entry.root == FolderType::VirtualRooms && entry.is_form();
    tally.refuse(set![ResetFilling, StopFilling, StartFilling, FillingStatus].when(!filled_here));
    let answer = entry.file().is_some() && entry.form_tree.is_some();
    tally.refuse(set![EditAccess].when(answer));
}

/// D2 and D3: forms in data rooms and in form filling rooms; elsewhere in rooms nobody fills them.
pub(super) fn in_rooms(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    let Some(file) = entry.file() else { return };
    if file.form == Form::No {
        return;
    }
    match entry.room_type() {
        Some(RoomType::VirtualDataRoom) if caller.is_authenticated() => {
            in_data_room(tally, entry, file, caller);
        }
        Some(RoomType::FillingFormsRoom) if caller.is_authenticated() => {
            in_filling_room(tally, entry, file, caller);
        }
        Some(RoomType::VirtualDataRoom | RoomType::FillingFormsRoom) => {}
        _ => tally.refuse(set![FillForms]),
    }
}

/// The terms of §8.
struct Filler {
    full: bool,
    manages: bool,
    creator: bool,
    author: bool,
    form_admin: bool,
}

impl Filler {
    fn new(entry: &EntryFacts, caller: &CallerFacts) -> Self {
        let full = entry.full_access(caller);
        let manages = full || entry.role() == Some(FileShare::RoomManager);
        let creator = entry.role() == Some(FileShare::ContentCreator);
        Self {
            full,
            manages,
            creator,
            author: creator && caller.is(entry.created_by),
            form_admin: manages || creator,
        }
    }
}

fn in_data_room(tally: &mut Tally, entry: &EntryFacts, file: &FileFacts, caller: &CallerFacts) {
    let who = Filler::new(entry, caller);
    let form = &file.filling;
    let may_stop = (who.manages || who.author) && form.started;
    let due = form.my_next_role == Some(form.step);
    let grants = |access| form.form_record == Some(access);

    tally.settle(set![StartFilling], who.form_admin && !form.started);
    tally.settle(
        set![StopFilling],
        may_stop && !form.stopped && form.step > 0,
    );
    tally.settle(set![ResetFilling], may_stop && form.stopped);
    tally.settle(set![FillingStatus], form.started);
    tally.settle(
        set![FillForms],
        (!form.stopped && due) || (grants(FileShare::FillForms) && !form.have_role),
    );
    let not_begun = form.step == -1;
    let edits = who.form_admin || entry.role() == Some(FileShare::Editing);
    tally.settle(
        set![Edit],
        (not_begun && edits) || grants(FileShare::Editing),
    );
    let nothing_to_fill = form.started && form.my_next_role.is_none();
    let not_my_turn = form.my_next_role.is_some() && !due;
    tally.settle(
        set![OpenForm],
        nothing_to_fill || form.step == 0 || form.stopped || not_my_turn,
    );
    tally.refuse(set![SubmitToFormGallery, CopyLink, UpdateXlsx]);
}

fn in_filling_room(tally: &mut Tally, entry: &EntryFacts, file: &FileFacts, caller: &CallerFacts) {
    let who = Filler::new(entry, caller);
    let form = &file.filling;
    let own = caller.is(entry.created_by);
    let started_it = form.started_by.is_some_and(|user| caller.is(user));
    let is_copy = entry.in_per_form_folder();

    let out_of_reach = match entry.parent {
        FolderType::FormFillingFolderDone => true,
        FolderType::FormFillingFolderInProgress => !own,
        _ => false,
    };
    let fills = who.form_admin
        || matches!(
            entry.role(),
            Some(FileShare::FillForms | FileShare::Editing)
        );
    tally.settle(set![FillForms], fills && !out_of_reach);
    tally.settle(set![StartFilling], who.form_admin && !is_copy);
    let may_stop = who.manages || (who.creator && (own || started_it));
    tally.settle(set![StopFilling], may_stop && !is_copy);
    if form.started && who.creator && !who.full {
        tally.settle(set![Edit], own || started_it);
    }
    tally.settle(set![UpdateXlsx], who.form_admin);
    tally.refuse(set![ResetFilling, FillingStatus]);
}

/// Whether a form of a filling room was started and is open in an editor: nobody can begin it meanwhile.
pub fn is_being_prepared(entry: &EntryFacts) -> bool {
    let to_be_filled = entry.room_type() == Some(RoomType::FillingFormsRoom)
        && entry.form_tree.is_none()
        && !entry.in_per_form_folder();
    to_be_filled
        && entry.file().is_some_and(|file| {
            file.form == Form::Blank && file.filling.started && file.filling.being_edited
        })
}

/// What a form of a filling room shows after all (§8 "DTO post-corrections"): a started one is
/// filled, not edited or locked; one that was not started is not filled; copies are never edited.
pub fn corrected_for_display(
    actions: ActionSet,
    access: FileShare,
    entry: &EntryFacts,
) -> ActionSet {
    let in_filling_room = entry.room_type() == Some(RoomType::FillingFormsRoom);
    let Some(file) = entry
        .file()
        .filter(|file| file.form != Form::No && in_filling_room)
    else {
        return actions;
    };
    if entry.form_tree.is_some() || entry.in_per_form_folder() {
        return actions.without(set![Edit]);
    }
    if !file.filling.started {
        return actions.without(set![FillForms, StopFilling]);
    }
    let edits = actions.contains(super::Action::Edit) || access == FileShare::ContentCreator;
    actions
        .without(set![StartFilling, Lock, UpdateXlsx])
        .and(set![UpdateXlsx].when(edits))
        .without(set![FillForms, Edit, StopFilling].when(file.filling.being_edited))
}
