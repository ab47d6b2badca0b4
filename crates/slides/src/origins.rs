//! What a presentation was read from: the XML behind every name in the tree.
//!
//! A name is two hashes: of the whole (with where its relations lead), and of what stays when people change it. So it
//! finds what it came from in every version of the file that still holds the piece, changed or not.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use ooxml::name_of;
use ooxml::package::Relations;

use crate::properties::Properties;
use crate::tree::{Marks, Node};

/// Pieces by both halves of their names.
#[derive(Debug)]
pub(crate) struct Named<T> {
    all: HashMap<String, Arc<T>>,
}

impl<T> Default for Named<T> {
    fn default() -> Self {
        Self {
            all: HashMap::new(),
        }
    }
}

impl<T> Named<T> {
    /// Keeps a piece, and gives its name.
    pub(crate) fn keep(&mut self, whole: &str, kept: &str, piece: T) -> String {
        let (whole, kept) = (name_of(whole), name_of(kept));
        let piece = Arc::new(piece);
        self.all
            .entry(whole.clone())
            .or_insert_with(|| Arc::clone(&piece));
        self.all.entry(format!("-{kept}")).or_insert(piece);
        format!("{whole}-{kept}")
    }

    /// All of them, some twice.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Arc<T>> {
        self.all.values()
    }

    /// What a name means, as near as there is something.
    pub(crate) fn find(&self, name: Option<&str>) -> Option<&Arc<T>> {
        let (whole, kept) = name?.split_once('-')?;
        self.all
            .get(whole)
            .or_else(|| self.all.get(&format!("-{kept}")))
    }
}

/// Something on a slide, a row of a table, a cell.
#[derive(Debug)]
pub(crate) struct Piece {
    /// The part it stood in: its relations are meant by that part's.
    pub(crate) part: Arc<str>,
    /// What stood between it and the one before.
    pub(crate) gap: String,
    pub(crate) xml: String,
    pub(crate) node: Node,
}

/// A paragraph.
#[derive(Debug)]
pub(crate) struct Passage {
    pub(crate) part: Arc<str>,
    pub(crate) xml: String,
    pub(crate) node: Node,
    pub(crate) properties: Properties,
    /// How its end looks, and so what is typed into it when it is empty.
    pub(crate) end: Option<Properties>,
}

/// How a run looks.
#[derive(Debug)]
pub(crate) struct RunLooks {
    pub(crate) part: Arc<str>,
    pub(crate) properties: Properties,
    pub(crate) marks: Marks,
}

/// What stands around what is on a slide.
#[derive(Debug)]
pub(crate) struct Surround {
    pub(crate) part: Arc<str>,
    pub(crate) text: String,
    /// Where the root's tag stands, the background (or where it would), and what is on the slide.
    pub(crate) root: (usize, usize),
    pub(crate) background: (usize, usize),
    pub(crate) inside: (usize, usize),
    pub(crate) node: Node,
    /// The part with its notes.
    pub(crate) notes: Option<Arc<str>>,
}

/// The notes of a slide: where their paragraphs stand.
#[derive(Debug)]
pub(crate) struct NotesPart {
    pub(crate) text: String,
    pub(crate) paragraphs: (usize, usize),
}

/// The XML behind names.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    pub(crate) pieces: Named<Piece>,
    pub(crate) passages: Named<Passage>,
    pub(crate) runs: Named<RunLooks>,
    pub(crate) surrounds: Named<Surround>,
    /// Fields and such inside of paragraphs.
    pub(crate) inlines: Named<(Arc<str>, String)>,
    /// Relations of parts.
    pub(crate) relations: BTreeMap<Arc<str>, Relations>,
    pub(crate) notes: BTreeMap<Arc<str>, NotesPart>,
    /// The largest number of something on a slide.
    pub(crate) largest: u32,
}

/// Calls something with each relation that a piece of XML names, and puts what it gives in its place.
pub(crate) fn with_relations(xml: &str, mut other: impl FnMut(&str) -> String) -> String {
    let mut out = String::with_capacity(xml.len());
    let mut rest = xml;
    while let Some(at) = rest.find(" r:") {
        let (before, found) = rest.split_at(at);
        out.push_str(before);
        let name_end = found.find('=').unwrap_or(found.len());
        let (name, value) = found.split_at(name_end);
        let quoted = value
            .strip_prefix("=\"")
            .and_then(|value| value.split_once('"'));
        match quoted {
            Some((id, behind)) if name.trim_start().len() < 16 => {
                let id = match id {
                    "" => String::new(),
                    id => other(id),
                };
                out.push_str(&format!("{name}=\"{id}\""));
                rest = behind;
            }
            _ => {
                out.push_str(" r:");
                rest = found.strip_prefix(" r:").unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    out
}

/// A piece of XML with where its relations lead: what its name is made of.
pub(crate) fn meaning(xml: &str, relations: &Relations) -> String {
    with_relations(xml, |id| match relations.get(id) {
        Some(relation) => relation.target.clone(),
        None => "?".to_owned(),
    })
}
