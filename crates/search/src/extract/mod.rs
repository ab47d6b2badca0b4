//! From a file to its text, under limits: strangers made the file.
//!
//! Office files and web pages are read here, as a stream, PDF files by `pdftotext` in a process of its own. Older office
//! formats become Office Open XML first, in the process of LibreOffice that converts documents. Nothing outside of the
//! file is ever looked at.

mod archive;
mod html;
mod older;
mod pdf;
mod plain;
mod xml;

use std::path::Path;
use std::time::{Duration, Instant};

pub use older::Older;
pub use pdf::Pdf;

/// What reading a file may use up.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Length of the file, bytes.
    pub file: u64,
    /// Length of the text that is kept, bytes; the rest of a longer one is not searched.
    pub text: usize,
    /// Bytes unpacked from an archive.
    pub unpacked: u64,
    /// Entries of an archive.
    pub entries: u64,
    /// Elements inside each other.
    pub nesting: u32,
    /// Time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 100 << 20,
            text: 1 << 20,
            unpacked: 64 << 20,
            entries: 10_000,
            nesting: 512,
            time: Duration::from_secs(30),
        }
    }
}

/// Why a file gives no text; it will not give one another time either.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It breaks a rule of its format.
    #[error("the file is broken: {0}")]
    Broken(String),
    /// It wants more than a file may.
    #[error("the file has too {0}")]
    TooMuch(&'static str),
    /// It declares entities: office files have none, attacks do.
    #[error("the file declares entities")]
    Entities,
    /// The program that reads it gave up.
    #[error("{0}")]
    Program(String),
}

impl From<std::io::Error> for Refusal {
    fn from(error: std::io::Error) -> Self {
        Self::Broken(error.to_string())
    }
}

/// How a file is read, by its extension.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text documents, spreadsheets and presentations of Office Open XML.
    OfficeOpen,
    /// The same of OpenDocument.
    OpenDocument,
    /// The same in one XML file.
    FlatOpenDocument,
    /// Office formats of before, which become the one with this extension.
    Older(&'static str),
    /// By `pdftotext`.
    Pdf,
    /// Web pages.
    Html,
    /// Anything made of lines.
    Plain,
}

impl Kind {
    /// The kind of files with an extension (with dot, lower case); `None` for those without text.
    #[must_use]
    pub fn of(extension: &str) -> Option<Self> {
        Some(match extension.trim_start_matches('.') {
            "docx" | "docm" | "dotx" | "dotm" | "docxf" | "oform" | "xlsx" | "xlsm" | "xltx"
            | "xltm" | "pptx" | "pptm" | "potx" | "potm" | "ppsx" | "ppsm" => Self::OfficeOpen,
            "odt" | "ott" | "ods" | "ots" | "odp" | "otp" | "odg" => Self::OpenDocument,
            "fodt" | "fods" | "fodp" => Self::FlatOpenDocument,
            "doc" | "dot" | "rtf" | "wps" | "wpt" | "sxw" | "stw" => Self::Older(".docx"),
            "xls" | "xlt" | "xlsb" | "et" | "ett" | "sxc" => Self::Older(".xlsx"),
            "ppt" | "pps" | "pot" | "dps" | "dpt" | "sxi" => Self::Older(".pptx"),
            "pdf" => Self::Pdf,
            "html" | "htm" | "xhtml" => Self::Html,
            "txt" | "md" | "markdown" | "csv" | "tsv" | "log" | "json" | "xml" | "yaml" | "yml"
            | "srt" | "tex" | "rst" => Self::Plain,
            _ => return None,
        })
    }

    /// Reads a file of this kind on this thread; `None` for those that a program reads.
    ///
    /// # Errors
    /// The file is refused.
    pub fn text(self, path: &Path, limits: &Limits) -> Option<Result<String, Refusal>> {
        let mut text = Text::new(limits);
        let read = match self {
            Self::OfficeOpen => archive::office_open(path, limits, &mut text),
            Self::OpenDocument => archive::open_document(path, limits, &mut text),
            Self::FlatOpenDocument => archive::flat(path, limits, &mut text),
            Self::Html => html::read(path, &mut text),
            Self::Plain => plain::read(path, &mut text),
            Self::Older(_) | Self::Pdf => return None,
        };
        Some(read.map(|()| text.kept))
    }
}

/// A text as it comes together.
struct Text {
    kept: String,
    most: usize,
    end: Instant,
}

impl Text {
    fn new(limits: &Limits) -> Self {
        Self {
            kept: String::new(),
            most: limits.text,
            end: Instant::now() + limits.time,
        }
    }

    fn is_full(&self) -> bool {
        self.kept.len() >= self.most
    }

    /// Adds as much as there is room for.
    fn push(&mut self, more: &str) {
        let room = self.most.saturating_sub(self.kept.len());
        self.kept.push_str(beginning(more, room));
    }

    /// Ends a word.
    fn space(&mut self) {
        if !self.kept.ends_with(' ') {
            self.push(" ");
        }
    }

    /// Fails when the time is up.
    fn check_time(&self) -> Result<(), Refusal> {
        if Instant::now() > self.end {
            return Err(Refusal::TooMuch("much in it to be read in time"));
        }
        Ok(())
    }
}

/// The longest beginning of at most `bytes` bytes.
fn beginning(text: &str, bytes: usize) -> &str {
    let mut end = bytes.min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(..end).unwrap_or_default()
}
