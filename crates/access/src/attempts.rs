//! Brute-force protection: too many failures from one place lock that place out for a while
//! (`platform/03a §3.4`).

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use moka::sync::Cache;
use parking_lot::Mutex;
use portal::PortalId;
use portal::settings::LoginLimits;
use sql::Micros;

const SECOND: Micros = 1_000_000;

/// Counts attempts of a login from an address. In memory of this node; lost by a restart, which is no help to
/// an attacker who cannot restart it.
pub struct Attempts {
    places: Cache<String, Arc<Mutex<Place>>>,
}

#[derive(Default)]
struct Place {
    tried: VecDeque<Micros>,
    blocked_until: Micros,
}

impl Attempts {
    /// Nobody has tried anything.
    #[must_use]
    #[expect(
        clippy::new_without_default,
        reason = "an empty one is a decision, not a default"
    )]
    pub fn new() -> Self {
        // The longest period and block an administrator can set is 9999 s.
        let life = Duration::from_secs(9999);
        Self {
            places: Cache::builder()
                .max_capacity(100_000)
                .time_to_idle(life)
                .build(),
        }
    }

    /// Counts an attempt; `false` when the place is locked out.
    #[must_use]
    pub fn begin(&self, key: &str, limits: &LoginLimits, now: Micros) -> bool {
        let place = self.places.get_with(key.to_owned(), Arc::default);
        let mut place = place.lock();
        if now < place.blocked_until {
            return false;
        }
        let period = Micros::from(limits.check_period) * SECOND;
        while place.tried.front().is_some_and(|at| now - at >= period) {
            place.tried.pop_front();
        }
        place.tried.push_back(now);
        let most = usize::try_from(limits.attempt_count).unwrap_or(0);
        if place.tried.len() <= most {
            return true;
        }
        place.blocked_until = now + Micros::from(limits.block_time) * SECOND;
        place.tried.clear();
        false
    }

    /// Takes back the latest attempt: it succeeded.
    pub fn succeed(&self, key: &str) {
        if let Some(place) = self.places.get(key) {
            place.lock().tried.pop_back();
        }
    }
}

/// The place of a login: who is tried in which portal from where.
pub(crate) fn place(portal: PortalId, login: &str, ip: &str) -> String {
    format!("{portal}/{}/{ip}", login.trim().to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sixth_failure_in_a_minute_locks_for_a_minute() {
        let attempts = Attempts::new();
        let limits = LoginLimits::default();
        let begin = |second: Micros| attempts.begin("a", &limits, second * SECOND);
        assert!((0..5).all(begin));
        assert!(!begin(5));
        assert!(!begin(64));
        assert!(begin(66));
    }

    #[test]
    fn successes_do_not_count_and_old_failures_are_forgotten() {
        let attempts = Attempts::new();
        let limits = LoginLimits::default();
        for second in 0..50 {
            assert!(attempts.begin("a", &limits, second * SECOND));
            attempts.succeed("a");
        }
        assert!((0..5).all(|second| attempts.begin("b", &limits, second * SECOND)));
        assert!(attempts.begin("b", &limits, 61 * SECOND));
        assert!(attempts.begin("c", &limits, 61 * SECOND));
    }
}
