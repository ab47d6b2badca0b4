//! Archives and restores over the whole product: every database into every other, and what must be refused.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "tests fail by panicking"
)]

mod api;
mod archive;
mod cloud;
mod house;
mod refusals;
mod s3;
mod show;
mod trouble;
