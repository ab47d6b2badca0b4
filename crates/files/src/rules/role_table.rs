//! Stages E and F of `files/02 §6`: the effective share record and what it allows (§7).

use crate::model::{FileShare, FolderType};

use super::action::{ActionSet, set};
use super::facts::{CallerFacts, EntryFacts, Form};
use super::verdict::Tally;

pub(super) fn apply(
    tally: &mut Tally,
    entry: &EntryFacts,
    caller: &CallerFacts,
    access: FileShare,
) {
    if entry.grant.is_some_and(|grant| !grant.valid) || answers_of_others(entry, caller) {
        tally.refuse(ActionSet::ALL);
        return;
    }
    if entry.grant.is_some_and(|grant| grant.deny_download) {
        tally.refuse(set![Copy, Download]);
    }
    match entry.root {
        FolderType::VirtualRooms | FolderType::AiAgents | FolderType::Archive => {
            tally.grant(in_room(entry, caller));
        }
        FolderType::RoomTemplates => {
            // Templates are shared with room administrators only.
            tally.grant(in_room(entry, caller).when(caller.is_at_least_room_admin()));
        }
        _ => tally.grant(elsewhere(entry, caller, entry.role().unwrap_or(access))),
    }
}

/// In the trees of a form filling room, fillers see no answers but their own (stage E).
fn answers_of_others(entry: &EntryFacts, caller: &CallerFacts) -> bool {
    entry.form_tree.is_some()
        && entry.role() == Some(FileShare::FillForms)
        && entry.file().is_some_and(|file| file.holds_answers)
        && !caller.is(entry.created_by)
}

/// The table of §7: one arm a column.
fn in_room(entry: &EntryFacts, caller: &CallerFacts) -> ActionSet {
    let Some(role) = entry.role() else {
        return ActionSet::EMPTY;
    };
    let facts = InRoom::new(entry, caller);
    match role {
        FileShare::RoomManager => manager(&facts),
        FileShare::ContentCreator => creator(&facts),
        FileShare::Editing => everyone(&facts)
            .and(set![Comment, FillForms, Review, Copy, Download])
            .and(set![Edit, CustomFilter].when(!facts.must_convert))
            .and(set![ReadHistory].when(facts.authenticated)),
        FileShare::Review => everyone(&facts).and(set![Comment, Review, Copy, Download]),
        FileShare::Comment => everyone(&facts).and(set![Comment, Copy, Download]),
        FileShare::FillForms => everyone(&facts)
            .and(set![Comment, FillForms, Copy, Download])
            .and(set![Delete].when(facts.own && facts.in_per_form_folder)),
        FileShare::Read => everyone(&facts)
            .and(set![Copy, Download].when(facts.may_take_away))
            .without(set![Read].when(facts.in_knowledge)),
        FileShare::None => everyone(&facts)
            .without(set![CopySharedLink])
            .and(set![Copy, Download].when(facts.may_take_away))
            .without(set![Read].when(facts.in_knowledge)),
        _ => ActionSet::EMPTY,
    }
}

/// What the cells of the table depend on.
struct InRoom {
    own: bool,
    authenticated: bool,
    is_room: bool,
    by_link: bool,
    must_convert: bool,
    locked_by_other: bool,
    may_take_away: bool,
    in_per_form_folder: bool,
    in_knowledge: bool,
    shared: bool,
}

impl InRoom {
    fn new(entry: &EntryFacts, caller: &CallerFacts) -> Self {
        let file = entry.file();
        Self {
            own: caller.is(entry.created_by),
            authenticated: caller.is_authenticated(),
            is_room: entry.is_room(),
            by_link: entry.grant.is_some_and(|grant| grant.is_link()),
            must_convert: file.is_some_and(|file| file.must_convert),
            locked_by_other: file
                .and_then(|file| file.locked_by)
                .is_some_and(|user| !caller.is(user)),
            may_take_away: !entry.room.is_some_and(|room| room.deny_download),
            in_per_form_folder: file.is_some() && entry.in_per_form_folder(),
            in_knowledge: entry.in_knowledge
                || entry
                    .folder()
                    .is_some_and(|folder| folder.kind == FolderType::Knowledge),
            shared: entry.shared || entry.parent_shared,
        }
    }
}

fn everyone(facts: &InRoom) -> ActionSet {
    set![Read, Pin, Mute, CopyLink, AskAi].and(set![CopySharedLink].when(facts.by_link))
}

fn manager(facts: &InRoom) -> ActionSet {
    everyone(facts)
        .and(set![
            Comment,
            FillForms,
            Review,
            Create,
            Convert,
            Edit,
            CustomFilter,
            Rename,
            EditRoom,
            EditHistory,
            Lock,
            MoveTo,
            CopyTo,
            Copy,
            Download,
            Duplicate,
            EditAccess,
            ReadLinks,
            EditInternal,
            EditExpiration,
            CopySharedLink,
            IndexExport,
            UseChat,
            Vectorization,
            UpdateXlsx,
            AnalyzeResponses,
        ])
        .and(set![ReadHistory].when(facts.authenticated))
        .and(set![Delete, Move].when(!facts.is_room))
        .and(set![Embed].when(facts.shared))
}

fn creator(facts: &InRoom) -> ActionSet {
    everyone(facts)
        .and(set![
            Comment,
            FillForms,
            Review,
            Create,
            Convert,
            Edit,
            CustomFilter,
            EditHistory,
            MoveTo,
            CopyTo,
            Copy,
            Download,
            UseChat,
            UpdateXlsx,
            AnalyzeResponses,
        ])
        .and(set![ReadHistory].when(facts.authenticated))
        .and(set![Lock].when(!facts.locked_by_other))
        .and(set![Delete, Move].when(facts.own && !facts.is_room))
        .and(set![Rename, Duplicate].when(facts.own))
}

/// The table "Shared personal entries" of §7, and what everybody may do in the legacy roots.
fn elsewhere(entry: &EntryFacts, caller: &CallerFacts, access: FileShare) -> ActionSet {
    let reader =
        set![Read, CopyLink, Download].and(set![ReadHistory].when(caller.is_authenticated()));
    match access {
        FileShare::ReadWrite => reader
            .and(set![
                Comment,
                Edit,
                CustomFilter,
                Create,
                Convert,
                Rename,
                MoveTo,
                CopyTo,
                EditAccess,
                ReadLinks,
                Copy,
            ])
            .and(set![Delete, Move].when(below_the_shared_folder(entry))),
        FileShare::Editing => reader
            .and(set![Comment, Review, Edit, CustomFilter, Copy])
            .and(set![EditHistory].when(caller.is_authenticated())),
        FileShare::Review => reader.and(set![Comment, Review, Copy]),
        FileShare::Comment => reader.and(set![Comment, Copy]),
        FileShare::FillForms => {
            let form = entry.file().is_some_and(|file| file.form != Form::No);
            reader.and(set![Copy]).and(set![FillForms].when(form))
        }
        FileShare::Read => reader.and(set![Copy].when(caller.is_at_least_user())),
        _ => ActionSet::EMPTY,
    }
}

/// Whoever got a folder with full access may remove what lies in it, not the folder itself; whoever
/// got a single file may not remove it.
fn below_the_shared_folder(entry: &EntryFacts) -> bool {
    entry.grant.is_some_and(|grant| match entry.folder() {
        Some(_) => grant.level > 0,
        None => grant.level > -1,
    })
}
