//! One opened presentation.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::time::{Duration, Instant};

use ooxml::package::{Package, Relations, Unopenable};
use ooxml::xml::{self, Element};
use serde_json::{Map, Value as Json, json};

use crate::looks::{self, Layout, Layouts, Master};
use crate::origins::{NotesPart, Origins, Surround};
use crate::shapes::placeholder_of;
use crate::text::{Reading, plain, relation_of};
use crate::theme::Theme;
use crate::tree::Node;

/// Namespaces.
pub(crate) const MAIN: &str = "http://schemas.openxmlformats.org/presentationml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/presentationml/main";

/// How long a presentation may take to be read.
const OPENING: Duration = Duration::from_secs(30);
/// Slides of one presentation.
const SLIDES: usize = 2000;
/// Layouts of one presentation.
const LAYOUTS: usize = 300;

/// The presentation cannot be written; the original is as it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("The server could not write this presentation.")]
pub struct Unwritable;

/// A slide in the presentation's list.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) number: u32,
    pub(crate) relation: String,
    pub(crate) xml: String,
    pub(crate) part: Arc<str>,
}

/// An opened presentation.
#[derive(Debug)]
pub struct Deck {
    pub(crate) source: Arc<[u8]>,
    pub(crate) package: Package,
    /// Name and text of the part that lists the slides.
    pub(crate) name: String,
    pub(crate) part: String,
    pub(crate) relations: Relations,
    pub(crate) entries: Vec<Entry>,
    /// Where its list of slides stands, or would.
    pub(crate) list: (usize, usize),
    pub(crate) layouts: Vec<Arc<str>>,
    /// The part that notes are made after.
    pub(crate) notes_master: Option<String>,
    pub(crate) origins: Origins,
    tree: Node,
    glance: Json,
}

impl Deck {
    /// Opens a presentation.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub fn open(source: Arc<[u8]>) -> Result<Self, Unopenable> {
        let until = Instant::now() + OPENING;
        let mut package = Package::open(Arc::clone(&source))?;
        let relations = package.relations("", until)?;
        let name = relations
            .of_kind("officeDocument")
            .unwrap_or("ppt/presentation.xml")
            .to_owned();
        let part = package.text(&name)?.ok_or(Unopenable::Broken)?;
        let relations = package.relations(&name, until)?;
        let root = xml::parse(&part, until)?;
        check(&root)?;
        let mut opening = Opening {
            package,
            until,
            origins: Origins::default(),
            drawings: Map::new(),
        };
        let (masters, layouts, all) = opening.layouts(&root, &relations)?;
        let entries = entries(&root, &relations)?;
        let mut tree = Node::new("slides");
        for (at, entry) in entries.iter().enumerate() {
            let mut slide = opening.slide(&entry.part, &layouts)?;
            slide.set("key", entry.number.to_string());
            slide.set("order", place(at));
            tree.push(slide);
        }
        let size = |name: &str, usual: f64| {
            let size = root
                .child("sldSz")
                .and_then(|size| plain(size, name)?.parse::<f64>().ok());
            size.filter(|size| (1.0..1e9).contains(size))
                .unwrap_or(usual)
        };
        let first = masters.first();
        let levels = first.map_or_else(
            || looks::plainest(&Theme::default()),
            |master| master.other.clone(),
        );
        let told: Vec<&Json> = all
            .iter()
            .filter_map(|key| Some(&layouts.get(key)?.told))
            .collect();
        let glance = json!({
            "width": size("cx", 9_144_000.0),
            "height": size("cy", 6_858_000.0),
            "theme": first.map(|master| master.theme.told()),
            "layouts": told,
            "levels": levels,
            "drawings": opening.drawings,
        });
        let notes_master = relations.of_kind("notesMaster").map(str::to_owned);
        let list = list_of(&root).ok_or(Unopenable::Broken)?;
        Ok(Self {
            source,
            package: opening.package,
            name,
            relations,
            entries,
            list,
            layouts: all,
            notes_master,
            origins: opening.origins,
            tree,
            glance,
            part,
        })
    }

    /// What is on its slides.
    #[must_use]
    pub fn tree(&self) -> &Node {
        &self.tree
    }

    /// What a page needs beside that: size, theme, layouts, what groups show.
    #[must_use]
    pub fn glance(&self) -> &Json {
        &self.glance
    }

    /// The bytes it was opened from.
    #[must_use]
    pub fn source(&self) -> &Arc<[u8]> {
        &self.source
    }
}

/// The place of something in an order that has room between any two.
fn place(at: usize) -> String {
    format!("{:06}", (at + 1) * 10)
}

fn check(root: &Element<'_>) -> Result<(), Unopenable> {
    if root.local() != "presentation" {
        return Err(Unopenable::Broken);
    }
    if root.attributes().any(|(_, value)| value == MAIN) {
        Ok(())
    } else if root.attributes().any(|(_, value)| value == STRICT) {
        Err(Unopenable::Strict)
    } else {
        Err(Unopenable::Broken)
    }
}

/// Where the list of slides stands. None of a presentation in which nothing could stand.
fn list_of(root: &Element<'_>) -> Option<(usize, usize)> {
    if let Some(list) = root.child("sldIdLst") {
        return Some((list.start, list.end));
    }
    const BEFORE: [&str; 3] = ["sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst"];
    let before = root
        .children
        .iter()
        .rev()
        .find(|one| BEFORE.contains(&one.local()));
    before.map(|one| (one.end, one.end))
}

fn entries(root: &Element<'_>, relations: &Relations) -> Result<Vec<Entry>, Unopenable> {
    let Some(list) = root.child("sldIdLst") else {
        return Ok(Vec::new());
    };
    if list.children.len() > SLIDES {
        return Err(Unopenable::TooLarge);
    }
    let mut seen = HashSet::new();
    let mut all = Vec::new();
    for one in &list.children {
        let relation = relation_of(one, "id").unwrap_or_default();
        let target = relations.get(&relation).filter(|target| !target.outside);
        let target = target.ok_or(Unopenable::Broken)?;
        let number = plain(one, "id").and_then(|number| number.parse().ok());
        // A slide that is listed twice is shown once.
        if seen.insert(target.target.clone()) {
            all.push(Entry {
                number: number.ok_or(Unopenable::Broken)?,
                relation,
                xml: one.xml().to_owned(),
                part: Arc::from(target.target.as_str()),
            });
        }
    }
    Ok(all)
}

/// What slides are made after: masters, and layouts with their order.
type Models = (Vec<Master>, Layouts, Vec<Arc<str>>);

struct Opening {
    package: Package,
    until: Instant,
    origins: Origins,
    drawings: Map<String, Json>,
}

impl Opening {
    /// Masters, layouts, and their order.
    fn layouts(&mut self, root: &Element<'_>, relations: &Relations) -> Result<Models, Unopenable> {
        let usual = root.child("defaultTextStyle");
        let (mut masters, mut layouts, mut order) = (Vec::new(), Layouts::new(), Vec::new());
        // What is read here is only shown.
        let mut scratch = Origins::default();
        for part in listed(root, "sldMasterIdLst", relations) {
            let Some(text) = self.package.text(&part)? else {
                continue;
            };
            let relations = self.package.relations(&part, self.until)?;
            let element = xml::parse(&text, self.until)?;
            let theme = self.theme(&relations)?.mapped(element.child("clrMap"));
            let reading = Reading {
                part: Arc::from(part.as_str()),
                relations: &relations,
                theme: &theme,
                origins: &mut scratch,
            };
            let master = Master::read(reading, &element, usual);
            for part in listed(&element, "sldLayoutIdLst", &relations) {
                if order.len() >= LAYOUTS {
                    return Err(Unopenable::TooLarge);
                }
                let Some(text) = self.package.text(&part)? else {
                    continue;
                };
                let relations = self.package.relations(&part, self.until)?;
                let element = xml::parse(&text, self.until)?;
                let other = element
                    .child("clrMapOvr")
                    .and_then(|it| it.child("overrideClrMapping"));
                let theme = match other {
                    Some(map) => theme.mapped(Some(map)),
                    None => theme.clone(),
                };
                let key: Arc<str> = Arc::from(part.as_str());
                let reading = Reading {
                    part: Arc::clone(&key),
                    relations: &relations,
                    theme: &theme,
                    origins: &mut scratch,
                };
                let layout = Layout::read(reading, &element, &master);
                layouts.insert(Arc::clone(&key), layout);
                order.push(key);
            }
            masters.push(master);
        }
        Ok((masters, layouts, order))
    }

    /// A presentation is readable without its looks.
    fn theme(&mut self, relations: &Relations) -> Result<Theme, Unopenable> {
        let Some(part) = relations.of_kind("theme") else {
            return Ok(Theme::default());
        };
        let Some(text) = self.package.text(part)? else {
            return Ok(Theme::default());
        };
        Ok(Theme::read(&xml::parse(&text, self.until)?))
    }

    fn slide(&mut self, part: &Arc<str>, layouts: &Layouts) -> Result<Node, Unopenable> {
        let text = self.package.text(part)?.ok_or(Unopenable::Broken)?;
        let relations = self.package.relations(part, self.until)?;
        let root = xml::parse(&text, self.until)?;
        if root.local() != "sld" {
            return Err(Unopenable::Broken);
        }
        let inside = root.child("cSld").ok_or(Unopenable::Broken)?;
        let tree = inside.child("spTree").ok_or(Unopenable::Broken)?;
        let key = relations
            .of_kind("slideLayout")
            .unwrap_or_default()
            .to_owned();
        let layout = layouts.get(key.as_str());
        let usual = Theme::default();
        let theme = layout.map_or(&usual, |layout| &layout.theme);
        let other = root
            .child("clrMapOvr")
            .and_then(|it| it.child("overrideClrMapping"));
        let mapped = other.map(|map| theme.mapped(Some(map)));
        let theme = mapped.as_ref().unwrap_or(theme);
        let mut node = Node::new("slide");
        node.say("layout", Some(key).filter(|key| !key.is_empty()));
        if plain(&root, "show").is_some_and(|show| show == "0" || show == "false") {
            node.set("hidden", true);
        }
        let mut reading = Reading {
            part: Arc::clone(part),
            relations: &relations,
            theme,
            origins: &mut self.origins,
        };
        node.say("bg", looks::own_background(&reading, &root));
        let around = |one: &&Element<'_>| matches!(one.local(), "nvGrpSpPr" | "grpSpPr");
        let first = tree.children.iter().take_while(around).last();
        let first = first.map(|one| one.end).ok_or(Unopenable::Broken)?;
        let (mut last, mut keys) = (first, HashSet::new());
        for one in &tree.children {
            let gap = text.get(last..one.start).unwrap_or_default();
            let Some(mut shape) = reading.kept(one, gap) else {
                continue;
            };
            last = one.end;
            if let (Some(ph), Some(layout)) = (shape.text("ph"), layout) {
                let place = layout.place(ph);
                shape.say("ph", place);
            }
            let mut key = shape.text("key").unwrap_or("0").to_owned();
            while !keys.insert(key.clone()) {
                key.push('+');
            }
            shape.set("key", key);
            shape.set("order", place(keys.len() - 1));
            if one.local() == "grpSp"
                && let (Some(id), Some(drawing)) = (shape.text("id"), reading.drawing(one))
            {
                self.drawings.insert(id.to_owned(), drawing);
            }
            node.push(shape);
        }
        let notes = relations.of_kind("notesSlide").map(Arc::from);
        let notes = match notes {
            Some(part) => self.notes(part, &mut node, theme)?,
            None => None,
        };
        let background = match inside.child("bg") {
            Some(one) => (one.start, one.end),
            None => (inside.inner.0, inside.inner.0),
        };
        let whole = format!("{part} {text}");
        let surround = Surround {
            part: Arc::clone(part),
            root: (root.start, root.inner.0),
            background,
            inside: (first, last),
            node: bare(&node),
            notes,
            text: text.clone(),
        };
        node.set("id", self.origins.surrounds.keep(&whole, part, surround));
        self.origins.relations.insert(Arc::clone(part), relations);
        Ok(node)
    }

    /// Reads the notes of a slide into it. Gives the part, when it can be written.
    fn notes(
        &mut self,
        part: Arc<str>,
        slide: &mut Node,
        theme: &Theme,
    ) -> Result<Option<Arc<str>>, Unopenable> {
        let Some(text) = self.package.text(&part)? else {
            return Ok(None);
        };
        let relations = self.package.relations(&part, self.until)?;
        let root = xml::parse(&text, self.until)?;
        let tree = root.child("cSld").and_then(|it| it.child("spTree"));
        let mut all = tree.map(|tree| tree.children.iter()).into_iter().flatten();
        let body = all.find(|one| placeholder_of(one).is_some_and(|(kind, _)| kind == "body"));
        let Some(body) = body.and_then(|shape| shape.child("txBody")) else {
            return Ok(None);
        };
        let Some(paragraphs) = span_of(body) else {
            return Ok(None);
        };
        let mut reading = Reading {
            part: Arc::clone(&part),
            relations: &relations,
            theme,
            origins: &mut self.origins,
        };
        let mut notes = Node::new("notes");
        notes.children = reading.paragraphs(body);
        slide.push(notes);
        self.origins.relations.insert(Arc::clone(&part), relations);
        let kept = NotesPart {
            text: text.clone(),
            paragraphs,
        };
        self.origins.notes.insert(Arc::clone(&part), kept);
        Ok(Some(part))
    }
}

/// Its attributes alone.
fn bare(node: &Node) -> Node {
    Node {
        tag: node.tag.clone(),
        attributes: node.attributes.clone(),
        children: Vec::new(),
    }
}

/// Where the paragraphs of a body of text stand.
pub(crate) fn span_of(body: &Element<'_>) -> Option<(usize, usize)> {
    let mut all = body.children.iter().filter(|one| one.local() == "p");
    let first = all.next()?;
    let last = all.next_back().unwrap_or(first);
    Some((first.start, last.end))
}

/// The parts that a list names, in its order.
fn listed(root: &Element<'_>, list: &str, relations: &Relations) -> Vec<String> {
    let all = root
        .child(list)
        .map(|list| list.children.as_slice())
        .unwrap_or_default();
    let target = |one: &Element<'_>| {
        let target = relations.get(&relation_of(one, "id")?)?;
        (!target.outside).then(|| target.target.clone())
    };
    all.iter().filter_map(target).collect()
}

/// Prefixes that a part's root declares, with what they mean.
pub(crate) fn declared(text: &str) -> BTreeMap<String, String> {
    let Some(at) = text.match_indices('<').map(|(at, _)| at).find(|at| {
        let next = text.get(at + 1..).and_then(|rest| rest.chars().next());
        next.is_some_and(|one| one.is_alphabetic() || one == '_')
    }) else {
        return BTreeMap::new();
    };
    let tag = text
        .get(at..)
        .and_then(|rest| rest.split_inclusive('>').next())
        .unwrap_or_default();
    let closed = if tag.ends_with("/>") {
        tag.to_owned()
    } else {
        format!("{}/>", tag.trim_end_matches('>'))
    };
    let until = Instant::now() + OPENING;
    let Ok(root) = xml::parse(&closed, until) else {
        return BTreeMap::new();
    };
    let prefix = |name: &str| name.strip_prefix("xmlns:").map(str::to_owned);
    root.attributes()
        .filter_map(|(name, value)| Some((prefix(&name)?, value.into_owned())))
        .collect()
}
