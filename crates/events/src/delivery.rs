//! Delivery to one durable listener: at least once, in order, on one node at a time.

use std::error::Error;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sql::{Db, Micros};
use tokio::sync::watch;
use tokio::time::{Instant, sleep, sleep_until};

use crate::CHANNEL;
use crate::cursor;
use crate::outbox::{self, More, Position, Recorded};
use crate::start::{Options, PAGE, Patience};

/// How often a moving cursor is stored at most. What was delivered since is delivered again after a crash.
const SAVE_EVERY: Duration = Duration::from_millis(200);
/// When to try again to take over a listener, at the latest.
const LOOK_AGAIN: Duration = Duration::from_secs(10);
/// How often an event is tried before it is set aside; with the growing pauses some six minutes.
const ATTEMPTS: u32 = 20;

/// What a listener says to an event; an error makes it come again.
pub type Delivered = Result<(), Box<dyn Error + Send + Sync>>;

/// Somebody who reacts to events: `audit`, `webhooks`, `search` …
pub trait Listener: Send + Sync + 'static {
    /// The name its cursor is stored under; it must never change.
    fn name(&self) -> &'static str;

    /// Reacts to an event. Called in order, one at a time.
    ///
    /// An event may come twice: tell by [`Recorded::id`]. After an error or a panic it comes again,
    /// later and later; after twenty attempts it is set aside in `undelivered_events` and the next
    /// one follows. Work that can fail for long (mail, webhooks) belongs into a job.
    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered>;

    /// Reacts to several events at once, all of them or none: one commit instead of many. `None` (the default) for
    /// those who take them one by one. After an error or a panic they come one by one.
    fn handle_many<'a>(&'a self, events: &'a [Recorded]) -> Option<BoxFuture<'a, Delivered>> {
        let _ = events;
        None
    }
}

/// Delivery to one listener by one node.
pub(crate) struct Delivery {
    pub(crate) db: Db,
    pub(crate) listener: Arc<dyn Listener>,
    pub(crate) owner: Arc<str>,
    pub(crate) options: Options,
    /// How far the listener has come, for whoever waits for it.
    pub(crate) reached: watch::Sender<Position>,
    pub(crate) stop: watch::Receiver<bool>,
}

/// Why a node ends its turn with a listener.
enum End {
    /// The outbox is being stopped.
    Stopped,
    /// Another node has taken over.
    Lost,
}

/// The turn of this node with its listener.
struct Turn {
    position: Position,
    saved: Position,
    save_at: Instant,
    renew_at: Instant,
}

impl Delivery {
    pub(crate) async fn run(mut self) {
        while !*self.stop.borrow() {
            match self.claim().await {
                Ok(Some(position)) => match self.deliver_from(position).await {
                    Ok(End::Stopped) => return,
                    Ok(End::Lost) => tracing::info!(
                        listener = self.listener.name(),
                        "another node delivers to this listener now"
                    ),
                    Err(error) => self.complain(&error),
                },
                Ok(None) => {}
                Err(error) => self.complain(&error),
            }
            tokio::select! {
                () = sleep(self.options.renew().min(LOOK_AGAIN)) => {}
                _ = self.stop.changed() => {}
            }
        }
    }

    fn complain(&self, error: &sql::Error) {
        let listener = self.listener.name();
        tracing::warn!(%error, listener, "delivery of events is interrupted; trying again");
    }

    async fn deliver_from(&mut self, position: Position) -> Result<End, sql::Error> {
        let mut wake = self.db.listen(CHANNEL);
        let mut patience = Patience::default();
        let now = Instant::now();
        let mut turn = Turn {
            position,
            saved: position,
            save_at: now,
            renew_at: now + self.options.renew(),
        };
        self.reached.send_replace(position);
        loop {
            let from = turn.position;
            let page = self
                .db
                .read(move |tx| outbox::after(tx, from, PAGE))
                .await?;
            if !page.events.is_empty() {
                if let Some(end) = self.deliver_page(&page.events, &mut turn).await? {
                    return Ok(end);
                }
                patience = Patience::default();
            }
            let pause = match page.more {
                More::Ready => continue,
                More::Unsettled => Some(patience.next()),
                More::Nothing => None,
            };
            let due = if turn.saved < turn.position {
                turn.save_at.max(Instant::now()).min(turn.renew_at)
            } else {
                turn.renew_at
            };
            let look = Instant::now() + pause.unwrap_or(self.options.poll);
            tokio::select! {
                () = wake.woken(), if pause.is_none() => {}
                () = sleep_until(look) => {}
                () = sleep_until(due) => {}
                _ = self.stop.changed() => return self.leave(&turn).await,
            }
            if Instant::now() >= due && !self.save(&mut turn).await? {
                return Ok(End::Lost);
            }
        }
    }

    /// Hands a page over: at once if the listener takes it so, else one by one. `Some` when the turn is over.
    async fn deliver_page(
        &mut self,
        events: &[Recorded],
        turn: &mut Turn,
    ) -> Result<Option<End>, sql::Error> {
        let listener = Arc::clone(&self.listener);
        if let [_, .., last] = events
            && let Some(handling) = listener.handle_many(events)
        {
            match self.attempt(handling, turn).await? {
                None => return Ok(Some(End::Lost)),
                Some(Ok(())) => return self.advance(last, turn).await,
                Some(Err(error)) => {
                    let listener = self.listener.name();
                    tracing::info!(%error, listener, "events that failed together come one by one");
                }
            }
        }
        for event in events {
            if *self.stop.borrow() {
                return self.leave(turn).await.map(Some);
            }
            if let Some(end) = self.deliver(event, turn).await? {
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// Hands one event over, as often as it takes. `Some` when the turn is over.
    async fn deliver(
        &mut self,
        event: &Recorded,
        turn: &mut Turn,
    ) -> Result<Option<End>, sql::Error> {
        let mut patience = Patience::default();
        for attempt in 1..=ATTEMPTS {
            let listener = Arc::clone(&self.listener);
            let handling = async { listener.handle(event).await };
            let Some(outcome) = self.attempt(handling, turn).await? else {
                return Ok(Some(End::Lost));
            };
            let Err(error) = outcome else { break };
            let (listener, id, kind) = (self.listener.name(), event.id, &event.kind);
            tracing::warn!(%error, listener, event = id, kind, attempt, "a listener failed");
            if attempt == ATTEMPTS {
                let (event, text) = (event.clone(), error.to_string());
                self.db
                    .write(move |tx| outbox::set_aside(tx, listener, &event, &text))
                    .await?;
                tracing::error!(listener, event = id, kind, "an event was set aside");
                break;
            }
            tokio::select! {
                () = sleep(patience.next_up_to(self.options.retry_up_to)) => {}
                _ = self.stop.changed() => return self.leave(turn).await.map(Some),
            }
        }
        self.advance(event, turn).await
    }

    /// Moves the cursor behind an event that was taken. `Some` when the turn is over.
    async fn advance(&self, event: &Recorded, turn: &mut Turn) -> Result<Option<End>, sql::Error> {
        turn.position = event.position();
        self.reached.send_replace(turn.position);
        if Instant::now() >= turn.save_at {
            let ours = self.save(turn).await?;
            return Ok((!ours).then_some(End::Lost));
        }
        Ok(None)
    }

    /// One attempt; the lease is kept alive meanwhile. `None` when it was lost nevertheless.
    async fn attempt(
        &self,
        handling: impl Future<Output = Delivered> + Send,
        turn: &mut Turn,
    ) -> Result<Option<Delivered>, sql::Error> {
        let mut handling = std::pin::pin!(AssertUnwindSafe(handling).catch_unwind());
        loop {
            tokio::select! {
                outcome = &mut handling => {
                    return Ok(Some(outcome.unwrap_or_else(|_| Err("the listener panicked".into()))));
                }
                () = sleep_until(turn.renew_at) => {
                    if !self.save(turn).await? {
                        return Ok(None);
                    }
                }
            }
        }
    }

    async fn claim(&self) -> Result<Option<Position>, sql::Error> {
        let (name, owner) = (self.listener.name(), Arc::clone(&self.owner));
        let (now, until) = (sql::now(), self.lease_end());
        self.db
            .write(move |tx| cursor::claim(tx, name, &owner, now, until))
            .await
    }

    async fn save(&self, turn: &mut Turn) -> Result<bool, sql::Error> {
        let kept = self.store(turn.position, self.lease_end()).await?;
        let now = Instant::now();
        turn.saved = turn.position;
        turn.save_at = now + SAVE_EVERY;
        turn.renew_at = now + self.options.renew();
        Ok(kept)
    }

    /// Stores the cursor and lets go of it, so that another node can go on at once.
    async fn leave(&self, turn: &Turn) -> Result<End, sql::Error> {
        self.store(turn.position, 0).await?;
        Ok(End::Stopped)
    }

    async fn store(&self, position: Position, until: Micros) -> Result<bool, sql::Error> {
        let (name, owner) = (self.listener.name(), Arc::clone(&self.owner));
        self.db
            .write(move |tx| cursor::save(tx, name, &owner, position, until))
            .await
    }

    fn lease_end(&self) -> Micros {
        sql::now() + i64::try_from(self.options.lease.as_micros()).unwrap_or(i64::MAX / 2)
    }
}
