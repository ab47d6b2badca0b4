//! Bytes of a file and the text people edit. What is not the text itself (byte order mark, UTF-16, line ends) is kept
//! beside it and comes back when the text is saved.

use std::fmt;
use std::str::FromStr;

/// The largest text that is opened, in bytes of its file.
pub(crate) const LARGEST: usize = 4 << 20;

/// How a text was written in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Form {
    encoding: Encoding,
    mark: bool,
    ends: LineEnds,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Encoding {
    #[default]
    Utf8,
    Utf16Little,
    Utf16Big,
}

/// Mixed line ends stay as they are, character by character: they count as `Lf`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum LineEnds {
    #[default]
    Lf,
    CrLf,
    Cr,
}

/// Why a file is no text that can be edited; the words are for the person who opened it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Beyond [`LARGEST`].
    #[error("This text is larger than 4 MB: too large to edit here. Download it instead.")]
    TooLarge,
    /// Bytes that no text has.
    #[error("This file holds no plain text.")]
    Binary,
    /// Some older encoding.
    #[error("This text is not in Unicode (UTF-8 or UTF-16). Convert it before editing it here.")]
    Encoding,
}

impl Form {
    /// The text of a file, and how to write it back.
    ///
    /// # Errors
    /// [`Unreadable`], with words for the person.
    pub fn read(bytes: &[u8]) -> Result<(Self, String), Unreadable> {
        if bytes.len() > LARGEST {
            return Err(Unreadable::TooLarge);
        }
        let (encoding, mark, text) = decoded(bytes)?;
        if text.contains('\0') {
            return Err(Unreadable::Binary);
        }
        let ends = LineEnds::of(&text);
        let text = match ends {
            LineEnds::Lf => text,
            LineEnds::CrLf => text.replace("\r\n", "\n"),
            LineEnds::Cr => text.replace('\r', "\n"),
        };
        let form = Self {
            encoding,
            mark,
            ends,
        };
        Ok((form, text))
    }

    /// The bytes of a text in this form.
    #[must_use]
    pub fn write(self, text: &str) -> Vec<u8> {
        let text = match self.ends {
            LineEnds::Lf => text.to_owned(),
            LineEnds::CrLf => text.replace('\n', "\r\n"),
            LineEnds::Cr => text.replace('\n', "\r"),
        };
        let mark = if self.mark { "\u{feff}" } else { "" };
        let units = || mark.encode_utf16().chain(text.encode_utf16());
        match self.encoding {
            Encoding::Utf8 => [mark.as_bytes(), text.as_bytes()].concat(),
            Encoding::Utf16Little => units().flat_map(u16::to_le_bytes).collect(),
            Encoding::Utf16Big => units().flat_map(u16::to_be_bytes).collect(),
        }
    }
}

impl LineEnds {
    fn of(text: &str) -> Self {
        let pairs = text.matches("\r\n").count();
        let returns = text.matches('\r').count();
        let feeds = text.matches('\n').count();
        if pairs > 0 && pairs == returns && pairs == feeds {
            Self::CrLf
        } else if returns > 0 && feeds == 0 {
            Self::Cr
        } else {
            Self::Lf
        }
    }
}

fn decoded(bytes: &[u8]) -> Result<(Encoding, bool, String), Unreadable> {
    if let Some(rest) = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]) {
        return Ok((Encoding::Utf8, true, utf8(rest)?));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xff, 0xfe]) {
        return Ok((
            Encoding::Utf16Little,
            true,
            utf16(rest, u16::from_le_bytes)?,
        ));
    }
    if let Some(rest) = bytes.strip_prefix(&[0xfe, 0xff]) {
        return Ok((Encoding::Utf16Big, true, utf16(rest, u16::from_be_bytes)?));
    }
    if bytes.contains(&0) {
        return Err(Unreadable::Binary);
    }
    Ok((Encoding::Utf8, false, utf8(bytes)?))
}

fn utf8(bytes: &[u8]) -> Result<String, Unreadable> {
    let text = std::str::from_utf8(bytes).map_err(|_| Unreadable::Encoding)?;
    Ok(text.to_owned())
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> Result<String, Unreadable> {
    let (pairs, rest) = bytes.as_chunks::<2>();
    if !rest.is_empty() {
        return Err(Unreadable::Encoding);
    }
    let units = pairs.iter().map(|pair| unit(*pair));
    char::decode_utf16(units)
        .collect::<Result<_, _>>()
        .map_err(|_| Unreadable::Encoding)
}

/// As the table keeps it: `utf-16le mark crlf`.
impl fmt::Display for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let encoding = match self.encoding {
            Encoding::Utf8 => "utf-8",
            Encoding::Utf16Little => "utf-16le",
            Encoding::Utf16Big => "utf-16be",
        };
        let mark = if self.mark { "mark" } else { "plain" };
        let ends = match self.ends {
            LineEnds::Lf => "lf",
            LineEnds::CrLf => "crlf",
            LineEnds::Cr => "cr",
        };
        write!(f, "{encoding} {mark} {ends}")
    }
}

impl FromStr for Form {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut words = text.split(' ');
        let encoding = match words.next() {
            Some("utf-8") => Encoding::Utf8,
            Some("utf-16le") => Encoding::Utf16Little,
            Some("utf-16be") => Encoding::Utf16Big,
            _ => return Err(()),
        };
        let mark = words.next() == Some("mark");
        let ends = match words.next() {
            Some("crlf") => LineEnds::CrLf,
            Some("cr") => LineEnds::Cr,
            _ => LineEnds::Lf,
        };
        Ok(Self {
            encoding,
            mark,
            ends,
        })
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn every_form_comes_back_byte_by_byte() {
        let utf16 = |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> {
            let units = "\u{feff}".encode_utf16().chain(text.encode_utf16());
            units.flat_map(unit).collect()
        };
        let files: Vec<(Vec<u8>, &str)> = vec![
            (b"".to_vec(), ""),
            (b"one\ntwo\n".to_vec(), "one\ntwo\n"),
            (b"one\r\ntwo\r\n".to_vec(), "one\ntwo\n"),
            (b"one\rtwo".to_vec(), "one\ntwo"),
            (b"mixed\r\nends\n".to_vec(), "mixed\r\nends\n"),
            (b"mixed\rends\r\n".to_vec(), "mixed\rends\r\n"),
            ("\u{feff}é\r\n".as_bytes().to_vec(), "é\n"),
            (utf16("smile 😀\r\n", u16::to_le_bytes), "smile 😀\n"),
            (utf16("smile 😀\n", u16::to_be_bytes), "smile 😀\n"),
        ];
        for (bytes, wanted) in files {
            let (form, text) = Form::read(&bytes).unwrap();
            assert_eq!(text, wanted);
            let kept: Form = form.to_string().parse().unwrap();
            assert_eq!(kept.write(&text), bytes, "{form}");
        }
    }

    #[test]
    fn what_is_no_text_is_refused_in_words() {
        assert_eq!(Form::read(b"PK\x03\x04\0\0"), Err(Unreadable::Binary));
        assert_eq!(Form::read(b"caf\xe9"), Err(Unreadable::Encoding));
        assert_eq!(Form::read(b"\xff\xfea"), Err(Unreadable::Encoding));
        assert_eq!(Form::read(b"\xff\xfe\0\0"), Err(Unreadable::Binary));
        let large = vec![b'a'; LARGEST + 1];
        assert_eq!(Form::read(&large), Err(Unreadable::TooLarge));
    }
}
