//! Proofs that a request comes from the office: signatures over the token, the address and the time
//! ("Verify that requests originate from Office for the web by using proof keys", Microsoft).

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use http::HeaderMap;
use ring::signature::{RSA_PKCS1_2048_8192_SHA256, RsaPublicKeyComponents};
use sql::Micros;

/// How old a proof may be.
const LIFE: i64 = 20 * 60 * 1_000_000;
/// The moment 1970-01-01, counted as proofs count: in tenths of microseconds since the year 1.
const EPOCH: i64 = 621_355_968_000_000_000;

/// A public key of the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Key {
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

impl Key {
    /// From its numbers in base 64; nothing when they are none.
    pub(crate) fn read(modulus: &str, exponent: &str) -> Option<Self> {
        let number = |text: &str| {
            let bytes = STANDARD.decode(text.trim()).ok()?;
            let start = bytes.iter().position(|byte| *byte != 0)?;
            bytes.get(start..).map(<[u8]>::to_vec)
        };
        Some(Self {
            modulus: number(modulus)?,
            exponent: number(exponent)?,
        })
    }

    fn signed(&self, said: &[u8], signature: &[u8]) -> bool {
        let key = RsaPublicKeyComponents {
            n: &self.modulus,
            e: &self.exponent,
        };
        key.verify(&RSA_PKCS1_2048_8192_SHA256, said, signature)
            .is_ok()
    }
}

/// What a proof turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    /// It is the office.
    Right,
    /// It is the office, and it has another key by now.
    Outdated,
    /// It is somebody else, or too late.
    Wrong,
}

/// Looks at the proof of a request to `address`, which the office was told, with `token`.
pub(crate) fn check(
    keys: &[Key],
    headers: &HeaderMap,
    token: &str,
    address: &str,
    now: Micros,
) -> Proof {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    let signature = |name: &str| STANDARD.decode(text(name)?).ok();
    let stamp = text("x-wopi-timestamp").and_then(|stamp| stamp.parse::<i64>().ok());
    let Some(stamp) = stamp else {
        return Proof::Wrong;
    };
    let age = now.saturating_sub(stamp.saturating_sub(EPOCH) / 10);
    if !(-LIFE..=LIFE).contains(&age) {
        return Proof::Wrong;
    }
    let said = said(token, address, stamp);
    let (present, former) = (signature("x-wopi-proof"), signature("x-wopi-proofold"));
    let by = |key: Option<&Key>, signature: &Option<Vec<u8>>| match (key, signature) {
        (Some(key), Some(signature)) => key.signed(&said, signature),
        _ => false,
    };
    let (key, old_key) = (keys.first(), keys.get(1));
    if by(key, &present) || by(old_key, &present) {
        Proof::Right
    } else if by(key, &former) {
        Proof::Outdated
    } else {
        Proof::Wrong
    }
}

/// The bytes that are signed: lengths before contents.
fn said(token: &str, address: &str, stamp: i64) -> Vec<u8> {
    let address = address.to_uppercase();
    let mut said = Vec::new();
    for part in [token.as_bytes(), address.as_bytes(), &stamp.to_be_bytes()] {
        let length = u32::try_from(part.len()).unwrap_or(u32::MAX);
        said.extend(length.to_be_bytes());
        said.extend(part);
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_signed_has_lengths_and_a_large_address() {
        let said = said("ab", "http://x", 1);
        let mut wanted = vec![0, 0, 0, 2, b'a', b'b', 0, 0, 0, 8];
        wanted.extend(b"HTTP://X");
        wanted.extend([0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 1]);
        assert_eq!(said, wanted);
    }

    #[test]
    fn keys_are_numbers_in_base_64() {
        assert!(Key::read("", "AQAB").is_none());
        assert!(Key::read("?", "AQAB").is_none());
        assert!(Key::read("AAAA", "AQAB").is_none(), "zero is no modulus");
        let key = Key::read("AAEC", "AQAB");
        let wanted = Key {
            modulus: vec![1, 2],
            exponent: vec![1, 0, 1],
        };
        assert_eq!(key, Some(wanted));
    }

    #[test]
    fn without_a_proof_it_is_somebody_else() {
        let keys: Vec<Key> = Key::read("AAEC", "AQAB").into_iter().collect();
        let none = HeaderMap::new();
        assert_eq!(check(&keys, &none, "t", "http://x", 0), Proof::Wrong);
        let mut garbage = HeaderMap::new();
        for (name, value) in [
            ("x-wopi-timestamp", "621355968000000000"),
            ("x-wopi-proof", "AAAA"),
            ("x-wopi-proofold", "?"),
        ] {
            garbage.insert(name, http::HeaderValue::from_static(value));
        }
        assert_eq!(check(&keys, &garbage, "t", "http://x", 0), Proof::Wrong);
    }
}
