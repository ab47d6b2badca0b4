//! The slow part of passwords sent in plain text, in a crate of its own so that debug builds optimise it: tests sign in
//! hundreds of times, and each time is 100 000 rounds.

use sha2::Sha256;

/// 32 bytes derived from a password by PBKDF2 with HMAC-SHA256.
#[must_use]
pub fn stretch(password: &[u8], salt: &[u8], rounds: u32) -> [u8; 32] {
    pbkdf2::pbkdf2_hmac_array::<Sha256, 32>(password, salt, rounds)
}
