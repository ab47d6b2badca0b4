//! SQL in, nouns out: synchronous functions over a transaction, one query a function.

pub mod groups;
pub mod guests;
pub mod links;
pub mod list;
pub mod people;
pub mod photos;

pub use groups::{groups_of, memberships};
pub use list::{Filter, Order, Page, SortBy, list};
pub use people::{
    FACE, administrators, by_email, by_id, by_ids, by_user_name, count, delete, face, faces,
    insert, lock, owner, set_tfa_app, transfer_ownership, update,
};

use portal::UserId;

/// Ids as a parameter of `= ANY($n)`.
pub(crate) fn texts(ids: &[UserId]) -> Vec<String> {
    ids.iter().map(UserId::to_string).collect()
}

/// Tables of this crate that hold references to objects: selections of portal and object.
pub const REFERENCES: [&str; 1] = ["SELECT portal_id, object_id FROM photos"];
