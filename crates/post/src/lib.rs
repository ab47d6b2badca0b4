//! Letters: what they say in every language, how they wait, and how they leave.
//!
//! [`send`] wants a [`Letter`] delivered, in the transaction of the change that causes it: the letter exists if
//! and only if the change does. An [`Office`] on every node takes waiting letters, writes them in the recipient's
//! language and hands them to a [`Carrier`]: an SMTP server, or a folder of `.eml` files. What did not work is
//! tried again with growing pauses; what a server refuses for good is dropped with a line in the log.
//!
//! All words are in `letters/`, one file a language. This crate must never know who gets a letter and why: what
//! it needs to know of a portal comes through [`Desk`].

mod carrier;
mod letter;
mod message;
mod office;
mod queue;
mod render;
mod smtp;
pub mod testing;
pub mod trial;
mod words;

pub use carrier::{Carrier, Undelivered};
pub use letter::{Letter, Line};
pub use lettre::Address;
pub use message::Sender;
pub use office::{Desk, Office, Patience, Stationery};
pub use queue::{Recipient, send, send_to_all};
pub use render::{Rendered, Scene, render};
pub use smtp::{Roots, Security, Smtp};
pub use words::{languages, supports};
