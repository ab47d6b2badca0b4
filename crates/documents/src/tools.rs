//! The foreign programs that read files.

use files::thumbnails::Thumbnails;
use isolate::Program;

/// The programs of this machine.
#[derive(Debug, Clone, Default)]
pub struct Tools {
    /// LibreOffice, which draws office documents.
    pub office: Option<Program>,
    /// `pdftoppm` of poppler, which draws PDF.
    pub pdf: Option<Program>,
    /// `pdfinfo` of poppler, which counts the pages of PDF.
    pub pages: Option<Program>,
    /// `ffmpeg`, which takes frames out of videos.
    pub video: Option<Program>,
}

impl Tools {
    /// Looks them up in the search path.
    #[must_use]
    pub fn find() -> Self {
        Self {
            office: Program::find(&["soffice", "libreoffice"]),
            pdf: Program::find(&["pdftoppm"]),
            pages: Program::find(&["pdfinfo"]),
            video: Program::find(&["ffmpeg"]),
        }
    }

    /// What pictures can be made of with them.
    #[must_use]
    pub fn thumbnails(&self) -> Thumbnails {
        Thumbnails {
            images: true,
            pdf: self.pdf.is_some(),
            documents: self.office.is_some(),
            video: self.video.is_some(),
        }
    }
}
