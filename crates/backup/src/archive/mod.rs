//! The archive: one portal in one file, the same from every database and storage.
//!
//! A plain tar, so that an operator can look inside with what he has:
//!
//! * `atrium-backup.json`: says at once what this is ([`manifest::Head`])
//! * `rows/<table>/<number>`: rows as JSON lists, one a line, some hundred kilobytes a member
//! * `objects/<id>`: contents
//! * `manifest.json`: counts and hashes of everything before it ([`Manifest`]), and which migrations the rows fit to
//! * `seal.json`: the hash of the manifest, and the code that only this installation can make
//!
//! Nothing here holds more in memory than one member of rows or one piece of an object.

mod check;
mod make;
pub(crate) mod manifest;
pub(crate) mod row;
mod tape;

pub use check::{Checked, check};
pub(crate) use check::{Packed, Part, each_object, read_part};
pub use make::{count, make};
pub use manifest::{Manifest, TableCount};
