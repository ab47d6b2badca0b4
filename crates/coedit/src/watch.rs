//! What happens elsewhere and concerns open documents, and documents that nobody saved.

use std::collections::BTreeSet;
use std::time::Duration;

use events::{Outbox, Recorded, Signal, Subscription};
use files::model::FileId;
use futures::FutureExt as _;
use portal::PortalId;
use tokio::task::JoinHandle;
use tokio::time::sleep;

use crate::session::Call;
use crate::store::{self, Key};
use crate::{Coedit, micros};

/// Events looked at together, at most.
const TOGETHER: usize = 256;
/// Documents a look takes up, at most.
const AT_ONCE: i64 = 50;
/// How long a session may be interrupted, by a restart for instance, and still be the same one.
const INTERRUPTION: Duration = Duration::from_secs(600);

/// The listening to the outbox and the look for what nobody saved; dropping it ends both.
pub struct Running {
    tasks: [JoinHandle<()>; 2],
}

impl Drop for Running {
    fn drop(&mut self) {
        self.tasks.iter().for_each(JoinHandle::abort);
    }
}

impl Coedit {
    /// Begins to hear of changes of rights and files, and to save what nodes left behind that died.
    pub fn start(&self, outbox: &Outbox) -> Running {
        Running {
            tasks: [
                tokio::spawn(self.clone().feed(outbox.subscribe())),
                tokio::spawn(self.clone().sweep()),
            ],
        }
    }

    async fn feed(self, mut events: Subscription) {
        while let Some(first) = events.next().await {
            let mut concerns = BTreeSet::from([concern(&first)]);
            for _ in 0..TOGETHER {
                let Some(Some(signal)) = events.next().now_or_never() else {
                    break;
                };
                concerns.insert(concern(&signal));
            }
            self.tell(&concerns).await;
        }
    }

    async fn tell(&self, concerns: &BTreeSet<Concern>) {
        if concerns.iter().all(|one| *one == Concern::Nobody) {
            return;
        }
        for (key, calls) in self.documents() {
            let concerned = [
                Concern::Everybody,
                Concern::Portal(key.portal),
                Concern::File(key),
            ];
            if concerned.iter().any(|one| concerns.contains(one)) {
                let _ = calls.send(Call::Look).await;
            }
        }
    }

    async fn sweep(self) {
        loop {
            if let Err(error) = self.look_after().await {
                tracing::warn!(%error, "documents that nobody saved were not looked at");
            }
            sleep(self.options().sweep).await;
        }
    }

    /// Opens what has unsaved updates and nobody who holds it, and forgets what is long over.
    async fn look_after(&self) -> Result<(), sql::Error> {
        let now = sql::now();
        let before = now - micros(self.options().keep);
        let over = now - micros(INTERRUPTION);
        let waiting = self
            .db()
            .read(move |tx| store::unsaved(tx, now, AT_ONCE))
            .await?;
        for key in waiting {
            self.call(key, None);
        }
        self.db()
            .write(move |tx| {
                store::conclude(tx, now, over)?;
                for key in store::old(tx, now, before, AT_ONCE)? {
                    store::forget(tx, key)?;
                }
                Ok(())
            })
            .await
    }
}

/// Whom an event may concern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Concern {
    Nobody,
    File(Key),
    Portal(PortalId),
    Everybody,
}

fn concern(signal: &Signal) -> Concern {
    match signal {
        Signal::Missed => Concern::Everybody,
        Signal::Event(event) => concern_of(event),
    }
}

/// A file's own events concern it alone; whatever may change rights concerns the portal.
fn concern_of(event: &Recorded) -> Concern {
    const QUIET: [&str; 8] = [
        "file.editing_started",
        "file.editing_stopped",
        "file.downloaded",
        "entry.read",
        "entry.marked",
        "entry.unmarked",
        "folder.created",
        "folder.reordered",
    ];
    const RIGHTS: [&str; 10] = [
        "folder", "room", "entry", "link", "person", "group", "session", "key", "portal",
        "settings",
    ];
    let portal = PortalId(event.portal);
    if QUIET.contains(&event.kind.as_str()) {
        return Concern::Nobody;
    }
    let area = event.kind.split('.').next().unwrap_or_default();
    let file = event.subject.strip_prefix("file/");
    match (area, file.and_then(|id| id.parse().ok())) {
        ("file" | "entry", Some(id)) => Concern::File(Key {
            portal,
            file: FileId(id),
        }),
        _ if RIGHTS.contains(&area) || event.kind == "login.ended" => Concern::Portal(portal),
        _ => Concern::Nobody,
    }
}
