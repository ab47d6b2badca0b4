//! One small façade over SQLite and PostgreSQL: transactions as closures, cached statements, migrations.
//!
//! A transaction is a synchronous closure that runs on the database's thread ([`Db::read`], [`Db::write`]): one hop a
//! request instead of one a statement, no `await` inside a transaction, nothing half-done when a client hangs up.
//!
//! SQL is written in PostgreSQL's spelling and runs on both databases:
//!
//! * placeholders `$1, $2 …`, in any order, as often as needed; `$1::bigint` where PostgreSQL cannot infer a type
//! * `= ANY($n)` and `<> ALL($n)` with a list ([`Value::Ints`], [`Value::Texts`])
//! * `ON CONFLICT … DO UPDATE`, `RETURNING`, `LIMIT $n OFFSET $m`, `TRUE`, `FALSE`
//! * types `BIGINT`, `TEXT`, `BOOLEAN`, `DOUBLE PRECISION`, `BYTEA`; UUIDs and JSON are `TEXT`, times [`Micros`]
//! * no deferred constraints: transactions share a commit on SQLite, and one must not spoil the others
//!
//! Knows nothing of rooms, users or any other table.

pub mod baggage;
mod db;
mod error;
mod migrate;
mod notify;
mod postgres;
mod row;
pub mod schema;
mod sqlite;
#[doc(hidden)]
pub mod testing;
mod text;
mod tx;
mod value;

pub use crate::db::{Db, Options};
pub use crate::error::{Error, Result};
pub use crate::migrate::{Migration, MigrationSet};
pub use crate::notify::Listener;
pub use crate::row::{Cell, Column, FromCell, FromRow, Row};
pub use crate::text::{fold, fold_letter, is_left_out, like_contains, like_starts, search_key};
pub use crate::tx::Tx;
pub use crate::value::Value;

/// Which database is behind a [`Db`], for the rare statement that cannot be the same on both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    /// SQLite, one node.
    Sqlite,
    /// PostgreSQL, any number of nodes.
    Postgres,
}

/// A moment: microseconds since 1970-01-01T00:00:00 UTC.
pub type Micros = i64;

/// The current moment by the system's clock.
pub fn now() -> Micros {
    let since = std::time::UNIX_EPOCH.elapsed().unwrap_or_default();
    i64::try_from(since.as_micros()).unwrap_or(i64::MAX)
}
