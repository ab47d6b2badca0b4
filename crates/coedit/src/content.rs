//! What a document holds: a text, or the cells of a workbook. The session's row keeps it as a word.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;

use crate::text::{self, Form};

/// The word for workbooks.
const WORKBOOK: &str = "xlsx";

/// What a document holds, and how it becomes the bytes of its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Content {
    /// A text in such a form.
    Text(Form),
    /// A workbook.
    Workbook,
}

impl Content {
    /// Whether a file of this name is opened as a workbook.
    pub(crate) fn is_workbook(title: &str) -> bool {
        let ending = title.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| ending.eq_ignore_ascii_case(WORKBOOK))
    }

    /// The largest file that is opened, in bytes.
    pub(crate) fn largest(title: &str) -> usize {
        match Self::is_workbook(title) {
            true => sheets::LARGEST,
            false => text::LARGEST,
        }
    }
}

impl fmt::Display for Content {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(form) => form.fmt(f),
            Self::Workbook => f.write_str(WORKBOOK),
        }
    }
}

impl FromStr for Content {
    type Err = Infallible;

    fn from_str(word: &str) -> Result<Self, Infallible> {
        Ok(match word {
            WORKBOOK => Self::Workbook,
            form => Self::Text(form.parse().unwrap_or_default()),
        })
    }
}
