//! Webhooks through HTTP, on both databases, against real servers.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod faults;
mod kit;
mod managing;
mod telling;
