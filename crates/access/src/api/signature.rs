//! The signature of the registration service: `ASC pkey:date:hash` (`platform/02 §2.4`).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha1::Sha1;
use sql::Micros;

/// How old a signature may be.
const WINDOW: Micros = 5 * 60 * 1_000_000;

/// Whether a header is a good signature by the installation's machine key. Dates to come are accepted, as the
/// clocks of two machines differ.
pub(super) fn is_good(header: &str, machine_key: &str, now: Micros) -> bool {
    let Some(parts) = header.trim().strip_prefix("ASC ") else {
        return false;
    };
    let mut parts = parts.splitn(3, ':');
    let (Some(pkey), Some(date), Some(hash)) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let fresh = moment(date).is_some_and(|at| now - at <= WINDOW);
    fresh && verify(machine_key, &format!("{date}\n{pkey}"), hash)
}

fn verify(machine_key: &str, data: &str, hash: &str) -> bool {
    let decoded = [&URL_SAFE, &URL_SAFE_NO_PAD, &STANDARD];
    let Some(code) = decoded
        .iter()
        .find_map(|engine| engine.decode(hash.trim()).ok())
    else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(machine_key.as_bytes()) else {
        return false;
    };
    mac.update(data.as_bytes());
    mac.verify_slice(&code).is_ok()
}

/// `yyyyMMddHHmmss` in UTC.
fn moment(text: &str) -> Option<Micros> {
    let local = DateTime::strptime("%Y%m%d%H%M%S", text).ok()?;
    let at = TimeZone::UTC.to_timestamp(local).ok()?;
    Some(at.as_microsecond())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn sign(key: &str, date: &str, pkey: &str) -> String {
        let mut mac = Hmac::<Sha1>::new_from_slice(key.as_bytes()).unwrap();
        mac.update(format!("{date}\n{pkey}").as_bytes());
        let hash = URL_SAFE.encode(mac.finalize().into_bytes());
        format!("ASC {pkey}:{date}:{hash}")
    }

    #[test]
    fn a_signature_is_good_for_five_minutes_with_the_right_key() {
        let at = moment("20261121030000").unwrap();
        let header = sign("key", "20261121030000", "p");
        assert!(is_good(&header, "key", at));
        assert!(is_good(&header, "key", at - 3600 * 1_000_000));
        assert!(!is_good(&header, "other", at));
        assert!(!is_good(&header, "key", at + WINDOW + 1_000_000));
        for bad in [
            "",
            "ASC",
            "ASC a:b",
            "ASC p:20261121030000:!!",
            "ASC p::x",
            "Bearer x",
        ] {
            assert!(!is_good(bad, "key", at), "{bad}");
        }
    }
}
