//! What was typed by somebody who did not know yet that cells had moved.

use xlsx_model::{Cell, Sheet, SheetId, Workbook};

use crate::book::{At, Edit};
use crate::deed::Deed;
use crate::moving::move_cells;

/// An edit carried through deeds, in a workbook whose sheets have these names after them.
pub(crate) fn carried(names: Vec<String>, edit: &Edit, moves: &[Deed]) -> Option<Edit> {
    let mut at = edit.at;
    for deed in moves {
        at = deed.carry(at)?;
    }
    let input = edit.input.strip_prefix('=').map(|formula| {
        let moved = formula_after(names, edit.at, at, formula, moves);
        format!("={}", moved.as_deref().unwrap_or(formula))
    });
    Some(Edit {
        at,
        input: input.unwrap_or_else(|| edit.input.clone()),
    })
}

/// A formula as the engine rewrites it, in a workbook that holds nothing else.
fn formula_after(
    names: Vec<String>,
    from: At,
    to: At,
    formula: &str,
    moves: &[Deed],
) -> Option<String> {
    let mut model = Workbook {
        sheets: names_before(names, moves)
            .into_iter()
            .map(Sheet::new)
            .collect(),
        ..Workbook::default()
    };
    let cell = Cell {
        formula: Some(formula.to_owned()),
        ..Cell::default()
    };
    model
        .sheet_mut(SheetId(from.sheet))?
        .set_cell(from.cell(), cell);
    for deed in moves {
        move_cells(&mut model, deed).ok()?;
    }
    model
        .sheet(SheetId(to.sheet))?
        .cell(to.cell())?
        .formula
        .clone()
}

/// The names of the sheets before deeds; of those that are gone nobody knows them.
fn names_before(mut names: Vec<String>, moves: &[Deed]) -> Vec<String> {
    for deed in moves.iter().rev() {
        match *deed {
            Deed::MoveSheet { sheet, to } => {
                let places = usize::try_from(sheet).ok().zip(usize::try_from(to).ok());
                if let Some((sheet, to)) = places
                    && sheet < names.len()
                    && to < names.len()
                {
                    let name = names.remove(to);
                    names.insert(sheet, name);
                }
            }
            Deed::RemoveSheet { sheet } => {
                let at = usize::try_from(sheet)
                    .unwrap_or(usize::MAX)
                    .min(names.len());
                // No sheet is called so: it is longer than names may be.
                names.insert(at, format!("removed {at} {}", "-".repeat(32)));
            }
            _ => {}
        }
    }
    names
}
