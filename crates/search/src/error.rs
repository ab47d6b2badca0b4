//! What can go wrong outside of the files themselves.

/// Why a verb of this crate failed. That a file cannot be read is no failure: it is noted beside its object.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// An object could not be fetched.
    #[error(transparent)]
    Objects(#[from] blob::Error),
    /// The folder for temporary files, or a program.
    #[error(transparent)]
    Io(#[from] std::io::Error),
    /// LibreOffice could not work now.
    #[error("LibreOffice could not work")]
    Workshop,
}

impl From<Error> for jobs::Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Sql(error) => error.into(),
            Error::Objects(_) | Error::Io(_) | Error::Workshop => Self::retry(error),
        }
    }
}
