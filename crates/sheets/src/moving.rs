//! Deeds that move cells, done to a workbook. Formulas follow.

use std::cmp::Ordering;

use xlsx_model::{Cell, CellRef, CellValue, Sheet, SheetId, Workbook};
use xlsx_ops::{Op, apply_in_place};

use crate::deed::{Area, Axis, Deed};
use crate::perform::Unfit;

/// Does a deed that moves cells. What it says may be half done when it fails.
///
/// # Errors
/// The sheet is not there, or something refers to cells in a way that cannot follow.
pub(crate) fn move_cells(model: &mut Workbook, deed: &Deed) -> Result<(), Unfit> {
    if let Deed::Sort { area, order, .. } = deed {
        let sheet = model.sheet_mut(SheetId(area.sheet)).ok_or(Unfit::Gone)?;
        put_in_order(sheet, *area, order);
        return Ok(());
    }
    let op = op_of(deed).ok_or(Unfit::Gone)?;
    apply_in_place(model, &op)
        .map(drop)
        .map_err(|error| Unfit::refused(&error))
}

/// What the engine calls it; nothing for what it does not know.
pub(crate) fn op_of(deed: &Deed) -> Option<Op> {
    let index = |sheet: u32| usize::try_from(sheet).ok();
    Some(match *deed {
        Deed::Insert {
            sheet,
            axis: Axis::Rows,
            at,
            count,
        } => Op::InsertRows {
            sheet: SheetId(sheet),
            at,
            count,
        },
        Deed::Insert {
            sheet, at, count, ..
        } => Op::InsertCols {
            sheet: SheetId(sheet),
            at,
            count,
        },
        Deed::Delete {
            sheet,
            axis: Axis::Rows,
            at,
            count,
        } => Op::DeleteRows {
            sheet: SheetId(sheet),
            at,
            count,
        },
        Deed::Delete {
            sheet, at, count, ..
        } => Op::DeleteCols {
            sheet: SheetId(sheet),
            at,
            count,
        },
        Deed::MoveSheet { sheet, to } => Op::MoveSheet {
            from: index(sheet)?,
            to: index(to)?,
        },
        Deed::RemoveSheet { sheet } => Op::RemoveSheet {
            index: index(sheet)?,
        },
        _ => return None,
    })
}

fn put_in_order(sheet: &mut Sheet, area: Area, order: &[u32]) {
    let (rows, columns) = (area.top..area.bottom + 1, area.left..area.right + 1);
    let cells: Vec<(CellRef, Cell)> = sheet
        .iter_cells_in_rect(rows, columns)
        .map(|(at, cell)| (at, cell.clone()))
        .collect();
    let mut now = vec![0; order.len()];
    for (to, from) in (0_u32..).zip(order) {
        if let Some(place) = usize::try_from(*from).ok().and_then(|at| now.get_mut(at)) {
            *place = to;
        }
    }
    for (at, _) in &cells {
        sheet.set_cell(*at, Cell::default());
    }
    for (from, mut cell) in cells {
        let was = usize::try_from(from.row - area.top).ok();
        let offset = was.and_then(|was| now.get(was).copied());
        let to = CellRef::new(
            offset.map_or(from.row, |offset| area.top + offset),
            from.col,
        );
        if let Some(formula) = &cell.formula
            && let Ok(moved) = xlsx_parse::translate_formula(formula, from, to)
        {
            cell.formula = Some(moved);
        }
        sheet.set_cell(to, cell);
    }
}

/// In which order the rows of an area are by a column: numbers, texts, truths and errors, and at the end what is empty.
pub(crate) fn order_of(sheet: &Sheet, area: Area, by: u32, descending: bool) -> Vec<u32> {
    let empty = CellValue::Empty;
    let value = |row: &u32| {
        let cell = sheet.cell(CellRef::new(area.top + row, by));
        cell.map_or(&empty, |cell| &cell.value)
    };
    let mut keyed: Vec<(u32, Key)> = (0..area.rows())
        .map(|row| (row, Key::of(value(&row))))
        .collect();
    keyed.sort_by(|(_, a), (_, b)| match (a, b) {
        (Key::Empty, Key::Empty) => Ordering::Equal,
        (Key::Empty, _) => Ordering::Greater,
        (_, Key::Empty) => Ordering::Less,
        (a, b) if descending => b.order(a),
        (a, b) => a.order(b),
    });
    keyed.into_iter().map(|(row, _)| row).collect()
}

/// What of a value decides its place.
enum Key {
    Number(f64),
    Text(String),
    Bool(bool),
    Error,
    Empty,
}

impl Key {
    fn of(value: &CellValue) -> Self {
        match value {
            CellValue::Number { value } => Self::Number(*value),
            CellValue::Text { value } if value.is_empty() => Self::Empty,
            CellValue::Text { value } => Self::Text(value.to_lowercase()),
            CellValue::Bool { value } => Self::Bool(*value),
            CellValue::Error { .. } => Self::Error,
            CellValue::Empty => Self::Empty,
        }
    }

    fn order(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.total_cmp(b),
            (Self::Text(a), Self::Text(b)) => a.cmp(b),
            (Self::Bool(a), Self::Bool(b)) => a.cmp(b),
            (a, b) => a.rank().cmp(&b.rank()),
        }
    }

    fn rank(&self) -> u8 {
        match self {
            Self::Number(_) => 0,
            Self::Text(_) => 1,
            Self::Bool(_) => 2,
            Self::Error => 3,
            Self::Empty => 4,
        }
    }
}
