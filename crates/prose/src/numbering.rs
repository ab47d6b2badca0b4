//! Lists: which of them have signs and which numbers, and new ones.

use std::collections::BTreeMap;

use crate::glance::Level;
use crate::package::inserted_at_end;
use crate::tree::List;
use crate::xml::Element;

/// Levels of a list.
const LEVELS: usize = 9;
/// Lists whose looks are told.
const LISTS: usize = 500;
/// Twentieths of a point by which each level is moved in.
const INDENT: usize = 720;
const HANGING: usize = 360;

/// The lists of a document.
#[derive(Debug, Clone, Default)]
pub(crate) struct Numbering {
    /// By number of the list: the kinds of its levels.
    lists: BTreeMap<i64, Vec<Option<List>>>,
    /// What stands before their items.
    levels: BTreeMap<i64, Vec<Level>>,
    /// The largest number of an abstract list.
    last_abstract: i64,
}

impl Numbering {
    pub(crate) fn read(root: &Element<'_>) -> Self {
        let mut shapes: BTreeMap<i64, Vec<Option<List>>> = BTreeMap::new();
        let mut looks: BTreeMap<i64, Vec<Level>> = BTreeMap::new();
        let mut all = Self::default();
        for one in &root.children {
            match one.local() {
                "abstractNum" => {
                    let Some(id) = number(one, "abstractNumId") else {
                        continue;
                    };
                    all.last_abstract = all.last_abstract.max(id);
                    shapes.insert(id, levels(one));
                    looks.insert(id, looks_of(one));
                }
                "num" => {
                    let id = number(one, "numId");
                    let shape = one
                        .child("abstractNumId")
                        .and_then(|of| of.val()?.parse().ok());
                    let (Some(id), Some(shape)) = (id, shape) else {
                        continue;
                    };
                    let mut kinds = shapes.get::<i64>(&shape).cloned().unwrap_or_default();
                    for other in one
                        .children
                        .iter()
                        .filter(|one| one.local() == "lvlOverride")
                    {
                        let at = number(other, "ilvl").and_then(|at| usize::try_from(at).ok());
                        let level = other.child("lvl").map(kind);
                        if let (Some(at), Some(level)) = (at, level)
                            && let Some(place) = kinds.get_mut(at)
                        {
                            *place = level;
                        }
                    }
                    all.lists.insert(id, kinds);
                    if let Some(looks) = looks.get(&shape)
                        && all.levels.len() < LISTS
                    {
                        all.levels.insert(id, looks.clone());
                    }
                }
                _ => {}
            }
        }
        all
    }

    /// What stands before the items of a level. Nothing when there is no such list, or its items show nothing.
    pub(crate) fn kind(&self, list: i64, level: u8) -> Option<List> {
        *self.lists.get(&list)?.get(usize::from(level))?
    }

    /// What stands before the items of each list.
    pub(crate) fn levels(&self) -> &BTreeMap<i64, Vec<Level>> {
        &self.levels
    }

    /// The first list of a kind.
    pub(crate) fn of_kind(&self, wanted: List) -> Option<i64> {
        let is = |kinds: &Vec<Option<List>>| kinds.first() == Some(&Some(wanted));
        let mut found = self.lists.iter().filter(|(_, kinds)| is(kinds));
        found.next().map(|(id, _)| *id)
    }

    /// A number no list has.
    pub(crate) fn free(&self) -> i64 {
        self.lists
            .keys()
            .max()
            .copied()
            .unwrap_or(0)
            .saturating_add(1)
    }

    /// The part with new lists: their numbers and kinds. All of them have nine levels.
    pub(crate) fn with(&self, w: &str, part: Option<&str>, new: &[(i64, List)]) -> String {
        let mut part = match part {
            Some(part) => part.to_owned(),
            None => format!(
                "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n<{w}:numbering xmlns:{w}=\"{}\"></{w}:numbering>",
                crate::paper::MAIN
            ),
        };
        for (id, kind) in new {
            let shape = self.last_abstract.saturating_add(*id);
            let list = format!(
                "<{w}:num {w}:numId=\"{id}\"><{w}:abstractNumId {w}:val=\"{shape}\"/></{w}:num>"
            );
            // Abstract lists stand before the others.
            let shape = shape_of(w, shape, *kind);
            part = match part.find(&format!("<{w}:num ")) {
                Some(at) => {
                    let (head, tail) = part.split_at(at);
                    format!("{head}{shape}{tail}")
                }
                None => inserted_at_end(&part, &shape),
            };
            let clean = format!("<{w}:numIdMacAtCleanup");
            part = match part.find(&clean) {
                Some(at) => {
                    let (head, tail) = part.split_at(at);
                    format!("{head}{list}{tail}")
                }
                None => inserted_at_end(&part, &list),
            };
        }
        part
    }
}

fn number(element: &Element<'_>, name: &str) -> Option<i64> {
    element.attribute(name)?.parse().ok()
}

fn levels(list: &Element<'_>) -> Vec<Option<List>> {
    let mut kinds = vec![None; LEVELS];
    for level in list.children.iter().filter(|one| one.local() == "lvl") {
        let at = number(level, "ilvl").and_then(|at| usize::try_from(at).ok());
        if let Some(place) = at.and_then(|at| kinds.get_mut(at)) {
            *place = kind(level);
        }
    }
    kinds
}

fn looks_of(list: &Element<'_>) -> Vec<Level> {
    let levels = list.children.iter().filter(|one| one.local() == "lvl");
    let level = |level: &Element<'_>| {
        let text = |name| level.child(name).and_then(Element::val);
        let points = |name| -> Option<f64> {
            let indent = level.child("pPr")?.child("ind")?;
            Some(indent.attribute(name)?.parse::<f64>().ok()? / 20.0)
        };
        Level {
            format: text("numFmt").map_or_else(|| "decimal".to_owned(), |it| it.into_owned()),
            text: text("lvlText").unwrap_or_default().into_owned(),
            start: text("start").and_then(|it| it.parse().ok()).unwrap_or(1),
            indent: points("left").or_else(|| points("start")),
            hanging: points("hanging"),
        }
    };
    levels.take(LEVELS).map(level).collect()
}

fn kind(level: &Element<'_>) -> Option<List> {
    let format = level.child("numFmt").and_then(Element::val);
    match format.as_deref() {
        Some("none") => None,
        Some("bullet") => Some(List::Bullet),
        _ => Some(List::Number),
    }
}

fn shape_of(w: &str, id: i64, kind: List) -> String {
    let levels: String = (0..LEVELS)
        .map(|at| {
            let (format, text) = match (kind, at % 3) {
                (List::Bullet, 0) => ("bullet", "\u{2022}".to_owned()),
                (List::Bullet, 1) => ("bullet", "\u{25e6}".to_owned()),
                (List::Bullet, _) => ("bullet", "\u{25aa}".to_owned()),
                (List::Number, 0) => ("decimal", format!("%{}.", at + 1)),
                (List::Number, 1) => ("lowerLetter", format!("%{}.", at + 1)),
                (List::Number, _) => ("lowerRoman", format!("%{}.", at + 1)),
            };
            let left = INDENT * (at + 1);
            format!(
                "<{w}:lvl {w}:ilvl=\"{at}\"><{w}:start {w}:val=\"1\"/><{w}:numFmt {w}:val=\"{format}\"/>\
                 <{w}:lvlText {w}:val=\"{text}\"/><{w}:lvlJc {w}:val=\"left\"/>\
                 <{w}:pPr><{w}:ind {w}:left=\"{left}\" {w}:hanging=\"{HANGING}\"/></{w}:pPr></{w}:lvl>"
            )
        })
        .collect();
    format!(
        "<{w}:abstractNum {w}:abstractNumId=\"{id}\"><{w}:multiLevelType {w}:val=\"hybridMultilevel\"/>{levels}</{w}:abstractNum>"
    )
}
