//! What can go wrong, in words for the operator, and the status each case has on the wire.

use std::io;

/// Why a backup or a restore did not happen.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The file is something else.
    #[error("this is no backup of Atrium: {0}")]
    Foreign(String),
    /// The file ends too early.
    #[error("the archive is cut off: {0}")]
    CutOff(String),
    /// The file is not what was written.
    #[error("the archive was altered: {0}")]
    Altered(String),
    /// The archive and this program do not fit together.
    #[error("the archive does not fit this program: {0}")]
    Unfit(String),
    /// Numbers of the archive are somebody else's here.
    #[error("the archive cannot come into this installation: {0}")]
    Taken(String),
    /// Something like this is under way for the portal.
    #[error("a backup or a restore of this portal is under way")]
    Busy,
    /// Somebody wanted it to end.
    #[error("cancelled")]
    Cancelled,
    /// The restore was given up by somebody else meanwhile.
    #[error("the restore was given up")]
    GivenUp,
    /// An object of the portal cannot be read as it was stored.
    #[error("object {0} {1}; `atrium doctor --verify --content` tells more")]
    Damaged(blob::ObjectId, String),
    /// There is no such thing.
    #[error("{0}")]
    NotFound(&'static str),
    /// The caller may not do this.
    #[error("Access denied")]
    Denied,
    /// A value is not acceptable.
    #[error("{0}")]
    Argument(String),
    /// A file of this machine.
    #[error("{0}")]
    Io(#[from] io::Error),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sql::Error),
    /// The object storage failed.
    #[error(transparent)]
    Blob(#[from] blob::Error),
    /// A verb about portals failed.
    #[error(transparent)]
    Portal(#[from] portal::Error),
    /// A verb about files failed.
    #[error(transparent)]
    Files(#[from] files::Error),
}

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Error> for wire::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(text) => Self::not_found(text),
            Error::Denied => Self::denied(),
            Error::Argument(text) => Self::argument(text),
            Error::Busy => Self::invalid_operation(Error::Busy.to_string()),
            Error::Sql(error) => portal::error::database(&error),
            Error::Portal(error) => error.into(),
            Error::Files(error) => error.into(),
            other => {
                tracing::error!(error = %other, "backup");
                Self::internal(other.to_string())
            }
        }
    }
}

/// What the person at the progress bar reads, and whether another try may help.
impl From<Error> for jobs::Failure {
    fn from(error: Error) -> Self {
        match error {
            Error::Sql(error) => error.into(),
            error => Self::Final(error.to_string()),
        }
    }
}
