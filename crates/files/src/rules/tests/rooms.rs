//! `files/02 §7`: the table of roles and the matrices that result from it.

use super::*;

/// "Role → action (stage F), entries in rooms".
#[test]
fn the_role_table_for_files() {
    check(
        "
        action                       | Manager | Creator | Editor | Review | Comment | Filler | Read | None
        Read, CopyLink               | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | ✓    | ✓
        Comment                      | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | –    | –
        Review                       | ✓       | ✓       | ✓      | ✓      | –       | –      | –    | –
        Convert                      | ✓       | ✓       | –      | –      | –       | –      | –    | –
        Edit, CustomFilter           | ✓       | ✓       | ✓      | –      | –       | –      | –    | –
        Delete, Rename               | ✓       | own     | –      | –      | –       | –      | –    | –
        ReadHistory                  | ✓       | ✓       | ✓      | –      | –       | –      | –    | –
        EditHistory                  | ✓       | ✓       | –      | –      | –       | –      | –    | –
        Lock                         | ✓       | ✓       | –      | –      | –       | –      | –    | –
        Move, Duplicate              | ✓       | own     | –      | –      | –       | –      | –    | –
        Copy, Download               | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | dl   | dl
        EditAccess, ReadLinks        | ✓       | –       | –      | –      | –       | –      | –    | –
        EditInternal, EditExpiration | ✓       | –       | –      | –      | –       | –      | –    | –
        CopySharedLink               | ✓       | link    | link   | link   | link    | link   | link | –
        Embed                        | shared  | –       | –      | –      | –       | –      | –    | –
        SubmitToFormGallery          | –       | –       | –      | –      | –       | –      | –    | –
        ",
        |variant| in_room(RoomType::CustomRoom, document(), variant),
    );
}

/// The rows of the same table that concern folders and rooms.
#[test]
fn the_role_table_for_rooms() {
    check(
        "
        action                         | Manager | Creator | Editor | Review | Comment | Filler | Read | None
        Read, Pin, Mute, CopyLink      | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | ✓    | ✓
        Create, MoveTo, CopyTo         | ✓       | ✓       | –      | –      | –       | –      | –    | –
        EditRoom, Rename, EditAccess   | ✓       | –       | –      | –      | –       | –      | –    | –
        Delete, Move                   | –       | –       | –      | –      | –       | –      | –    | –
        ChangeOwner, Reconnect         | –       | –       | –      | –      | –       | –      | –    | –
        CopySharedLink                 | ✓       | link    | link   | link   | link    | link   | link | –
        ",
        |variant| room(RoomType::CustomRoom, Variant { own: false, ..variant }),
    );
}

/// "Resulting matrix for the room object itself (active, internal, no ban, indexing off)".
#[test]
fn the_matrix_of_a_room() {
    check(
        "
        key                                         | owner  | admin  | Manager | Creator | Editor | Filler | Read | anonymous
        Read                                        | ✓      | ✓      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Create, CopyTo, MoveTo                      | ✓      | –      | ✓       | ✓       | –      | –      | –    | –
        Delete                                      | ✓      | –      | –       | –       | –      | –      | –    | –
        EditRoom, Rename, EditAccess                | ✓      | –      | ✓       | –       | –      | –      | –    | –
        Copy                                        | ✓      | ✓      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Move                                        | ✓      | ✓      | –       | –       | –      | –      | –    | –
        Pin                                         | ✓      | ✓      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Mute                                        | ✓      | –      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Duplicate                                   | ✓      | ✓      | ✓       | –       | –      | –      | –    | –
        Download                                    | ✓      | ✓      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        CopySharedLink                              | ✓      | shared | ✓       | link    | link   | link   | link | ✓
        CopyLink                                    | ✓      | –      | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Embed                                       | shared | –      | shared  | –       | –      | –      | –    | –
        ChangeOwner                                 | ✓      | ✓      | –       | –       | –      | –      | –    | –
        Reconnect, CreateRoomFrom, UseChat          | –      | –      | –       | –       | –      | –      | –    | –
        IndexExport, UpdateXlsx, AnalyzeResponses   | –      | –      | –       | –       | –      | –      | –    | –
        ",
        |variant| room(RoomType::EditingRoom, Variant { own: false, ..variant }),
    );
}

/// The last row of the same matrix.
#[test]
fn the_access_shown_for_a_room() {
    let shown = |name| {
        let variant = Variant::default();
        decide(name, variant, room(RoomType::CustomRoom, variant)).access
    };
    assert_eq!(shown("owner"), FileShare::None);
    assert_eq!(shown("admin"), FileShare::Restrict);
    assert_eq!(shown("Manager"), FileShare::RoomManager);
    assert_eq!(shown("Creator"), FileShare::ContentCreator);
    assert_eq!(shown("Review"), FileShare::Review);
    assert_eq!(shown("anonymous"), FileShare::Read);
}

/// "A document in a room (not locked, not a form)".
#[test]
fn the_matrix_of_a_document_in_a_room() {
    check(
        "
        key                            | owner  | admin | Manager | Creator | Editor | Review | Comment | Filler | Read | anonymous
        Read, CopyLink                 | ✓      | ✓     | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | ✓    | ✓
        Comment                        | ✓      | –     | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | –    | –
        Review                         | ✓      | –     | ✓       | ✓       | ✓      | ✓      | –       | –      | –    | –
        Edit, CustomFilter             | ✓      | –     | ✓       | ✓       | ✓      | –      | –       | –      | –    | –
        Delete, Rename, Move           | ✓      | –     | ✓       | own     | –      | –      | –       | –      | –    | –
        Duplicate                      | ✓      | –     | ✓       | own     | –      | –      | –       | –      | –    | –
        ReadHistory                    | ✓      | –     | ✓       | ✓       | ✓      | –      | –       | –      | –    | –
        EditHistory, Convert           | ✓      | –     | ✓       | ✓       | –      | –      | –       | –      | –    | –
        Lock                           | ✓      | –     | ✓       | ✓       | –      | –      | –       | –      | –    | –
        Copy                           | ✓      | –     | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | dl   | dl
        Download                       | ✓      | dl    | ✓       | ✓       | ✓      | ✓      | ✓       | ✓      | dl   | dl
        SubmitToFormGallery            | ✓      | –     | –       | –       | –      | –      | –       | –      | –    | –
        Embed                          | shared | –     | shared  | –       | –      | –      | –       | –      | –    | –
        FillForms, StartFilling        | –      | –     | –       | –       | –      | –      | –       | –      | –    | –
        OpenForm, CreateRoomFrom       | –      | –     | –       | –       | –      | –      | –       | –      | –    | –
        Vectorization                  | –      | –     | –       | –       | –      | –      | –       | –      | –    | –
        ",
        |variant| in_room(RoomType::CustomRoom, document(), variant),
    );
}

/// "Sub-folder of a room".
#[test]
fn the_matrix_of_a_folder_in_a_room() {
    check(
        "
        key                               | owner | admin | Manager | Creator | Editor | Review | Read | anonymous
        Read                              | ✓     | ✓     | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        CopyLink                          | ✓     | –     | ✓       | ✓       | ✓      | ✓      | ✓    | ✓
        Create, CopyTo, MoveTo            | ✓     | –     | ✓       | ✓       | –      | –      | –    | –
        EditRoom                          | ✓     | –     | ✓       | –       | –      | –      | –    | –
        EditAccess                        | ✓     | –     | ✓       | –       | –      | –      | –    | –
        Delete, Rename, Move, Duplicate   | ✓     | –     | ✓       | own     | –      | –      | –    | –
        Copy                              | ✓     | –     | ✓       | ✓       | ✓      | ✓      | dl   | dl
        Download                          | ✓     | dl    | ✓       | ✓       | ✓      | ✓      | dl   | dl
        Pin, Mute, ChangeOwner, Embed     | –     | –     | –       | –       | –      | –      | –    | –
        IndexExport, UseChat              | –     | –     | –       | –       | –      | –      | –    | –
        ",
        |variant| in_room(RoomType::CustomRoom, folder(FolderType::Default), variant),
    );
}

/// "Archived room".
#[test]
fn the_matrix_of_an_archived_room() {
    let table = "
        key                                | owner | admin | Manager | Creator | Editor | Review | Filler | Read
        Read                               | ✓     | ✓     | ✓       | ✓       | ✓      | ✓      | ✓      | ✓
        Copy                               | ✓     | ✓     | ✓       | ✓       | ✓      | ✓      | ✓      | dl
        Download                           | ✓     | dl    | ✓       | ✓       | ✓      | ✓      | ✓      | dl
        Move, Delete                       | ✓     | ✓     | –       | –       | –      | –      | –      | –
        Pin, Mute, EditRoom, EditAccess    | –     | –     | –       | –       | –      | –      | –      | –
        Create, Rename, ChangeOwner        | –     | –     | –       | –       | –      | –      | –      | –
        CopyLink, CopySharedLink, Duplicate| –     | –     | –       | –       | –      | –      | –      | –
    ";
    let archived = |kind, variant: Variant| EntryFacts {
        root: FolderType::Archive,
        parent: FolderType::Archive,
        ..room(
            kind,
            Variant {
                own: false,
                ..variant
            },
        )
    };
    check(table, |variant| archived(RoomType::CustomRoom, variant));
    check(
        "
        key         | owner | admin | Manager | Creator | Read
        IndexExport | ✓     | ✓     | ✓       | –       | –
        ",
        |variant| {
            let mut entry = archived(RoomType::VirtualDataRoom, variant);
            entry.room = entry.room.map(|room| RoomFacts {
                indexing: true,
                ..room
            });
            entry
        },
    );
}

/// "Content of archived rooms".
#[test]
fn the_content_of_an_archived_room_is_read_only() {
    check(
        "
        key                                  | owner | Manager | Creator | Editor | Review | Read
        Read                                 | ✓     | ✓       | ✓       | ✓      | ✓      | ✓
        Copy, Download                       | ✓     | ✓       | ✓       | ✓      | ✓      | dl
        ReadHistory                          | ✓     | ✓       | ✓       | ✓      | –      | –
        Delete, Move, Edit, Rename, Lock     | –     | –       | –       | –      | –      | –
        Comment, EditHistory, EditAccess     | –     | –       | –       | –      | –      | –
        ",
        |variant| EntryFacts {
            root: FolderType::Archive,
            ..in_room(RoomType::CustomRoom, document(), variant)
        },
    );
}

#[test]
fn a_room_owner_demoted_to_user_or_guest_loses_full_access() {
    for role in [Role::User, Role::Guest] {
        let entry = room(RoomType::CustomRoom, Variant::default());
        let verdict = allowed(&entry, &CallerFacts::person(OWNER, role), &PORTAL);
        assert!(
            verdict.actions.is_empty(),
            "{role:?}: {:?}",
            verdict.actions
        );
    }
}

#[test]
fn a_stranger_sees_nothing_of_a_room() {
    let entry = room(RoomType::CustomRoom, Variant::default());
    let verdict = decide("stranger", Variant::default(), entry);
    assert_eq!(verdict.actions, ActionSet::EMPTY);
    assert_eq!(verdict.access, FileShare::Restrict);
}
