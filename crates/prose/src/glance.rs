//! What a page needs of a document beside its text.

use std::collections::BTreeMap;

use serde::Serialize;

/// A document without its text.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Glance {
    /// Its styles.
    pub styles: Vec<StyleGlance>,
    /// How text looks before a style says anything.
    pub defaults: Css,
    /// By number of a list: its levels.
    pub lists: BTreeMap<i64, Vec<Level>>,
    /// The language of its text, such as `de-DE`.
    pub lang: Option<String>,
    /// The paper of its last section.
    pub page: Page,
    /// The text above its pages.
    pub header: Option<String>,
    /// The text below its pages.
    pub footer: Option<String>,
}

/// What stands before the items of a level.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Level {
    /// As OOXML calls it: `decimal`, `lowerLetter`, `bullet` …
    pub format: String,
    /// The sign, or numbers of levels in a text: `%1.%2`.
    pub text: String,
    /// The first number.
    pub start: i64,
    /// From the left, in points.
    pub indent: Option<f64>,
    /// What of that the sign takes, in points.
    pub hanging: Option<f64>,
}

/// A style.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StyleGlance {
    /// As paragraphs name it.
    pub id: String,
    /// As people name it.
    pub name: String,
    /// `paragraph` or `character`.
    pub kind: &'static str,
    /// The style it builds upon.
    pub based_on: Option<String>,
    /// The style of the paragraph that follows one.
    pub next: Option<String>,
    /// Not to be offered.
    pub hidden: bool,
    /// Level of a heading, from 1.
    pub heading: Option<u8>,
    /// The style of paragraphs that name none.
    pub is_default: bool,
    /// How it looks, with what it takes from the styles it builds upon.
    pub css: Css,
}

/// How something looks. Sizes are points.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Css {
    /// Name of the font.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_family: Option<String>,
    /// Size of the font.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font_size: Option<f64>,
    /// Bold.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bold: Option<bool>,
    /// Italic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub italic: Option<bool>,
    /// Underlined.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub underline: Option<bool>,
    /// `#rrggbb`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// `left`, `center`, `right` or `justify`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub align: Option<&'static str>,
    /// Space above.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<f64>,
    /// Space below.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<f64>,
    /// Height of lines, as a factor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub line: Option<f64>,
    /// From the left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub indent: Option<f64>,
    /// The first line, from the others; negative when it hangs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_line: Option<f64>,
}

impl Css {
    /// Looks as `over` does wherever that says something.
    pub(crate) fn take(&mut self, over: &Self) {
        let Self {
            font_family,
            font_size,
            bold,
            italic,
            underline,
            color,
            align,
            before,
            after,
            line,
            indent,
            first_line,
        } = over.clone();
        self.font_family = font_family.or(self.font_family.take());
        self.font_size = font_size.or(self.font_size);
        self.bold = bold.or(self.bold);
        self.italic = italic.or(self.italic);
        self.underline = underline.or(self.underline);
        self.color = color.or(self.color.take());
        self.align = align.or(self.align);
        self.before = before.or(self.before);
        self.after = after.or(self.after);
        self.line = line.or(self.line);
        self.indent = indent.or(self.indent);
        self.first_line = first_line.or(self.first_line);
    }
}

/// A sheet of paper and its margins, in points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Page {
    /// Across.
    pub width: f64,
    /// Upright.
    pub height: f64,
    /// Margin.
    pub left: f64,
    /// Margin.
    pub right: f64,
    /// Margin.
    pub top: f64,
    /// Margin.
    pub bottom: f64,
}

impl Default for Page {
    fn default() -> Self {
        Self {
            width: 595.3,
            height: 841.9,
            left: 72.0,
            right: 72.0,
            top: 72.0,
            bottom: 72.0,
        }
    }
}
