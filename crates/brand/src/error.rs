//! What can go wrong, and the status each case has on the wire.

use people::photo::Refusal;

/// Why a verb of this crate failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// A verb about portals failed.
    #[error(transparent)]
    Portal(#[from] portal::Error),
    /// The objects cannot be reached.
    #[error("{0}")]
    Objects(String),
    /// There is no such picture.
    #[error("Item not found")]
    NotFound,
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// A form without a file.
    #[error("No input files")]
    NoFiles,
    /// A value is not acceptable; the text is its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(&'static str),
    /// The picture is none, or too large.
    #[error(transparent)]
    Picture(#[from] Refusal),
    /// The drawing could run or load something.
    #[error("The picture must not contain scripts or refer to other files.")]
    Active,
}

impl From<blob::Error> for Error {
    fn from(error: blob::Error) -> Self {
        match error {
            blob::Error::Sql(error) => Self::Sql(error),
            other => Self::Objects(other.to_string()),
        }
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::Objects(error) => {
                tracing::error!(%error, "objects of logos");
                Self::internal("The server could not reach its objects")
            }
            Error::NotFound => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::NoFiles => Self::invalid_operation(text),
            Error::Argument(_) | Error::Picture(_) | Error::Active => Self::argument(text),
        }
    }
}
