//! Names in headers: UTF-7 (RFC 2152), as WOPI has them.

use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireNone),
);

/// Reads a text; nothing when it is none.
pub(crate) fn read(text: &str) -> Option<String> {
    let mut read = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('+') {
        read.push_str(before);
        let end = after
            .find(|c: char| !(c.is_ascii_alphanumeric() || c == '+' || c == '/'))
            .unwrap_or(after.len());
        let (coded, after) = after.split_at_checked(end)?;
        match coded {
            "" => {
                rest = after.strip_prefix('-')?;
                read.push('+');
            }
            coded => {
                read.push_str(&decoded(coded)?);
                // The end of a run may be marked.
                rest = after.strip_prefix('-').unwrap_or(after);
            }
        }
    }
    read.push_str(rest);
    (!read.chars().any(char::is_control)).then_some(read)
}

/// A run of UTF-16 in base 64.
fn decoded(coded: &str) -> Option<String> {
    let bytes = BASE64.decode(coded).ok()?;
    let units = bytes.chunks_exact(2).map(|pair| match pair {
        [high, low] => u16::from_be_bytes([*high, *low]),
        _ => 0,
    });
    char::decode_utf16(units)
        .collect::<Result<String, _>>()
        .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_decoded_and_the_rest_stays() {
        let text = |coded: &str| read(coded);
        assert_eq!(text("Plan.docx").as_deref(), Some("Plan.docx"));
        assert_eq!(
            text("A+ImIDkQ.docx").as_deref(),
            Some("A\u{2262}\u{391}.docx")
        );
        assert_eq!(
            text("Hi Mom -+Jjo--!").as_deref(),
            Some("Hi Mom -\u{263a}-!")
        );
        assert_eq!(text("1 +- 1").as_deref(), Some("1 + 1"));
        assert_eq!(text("+2D3eCg-").as_deref(), Some("\u{1f60a}"), "a pair");
        for bad in ["+", "+!", "+2D0-", "a\u{7}b"] {
            assert_eq!(text(bad), None, "{bad}");
        }
    }
}
