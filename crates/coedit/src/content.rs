//! What a document holds: a text, the cells of a workbook, the blocks of a text document, or slides. The session's row
//! keeps it as a word.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::text::{self, Form};

/// The word for workbooks.
const WORKBOOK: &str = "xlsx";
/// The word for text documents.
const PROSE: &str = "docx";
/// The word for presentations.
const SLIDES: &str = "pptx";

/// What a document holds, and how it becomes the bytes of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A text in such a form.
    Text(Form),
    /// A workbook.
    Workbook,
    /// A text document.
    Prose,
    /// A presentation.
    Slides,
}

/// What a file is opened as, by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Plain text, whatever its form turns out to be.
    Text,
    /// A workbook.
    Workbook,
    /// A text document.
    Prose,
    /// A presentation.
    Slides,
}

impl Kind {
    /// What a file of this name is opened as.
    pub(crate) fn of(title: &str) -> Self {
        let ending = title.rsplit_once('.').map(|(_, ending)| ending);
        let is = |word: &str| ending.is_some_and(|ending| ending.eq_ignore_ascii_case(word));
        if is(WORKBOOK) {
            Self::Workbook
        } else if is(PROSE) {
            Self::Prose
        } else if is(SLIDES) {
            Self::Slides
        } else {
            Self::Text
        }
    }

    /// The largest file that is opened, in bytes.
    pub(crate) fn largest(self) -> usize {
        match self {
            Self::Workbook => sheets::LARGEST,
            Self::Prose => prose::LARGEST,
            Self::Slides => slides::LARGEST,
            Self::Text => text::LARGEST,
        }
    }
}

impl Content {
    /// What it is, whatever its form.
    pub(crate) fn kind(self) -> Kind {
        match self {
            Self::Text(_) => Kind::Text,
            Self::Workbook => Kind::Workbook,
            Self::Prose => Kind::Prose,
            Self::Slides => Kind::Slides,
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(form) => form.fmt(f),
            Self::Workbook => f.write_str(WORKBOOK),
            Self::Prose => f.write_str(PROSE),
            Self::Slides => f.write_str(SLIDES),
        }
    }
}

impl FromStr for Content {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(match word {
            WORKBOOK => Self::Workbook,
            PROSE => Self::Prose,
            SLIDES => Self::Slides,
            form => Self::Text(form.parse().unwrap_or_default()),
        })
    }
}
