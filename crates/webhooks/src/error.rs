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
    /// Rights could not be looked up.
    #[error(transparent)]
    Files(#[from] files::Error),
    /// There is no such webhook, or no such delivery.
    #[error("{0}")]
    NotFound(&'static str),
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// A value is not acceptable.
    #[error("{0}")]
    Argument(String),
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::Files(error) => error.into(),
            Error::NotFound(text) => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::Argument(text) => Self::argument(text),
        }
    }
}
