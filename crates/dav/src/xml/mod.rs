//! XML of requests and answers.

mod read;
pub(crate) mod write;

pub(crate) use read::parse;

/// The namespace of everything that RFC 4918 names.
pub(crate) const DAV: &str = "DAV:";

/// An element with everything in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// Address of the namespace; empty for none.
    pub(crate) namespace: String,
    /// Name without prefix.
    pub(crate) name: String,
    attributes: Vec<Attribute>,
    children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Attribute {
    namespace: String,
    name: String,
    value: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Node {
    Element(Element),
    Text(String),
}

impl Element {
    /// Whether it is one of RFC 4918's.
    pub(crate) fn is(&self, name: &str) -> bool {
        self.namespace == DAV && self.name == name
    }

    /// The elements directly in it.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Text(_) => None,
        })
    }

    /// The first of RFC 4918's elements of that name directly in it.
    pub(crate) fn first(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.is(name))
    }
}
