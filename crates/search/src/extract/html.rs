//! Web pages: what stands between the tags. Nothing is fetched and nothing is run, so no tree is built.

use std::path::Path;

use super::plain::{decoded, start_of};
use super::{Refusal, Text};

/// Bytes of a page per byte of text: markup takes most of it.
const MARKUP: usize = 8;

/// Elements whose content is nobody's text.
const SILENT: [&str; 4] = ["script", "style", "template", "svg"];
/// Elements that stand inside of words.
const INLINE: [&str; 14] = [
    "a", "abbr", "b", "code", "em", "font", "i", "mark", "s", "small", "span", "strong", "sub", "u",
];

pub(super) fn read(path: &Path, text: &mut Text) -> Result<(), Refusal> {
    let page = decoded(&start_of(path, text.most.saturating_mul(MARKUP))?);
    let mut rest = page.as_str();
    while let Some((before, markup)) = rest.split_once('<') {
        push(text, before);
        rest = behind(markup, text);
        if text.is_full() {
            return Ok(());
        }
    }
    push(text, rest);
    Ok(())
}

fn push(text: &mut Text, escaped: &str) {
    text.push(&html_escape::decode_html_entities(escaped));
}

/// What follows a tag or comment whose beginning was just read.
fn behind<'a>(markup: &'a str, text: &mut Text) -> &'a str {
    if let Some(comment) = markup.strip_prefix("!--") {
        return comment.split_once("-->").map_or("", |(_, rest)| rest);
    }
    let name = markup.trim_start_matches('/');
    let end = name.find(|c: char| !c.is_ascii_alphanumeric());
    let name = name.get(..end.unwrap_or(name.len())).unwrap_or_default();
    if name.is_empty() && !markup.starts_with(['!', '?', '/']) {
        // A smaller-than sign.
        text.space();
        return markup;
    }
    let name = name.to_ascii_lowercase();
    if !INLINE.contains(&name.as_str()) {
        text.space();
    }
    let rest = after_tag(markup);
    if SILENT.contains(&name.as_str()) && !markup.starts_with('/') {
        return after_end_of(rest, &name);
    }
    rest
}

/// What follows the end of a tag; a `>` in quotes does not end it.
fn after_tag(markup: &str) -> &str {
    let mut quote = None;
    for (index, c) in markup.char_indices() {
        match (quote, c) {
            (None, '>') => return markup.get(index + 1..).unwrap_or_default(),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), c) if c == open => quote = None,
            _ => {}
        }
    }
    ""
}

/// What follows the end tag of an element.
fn after_end_of<'a>(content: &'a str, name: &str) -> &'a str {
    let mut rest = content;
    while let Some((_, behind)) = rest.split_once("</") {
        let found = behind.get(..name.len());
        if found.is_some_and(|found| found.eq_ignore_ascii_case(name)) {
            return after_tag(behind);
        }
        rest = behind;
    }
    ""
}
