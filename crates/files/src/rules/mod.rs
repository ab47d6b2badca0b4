//! Who may do what: pure functions over loaded facts, no I/O, tested against the contract's tables.
//!
//! [`allowed`] is the only gate in front of every verb on an entry; it gives the `security` object too.
//! What the role in the portal alone decides (who can create a room …) is in [`portal_roles`]; what
//! can be granted to whom is in [`sharing`]; which of several share records counts in [`effective`].
//! Source of everything here: `behaviour/files/02`.

mod action;
mod effective;
mod evaluate;
mod facts;
mod folder_kinds;
mod forms;
pub mod portal_roles;
pub mod quota;
mod role_table;
mod roots;
pub mod sharing;
mod verdict;

#[cfg(test)]
mod tests;

pub use action::{
    Action, ActionSet, FILE_KEYS, FILE_KEYS_OFF_THE_SHELF, FOLDER_KEYS, FOLDER_KEYS_OFF_THE_SHELF,
};
pub use effective::{Candidate, Place, Subjects, effective};
pub use evaluate::allowed;
pub use facts::{
    CallerFacts, EntryFacts, FileFacts, Filling, FolderFacts, Form, Grant, Nature, PortalFacts,
    RoomFacts, Vectorization,
};
pub use forms::{corrected_for_display, is_being_prepared};
pub use verdict::Verdict;
