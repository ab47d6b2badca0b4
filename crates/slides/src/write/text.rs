//! Text: paragraphs that nobody changed keep their bytes, others what nobody models of them.

use std::collections::BTreeMap;
use std::sync::Arc;

use ooxml::xml::escaped;

use super::Writing;
use super::links::Links;
use crate::origins::{Passage, RunLooks};
use crate::properties::{BULLETS, FILLS, OF_PARAGRAPH, OF_RUN, Properties, fill};
use crate::text::leads_out;
use crate::tree::{Child, Marks, Node, Value};

/// Numbers that stand before paragraphs.
const NUMBERS: [&str; 16] = [
    "alphaLcParenBoth",
    "alphaUcParenBoth",
    "alphaLcParenR",
    "alphaUcParenR",
    "alphaLcPeriod",
    "alphaUcPeriod",
    "arabicParenBoth",
    "arabicParenR",
    "arabicPeriod",
    "arabicPlain",
    "romanLcParenBoth",
    "romanUcParenBoth",
    "romanLcParenR",
    "romanUcParenR",
    "romanLcPeriod",
    "romanUcPeriod",
];
const SHOWN_CHANGES: [&str; 9] = [
    "bold",
    "italic",
    "underline",
    "strike",
    "size",
    "vertical",
    "color",
    "font",
    "link",
];
/// How far bullets hang, in EMU.
const HANGING: i64 = 285_750;
const DEEPER: i64 = 457_200;

impl Writing<'_> {
    /// The paragraphs of a text, at least one. In a `free` text nothing says how far bullets stand.
    pub(super) fn paragraphs(&mut self, text: &Node, links: &mut Links, free: bool) -> String {
        let all = text.nodes().filter(|node| node.tag == "paragraph");
        let all: String = all.map(|node| self.paragraph(node, links, free)).collect();
        if all.is_empty() {
            "<a:p/>".to_owned()
        } else {
            all
        }
    }

    /// A piece of XML of another part of the presentation.
    pub(super) fn carried(&self, from: &str, xml: &str, links: &mut Links) -> String {
        let origins = &self.deck.origins;
        let text = origins.notes.get(from).map(|notes| notes.text.as_str());
        let text = text.or_else(|| {
            let surround = origins
                .surrounds
                .all()
                .find(|surround| &*surround.part == from)?;
            Some(surround.text.as_str())
        });
        let relations = origins.relations.get(from);
        links.carry(from, xml, relations.zip(text))
    }

    fn paragraph(&mut self, node: &Node, links: &mut Links, free: bool) -> String {
        let deck = self.deck;
        let passage: Option<&Arc<Passage>> = deck.origins.passages.find(node.text("id"));
        if let Some(passage) = passage
            && node.is_like(&passage.node)
        {
            return self.carried(&passage.part, &passage.xml, links);
        }
        let none = Node::new("paragraph");
        let had = passage.map_or(&none, |passage| &passage.node);
        let mut properties = match passage {
            Some(passage) => self.moved(&passage.part, &passage.properties, links),
            None => Properties::default(),
        };
        said_of_paragraph(node, had, &mut properties, free);
        let end = passage.and_then(|passage| {
            let end = passage.end.as_ref()?;
            Some(self.moved(&passage.part, end, links))
        });
        // What is typed into an empty paragraph looks as its end said.
        let was_empty = !had
            .children
            .iter()
            .any(|child| matches!(child, Child::Text(..)));
        let usual = end
            .as_ref()
            .filter(|_| was_empty)
            .cloned()
            .unwrap_or_default();
        let mut xml = String::from("<a:p>");
        if !properties.is_empty() {
            xml.push_str(&properties.xml("a:pPr", OF_PARAGRAPH));
        }
        for child in &node.children {
            match child {
                Child::Text(text, marks) => self.run(text, marks, &usual, links, &mut xml),
                Child::Node(node) if node.tag == "hard_break" => {
                    let looks: Option<&Arc<RunLooks>> = deck.origins.runs.find(node.text("run"));
                    let looks =
                        looks.map(|looks| self.moved(&looks.part, &looks.properties, links));
                    let looks = looks.unwrap_or_else(|| usual.clone());
                    line(&looks, &mut xml);
                }
                Child::Node(node) if node.tag == "opaque" => {
                    let kept = deck.origins.inlines.find(node.text("id"));
                    if let Some(kept) = kept {
                        xml.push_str(&self.carried(&kept.0, &kept.1, links));
                    }
                }
                Child::Node(_) => {}
            }
        }
        if let Some(end) = end {
            xml.push_str(&end.xml("a:endParaRPr", OF_RUN));
        }
        xml.push_str("</a:p>");
        xml
    }

    fn moved(&self, from: &str, properties: &Properties, links: &mut Links) -> Properties {
        let mut moved = properties.clone();
        for (_, xml) in &mut moved.elements {
            *xml = self.carried(from, xml, links);
        }
        moved
    }

    fn run(
        &mut self,
        text: &str,
        marks: &Marks,
        usual: &Properties,
        links: &mut Links,
        xml: &mut String,
    ) {
        let id = marks.get("run").and_then(|run| match run.get("id") {
            Some(Value::Text(id)) => Some(id.as_str()),
            _ => None,
        });
        let looks: Option<&Arc<RunLooks>> = self.deck.origins.runs.find(id);
        let none = Marks::new();
        let (mut properties, had) = match looks {
            Some(looks) => (
                self.moved(&looks.part, &looks.properties, links),
                &looks.marks,
            ),
            None => (usual.clone(), &none),
        };
        for name in SHOWN_CHANGES {
            // A run that was never read keeps what the end of its paragraph says.
            if marks.get(name) != had.get(name) {
                mark(&mut properties, name, marks.get(name), links);
            }
        }
        properties.set("dirty", None);
        for (at, piece) in text.split('\n').enumerate() {
            if at > 0 {
                line(&properties, xml);
            }
            if piece.is_empty() {
                continue;
            }
            xml.push_str("<a:r>");
            if !properties.is_empty() {
                xml.push_str(&properties.xml("a:rPr", OF_RUN));
            }
            xml.push_str(&format!("<a:t>{}</a:t></a:r>", escaped(piece)));
        }
    }
}

fn line(looks: &Properties, xml: &mut String) {
    if looks.is_empty() {
        xml.push_str("<a:br/>");
    } else {
        xml.push_str(&format!("<a:br>{}</a:br>", looks.xml("a:rPr", OF_RUN)));
    }
}

fn said_of_paragraph(node: &Node, had: &Node, properties: &mut Properties, free: bool) {
    let level = node.number("level").unwrap_or(0.0).clamp(0.0, 8.0) as i64;
    if !node.agrees(had, &["level"]) {
        properties.set("lvl", (level > 0).then(|| level.to_string()));
    }
    if !node.agrees(had, &["align"]) {
        let word = match node.text("align") {
            Some("left") => Some("l"),
            Some("center") => Some("ctr"),
            Some("right") => Some("r"),
            Some("justify") => Some("just"),
            _ => None,
        };
        properties.set("algn", word.map(str::to_owned));
    }
    if node.agrees(had, &["bullet"]) {
        return;
    }
    let said = node.text("bullet").unwrap_or_default();
    let hangs = match said.split_once(':') {
        Some(("char", sign)) if !sign.is_empty() => {
            let sign: String = sign.chars().take(2).collect();
            properties.put(
                &["buFont", "buFontTx"],
                Some(("buFont", "<a:buFont typeface=\"Arial\"/>".to_owned())),
            );
            let xml = format!("<a:buChar char=\"{}\"/>", escaped(&sign));
            properties.put(BULLETS, Some(("buChar", xml)));
            true
        }
        Some(("auto", kind)) if NUMBERS.contains(&kind) => {
            properties.put(
                &["buFont", "buFontTx"],
                Some(("buFont", "<a:buFont typeface=\"+mj-lt\"/>".to_owned())),
            );
            let xml = format!("<a:buAutoNum type=\"{kind}\"/>");
            properties.put(BULLETS, Some(("buAutoNum", xml)));
            true
        }
        _ if said == "none" => {
            properties.put(BULLETS, Some(("buNone", "<a:buNone/>".to_owned())));
            false
        }
        _ => {
            properties.put(BULLETS, None);
            false
        }
    };
    if hangs && free && !properties.has("marL") && !properties.has("indent") {
        properties.set("marL", Some((HANGING + DEEPER * level).to_string()));
        properties.set("indent", Some((-HANGING).to_string()));
    }
}

fn mark(
    properties: &mut Properties,
    name: &str,
    values: Option<&BTreeMap<String, Value>>,
    links: &mut Links,
) {
    let on = values.map(|values| !values.contains_key("off"));
    let text = |name: &str| match values.and_then(|values| values.get(name)) {
        Some(Value::Text(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let word = |yes: &str, no: &str| on.map(|on| if on { yes.to_owned() } else { no.to_owned() });
    match name {
        "bold" => properties.set("b", word("1", "0")),
        "italic" => properties.set("i", word("1", "0")),
        "underline" => properties.set("u", word("sng", "none")),
        "strike" => properties.set("strike", word("sngStrike", "noStrike")),
        "size" => {
            let points = text("value").and_then(|points| points.parse::<f64>().ok());
            let points = points.filter(|points| (1.0..=4000.0).contains(points));
            properties.set(
                "sz",
                points.map(|points| ((points * 100.0).round() as i64).to_string()),
            );
        }
        "vertical" => {
            let shift = match text("value").as_deref() {
                Some("super") => Some("30000"),
                Some("sub") => Some("-25000"),
                _ => None,
            };
            properties.set("baseline", shift.map(str::to_owned));
        }
        "color" => {
            let color = text("value").filter(|color| color != "none");
            properties.put(FILLS, color.as_deref().and_then(fill));
        }
        "font" => {
            let font = text("value").filter(|font| font.chars().count() <= 100);
            let font = font.map(|font| {
                (
                    "latin",
                    format!("<a:latin typeface=\"{}\"/>", escaped(&font)),
                )
            });
            properties.put(&["latin"], font);
        }
        "link" => {
            let address = text("href").filter(|href| leads_out(href) && href.len() <= 4000);
            let link = address.map(|address| {
                let id = links.outside(&address);
                ("hlinkClick", format!("<a:hlinkClick r:id=\"{id}\"/>"))
            });
            properties.put(&["hlinkClick"], link);
        }
        _ => {}
    }
}
