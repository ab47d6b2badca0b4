//! The one thread that writes a SQLite file.
//!
//! Closures that are waiting together are committed together: each runs in a savepoint of its own, then one `COMMIT` (one
//! wait for the disk) makes all of them durable. Nobody hears of success before that.

use std::sync::Arc;
use std::time::{Duration, Instant};

use rusqlite::Connection;
use tokio::sync::{mpsc, oneshot};

use super::pool::command;
use crate::db::{closed, guarded, run_hooks};
use crate::tx::{Hook, Link, Shared};
use crate::{Error, Result, Tx};

/// Callers wait beyond this many queued transactions.
const QUEUE: usize = 1024;
/// A group is committed when it has this many transactions or took this long, so that the first need not wait for ever.
const GROUP: usize = 256;
const GROUP_TIME: Duration = Duration::from_millis(10);

/// The way to the writing thread, which ends when this is dropped.
pub(crate) struct Writer(mpsc::Sender<Job>);

/// A queued transaction: runs the closure (if there is a transaction to run it in), says whether to keep its changes, and
/// how to tell the caller.
type Job = Box<dyn FnOnce(Result<Tx<'_>>) -> Ran + Send>;

struct Ran {
    outcome: Outcome,
    answer: Answer,
}

enum Outcome {
    Keep(Vec<Hook>),
    /// With the statement's error that caused it, if it was one.
    Undo(Option<Error>),
}

/// Tells the caller. `Err` is the reason why the transaction was lost although the closure succeeded.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;

impl Writer {
    pub(super) fn start(connection: Connection, shared: Arc<Shared>) -> Result<Self> {
        let (sender, queue) = mpsc::channel(QUEUE);
        std::thread::Builder::new()
            .name("sqlite-writer".into())
            .spawn(move || work(&connection, &shared, queue))
            .map_err(|e| Error::Unavailable(e.to_string()))?;
        Ok(Self(sender))
    }

    pub(super) async fn run<T, E>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let (result, outcome) = match tx {
                Ok(mut tx) => match guarded(&mut tx, f) {
                    Ok(value) => (Ok(value), Outcome::Keep(tx.into_hooks())),
                    Err(error) => (Err(error), Outcome::Undo(tx.failure())),
                },
                Err(error) => (Err(error.into()), Outcome::Undo(None)),
            };
            let answer: Answer = Box::new(move |committed| {
                // A caller who left does not undo anything.
                let _ = sender
                    .send(result.and_then(|value| committed.map(|()| value).map_err(E::from)));
            });
            Ran { outcome, answer }
        });
        self.0.send(job).await.map_err(|_| closed())?;
        receiver.await.map_err(|_| closed())?
    }
}

fn work(connection: &Connection, shared: &Shared, mut queue: mpsc::Receiver<Job>) {
    while let Some(first) = queue.blocking_recv() {
        let mut group = Group {
            connection,
            shared,
            kept: Vec::new(),
            open: false,
        };
        let begun = Instant::now();
        let mut next = Some(first);
        let mut count = 0;
        while let Some(job) = next {
            group.run(job);
            count += 1;
            next = match count < GROUP && begun.elapsed() < GROUP_TIME {
                true => queue.try_recv().ok(),
                false => None,
            };
        }
        group.commit();
    }
    // Statistics for the query planner, refreshed where SQLite thinks it worthwhile.
    let _ = connection.execute_batch("PRAGMA optimize");
}

/// The transactions of one commit.
struct Group<'a> {
    connection: &'a Connection,
    shared: &'a Shared,
    kept: Vec<(Vec<Hook>, Answer)>,
    open: bool,
}

impl Group<'_> {
    fn run(&mut self, job: Job) {
        if let Err(error) = self.begin() {
            return (job(Err(error)).answer)(Ok(()));
        }
        let ran = job(Ok(Tx::new(Link::Sqlite(self.connection), self.shared)));
        if self.connection.is_autocommit() {
            // SQLite gave up the whole transaction (disk full, input/output error): everybody in it lost.
            self.open = false;
            let error = match ran.outcome {
                Outcome::Undo(Some(error)) => error,
                _ => Error::other("SQLite gave up the transaction"),
            };
            self.fail(&error);
            return (ran.answer)(Err(error));
        }
        match ran.outcome {
            Outcome::Keep(hooks) => match command(self.connection, "RELEASE one") {
                Ok(()) => self.kept.push((hooks, ran.answer)),
                Err(error) => {
                    self.undo();
                    (ran.answer)(Err(error));
                }
            },
            Outcome::Undo(_) => {
                self.undo();
                (ran.answer)(Ok(()));
            }
        }
    }

    fn begin(&mut self) -> Result<()> {
        if !self.open {
            command(self.connection, "BEGIN IMMEDIATE")?;
            self.open = true;
        }
        command(self.connection, "SAVEPOINT one")
    }

    /// Takes back what the last transaction did.
    fn undo(&mut self) {
        let undone = command(self.connection, "ROLLBACK TO one");
        if let Err(error) = undone.and_then(|()| command(self.connection, "RELEASE one")) {
            self.roll_back();
            self.fail(&error);
        }
    }

    fn commit(&mut self) {
        if !self.open {
            return;
        }
        if let Err(error) = command(self.connection, "COMMIT") {
            self.roll_back();
            return self.fail(&error);
        }
        self.open = false;
        for (hooks, answer) in self.kept.drain(..) {
            run_hooks(hooks);
            answer(Ok(()));
        }
    }

    fn roll_back(&mut self) {
        self.open = false;
        if !self.connection.is_autocommit() {
            // Nothing is left to try when this fails too: the next BEGIN reports it.
            let _ = command(self.connection, "ROLLBACK");
        }
    }

    fn fail(&mut self, error: &Error) {
        tracing::error!(%error, transactions = self.kept.len(), "a group of transactions was lost");
        for (_, answer) in self.kept.drain(..) {
            answer(Err(error.clone()));
        }
    }
}
