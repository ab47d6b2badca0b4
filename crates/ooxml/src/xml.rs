//! The XML of a part as a tree of elements that know where they stand in its text.

use std::borrow::Cow;
use std::time::Instant;

use quick_xml::Reader;
use quick_xml::escape::{resolve_xml_entity, unescape};
use quick_xml::events::{BytesStart, Event};

/// Elements inside of elements.
const DEPTH: usize = 200;
/// Elements of a part.
const ELEMENTS: usize = 1_500_000;
/// Events between two looks at the clock.
const LOOK: usize = 4096;

/// Why a part is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Malformed {
    /// No XML, or with things no office file has (a document type, entities).
    Broken,
    /// Too many elements, too deep, or too slow.
    TooLarge,
}

/// An element. Names have the prefixes of the part.
#[derive(Debug)]
pub struct Element<'a> {
    part: &'a str,
    /// Where it begins in the part.
    pub start: usize,
    /// Where it ends.
    pub end: usize,
    /// What stands between its tags; the same number twice when there are none.
    pub inner: (usize, usize),
    name_len: usize,
    /// The elements in it.
    pub children: Vec<Element<'a>>,
}

impl<'a> Element<'a> {
    /// The element with its tags.
    pub fn xml(&self) -> &'a str {
        self.part.get(self.start..self.end).unwrap_or_default()
    }

    /// What is between its tags.
    pub fn inside(&self) -> &'a str {
        self.part
            .get(self.inner.0..self.inner.1)
            .unwrap_or_default()
    }

    /// The tag that opens it; of an empty element the whole.
    pub fn opening(&self) -> &'a str {
        self.part.get(self.start..self.inner.0).unwrap_or_default()
    }

    /// Whether it is written `<a/>`.
    pub fn is_closed_at_once(&self) -> bool {
        self.inner.1 == self.end
    }

    /// Its name with the prefix.
    pub fn name(&self) -> &'a str {
        let from = self.start + 1;
        self.part
            .get(from..from + self.name_len)
            .unwrap_or_default()
    }

    /// Its name without the prefix.
    pub fn local(&self) -> &'a str {
        let name = self.name();
        name.split_once(':').map_or(name, |(_, local)| local)
    }

    /// The value of an attribute, by its name without prefix.
    pub fn attribute(&self, local: &str) -> Option<Cow<'a, str>> {
        self.attributes()
            .find(|(name, _)| name.rsplit(':').next() == Some(local))
            .map(|(_, value)| value)
    }

    /// Names with prefixes, and values.
    pub fn attributes(&self) -> impl Iterator<Item = (Cow<'a, str>, Cow<'a, str>)> + use<'a> {
        let tag = self.opening();
        let tag = tag.strip_prefix('<').unwrap_or_default();
        let tag = tag.strip_suffix('>').unwrap_or(tag);
        let tag = tag.strip_suffix('/').unwrap_or(tag);
        let start = BytesStart::from_content(tag.to_owned(), self.name_len.min(tag.len()));
        let all: Vec<_> = start
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .map(|one| {
                let name: Cow<'a, str> = Cow::Owned(one.key.as_ref().to_owned());
                let value = unescape(&one.value).unwrap_or_default().into_owned();
                (name, Cow::Owned(value))
            })
            .collect();
        all.into_iter()
    }

    /// The `val` that most properties have.
    pub fn val(&self) -> Option<Cow<'a, str>> {
        self.attribute("val")
    }

    /// The first child of this name.
    pub fn child(&self, local: &str) -> Option<&Element<'a>> {
        self.children.iter().find(|child| child.local() == local)
    }

    /// The first descendant of this name, itself included.
    pub fn find(&self, local: &str) -> Option<&Element<'a>> {
        if self.local() == local {
            return Some(self);
        }
        self.children.iter().find_map(|child| child.find(local))
    }

    /// Calls something with itself and every descendant, in the order of the text.
    pub fn walk(&self, see: &mut impl FnMut(&Element<'a>)) {
        see(self);
        for child in &self.children {
            child.walk(see);
        }
    }

    /// The characters directly inside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        let mut reader = Reader::from_str(self.inside());
        reader.config_mut().check_end_names = false;
        loop {
            match reader.read_event() {
                Ok(Event::Text(more)) => text.push_str(&more.into_inner()),
                Ok(Event::CData(more)) => text.push_str(&more.into_inner()),
                Ok(Event::GeneralRef(name)) => {
                    if let Ok(Some(one)) = name.resolve_char_ref() {
                        text.push(one);
                    } else if let Some(known) = resolve_xml_entity(&name.into_inner()) {
                        text.push_str(known);
                    }
                }
                Ok(Event::Eof) | Err(_) => return text,
                Ok(_) => {}
            }
        }
    }
}

/// Reads a part.
///
/// # Errors
/// [`Malformed`].
pub fn parse(part: &str, until: Instant) -> Result<Element<'_>, Malformed> {
    let mut reader = Reader::from_str(part);
    let mut open: Vec<Element<'_>> = Vec::new();
    let mut root = None;
    let mut elements = 0;
    let mut events: usize = 0;
    loop {
        events += 1;
        if events.is_multiple_of(LOOK) && Instant::now() > until {
            return Err(Malformed::TooLarge);
        }
        let start = place(&reader)?;
        let event = reader.read_event().map_err(|_| Malformed::Broken)?;
        let end = place(&reader)?;
        let (opens, name_len) = match &event {
            Event::Start(tag) => (true, tag.name().as_ref().len()),
            Event::Empty(tag) => (false, tag.name().as_ref().len()),
            Event::End(_) => {
                let mut done = open.pop().ok_or(Malformed::Broken)?;
                done.inner.1 = start;
                done.end = end;
                place_in(&mut open, &mut root, done)?;
                continue;
            }
            Event::DocType(_) => return Err(Malformed::Broken),
            Event::GeneralRef(name) => {
                let known = name.is_char_ref() || resolve_xml_entity(name).is_some();
                if !known {
                    return Err(Malformed::Broken);
                }
                continue;
            }
            Event::Eof => break,
            _ => continue,
        };
        elements += 1;
        if elements > ELEMENTS || open.len() >= DEPTH {
            return Err(Malformed::TooLarge);
        }
        if !part.get(start..).is_some_and(|rest| rest.starts_with('<')) {
            return Err(Malformed::Broken);
        }
        let element = Element {
            part,
            start,
            end,
            inner: (end, end),
            name_len,
            children: Vec::new(),
        };
        match opens {
            true => open.push(element),
            false => place_in(&mut open, &mut root, element)?,
        }
    }
    match (root, open.is_empty()) {
        (Some(root), true) => Ok(root),
        _ => Err(Malformed::Broken),
    }
}

fn place(reader: &Reader<&[u8]>) -> Result<usize, Malformed> {
    usize::try_from(reader.buffer_position()).map_err(|_| Malformed::TooLarge)
}

fn place_in<'a>(
    open: &mut [Element<'a>],
    root: &mut Option<Element<'a>>,
    done: Element<'a>,
) -> Result<(), Malformed> {
    match open.last_mut() {
        Some(parent) => parent.children.push(done),
        None if root.is_none() => *root = Some(done),
        None => return Err(Malformed::Broken),
    }
    Ok(())
}

/// The elements of a piece of XML, which need not have one root. Nothing when it is none.
pub fn with_elements<T>(piece: &str, see: impl FnOnce(&[Element<'_>]) -> T) -> T {
    let whole = format!("<x>{piece}</x>");
    let until = Instant::now() + std::time::Duration::from_secs(5);
    match parse(&whole, until) {
        Ok(root) => see(&root.children),
        Err(_) => see(&[]),
    }
}

/// Text as it stands in XML; characters that XML cannot hold are left out.
pub fn escaped(text: &str) -> String {
    let fits = |one: &char| !matches!(one, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
    let clean: String = text.chars().filter(fits).collect();
    quick_xml::escape::escape(clean).into_owned()
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use std::time::Duration;

    use super::*;

    fn soon() -> Instant {
        Instant::now() + Duration::from_secs(5)
    }

    #[test]
    fn elements_know_where_they_stand() {
        let part = "<?xml version=\"1.0\"?><w:a x='1'> t&amp;x <w:b w:val=\"q&quot;\"/><!-- c --><w:c>d</w:c></w:a>\n";
        let root = parse(part, soon()).unwrap();
        assert_eq!((root.name(), root.local()), ("w:a", "a"));
        assert_eq!(root.text(), " t&x d");
        let (b, c) = (&root.children[0], &root.children[1]);
        assert_eq!(b.xml(), "<w:b w:val=\"q&quot;\"/>");
        assert_eq!(b.val().as_deref(), Some("q\""));
        assert!(b.is_closed_at_once() && !c.is_closed_at_once());
        assert_eq!(
            (c.xml(), c.inside(), c.opening()),
            ("<w:c>d</w:c>", "d", "<w:c>")
        );
    }

    #[test]
    fn what_no_office_file_has_is_refused() {
        for broken in [
            "",
            "text",
            "<a>",
            "<a></b>",
            "<a/><b/>",
            "<a>&nothing;</a>",
            "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
            "<a",
        ] {
            assert_eq!(
                parse(broken, soon()).err(),
                Some(Malformed::Broken),
                "{broken}"
            );
        }
        let deep = "<a>".repeat(300) + &"</a>".repeat(300);
        assert_eq!(parse(&deep, soon()).err(), Some(Malformed::TooLarge));
    }
}
