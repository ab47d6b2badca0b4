//! Brute-force protection: too many failures from one place lock that place out for a while
//! (`platform/03a §3.4`). One engine for passwords, second factors, passwords of links and everything else that is guessed.

use std::collections::VecDeque;
use std::net::IpAddr;
use std::time::Duration;

use limits::{Key, Shared, State};
use portal::PortalId;
use portal::settings::LoginLimits;
use serde::{Deserialize, Serialize};
use sql::{Db, Micros};

const SECOND: Micros = 1_000_000;
/// A place is remembered for this long after the last attempt: the longest period and block an administrator can set is
/// 9999 s.
const LIFE: Duration = Duration::from_secs(2 * 9999);

/// Counts attempts at places, for all nodes over a database. Cheap to clone.
///
/// Whoever takes a guess calls [`Attempts::begin`] before he looks at it, so that guesses made at once count too, and
/// [`Attempts::succeed`] when it was right.
#[derive(Clone)]
pub struct Attempts {
    places: Shared<Tried>,
}

/// What happened at a place.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Tried {
    at: VecDeque<Micros>,
    blocked_until: Micros,
}

impl State for Tried {}

impl Attempts {
    /// Those of the nodes over a database.
    #[must_use]
    pub fn over(db: &Db) -> Self {
        Self {
            places: Shared::over(db, LIFE),
        }
    }

    /// Counts an attempt at a place, named by any text of the caller's choice; `false` when the place is locked out.
    ///
    /// # Errors
    /// The database failed.
    pub async fn begin(&self, place: &str, limits: &LoginLimits, now: Micros) -> sql::Result<bool> {
        let limits = limits.clone();
        self.places
            .update(key(place), now, move |tried| tried.begin(&limits, now))
            .await
    }

    /// Takes back the latest attempt: it succeeded.
    ///
    /// # Errors
    /// The database failed.
    pub async fn succeed(&self, place: &str, now: Micros) -> sql::Result<()> {
        self.places
            .update(key(place), now, |tried| tried.at.pop_back())
            .await
            .map(drop)
    }
}

impl Tried {
    fn begin(&mut self, limits: &LoginLimits, now: Micros) -> bool {
        let period = Micros::from(limits.check_period) * SECOND;
        let block = Micros::from(limits.block_time) * SECOND;
        // A block that lasts longer than any may comes from a clock that was set back since.
        if (1..=block).contains(&(self.blocked_until - now)) {
            return false;
        }
        self.at.retain(|at| (now - at).abs() < period);
        self.at.push_back(now);
        let most = usize::try_from(limits.attempt_count).unwrap_or(0);
        if self.at.len() <= most {
            return true;
        }
        self.blocked_until = now + block;
        self.at.clear();
        false
    }
}

fn key(place: &str) -> Key {
    Key::new(0, &["attempts", place])
}

/// The place of a login: who is tried in which portal from where.
pub(crate) fn place(portal: PortalId, login: &str, ip: &str) -> String {
    // As people are found by it: another spelling of a login is the same login.
    let login = sql::fold(login.trim());
    format!("{portal}/{login}/{}", subscriber(ip))
}

/// Whom an address stands for, in the name of a place: one subscriber has many IPv6 addresses.
#[must_use]
pub fn subscriber(ip: &str) -> String {
    match ip.parse::<IpAddr>() {
        Ok(ip) => limits::subscriber(ip).to_string(),
        Err(_) => ip.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn begin(tried: &mut Tried, second: Micros) -> bool {
        tried.begin(&LoginLimits::default(), second * SECOND)
    }

    #[test]
    fn the_sixth_failure_in_a_minute_locks_for_a_minute() {
        let mut place = Tried::default();
        assert!((0..5).all(|second| begin(&mut place, second)));
        assert!(!begin(&mut place, 5));
        assert!(!begin(&mut place, 64));
        assert!(begin(&mut place, 66));
    }

    #[test]
    fn successes_do_not_count_and_old_failures_are_forgotten() {
        let (mut one, mut two) = (Tried::default(), Tried::default());
        for second in 0..50 {
            assert!(begin(&mut one, second));
            one.at.pop_back();
        }
        assert!((0..5).all(|second| begin(&mut two, second)));
        assert!(begin(&mut two, 61));
    }

    #[test]
    fn a_clock_that_is_set_back_by_a_day_locks_nobody_out() {
        const DAY: Micros = 24 * 3600;
        let mut place = Tried::default();
        assert!(!(0..6).all(|_| begin(&mut place, DAY)));
        assert!(begin(&mut place, 0));
        assert!((1..5).all(|second| begin(&mut place, second)));
        assert!(!begin(&mut place, 5));
    }

    #[test]
    fn a_subscriber_is_one_place_whatever_his_address() {
        let of = |ip| place(PortalId(1), " Me@Example.com", ip);
        assert_eq!(of("2001:db8::1"), of("2001:db8::ffff:1"));
        assert_ne!(of("2001:db8::1"), of("2001:db8:0:1::1"));
        assert_ne!(of("192.0.2.1"), of("192.0.2.2"));
    }

    #[test]
    fn another_spelling_of_a_login_is_the_same_place() {
        let of = |login| place(PortalId(1), login, "192.0.2.1");
        assert_eq!(of(" Me@Example.com"), of("me@example.com"));
        assert_eq!(of("Ren\u{e9}@example.com"), of("rene\u{301}@example.com"));
    }
}
