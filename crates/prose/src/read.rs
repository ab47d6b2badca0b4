//! From the XML of a body to the tree, with a note of what stands behind every name.

use std::collections::HashMap;

use crate::numbering::Numbering;
use crate::originals::{
    Frame, Head, Numbered, Originals, RowFrame, Whole, both, name_of, paragraph_id,
};
use crate::package::{Relations, Unopenable};
use crate::properties::{hex, layout, looks, marks, rest_of_paragraph, rest_of_run};
use crate::styles::Styles;
use crate::tree::{
    Aside, Block, Break, Cell, Inline, Link, List, Looks, Marks, Paragraph, Row, Table, joined,
};
use crate::xml::Element;

/// Paragraphs of a document.
const PARAGRAPHS: usize = 20_000;
/// Tables inside of tables.
const TABLES: usize = 6;
/// Paragraphs that one field covers.
const FIELD: usize = 2000;
/// Characters of a label, and of the text told of an opaque block.
const LABEL: usize = 200;
const TEXT: usize = 1000;
/// English metric units of a pixel, and twentieths of a point.
const EMU: f64 = 9525.0;
const TWENTIETHS: f64 = 15.0;

/// Marks between blocks or between pieces of a paragraph that show nothing.
const UNSEEN: [&str; 14] = [
    "bookmarkStart",
    "bookmarkEnd",
    "proofErr",
    "commentRangeStart",
    "commentRangeEnd",
    "permStart",
    "permEnd",
    "moveFromRangeStart",
    "moveFromRangeEnd",
    "moveToRangeStart",
    "moveToRangeEnd",
    "customXmlInsRangeStart",
    "customXmlInsRangeEnd",
    "lastRenderedPageBreak",
];

/// What is read with.
pub(crate) struct Reading<'a> {
    pub(crate) part: &'a str,
    pub(crate) styles: &'a Styles,
    pub(crate) numbering: &'a Numbering,
    pub(crate) relations: &'a Relations,
    pub(crate) originals: Originals,
    paragraphs: usize,
    notes: usize,
}

impl<'a> Reading<'a> {
    pub(crate) fn new(
        part: &'a str,
        styles: &'a Styles,
        numbering: &'a Numbering,
        relations: &'a Relations,
    ) -> Self {
        Self {
            part,
            styles,
            numbering,
            relations,
            originals: Originals::default(),
            paragraphs: 0,
            notes: 0,
        }
    }

    fn piece(&self, from: usize, to: usize) -> &'a str {
        self.part.get(from..to).unwrap_or_default()
    }

    /// The blocks among these elements, which begin at a place; gives where the last of them ends.
    pub(crate) fn blocks(
        &mut self,
        elements: &[Element<'a>],
        begin: usize,
        depth: usize,
    ) -> Result<(Vec<Block>, usize), Unopenable> {
        let mut blocks = Vec::new();
        let mut end = begin;
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            at += 1;
            match element.local() {
                "sectPr" => break,
                name if UNSEEN.contains(&name) => continue,
                _ => {}
            }
            let (mut last, mut field) = (element, field_depth(element));
            let mut beyond = at;
            while field > 0
                && let Some(next) = elements.get(beyond)
                && beyond < at + FIELD
            {
                beyond += 1;
                field += field_depth(next);
                last = next;
            }
            let over = beyond > at && field <= 0;
            let block = match element.local() {
                _ if over => {
                    at = beyond;
                    self.opaque_block(end, element, last, "Field")
                }
                "p" => Block::Paragraph(self.paragraph(element, end)?),
                "tbl" if depth < TABLES => match self.table(element, end, depth)? {
                    Some(table) => Block::Table(table),
                    None => self.opaque_block(end, element, element, "Table"),
                },
                _ => self.opaque_block(end, element, element, label_of_block(element)),
            };
            end = if over { last.end } else { element.end };
            blocks.push(block);
        }
        Ok((blocks, end))
    }

    fn opaque_block(
        &mut self,
        begin: usize,
        first: &Element<'a>,
        last: &Element<'a>,
        label: &str,
    ) -> Block {
        let span = (begin, last.end);
        let whole = self.piece(span.0, span.1);
        let id = name_of(whole);
        let inside = self.piece(first.start, last.end);
        let contents = inside.contains("TOC \\") || inside.contains("Table of Contents");
        let label = if contents { "Table of contents" } else { label };
        let text = crate::xml::with_elements(inside, |all| {
            let mut text = String::new();
            for one in all {
                push_text(one, &mut text, TEXT);
            }
            text
        });
        self.originals.blocks.insert(id.clone(), span);
        Block::Opaque {
            id,
            label: Aside(label.to_owned()),
            text: Aside(text),
        }
    }

    fn paragraph(&mut self, p: &Element<'a>, begin: usize) -> Result<Paragraph, Unopenable> {
        self.paragraphs += 1;
        if self.paragraphs > PARAGRAPHS {
            return Err(Unopenable::TooLarge);
        }
        let properties: &[Element<'a>] = p.child("pPr").map_or(&[], |it| &it.children);
        let rest = rest_of_paragraph(properties);
        let layout = layout(properties);
        let before = self.piece(begin, p.start);
        let before = if before.contains('<') { before } else { "" };
        let whole = name_of(self.piece(begin, p.end));
        let kept = (!before.is_empty() || !rest.is_empty()).then(|| {
            let kept = name_of(&format!("{before}\n{rest}"));
            let head = self
                .originals
                .heads
                .entry(kept.clone())
                .or_insert_with(|| Head {
                    before: before.to_owned(),
                    properties: rest,
                    count: 0,
                });
            head.count += 1;
            kept
        });
        let id = paragraph_id(&whole, kept.as_deref(), layout.numbering);
        let list = self.list(layout.numbering, layout.style.as_deref());
        let of_style = || {
            self.styles
                .list(layout.style.as_deref())
                .map(|(list, _)| list)
        };
        let number = match layout.numbering {
            Some((Some(number), _)) => Some(number),
            _ => of_style(),
        };
        let looks = Looks {
            list: list.and(number).map(|number| number.to_string()),
            ..looks(properties)
        };
        let mut content = Vec::new();
        self.inlines(&p.children, None, &mut content);
        let paragraph = Paragraph {
            id: Some(id.clone()),
            style: layout.style,
            align: layout.align,
            list,
            looks: Aside(looks),
            content: joined(content),
        };
        let known = self.originals.paragraphs.entry(id);
        let known = known.or_insert_with(|| Whole {
            span: (begin, p.end),
            value: paragraph.clone(),
            count: 0,
        });
        known.count += 1;
        Ok(paragraph)
    }

    fn list(&self, own: Numbered, style: Option<&str>) -> Option<(List, u8)> {
        list_of(self.styles, self.numbering, own, style)
    }

    fn inlines(&mut self, elements: &[Element<'a>], link: Option<&Link>, into: &mut Vec<Inline>) {
        let mut at = 0;
        while let Some(element) = elements.get(at) {
            at += 1;
            match element.local() {
                "pPr" | "proofErr" | "lastRenderedPageBreak" | "rPr" | "smartTagPr" => {}
                "r" => match field_end(elements, at - 1) {
                    Some(last) => {
                        let end = elements.get(last).map_or(element.end, |one| one.end);
                        let fields = elements.get(at - 1..=last).unwrap_or_default();
                        let label = label_of_field(fields);
                        let xml = self.piece(element.start, end);
                        into.push(self.opaque(xml, &label));
                        at = last + 1;
                    }
                    None => self.run(element, link, into),
                },
                "smartTag" => self.inlines(&element.children, link, into),
                "hyperlink" if link.is_none() && is_plain_link(element) => {
                    let link = self.link(element);
                    self.inlines(&element.children, Some(&link), into);
                }
                name if UNSEEN.contains(&name) => into.push(self.opaque(element.xml(), "")),
                "del" | "moveFrom" => into.push(self.opaque(element.xml(), "")),
                _ => {
                    let mut label = String::new();
                    push_text(element, &mut label, LABEL);
                    if label.is_empty() {
                        label = "\u{25a1}".to_owned();
                    }
                    into.push(self.opaque(element.xml(), &label));
                }
            }
        }
    }

    fn opaque(&mut self, xml: &str, label: &str) -> Inline {
        let id = name_of(xml);
        self.originals
            .pieces
            .entry(id.clone())
            .or_insert_with(|| xml.to_owned());
        Inline::Opaque {
            id,
            label: Aside(label.to_owned()),
        }
    }

    fn link(&mut self, element: &Element<'a>) -> Link {
        let id = element
            .attributes()
            .find(|(name, _)| name.ends_with(":id"))
            .map(|(_, id)| id);
        let target = id.and_then(|id| self.relations.get(&id));
        let anchor = element.attribute("anchor");
        let href = match (target, anchor) {
            (Some(relation), Some(anchor)) => format!("{}#{anchor}", relation.target),
            (Some(relation), None) => relation.target.clone(),
            (None, Some(anchor)) => format!("#{anchor}"),
            (None, None) => String::new(),
        };
        let tag = element.opening();
        let id = name_of(tag);
        let kept = (tag.to_owned(), href.clone());
        self.originals.links.insert(id.clone(), kept);
        Link { href, id: Some(id) }
    }

    fn run(&mut self, run: &Element<'a>, link: Option<&Link>, into: &mut Vec<Inline>) {
        let properties = run.child("rPr");
        let elements: &[Element<'a>] = properties.map_or(&[], |it| &it.children);
        let rest = rest_of_run(elements);
        let marks = Marks {
            link: link.cloned(),
            run: self.named(&rest),
            ..marks(elements)
        };
        for child in &run.children {
            let text = |text: String| Inline::Text(text, marks.clone());
            match child.local() {
                "rPr" | "lastRenderedPageBreak" => {}
                "t" => into.push(text(text_of(child))),
                "noBreakHyphen" => into.push(text("\u{2011}".to_owned())),
                "softHyphen" => into.push(text("\u{ad}".to_owned())),
                "tab" => {
                    let whole = properties.map_or("", Element::inside);
                    into.push(Inline::Tab(self.named(whole)));
                }
                "br" | "cr" => {
                    let kind = match child.attribute("type").as_deref() {
                        Some("page") => Break::Page,
                        Some("column") => Break::Column,
                        _ => Break::Line,
                    };
                    let whole = properties.map_or("", Element::inside);
                    into.push(Inline::Break(kind, self.named(whole)));
                }
                _ => {
                    let (head, tail) = (properties.map_or("", Element::xml), child.xml());
                    let name = run.name();
                    let xml = format!("<{name}>{head}{tail}</{name}>");
                    let piece = match self.picture(child, &xml) {
                        Some(picture) => picture,
                        None => {
                            let label = self.label_of_piece(child);
                            self.opaque(&xml, &label)
                        }
                    };
                    into.push(piece);
                }
            }
        }
    }

    /// The name of properties that are kept.
    fn named(&mut self, xml: &str) -> Option<String> {
        if xml.is_empty() {
            return None;
        }
        let id = name_of(xml);
        self.originals
            .runs
            .entry(id.clone())
            .or_insert_with(|| xml.to_owned());
        Some(id)
    }

    /// A picture from a part of the package.
    fn picture(&mut self, child: &Element<'a>, xml: &str) -> Option<Inline> {
        let (relation, width, height) = match child.local() {
            "drawing" => {
                // Drawings with a text box or several pictures are shown as what they are.
                let blip = child
                    .find("blip")
                    .filter(|_| child.find("txbxContent").is_none())?;
                let extent = child.find("extent")?;
                let pixels = |name| -> Option<f64> {
                    Some(extent.attribute(name)?.parse::<f64>().ok()? / EMU)
                };
                (blip.attribute("embed")?, pixels("cx")?, pixels("cy")?)
            }
            "pict" => {
                let image = child
                    .find("imagedata")
                    .filter(|_| child.find("txbxContent").is_none())?;
                let style = child.find("shape")?.attribute("style")?;
                (
                    image.attribute("id")?,
                    points(&style, "width")?,
                    points(&style, "height")?,
                )
            }
            _ => return None,
        };
        let part = &self.relations.get(&relation)?.target;
        let id = both(&name_of(xml), &name_of(part));
        let described = child.find("docPr").and_then(|it| it.attribute("descr"));
        self.originals
            .pieces
            .entry(id.clone())
            .or_insert_with(|| xml.to_owned());
        let whole = |pixels: f64| pixels.round().clamp(1.0, 10_000.0) as u32;
        Some(Inline::Picture {
            id,
            width: Aside(whole(width)),
            height: Aside(whole(height)),
            alt: Aside(described.unwrap_or_default().into_owned()),
        })
    }

    fn label_of_piece(&mut self, child: &Element<'a>) -> String {
        match child.local() {
            "footnoteReference" | "endnoteReference" => {
                self.notes += 1;
                self.notes.to_string()
            }
            "commentReference" => "Comment".to_owned(),
            "fldChar" | "instrText" | "annotationRef" | "delText" => String::new(),
            "sym" => "\u{25aa}".to_owned(),
            "ruby" => child.find("rubyBase").map_or_else(String::new, |base| {
                let mut text = String::new();
                push_text(base, &mut text, LABEL);
                text
            }),
            "drawing" | "pict" | "object" | "AlternateContent" => {
                let has = |name| child.find(name).is_some();
                let label = if has("txbxContent") {
                    let mut text = String::new();
                    if let Some(inside) = child.find("txbxContent") {
                        push_text(inside, &mut text, LABEL);
                    }
                    return if text.is_empty() {
                        "Text box".to_owned()
                    } else {
                        text
                    };
                } else if has("chart") {
                    "Chart"
                } else if child.local() == "object" {
                    "Object"
                } else {
                    "Drawing"
                };
                label.to_owned()
            }
            _ => "\u{25a1}".to_owned(),
        }
    }

    /// A table, unless it is built in a way the tree has not.
    fn table(
        &mut self,
        tbl: &Element<'a>,
        begin: usize,
        depth: usize,
    ) -> Result<Option<Table>, Unopenable> {
        let rows: Vec<&Element<'a>> = tbl
            .children
            .iter()
            .filter(|one| one.local() == "tr")
            .collect();
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else {
            return Ok(None);
        };
        let usual = |one: &Element<'a>, names: &[&str]| {
            names.contains(&one.local()) || UNSEEN.contains(&one.local())
        };
        let fits = tbl
            .children
            .iter()
            .all(|one| usual(one, &["tblPr", "tblGrid", "tr"]))
            && rows.iter().all(|row| {
                let named = |one| usual(one, &["tblPrEx", "trPr", "tc"]);
                row.children.iter().all(named) && row.child("tc").is_some()
            });
        if !fits {
            return Ok(None);
        }
        let frame = Frame {
            before: self.piece(begin, first.start).to_owned(),
            behind: self.piece(last.end, tbl.end).to_owned(),
        };
        let mut table = Table::default();
        // By the column they begin at: cells that may go on below.
        let mut above: HashMap<usize, (usize, usize)> = HashMap::new();
        let mut end = first.start;
        for row in &rows {
            let row = self.row(row, end, depth, &mut above, &mut table)?;
            end = row;
        }
        // A row of nothing but cells that others cover would have nothing to stand on.
        if table.rows.iter().any(|row| row.cells.is_empty()) {
            return Ok(None);
        }
        let kept = name_of(&format!("{}\n{}", frame.before, frame.behind));
        let id = both(&name_of(self.piece(begin, tbl.end)), &kept);
        self.originals.frames.insert(kept, frame);
        table.id = Some(id.clone());
        let known = self.originals.tables.entry(id).or_insert_with(|| Whole {
            span: (begin, tbl.end),
            value: table.clone(),
            count: 0,
        });
        known.count += 1;
        Ok(Some(table))
    }

    /// Adds a row to a table; gives where it ends.
    fn row(
        &mut self,
        tr: &Element<'a>,
        begin: usize,
        depth: usize,
        above: &mut HashMap<usize, (usize, usize)>,
        table: &mut Table,
    ) -> Result<usize, Unopenable> {
        let cells: Vec<&Element<'a>> = tr
            .children
            .iter()
            .filter(|one| one.local() == "tc")
            .collect();
        let (Some(first), Some(last)) = (cells.first(), cells.last()) else {
            return Ok(tr.end);
        };
        let before = tr
            .child("trPr")
            .and_then(|it| it.child("gridBefore")?.val()?.parse().ok());
        let mut column: usize = before.unwrap_or(0).min(1000);
        let mut row = Row::default();
        let mut slots = Vec::new();
        let number = table.rows.len();
        let mut end = first.start;
        for tc in &cells {
            let properties = tc.child("tcPr");
            let get = |name: &str| properties.and_then(|it| it.child(name));
            let span: u32 = get("gridSpan")
                .and_then(|it| it.val()?.parse().ok())
                .unwrap_or(1);
            let span = span.clamp(1, 1000);
            let merge = get("vMerge");
            let goes_on = merge.is_some_and(|it| it.val().as_deref() != Some("restart"));
            let covered = goes_on
                && above.get(&column).is_some_and(|(at, cell)| {
                    let over = table
                        .rows
                        .get_mut(*at)
                        .and_then(|row| row.cells.get_mut(*cell));
                    over.map(|over| over.rows.0 += 1).is_some()
                });
            if covered {
                slots.push(Some(self.piece(end, tc.end).to_owned()));
            } else {
                above.remove(&column);
                if merge.is_some() {
                    above.insert(column, (number, row.cells.len()));
                }
                let width = get("tcW").filter(|it| it.attribute("type").as_deref() == Some("dxa"));
                let width = width.and_then(|it| it.attribute("w")?.parse::<f64>().ok());
                row.cells.push(self.cell(tc, end, depth, span, width)?);
                slots.push(None);
            }
            column += usize::try_from(span).unwrap_or(1);
            end = tc.end;
        }
        let frame = Frame {
            before: self.piece(begin, first.start).to_owned(),
            behind: self.piece(last.end, tr.end).to_owned(),
        };
        let mut whole = format!("{}\n{}", frame.before, frame.behind);
        for slot in &slots {
            whole.push_str(slot.as_deref().unwrap_or("\n"));
        }
        let id = name_of(&whole);
        self.originals
            .rows
            .insert(id.clone(), RowFrame { frame, slots });
        row.id = Some(id);
        table.rows.push(row);
        Ok(tr.end)
    }

    fn cell(
        &mut self,
        tc: &Element<'a>,
        begin: usize,
        depth: usize,
        span: u32,
        width: Option<f64>,
    ) -> Result<Cell, Unopenable> {
        let properties = tc.children.iter().position(|one| one.local() == "tcPr");
        let skipped = properties.map_or(0, |at| at + 1);
        let inside = properties
            .and_then(|at| tc.children.get(at))
            .map_or(tc.inner.0, |it| it.end);
        let head = match tc.is_closed_at_once() {
            true => format!("{}>", tc.xml().trim_end_matches("/>")),
            false => self.piece(begin, inside).to_owned(),
        };
        let elements = tc.children.get(skipped..).unwrap_or_default();
        let (mut blocks, end) = self.blocks(elements, inside, depth + 1)?;
        if blocks.is_empty() {
            blocks.push(Block::Paragraph(Paragraph::default()));
        }
        let frame = Frame {
            before: head,
            behind: self.piece(end, tc.inner.1).to_owned(),
        };
        let id = name_of(&format!("{}\n{}", frame.before, frame.behind));
        self.originals.cells.insert(id.clone(), frame);
        let fill = tc
            .child("tcPr")
            .and_then(|it| it.child("shd")?.attribute("fill"));
        Ok(Cell {
            id: Some(id),
            fill: Aside(fill.as_deref().and_then(hex)),
            columns: Aside(span),
            rows: Aside(1),
            width: Aside(width.map(|width| (width / TWENTIETHS).round().clamp(1.0, 5000.0) as u32)),
            blocks,
        })
    }
}

/// What a paragraph is an item of, by its own word or its style's.
pub(crate) fn list_of(
    styles: &Styles,
    numbering: &Numbering,
    own: Numbered,
    style: Option<&str>,
) -> Option<(List, u8)> {
    let by_style = || styles.list(style);
    let (list, level) = match own {
        Some((Some(list), level)) => (list, level),
        Some((None, level)) => (by_style()?.0, level),
        None => by_style()?,
    };
    Some((numbering.kind(list, level)?, level))
}

/// How many fields begin in an element and do not end there; negative when they end.
fn field_depth(element: &Element<'_>) -> i32 {
    let mut depth = 0;
    element.walk(&mut |one| {
        if one.local() == "fldChar" {
            match one.attribute("fldCharType").as_deref() {
                Some("begin") => depth += 1,
                Some("end") => depth -= 1,
                _ => {}
            }
        }
    });
    depth
}

/// The last of the elements of a field that begins in this one, when it ends among them.
fn field_end(elements: &[Element<'_>], first: usize) -> Option<usize> {
    let begins = elements.get(first)?;
    begins.child("fldChar")?;
    let mut depth = 0;
    for (at, element) in elements.iter().enumerate().skip(first) {
        depth += field_depth(element);
        if depth <= 0 {
            let began = at > first
                || begins
                    .children
                    .iter()
                    .filter(|it| it.local() == "fldChar")
                    .count()
                    > 1;
            return began.then_some(at);
        }
    }
    None
}

/// What a field shows.
fn label_of_field(elements: &[Element<'_>]) -> String {
    let (mut label, mut instruction, mut shows) = (String::new(), String::new(), false);
    for element in elements {
        element.walk(&mut |one| match one.local() {
            "fldChar" => match one.attribute("fldCharType").as_deref() {
                Some("separate") => shows = true,
                Some("begin") => shows = false,
                _ => {}
            },
            "instrText" => instruction.push_str(&one.text()),
            "t" if shows && label.chars().count() < LABEL => label.push_str(&one.text()),
            _ => {}
        });
    }
    match instruction.split_whitespace().next() {
        _ if !label.trim().is_empty() => label,
        Some("FORMCHECKBOX") => "\u{2610}".to_owned(),
        // Marks for an index and the like show nothing.
        Some("XE" | "TC" | "TA" | "RD") => String::new(),
        _ => "\u{25a1}".to_owned(),
    }
}

fn label_of_block(element: &Element<'_>) -> &'static str {
    match element.local() {
        "sdt" => "Content control",
        "tbl" => "Table",
        "oMathPara" | "oMath" => "Equation",
        "ins" | "del" | "moveFrom" | "moveTo" => "Tracked change",
        _ => "Part of the document",
    }
}

/// Whether a link holds nothing but text: everything else would not come back into it.
fn is_plain_link(link: &Element<'_>) -> bool {
    const PLAIN: [&str; 5] = [
        "rPr",
        "t",
        "noBreakHyphen",
        "softHyphen",
        "lastRenderedPageBreak",
    ];
    link.children.iter().all(|one| match one.local() {
        "r" => one.children.iter().all(|it| PLAIN.contains(&it.local())),
        name => name == "proofErr",
    })
}

/// The characters of a text. Without `preserve` space around it does not count.
fn text_of(t: &Element<'_>) -> String {
    // Whatever space a line end in the XML is, it is no line end of the text.
    let text = t.text().replace(['\n', '\r', '\t'], " ");
    match t.attribute("space").as_deref() {
        Some("preserve") => text,
        _ => text.trim_matches(' ').to_owned(),
    }
}

/// Adds the text somebody would read in an element.
pub(crate) fn push_text(element: &Element<'_>, into: &mut String, most: usize) {
    if into.len() >= most {
        return;
    }
    match element.local() {
        "t" => into.extend(element.text().chars().take(most)),
        "tab" | "br" | "cr" => into.push(' '),
        "del" | "moveFrom" | "Fallback" => {}
        "p" => {
            if !into.is_empty() {
                into.push(' ');
            }
            element
                .children
                .iter()
                .for_each(|child| push_text(child, into, most));
        }
        _ => element
            .children
            .iter()
            .for_each(|child| push_text(child, into, most)),
    }
}

/// A length in a style of VML, as pixels.
fn points(style: &str, name: &str) -> Option<f64> {
    let value = style.split(';').find_map(|one| {
        let (key, value) = one.split_once(':')?;
        (key.trim() == name).then(|| value.trim().to_owned())
    })?;
    let units = [
        ("pt", 4.0 / 3.0),
        ("px", 1.0),
        ("in", 96.0),
        ("cm", 37.8),
        ("mm", 3.78),
    ];
    let (number, factor) = units
        .iter()
        .find_map(|(unit, factor)| Some((value.strip_suffix(unit)?, *factor)))?;
    Some(number.trim().parse::<f64>().ok()? * factor)
}
