//! PDF forms: told from ordinary PDFs by the first bytes (`files/06a §4`), and their fields read.

mod fields;

pub use fields::{LARGEST, Unreadable, answers, same_fields};

/// How many bytes of the content decide; more are not looked at.
pub const HEAD: usize = 300;

/// What marks the comment behind the version line of such a file.
const MARKER: &[u8] = b"%\xCD\xCA\xD2\xA9\r";
const FIRST_OBJECT: &[u8] = b"1 0 obj\n<<\n";
const STREAM: &[u8] = b"stream\r\n";
const SIGNATURE: &[u8] = b"ONLYOFFICEFORM";

/// Whether content that begins with `head` is a form. Only the first [`HEAD`] bytes count.
pub fn is_form(head: &[u8]) -> bool {
    let head = head.get(..HEAD).unwrap_or(head);
    let Some(object) = after(head, MARKER).and_then(|rest| rest.strip_prefix(FIRST_OBJECT)) else {
        return false;
    };
    let Some(end) = position(object, STREAM) else {
        return false;
    };
    let Some(value) = object
        .get(..end)
        .and_then(|dictionary| after(dictionary, SIGNATURE))
    else {
        return false;
    };
    // Behind " [ " stand the offset and the length of the embedded source.
    value
        .get(3..)
        .unwrap_or_default()
        .split(|byte| *byte == b' ')
        .filter(|token| !token.is_empty())
        .count()
        >= 2
}

fn position(text: &[u8], part: &[u8]) -> Option<usize> {
    text.windows(part.len()).position(|window| window == part)
}

fn after<'a>(text: &'a [u8], part: &[u8]) -> Option<&'a [u8]> {
    text.get(position(text, part)? + part.len()..)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(marker: &[u8], object: &str) -> Vec<u8> {
        [b"%PDF-1.7\r", marker, object.as_bytes()].concat()
    }

    const DICTIONARY: &str = "1 0 obj\n<<\n/Length 52304     \n/ONLYOFFICEFORM [ 0 52304 ]\n/Type /MetaOForm\n>>\nstream\r\nPK";

    #[test]
    fn a_form_carries_its_signature_in_the_first_object() {
        assert!(is_form(&head(MARKER, DICTIONARY)));
    }

    #[test]
    fn everything_else_is_no_form() {
        assert!(!is_form(b""));
        assert!(!is_form(
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<< /Type /Catalog >>"
        ));
        assert!(
            !is_form(&head(b"%\xCD\xCA\xD2\xA9\n", DICTIONARY)),
            "line feed after the marker"
        );
        assert!(!is_form(&head(
            MARKER,
            &DICTIONARY.replace("1 0 obj\n<<", "1 0 obj <<")
        )));
        assert!(!is_form(&head(
            MARKER,
            &DICTIONARY.replace("ONLYOFFICEFORM", "OTHERFORM")
        )));
        assert!(!is_form(&head(
            MARKER,
            &DICTIONARY.replace("stream\r\n", "stream\n")
        )));
        assert!(!is_form(&head(
            MARKER,
            "1 0 obj\n<<\n/ONLYOFFICEFORM [ 0\nstream\r\n"
        )));
        let late = format!("1 0 obj\n<<\n/Length 5\n>>\nstream\r\n{DICTIONARY}");
        assert!(
            !is_form(&head(MARKER, &late)),
            "signature behind the first stream"
        );
    }

    #[test]
    fn only_the_first_bytes_count() {
        let far = head(
            MARKER,
            &DICTIONARY.replace("/Length", &format!("/Pad {} /Length", "x".repeat(HEAD))),
        );
        assert!(!is_form(&far));
    }
}
