//! Immutable objects: the bytes behind file versions, photos and attachments.
//!
//! An object is written once, under an id nobody has used before, and never changes. Copying a file
//! therefore copies a database row: [`acquire`] counts one reference more, [`release`] one less, in
//! the transaction that makes or removes the copy. What nobody refers to any more is removed by
//! [`Blobs::collect`] after a grace period, and so is what was stored but never [`register`]ed
//! because its upload or its transaction failed.
//!
//! Two places hold bytes: a local folder ([`Storage::Folder`]) and an S3 bucket ([`Storage::S3`],
//! through OpenDAL). Both keep an object under the same key, so that an operator moves from one to
//! the other by copying files. Everything streams; memory does not grow with the size of an object.
//!
//! This crate must never know titles, users or rooms.

mod bucket;
mod collect;
mod folder;
mod ledger;
mod object;
mod store;

pub use bucket::S3;
pub use collect::Collected;
pub use ledger::{
    ABANDONED, KEPT, acquire, acquire_all, booked, hold, promise, register, release, release_all,
    release_portal, stored_bytes, withdraw,
};
pub use object::{Error, Object, ObjectId, Result};
pub use store::{Blobs, ByteStream, Storage, Stored};

/// This crate's tables.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!("blob", "migrations/0001_objects.sql");
