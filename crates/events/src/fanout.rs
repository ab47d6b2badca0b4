//! The fan-out: every node's caches hear of every event, in memory.

use std::sync::{Arc, Weak};
use std::time::Duration;

use parking_lot::Mutex;
use sql::{Db, Listener};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::sleep;

use crate::CHANNEL;
use crate::outbox::{self, More, Position, Recorded};
use crate::start::{Options, PAGE, Patience};

/// Events a subscriber may be behind before it misses some.
const BEHIND: usize = 4096;
/// How often the end of the outbox is looked for while nobody listens; whoever begins to hears at most so much of before.
const SKIP_EVERY: Duration = Duration::from_secs(1);

/// What a subscriber hears.
#[derive(Debug, Clone)]
pub enum Signal {
    /// An event happened.
    Event(Arc<Recorded>),
    /// The subscriber was too slow and missed some: whatever it caches may be stale.
    Missed,
}

/// Whether a subscriber wants to hear events at the moment.
type Interest = dyn Fn() -> bool + Send + Sync;

/// Events from the moment of subscribing on, in order; the first ones may be a little older.
pub struct Subscription {
    events: broadcast::Receiver<Arc<Recorded>>,
    /// Alive as long as the subscription.
    _interest: Arc<Interest>,
}

impl Subscription {
    /// The next signal; `None` once the outbox has stopped.
    pub async fn next(&mut self) -> Option<Signal> {
        match self.events.recv().await {
            Ok(event) => Some(Signal::Event(event)),
            Err(RecvError::Lagged(_)) => Some(Signal::Missed),
            Err(RecvError::Closed) => None,
        }
    }
}

/// Who is told.
pub(crate) struct Audience {
    events: broadcast::Sender<Arc<Recorded>>,
    interests: Mutex<Vec<Weak<Interest>>>,
}

impl Audience {
    pub(crate) fn new() -> Self {
        Self {
            events: broadcast::channel(BEHIND).0,
            interests: Mutex::default(),
        }
    }

    pub(crate) fn subscribe(&self, interest: Arc<Interest>) -> Subscription {
        self.interests.lock().push(Arc::downgrade(&interest));
        Subscription {
            events: self.events.subscribe(),
            _interest: interest,
        }
    }

    fn tell(&self, event: Recorded) {
        // Fails without subscribers, which is fine.
        let _ = self.events.send(Arc::new(event));
    }

    /// Whether anybody does at the moment.
    fn listens(&self) -> bool {
        let mut interests = self.interests.lock();
        interests.retain(|interest| interest.strong_count() > 0);
        interests
            .iter()
            .filter_map(Weak::upgrade)
            .any(|interest| interest())
    }
}

/// Reads the outbox on and tells the subscribers.
pub(crate) struct Fanout {
    pub(crate) db: Db,
    pub(crate) position: Position,
    pub(crate) audience: Arc<Audience>,
    pub(crate) options: Options,
}

impl Fanout {
    pub(crate) async fn run(mut self) {
        let mut wake = self.db.listen(CHANNEL);
        let mut patience = Patience::default();
        loop {
            let more = match self.audience.listens() {
                true => self.tell(&mut patience).await,
                false => self.skip(&mut wake).await,
            };
            match more {
                More::Ready => {}
                More::Unsettled => sleep(patience.next()).await,
                More::Nothing => tokio::select! {
                    () = wake.woken() => {}
                    () = sleep(self.options.poll) => {}
                },
            }
        }
    }

    /// Reads a page and tells it.
    async fn tell(&mut self, patience: &mut Patience) -> More {
        let from = self.position;
        let page = self.db.read(move |tx| outbox::after(tx, from, PAGE)).await;
        let page = match page {
            Ok(page) => page,
            Err(error) => {
                tracing::warn!(%error, "could not read the event outbox; trying again");
                return More::Unsettled;
            }
        };
        for event in page.events {
            self.position = event.position();
            *patience = Patience::default();
            self.audience.tell(event);
        }
        page.more
    }

    /// Waits until something happens and passes over it a little later, without reading it: nobody listens. Ends at once when
    /// somebody does again; nothing that happened since is passed over, because who listens is asked after the end was
    /// looked for.
    async fn skip(&mut self, wake: &mut Listener) -> More {
        tokio::select! {
            () = wake.woken() => {}
            () = sleep(self.options.poll) => {}
        }
        let pause = sleep(SKIP_EVERY);
        tokio::pin!(pause);
        while !self.audience.listens() {
            tokio::select! {
                () = wake.woken() => {}
                () = &mut pause => {
                    let end = self.db.read(outbox::settled_end).await;
                    if !self.audience.listens() {
                        // What cannot be passed over now is passed over later.
                        self.position = end.unwrap_or(self.position);
                    }
                    break;
                }
            }
        }
        More::Ready
    }
}
