//! My documents, entries shared from there, trash and the roots (`files/02 §6 B, D`, §7).

use super::*;
use crate::rules::action::set;

/// "Shared personal entries (root My, caller is a recipient)".
#[test]
fn the_table_of_shared_personal_files() {
    check(
        "
        action                          | ReadWrite | Editor | Review | Comment | Filler | Read
        Read, CopyLink                  | ✓         | ✓      | ✓      | ✓       | ✓      | ✓
        Comment                         | ✓         | ✓      | ✓      | ✓       | –      | –
        FillForms                       | –         | –      | –      | –       | ✓      | –
        Review                          | –         | ✓      | ✓      | –       | –      | –
        Edit, CustomFilter              | ✓         | ✓      | –      | –       | –      | –
        Convert, Rename, EditAccess     | ✓         | –      | –      | –       | –      | –
        Delete, Move                    | ✓         | –      | –      | –       | –      | –
        ReadHistory                     | ✓         | ✓      | ✓      | ✓       | ✓      | ✓
        EditHistory                     | –         | ✓      | –      | –       | –      | –
        Copy                            | ✓         | ✓      | ✓      | ✓       | ✓      | ✓
        Download                        | ✓         | ✓      | ✓      | ✓       | ✓      | ✓
        Lock, Duplicate, SubmitToFormGallery, CopySharedLink, Embed | – | – | – | – | – | –
        ",
        |_| personal(form(Filling::default()), OWNER),
    );
}

/// The same table for folders: the shared folder itself cannot be removed, what lies in it can.
#[test]
fn the_table_of_shared_personal_folders() {
    let shared_at = |level| {
        move |_| EntryFacts {
            grant: Some(Grant {
                level,
                ..Grant::to_person(FileShare::Read)
            }),
            ..personal(folder(FolderType::Default), OWNER)
        }
    };
    check(
        "
        action                                     | ReadWrite | Editor | Comment | Read
        Read, CopyLink                             | ✓         | ✓      | ✓       | ✓
        Create, Rename, MoveTo, CopyTo, EditAccess | ✓         | –      | –       | –
        Delete, Move                               | –         | –      | –       | –
        EditRoom, Duplicate, Embed                 | –         | –      | –       | –
        ",
        shared_at(0),
    );
    check(
        "
        action       | ReadWrite | Editor | Comment | Read
        Delete, Move | ✓         | –      | –       | –
        ",
        shared_at(1),
    );
}

#[test]
fn a_file_shared_by_itself_cannot_be_removed_by_its_recipient() {
    let file = |level| EntryFacts {
        grant: Some(Grant {
            level,
            ..Grant::to_person(FileShare::ReadWrite)
        }),
        ..personal(document(), OWNER)
    };
    let verdict = |level| decide("ReadWrite", Variant::default(), file(level)).actions;
    assert!(!verdict(-1).contains(Action::Delete));
    assert!(!verdict(-1).contains(Action::Move));
    assert!(verdict(0).contains(Action::Delete));
}

#[test]
fn whoever_created_a_file_in_a_shared_folder_may_do_everything_with_it() {
    let entry = EntryFacts {
        created_by: CALLER,
        ..personal(document(), OWNER)
    };
    let verdict = decide("ReadWrite", Variant::default(), entry);
    assert!(verdict.actions.contains(Action::Lock));
    assert!(verdict.actions.contains(Action::Duplicate));
}

/// "My documents, owner's view".
#[test]
fn the_owner_of_my_documents_may_do_nearly_everything() {
    let owner = CallerFacts::person(OWNER, Role::User);
    let verdict = allowed(&personal(document(), OWNER), &owner, &PORTAL);
    let expected = FILE_KEYS.without(set![
        FillForms,
        Embed,
        Vectorization,
        StartFilling,
        StopFilling,
        ResetFilling,
        FillingStatus,
        AskAi,
        CreateRoomFrom,
    ]);
    assert_eq!(verdict.actions.common(FILE_KEYS), expected);
    assert_eq!(verdict.access, FileShare::None);

    let verdict = allowed(
        &personal(folder(FolderType::Default), OWNER),
        &owner,
        &PORTAL,
    );
    let expected = FOLDER_KEYS.without(set![
        Pin,
        Mute,
        ChangeOwner,
        Embed,
        IndexExport,
        UseChat,
        Reconnect,
        CreateRoomFrom,
        UpdateXlsx,
        AnalyzeResponses,
    ]);
    assert_eq!(verdict.actions.common(FOLDER_KEYS), expected);
}

#[test]
fn a_room_is_made_of_personal_entries_by_room_administrators_only() {
    let may = |role| {
        let caller = CallerFacts::person(OWNER, role);
        allowed(&personal(document(), OWNER), &caller, &PORTAL)
            .actions
            .contains(Action::CreateRoomFrom)
    };
    assert!(may(Role::RoomAdmin));
    assert!(!may(Role::User));
}

#[test]
fn my_root_takes_new_entries_and_nothing_else() {
    let root = Nature::Folder(FolderFacts {
        kind: FolderType::User,
        is_root: true,
        holds_forms: false,
    });
    let entry = personal(root, OWNER);
    let verdict = allowed(&entry, &CallerFacts::person(OWNER, Role::User), &PORTAL);
    assert_eq!(
        verdict.actions.common(FOLDER_KEYS),
        set![Read, Create, CopyTo, MoveTo]
    );
    let stranger = allowed(&entry, &CallerFacts::person(CALLER, Role::Owner), &PORTAL);
    assert!(stranger.actions.is_empty());
}

#[test]
fn a_guest_who_still_has_documents_may_only_read_and_download_them() {
    let guest = CallerFacts::person(OWNER, Role::Guest);
    let verdict = allowed(&personal(document(), OWNER), &guest, &PORTAL);
    assert_eq!(verdict.actions, set![Read, Download]);
}

#[test]
fn a_guest_who_only_reads_a_personal_file_cannot_copy_it() {
    let entry = EntryFacts {
        grant: Some(Grant::to_person(FileShare::Read)),
        ..personal(document(), OWNER)
    };
    let guest = CallerFacts::person(CALLER, Role::Guest);
    assert!(
        !allowed(&entry, &guest, &PORTAL)
            .actions
            .contains(Action::Copy)
    );
}

#[test]
fn the_trash_is_for_its_owner_alone() {
    let trashed = EntryFacts {
        root: FolderType::Trash,
        ..personal(document(), OWNER)
    };
    let owner = allowed(&trashed, &CallerFacts::person(OWNER, Role::User), &PORTAL);
    assert_eq!(owner.actions, set![Read, Delete, Move]);
    let admin = allowed(&trashed, &CallerFacts::person(CALLER, Role::Owner), &PORTAL);
    assert!(admin.actions.is_empty());
}

#[test]
fn the_root_of_rooms_takes_new_rooms_of_those_who_may_create_them() {
    let root = EntryFacts {
        nature: Nature::Folder(FolderFacts {
            kind: FolderType::VirtualRooms,
            is_root: true,
            holds_forms: false,
        }),
        room: None,
        ..room(RoomType::CustomRoom, Variant::default())
    };
    let given = |role| {
        let caller = CallerFacts::person(CALLER, role);
        allowed(&root, &caller, &PORTAL).actions.common(FOLDER_KEYS)
    };
    assert_eq!(given(Role::RoomAdmin), set![Read, Create, MoveTo]);
    assert_eq!(given(Role::Owner), set![Read, Create, MoveTo]);
    assert_eq!(given(Role::User), set![Read]);
    assert_eq!(given(Role::Guest), set![Read]);
    assert!(
        allowed(&root, &CallerFacts::anonymous(), &PORTAL)
            .actions
            .is_empty()
    );
}
