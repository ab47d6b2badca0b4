//! Presentations (pptx): opened, edited as a tree of slides, and written into the package they came from.
//!
//! [`Deck`] is one opened presentation. [`Deck::tree`] is what is on its slides as a tree ([`Node`]), which [`seed`] puts
//! into the Yjs fragment [`SLIDES`] where people edit it, and [`tree_of`] reads from there again, whatever clients made
//! of it. [`Deck::write`] makes the package of such a tree: a slide that equals what was read keeps its part, a shape its
//! XML, a paragraph its bytes; what changed is changed in the XML it was read from, and all other parts are copied.
//!
//! Pieces are named after their content and what stays of it (hashes), so a name means the same in every version of a
//! file that still holds the piece.
//!
//! Knows nothing of people, sessions and storage.

mod deck;
mod looks;
mod origins;
mod properties;
mod shapes;
mod shared;
mod text;
mod theme;
mod tree;
mod write;

pub use deck::{Deck, Unwritable};
pub use ooxml::package::{LARGEST, Picture, Unopenable, picture};
pub use shared::{SLIDES, TooMuch, become_tree, seed, tree_of};
pub use tree::{Child, Marks, Node, Value};
