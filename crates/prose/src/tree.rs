//! The text of a document as a tree: what people edit.

/// Something shown beside the text that never makes a difference: two of them are always equal.
#[derive(Debug, Clone, Default)]
pub struct Aside<T>(pub T);

impl<T> PartialEq for Aside<T> {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A block of a body or of a cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
    /// Something kept as it is.
    Opaque {
        /// Name of its XML.
        id: String,
        /// What it is, in a word or two.
        label: Aside<String>,
        /// How its text begins.
        text: Aside<String>,
    },
}

/// A paragraph.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Paragraph {
    /// Name of its XML and of its properties nobody models, as the document had them.
    pub id: Option<String>,
    /// Id of its style.
    pub style: Option<String>,
    /// How its lines are laid.
    pub align: Option<Align>,
    /// It is an item of a list, so deep (0-8).
    pub list: Option<(List, u8)>,
    /// How else it looks.
    pub looks: Aside<Looks>,
    /// Its text.
    pub content: Vec<Inline>,
}

/// How a paragraph looks by what nobody changes here, in points.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Looks {
    /// Number of its list.
    pub list: Option<String>,
    /// From the left.
    pub indent: Option<f64>,
    /// The first line, from the others.
    pub first_line: Option<f64>,
    /// Space above.
    pub before: Option<f64>,
    /// Space below.
    pub after: Option<f64>,
    /// Height of lines, as a factor.
    pub line: Option<f64>,
}

/// How lines are laid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// At the left.
    Left,
    /// In the middle.
    Center,
    /// At the right.
    Right,
    /// At both sides.
    Justify,
}

/// What stands before an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum List {
    /// A sign.
    Bullet,
    /// A number or a letter.
    Number,
}

/// A piece of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Characters that look the same.
    Text(String, Marks),
    /// The line, column or page ends; with the name of the run's properties.
    Break(Break, Option<String>),
    /// A tabulator; with the name of the run's properties.
    Tab(Option<String>),
    /// A picture.
    Picture {
        /// Name of its XML and of the part that holds it.
        id: String,
        /// Pixels.
        width: Aside<u32>,
        /// Pixels.
        height: Aside<u32>,
        /// What it shows, in words.
        alt: Aside<String>,
    },
    /// Something kept as it is.
    Opaque {
        /// Name of its XML.
        id: String,
        /// What is shown for it; nothing for a mark that is not seen.
        label: Aside<String>,
    },
}

/// What ends at a break.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Break {
    /// The line.
    Line,
    /// The page.
    Page,
    /// The column.
    Column,
}

/// Raised or lowered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Vertical {
    /// Raised.
    Super,
    /// Lowered.
    Sub,
}

/// A link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Where it leads; `#name` to a place of the document.
    pub href: String,
    /// Name of its tag, as the document had it.
    pub id: Option<String>,
}

/// How characters look, as far as it differs from their style. `Some(false)`: off, although the style has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marks {
    /// Bold.
    pub bold: Option<bool>,
    /// Italic.
    pub italic: Option<bool>,
    /// Underlined.
    pub underline: Option<bool>,
    /// Struck through.
    pub strike: Option<bool>,
    /// `#rrggbb`.
    pub color: Option<String>,
    /// A name of OOXML, such as `yellow`.
    pub highlight: Option<String>,
    /// Half points.
    pub size: Option<u32>,
    /// Name of the font.
    pub font: Option<String>,
    /// Raised or lowered.
    pub vertical: Option<Vertical>,
    /// A link.
    pub link: Option<Link>,
    /// Name of the properties nobody models.
    pub run: Option<String>,
}

/// A table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// Name of its XML and of its properties.
    pub id: Option<String>,
    /// Its rows.
    pub rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Row {
    /// Name of its properties.
    pub id: Option<String>,
    /// Its cells, without those that one above covers.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// Name of its properties.
    pub id: Option<String>,
    /// Columns it covers.
    pub columns: Aside<u32>,
    /// Rows it covers.
    pub rows: Aside<u32>,
    /// Pixels.
    pub width: Aside<Option<u32>>,
    /// Colour behind it, `#rrggbb`.
    pub fill: Aside<Option<String>>,
    /// What is in it.
    pub blocks: Vec<Block>,
}

/// Joins pieces of text that look the same, and leaves out empty ones: one text has one form.
pub(crate) fn joined(pieces: Vec<Inline>) -> Vec<Inline> {
    let mut all: Vec<Inline> = Vec::with_capacity(pieces.len());
    for piece in pieces {
        match piece {
            Inline::Text(text, _) if text.is_empty() => {}
            Inline::Text(text, marks) => match all.last_mut() {
                Some(Inline::Text(before, same)) if *same == marks => before.push_str(&text),
                _ => all.push(Inline::Text(text, marks)),
            },
            other => all.push(other),
        }
    }
    all
}
