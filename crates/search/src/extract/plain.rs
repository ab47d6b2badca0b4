//! Files of lines: UTF-8, or UTF-16 with its mark. Other bytes become words that nobody looks for.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use super::{Refusal, Text};

pub(super) fn read(path: &Path, text: &mut Text) -> Result<(), Refusal> {
    // Twice as much, since UTF-16 is twice as long.
    let bytes = start_of(path, text.most.saturating_mul(2))?;
    text.push(&decoded(&bytes));
    Ok(())
}

/// The first bytes of a file.
pub(super) fn start_of(path: &Path, most: usize) -> Result<Vec<u8>, Refusal> {
    let mut bytes = Vec::new();
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    File::open(path)?.take(most).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Bytes as text, by the mark they begin with.
pub(super) fn decoded(bytes: &[u8]) -> String {
    let wide = |rest: &[u8], order: fn([u8; 2]) -> u16| {
        let units = rest.as_chunks().0.iter().map(|pair| order(*pair));
        char::decode_utf16(units)
            .map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER))
            .collect()
    };
    match bytes {
        [0xff, 0xfe, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xfe, 0xff, rest @ ..] => wide(rest, u16::from_be_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        bytes => String::from_utf8_lossy(bytes).into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn marks_tell_the_encoding() {
        assert_eq!(decoded(b"\xef\xbb\xbfplain"), "plain");
        assert_eq!(decoded(b"\xff\xfe\x16\x04\x3d\x04"), "Жн");
        assert_eq!(decoded(b"\xfe\xff\x04\x16"), "Ж");
        assert_eq!(decoded(b"caf\xe9 au"), "caf\u{fffd} au");
    }
}
