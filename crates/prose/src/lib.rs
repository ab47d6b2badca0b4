//! Text documents (docx): opened, edited as a tree of blocks, and written into the package they came from.
//!
//! [`Paper`] is one opened document. [`Paper::blocks`] is its text as a tree ([`Block`]), which [`seed`] puts into the
//! Yjs fragment [`PROSE`] where people edit it, and [`blocks`] reads from there again, whatever clients made of it.
//! [`Paper::write`] makes the package of such a tree: a paragraph that equals what was read keeps its very bytes, a
//! changed one keeps the properties nobody models, what is not modelled at all is an opaque piece with its XML, and all
//! other parts are copied byte by byte.
//!
//! Pieces are named after their content (a hash of their XML), so a name means the same in every version of a file that
//! still holds the piece: the tree of a session outlives the version it began with.
//!
//! Knows nothing of people, sessions and storage.

mod glance;
mod numbering;
mod originals;
mod paper;
mod properties;
mod read;
mod shared;
mod styles;
mod tree;
mod write;

pub(crate) use ooxml::{package, xml};

pub use glance::{Css, Glance, Level, Page, StyleGlance};
pub use ooxml::package::{LARGEST, Picture, Unopenable, picture};
pub use paper::{Paper, Unwritable};
pub use shared::{DEEPEST, NoProse, PROSE, TooMuch, Watch, become_blocks, blocks, seed};
pub use tree::{
    Align, Aside, Block, Break, Cell, Inline, Link, List, Looks, Marks, Paragraph, Row, Table,
    Vertical,
};
