//! Drawings (SVG) as logos. One that could run, load or look like anything but itself is refused, wherever it may be
//! opened later.

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// Largest drawing in bytes.
pub const MAX_BYTES: usize = 512 * 1024;
/// Deepest nesting.
const MAX_DEPTH: usize = 64;

/// Elements that run, load or change others.
const ACTIVE: [&str; 14] = [
    "script",
    "foreignobject",
    "iframe",
    "object",
    "embed",
    "audio",
    "video",
    "link",
    "meta",
    "handler",
    "listener",
    "set",
    "animate",
    "discard",
];

/// Why a drawing is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// No drawing, broken, or too large.
    Broken,
    /// It could run or load something.
    Active,
}

/// Whether bytes mean to be a drawing.
#[must_use]
pub fn looks_like(bytes: &[u8]) -> bool {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    text.trim_ascii_start().first() == Some(&b'<')
}

/// Passes a drawing that stands still and needs nothing.
///
/// # Errors
/// It is none, or it does not.
pub fn check(bytes: &[u8]) -> Result<(), Refusal> {
    if bytes.len() > MAX_BYTES {
        return Err(Refusal::Broken);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::Broken)?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    let (mut depth, mut has_root, mut in_style) = (0_usize, false, false);
    loop {
        let event = reader.read_event().map_err(|_| Refusal::Broken)?;
        match event {
            Event::Start(start) => {
                root(&start, &mut has_root)?;
                element(&start)?;
                in_style = named(&start) == "style";
                depth += 1;
                if depth > MAX_DEPTH {
                    return Err(Refusal::Broken);
                }
            }
            Event::Empty(start) => {
                root(&start, &mut has_root)?;
                element(&start)?;
            }
            Event::End(_) => {
                in_style = false;
                depth = depth.saturating_sub(1);
            }
            Event::Text(text) if in_style => style(&text)?,
            Event::CData(text) if in_style => style(&text)?,
            Event::Decl(_) | Event::Comment(_) | Event::Text(_) | Event::CData(_) => {}
            // An escape inside of a style sheet could spell what is looked for.
            Event::GeneralRef(_) if in_style => return Err(Refusal::Active),
            Event::GeneralRef(_) => {}
            // Entities of its own, and style sheets from elsewhere.
            Event::DocType(_) | Event::PI(_) => return Err(Refusal::Active),
            Event::Eof if has_root && depth == 0 => return Ok(()),
            Event::Eof => return Err(Refusal::Broken),
        }
    }
}

fn named(start: &BytesStart<'_>) -> String {
    start.local_name().as_ref().to_ascii_lowercase()
}

/// The first element is the drawing.
fn root(start: &BytesStart<'_>, has_root: &mut bool) -> Result<(), Refusal> {
    if !*has_root && named(start) != "svg" {
        return Err(Refusal::Broken);
    }
    *has_root = true;
    Ok(())
}

fn element(start: &BytesStart<'_>) -> Result<(), Refusal> {
    let name = named(start);
    if ACTIVE.iter().any(|active| name.starts_with(active)) {
        return Err(Refusal::Active);
    }
    for attribute in start.attributes() {
        allowed(&attribute.map_err(|_| Refusal::Broken)?)?;
    }
    Ok(())
}

fn allowed(attribute: &Attribute<'_>) -> Result<(), Refusal> {
    let name = attribute.key.local_name().as_ref().to_ascii_lowercase();
    let value = attribute.normalized_value(XmlVersion::Implicit1_0);
    let value = value.map_err(|_| Refusal::Active)?;
    if name.starts_with("on") {
        return Err(Refusal::Active);
    }
    if name == "href" || name == "src" || name == "base" {
        let value = value.trim();
        let inside = value.starts_with('#') || is_picture(value);
        return inside.then_some(()).ok_or(Refusal::Active);
    }
    style(&value)
}

/// A picture that the drawing brings along.
fn is_picture(value: &str) -> bool {
    let kinds = ["data:image/png;", "data:image/jpeg;"];
    let value = value.to_ascii_lowercase();
    kinds.iter().any(|kind| value.starts_with(kind))
}

/// Passes declarations that refer to parts of the drawing only.
fn style(text: &str) -> Result<(), Refusal> {
    let text = text.to_ascii_lowercase();
    // A backslash spells any sign in a style sheet.
    let words = [
        "\\",
        "@import",
        "javascript:",
        "expression(",
        "image-set(",
        "-moz-binding",
    ];
    if words.iter().any(|word| text.contains(word)) {
        return Err(Refusal::Active);
    }
    let mut targets = text.split("url(").skip(1);
    let inside = |target: &str| {
        let target = target.trim_start().trim_start_matches(['"', '\'']);
        target.trim_start().starts_with('#')
    };
    targets.all(inside).then_some(()).ok_or(Refusal::Active)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(inner: &str) -> Result<(), Refusal> {
        let xlink = "xmlns:xlink=\"http://www.w3.org/1999/xlink\"";
        check(format!("<svg xmlns=\"http://www.w3.org/2000/svg\" {xlink}>{inner}</svg>").as_bytes())
    }

    #[test]
    fn drawings_that_stand_still_pass() {
        for still in [
            "<rect width=\"3\" height=\"3\" fill=\"url(#g)\" style=\"fill:url('#g')\"/>",
            "<style>.a{fill:#123} .b{clip-path:url(#c)}</style><g class=\"a\"/>",
            "<use xlink:href=\"#a\"/><a href=\"#b\"><text>R&amp;D</text></a>",
            "<image href=\"data:image/png;base64,AAAA\"/>",
            "<!-- <script> in a comment --><title>x</title>",
        ] {
            assert_eq!(judged(still), Ok(()), "{still}");
        }
        let head = "\u{feff}<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<svg xmlns=\"http://www.w3.org/2000/svg\"/>";
        assert_eq!(check(head.as_bytes()), Ok(()));
        assert!(looks_like(head.as_bytes()) && looks_like(b" \n<svg/>") && !looks_like(b"\x89PNG"));
    }

    #[test]
    fn drawings_that_run_or_load_are_refused() {
        for active in [
            "<script>alert(1)</script>",
            "<SCRIPT href=\"#a\"/>",
            "<svg:script xmlns:svg=\"http://www.w3.org/2000/svg\"/>",
            "<g onload=\"alert(1)\"/>",
            "<g OnClick='a()'/>",
            "<foreignObject><body/></foreignObject>",
            "<a xlink:href=\"javascript:alert(1)\"><text>x</text></a>",
            "<a href=\"java&#115;cript:alert(1)\"/>",
            "<use href=\"https://evil.example/a.svg#b\"/>",
            "<image href=\"data:image/svg+xml;base64,AAAA\"/>",
            "<style>@import 'https://evil.example/a.css';</style>",
            "<style>.a{fill:url(https://evil.example/a)}</style>",
            "<style><![CDATA[.a{fill:\\75rl(//evil.example)}]]></style>",
            "<style>.a{fill:&#117;rl(//evil.example)}</style>",
            "<g style=\"background:url( 'https://evil.example' )\"/>",
            "<a href=\"#a\"><animate attributeName=\"href\" to=\"javascript:alert(1)\"/></a>",
            "<set attributeName=\"onload\" to=\"alert(1)\"/>",
            "<?xml-stylesheet href=\"https://evil.example/a.css\"?>",
        ] {
            assert_eq!(judged(active), Err(Refusal::Active), "{active}");
        }
        let bomb = b"<!DOCTYPE svg [<!ENTITY a \"aaaa\">]><svg>&a;</svg>";
        assert_eq!(check(bomb), Err(Refusal::Active));
    }

    #[test]
    fn what_is_no_drawing_is_refused() {
        for broken in ["", "<html/>", "<svg>", "<svg></g></svg>", "<svg", "text"] {
            assert_eq!(check(broken.as_bytes()), Err(Refusal::Broken), "{broken}");
        }
        assert_eq!(check(b"<svg>\xff</svg>"), Err(Refusal::Broken));
        let deep = format!("<svg>{}{}</svg>", "<g>".repeat(100), "</g>".repeat(100));
        assert_eq!(check(deep.as_bytes()), Err(Refusal::Broken));
        let long = format!("<svg>{}</svg>", " ".repeat(MAX_BYTES));
        assert_eq!(check(long.as_bytes()), Err(Refusal::Broken));
    }
}
