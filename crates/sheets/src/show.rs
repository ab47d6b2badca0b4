//! What a screen needs of a workbook: the sheets at a glance, and cells as far as somebody looks.

use std::collections::BTreeMap;

use serde::Serialize;
use xlsx_model::numfmt::format_value;
use xlsx_model::{CellValue, Sheet, SheetId};
use xlsx_parse::SheetVisibility;

use crate::book::{At, Book};
use crate::deed::Choice;
use crate::filter::area_of;
use crate::looks::{Looks, code_of};

/// Cells told together, at most.
const MOST: usize = 20_000;
/// Widths, heights and merged ranges told of one sheet, at most.
const MOST_MEASURES: usize = 20_000;

/// All sheets at a glance.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Overview {
    /// In the order of the workbook.
    pub sheets: Vec<SheetOverview>,
    /// Formulas follow changes.
    pub calculates: bool,
}

/// A sheet without its cells.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SheetOverview {
    /// Name on the tab.
    pub name: String,
    /// Rows in use, from the first.
    pub rows: u32,
    /// Columns in use, from the first.
    pub columns: u32,
    /// Widths that differ from the usual one, in characters; 0 is hidden.
    pub widths: Vec<(u32, f64)>,
    /// Heights that differ, in points; 0 is hidden.
    pub heights: Vec<(u32, f64)>,
    /// First row and column, last row and column.
    pub merges: Vec<[u32; 4]>,
    /// Rows and columns that stay in sight.
    pub frozen: [u32; 2],
    /// What a filter is over, with the row that names the columns: first row and column, last row and column.
    pub filter: Option<[u32; 4]>,
    /// What is chosen in it.
    pub chosen: Vec<Choice>,
    /// Looks of columns where nothing else is said: first, last, look.
    pub column_looks: Vec<(u32, u32, u32)>,
    /// The same of rows.
    pub row_looks: Vec<(u32, u32)>,
    /// The looks they refer to.
    pub looks: BTreeMap<u32, Looks>,
    /// Not to be shown.
    pub hidden: bool,
    /// Its author wants nobody to change it.
    pub protected: bool,
}

/// Cells of one sheet, or those that changed.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Cells {
    /// The cells.
    pub cells: Vec<Cell>,
    /// The looks they refer to.
    pub looks: BTreeMap<u32, Looks>,
    /// There were more than are told.
    pub cut: bool,
}

/// A cell: sheet, row, column; what it shows; what was typed into it; its look; `n`umber, `t`ext, `b`oolean, `e`rror or
/// nothing; the colour its number format gives it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cell(
    pub u32,
    pub u32,
    pub u32,
    pub String,
    pub String,
    pub u32,
    pub &'static str,
    #[serde(skip_serializing_if = "Option::is_none")] pub Option<String>,
);

impl Book {
    /// All sheets at a glance.
    #[must_use]
    pub fn overview(&self) -> Overview {
        let sheets = self.model.sheets.iter().enumerate();
        Overview {
            sheets: sheets
                .map(|(index, sheet)| self.glance(index, sheet))
                .collect(),
            calculates: self.calculates(),
        }
    }

    fn glance(&self, index: usize, sheet: &Sheet) -> SheetOverview {
        let used = sheet.used_range();
        let merges = sheet.merges.iter().take(MOST_MEASURES);
        let merges = merges.map(|range| {
            [
                range.start.row,
                range.start.col,
                range.end.row,
                range.end.col,
            ]
        });
        let frozen = sheet.freeze_pane.as_ref();
        let number = u32::try_from(index).unwrap_or(u32::MAX);
        let chosen = self.filter_of(number).map(|(_, chosen)| chosen);
        let columns = sheet.col_styles.iter().take(MOST_MEASURES);
        let column_looks: Vec<_> = columns.map(|run| (run.first, run.last, run.xf)).collect();
        let rows = sheet.row_styles.iter().take(MOST_MEASURES);
        let row_looks: Vec<_> = rows.map(|(row, style)| (*row, *style)).collect();
        let styles = column_looks.iter().map(|(_, _, style)| *style);
        let styles = styles.chain(row_looks.iter().map(|(_, style)| *style));
        let looks = styles.map(|style| (style, Looks::of(&self.model.styles, style)));
        let looks = looks.collect();
        let origin = self.roots.origin(index);
        let hidden = origin.is_some_and(|origin| {
            self.package.source_sheet_visibility(origin) != Some(SheetVisibility::Visible)
        });
        SheetOverview {
            name: sheet.name.clone(),
            rows: used.map_or(0, |range| range.end.row + 1),
            columns: used.map_or(0, |range| range.end.col + 1),
            widths: measures(&sheet.col_widths),
            heights: measures(&sheet.row_heights),
            merges: merges.collect(),
            frozen: frozen.map_or([0, 0], |pane| [pane.rows, pane.cols]),
            filter: area_of(sheet),
            chosen: chosen.unwrap_or_default(),
            column_looks,
            row_looks,
            looks,
            hidden: hidden || !self.is_worksheet(number),
            protected: origin.is_some_and(|origin| self.package.source_sheet_is_protected(origin)),
        }
    }

    /// The cells of some rows, both ends included.
    #[must_use]
    pub fn rows(&self, sheet: u32, from: u32, to: u32) -> Cells {
        let mut told = Cells::default();
        let Some(found) = self.model.sheet(SheetId(sheet)) else {
            return told;
        };
        let rows = from..to.saturating_add(1).min(crate::MAX_ROWS);
        let mut cells = found.iter_cells_in_rect(rows, 0..crate::MAX_COLUMNS);
        for (at, _) in cells.by_ref().take(MOST) {
            let (row, column) = (at.row, at.col);
            self.tell(&mut told, At { sheet, row, column });
        }
        told.cut = cells.next().is_some();
        told
    }

    /// Cells one by one; those that hold nothing are told as well.
    #[must_use]
    pub fn cells(&self, cells: &[At]) -> Cells {
        let mut told = Cells::default();
        for at in cells.iter().take(MOST) {
            self.tell(&mut told, *at);
        }
        told.cut = cells.len() > MOST;
        told
    }

    fn tell(&self, told: &mut Cells, at: At) {
        let Some(sheet) = self.model.sheet(SheetId(at.sheet)) else {
            return;
        };
        let style = sheet.effective_style(at.cell()).unwrap_or(0);
        let code = code_of(&self.model.styles, style);
        let none = CellValue::Empty;
        let cell = sheet.cell(at.cell());
        let value = cell.map_or(&none, |cell| &cell.value);
        let shown = format_value(value, &code, self.model.date_system);
        let formula = cell.and_then(|cell| cell.formula.as_ref());
        let input = match formula {
            Some(formula) => format!("={formula}"),
            None => self.input(value, &code),
        };
        told.looks
            .entry(style)
            .or_insert_with(|| Looks::of(&self.model.styles, style));
        told.cells.push(Cell(
            at.sheet,
            at.row,
            at.column,
            shown.text,
            input,
            style,
            kind(value),
            shown.color,
        ));
    }

    /// The text that a cell shows.
    pub(crate) fn shown(&self, at: At) -> String {
        let Some(sheet) = self.model.sheet(SheetId(at.sheet)) else {
            return String::new();
        };
        let Some(cell) = sheet.cell(at.cell()) else {
            return String::new();
        };
        let code = code_of(&self.model.styles, cell.style.unwrap_or(0));
        format_value(&cell.value, &code, self.model.date_system).text
    }

    /// A value as somebody would type it, so that typed again it is the same.
    fn input(&self, value: &CellValue, code: &str) -> String {
        let system = self.model.date_system;
        match value {
            CellValue::Empty => String::new(),
            CellValue::Bool { value: true } => "TRUE".to_owned(),
            CellValue::Bool { value: false } => "FALSE".to_owned(),
            CellValue::Error { value } => value.as_str().to_owned(),
            CellValue::Text { value } => match looks_like_text(value) {
                true => value.clone(),
                false => format!("'{value}"),
            },
            CellValue::Number { value: number } => match Moment::of(code) {
                Some(moment) if *number >= 0.0 => {
                    format_value(value, moment.pattern(*number), system).text
                }
                _ if code.contains('%') => format!("{}%", rounded(number * 100.0)),
                _ => rounded(*number).to_string(),
            },
        }
    }
}

fn measures(map: &BTreeMap<u32, f64>) -> Vec<(u32, f64)> {
    map.iter()
        .take(MOST_MEASURES)
        .map(|(at, size)| (*at, *size))
        .collect()
}

fn kind(value: &CellValue) -> &'static str {
    match value {
        CellValue::Empty => "",
        CellValue::Number { .. } => "n",
        CellValue::Text { .. } => "t",
        CellValue::Bool { .. } => "b",
        CellValue::Error { .. } => "e",
    }
}

/// Whether a text, typed, stays a text.
fn looks_like_text(text: &str) -> bool {
    use xlsx_ops::{ParsedInput, parse_input};
    matches!(parse_input(text), ParsedInput::Text(same) if same == text)
}

/// To the 15 digits that spreadsheets show.
fn rounded(number: f64) -> f64 {
    format!("{number:.14e}").parse().unwrap_or(number)
}

/// What kind of moment a number format shows.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Moment {
    Date,
    Time,
}

impl Moment {
    fn of(code: &str) -> Option<Self> {
        let letters = letters(code);
        let has = |any: &[char]| letters.contains(any);
        if letters.eq_ignore_ascii_case("general") {
            None
        } else if has(&['y', 'Y', 'd', 'D']) {
            Some(Self::Date)
        } else if has(&['h', 'H', 's', 'S']) {
            Some(Self::Time)
        } else {
            None
        }
    }

    fn pattern(self, number: f64) -> &'static str {
        match self {
            Self::Time => "hh:mm:ss",
            Self::Date if number.fract() > 1e-9 => "yyyy-mm-dd hh:mm:ss",
            Self::Date => "yyyy-mm-dd",
        }
    }
}

/// A number format without what it shows literally.
fn letters(code: &str) -> String {
    let mut plain = String::new();
    let mut chars = code.chars();
    while let Some(one) = chars.next() {
        match one {
            '"' => drop(chars.by_ref().find(|next| *next == '"')),
            '[' => drop(chars.by_ref().find(|next| *next == ']')),
            '\\' | '_' | '*' => drop(chars.next()),
            other => plain.push(other),
        }
    }
    plain
}
