//! What an element says of looks: its attributes and the elements in it, each replaced alone. The order of elements is
//! part of the format.

use ooxml::xml::{Element, escaped};

/// Elements of the properties of characters, in their order.
pub(crate) const OF_RUN: &[&str] = &[
    "ln",
    "noFill",
    "solidFill",
    "gradFill",
    "blipFill",
    "pattFill",
    "grpFill",
    "effectLst",
    "effectDag",
    "highlight",
    "uLnTx",
    "uLn",
    "uFillTx",
    "uFill",
    "latin",
    "ea",
    "cs",
    "sym",
    "hlinkClick",
    "hlinkMouseOver",
    "rtl",
    "extLst",
];
/// Of a paragraph.
pub(crate) const OF_PARAGRAPH: &[&str] = &[
    "lnSpc",
    "spcBef",
    "spcAft",
    "buClrTx",
    "buClr",
    "buSzTx",
    "buSzPct",
    "buSzPts",
    "buFontTx",
    "buFont",
    "buNone",
    "buAutoNum",
    "buChar",
    "buBlip",
    "tabLst",
    "defRPr",
    "extLst",
];
/// Of a shape.
pub(crate) const OF_SHAPE: &[&str] = &[
    "xfrm",
    "custGeom",
    "prstGeom",
    "noFill",
    "solidFill",
    "gradFill",
    "blipFill",
    "pattFill",
    "grpFill",
    "ln",
    "effectLst",
    "effectDag",
    "scene3d",
    "sp3d",
    "extLst",
];
/// Of a line.
pub(crate) const OF_LINE: &[&str] = &[
    "noFill",
    "solidFill",
    "gradFill",
    "pattFill",
    "prstDash",
    "custDash",
    "round",
    "bevel",
    "miter",
    "headEnd",
    "tailEnd",
    "extLst",
];
/// What fills something.
pub(crate) const FILLS: &[&str] = &[
    "noFill",
    "solidFill",
    "gradFill",
    "blipFill",
    "pattFill",
    "grpFill",
];
/// What stands before a paragraph.
pub(crate) const BULLETS: &[&str] = &["buNone", "buAutoNum", "buChar", "buBlip"];

/// Attributes with their names, and elements with their names without prefixes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Properties {
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) elements: Vec<(String, String)>,
}

impl Properties {
    pub(crate) fn of(element: &Element<'_>) -> Self {
        let attributes = element
            .attributes()
            .map(|(name, value)| (name.into_owned(), value.into_owned()));
        let elements = element
            .children
            .iter()
            .map(|one| (one.local().to_owned(), one.xml().to_owned()));
        Self {
            attributes: attributes.collect(),
            elements: elements.collect(),
        }
    }

    /// Sets an attribute, or takes it away.
    pub(crate) fn set(&mut self, name: &str, value: Option<String>) {
        let place = self.attributes.iter().position(|(other, _)| other == name);
        match (place.and_then(|at| self.attributes.get_mut(at)), value) {
            (Some(one), Some(value)) => one.1 = value,
            (None, Some(value)) => self.attributes.push((name.to_owned(), value)),
            (_, None) => self.attributes.retain(|(other, _)| other != name),
        }
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.attributes.iter().any(|(other, _)| other == name)
    }

    /// Puts an element in the place of those of such names.
    pub(crate) fn put(&mut self, instead_of: &[&str], element: Option<(&str, String)>) {
        self.elements
            .retain(|(name, _)| !instead_of.contains(&name.as_str()));
        if let Some((name, xml)) = element {
            self.elements.push((name.to_owned(), xml));
        }
    }

    /// Without what people change.
    pub(crate) fn without(&self, attributes: &[&str], elements: &[&str]) -> String {
        let mut rest = self.clone();
        rest.attributes
            .retain(|(name, _)| !attributes.contains(&name.as_str()));
        rest.elements
            .retain(|(name, _)| !elements.contains(&name.as_str()));
        rest.xml("", &[])
    }

    /// Nothing is said.
    pub(crate) fn is_empty(&self) -> bool {
        self.attributes.is_empty() && self.elements.is_empty()
    }

    /// As an element; its elements in the order given.
    pub(crate) fn xml(&self, name: &str, order: &[&str]) -> String {
        let attributes: String = self
            .attributes
            .iter()
            .map(|(name, value)| format!(" {name}=\"{}\"", escaped(value)))
            .collect();
        if self.elements.is_empty() {
            return format!("<{name}{attributes}/>");
        }
        let mut elements: Vec<&(String, String)> = self.elements.iter().collect();
        let rank = |name: &str| {
            order
                .iter()
                .position(|other| *other == name)
                .unwrap_or(order.len())
        };
        elements.sort_by_key(|(name, _)| rank(name));
        let inside: String = elements.iter().map(|(_, xml)| xml.as_str()).collect();
        format!("<{name}{attributes}>{inside}</{name}>")
    }
}

/// A fill of one colour (`#rrggbb`), or of none.
pub(crate) fn fill(color: &str) -> Option<(&'static str, String)> {
    if color == "none" {
        return Some(("noFill", "<a:noFill/>".to_owned()));
    }
    let digits = color.strip_prefix('#')?;
    let fits = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let digits = digits.to_ascii_uppercase();
    fits.then(|| {
        (
            "solidFill",
            format!("<a:solidFill><a:srgbClr val=\"{digits}\"/></a:solidFill>"),
        )
    })
}
