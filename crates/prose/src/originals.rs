//! What a document was read from: the XML behind every name in the tree.

use std::collections::HashMap;

use crate::tree::{Paragraph, Table};

pub(crate) use ooxml::name_of;

/// Two names as one: of the whole, and of what stays when the whole changes.
pub(crate) fn both(whole: &str, kept: &str) -> String {
    format!("{whole}-{kept}")
}

/// What stays when the whole changes.
pub(crate) fn stays(id: &str) -> Option<&str> {
    id.split_once('-').map(|(_, rest)| rest)
}

/// The name of what is kept of a whole.
pub(crate) fn kept(id: &str) -> Option<&str> {
    id.split('-').nth(1).filter(|kept| !kept.is_empty())
}

/// The list a paragraph says it is an item of, and the level.
pub(crate) type Numbered = Option<(Option<i64>, u8)>;

/// The name of a paragraph: of the whole, of what is kept, and its place in a list, which is no part of what is kept,
/// since people change it.
pub(crate) fn paragraph_id(whole: &str, kept: Option<&str>, numbered: Numbered) -> String {
    let kept = kept.unwrap_or_default();
    match numbered {
        Some((list, level)) => {
            let list = list.map_or_else(String::new, |list| list.to_string());
            format!("{whole}-{kept}-{level}.{list}")
        }
        None if kept.is_empty() => whole.to_owned(),
        None => both(whole, kept),
    }
}

/// The place in a list that a paragraph's name tells.
pub(crate) fn numbered(id: &str) -> Numbered {
    // A number below zero has a sign that divides names as well.
    let (level, list) = id.splitn(3, '-').nth(2)?.split_once('.')?;
    let level: u8 = level.parse().ok().filter(|level| *level < 9)?;
    Some((list.parse().ok(), level))
}

/// Where something stands in the text of the document part.
pub(crate) type Span = (usize, usize);

/// A whole that was read: written again as it was, so many times at most, while nobody changed it.
#[derive(Debug)]
pub(crate) struct Whole<T> {
    pub(crate) span: Span,
    pub(crate) value: T,
    pub(crate) count: usize,
}

/// What a paragraph keeps when it changes.
#[derive(Debug, Default)]
pub(crate) struct Head {
    /// Marks before it (bookmarks, comments), written once for each time it was there.
    pub(crate) before: String,
    /// Its properties but for style, alignment and list.
    pub(crate) properties: String,
    pub(crate) count: usize,
}

/// What stands around the rows of a table, the cells of a row, or the blocks of a cell.
#[derive(Debug, Clone, Default)]
pub(crate) struct Frame {
    /// Before the first, with the tag that opens it.
    pub(crate) before: String,
    /// Behind the last.
    pub(crate) behind: String,
}

/// What a row keeps.
#[derive(Debug, Clone, Default)]
pub(crate) struct RowFrame {
    pub(crate) frame: Frame,
    /// In the order of the row: a cell of the tree, or the XML of one that a cell above covers.
    pub(crate) slots: Vec<Option<String>>,
}

/// The XML behind names.
#[derive(Debug, Default)]
pub(crate) struct Originals {
    pub(crate) paragraphs: HashMap<String, Whole<Paragraph>>,
    pub(crate) heads: HashMap<String, Head>,
    pub(crate) tables: HashMap<String, Whole<Table>>,
    pub(crate) frames: HashMap<String, Frame>,
    pub(crate) rows: HashMap<String, RowFrame>,
    /// What stands around the blocks of a cell.
    pub(crate) cells: HashMap<String, Frame>,
    /// Properties of runs.
    pub(crate) runs: HashMap<String, String>,
    /// Opening tags of links, and where they lead.
    pub(crate) links: HashMap<String, (String, String)>,
    /// Opaque pieces and pictures inside of paragraphs.
    pub(crate) pieces: HashMap<String, String>,
    /// Opaque blocks.
    pub(crate) blocks: HashMap<String, Span>,
}
