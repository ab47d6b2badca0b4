//! Styles: what a paragraph or a run looks like before it says anything itself.

use std::collections::{BTreeMap, HashMap};

use crate::glance::{Css, StyleGlance};
use crate::properties::{self, numbering};
use crate::tree::Align;
use crate::xml::Element;

/// Styles that are told.
const MOST: usize = 1000;
/// Styles a style builds upon.
const CHAIN: usize = 32;

/// The styles of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Styles {
    all: BTreeMap<String, Style>,
    default_paragraph: Option<String>,
    pub(crate) defaults: Css,
    /// The language of text that names none.
    pub(crate) lang: Option<String>,
}

#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    is_paragraph: bool,
    upon: Option<String>,
    next: Option<String>,
    hidden: bool,
    heading: Option<u8>,
    list: Option<(Option<i64>, u8)>,
    css: Css,
}

/// Fonts of the theme, by the names that `rFonts` uses.
pub(crate) type Theme = HashMap<&'static str, String>;

/// The two fonts of a theme.
pub(crate) fn theme(root: &Element<'_>) -> Theme {
    let mut theme = Theme::new();
    for (name, kind) in [("major", "majorFont"), ("minor", "minorFont")] {
        let font = root.find(kind).and_then(|font| font.child("latin"));
        if let Some(font) = font.and_then(|latin| latin.attribute("typeface")) {
            theme.insert(name, font.into_owned());
        }
    }
    theme
}

impl Styles {
    pub(crate) fn read(root: &Element<'_>, theme: &Theme) -> Self {
        let mut styles = Self::default();
        for one in &root.children {
            match one.local() {
                "docDefaults" => {
                    let inside = |name: &str, of: &str| one.child(name).and_then(|it| it.child(of));
                    let run = inside("rPrDefault", "rPr");
                    let paragraph = inside("pPrDefault", "pPr");
                    styles.defaults = css(run, paragraph, theme);
                    let lang = run.and_then(|run| run.child("lang")?.val());
                    styles.lang = lang.map(|lang| lang.into_owned());
                }
                "style" => styles.take(one, theme),
                _ => {}
            }
        }
        styles
    }

    fn take(&mut self, one: &Element<'_>, theme: &Theme) {
        let kind = one.attribute("type");
        let is_paragraph = match kind.as_deref() {
            Some("paragraph") => true,
            Some("character") => false,
            _ => return,
        };
        let Some(id) = one.attribute("styleId").map(|id| id.into_owned()) else {
            return;
        };
        if self.all.len() >= MOST {
            return;
        }
        let text = |name: &str| one.child(name)?.val().map(|val| val.into_owned());
        let default = one.attribute("default");
        if is_paragraph && matches!(default.as_deref(), Some("1" | "true" | "on")) {
            self.default_paragraph = Some(id.clone());
        }
        let paragraph = one.child("pPr");
        let name = text("name").unwrap_or_else(|| id.clone());
        let style = Style {
            heading: paragraph
                .and_then(|it| it.child("outlineLvl")?.val()?.parse().ok())
                .filter(|level: &u8| *level < 9)
                .map(|level| level + 1)
                .or_else(|| heading_of(&name)),
            list: paragraph.and_then(|it| it.child("numPr")).map(numbering),
            name,
            is_paragraph,
            upon: text("basedOn"),
            next: text("next"),
            hidden: one.child("hidden").is_some() || one.child("semiHidden").is_some(),
            css: css(one.child("rPr"), paragraph, theme),
        };
        self.all.insert(id, style);
    }

    /// The style and those it builds upon, itself first.
    fn chain(&self, id: Option<&str>) -> impl Iterator<Item = &Style> {
        let first = id.or(self.default_paragraph.as_deref());
        let first = first.and_then(|id| self.all.get(id));
        std::iter::successors(first, move |style| self.all.get(style.upon.as_deref()?)).take(CHAIN)
    }

    /// The list that a paragraph style makes its paragraphs items of, and the level.
    pub(crate) fn list(&self, id: Option<&str>) -> Option<(i64, u8)> {
        let (list, level) = self.chain(id).find_map(|style| style.list)?;
        Some((list?, level))
    }

    /// Whether there is such a style.
    pub(crate) fn has(&self, id: &str) -> bool {
        self.all.contains_key(id)
    }

    /// What is told of them, each with everything it takes from those it builds upon.
    pub(crate) fn glance(&self) -> Vec<StyleGlance> {
        self.all
            .iter()
            .map(|(id, style)| {
                let chain: Vec<&Style> = self.chain(Some(id)).collect();
                let mut css = Css::default();
                for style in chain.iter().rev() {
                    css.take(&style.css);
                }
                StyleGlance {
                    id: id.clone(),
                    name: style.name.clone(),
                    kind: match style.is_paragraph {
                        true => "paragraph",
                        false => "character",
                    },
                    based_on: style.upon.clone(),
                    next: style.next.clone(),
                    hidden: style.hidden,
                    heading: chain.iter().find_map(|style| style.heading),
                    is_default: self.default_paragraph.as_ref() == Some(id),
                    css,
                }
            })
            .collect()
    }
}

fn heading_of(name: &str) -> Option<u8> {
    let lower = name.to_ascii_lowercase();
    let level: u8 = lower.strip_prefix("heading ")?.parse().ok()?;
    (1..=9).contains(&level).then_some(level)
}

fn css(run: Option<&Element<'_>>, paragraph: Option<&Element<'_>>, theme: &Theme) -> Css {
    let mut css = Css::default();
    if let Some(run) = run {
        let marks = properties::marks(&run.children);
        css.font_size = marks.size.map(|size| f64::from(size) / 2.0);
        css.bold = marks.bold;
        css.italic = marks.italic;
        css.underline = marks.underline;
        css.color = marks.color;
        css.font_family = marks.font.or_else(|| {
            let name = run.child("rFonts")?.attribute("asciiTheme")?;
            let kind = if name.starts_with("major") {
                "major"
            } else {
                "minor"
            };
            theme.get(kind).cloned()
        });
    }
    if let Some(paragraph) = paragraph {
        let layout = properties::layout(&paragraph.children);
        css.align = layout.align.map(|align| match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
            Align::Justify => "justify",
        });
        let looks = properties::looks(&paragraph.children);
        css.before = looks.before;
        css.after = looks.after;
        css.line = looks.line;
        css.indent = looks.indent;
        css.first_line = looks.first_line;
    }
    css
}
