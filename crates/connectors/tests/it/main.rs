//! The Docs API and WOPI through HTTP on both databases, against a document server and an office written for the tests.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod office;
mod opening;
mod peer;
mod saving;
mod wopi;
