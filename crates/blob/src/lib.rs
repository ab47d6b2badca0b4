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
//! A portal may choose a place of its own ([`choose`]): a bucket, or a folder in which objects are sealed. It writes
//! there from then on, what it has is brought there while people work ([`Blobs::settle`]), and reading finds objects
//! wherever they are.
//!
//! This crate must never know titles, users or rooms.

mod atlas;
mod books;
mod bucket;
mod collect;
mod folder;
mod ledger;
mod object;
mod place;
mod sealed;
mod settle;
mod shelf;
mod store;

pub use atlas::Guide;
pub use books::{Chosen, choose, newest_places, places_of};
pub use bucket::S3;
pub use collect::Collected;
pub use ledger::{
    ABANDONED, KEPT, acquire, acquire_all, booked, hold, promise, register, release, release_all,
    release_portal, stored_bytes, withdraw,
};
pub use object::{Error, Object, ObjectId, Result};
pub use place::Way;
pub use sealed::{open_stream, seal_stream};
pub use settle::{Settled, Watch};
pub use shelf::Shelf;
pub use store::{Blobs, ByteStream, Storage, Stored};

/// This crate's tables.
pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
    "blob",
    "migrations/0001_objects.sql",
    "migrations/0002_places.sql",
);
