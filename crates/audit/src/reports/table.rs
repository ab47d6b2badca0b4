//! A table of comma separated values that comes in pieces.

use bytes::Bytes;
use futures::stream::BoxStream;

use crate::error::Error;

/// Rows read at a time.
pub(super) const PIECE: i64 = 1000;

/// A table to be written.
pub(super) struct Table {
    /// Title of its file.
    pub(super) title: String,
    /// How many rows there are; some may come or go meanwhile.
    pub(super) rows: i64,
    /// Its text, the newest rows first.
    pub(super) pieces: BoxStream<'static, Result<Piece, Error>>,
}

/// Some rows of a table.
pub(super) struct Piece {
    pub(super) text: Bytes,
    pub(super) rows: i64,
}

impl Piece {
    /// Rows as text, below the header where the table begins.
    pub(super) fn of(header: Option<&[&str]>, rows: &[Vec<String>]) -> Self {
        Self {
            text: csv(header, rows),
            rows: i64::try_from(rows.len()).unwrap_or(i64::MAX),
        }
    }

    /// Whether more may follow.
    pub(super) fn is_full(&self) -> bool {
        self.rows >= PIECE
    }
}

/// Lines of cells, led by a byte order mark and the header where the table begins: spreadsheets know UTF-8 by it.
fn csv(header: Option<&[&str]>, rows: &[Vec<String>]) -> Bytes {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    // Writing into memory does not fail, and all lines have as many cells as the header.
    if let Some(header) = header {
        let _ = writer.write_record(header);
    }
    for row in rows {
        let _ = writer.write_record(row.iter().map(|cell| harmless(cell)));
    }
    let lines = writer.into_inner().unwrap_or_default();
    let mark = if header.is_some() {
        "\u{feff}".as_bytes()
    } else {
        &[]
    };
    Bytes::from([mark, &lines].concat())
}

/// A cell that no spreadsheet takes for a formula, whatever a stranger called himself.
fn harmless(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    if formula {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_never_formulas() {
        let row = [
            "a,b",
            "say \"hi\"",
            "two\nlines",
            "=HYPERLINK(\"x\")",
            "+1",
            "-1",
            "@x",
            "\tx",
            "plain",
            "",
        ];
        let row: Vec<String> = row.iter().map(ToString::to_string).collect();
        let text = csv(None, &[row]);
        let expected = "\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",\"'=HYPERLINK(\"\"x\"\")\",'+1,'-1,'@x,'\tx,plain,\r\n";
        assert_eq!(std::str::from_utf8(&text), Ok(expected));
        let head = csv(Some(&["A", "B"]), &[]);
        assert_eq!(std::str::from_utf8(&head), Ok("\u{feff}A,B\r\n"));
    }
}
