//! Codes of authenticator apps (RFC 6238) and the codes for the day the telephone is lost.

use serde::{Deserialize, Serialize};
use sql::Micros;
use totp_rs::{Builder, Secret, Totp};

use crate::error::Error;

/// Steps of 30 seconds a clock may be wrong in either direction (`platform/03a §3.5`).
const SKEW: u16 = 10;
/// Backup codes a person gets.
const BACKUP_CODES: usize = 5;
/// Characters of one.
const BACKUP_LENGTH: usize = 6;

/// What an app computes codes from, and the server as well.
pub(crate) struct App(Totp);

impl App {
    /// A new secret of 160 bits, in base32.
    pub(crate) fn new_secret() -> String {
        Secret::from(rand::random::<[u8; 20]>()).to_base32()
    }

    /// The app of a stored secret. Issuer and account are what the app shows.
    ///
    /// # Errors
    /// The secret is no base32.
    pub(crate) fn open(secret: &str, issuer: &str, account: &str) -> Result<Self, Error> {
        let failed = |error: &dyn std::fmt::Display| Error::Internal(error.to_string());
        let secret = Secret::try_from_base32(secret).map_err(|error| failed(&error))?;
        // A colon parts issuer and account in the address an app reads.
        let plain = |text: &str| text.replace(':', " ");
        Builder::new()
            .with_secret(secret)
            .with_skew(SKEW)
            .with_issuer(Some(plain(issuer)))
            .with_account_name(plain(account))
            .build()
            .map(Self)
            .map_err(|error| failed(&error))
    }

    /// The time step a code belongs to; `None` for a code that is wrong, or right at another time.
    pub(crate) fn step(&self, code: &str, now: Micros) -> Option<i64> {
        let seconds = u64::try_from(now / 1_000_000).ok()?;
        let step = self.0.check(code, seconds)?;
        i64::try_from(step).ok()
    }

    /// The secret as people type it.
    pub(crate) fn manual_key(&self) -> String {
        self.0.secret().to_base32()
    }

    /// The secret as apps photograph it: a PNG as a `data:` address.
    ///
    /// # Errors
    /// Issuer and account are too long for a QR code.
    pub(crate) fn picture(&self) -> Result<String, Error> {
        let png = self.0.to_qr_base64();
        let png = png.map_err(|error| Error::Internal(error.to_string()))?;
        Ok(format!("data:image/png;base64,{png}"))
    }
}

/// A code for the day the app is out of reach; works once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BackupCode {
    /// Six characters of `[a-zA-Z0-9-_]`.
    pub code: String,
    /// Used up.
    pub used: bool,
}

/// A new set of backup codes.
pub(crate) fn backup_codes() -> Vec<BackupCode> {
    let code = || BackupCode {
        code: random_text(),
        used: false,
    };
    std::iter::repeat_with(code).take(BACKUP_CODES).collect()
}

fn random_text() -> String {
    const LETTERS: &[u8; 64] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_";
    let letter = |byte: u8| LETTERS.get(usize::from(byte % 64)).copied().map(char::from);
    let bytes = rand::random::<[u8; BACKUP_LENGTH]>();
    bytes.into_iter().filter_map(letter).collect()
}

/// Uses up the code that is given; `false` when none of the unused ones is.
pub(crate) fn use_up(codes: &mut [BackupCode], given: &str) -> bool {
    use subtle::ConstantTimeEq as _;
    let same =
        |code: &&mut BackupCode| -> bool { code.code.as_bytes().ct_eq(given.as_bytes()).into() };
    match codes.iter_mut().filter(|code| !code.used).find(same) {
        Some(code) => {
            code.used = true;
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    const SECOND: Micros = 1_000_000;

    #[test]
    fn codes_are_those_of_the_standard() {
        // RFC 6238, appendix B: the secret is "12345678901234567890", the last six digits count.
        let app = App::open("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "host", "a@b.c").unwrap();
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (20_000_000_000, "353130"),
        ] {
            let step = Some(seconds / 30);
            assert_eq!(app.step(code, seconds * SECOND), step, "{code}");
            // Ten steps back and forward, and no more.
            assert_eq!(app.step(code, (seconds + 300) * SECOND), step);
            assert_eq!(app.step(code, (seconds + 330) * SECOND), None);
        }
        for wrong in ["", "287083", "28708", "2870822", "abcdef", "٢٨٧٠٨٢"] {
            assert_eq!(app.step(wrong, 59 * SECOND), None, "{wrong}");
        }
    }

    #[test]
    fn an_app_reads_the_secret_by_camera_or_by_hand() {
        let secret = App::new_secret();
        let app = App::open(&secret, "team.example:8080", "\"a:b\"@c.example").unwrap();
        assert_eq!(app.manual_key(), secret);
        assert_eq!(secret.len(), 32);
        assert!(
            app.picture()
                .unwrap()
                .starts_with("data:image/png;base64,iVBOR")
        );
    }

    #[test]
    fn a_backup_code_works_once() {
        let mut codes = backup_codes();
        assert_eq!(codes.len(), 5);
        let code = codes.first().unwrap().code.clone();
        assert_eq!(code.len(), 6);
        assert!(use_up(&mut codes, &code));
        assert!(!use_up(&mut codes, &code));
        assert!(!use_up(&mut codes, ""));
        assert_eq!(codes.iter().filter(|code| code.used).count(), 1);
    }
}
