//! What can go wrong, and the status each case has on the wire.

use http::StatusCode;

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
    /// The report was not written because its owner ended that: 403.
    #[error("The report was ended before it was written")]
    Ended,
    /// The job that writes the report was refused with this status and text.
    #[error("{1}")]
    Refused(StatusCode, String),
}

impl Error {
    /// What went wrong in the database, if it was that.
    pub(crate) const fn database(&self) -> Option<&sql::Error> {
        match self {
            Self::Sql(error)
            | Self::Portal(portal::Error::Sql(error))
            | Self::Files(files::Error::Sql(error) | files::Error::Blob(blob::Error::Sql(error))) => {
                Some(error)
            }
            _ => None,
        }
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::Files(error) => error.into(),
            Error::Argument(name) => Self::argument(name),
            Error::Ended => Self::invalid_operation(text),
            Error::Refused(StatusCode::PAYMENT_REQUIRED, _) => Self::payment(text),
            Error::Refused(StatusCode::NOT_FOUND, _) => Self::not_found(text),
            Error::Refused(StatusCode::FORBIDDEN, _) => Self::invalid_operation(text),
            Error::Refused(status, _) => Self::custom(status, text),
        }
    }
}
