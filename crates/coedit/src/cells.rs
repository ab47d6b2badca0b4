//! The cells people typed into, as the Yjs document of a workbook has them: a map from `sheet:row:column`, all counted
//! from 0, to what was typed. What nobody typed into is in the file alone.

use std::collections::BTreeMap;

use sheets::{At, Edit, MAX_COLUMNS, MAX_ROWS, MAX_TEXT};
use yrs::branch::Branch;
use yrs::types::EntryChange;
use yrs::{Any, Map as _, MapRef, Out, ReadTxn};

use crate::document::Refused;

/// Name of the shared map in the document.
pub const CELLS: &str = "cells";

/// Sheets of a workbook.
const SHEETS: u32 = 1024;
/// Cells somebody typed into, in one document.
const MOST: u32 = 200_000;

/// Cells with what was typed into them.
pub(crate) type Typed = BTreeMap<At, String>;

/// Everything that was typed. What is no cell is passed over: updates that bring such things are refused.
pub(crate) fn all(map: &MapRef, transaction: &impl ReadTxn) -> Typed {
    map.iter(transaction)
        .filter_map(|(key, value)| Some((place(key)?, input(&value)?)))
        .collect()
}

/// What a change typed.
///
/// # Errors
/// It puts in something else than texts, or takes cells out: a cell is emptied by typing nothing.
pub(crate) fn edits<'a>(
    changes: impl IntoIterator<Item = (&'a str, &'a EntryChange)>,
) -> Result<Vec<Edit>, Refused> {
    let edit = |(key, change): (&str, &EntryChange)| {
        let value = match change {
            EntryChange::Inserted(value) | EntryChange::Updated(_, value) => value,
            EntryChange::Removed(_) => return None,
        };
        Some(Edit {
            at: place(key)?,
            input: input(value)?,
        })
    };
    let edits: Option<Vec<Edit>> = changes.into_iter().map(edit).collect();
    edits.ok_or(Refused::NoCells)
}

/// Whether nothing but entries was put into the map: any shared type can be a list as well.
pub(crate) fn is_plain(map: &MapRef) -> bool {
    AsRef::<Branch>::as_ref(map).len() == 0
}

/// Whether the map may grow no more.
pub(crate) fn is_too_large(map: &MapRef, transaction: &impl ReadTxn) -> bool {
    map.len(transaction) > MOST
}

/// What is in `now` and was not so `before`.
pub(crate) fn since(before: &Typed, now: Typed) -> Vec<Edit> {
    now.into_iter()
        .filter(|(at, input)| before.get(at) != Some(input))
        .map(|(at, input)| Edit { at, input })
        .collect()
}

fn input(value: &Out) -> Option<String> {
    match value {
        Out::Any(Any::String(text)) if text.chars().count() <= MAX_TEXT => Some(text.to_string()),
        _ => None,
    }
}

fn place(key: &str) -> Option<At> {
    let mut numbers = key.split(':').map(number);
    let (sheet, row, column) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let fits = sheet < SHEETS && row < MAX_ROWS && column < MAX_COLUMNS;
    (fits && numbers.next().is_none()).then_some(At { sheet, row, column })
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
        let at = |sheet, row, column| Some(At { sheet, row, column });
        assert_eq!(place("0:0:0"), at(0, 0, 0));
        assert_eq!(place("3:1048575:16383"), at(3, 1_048_575, 16_383));
        for wrong in [
            "",
            "0:0",
            "0:0:0:0",
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
