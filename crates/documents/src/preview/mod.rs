//! Files page by page: a PDF of each content made once by a job, pictures of its pages when somebody looks at them, and
//! the watermark of the room drawn over them for him alone.

pub(crate) mod ink;
mod job;
pub(crate) mod pages;
mod paper;
mod service;
mod store;

pub(crate) use job::register;
pub use service::{Page, Preview, Previews};
pub use store::REFERENCES;
