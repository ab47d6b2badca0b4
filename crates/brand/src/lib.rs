//! The logos of a portal: pictures that administrators put in place of the product's (`platform/06 §6.5`).
//!
//! [`picture`] judges an upload and draws it in the size of its kind, [`svg`] lets no drawing through that could run or
//! load anything, `service` keeps them. Which kinds there are and which address is shown for one says
//! [`portal::brand`], which everybody may ask.

pub mod api;
mod error;
pub mod picture;
mod service;
mod store;
pub mod svg;

pub use error::Error;
pub use service::{Brand, Choice};
pub use store::REFERENCES;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!("brand", "migrations/0001_pictures.sql");
