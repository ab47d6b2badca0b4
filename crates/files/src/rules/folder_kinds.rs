//! Stage B of `files/02 §6`: what the kind of a folder rules out or in.

use crate::model::{FolderType, RoomType};

use super::action::{ActionSet, set};
use super::facts::{CallerFacts, EntryFacts, FolderFacts, PortalFacts};
use super::verdict::Tally;

pub(super) fn apply(
    tally: &mut Tally,
    entry: &EntryFacts,
    caller: &CallerFacts,
    portal: &PortalFacts,
) {
    let Some(folder) = entry.folder() else { return };
    agent_folders(tally, folder, portal);
    virtual_roots(tally, folder);
    form_folders(tally, folder, caller);
    rooms_and_plain_folders(tally, entry, caller);
    if folder.is_root {
        roots(tally, entry, folder, caller);
    }
    answers(tally, folder);
}

/// B1, B2: the two system folders of an agent.
fn agent_folders(tally: &mut Tally, folder: &FolderFacts, portal: &PortalFacts) {
    match folder.kind {
        FolderType::Knowledge => {
            tally.only(set![Read, MoveTo, CopyTo, Create, Download]);
            tally.refuse(set![MoveTo, CopyTo, Create].when(!portal.vectorization));
        }
        FolderType::ResultStorage => tally.refuse(set![Rename, Delete, Copy, Move, Duplicate]),
        _ => {}
    }
}

/// B3: Recent, Favorites and Shared with me can only be looked at.
fn virtual_roots(tally: &mut Tally, folder: &FolderFacts) {
    if matches!(
        folder.kind,
        FolderType::Recent | FolderType::Favorites | FolderType::Share
    ) {
        tally.grant(set![Read]);
        tally.refuse(ActionSet::ALL);
    }
}

/// B4–B6, B9: the folders a form filling room makes for itself.
fn form_folders(tally: &mut Tally, folder: &FolderFacts, caller: &CallerFacts) {
    let trunk = matches!(
        folder.kind,
        FolderType::ReadyFormFolder | FolderType::InProcessFormFolder
    );
    if !is_form_folder(folder.kind) {
        return;
    }
    if !caller.is_authenticated() {
        tally.refuse(ActionSet::ALL); // B4
    }
    tally.refuse(set![Delete].when(trunk)); // B5
    tally.refuse(set![
        Duplicate, EditAccess, Edit, Move, MoveTo, Rename, Create
    ]); // B6
    tally.refuse(set![CopyLink]); // B9
}

/// B7, B8, B10, B11.
fn rooms_and_plain_folders(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    if !entry.is_room() {
        tally.refuse(set![Pin, Mute, ChangeOwner]); // B7
        return;
    }
    tally.refuse(set![Mute].when(caller.wants_no_room_notifications)); // B8
    tally.refuse(set![Copy, Duplicate].when(entry.third_party)); // B10
    match entry.room_type() {
        Some(RoomType::VirtualDataRoom | RoomType::PublicRoom) => tally.refuse(set![EditInternal]),
        Some(RoomType::FillingFormsRoom) => tally.refuse(set![EditExpiration]),
        _ => {}
    } // B11
}

/// B12–B17: what the roots themselves offer.
fn roots(tally: &mut Tally, entry: &EntryFacts, folder: &FolderFacts, caller: &CallerFacts) {
    let all_but_read = ActionSet::ALL.without(set![Read]);
    match folder.kind {
        FolderType::User if caller.is_at_least_user() => {
            let owner = caller.is(entry.root_owner);
            tally.grant(set![Create, CopyTo, MoveTo, FillForms].when(owner)); // B12
            tally.refuse(all_but_read);
        }
        FolderType::Archive if caller.is_at_least_user() => tally.grant(set![MoveTo]), // B13
        FolderType::VirtualRooms | FolderType::AiAgents if caller.is_at_least_room_admin() => {
            tally.grant(set![Create, MoveTo]); // B14
            tally.refuse(all_but_read);
        }
        FolderType::RoomTemplates if caller.is_at_least_room_admin() => {
            tally.grant(set![CreateFrom, MoveTo]); // B15
            tally.refuse(all_but_read);
        }
        FolderType::Trash if caller.is_at_least_user() => {
            tally.grant(set![MoveTo]); // B16
            tally.refuse(all_but_read);
        }
        _ => {}
    }
    let open_to_all = matches!(
        folder.kind,
        FolderType::VirtualRooms
            | FolderType::AiAgents
            | FolderType::Archive
            | FolderType::RoomTemplates
    );
    tally.grant(set![Read].when(open_to_all && caller.is_authenticated())); // B17
}

/// Only the folder of one form's finished copies has answers to refresh or analyse (§5).
fn answers(tally: &mut Tally, folder: &FolderFacts) {
    let has_answers = folder.kind == FolderType::FormFillingFolderDone;
    tally.refuse(set![UpdateXlsx, AnalyzeResponses].when(!has_answers));
}

/// "Complete", "In process" and the per-form folders in them.
pub(super) const fn is_form_folder(kind: FolderType) -> bool {
    matches!(
        kind,
        FolderType::ReadyFormFolder
            | FolderType::InProcessFormFolder
            | FolderType::FormFillingFolderDone
            | FolderType::FormFillingFolderInProgress
    )
}
