//! SQL in, nouns out. Synchronous functions over one transaction; no rights, no HTTP.

pub mod belongings;
pub mod cleanup;
pub mod editors;
pub mod feeds;
pub mod files;
pub mod folders;
pub mod forms;
pub mod history;
pub mod listing;
pub mod logos;
pub mod marks;
pub mod news;
pub mod operations;
pub mod page;
pub mod paths;
pub mod positions;
pub mod room_groups;
pub mod room_list;
pub mod rooms;
pub mod roots;
pub mod shares;
pub mod statement;
pub mod tags;
pub mod thumbnails;
pub mod title_search;
pub mod tree;
pub mod unread;
pub mod uploads;
pub mod verify;
pub mod versions;

use portal::UserId;
use sql::{Cell, FromCell, Row};

use crate::model::FolderId;

/// Reads a person's id; a broken one becomes nobody rather than an unreadable list.
fn person(row: &Row<'_>, column: usize) -> Result<UserId, sql::Error> {
    Ok(row.get::<Person>(column)?.0)
}

/// Reads a person's id that may be absent.
fn maybe_person(row: &Row<'_>, column: usize) -> Result<Option<UserId>, sql::Error> {
    Ok(row
        .get::<Option<Person>>(column)?
        .map(|person| person.0)
        .filter(|person| *person != UserId::NOBODY))
}

struct Person(UserId);

impl FromCell for Person {
    fn from_cell(cell: Cell<'_>) -> Option<Self> {
        match cell {
            Cell::Text(text) => Some(Self(text.parse().unwrap_or(UserId::NOBODY))),
            _ => None,
        }
    }
}

/// Reads a folder number that may be absent.
fn maybe_folder(row: &Row<'_>, column: usize) -> Result<Option<FolderId>, sql::Error> {
    Ok(row.get::<Option<i64>>(column)?.map(FolderId))
}
