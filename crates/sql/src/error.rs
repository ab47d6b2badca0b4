//! What can go wrong between a closure and a durable transaction.

/// Result of everything in this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Why a statement or a transaction failed, the same for both databases.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// `query_one` found no row.
    #[error("no such row")]
    NoRows,
    /// A unique index or primary key refused the row.
    #[error("already exists: {constraint}")]
    Unique {
        /// `table(column, column)`, or the index's name where it is over an expression.
        constraint: String,
    },
    /// A row that is referred to is missing, or is still referred to.
    #[error("a row this one refers to is missing, or it is still referred to")]
    ForeignKey,
    /// The database is locked, or the transaction lost against a concurrent one. Trying again helps.
    #[error("the database is busy")]
    Busy,
    /// No space is left for the database.
    #[error("no space is left for the database")]
    Full,
    /// The database cannot be reached or opened.
    #[error("the database is unavailable: {0}")]
    Unavailable(String),
    /// A migration failed or does not match what was applied before.
    #[error("migration: {0}")]
    Migration(String),
    /// Anything else: wrong SQL, wrong types, a panic inside the transaction.
    #[error("database: {0}")]
    Other(String),
}

impl Error {
    /// Is this a violated unique index? Handy in a `match` guard.
    pub fn is_unique(&self) -> bool {
        matches!(self, Self::Unique { .. })
    }

    /// Does trying the same transaction again have a chance?
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Busy | Self::Unavailable(_))
    }

    pub(crate) fn other(text: impl Into<String>) -> Self {
        Self::Other(text.into())
    }
}
