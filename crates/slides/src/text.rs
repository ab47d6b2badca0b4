//! Reading text: paragraphs, and how their characters look.

use std::collections::BTreeMap;
use std::sync::Arc;

use ooxml::package::Relations;
use ooxml::xml::Element;

use crate::origins::{Origins, Passage, RunLooks, meaning};
use crate::properties::{BULLETS, FILLS, Properties};
use crate::theme::Theme;
use crate::tree::{Child, Marks, Node, Value, joined};

/// Attributes and elements of runs that people change.
const MARKED: &[&str] = &["b", "i", "u", "strike", "sz", "baseline", "dirty", "err"];
const MARKED_INSIDE: &[&str] = &["latin", "hlinkClick"];

/// Reading one part.
pub(crate) struct Reading<'t> {
    pub(crate) part: Arc<str>,
    pub(crate) relations: &'t Relations,
    pub(crate) theme: &'t Theme,
    pub(crate) origins: &'t mut Origins,
}

impl Reading<'_> {
    pub(crate) fn meaning(&self, xml: &str) -> String {
        meaning(xml, self.relations)
    }

    /// The paragraphs of a body of text, at least one.
    pub(crate) fn paragraphs(&mut self, body: &Element<'_>) -> Vec<Child> {
        let all = body.children.iter().filter(|one| one.local() == "p");
        let mut nodes: Vec<Child> = all.map(|one| Child::Node(self.paragraph(one))).collect();
        if nodes.is_empty() {
            nodes.push(Child::Node(Node::new("paragraph")));
        }
        nodes
    }

    fn paragraph(&mut self, element: &Element<'_>) -> Node {
        let mut node = Node::new("paragraph");
        let said = element.child("pPr");
        let properties = said.map(Properties::of).unwrap_or_default();
        if let Some(said) = said {
            let level = said
                .attribute("lvl")
                .and_then(|level| level.parse::<f64>().ok());
            node.say("level", level.filter(|level| (1.0..=8.0).contains(level)));
            node.say("align", align(said));
            node.say("bullet", bullet(said));
        }
        let mut end = None;
        for child in &element.children {
            match child.local() {
                "pPr" => {}
                "endParaRPr" => end = Some(Properties::of(child)),
                "r" => {
                    let marks = self.marks(child.child("rPr"));
                    let text = child.child("t").map(Element::text).unwrap_or_default();
                    node.children.push(Child::Text(text, marks));
                }
                "br" => {
                    let mut line = Node::new("hard_break");
                    let run = self.run(child.child("rPr")).map(|(id, _)| id);
                    line.say("run", run);
                    node.push(line);
                }
                _ => {
                    let mut words = String::new();
                    words_of(child, &mut words, 200);
                    let mut opaque = Node::new("opaque");
                    let whole = self.meaning(child.xml());
                    let kept = (Arc::clone(&self.part), child.xml().to_owned());
                    opaque.set("id", self.origins.inlines.keep(&whole, &whole, kept));
                    opaque.set("label", words);
                    node.push(opaque);
                }
            }
        }
        node.children = joined(std::mem::take(&mut node.children));
        let kept = format!(
            "{}{}",
            properties.without(&["lvl", "algn"], BULLETS),
            end.as_ref()
                .map(|end| end.without(&["dirty", "err"], &[]))
                .unwrap_or_default()
        );
        let passage = Passage {
            part: Arc::clone(&self.part),
            xml: element.xml().to_owned(),
            node: node.clone(),
            properties,
            end,
        };
        let whole = self.meaning(element.xml());
        let kept = self.meaning(&kept);
        node.set("id", self.origins.passages.keep(&whole, &kept, passage));
        node
    }

    fn marks(&mut self, said: Option<&Element<'_>>) -> Marks {
        let Some((id, mut marks)) = self.run(said) else {
            return Marks::new();
        };
        let run = BTreeMap::from([("id".to_owned(), Value::Text(id))]);
        marks.insert("run".to_owned(), run);
        marks
    }

    /// The name of how a run looks, and its marks.
    fn run(&mut self, said: Option<&Element<'_>>) -> Option<(String, Marks)> {
        let said = said?;
        let marks = self.marks_of(said);
        let properties = Properties::of(said);
        let changeable = [MARKED_INSIDE, FILLS].concat();
        let kept = self.meaning(&properties.without(MARKED, &changeable));
        let looks = RunLooks {
            part: Arc::clone(&self.part),
            properties,
            marks: marks.clone(),
        };
        let whole = self.meaning(said.xml());
        Some((self.origins.runs.keep(&whole, &kept, looks), marks))
    }

    fn marks_of(&self, said: &Element<'_>) -> Marks {
        let mut marks = Marks::new();
        let mut mark = |name: &str, values: Vec<(&str, Value)>| {
            let values = values
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value));
            marks.insert(name.to_owned(), values.collect());
        };
        let toggles = [
            ("bold", "b", "0"),
            ("italic", "i", "0"),
            ("underline", "u", "none"),
            ("strike", "strike", "noStrike"),
        ];
        for (name, attribute, off) in toggles {
            if let Some(value) = said.attribute(attribute) {
                let is_off = value == off || value == "false";
                mark(
                    name,
                    if is_off {
                        vec![("off", true.into())]
                    } else {
                        Vec::new()
                    },
                );
            }
        }
        if let Some(size) = said
            .attribute("sz")
            .and_then(|size| size.parse::<f64>().ok())
        {
            mark("size", vec![("value", (size / 100.0).into())]);
        }
        match said
            .attribute("baseline")
            .and_then(|shift| shift.trim_end_matches('%').parse::<f64>().ok())
        {
            Some(shift) if shift > 0.0 => mark("vertical", vec![("value", "super".into())]),
            Some(shift) if shift < 0.0 => mark("vertical", vec![("value", "sub".into())]),
            _ => {}
        }
        if let Some(color) = self.theme.fill_in(said).filter(|color| color != "none") {
            mark("color", vec![("value", color.into())]);
        }
        let font = said
            .child("latin")
            .and_then(|latin| self.theme.font(&latin.attribute("typeface")?));
        if let Some(font) = font {
            mark("font", vec![("value", font.into())]);
        }
        if let Some(link) = said.child("hlinkClick") {
            let target = relation_of(link, "id").and_then(|id| self.relations.get(&id));
            let href = target
                .filter(|target| target.outside)
                .map(|target| target.target.clone());
            let href = href.filter(|href| leads_out(href));
            let mut values: Vec<(&str, Value)> = Vec::new();
            if href.is_none() {
                values.push(("id", ooxml::name_of(&self.meaning(link.xml())).into()));
            }
            values.push(("href", href.unwrap_or_default().into()));
            mark("link", values);
        }
        marks
    }
}

/// Whether a link may lead there.
pub(crate) fn leads_out(href: &str) -> bool {
    const SCHEMES: [&str; 4] = ["http://", "https://", "mailto:", "tel:"];
    let start: String = href
        .chars()
        .take(8)
        .collect::<String>()
        .to_ascii_lowercase();
    SCHEMES.iter().any(|scheme| start.starts_with(scheme))
}

/// The value of an attribute that names a relation: it has a prefix.
pub(crate) fn relation_of(element: &Element<'_>, local: &str) -> Option<String> {
    let is = |name: &str| name.split_once(':').is_some_and(|(_, own)| own == local);
    let mut all = element.attributes();
    all.find_map(|(name, value)| is(&name).then(|| value.into_owned()))
}

/// The value of an attribute without a prefix.
pub(crate) fn plain(element: &Element<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes();
    all.find_map(|(other, value)| (other == name).then(|| value.into_owned()))
}

pub(crate) fn align(said: &Element<'_>) -> Option<&'static str> {
    Some(match said.attribute("algn")?.as_ref() {
        "l" => "left",
        "ctr" => "center",
        "r" => "right",
        "just" | "justLow" | "dist" | "thaiDist" => "justify",
        _ => return None,
    })
}

pub(crate) fn bullet(said: &Element<'_>) -> Option<String> {
    said.children.iter().find_map(|one| match one.local() {
        "buNone" => Some("none".to_owned()),
        "buChar" => Some(format!("char:{}", one.attribute("char")?)),
        "buAutoNum" => Some(format!("auto:{}", one.attribute("type")?)),
        "buBlip" => Some("char:•".to_owned()),
        _ => None,
    })
}

/// The characters of text in it, so many at most.
pub(crate) fn words_of(element: &Element<'_>, words: &mut String, most: usize) {
    element.walk(&mut |one| {
        if one.local() == "t" && words.len() < most {
            words.push_str(&one.text());
        } else if one.local() == "p"
            && !words.is_empty()
            && words.len() < most
            && !words.ends_with(' ')
        {
            words.push(' ');
        }
    });
    if let Some((at, _)) = words.char_indices().find(|(at, _)| *at >= most) {
        words.truncate(at);
    }
}
