//! Domain events: written in the transaction of the change, delivered after it.
//!
//! [`record`] adds an event to the outbox in the caller's transaction: the event exists if and only
//! if the change does. An [`Outbox`] on every node then hands it on in two ways:
//!
//! * to [`Listener`]s: durable, at least once, in order, on one node at a time. A listener's cursor
//!   is stored, so it goes on where it stopped, whatever died in between.
//! * to [`Outbox::subscribe`]rs: in memory, on every node, from now on. For caches.
//!
//! Delivery begins within milliseconds of the commit (a wake-up through [`sql::Tx::notify`]); an
//! idle outbox does nearly nothing.
//!
//! This crate must never know what the events mean, or who reacts.

mod cursor;
mod delivery;
mod fanout;
mod origin;
mod outbox;
mod prune;
mod start;

pub use delivery::{Delivered, Listener};
pub use fanout::{Signal, Subscription};
pub use origin::Origin;
pub use outbox::{Event, Recorded, record};
pub use start::{Options, Outbox};

/// This crate's tables.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "events",
    "migrations/0001_events.sqlite.sql" / "migrations/0001_events.postgres.sql",
    "migrations/0002_origin.sql",
);

/// The channel of wake-ups after a commit that recorded something.
pub(crate) const CHANNEL: &str = "events";
