//! What somebody asked for, and what he knows of it.

use super::Dice;

/// A file and how to make its bytes again.
#[derive(Debug, Clone)]
pub(crate) struct Kept {
    /// 0 while nobody acknowledged it.
    pub(crate) id: i64,
    pub(crate) title: String,
    pub(crate) seed: u64,
    pub(crate) size: usize,
}

impl Kept {
    /// The bytes that were sent.
    pub(crate) fn content(&self) -> Vec<u8> {
        let mut dice = Dice(self.seed);
        let mut bytes = Vec::with_capacity(self.size + 8);
        while bytes.len() < self.size {
            bytes.extend_from_slice(&dice.below(u64::MAX).to_le_bytes());
        }
        bytes.truncate(self.size);
        bytes
    }
}

/// What is done with a folder of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum What {
    /// Nothing but uploads into it.
    Fill,
    /// A file in pieces into it.
    Chunked,
    /// A new version of its first file.
    Version,
    /// A copy in another folder.
    Copy { into: i64 },
    /// It goes into another folder.
    Move { into: i64 },
    /// A copy beside it.
    Duplicate { within: i64 },
    /// Another title.
    Rename { title: String },
    /// Into the trash.
    Trash,
    /// Away at once.
    Delete,
    /// An archive of it.
    Pack,
    /// It is a room, of which a template is made.
    Template { title: String },
    /// A room is made of a template of so many files.
    FromTemplate { title: String, template: i64 },
}

/// How far it came before the end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    /// Sent, perhaps.
    Asked,
    /// The server said yes.
    Accepted,
}

/// A folder of one's own, and what was wanted of it.
#[derive(Debug, Clone)]
pub(crate) struct Deed {
    pub(crate) folder: i64,
    pub(crate) title: String,
    pub(crate) what: What,
    pub(crate) state: State,
    /// Acknowledged uploads.
    pub(crate) files: Vec<Kept>,
    /// An upload under way: a file, or the version to come.
    pub(crate) asked: Option<Kept>,
}

impl Deed {
    pub(crate) fn new(folder: i64, title: String) -> Self {
        Self {
            folder,
            title,
            what: What::Fill,
            state: State::Asked,
            files: Vec::new(),
            asked: None,
        }
    }

    pub(crate) fn is_accepted(&self) -> bool {
        self.state == State::Accepted
    }
}
