//! Wake-ups between transactions: "something was written that may concern you, go and look".
//!
//! A wake-up carries no data and may be lost when a node dies, so whoever listens reads the truth from a table and looks
//! by itself from time to time. Between nodes they travel by PostgreSQL's `NOTIFY`, sent after the commit by the
//! listener's own connection: inside a transaction it would make all commits of the server queue behind one lock.

use std::collections::HashMap;

use parking_lot::Mutex;
use tokio::sync::{mpsc, watch};

/// Wakes after transactions that called [`Tx::notify`](crate::Tx::notify) with the same channel, on any node.
pub struct Listener(watch::Receiver<u64>);

impl Listener {
    /// Waits for the next wake-up. Several that arrive before this is called count as one.
    pub async fn woken(&mut self) {
        if self.0.changed().await.is_err() {
            // The database was closed: nothing will ever be written again.
            std::future::pending::<()>().await;
        }
    }
}

/// The channels of one [`Db`](crate::Db).
#[derive(Default)]
pub(crate) struct Hub {
    channels: Mutex<HashMap<&'static str, watch::Sender<u64>>>,
    /// Where PostgreSQL's listener takes the channels to tell other nodes about.
    relay: Option<mpsc::UnboundedSender<Relay>>,
}

/// An order for PostgreSQL's listening connection.
pub(crate) enum Relay {
    Listen(&'static str),
    Notify(&'static str),
}

impl Hub {
    pub(crate) fn relayed(relay: mpsc::UnboundedSender<Relay>) -> Self {
        Self {
            channels: Mutex::default(),
            relay: Some(relay),
        }
    }

    pub(crate) fn listen(&self, channel: &'static str) -> Listener {
        let mut channels = self.channels.lock();
        let sender = channels.entry(channel).or_insert_with(|| {
            self.tell(Relay::Listen(channel));
            watch::channel(0).0
        });
        Listener(sender.subscribe())
    }

    /// Wakes the listeners of this node and of all others.
    pub(crate) fn notify(&self, channel: &'static str) {
        self.wake(channel);
        self.tell(Relay::Notify(channel));
    }

    /// Wakes the listeners of this node.
    pub(crate) fn wake(&self, channel: &str) {
        if let Some(sender) = self.channels.lock().get(channel) {
            sender.send_modify(|count| *count = count.wrapping_add(1));
        }
    }

    pub(crate) fn names(&self) -> Vec<&'static str> {
        self.channels.lock().keys().copied().collect()
    }

    fn tell(&self, order: Relay) {
        if let Some(relay) = &self.relay {
            // Only fails when the database is being closed.
            let _ = relay.send(order);
        }
    }
}
