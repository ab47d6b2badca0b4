//! The order of evaluation (`files/02 §6`): stages A to H, first matching rule wins.

use crate::model::{FileShare, FolderType, RoomType};

use super::action::{ActionSet, set};
use super::facts::{CallerFacts, EntryFacts, FileFacts, Form, PortalFacts, Vectorization};
use super::verdict::{Tally, Verdict};
use super::{folder_kinds, forms, role_table, roots};

/// What `caller` may do with `entry`.
///
/// A pure function of loaded facts and the only gate in front of every verb. The rules apply to all
/// actions at once; an action that one stage settled is out of reach of the later ones.
pub fn allowed(entry: &EntryFacts, caller: &CallerFacts, portal: &PortalFacts) -> Verdict {
    let access = shown_access(entry, caller);
    let mut tally = Tally::new();
    nature_refuses(&mut tally, entry, caller, portal);
    folder_kinds::apply(&mut tally, entry, caller, portal);
    forms::outside_rooms(&mut tally, entry);
    if roots::apply(&mut tally, entry, caller) == roots::Next::AskRole {
        role_table::apply(&mut tally, entry, caller, access);
        if creator_falls_back(entry, caller) {
            tally.grant(ActionSet::ALL);
        }
    }
    let actions = corrected_by_marks(tally.close(), entry, caller);
    Verdict { access, actions }
}

/// Stage A: what the nature of an entry rules out, whoever asks.
fn nature_refuses(
    tally: &mut Tally,
    entry: &EntryFacts,
    caller: &CallerFacts,
    portal: &PortalFacts,
) {
    match entry.file() {
        Some(file) => file_refuses(tally, entry, file, portal),
        None => tally.refuse(set![AskAi, Vectorization]), // A7, A8
    }
    if fillers_do_not_see(entry, caller) {
        tally.refuse(ActionSet::ALL); // A3
    }
    let is_agent = entry.is_room() && entry.room_type() == Some(RoomType::AiRoom);
    if is_agent {
        tally.refuse(set![Create, Copy, CopyTo, Move, MoveTo, Duplicate]); // A4
    } else {
        tally.refuse(set![UseChat]); // A6
    }
    if entry.root == FolderType::DefaultTemplates {
        tally.refuse(set![Create, Copy, CopyTo, Move, MoveTo, Duplicate, Delete]); // A5
    }
    let indexed_room = entry.is_room() && entry.room.is_some_and(|room| room.indexing);
    tally.refuse(set![IndexExport].when(!indexed_room)); // A10
    tally.refuse(set![ReadHistory, EditHistory].when(entry.third_party)); // A11
    tally.refuse(
        set![SubmitToFormGallery].when(!entry.file().is_some_and(|file| file.fits_gallery)),
    ); // A12
    tally.settle(
        set![Reconnect],
        entry.is_room() && entry.third_party && caller.is(entry.created_by),
    ); // A13
    tally.settle(set![CreateRoomFrom], becomes_a_room(entry, caller)); // A14
    tally.refuse(set![Embed].when(!embeddable(entry))); // A15
}

fn file_refuses(tally: &mut Tally, entry: &EntryFacts, file: &FileFacts, portal: &PortalFacts) {
    tally.refuse(set![Pin, Mute, ChangeOwner]); // only rooms have them (files/08 §6)
    tally.refuse(set![FillForms].when(file.form == Form::No)); // A1
    tally.refuse(set![Edit].when(file.form == Form::Completed)); // A2
    tally.refuse(set![AskAi].when(!file.askable || !portal.ai)); // A7
    let to_be_indexed = matches!(
        file.vectorization,
        Some(Vectorization::Failed | Vectorization::Stalled)
    );
    tally.refuse(set![Vectorization].when(!to_be_indexed)); // A8
    if entry.in_knowledge {
        // A9
        tally.only(set![Read, Download, Delete, Vectorization, Copy, AskAi]);
        tally.refuse(set![Vectorization].when(!portal.vectorization));
        let running = file.vectorization == Some(Vectorization::Running);
        tally.refuse(set![Delete].when(running));
    }
}

/// Form fillers of a data room see forms, and folders with forms in them, and nothing else (A3).
fn fillers_do_not_see(entry: &EntryFacts, caller: &CallerFacts) -> bool {
    let filler = entry.room_type() == Some(RoomType::VirtualDataRoom)
        && entry.role() == Some(FileShare::FillForms)
        && !entry.full_access(caller);
    filler
        && match entry.folder() {
            Some(folder) => !folder.holds_forms && !entry.is_room(),
            None => !entry.is_form(),
        }
}

/// A room can be made of the caller's own files and plain folders (A14).
fn becomes_a_room(entry: &EntryFacts, caller: &CallerFacts) -> bool {
    entry.root == FolderType::User
        && caller.is(entry.root_owner)
        && caller.is_at_least_room_admin()
        && entry
            .folder()
            .is_none_or(|folder| folder.kind == FolderType::Default)
}

/// Shared rooms and shared viewable files in rooms can be embedded in pages (A15).
fn embeddable(entry: &EntryFacts) -> bool {
    entry.root == FolderType::VirtualRooms
        && match entry.file() {
            Some(file) => file.web_viewable && (entry.shared || entry.parent_shared),
            None => entry.is_room() && entry.shared,
        }
}

/// Stage G: outside rooms, whoever created an entry may do what no rule settled.
fn creator_falls_back(entry: &EntryFacts, caller: &CallerFacts) -> bool {
    let by_role_only = matches!(
        entry.root,
        FolderType::Archive | FolderType::RoomTemplates | FolderType::VirtualRooms
    );
    caller.is(entry.created_by)
        && !by_role_only
        && entry.role().unwrap_or(default_access(entry.root)) != FileShare::Restrict
}

/// Stage H: somebody else's lock leaves only what does not change the file; so does his filter for
/// editing.
fn corrected_by_marks(actions: ActionSet, entry: &EntryFacts, caller: &CallerFacts) -> ActionSet {
    let Some(file) = entry.file() else {
        return actions;
    };
    let others = |who: Option<portal::UserId>| who.is_some_and(|user| !caller.is(user));
    let mut left = actions;
    if others(file.locked_by) {
        left = left.common(set![Read, ReadHistory, Copy, Duplicate, Lock, Download]);
    }
    left.without(set![Edit].when(others(file.custom_filter_by)))
}

/// The access shown for the entry: the record's; without a record 0 for those whose right comes
/// from elsewhere, and what everybody has else (`files/02 §6 E`, §11).
fn shown_access(entry: &EntryFacts, caller: &CallerFacts) -> FileShare {
    let owns = entry.full_access(caller)
        || (matches!(entry.root, FolderType::User | FolderType::Trash)
            && caller.is(entry.root_owner));
    if owns {
        return FileShare::None;
    }
    match entry.role() {
        Some(access) => access,
        None if caller.is(entry.created_by) => FileShare::None,
        None => default_access(entry.root),
    }
}

/// Access of those who have no record (stage E).
pub(super) const fn default_access(root: FolderType) -> FileShare {
    match root {
        FolderType::VirtualRooms
        | FolderType::User
        | FolderType::Archive
        | FolderType::RoomTemplates
        | FolderType::AiAgents
        | FolderType::Privacy => FileShare::Restrict,
        _ => FileShare::Read,
    }
}
