//! Where the sheets of a workbook come from in its package: what is written needs it to keep what nobody touched.

use xlsx_model::SheetId;
use xlsx_ops::Op;
use xlsx_parse::{PreservedPackage, SharedStringCells, SheetAxes};

use crate::book::At;
use crate::deed::Deed;

/// One entry a sheet, in the order of the workbook.
#[derive(Clone)]
pub(crate) struct Roots {
    /// Number of the sheet in the package; nothing for a new one.
    pub(crate) origins: Vec<Option<usize>>,
    /// Which texts of the package its cells hold.
    pub(crate) strings: Vec<SharedStringCells>,
    /// Where rows and columns of the package are now; nothing for a new sheet.
    pub(crate) axes: Vec<Option<SheetAxes>>,
    /// The sheet on which programs open the workbook.
    active: u32,
}

impl Roots {
    pub(crate) fn of(package: &PreservedPackage, active: SheetId) -> Self {
        let sheets = 0..package.source_sheet_count();
        Self {
            origins: sheets.clone().map(Some).collect(),
            strings: sheets
                .clone()
                .map(|sheet| package.source_shared_string_cells(sheet))
                .collect(),
            axes: sheets.map(|_| Some(SheetAxes::default())).collect(),
            active: active.0,
        }
    }

    pub(crate) fn origin(&self, sheet: usize) -> Option<usize> {
        self.origins.get(sheet).copied().flatten()
    }

    pub(crate) fn active(&self) -> SheetId {
        SheetId(self.active)
    }

    /// A cell holds no text of the package any more.
    pub(crate) fn forget_text(&mut self, at: At) {
        if let Some(strings) = nth(&mut self.strings, at.sheet) {
            strings.remove(&(at.row, at.column));
        }
    }

    pub(crate) fn add_sheet(&mut self) {
        self.origins.push(None);
        self.strings.push(SharedStringCells::new());
        self.axes.push(None);
    }

    /// What a deed does to cells, it does to what is known of them. `op` is the same deed for the engine.
    pub(crate) fn follow(&mut self, deed: &Deed, op: Option<&Op>) {
        match *deed {
            Deed::MoveSheet { sheet, to } => {
                for_both(sheet, to, |from, to| {
                    shift(&mut self.origins, from, to);
                    shift(&mut self.strings, from, to);
                    shift(&mut self.axes, from, to);
                });
            }
            Deed::RemoveSheet { sheet } => for_both(sheet, sheet, |at, _| {
                if at < self.origins.len() {
                    self.origins.remove(at);
                    self.strings.remove(at);
                    self.axes.remove(at);
                }
            }),
            _ => self.follow_in_sheet(deed, op),
        }
        self.active = deed.carry_sheet(self.active).unwrap_or_default();
    }

    fn follow_in_sheet(&mut self, deed: &Deed, op: Option<&Op>) {
        let Some(sheet) = deed.sheet() else {
            return;
        };
        if let Some(strings) = nth(&mut self.strings, sheet) {
            *strings = std::mem::take(strings)
                .into_iter()
                .filter_map(|((row, column), text)| {
                    let at = deed.carry(At { sheet, row, column })?;
                    Some(((at.row, at.column), text))
                })
                .collect();
        }
        let Some(axes) = nth(&mut self.axes, sheet).and_then(Option::as_mut) else {
            return;
        };
        match op {
            Some(Op::InsertRows { at, count, .. }) => axes.rows.insert(*at, *count),
            Some(Op::DeleteRows { at, count, .. }) => axes.rows.delete(*at, *count),
            Some(Op::InsertCols { at, count, .. }) => axes.cols.insert(*at, *count),
            Some(Op::DeleteCols { at, count, .. }) => axes.cols.delete(*at, *count),
            _ => {}
        }
    }

    /// The line of the package that is now at a line of a sheet, or the last one before it.
    pub(crate) fn source_line(&self, sheet: usize, rows: bool, line: u32) -> u32 {
        let Some(Some(axes)) = self.axes.get(sheet) else {
            return line;
        };
        let map = if rows { &axes.rows } else { &axes.cols };
        (0..=line)
            .rev()
            .find_map(|line| map.source(line))
            .unwrap_or_default()
    }
}

fn nth<T>(list: &mut [T], at: u32) -> Option<&mut T> {
    list.get_mut(usize::try_from(at).ok()?)
}

fn for_both(from: u32, to: u32, then: impl FnOnce(usize, usize)) {
    if let (Ok(from), Ok(to)) = (usize::try_from(from), usize::try_from(to)) {
        then(from, to);
    }
}

fn shift<T>(list: &mut Vec<T>, from: usize, to: usize) {
    if from < list.len() && to < list.len() {
        let one = list.remove(from);
        list.insert(to, one);
    }
}
