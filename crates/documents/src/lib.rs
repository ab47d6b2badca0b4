//! What is inside of files: small pictures of them, their pages, and other formats.
//!
//! [`Tools`] says which foreign programs are there; what needs a missing one is off. Strangers' files are given to them
//! through `isolate` only. Pictures are made when somebody wants to see them ([`files::service::thumbnails`]) by a job,
//! and handed back to `files`, which owns rights and rows. Other formats are made while somebody waits or by a job of
//! `files`, through [`files::conversion::Converter`], which [`Workshop`] is.

pub mod api;
mod conversion;
mod job;
mod preview;
mod thumbnails;
mod tools;
mod workshop;

pub use job::register;
pub use preview::{Page, Preview, Previews, REFERENCES};
pub use tools::Tools;
pub use workshop::{Converted, Failure, Workshop};

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet =
    sql::migrations!("documents", "migrations/0001_previews.sql",);
