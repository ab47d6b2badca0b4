//! Writing: answers are put together as text; what clients sent is written so that it stands alone.

use std::fmt::Write as _;

use http::StatusCode;
use quick_xml::escape::escape;

use super::{Element, Node};

/// How every document begins.
pub(crate) const HEAD: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";

impl Element {
    /// The element as XML that needs no declarations around it.
    pub(crate) fn written(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, "");
        out
    }

    fn write(&self, out: &mut String, around: &str) {
        let _ = write!(out, "<{}", self.name);
        if self.namespace != around {
            let _ = write!(out, " xmlns=\"{}\"", escape(&self.namespace));
        }
        for (number, attribute) in self.attributes.iter().enumerate() {
            let (name, value) = (&attribute.name, escape(&attribute.value));
            let namespace = attribute.namespace.as_str();
            let _ = match namespace {
                "" => write!(out, " {name}=\"{value}\""),
                "http://www.w3.org/XML/1998/namespace" => write!(out, " xml:{name}=\"{value}\""),
                other => {
                    let other = escape(other);
                    write!(
                        out,
                        " xmlns:n{number}=\"{other}\" n{number}:{name}=\"{value}\""
                    )
                }
            };
        }
        out.push('>');
        for child in &self.children {
            match child {
                Node::Element(element) => element.write(out, &self.namespace),
                Node::Text(text) => out.push_str(&escape(text.as_str())),
            }
        }
        let _ = write!(out, "</{}>", self.name);
    }
}

/// An empty element of a name, as it stands in an answer. `DAV:` has the prefix D there.
pub(crate) fn empty(namespace: &str, name: &str) -> String {
    match namespace {
        super::DAV => format!("<D:{name}/>"),
        "" => format!("<{name}/>"),
        other => format!("<{name} xmlns=\"{}\"/>", escape(other)),
    }
}

/// The answer about one resource: properties by status, those without any left out.
pub(crate) fn response(href: &str, groups: &[(StatusCode, String)]) -> String {
    let mut out = format!("<D:response><D:href>{}</D:href>", escape(href));
    let mut written = false;
    for (status, properties) in groups {
        if !properties.is_empty() {
            written = true;
            group(&mut out, *status, properties);
        }
    }
    if !written {
        group(&mut out, StatusCode::OK, "");
    }
    out.push_str("</D:response>\n");
    out
}

fn group(out: &mut String, status: StatusCode, properties: &str) {
    let _ = write!(
        out,
        "<D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 {status}</D:status></D:propstat>"
    );
}
