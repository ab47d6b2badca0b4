//! Passwords: the client's hash, and what is stored of it.
//!
//! A client sends PBKDF2 of the password (`platform/03a §3.7`); what is stored is argon2id of that text.
//! Both take milliseconds of a core on purpose, so they run beside the server's own threads.

use std::sync::LazyLock;

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use portal::settings::PasswordPolicy;
use tokio::sync::Semaphore;

use crate::hasher::Hasher;

/// Rounds of the client-side hash.
pub const ROUNDS: u32 = 100_000;
/// Longest password.
pub const MAX_LENGTH: usize = 30;

/// How many are computed at once: each needs memory, and more than there are cores is no faster.
static SLOTS: LazyLock<Semaphore> = LazyLock::new(|| {
    Semaphore::new(std::thread::available_parallelism().map_or(2, std::num::NonZero::get))
});

/// The client-side hash of a password: 64 lower-case hex digits.
#[derive(Clone, PartialEq, Eq)]
pub struct ClientHash(String);

impl std::fmt::Debug for ClientHash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("ClientHash(secret)")
    }
}

impl ClientHash {
    /// A hash a client sent; `None` when it is empty.
    #[must_use]
    pub fn sent(text: &str) -> Option<Self> {
        let text = text.trim();
        (!text.is_empty()).then(|| Self(text.to_owned()))
    }

    /// The hash of a plain password.
    pub async fn of(password: &str, salt: &str) -> Self {
        let (password, salt) = (password.trim().to_owned(), salt.to_owned());
        beside(move || {
            let derived = stretch::stretch(password.as_bytes(), salt.as_bytes(), ROUNDS);
            Self(hex::encode(derived))
        })
        .await
        .unwrap_or_else(|| Self(String::new()))
    }
}

/// What to store of a client hash; a new salt every time.
///
/// # Errors
/// Never in practice: argon2 refuses only parameters that the configuration does not let through.
pub(crate) async fn seal(
    hasher: Hasher,
    hash: ClientHash,
) -> Result<String, argon2::password_hash::Error> {
    beside(move || {
        let sealed = hasher.hash_password(hash.0.as_bytes());
        sealed.map(|sealed| sealed.to_string())
    })
    .await
    .unwrap_or(Err(argon2::password_hash::Error::Crypto))
}

/// Whether a client hash is the stored one. Takes as long when nothing is stored, so that nobody learns from
/// the time it takes who has an account.
pub(crate) async fn verify(hasher: Hasher, hash: ClientHash, stored: Option<String>) -> bool {
    beside(move || {
        let known = stored.is_some();
        let stored = stored.unwrap_or_else(|| hasher.nobody());
        let parsed = PasswordHash::new(&stored);
        let right =
            parsed.is_ok_and(|parsed| hasher.verify_password(hash.0.as_bytes(), &parsed).is_ok());
        known && right
    })
    .await
    .unwrap_or(false)
}

/// Whether a plain password obeys a policy (`platform/03a §3.7`).
#[must_use]
pub fn obeys(password: &str, policy: &PasswordPolicy) -> bool {
    let length = password.len();
    let printable = password.bytes().all(|b| (0x21..=0x7E).contains(&b));
    let any = |class: fn(&u8) -> bool| password.as_bytes().iter().any(class);
    printable
        && length >= usize::try_from(policy.min_length).unwrap_or(0)
        && length <= MAX_LENGTH
        && (!policy.upper_case || any(u8::is_ascii_uppercase))
        && (!policy.digits || any(u8::is_ascii_digit))
        && (!policy.spec_symbols || any(u8::is_ascii_punctuation))
}

/// Computes on the blocking pool, a bounded number at a time. `None` only while the server shuts down.
async fn beside<T: Send + 'static>(compute: impl FnOnce() -> T + Send + 'static) -> Option<T> {
    let slot = SLOTS.acquire().await.ok()?;
    let task = tokio::task::spawn_blocking(move || {
        // Held by the work, not by the caller: he may hang up before it is done.
        let _slot = slot;
        compute()
    });
    task.await.ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use std::sync::Arc;

    use futures::FutureExt as _;
    use parking_lot::Mutex;

    use super::*;

    const HASHER: Hasher = Hasher { memory: 256 };

    #[tokio::test]
    async fn whoever_hangs_up_frees_no_slot_before_the_work_is_done() {
        let gate = Arc::new(Mutex::new(()));
        {
            let _shut = gate.lock();
            for _ in 0..SLOTS.available_permits() {
                let gate = Arc::clone(&gate);
                let call = beside(move || drop(gate.lock()));
                assert!(call.now_or_never().is_none());
            }
            assert_eq!(SLOTS.available_permits(), 0);
        }
        assert!(beside(|| ()).await.is_some());
    }

    #[tokio::test]
    async fn the_client_hash_is_pbkdf2_of_the_trimmed_password() {
        // Computed with Python's hashlib.pbkdf2_hmac.
        let right = "08347c62366d28dc7952fecb507022683509aa529e51e139d1d1c907c51bf39c";
        let hash = ClientHash::of(" test1234 ", "salt").await;
        assert_eq!(hash.0, right);
        assert_eq!(hash, ClientHash::of("test1234", "salt").await);
    }

    #[tokio::test]
    async fn only_the_same_password_opens() {
        let hash = ClientHash::sent("abc").unwrap();
        let sealed = seal(HASHER, hash.clone()).await.unwrap();
        assert_ne!(sealed, seal(HASHER, hash.clone()).await.unwrap());
        assert!(verify(HASHER, hash.clone(), Some(sealed.clone())).await);
        assert!(!verify(HASHER, ClientHash::sent("abd").unwrap(), Some(sealed)).await);
        assert!(!verify(HASHER, hash, None).await);
        assert!(!verify(HASHER, ClientHash::sent("nobody").unwrap(), None).await);
    }

    #[test]
    fn a_policy_asks_for_what_it_says() {
        let plain = PasswordPolicy::default();
        assert!(obeys("test1234", &plain) && obeys("abcdefgh", &plain));
        for bad in ["short", "with blank in", "umlaut-ä-word", &"x".repeat(31)] {
            assert!(!obeys(bad, &plain), "{bad}");
        }
        let strict = PasswordPolicy {
            upper_case: true,
            digits: true,
            spec_symbols: true,
            ..plain
        };
        assert!(obeys("Abcdef1!", &strict));
        for bad in ["abcdef1!", "Abcdefg!", "Abcdefg1"] {
            assert!(!obeys(bad, &strict), "{bad}");
        }
    }
}
