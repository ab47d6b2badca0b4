//! Starting and stopping the delivery of events on a node.

use std::sync::Arc;
use std::time::Duration;

use parking_lot::Mutex;
use sql::{Db, Dialect, Result};
use tokio::sync::{broadcast, watch};
use tokio::task::{JoinHandle, JoinSet};

use crate::delivery::{Delivery, Listener};
use crate::fanout::{self, Subscription};
use crate::outbox::{self, Position, Recorded};
use crate::prune;

/// Events read at a time.
pub(crate) const PAGE: usize = 200;
/// Events a subscriber may be behind before it misses some.
const BEHIND: usize = 4096;

/// How patient delivery is. The defaults are right for a server; tests are in a hurry.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long a node that died keeps its listeners from the others (PostgreSQL).
    pub lease: Duration,
    /// How often to look without having been woken.
    pub poll: Duration,
    /// The longest pause between two attempts to deliver the same event.
    pub retry_up_to: Duration,
}

impl Options {
    /// The defaults for this database.
    pub fn of(db: &Db) -> Self {
        let single = db.dialect() == Dialect::Sqlite;
        Self {
            // One node needs no lease; it is prolonged so seldom that idling costs nothing.
            lease: Duration::from_secs(if single { 3 * 3600 } else { 30 }),
            // Wake-ups cannot get lost within one process, between nodes they can.
            poll: Duration::from_secs(if single { 300 } else { 20 }),
            retry_up_to: Duration::from_secs(60),
        }
    }

    pub(crate) fn renew(&self) -> Duration {
        self.lease / 3
    }
}

/// The delivery of events on this node. Stop it with [`Outbox::stop`]; dropping it ends it abruptly,
/// which loses nothing but makes other nodes wait for its leases.
pub struct Outbox {
    db: Db,
    subscribers: broadcast::Sender<Arc<Recorded>>,
    reached: Vec<watch::Receiver<Position>>,
    stop: watch::Sender<bool>,
    deliveries: Mutex<JoinSet<()>>,
    others: Vec<JoinHandle<()>>,
}

impl Outbox {
    /// Starts delivering: to `listeners` where they stopped (a new one gets everything still kept),
    /// to subscribers from now on.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn start(db: Db, listeners: Vec<Arc<dyn Listener>>) -> Result<Self> {
        let options = Options::of(&db);
        Self::start_with(db, listeners, options).await
    }

    /// The same with other options.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn start_with(
        db: Db,
        listeners: Vec<Arc<dyn Listener>>,
        options: Options,
    ) -> Result<Self> {
        db.write(outbox::rebase).await?;
        let from = db.read(outbox::settled_end).await?;
        let (subscribers, _) = broadcast::channel(BEHIND);
        let (stop, stopped) = watch::channel(false);
        let owner: Arc<str> = uuid::Uuid::new_v4().to_string().into();

        let mut deliveries = JoinSet::new();
        let mut reached = Vec::new();
        for listener in listeners {
            let (at, receiver) = watch::channel(Position::default());
            reached.push(receiver);
            let delivery = Delivery {
                db: db.clone(),
                listener,
                owner: Arc::clone(&owner),
                options: options.clone(),
                reached: at,
                stop: stopped.clone(),
            };
            deliveries.spawn(delivery.run());
        }
        let others = vec![
            tokio::spawn(fanout::run(db.clone(), from, subscribers.clone(), options)),
            tokio::spawn(prune::run(db.clone())),
        ];
        Ok(Self {
            db,
            subscribers,
            reached,
            stop,
            deliveries: Mutex::new(deliveries),
            others,
        })
    }

    /// Events on this node from now on, in memory: for caches. Load the cache after subscribing.
    pub fn subscribe(&self) -> Subscription {
        Subscription(self.subscribers.subscribe())
    }

    /// Waits until the listeners have had everything that is committed now. Only of use where this
    /// node is the only one, as in tests.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn caught_up(&self) -> Result<()> {
        let end = self.db.read(outbox::end).await?;
        for reached in &self.reached {
            // Fails when delivery has stopped: then there is nothing to wait for.
            let _ = reached.clone().wait_for(|position| *position >= end).await;
        }
        Ok(())
    }

    /// Stops delivering: waits for the events being handled, stores the cursors, frees the leases.
    pub async fn stop(&self) {
        self.stop.send_replace(true);
        let mut deliveries = std::mem::take(&mut *self.deliveries.lock());
        while deliveries.join_next().await.is_some() {}
        for task in &self.others {
            task.abort();
        }
    }
}

impl Drop for Outbox {
    fn drop(&mut self) {
        for task in &self.others {
            task.abort(); // the deliveries end with their JoinSet
        }
    }
}

/// Growing pauses: 2 ms, 4 ms, 8 ms …
#[derive(Debug, Default)]
pub(crate) struct Patience(u32);

impl Patience {
    /// The next pause, a tenth of a second at most.
    pub(crate) fn next(&mut self) -> Duration {
        self.next_up_to(Duration::from_millis(100))
    }

    pub(crate) fn next_up_to(&mut self, most: Duration) -> Duration {
        self.0 = (self.0 + 1).min(20);
        Duration::from_millis(1 << self.0).min(most)
    }
}
