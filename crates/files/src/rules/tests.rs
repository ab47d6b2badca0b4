//! The contract's tables as test vectors: written as the contract prints them, a line a row.
//!
//! Cells: `✓` allowed, `–` refused; `own` only for entries the caller created; `dl` unless the room
//! bans downloads; `shared` when the entry has an external link; `link` when the record is a link's.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "tests fail by panicking"
)]

mod elsewhere;
mod forms;
mod rooms;
mod sharing;
mod small_print;

use portal::{Role, UserId};
use uuid::Uuid;

use super::*;
use crate::model::{FileShare, FolderType, RoomType};

const OWNER: UserId = UserId(Uuid::from_u128(1));
const OTHER: UserId = UserId(Uuid::from_u128(2));
const CALLER: UserId = UserId(Uuid::from_u128(3));
const PORTAL: PortalFacts = PortalFacts {
    ai: true,
    vectorization: true,
};

/// What a cell of a table varies.
#[derive(Debug, Clone, Copy, Default)]
struct Variant {
    own: bool,
    banned: bool,
    shared: bool,
    link: bool,
}

/// A caller of a column: who he is and the role he has.
#[derive(Debug, Clone, Copy)]
struct Column {
    caller: CallerFacts,
    role: Option<FileShare>,
    link: bool,
}

fn member(role: FileShare) -> Column {
    Column {
        caller: CallerFacts::person(CALLER, Role::RoomAdmin),
        role: Some(role),
        link: false,
    }
}

/// The columns the tables speak of.
fn column(name: &str) -> Column {
    let person = |user, role| CallerFacts::person(user, role);
    match name {
        "owner" => Column {
            caller: person(OWNER, Role::RoomAdmin),
            role: None,
            link: false,
        },
        "admin" => Column {
            caller: person(CALLER, Role::Admin),
            role: None,
            link: false,
        },
        "Manager" => member(FileShare::RoomManager),
        "Creator" => member(FileShare::ContentCreator),
        "Editor" => member(FileShare::Editing),
        "Review" => member(FileShare::Review),
        "Comment" => member(FileShare::Comment),
        "Filler" => member(FileShare::FillForms),
        "Read" => member(FileShare::Read),
        "None" => member(FileShare::None),
        "ReadWrite" => member(FileShare::ReadWrite),
        "anonymous" => Column {
            caller: CallerFacts::anonymous(),
            role: Some(FileShare::Read),
            link: true,
        },
        "stranger" => Column {
            caller: person(CALLER, Role::User),
            role: None,
            link: false,
        },
        other => panic!("no such column: {other}"),
    }
}

/// Compares a table with the rules. `entry` builds the entry of a cell.
fn check(table: &str, entry: impl Fn(Variant) -> EntryFacts) {
    let mut lines = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let header: Vec<&str> = lines
        .next()
        .expect("a header")
        .split('|')
        .map(str::trim)
        .collect();
    for line in lines {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        assert_eq!(cells.len(), header.len(), "columns of: {line}");
        for (name, cell) in header.iter().zip(&cells).skip(1) {
            for action in cells[0].split(',').map(|text| action(text.trim())) {
                check_cell(action, name, cell, &entry);
            }
        }
    }
}

fn check_cell(action: Action, name: &str, cell: &str, entry: &impl Fn(Variant) -> EntryFacts) {
    let plain = Variant::default();
    let expectations = match cell {
        "✓" => vec![(plain, true)],
        "–" => vec![
            (plain, false),
            (
                Variant {
                    own: true,
                    shared: true,
                    ..plain
                },
                false,
            ),
        ],
        "own" => vec![(plain, false), (Variant { own: true, ..plain }, true)],
        "dl" => vec![
            (plain, true),
            (
                Variant {
                    banned: true,
                    ..plain
                },
                false,
            ),
        ],
        "shared" => vec![
            (plain, false),
            (
                Variant {
                    shared: true,
                    ..plain
                },
                true,
            ),
        ],
        "link" => vec![
            (plain, false),
            (
                Variant {
                    link: true,
                    ..plain
                },
                true,
            ),
        ],
        other => panic!("no such cell: {other}"),
    };
    for (variant, expected) in expectations {
        let given = decide(name, variant, entry(variant))
            .actions
            .contains(action);
        assert_eq!(given, expected, "{} for {name}, {variant:?}", action.name());
    }
}

/// The verdict for the caller of a column.
fn decide(name: &str, variant: Variant, mut entry: EntryFacts) -> Verdict {
    let column = column(name);
    // Rooms and personal entries of these tables are their owner's in any case.
    if variant.own && entry.created_by == OTHER {
        entry.created_by = column.caller.person.map_or(OTHER, |(user, _)| user);
    }
    if let Some(access) = column.role {
        let by_link = column.link || variant.link;
        let level = entry.grant.map_or(0, |grant| grant.level);
        let grant = if by_link {
            Grant::by_link(access)
        } else {
            Grant::to_person(access)
        };
        entry.grant = Some(Grant { level, ..grant });
    }
    allowed(&entry, &column.caller, &PORTAL)
}

fn action(name: &str) -> Action {
    *Action::ALL
        .iter()
        .find(|action| action.name() == name)
        .unwrap_or_else(|| panic!("no such action: {name}"))
}

/// An active room, or something in it.
fn in_room(kind: RoomType, nature: Nature, variant: Variant) -> EntryFacts {
    EntryFacts {
        nature,
        root: FolderType::VirtualRooms,
        root_owner: UserId::NOBODY,
        room: Some(RoomFacts {
            kind,
            owner: OWNER,
            deny_download: variant.banned,
            indexing: false,
        }),
        created_by: OTHER,
        third_party: false,
        shared: variant.shared,
        parent_shared: false,
        parent: kind.folder_type(),
        form_tree: None,
        in_knowledge: false,
        grant: None,
    }
}

fn room(kind: RoomType, variant: Variant) -> EntryFacts {
    EntryFacts {
        created_by: OWNER,
        parent: FolderType::VirtualRooms,
        ..in_room(kind, folder(kind.folder_type()), variant)
    }
}

fn folder(kind: FolderType) -> Nature {
    Nature::Folder(FolderFacts {
        kind,
        is_root: false,
        holds_forms: false,
    })
}

fn document() -> Nature {
    Nature::File(FileFacts {
        web_viewable: true,
        fits_gallery: true,
        holds_answers: false,
        ..FileFacts::default()
    })
}

fn form(filling: Filling) -> Nature {
    Nature::File(FileFacts {
        form: Form::Blank,
        web_viewable: true,
        fits_gallery: true,
        holds_answers: true,
        filling,
        ..FileFacts::default()
    })
}

/// The person's own or somebody else's My documents.
fn personal(nature: Nature, owner: UserId) -> EntryFacts {
    EntryFacts {
        nature,
        root: FolderType::User,
        root_owner: owner,
        room: None,
        created_by: owner,
        third_party: false,
        shared: false,
        parent_shared: false,
        parent: FolderType::User,
        form_tree: None,
        in_knowledge: false,
        grant: None,
    }
}
