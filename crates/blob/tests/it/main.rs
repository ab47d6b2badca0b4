//! The object storage from outside: a folder and an S3 server, whole and in trouble.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking and say what they measured"
)]

mod choices;
mod limits;
mod objects;
mod places;
mod tls;
