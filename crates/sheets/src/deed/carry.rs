//! What was meant before a deed, as it is to be meant after it.

use super::{Area, Axis, Deed};
use crate::book::At;

impl Deed {
    /// Whether cells are elsewhere afterwards: such deeds are counted in epochs.
    #[must_use]
    pub fn moves(&self) -> bool {
        matches!(
            self,
            Self::Insert { .. }
                | Self::Delete { .. }
                | Self::Sort { .. }
                | Self::MoveSheet { .. }
                | Self::RemoveSheet { .. }
        )
    }

    /// Where a cell is after this; nothing when it is gone.
    #[must_use]
    pub fn carry(&self, at: At) -> Option<At> {
        let sheet = self.carry_sheet(at.sheet)?;
        let (axis, line) = match self {
            Self::Insert { axis, .. } | Self::Delete { axis, .. } => {
                (*axis, after_line(self, at, *axis)?)
            }
            Self::Sort { area, order, .. } if is_in(at, *area) => {
                let was = at.row - area.top;
                let now = order.iter().position(|row| *row == was);
                let now = now.and_then(|row| u32::try_from(row).ok());
                (Axis::Rows, area.top + now.unwrap_or(was))
            }
            _ => return Some(At { sheet, ..at }),
        };
        Some(match axis {
            Axis::Rows => At {
                sheet,
                row: line,
                ..at
            },
            Axis::Columns => At {
                sheet,
                column: line,
                ..at
            },
        })
    }

    /// Where a sheet is after this; nothing when it is gone.
    #[must_use]
    pub fn carry_sheet(&self, sheet: u32) -> Option<u32> {
        match *self {
            Self::RemoveSheet { sheet: gone } if gone == sheet => None,
            Self::RemoveSheet { sheet: gone } if gone < sheet => Some(sheet - 1),
            Self::MoveSheet { sheet: from, to } if from == sheet => Some(to),
            Self::MoveSheet { sheet: from, to } if from < sheet && sheet <= to => Some(sheet - 1),
            Self::MoveSheet { sheet: from, to } if to <= sheet && sheet < from => Some(sheet + 1),
            _ => Some(sheet),
        }
    }

    /// The same deed meant for what `other` left, when there is still something to do.
    #[must_use]
    pub fn after(mut self, other: &Self) -> Option<Self> {
        match &mut self {
            Self::Dress { area, .. } | Self::Merge { area } | Self::Part { area } => {
                *area = area.after(other)?;
            }
            Self::Redress {
                sheet,
                cells,
                lines,
                ..
            } => {
                let on = *sheet;
                let line = |[kind, first, last, look]: [u32; 4]| {
                    let axis = axis_of(kind);
                    let (first, last) = ends_after(other, on, axis, (first, last))?;
                    Some([kind, first, last, look])
                };
                *lines = lines.iter().copied().filter_map(line).collect();
                let one = |[row, first, last, look]: [u32; 4]| {
                    let (top, bottom) = (row, row);
                    let area = Area {
                        sheet: on,
                        top,
                        left: first,
                        bottom,
                        right: last,
                    };
                    let area = area.after(other)?;
                    Some([area.top, area.left, area.right, look])
                };
                *cells = cells.iter().copied().filter_map(one).collect();
                *sheet = other.carry_sheet(on)?;
            }
            Self::Sort {
                area, by, order, ..
            } => {
                let at = At {
                    sheet: area.sheet,
                    row: area.top,
                    column: *by,
                };
                *by = after_line(other, at, Axis::Columns)?;
                let rows = area.rows();
                *area = area.after(other)?;
                if area.rows() != rows {
                    order.clear();
                }
            }
            Self::Filter {
                sheet,
                area,
                choices,
            } => {
                let on = *sheet;
                choices.retain_mut(|choice| {
                    let column = after_line(
                        other,
                        at_line(on, Axis::Columns, choice.column),
                        Axis::Columns,
                    );
                    choice.column = column.unwrap_or(choice.column);
                    column.is_some()
                });
                if let Some(area) = area {
                    *area = area.after(other)?;
                }
                *sheet = other.carry_sheet(on)?;
            }
            Self::Size {
                sheet,
                axis,
                first,
                last,
                ..
            } => {
                (*first, *last) = ends_after(other, *sheet, *axis, (*first, *last))?;
                *sheet = other.carry_sheet(*sheet)?;
            }
            Self::Insert {
                sheet, axis, at, ..
            } => {
                *at = after_line(other, at_line(*sheet, *axis, *at), *axis)?;
                *sheet = other.carry_sheet(*sheet)?;
            }
            Self::Delete {
                sheet,
                axis,
                at,
                count,
            } => {
                let (first, last) = ends_after(other, *sheet, *axis, (*at, *at + *count - 1))?;
                (*at, *count) = (first, last - first + 1);
                *sheet = other.carry_sheet(*sheet)?;
            }
            Self::Freeze { sheet, .. }
            | Self::RenameSheet { sheet, .. }
            | Self::MoveSheet { sheet, .. }
            | Self::RemoveSheet { sheet } => *sheet = other.carry_sheet(*sheet)?,
            Self::AddSheet { .. } => {}
        }
        Some(self)
    }
}

impl Area {
    /// What is left of it after a deed.
    fn after(self, deed: &Deed) -> Option<Self> {
        let (top, bottom) = ends_after(deed, self.sheet, Axis::Rows, (self.top, self.bottom))?;
        let (left, right) = ends_after(deed, self.sheet, Axis::Columns, (self.left, self.right))?;
        let sheet = deed.carry_sheet(self.sheet)?;
        // A row that was sorted elsewhere is meant where it is now; of several it is the place that is meant.
        let row = match deed {
            Deed::Sort { .. } if top == bottom => deed.carry(At {
                sheet: self.sheet,
                row: top,
                column: self.left,
            }),
            _ => None,
        };
        Some(Self {
            sheet,
            top: row.map_or(top, |at| at.row),
            left,
            bottom: row.map_or(bottom, |at| at.row),
            right,
        })
    }
}

/// As [`Deed::Redress`] names them.
pub(crate) fn axis_of(kind: u32) -> Axis {
    match kind {
        0 => Axis::Rows,
        _ => Axis::Columns,
    }
}

fn is_in(at: At, area: Area) -> bool {
    at.sheet == area.sheet
        && (area.top..=area.bottom).contains(&at.row)
        && (area.left..=area.right).contains(&at.column)
}

fn line_of(at: At, axis: Axis) -> u32 {
    match axis {
        Axis::Rows => at.row,
        Axis::Columns => at.column,
    }
}

fn at_line(sheet: u32, axis: Axis, line: u32) -> At {
    let (row, column) = match axis {
        Axis::Rows => (line, 0),
        Axis::Columns => (0, line),
    };
    At { sheet, row, column }
}

/// The line of a cell along an axis after lines were put in or taken out; other deeds leave it where it is.
fn after_line(other: &Deed, at: At, along: Axis) -> Option<u32> {
    other.carry_sheet(at.sheet)?;
    let line = line_of(at, along);
    match *other {
        Deed::Insert {
            sheet,
            axis,
            at: before,
            count,
        } if sheet == at.sheet && axis == along && line >= before => {
            line.checked_add(count).filter(|line| *line < axis.end())
        }
        Deed::Delete {
            sheet,
            axis,
            at: first,
            count,
        } if sheet == at.sheet && axis == along && line >= first => {
            line.checked_sub(count).filter(|line| *line >= first)
        }
        _ => Some(line),
    }
}

/// The first and the last line that are left of some. Whole rows and columns stay whole.
fn ends_after(
    other: &Deed,
    sheet: u32,
    axis: Axis,
    (first, last): (u32, u32),
) -> Option<(u32, u32)> {
    other.carry_sheet(sheet)?;
    if first == 0 && last == axis.end() - 1 {
        return Some((first, last));
    }
    match *other {
        Deed::Delete {
            sheet: on,
            axis: along,
            at,
            count,
        } if on == sheet && along == axis => {
            let before = |line: u32| line - line.saturating_sub(at).min(count);
            let (start, end) = (before(first), before(last + 1));
            (end > start).then(|| (start, end - 1))
        }
        _ => {
            let carried = |line| after_line(other, at_line(sheet, axis, line), axis);
            Some((carried(first)?, carried(last)?))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::book::MAX_ROWS;

    fn rows(kind: &str, at: u32, count: u32) -> Deed {
        let (sheet, axis) = (0, Axis::Rows);
        match kind {
            "insert" => Deed::Insert {
                sheet,
                axis,
                at,
                count,
            },
            _ => Deed::Delete {
                sheet,
                axis,
                at,
                count,
            },
        }
    }

    #[test]
    fn cells_are_carried_along() {
        let row = |deed: &Deed, row| {
            let (sheet, column) = (0, 3);
            deed.carry(At { sheet, row, column }).map(|at| at.row)
        };
        let (insert, delete) = (rows("insert", 5, 2), rows("delete", 5, 2));
        assert_eq!(
            [4, 5, 9].map(|one| row(&insert, one)),
            [Some(4), Some(7), Some(11)]
        );
        assert_eq!(row(&insert, MAX_ROWS - 1), None);
        assert_eq!(
            [4, 5, 6, 7].map(|one| row(&delete, one)),
            [Some(4), None, None, Some(5)]
        );
        let sheets = |deed: &Deed| [0, 1, 2, 3].map(|sheet| deed.carry_sheet(sheet));
        let there = Deed::MoveSheet { sheet: 0, to: 2 };
        assert_eq!(sheets(&there), [Some(2), Some(0), Some(1), Some(3)]);
        let back = Deed::MoveSheet { sheet: 3, to: 1 };
        assert_eq!(sheets(&back), [Some(0), Some(2), Some(3), Some(1)]);
        let gone = Deed::RemoveSheet { sheet: 1 };
        assert_eq!(sheets(&gone), [Some(0), None, Some(1), Some(2)]);
        let sorted = Deed::Sort {
            area: Area {
                sheet: 0,
                top: 4,
                left: 3,
                bottom: 6,
                right: 3,
            },
            by: 3,
            descending: false,
            order: vec![2, 0, 1],
        };
        assert_eq!(
            [3, 4, 5, 6].map(|one| row(&sorted, one)),
            [Some(3), Some(5), Some(6), Some(4)]
        );
    }

    #[test]
    fn deeds_that_cross_each_other_mean_what_is_left() {
        let both = |deed: Deed, other: &Deed| deed.after(other);
        let removed = |at, count| Some(rows("delete", at, count));
        // Two people delete rows that overlap: each row goes once.
        let first = rows("delete", 5, 4);
        assert_eq!(both(rows("delete", 7, 4), &first), removed(5, 2));
        assert_eq!(both(rows("delete", 3, 4), &first), removed(3, 2));
        assert_eq!(both(rows("delete", 3, 10), &first), removed(3, 6));
        assert_eq!(both(rows("delete", 6, 2), &first), None);
        assert_eq!(both(rows("delete", 1, 2), &first), removed(1, 2));
        // What was put in between goes along with what surrounds it.
        assert_eq!(
            both(rows("delete", 5, 4), &rows("insert", 6, 3)),
            removed(5, 7)
        );
        let area = |top, bottom| Deed::Merge {
            area: Area {
                sheet: 0,
                top,
                left: 0,
                bottom,
                right: 1,
            },
        };
        assert_eq!(both(area(2, 6), &rows("insert", 0, 1)), Some(area(3, 7)));
        assert_eq!(both(area(2, MAX_ROWS - 1), &rows("insert", 0, 1)), None);
        assert_eq!(
            both(area(0, MAX_ROWS - 1), &first),
            Some(area(0, MAX_ROWS - 1))
        );
    }
}
