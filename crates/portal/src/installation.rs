//! Secrets of one installation, all derived from the machine key in the data folder.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::Aead;
use chacha20poly1305::{KeyInit, XChaCha20Poly1305, XNonce};
use rand::Rng;
use subtle::ConstantTimeEq;

const KEY_FILE: &str = "machine.key";
const NONCE: usize = 24;

/// What the installation knows by heart. Cheap to clone.
///
/// Losing the machine key makes every password, API key, confirm link and encrypted setting useless
/// (`platform/03a` trap 5), so it belongs into the backup of the data folder.
#[derive(Clone)]
pub struct Installation {
    secrets: Arc<Secrets>,
}

struct Secrets {
    root: [u8; 32],
    password_salt: String,
}

impl std::fmt::Debug for Installation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Installation(secret)")
    }
}

impl Installation {
    /// Reads the machine key of a data folder, making it on the first start.
    ///
    /// # Errors
    /// The folder cannot be written, or the key file is not 32 bytes of hex.
    pub fn open(data: &Path) -> std::io::Result<Self> {
        std::fs::create_dir_all(data)?;
        let path = data.join(KEY_FILE);
        match std::fs::read_to_string(&path) {
            Ok(text) => Self::from_hex(&text),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::create(&path),
            Err(error) => Err(error),
        }
    }

    /// An installation with this machine key, for nodes that get it from their environment and for tests.
    #[must_use]
    pub fn from_key(root: [u8; 32]) -> Self {
        let salt = blake3::derive_key("atrium 2026 client password salt", &root);
        let password_salt = hex::encode(salt);
        Self {
            secrets: Arc::new(Secrets {
                root,
                password_salt,
            }),
        }
    }

    fn from_hex(text: &str) -> std::io::Result<Self> {
        let mut root = [0; 32];
        hex::decode_to_slice(text.trim(), &mut root).map_err(std::io::Error::other)?;
        Ok(Self::from_key(root))
    }

    fn create(path: &Path) -> std::io::Result<Self> {
        let root: [u8; 32] = rand::random();
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path)?;
        file.write_all(hex::encode(root).as_bytes())?;
        file.sync_all()?;
        Ok(Self::from_key(root))
    }

    /// Salt of the client-side password hash; the same for the life of the installation.
    #[must_use]
    pub fn password_salt(&self) -> &str {
        &self.secrets.password_salt
    }

    /// The key of the registration service's signatures (`platform/02 §2.4`), as text.
    #[must_use]
    pub fn machine_key(&self) -> String {
        hex::encode(self.secrets.root)
    }

    /// A message authentication code over parts. `purpose` keeps codes of different uses apart.
    #[must_use]
    pub fn mac(&self, purpose: &str, parts: &[&str]) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_keyed(&self.key("mac"));
        for part in std::iter::once(&purpose).chain(parts) {
            // Lengths first: ("ab","c") and ("a","bc") are different messages.
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    /// Compares a code in constant time.
    #[must_use]
    pub fn mac_is(&self, purpose: &str, parts: &[&str], code: &[u8]) -> bool {
        self.mac(purpose, parts).ct_eq(code).into()
    }

    /// Encrypts text for storing or for a link; the result is URL-safe text.
    #[must_use]
    pub fn encrypt(&self, purpose: &str, text: &str) -> String {
        let mut nonce = [0; NONCE];
        rand::rng().fill_bytes(&mut nonce);
        let sealed = self
            .cipher(purpose)
            .encrypt(&XNonce::from(nonce), text.as_bytes());
        let mut out = nonce.to_vec();
        // Encrypting fails only for texts of more than 256 GiB.
        out.extend(sealed.unwrap_or_default());
        URL_SAFE_NO_PAD.encode(out)
    }

    /// Reverses [`Installation::encrypt`]; `None` for anything this installation did not write.
    #[must_use]
    pub fn decrypt(&self, purpose: &str, text: &str) -> Option<String> {
        let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).ok()?;
        let (nonce, sealed) = bytes.split_first_chunk::<NONCE>()?;
        let open = self
            .cipher(purpose)
            .decrypt(&XNonce::from(*nonce), sealed)
            .ok()?;
        String::from_utf8(open).ok()
    }

    fn cipher(&self, purpose: &str) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&self.key(purpose).into())
    }

    fn key(&self, purpose: &str) -> [u8; 32] {
        let mut hasher = blake3::Hasher::new_derive_key("atrium 2026 installation key");
        hasher.update(&self.secrets.root);
        hasher.update(purpose.as_bytes());
        *hasher.finalize().as_bytes()
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn the_machine_key_survives_a_restart() {
        let folder = tempfile::tempdir().unwrap();
        let first = Installation::open(folder.path()).unwrap();
        let second = Installation::open(folder.path()).unwrap();
        assert_eq!(first.password_salt(), second.password_salt());
        assert_eq!(first.machine_key(), second.machine_key());
    }

    #[test]
    fn encrypted_text_opens_with_the_same_key_and_purpose_only() {
        let here = Installation::from_key([1; 32]);
        let sealed = here.encrypt("mail", "a@b.c");
        assert_eq!(here.decrypt("mail", &sealed).as_deref(), Some("a@b.c"));
        assert_eq!(here.decrypt("other", &sealed), None);
        assert_eq!(
            Installation::from_key([2; 32]).decrypt("mail", &sealed),
            None
        );
        assert_eq!(here.decrypt("mail", "nonsense"), None);
    }

    #[test]
    fn codes_depend_on_where_the_parts_end() {
        let here = Installation::from_key([1; 32]);
        assert_ne!(here.mac("x", &["ab", "c"]), here.mac("x", &["a", "bc"]));
        assert!(here.mac_is("x", &["a"], &here.mac("x", &["a"])));
        assert!(!here.mac_is("y", &["a"], &here.mac("x", &["a"])));
    }
}
