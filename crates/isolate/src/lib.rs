//! Foreign programs on a short leash: converters and readers that strangers' files are given to.
//!
//! A [`Program`] is looked up once. A [`Task`] runs it in a process group of its own, with an
//! empty environment and nothing on its standard input, under [`Limits`] on time, processor time, memory, what it
//! writes to files and what it says. Whatever the end, and also when the caller goes away, the whole group is killed.
//! Files go through a temporary [`Folder`], which is removed with everything in it.
//!
//! This crate must never know what the programs are for.

mod limits;
mod program;
mod task;

pub use limits::Limits;
pub use program::{Folder, Program};
pub use task::{Error, Output, Running, Task};
