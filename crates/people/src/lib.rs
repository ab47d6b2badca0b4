//! People of a portal: accounts, types, groups, guests, invitations, photos.
//!
//! Offers [`Person`] and [`Group`] with their store ([`store`]), the objects that travel ([`view`]), the rules of who may do
//! what to whom ([`rules`]), and the verbs ([`service`]) behind the routes ([`api`]).
//! Must never know of passwords, sessions, rooms or files: what those domains do for people they implement as
//! [`Sessions`] and [`Belongings`].

pub mod api;
pub mod confirm;
pub mod error;
pub mod hooks;
pub mod letters;
pub mod model;
pub mod photo;
pub mod rules;
pub mod service;
pub mod store;
pub mod tasks;
pub mod view;

pub use confirm::EmailAsked;
pub use error::Error;
pub use hooks::{Belongings, Sessions};
pub use model::{Face, Group, GroupId, Person};
pub use service::{Parts, People};

/// The tables of this crate.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "people",
    "migrations/0001_people.sql",
    "migrations/0002_tfa.sql",
    "migrations/0003_short_paths.sql",
    "migrations/0004_order.sql",
    "migrations/0005_groups_of_person.sql",
);
