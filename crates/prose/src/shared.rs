//! The tree in a Yjs document, as `y-prosemirror` keeps it: an element a node, its attributes, and marks as the formats of
//! text. Anybody may have written anything: what the tree has not is passed over, and what would break the pages of
//! others is refused when it comes.

use std::collections::HashMap;
use std::sync::Arc;

use parking_lot::Mutex;
use yrs::types::text::{Diff, YChange};
use yrs::types::{Attrs, Change, Delta, EntryChange, Event, Events};
use yrs::{
    Any, Array as _, ArrayRef, DeepObservable as _, In, Out, ReadTxn, Text as _, TransactionMut,
    Xml as _, XmlElementPrelim, XmlElementRef, XmlFragment, XmlFragmentRef, XmlOut, XmlTextPrelim,
    XmlTextRef,
};

use crate::originals::stays;
use crate::properties::word;
use crate::tree::{
    Align, Aside, Block, Break, Cell, Inline, Link, List, Marks, Paragraph, Row, Table, Vertical,
    joined,
};

/// Name of the fragment in the document.
pub const PROSE: &str = "prose";

/// Nodes inside of nodes.
pub const DEEPEST: usize = 32;
/// Nodes that are read.
const NODES: usize = 400_000;
/// Bytes of an attribute.
const ATTRIBUTE: usize = 64 << 10;

/// The tree has more nodes than are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("This document has become too large.")]
pub struct TooMuch;

/// A change brought what no page can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("Only text can be edited here.")]
pub struct NoProse;

// Into the document.

/// Puts blocks at the beginning of a fragment.
pub fn seed(transaction: &mut TransactionMut<'_>, fragment: &XmlFragmentRef, blocks: &[Block]) {
    // From behind: each is put where no others have to be counted.
    for block in blocks.iter().rev() {
        put(transaction, fragment, 0, block);
    }
}

/// Makes a fragment hold other blocks by replacing the stretch in which they differ.
pub fn become_blocks(
    transaction: &mut TransactionMut<'_>,
    fragment: &XmlFragmentRef,
    wanted: &[Block],
) -> Result<(), TooMuch> {
    let mut reader = Reader::default();
    let mut had = Vec::new();
    for child in children(transaction, fragment.as_ref()) {
        let mut blocks = Vec::new();
        reader.block(transaction, child, 0, &mut blocks)?;
        had.push(blocks);
    }
    let same = |(had, wanted): &(&Vec<Block>, &Block)| matches!(had.as_slice(), [one] if alike(one, wanted));
    let start = had.iter().zip(wanted).take_while(same).count();
    let rest = had.len().min(wanted.len()) - start;
    let end = had.iter().rev().zip(wanted.iter().rev()).take(rest);
    let end = end.take_while(same).count();
    let number = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
    let removed = had.len() - start - end;
    if removed > 0 {
        fragment.remove_range(transaction, number(start), number(removed));
    }
    let added = wanted.get(start..wanted.len() - end).unwrap_or_default();
    for block in added.iter().rev() {
        put(transaction, fragment, number(start), block);
    }
    Ok(())
}

/// Whether two blocks are the same but for the whole they were once read from.
fn alike(one: &Block, other: &Block) -> bool {
    let bare = |paragraph: &Paragraph| Paragraph {
        id: paragraph.id.as_deref().and_then(stays).map(str::to_owned),
        ..paragraph.clone()
    };
    match (one, other) {
        (Block::Paragraph(one), Block::Paragraph(other)) => bare(one) == bare(other),
        _ => one == other,
    }
}

fn put(transaction: &mut TransactionMut<'_>, into: &impl XmlFragment, at: u32, block: &Block) {
    match block {
        Block::Paragraph(paragraph) => put_paragraph(transaction, into, at, paragraph),
        Block::Table(table) => {
            let made = into.insert(transaction, at, XmlElementPrelim::empty("table"));
            say(transaction, &made, "id", table.id.as_deref());
            for row in table.rows.iter().rev() {
                put_row(transaction, &made, row);
            }
        }
        Block::Opaque { id, label, text } => {
            let made = into.insert(transaction, at, XmlElementPrelim::empty("opaque_block"));
            say(transaction, &made, "id", Some(id.as_str()));
            say(transaction, &made, "label", Some(label.0.as_str()));
            let text = Some(text.0.as_str()).filter(|text| !text.is_empty());
            say(transaction, &made, "text", text);
        }
    }
}

fn put_row(transaction: &mut TransactionMut<'_>, table: &XmlElementRef, row: &Row) {
    let made = table.insert(transaction, 0, XmlElementPrelim::empty("table_row"));
    say(transaction, &made, "id", row.id.as_deref());
    for cell in row.cells.iter().rev() {
        let made = made.insert(transaction, 0, XmlElementPrelim::empty("table_cell"));
        say(transaction, &made, "id", cell.id.as_deref());
        let more = |count: u32| Some(count).filter(|count| *count > 1);
        say(transaction, &made, "colspan", more(cell.columns.0));
        say(transaction, &made, "rowspan", more(cell.rows.0));
        say(transaction, &made, "width", cell.width.0);
        say(transaction, &made, "fill", cell.fill.0.as_deref());
        for block in cell.blocks.iter().rev() {
            put(transaction, &made, 0, block);
        }
    }
}

/// Sets an attribute, when there is a value.
fn say<V: Into<Any>>(
    transaction: &mut TransactionMut<'_>,
    element: &XmlElementRef,
    name: &str,
    value: Option<V>,
) {
    if let Some(value) = value {
        element.insert_attribute(transaction, name, value.into());
    }
}

fn put_paragraph(
    transaction: &mut TransactionMut<'_>,
    into: &impl XmlFragment,
    at: u32,
    paragraph: &Paragraph,
) {
    let made = into.insert(transaction, at, XmlElementPrelim::empty("paragraph"));
    say(transaction, &made, "id", paragraph.id.as_deref());
    say(transaction, &made, "style", paragraph.style.as_deref());
    say(transaction, &made, "align", paragraph.align.map(align_word));
    say(
        transaction,
        &made,
        "list",
        paragraph.list.map(|(kind, _)| word(kind)),
    );
    say(
        transaction,
        &made,
        "level",
        paragraph.list.map(|(_, level)| u32::from(level)),
    );
    let looks = &paragraph.looks.0;
    say(transaction, &made, "num", looks.list.as_deref());
    for (name, points) in [
        ("indent", looks.indent),
        ("firstLine", looks.first_line),
        ("before", looks.before),
        ("after", looks.after),
        ("line", looks.line),
    ] {
        say(transaction, &made, name, points);
    }
    let mut text: Vec<Delta<In>> = Vec::new();
    let flush = |transaction: &mut TransactionMut<'_>, text: &mut Vec<Delta<In>>| {
        if !text.is_empty() {
            let run = made.push_back(transaction, XmlTextPrelim::new(""));
            run.apply_delta(transaction, std::mem::take(text));
        }
    };
    for piece in &paragraph.content {
        if let Inline::Text(characters, marks) = piece {
            let formats = formats(marks);
            let formats = (!formats.is_empty()).then(|| Box::new(formats));
            text.push(Delta::Inserted(
                In::Any(characters.as_str().into()),
                formats,
            ));
            continue;
        }
        flush(transaction, &mut text);
        put_piece(transaction, &made, piece);
    }
    flush(transaction, &mut text);
}

fn put_piece(transaction: &mut TransactionMut<'_>, into: &XmlElementRef, piece: &Inline) {
    let mut made = |name: &str| into.push_back(transaction, XmlElementPrelim::empty(name));
    match piece {
        Inline::Text(..) => {}
        Inline::Tab(run) => {
            let made = made("tab");
            say(transaction, &made, "run", run.as_deref());
        }
        Inline::Break(kind, run) => {
            let made = made("hard_break");
            let kind = match kind {
                Break::Line => None,
                Break::Page => Some("page"),
                Break::Column => Some("column"),
            };
            say(transaction, &made, "kind", kind);
            say(transaction, &made, "run", run.as_deref());
        }
        Inline::Picture {
            id,
            width,
            height,
            alt,
        } => {
            let made = made("picture");
            say(transaction, &made, "id", Some(id.as_str()));
            say(transaction, &made, "width", Some(width.0));
            say(transaction, &made, "height", Some(height.0));
            let alt = Some(alt.0.as_str()).filter(|alt| !alt.is_empty());
            say(transaction, &made, "alt", alt);
        }
        Inline::Opaque { id, label } => {
            let made = made("opaque");
            say(transaction, &made, "id", Some(id.as_str()));
            say(transaction, &made, "label", Some(label.0.as_str()));
        }
    }
}

fn align_word(align: Align) -> &'static str {
    match align {
        Align::Left => "left",
        Align::Center => "center",
        Align::Right => "right",
        Align::Justify => "justify",
    }
}

fn formats(marks: &Marks) -> Attrs {
    let mut all = Attrs::new();
    let mut set = |name: &str, values: Vec<(&str, Any)>| {
        let values = values
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value));
        let values: HashMap<String, Any> = values.collect();
        all.insert(name.into(), Any::Map(Arc::new(values)));
    };
    let toggles = [
        ("bold", marks.bold),
        ("italic", marks.italic),
        ("underline", marks.underline),
        ("strike", marks.strike),
    ];
    for (name, on) in toggles {
        match on {
            Some(true) => set(name, Vec::new()),
            Some(false) => set(name, vec![("off", true.into())]),
            None => {}
        }
    }
    let texts = [
        ("color", &marks.color),
        ("highlight", &marks.highlight),
        ("font", &marks.font),
    ];
    for (name, value) in texts {
        if let Some(value) = value {
            set(name, vec![("value", value.as_str().into())]);
        }
    }
    if let Some(size) = marks.size {
        let points: Any = match size % 2 {
            0 => (size / 2).into(),
            _ => (f64::from(size) / 2.0).into(),
        };
        set("size", vec![("value", points)]);
    }
    if let Some(vertical) = marks.vertical {
        let value = match vertical {
            Vertical::Super => "super",
            Vertical::Sub => "sub",
        };
        set("vertical", vec![("value", value.into())]);
    }
    if let Some(link) = &marks.link {
        let mut values = vec![("href", link.href.as_str().into())];
        values.extend(link.id.as_deref().map(|id| ("id", id.into())));
        set("link", values);
    }
    if let Some(run) = &marks.run {
        set("run", vec![("id", run.as_str().into())]);
    }
    all
}

// Out of the document.

/// The blocks of a fragment, at least one.
///
/// # Errors
/// There are too many nodes.
pub fn blocks(
    transaction: &impl ReadTxn,
    fragment: &XmlFragmentRef,
) -> Result<Vec<Block>, TooMuch> {
    let mut reader = Reader::default();
    let mut all = Vec::new();
    for child in children(transaction, fragment.as_ref()) {
        reader.block(transaction, child, 0, &mut all)?;
    }
    if all.is_empty() {
        all.push(Block::Paragraph(Paragraph::default()));
    }
    Ok(all)
}

/// All children, of whatever kind: the iterators over XML end at the first that is none.
fn children(transaction: &impl ReadTxn, of: &ArrayRef) -> Vec<Out> {
    of.iter(transaction).collect()
}

#[derive(Default)]
struct Reader {
    nodes: usize,
}

impl Reader {
    fn count(&mut self) -> Result<(), TooMuch> {
        self.nodes += 1;
        if self.nodes > NODES {
            Err(TooMuch)
        } else {
            Ok(())
        }
    }

    fn block(
        &mut self,
        transaction: &impl ReadTxn,
        node: Out,
        depth: usize,
        into: &mut Vec<Block>,
    ) -> Result<(), TooMuch> {
        self.count()?;
        if depth > DEEPEST {
            return Ok(());
        }
        match node {
            Out::YXmlElement(element) => match element.tag().as_ref() {
                "paragraph" => {
                    let paragraph = self.paragraph(transaction, &element, depth)?;
                    into.push(Block::Paragraph(paragraph));
                }
                "table" => into.extend(self.table(transaction, &element, depth)?),
                "opaque_block" => into.extend(opaque_block(transaction, &element)),
                _ => self.unknown(transaction, &element, depth, into)?,
            },
            Out::YXmlText(text) => {
                let mut content = Vec::new();
                self.text(transaction, &text, depth, &mut content)?;
                into.extend(paragraph_of(content));
            }
            Out::YXmlFragment(fragment) => {
                for child in children(transaction, fragment.as_ref()) {
                    self.block(transaction, child, depth + 1, into)?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    /// Of a node the tree has not, its blocks are taken, or else its text.
    fn unknown(
        &mut self,
        transaction: &impl ReadTxn,
        element: &XmlElementRef,
        depth: usize,
        into: &mut Vec<Block>,
    ) -> Result<(), TooMuch> {
        const INLINE: [&str; 4] = ["hard_break", "tab", "picture", "opaque"];
        let inside = children(transaction, element.as_ref());
        let is_block = |child: &Out| match child {
            Out::YXmlElement(child) => !INLINE.contains(&child.tag().as_ref()),
            _ => false,
        };
        if inside.iter().any(is_block) {
            for child in inside {
                self.block(transaction, child, depth + 1, into)?;
            }
            return Ok(());
        }
        let mut content = Vec::new();
        self.piece(
            transaction,
            Out::YXmlElement(element.clone()),
            depth,
            &mut content,
        )?;
        into.extend(paragraph_of(content));
        Ok(())
    }

    fn paragraph(
        &mut self,
        transaction: &impl ReadTxn,
        element: &XmlElementRef,
        depth: usize,
    ) -> Result<Paragraph, TooMuch> {
        let mut content = Vec::new();
        for child in children(transaction, element.as_ref()) {
            self.piece(transaction, child, depth + 1, &mut content)?;
        }
        let get = |name| string(attribute(transaction, element, name));
        let kind = match get("list").as_deref() {
            Some("bullet") => Some(List::Bullet),
            Some("number") => Some(List::Number),
            _ => None,
        };
        let level = number(attribute(transaction, element, "level")).unwrap_or(0.0);
        Ok(Paragraph {
            id: get("id"),
            style: get("style"),
            align: match get("align").as_deref() {
                Some("left") => Some(Align::Left),
                Some("center") => Some(Align::Center),
                Some("right") => Some(Align::Right),
                Some("justify") => Some(Align::Justify),
                _ => None,
            },
            list: kind.map(|kind| (kind, level.clamp(0.0, 8.0) as u8)),
            looks: Aside::default(),
            content: joined(content),
        })
    }

    fn piece(
        &mut self,
        transaction: &impl ReadTxn,
        node: Out,
        depth: usize,
        into: &mut Vec<Inline>,
    ) -> Result<(), TooMuch> {
        self.count()?;
        if depth > DEEPEST {
            return Ok(());
        }
        let element = match node {
            Out::YXmlText(text) => return self.text(transaction, &text, depth, into),
            Out::YXmlElement(element) => element,
            _ => return Ok(()),
        };
        let get = |name| string(attribute(transaction, &element, name));
        let pixels = |name| {
            let pixels = number(attribute(transaction, &element, name)).unwrap_or(0.0);
            Aside(pixels.clamp(0.0, 10_000.0) as u32)
        };
        match element.tag().as_ref() {
            "tab" => into.push(Inline::Tab(get("run"))),
            "hard_break" => {
                let kind = match get("kind").as_deref() {
                    Some("page") => Break::Page,
                    Some("column") => Break::Column,
                    _ => Break::Line,
                };
                into.push(Inline::Break(kind, get("run")));
            }
            "picture" => into.extend(get("id").map(|id| Inline::Picture {
                id,
                width: pixels("width"),
                height: pixels("height"),
                alt: Aside(get("alt").unwrap_or_default()),
            })),
            "opaque" => into.extend(get("id").map(|id| Inline::Opaque {
                id,
                label: Aside(get("label").unwrap_or_default()),
            })),
            _ => {
                for child in children(transaction, element.as_ref()) {
                    self.piece(transaction, child, depth + 1, into)?;
                }
            }
        }
        Ok(())
    }

    fn text(
        &mut self,
        transaction: &impl ReadTxn,
        text: &XmlTextRef,
        depth: usize,
        into: &mut Vec<Inline>,
    ) -> Result<(), TooMuch> {
        let pieces: Vec<Diff<YChange>> = text.diff(transaction, YChange::identity);
        for piece in pieces {
            match piece.insert {
                Out::Any(Any::String(characters)) => {
                    self.count()?;
                    let marks = piece.attributes.as_deref().map(marks).unwrap_or_default();
                    into.push(Inline::Text(characters.to_string(), marks));
                }
                Out::YXmlElement(element) => {
                    self.piece(transaction, Out::YXmlElement(element), depth + 1, into)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// A table with at least one cell.
    fn table(
        &mut self,
        transaction: &impl ReadTxn,
        element: &XmlElementRef,
        depth: usize,
    ) -> Result<Option<Block>, TooMuch> {
        let mut rows = Vec::new();
        for row in elements(transaction, element, "table_row") {
            self.count()?;
            let mut cells = Vec::new();
            for cell in elements(transaction, &row, "table_cell") {
                cells.push(self.cell(transaction, &cell, depth)?);
            }
            if !cells.is_empty() {
                let id = string(attribute(transaction, &row, "id"));
                rows.push(Row { id, cells });
            }
        }
        let id = string(attribute(transaction, element, "id"));
        Ok((!rows.is_empty()).then_some(Block::Table(Table { id, rows })))
    }

    fn cell(
        &mut self,
        transaction: &impl ReadTxn,
        element: &XmlElementRef,
        depth: usize,
    ) -> Result<Cell, TooMuch> {
        self.count()?;
        let mut blocks = Vec::new();
        for child in children(transaction, element.as_ref()) {
            self.block(transaction, child, depth + 3, &mut blocks)?;
        }
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Paragraph::default()));
        }
        let get = |name| number(attribute(transaction, element, name));
        let count = |name| Aside(get(name).unwrap_or(1.0).clamp(1.0, 1000.0) as u32);
        Ok(Cell {
            id: string(attribute(transaction, element, "id")),
            columns: count("colspan"),
            rows: count("rowspan"),
            width: Aside(get("width").map(|width| width.clamp(1.0, 5000.0) as u32)),
            fill: Aside::default(),
            blocks,
        })
    }
}

fn elements(
    transaction: &impl ReadTxn,
    of: &XmlElementRef,
    tag: &str,
) -> impl Iterator<Item = XmlElementRef> {
    children(transaction, of.as_ref())
        .into_iter()
        .filter_map(move |child| match child {
            Out::YXmlElement(element) if element.tag().as_ref() == tag => Some(element),
            _ => None,
        })
        .collect::<Vec<_>>()
        .into_iter()
}

fn paragraph_of(content: Vec<Inline>) -> Option<Block> {
    let content = joined(content);
    (!content.is_empty()).then(|| {
        Block::Paragraph(Paragraph {
            content,
            ..Paragraph::default()
        })
    })
}

fn opaque_block(transaction: &impl ReadTxn, element: &XmlElementRef) -> Option<Block> {
    let get = |name| string(attribute(transaction, element, name));
    Some(Block::Opaque {
        id: get("id")?,
        label: Aside(get("label").unwrap_or_default()),
        text: Aside(get("text").unwrap_or_default()),
    })
}

fn attribute(transaction: &impl ReadTxn, element: &XmlElementRef, name: &str) -> Option<Any> {
    match element.get_attribute(transaction, name) {
        Some(Out::Any(value)) => Some(value),
        _ => None,
    }
}

fn string(value: Option<Any>) -> Option<String> {
    match value {
        Some(Any::String(text)) if !text.is_empty() && text.len() <= ATTRIBUTE => {
            Some(text.to_string())
        }
        _ => None,
    }
}

fn number(value: Option<Any>) -> Option<f64> {
    let number = match value? {
        Any::Number(number) => number.as_f64()?,
        Any::String(text) => text.parse().ok()?,
        _ => return None,
    };
    number.is_finite().then_some(number)
}

/// The marks of formats. `y-prosemirror` writes those that may overlap as `name--hash`.
fn marks(formats: &Attrs) -> Marks {
    let mut names: Vec<&Arc<str>> = formats.keys().collect();
    names.sort_unstable();
    let mut marks = Marks::default();
    for name in names {
        let value = formats.get(name).unwrap_or(&Any::Null);
        if matches!(value, Any::Null | Any::Undefined | Any::Bool(false)) {
            continue;
        }
        let inside = |name: &str| match value {
            Any::Map(values) => values.get(name).cloned(),
            _ => None,
        };
        let text = || string(inside("value"));
        let on = || Some(!matches!(inside("off"), Some(Any::Bool(true))));
        match name.split("--").next().unwrap_or_default() {
            "bold" => marks.bold = on(),
            "italic" => marks.italic = on(),
            "underline" => marks.underline = on(),
            "strike" => marks.strike = on(),
            "color" => marks.color = text().and_then(|color| color_of(&color)),
            "highlight" => marks.highlight = text().filter(|name| is_word(name)),
            "font" => marks.font = text(),
            "size" => {
                let points = number(inside("value")).map(|points| (points * 2.0).round());
                let fits = points.filter(|size| (2.0..=3276.0).contains(size));
                marks.size = fits.map(|size| size as u32);
            }
            "vertical" => {
                marks.vertical = match text().as_deref() {
                    Some("super") => Some(Vertical::Super),
                    Some("sub") => Some(Vertical::Sub),
                    _ => None,
                }
            }
            "link" => {
                let id = string(inside("id"));
                let href = string(inside("href"));
                // A link of the document may lead nowhere; one of a client may not.
                let href = href.or_else(|| id.is_some().then(String::new));
                marks.link = href.map(|href| Link { href, id });
            }
            "run" => marks.run = string(inside("id")),
            _ => {}
        }
    }
    marks
}

fn color_of(color: &str) -> Option<String> {
    let digits = color.strip_prefix('#')?;
    let fits = digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    fits.then(|| format!("#{}", digits.to_ascii_lowercase()))
}

fn is_word(text: &str) -> bool {
    text.len() <= 32 && text.bytes().all(|byte| byte.is_ascii_alphabetic())
}

// What comes in.

/// Looks at what one change brings into a fragment.
pub struct Watch {
    fragment: XmlFragmentRef,
    seen: Arc<Mutex<bool>>,
}

impl Watch {
    /// From now on.
    #[must_use]
    pub fn over(fragment: XmlFragmentRef) -> Self {
        let seen = Arc::new(Mutex::new(true));
        let tell = Arc::clone(&seen);
        fragment.observe_deep(PROSE, move |transaction, events| {
            if !are_prose(transaction, events) {
                *tell.lock() = false;
            }
        });
        Self { fragment, seen }
    }

    /// What it was.
    ///
    /// # Errors
    /// [`NoProse`]: something else than nodes, their attributes and text came in.
    pub fn end(self) -> Result<(), NoProse> {
        self.fragment.unobserve_deep(PROSE);
        match *self.seen.lock() {
            true => Ok(()),
            false => Err(NoProse),
        }
    }
}

fn are_prose(transaction: &TransactionMut<'_>, events: &Events<'_>) -> bool {
    events.iter().all(|event| match event {
        Event::XmlFragment(event) => {
            let Some(depth) = depth_of(event.target().clone()) else {
                return false;
            };
            let nodes = event.delta(transaction).iter().all(|change| match change {
                Change::Added(nodes) => nodes.iter().all(|node| is_node(transaction, node, depth)),
                Change::Removed(_) | Change::Retain(_) => true,
            });
            nodes && event.keys(transaction).values().all(is_value)
        }
        Event::XmlText(event) => {
            let text = event.delta(transaction).iter().all(|change| match change {
                Delta::Inserted(piece, _) => matches!(piece, Out::Any(Any::String(_))),
                Delta::Deleted(_) | Delta::Retain(..) => true,
            });
            let depth = depth_of(XmlOut::Text(event.target().clone()));
            text && depth.is_some() && event.keys(transaction).values().all(is_value)
        }
        _ => false,
    })
}

fn is_value(change: &EntryChange) -> bool {
    match change {
        EntryChange::Inserted(value) | EntryChange::Updated(_, value) => {
            matches!(value, Out::Any(_))
        }
        EntryChange::Removed(_) => true,
    }
}

/// How deep a node stands; nothing beyond [`DEEPEST`].
fn depth_of(mut node: XmlOut) -> Option<usize> {
    for depth in 0..DEEPEST {
        let parent = match &node {
            XmlOut::Element(element) => element.parent(),
            XmlOut::Text(text) => text.parent(),
            XmlOut::Fragment(fragment) => fragment.parent(),
        };
        match parent {
            Some(parent) => node = parent,
            None => return Some(depth),
        }
    }
    None
}

fn is_node(transaction: &impl ReadTxn, node: &Out, depth: usize) -> bool {
    if depth >= DEEPEST {
        return false;
    }
    match node {
        Out::YXmlElement(element) => {
            let mut values = element.attributes(transaction);
            values.all(|(_, value)| matches!(value, Out::Any(_)))
                && children(transaction, element.as_ref())
                    .iter()
                    .all(|child| is_node(transaction, child, depth + 1))
        }
        Out::YXmlText(text) => text
            .diff(transaction, YChange::identity)
            .iter()
            .all(|piece| matches!(piece.insert, Out::Any(Any::String(_)))),
        _ => false,
    }
}
