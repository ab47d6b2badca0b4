//! One workbook: opened from the bytes of a file, changed by what people type, written into the same package.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use xlsx_calc::graph::DepGraph;
use xlsx_calc::recalc_after;
use xlsx_model::numfmt::builtin_format_code;
use xlsx_model::{CellRange, CellRef, SheetId, Workbook};
use xlsx_ops::{
    NumberFormatMutation, Op, apply_in_place, cell_state_from_parsed, parse_input_with_context,
};
use xlsx_parse::{ParseError, PreservedPackage, SaveEdits, SerializedParts};

use crate::deed::Deed;
use crate::late;
use crate::roots::Roots;

/// Rows and columns of a sheet, and characters of a cell (ECMA-376 and every program that reads it).
pub const MAX_ROWS: u32 = xlsx_model::MAX_ROWS;
/// See [`MAX_ROWS`].
pub const MAX_COLUMNS: u32 = xlsx_model::MAX_COLS;
/// See [`MAX_ROWS`].
pub const MAX_TEXT: usize = 32_767;

/// The largest file that is opened, in bytes.
pub const LARGEST: usize = 20 << 20;
/// Bytes of its parts together.
const UNPACKED: u64 = 100 << 20;
/// Cells of all its sheets.
const CELLS: usize = 500_000;

/// How files begin that hold something encrypted, or a format from before xlsx.
const COMPOUND: [u8; 4] = [0xd0, 0xcf, 0x11, 0xe0];
const ZIP: [u8; 2] = *b"PK";

/// Why a file does not open; the words are for the person who opened it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unopenable {
    /// Beyond [`LARGEST`], or with too many cells.
    #[error("This workbook is too large to edit here.")]
    TooLarge,
    /// Behind a password.
    #[error("This workbook is encrypted. Remove its password to edit it here.")]
    Encrypted,
    /// With a program inside, which a changed workbook would no longer fit.
    #[error("This workbook holds macros, so it is only shown here.")]
    Macros,
    /// No workbook, or one the engine does not understand.
    #[error("This workbook is damaged or of a kind that cannot be edited here.")]
    Broken,
}

/// The workbook cannot be written; the original is as it was.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("This workbook cannot be written: {0}")]
pub struct Unwritable(String);

/// A cell of a workbook, all counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct At {
    /// Sheet, in the order of the workbook.
    pub sheet: u32,
    /// Row.
    pub row: u32,
    /// Column.
    pub column: u32,
}

impl At {
    pub(crate) fn cell(self) -> CellRef {
        CellRef::new(self.row, self.column)
    }
}

/// What somebody typed into a cell: a value as people write it, or a formula behind `=`. Nothing clears the cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// Where.
    pub at: At,
    /// What.
    pub input: String,
}

/// An open workbook.
pub struct Book {
    pub(crate) model: Workbook,
    pub(crate) package: PreservedPackage,
    source: Arc<[u8]>,
    /// Which formula reads which cell; nothing when formulas are not calculated.
    pub(crate) graph: Option<DepGraph>,
    pub(crate) roots: Roots,
}

impl Book {
    /// Opens a workbook. `calculates`: formulas follow changes; otherwise they keep the values of the file.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub fn open(bytes: Arc<[u8]>, calculates: bool) -> Result<Self, Unopenable> {
        if bytes.len() > LARGEST {
            return Err(Unopenable::TooLarge);
        }
        if bytes.starts_with(&COMPOUND) {
            return Err(Unopenable::Encrypted);
        }
        if !bytes.starts_with(&ZIP) {
            return Err(Unopenable::Broken);
        }
        let parts = ooxml_opc::unzip_parts_with_limits(&bytes, UNPACKED).map_err(|words| {
            match words.starts_with("inflated size") {
                true => Unopenable::TooLarge,
                false => Unopenable::Broken,
            }
        })?;
        if parts.iter().any(|(name, _)| is_macro(name)) {
            return Err(Unopenable::Macros);
        }
        // Before they are read: a small file can say very many.
        let cells: usize = parts.iter().map(|(_, part)| mentions_of_cells(part)).sum();
        if cells > CELLS {
            return Err(Unopenable::TooLarge);
        }
        let parsed =
            xlsx_parse::parse_workbook_with_owned_package(parts).map_err(|_| Unopenable::Broken)?;
        let (model, package, active) = (parsed.workbook, parsed.package, parsed.active_sheet);
        if model.sheets.is_empty() || package.source_sheet_count() != model.sheets.len() {
            return Err(Unopenable::Broken);
        }
        Ok(Self {
            graph: calculates.then(|| DepGraph::build(&model)),
            roots: Roots::of(&package, active),
            model,
            package,
            source: bytes,
        })
    }

    /// Whether formulas follow changes.
    #[must_use]
    pub fn calculates(&self) -> bool {
        self.graph.is_some()
    }

    /// Whether there is such a cell, in a sheet that has cells at all.
    #[must_use]
    pub fn has(&self, at: At) -> bool {
        at.row < MAX_ROWS && at.column < MAX_COLUMNS && self.is_worksheet(at.sheet)
    }

    pub(crate) fn is_worksheet(&self, sheet: u32) -> bool {
        usize::try_from(sheet).is_ok_and(|index| {
            let origin = self.roots.origin(index);
            index < self.model.sheets.len()
                && origin.is_none_or(|origin| self.package.source_sheet_is_worksheet(origin))
        })
    }

    /// Types into cells and calculates what depends on them. Gives the cells that look different now, those typed into
    /// first; cells that do not exist are passed over.
    pub fn apply(&mut self, edits: &[Edit]) -> Vec<At> {
        let now = Some(today());
        let mut touched = Vec::with_capacity(edits.len());
        for edit in edits {
            if self.has(edit.at) && edit.input.chars().count() <= MAX_TEXT {
                self.set(edit, now);
                touched.push(edit.at);
            }
        }
        let follow = self.calculate(&touched);
        touched.extend(follow);
        touched
    }

    /// Calculates what depends on cells. Gives the cells that look different now.
    pub(crate) fn calculate(&mut self, touched: &[At]) -> Vec<At> {
        let Some(graph) = &mut self.graph else {
            return Vec::new();
        };
        let seeds: Vec<_> = touched
            .iter()
            .map(|at| (SheetId(at.sheet), at.cell()))
            .collect();
        let result = recalc_after(&mut self.model, graph, &seeds, Some(today()));
        let moved = [result.changed, result.cycle_cells, result.limited_cells];
        let moved = moved.into_iter().flatten().map(|(sheet, cell)| At {
            sheet: sheet.0,
            row: cell.row,
            column: cell.col,
        });
        moved.collect()
    }

    /// What was typed by somebody who did not know that cells had moved, as he would have typed it now: its cell, and the
    /// cells in its formula, are carried through `moves`. Nothing when its cell is gone.
    #[must_use]
    pub fn carried(&self, edit: &Edit, moves: &[Deed]) -> Option<Edit> {
        let names = self.model.sheets.iter().map(|sheet| sheet.name.clone());
        late::carried(names.collect(), edit, moves)
    }

    fn set(&mut self, edit: &Edit, now: Option<f64>) {
        let (sheet, at) = (SheetId(edit.at.sheet), edit.at.cell());
        let Some(found) = self.model.sheet(sheet) else {
            return;
        };
        let style = found.effective_style(at);
        let own = found.cell(at).map(|cell| cell.style);
        let format = self.model.styles.resolved_format(Some(style.unwrap_or(0)));
        let (parsed, inferred) = parse_input_with_context(
            &edit.input,
            format.number_format,
            self.model.date_system,
            now,
        );
        let mut cell = cell_state_from_parsed(&edit.input, parsed);
        cell.style = match own {
            Some(style) => style,
            None if edit.input.is_empty() => None,
            None => style,
        };
        let formula = cell.formula.clone();
        if let Some(sheet) = self.model.sheet_mut(sheet) {
            sheet.clear_array_formula(at);
        }
        self.roots.forget_text(edit.at);
        // Refused are only sheets that do not exist, and conditional formats that would have to be moved: not by this.
        let _ = apply_in_place(&mut self.model, &Op::SetCell { sheet, at, cell });
        if let Some(pattern) = inferred.and_then(builtin_format_code) {
            let format = NumberFormatMutation::Custom {
                pattern: pattern.to_owned(),
            };
            let range = CellRange::new(at, at);
            let dress = Op::SetRangeNumberFormat {
                sheet,
                range,
                format,
            };
            let _ = apply_in_place(&mut self.model, &dress);
        }
        if let Some(graph) = &mut self.graph {
            graph.set_formula(sheet, at, formula.as_deref());
        }
    }

    /// The workbook as a file: parts nobody touched are those of the file it was opened from. What is written was opened
    /// again to see that it can be.
    ///
    /// # Errors
    /// Something in it cannot be written together with the changes.
    pub fn write(&self) -> Result<Vec<u8>, Unwritable> {
        let failed = |error: &dyn std::fmt::Display| Unwritable(error.to_string());
        let parts = self.parts().map_err(|error| failed(&error))?;
        let bytes =
            ooxml_opc::rezip_parts_preserving(&parts, &self.source).map_err(|e| failed(&e))?;
        let again = ooxml_opc::unzip_parts(&bytes).map_err(|error| failed(&error))?;
        xlsx_parse::parse_workbook(&again).map_err(|error| failed(&error))?;
        Ok(bytes)
    }
}

impl Book {
    /// The parts of the package; those nobody touched are the ones that were read.
    pub(crate) fn parts(&self) -> Result<SerializedParts<'_>, ParseError> {
        let edits = SaveEdits {
            changed: true,
            // What would move something that cannot follow is refused before it is done.
            moved_references: false,
        };
        xlsx_parse::serialize_workbook_with_package_and_origins_after_edits_and_active_sheet_with_axes(
            &self.model,
            &self.package,
            &self.roots.origins,
            &self.roots.strings,
            &self.roots.axes,
            edits,
            self.roots.active(),
        )
    }
}

/// How often a part begins an element of a cell, with whatever prefix.
fn mentions_of_cells(part: &[u8]) -> usize {
    let begins = |three: &&[u8]| matches!(three, [b'<' | b':', b'c', after] if matches!(after, b' ' | b'/' | b'>' | b'\t' | b'\r' | b'\n'));
    part.windows(3).filter(begins).count()
}

fn is_macro(name: &str) -> bool {
    name.to_ascii_lowercase().ends_with("vbaproject.bin")
}

/// Now, as workbooks count days (the time is UTC).
fn today() -> f64 {
    /// 1970-01-01.
    const EPOCH: f64 = 25_569.0;
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    EPOCH + since.map_or(0.0, |since| since.as_secs_f64()) / 86_400.0
}
