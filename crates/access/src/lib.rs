//! Signing in: passwords, sessions, API keys, confirm links, and the registration of portals.
//!
//! Offers [`Access`], which finds out who makes a request ([`Access::resolve`], [`api::authenticate`]) and makes
//! accounts that can sign in. Owns credentials, sessions and keys; must never know of rooms or files.

pub mod api;
mod attempts;
pub mod confirm;
mod error;
mod hasher;
mod hooks;
mod passkey;
pub mod password;
mod resolve;
pub mod rooms;
pub mod scopes;
pub mod service;
mod sms;
mod store;
pub mod tasks;
mod token;
mod totp;

pub use attempts::{Attempts, subscriber};
pub use error::Error;
pub use resolve::Resolved;
pub use rooms::Rooms;
pub use service::{Access, Address, Outcome, SignedIn};
pub use sms::Sms;
pub use store::keys::Key;
pub use totp::BackupCode;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "access",
    "migrations/0001_access.sql",
    "migrations/0002_factor.sql",
    "migrations/0003_session_page.sql",
    "migrations/0004_passkeys.sql",
    "migrations/0005_sms.sql",
    "migrations/0006_visited_links.sql",
);
