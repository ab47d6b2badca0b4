//! Limits per user, or per address for strangers (platform/04 §4.2): 1500 requests a minute, 50 simultaneous reads,
//! 15 simultaneous writes.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, Method, StatusCode, header};
use parking_lot::Mutex;
use portal::{Caller, UserId};

use super::forwarded::client_of;

const WINDOW: Duration = Duration::from_secs(60);
const REQUESTS: u32 = 1500;
const READS: u32 = 50;
const WRITES: u32 = 15;
/// Slots of the sliding window.
const SLOTS: u32 = 6;

/// Whose budget a request uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Key {
    User(i64, UserId),
    Address(IpAddr),
}

/// What callers used up. Counts on this node only.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    enabled: bool,
    /// Loopback is not limited: the operator's own machine.
    spare_loopback: bool,
    budgets: Arc<Mutex<HashMap<Key, Budget>>>,
}

#[derive(Debug)]
struct Budget {
    /// Requests of the last slots; `slot` is the newest.
    counts: [u32; SLOTS as usize],
    slot: u64,
    reads: u32,
    writes: u32,
}

/// A request under way; its end frees the place.
struct Place {
    limits: Limits,
    key: Key,
    read: bool,
}

impl Limits {
    pub(crate) fn new(enabled: bool, spare_loopback: bool) -> Self {
        Self {
            enabled,
            spare_loopback,
            budgets: Arc::default(),
        }
    }

    /// Takes a place, or says after how many seconds to try again.
    fn enter(&self, key: Key, read: bool, slot: u64) -> Result<Place, u64> {
        let mut budgets = self.budgets.lock();
        if budgets.len() > 20_000 {
            budgets.retain(|_, b| b.reads + b.writes > 0 || b.slot + u64::from(SLOTS) > slot);
        }
        let budget = budgets.entry(key).or_insert_with(|| Budget::new(slot));
        budget.turn_to(slot);
        let used: u32 = budget.counts.iter().sum();
        if used >= REQUESTS {
            return Err(WINDOW.as_secs() / u64::from(SLOTS));
        }
        let (taken, most) = if read {
            (&mut budget.reads, READS)
        } else {
            (&mut budget.writes, WRITES)
        };
        if *taken >= most {
            return Err(1);
        }
        *taken += 1;
        if let Some(count) = budget.counts.first_mut() {
            *count += 1;
        }
        Ok(Place {
            limits: self.clone(),
            key,
            read,
        })
    }
}

impl Budget {
    fn new(slot: u64) -> Self {
        Self {
            counts: [0; SLOTS as usize],
            slot,
            reads: 0,
            writes: 0,
        }
    }

    /// Moves the window; the newest slot is the first.
    fn turn_to(&mut self, slot: u64) {
        let steps = slot.saturating_sub(self.slot).min(u64::from(SLOTS));
        for _ in 0..steps {
            self.counts.rotate_right(1);
            if let Some(count) = self.counts.first_mut() {
                *count = 0;
            }
        }
        self.slot = self.slot.max(slot);
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(budget) = self.limits.budgets.lock().get_mut(&self.key) {
            let taken = if self.read {
                &mut budget.reads
            } else {
                &mut budget.writes
            };
            *taken = taken.saturating_sub(1);
        }
    }
}

/// Middleware after the caller is known.
pub(crate) async fn layer(State(limits): State<Limits>, request: Request, next: Next) -> Response {
    let address = client_of(&request);
    if !limits.enabled || (limits.spare_loopback && address.is_loopback()) {
        return next.run(request).await;
    }
    let caller = request.extensions().get::<Caller>();
    let key = caller.map_or(Key::Address(address), |c| Key::User(c.portal.0, c.user));
    let read = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    match limits.enter(key, read, slot_now()) {
        Ok(place) => {
            let response = next.run(request).await;
            drop(place);
            response
        }
        Err(seconds) => refusal(seconds),
    }
}

fn slot_now() -> u64 {
    static START: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    START.get_or_init(Instant::now).elapsed().as_secs() * u64::from(SLOTS) / WINDOW.as_secs()
}

fn refusal(seconds: u64) -> Response {
    let mut response = StatusCode::TOO_MANY_REQUESTS.into_response();
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, seconds.into());
    headers.insert(
        HeaderName::from_static("x-ratelimit-limit"),
        REQUESTS.into(),
    );
    headers.insert(
        HeaderName::from_static("x-ratelimit-remaining"),
        HeaderValue::from_static("0"),
    );
    headers.insert(HeaderName::from_static("x-ratelimit-reset"), seconds.into());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Key = Key::Address(IpAddr::V4(std::net::Ipv4Addr::LOCALHOST));

    #[test]
    fn the_window_slides() {
        let limits = Limits::new(true, false);
        for _ in 0..REQUESTS {
            assert!(limits.enter(ME, true, 0).is_ok());
        }
        assert!(limits.enter(ME, true, 0).is_err());
        assert!(limits.enter(ME, true, u64::from(SLOTS) - 1).is_err());
        assert!(limits.enter(ME, true, u64::from(SLOTS)).is_ok());
    }

    #[test]
    fn places_are_freed_when_requests_end() {
        let limits = Limits::new(true, false);
        let places: Vec<_> = (0..WRITES).map(|_| limits.enter(ME, false, 0)).collect();
        assert!(places.iter().all(Result::is_ok));
        assert!(limits.enter(ME, false, 0).is_err());
        assert!(limits.enter(ME, true, 0).is_ok());
        drop(places);
        assert!(limits.enter(ME, false, 0).is_ok());
    }
}
