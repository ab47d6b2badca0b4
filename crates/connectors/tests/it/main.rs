//! The Docs API through HTTP on both databases, against a document server written for the tests.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod opening;
mod peer;
mod saving;
