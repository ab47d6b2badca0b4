//! Plugins of the web app: packages that administrators upload and every signed-in person's browser runs
//! (`ai/50-web-plugins`).
//!
//! [`archive`] judges a package, `service` keeps it and says what is on, `api` tells it and serves its files. What a plugin
//! does is its own and its reader's business: it runs with the rights of whoever is signed in, so that nobody but
//! administrators may upload one, and what they do stands in the audit trail.

pub mod api;
pub mod archive;
mod error;
mod model;
mod service;
mod store;

pub use error::Error;
pub use service::Plugins;
pub use store::REFERENCES;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet =
    sql::migrations!("plugins", "migrations/0001_plugins.sql");
