//! The tree at `/dav` through the whole product, on each database.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod access;
mod clients;
mod content;
mod kit;
mod locks;
mod properties;
mod tree;
