//! What all office files have in common: a package of parts, relations between them, and parts that are XML, each read
//! under limits. Nothing outside of a package is ever fetched.

pub mod package;
pub mod xml;

/// The name of a piece: what it holds, hashed.
#[must_use]
pub fn name_of(xml: &str) -> String {
    let hash = blake3::hash(xml.as_bytes()).to_hex();
    hash.as_str().chars().take(16).collect()
}

/// The same of bytes.
#[must_use]
pub fn name_of_bytes(bytes: &[u8]) -> String {
    let hash = blake3::hash(bytes).to_hex();
    hash.as_str().chars().take(16).collect()
}
