//! Search in contents: which words stand in which objects.
//!
//! A listener of the outbox ([`Search`] is one): when a file gets new content, its object is put down as one to be
//! read, and a job reads what is put down, one after the other ([`extract`] knows how, under limits). Words are folded
//! and cut here ([`words`]), so that both databases find the same. [`Index`] gives the domain of files the sub-query
//! that its lists need; who may see what is decided there, in the same query.
//!
//! What is known hangs on the object, not on the file: copies, moves and versions put back are found at once. It goes
//! when the last reference to the object does.

mod error;
pub mod extract;
mod index;
mod listener;
mod reader;
mod store;
mod tidy;
pub mod words;

pub use error::Error;
pub use index::Index;
pub use reader::{Options, Search};

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "search",
    "migrations/0001_search.sqlite.sql" / "migrations/0001_search.postgres.sql",
    "migrations/0002_older_formats.sql",
);
