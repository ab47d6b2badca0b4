//! One connection, driven by the thread that uses it.

use std::collections::{HashMap, HashSet};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;

use futures::{TryStreamExt, future};
use parking_lot::Mutex;
use tokio::runtime::{Builder, Runtime};
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Config, NoTls, Statement};

use super::error::error;
use crate::row::Source;
use crate::{Error, Result, Row, Value};

/// Prepared statements kept on each connection. There are as many as the code has; more means that some are assembled.
const STATEMENTS: usize = 512;

/// Statements sent without waiting for the answer of the first.
const PIPELINE: usize = 256;

/// What all connections to one database share.
pub(super) struct Home {
    pub(super) config: Config,
    /// Sequences known to exist.
    pub(super) sequences: Mutex<HashSet<String>>,
}

/// A connection with its prepared statements. Everything about it blocks, so it lives on blocking threads.
pub(crate) struct Session {
    line: Line,
    client: Client,
    statements: HashMap<Box<str>, Statement>,
    /// The `BEGIN` that is still to be sent, together with the first statement: one round trip less.
    begin: Option<&'static str>,
    home: Arc<Home>,
}

/// The socket and the small runtime that moves its bytes while somebody waits for an answer.
struct Line {
    runtime: Option<Runtime>,
    driver: Option<Driver>,
}

type Driver = Pin<Box<dyn Future<Output = Result<(), tokio_postgres::Error>> + Send>>;

impl Session {
    pub(super) fn connect(home: Arc<Home>) -> Result<Self> {
        let unavailable = |text: String| Error::Unavailable(text);
        let runtime = Builder::new_current_thread().enable_all().build();
        let runtime = runtime.map_err(|e| unavailable(e.to_string()))?;
        let connected = runtime.block_on(home.config.connect(NoTls)).map_err(error);
        let (client, connection) = match connected {
            Ok(connected) => connected,
            Err(failure) => {
                runtime.shutdown_background();
                return Err(match failure {
                    Error::Other(text) => unavailable(text),
                    other => other,
                });
            }
        };
        let line = Line {
            runtime: Some(runtime),
            driver: Some(Box::pin(connection)),
        };
        Ok(Self {
            line,
            client,
            statements: HashMap::new(),
            begin: None,
            home,
        })
    }

    /// Has a transaction begin with the next statement.
    pub(super) fn begin(&mut self, command: &'static str) {
        self.begin = Some(command);
    }

    /// Ends the transaction, if it has begun at all.
    pub(super) fn end(&mut self, command: &str) -> Result<()> {
        if self.begin.take().is_some() {
            return Ok(());
        }
        self.batch(command)
    }

    /// Is the connection still there? Notices a server that went away while the connection was idle.
    pub(super) fn is_alive(&mut self) -> bool {
        self.line.glance();
        !self.client.is_closed()
    }

    pub(crate) fn each(
        &mut self,
        sql: &str,
        params: &[Value],
        f: &mut dyn FnMut(&Row<'_>) -> Result<bool>,
    ) -> Result<()> {
        let statement = self.statement(sql)?;
        let Self {
            line,
            client,
            begin,
            ..
        } = self;
        let mut failure = None;
        let client = &*client;
        let result = line.wait(client, begin.take(), async {
            let rows = client.query_raw(&statement, slots(params)).await?;
            let mut rows = pin!(rows);
            while let Some(row) = rows.try_next().await? {
                match f(&Row(Source::Postgres(&row))) {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        failure = Some(error);
                        break;
                    }
                }
            }
            Ok(())
        });
        self.checked(sql, result)?;
        failure.map_or(Ok(()), Err)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let Self {
            line,
            client,
            begin,
            ..
        } = self;
        let changed = client.execute_raw(&statement, slots(params));
        let result = line.wait(client, begin.take(), changed);
        self.checked(sql, result)
    }

    pub(crate) fn execute_many(&mut self, sql: &str, rows: &[Vec<Value>]) -> Result<u64> {
        let statement = self.statement(sql)?;
        let mut sum = 0;
        for rows in rows.chunks(PIPELINE) {
            let Self {
                line,
                client,
                begin,
                ..
            } = self;
            let client = &*client;
            let answers = rows
                .iter()
                .map(|row| client.execute_raw(&statement, slots(row)));
            let answers = future::join_all(answers);
            let answers = line.wait(client, begin.take(), async { Ok(answers.await) });
            for changed in answers.map_err(error)? {
                sum += self.checked(sql, changed)?;
            }
        }
        Ok(sum)
    }

    pub(crate) fn batch(&mut self, sql: &str) -> Result<()> {
        let Self {
            line,
            client,
            begin,
            ..
        } = self;
        line.wait(client, begin.take(), client.batch_execute(sql))
            .map_err(error)
    }

    /// Has a sequence go on behind a number at least.
    pub(crate) fn raise(&mut self, sequence: &str, at_least: i64) -> Result<()> {
        self.known_sequence(sequence)?;
        let name = format!("seq_{sequence}");
        let raise = format!("SELECT setval('{name}', $1) FROM {name} WHERE last_value < $1");
        self.each(&raise, &[Value::Int(at_least)], &mut |_| Ok(true))
    }

    fn known_sequence(&mut self, sequence: &str) -> Result<()> {
        if !self.home.sequences.lock().contains(sequence) {
            // On a connection of its own: others shall not wait for this transaction to see the sequence.
            create_sequence(&self.home, sequence)?;
            self.home.sequences.lock().insert(sequence.to_owned());
        }
        Ok(())
    }

    pub(crate) fn next_id(&mut self, sequence: &str) -> Result<i64> {
        self.known_sequence(sequence)?;
        let mut id = 0;
        self.each(
            &format!("SELECT nextval('seq_{sequence}')"),
            &[],
            &mut |row| {
                id = row.get(0)?;
                Ok(true)
            },
        )?;
        Ok(id)
    }

    /// The prepared statement, from the cache where possible.
    fn statement(&mut self, sql: &str) -> Result<Statement> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let Self {
            line,
            client,
            begin,
            ..
        } = self;
        let statement = line
            .wait(client, begin.take(), client.prepare(sql))
            .map_err(error)?;
        if self.statements.len() >= STATEMENTS {
            self.statements.clear();
        }
        self.statements.insert(sql.into(), statement.clone());
        Ok(statement)
    }

    /// Forgets a statement that failed because the tables changed under it, so that the next transaction prepares anew.
    fn checked<T>(&mut self, sql: &str, result: Result<T, tokio_postgres::Error>) -> Result<T> {
        result.map_err(|failure| {
            if failure
                .code()
                .is_some_and(|code| matches!(code.code(), "0A000" | "26000" | "42P01" | "42703"))
            {
                self.statements.remove(sql);
            }
            error(failure)
        })
    }
}

/// Two nodes may do this at the same moment; the loser finds the sequence made.
fn create_sequence(home: &Arc<Home>, sequence: &str) -> Result<()> {
    let mut session = Session::connect(Arc::clone(home))?;
    let create = format!("CREATE SEQUENCE IF NOT EXISTS seq_{sequence}");
    session.batch(&create).or_else(|_| session.batch(&create))
}

fn slots(params: &[Value]) -> impl ExactSizeIterator<Item = &(dyn ToSql + Sync)> {
    params.iter().map(|value| value as &(dyn ToSql + Sync))
}

impl Line {
    /// Moves bytes until `answer` is there. A transaction still to begin is sent ahead, without waiting for its answer.
    fn wait<T>(
        &mut self,
        client: &Client,
        begin: Option<&str>,
        answer: impl Future<Output = Result<T, tokio_postgres::Error>>,
    ) -> Result<T, tokio_postgres::Error> {
        match begin {
            None => self.drive(answer),
            Some(begin) => self.drive(async {
                let (begun, answer) = future::join(client.batch_execute(begin), answer).await;
                begun.and(answer)
            }),
        }
    }

    fn drive<T>(&mut self, answer: impl Future<Output = T>) -> T {
        let Self { runtime, driver } = self;
        let mut answer = pin!(answer);
        #[expect(clippy::expect_used, reason = "only Drop takes it away")]
        let runtime = runtime.as_ref().expect("a runtime");
        runtime.block_on(future::poll_fn(|context| {
            if let Poll::Ready(answer) = answer.as_mut().poll(context) {
                return Poll::Ready(answer);
            }
            let ended = driver
                .as_mut()
                .is_some_and(|d| d.as_mut().poll(context).is_ready());
            if ended {
                // Whoever waits for an answer is told by the client that the connection is closed.
                *driver = None;
                context.waker().wake_by_ref();
            }
            Poll::Pending
        }))
    }

    /// Looks at the socket without waiting.
    fn glance(&mut self) {
        let mut looked = false;
        let look = future::poll_fn(move |context| {
            if std::mem::replace(&mut looked, true) {
                return Poll::Ready(());
            }
            context.waker().wake_by_ref();
            Poll::Pending
        });
        self.drive(async {
            // Once to have the runtime ask the system for news, once for the driver to act on them.
            tokio::task::yield_now().await;
            look.await;
        });
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.driver = None;
        if let Some(runtime) = self.runtime.take() {
            // The ordinary end would block, which tokio forbids where a Db may be dropped.
            runtime.shutdown_background();
        }
    }
}
