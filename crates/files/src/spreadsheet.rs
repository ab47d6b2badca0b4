//! A workbook with one sheet, written row by row: memory holds one row, however long the table is.

use std::pin::pin;

use async_zip::tokio::write::ZipFileWriter;
use async_zip::{Compression, ZipEntryBuilder};
use futures::io::AsyncWriteExt as _;
use futures::{Stream, TryStreamExt as _};
use tokio::io::AsyncWrite;

use crate::blank::xlsx;

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Text; never taken for a formula.
    Text(String),
    /// A whole number.
    Number(i64),
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

/// Writes a workbook with some rows after the other.
///
/// # Errors
/// Those of `rows`, and of the writer.
pub(crate) async fn write<W, E>(
    into: W,
    header: &[&str],
    rows: impl Stream<Item = Result<Vec<Vec<Cell>>, E>>,
) -> Result<(), E>
where
    W: AsyncWrite + Unpin,
    E: From<async_zip::error::ZipError>,
{
    let mut zip = ZipFileWriter::with_tokio(into);
    for (name, xml) in xlsx::around_the_sheet() {
        let entry = ZipEntryBuilder::new(name.into(), Compression::Deflate);
        zip.write_entry_whole(entry, xml.as_bytes()).await?;
    }
    let entry = ZipEntryBuilder::new(xlsx::SHEET.into(), Compression::Deflate);
    let mut sheet = zip.write_entry_stream(entry).await?;
    let mut number = 1;
    let head: Vec<Cell> = header.iter().copied().map(Cell::from).collect();
    let mut text = xlsx::sheet_begins();
    push_row(&mut text, number, &head);
    let mut rows = pin!(rows);
    while let Some(some) = rows.try_next().await? {
        for row in some {
            number += 1;
            push_row(&mut text, number, &row);
        }
        let written = sheet.write_all(text.as_bytes()).await;
        written.map_err(async_zip::error::ZipError::from)?;
        text.clear();
    }
    text.push_str(xlsx::SHEET_ENDS);
    let written = sheet.write_all(text.as_bytes()).await;
    written.map_err(async_zip::error::ZipError::from)?;
    sheet.close().await?;
    zip.close().await?;
    Ok(())
}

fn push_row(xml: &mut String, number: usize, cells: &[Cell]) {
    xml.push_str(&format!("<row r=\"{number}\">"));
    for (column, cell) in cells.iter().enumerate() {
        let name = column_name(column);
        match cell {
            Cell::Number(value) => {
                xml.push_str(&format!("<c r=\"{name}{number}\"><v>{value}</v></c>"));
            }
            Cell::Text(text) => {
                xml.push_str(&format!(
                    "<c r=\"{name}{number}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">"
                ));
                push_text(xml, text);
                xml.push_str("</t></is></c>");
            }
        }
    }
    xml.push_str("</row>");
}

/// `A`, `B` … `Z`, `AA` …
fn column_name(mut column: usize) -> String {
    let mut letters = Vec::new();
    loop {
        letters.push(char::from(b'A' + u8::try_from(column % 26).unwrap_or(0)));
        if column < 26 {
            break;
        }
        column = column / 26 - 1;
    }
    letters.iter().rev().collect()
}

/// Text as XML has it; what XML cannot hold at all is left out.
fn push_text(xml: &mut String, text: &str) {
    for letter in text.chars() {
        match letter {
            '&' => xml.push_str("&amp;"),
            '<' => xml.push_str("&lt;"),
            '>' => xml.push_str("&gt;"),
            '\t' | '\n' => xml.push(letter),
            '\r' => xml.push('\n'),
            '\0'..='\u{1f}' | '\u{fffe}' | '\u{ffff}' => {}
            other => xml.push(other),
        }
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]

    use std::io::{Cursor, Read as _};

    use super::*;

    #[tokio::test]
    async fn rows_come_out_as_they_went_in() {
        let mut bytes = Vec::new();
        let pieces = [
            vec![vec!["<b> & \u{1}".into(), Cell::Number(-7)]],
            vec![vec!["=1+1".into(), Cell::Number(2)]],
        ];
        let pieces = futures::stream::iter(pieces.map(Ok::<_, async_zip::error::ZipError>));
        write(&mut bytes, &["Title", "Size"], pieces).await.unwrap();
        let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut sheet = String::new();
        let mut part = zip.by_name(xlsx::SHEET).unwrap();
        part.read_to_string(&mut sheet).unwrap();
        drop(part);
        let text = |name: &str, text: &str| {
            format!(
                "<c r=\"{name}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>"
            )
        };
        for cell in [
            text("A1", "Title"),
            text("B1", "Size"),
            text("A2", "&lt;b&gt; &amp; "),
            "<c r=\"B2\"><v>-7</v></c>".to_owned(),
            text("A3", "=1+1"),
        ] {
            assert!(sheet.contains(&cell), "{cell} in {sheet}");
        }
        assert!(sheet.ends_with("</worksheet>"));
        assert!(zip.by_name("[Content_Types].xml").is_ok());
    }

    #[test]
    fn columns_are_named_as_in_spreadsheets() {
        let names: Vec<String> = [0, 25, 26, 701, 702].into_iter().map(column_name).collect();
        assert_eq!(names, ["A", "Z", "AA", "ZZ", "AAA"]);
    }
}
