//! What an extension says about a file: its kind, category, media type, and what the app can do
//! with it (`files/07 §4`, `files/03 §4`).
//!
//! Extensions are lower case with their dot (".docx"); the empty text is "no extension".

use crate::model::{FileType, FilterType};

/// Archives, in the order the settings list them.
pub const ARCHIVE: &[&str] = &[
    ".zip", ".rar", ".ace", ".arc", ".arj", ".bh", ".cab", ".enc", ".gz", ".ha", ".jar", ".lha",
    ".lzh", ".pak", ".pk3", ".tar", ".tgz", ".gz", ".uu", ".uue", ".xxe", ".z", ".zoo",
];

/// Video.
pub const VIDEO: &[&str] = &[
    ".3gp", ".asf", ".avi", ".f4v", ".fla", ".flv", ".m2ts", ".m4v", ".mkv", ".mov", ".mp4",
    ".mpeg", ".mpg", ".mts", ".ogv", ".svi", ".vob", ".webm", ".wmv",
];

/// Sound.
pub const AUDIO: &[&str] = &[
    ".aac", ".ac3", ".aiff", ".amr", ".ape", ".cda", ".flac", ".m4a", ".mid", ".mka", ".mp3",
    ".mpc", ".oga", ".ogg", ".pcm", ".ra", ".raw", ".wav", ".wma",
];

/// Pictures.
pub const IMAGE: &[&str] = &[
    ".bmp", ".cod", ".gif", ".ief", ".jpe", ".jpeg", ".jpg", ".jfif", ".tiff", ".tif", ".cmx",
    ".ico", ".pnm", ".pbm", ".png", ".ppm", ".rgb", ".svg", ".xbm", ".xpm", ".xwd", ".svgt",
    ".svgy", ".gdraw", ".webp", ".heic",
];

/// Spreadsheets.
pub const SPREADSHEET: &[&str] = &[
    ".xls", ".xlsx", ".xlsm", ".xlt", ".xltx", ".xltm", ".ods", ".fods", ".ots", ".csv", ".sxc",
    ".et", ".ett", ".xlst", ".xlsy", ".xlsb", ".gsheet", ".numbers",
];

/// Presentations.
pub const PRESENTATION: &[&str] = &[
    ".pps", ".ppsx", ".ppsm", ".ppt", ".pptx", ".pptm", ".pot", ".potx", ".potm", ".odp", ".fodp",
    ".otp", ".dps", ".dpt", ".sxi", ".pptt", ".ppty", ".gslides", ".key", ".odg",
];

/// Text documents. PDF stands here too but is a kind of its own, checked first.
pub const DOCUMENT: &[&str] = &[
    ".doc",
    ".docx",
    ".docm",
    ".dot",
    ".dotx",
    ".dotm",
    ".odt",
    ".fodt",
    ".ott",
    ".rtf",
    ".txt",
    ".html",
    ".htm",
    ".mht",
    ".mhtml",
    ".xml",
    ".pdf",
    ".djvu",
    ".fb2",
    ".epub",
    ".xps",
    ".oxps",
    ".sxw",
    ".stw",
    ".wps",
    ".wpt",
    ".doct",
    ".docy",
    ".gdoc",
    ".drawio",
    ".md",
    ".markdown",
    ".oform",
    ".pages",
    ".hwp",
    ".hwpx",
];

/// Diagrams.
pub const DIAGRAM: &[&str] = &[".vsdm", ".vsdx", ".vssm", ".vssx", ".vstm", ".vstx"];

/// Pictures a browser shows.
pub const IMAGE_PREVIEWED: &[&str] = &[
    ".svg", ".bmp", ".gif", ".jpeg", ".jpg", ".png", ".ico", ".tif", ".tiff", ".webp", ".heic",
];

/// Sound and video a browser plays.
pub const MEDIA_PREVIEWED: &[&str] = &[
    ".aac", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".wav", ".f4v", ".m4v", ".mov", ".mp4",
    ".ogv", ".webm", ".avi", ".mpg", ".mpeg", ".wmv",
];

/// Files whose text can be searched by meaning.
pub const VECTORIZED: &[&str] = &[".txt", ".docx", ".xlsx", ".csv", ".pdf"];

/// Files that could be kept encrypted (legacy, independent of the editors).
pub const ENCRYPTED: &[&str] = &[".docx", ".xlsx", ".pptx", ".pdf"];

/// The legacy extension of a form being designed.
pub const MASTER_FORM: &str = ".docxf";

/// What the editors of this installation can open.
///
/// The one switch behind all the web lists: without editors every list is empty and everything
/// opens as a download (`files/03 §4`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Editors {
    /// No editor is there.
    #[default]
    Absent,
    /// Office editors are there.
    Present,
}

const WEB_VIEWED: &[&str] = &[
    ".csv", ".djvu", ".doc", ".docm", ".docx", ".dot", ".dotm", ".dotx", ".epub", ".et", ".ett",
    ".fb2", ".fodp", ".fods", ".fodt", ".htm", ".html", ".hwp", ".hwpx", ".key", ".md", ".mht",
    ".mhtml", ".numbers", ".odg", ".odp", ".ods", ".odt", ".otp", ".ots", ".ott", ".oxps",
    ".pages", ".pdf", ".pot", ".potm", ".potx", ".pps", ".ppsm", ".ppsx", ".ppt", ".pptm", ".pptx",
    ".rtf", ".stw", ".sxc", ".sxi", ".sxw", ".txt", ".vsdm", ".vsdx", ".vssm", ".vssx", ".vstm",
    ".vstx", ".wps", ".wpt", ".xls", ".xlsb", ".xlsm", ".xlsx", ".xlt", ".xltm", ".xltx", ".xml",
    ".xps",
];
const WEB_EDITED: &[&str] = &[
    ".docm", ".docx", ".dotm", ".dotx", ".xlsb", ".xlsm", ".xlsx", ".xltm", ".xltx", ".potm",
    ".potx", ".ppsm", ".ppsx", ".pptm", ".pptx", ".pdf",
];
const WEB_REVIEWED: &[&str] = &[".docm", ".docx", ".dotm", ".dotx"];
const WEB_COMMENTED: &[&str] = &[
    ".docm", ".docx", ".dotm", ".dotx", ".xlsb", ".xlsm", ".xlsx", ".xltm", ".xltx", ".potm",
    ".potx", ".ppsm", ".ppsx", ".pptm", ".pptx", ".pdf",
];
const WEB_CUSTOM_FILTER: &[&str] = &[".xlsb", ".xlsm", ".xlsx", ".xltm", ".xltx"];
const WEB_FILLED: &[&str] = &[".pdf"];
const MUST_CONVERT: &[&str] = &[
    ".doc", ".dot", ".dps", ".dpt", ".et", ".ett", ".fodp", ".fods", ".fodt", ".htm", ".html",
    ".hwp", ".hwpx", ".key", ".mht", ".mhtml", ".numbers", ".odp", ".ods", ".odt", ".otp", ".ots",
    ".ott", ".pages", ".pot", ".pps", ".ppt", ".rtf", ".stw", ".sxc", ".sxi", ".sxw", ".wps",
    ".wpt", ".xls", ".xlt", ".xml",
];
const NOTHING: &[&str] = &[];

/// What the converter of this installation can do; without one nothing is convertible (`files/07 §1`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Conversion {
    /// No converter is there.
    #[default]
    Absent,
    /// There is one.
    Present,
}

const TO_DOCUMENT: &[&str] = &[
    ".docx", ".docm", ".dotx", ".epub", ".html", ".md", ".odt", ".ott", ".pdf", ".rtf", ".txt",
];
const TO_SPREADSHEET: &[&str] = &[".csv", ".ods", ".ots", ".pdf", ".xlsm", ".xlsx", ".xltx"];
const TO_PRESENTATION: &[&str] = &[".odp", ".otp", ".pdf", ".potx", ".ppsx", ".pptm", ".pptx"];
const TO_PDF: &[&str] = &[".pdf"];

/// Formats of the lists above that no converter here reads: pictures of pages, archives of the web, and packages of
/// other makers.
const UNREAD: &[&str] = &[
    ".djvu", ".docy", ".doct", ".drawio", ".epub", ".gdoc", ".gsheet", ".gslides", ".hwpx", ".mht",
    ".mhtml", ".oform", ".oxps", ".ppty", ".pptt", ".xlst", ".xlsy", ".xps",
];

impl Conversion {
    /// Extensions that are converted before they are edited.
    pub const fn must_convert(self) -> &'static [&'static str] {
        match self {
            Self::Absent => NOTHING,
            Self::Present => MUST_CONVERT,
        }
    }

    /// Formats a file can be converted to; empty without a converter.
    pub fn targets(self, extension: &str) -> Vec<&'static str> {
        if self == Self::Absent || UNREAD.contains(&extension) {
            return Vec::new();
        }
        let targets = match file_type(extension) {
            FileType::Document => TO_DOCUMENT,
            FileType::Spreadsheet => TO_SPREADSHEET,
            FileType::Presentation if extension == ".odg" => TO_PDF,
            FileType::Presentation => TO_PRESENTATION,
            FileType::Diagram => TO_PDF,
            _ => NOTHING,
        };
        let others = targets.iter().filter(|target| **target != extension);
        others.copied().collect()
    }

    /// Whether a file can become one of another format.
    pub fn converts(self, from: &str, to: &str) -> bool {
        self.targets(from).contains(&to)
    }

    /// Extensions that have conversion targets, with these.
    pub fn convertible(self) -> Vec<(&'static str, Vec<&'static str>)> {
        WEB_VIEWED
            .iter()
            .map(|extension| (*extension, self.targets(extension)))
            .filter(|(_, targets)| !targets.is_empty())
            .collect()
    }
}

impl Editors {
    const fn or_nothing(self, list: &'static [&'static str]) -> &'static [&'static str] {
        match self {
            Self::Absent => NOTHING,
            Self::Present => list,
        }
    }

    /// Extensions the editors show.
    pub const fn viewed(self) -> &'static [&'static str] {
        self.or_nothing(WEB_VIEWED)
    }

    /// Extensions the editors change.
    pub const fn edited(self) -> &'static [&'static str] {
        self.or_nothing(WEB_EDITED)
    }

    /// Extensions in which changes can be suggested.
    pub const fn reviewed(self) -> &'static [&'static str] {
        self.or_nothing(WEB_REVIEWED)
    }

    /// Extensions which can be commented.
    pub const fn commented(self) -> &'static [&'static str] {
        self.or_nothing(WEB_COMMENTED)
    }

    /// Extensions with filters of one's own.
    pub const fn custom_filter(self) -> &'static [&'static str] {
        self.or_nothing(WEB_CUSTOM_FILTER)
    }

    /// Extensions whose forms can be filled in.
    pub const fn filled(self) -> &'static [&'static str] {
        self.or_nothing(WEB_FILLED)
    }

    /// Extensions that pass the upload filter, when it is on.
    pub fn uploadable(self) -> Vec<&'static str> {
        let mut list: Vec<&'static str> = Vec::new();
        for extension in self
            .viewed()
            .iter()
            .chain(self.edited())
            .chain(IMAGE_PREVIEWED)
        {
            if !list.contains(extension) {
                list.push(extension);
            }
        }
        list
    }

    /// What can be done with a file of this extension (`files/03 §4`).
    pub fn accessibility(
        self,
        conversion: Conversion,
        extension: &str,
        watermarked: bool,
    ) -> Accessibility {
        let edit = self.edited().contains(&extension);
        Accessibility {
            image_view: IMAGE_PREVIEWED.contains(&extension),
            media_view: MEDIA_PREVIEWED.contains(&extension),
            web_view: self.viewed().contains(&extension) && extension != ".pdf",
            web_edit: edit,
            web_review: edit && self.reviewed().contains(&extension),
            web_custom_filter_editing: edit && self.custom_filter().contains(&extension),
            web_restricted_editing: self.filled().contains(&extension),
            web_comment: edit && self.commented().contains(&extension),
            can_convert: !watermarked && !conversion.targets(extension).is_empty(),
            must_convert: conversion.must_convert().contains(&extension),
        }
    }
}

/// Whether pages of the web show files of this extension: those of the app do, with or without an editor.
pub fn has_page(extension: &str) -> bool {
    WEB_VIEWED.contains(&extension) || WEB_EDITED.contains(&extension)
}

/// Whether spreadsheets of this extension can have filters of one's own. Unlike the web list this
/// doesn't depend on an editor: the mark is kept by the server.
pub fn has_custom_filter(extension: &str) -> bool {
    WEB_CUSTOM_FILTER.contains(&extension)
}

/// The `viewAccessibility` map of a file; keys are names in PascalCase on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "PascalCase")]
pub struct Accessibility {
    /// A browser shows it as a picture.
    pub image_view: bool,
    /// A browser plays it.
    pub media_view: bool,
    /// An editor shows it.
    pub web_view: bool,
    /// An editor changes it.
    pub web_edit: bool,
    /// Changes can be suggested.
    pub web_review: bool,
    /// Filters of one's own.
    pub web_custom_filter_editing: bool,
    /// Forms can be filled in.
    pub web_restricted_editing: bool,
    /// It can be commented.
    pub web_comment: bool,
    /// It has conversion targets.
    pub can_convert: bool,
    /// It is converted before it is edited.
    pub must_convert: bool,
}

/// Kind of a file. PDF is asked first, then the order of `files/07 §4`.
pub fn file_type(extension: &str) -> FileType {
    if extension == ".pdf" {
        return FileType::Pdf;
    }
    let order: [(&[&str], FileType); 8] = [
        (DOCUMENT, FileType::Document),
        (SPREADSHEET, FileType::Spreadsheet),
        (PRESENTATION, FileType::Presentation),
        (IMAGE, FileType::Image),
        (ARCHIVE, FileType::Archive),
        (AUDIO, FileType::Audio),
        (VIDEO, FileType::Video),
        (DIAGRAM, FileType::Diagram),
    ];
    // The legacy form extension is a document that no list names.
    if extension == MASTER_FORM {
        return FileType::Document;
    }
    order
        .into_iter()
        .find(|(list, _)| list.contains(&extension))
        .map_or(FileType::Unknown, |(_, kind)| kind)
}

/// Category stored with a file when it is saved (`files/01 §4`). For a PDF the content decides;
/// `is_form` is the verdict of [`crate::pdf_form`].
pub fn category(extension: &str, is_form: bool) -> FilterType {
    match file_type(extension) {
        FileType::Image => FilterType::ImagesOnly,
        FileType::Document => FilterType::DocumentsOnly,
        FileType::Presentation => FilterType::PresentationsOnly,
        FileType::Spreadsheet => FilterType::SpreadsheetsOnly,
        FileType::Archive => FilterType::ArchiveOnly,
        FileType::Audio | FileType::Video => FilterType::MediaOnly,
        FileType::Pdf if is_form => FilterType::PdfForm,
        FileType::Pdf => FilterType::Pdf,
        FileType::Diagram => FilterType::DiagramsOnly,
        FileType::Unknown => FilterType::None,
    }
}

/// The format in which new documents of a kind are made; `None` for kinds without one.
pub fn internal_extension(kind: FileType) -> Option<&'static str> {
    match kind {
        FileType::Document => Some(".docx"),
        FileType::Spreadsheet => Some(".xlsx"),
        FileType::Presentation => Some(".pptx"),
        FileType::Pdf => Some(".pdf"),
        _ => None,
    }
}

/// Extension of a title: lower case with its dot, empty when there is none (also for "readme.").
pub fn extension(title: &str) -> String {
    match title.rfind('.') {
        Some(dot) if title.len() > dot + 1 => title.get(dot..).unwrap_or_default().to_lowercase(),
        _ => String::new(),
    }
}

/// An extension as somebody names it ("DOCX", ".docx"): lower case with its dot; `None` for nothing.
pub fn with_dot(name: &str) -> Option<String> {
    let name = name.trim_start_matches('.').to_lowercase();
    (!name.is_empty()).then(|| format!(".{name}"))
}

/// Media type sent with a download. Unknown extensions are plain bytes.
pub fn media_type(extension: &str) -> &'static str {
    match extension {
        // Office kinds and a few others which mime tables spell differently or not at all.
        ".docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docxf" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.docxf",
        ".oform" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document.oform",
        ".xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        ".pdf" => "application/pdf",
        ".md" | ".markdown" => "text/markdown",
        ".webp" => "image/webp",
        ".heic" => "image/heic",
        _ => mime_guess::from_ext(extension.trim_start_matches('.'))
            .first_raw()
            .unwrap_or("application/octet-stream"),
    }
}

/// Whether a browser would run code of a file shown inline: such files are only ever handed out
/// as attachments, so that a user's file can't act in the app's name.
pub fn is_active_content(extension: &str) -> bool {
    let kind = media_type(extension);
    kind.starts_with("text/html")
        || kind.starts_with("text/xml")
        || kind.starts_with("text/javascript")
        || kind.starts_with("text/css")
        || kind.starts_with("multipart/")
        || kind.starts_with("message/")
        || kind.contains("javascript")
        || kind.contains("+xml")
        || kind == "application/xml"
        || kind.contains("shockwave")
        || [".svgt", ".svgy", ".mht", ".mhtml", ".xht", ".svgz", ".htc"].contains(&extension)
}

/// Whether a browser may show the file inline: pictures, sound, video, PDF and plain text.
pub fn shows_inline(extension: &str) -> bool {
    let kind = media_type(extension);
    !is_active_content(extension)
        && (kind.starts_with("image/")
            || kind.starts_with("audio/")
            || kind.starts_with("video/")
            || kind == "application/pdf"
            || kind == "text/plain")
}

/// A size for people: powers of 1024 with at most two decimals and grouped thousands
/// (`contentLength`, `files/03 §2`).
pub fn human_size(bytes: i64) -> String {
    const UNITS: [&str; 5] = ["bytes", "KB", "MB", "GB", "TB"];
    let bytes = bytes.max(0);
    let mut unit = 0_usize;
    let mut divisor = 1_i64;
    while bytes / divisor >= 1024 && unit + 1 < UNITS.len() {
        unit += 1;
        divisor *= 1024;
    }
    // Hundredths, rounded half away from zero as the format "#,0.##" does.
    let rest = (bytes % divisor * 100 + divisor / 2) / divisor;
    let (whole, rest) = (bytes / divisor + rest / 100, rest % 100);
    let unit = UNITS.get(unit).copied().unwrap_or("bytes");
    let whole = grouped(whole);
    match (rest / 10, rest % 10) {
        (0, 0) => format!("{whole} {unit}"),
        (tenths, 0) => format!("{whole}.{tenths} {unit}"),
        (tenths, hundredths) => format!("{whole}.{tenths}{hundredths} {unit}"),
    }
}

/// A number with a comma before every three digits.
fn grouped(number: i64) -> String {
    if number < 1000 {
        return number.to_string();
    }
    format!("{},{:03}", grouped(number / 1000), number % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds_follow_the_lists() {
        for (extension, kind) in [
            (".pdf", FileType::Pdf),
            (".docx", FileType::Document),
            (".md", FileType::Document),
            (".docxf", FileType::Document),
            (".csv", FileType::Spreadsheet),
            (".odg", FileType::Presentation),
            (".heic", FileType::Image),
            (".gz", FileType::Archive),
            (".ogg", FileType::Audio),
            (".webm", FileType::Video),
            (".vsdx", FileType::Diagram),
            (".exe", FileType::Unknown),
            ("", FileType::Unknown),
        ] {
            assert_eq!(file_type(extension), kind, "{extension}");
        }
    }

    #[test]
    fn a_pdf_is_categorised_by_its_content() {
        assert_eq!(category(".pdf", false), FilterType::Pdf);
        assert_eq!(category(".pdf", true), FilterType::PdfForm);
        assert_eq!(category(".docx", true), FilterType::DocumentsOnly);
        assert_eq!(category(".bin", false), FilterType::None);
    }

    #[test]
    fn extensions_are_lower_case_with_their_dot() {
        assert_eq!(extension("A.DocX"), ".docx");
        assert_eq!(extension("a.tar.gz"), ".gz");
        assert_eq!(extension("readme"), "");
        assert_eq!(extension("readme."), "");
        assert_eq!(extension(".bashrc"), ".bashrc");
        assert_eq!(extension("имя.ТХТ"), ".тхт");
    }

    #[test]
    fn without_editors_every_web_ability_is_off() {
        let docx = Editors::Absent.accessibility(Conversion::Absent, ".docx", false);
        assert_eq!(docx, Accessibility::default());
        let media = |extension| Editors::Absent.accessibility(Conversion::Absent, extension, false);
        assert!(media(".png").image_view);
        assert!(media(".mp3").media_view);
        assert!(Conversion::Absent.convertible().is_empty());
        assert!(Editors::Absent.uploadable().contains(&".png"));
    }

    #[test]
    fn with_editors_the_lists_decide() {
        let can = |extension, watermarked| {
            Editors::Present.accessibility(Conversion::Present, extension, watermarked)
        };
        let docx = can(".docx", false);
        assert!(docx.web_view && docx.web_edit && docx.web_review && docx.web_comment);
        assert!(docx.can_convert && !docx.must_convert && !docx.web_restricted_editing);
        assert!(!can(".docx", true).can_convert, "watermarked room");
        let pdf = can(".pdf", false);
        assert!(!pdf.web_view, "a PDF is not \"web view\" (files/03 §4)");
        assert!(pdf.web_edit && pdf.web_restricted_editing);
        assert!(can(".doc", false).must_convert);
        assert!(Conversion::Present.converts(".odt", ".docx"));
        assert!(
            !Conversion::Present.converts(".djvu", ".docx"),
            "nobody reads it"
        );
    }

    #[test]
    fn sizes_read_like_the_contract() {
        assert_eq!(human_size(0), "0 bytes");
        assert_eq!(human_size(1023), "1,023 bytes");
        assert_eq!(human_size(1024), "1 KB");
        assert_eq!(human_size(1536), "1.5 KB");
        assert_eq!(human_size(1_048_576 * 3 + 10_000), "3.01 MB");
        assert_eq!(human_size(1024_i64.pow(4) * 2000), "2,000 TB");
        assert_eq!(human_size(i64::MAX), "8,388,608 TB");
    }

    #[test]
    fn files_that_run_code_never_show_inline() {
        for extension in [
            ".html", ".htm", ".svg", ".xml", ".mht", ".xhtml", ".svgz", ".js", ".swf",
        ] {
            assert!(is_active_content(extension), "{extension}");
            assert!(!shows_inline(extension), "{extension}");
        }
        for extension in [".png", ".pdf", ".txt", ".mp4"] {
            assert!(shows_inline(extension), "{extension}");
        }
        assert!(!shows_inline(".docx"));
        assert!(!shows_inline(".exe"));
    }

    #[test]
    fn media_types_are_known_for_what_we_make() {
        for extension in [".docx", ".xlsx", ".pptx", ".pdf", ".txt", ".html", ".zip"] {
            assert_ne!(
                media_type(extension),
                "application/octet-stream",
                "{extension}"
            );
        }
        assert_eq!(media_type(".nosuch"), "application/octet-stream");
    }
}
