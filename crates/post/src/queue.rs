//! Letters that wait.

use jobs::NewJob;
use serde::{Deserialize, Serialize};
use sql::{Micros, Result, Tx};

use crate::Letter;

/// The kind of job that delivers one letter.
pub(crate) const KIND: &str = "post.letter";

/// Somebody who gets letters.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recipient {
    /// Address.
    pub address: String,
    /// How to greet him; empty = without name.
    pub name: String,
    /// The culture he chose, if any; else the portal's counts.
    pub culture: Option<String>,
}

impl Recipient {
    /// An address of which nothing else is known.
    #[must_use]
    pub fn address(address: &str) -> Self {
        Self {
            address: address.to_owned(),
            ..Self::default()
        }
    }
}

/// What a job of [`KIND`] has to deliver.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Posted {
    pub(crate) to: Recipient,
    /// Where the portal was reached when the letter was wanted; empty = unknown.
    pub(crate) base: String,
    pub(crate) letter: Letter,
    pub(crate) wanted: Micros,
}

/// Wants a letter delivered, if and only if this transaction commits.
///
/// `portal` is its number; `base` the address under which the caller reached it, empty in background work.
///
/// # Errors
/// Those of the database.
pub fn send(
    tx: &mut Tx<'_>,
    portal: i64,
    base: &str,
    to: &Recipient,
    letter: &Letter,
) -> Result<()> {
    send_to_all(tx, portal, base, std::slice::from_ref(to), letter)
}

/// The same for many recipients, in one statement.
///
/// # Errors
/// Those of the database.
pub fn send_to_all(
    tx: &mut Tx<'_>,
    portal: i64,
    base: &str,
    to: &[Recipient],
    letter: &Letter,
) -> Result<()> {
    let wanted = sql::now();
    let job = |to: &Recipient| {
        let posted = Posted {
            to: to.clone(),
            base: base.to_owned(),
            letter: letter.clone(),
            wanted,
        };
        Ok(NewJob {
            portal,
            owner: String::new(),
            kind: KIND,
            payload: serde_json::to_value(posted)
                .map_err(|error| sql::Error::Other(error.to_string()))?,
            hidden: true,
            not_before: 0,
            total: 1,
        })
    };
    let jobs = to.iter().map(job).collect::<Result<Vec<_>>>()?;
    jobs::enqueue_all(tx, jobs)
}
