//! Opening a database and running transactions on it.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use crate::tx::{Hook, Shared, Tx};
use crate::{Dialect, Error, Listener, MigrationSet, Result, baggage, postgres, sqlite};

/// A database. Cloning is cheap and shares the connections.
#[derive(Clone)]
pub struct Db(Arc<Inner>);

struct Inner {
    backend: Backend,
    shared: Arc<Shared>,
}

enum Backend {
    Sqlite(sqlite::Pool),
    Postgres(postgres::Pool),
}

/// How a database is opened.
#[derive(Debug, Clone)]
pub struct Options {
    /// Transactions at the same time: read connections on SQLite, all connections on PostgreSQL.
    pub connections: usize,
    /// Wait for the disk at each commit (SQLite's `synchronous`). Off only in tests.
    pub durable: bool,
    /// How long SQLite waits for another process's lock, and PostgreSQL for a connection.
    pub patience: Duration,
    /// SQLite's page cache of each connection, in KiB.
    pub cache_kib: u32,
    /// How much of SQLite's file is mapped into memory, in MiB.
    pub mmap_mib: u32,
}

impl Default for Options {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(4, usize::from);
        Self {
            connections: (cores * 2).clamp(4, 16),
            durable: true,
            patience: Duration::from_secs(5),
            cache_kib: 4096,
            mmap_mib: 256,
        }
    }
}

impl Db {
    /// Opens `sqlite:///path/to/file.db` (created when absent) or `postgres://user@host:port/database`.
    ///
    /// # Errors
    /// [`Error::Unavailable`] when the file or the server cannot be reached, [`Error::Other`] for another URL.
    pub async fn open(url: &str, options: Options) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            let shared = Arc::new(Shared::default());
            let backend =
                sqlite::Pool::open(PathBuf::from(path), options, Arc::clone(&shared)).await?;
            return Ok(Self(Arc::new(Inner {
                backend: Backend::Sqlite(backend),
                shared,
            })));
        }
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let (backend, hub) = postgres::Pool::open(url, options).await?;
            let shared = Arc::new(Shared {
                hub,
                ..Shared::default()
            });
            return Ok(Self(Arc::new(Inner {
                backend: Backend::Postgres(backend),
                shared,
            })));
        }
        Err(Error::other(
            "a database's URL starts with sqlite:// or postgres://",
        ))
    }

    /// Runs a transaction that only reads, over one consistent snapshot.
    ///
    /// # Errors
    /// Those of `f`, and [`Error`] converted into `E` when there is no connection or `f` panicked.
    pub async fn read<T, E>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (shared, f) = (Arc::clone(&self.0.shared), baggage::carried(f));
        match &self.0.backend {
            Backend::Sqlite(pool) => pool.read(shared, f).await,
            Backend::Postgres(pool) => pool.read(shared, f).await,
        }
    }

    /// Runs ONE writing transaction: `Ok` commits it and returns when it is durable, `Err` and panics roll it back.
    ///
    /// Once begun it runs to its end even if the caller is dropped. On SQLite writers run one after another; on
    /// PostgreSQL they run concurrently (READ COMMITTED): guard invariants by constraints or [`Tx::lock`].
    ///
    /// # Errors
    /// Those of `f`, and [`Error`] converted into `E` when the commit failed or `f` panicked.
    pub async fn write<T, E>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let f = baggage::carried(f);
        match &self.0.backend {
            Backend::Sqlite(pool) => pool.write(f).await,
            Backend::Postgres(pool) => pool.write(Arc::clone(&self.0.shared), f).await,
        }
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        match self.0.backend {
            Backend::Sqlite(_) => Dialect::Sqlite,
            Backend::Postgres(_) => Dialect::Postgres,
        }
    }

    /// How many statements ran so far, transaction control not counted. Tests compare it to find N+1 queries.
    pub fn statements(&self) -> u64 {
        self.0.shared.statements.load(Ordering::Relaxed)
    }

    /// Applies the migrations of a set that are not applied yet, all or none. Nodes that start together take turns.
    ///
    /// # Errors
    /// [`Error::Migration`] when one fails, or when an applied one was changed or is missing.
    pub async fn migrate(&self, set: &MigrationSet) -> Result<()> {
        let set = set.clone();
        self.write(move |tx| crate::migrate::run(tx, &set)).await
    }

    /// Listens to wake-ups by [`Tx::notify`], also from other nodes.
    pub fn listen(&self, channel: &'static str) -> Listener {
        self.0.shared.hub.listen(channel)
    }

    /// Is the database there?
    ///
    /// # Errors
    /// [`Error::Unavailable`] when not.
    pub async fn ping(&self) -> Result<()> {
        self.read(|tx| tx.query_one::<i64>("SELECT 1", &[]).map(|_| ()))
            .await
    }
}

/// Runs a transaction's closure; a panic becomes an error, and so does a failed statement that the closure ignored.
pub(crate) fn guarded<T, E: From<Error>>(
    tx: &mut Tx<'_>,
    f: impl FnOnce(&mut Tx<'_>) -> Result<T, E>,
) -> Result<T, E> {
    match catch_unwind(AssertUnwindSafe(|| f(tx))) {
        Ok(result) => match tx.failure() {
            Some(failure) if result.is_ok() => Err(failure.into()),
            _ => result,
        },
        Err(panic) => {
            let text = panic.downcast_ref::<&str>().copied();
            let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
            let text = text.unwrap_or("no message");
            tracing::error!(panic = text, "a transaction panicked and was rolled back");
            Err(Error::Other(format!("the transaction panicked: {text}")).into())
        }
    }
}

/// Runs what was to run after the commit; a panic there hurts nobody.
pub(crate) fn run_hooks(hooks: Vec<Hook>) {
    for hook in hooks {
        if catch_unwind(AssertUnwindSafe(hook)).is_err() {
            tracing::error!("a hook after a commit panicked");
        }
    }
}

/// A transaction's answer when the runtime is shutting down.
pub(crate) fn closed() -> Error {
    Error::Unavailable("the database was closed".into())
}
