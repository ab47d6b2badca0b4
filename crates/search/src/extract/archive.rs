//! Office files: archives of XML parts. An archive is bounded in entries, in what it unpacks to, and in time.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom};
use std::path::Path;

use zip::ZipArchive;
use zip::result::ZipError;

use super::xml::{Dialect, read_text};
use super::{Limits, Refusal, Text};

/// The end of an archive is looked for in so many last bytes: its record and the longest comment.
const TAIL: u64 = 22 + 65_535;

impl From<ZipError> for Refusal {
    fn from(error: ZipError) -> Self {
        Self::Broken(error.to_string())
    }
}

/// Text documents, spreadsheets and presentations of Office Open XML.
pub(super) fn office_open(path: &Path, limits: &Limits, text: &mut Text) -> Result<(), Refusal> {
    parts(path, limits, text, Dialect::OfficeOpen, |name| {
        let Some((folder, rest)) = name.split_once('/') else {
            return false;
        };
        let starts = |parts: &[&str]| parts.iter().any(|part| rest.starts_with(part));
        match folder {
            "word" => starts(&[
                "document",
                "header",
                "footer",
                "footnotes",
                "endnotes",
                "comments",
            ]),
            "xl" => starts(&[
                "workbook.",
                "sharedStrings",
                "worksheets/",
                "comments",
                "drawings/",
            ]),
            "ppt" => starts(&["slides/", "notesSlides/", "comments/"]),
            _ => false,
        }
    })
}

/// The same of OpenDocument.
pub(super) fn open_document(path: &Path, limits: &Limits, text: &mut Text) -> Result<(), Refusal> {
    parts(path, limits, text, Dialect::OpenDocument, |name| {
        name == "content.xml"
    })
}

/// The same in one file.
pub(super) fn flat(path: &Path, limits: &Limits, text: &mut Text) -> Result<(), Refusal> {
    let file = BufReader::new(File::open(path)?);
    let mut bounded = Bounded {
        inner: file,
        left: limits.unpacked,
        exceeded: false,
    };
    read_part(&mut bounded, limits, text, Dialect::OpenDocument)
}

/// The text of all wanted parts, until there is enough of it.
fn parts(
    path: &Path,
    limits: &Limits,
    text: &mut Text,
    dialect: Dialect,
    wanted: impl Fn(&str) -> bool,
) -> Result<(), Refusal> {
    let mut file = File::open(path)?;
    // The list of entries is read into memory: look first how long it says it is.
    if announced_entries(&mut file)? > limits.entries {
        return Err(Refusal::TooMuch("many parts"));
    }
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    let mut left = limits.unpacked;
    let mut found = false;
    for index in 0..archive.len() {
        let part = archive.by_index(index)?;
        let name = part
            .name()
            .map(|name| name.into_owned())
            .unwrap_or_default();
        if !name.ends_with(".xml") || name.contains("/_rels/") || !wanted(&name) {
            continue;
        }
        found = true;
        let mut bounded = Bounded {
            inner: BufReader::new(part),
            left,
            exceeded: false,
        };
        read_part(&mut bounded, limits, text, dialect)?;
        left = bounded.left;
        text.space();
        if text.is_full() {
            break;
        }
    }
    if found {
        Ok(())
    } else {
        Err(Refusal::Broken("it has no part with text".to_owned()))
    }
}

fn read_part(
    part: &mut Bounded<impl BufRead>,
    limits: &Limits,
    text: &mut Text,
    dialect: Dialect,
) -> Result<(), Refusal> {
    let read = read_text(&mut *part, dialect, limits.nesting, text);
    if part.exceeded {
        return Err(Refusal::TooMuch("much in it when unpacked"));
    }
    read
}

/// A stream that ends with an error when more comes out of it than may.
struct Bounded<R> {
    inner: R,
    left: u64,
    exceeded: bool,
}

impl<R: BufRead> Read for Bounded<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let mut available = self.fill_buf()?;
        let length = available.read(into)?;
        self.consume(length);
        Ok(length)
    }
}

impl<R: BufRead> BufRead for Bounded<R> {
    fn fill_buf(&mut self) -> std::io::Result<&[u8]> {
        if self.left == 0 {
            self.exceeded = true;
            return Err(std::io::Error::other("too much"));
        }
        self.inner.fill_buf()
    }

    fn consume(&mut self, length: usize) {
        let bytes = u64::try_from(length).unwrap_or(u64::MAX);
        self.left = self.left.saturating_sub(bytes);
        self.inner.consume(length);
    }
}

/// How many entries an archive says it has.
fn announced_entries(file: &mut File) -> Result<u64, Refusal> {
    let length = file.seek(SeekFrom::End(0))?;
    let mut tail = Vec::new();
    file.seek(SeekFrom::Start(length.saturating_sub(TAIL)))?;
    file.by_ref().take(TAIL).read_to_end(&mut tail)?;
    file.seek(SeekFrom::Start(0))?;
    let end = tail.windows(4).rposition(|bytes| bytes == b"PK\x05\x06");
    let end = end.ok_or_else(|| Refusal::Broken("it is no archive".to_owned()))?;
    let count = tail.get(end + 10..end + 12).unwrap_or_default();
    let count = count.try_into().map_or(u16::MAX, u16::from_le_bytes);
    if count < u16::MAX {
        return Ok(count.into());
    }
    // An archive of the 64-bit kind. Where its record is is written right before the end.
    let place = end.checked_sub(12).and_then(|at| tail.get(at..at + 8));
    let place = place.and_then(|bytes| bytes.try_into().ok());
    let place = place.map_or(u64::MAX, u64::from_le_bytes);
    let mut record = [0; 40];
    file.seek(SeekFrom::Start(place.min(length)))?;
    let whole = file.read_exact(&mut record).is_ok() && record.starts_with(b"PK\x06\x06");
    file.seek(SeekFrom::Start(0))?;
    let count = record.last_chunk().copied().map(u64::from_le_bytes);
    Ok(count.filter(|_| whole).unwrap_or(u64::MAX))
}
