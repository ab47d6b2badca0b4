//! The text document or presentation of a session: the package that the tree came from and is written into.
//!
//! How it looks is told once, when somebody comes and when another version was taken in: `{"kind":"prose","prose":…}`
//! with [`prose::Glance`], or `{"kind":"slides","slides":…}` with [`Deck::glance`]. Everything else is in the Yjs
//! document itself.

use std::sync::Arc;

use bytes::Bytes;
use prose::{Block, Unopenable};
use serde_json::json;
use slides::{Deck, Node};
use tokio::task::spawn_blocking;

use crate::content::{Content, Kind};
use crate::document::{Document, TooMuch};
use crate::protocol;

const UNWRITABLE: &str = "The server could not write this document.";

/// An opened document. It is only read, so it may be shared.
#[derive(Clone)]
pub(crate) enum Paper {
    /// A text document.
    Prose(Arc<prose::Paper>),
    /// A presentation.
    Slides(Arc<Deck>),
}

impl Paper {
    /// Opens a text document or a presentation.
    ///
    /// # Errors
    /// [`Unopenable`], with words for the person.
    pub(crate) async fn open(kind: Kind, bytes: Bytes) -> Result<Self, Unopenable> {
        let opened = spawn_blocking(move || {
            let bytes = Arc::from(bytes.as_ref());
            Ok(match kind {
                Kind::Slides => Self::Slides(Arc::new(Deck::open(bytes)?)),
                _ => Self::Prose(Arc::new(prose::Paper::open(bytes)?)),
            })
        });
        opened.await.unwrap_or(Err(Unopenable::Broken))
    }

    /// What a document of it holds.
    pub(crate) fn content(&self) -> Content {
        match self {
            Self::Prose(_) => Content::Prose,
            Self::Slides(_) => Content::Slides,
        }
    }

    /// A document that begins with what is in it.
    pub(crate) fn document(&self) -> Document {
        match self {
            Self::Prose(paper) => Document::of_prose(paper.blocks()),
            Self::Slides(deck) => Document::of_slides(deck.tree()),
        }
    }

    /// Makes a document hold what is in it. Gives the update.
    ///
    /// # Errors
    /// The document has too much in it.
    pub(crate) fn taken_in(&self, document: &Document) -> Result<Vec<u8>, TooMuch> {
        match self {
            Self::Prose(paper) => document.become_prose(paper.blocks()),
            Self::Slides(deck) => document.become_slides(deck.tree()),
        }
    }

    /// The message on how it looks.
    pub(crate) fn glance(&self) -> Bytes {
        protocol::shown(&match self {
            Self::Prose(paper) => json!({ "kind": "prose", "prose": paper.glance() }),
            Self::Slides(deck) => json!({ "kind": "slides", "slides": deck.glance() }),
        })
    }

    /// The bytes it was opened from.
    pub(crate) fn source(&self) -> &Arc<[u8]> {
        match self {
            Self::Prose(paper) => paper.source(),
            Self::Slides(deck) => deck.source(),
        }
    }

    /// What a document holds at this moment, ready to be written.
    ///
    /// # Errors
    /// The document has too much in it.
    pub(crate) fn draft(&self, document: &Document) -> Result<Draft, TooMuch> {
        Ok(match self {
            Self::Prose(paper) => Draft::Prose(Arc::clone(paper), document.blocks()?),
            Self::Slides(deck) => Draft::Slides(Arc::clone(deck), document.slides()?),
        })
    }
}

/// A tree, and the package it is to be written into.
pub(crate) enum Draft {
    Prose(Arc<prose::Paper>, Vec<Block>),
    Slides(Arc<Deck>, Node),
}

impl Draft {
    /// The bytes of the document, or words for those who write.
    pub(crate) async fn write(self) -> Result<Vec<u8>, String> {
        let written = spawn_blocking(move || match self {
            Self::Prose(paper, blocks) => paper.write(&blocks).map_err(|error| error.to_string()),
            Self::Slides(deck, tree) => deck.write(&tree).map_err(|error| error.to_string()),
        });
        written.await.unwrap_or_else(|error| {
            tracing::error!(%error, "a document was not written");
            Err(UNWRITABLE.to_owned())
        })
    }
}
