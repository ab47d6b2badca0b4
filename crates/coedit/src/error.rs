//! Why somebody cannot edit a document; the words are for the person.

use crate::document::{Refused, TooMuch};
use crate::protocol::Code;
use crate::text::Unreadable;

/// Why a document is not open, or not any more.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    /// The file is gone.
    #[error("This file does not exist any more.")]
    Gone,
    /// Its content is no text.
    #[error(transparent)]
    Unreadable(#[from] Unreadable),
    /// Its content is no workbook that can be edited.
    #[error(transparent)]
    Unopenable(#[from] sheets::Unopenable),
    /// Its content is no text document or presentation that can be edited.
    #[error(transparent)]
    NoProse(#[from] prose::Unopenable),
    /// What is in it became too much.
    #[error(transparent)]
    TooMuch(#[from] TooMuch),
    /// Another node holds the document.
    #[error("Another server of this installation holds this document at the moment.")]
    Elsewhere,
    /// The document was taken over by another node, or the log cannot be read.
    #[error("This document is opened anew.")]
    Lost,
    /// Files or objects failed.
    #[error("The server could not reach its data.")]
    Files(#[from] files::Error),
    /// The database failed.
    #[error("The server could not reach its data.")]
    Sql(#[from] sql::Error),
}

impl Error {
    /// How the connection ends.
    pub(crate) fn code(&self) -> Code {
        match self {
            Self::Gone => Code::Gone,
            Self::Unreadable(_) | Self::Unopenable(_) | Self::NoProse(_) => Code::Unreadable,
            Self::TooMuch(_) => Code::TooMuch,
            Self::Elsewhere => Code::Elsewhere,
            Self::Lost | Self::Files(_) | Self::Sql(_) => Code::ComeAgain,
        }
    }
}

impl Refused {
    /// How the connection ends.
    pub(crate) fn code(self) -> Code {
        match self {
            Self::Garbage | Self::NoText | Self::NoCells | Self::NoProse | Self::NoSlides => {
                Code::Garbage
            }
            Self::Foreign => Code::Foreign,
            Self::TooLarge => Code::TooMuch,
        }
    }
}
