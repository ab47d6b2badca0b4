//! Deeds are done to a workbook: as a whole, or not at all.

use std::collections::BTreeMap;

use xlsx_calc::graph::DepGraph;
use xlsx_model::{CellRange, CellRef, FreezePane, SheetId, Workbook};
use xlsx_ops::{Op, apply_in_place};
use xlsx_parse::SheetVisibility;

use crate::book::{At, Book};
use crate::deed::{Area, Axis, Deed};
use crate::dress;
use crate::moving::{move_cells, op_of, order_of};

/// Sheets of a workbook.
const MOST_SHEETS: usize = 255;
/// Merged cells that are parted, or put together again, by one deed.
const MOST_MERGES: usize = 1000;

/// What came of a deed.
#[derive(Debug, Clone, PartialEq)]
pub struct Done {
    /// The deed as it was done: what it left open is filled in.
    pub deed: Deed,
    /// The cells that look different; nothing when everything may.
    pub touched: Option<Vec<At>>,
    /// What takes it back, one after the other; nothing when that cannot be done.
    pub undo: Vec<Deed>,
}

/// Why a deed is not done; the words are for the person.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// What it is about is not there.
    #[error("That is not there any more.")]
    Gone,
    /// Too many cells.
    #[error("These are too many cells at once.")]
    Large,
    /// The workbook takes no more looks or sheets.
    #[error("This workbook takes no more of these.")]
    Full,
    /// There is a sheet of this name.
    #[error("There is a sheet of this name already.")]
    Name,
    /// The only sheet in sight.
    #[error("The last sheet in sight stays.")]
    Last,
    /// Its author wants nobody to change the sheet.
    #[error("This sheet is protected.")]
    Protected,
    /// Merged cells, or formulas over several cells, are in the way.
    #[error("Part the merged cells first.")]
    Merged,
    /// Something in the workbook could not follow.
    #[error("Something in this workbook could not follow: {0}.")]
    Refused(String),
}

impl Unfit {
    pub(crate) fn refused(why: &impl std::fmt::Display) -> Self {
        Self::Refused(why.to_string())
    }
}

impl Book {
    /// Does a deed. When it fails, the workbook is as it was.
    ///
    /// # Errors
    /// [`Unfit`].
    pub fn perform(&mut self, deed: &Deed) -> Result<Done, Unfit> {
        if let Some(sheet) = deed.sheet() {
            self.is_open_to(sheet, deed)?;
        }
        let done = |touched, undo: Vec<Deed>| Done {
            deed: deed.clone(),
            touched,
            undo,
        };
        match deed {
            Deed::Dress { area, dress } => {
                let (touched, back) = dress::dress(&mut self.model, *area, dress)?;
                let whole = area.is_whole_columns() || area.is_whole_rows();
                Ok(done(
                    (!whole).then_some(touched),
                    back.into_iter().collect(),
                ))
            }
            Deed::Redress {
                sheet,
                cells,
                lines,
                looks,
            } => {
                let these = (cells.as_slice(), lines.as_slice());
                let (touched, back) = dress::redress(&mut self.model, *sheet, these, looks)?;
                let touched = lines.is_empty().then_some(touched);
                Ok(done(touched, back.into_iter().collect()))
            }
            Deed::Size {
                sheet,
                axis,
                first,
                last,
                size,
            } => {
                let back = self.size(*sheet, *axis, (*first, *last), *size)?;
                Ok(done(None, back))
            }
            Deed::Freeze {
                sheet,
                rows,
                columns,
            } => {
                let back = self.freeze(*sheet, *rows, *columns)?;
                Ok(done(None, vec![back]))
            }
            Deed::Merge { area } | Deed::Part { area } => {
                let back = self.merge(*area, matches!(deed, Deed::Merge { .. }))?;
                Ok(done(None, back))
            }
            _ => self.rearrange(deed),
        }
    }

    fn is_open_to(&self, sheet: u32, deed: &Deed) -> Result<(), Unfit> {
        let index = usize::try_from(sheet).map_err(|_| Unfit::Gone)?;
        if index >= self.model.sheets.len() {
            return Err(Unfit::Gone);
        }
        let origin = self.roots.origin(index);
        let of_sheets = matches!(
            deed,
            Deed::MoveSheet { .. } | Deed::RenameSheet { .. } | Deed::RemoveSheet { .. }
        );
        if !of_sheets && !self.is_worksheet(sheet) {
            return Err(Unfit::Gone);
        }
        let is_protected = origin.is_some_and(|one| self.package.source_sheet_is_protected(one));
        if is_protected && !matches!(deed, Deed::MoveSheet { .. }) {
            return Err(Unfit::Protected);
        }
        Ok(())
    }

    fn change_all(&mut self, ops: impl IntoIterator<Item = Op>) -> Result<(), Unfit> {
        for op in ops {
            apply_in_place(&mut self.model, &op).map_err(|error| Unfit::refused(&error))?;
        }
        Ok(())
    }

    fn size(
        &mut self,
        sheet: u32,
        axis: Axis,
        (first, last): (u32, u32),
        size: Option<f64>,
    ) -> Result<Vec<Deed>, Unfit> {
        let id = SheetId(sheet);
        let found = self.model.sheet(id).ok_or(Unfit::Gone)?;
        let sizes = match axis {
            Axis::Rows => &found.row_heights,
            Axis::Columns => &found.col_widths,
        };
        let mut back: Vec<Deed> = Vec::new();
        for line in first..=last {
            let old = sizes.get(&line).copied();
            match back.last_mut() {
                Some(Deed::Size { last, size, .. }) if *size == old => *last = line,
                _ => back.push(Deed::Size {
                    sheet,
                    axis,
                    first: line,
                    last: line,
                    size: old,
                }),
            }
        }
        self.change_all((first..=last).map(|line| match axis {
            Axis::Rows => Op::SetRowHeight {
                sheet: id,
                row: line,
                height: size,
            },
            Axis::Columns => Op::SetColWidth {
                sheet: id,
                col: line,
                width: size,
            },
        }))?;
        Ok(back)
    }

    fn freeze(&mut self, sheet: u32, rows: u32, columns: u32) -> Result<Deed, Unfit> {
        let id = SheetId(sheet);
        let found = self.model.sheet(id).ok_or(Unfit::Gone)?;
        let old = found
            .freeze_pane
            .map_or((0, 0), |pane| (pane.rows, pane.cols));
        let pane = (rows + columns > 0)
            .then(|| FreezePane::new(rows, columns, CellRef::new(rows, columns)));
        self.change_all([Op::SetFreezePane { sheet: id, pane }])?;
        Ok(Deed::Freeze {
            sheet,
            rows: old.0,
            columns: old.1,
        })
    }

    fn merge(&mut self, area: Area, together: bool) -> Result<Vec<Deed>, Unfit> {
        let id = SheetId(area.sheet);
        let range = range_of(area);
        let merges = &self.model.sheet(id).ok_or(Unfit::Gone)?.merges;
        let touching = merges.iter().filter(|one| one.overlaps(&range));
        let old: Vec<CellRange> = touching.copied().take(MOST_MERGES + 1).collect();
        if old.len() > MOST_MERGES {
            return Err(Unfit::Large);
        }
        let mut back: Vec<Deed> = old
            .iter()
            .map(|range| Deed::Merge {
                area: area_of(area.sheet, *range),
            })
            .collect();
        if together {
            back.insert(0, Deed::Part { area });
            self.change_all([Op::MergeCells { sheet: id, range }])?;
        } else {
            self.change_all(
                old.into_iter()
                    .map(|range| Op::UnmergeCells { sheet: id, range }),
            )?;
        }
        Ok(back)
    }

    /// Deeds that change more than one place: what cannot be written afterwards is not done.
    fn rearrange(&mut self, deed: &Deed) -> Result<Done, Unfit> {
        let before = (self.model.clone(), self.roots.clone());
        let done = self.try_to_rearrange(deed, &before.0);
        let done = done.and_then(|done| match self.parts() {
            Ok(_) => Ok(done),
            Err(error) => Err(Unfit::refused(&error)),
        });
        if done.is_err() {
            (self.model, self.roots) = before;
        } else {
            self.calculate_what_moved(deed, &before.0);
        }
        done
    }

    fn try_to_rearrange(&mut self, deed: &Deed, before: &Workbook) -> Result<Done, Unfit> {
        let mut deed = deed.clone();
        let undo = match &mut deed {
            Deed::Sort {
                area,
                by,
                descending,
                order,
            } => {
                self.is_sortable(*area)?;
                let sheet = before.sheet(SheetId(area.sheet)).ok_or(Unfit::Gone)?;
                if order.is_empty() {
                    *order = order_of(sheet, *area, *by, *descending);
                }
                vec![Deed::Sort {
                    area: *area,
                    by: *by,
                    descending: *descending,
                    order: inverse(order),
                }]
            }
            Deed::Insert {
                sheet,
                axis,
                at,
                count,
            } => {
                self.may_move(*sheet, *axis, *at)?;
                vec![Deed::Delete {
                    sheet: *sheet,
                    axis: *axis,
                    at: *at,
                    count: *count,
                }]
            }
            Deed::Delete {
                sheet, axis, at, ..
            } => {
                self.may_move(*sheet, *axis, *at)?;
                Vec::new()
            }
            Deed::MoveSheet { sheet, to } => {
                let last = u32::try_from(before.sheets.len() - 1).unwrap_or(u32::MAX);
                *to = (*to).min(last);
                vec![Deed::MoveSheet {
                    sheet: *to,
                    to: *sheet,
                }]
            }
            Deed::RemoveSheet { sheet } => {
                self.is_not_the_last(*sheet)?;
                Vec::new()
            }
            Deed::Filter {
                sheet,
                area,
                choices,
            } => vec![self.filter(*sheet, *area, choices)?],
            Deed::AddSheet { name } => {
                self.add_sheet(name)?;
                let sheet = u32::try_from(before.sheets.len()).unwrap_or(u32::MAX);
                vec![Deed::RemoveSheet { sheet }]
            }
            Deed::RenameSheet { sheet, name } => vec![self.rename_sheet(*sheet, name)?],
            _ => return Err(Unfit::Gone),
        };
        if deed.moves() {
            move_cells(&mut self.model, &deed)?;
            self.roots.follow(&deed, op_of(&deed).as_ref());
        }
        Ok(Done {
            deed,
            touched: None,
            undo,
        })
    }

    fn is_sortable(&self, area: Area) -> Result<(), Unfit> {
        let sheet = self.model.sheet(SheetId(area.sheet)).ok_or(Unfit::Gone)?;
        let range = range_of(area);
        let merged = sheet.merges.iter().any(|one| one.overlaps(&range));
        let spilled = sheet
            .array_formulas()
            .any(|(_, over)| over.overlaps(&range));
        if merged || spilled {
            return Err(Unfit::Merged);
        }
        Ok(())
    }

    /// Parts of the package that name cells and are not rewritten (pivot tables and their like) stay right.
    fn may_move(&self, sheet: u32, axis: Axis, at: u32) -> Result<(), Unfit> {
        let index = usize::try_from(sheet).map_err(|_| Unfit::Gone)?;
        let Some(origin) = self.roots.origin(index) else {
            return Ok(());
        };
        let name = self.package.source_sheet_name(origin).unwrap_or_default();
        let at = self.roots.source_line(index, axis == Axis::Rows, at);
        let part = match axis {
            Axis::Rows => self.package.reference_moved_by_rows(name, at),
            Axis::Columns => self.package.reference_moved_by_cols(name, at),
        };
        part.map_or(Ok(()), |part| Err(Unfit::Refused(part.to_owned())))
    }

    fn is_not_the_last(&self, sheet: u32) -> Result<(), Unfit> {
        let in_sight = |index: &usize| {
            let origin = self.roots.origin(*index);
            u32::try_from(*index) != Ok(sheet)
                && origin.is_none_or(|origin| {
                    self.package.source_sheet_visibility(origin) == Some(SheetVisibility::Visible)
                        && self.package.source_sheet_is_worksheet(origin)
                })
        };
        let others = (0..self.model.sheets.len()).any(|index| in_sight(&index));
        others.then_some(()).ok_or(Unfit::Last)
    }

    fn add_sheet(&mut self, name: &str) -> Result<(), Unfit> {
        let index = self.model.sheets.len();
        if index >= MOST_SHEETS {
            return Err(Unfit::Full);
        }
        self.is_free(name, None)?;
        let name = name.to_owned();
        self.change_all([Op::AddSheet { index, name }])?;
        self.roots.add_sheet();
        Ok(())
    }

    fn rename_sheet(&mut self, sheet: u32, name: &str) -> Result<Deed, Unfit> {
        self.is_free(name, Some(sheet))?;
        let id = SheetId(sheet);
        let old = self.model.sheet(id).ok_or(Unfit::Gone)?.name.clone();
        let name = name.to_owned();
        self.change_all([Op::RenameSheet { sheet: id, name }])?;
        Ok(Deed::RenameSheet { sheet, name: old })
    }

    fn is_free(&self, name: &str, except: Option<u32>) -> Result<(), Unfit> {
        let same = |(index, sheet): (u32, &xlsx_model::Sheet)| {
            Some(index) != except && sheet.name.to_lowercase() == name.to_lowercase()
        };
        match (0..).zip(&self.model.sheets).any(same) {
            true => Err(Unfit::Name),
            false => Ok(()),
        }
    }

    /// Formulas that read other cells now than they did have another value.
    fn calculate_what_moved(&mut self, deed: &Deed, before: &Workbook) {
        if self.graph.is_none() {
            return;
        }
        let now = formulas(&self.model);
        let mut same = formulas(before)
            .into_iter()
            .filter_map(|(at, formula)| Some((deed.carry(at)?, formula)))
            .collect::<BTreeMap<_, _>>();
        let other = now
            .into_iter()
            .filter(|(at, formula)| same.remove(at).is_none_or(|old| old != *formula));
        let other: Vec<At> = other.map(|(at, _)| at).collect();
        self.graph = Some(DepGraph::build(&self.model));
        // A new name changes no value.
        if !matches!(deed, Deed::RenameSheet { .. }) {
            self.calculate(&other);
        }
    }
}

fn formulas(model: &Workbook) -> BTreeMap<At, &str> {
    let sheets = (0..).zip(&model.sheets);
    let cells = sheets.flat_map(|(number, sheet)| {
        sheet.iter_cells().filter_map(move |(at, cell)| {
            let at = At {
                sheet: number,
                row: at.row,
                column: at.col,
            };
            Some((at, cell.formula.as_deref()?))
        })
    });
    cells.collect()
}

fn inverse(order: &[u32]) -> Vec<u32> {
    let mut pairs: Vec<(u32, u32)> = order.iter().copied().zip(0..).collect();
    pairs.sort_unstable();
    pairs.into_iter().map(|(_, now)| now).collect()
}

fn range_of(area: Area) -> CellRange {
    CellRange::new(
        CellRef::new(area.top, area.left),
        CellRef::new(area.bottom, area.right),
    )
}

fn area_of(sheet: u32, range: CellRange) -> Area {
    Area {
        sheet,
        top: range.start.row,
        left: range.start.col,
        bottom: range.end.row,
        right: range.end.col,
    }
}
