//! A presentation as a tree of nodes: what people edit. It is what the Yjs document holds, node by node.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json, json};

/// The value of an attribute.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Characters.
    Text(String),
    /// A number.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A picture.
    Bytes(Arc<[u8]>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<f64> for Value {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Flag(flag)
    }
}

/// How characters look, by the name of each mark: `bold`, `color` with a `value` …
pub type Marks = BTreeMap<String, BTreeMap<String, Value>>;

/// What stands in a node.
#[derive(Debug, Clone, PartialEq)]
pub enum Child {
    /// Another node.
    Node(Node),
    /// Characters that look the same.
    Text(String, Marks),
}

/// A slide, something on it, a paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Node {
    /// What it is: `slide`, `shape`, `paragraph` …
    pub tag: String,
    /// By name.
    pub attributes: BTreeMap<String, Value>,
    /// In their order.
    pub children: Vec<Child>,
}

impl Node {
    /// A node with nothing in it.
    #[must_use]
    pub fn new(tag: &str) -> Self {
        Self {
            tag: tag.to_owned(),
            ..Self::default()
        }
    }

    /// Gives it an attribute.
    pub fn set(&mut self, name: &str, value: impl Into<Value>) {
        self.attributes.insert(name.to_owned(), value.into());
    }

    /// Gives it an attribute when there is a value.
    pub fn say(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.set(name, value);
        }
    }

    /// Puts a node behind the others.
    pub fn push(&mut self, node: Self) {
        self.children.push(Child::Node(node));
    }

    /// An attribute that is a text, and not empty.
    #[must_use]
    pub fn text(&self, name: &str) -> Option<&str> {
        match self.attributes.get(name) {
            Some(Value::Text(text)) if !text.is_empty() => Some(text),
            _ => None,
        }
    }

    /// An attribute that is a number.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<f64> {
        match self.attributes.get(name)? {
            Value::Number(number) if number.is_finite() => Some(*number),
            Value::Text(text) => text.parse().ok().filter(|number: &f64| number.is_finite()),
            _ => None,
        }
    }

    /// Whether an attribute is there and true.
    #[must_use]
    pub fn flag(&self, name: &str) -> bool {
        matches!(self.attributes.get(name), Some(Value::Flag(true)))
    }

    /// The nodes in it.
    pub fn nodes(&self) -> impl DoubleEndedIterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Child::Node(node) => Some(node),
            Child::Text(..) => None,
        })
    }

    /// The first node of such a tag.
    #[must_use]
    pub fn child(&self, tag: &str) -> Option<&Self> {
        self.nodes().find(|node| node.tag == tag)
    }

    /// Its nodes in the order that their attribute `order` gives them.
    #[must_use]
    pub fn in_order(&self) -> Vec<&Self> {
        let mut nodes: Vec<&Self> = self.nodes().collect();
        nodes.sort_by_key(|node| node.text("order").unwrap_or_default());
        nodes
    }

    /// All its characters.
    #[must_use]
    pub fn words(&self) -> String {
        let mut words = String::new();
        self.gather(&mut words);
        words
    }

    fn gather(&self, words: &mut String) {
        for child in &self.children {
            match child {
                Child::Text(text, _) => words.push_str(text),
                Child::Node(node) => {
                    node.gather(words);
                    if node.tag == "paragraph" || node.tag == "hard_break" {
                        words.push('\n');
                    }
                }
            }
        }
    }

    /// Whether it reads the same: whatever it was read from, and wherever it stands among others.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        const APART: [&str; 3] = ["id", "key", "order"];
        let said =
            |node: &'_ Self, name: &String| !APART.contains(&name.as_str()) && node.tag != "opaque";
        let mut one = self.attributes.iter().filter(|(name, _)| said(self, name));
        let mut two = other
            .attributes
            .iter()
            .filter(|(name, _)| said(other, name));
        let named = |node: &Self| {
            node.tag != "opaque" || self.attributes.get("id") == other.attributes.get("id")
        };
        self.tag == other.tag
            && named(self)
            && std::iter::from_fn(|| Some((one.next(), two.next())))
                .take_while(|pair| *pair != (None, None))
                .all(|(one, two)| one == two)
            && self.children.len() == other.children.len()
            && self
                .children
                .iter()
                .zip(&other.children)
                .all(|pair| match pair {
                    (Child::Node(one), Child::Node(other)) => one.is_like(other),
                    (one, other) => one == other,
                })
    }

    /// Whether an attribute is the same in both.
    pub(crate) fn agrees(&self, other: &Self, names: &[&str]) -> bool {
        names
            .iter()
            .all(|name| self.attributes.get(*name) == other.attributes.get(*name))
    }

    /// As a page is told of what nobody edits.
    pub(crate) fn told(&self) -> Json {
        let mut told = Map::new();
        told.insert("kind".to_owned(), json!(self.tag));
        for (name, value) in &self.attributes {
            if !matches!(name.as_str(), "id" | "key" | "order" | "ph" | "name") {
                told.insert(name.clone(), plain(value));
            }
        }
        if let Some(text) = self.child("text") {
            let paragraphs: Vec<Json> = text.nodes().map(told_paragraph).collect();
            told.insert("paragraphs".to_owned(), Json::Array(paragraphs));
        }
        Json::Object(told)
    }
}

fn told_paragraph(paragraph: &Node) -> Json {
    let mut runs: Vec<Json> = Vec::new();
    for child in &paragraph.children {
        match child {
            Child::Text(text, marks) => {
                let mut run = Map::new();
                run.insert("text".to_owned(), json!(text));
                for (name, values) in marks {
                    let value = match (values.get("value"), values.contains_key("off")) {
                        (Some(value), _) => plain(value),
                        (None, off) => json!(!off),
                    };
                    if name != "run" && name != "link" {
                        run.insert(name.clone(), value);
                    }
                }
                runs.push(Json::Object(run));
            }
            Child::Node(node) if node.tag == "hard_break" => runs.push(json!({ "text": "\n" })),
            Child::Node(node) => {
                runs.push(json!({ "text": node.text("label").unwrap_or_default() }))
            }
        }
    }
    let mut told = Map::new();
    for name in ["level", "align", "bullet"] {
        if let Some(value) = paragraph.attributes.get(name) {
            told.insert(name.to_owned(), plain(value));
        }
    }
    told.insert("runs".to_owned(), Json::Array(runs));
    Json::Object(told)
}

fn plain(value: &Value) -> Json {
    match value {
        Value::Text(text) => json!(text),
        Value::Number(number) => json!(number),
        Value::Flag(flag) => json!(flag),
        Value::Bytes(_) => Json::Null,
    }
}

/// Neighbours that look the same as one, and nothing empty.
pub(crate) fn joined(children: Vec<Child>) -> Vec<Child> {
    let mut all: Vec<Child> = Vec::with_capacity(children.len());
    for child in children {
        match (all.last_mut(), child) {
            (_, Child::Text(text, _)) if text.is_empty() => {}
            (Some(Child::Text(before, looks)), Child::Text(text, marks)) if *looks == marks => {
                before.push_str(&text);
            }
            (_, child) => all.push(child),
        }
    }
    all
}
