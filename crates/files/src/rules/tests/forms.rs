//! PDF forms (`files/02 §8`).

use super::*;

fn form_in(kind: RoomType, filling: Filling) -> EntryFacts {
    in_room(kind, form(filling), Variant::default())
}

fn given(name: &str, entry: EntryFacts) -> ActionSet {
    decide(name, Variant::default(), entry).actions
}

#[test]
fn nobody_fills_forms_in_rooms_of_other_types() {
    for kind in [
        RoomType::CustomRoom,
        RoomType::PublicRoom,
        RoomType::EditingRoom,
    ] {
        for who in ["owner", "Manager", "Filler"] {
            let actions = given(who, form_in(kind, Filling::default()));
            assert!(!actions.contains(Action::FillForms), "{who} in {kind:?}");
        }
    }
}

/// "In VDR": a form nobody started.
#[test]
fn a_form_in_a_data_room_before_it_is_started() {
    check(
        "
        action                                    | owner | admin | Manager | Creator | Editor | Filler | Read
        StartFilling                              | ✓     | –     | ✓       | ✓       | –      | –      | –
        Edit                                      | ✓     | –     | ✓       | ✓       | ✓      | –      | –
        StopFilling, ResetFilling, FillingStatus  | –     | –     | –       | –       | –      | –      | –
        FillForms, OpenForm                       | –     | –     | –       | –       | –      | –      | –
        SubmitToFormGallery, CopyLink, UpdateXlsx | –     | –     | –       | –       | –      | –      | –
        ",
        |variant| {
            let mut entry = form_in(RoomType::VirtualDataRoom, Filling::default());
            entry.shared = variant.shared;
            entry
        },
    );
}

/// "In VDR": a form whose first role is due.
#[test]
fn a_started_form_in_a_data_room() {
    let started = Filling {
        started: true,
        step: 1,
        ..Filling::default()
    };
    check(
        "
        action                     | owner | Manager | Creator | Editor | Filler
        StartFilling, ResetFilling | –     | –       | –       | –      | –
        StopFilling                | ✓     | ✓       | own     | –      | –
        FillingStatus, OpenForm    | ✓     | ✓       | ✓       | ✓      | ✓
        Edit, FillForms            | –     | –       | –       | –      | –
        ",
        |_| form_in(RoomType::VirtualDataRoom, started),
    );
    let my_turn = Filling {
        my_next_role: Some(1),
        have_role: true,
        ..started
    };
    let actions = given("Filler", form_in(RoomType::VirtualDataRoom, my_turn));
    assert!(actions.contains(Action::FillForms));
    assert!(!actions.contains(Action::OpenForm));
    let later = Filling {
        my_next_role: Some(2),
        have_role: true,
        ..started
    };
    let actions = given("Filler", form_in(RoomType::VirtualDataRoom, later));
    assert!(!actions.contains(Action::FillForms));
    assert!(actions.contains(Action::OpenForm));
}

/// "In VDR": a stopped form.
#[test]
fn a_stopped_form_in_a_data_room_can_be_begun_anew() {
    let stopped = Filling {
        started: true,
        stopped: true,
        step: 1,
        ..Filling::default()
    };
    check(
        "
        action       | owner | Manager | Creator | Editor
        ResetFilling | ✓     | ✓       | own     | –
        StopFilling  | –     | –       | –       | –
        OpenForm     | ✓     | ✓       | ✓       | ✓
        ",
        |_| form_in(RoomType::VirtualDataRoom, stopped),
    );
}

#[test]
fn fillers_of_a_data_room_see_only_forms_and_folders_that_hold_some() {
    let kind = RoomType::VirtualDataRoom;
    let document = in_room(kind, document(), Variant::default());
    assert!(given("Filler", document).is_empty());
    assert!(given("Filler", form_in(kind, Filling::default())).contains(Action::Read));
    let empty = in_room(kind, folder(FolderType::Default), Variant::default());
    assert!(given("Filler", empty).is_empty());
    let holds_forms = EntryFacts {
        nature: Nature::Folder(FolderFacts {
            kind: FolderType::Default,
            is_root: false,
            holds_forms: true,
        }),
        ..empty
    };
    assert!(given("Filler", holds_forms).contains(Action::Read));
}

/// "In Filling room (authenticated)".
#[test]
fn a_form_in_a_form_filling_room() {
    check(
        "
        action                      | owner | admin | Manager | Creator | Editor | Filler | Read
        FillForms                   | ✓     | –     | ✓       | ✓       | ✓      | ✓      | –
        StartFilling                | ✓     | –     | ✓       | ✓       | –      | –      | –
        StopFilling                 | ✓     | –     | ✓       | own     | –      | –      | –
        UpdateXlsx                  | ✓     | –     | ✓       | ✓       | –      | –      | –
        ResetFilling, FillingStatus | –     | –     | –       | –       | –      | –      | –
        ",
        |_| form_in(RoomType::FillingFormsRoom, Filling::default()),
    );
}

#[test]
fn a_creator_edits_a_started_form_when_it_is_his_or_he_started_it() {
    let started = |by| Filling {
        started: true,
        started_by: Some(by),
        ..Filling::default()
    };
    let edits = |filling| {
        given("Creator", form_in(RoomType::FillingFormsRoom, filling)).contains(Action::Edit)
    };
    assert!(!edits(started(OTHER)));
    assert!(edits(started(CALLER)));
}

#[test]
fn copies_in_the_per_form_folders_are_for_those_who_made_them() {
    let copy = |parent, created_by| EntryFacts {
        parent,
        created_by,
        form_tree: Some(FolderType::InProcessFormFolder),
        ..form_in(RoomType::FillingFormsRoom, Filling::default())
    };
    let fills = |entry| given("Filler", entry).contains(Action::FillForms);
    assert!(fills(copy(FolderType::FormFillingFolderInProgress, CALLER)));
    assert!(
        given(
            "Filler",
            copy(FolderType::FormFillingFolderInProgress, OTHER)
        )
        .is_empty()
    );
    assert!(!fills(copy(FolderType::FormFillingFolderDone, CALLER)));
    let done = given("Filler", copy(FolderType::FormFillingFolderDone, CALLER));
    assert!(done.contains(Action::Delete));
    assert!(
        !given("owner", copy(FolderType::FormFillingFolderDone, OTHER)).contains(Action::Rename)
    );
}

/// "DTO post-corrections for forms in Filling rooms".
#[test]
fn what_a_form_shows_depends_on_whether_it_was_started() {
    let shown = |who, filling| {
        let entry = form_in(RoomType::FillingFormsRoom, filling);
        let verdict = decide(who, Variant::default(), entry);
        corrected_for_display(verdict.actions, verdict.access, &entry)
    };
    let before = shown("owner", Filling::default());
    assert!(!before.contains(Action::FillForms));
    assert!(before.contains(Action::StartFilling));

    let started = Filling {
        started: true,
        ..Filling::default()
    };
    let after = shown("owner", started);
    assert!(after.contains(Action::FillForms));
    assert!(!after.contains(Action::StartFilling));
    assert!(!after.contains(Action::Lock));
    assert!(after.contains(Action::UpdateXlsx));

    let edited = shown(
        "owner",
        Filling {
            being_edited: true,
            ..started
        },
    );
    assert!(!edited.contains(Action::FillForms));
    assert!(!edited.contains(Action::Edit));
}

#[test]
fn a_completed_form_is_not_edited() {
    let Nature::File(mut facts) = form(Filling::default()) else {
        panic!("a form is a file")
    };
    facts.form = Form::Completed;
    let entry = in_room(
        RoomType::CustomRoom,
        Nature::File(facts),
        Variant::default(),
    );
    assert!(!given("owner", entry).contains(Action::Edit));
}

/// `files/02 §6 B4–B6, B9`.
#[test]
fn the_system_folders_of_a_form_filling_room_are_left_alone() {
    let kind = RoomType::FillingFormsRoom;
    let complete = in_room(
        kind,
        folder(FolderType::ReadyFormFolder),
        Variant::default(),
    );
    let owner = given("owner", complete);
    for action in [
        Action::Delete,
        Action::Rename,
        Action::Move,
        Action::Create,
        Action::CopyLink,
    ] {
        assert!(!owner.contains(action), "{}", action.name());
    }
    let per_form = in_room(
        kind,
        folder(FolderType::FormFillingFolderDone),
        Variant::default(),
    );
    assert!(given("Manager", per_form).contains(Action::Delete));
    assert!(given("Manager", per_form).contains(Action::UpdateXlsx));
    assert!(given("anonymous", per_form).is_empty());
}
