//! One opened document.

use std::sync::Arc;
use std::time::{Duration, Instant};

use crate::glance::{Glance, Page};
use crate::numbering::Numbering;
use crate::originals::Originals;
use crate::package::{Package, Relations, Unopenable};
use crate::read::{Reading, push_text};
use crate::styles::{self, Styles, Theme};
use crate::tree::{Block, Paragraph};
use crate::xml::{self, Element};

/// Namespace of text documents.
pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";
pub(crate) const RELATIONS: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// How long a document may take to be read.
const OPENING: Duration = Duration::from_secs(30);
/// Characters of a header or footer that are told.
const MARGIN_TEXT: usize = 300;

/// The document cannot be written; the original is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The server could not write this document.")]
pub struct Unwritable;

/// An opened document.
#[derive(Debug)]
pub struct Paper {
    pub(crate) source: Arc<[u8]>,
    pub(crate) package: Package,
    /// Name of the part with the text.
    pub(crate) name: String,
    /// That part.
    pub(crate) part: String,
    /// Where its blocks stand, and whether the body is written `<w:body/>`.
    pub(crate) begin: usize,
    pub(crate) end: usize,
    pub(crate) empty_body: Option<String>,
    /// The prefix of its names.
    pub(crate) w: String,
    /// The prefix of relations, as the part declares it.
    pub(crate) r: Option<String>,
    pub(crate) blocks: Vec<Block>,
    pub(crate) originals: Originals,
    pub(crate) styles: Styles,
    pub(crate) numbering: Numbering,
    /// Name and text of the part with the lists.
    pub(crate) numbering_part: Option<(String, String)>,
    pub(crate) relations: Relations,
    glance: Glance,
}

impl Paper {
    /// Opens a document.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub fn open(source: Arc<[u8]>) -> Result<Self, Unopenable> {
        let until = Instant::now() + OPENING;
        let mut package = Package::open(Arc::clone(&source))?;
        let relations = package.relations("", until)?;
        let name = relations.of_kind("officeDocument");
        let name = name.unwrap_or("word/document.xml").to_owned();
        let part = package.text(&name)?.ok_or(Unopenable::Broken)?;
        let relations = package.relations(&name, until)?;
        let styles = read_styles(&mut package, &relations, until)?;
        let numbering_part = text_of_kind(&mut package, &relations, "numbering")?;
        let numbering = match &numbering_part {
            Some((_, text)) => Numbering::read(&xml::parse(text, until)?),
            None => Numbering::default(),
        };
        let root = xml::parse(&part, until)?;
        let (w, r) = prefixes(&root)?;
        let body = root
            .children
            .iter()
            .find(|one| one.local() == "body")
            .ok_or(Unopenable::Broken)?;
        let mut reading = Reading::new(&part, &styles, &numbering, &relations);
        let begin = body.inner.0;
        let (mut blocks, end) = reading.blocks(&body.children, begin, 0)?;
        let originals = reading.originals;
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Paragraph::default()));
        }
        let empty_body = body.is_closed_at_once().then(|| body.name().to_owned());
        let glance = glance(&mut package, &relations, &styles, &numbering, body, until);
        Ok(Self {
            source,
            package,
            name,
            begin,
            end,
            empty_body,
            w,
            r,
            blocks,
            originals,
            styles,
            numbering,
            numbering_part,
            relations,
            glance,
            part,
        })
    }

    /// Its text. At least one block.
    #[must_use]
    pub fn blocks(&self) -> &[Block] {
        &self.blocks
    }

    /// What a page needs beside the text.
    #[must_use]
    pub fn glance(&self) -> &Glance {
        &self.glance
    }

    /// The bytes it was opened from.
    #[must_use]
    pub fn source(&self) -> &Arc<[u8]> {
        &self.source
    }
}

/// The prefixes of the names of text and of relations.
fn prefixes(root: &Element<'_>) -> Result<(String, Option<String>), Unopenable> {
    let prefix = |namespace: &str| {
        root.attributes()
            .filter(|(_, value)| value == namespace)
            .find_map(|(name, _)| name.strip_prefix("xmlns:").map(str::to_owned))
    };
    if root.local() != "document" {
        return Err(Unopenable::Broken);
    }
    match prefix(MAIN) {
        Some(w) if root.name() == format!("{w}:document") => Ok((w, prefix(RELATIONS))),
        _ if root.attributes().any(|(_, value)| value == STRICT) => Err(Unopenable::Strict),
        _ => Err(Unopenable::Broken),
    }
}

fn text_of_kind(
    package: &mut Package,
    relations: &Relations,
    kind: &str,
) -> Result<Option<(String, String)>, Unopenable> {
    let Some(name) = relations.of_kind(kind) else {
        return Ok(None);
    };
    let text = package.text(name)?;
    Ok(text.map(|text| (name.to_owned(), text)))
}

fn read_styles(
    package: &mut Package,
    relations: &Relations,
    until: Instant,
) -> Result<Styles, Unopenable> {
    let mut theme = Theme::new();
    // A document is readable without its looks.
    if let Ok(Some((_, text))) = text_of_kind(package, relations, "theme")
        && let Ok(root) = xml::parse(&text, until)
    {
        theme = styles::theme(&root);
    }
    Ok(match text_of_kind(package, relations, "styles")? {
        Some((_, text)) => match xml::parse(&text, until) {
            Ok(root) => Styles::read(&root, &theme),
            Err(_) => Styles::default(),
        },
        None => Styles::default(),
    })
}

fn glance(
    package: &mut Package,
    relations: &Relations,
    styles: &Styles,
    numbering: &Numbering,
    body: &Element<'_>,
    until: Instant,
) -> Glance {
    let section = body
        .children
        .iter()
        .rev()
        .find(|one| one.local() == "sectPr");
    let mut first: Option<&Element<'_>> = None;
    find_section(body, &mut first);
    let mut margin_text = |kind: &str| -> Option<String> {
        let names = [first, section];
        let references = names.into_iter().flatten().flat_map(|it| &it.children);
        let mut references = references.filter(|one| one.local() == kind);
        let id = references.find_map(|one| {
            let mut names = one.attributes();
            names.find_map(|(name, id)| name.ends_with(":id").then_some(id))
        })?;
        let target = relations.get(&id)?.target.clone();
        let text = package.text(&target).ok()??;
        let root = xml::parse(&text, until).ok()?;
        let mut told = String::new();
        push_text(&root, &mut told, MARGIN_TEXT);
        let told = told.trim();
        (!told.is_empty()).then(|| told.to_owned())
    };
    let (header, footer) = (
        margin_text("headerReference"),
        margin_text("footerReference"),
    );
    Glance {
        styles: styles.glance(),
        lists: numbering.levels().clone(),
        lang: styles.lang.clone(),
        defaults: styles.defaults.clone(),
        page: section.map_or_else(Page::default, page),
        header,
        footer,
    }
}

fn find_section<'s, 'a>(element: &'s Element<'a>, first: &mut Option<&'s Element<'a>>) {
    for paragraph in element.children.iter().filter(|one| one.local() == "p") {
        let section = paragraph.child("pPr").and_then(|it| it.child("sectPr"));
        if section.is_some() {
            *first = section;
            return;
        }
    }
}

fn page(section: &Element<'_>) -> Page {
    let usual = Page::default();
    let get = |element: &str, name: &str, usual: f64| {
        let points = || -> Option<f64> {
            let twentieths: f64 = section.child(element)?.attribute(name)?.parse().ok()?;
            Some(twentieths.abs() / 20.0)
        };
        points()
            .filter(|points| *points < 10_000.0)
            .unwrap_or(usual)
    };
    Page {
        width: get("pgSz", "w", usual.width),
        height: get("pgSz", "h", usual.height),
        left: get("pgMar", "left", usual.left),
        right: get("pgMar", "right", usual.right),
        top: get("pgMar", "top", usual.top),
        bottom: get("pgMar", "bottom", usual.bottom),
    }
}
