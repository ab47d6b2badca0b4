//! Roles by room type, numbers of links, rights offered (`files/02 §2–§4`).

use super::super::sharing::*;
use super::*;
use crate::model::SubjectType;

const ROOMS: [RoomType; 6] = [
    RoomType::FillingFormsRoom,
    RoomType::EditingRoom,
    RoomType::CustomRoom,
    RoomType::PublicRoom,
    RoomType::VirtualDataRoom,
    RoomType::AiRoom,
];

/// "Roles by room type": numbers of `FileShare`.
#[test]
fn the_table_of_roles_by_room_type() {
    #[rustfmt::skip]
    let table: [(SubjectType, [&[i64]; 6]); 5] = [
        //                                  Filling     Editing         Custom                 Public          VDR                 Ai
        (SubjectType::User,                [&[9, 11, 7], &[9, 11, 10, 2], &[9, 11, 10, 5, 6, 2], &[9, 11],        &[9, 11, 10, 2, 7], &[9, 11, 2]]),
        (SubjectType::Group,               [&[11, 7],    &[11, 10, 2],    &[11, 10, 5, 6, 2],    &[11],           &[11, 10, 2, 7],    &[11, 2]]),
        (SubjectType::InvitationLink,      [&[11, 7],    &[11, 10, 2],    &[11, 10, 5, 6, 2],    &[11, 2],        &[11, 10, 2, 7],    &[11, 2]]),
        (SubjectType::ExternalLink,        [&[7, 2],     &[],             &[10, 7, 5, 6, 2],     &[10, 7, 5, 6, 2], &[],              &[]]),
        (SubjectType::PrimaryExternalLink, [&[7, 2],     &[],             &[10, 7, 5, 6, 2],     &[10, 7, 5, 6, 2], &[],              &[]]),
    ];
    for (subject, rooms) in table {
        for (room, expected) in ROOMS.into_iter().zip(rooms) {
            let given: Vec<i64> = room_roles(room, subject)
                .iter()
                .map(|role| *role as i64)
                .collect();
            assert_eq!(given, expected, "{subject:?} in {room:?}");
        }
    }
}

#[test]
fn a_link_makes_nobody_more_than_he_can_be() {
    use FileShare::{ContentCreator, Editing, Read, RoomManager};
    for who in [Role::User, Role::Guest] {
        assert_eq!(
            role_by_link(RoomType::CustomRoom, RoomManager, who),
            ContentCreator
        );
    }
    assert_eq!(
        role_by_link(RoomType::CustomRoom, RoomManager, Role::RoomAdmin),
        RoomManager
    );
    assert_eq!(
        role_by_link(RoomType::CustomRoom, Editing, Role::Guest),
        Editing
    );
    assert_eq!(
        role_by_link(RoomType::AiRoom, ContentCreator, Role::Guest),
        Read
    );
    assert_eq!(
        role_by_link(RoomType::AiRoom, ContentCreator, Role::User),
        ContentCreator
    );
}

#[test]
fn the_role_of_a_manager_is_for_room_administrators() {
    let room = RoomType::CustomRoom;
    for (role, expected) in [
        (Role::Owner, true),
        (Role::Admin, true),
        (Role::RoomAdmin, true),
        (Role::User, false),
        (Role::Guest, false),
    ] {
        assert_eq!(
            role_available_to(room, FileShare::RoomManager, role),
            expected,
            "{role:?}"
        );
    }
    assert!(role_available_to(room, FileShare::Editing, Role::Guest));
    assert!(!role_available_to(room, FileShare::ReadWrite, Role::Owner));
    assert!(!role_available_to(
        RoomType::AiRoom,
        FileShare::ContentCreator,
        Role::Guest
    ));
    assert!(role_available_to(room, FileShare::None, Role::Guest));
}

/// "Link count limits per object".
#[test]
fn the_table_of_link_limits() {
    #[rustfmt::skip]
    let table = [
        // room                        on the room   in it
        (RoomType::CustomRoom,       (1, 5),       (0, 6)),
        (RoomType::PublicRoom,       (1, 5),       (1, 5)),
        (RoomType::FillingFormsRoom, (1, 0),       (1, 0)),
        (RoomType::EditingRoom,      (0, 0),       (0, 6)),
        (RoomType::VirtualDataRoom,  (0, 0),       (0, 6)),
        (RoomType::AiRoom,           (0, 0),       (0, 6)),
    ];
    let numbers = |limits: LinkLimits| (limits.primary, limits.additional);
    for (room, on_room, inside) in table {
        assert_eq!(numbers(room_link_limits(room)), on_room, "{room:?}");
        assert_eq!(
            numbers(entry_link_limits(Some(room))),
            inside,
            "in {room:?}"
        );
    }
    assert_eq!(numbers(entry_link_limits(None)), (0, 6));
}

const EVERYTHING: Abilities = Abilities {
    edit: true,
    review: true,
    comment: true,
    custom_filter: true,
};

fn offered(entry: &EntryFacts, can: Abilities) -> Vec<(SubjectType, Vec<i64>)> {
    share_rights(entry, &CallerFacts::person(OWNER, Role::User), can)
        .into_iter()
        .map(|(subject, rights)| (subject, rights.iter().map(|right| *right as i64).collect()))
        .collect()
}

#[test]
fn rights_offered_on_a_personal_document() {
    let people = vec![1, 10, 5, 6, 2, 3, 0];
    let links = vec![10, 5, 6, 2, 0];
    assert_eq!(
        offered(&personal(document(), OWNER), EVERYTHING),
        [
            (SubjectType::User, people.clone()),
            (SubjectType::ExternalLink, links.clone()),
            (SubjectType::Group, people),
            (SubjectType::PrimaryExternalLink, links),
        ]
    );
}

#[test]
fn rights_offered_on_a_picture_and_on_a_form() {
    let picture = offered(&personal(document(), OWNER), Abilities::default());
    assert_eq!(picture[0].1, [1, 2, 3, 0]);
    let form = offered(&personal(form(Filling::default()), OWNER), EVERYTHING);
    assert_eq!(form[0].1, [1, 10, 7, 3, 0]);
}

#[test]
fn rights_offered_in_rooms_are_for_links_only() {
    let file = in_room(RoomType::CustomRoom, document(), Variant::default());
    let subjects: Vec<_> = offered(&file, EVERYTHING)
        .into_iter()
        .map(|(kind, _)| kind)
        .collect();
    assert_eq!(
        subjects,
        [SubjectType::ExternalLink, SubjectType::PrimaryExternalLink]
    );
    let filling = in_room(
        RoomType::FillingFormsRoom,
        form(Filling::default()),
        Variant::default(),
    );
    assert_eq!(offered(&filling, EVERYTHING)[0].1, [7]);
    let trashed = EntryFacts {
        root: FolderType::Trash,
        ..personal(document(), OWNER)
    };
    assert!(offered(&trashed, EVERYTHING).is_empty());
}

#[test]
fn a_link_can_always_be_removed() {
    let file = in_room(RoomType::CustomRoom, document(), Variant::default());
    let caller = CallerFacts::person(CALLER, Role::RoomAdmin);
    let available =
        |subject, access| share_right_available(&file, &caller, subject, access, EVERYTHING);
    assert!(available(SubjectType::ExternalLink, FileShare::None));
    assert!(!available(SubjectType::ExternalLink, FileShare::ReadWrite));
    assert!(!available(SubjectType::User, FileShare::Read));
}

/// §4.
#[test]
fn can_share_follows_the_right_to_change_access_with_exceptions() {
    let shares = |entry: EntryFacts, role| {
        let caller = CallerFacts::person(OWNER, role);
        can_share(&entry, &caller, allowed(&entry, &caller, &PORTAL).actions)
    };
    let variant = Variant::default();
    assert!(shares(room(RoomType::CustomRoom, variant), Role::RoomAdmin));
    assert!(!shares(
        room(RoomType::EditingRoom, variant),
        Role::RoomAdmin
    ));
    assert!(!shares(
        room(RoomType::VirtualDataRoom, variant),
        Role::RoomAdmin
    ));
    assert!(shares(personal(document(), OWNER), Role::User));
    assert!(!shares(personal(document(), OWNER), Role::Guest));
}
