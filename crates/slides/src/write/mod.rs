//! From a tree to the package: which parts change, come and go. What is on slides `drawn` writes, text `text`, and the
//! list of slides `list`.

mod drawn;
mod links;
mod list;
mod notes;
mod patch;
mod text;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use ooxml::name_of;
use ooxml::package::{Package, Relations, inserted_at_end, media_type};
use ooxml::xml;

use crate::deck::{Deck, Unwritable};
use crate::origins::Surround;
use crate::properties::fill;
use crate::tree::{Node, Value};
use links::Links;
use patch::{Patch, retagged, soon};

const TYPES: &str = "[Content_Types].xml";
const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const SLIDE_TYPE: &str = "application/vnd.openxmlformats-officedocument.presentationml.slide+xml";
const NEW_SLIDE: &str = include_str!("new/slide.xml");

impl Deck {
    /// The package with this tree. The same bytes when nothing changed.
    ///
    /// # Errors
    /// The package is damaged after all.
    pub fn write(&self, tree: &Node) -> Result<Vec<u8>, Unwritable> {
        let mut writing = Writing::of(self, tree);
        writing.slides(tree)?;
        writing.types()?;
        if writing.changed.is_empty() && writing.gone.is_empty() {
            return Ok(self.source.to_vec());
        }
        let mut package = self.package.clone();
        let written = package.with_and_without(writing.changed, &writing.gone);
        written.map_err(|_| Unwritable)
    }
}

/// Parts in the making.
struct Writing<'d> {
    deck: &'d Deck,
    package: Package,
    /// Pictures that came in, by their keys.
    media: BTreeMap<String, Arc<[u8]>>,
    changed: BTreeMap<String, Vec<u8>>,
    gone: BTreeSet<String>,
    /// Types of new parts.
    types: Vec<(String, &'static str)>,
    /// Endings of new pictures, and their types.
    endings: BTreeSet<(&'static str, &'static str)>,
    /// The last number given to something on a slide.
    largest: u32,
    /// The part that notes are made after, when there was none.
    new_master: Option<String>,
}

/// The slide that is being written.
struct Sheet {
    links: Links,
    /// Numbers of what is on it.
    numbers: BTreeSet<u32>,
}

/// A slide of the new list.
struct Listed {
    part: Arc<str>,
    is_new: bool,
}

impl<'d> Writing<'d> {
    fn of(deck: &'d Deck, tree: &Node) -> Self {
        let media = tree
            .nodes()
            .filter(|node| node.tag == "media")
            .filter_map(|node| {
                let Some(Value::Bytes(bytes)) = node.attributes.get("data") else {
                    return None;
                };
                Some((node.text("key")?.to_owned(), Arc::clone(bytes)))
            });
        Self {
            deck,
            package: deck.package.clone(),
            media: media.collect(),
            changed: BTreeMap::new(),
            gone: BTreeSet::new(),
            types: Vec::new(),
            endings: BTreeSet::new(),
            largest: deck.origins.largest,
            new_master: None,
        }
    }

    fn slides(&mut self, tree: &Node) -> Result<(), Unwritable> {
        let deck = self.deck;
        let mut listed: Vec<Listed> = Vec::new();
        let mut written: BTreeSet<Arc<str>> = BTreeSet::new();
        for slide in tree.in_order() {
            if slide.tag != "slide" {
                continue;
            }
            let surround = deck.origins.surrounds.find(slide.text("id"));
            let listed_one = match surround {
                Some(surround) if written.insert(Arc::clone(&surround.part)) => {
                    self.slide(slide, surround, None)?;
                    Listed {
                        part: Arc::clone(&surround.part),
                        is_new: false,
                    }
                }
                Some(surround) => self.another(slide, surround)?,
                None => match self.blank() {
                    Some(surround) => self.another(slide, &surround)?,
                    None => continue,
                },
            };
            listed.push(listed_one);
        }
        self.list(&listed)
    }

    fn another(&mut self, slide: &Node, like: &Surround) -> Result<Listed, Unwritable> {
        let part: Arc<str> = Arc::from(self.free_part("ppt/slides/slide", ".xml"));
        // Taken at once: no other is to have this name.
        self.changed.insert(part.to_string(), Vec::new());
        self.slide(slide, like, Some(&part))?;
        self.types.push((part.to_string(), SLIDE_TYPE));
        Ok(Listed { part, is_new: true })
    }

    /// A slide with nothing on it; nothing when there is no layout it could have.
    fn blank(&self) -> Option<Surround> {
        let layout = self.deck.layouts.first()?;
        let text = NEW_SLIDE.trim_end().to_owned();
        let root = text.find("<p:sld ")?;
        let inside = text.find("</p:spTree>")?;
        let background = text.find("<p:spTree>")?;
        let mut node = Node::new("slide");
        node.set("layout", &**layout);
        let root = (root, root + text.get(root..)?.find('>')? + 1);
        Some(Surround {
            part: Arc::from(""),
            root,
            background: (background, background),
            inside: (inside, inside),
            node,
            notes: None,
            text,
        })
    }

    /// A name that no part has.
    fn free_part(&self, begin: &str, end: &str) -> String {
        let taken =
            |name: &str| self.changed.contains_key(name) || self.package.real_name(name).is_some();
        let mut number = 1;
        loop {
            let name = format!("{begin}{number}{end}");
            if !taken(&name) {
                return name;
            }
            number += 1;
        }
    }

    /// Writes a slide into its part, or into a new one.
    fn slide(
        &mut self,
        slide: &Node,
        surround: &Surround,
        new: Option<&Arc<str>>,
    ) -> Result<(), Unwritable> {
        let deck = self.deck;
        let own = new.unwrap_or(&surround.part);
        let none = Relations::default();
        let relations = deck.origins.relations.get(&surround.part).unwrap_or(&none);
        let mut links = match new {
            None => Links::over(Arc::clone(own), relations.clone()),
            Some(part) => {
                let apart = ["/notesSlide", "/comments", "/slideLayout"];
                let wanted = |one: &ooxml::package::Relation| {
                    !apart.iter().any(|kind| one.kind.ends_with(kind))
                };
                let copied = relations.copied(Package::relations_name(part), wanted);
                // What the slide is made after has the same ids.
                Links::over(Arc::clone(&surround.part), copied)
            }
        };
        let layout = slide
            .text("layout")
            .filter(|wanted| deck.layouts.iter().any(|one| &**one == *wanted));
        let layout = layout.or(surround.node.text("layout")).unwrap_or_default();
        if new.is_some() || Some(layout) != surround.node.text("layout") {
            links.retarget("slideLayout", layout);
        }
        let mut sheet = Sheet {
            links,
            numbers: BTreeSet::from([1]),
        };
        let mut inside = String::new();
        for node in slide.in_order() {
            if matches!(node.tag.as_str(), "shape" | "picture" | "table" | "item")
                && let Some(xml) = self.drawn(node, &mut sheet)
            {
                inside.push_str(&xml);
            }
        }
        let text = surround.text.as_str();
        let mut patch = Patch::of(text);
        let (from, to) = surround.inside;
        if text.get(from..to) != Some(inside.as_str()) {
            patch.put(from, to, inside);
        }
        background(&mut patch, slide, surround);
        let hidden = slide.flag("hidden");
        let declared = match new.is_some() || !patch.is_empty() {
            true => sheet.links.declarations(text),
            false => Vec::new(),
        };
        if hidden != surround.node.flag("hidden") || !declared.is_empty() {
            let (from, to) = surround.root;
            let tag = text.get(from..to).unwrap_or_default();
            let mut changes: Vec<(&str, Option<String>)> = declared
                .iter()
                .map(|(name, value)| (name.as_str(), Some(value.clone())))
                .collect();
            if hidden != surround.node.flag("hidden") {
                changes.push(("show", hidden.then(|| "0".to_owned())));
            }
            patch.put(from, to, retagged(tag, &changes).ok_or(Unwritable)?);
        }
        self.notes(slide, surround, own, new.is_some(), &mut sheet.links)?;
        if new.is_some() || !patch.is_empty() {
            self.changed
                .insert(own.to_string(), patch.done().into_bytes());
        }
        if let Some((name, text)) = sheet.links.written(new.is_some()) {
            self.changed.insert(name, text.into_bytes());
        }
        Ok(())
    }

    /// The part that holds a picture: one that came in, or one of the package.
    fn media_part(&mut self, name: &str) -> Option<String> {
        if name.starts_with("p-") {
            let wanted = name.strip_prefix("p-")?;
            return self
                .package
                .names()
                .into_iter()
                .find(|part| name_of(part) == wanted);
        }
        let bytes = Arc::clone(self.media.get(name)?);
        let (ending, kind) = match media_type(&bytes)? {
            "image/png" => ("png", "image/png"),
            "image/jpeg" => ("jpeg", "image/jpeg"),
            "image/gif" => ("gif", "image/gif"),
            _ => return None,
        };
        let hash = ooxml::name_of_bytes(&bytes);
        let part = format!("ppt/media/picture-{hash}.{ending}");
        if self.package.real_name(&part).is_none() {
            self.changed.insert(part.clone(), bytes.to_vec());
            self.endings.insert((ending, kind));
        }
        Some(part)
    }

    /// Says what new parts are.
    fn types(&mut self) -> Result<(), Unwritable> {
        if self.types.is_empty() && self.endings.is_empty() && self.gone.is_empty() {
            return Ok(());
        }
        let text = self.package.text(TYPES).ok().flatten().ok_or(Unwritable)?;
        let root = xml::parse(&text, soon()).map_err(|_| Unwritable)?;
        let mut patch = Patch::of(&text);
        for one in &root.children {
            let part = one.attribute("PartName").unwrap_or_default();
            if self.gone.contains(part.trim_start_matches('/')) {
                patch.put(one.start, one.end, String::new());
            }
        }
        let mut lines = String::new();
        let known = |ending: &str| {
            let mut all = root.children.iter();
            all.any(|one| {
                one.attribute("Extension")
                    .is_some_and(|known| known.eq_ignore_ascii_case(ending))
            })
        };
        for (ending, kind) in &self.endings {
            if !known(ending) {
                lines.push_str(&format!(
                    "<Default Extension=\"{ending}\" ContentType=\"{kind}\"/>"
                ));
            }
        }
        for (part, kind) in &self.types {
            lines.push_str(&format!(
                "<Override PartName=\"/{part}\" ContentType=\"{kind}\"/>"
            ));
        }
        let text = inserted_at_end(&patch.done(), &lines);
        self.changed.insert(TYPES.to_owned(), text.into_bytes());
        Ok(())
    }
}

fn background(patch: &mut Patch<'_>, slide: &Node, surround: &Surround) {
    if slide.agrees(&surround.node, &["bg"]) {
        return;
    }
    let (from, to) = surround.background;
    let xml = match slide.text("bg").and_then(fill) {
        Some((_, fill)) => format!("<p:bg><p:bgPr>{fill}<a:effectLst/></p:bgPr></p:bg>"),
        None => String::new(),
    };
    patch.put(from, to, xml);
}
