//! What can go wrong in this crate, and the one table that turns it into an answer.

use http::StatusCode;

/// Why a verb was not carried out. The text is for the person who reads it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The entry does not exist: 404.
    #[error("{0}")]
    NotFound(&'static str),
    /// A request that makes no sense: 400.
    #[error("{0}")]
    Argument(String),
    /// A right is missing. The contract hides the reason: 403 "Access denied" (`files/00 §3`).
    #[error("Access denied")]
    Denied,
    /// A rule forbids it and says so: 403 with this text.
    #[error("{0}")]
    Refused(String),
    /// Nobody is signed in: 401.
    #[error("Unauthorized")]
    Unauthorized,
    /// A quota is exhausted: 402.
    #[error("{0}")]
    Quota(String),
    /// The quota of a room or person is exhausted: 402.
    #[error("{0}")]
    Full(crate::service::Full),
    /// A format that the place does not take: 415.
    #[error("{0}")]
    Unsupported(String),
    /// Conditions for which the contract keeps 500 with a clear text (`files/06a §6`).
    #[error("{0}")]
    Failed(String),
    /// The request's form is wrong: the contract's validation envelope.
    #[error("validation")]
    Invalid(wire::Error),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// The object store failed.
    #[error(transparent)]
    Blob(#[from] blob::Error),
}

impl Error {
    /// "The required file was not found".
    pub const FILE: Self = Self::NotFound("The required file was not found");
    /// "The required folder was not found".
    pub const FOLDER: Self = Self::NotFound("The required folder was not found");

    /// 403 with the given words.
    pub fn refused(text: impl Into<String>) -> Self {
        Self::Refused(text.into())
    }
}

impl From<async_zip::error::ZipError> for Error {
    fn from(error: async_zip::error::ZipError) -> Self {
        Self::Failed(format!("The archive could not be written: {error}"))
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(text) => Self::not_found(text),
            Error::Argument(text) => Self::argument(text),
            Error::Denied => Self::denied(),
            Error::Refused(text) => Self::invalid_operation(text),
            Error::Unauthorized => Self::unauthorized("Unauthorized"),
            Error::Quota(text) => Self::payment(text),
            Error::Full(full) => Self::payment(full.to_string()),
            Error::Unsupported(text) => Self::unsupported(text),
            Error::Failed(text) => Self::internal(text),
            Error::Invalid(error) => error,
            Error::Sql(error) => portal::error::database(&error),
            Error::Blob(error) => of_objects(&error),
        }
    }
}

fn of_objects(error: &blob::Error) -> wire::Error {
    match error {
        blob::Error::Sql(error) => portal::error::database(error),
        blob::Error::CutOff(_) => wire::Error::argument("Unexpected end of request content."),
        blob::Error::Full => wire::Error::custom(
            StatusCode::INSUFFICIENT_STORAGE,
            "The server has no space left. Nothing was changed.",
        ),
        _ => {
            tracing::error!(%error, "object store");
            wire::Error::internal("The server could not reach its data")
        }
    }
}
