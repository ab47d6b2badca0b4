//! PBKDF2-HMAC-SHA256 with one block of output, its inner loop spelled out.
//!
//! A server that is sent plain passwords runs 200 000 compressions for each. The general implementation copies hasher
//! states around every one of them; here a round is two compressions and nothing else.

use hmac::{Hmac, KeyInit, Mac};
use sha2::block_api::compress256;
use sha2::{Digest, Sha256};

const BLOCK: usize = 64;
const START: [u32; 8] = [
    0x6a09_e667,
    0xbb67_ae85,
    0x3c6e_f372,
    0xa54f_f53a,
    0x510e_527f,
    0x9b05_688c,
    0x1f83_d9ab,
    0x5be0_cd19,
];

/// 32 bytes derived from a password.
pub(crate) fn pbkdf2(password: &[u8], salt: &[u8], rounds: u32) -> [u8; 32] {
    let key = padded(password);
    let (inner, outer) = (state_after(&key, 0x36), state_after(&key, 0x5c));
    let mut round = words(&first(password, salt));
    let mut sum = round;
    for _ in 1..rounds {
        round = finish(inner, &round);
        round = finish(outer, &round);
        for (sum, word) in sum.iter_mut().zip(round) {
            *sum ^= word;
        }
    }
    bytes(&sum)
}

/// `U1`: the code of the salt and the number of the block.
fn first(password: &[u8], salt: &[u8]) -> [u8; 32] {
    // A key of any length is accepted.
    Hmac::<Sha256>::new_from_slice(password).map_or([0; 32], |mut mac| {
        mac.update(salt);
        mac.update(&1_u32.to_be_bytes());
        mac.finalize().into_bytes().into()
    })
}

fn padded(password: &[u8]) -> [u8; BLOCK] {
    let mut key = [0; BLOCK];
    let hashed = Sha256::digest(password);
    let short = if password.len() > BLOCK {
        hashed.as_slice()
    } else {
        password
    };
    for (to, from) in key.iter_mut().zip(short) {
        *to = *from;
    }
    key
}

/// The state after the block of the key, mixed with a pad.
fn state_after(key: &[u8; BLOCK], pad: u8) -> [u32; 8] {
    let mut state = START;
    compress256(&mut state, &[key.map(|byte| byte ^ pad)]);
    state
}

/// Hashes 32 bytes after the one block that made `state`.
fn finish(mut state: [u32; 8], message: &[u32; 8]) -> [u32; 8] {
    let mut block = [0; BLOCK];
    for (to, word) in block.chunks_exact_mut(4).zip(message) {
        to.copy_from_slice(&word.to_be_bytes());
    }
    let (_, tail) = block.split_at_mut(32);
    if let Some(one) = tail.first_mut() {
        *one = 0x80;
    }
    // 96 bytes in all, in bits.
    if let Some(length) = tail.last_chunk_mut::<2>() {
        *length = 768_u16.to_be_bytes();
    }
    compress256(&mut state, &[block]);
    state
}

fn words(bytes: &[u8; 32]) -> [u32; 8] {
    let mut words = [0; 8];
    for (word, from) in words.iter_mut().zip(bytes.as_chunks::<4>().0) {
        *word = u32::from_be_bytes(*from);
    }
    words
}

fn bytes(words: &[u32; 8]) -> [u8; 32] {
    let mut bytes = [0; 32];
    for (to, word) in bytes.chunks_exact_mut(4).zip(words) {
        to.copy_from_slice(&word.to_be_bytes());
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_pbkdf2() {
        for (password, salt, rounds) in [
            ("", "", 1),
            ("password", "salt", 1),
            ("password", "salt", 2),
            (
                "passwordPASSWORDpassword",
                "saltSALTsaltSALTsaltSALTsaltSALTsalt",
                40,
            ),
            (&*"long".repeat(40), &*"s".repeat(200), 7),
        ] {
            let mut right = [0; 32];
            pbkdf2::pbkdf2_hmac::<Sha256>(password.as_bytes(), salt.as_bytes(), rounds, &mut right);
            assert_eq!(
                pbkdf2(password.as_bytes(), salt.as_bytes(), rounds),
                right,
                "{password}"
            );
        }
    }
}
