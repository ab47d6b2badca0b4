//! What can go wrong at the door, and the status each case has on the wire.

use http::StatusCode;

/// Why a verb of this crate failed. The texts are the contract's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// A verb about portals failed.
    #[error(transparent)]
    Portal(#[from] portal::Error),
    /// A verb about people failed.
    #[error(transparent)]
    People(#[from] people::Error),
    /// Unknown user or wrong password: nobody learns which.
    #[error("User authentication failed")]
    Failed,
    /// The account is disabled.
    #[error("The user is disabled")]
    Disabled,
    /// Too many failures from this address.
    #[error("Too many login attempts. Please try again later")]
    TooMany,
    /// There is no such user, key or link.
    #[error("{0}")]
    NotFound(&'static str),
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// A value is not acceptable; the text is often just its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(String),
    /// This portal does not offer it; 405 with its own text.
    #[error("{0}")]
    Unavailable(&'static str),
    /// The state of things forbids it; 403 with its own text.
    #[error("{0}")]
    State(&'static str),
    /// A rule the contract answers with 500.
    #[error("{0}")]
    Internal(String),
}

impl Error {
    /// 400 with a text.
    pub fn argument(text: impl Into<String>) -> Self {
        Self::Argument(text.into())
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::People(error) => error.into(),
            Error::Failed => Self::unauthorized(text),
            Error::Disabled | Error::State(_) => Self::invalid_operation(text),
            Error::TooMany => Self::custom(StatusCode::FORBIDDEN, text),
            Error::Unavailable(_) => Self::custom(StatusCode::METHOD_NOT_ALLOWED, text),
            Error::NotFound(_) => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::Argument(_) => Self::argument(text),
            Error::Internal(_) => Self::internal(text),
        }
    }
}
