//! Where a portal's objects lie: in the installation's own storage, in a bucket of the portal's own, or sealed
//! (`platform/06 §6.7`).
//!
//! Bytes are `blob`'s business: it writes where a portal chose, finds objects wherever they are, and brings them over.
//! Here are the people's side of it ([`Storages`]: who may choose what, and whether it works), what a choice looks like
//! in the books ([`way`]), and the jobs that bring everything over while people work.

pub mod api;
mod encryption;
mod error;
mod letters;
mod outcome;
mod service;
pub mod way;
mod work;

pub use encryption::EncryprtionStatus;
pub use error::{Error, Result};
pub use service::{Chosen, Storages};
pub use work::register;
