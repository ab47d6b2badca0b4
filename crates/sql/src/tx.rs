//! A transaction, the same over both databases.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use crate::baggage::Baggage;
use crate::notify::Hub;
use crate::{Dialect, Error, FromRow, Result, Row, Value, postgres, sqlite};

/// An open transaction. Made by [`Db::read`](crate::Db::read) and [`Db::write`](crate::Db::write).
///
/// After a failed statement the transaction is void, as PostgreSQL has it: further statements fail with the same error, and
/// it is rolled back even if the closure returns `Ok`. Where a failure is expected, put the statement into [`Tx::attempt`].
pub struct Tx<'a> {
    link: Link<'a>,
    shared: &'a Shared,
    hooks: Vec<Hook>,
    notified: Vec<&'static str>,
    failure: Option<Error>,
    depth: u32,
    baggage: Option<Baggage>,
}

/// What runs once the transaction is durable.
pub(crate) type Hook = Box<dyn FnOnce() + Send>;

pub(crate) enum Link<'a> {
    Sqlite(&'a rusqlite::Connection),
    Postgres(&'a mut postgres::Session),
}

/// What all transactions of a [`Db`](crate::Db) share.
#[derive(Default)]
pub(crate) struct Shared {
    pub(crate) statements: AtomicU64,
    pub(crate) hub: Arc<Hub>,
}

impl<'a> Tx<'a> {
    pub(crate) fn new(link: Link<'a>, shared: &'a Shared) -> Self {
        Self {
            link,
            shared,
            hooks: Vec::new(),
            notified: Vec::new(),
            failure: None,
            depth: 0,
            baggage: None,
        }
    }

    /// What the task that began this transaction carries, see [`baggage`](crate::baggage).
    pub fn baggage(&self) -> Option<&str> {
        self.baggage.as_ref().map(Baggage::text)
    }

    pub(crate) fn carry(&mut self, baggage: Option<Baggage>) {
        self.baggage = baggage;
    }

    /// All rows of a query.
    ///
    /// # Errors
    /// As the database has it, see [`Error`].
    pub fn query<T: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<Vec<T>> {
        let mut found = Vec::new();
        self.each(sql, params, &mut |row| {
            found.push(T::from_row(row)?);
            Ok(true)
        })?;
        Ok(found)
    }

    /// The first row of a query, if there is one.
    ///
    /// # Errors
    /// As the database has it, see [`Error`].
    pub fn query_opt<T: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<Option<T>> {
        let mut found = None;
        self.each(sql, params, &mut |row| {
            if found.is_none() {
                found = Some(T::from_row(row)?);
            }
            Ok(true) // to the end: a statement with RETURNING has its effect only then
        })?;
        Ok(found)
    }

    /// The first row of a query.
    ///
    /// # Errors
    /// [`Error::NoRows`] when there is none (the transaction stays usable), otherwise as the database has it.
    pub fn query_one<T: FromRow>(&mut self, sql: &str, params: &[Value]) -> Result<T> {
        self.query_opt(sql, params)?.ok_or(Error::NoRows)
    }

    /// Runs a statement and gives the number of rows it changed.
    ///
    /// # Errors
    /// As the database has it, see [`Error`].
    pub fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.run(|link| match link {
            Link::Sqlite(connection) => sqlite::execute(connection, sql, params),
            Link::Postgres(session) => session.execute(sql, params),
        })
    }

    /// Runs a statement once for each set of parameters, without waiting in between, and gives the rows changed in all.
    /// Counts as one statement.
    ///
    /// # Errors
    /// The first one, as the database has it.
    pub fn execute_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64> {
        self.run(|link| match link {
            Link::Sqlite(connection) => rows.iter().try_fold(0, |sum, row| {
                Ok(sum + sqlite::execute(connection, sql, row)?)
            }),
            Link::Postgres(session) => session.execute_many(sql, rows),
        })
    }

    /// Calls `f` for each row as it arrives, until it says `false`; for answers too long for memory.
    ///
    /// # Errors
    /// Those of the database and those of `f`.
    pub fn each(
        &mut self,
        sql: &str,
        params: &[Value],
        f: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        self.run(|link| match link {
            Link::Sqlite(connection) => sqlite::each(connection, sql, params, f),
            Link::Postgres(session) => session.each(sql, params, f),
        })
    }

    /// The next number of a sequence: positive, never given twice. Sequences need no declaration.
    ///
    /// # Errors
    /// As the database has it; [`Error::Other`] for a name that is not of `a-z0-9_`.
    pub fn next_id(&mut self, sequence: &'static str) -> Result<i64> {
        nameable(sequence)?;
        self.run(|link| match link {
            Link::Sqlite(connection) => sqlite::next_id(connection, sequence),
            Link::Postgres(session) => session.next_id(sequence),
        })
    }

    /// Has a sequence go on behind a number that came from elsewhere. One that is further already stays as it is.
    ///
    /// On PostgreSQL this is not undone with the transaction; numbers that are left out hurt nobody.
    ///
    /// # Errors
    /// As [`Tx::next_id`].
    pub fn raise(&mut self, sequence: &str, at_least: i64) -> Result<()> {
        nameable(sequence)?;
        self.run(|link| match link {
            Link::Sqlite(connection) => sqlite::raise(connection, sequence, at_least),
            Link::Postgres(session) => session.raise(sequence, at_least),
        })
    }

    /// Which database this is.
    pub fn dialect(&self) -> Dialect {
        match self.link {
            Link::Sqlite(_) => Dialect::Sqlite,
            Link::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Waits for the lock of that name and holds it to the end of the transaction.
    ///
    /// SQLite has a single writer, so every writing transaction holds all of them already.
    ///
    /// # Errors
    /// As the database has it.
    pub fn lock(&mut self, name: &str) -> Result<()> {
        match self.dialect() {
            Dialect::Sqlite => Ok(()),
            Dialect::Postgres => self.each(
                "SELECT pg_advisory_xact_lock(hashtextextended(current_schema() || '/' || $1, 0))",
                &[Value::from(name)],
                &mut |_| Ok(true),
            ),
        }
    }

    /// Runs `f` so that its failure undoes only what it did, and the transaction goes on.
    ///
    /// # Errors
    /// Those of `f` and of the database.
    pub fn attempt<T, E: From<Error>>(
        &mut self,
        f: impl FnOnce(&mut Self) -> Result<T, E>,
    ) -> Result<T, E> {
        let (hooks, notified) = (self.hooks.len(), self.notified.len());
        let name = self.depth;
        self.control(&format!("SAVEPOINT attempt_{name}"))?;
        self.depth += 1;
        let result = f(self);
        self.depth -= 1;
        if result.is_ok() && self.failure.is_none() {
            self.control(&format!("RELEASE SAVEPOINT attempt_{name}"))?;
            return result;
        }
        self.hooks.truncate(hooks);
        self.notified.truncate(notified);
        let failure = self.failure.take();
        self.control(&format!(
            "ROLLBACK TO SAVEPOINT attempt_{name}; RELEASE SAVEPOINT attempt_{name}"
        ))?;
        match (result, failure) {
            (Ok(_), Some(failure)) => Err(failure.into()),
            (result, _) => result,
        }
    }

    /// Has `f` run once the transaction is durable and before its caller hears of it; never if it is rolled back.
    ///
    /// `f` runs on the database's thread and must be quick.
    pub fn after_commit(&mut self, f: impl FnOnce() + Send + 'static) {
        self.hooks.push(Box::new(f));
    }

    /// Wakes those who listen to `channel`, on all nodes, once the transaction is durable.
    pub fn notify(&mut self, channel: &'static str) {
        if !self.notified.contains(&channel) {
            self.notified.push(channel);
        }
    }

    /// Runs several statements separated by semicolons, without parameters.
    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        self.shared.statements.fetch_add(1, Ordering::Relaxed);
        self.control(sql)
    }

    /// The same for transaction control, which is not counted.
    fn control(&mut self, sql: &str) -> Result<()> {
        self.usable(|link| match link {
            Link::Sqlite(connection) => sqlite::batch(connection, sql),
            Link::Postgres(session) => session.batch(sql),
        })
    }

    /// The error of a statement outside of an [`attempt`](Self::attempt), if there was one.
    pub(crate) fn failure(&self) -> Option<Error> {
        self.failure.clone()
    }

    /// The hooks to run after the commit.
    pub(crate) fn into_hooks(mut self) -> Vec<Hook> {
        for channel in std::mem::take(&mut self.notified) {
            let hub = Arc::clone(&self.shared.hub);
            self.hooks.push(Box::new(move || hub.notify(channel)));
        }
        self.hooks
    }

    fn run<T>(&mut self, f: impl FnOnce(&mut Link<'a>) -> Result<T>) -> Result<T> {
        self.shared.statements.fetch_add(1, Ordering::Relaxed);
        self.usable(f)
    }

    fn usable<T>(&mut self, f: impl FnOnce(&mut Link<'a>) -> Result<T>) -> Result<T> {
        if let Some(failure) = &self.failure {
            return Err(failure.clone());
        }
        let result = f(&mut self.link);
        self.failure = result.as_ref().err().cloned();
        result
    }
}

fn nameable(sequence: &str) -> Result<()> {
    let plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
    if sequence.is_empty() || !sequence.chars().all(plain) {
        return Err(Error::Other(format!(
            "{sequence:?} is no name for a sequence"
        )));
    }
    Ok(())
}
