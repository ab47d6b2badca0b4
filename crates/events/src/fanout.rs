//! The fan-out: every node's caches hear of every event, in memory.

use std::sync::Arc;

use sql::Db;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::time::sleep;

use crate::CHANNEL;
use crate::outbox::{self, More, Position, Recorded};
use crate::start::{Options, PAGE, Patience};

/// What a subscriber hears.
#[derive(Debug, Clone)]
pub enum Signal {
    /// An event happened.
    Event(Arc<Recorded>),
    /// The subscriber was too slow and missed some: whatever it caches may be stale.
    Missed,
}

/// Events from the moment of subscribing on, in order.
#[derive(Debug)]
pub struct Subscription(pub(crate) broadcast::Receiver<Arc<Recorded>>);

impl Subscription {
    /// The next signal; `None` once the outbox has stopped.
    pub async fn next(&mut self) -> Option<Signal> {
        match self.0.recv().await {
            Ok(event) => Some(Signal::Event(event)),
            Err(RecvError::Lagged(_)) => Some(Signal::Missed),
            Err(RecvError::Closed) => None,
        }
    }
}

/// Reads the outbox from `position` on and tells the subscribers.
pub(crate) async fn run(
    db: Db,
    mut position: Position,
    subscribers: broadcast::Sender<Arc<Recorded>>,
    options: Options,
) {
    let mut wake = db.listen(CHANNEL);
    let mut patience = Patience::default();
    loop {
        let page = db.read(move |tx| outbox::after(tx, position, PAGE)).await;
        let more = match page {
            Ok(page) => {
                for event in page.events {
                    position = event.position();
                    patience = Patience::default();
                    // Fails without subscribers, which is fine.
                    let _ = subscribers.send(Arc::new(event));
                }
                page.more
            }
            Err(error) => {
                tracing::warn!(%error, "could not read the event outbox; trying again");
                More::Unsettled
            }
        };
        match more {
            More::Ready => {}
            More::Unsettled => sleep(patience.next()).await,
            More::Nothing => tokio::select! {
                () = wake.woken() => {}
                () = sleep(options.poll) => {}
            },
        }
    }
}
