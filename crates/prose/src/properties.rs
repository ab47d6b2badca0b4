//! Properties of runs and paragraphs: those the tree models become marks and attributes, all others are kept as XML.
//!
//! What is kept may say something of a modelled property as well (a theme colour, a double underline): it stays as long as
//! the tree says the same, and gives way when the tree says something else.

use crate::originals::Numbered;
use crate::tree::{Align, List, Looks, Marks, Vertical};
use crate::xml::{Element, escaped, with_elements};

/// The order the schema wants in `rPr`.
const RUN: [&str; 39] = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
];
/// The order the schema wants in `pPr`.
const PARAGRAPH: [&str; 36] = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
];

/// A property: its name without prefix, and its XML.
type Property = (String, String);

fn property(one: &Element<'_>) -> Property {
    (one.local().to_owned(), one.xml().to_owned())
}

fn properties(elements: &[Element<'_>]) -> Vec<Property> {
    elements.iter().map(property).collect()
}

/// In the order of the schema; what it does not name stays behind what was before it.
fn in_order(mut all: Vec<Property>, order: &[&str]) -> String {
    let place = |name: &str| order.iter().position(|other| *other == name);
    all.sort_by_key(|(name, _)| place(name).unwrap_or(order.len()));
    all.into_iter().map(|(_, xml)| xml).collect()
}

/// Whether a property that is there is on.
fn is_on(element: &Element<'_>) -> bool {
    !matches!(
        element.val().as_deref(),
        Some("0" | "false" | "off" | "none")
    )
}

/// Six digits with a `#`.
pub(crate) fn hex(value: &str) -> Option<String> {
    let digits = value.len() == 6 && value.bytes().all(|byte| byte.is_ascii_hexdigit());
    digits.then(|| format!("#{}", value.to_ascii_lowercase()))
}

/// How the properties of a run look.
pub(crate) fn marks(elements: &[Element<'_>]) -> Marks {
    let mut marks = Marks::default();
    for one in elements {
        let val = one.val();
        let val = val.as_deref();
        match one.local() {
            "b" => marks.bold = Some(is_on(one)),
            "i" => marks.italic = Some(is_on(one)),
            "strike" => marks.strike = Some(is_on(one)),
            "u" => marks.underline = val.map(|_| is_on(one)),
            "color" => marks.color = val.and_then(hex),
            "highlight" => marks.highlight = val.filter(|v| *v != "none").map(str::to_owned),
            "sz" => marks.size = val.and_then(half_points),
            "rFonts" => {
                let font = one.attribute("ascii").filter(|font| !font.is_empty());
                marks.font = font.map(|font| font.into_owned());
            }
            "vertAlign" => marks.vertical = val.and_then(vertical),
            _ => {}
        }
    }
    marks
}

fn half_points(value: &str) -> Option<u32> {
    value.parse().ok().filter(|size| (2..=3276).contains(size))
}

fn vertical(value: &str) -> Option<Vertical> {
    match value {
        "superscript" => Some(Vertical::Super),
        "subscript" => Some(Vertical::Sub),
        _ => None,
    }
}

/// Whether the marks say everything a property says.
fn is_plain(one: &Element<'_>) -> bool {
    let names: Vec<String> = one.attributes().map(|(name, _)| local(&name)).collect();
    let only_val = names.iter().all(|name| name == "val");
    let val = one.val();
    let val = val.as_deref();
    match one.local() {
        "b" | "i" | "strike" => only_val,
        "u" => only_val && matches!(val, Some("single" | "none")),
        "color" => only_val && val.is_some_and(|val| hex(val).is_some()),
        "highlight" => only_val && val.is_some_and(|val| val != "none"),
        "sz" => only_val && val.and_then(half_points).is_some(),
        "vertAlign" => only_val && val.and_then(vertical).is_some(),
        "rFonts" => {
            let font = |name| one.attribute(name);
            names.len() == 2 && font("ascii").is_some() && font("ascii") == font("hAnsi")
        }
        _ => false,
    }
}

fn local(name: &str) -> String {
    name.rsplit(':').next().unwrap_or(name).to_owned()
}

/// The properties of a run that marks do not say, as XML in the order of the schema.
pub(crate) fn rest_of_run(elements: &[Element<'_>]) -> String {
    let rest = elements.iter().filter(|one| !is_plain(one));
    in_order(rest.map(property).collect(), &RUN)
}

/// The inside of `rPr` for text that looks like this, with what is kept.
pub(crate) fn run(w: &str, rest: &str, wanted: &Marks) -> String {
    let (mut all, had) = with_elements(rest, |elements| (properties(elements), marks(elements)));
    let toggles = [
        ("b", had.bold, wanted.bold),
        ("i", had.italic, wanted.italic),
        ("strike", had.strike, wanted.strike),
    ];
    for (name, had, wanted) in toggles {
        if had != wanted {
            let xml = wanted.map(|on| match on {
                true => format!("<{w}:{name}/>"),
                false => format!("<{w}:{name} {w}:val=\"0\"/>"),
            });
            set(&mut all, name, xml);
        }
    }
    let one = |name: &str, val: &str| format!("<{w}:{name} {w}:val=\"{}\"/>", escaped(val));
    if had.underline != wanted.underline {
        let val = wanted
            .underline
            .map(|on| if on { "single" } else { "none" });
        set(&mut all, "u", val.map(|val| one("u", val)));
    }
    if had.color != wanted.color {
        let val = wanted
            .color
            .as_deref()
            .map(|color| color.trim_start_matches('#').to_ascii_uppercase());
        set(&mut all, "color", val.map(|val| one("color", &val)));
    }
    if had.highlight != wanted.highlight {
        let val = wanted.highlight.as_deref();
        set(&mut all, "highlight", val.map(|val| one("highlight", val)));
    }
    if had.size != wanted.size {
        let val = wanted.size.map(|size| size.to_string());
        set(&mut all, "sz", val.map(|val| one("sz", &val)));
    }
    if had.vertical != wanted.vertical {
        let val = wanted.vertical.map(|vertical| match vertical {
            Vertical::Super => "superscript",
            Vertical::Sub => "subscript",
        });
        set(&mut all, "vertAlign", val.map(|val| one("vertAlign", val)));
    }
    if had.font != wanted.font {
        let xml = font(w, &all, wanted.font.as_deref());
        set(&mut all, "rFonts", xml);
    }
    in_order(all, &RUN)
}

fn set(all: &mut Vec<Property>, name: &str, xml: Option<String>) {
    all.retain(|(other, _)| other != name);
    if let Some(xml) = xml {
        all.push((name.to_owned(), xml));
    }
}

/// `rFonts` with another font for Latin text; the fonts for other scripts stay.
fn font(w: &str, all: &[Property], font: Option<&str>) -> Option<String> {
    const LATIN: [&str; 4] = ["ascii", "hAnsi", "asciiTheme", "hAnsiTheme"];
    let mut attributes = String::new();
    if let Some(font) = font {
        let font = escaped(font);
        attributes = format!(" {w}:ascii=\"{font}\" {w}:hAnsi=\"{font}\"");
    }
    if let Some((_, before)) = all.iter().find(|(name, _)| name == "rFonts") {
        with_elements(before, |elements| {
            for (name, value) in elements.iter().flat_map(|one| one.attributes()) {
                if !LATIN.contains(&local(&name).as_str()) {
                    attributes.push_str(&format!(" {name}=\"{}\"", escaped(&value)));
                }
            }
        });
    }
    (!attributes.is_empty()).then(|| format!("<{w}:rFonts{attributes}/>"))
}

/// What the tree says of a paragraph's properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Layout {
    pub(crate) style: Option<String>,
    pub(crate) align: Option<Align>,
    /// The list itself and the level, when it names one.
    pub(crate) numbering: Numbered,
}

/// How the properties of a paragraph lay it out.
pub(crate) fn layout(elements: &[Element<'_>]) -> Layout {
    let mut layout = Layout::default();
    for one in elements {
        let val = one.val();
        match one.local() {
            "pStyle" => {
                layout.style = val.map(|style| style.into_owned());
                layout.style.take_if(|style| style.is_empty());
            }
            "jc" => layout.align = val.as_deref().and_then(align),
            "numPr" => layout.numbering = Some(numbering(one)),
            _ => {}
        }
    }
    layout
}

/// How the properties of a paragraph space it.
pub(crate) fn looks(elements: &[Element<'_>]) -> Looks {
    let find = |name: &str| elements.iter().find(|one| one.local() == name);
    let number = |name: &str, attribute: &str| -> Option<f64> {
        find(name)?.attribute(attribute)?.parse().ok()
    };
    let points = |name: &str, attribute: &str| Some(number(name, attribute)? / 20.0);
    let rule = find("spacing").and_then(|one| one.attribute("lineRule"));
    let is_factor = matches!(rule.as_deref(), None | Some("auto"));
    let line = number("spacing", "line").filter(|_| is_factor);
    let hanging = points("ind", "hanging").map(|hanging| -hanging);
    Looks {
        list: None,
        indent: points("ind", "left").or_else(|| points("ind", "start")),
        first_line: hanging.or_else(|| points("ind", "firstLine")),
        before: points("spacing", "before"),
        after: points("spacing", "after"),
        line: line.map(|line| line / 240.0),
    }
}

fn align(value: &str) -> Option<Align> {
    match value {
        "left" | "start" => Some(Align::Left),
        "center" => Some(Align::Center),
        "right" | "end" => Some(Align::Right),
        "both" => Some(Align::Justify),
        _ => None,
    }
}

/// The list an item belongs to, and its level.
pub(crate) fn numbering(num_pr: &Element<'_>) -> (Option<i64>, u8) {
    let number = |name| num_pr.child(name)?.val()?.parse::<i64>().ok();
    let level = number("ilvl").unwrap_or(0).clamp(0, 8);
    (number("numId"), u8::try_from(level).unwrap_or(0))
}

/// The properties of a paragraph beside style, alignment and list, as XML in the order of the schema.
pub(crate) fn rest_of_paragraph(elements: &[Element<'_>]) -> String {
    let plain = |one: &Element<'_>| match one.local() {
        "pStyle" | "numPr" => true,
        "jc" => one.val().as_deref().and_then(align).is_some(),
        _ => false,
    };
    let rest = elements.iter().filter(|one| !plain(one));
    in_order(rest.map(property).collect(), &PARAGRAPH)
}

/// The inside of `pPr`.
pub(crate) fn paragraph(
    w: &str,
    rest: &str,
    style: Option<&str>,
    align: Option<Align>,
    numbered: Numbered,
    keeps_section: bool,
) -> String {
    let mut all = with_elements(rest, properties);
    if !keeps_section {
        set(&mut all, "sectPr", None);
    }
    if let Some(style) = style {
        let xml = format!("<{w}:pStyle {w}:val=\"{}\"/>", escaped(style));
        set(&mut all, "pStyle", Some(xml));
    }
    if let Some(align) = align {
        let val = match align {
            Align::Left => "left",
            Align::Center => "center",
            Align::Right => "right",
            Align::Justify => "both",
        };
        set(&mut all, "jc", Some(format!("<{w}:jc {w}:val=\"{val}\"/>")));
    }
    if let Some((list, level)) = numbered {
        let list = list.map(|list| format!("<{w}:numId {w}:val=\"{list}\"/>"));
        let list = list.unwrap_or_default();
        let xml = format!("<{w}:numPr><{w}:ilvl {w}:val=\"{level}\"/>{list}</{w}:numPr>");
        set(&mut all, "numPr", Some(xml));
    }
    in_order(all, &PARAGRAPH)
}

/// The word for a kind of list.
pub(crate) fn word(list: List) -> &'static str {
    match list {
        List::Bullet => "bullet",
        List::Number => "number",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> (Marks, String) {
        with_elements(xml, |elements| (marks(elements), rest_of_run(elements)))
    }

    #[test]
    fn what_marks_say_is_not_kept_twice() {
        let xml = "<w:rStyle w:val=\"Strong\"/><w:b/><w:i w:val=\"0\"/><w:color w:val=\"FF0000\"/><w:sz w:val=\"28\"/>\
                   <w:lang w:val=\"de-DE\"/>";
        let (marks, rest) = read(xml);
        assert_eq!(
            rest,
            "<w:rStyle w:val=\"Strong\"/><w:lang w:val=\"de-DE\"/>"
        );
        assert_eq!((marks.bold, marks.italic), (Some(true), Some(false)));
        assert_eq!(marks.color.as_deref(), Some("#ff0000"));
        assert_eq!(run("w", &rest, &marks), xml);
    }

    #[test]
    fn what_is_kept_gives_way_to_what_the_tree_says() {
        let xml = "<w:rFonts w:asciiTheme=\"minorHAnsi\" w:cs=\"Arial\"/><w:color w:val=\"4472C4\" w:themeColor=\"accent1\"/>\
                   <w:u w:val=\"double\"/>";
        let (marks, rest) = read(xml);
        assert_eq!(rest, xml);
        assert_eq!(run("w", &rest, &marks), xml, "nothing changed");
        let other = Marks {
            underline: None,
            color: Some("#00ff00".to_owned()),
            font: Some("Lora & Co".to_owned()),
            bold: Some(true),
            ..marks
        };
        assert_eq!(
            run("w", &rest, &other),
            "<w:rFonts w:ascii=\"Lora &amp; Co\" w:hAnsi=\"Lora &amp; Co\" w:cs=\"Arial\"/><w:b/><w:color w:val=\"00FF00\"/>"
        );
    }

    #[test]
    fn properties_of_a_paragraph_stand_in_their_order() {
        let xml = "<w:pStyle w:val=\"A\"/><w:keepNext/><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr>\
                   <w:spacing w:after=\"0\"/><w:jc w:val=\"both\"/><w:rPr><w:b/></w:rPr>";
        let (layout, rest) = with_elements(xml, |all| (layout(all), rest_of_paragraph(all)));
        assert_eq!(layout.numbering, Some((Some(3), 1)));
        let same = paragraph(
            "w",
            &rest,
            Some("A"),
            Some(Align::Justify),
            Some((Some(3), 1)),
            true,
        );
        assert_eq!(same, xml);
        let other = paragraph("w", &rest, None, None, Some((Some(4), 0)), true);
        assert_eq!(
            other,
            "<w:keepNext/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"4\"/></w:numPr><w:spacing w:after=\"0\"/>\
             <w:rPr><w:b/></w:rPr>"
        );
    }
}
