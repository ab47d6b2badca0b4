//! Bringing tables up to date.
//!
//! Each crate has a set of numbered texts. All pending ones of a set are applied in one transaction under a lock, so that
//! a set is applied or not, whatever dies in between, and nodes that start together take turns.

use crate::{Dialect, Error, Result, Tx, params};

/// The migrations of one crate, made by [`migrations!`](crate::migrations).
#[derive(Debug, Clone)]
pub struct MigrationSet {
    /// The crate's name: sets are independent of each other.
    pub name: &'static str,
    /// The migrations in the order they are applied.
    pub migrations: &'static [Migration],
}

/// One migration: a text for each database, mostly the same.
#[derive(Debug, Clone, Copy)]
pub struct Migration {
    /// The file's name, which says the order and the purpose.
    pub name: &'static str,
    /// The statements for SQLite.
    pub sqlite: &'static str,
    /// The statements for PostgreSQL.
    pub postgres: &'static str,
}

/// A crate's [`MigrationSet`] from files, named relative to the crate's folder.
///
/// A migration is one file, or two separated by `/` where the databases differ (SQLite's first):
///
/// ```ignore
/// pub const MIGRATIONS: sql::MigrationSet = sql::migrations!(
///     "files",
///     "migrations/0001_rooms.sql",
///     "migrations/0002_search.sqlite.sql" / "migrations/0002_search.postgres.sql",
/// );
/// ```
#[macro_export]
macro_rules! migrations {
    (@text $file:literal) => {
        include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/", $file))
    };
    (@one $file:literal) => {
        $crate::Migration {
            name: $file,
            sqlite: $crate::migrations!(@text $file),
            postgres: $crate::migrations!(@text $file),
        }
    };
    (@one $sqlite:literal / $postgres:literal) => {
        $crate::Migration {
            name: $sqlite,
            sqlite: $crate::migrations!(@text $sqlite),
            postgres: $crate::migrations!(@text $postgres),
        }
    };
    ($name:literal $(, $one:literal $(/ $two:literal)?)* $(,)?) => {
        $crate::MigrationSet {
            name: $name,
            migrations: &[$($crate::migrations!(@one $one $(/ $two)?)),*],
        }
    };
}

/// Applies what is pending of a set.
pub(crate) fn run(tx: &mut Tx<'_>, set: &MigrationSet) -> Result<()> {
    tx.lock("migrations")?;
    tx.batch(
        "CREATE TABLE IF NOT EXISTS migrations (
            set_name TEXT NOT NULL, number BIGINT NOT NULL, name TEXT NOT NULL, checksum TEXT NOT NULL,
            applied BIGINT NOT NULL, PRIMARY KEY (set_name, number))",
    )?;
    let applied: Vec<(String, String)> = tx.query(
        "SELECT name, checksum FROM migrations WHERE set_name = $1 ORDER BY number",
        &params![set.name],
    )?;
    if applied.len() > set.migrations.len() {
        let text = format!("{}: the database is newer than this program", set.name);
        return Err(Error::Migration(text));
    }
    for (number, migration) in set.migrations.iter().enumerate() {
        let text = match tx.dialect() {
            Dialect::Sqlite => migration.sqlite,
            Dialect::Postgres => migration.postgres,
        };
        match applied.get(number) {
            Some((_, checksum)) if *checksum == fingerprint(text) => {}
            Some((name, _)) => {
                let text = format!("{}: {name} was changed after it was applied", set.name);
                return Err(Error::Migration(text));
            }
            None => apply(tx, set.name, number, migration.name, text)?,
        }
    }
    Ok(())
}

fn apply(tx: &mut Tx<'_>, set: &str, number: usize, name: &str, text: &str) -> Result<()> {
    if text.to_ascii_uppercase().contains("INITIALLY DEFERRED") {
        // Transactions share a commit on SQLite: one violated at the commit would fail all of them.
        return Err(Error::Migration(format!(
            "{set}: {name}: deferred constraints are not possible"
        )));
    }
    tx.batch(text).map_err(|e| match e {
        Error::Other(e) => Error::Migration(format!("{set}: {name}: {e}")),
        e => e,
    })?;
    tx.execute(
        "INSERT INTO migrations (set_name, number, name, checksum, applied) VALUES ($1, $2, $3, $4, $5)",
        &params![set, number, name, fingerprint(text), crate::now()],
    )?;
    tracing::info!(set, name, "migration applied");
    Ok(())
}

/// FNV-1a over the text without line ends' spelling: tells an edited file, not a malicious one.
fn fingerprint(text: &str) -> String {
    let bytes = text.bytes().filter(|b| *b != b'\r');
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    format!("{hash:016x}")
}
