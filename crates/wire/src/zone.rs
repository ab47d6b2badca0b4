//! The time zone in which dates are written: the portal's, for the length of one request.

use std::future::Future;

use jiff::tz::TimeZone;

tokio::task_local! {
    static ZONE: TimeZone;
}

/// Runs `work` with `zone` as the zone of every [`crate::ApiDate`] read or written in it.
pub async fn scope<F: Future>(zone: TimeZone, work: F) -> F::Output {
    ZONE.scope(zone, work).await
}

/// The same for work that does not wait.
pub fn sync_scope<T>(zone: TimeZone, work: impl FnOnce() -> T) -> T {
    ZONE.sync_scope(zone, work)
}

/// The zone in force; UTC outside of a scope.
pub fn current() -> TimeZone {
    ZONE.try_with(Clone::clone).unwrap_or(TimeZone::UTC)
}

/// Looks at the zone in force without taking it along.
pub(crate) fn with_current<T>(look: impl Fn(&TimeZone) -> T) -> T {
    let found = ZONE.try_with(|zone| look(zone));
    found.unwrap_or_else(|_| look(&TimeZone::UTC))
}

/// The zone of an IANA name or of the old Windows name of it; `None` when there is no such zone.
pub fn by_name(name: &str) -> Option<TimeZone> {
    if name.is_empty() || name.eq_ignore_ascii_case("utc") {
        return Some(TimeZone::UTC);
    }
    TimeZone::get(name).ok()
}
