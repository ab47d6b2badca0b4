//! The connections to one SQLite file.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use parking_lot::Mutex;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::{error, writer};
use crate::db::{closed, guarded};
use crate::tx::{Link, Shared};
use crate::{Error, Options, Result, Tx};

/// A file's read connections, and the way to its writer.
pub(crate) struct Pool {
    readers: Arc<Readers>,
    free: Arc<Semaphore>,
    writer: writer::Writer,
}

struct Readers {
    path: PathBuf,
    options: Options,
    idle: Mutex<Vec<Connection>>,
}

impl Pool {
    pub(crate) async fn open(path: PathBuf, options: Options, shared: Arc<Shared>) -> Result<Self> {
        let free = Arc::new(Semaphore::new(options.connections.max(1)));
        let opening = spawn_blocking(move || {
            let connection = connect(&path, &options)?;
            prepare_file(&connection)?;
            let writer = writer::Writer::start(connection, shared)?;
            let readers = Arc::new(Readers {
                path,
                options,
                idle: Mutex::default(),
            });
            Ok::<_, Error>((readers, writer))
        });
        let (readers, writer) = opening.await.map_err(|_| closed())??;
        Ok(Self {
            readers,
            free,
            writer,
        })
    }

    pub(crate) async fn read<T, E>(
        &self,
        shared: Arc<Shared>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = Arc::clone(&self.free)
            .acquire_owned()
            .await
            .map_err(|_| closed())?;
        let readers = Arc::clone(&self.readers);
        let running = spawn_blocking(move || {
            let connection = readers.take()?;
            let result = snapshot(&connection, &shared, f);
            readers.give_back(connection);
            drop(permit);
            result
        });
        running.await.map_err(|_| closed())?
    }

    pub(crate) async fn write<T, E>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.writer.run(f).await
    }
}

impl Readers {
    fn take(&self) -> Result<Connection> {
        let idle = self.idle.lock().pop();
        idle.map_or_else(
            || {
                let connection = connect(&self.path, &self.options)?;
                connection
                    .execute_batch("PRAGMA query_only = ON")
                    .map_err(error)?;
                Ok(connection)
            },
            Ok,
        )
    }

    fn give_back(&self, connection: Connection) {
        // One that is still inside a transaction could not end it: something is wrong with it.
        if connection.is_autocommit() {
            self.idle.lock().push(connection);
        }
    }
}

/// Runs `f` over one snapshot of the file.
fn snapshot<T, E: From<Error>>(
    connection: &Connection,
    shared: &Shared,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    command(connection, "BEGIN")?;
    let mut tx = Tx::new(Link::Sqlite(connection), shared);
    let result = guarded(&mut tx, f);
    drop(tx);
    if !connection.is_autocommit() && command(connection, "COMMIT").is_err() {
        let _ = command(connection, "ROLLBACK"); // only reads are lost
    }
    result
}

/// Runs a statement of transaction control.
pub(super) fn command(connection: &Connection, sql: &str) -> Result<()> {
    let mut statement = connection.prepare_cached(sql).map_err(error)?;
    statement.raw_execute().map(|_| ()).map_err(error)
}

fn connect(path: &Path, options: &Options) -> Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags).map_err(|e| match error(e) {
        Error::Other(text) => Error::Unavailable(text),
        other => other,
    })?;
    connection.busy_timeout(options.patience).map_err(error)?;
    write_ahead(&connection, options.patience)?;
    connection.set_prepared_statement_cache_capacity(256);
    // Without this, SQLite built with STAT4 compiles a cached statement anew whenever a bound value changes.
    connection
        .set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)
        .map_err(error)?;
    let synchronous = if options.durable { "FULL" } else { "OFF" };
    // LIKE: as exact as PostgreSQL's, so that a pattern means the same on both.
    let pragmas = format!(
        "PRAGMA synchronous = {synchronous}; PRAGMA foreign_keys = ON;
         PRAGMA cache_size = -{}; PRAGMA mmap_size = {}; PRAGMA temp_store = MEMORY;
         PRAGMA journal_size_limit = 67108864; PRAGMA case_sensitive_like = ON;",
        options.cache_kib,
        u64::from(options.mmap_mib) << 20,
    );
    connection.execute_batch(&pragmas).map_err(error)?;
    Ok(connection)
}

/// Has the file keep a write-ahead log.
///
/// Of several that open a new file at once one does it, and `SQLite` tells the others "busy" without asking its own
/// patience (waiting with a lock held might never end): they come again here.
fn write_ahead(connection: &Connection, patience: Duration) -> Result<()> {
    const AGAIN: Duration = Duration::from_millis(2);
    let start = Instant::now();
    loop {
        let switched = connection.execute_batch("PRAGMA journal_mode = WAL");
        match switched.map_err(error) {
            Err(Error::Busy) if start.elapsed() < patience => std::thread::sleep(AGAIN),
            result => return result,
        }
    }
}

/// Makes what the façade itself needs in a new file.
fn prepare_file(connection: &Connection) -> Result<()> {
    let text = "CREATE TABLE IF NOT EXISTS sequences (name TEXT PRIMARY KEY, value BIGINT NOT NULL) WITHOUT ROWID";
    connection.execute_batch(text).map_err(error)
}
