//! Rooms, folders and files: what is stored, who may do what with it, and every verb on it.
//!
//! Top-down: [`api`] are the routes, [`service`] the verbs (rules + store + blob + events, one
//! transaction each), [`rules`] decide who may do what as pure functions of loaded facts, [`store`]
//! is the SQL, [`model`] the nouns, [`view`] the answers people see. Knows nothing of editors.

pub mod api;
mod archive;
pub mod blank;
pub mod contents;
pub mod conversion;
pub mod covers;
pub mod document_server;
pub mod error;
pub mod formats;
pub mod link_key;
pub mod model;
pub mod path_names;
pub mod pdf_form;
pub mod rules;
pub mod service;
mod spreadsheet;
pub mod store;
pub mod thumbnails;
pub mod titles;
pub mod upload;
pub mod view;

pub use error::Error;
pub use store::title_search::fold_titles;

/// Tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "files",
    "migrations/0001_entries.sql",
    "migrations/0002_sharing.sql",
    "migrations/0003_activity.sql",
    "migrations/0004_logos.sql",
    "migrations/0005_operations.sql",
    "migrations/0006_feeds.sql",
    "migrations/0007_personal_space.sql",
    "migrations/0008_positions.sql",
    "migrations/0009_search.sqlite.sql" / "migrations/0009_search.postgres.sql",
    "migrations/0010_thumbnails.sql",
    "migrations/0011_version_changes.sql",
    "migrations/0012_title_search.sqlite.sql" / "migrations/0012_title_search.postgres.sql",
    "migrations/0013_client_locks.sql",
    "migrations/0014_editors.sql",
    "migrations/0015_forms.sql",
);
