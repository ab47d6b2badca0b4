//! The nouns: an object, its id, and what can go wrong with it.

use std::fmt;
use std::io;
use std::str::FromStr;

use uuid::Uuid;

/// The name of an object: a version 7 UUID, so names sort by the time their upload began.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ObjectId(pub Uuid);

impl ObjectId {
    /// A name nobody has used before.
    pub(crate) fn fresh() -> Self {
        Self(Uuid::now_v7())
    }

    /// Where the object lies below the storage's root: `objects/<two characters>/<uuid>`.
    ///
    /// The last two characters, since the first ones are the clock and would fill one folder a day.
    pub(crate) fn key(self) -> String {
        let name = self.0.to_string();
        let shelf = name.get(name.len().saturating_sub(2)..).unwrap_or_default();
        format!("objects/{shelf}/{name}")
    }

    /// When the upload of this object began, UTC milliseconds; zero for a name of another kind.
    pub(crate) fn born_ms(self) -> i64 {
        self.0.get_timestamp().map_or(0, |at| {
            let (seconds, nanos) = at.to_unix();
            i64::try_from(seconds).unwrap_or(i64::MAX / 1000) * 1000 + i64::from(nanos / 1_000_000)
        })
    }
}

impl fmt::Display for ObjectId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl FromStr for ObjectId {
    type Err = uuid::Error;

    fn from_str(text: &str) -> std::result::Result<Self, Self::Err> {
        Uuid::parse_str(text).map(Self)
    }
}

/// An object that is safely stored, though not yet registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Object {
    /// Its name.
    pub id: ObjectId,
    /// Its length in bytes.
    pub size: i64,
    /// The BLAKE3 hash of its bytes.
    pub blake3: [u8; 32],
}

/// What can go wrong with an object.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such object (any more).
    #[error("object {0} does not exist")]
    NotFound(ObjectId),
    /// The disk, the quota or the bucket has no room left.
    #[error("the storage is full")]
    Full,
    /// The stream of bytes to store broke off; nothing was stored.
    #[error("the upload was cut off: {0}")]
    CutOff(String),
    /// The wanted range begins behind the end of the object.
    #[error("the range begins behind the end of the object")]
    Range,
    /// The storage refused or could not be reached; the text is for the operator.
    #[error("storage: {0}")]
    Storage(String),
    /// Somebody wanted it to end.
    #[error("called off")]
    CalledOff,
    /// The database said no.
    #[error(transparent)]
    Sql(#[from] sql::Error),
}

/// The result of this crate's functions.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<io::Error> for Error {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::Full,
            _ => Self::Storage(error.to_string()),
        }
    }
}
