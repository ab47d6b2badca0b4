//! What can go wrong, and the status each case has on the wire.

/// Why a verb of this crate failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A value is not acceptable; often just its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(String),
    /// Not now, or not like this.
    #[error("{0}")]
    Refused(&'static str),
    /// Not with the storage this installation has.
    #[error("Not available with this storage")]
    Unsupported,
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// A storage failed.
    #[error(transparent)]
    Blob(#[from] blob::Error),
}

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Argument(text) => Self::argument(text),
            Error::Refused(text) => Self::invalid_operation(text),
            Error::Unsupported => Self::unsupported(error.to_string()),
            Error::Sql(error) | Error::Blob(blob::Error::Sql(error)) => {
                portal::error::database(&error)
            }
            Error::Blob(error) => {
                tracing::error!(%error, "storage");
                Self::internal("The storage could not be used")
            }
        }
    }
}
