//! What is inside of files: small pictures of them so far.
//!
//! [`Tools`] says which foreign programs are there; what needs a missing one is off. Strangers' files are given to them
//! through `isolate` only. Pictures are made when somebody wants to see them ([`files::service::thumbnails`]) by a job,
//! and handed back to `files`, which owns rights and rows.

mod job;
mod thumbnails;
mod tools;

pub use job::register;
pub use thumbnails::Failure;
pub use tools::Tools;
