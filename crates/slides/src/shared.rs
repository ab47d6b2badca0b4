//! The tree in a Yjs document: an element a node, its attributes, and marks as the formats of text, as `y-prosemirror`
//! keeps them. Anybody may have written anything: what the tree has not is passed over.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

use yrs::types::text::YChange;
use yrs::types::{Attrs, Delta};
use yrs::{
    Any, Array as _, ArrayRef, In, Out, ReadTxn, Text as _, TransactionMut, Xml as _,
    XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlTextPrelim, XmlTextRef,
};

use crate::tree::{Child, Marks, Node, Value, joined};

/// Name of the fragment in the document.
pub const SLIDES: &str = "slides";

/// Nodes inside of nodes that are read.
const DEEPEST: usize = 12;
/// Nodes that are read.
const NODES: usize = 400_000;
/// Bytes of an attribute that is a text.
const ATTRIBUTE: usize = 256 << 10;
/// Bytes of a picture.
const PICTURE: usize = 4 << 20;
/// What characters may look like.
const MARKS: [&str; 10] = [
    "bold",
    "italic",
    "underline",
    "strike",
    "color",
    "size",
    "font",
    "vertical",
    "link",
    "run",
];

/// The tree has more nodes than are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This presentation has become too large.")]
pub struct TooMuch;

// Into the document.

/// Puts what is in a tree's root into a fragment.
pub fn seed(transaction: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, tree: &Node) {
    // From behind: each is put where no others have to be counted.
    for node in tree.nodes().rev() {
        put(transaction, fragment, 0, node);
    }
}

fn put(transaction: &mut TransactionMut<'_>, into: &impl XmlFragment, at: u32, node: &Node) {
    let made = into.insert(transaction, at, XmlElementPrelim::empty(node.tag.as_str()));
    for (name, value) in &node.attributes {
        made.insert_attribute(transaction, name.as_str(), any(value));
    }
    fill(transaction, &made, node);
}

fn fill(transaction: &mut TransactionMut<'_>, element: &XmlElementRef, node: &Node) {
    let mut text: Vec<Delta<In>> = Vec::new();
    let flush = |transaction: &mut TransactionMut<'_>, text: &mut Vec<Delta<In>>| {
        if !text.is_empty() {
            let run = element.push_back(transaction, XmlTextPrelim::new(""));
            run.apply_delta(transaction, std::mem::take(text));
        }
    };
    for child in &node.children {
        match child {
            Child::Text(characters, marks) => {
                let formats = formats(marks);
                let formats = (!formats.is_empty()).then(|| Box::new(formats));
                text.push(Delta::Inserted(
                    In::Any(characters.as_str().into()),
                    formats,
                ));
            }
            Child::Node(node) => {
                flush(transaction, &mut text);
                let end = element.len(transaction);
                put(transaction, element, end, node);
            }
        }
    }
    flush(transaction, &mut text);
}

fn any(value: &Value) -> Any {
    match value {
        Value::Text(text) => text.as_str().into(),
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
            Any::from(*number as i64)
        }
        Value::Number(number) => Any::from(*number),
        Value::Flag(flag) => Any::Bool(*flag),
        Value::Bytes(bytes) => Any::Buffer(Arc::clone(bytes)),
    }
}

fn formats(marks: &Marks) -> Attrs {
    let mut all = Attrs::new();
    for (name, values) in marks {
        let values: HashMap<String, Any> = values
            .iter()
            .map(|(name, value)| (name.clone(), any(value)))
            .collect();
        all.insert(name.as_str().into(), Any::Map(Arc::new(values)));
    }
    all
}

// Out of the document.

/// The tree of a fragment.
///
/// # Errors
/// There are too many nodes.
pub fn tree_of(transaction: &impl ReadTxn, fragment: &XmlFragmentRef) -> Result<Node, TooMuch> {
    let mut reader = Reader::default();
    let mut root = Node::new(SLIDES);
    for child in AsRef::<ArrayRef>::as_ref(fragment).iter(transaction) {
        if let Out::YXmlElement(element) = child {
            root.push(reader.node(transaction, &element, 0)?);
        }
    }
    Ok(root)
}

#[derive(Default)]
struct Reader {
    nodes: usize,
}

impl Reader {
    fn count(&mut self) -> Result<(), TooMuch> {
        self.nodes += 1;
        if self.nodes > NODES {
            Err(TooMuch)
        } else {
            Ok(())
        }
    }

    fn node(
        &mut self,
        transaction: &impl ReadTxn,
        element: &XmlElementRef,
        depth: usize,
    ) -> Result<Node, TooMuch> {
        self.count()?;
        let mut node = Node::new(element.tag());
        for (name, value) in element.attributes(transaction) {
            if let Out::Any(value) = value
                && let Some(value) = value_of(&value)
            {
                node.attributes.insert(name.to_owned(), value);
            }
        }
        if depth >= DEEPEST {
            return Ok(node);
        }
        let children: Vec<Out> = AsRef::<ArrayRef>::as_ref(element)
            .iter(transaction)
            .collect();
        for child in children {
            match child {
                Out::YXmlElement(element) => {
                    let child = self.node(transaction, &element, depth + 1)?;
                    node.push(child);
                }
                Out::YXmlText(text) => self.text(transaction, &text, &mut node)?,
                _ => {}
            }
        }
        node.children = joined(std::mem::take(&mut node.children));
        Ok(node)
    }

    fn text(
        &mut self,
        transaction: &impl ReadTxn,
        text: &XmlTextRef,
        into: &mut Node,
    ) -> Result<(), TooMuch> {
        for piece in text.diff(transaction, YChange::identity) {
            if let Out::Any(Any::String(characters)) = piece.insert {
                self.count()?;
                let marks = piece.attributes.as_deref().map(marks).unwrap_or_default();
                into.children
                    .push(Child::Text(characters.to_string(), marks));
            }
        }
        Ok(())
    }
}

fn value_of(value: &Any) -> Option<Value> {
    Some(match value {
        Any::String(text) if text.len() <= ATTRIBUTE => Value::Text(text.to_string()),
        Any::Number(number) => Value::Number(number.as_f64().filter(|number| number.is_finite())?),
        Any::Bool(flag) => Value::Flag(*flag),
        Any::Buffer(bytes) if bytes.len() <= PICTURE => Value::Bytes(Arc::clone(bytes)),
        _ => return None,
    })
}

/// The marks of formats. `y-prosemirror` writes those that may overlap as `name--hash`.
fn marks(formats: &Attrs) -> Marks {
    let mut names: Vec<&Arc<str>> = formats.keys().collect();
    names.sort_unstable();
    let mut marks = Marks::new();
    for name in names {
        let value = formats.get(name).unwrap_or(&Any::Null);
        if matches!(value, Any::Null | Any::Undefined | Any::Bool(false)) {
            continue;
        }
        let bare = name.split("--").next().unwrap_or_default();
        if !MARKS.contains(&bare) {
            continue;
        }
        let mut values = BTreeMap::new();
        if let Any::Map(all) = value {
            for (name, value) in all.iter() {
                match value_of(value) {
                    None | Some(Value::Flag(false)) => {}
                    Some(value) => drop(values.insert(name.clone(), value)),
                }
            }
        }
        marks.insert(bare.to_owned(), values);
    }
    marks
}

// Another version of the file.

/// Makes a fragment hold another tree: what has the same key is kept and changed, slide by slide and shape by shape.
///
/// # Errors
/// There are too many nodes.
pub fn become_tree(
    transaction: &mut TransactionMut<'_>,
    fragment: &XmlFragmentRef,
    wanted: &Node,
) -> Result<(), TooMuch> {
    let had = tree_of(transaction, fragment)?;
    merge(transaction, fragment, &had, wanted);
    Ok(())
}

fn merge(
    transaction: &mut TransactionMut<'_>,
    into: &(impl XmlFragment + AsRef<ArrayRef>),
    had: &Node,
    wanted: &Node,
) {
    let name = |node: &Node| {
        (
            node.tag.clone(),
            node.text("key").unwrap_or_default().to_owned(),
        )
    };
    let by_name: HashMap<(String, String), &Node> =
        wanted.nodes().map(|node| (name(node), node)).collect();
    let mut kept = HashSet::new();
    let elements: Vec<Option<XmlElementRef>> = {
        let all: &ArrayRef = into.as_ref();
        all.iter(transaction)
            .map(|child| match child {
                Out::YXmlElement(element) => Some(element),
                _ => None,
            })
            .collect()
    };
    // Both lists hold the elements in one order.
    let mut nodes = had.nodes();
    let mut gone = Vec::new();
    for (at, element) in elements.iter().enumerate() {
        let node = element.as_ref().and_then(|_| nodes.next());
        let (Some(element), Some(node)) = (element, node) else {
            gone.push(at);
            continue;
        };
        if node.tag == "media" {
            continue;
        }
        match by_name.get(&name(node)) {
            Some(wanted) if kept.insert(name(node)) => change(transaction, element, node, wanted),
            _ => gone.push(at),
        }
    }
    for at in gone.into_iter().rev() {
        into.remove(transaction, u32::try_from(at).unwrap_or(u32::MAX));
    }
    for node in wanted.nodes().filter(|node| !kept.contains(&name(node))) {
        let end = into.len(transaction);
        put(transaction, into, end, node);
    }
}

fn change(
    transaction: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    had: &Node,
    wanted: &Node,
) {
    for (name, value) in &wanted.attributes {
        if had.attributes.get(name) != Some(value) {
            element.insert_attribute(transaction, name.as_str(), any(value));
        }
    }
    for name in had
        .attributes
        .keys()
        .filter(|name| !wanted.attributes.contains_key(*name))
    {
        element.remove_attribute(transaction, name);
    }
    if had.tag == "slide" {
        return merge(transaction, element, had, wanted);
    }
    if had.children != wanted.children {
        let all = element.len(transaction);
        if all > 0 {
            element.remove_range(transaction, 0, all);
        }
        fill(transaction, element, wanted);
    }
}
