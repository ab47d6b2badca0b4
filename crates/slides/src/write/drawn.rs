//! What is on slides: what came from the file is changed in its own XML, what is new is made.

use std::collections::BTreeSet;
use std::sync::Arc;

use ooxml::xml::{Element, escaped, parse};

use super::patch::{Patch, retagged, soon};
use super::{Sheet, Writing};
use crate::deck::span_of;
use crate::origins::Piece;
use crate::properties::{FILLS, OF_LINE, OF_SHAPE, Properties, fill};
use crate::shapes::named_of;
use crate::text::{plain, relation_of};
use crate::tree::Node;

const GEOMETRY: [&str; 7] = ["x", "y", "w", "h", "rot", "flipH", "flipV"];
/// Outlines that a shape may be given.
const OUTLINES: [&str; 66] = [
    "rect",
    "roundRect",
    "ellipse",
    "triangle",
    "rtTriangle",
    "diamond",
    "parallelogram",
    "trapezoid",
    "pentagon",
    "homePlate",
    "chevron",
    "hexagon",
    "heptagon",
    "octagon",
    "decagon",
    "dodecagon",
    "star4",
    "star5",
    "star6",
    "star7",
    "star8",
    "star10",
    "star12",
    "star16",
    "star24",
    "star32",
    "rightArrow",
    "leftArrow",
    "upArrow",
    "downArrow",
    "leftRightArrow",
    "upDownArrow",
    "quadArrow",
    "bentArrow",
    "uturnArrow",
    "line",
    "straightConnector1",
    "wedgeRectCallout",
    "wedgeRoundRectCallout",
    "wedgeEllipseCallout",
    "cloud",
    "cloudCallout",
    "heart",
    "lightningBolt",
    "sun",
    "moon",
    "smileyFace",
    "donut",
    "noSmoking",
    "plus",
    "cube",
    "can",
    "frame",
    "plaque",
    "teardrop",
    "pie",
    "chord",
    "arc",
    "blockArc",
    "foldedCorner",
    "bevel",
    "round1Rect",
    "round2SameRect",
    "snip1Rect",
    "flowChartProcess",
    "flowChartDecision",
];
/// The farthest that something may be, in EMU.
const FAR: f64 = 1e9;

impl Writing<'_> {
    /// The XML of something on a slide; nothing when it cannot be made.
    pub(super) fn drawn(&mut self, node: &Node, sheet: &mut Sheet) -> Option<String> {
        let deck = self.deck;
        let piece = deck
            .origins
            .pieces
            .find(node.text("id"))
            .filter(|piece| piece.node.tag == node.tag);
        let Some(piece) = piece else {
            return self.made(node, sheet);
        };
        let mut xml = self.carried(&piece.part, &piece.xml, &mut sheet.links);
        // The place on the layout is looked up when it is read.
        let mut had = piece.node.clone();
        if let Some(ph) = node.attributes.get("ph") {
            had.attributes.insert("ph".to_owned(), ph.clone());
        }
        if !node.is_like(&had) {
            xml = self.other(node, piece, &xml, sheet).unwrap_or(xml);
        }
        let xml = self.numbered(xml, &mut sheet.numbers);
        match piece.part == sheet.links.own {
            true => Some(format!("{}{xml}", piece.gap)),
            false => Some(xml),
        }
    }

    /// A number nobody has.
    fn number(&mut self, numbers: &mut BTreeSet<u32>) -> u32 {
        self.largest = self.largest.saturating_add(1).max(2);
        numbers.insert(self.largest);
        self.largest
    }

    /// Gives other numbers to what has those of something else on the slide.
    fn numbered(&mut self, xml: String, numbers: &mut BTreeSet<u32>) -> String {
        let Ok(root) = parse(&xml, soon()) else {
            return xml;
        };
        let mut patch = Patch::of(&xml);
        let mut twice = Vec::new();
        root.walk(&mut |one| {
            if one.local() == "cNvPr" {
                let number = plain(one, "id").and_then(|id| id.parse().ok());
                if number.is_none_or(|number| !numbers.insert(number)) {
                    twice.push((one.start, one.inner.0, one.opening().to_owned()));
                }
            }
        });
        for (from, to, tag) in twice {
            let number = self.number(numbers).to_string();
            if let Some(tag) = retagged(&tag, &[("id", Some(number))]) {
                patch.put(from, to, tag);
            }
        }
        if patch.is_empty() {
            return xml;
        }
        patch.done()
    }

    /// The XML of a piece that somebody changed.
    fn other(
        &mut self,
        node: &Node,
        piece: &Arc<Piece>,
        xml: &str,
        sheet: &mut Sheet,
    ) -> Option<String> {
        let root = parse(xml, soon()).ok()?;
        let had = &piece.node;
        let mut patch = Patch::of(xml);
        if !had.flag("fixed") {
            if let Some(named) = named_of(&root)
                && !node.agrees(had, &["name", "alt"])
            {
                let name = node.text("name").unwrap_or_default().to_owned();
                let alt = node.text("alt").map(str::to_owned);
                patch.tag(named, &[("name", Some(name)), ("descr", alt)]);
            }
            looks(&mut patch, &root, node, had);
        }
        if let Some(text) = node.child("text")
            && had.child("text").is_none_or(|had| !text.is_like(had))
            && root.local() == "sp"
        {
            let free = node.text("ph").is_none();
            let paragraphs = self.paragraphs(text, &mut sheet.links, free);
            match root.child("txBody") {
                Some(body) => put_paragraphs(&mut patch, body, paragraphs),
                None => {
                    let body = format!("<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody>");
                    match root.child("extLst") {
                        Some(behind) => patch.put(behind.start, behind.start, body),
                        None => patch.append(&root, &body),
                    }
                }
            }
        }
        if node.tag == "picture" && !node.agrees(had, &["media"]) {
            let blip = root.child("blipFill").and_then(|fill| fill.child("blip"));
            let target = node.text("media").and_then(|media| self.media_part(media));
            if let (Some(blip), Some(target)) = (blip, target)
                && relation_of(blip, "embed").is_some()
            {
                let id = sheet.links.inside("image", &target);
                patch.tag(blip, &[("r:embed", Some(id))]);
            }
        }
        if node.tag == "table" {
            self.rows(&mut patch, &root, node, had, sheet);
        }
        Some(patch.done())
    }

    fn rows(
        &mut self,
        patch: &mut Patch<'_>,
        root: &Element<'_>,
        table: &Node,
        had: &Node,
        sheet: &mut Sheet,
    ) {
        let rows = || table.nodes().filter(|row| row.tag == "row");
        let Some(element) = root.find("tbl") else {
            return;
        };
        let mut all = element.children.iter().filter(|one| one.local() == "tr");
        let Some(first) = all.next() else { return };
        let last = all.next_back().unwrap_or(first);
        let pieces = &self.deck.origins.pieces;
        let mut like = rows()
            .chain(had.nodes())
            .find_map(|row| pieces.find(row.text("id")))
            .cloned();
        let mut written = String::new();
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        for row in rows() {
            let own = self
                .deck
                .origins
                .pieces
                .find(row.text("id"))
                .filter(|piece| piece.node.tag == "row");
            let again = row.text("id").is_some_and(|id| !seen.insert(id));
            let Some(piece) = own.cloned().or_else(|| like.clone()) else {
                continue;
            };
            let xml = self.row(row, &piece, own.is_some(), again, sheet);
            written.push_str(&xml);
            like = Some(piece);
        }
        if !written.is_empty() {
            patch.put(first.start, last.end, written);
        }
    }

    fn row(
        &mut self,
        row: &Node,
        piece: &Arc<Piece>,
        own: bool,
        again: bool,
        sheet: &mut Sheet,
    ) -> String {
        let xml = self.carried(&piece.part, &piece.xml, &mut sheet.links);
        if own && !again && row.is_like(&piece.node) {
            return xml;
        }
        let Ok(root) = parse(&xml, soon()) else {
            return String::new();
        };
        let mut patch = Patch::of(&xml);
        if let Some(height) = row.number("h").filter(|_| !row.agrees(&piece.node, &["h"])) {
            patch.tag(&root, &[("h", Some(emu(height, 0.0).to_string()))]);
        }
        if let Some(rest) = root.child("extLst").filter(|_| again || !own) {
            // It holds a number of the row's own.
            patch.put(rest.start, rest.end, String::new());
        }
        let empty = Node::new("cell");
        let mut cells = row.nodes().filter(|cell| cell.tag == "cell");
        let mut had = piece.node.nodes();
        for element in root.children.iter().filter(|one| one.local() == "tc") {
            let cell = cells.next();
            let had = had.next().filter(|_| own);
            let cell = match (cell, had) {
                (None, Some(_)) => continue,
                (cell, _) => cell.unwrap_or(&empty),
            };
            let same = |had: &Node| {
                cell.children.len() == had.children.len()
                    && cell
                        .nodes()
                        .zip(had.nodes())
                        .all(|(one, other)| one.is_like(other))
            };
            if had.is_some_and(same) {
                continue;
            }
            let paragraphs = self.paragraphs(cell, &mut sheet.links, true);
            match element.child("txBody") {
                Some(body) => put_paragraphs(&mut patch, body, paragraphs),
                None => {
                    let body = format!("<a:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</a:txBody>");
                    patch.prepend(element, body);
                }
            }
            if !own {
                patch.tag(element, &[("rowSpan", None), ("vMerge", None)]);
            }
        }
        patch.done()
    }

    /// The XML of something that is in no file yet.
    fn made(&mut self, node: &Node, sheet: &mut Sheet) -> Option<String> {
        let number = self.number(&mut sheet.numbers);
        let usual = match node.tag.as_str() {
            "picture" => "Picture",
            "shape" if node.flag("textBox") => "Text Box",
            _ => "Shape",
        };
        let name = escaped(node.text("name").unwrap_or(&format!("{usual} {number}")));
        let alt = node
            .text("alt")
            .map(|alt| format!(" descr=\"{}\"", escaped(alt)))
            .unwrap_or_default();
        let named = format!("<p:cNvPr id=\"{number}\" name=\"{name}\"{alt}/>");
        let place = place_of(node).map(|_| xfrm(None, node, "a:xfrm"));
        let ph = node.text("ph").and_then(placeholder);
        if place.is_none() && ph.is_none() {
            return None;
        }
        let mut properties = Properties::default();
        properties.put(&[], place.map(|place| ("xfrm", place)));
        if node.tag == "picture" {
            let target = self.media_part(node.text("media")?)?;
            let id = sheet.links.inside("image", &target);
            let ph = ph.unwrap_or_default();
            properties.put(&[], Some(outline("rect")));
            let properties = properties.xml("p:spPr", OF_SHAPE);
            return Some(format!(
                "<p:pic><p:nvPicPr>{named}<p:cNvPicPr><a:picLocks noChangeAspect=\"1\"/></p:cNvPicPr><p:nvPr>{ph}</p:nvPr></p:nvPicPr>\
                 <p:blipFill><a:blip r:embed=\"{id}\"/><a:stretch><a:fillRect/></a:stretch></p:blipFill>{properties}</p:pic>"
            ));
        }
        if node.tag != "shape" {
            return None;
        }
        let geom = node.text("geom").filter(|geom| OUTLINES.contains(geom));
        match (geom, &ph) {
            (Some(geom), _) => properties.put(&[], Some(outline(geom))),
            (None, None) => properties.put(&[], Some(outline("rect"))),
            (None, Some(_)) => {}
        }
        let none = Node::new("shape");
        filled(&mut properties, node, &none);
        let connects = matches!(geom, Some("line" | "straightConnector1"));
        let properties = properties.xml("p:spPr", OF_SHAPE);
        if connects && ph.is_none() {
            return Some(format!(
                "<p:cxnSp><p:nvCxnSpPr>{named}<p:cNvCxnSpPr/><p:nvPr/></p:nvCxnSpPr>{properties}</p:cxnSp>"
            ));
        }
        let locks = match (&ph, node.flag("textBox")) {
            (Some(_), _) => "<p:cNvSpPr><a:spLocks noGrp=\"1\"/></p:cNvSpPr>",
            (None, true) => "<p:cNvSpPr txBox=\"1\"/>",
            (None, false) => "<p:cNvSpPr/>",
        };
        let wrap = if ph.is_none() { " wrap=\"square\"" } else { "" };
        let anchor = anchor_of(node)
            .map(|anchor| format!(" anchor=\"{anchor}\""))
            .unwrap_or_default();
        let text = node.child("text").unwrap_or(&none);
        let paragraphs = self.paragraphs(text, &mut sheet.links, ph.is_none());
        let ph = ph.map_or_else(
            || "<p:nvPr/>".to_owned(),
            |ph| format!("<p:nvPr>{ph}</p:nvPr>"),
        );
        Some(format!(
            "<p:sp><p:nvSpPr>{named}{locks}{ph}</p:nvSpPr>{properties}\
             <p:txBody><a:bodyPr{wrap}{anchor}/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
        ))
    }
}

fn put_paragraphs(patch: &mut Patch<'_>, body: &Element<'_>, paragraphs: String) {
    match span_of(body) {
        Some((from, to)) => patch.put(from, to, paragraphs),
        None => patch.append(body, &paragraphs),
    }
}

/// Place, outline, fill, line, and how text lies in it.
fn looks(patch: &mut Patch<'_>, root: &Element<'_>, node: &Node, had: &Node) {
    let moved = !node.agrees(had, &GEOMETRY);
    if let Some(own) = root.child("xfrm") {
        if moved && place_of(node).is_some() {
            patch.put(own.start, own.end, xfrm(Some(own), node, own.name()));
        }
        return;
    }
    let Some(element) = root.child("spPr").or_else(|| root.child("grpSpPr")) else {
        return;
    };
    let mut properties = Properties::of(element);
    if moved {
        if place_of(node).is_some() {
            let place = xfrm(element.child("xfrm"), node, "a:xfrm");
            properties.put(&["xfrm"], Some(("xfrm", place)));
        } else if node.text("ph").is_some() {
            properties.put(&["xfrm"], None);
        }
    }
    let mut changed = moved;
    if node.tag == "shape" {
        let geom = node.text("geom").filter(|geom| OUTLINES.contains(geom));
        if let Some(geom) = geom.filter(|_| !node.agrees(had, &["geom"])) {
            properties.put(&["custGeom", "prstGeom"], Some(outline(geom)));
            changed = true;
        }
    }
    if matches!(node.tag.as_str(), "shape" | "picture") {
        changed |= filled(&mut properties, node, had);
    }
    if changed {
        patch.put(
            element.start,
            element.end,
            properties.xml(element.name(), OF_SHAPE),
        );
    }
    let body = root.child("txBody").and_then(|body| body.child("bodyPr"));
    if let Some(body) = body.filter(|_| !node.agrees(had, &["anchor"])) {
        patch.tag(body, &[("anchor", anchor_of(node).map(str::to_owned))]);
    }
}

/// Writes fill and line, when they are others.
fn filled(properties: &mut Properties, node: &Node, had: &Node) -> bool {
    let mut changed = false;
    if !node.agrees(had, &["fill"]) {
        properties.put(FILLS, node.text("fill").and_then(fill));
        changed = true;
    }
    if !node.agrees(had, &["line", "lineW"]) {
        let xml = properties
            .elements
            .iter()
            .find(|(name, _)| name == "ln")
            .map(|(_, xml)| xml.clone());
        let mut line = match xml.as_deref().map(|xml| parse(xml, soon())) {
            Some(Ok(element)) => Properties::of(&element),
            _ => Properties::default(),
        };
        if !node.agrees(had, &["line"]) {
            line.put(FILLS, node.text("line").and_then(fill));
        }
        if !node.agrees(had, &["lineW"]) {
            let width = node
                .number("lineW")
                .map(|width| emu(width, 0.0).min(20_116_800));
            line.set("w", width.map(|width| width.to_string()));
        }
        let line = (!line.is_empty()).then(|| ("ln", line.xml("a:ln", OF_LINE)));
        properties.put(&["ln"], line);
        changed = true;
    }
    changed
}

fn outline(name: &str) -> (&'static str, String) {
    (
        "prstGeom",
        format!("<a:prstGeom prst=\"{name}\"><a:avLst/></a:prstGeom>"),
    )
}

fn anchor_of(node: &Node) -> Option<&'static str> {
    match node.text("anchor")? {
        "top" => Some("t"),
        "middle" => Some("ctr"),
        "bottom" => Some("b"),
        _ => None,
    }
}

/// A length that a file may hold.
fn emu(length: f64, least: f64) -> i64 {
    length.clamp(least, FAR).round() as i64
}

fn place_of(node: &Node) -> Option<[i64; 4]> {
    let get = |name: &str, least: f64| Some(emu(node.number(name)?, least));
    Some([
        get("x", -FAR)?,
        get("y", -FAR)?,
        get("w", 0.0)?,
        get("h", 0.0)?,
    ])
}

/// Where something is; the inside of a group stays as it is.
fn xfrm(had: Option<&Element<'_>>, node: &Node, name: &str) -> String {
    let mut place = had.map(Properties::of).unwrap_or_default();
    let [x, y, w, h] = place_of(node).unwrap_or_default();
    place.put(
        &["off"],
        Some(("off", format!("<a:off x=\"{x}\" y=\"{y}\"/>"))),
    );
    place.put(
        &["ext"],
        Some(("ext", format!("<a:ext cx=\"{w}\" cy=\"{h}\"/>"))),
    );
    let turned = node.number("rot").unwrap_or(0.0).rem_euclid(360.0);
    let turned = (turned * 60_000.0).round() as i64;
    place.set("rot", (turned != 0).then(|| turned.to_string()));
    for name in ["flipH", "flipV"] {
        place.set(name, node.flag(name).then(|| "1".to_owned()));
    }
    place.xml(name, &["off", "ext", "chOff", "chExt"])
}

/// A placeholder as the slide names it.
fn placeholder(ph: &str) -> Option<String> {
    let (kind, number) = ph.split_once(':')?;
    let fits = kind.len() <= 12 && kind.bytes().all(|byte| byte.is_ascii_alphabetic());
    let number: u32 = number.parse().ok().filter(|_| fits)?;
    let kind = if kind == "obj" {
        String::new()
    } else {
        format!(" type=\"{kind}\"")
    };
    let number = if number == 0 {
        String::new()
    } else {
        format!(" idx=\"{number}\"")
    };
    Some(format!("<p:ph{kind}{number}/>"))
}
