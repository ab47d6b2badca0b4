//! Keys of confirm links: `<milliseconds since 2010>.<code>` (`platform/03a §3.6`).
//!
//! The payload is what the key is about (e-mail, type, …). It is not in the key: whoever checks it
//! has to know it already.

use std::time::Duration;

use sql::Micros;

use crate::installation::Installation;
use crate::model::PortalId;

/// 2010-01-01T00:00:00Z in microseconds since 1970.
const EPOCH: Micros = 1_262_304_000_000_000;

/// What a key turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Validity {
    /// Made by this installation for this payload, and still alive.
    Ok,
    /// Not made for this payload.
    Invalid,
    /// Was right, but is too old.
    Expired,
}

/// Makes a key for a payload.
#[must_use]
pub fn make(here: &Installation, portal: PortalId, payload: &str, now: Micros) -> String {
    let stamp = (now - EPOCH) / 1000;
    format!("{stamp}.{}", code(here, portal, payload, stamp))
}

/// Checks a key. A `life` of `None` never ends.
#[must_use]
pub fn check(
    here: &Installation,
    portal: PortalId,
    payload: &str,
    key: &str,
    life: Option<Duration>,
    now: Micros,
) -> Validity {
    let Some((stamp, given)) = key.split_once('.') else {
        return Validity::Invalid;
    };
    let Ok(stamp) = stamp.parse::<i64>() else {
        return Validity::Invalid;
    };
    let right = code(here, portal, payload, stamp);
    if !bool::from(subtle::ConstantTimeEq::ct_eq(
        right.as_bytes(),
        given.as_bytes(),
    )) {
        return Validity::Invalid;
    }
    let age = (now - EPOCH) / 1000 - stamp;
    match life {
        Some(life) if i128::from(age) > i128::from(life.as_millis() as u64) => Validity::Expired,
        _ => Validity::Ok,
    }
}

/// When a key was made.
#[must_use]
pub fn made_at(key: &str) -> Option<Micros> {
    let stamp: i64 = key.split_once('.')?.0.parse().ok()?;
    stamp.checked_mul(1000)?.checked_add(EPOCH)
}

fn code(here: &Installation, portal: PortalId, payload: &str, stamp: i64) -> String {
    let payload = payload.to_lowercase();
    let parts = [payload.as_str(), &portal.to_string(), &stamp.to_string()];
    hex::encode_upper(here.mac("confirm link", &parts))
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Micros = 1_800_000_000_000_000;
    const WEEK: Option<Duration> = Some(Duration::from_secs(7 * 24 * 3600));

    #[test]
    fn a_key_opens_its_own_payload_for_a_week() {
        let here = Installation::from_key([7; 32]);
        let key = make(&here, PortalId(3), "A@b.cWizard", NOW);
        let check_at = |portal, payload, now| check(&here, portal, payload, &key, WEEK, now);
        assert_eq!(check_at(PortalId(3), "a@B.cwizard", NOW), Validity::Ok);
        assert_eq!(check_at(PortalId(4), "a@b.cwizard", NOW), Validity::Invalid);
        assert_eq!(check_at(PortalId(3), "x@b.cwizard", NOW), Validity::Invalid);
        assert_eq!(
            check_at(PortalId(3), "a@b.cwizard", NOW + 8 * 86_400_000_000),
            Validity::Expired
        );
        assert_eq!(made_at(&key), Some(NOW));
    }

    #[test]
    fn nonsense_is_invalid() {
        let here = Installation::from_key([7; 32]);
        for key in ["", ".", "x.y", "12", "999999999999999999999.A"] {
            assert_eq!(
                check(&here, PortalId(1), "p", key, None, NOW),
                Validity::Invalid
            );
        }
    }
}
