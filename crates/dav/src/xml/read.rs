//! Reading: small documents, whole, with namespaces resolved. Document types are refused, so nothing expands.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

use super::{Attribute, Element, Node};
use crate::Refusal;

/// Elements inside each other.
const DEEPEST: usize = 64;

/// The namespace that the prefix `xml` always means.
const XML: &str = "http://www.w3.org/XML/1998/namespace";

/// Prefixes with their namespaces, the innermost last.
type Scope = Vec<(String, String)>;

/// An element that is not closed yet.
struct Open {
    element: Element,
    /// How many prefixes were known outside.
    known: usize,
}

/// Reads a document.
///
/// # Errors
/// 400 for what is no well-formed XML with namespaces.
pub(crate) fn parse(body: &[u8]) -> Result<Element, Refusal> {
    let bad = |_| broken();
    let text = std::str::from_utf8(body).map_err(|_| broken())?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let mut scope: Scope = vec![("xml".to_owned(), XML.to_owned())];
    let mut open: Vec<Open> = Vec::new();
    let mut whole = None;
    loop {
        match reader.read_event().map_err(|_| broken())? {
            Event::Start(start) => {
                if open.len() == DEEPEST || whole.is_some() {
                    return Err(broken());
                }
                let known = scope.len();
                let element = begin(&start, &mut scope)?;
                open.push(Open { element, known });
            }
            Event::Empty(start) => {
                let known = scope.len();
                let element = begin(&start, &mut scope)?;
                scope.truncate(known);
                close(element, &mut open, &mut whole)?;
            }
            Event::End(_) => {
                let Open { element, known } = open.pop().ok_or_else(broken)?;
                scope.truncate(known);
                close(element, &mut open, &mut whole)?;
            }
            Event::Text(text) => push(&mut open, &text.into_inner())?,
            Event::CData(text) => push(&mut open, &text.into_inner())?,
            Event::GeneralRef(name) => match name.resolve_char_ref().map_err(bad)? {
                Some(c) => push(&mut open, c.encode_utf8(&mut [0; 4]))?,
                None => {
                    let known = resolve_xml_entity(&name.into_inner()).ok_or_else(broken)?;
                    push(&mut open, known)?;
                }
            },
            Event::DocType(_) => return Err(broken()),
            Event::Eof if open.is_empty() => return whole.ok_or_else(broken),
            Event::Eof => return Err(broken()),
            Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
        }
    }
}

fn broken() -> Refusal {
    Refusal::bad_request("The body is no well-formed XML")
}

fn begin(start: &BytesStart<'_>, scope: &mut Scope) -> Result<Element, Refusal> {
    let mut given: Vec<(String, String)> = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|_| broken())?;
        let value: Cow<'_, str> = unescape(&attribute.value).map_err(|_| broken())?;
        if !value.chars().all(is_allowed) {
            return Err(broken());
        }
        let key = attribute.key.into_inner();
        if key == "xmlns" {
            scope.push((String::new(), value.into_owned()));
        } else if let Some(prefix) = key.strip_prefix("xmlns:") {
            // A prefix cannot be taken back (Namespaces in XML 1.0 §5).
            if value.is_empty() || !is_name(prefix) {
                return Err(broken());
            }
            scope.push((prefix.to_owned(), value.into_owned()));
        } else {
            given.push((key.to_owned(), value.into_owned()));
        }
    }
    let (namespace, name) = resolve(start.name().into_inner(), scope, true)?;
    let attributes = given.into_iter().map(|(key, value)| {
        let (namespace, name) = resolve(&key, scope, false)?;
        Ok(Attribute {
            namespace,
            name,
            value,
        })
    });
    Ok(Element {
        namespace,
        name,
        attributes: attributes.collect::<Result<_, Refusal>>()?,
        children: Vec::new(),
    })
}

/// Namespace and bare name. Only elements without prefix are in the default namespace.
fn resolve(key: &str, scope: &Scope, is_element: bool) -> Result<(String, String), Refusal> {
    let (prefix, name) = key.split_once(':').unwrap_or(("", key));
    if !is_name(name) {
        return Err(broken());
    }
    let known = scope.iter().rev().find(|(known, _)| known == prefix);
    match known {
        Some((_, namespace)) if is_element || !prefix.is_empty() => {
            Ok((namespace.clone(), name.to_owned()))
        }
        None if !prefix.is_empty() => Err(broken()),
        _ => Ok((String::new(), name.to_owned())),
    }
}

fn close(element: Element, open: &mut [Open], whole: &mut Option<Element>) -> Result<(), Refusal> {
    match open.last_mut() {
        Some(around) => around.element.children.push(Node::Element(element)),
        None if whole.is_none() => *whole = Some(element),
        None => return Err(broken()),
    }
    Ok(())
}

fn push(open: &mut [Open], more: &str) -> Result<(), Refusal> {
    if !more.chars().all(is_allowed) {
        return Err(broken());
    }
    let Some(around) = open.last_mut() else {
        return if more.trim().is_empty() {
            Ok(())
        } else {
            Err(broken())
        };
    };
    match around.element.children.last_mut() {
        Some(Node::Text(text)) => text.push_str(more),
        _ => around.element.children.push(Node::Text(more.to_owned())),
    }
    Ok(())
}

/// The characters of XML 1.0.
fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r') || (c >= ' ' && !matches!(c, '\u{fffe}' | '\u{ffff}'))
}

/// A name without prefix that can be written back.
fn is_name(name: &str) -> bool {
    let begins = |c: char| c.is_alphabetic() || c == '_';
    name.starts_with(begins)
        && name.chars().all(|c| {
            c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '\u{b7}') || !c.is_ascii()
        })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn elements_keep_their_namespaces_and_stand_alone_when_written() {
        let xml = r#"<D:a xmlns:D="DAV:" xmlns="urn:x"><b D:k="1&amp;" xml:lang="en">t&lt;&#233;<c xmlns=""/></b></D:a>"#;
        let read = parse(xml.as_bytes()).unwrap();
        assert!(read.is("a"));
        let inner = read.elements().next().unwrap();
        let written = inner.written();
        assert_eq!(
            written,
            "<b xmlns=\"urn:x\" xmlns:n0=\"DAV:\" n0:k=\"1&amp;\" xml:lang=\"en\">t&lt;é<c xmlns=\"\"></c></b>"
        );
        assert_eq!(parse(written.as_bytes()).unwrap(), *inner);
    }

    #[test]
    fn what_is_no_document_is_refused() {
        let deep = format!("{}{}", "<a>".repeat(100), "</a>".repeat(100));
        for bad in [
            "",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<p:a/>",
            "<p:a xmlns:p=\"\"/>",
            "<a b=\"1\" b=\"2\"/>",
            "<a>&x;</a>",
            "<a>&#1;</a>",
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "x<a/>",
            "<a<b/>",
            &deep,
        ] {
            assert!(parse(bad.as_bytes()).is_err(), "{bad}");
        }
    }
}
