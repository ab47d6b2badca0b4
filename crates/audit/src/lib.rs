//! The audit trail and the login history: who did what, when and from where (`platform/07`).
//!
//! A listener of the outbox ([`Audit`] is one): domains record events in the transactions of their changes, [`reading`]
//! tells what an event means in the contract's numbers ([`action`]), and the rows are kept until their life is over.
//! Domains know nothing of this crate.

pub mod action;
pub mod api;
mod error;
mod lifetimes;
mod listener;
mod purge;
mod reading;
mod reports;
mod rows;
mod sentence;
mod service;
mod store;

pub use error::Error;
pub use lifetimes::Lifetimes;
pub use service::Audit;

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!("audit", "migrations/0001_audit.sql");
