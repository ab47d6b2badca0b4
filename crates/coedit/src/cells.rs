//! What people did to a workbook, as its Yjs document has it: a map from `sheet:row:column`, all counted from 0, to what
//! was typed, and a list of deeds (`sheets::Deed`) that only the server writes. What nobody touched is in the file alone.
//!
//! Deeds that move cells are counted. Who types says how many of them he knew of: `sheet:row:column:epoch`, without the
//! last when there was none. So what two people type while a third puts in a row, or what somebody types who is off-line,
//! finds its cell.

use sheets::{At, Deed, Edit, MAX_COLUMNS, MAX_ROWS, MAX_TEXT};
use yrs::branch::Branch;
use yrs::types::{Change as Listed, EntryChange};
use yrs::{Any, Map as _, MapRef, Out, ReadTxn};

use crate::document::Refused;

/// Name of the shared map in the document.
pub const CELLS: &str = "cells";
/// Name of the shared list of deeds.
pub const DEEDS: &str = "deeds";

/// Sheets of a workbook.
const SHEETS: u32 = 1024;
/// Cells somebody typed into, in one document.
const MOST: u32 = 200_000;
/// Deeds of one document.
pub(crate) const MOST_DEEDS: u32 = 20_000;

/// Something people did, in the order in which it came.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Change {
    /// Somebody typed, who knew of so many moves.
    Typed(Edit, usize),
    /// A deed was done.
    Done(Deed),
}

/// What a change typed, when there were so many moves.
///
/// # Errors
/// It puts in something else than texts, takes cells out (a cell is emptied by typing nothing), or knows of moves that
/// nobody made.
pub(crate) fn typed<'a>(
    changes: impl IntoIterator<Item = (&'a str, &'a EntryChange)>,
    moves: usize,
) -> Result<Vec<Change>, Refused> {
    let one = |(key, change): (&str, &EntryChange)| {
        let value = match change {
            EntryChange::Inserted(value) | EntryChange::Updated(_, value) => value,
            EntryChange::Removed(_) => return None,
        };
        let (at, epoch) = place(key)?;
        let input = input(value)?;
        (epoch <= moves).then_some(Change::Typed(Edit { at, input }, epoch))
    };
    let typed: Option<Vec<Change>> = changes.into_iter().map(one).collect();
    typed.ok_or(Refused::NoCells)
}

/// The deeds that a change put into their list.
pub(crate) fn done<'a>(changes: impl IntoIterator<Item = &'a Listed>) -> Vec<Change> {
    let added = changes.into_iter().filter_map(|change| match change {
        Listed::Added(values) => Some(values),
        Listed::Removed(_) | Listed::Retain(_) => None,
    });
    added.flatten().filter_map(deed).map(Change::Done).collect()
}

/// A deed as the list holds it.
pub(crate) fn deed(value: &Out) -> Option<Deed> {
    match value {
        Out::Any(Any::String(text)) => Deed::read(text.as_bytes()),
        _ => None,
    }
}

/// Whether nothing but entries was put into the map: any shared type can be a list as well.
pub(crate) fn is_plain(map: &MapRef) -> bool {
    AsRef::<Branch>::as_ref(map).len() == 0
}

/// Whether the map may grow no more.
pub(crate) fn is_too_large(map: &MapRef, transaction: &impl ReadTxn) -> bool {
    map.len(transaction) > MOST
}

fn input(value: &Out) -> Option<String> {
    match value {
        Out::Any(Any::String(text)) if text.chars().count() <= MAX_TEXT => Some(text.to_string()),
        _ => None,
    }
}

/// The cell of a key, and how many moves its writer knew of.
fn place(key: &str) -> Option<(At, usize)> {
    let mut numbers = key.split(':').map(number);
    let (sheet, row, column) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let epoch = match numbers.next() {
        Some(epoch) => epoch.filter(|epoch| *epoch > 0)?,
        None => 0,
    };
    let fits = sheet < SHEETS && row < MAX_ROWS && column < MAX_COLUMNS;
    let is_over = numbers.next().is_none();
    let epoch = usize::try_from(epoch).ok()?;
    (fits && is_over).then_some((At { sheet, row, column }, epoch))
}

/// A number in its one spelling: two names of one cell would be two cells.
fn number(digits: &str) -> Option<u32> {
    let number: u32 = digits.parse().ok()?;
    (number.to_string() == digits).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_has_one_name() {
        let at = |sheet, row, column, epoch| Some((At { sheet, row, column }, epoch));
        assert_eq!(place("0:0:0"), at(0, 0, 0, 0));
        assert_eq!(place("3:1048575:16383"), at(3, 1_048_575, 16_383, 0));
        assert_eq!(place("0:4:1:12"), at(0, 4, 1, 12));
        for wrong in [
            "",
            "0:0",
            "0:0:0:0",
            "0:0:0:01",
            "0:0:0:1:1",
            "0:00:0",
            "+0:0:0",
            "0: 0:0",
            "0:1048576:0",
            "0:0:16384",
            "0:-1:0",
            "1024:0:0",
            "a:b:c",
            "0:99999999999:0",
        ] {
            assert_eq!(place(wrong), None, "{wrong}");
        }
    }
}
