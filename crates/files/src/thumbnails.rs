//! What small pictures can be made of (`files/01 §3`). Making them is not this crate's.

use crate::formats;

/// What a small picture is drawn from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A picture that this program decodes itself.
    Image,
    /// The first page of a PDF.
    Pdf,
    /// The first page, sheet or slide of an office document.
    Document,
    /// A frame of a video.
    Video,
}

/// The sources this installation can draw from; what is missing shows as "not required".
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Thumbnails {
    /// Pictures.
    pub images: bool,
    /// PDF.
    pub pdf: bool,
    /// Office documents.
    pub documents: bool,
    /// Video.
    pub video: bool,
}

/// Pictures that are decoded by this program.
const IMAGES: &[&str] = &[".png", ".jpg", ".jpeg", ".jpe", ".jfif", ".gif", ".webp"];

/// Office documents with a first page worth a look.
const DOCUMENTS: &[&str] = &[
    ".doc", ".docx", ".docm", ".dot", ".dotx", ".odt", ".fodt", ".ott", ".rtf", ".xls", ".xlsx",
    ".xlsm", ".xltx", ".ods", ".fods", ".ots", ".ppt", ".pptx", ".pptm", ".pps", ".ppsx", ".potx",
    ".odp", ".fodp", ".otp",
];

/// Larger files have no picture: bytes, by source.
const fn largest(source: Source) -> i64 {
    match source {
        Source::Image | Source::Document => 50 << 20,
        Source::Pdf => 100 << 20,
        Source::Video => 1 << 30,
    }
}

impl Thumbnails {
    /// What the picture of a file of this extension (with dot, lower case) and length is drawn from.
    pub fn source(self, extension: &str, size: i64) -> Option<Source> {
        let (source, can) = if IMAGES.contains(&extension) {
            (Source::Image, self.images)
        } else if extension == ".pdf" {
            (Source::Pdf, self.pdf)
        } else if DOCUMENTS.contains(&extension) {
            (Source::Document, self.documents)
        } else if formats::VIDEO.contains(&extension) {
            (Source::Video, self.video)
        } else {
            return None;
        };
        (can && (1..=largest(source)).contains(&size)).then_some(source)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_can_be_drawn_has_a_source() {
        let all = Thumbnails {
            images: true,
            pdf: true,
            documents: true,
            video: true,
        };
        assert_eq!(all.source(".docx", 10), Some(Source::Document));
        assert_eq!(all.source(".mp4", 10), Some(Source::Video));
        assert_eq!(all.source(".txt", 10), None);
        assert_eq!(all.source(".png", 0), None, "nothing to draw");
        assert_eq!(all.source(".png", 51 << 20), None, "too large");
        assert_eq!(Thumbnails::default().source(".png", 10), None);
    }
}
