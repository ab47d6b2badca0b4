//! Search through the interface, on both databases, with real files.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking and tell figures"
)]

mod contents;
mod hostile;
mod kit;
mod many;
mod titles;
mod volume;
