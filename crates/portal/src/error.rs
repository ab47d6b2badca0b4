//! What can go wrong with a portal, and the status each case has on the wire.

/// Why a verb of this crate failed. The texts are for the person who reads them.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(&'static str),
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// A value is not acceptable; the text is often just its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(String),
    /// The edition or plan does not include this.
    #[error("{0}")]
    Payment(&'static str),
    /// Not available in this edition.
    #[error("{0}")]
    Unsupported(&'static str),
    /// A rule the contract answers with 500.
    #[error("{0}")]
    Failed(String),
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => database(&error),
            Error::NotFound(_) => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::Argument(_) => Self::argument(text),
            Error::Payment(_) => Self::payment(text),
            Error::Unsupported(_) => Self::unsupported(text),
            Error::Failed(_) => Self::internal(text),
        }
    }
}

/// A database failure as an answer: what the person can do about it; the details go to the log.
#[must_use]
pub fn database(error: &sql::Error) -> wire::Error {
    tracing::error!(%error, "database");
    match error {
        sql::Error::Full => wire::Error::custom(
            http::StatusCode::INSUFFICIENT_STORAGE,
            "The server has no space left. Nothing was changed.",
        ),
        sql::Error::Busy | sql::Error::Unavailable(_) => wire::Error::custom(
            http::StatusCode::SERVICE_UNAVAILABLE,
            "The server is busy. Nothing was changed; please try again.",
        ),
        _ => wire::Error::internal("The server could not reach its data"),
    }
}
