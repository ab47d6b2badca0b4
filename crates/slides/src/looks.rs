//! What masters and layouts give to slides: places of placeholders, levels of text, what is drawn below.

use std::collections::BTreeMap;
use std::sync::Arc;

use ooxml::xml::Element;
use serde::Serialize;
use serde_json::{Map, Value as Json, json};

use crate::shapes::{Within, placeholder_of, xfrm_of};
use crate::text::{Reading, align, bullet, plain, words_of};
use crate::theme::Theme;
use crate::tree::Node;

/// How text of a level looks.
#[derive(Debug, Clone, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Level {
    size: Option<f64>,
    color: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    align: Option<&'static str>,
    font: Option<String>,
    bullet: Option<String>,
    indent: Option<f64>,
    first: Option<f64>,
    before: Option<f64>,
    before_pct: Option<f64>,
    line: Option<f64>,
}

pub(crate) type Levels = [Level; 9];

impl Level {
    fn over(&mut self, said: &Element<'_>, theme: &Theme) {
        fn put<T>(into: &mut Option<T>, value: Option<T>) {
            if value.is_some() {
                *into = value;
            }
        }
        let number = |name: &str| plain(said, name).and_then(|number| number.parse::<f64>().ok());
        put(&mut self.align, align(said));
        put(&mut self.bullet, bullet(said));
        put(&mut self.indent, number("marL"));
        put(&mut self.first, number("indent"));
        let space = |of: &str, unit: &str| -> Option<f64> {
            let value = plain(said.child(of)?.child(unit)?, "val")?;
            value.trim_end_matches('%').parse::<f64>().ok()
        };
        put(
            &mut self.before,
            space("spcBef", "spcPts").map(|points| points / 100.0),
        );
        put(
            &mut self.before_pct,
            space("spcBef", "spcPct").map(|part| part / 100_000.0),
        );
        put(
            &mut self.line,
            space("lnSpc", "spcPct").map(|part| part / 100_000.0),
        );
        let Some(run) = said.child("defRPr") else {
            return;
        };
        let on = |name: &str| plain(run, name).map(|value| value == "1" || value == "true");
        put(&mut self.bold, on("b"));
        put(&mut self.italic, on("i"));
        put(
            &mut self.size,
            plain(run, "sz")
                .and_then(|size| size.parse::<f64>().ok())
                .map(|size| size / 100.0),
        );
        put(
            &mut self.color,
            theme.fill_in(run).filter(|color| color != "none"),
        );
        put(
            &mut self.font,
            run.child("latin")
                .and_then(|latin| theme.font(&plain(latin, "typeface")?)),
        );
    }
}

/// Lays what a list of levels says over what they have.
pub(crate) fn over(levels: &mut Levels, list: Option<&Element<'_>>, theme: &Theme) {
    let Some(list) = list else { return };
    for (at, level) in levels.iter_mut().enumerate() {
        if let Some(said) = list.child(&format!("lvl{}pPr", at + 1)) {
            level.over(said, theme);
        }
    }
}

/// What every text looks like of which nothing is said.
pub(crate) fn plainest(theme: &Theme) -> Levels {
    let color = theme.of_name("tx1").or_else(|| theme.of_name("dk1"));
    let level = Level {
        size: Some(18.0),
        color: color.or_else(|| Some("#000000".to_owned())),
        bold: Some(false),
        italic: Some(false),
        align: Some("left"),
        font: theme.font("+mn-lt"),
        bullet: Some("none".to_owned()),
        indent: Some(0.0),
        first: Some(0.0),
        ..Level::default()
    };
    std::array::from_fn(|_| level.clone())
}

/// A placeholder.
#[derive(Debug, Clone)]
struct Place {
    kind: String,
    number: String,
    node: Node,
    levels: Levels,
    prompt: String,
}

/// What a master gives to its layouts.
pub(crate) struct Master {
    pub(crate) theme: Theme,
    title: Levels,
    body: Levels,
    pub(crate) other: Levels,
    places: Vec<Place>,
    shapes: Vec<Json>,
    background: Background,
}

/// What is behind everything.
#[derive(Debug, Clone, Default)]
struct Background {
    color: Option<String>,
    media: Option<String>,
}

/// What a layout gives to its slides.
pub(crate) struct Layout {
    pub(crate) theme: Theme,
    pub(crate) told: Json,
    /// Its placeholders: types and numbers.
    places: Vec<(String, String)>,
}

impl Master {
    /// Reads a master; `usual` is what the presentation says of text.
    pub(crate) fn read(
        mut reading: Reading<'_>,
        root: &Element<'_>,
        usual: Option<&Element<'_>>,
    ) -> Self {
        let theme = reading.theme.clone();
        let mut base = plainest(&theme);
        over(&mut base, usual, &theme);
        let styles = root.child("txStyles");
        let of = |name: &str| {
            let mut levels = base.clone();
            over(
                &mut levels,
                styles.and_then(|styles| styles.child(name)),
                &theme,
            );
            levels
        };
        let mut master = Self {
            title: of("titleStyle"),
            body: of("bodyStyle"),
            other: of("otherStyle"),
            places: Vec::new(),
            shapes: Vec::new(),
            background: background(&reading, root),
            theme: theme.clone(),
        };
        let drawn = tree_of(root);
        let places: Vec<Place> = drawn
            .iter()
            .filter_map(|one| {
                let (kind, _) = placeholder_of(one)?;
                place(&reading, one, master.levels(&kind), None)
            })
            .collect();
        master.places = places;
        reading.statics(drawn, Within::NOTHING, &mut master.shapes);
        master
    }

    fn levels(&self, kind: &str) -> &Levels {
        match class(kind) {
            "title" => &self.title,
            "body" => &self.body,
            _ => &self.other,
        }
    }
}

impl Layout {
    /// Reads a layout of a master.
    pub(crate) fn read(mut reading: Reading<'_>, root: &Element<'_>, master: &Master) -> Self {
        let own = background(&reading, root);
        let behind = if own.color.is_none() && own.media.is_none() {
            master.background.clone()
        } else {
            own
        };
        let mut shapes = match plain(root, "showMasterSp").as_deref() {
            Some("0" | "false") => Vec::new(),
            _ => master.shapes.clone(),
        };
        let drawn = tree_of(root);
        reading.statics(drawn, Within::NOTHING, &mut shapes);
        let mut places = Vec::new();
        let mut told_places = Map::new();
        for one in drawn {
            let Some((kind, _)) = placeholder_of(one) else {
                continue;
            };
            let above = master
                .places
                .iter()
                .find(|place| class(&place.kind) == class(&kind));
            let levels = above.map_or_else(|| master.levels(&kind), |above| &above.levels);
            if let Some(place) = place(&reading, one, levels, above) {
                told_places.insert(format!("{}:{}", place.kind, place.number), told(&place));
                places.push((place.kind, place.number));
            }
        }
        let name = root.child("cSld").and_then(|it| plain(it, "name"));
        let told = json!({
            "key": &*reading.part,
            "name": name.unwrap_or_default(),
            "kind": plain(root, "type").unwrap_or_else(|| "cust".to_owned()),
            "bg": behind.color,
            "bgMedia": behind.media,
            "shapes": shapes,
            "placeholders": told_places,
        });
        Self {
            theme: reading.theme.clone(),
            told,
            places,
        }
    }

    /// The placeholder of the layout that one on a slide stands for.
    pub(crate) fn place(&self, ph: &str) -> Option<String> {
        let (kind, number) = ph.split_once(':')?;
        let same = |place: &&(String, String)| place.0 == kind && place.1 == number;
        let numbered = |place: &&(String, String)| number != "0" && place.1 == number;
        let alike = |place: &&(String, String)| class(&place.0) == class(kind);
        let all = || self.places.iter();
        let found = all()
            .find(same)
            .or_else(|| all().find(numbered))
            .or_else(|| all().find(alike))?;
        Some(format!("{}:{}", found.0, found.1))
    }
}

/// Which style of text and which placeholder of the master a type belongs to.
fn class(kind: &str) -> &str {
    match kind {
        "title" | "ctrTitle" => "title",
        "dt" | "ftr" | "sldNum" | "hdr" => kind,
        _ => "body",
    }
}

fn tree_of<'e, 'a>(root: &'e Element<'a>) -> &'e [Element<'a>] {
    let tree = root.child("cSld").and_then(|it| it.child("spTree"));
    tree.map(|tree| tree.children.as_slice())
        .unwrap_or_default()
}

fn place(
    reading: &Reading<'_>,
    element: &Element<'_>,
    levels: &Levels,
    above: Option<&Place>,
) -> Option<Place> {
    let (kind, number) = placeholder_of(element)?;
    let mut node = above.map(|above| above.node.clone()).unwrap_or_default();
    if let Some(xfrm) = xfrm_of(element) {
        let number = |of: &str, name: &str| {
            xfrm.child(of)
                .and_then(|it| plain(it, name)?.parse::<f64>().ok())
        };
        for (name, of, attribute) in [
            ("x", "off", "x"),
            ("y", "off", "y"),
            ("w", "ext", "cx"),
            ("h", "ext", "cy"),
        ] {
            node.say(name, number(of, attribute));
        }
        let turned = plain(xfrm, "rot").and_then(|turned| turned.parse::<f64>().ok());
        node.say("rot", turned.map(|turned| turned / 60_000.0));
    }
    if let Some(properties) = element.child("spPr") {
        node.say("fill", reading.theme.fill_in(properties));
        let line = properties
            .child("ln")
            .and_then(|line| reading.theme.fill_in(line));
        node.say("line", line);
    }
    let mut levels = levels.clone();
    let mut prompt = String::new();
    if let Some(body) = element.child("txBody") {
        reading.body_looks(body, &mut node);
        over(&mut levels, body.child("lstStyle"), reading.theme);
        let first = body.child("p");
        if let Some(first) = first {
            words_of(first, &mut prompt, 100);
        }
    }
    Some(Place {
        kind,
        number,
        node,
        levels,
        prompt,
    })
}

fn told(place: &Place) -> Json {
    let Json::Object(mut told) = place.node.told() else {
        return Json::Null;
    };
    told.remove("kind");
    let offered = !matches!(place.kind.as_str(), "dt" | "ftr" | "sldNum" | "hdr");
    told.insert("offer".to_owned(), json!(offered));
    told.insert("prompt".to_owned(), json!(place.prompt));
    told.entry("anchor").or_insert_with(|| json!("top"));
    told.entry("inset")
        .or_insert_with(|| json!("91440 45720 91440 45720"));
    told.insert("levels".to_owned(), json!(place.levels));
    Json::Object(told)
}

fn background(reading: &Reading<'_>, root: &Element<'_>) -> Background {
    let Some(said) = root.child("cSld").and_then(|it| it.child("bg")) else {
        return Background::default();
    };
    let mut background = Background::default();
    if let Some(properties) = said.child("bgPr") {
        background.color = reading
            .theme
            .fill_in(properties)
            .filter(|color| color != "none");
        background.media = properties
            .child("blipFill")
            .and_then(|fill| reading.media(fill));
    } else if let Some(reference) = said.child("bgRef") {
        background.color = reading.theme.color_in(reference);
    }
    background
}

/// The colour of a slide's own background.
pub(crate) fn own_background(reading: &Reading<'_>, root: &Element<'_>) -> Option<String> {
    background(reading, root).color
}

/// Layouts by the names of their parts.
pub(crate) type Layouts = BTreeMap<Arc<str>, Layout>;
