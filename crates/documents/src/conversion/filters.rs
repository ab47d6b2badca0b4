//! What LibreOffice calls formats.

use std::ffi::OsString;

use files::formats::{self, Conversion};
use files::model::FileType;

/// The words that make LibreOffice turn one format into another; `None` for pairs nobody offers.
pub(crate) fn words(from: &str, to: &str) -> Option<Vec<OsString>> {
    if !Conversion::Present.converts(from, to) {
        return None;
    }
    let mut words = Vec::with_capacity(3);
    if let Some(reader) = reader(from) {
        words.push(format!("--infilter={reader}").into());
    }
    words.push("--convert-to".into());
    // Markdown is made of HTML, which LibreOffice writes.
    let name = if to == ".md" { ".html" } else { to };
    let writer = writer(from, to)?;
    words.push(format!("{}:{writer}", name.trim_start_matches('.')).into());
    Some(words)
}

/// Formats without a mark of their own in the content: text is UTF-8, tables have commas.
fn reader(from: &str) -> Option<&'static str> {
    match from {
        ".txt" | ".md" | ".markdown" => Some("Text (encoded):UTF8"),
        ".csv" => Some("Text - txt - csv (StarCalc):44,34,76,1"),
        ".html" | ".htm" => Some("HTML (StarWriter)"),
        _ => None,
    }
}

fn writer(from: &str, to: &str) -> Option<&'static str> {
    let drawing = from == ".odg";
    Some(match (formats::file_type(from), to) {
        (FileType::Document, ".docx") => "MS Word 2007 XML",
        (FileType::Document, ".docm") => "MS Word 2007 XML VBA",
        (FileType::Document, ".dotx") => "MS Word 2007 XML Template",
        (FileType::Document, ".epub") => "EPUB",
        (FileType::Document, ".html") => "HTML (StarWriter):EmbedImages",
        (FileType::Document, ".md") => "HTML (StarWriter)",
        (FileType::Document, ".odt") => "writer8",
        (FileType::Document, ".ott") => "writer8_template",
        (FileType::Document, ".pdf") => "writer_pdf_Export",
        (FileType::Document, ".rtf") => "Rich Text Format",
        (FileType::Document, ".txt") => "Text (encoded):UTF8",
        (FileType::Spreadsheet, ".csv") => "Text - txt - csv (StarCalc):44,34,76,1",
        (FileType::Spreadsheet, ".ods") => "calc8",
        (FileType::Spreadsheet, ".ots") => "calc8_template",
        (FileType::Spreadsheet, ".pdf") => "calc_pdf_Export",
        (FileType::Spreadsheet, ".xlsm") => "Calc MS Excel 2007 VBA XML",
        (FileType::Spreadsheet, ".xlsx") => "Calc MS Excel 2007 XML",
        (FileType::Spreadsheet, ".xltx") => "Calc MS Excel 2007 XML Template",
        (FileType::Diagram, ".pdf") => "draw_pdf_Export",
        (FileType::Presentation, ".pdf") if drawing => "draw_pdf_Export",
        (FileType::Presentation, ".odp") => "impress8",
        (FileType::Presentation, ".otp") => "impress8_template",
        (FileType::Presentation, ".pdf") => "impress_pdf_Export",
        (FileType::Presentation, ".potx") => "Impress MS PowerPoint 2007 XML Template",
        (FileType::Presentation, ".ppsx") => "Impress MS PowerPoint 2007 XML AutoPlay",
        (FileType::Presentation, ".pptm") => "Impress MS PowerPoint 2007 XML VBA",
        (FileType::Presentation, ".pptx") => "Impress MS PowerPoint 2007 XML",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn every_offered_pair_has_its_words() {
        for (from, targets) in Conversion::Present.convertible() {
            for to in targets {
                assert!(words(from, to).is_some(), "{from} to {to}");
            }
        }
        assert_eq!(words(".png", ".pdf"), None);
        assert_eq!(words(".docx", ".xlsx"), None);
    }

    #[test]
    fn text_is_read_as_what_it_is() {
        let words = words(".md", ".docx").unwrap();
        assert_eq!(
            words,
            [
                "--infilter=Text (encoded):UTF8",
                "--convert-to",
                "docx:MS Word 2007 XML"
            ]
        );
    }
}
