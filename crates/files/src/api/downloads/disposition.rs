//! `Content-Disposition` for any title (RFC 6266).

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// Everything but `attr-char` of RFC 5987.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

/// How a browser treats the file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Disposition {
    /// Shows it.
    Inline,
    /// Saves it.
    Attachment,
}

/// The header's value: a name every client understands, and the real one beside it.
pub(crate) fn content_disposition(kind: Disposition, title: &str) -> String {
    let kind = match kind {
        Disposition::Inline => "inline",
        Disposition::Attachment => "attachment",
    };
    let plain: String = title
        .chars()
        .map(|c| match c {
            '"' | '\\' | '%' | '/' => '_',
            ' '..='~' => c,
            _ => '_',
        })
        .collect();
    let encoded = utf8_percent_encode(title, ENCODED);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{encoded}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_title_survives() {
        assert_eq!(
            content_disposition(Disposition::Attachment, "Plan 1.docx"),
            "attachment; filename=\"Plan 1.docx\"; filename*=UTF-8''Plan%201.docx"
        );
        assert_eq!(
            content_disposition(Disposition::Inline, "Übung \"1\"; a='x'.txt"),
            "inline; filename=\"_bung _1_; a='x'.txt\"; filename*=UTF-8''%C3%9Cbung%20%221%22%3B%20a%3D%27x%27.txt"
        );
    }

    #[test]
    fn no_title_breaks_out_of_the_header() {
        let value = content_disposition(Disposition::Attachment, "a\r\nX: y\".txt");
        assert!(!value.contains(['\r', '\n']));
        assert!(value.starts_with("attachment; filename=\"a__X: y_.txt\";"));
    }
}
