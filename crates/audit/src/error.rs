//! What can go wrong, and the status each case has on the wire.

/// Why a verb of this crate failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// A verb about portals failed.
    #[error(transparent)]
    Portal(#[from] portal::Error),
    /// The report could not be stored.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// A value is not acceptable; the text is its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(&'static str),
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::Files(error) => error.into(),
            Error::Argument(name) => Self::argument(name),
        }
    }
}
