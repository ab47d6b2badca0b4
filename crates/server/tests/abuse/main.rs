//! What people try who mean no good, or who are just too many at once: each on every database, through HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod addresses;
mod foreign;
mod guessing;
mod input;
mod links;
mod pictures;
mod races;
mod tokens;

/// The password of everybody in these tests.
const PASSWORD: &str = "test1234";
