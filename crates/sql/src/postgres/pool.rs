//! The connections to one PostgreSQL database.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};
use tokio::task::spawn_blocking;
use tokio_postgres::Config;

use super::relay;
use super::session::{Home, Session};
use crate::db::{closed, guarded, run_hooks};
use crate::notify::Hub;
use crate::tx::{Link, Shared};
use crate::{Error, Options, Result, Tx};

/// One snapshot for the whole transaction, as SQLite's readers have it.
const READ: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY";
const WRITE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE";

/// A database's connections, opened as they are needed.
pub(crate) struct Pool {
    idle: Arc<Idle>,
    free: Arc<Semaphore>,
    patience: Duration,
}

struct Idle {
    home: Arc<Home>,
    sessions: Mutex<Vec<Session>>,
}

impl Pool {
    /// Connects once, to see that it works, and prepares the wake-ups between nodes.
    pub(crate) async fn open(url: &str, options: Options) -> Result<(Self, Arc<Hub>)> {
        let mut config = Config::from_str(url).map_err(|e| Error::Other(e.to_string()))?;
        config.connect_timeout(options.patience);
        if config.get_application_name().is_none() {
            config.application_name("atrium");
        }
        let home = Arc::new(Home {
            config: config.clone(),
            sequences: Mutex::default(),
        });
        let idle = Arc::new(Idle {
            home,
            sessions: Mutex::default(),
        });
        let opening = spawn_blocking({
            let idle = Arc::clone(&idle);
            move || {
                let mut session = idle.take()?;
                let mut schema = String::new();
                session.each("SELECT current_schema()::text", &[], &mut |row| {
                    schema = row.get(0)?;
                    Ok(true)
                })?;
                idle.give_back(session);
                Ok::<_, Error>(schema)
            }
        });
        let schema = opening.await.map_err(|_| closed())??;
        let (sender, orders) = mpsc::unbounded_channel();
        let hub = Arc::new(Hub::relayed(sender));
        tokio::spawn(relay::run(config, schema, orders, Arc::downgrade(&hub)));
        let free = Arc::new(Semaphore::new(options.connections.max(1)));
        Ok((
            Self {
                idle,
                free,
                patience: options.patience,
            },
            hub,
        ))
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
        self.run(READ, move |session, answer| {
            let result = guarded(&mut Tx::new(Link::Postgres(session), &shared), f);
            // The answer cannot change any more: nobody need wait for the end of the transaction.
            let _ = answer.send(result);
            session.end("COMMIT")
        })
        .await
    }

    pub(crate) async fn write<T, E>(
        &self,
        shared: Arc<Shared>,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        self.run(WRITE, move |session, answer| {
            let mut tx = Tx::new(Link::Postgres(session), &shared);
            let result = guarded(&mut tx, f);
            let hooks = tx.into_hooks();
            let (result, end) = match result {
                Ok(value) => {
                    let end = session.end("COMMIT");
                    let result = end.clone().map(|()| value).map_err(E::from);
                    if end.is_ok() {
                        run_hooks(hooks);
                    }
                    (result, end)
                }
                Err(error) => (Err(error), session.end("ROLLBACK")),
            };
            // A caller who left does not undo anything.
            let _ = answer.send(result);
            end
        })
        .await
    }

    /// Takes a connection and lets `f` use it on a blocking thread, to its end even if the caller leaves.
    async fn run<T, E>(
        &self,
        begin: &'static str,
        f: impl FnOnce(&mut Session, oneshot::Sender<Result<T, E>>) -> Result<()> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Send + 'static,
        E: From<Error> + Send + 'static,
    {
        let permit = self.permit().await?;
        let idle = Arc::clone(&self.idle);
        let (sender, receiver) = oneshot::channel();
        spawn_blocking(move || {
            match idle.take() {
                Err(error) => drop(sender.send(Err(error.into()))),
                Ok(mut session) => {
                    session.begin(begin);
                    if f(&mut session, sender).is_ok() {
                        idle.give_back(session);
                    }
                }
            }
            drop(permit);
        });
        receiver.await.map_err(|_| closed())?
    }

    async fn permit(&self) -> Result<OwnedSemaphorePermit> {
        let waiting = Arc::clone(&self.free).acquire_owned();
        let permit = tokio::time::timeout(self.patience, waiting)
            .await
            .map_err(|_| Error::Busy)?;
        permit.map_err(|_| closed())
    }
}

impl Idle {
    /// A connection that works, as far as one can see.
    fn take(&self) -> Result<Session> {
        loop {
            let Some(mut session) = self.sessions.lock().pop() else {
                return Session::connect(Arc::clone(&self.home));
            };
            if session.is_alive() {
                return Ok(session);
            }
        }
    }

    fn give_back(&self, session: Session) {
        self.sessions.lock().push(session);
    }
}
