//! Stage D of `files/02 §6`: what the root above an entry decides.

use crate::model::{FolderType, RoomType};

use super::action::{ActionSet, set};
use super::facts::{CallerFacts, EntryFacts};
use super::forms;
use super::verdict::Tally;

/// Whether the root settled everything.
#[derive(PartialEq, Eq)]
pub(super) enum Next {
    /// Roles decide about what is still open (stages E, F, G).
    AskRole,
    /// Nothing more to ask.
    Done,
}

pub(super) fn apply(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) -> Next {
    match entry.root {
        FolderType::Trash => trash(tally, entry, caller),
        FolderType::User => return my_documents(tally, entry, caller),
        FolderType::RoomTemplates => templates(tally, entry, caller),
        FolderType::VirtualRooms | FolderType::AiAgents => rooms(tally, entry, caller),
        FolderType::Archive => archive(tally, entry, caller),
        FolderType::ThirdpartyBackup => tally.grant(ActionSet::ALL.when(caller.is_admin())),
        FolderType::DefaultTemplates => tally.only(set![Read, Rename, Download]),
        _ => {}
    }
    if entry.root == FolderType::Trash {
        Next::Done
    } else {
        Next::AskRole
    }
}

/// Everybody's own trash, and nothing in it but looking, restoring and deleting.
fn trash(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    tally.refuse(set![Delete, Move].when(entry.is_root(FolderType::Trash)));
    tally.grant(set![Read, Delete, Move].when(caller.is(entry.root_owner)));
    tally.refuse(ActionSet::ALL);
}

/// The owner may do everything; one who became a guest may only look and take away.
fn my_documents(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) -> Next {
    if !caller.is(entry.root_owner) {
        return Next::AskRole;
    }
    if caller.is_at_least_user() {
        tally.grant(ActionSet::ALL);
    } else {
        tally.grant(set![Read, Download]);
    }
    Next::Done
}

fn templates(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    tally.refuse(set![
        FillForms,
        EditHistory,
        ReadHistory,
        SubmitToFormGallery,
        Lock
    ]);
    tally.refuse(set![EditAccess].when(!entry.is_room()));
    tally.grant(ActionSet::ALL.when(entry.full_access(caller)));
}

/// D1–D8.
fn rooms(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    let in_knowledge = entry.in_knowledge
        || entry
            .folder()
            .is_some_and(|folder| folder.kind == FolderType::Knowledge);
    if caller.is_admin() && !in_knowledge {
        administrators(tally, entry);
    }
    forms::in_rooms(tally, entry, caller); // D2, D3
    tally.refuse(set![OpenForm].when(!entry.is_form())); // D4
    if entry.file().is_some() {
        let system = entry.in_per_form_folder();
        tally.refuse(
            set![
                Rename,
                Lock,
                Move,
                Duplicate,
                EditHistory,
                SubmitToFormGallery,
                Embed,
                EditInternal,
                EditExpiration
            ]
            .when(system),
        ); // D5
        tally.refuse(set![CopyLink].when(system || entry.form_tree.is_some())); // D6
        tally.grant(set![CopyLink].when(caller.is_admin()));
    }
    match entry.room_type() {
        Some(RoomType::VirtualDataRoom | RoomType::PublicRoom) => tally.refuse(set![EditInternal]),
        Some(RoomType::FillingFormsRoom) => tally.refuse(set![EditExpiration]),
        _ => {}
    } // D7
    tally.grant(ActionSet::ALL.when(entry.full_access(caller))); // D8
}

/// D1: administrators see every room, archive it and hand it over; inside they are strangers.
fn administrators(tally: &mut Tally, entry: &EntryFacts) {
    let banned = entry.room.is_some_and(|room| room.deny_download);
    tally.grant(set![Download].when(!banned || entry.third_party));
    tally.grant(set![Read]);
    tally.grant(set![CopySharedLink].when(entry.shared));
    if entry.is_room() {
        tally.grant(set![Copy, Duplicate].when(!banned));
        tally.grant(set![Move, Pin, ChangeOwner, IndexExport]);
    }
}

fn archive(tally: &mut Tally, entry: &EntryFacts, caller: &CallerFacts) {
    tally.only(set![
        Read,
        Delete,
        ReadHistory,
        Copy,
        Move,
        Download,
        ReadLinks,
        IndexExport
    ]);
    tally.refuse(set![Delete, Move].when(!entry.is_room()));
    if caller.is_admin() {
        let banned = entry.room.is_some_and(|room| room.deny_download);
        tally.grant(set![Download].when(!banned));
        tally.grant(set![Read, Copy]);
        tally.grant(set![Move, Delete, IndexExport].when(entry.is_room()));
    }
    tally.grant(ActionSet::ALL.when(entry.full_access(caller)));
}
