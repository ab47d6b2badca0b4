//! What people do to a workbook beside typing: how cells look, rows and columns, sheets, order and filters. A deed is told
//! as JSON (`{"do":"size","sheet":0,…}`), looked at here, and performed by [`Book::perform`](crate::Book::perform).
//!
//! Some deeds move cells. How many of them somebody knew of is his epoch: what he meant is carried through those that he
//! did not know of ([`carry`]).

mod carry;
mod look;

use serde::{Deserialize, Serialize};

use crate::book::{MAX_COLUMNS, MAX_ROWS};
pub(crate) use carry::axis_of;
pub use look::{Across, Dress, Lines, Upright, Worn};

/// The longest deed that is read, in bytes.
pub const LONGEST_DEED: usize = 1 << 20;
/// Rows or columns put in together, at most.
const MOST_LINES: u32 = 10_000;
/// Rows that are sorted or filtered together, at most.
pub(crate) const MOST_SORTED: u32 = 50_000;
/// Characters of a sheet's name, and those that may not be in it (every program that reads xlsx).
const NAME: usize = 31;
const NOT_IN_NAMES: [char; 7] = ['[', ']', ':', '*', '?', '/', '\\'];
/// Widest column in characters, highest row in points (ECMA-376).
const WIDEST: f64 = 255.0;
const HIGHEST: f64 = 409.0;
/// Lines that stay in sight.
const MOST_FROZEN: u32 = 100;

/// Cells from one corner to the other, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Area {
    /// Sheet, in the order of the workbook; all counted from 0.
    pub sheet: u32,
    /// First row.
    pub top: u32,
    /// First column.
    pub left: u32,
    /// Last row.
    pub bottom: u32,
    /// Last column.
    pub right: u32,
}

impl Area {
    pub(crate) fn is_whole_columns(self) -> bool {
        self.top == 0 && self.bottom == MAX_ROWS - 1
    }

    pub(crate) fn is_whole_rows(self) -> bool {
        self.left == 0 && self.right == MAX_COLUMNS - 1
    }

    pub(crate) fn rows(self) -> u32 {
        self.bottom - self.top + 1
    }

    fn is_sound(self) -> bool {
        self.top <= self.bottom
            && self.left <= self.right
            && self.bottom < MAX_ROWS
            && self.right < MAX_COLUMNS
    }
}

/// Rows or columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Axis {
    /// Rows.
    Rows,
    /// Columns.
    Columns,
}

impl Axis {
    pub(crate) fn end(self) -> u32 {
        match self {
            Self::Rows => MAX_ROWS,
            Self::Columns => MAX_COLUMNS,
        }
    }
}

/// What one column of a filter lets through.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Column of the sheet.
    pub column: u32,
    /// What cells show in rows that stay in sight; an empty text for cells without anything.
    pub values: Vec<String>,
}

/// Something done to a workbook.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "camelCase")]
pub enum Deed {
    /// Cells look different.
    Dress {
        /// Which.
        area: Area,
        /// How.
        dress: Box<Dress>,
    },
    /// Cells get back looks they had.
    Redress {
        /// Sheet.
        sheet: u32,
        /// Row, first column, last column, number in `looks`.
        cells: Vec<[u32; 4]>,
        /// What whole lines had: 0 for rows, 1 for columns; first line, last line, number in `looks`.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        lines: Vec<[u32; 4]>,
        /// The looks.
        looks: Worn,
    },
    /// Columns get a width in characters, rows a height in points; nothing is the usual one, 0 hides them.
    Size {
        /// Sheet.
        sheet: u32,
        /// Which lines.
        axis: Axis,
        /// First line.
        first: u32,
        /// Last line.
        last: u32,
        /// How wide or high.
        size: Option<f64>,
    },
    /// Rows and columns at the beginning stay in sight.
    Freeze {
        /// Sheet.
        sheet: u32,
        /// How many rows.
        rows: u32,
        /// How many columns.
        columns: u32,
    },
    /// Cells become one.
    Merge {
        /// Which.
        area: Area,
    },
    /// Merged cells that touch an area are parted again.
    Part {
        /// Where.
        area: Area,
    },
    /// Empty lines are put in before a line.
    Insert {
        /// Sheet.
        sheet: u32,
        /// Rows or columns.
        axis: Axis,
        /// Before which line.
        at: u32,
        /// How many.
        count: u32,
    },
    /// Lines are taken out with what is in them.
    Delete {
        /// Sheet.
        sheet: u32,
        /// Rows or columns.
        axis: Axis,
        /// The first one.
        at: u32,
        /// How many.
        count: u32,
    },
    /// The rows of an area are put in the order of one of its columns.
    Sort {
        /// Which cells move.
        area: Area,
        /// The column that is looked at.
        by: u32,
        /// The largest first.
        descending: bool,
        /// Which row of the area each of its rows was; the workbook fills it in.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        order: Vec<u32>,
    },
    /// Rows below the first one of an area are only in sight when their cells are among the chosen ones. No area: no
    /// filter any more.
    Filter {
        /// Sheet.
        sheet: u32,
        /// The cells, with the row that names the columns.
        area: Option<Area>,
        /// What is chosen; columns that are not named let everything through.
        #[serde(default)]
        choices: Vec<Choice>,
    },
    /// A new sheet behind the others.
    AddSheet {
        /// Its name.
        name: String,
    },
    /// A sheet gets another name.
    RenameSheet {
        /// Which.
        sheet: u32,
        /// Its new name.
        name: String,
    },
    /// A sheet goes to another place among the sheets.
    MoveSheet {
        /// Which.
        sheet: u32,
        /// Where it is afterwards.
        to: u32,
    },
    /// A sheet is taken out with what is in it.
    RemoveSheet {
        /// Which.
        sheet: u32,
    },
}

impl Deed {
    /// Reads a deed; nothing when it is none, or beyond any sheet.
    #[must_use]
    pub fn read(json: &[u8]) -> Option<Self> {
        if json.len() > LONGEST_DEED {
            return None;
        }
        let deed: Self = serde_json::from_slice(json).ok()?;
        deed.is_sound().then_some(deed)
    }

    /// As it is read again.
    #[must_use]
    pub fn said(&self) -> String {
        // Names, numbers and texts, which all have a JSON form.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// The sheet it is done to; nothing for a new one.
    #[must_use]
    pub fn sheet(&self) -> Option<u32> {
        match self {
            Self::Dress { area, .. }
            | Self::Merge { area }
            | Self::Part { area }
            | Self::Sort { area, .. } => Some(area.sheet),
            Self::Redress { sheet, .. }
            | Self::Size { sheet, .. }
            | Self::Freeze { sheet, .. }
            | Self::Insert { sheet, .. }
            | Self::Delete { sheet, .. }
            | Self::Filter { sheet, .. }
            | Self::RenameSheet { sheet, .. }
            | Self::MoveSheet { sheet, .. }
            | Self::RemoveSheet { sheet } => Some(*sheet),
            Self::AddSheet { .. } => None,
        }
    }

    fn is_sound(&self) -> bool {
        let lines = |axis: Axis, at: u32, count: u32| {
            count > 0 && at < axis.end() && count <= axis.end() - at
        };
        match self {
            Self::Dress { area, dress } => area.is_sound() && dress.is_sound(),
            Self::Redress {
                cells,
                lines,
                looks,
                ..
            } => looks.is_sound(cells, lines),
            Self::Merge { area } | Self::Part { area } => area.is_sound(),
            Self::Sort {
                area, by, order, ..
            } => {
                area.is_sound()
                    && area.rows() <= MOST_SORTED
                    && (area.left..=area.right).contains(by)
                    && is_order(order, area.rows())
            }
            Self::Filter {
                sheet,
                area,
                choices,
            } => area.is_none_or(|area| {
                area.is_sound()
                    && area.sheet == *sheet
                    && area.rows() <= MOST_SORTED
                    && choices
                        .iter()
                        .all(|one| (area.left..=area.right).contains(&one.column))
            }),
            Self::Size {
                axis,
                first,
                last,
                size,
                ..
            } => {
                let most = match axis {
                    Axis::Rows => HIGHEST,
                    Axis::Columns => WIDEST,
                };
                first <= last
                    && *last < axis.end()
                    && last - first < MOST_LINES
                    && size.is_none_or(|size| (0.0..=most).contains(&size))
            }
            Self::Freeze { rows, columns, .. } => *rows < MOST_FROZEN && *columns < MOST_FROZEN,
            Self::Insert {
                axis, at, count, ..
            } => lines(*axis, *at, *count) && *count <= MOST_LINES,
            Self::Delete {
                axis, at, count, ..
            } => lines(*axis, *at, *count) && *count < axis.end(),
            Self::AddSheet { name } | Self::RenameSheet { name, .. } => is_name(name),
            Self::MoveSheet { .. } | Self::RemoveSheet { .. } => true,
        }
    }
}

fn is_name(name: &str) -> bool {
    is_plain(name)
        && name.encode_utf16().count() <= NAME
        && !name.contains(NOT_IN_NAMES)
        && !name.starts_with('\'')
        && !name.ends_with('\'')
        && name.trim() == name
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(char::is_control)
}

/// Whether it names each of so many rows once, or none.
fn is_order(order: &[u32], rows: u32) -> bool {
    let mut sorted = order.to_vec();
    sorted.sort_unstable();
    order.is_empty() || sorted.iter().copied().eq(0..rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_deed_is_not_read() {
        for wrong in [
            "{}",
            r#"{"do":"explode"}"#,
            r#"{"do":"insert","sheet":0,"axis":"rows","at":0,"count":0}"#,
            r#"{"do":"insert","sheet":0,"axis":"rows","at":0,"count":99999}"#,
            r#"{"do":"delete","sheet":0,"axis":"columns","at":16383,"count":2}"#,
            r#"{"do":"delete","sheet":0,"axis":"columns","at":0,"count":16384}"#,
            r#"{"do":"size","sheet":0,"axis":"rows","first":0,"last":0,"size":1e9}"#,
            r#"{"do":"addSheet","name":"a/b"}"#,
            r#"{"do":"addSheet","name":""}"#,
            r##"{"do":"dress","area":{"sheet":0,"top":0,"left":0,"bottom":0,"right":0},"dress":{"fill":"red"}}"##,
            r##"{"do":"dress","area":{"sheet":0,"top":2,"left":0,"bottom":0,"right":0},"dress":{}}"##,
            r#"{"do":"sort","area":{"sheet":0,"top":0,"left":0,"bottom":1,"right":0},"by":0,"descending":false,"order":[0,0]}"#,
            r#"{"do":"sort","area":{"sheet":0,"top":0,"left":0,"bottom":1,"right":0},"by":1,"descending":false}"#,
            r#"{"do":"redress","sheet":0,"cells":[[0,0,0,1]],"looks":[]}"#,
        ] {
            assert_eq!(Deed::read(wrong.as_bytes()), None, "{wrong}");
        }
        let right = r##"{"do":"dress","area":{"sheet":0,"top":0,"left":0,"bottom":0,"right":0},"dress":{"bold":true,"fill":"#ff0000"}}"##;
        let deed = Deed::read(right.as_bytes());
        assert_eq!(deed.map(|deed| deed.said()), Some(right.to_owned()));
    }
}
