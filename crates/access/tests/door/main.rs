//! Second factor, passkeys and sessions, over HTTP.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests fail by panicking"
)]

mod app;
mod device;
mod factor;
mod kit;
mod links;
mod passkeys;
mod sessions;
mod sms;
