//! How a cell looks: what a screen can draw of its format.

use serde::Serialize;
use xlsx_model::numfmt::builtin_format_code;
use xlsx_model::{Border, BorderEdge, BorderStyle, Fill, FormatCode, HAlign, Stylesheet, VAlign};

/// The look of cells; what is not said is the ordinary one.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Looks {
    #[serde(skip_serializing_if = "is_false")]
    bold: bool,
    #[serde(skip_serializing_if = "is_false")]
    italic: bool,
    #[serde(skip_serializing_if = "is_false")]
    underline: bool,
    #[serde(skip_serializing_if = "is_false")]
    strike: bool,
    /// In points.
    #[serde(skip_serializing_if = "Option::is_none")]
    size: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    font: Option<String>,
    /// `#rrggbb`, like all colours.
    #[serde(skip_serializing_if = "Option::is_none")]
    color: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fill: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    align: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vertical: Option<&'static str>,
    #[serde(skip_serializing_if = "is_false")]
    wrap: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    indent: Option<u32>,
    /// How numbers are written, as workbooks say it.
    #[serde(skip_serializing_if = "Option::is_none")]
    format: Option<String>,
    /// Left, right, top, bottom: width in pixels, line, colour.
    #[serde(skip_serializing_if = "Option::is_none")]
    borders: Option<[Option<Line>; 4]>,
}

type Line = (u8, &'static str, String);

/// The size that is not worth saying, in points.
const ORDINARY: f64 = 11.0;

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_false(value: &bool) -> bool {
    !value
}

impl Looks {
    pub(crate) fn of(styles: &Stylesheet, style: u32) -> Self {
        let format = styles.resolved_format(Some(style));
        let font = format.font;
        let ordinary = |size: &f64| (size - ORDINARY).abs() > 0.01;
        Self {
            bold: font.bold,
            italic: font.italic,
            underline: font.underline,
            strike: font.strike,
            size: font.size_pt.filter(ordinary),
            font: font.name.clone(),
            color: font
                .color
                .as_ref()
                .and_then(|one| styles.resolve_color(one)),
            fill: fill(styles, format.fill),
            align: format.alignment.h.and_then(across),
            vertical: format.alignment.v.map(upright),
            wrap: format.alignment.wrap_text,
            indent: format.alignment.indent.filter(|indent| *indent > 0),
            format: Some(code_of(styles, style)).filter(|code| code != GENERAL),
            borders: borders(styles, format.border),
        }
    }
}

/// How numbers are written when nothing else is said.
const GENERAL: &str = "General";

/// The number format of a style.
pub(crate) fn code_of(styles: &Stylesheet, style: u32) -> String {
    match styles.format_code_for(style) {
        FormatCode::Custom(code) => code.to_owned(),
        FormatCode::Builtin(id) => builtin_format_code(id).unwrap_or(GENERAL).to_owned(),
    }
}

fn fill(styles: &Stylesheet, fill: &Fill) -> Option<String> {
    match fill {
        Fill::None => None,
        Fill::Solid(color) => styles.resolve_color(color),
        Fill::Pattern { fg, bg, .. } => bg
            .as_ref()
            .or(fg.as_ref())
            .and_then(|color| styles.resolve_color(color)),
    }
}

fn across(align: HAlign) -> Option<&'static str> {
    match align {
        HAlign::General => None,
        HAlign::Left | HAlign::Fill | HAlign::Justify => Some("left"),
        HAlign::Right => Some("right"),
        HAlign::Center | HAlign::CenterContinuous | HAlign::Distributed => Some("center"),
    }
}

fn upright(align: VAlign) -> &'static str {
    match align {
        VAlign::Top => "top",
        VAlign::Center | VAlign::Justify | VAlign::Distributed => "center",
        VAlign::Bottom => "bottom",
    }
}

fn borders(styles: &Stylesheet, border: &Border) -> Option<[Option<Line>; 4]> {
    let line = |edge: &Option<BorderEdge>| edge.as_ref().map(|edge| line(styles, edge));
    let all = [
        line(&border.left),
        line(&border.right),
        line(&border.top),
        line(&border.bottom),
    ];
    all.iter().any(Option::is_some).then_some(all)
}

fn line(styles: &Stylesheet, edge: &BorderEdge) -> Line {
    let (width, kind) = match edge.style {
        BorderStyle::Thin | BorderStyle::Hair => (1, "solid"),
        BorderStyle::Medium => (2, "solid"),
        BorderStyle::Thick => (3, "solid"),
        BorderStyle::Double => (3, "double"),
        BorderStyle::Dotted => (1, "dotted"),
        BorderStyle::Dashed | BorderStyle::DashDot | BorderStyle::DashDotDot => (1, "dashed"),
        BorderStyle::MediumDashed
        | BorderStyle::MediumDashDot
        | BorderStyle::MediumDashDotDot
        | BorderStyle::SlantDashDot => (2, "dashed"),
    };
    let color = edge.color.as_ref();
    let color = color.and_then(|color| styles.resolve_color(color));
    (width, kind, color.unwrap_or_else(|| "#000000".to_owned()))
}
