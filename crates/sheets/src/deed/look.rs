//! How cells are to look.

use serde::{Deserialize, Serialize};
use xlsx_model::{CellFormat, NumberFormat};

use super::{axis_of, is_plain};
use crate::book::{MAX_COLUMNS, MAX_ROWS};

/// Characters of a number format and of a font's name.
const FORMAT: usize = 255;
const FONT: usize = 64;
/// Smallest and largest size of a font, in points.
const SIZES: std::ops::RangeInclusive<f64> = 1.0..=400.0;

/// Where a text stands in its cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Across {
    /// As its value asks for.
    General,
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
}

/// The same from top to bottom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Upright {
    /// At the top.
    Top,
    /// In the middle.
    Center,
    /// At the bottom.
    Bottom,
}

/// Which lines are drawn around cells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Lines {
    /// Around every cell.
    All,
    /// Around all together.
    Outer,
    /// Below the last row.
    Bottom,
    /// None any more.
    None,
}

/// What changes of how cells look; what is not said stays.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default, deny_unknown_fields)]
pub struct Dress {
    /// Bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bold: Option<bool>,
    /// Italic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub italic: Option<bool>,
    /// Underlined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub underline: Option<bool>,
    /// Struck through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strike: Option<bool>,
    /// In points.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<f64>,
    /// Name of the font.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font: Option<String>,
    /// `#rrggbb`; an empty text is the ordinary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// `#rrggbb`; an empty text is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
    /// From left to right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<Across>,
    /// From top to bottom.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vertical: Option<Upright>,
    /// Long texts go on in further lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wrap: Option<bool>,
    /// How numbers are written, as workbooks say it: `0.00%`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub format: Option<String>,
    /// Places behind the decimal point more, or fewer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decimals: Option<i8>,
    /// Lines around the cells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lines: Option<Lines>,
    /// Back to the ordinary look, before anything else.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub plain: bool,
}

impl Dress {
    pub(super) fn is_sound(&self) -> bool {
        let color = |one: &Option<String>| one.as_deref().is_none_or(is_color);
        let text =
            |one: &Option<String>, most| one.as_deref().is_none_or(|text| is_short(text, most));
        color(&self.color)
            && color(&self.fill)
            && text(&self.format, FORMAT)
            && text(&self.font, FONT)
            && self.size.is_none_or(|size| SIZES.contains(&size))
            && self.decimals.is_none_or(|more| (-1..=1).contains(&more))
    }
}

fn is_color(text: &str) -> bool {
    let Some(digits) = text.strip_prefix('#') else {
        return text.is_empty();
    };
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn is_short(text: &str, most: usize) -> bool {
    is_plain(text) && text.chars().count() <= most
}

/// Looks that cells had; only a workbook makes them, to take a [`Dress`] back.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Worn(pub(crate) Vec<CellFormat>);

impl Worn {
    pub(super) fn is_sound(&self, cells: &[[u32; 4]], lines: &[[u32; 4]]) -> bool {
        let is_there = |look: u32| usize::try_from(look).is_ok_and(|look| look < self.0.len());
        cells.iter().all(|[row, first, last, look]| {
            *row < MAX_ROWS && first <= last && *last < MAX_COLUMNS && is_there(*look)
        }) && lines.iter().all(|[kind, first, last, look]| {
            *kind < 2 && first <= last && *last < axis_of(*kind).end() && is_there(*look)
        }) && self.0.iter().all(is_possible)
    }
}

/// What comes back may have been changed on its way.
fn is_possible(format: &CellFormat) -> bool {
    let font = &format.font;
    let pattern = match &format.number_format {
        NumberFormat::Custom { pattern } => is_short(pattern, FORMAT),
        NumberFormat::Builtin { .. } => true,
    };
    pattern
        && font.name.as_deref().is_none_or(|name| is_short(name, FONT))
        && font.size_pt.is_none_or(|size| SIZES.contains(&size))
}
