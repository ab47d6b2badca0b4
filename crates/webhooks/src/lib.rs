//! Webhooks: servers of other people that are told what happens in a portal (`platform/06 §6.12`).
//!
//! A listener of the outbox ([`Webhooks`] is one): [`trigger`] tells what an event means, `listener` which webhooks hear
//! of it (never more than their maker may see), `delivery` sends, signed, as durable jobs, and tries again. Every request
//! goes through [`portal::outbound`]. Domains know nothing of this crate.

pub mod api;
mod body;
mod delivery;
mod error;
mod listener;
mod model;
mod purge;
mod reading;
mod record;
mod service;
mod store;
pub mod trigger;

pub use error::Error;
pub use service::{Options, Webhooks};

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet =
    sql::migrations!("webhooks", "migrations/0001_webhooks.sql");
