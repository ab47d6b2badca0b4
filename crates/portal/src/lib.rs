//! Portals (tenants, "spaces"): who they are, which one a request means, their settings, quota and life.
//!
//! Offers the nouns every domain above speaks of ([`PortalId`], [`UserId`], [`Role`], [`Caller`],
//! [`Here`], [`Visitor`]), the installation's secrets, the settings store and the resolver ([`Portals`]).
//! Must never know of users' records, rooms or files: facts about them come through [`Figures`].

pub mod alias;
pub mod api;
pub mod brand;
pub mod cache;
pub mod caller;
pub mod config;
pub mod csp;
pub mod device;
pub mod error;
pub mod installation;
pub mod ip;
pub mod keys;
mod letterhead;
pub mod locale;
pub mod model;
pub mod modules;
pub mod outbound;
mod portals;
pub mod quota;
pub mod service;
pub mod settings;
pub mod short;
pub mod store;
pub mod third_party;

pub use caller::{BaseUrl, Caller, Confirmed, Here, Via, Visitor};
pub use config::{Config, Figures};
pub use error::Error;
pub use installation::Installation;
pub use model::{Portal, PortalId, Role, Status, TrustedDomains, UserId};
pub use portals::Portals;
pub use settings::{Saved, Scope, Setting};

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "portal",
    "migrations/0001_portals.sql",
    "migrations/0002_short_paths.sql",
);

/// Name of the product, the default of greeting and logo text.
pub const PRODUCT: &str = "Atrium";
