//! SQLite: many readers over snapshots, one writer that commits in groups.

mod lists;
mod pool;
mod statement;
mod writer;

pub(crate) use self::pool::Pool;
pub(crate) use self::statement::{batch, cell, each, error, execute, next_id, raise};
