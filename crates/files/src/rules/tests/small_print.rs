//! Rules of `files/02 §6` that no matrix shows: locks, filters, bans by links, agents, templates.

use super::*;
use crate::rules::action::set;

fn file_in_room(change: impl FnOnce(&mut FileFacts)) -> EntryFacts {
    let Nature::File(mut facts) = document() else {
        panic!("a document is a file")
    };
    change(&mut facts);
    in_room(
        RoomType::CustomRoom,
        Nature::File(facts),
        Variant::default(),
    )
}

#[test]
fn somebody_elses_lock_leaves_only_what_does_not_change_the_file() {
    let locked = file_in_room(|file| file.locked_by = Some(OTHER));
    let owner = decide("owner", Variant::default(), locked);
    assert_eq!(
        owner.actions.common(FILE_KEYS),
        set![Read, ReadHistory, Copy, Duplicate, Lock, Download]
    );
    let creator = decide("Creator", Variant::default(), locked);
    assert!(!creator.actions.contains(Action::Lock));
    let mine = file_in_room(|file| file.locked_by = Some(CALLER));
    assert!(
        decide("Creator", Variant::default(), mine)
            .actions
            .contains(Action::Edit)
    );
}

#[test]
fn somebody_elses_filter_rules_out_editing() {
    let filtered = file_in_room(|file| file.custom_filter_by = Some(OTHER));
    let verdict = decide("owner", Variant::default(), filtered);
    assert!(!verdict.actions.contains(Action::Edit));
    assert!(verdict.actions.contains(Action::Rename));
}

#[test]
fn an_editor_cannot_edit_what_has_to_be_converted_first() {
    let old_format = file_in_room(|file| file.must_convert = true);
    assert!(
        !decide("Editor", Variant::default(), old_format)
            .actions
            .contains(Action::Edit)
    );
    assert!(
        decide("Manager", Variant::default(), old_format)
            .actions
            .contains(Action::Edit)
    );
}

#[test]
fn a_link_that_bans_downloads_bans_them_for_any_role() {
    let mut entry = in_room(RoomType::PublicRoom, document(), Variant::default());
    entry.grant = Some(Grant {
        deny_download: true,
        ..Grant::by_link(FileShare::Editing)
    });
    let verdict = allowed(&entry, &CallerFacts::anonymous(), &PORTAL);
    assert!(verdict.actions.contains(Action::Edit));
    assert!(!verdict.actions.contains(Action::Copy));
    assert!(!verdict.actions.contains(Action::Download));
}

#[test]
fn a_link_that_is_not_valid_grants_nothing() {
    let mut entry = in_room(RoomType::PublicRoom, document(), Variant::default());
    entry.grant = Some(Grant {
        valid: false,
        ..Grant::by_link(FileShare::Editing)
    });
    assert!(
        allowed(&entry, &CallerFacts::anonymous(), &PORTAL)
            .actions
            .is_empty()
    );
}

#[test]
fn an_anonymous_editor_does_not_see_the_history() {
    let mut entry = in_room(RoomType::PublicRoom, document(), Variant::default());
    entry.grant = Some(Grant::by_link(FileShare::Editing));
    let verdict = allowed(&entry, &CallerFacts::anonymous(), &PORTAL);
    assert!(!verdict.actions.contains(Action::ReadHistory));
}

#[test]
fn nobody_sees_the_history_of_a_third_party_file() {
    let mut entry = in_room(RoomType::CustomRoom, document(), Variant::default());
    entry.third_party = true;
    assert!(
        !decide("owner", Variant::default(), entry)
            .actions
            .contains(Action::ReadHistory)
    );
}

#[test]
fn an_index_is_exported_where_there_is_one() {
    let mut entry = room(RoomType::VirtualDataRoom, Variant::default());
    assert!(
        !decide("owner", Variant::default(), entry)
            .actions
            .contains(Action::IndexExport)
    );
    entry.room = entry.room.map(|room| RoomFacts {
        indexing: true,
        ..room
    });
    for (who, expected) in [
        ("owner", true),
        ("admin", true),
        ("Manager", true),
        ("Read", false),
    ] {
        let given = decide(who, Variant::default(), entry).actions;
        assert_eq!(given.contains(Action::IndexExport), expected, "{who}");
    }
}

#[test]
fn an_agent_is_talked_to_by_those_who_create_in_it() {
    let mut agent = room(RoomType::AiRoom, Variant::default());
    agent.root = FolderType::AiAgents;
    for (who, expected) in [
        ("owner", true),
        ("Manager", true),
        ("Creator", true),
        ("Read", false),
        ("admin", false),
    ] {
        let given = decide(who, Variant::default(), agent).actions;
        assert_eq!(given.contains(Action::UseChat), expected, "{who}");
        assert!(!given.contains(Action::Create), "{who}");
    }
}

#[test]
fn a_reader_of_an_agent_does_not_see_its_knowledge() {
    let mut knowledge = in_room(
        RoomType::AiRoom,
        folder(FolderType::Knowledge),
        Variant::default(),
    );
    knowledge.root = FolderType::AiAgents;
    assert!(
        !decide("Read", Variant::default(), knowledge)
            .actions
            .contains(Action::Read)
    );
    let creator = decide("Creator", Variant::default(), knowledge).actions;
    assert_eq!(creator, set![Read, Create, CopyTo, MoveTo, Download]);
}

#[test]
fn the_assistant_is_asked_about_files_it_can_read_when_the_portal_has_one() {
    let askable = file_in_room(|file| file.askable = true);
    let caller = CallerFacts::person(OWNER, Role::RoomAdmin);
    assert!(
        allowed(&askable, &caller, &PORTAL)
            .actions
            .contains(Action::AskAi)
    );
    let without = PortalFacts {
        ai: false,
        ..PORTAL
    };
    assert!(
        !allowed(&askable, &caller, &without)
            .actions
            .contains(Action::AskAi)
    );
}

#[test]
fn a_template_is_for_its_owner_and_the_room_administrators_it_is_shared_with() {
    let mut template = room(RoomType::CustomRoom, Variant::default());
    template.root = FolderType::RoomTemplates;
    template.grant = Some(Grant::to_person(FileShare::Read));
    let reads = |role| {
        let caller = CallerFacts::person(CALLER, role);
        allowed(&template, &caller, &PORTAL)
            .actions
            .contains(Action::Read)
    };
    assert!(reads(Role::RoomAdmin));
    assert!(!reads(Role::User));
    let owner = allowed(
        &template,
        &CallerFacts::person(OWNER, Role::RoomAdmin),
        &PORTAL,
    );
    assert!(owner.actions.contains(Action::EditAccess));
    assert!(!owner.actions.contains(Action::Lock));
}

#[test]
fn whoever_wants_no_notifications_has_nothing_to_mute() {
    let entry = room(RoomType::CustomRoom, Variant::default());
    let quiet = CallerFacts {
        wants_no_room_notifications: true,
        ..CallerFacts::person(OWNER, Role::RoomAdmin)
    };
    assert!(
        !allowed(&entry, &quiet, &PORTAL)
            .actions
            .contains(Action::Mute)
    );
}
