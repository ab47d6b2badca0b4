//! Changes in a piece of XML: all else keeps its bytes.

use std::time::{Duration, Instant};

use ooxml::xml::{Element, escaped, parse};

/// How long a piece may take to be read again.
const READING: Duration = Duration::from_secs(30);

pub(super) fn soon() -> Instant {
    Instant::now() + READING
}

/// A text with stretches that become others.
pub(super) struct Patch<'a> {
    text: &'a str,
    edits: Vec<(usize, usize, String)>,
}

impl<'a> Patch<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self {
            text,
            edits: Vec::new(),
        }
    }

    pub(super) fn put(&mut self, from: usize, to: usize, with: String) {
        self.edits.push((from, to, with));
    }

    /// Puts XML behind what is in an element.
    pub(super) fn append(&mut self, element: &Element<'_>, more: &str) {
        if element.is_closed_at_once() {
            let opening = element.opening().trim_end_matches("/>");
            self.put(
                element.start,
                element.end,
                format!("{opening}>{more}</{}>", element.name()),
            );
        } else {
            let end = element.inner.1;
            self.put(end, end, more.to_owned());
        }
    }

    /// Puts XML before what is in an element.
    pub(super) fn prepend(&mut self, element: &Element<'_>, more: String) {
        if element.is_closed_at_once() {
            self.append(element, &more);
        } else {
            let begin = element.inner.0;
            self.put(begin, begin, more);
        }
    }

    /// Sets attributes of an element, or takes them away.
    pub(super) fn tag(&mut self, element: &Element<'_>, changes: &[(&str, Option<String>)]) {
        if let Some(tag) = retagged(element.opening(), changes) {
            self.put(element.start, element.inner.0, tag);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    pub(super) fn done(mut self) -> String {
        // Of those that overlap the first one counts.
        self.edits.sort_by_key(|(from, _, _)| *from);
        let mut done = String::with_capacity(self.text.len());
        let mut at = 0;
        for (from, to, with) in self.edits {
            if from < at {
                continue;
            }
            done.push_str(self.text.get(at..from).unwrap_or_default());
            done.push_str(&with);
            at = to;
        }
        done.push_str(self.text.get(at..).unwrap_or_default());
        done
    }
}

/// A tag that opens an element, with other attributes.
pub(super) fn retagged(tag: &str, changes: &[(&str, Option<String>)]) -> Option<String> {
    let closed = tag.ends_with("/>");
    let begin = tag.trim_end_matches('>').trim_end_matches('/').trim_end();
    let whole = format!("{begin}/>");
    let element = parse(&whole, soon()).ok()?;
    let mut all: Vec<(String, String)> = element
        .attributes()
        .map(|(name, value)| (name.into_owned(), value.into_owned()))
        .collect();
    for (name, value) in changes {
        let place = all.iter().position(|(other, _)| other == name);
        match (place.and_then(|at| all.get_mut(at)), value) {
            (Some(one), Some(value)) => one.1.clone_from(value),
            (None, Some(value)) => all.push(((*name).to_owned(), value.clone())),
            (_, None) => all.retain(|(other, _)| other != name),
        }
    }
    let attributes: String = all
        .iter()
        .map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)))
        .collect();
    let end = if closed { "/>" } else { ">" };
    Some(format!("<{}{attributes}{end}", element.name()))
}
