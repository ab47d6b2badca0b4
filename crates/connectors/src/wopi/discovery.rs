//! What an office says of itself ([MS-WOPI] 3.1.5.1.1): which formats it opens where, and the keys of its proofs.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};

use super::proof::Key;

/// What an office offers.
#[derive(Debug, Clone, Default)]
pub(crate) struct Discovery {
    /// Addresses by format (without dot, small letters) and action.
    actions: HashMap<(String, String), String>,
    /// The keys of its proofs, the present one first; none: it proves nothing.
    pub(crate) keys: Vec<Key>,
}

impl Discovery {
    /// Reads the document; nothing when it is no discovery.
    pub(crate) fn read(xml: &[u8]) -> Option<Self> {
        let text = std::str::from_utf8(xml).ok()?;
        let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
        let mut found = Self::default();
        let mut is_one = false;
        loop {
            match reader.read_event().ok()? {
                Event::Start(element) | Event::Empty(element) => {
                    match element.local_name().into_inner() {
                        "wopi-discovery" => is_one = true,
                        "action" => found.add_action(&attributes(&element)?),
                        "proof-key" => found.add_keys(&attributes(&element)?),
                        _ => {}
                    }
                }
                Event::DocType(_) => return None,
                Event::Eof => return is_one.then_some(found),
                _ => {}
            }
        }
    }

    fn add_action(&mut self, attributes: &HashMap<String, String>) {
        let text = |name: &str| attributes.get(name).map(|text| text.to_ascii_lowercase());
        if let (Some(format), Some(name), Some(address)) =
            (text("ext"), text("name"), attributes.get("urlsrc"))
        {
            let place = self.actions.entry((format, name));
            place.or_insert_with(|| address.clone());
        }
    }

    fn add_keys(&mut self, attributes: &HashMap<String, String>) {
        let text = |name: &str| attributes.get(name).map(String::as_str);
        for (modulus, exponent) in [("modulus", "exponent"), ("oldmodulus", "oldexponent")] {
            let key = Key::read(
                text(modulus).unwrap_or_default(),
                text(exponent).unwrap_or_default(),
            );
            self.keys.extend(key);
        }
    }

    /// Where the office opens a format (without dot), to change it or only to look at it; nothing when it cannot. Who
    /// wants to change what can only be looked at gets to look at it.
    pub(crate) fn address(&self, format: &str, edits: bool, language: &str) -> Option<String> {
        let action = |name: &str| self.actions.get(&(format.to_owned(), name.to_owned()));
        let found = match edits {
            true => action("edit").or_else(|| action("view")),
            false => action("view").or_else(|| action("edit")),
        };
        found.map(|address| filled_in(address, language))
    }
}

/// Fills in what can be told (`<ui=UI_LLCC&>`) and leaves out every other question.
fn filled_in(address: &str, language: &str) -> String {
    let mut filled = String::new();
    let mut rest = address;
    while let Some((before, after)) = rest.split_once('<') {
        filled.push_str(before);
        let Some((question, after)) = after.split_once('>') else {
            rest = "";
            break;
        };
        if let Some((name @ ("ui" | "rs"), _)) = question.split_once('=') {
            filled.push_str(&format!("{name}={language}&"));
        }
        rest = after;
    }
    filled.push_str(rest);
    match filled.as_bytes().last() {
        Some(b'?' | b'&') => {}
        _ if filled.contains('?') => filled.push('&'),
        _ => filled.push('?'),
    }
    filled
}

fn attributes(element: &BytesStart<'_>) -> Option<HashMap<String, String>> {
    let mut found = HashMap::new();
    for attribute in element.attributes() {
        let attribute = attribute.ok()?;
        let value = unescape(&attribute.value).ok()?.into_owned();
        found.insert(attribute.key.into_inner().to_owned(), value);
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    const DOCUMENT: &str = r#"<?xml version="1.0" encoding="utf-8"?>
        <wopi-discovery><net-zone name="external-http"><app name="Word">
        <action name="view" ext="docx" urlsrc="https://o.example/v?&lt;ui=UI_LLCC&amp;&gt;&lt;dchat=DISABLE_CHAT&amp;&gt;"/>
        <action name="edit" ext="docx" urlsrc="https://o.example/e"/>
        <action name="view" ext="ODT" urlsrc="https://o.example/v?x=1"/>
        </app></net-zone></wopi-discovery>"#;

    #[test]
    fn formats_open_where_the_office_says() {
        let found = Discovery::read(DOCUMENT.as_bytes()).unwrap();
        let at = |format, edits| found.address(format, edits, "de-DE");
        assert_eq!(at("docx", false).unwrap(), "https://o.example/v?ui=de-DE&");
        assert_eq!(at("docx", true).unwrap(), "https://o.example/e?");
        assert_eq!(at("odt", true).unwrap(), "https://o.example/v?x=1&");
        assert_eq!(at("zip", false), None);
        assert!(found.keys.is_empty());
    }

    #[test]
    fn other_documents_say_nothing() {
        for other in [
            "",
            "<html/>",
            "<wopi-discovery>",
            "<!DOCTYPE x><wopi-discovery/>",
            "{}",
        ] {
            let found = Discovery::read(other.as_bytes());
            let nothing = found.is_none_or(|found| found.actions.is_empty());
            assert!(nothing, "{other}");
        }
    }
}
