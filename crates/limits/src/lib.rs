//! How often something may happen: so many in a window of time, counted once for all nodes.
//!
//! * [`Budgets`]: what a caller may do with every request. Counted on the node, exchanged now and then: no statement a request.
//! * [`Meter`]: rare and dear calls, counted exactly.
//! * [`Shared`]: the small states behind both, and behind anything else that all nodes must see alike.
//!
//! A lone node (SQLite) keeps states in memory, nodes over PostgreSQL keep them in a table. Time is always a parameter.
//! Knows nothing of portals, people or HTTP: it counts by keys.

mod budgets;
mod meter;
mod rule;
mod shared;
mod window;

pub use budgets::{Budgets, Holder, Kind, Place, Rules};
pub use meter::Meter;
pub use rule::{BadRule, Rule};
pub use shared::{Key, Shared, State, sweep};
pub use window::{Refusal, Window};

use std::net::IpAddr;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "limits",
    "migrations/0001_limits.sqlite.sql" / "migrations/0001_limits.postgres.sql",
);

/// Whom an address stands for: itself, or the first half of an IPv6 address, since one subscriber has the whole second half.
#[must_use]
pub fn subscriber(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::subscriber;

    #[test]
    fn a_subscriber_cannot_change_his_address() {
        let of = |text: &str| text.parse().map(subscriber).map(|ip| ip.to_string());
        assert_eq!(of("192.0.2.7").as_deref(), Ok("192.0.2.7"));
        assert_eq!(of("::ffff:192.0.2.7").as_deref(), Ok("192.0.2.7"));
        assert_eq!(of("2001:db8:1:2:3:4:5:6").as_deref(), Ok("2001:db8:1:2::"));
    }
}
