//! Reading what is on a slide: shapes, pictures, tables, and what is kept as it is.

use std::sync::Arc;

use ooxml::name_of;
use ooxml::xml::Element;
use serde_json::{Map, Value as Json, json};

use crate::origins::Piece;
use crate::text::{Reading, plain, relation_of, words_of};
use crate::tree::{Child, Node};

/// Characters of the words of what is only shown.
const WORDS: usize = 300;
/// Commands of one outline.
const COMMANDS: usize = 5000;

/// How the coordinates of a group's inside become those around it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Within {
    scale: (f64, f64),
    shift: (f64, f64),
}

impl Within {
    /// As they are.
    pub(crate) const NOTHING: Self = Self {
        scale: (1.0, 1.0),
        shift: (0.0, 0.0),
    };

    fn group(self, xfrm: Option<&Element<'_>>) -> Self {
        let Some((outer, inner)) =
            xfrm.and_then(|it| Some((frame(it, "off", "ext")?, frame(it, "chOff", "chExt")?)))
        else {
            return self;
        };
        let ratio = |outer: f64, inner: f64| if inner == 0.0 { 1.0 } else { outer / inner };
        let (x, y) = (ratio(outer[2], inner[2]), ratio(outer[3], inner[3]));
        Self {
            scale: (self.scale.0 * x, self.scale.1 * y),
            shift: (
                self.shift.0 + self.scale.0 * (outer[0] - inner[0] * x),
                self.shift.1 + self.scale.1 * (outer[1] - inner[1] * y),
            ),
        }
    }

    fn place(self, node: &mut Node) {
        for (name, scale, shift) in [
            ("x", self.scale.0, self.shift.0),
            ("y", self.scale.1, self.shift.1),
            ("w", self.scale.0, 0.0),
            ("h", self.scale.1, 0.0),
        ] {
            if let Some(value) = node.number(name) {
                node.set(name, (value * scale + shift).round());
            }
        }
    }
}

/// Place and size, in EMU.
fn frame(xfrm: &Element<'_>, place: &str, size: &str) -> Option<[f64; 4]> {
    let number = |of: &str, name: &str| -> Option<f64> {
        let number: f64 = xfrm.child(of)?.attribute(name)?.parse().ok()?;
        (number.abs() < 1e13).then_some(number)
    };
    Some([
        number(place, "x")?,
        number(place, "y")?,
        number(size, "cx")?,
        number(size, "cy")?,
    ])
}

/// The element that says where something is.
pub(crate) fn xfrm_of<'e, 'a>(element: &'e Element<'a>) -> Option<&'e Element<'a>> {
    let own = element.child("xfrm");
    own.or_else(|| element.child("spPr")?.child("xfrm"))
        .or_else(|| element.child("grpSpPr")?.child("xfrm"))
}

/// The element with its number and its name.
pub(crate) fn named_of<'e, 'a>(element: &'e Element<'a>) -> Option<&'e Element<'a>> {
    element.children.first()?.child("cNvPr")
}

/// Which placeholder it is: its type and number.
pub(crate) fn placeholder_of(element: &Element<'_>) -> Option<(String, String)> {
    let said = element.children.first()?.child("nvPr")?.child("ph")?;
    let get = |name: &str, usual: &str| plain(said, name).unwrap_or_else(|| usual.to_owned());
    Some((get("type", "obj"), get("idx", "0")))
}

impl Reading<'_> {
    /// Something on a slide with its name; nothing when it is none.
    pub(crate) fn kept(&mut self, element: &Element<'_>, gap: &str) -> Option<Node> {
        let mut node = self.drawn(element)?;
        let number = named_of(element)
            .and_then(|it| plain(it, "id"))
            .unwrap_or_default();
        let part = Arc::clone(&self.part);
        let whole = format!("{part} {}", self.meaning(element.xml()));
        let kept = format!("{part} {} {number}", node.tag);
        element.walk(&mut |one| {
            if one.local() == "cNvPr" {
                let number = plain(one, "id").and_then(|id| id.parse().ok()).unwrap_or(0);
                self.origins.largest = self.origins.largest.max(number);
            }
        });
        let piece = Piece {
            part,
            gap: gap.to_owned(),
            xml: element.xml().to_owned(),
            node: node.clone(),
        };
        node.set("id", self.origins.pieces.keep(&whole, &kept, piece));
        node.set("key", number);
        Some(node)
    }

    /// Something on a slide, a layout or in a group.
    fn drawn(&mut self, element: &Element<'_>) -> Option<Node> {
        let mut node = match element.local() {
            "sp" | "cxnSp" => self.shape(element),
            "pic" => self.picture(element),
            "graphicFrame" => self.graphic(element),
            "grpSp" => item("Group", element),
            "nvGrpSpPr" | "grpSpPr" | "extLst" => return None,
            _ => {
                let mut node = item("Drawing", element);
                node.set("fixed", true);
                if let Some(xfrm) = element.find("xfrm") {
                    placed(&mut node, xfrm);
                }
                return Some(node);
            }
        };
        if let Some(named) = named_of(element) {
            node.say("name", plain(named, "name").filter(|name| !name.is_empty()));
            node.say(
                "alt",
                plain(named, "descr").filter(|words| !words.is_empty()),
            );
        }
        if let Some(xfrm) = xfrm_of(element) {
            placed(&mut node, xfrm);
        }
        if let Some((kind, number)) = placeholder_of(element) {
            node.set("ph", format!("{kind}:{number}"));
        }
        Some(node)
    }

    fn shape(&mut self, element: &Element<'_>) -> Node {
        let mut node = Node::new("shape");
        self.look(element, &mut node);
        let text_box = element
            .children
            .first()
            .and_then(|it| it.child("cNvSpPr")?.attribute("txBox"));
        if text_box.is_some_and(|value| value == "1" || value == "true") {
            node.set("textBox", true);
        }
        if let Some(body) = element.child("txBody") {
            self.body_looks(body, &mut node);
            let mut text = Node::new("text");
            text.children = self.paragraphs(body);
            node.push(text);
        }
        node
    }

    /// Outline, fill and line.
    fn look(&mut self, element: &Element<'_>, node: &mut Node) {
        let style = element.child("style");
        if let Some(properties) = element.child("spPr") {
            if let Some(preset) = properties.child("prstGeom") {
                node.say("geom", plain(preset, "prst"));
            } else if let Some(custom) = properties.child("custGeom") {
                node.set("geom", "custom");
                if let Some((path, width, height)) = outline(custom) {
                    node.set("path", path);
                    node.set("pathW", width);
                    node.set("pathH", height);
                }
            }
            node.say("fill", self.theme.fill_in(properties));
            if let Some(line) = properties.child("ln") {
                node.say("line", self.theme.fill_in(line));
                node.say(
                    "lineW",
                    plain(line, "w").and_then(|width| width.parse::<f64>().ok()),
                );
                for (end, name) in [("headEnd", "head"), ("tailEnd", "tail")] {
                    let kind = line.child(end).and_then(|end| plain(end, "type"));
                    if kind.is_some_and(|kind| kind != "none") {
                        node.set(name, true);
                    }
                }
            }
        }
        let Some(style) = style else { return };
        let styled = |name: &str| {
            let said = style.child(name)?;
            let number: usize = plain(said, "idx")?.parse().ok()?;
            Some((number, self.theme.color_in(said)?))
        };
        if node.text("fill").is_none()
            && let Some((number, color)) = styled("fillRef")
            && number > 0
        {
            node.set("fill", color);
        }
        if let Some((number, color)) = styled("lnRef").filter(|(number, _)| *number > 0) {
            if node.text("line").is_none() {
                node.set("line", color);
            }
            if node.number("lineW").is_none() {
                node.set("lineW", self.theme.line(number));
            }
        }
        let words = style
            .child("fontRef")
            .and_then(|said| self.theme.color_in(said));
        node.say("textColor", words);
    }

    /// How text lies in a shape, and how it looks there.
    pub(crate) fn body_looks(&self, body: &Element<'_>, node: &mut Node) {
        if let Some(said) = body.child("bodyPr") {
            let anchor = plain(said, "anchor").and_then(|anchor| match anchor.as_str() {
                "t" => Some("top"),
                "ctr" => Some("middle"),
                "b" => Some("bottom"),
                _ => None,
            });
            node.say("anchor", anchor);
            let inset = |name: &str| plain(said, name).and_then(|inset| inset.parse::<f64>().ok());
            let insets = [
                ("lIns", 91_440.0),
                ("tIns", 45_720.0),
                ("rIns", 91_440.0),
                ("bIns", 45_720.0),
            ];
            if insets.iter().any(|(name, _)| inset(name).is_some()) {
                let all = insets.map(|(name, usual)| inset(name).unwrap_or(usual).to_string());
                node.set("inset", all.join(" "));
            }
            if plain(said, "wrap").is_some_and(|wrap| wrap == "none") {
                node.set("wrap", false);
            }
            let scale = said
                .child("normAutofit")
                .and_then(|fit| plain(fit, "fontScale"));
            let scale = scale.and_then(|scale| scale.trim_end_matches('%').parse::<f64>().ok());
            let scale = scale.map(|scale| {
                if scale > 1000.0 {
                    scale / 100_000.0
                } else {
                    scale / 100.0
                }
            });
            node.say("scale", scale.filter(|scale| (0.05..=1.0).contains(scale)));
        }
        let Some(first) = body
            .child("lstStyle")
            .and_then(|list| list.child("lvl1pPr"))
        else {
            return;
        };
        node.say("textAlign", crate::text::align(first));
        if let Some(said) = first.child("defRPr") {
            node.say(
                "textSize",
                plain(said, "sz")
                    .and_then(|size| size.parse::<f64>().ok())
                    .map(|size| size / 100.0),
            );
            node.say(
                "textColor",
                self.theme.fill_in(said).filter(|color| color != "none"),
            );
            node.say(
                "textBold",
                plain(said, "b").map(|bold| bold == "1" || bold == "true"),
            );
        }
    }

    fn picture(&mut self, element: &Element<'_>) -> Node {
        let properties = element.children.first().and_then(|it| it.child("nvPr"));
        let plays = |one: &Element<'_>| {
            matches!(
                one.local(),
                "videoFile" | "audioFile" | "audioCd" | "wavAudioFile" | "quickTimeFile"
            )
        };
        if properties.is_some_and(|it| it.children.iter().any(plays)) {
            return item("Media", element);
        }
        let mut node = Node::new("picture");
        self.look(element, &mut node);
        if let Some(fill) = element.child("blipFill") {
            node.say("media", self.media(fill));
            let side = |name: &str| {
                let cut = fill
                    .child("srcRect")
                    .and_then(|it| plain(it, name))
                    .unwrap_or_default();
                cut.trim_end_matches('%').parse::<f64>().unwrap_or(0.0) / 100_000.0
            };
            let sides = ["l", "t", "r", "b"].map(side);
            if sides.iter().any(|cut| *cut != 0.0) {
                node.set("crop", sides.map(|cut| cut.to_string()).join(" "));
            }
        }
        node
    }

    /// The name of the picture that fills something.
    pub(crate) fn media(&self, fill: &Element<'_>) -> Option<String> {
        let id = relation_of(fill.child("blip")?, "embed")?;
        let target = self.relations.get(&id).filter(|target| !target.outside)?;
        Some(format!("p-{}", name_of(&target.target)))
    }

    fn graphic(&mut self, element: &Element<'_>) -> Node {
        let data = element
            .child("graphic")
            .and_then(|it| it.child("graphicData"));
        if let Some(table) = data.and_then(|data| data.child("tbl")) {
            return self.table(table, element);
        }
        let kind = data.and_then(|data| plain(data, "uri")).unwrap_or_default();
        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
        item(
            match kind.as_str() {
                "chart" | "chartex" => "Chart",
                "diagram" => "SmartArt",
                _ => "Object",
            },
            element,
        )
    }

    fn table(&mut self, table: &Element<'_>, around: &Element<'_>) -> Node {
        let mut node = Node::new("table");
        let columns = table
            .child("tblGrid")
            .map(|grid| grid.children.as_slice())
            .unwrap_or_default();
        let columns: Vec<String> = columns
            .iter()
            .filter_map(|column| plain(column, "w"))
            .collect();
        node.set("cols", columns.join(" "));
        let number = named_of(around)
            .and_then(|it| plain(it, "id"))
            .unwrap_or_default();
        for (at, row) in table
            .children
            .iter()
            .filter(|one| one.local() == "tr")
            .enumerate()
        {
            let mut line = Node::new("row");
            line.say(
                "h",
                plain(row, "h").and_then(|height| height.parse::<f64>().ok()),
            );
            for cell in row.children.iter().filter(|one| one.local() == "tc") {
                let made = self.cell(cell);
                line.push(made);
            }
            let part = Arc::clone(&self.part);
            let kept = format!("{part} row {number} {at}");
            let whole = format!("{kept} {}", self.meaning(row.xml()));
            let piece = Piece {
                part,
                gap: String::new(),
                xml: row.xml().to_owned(),
                node: line.clone(),
            };
            line.set("id", self.origins.pieces.keep(&whole, &kept, piece));
            node.push(line);
        }
        node
    }

    fn cell(&mut self, cell: &Element<'_>) -> Node {
        let mut node = Node::new("cell");
        for (attribute, name) in [("gridSpan", "colspan"), ("rowSpan", "rowspan")] {
            let span = plain(cell, attribute).and_then(|span| span.parse::<f64>().ok());
            node.say(name, span.filter(|span| *span > 1.0));
        }
        let is =
            |name: &str| plain(cell, name).is_some_and(|value| value == "1" || value == "true");
        if is("hMerge") || is("vMerge") {
            node.set("covered", true);
        }
        node.say(
            "fill",
            cell.child("tcPr").and_then(|said| self.theme.fill_in(said)),
        );
        node.children = match cell.child("txBody") {
            Some(body) => self.paragraphs(body),
            None => vec![Child::Node(Node::new("paragraph"))],
        };
        node
    }

    /// What is drawn and not edited, lowest first; what is in groups stands alone.
    pub(crate) fn statics(&mut self, all: &[Element<'_>], within: Within, into: &mut Vec<Json>) {
        for element in all {
            if element.local() == "grpSp" {
                let inner = within.group(xfrm_of(element));
                self.statics(&element.children, inner, into);
                continue;
            }
            let Some(mut node) = self.drawn(element) else {
                continue;
            };
            if node.text("ph").is_none() && matches!(node.tag.as_str(), "shape" | "picture") {
                within.place(&mut node);
                into.push(node.told());
            }
        }
    }

    /// What a group shows, in the coordinates of its inside.
    pub(crate) fn drawing(&mut self, group: &Element<'_>) -> Option<Json> {
        let [x, y, w, h] = frame(xfrm_of(group)?, "chOff", "chExt")?;
        let mut shapes = Vec::new();
        self.statics(&group.children, Within::NOTHING, &mut shapes);
        let mut told = Map::new();
        for (name, value) in [("x", x), ("y", y), ("w", w), ("h", h)] {
            told.insert(name.to_owned(), json!(value));
        }
        told.insert("shapes".to_owned(), Json::Array(shapes));
        Some(Json::Object(told))
    }
}

fn item(label: &str, element: &Element<'_>) -> Node {
    let mut node = Node::new("item");
    node.set("label", label);
    let mut words = String::new();
    words_of(element, &mut words, WORDS);
    node.say("text", Some(words).filter(|words| !words.is_empty()));
    node
}

fn placed(node: &mut Node, xfrm: &Element<'_>) {
    if let Some([x, y, w, h]) = frame(xfrm, "off", "ext") {
        for (name, value) in [("x", x), ("y", y), ("w", w), ("h", h)] {
            node.set(name, value);
        }
    }
    let turned = plain(xfrm, "rot").and_then(|turned| turned.parse::<f64>().ok());
    node.say(
        "rot",
        turned
            .map(|turned| turned / 60_000.0)
            .filter(|turned| *turned != 0.0),
    );
    for name in ["flipH", "flipV"] {
        if plain(xfrm, name).is_some_and(|value| value == "1" || value == "true") {
            node.set(name, true);
        }
    }
}

/// An outline as path data of SVG, in a box of that width and height.
fn outline(custom: &Element<'_>) -> Option<(String, f64, f64)> {
    let list = custom.child("pathLst")?;
    let size = |path: &Element<'_>| -> Option<(f64, f64)> {
        Some((
            plain(path, "w")?.parse().ok()?,
            plain(path, "h")?.parse().ok()?,
        ))
    };
    let (width, height) = size(list.children.first()?)?;
    let mut data = String::new();
    let mut commands = 0;
    for path in list
        .children
        .iter()
        .filter(|path| size(path) == Some((width, height)))
    {
        let mut at = (0.0, 0.0);
        for command in &path.children {
            commands += 1;
            if commands > COMMANDS {
                return None;
            }
            let letter = match command.local() {
                "moveTo" => "M",
                "lnTo" => "L",
                "cubicBezTo" => "C",
                "quadBezTo" => "Q",
                "close" => "Z",
                "arcTo" => {
                    data.push_str(&arc(command, &mut at)?);
                    continue;
                }
                _ => return None,
            };
            data.push_str(letter);
            for point in &command.children {
                at = (
                    plain(point, "x")?.parse().ok()?,
                    plain(point, "y")?.parse().ok()?,
                );
                data.push_str(&format!("{} {} ", at.0, at.1));
            }
        }
    }
    (!data.is_empty()).then_some((data, width, height))
}

fn arc(command: &Element<'_>, at: &mut (f64, f64)) -> Option<String> {
    let number = |name: &str| plain(command, name)?.parse::<f64>().ok();
    let (across, down) = (number("wR")?, number("hR")?);
    let begin = (number("stAng")? / 60_000.0).to_radians();
    let swing = (number("swAng")? / 60_000.0).to_radians();
    let center = (at.0 - across * begin.cos(), at.1 - down * begin.sin());
    let mut data = String::new();
    // In two halves: a whole turn would end where it begins.
    for half in [0.5, 1.0] {
        let angle = begin + swing * half;
        *at = (
            center.0 + across * angle.cos(),
            center.1 + down * angle.sin(),
        );
        let sweep = u8::from(swing > 0.0);
        data.push_str(&format!(
            "A{across} {down} 0 0 {sweep} {:.1} {:.1} ",
            at.0, at.1
        ));
    }
    Some(data)
}
