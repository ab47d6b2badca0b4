//! Backup and restore: one portal as one checked archive, from any database and storage into any other.
//!
//! [`archive`] makes and checks the file, [`restore`] brings it back; both know tables only as the database describes
//! them ([`tables`]), so what other crates add is in the archive without a word here. [`Backups`] is what people do with
//! them: start, look, schedule, restore, through the API and by jobs; every night the newest archives are restored aside
//! and compared ([`Backups::test_all`]).

pub mod api;
pub mod archive;
mod cloud;
mod error;
mod ground;
pub mod kinds;
mod letters;
mod pace;
mod place;
pub mod restore;
mod schedule;
mod selftest;
mod service;
pub mod store;
pub mod tables;
mod work;

pub use error::{Error, Result};
pub use ground::Ground;
pub use pace::Pace;
pub use schedule::Rhythm;
pub use service::{Backups, Migrate, NewSchedule, Source};
pub use work::register;

/// Selections of portal and object for what this crate refers to: archives beside our objects, which belong to the
/// installation.
pub const REFERENCES: [&str; 1] =
    ["SELECT CAST(0 AS BIGINT) AS portal_id, object_id FROM backups WHERE object_id IS NOT NULL"];

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!("backup", "migrations/0001_backup.sql");
