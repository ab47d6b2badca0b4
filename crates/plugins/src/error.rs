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
    /// The objects cannot be reached.
    #[error("{0}")]
    Objects(String),
    /// There is no such plugin.
    #[error("Plugin not found")]
    NotFound,
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// The upload is none.
    #[error("{0}")]
    Upload(&'static str),
    /// The package is none; the text says why.
    #[error("Wrong plugin archive. {0}")]
    Archive(String),
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
                tracing::error!(%error, "objects of plugins");
                Self::internal("The server could not reach its objects")
            }
            Error::NotFound => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::Upload(_) | Error::Archive(_) => Self::argument(text),
        }
    }
}
