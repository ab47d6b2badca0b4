//! The audit trail through HTTP, on both databases.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking and say what they measured"
)]

mod http;
mod kit;
mod reports;
mod volume;
mod walk;
