//! Opening Office Open XML that a password protects ([MS-OFFCRYPTO] 2.3.4.5 to 2.3.4.15): the package lies encrypted in a
//! container, beside what tells how.
//!
//! Nothing is believed of the file: lengths are checked against it, and the work it asks for has an end.

use std::io::{Read, Seek};

use aes::cipher::{Array, BlockCipherDecrypt, KeyInit};
use aes::{Aes128, Aes192, Aes256};
use base64::Engine as _;
use quick_xml::events::{BytesStart, Event};
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

/// The longest package that is opened, bytes.
const LONGEST: u64 = 256 << 20;
/// The most rounds of hashing a file may ask for; office programs write 100,000.
const MOST_ROUNDS: u32 = 1_000_000;
/// Rounds of the older way.
const STANDARD_ROUNDS: u32 = 50_000;
/// The newer way encrypts pieces of this length, each with its own start.
const PIECE: usize = 4096;
/// The block of the cipher, bytes.
const BLOCK: usize = 16;

/// What the keys of the newer way are for.
const VERIFIER_INPUT: [u8; 8] = [0xfe, 0xa7, 0xd2, 0x76, 0x3b, 0x4b, 0x9e, 0x79];
const VERIFIER_VALUE: [u8; 8] = [0xd7, 0xaa, 0x0f, 0x6d, 0x30, 0x61, 0x34, 0x4e];
const KEY_VALUE: [u8; 8] = [0x14, 0x6e, 0x0b, 0xe7, 0xab, 0xac, 0xd0, 0xd6];

/// Why there is no package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Refusal {
    /// The password is another one.
    Password,
    /// It is protected in a way that nobody here knows, or broken.
    Unknown,
}

type Result<T> = std::result::Result<T, Refusal>;

/// The package in a container.
pub(super) fn open(container: impl Read + Seek, password: &str) -> Result<Vec<u8>> {
    let mut container = cfb::CompoundFile::open(container).map_err(|_| Refusal::Unknown)?;
    let told = stream(&mut container, "/EncryptionInfo")?;
    let sealed = stream(&mut container, "/EncryptedPackage")?;
    let (length, sealed) = sealed.split_at_checked(8).ok_or(Refusal::Unknown)?;
    let length = usize::try_from(u64::from_le_bytes(array(length)?));
    let length = length.map_err(|_| Refusal::Unknown)?;
    let version = told.get(..4).ok_or(Refusal::Unknown)?;
    let mut package = match version {
        [4, 0, 4, 0] => newer(told.get(8..).ok_or(Refusal::Unknown)?, sealed, password)?,
        [2..=4, 0, 2, 0] => older(told.get(8..).ok_or(Refusal::Unknown)?, sealed, password)?,
        _ => return Err(Refusal::Unknown),
    };
    if length > package.len() {
        return Err(Refusal::Unknown);
    }
    package.truncate(length);
    Ok(package)
}

fn stream<F: Read + Seek>(container: &mut cfb::CompoundFile<F>, name: &str) -> Result<Vec<u8>> {
    let stream = container.open_stream(name).map_err(|_| Refusal::Unknown)?;
    let mut bytes = Vec::new();
    let read = stream.take(LONGEST + 1).read_to_end(&mut bytes);
    read.map_err(|_| Refusal::Unknown)?;
    let fits = u64::try_from(bytes.len()).is_ok_and(|length| length <= LONGEST);
    fits.then_some(bytes).ok_or(Refusal::Unknown)
}

/// "Standard": SHA-1, and each block of the package by itself.
fn older(told: &[u8], sealed: &[u8], password: &str) -> Result<Vec<u8>> {
    let number = |bytes: &[u8], at: usize| {
        let four = bytes.get(at..at + 4).ok_or(Refusal::Unknown)?;
        Ok(u32::from_le_bytes(array(four)?) as usize)
    };
    let head = number(told, 0)?;
    let (head, verifier) = told
        .get(4..)
        .and_then(|rest| rest.split_at_checked(head))
        .ok_or(Refusal::Unknown)?;
    let bytes = number(head, 16)? / 8;
    let part = |from: usize, to: usize| verifier.get(from..to).ok_or(Refusal::Unknown);
    let (salt, input, value) = (part(4, 20)?, part(20, 36)?, part(40, 72)?);
    let hash = spun(Hash::Sha1, salt, password, STANDARD_ROUNDS);
    let hash = Hash::Sha1.of(&[&hash, &[0; 4]]);
    let padded = |with: u8| {
        let mut block = [with; 64];
        for (byte, mixed) in block.iter_mut().zip(&hash) {
            *byte ^= mixed;
        }
        Hash::Sha1.of(&[&block])
    };
    let key = [padded(0x36), padded(0x5c)].concat();
    let cipher = Cipher::new(key.get(..bytes).ok_or(Refusal::Unknown)?)?;
    let known = Hash::Sha1.of(&[&cipher.each(input)]);
    if cipher.each(value).get(..known.len()) != Some(&known) {
        return Err(Refusal::Password);
    }
    Ok(cipher.each(sealed))
}

/// "Agile": the file names hash, lengths and rounds, and the key of the package is random.
fn newer(told: &[u8], sealed: &[u8], password: &str) -> Result<Vec<u8>> {
    let (package, entry) = read(told)?;
    let hash = spun(entry.hash, &entry.salt, password, entry.rounds);
    let opened = |purpose: [u8; 8], value: &[u8]| {
        let mut key = entry.hash.of(&[&hash, &purpose]);
        key.resize(entry.key_bytes, 0x36);
        Ok(Cipher::new(&key)?.chained(&start(&entry.salt), value))
    };
    let input = opened(VERIFIER_INPUT, &entry.verifier_input)?;
    let input = input.get(..entry.salt.len()).ok_or(Refusal::Unknown)?;
    let known = entry.hash.of(&[input]);
    let value = opened(VERIFIER_VALUE, &entry.verifier_value)?;
    if value.get(..known.len()) != Some(&known) {
        return Err(Refusal::Password);
    }
    let key = opened(KEY_VALUE, &entry.key)?;
    let cipher = Cipher::new(key.get(..package.key_bytes).ok_or(Refusal::Unknown)?)?;
    let mut out = Vec::with_capacity(sealed.len());
    for (number, piece) in (0_u32..).zip(sealed.chunks(PIECE)) {
        let first = package.hash.of(&[&package.salt, &number.to_le_bytes()]);
        out.extend(cipher.chained(&start(&first), piece));
    }
    Ok(out)
}

/// What the newer way tells of the package (`keyData`), and of the entry by password (`encryptedKey`).
struct Told {
    hash: Hash,
    salt: Vec<u8>,
    key_bytes: usize,
    rounds: u32,
    verifier_input: Vec<u8>,
    verifier_value: Vec<u8>,
    key: Vec<u8>,
}

fn read(xml: &[u8]) -> Result<(Told, Told)> {
    let xml = std::str::from_utf8(xml).map_err(|_| Refusal::Unknown)?;
    let mut reader = quick_xml::Reader::from_str(xml);
    let (mut package, mut entry) = (None, None);
    loop {
        match reader.read_event().map_err(|_| Refusal::Unknown)? {
            Event::Start(element) | Event::Empty(element) => match element.local_name().as_ref() {
                "keyData" => package = Some(told(&element)?),
                "encryptedKey" => entry = Some(told(&element)?),
                _ => {}
            },
            Event::Eof => break,
            _ => {}
        }
    }
    package.zip(entry).ok_or(Refusal::Unknown)
}

fn told(element: &BytesStart<'_>) -> Result<Told> {
    let text = |name: &str| {
        let found = element.try_get_attribute(name).ok().flatten();
        found.map(|found| found.value.into_owned())
    };
    let number = |name: &str| text(name).and_then(|text| text.parse::<u32>().ok());
    let bytes = |name: &str| {
        let text = text(name).unwrap_or_default();
        let bytes = base64::engine::general_purpose::STANDARD.decode(text);
        bytes.map_err(|_| Refusal::Unknown)
    };
    let is = |name: &str, wanted: &str| text(name).as_deref() == Some(wanted);
    let rounds = number("spinCount").unwrap_or_default();
    let bits = number("keyBits").unwrap_or_default() as usize;
    let known = is("cipherAlgorithm", "AES") && is("cipherChaining", "ChainingModeCBC");
    if !known || rounds > MOST_ROUNDS || !matches!(bits, 128 | 192 | 256) {
        return Err(Refusal::Unknown);
    }
    Ok(Told {
        hash: Hash::named(&text("hashAlgorithm").unwrap_or_default()).ok_or(Refusal::Unknown)?,
        salt: bytes("saltValue")?,
        key_bytes: bits / 8,
        rounds,
        verifier_input: bytes("encryptedVerifierHashInput")?,
        verifier_value: bytes("encryptedVerifierHashValue")?,
        key: bytes("encryptedKeyValue")?,
    })
}

/// The hash of a password, made slow by rounds.
fn spun(hash: Hash, salt: &[u8], password: &str, rounds: u32) -> Vec<u8> {
    let text: Vec<u8> = password.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let first = hash.of(&[salt, &text]);
    (0..rounds).fold(first, |last, round| hash.of(&[&round.to_le_bytes(), &last]))
}

/// The first block of a chain.
fn start(from: &[u8]) -> [u8; BLOCK] {
    let mut block = [0x36; BLOCK];
    for (byte, given) in block.iter_mut().zip(from) {
        *byte = *given;
    }
    block
}

fn array<const N: usize>(bytes: &[u8]) -> Result<[u8; N]> {
    bytes.try_into().map_err(|_| Refusal::Unknown)
}

#[derive(Debug, Clone, Copy)]
enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "SHA1" | "SHA-1" => Self::Sha1,
            "SHA256" => Self::Sha256,
            "SHA384" => Self::Sha384,
            "SHA512" => Self::Sha512,
            _ => return None,
        })
    }

    fn of(self, parts: &[&[u8]]) -> Vec<u8> {
        fn with<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
            let mut digest = D::new();
            for part in parts {
                digest.update(part);
            }
            digest.finalize().to_vec()
        }
        match self {
            Self::Sha1 => with::<Sha1>(parts),
            Self::Sha256 => with::<Sha256>(parts),
            Self::Sha384 => with::<Sha384>(parts),
            Self::Sha512 => with::<Sha512>(parts),
        }
    }
}

/// AES with a key of one of its lengths.
enum Cipher {
    Short(Box<Aes128>),
    Middle(Box<Aes192>),
    Long(Box<Aes256>),
}

impl Cipher {
    fn new(key: &[u8]) -> Result<Self> {
        let unknown = |_| Refusal::Unknown;
        Ok(match key.len() {
            16 => Self::Short(Box::new(Aes128::new_from_slice(key).map_err(unknown)?)),
            24 => Self::Middle(Box::new(Aes192::new_from_slice(key).map_err(unknown)?)),
            32 => Self::Long(Box::new(Aes256::new_from_slice(key).map_err(unknown)?)),
            _ => return Err(Refusal::Unknown),
        })
    }

    fn block(&self, block: [u8; BLOCK]) -> [u8; BLOCK] {
        let mut block = Array::from(block);
        match self {
            Self::Short(cipher) => cipher.decrypt_block(&mut block),
            Self::Middle(cipher) => cipher.decrypt_block(&mut block),
            Self::Long(cipher) => cipher.decrypt_block(&mut block),
        }
        block.into()
    }

    /// Every whole block by itself.
    fn each(&self, sealed: &[u8]) -> Vec<u8> {
        let (blocks, _) = sealed.as_chunks::<BLOCK>();
        blocks.iter().flat_map(|block| self.block(*block)).collect()
    }

    /// Every whole block mixed with the one before it.
    fn chained(&self, first: &[u8; BLOCK], sealed: &[u8]) -> Vec<u8> {
        let (blocks, _) = sealed.as_chunks::<BLOCK>();
        let before = std::iter::once(first).chain(blocks);
        let opened = blocks.iter().zip(before).map(|(block, before)| {
            let mut opened = self.block(*block);
            for (byte, mixed) in opened.iter_mut().zip(before) {
                *byte ^= mixed;
            }
            opened
        });
        opened.flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use std::io::Cursor;

    use super::*;

    /// Written by `msoffcrypto-tool`, in the newer way.
    const SEALED: &[u8] = include_bytes!("../../tests/files/sealed.docx");

    #[test]
    fn a_package_is_opened_by_its_password_alone() {
        let package = open(Cursor::new(SEALED), "Schlüssel 7").unwrap();
        let mut parts = zip::ZipArchive::new(Cursor::new(package)).unwrap();
        assert!(parts.by_name("word/document.xml").is_ok());
        let refused = open(Cursor::new(SEALED), "schlüssel 7");
        assert_eq!(refused, Err(Refusal::Password));
    }

    #[test]
    fn what_is_broken_is_refused() {
        for length in [0, 7, 512, 4096, SEALED.len() - 3000] {
            let part = SEALED.get(..length).unwrap();
            let refused = open(Cursor::new(part), "Schlüssel 7");
            assert_eq!(refused, Err(Refusal::Unknown), "{length}");
        }
        assert_eq!(open(Cursor::new(b"PK"), "x"), Err(Refusal::Unknown));
    }
}
