//! Storage of portals over the whole product (`platform/06 §6.7`), against a server that speaks S3.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod moving;
mod portal;
mod s3;
mod sealed;
