//! What can go wrong with people, and the status each case has on the wire.

/// Why a verb of this crate failed. The texts are the contract's.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// The store of objects failed.
    #[error("The photo could not be stored")]
    Blob(String),
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// There is no such person.
    #[error("The user could not be found")]
    NoUser,
    /// There is no such group.
    #[error("The group could not be found")]
    NoGroup,
    /// There is no such link, file or photo.
    #[error("The record could not be found")]
    NoRecord,
    /// A value is not acceptable; the text is often just its name (`platform/01 §1.2`).
    #[error("{0}")]
    Argument(String),
    /// The state of things forbids it; 403 with its own text.
    #[error("{0}")]
    State(&'static str),
    /// Something the contract answers with 500.
    #[error("{0}")]
    Failed(&'static str),
}

impl Error {
    /// 400 with a text.
    pub fn argument(text: impl Into<String>) -> Self {
        Self::Argument(text.into())
    }

    /// The e-mail belongs to somebody already.
    #[must_use]
    pub fn email_taken() -> Self {
        Self::argument("User with this email is already registered")
    }
}

/// A violated unique index of people means the e-mail: user names are found free before.
pub(crate) fn email_conflict(error: sql::Error) -> Error {
    if error.is_unique() {
        Error::email_taken()
    } else {
        Error::Sql(error)
    }
}

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Sql(error) => portal::error::database(&error),
            Error::Blob(error) => {
                tracing::error!(error, "objects");
                Self::internal(text)
            }
            Error::Denied => Self::denied(),
            Error::NoUser | Error::NoGroup | Error::NoRecord => Self::not_found(text),
            Error::Argument(_) => Self::argument(text),
            Error::State(_) => Self::invalid_operation(text),
            Error::Failed(_) => Self::internal(text),
        }
    }
}
