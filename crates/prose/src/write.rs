//! From a tree to the package.

use std::collections::{BTreeMap, HashMap};

use crate::originals::{Frame, Head, Numbered, kept, numbered};
use crate::package::inserted_at_end;
use crate::paper::{Paper, RELATIONS, Unwritable};
use crate::properties;
use crate::read::list_of;
use crate::tree::{Block, Break, Cell, Inline, Link, List, Marks, Paragraph, Row, Table};
use crate::xml::escaped;

/// Addresses that links may lead to.
const SCHEMES: [&str; 5] = ["http://", "https://", "mailto:", "tel:", "ftp://"];
const NUMBERING_TYPE: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.numbering+xml";
const TYPES: &str = "[Content_Types].xml";

impl Paper {
    /// The package with this text. The same bytes when nothing changed.
    ///
    /// # Errors
    /// The package is damaged after all.
    pub fn write(&self, blocks: &[Block]) -> Result<Vec<u8>, Unwritable> {
        if blocks == self.blocks {
            return Ok(self.source.to_vec());
        }
        let mut writing = Writing::of(self, blocks);
        writing.blocks(blocks);
        let changed = writing.parts()?;
        let mut package = self.package.clone();
        package.with(changed).map_err(|_| Unwritable)
    }
}

/// A document part in the making, and what it needs of other parts.
struct Writing<'p> {
    paper: &'p Paper,
    w: &'p str,
    out: String,
    /// How often a whole was written.
    wholes: HashMap<&'p str, usize>,
    /// How often what a paragraph keeps was written, and how often it will be.
    heads: HashMap<String, usize>,
    all_heads: HashMap<String, usize>,
    /// The list that items of a kind were written to last.
    last_list: HashMap<List, i64>,
    new_lists: Vec<(i64, List)>,
    new_links: BTreeMap<String, String>,
}

impl<'p> Writing<'p> {
    fn of(paper: &'p Paper, blocks: &[Block]) -> Self {
        let mut all_heads = HashMap::new();
        count_heads(blocks, &mut all_heads);
        Self {
            paper,
            w: &paper.w,
            out: String::with_capacity(paper.part.len()),
            wholes: HashMap::new(),
            heads: HashMap::new(),
            all_heads,
            last_list: HashMap::new(),
            new_lists: Vec::new(),
            new_links: BTreeMap::new(),
        }
    }

    /// The parts that changed.
    fn parts(self) -> Result<BTreeMap<String, Vec<u8>>, Unwritable> {
        let paper = self.paper;
        let piece = |from: usize, to: usize| paper.part.get(from..to).ok_or(Unwritable);
        let mut head = piece(0, paper.begin)?.to_owned();
        let mut tail = piece(paper.end, paper.part.len())?.to_owned();
        if let Some(name) = &paper.empty_body {
            head = format!("{}>", head.trim_end_matches("/>"));
            tail = format!("</{name}>{tail}");
        }
        let mut relations: Vec<(String, String, String, bool)> = self
            .new_links
            .into_iter()
            .map(|(target, id)| (id, format!("{RELATIONS}/hyperlink"), target, true))
            .collect();
        if !relations.is_empty() && paper.r.is_none() {
            // The root declares no prefix for relations.
            let at = head.find(":document").ok_or(Unwritable)? + ":document".len();
            head.insert_str(at, &format!(" xmlns:r=\"{RELATIONS}\""));
        }
        let mut changed = BTreeMap::new();
        let part = format!("{head}{}{tail}", self.out);
        changed.insert(paper.name.clone(), part.into_bytes());
        if !self.new_lists.is_empty() {
            let existing = paper.numbering_part.as_ref();
            let text = existing.map(|(_, text)| text.as_str());
            let text = paper.numbering.with(self.w, text, &self.new_lists);
            let folder = paper.name.rsplit_once('/').map_or("", |(folder, _)| folder);
            let name = match existing {
                Some((name, _)) => name.clone(),
                None => {
                    let id = paper.relations.free_id(relations.len() + 1);
                    let kind = format!("{RELATIONS}/numbering");
                    relations.push((id, kind, "numbering.xml".to_owned(), false));
                    let name = format!("{folder}/numbering.xml");
                    let name = name.trim_start_matches('/').to_owned();
                    let mut package = paper.package.clone();
                    let types = package.text(TYPES).ok().flatten().ok_or(Unwritable)?;
                    let line = format!(
                        "<Override PartName=\"/{name}\" ContentType=\"{NUMBERING_TYPE}\"/>"
                    );
                    let types = inserted_at_end(&types, &line);
                    changed.insert(TYPES.to_owned(), types.into_bytes());
                    name
                }
            };
            changed.insert(name, text.into_bytes());
        }
        if !relations.is_empty() {
            let text = paper.relations.with(&relations);
            changed.insert(paper.relations.name.clone(), text.into_bytes());
        }
        Ok(changed)
    }

    fn blocks(&mut self, blocks: &[Block]) {
        for block in blocks {
            match block {
                Block::Paragraph(paragraph) => self.paragraph(paragraph),
                Block::Table(table) => self.table(table),
                Block::Opaque { id, .. } => {
                    if let Some(span) = self.paper.originals.blocks.get(id) {
                        self.copy(*span);
                    }
                }
            }
        }
    }

    fn copy(&mut self, (from, to): (usize, usize)) {
        let piece = self.paper.part.get(from..to).unwrap_or_default();
        self.out.push_str(piece);
    }

    fn paragraph(&mut self, paragraph: &Paragraph) {
        let originals = &self.paper.originals;
        let known = paragraph.id.as_deref();
        let kept = known.and_then(kept);
        let whole = known.and_then(|id| originals.paragraphs.get_key_value(id));
        let again = kept
            .map(|kept| *self.heads.get(kept).unwrap_or(&0))
            .unwrap_or(0);
        if let Some(kept) = kept {
            *self.heads.entry(kept.to_owned()).or_default() += 1;
        }
        if let Some((id, whole)) = whole
            && whole.value == *paragraph
        {
            let written = self.wholes.entry(id).or_default();
            if *written < whole.count {
                *written += 1;
                self.remember_list(paragraph);
                return self.copy(whole.span);
            }
        }
        let nothing = Head::default();
        let head = kept
            .and_then(|kept| originals.heads.get(kept))
            .unwrap_or(&nothing);
        if again < head.count {
            self.out.push_str(&head.before);
        }
        // The end of a section stays at the last of the paragraphs that came out of one.
        let all = kept
            .and_then(|kept| self.all_heads.get(kept))
            .copied()
            .unwrap_or(0);
        let keeps_section = again + head.count >= all;
        let numbered = self.numbered(paragraph);
        let w = self.w;
        let inside = properties::paragraph(
            w,
            &head.properties,
            paragraph.style.as_deref(),
            paragraph.align,
            numbered,
            keeps_section,
        );
        self.out.push_str(&format!("<{w}:p>"));
        if !inside.is_empty() {
            self.out.push_str(&format!("<{w}:pPr>{inside}</{w}:pPr>"));
        }
        self.content(&paragraph.content);
        self.out.push_str(&format!("</{w}:p>"));
    }

    /// The list a paragraph belongs to by its name or its style.
    fn own_list(&self, paragraph: &Paragraph) -> Option<i64> {
        match paragraph.id.as_deref().and_then(numbered) {
            Some((Some(list), _)) => Some(list),
            _ => Some(self.paper.styles.list(paragraph.style.as_deref())?.0),
        }
    }

    /// The items that follow and name no list belong to this one.
    fn remember_list(&mut self, paragraph: &Paragraph) {
        if let Some((kind, _)) = paragraph.list
            && let Some(list) = self.own_list(paragraph)
        {
            self.last_list.insert(kind, list);
        }
    }

    /// The place in a list that a paragraph is given.
    fn numbered(&mut self, paragraph: &Paragraph) -> Numbered {
        let Paper {
            styles, numbering, ..
        } = self.paper;
        let style = paragraph.style.as_deref();
        let own = paragraph.id.as_deref().and_then(numbered);
        let had = list_of(styles, numbering, own, style);
        if had == paragraph.list {
            self.remember_list(paragraph);
            return own;
        }
        let Some((kind, level)) = paragraph.list else {
            // The list zero is none, whatever the style says.
            let by_style = list_of(styles, numbering, None, style);
            return by_style.map(|_| (Some(0), 0));
        };
        let before = match had {
            Some((same, _)) if same == kind => self.own_list(paragraph),
            _ => None,
        };
        let list = before
            .filter(|list| numbering.kind(*list, level) == Some(kind))
            .or_else(|| self.last_list.get(&kind).copied())
            .or_else(|| numbering.of_kind(kind))
            .unwrap_or_else(|| {
                let taken = i64::try_from(self.new_lists.len()).unwrap_or(i64::MAX);
                let made = numbering.free().saturating_add(taken);
                self.new_lists.push((made, kind));
                made
            });
        self.last_list.insert(kind, list);
        Some((Some(list), level))
    }

    fn content(&mut self, pieces: &[Inline]) {
        let mut open: Option<&Link> = None;
        for piece in pieces {
            let link = match piece {
                Inline::Text(_, marks) => marks.link.as_ref(),
                _ => None,
            };
            if open != link {
                if open.is_some_and(|link| self.leads(link)) {
                    let w = self.w;
                    self.out.push_str(&format!("</{w}:hyperlink>"));
                }
                if let Some(link) = link
                    && self.leads(link)
                {
                    let tag = self.link_tag(link);
                    self.out.push_str(&tag);
                }
                open = link;
            }
            self.piece(piece);
        }
        if open.is_some_and(|link| self.leads(link)) {
            let w = self.w;
            self.out.push_str(&format!("</{w}:hyperlink>"));
        }
    }

    /// The tag of a link the document had, while it leads to the same place.
    fn old_tag(&self, link: &Link) -> Option<&'p str> {
        let (tag, href) = self.paper.originals.links.get(link.id.as_deref()?)?;
        (*href == link.href).then_some(tag.as_str())
    }

    fn leads(&self, link: &Link) -> bool {
        let lower = link.href.to_ascii_lowercase();
        self.old_tag(link).is_some()
            || (link.href.len() > 1 && link.href.starts_with('#'))
            || SCHEMES.iter().any(|scheme| lower.starts_with(scheme))
    }

    fn link_tag(&mut self, link: &Link) -> String {
        if let Some(tag) = self.old_tag(link) {
            return tag.to_owned();
        }
        let w = self.w;
        if let Some(anchor) = link.href.strip_prefix('#') {
            return format!("<{w}:hyperlink {w}:anchor=\"{}\">", escaped(anchor));
        }
        let r = self.paper.r.as_deref().unwrap_or("r");
        if let Some(id) = self.paper.relations.link_to(&link.href) {
            return format!("<{w}:hyperlink {r}:id=\"{}\">", escaped(id));
        }
        let taken = self.new_links.len();
        let relations = &self.paper.relations;
        let id = self
            .new_links
            .entry(link.href.clone())
            .or_insert_with(|| relations.free_id(taken));
        format!("<{w}:hyperlink {r}:id=\"{id}\">")
    }

    fn piece(&mut self, piece: &Inline) {
        let w = self.w;
        match piece {
            Inline::Text(text, marks) => self.text(text, marks),
            Inline::Tab(run) => self.run_of(run.as_deref(), &format!("<{w}:tab/>")),
            Inline::Break(kind, run) => {
                let kind = match kind {
                    Break::Line => String::new(),
                    Break::Page => format!(" {w}:type=\"page\""),
                    Break::Column => format!(" {w}:type=\"column\""),
                };
                self.run_of(run.as_deref(), &format!("<{w}:br{kind}/>"));
            }
            Inline::Picture { id, .. } | Inline::Opaque { id, .. } => {
                if let Some(xml) = self.paper.originals.pieces.get(id) {
                    self.out.push_str(xml);
                }
            }
        }
    }

    fn run_of(&mut self, run: Option<&str>, inside: &str) {
        let properties = run.and_then(|run| self.paper.originals.runs.get(run));
        let properties = properties.cloned().unwrap_or_default();
        self.run(&properties, inside);
    }

    fn run(&mut self, properties: &str, inside: &str) {
        let w = self.w;
        self.out.push_str(&format!("<{w}:r>"));
        if !properties.is_empty() {
            self.out
                .push_str(&format!("<{w}:rPr>{properties}</{w}:rPr>"));
        }
        self.out.push_str(inside);
        self.out.push_str(&format!("</{w}:r>"));
    }

    fn text(&mut self, text: &str, marks: &Marks) {
        let w = self.w;
        let rest = marks
            .run
            .as_deref()
            .and_then(|run| self.paper.originals.runs.get(run));
        let mut rest = rest.cloned().unwrap_or_default();
        let mut marks = marks.clone();
        let link = marks.link.as_ref();
        let is_new = link.is_some_and(|link| self.old_tag(link).is_none() && self.leads(link));
        if is_new && !rest.contains(":rStyle") {
            // As people expect a link to look.
            if self.paper.styles.has("Hyperlink") {
                rest.push_str(&format!("<{w}:rStyle {w}:val=\"Hyperlink\"/>"));
            } else {
                marks.underline.get_or_insert(true);
                marks.color.get_or_insert_with(|| "#0563c1".to_owned());
            }
        }
        let properties = properties::run(w, &rest, &marks);
        let mut inside = String::new();
        let mut plain = String::new();
        let flush = |plain: &mut String, inside: &mut String| {
            if !plain.is_empty() {
                let text = escaped(plain);
                inside.push_str(&format!("<{w}:t xml:space=\"preserve\">{text}</{w}:t>"));
                plain.clear();
            }
        };
        for one in text.chars() {
            let element = match one {
                '\t' => "tab",
                '\n' | '\u{2028}' | '\u{2029}' => "br",
                '\r' => continue,
                '\u{2011}' => "noBreakHyphen",
                '\u{ad}' => "softHyphen",
                other => {
                    plain.push(other);
                    continue;
                }
            };
            flush(&mut plain, &mut inside);
            inside.push_str(&format!("<{w}:{element}/>"));
        }
        flush(&mut plain, &mut inside);
        self.run(&properties, &inside);
    }

    fn table(&mut self, table: &Table) {
        let originals = &self.paper.originals;
        let known = table.id.as_deref();
        if let Some((id, whole)) = known.and_then(|id| originals.tables.get_key_value(id))
            && whole.value == *table
        {
            let written = self.wholes.entry(id).or_default();
            if *written < whole.count {
                *written += 1;
                count_in(table, &mut self.heads);
                return self.copy(whole.span);
            }
        }
        let frame = known
            .and_then(kept)
            .and_then(|kept| originals.frames.get(kept));
        let frame = frame.cloned().unwrap_or_else(|| self.new_frame(table));
        self.out.push_str(&frame.before);
        for row in &table.rows {
            self.row(row);
        }
        self.out.push_str(&frame.behind);
    }

    fn new_frame(&self, table: &Table) -> Frame {
        let w = self.w;
        let columns = |row: &Row| -> u32 { row.cells.iter().map(|cell| cell.columns.0).sum() };
        let columns = table.rows.iter().map(columns).max().unwrap_or(1).min(63);
        let lines: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
            .iter()
            .map(|side| format!("<{w}:{side} {w}:val=\"single\" {w}:sz=\"4\" {w}:space=\"0\" {w}:color=\"auto\"/>"))
            .collect();
        let width = 9000 / columns.max(1);
        let grid = format!("<{w}:gridCol {w}:w=\"{width}\"/>")
            .repeat(usize::try_from(columns).unwrap_or(1));
        Frame {
            before: format!(
                "<{w}:tbl><{w}:tblPr><{w}:tblW {w}:w=\"0\" {w}:type=\"auto\"/><{w}:tblBorders>{lines}</{w}:tblBorders>\
                 </{w}:tblPr><{w}:tblGrid>{grid}</{w}:tblGrid>"
            ),
            behind: format!("</{w}:tbl>"),
        }
    }

    fn row(&mut self, row: &Row) {
        let w = self.w;
        let known = row
            .id
            .as_deref()
            .and_then(|id| self.paper.originals.rows.get(id));
        let Some(known) = known else {
            self.out.push_str(&format!("<{w}:tr>"));
            for cell in &row.cells {
                self.cell(cell);
            }
            self.out.push_str(&format!("</{w}:tr>"));
            return;
        };
        self.out.push_str(&known.frame.before);
        let mut cells = row.cells.iter();
        for slot in &known.slots {
            match slot {
                Some(covered) => self.out.push_str(covered),
                None => {
                    if let Some(cell) = cells.next() {
                        self.cell(cell);
                    }
                }
            }
        }
        for cell in cells {
            self.cell(cell);
        }
        self.out.push_str(&known.frame.behind);
    }

    fn cell(&mut self, cell: &Cell) {
        let w = self.w;
        let known = cell
            .id
            .as_deref()
            .and_then(|id| self.paper.originals.cells.get(id));
        match known {
            Some(frame) => self.out.push_str(&frame.before),
            None => {
                let columns = cell.columns.0;
                let span = match columns > 1 {
                    true => format!("<{w}:gridSpan {w}:val=\"{columns}\"/>"),
                    false => String::new(),
                };
                self.out.push_str(&format!(
                    "<{w}:tc><{w}:tcPr><{w}:tcW {w}:w=\"0\" {w}:type=\"auto\"/>{span}</{w}:tcPr>"
                ));
            }
        }
        self.blocks(&cell.blocks);
        // Every reader wants a paragraph at the end of a cell.
        if !matches!(cell.blocks.last(), Some(Block::Paragraph(_))) {
            self.out.push_str(&format!("<{w}:p/>"));
        }
        if let Some(frame) = known {
            self.out.push_str(&frame.behind);
        }
        self.out.push_str(&format!("</{w}:tc>"));
    }
}

fn count_heads(blocks: &[Block], counts: &mut HashMap<String, usize>) {
    for block in blocks {
        match block {
            Block::Paragraph(paragraph) => {
                if let Some(kept) = paragraph.id.as_deref().and_then(kept) {
                    *counts.entry(kept.to_owned()).or_default() += 1;
                }
            }
            Block::Table(table) => count_in(table, counts),
            Block::Opaque { .. } => {}
        }
    }
}

fn count_in(table: &Table, counts: &mut HashMap<String, usize>) {
    let cells = table.rows.iter().flat_map(|row| &row.cells);
    cells.for_each(|cell| count_heads(&cell.blocks, counts));
}
