//! Portals (tenants, "spaces"): who they are, which one a request means, their settings, quota and life.
//!
//! Offers the nouns every domain above speaks of ([`PortalId`], [`UserId`], [`Role`], [`Caller`],
//! [`Here`], [`Visitor`]), the installation's secrets, the settings store and the resolver.
//! Must never know of users' records, rooms or files.

pub mod caller;
pub mod installation;
pub mod model;
pub mod settings;

pub use caller::{Caller, Here, Via, Visitor};
pub use installation::Installation;
pub use model::{Portal, PortalId, Role, Status, TrustedDomains, UserId};
pub use settings::{Scope, Setting};
