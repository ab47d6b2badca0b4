//! The jobs: bringing everything over, and looking every hour for what came late.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU8, Ordering};
use std::time::Duration;

use blob::{choose, places_of};
use jobs::{Failure, JobContext, Workers};
use portal::PortalId;
use portal::settings::{self, Scope};
use serde_json::{Value as Json, json};
use sql::{Micros, Tx};
use tokio::time::interval;

use crate::error::{Error, Result};
use crate::letters;
use crate::outcome::MoveFailure;
use crate::service::{Order, SETTLE, Storages, Wish, tell};

const TIDY: &str = "storage.tidy";
const HOUR: Duration = Duration::from_secs(3600);
/// After this nobody writes to a former place any more: longer than any upload takes.
const DAY: Micros = 24 * 3600 * 1_000_000;
/// The attempt after which a place that takes nothing is given up; the jobs' last one.
const LAST: u32 = 5;

/// Registers the jobs with the workers.
pub fn register(workers: Workers, storages: &Storages) -> Workers {
    let (settle, tidy) = (storages.clone(), storages.clone());
    workers
        .register(SETTLE, move |job| {
            let storages = settle.clone();
            async move { storages.settle_job(job).await }
        })
        .register(TIDY, move |_| {
            let storages = tidy.clone();
            async move {
                let wanted = storages.tidy().await;
                wanted
                    .map(|()| Json::Null)
                    .map_err(|error| error.to_string())
            }
        })
        .every(TIDY, HOUR)
}

impl Storages {
    async fn settle_job(&self, job: JobContext) -> Result<Json, Failure> {
        let order: Order = serde_json::from_value(job.payload.as_ref().clone())
            .map_err(|error| Failure::Final(error.to_string()))?;
        let portal = PortalId(job.portal);
        match self.settle(&job).await {
            Ok(done) => {
                self.tell_progress(&job, 100, "").await;
                let told = move |tx: &mut Tx<'_>| {
                    if let Some(notice) = order.notice {
                        letters::done(tx, portal, notice.encrypts)?;
                    }
                    tell(tx, portal, None, "storage.settled", None)
                };
                if !job.owner.is_empty() {
                    self.portals.db().write(told).await?;
                }
                Ok(
                    json!({ "copied": done.copied, "removed": done.removed, "damaged": done.damaged }),
                )
            }
            // Another choice has a job of its own.
            Err(blob::Error::CalledOff) => Ok(Json::Null),
            Err(error) if job.attempt < LAST => Err(Failure::retry(error)),
            Err(error) => {
                tracing::error!(portal = portal.0, %error, "objects could not be brought over");
                if let Err(error) = self.give_up(portal, order.number).await {
                    tracing::error!(portal = portal.0, %error, "and a place that fails is still written to");
                }
                let error = error.to_string();
                self.tell_progress(&job, 0, &error).await;
                if let Err(error) = self.remember_failure(&job, order, error.clone()).await {
                    tracing::error!(portal = portal.0, %error, "and nobody is told of it");
                }
                Err(Failure::Final(error))
            }
        }
    }

    /// Why a move failed is told until the next one: to clients "no progress" alone is no news. Administrators read it by
    /// mail where encryption failed of which people were to be told.
    async fn remember_failure(&self, job: &JobContext, order: Order, error: String) -> Result<()> {
        let portal = PortalId(job.portal);
        let moves = *job.owner == *Wish::Move.owner();
        self.portals
            .db()
            .write(move |tx| {
                if let Some(notice) = order.notice {
                    letters::failed(tx, portal, notice.encrypts, error.clone())?;
                }
                if moves {
                    let failure = MoveFailure { error };
                    settings::save(tx, portal, Scope::Portal, &failure, sql::now())?;
                }
                Ok::<_, Error>(())
            })
            .await
    }

    /// Settles and reports how far it is.
    async fn settle(&self, job: &JobContext) -> blob::Result<blob::Settled> {
        let (percent, done) = (AtomicU8::new(0), AtomicI64::new(0));
        let over = AtomicBool::new(false);
        let watch = |now: u8, objects: u64| {
            percent.store(now, Ordering::Relaxed);
            done.store(
                i64::try_from(objects).unwrap_or(i64::MAX),
                Ordering::Relaxed,
            );
            !over.load(Ordering::Relaxed)
        };
        let work = self.blobs.settle(job.portal, sql::now() - DAY, &watch);
        let mut work = std::pin::pin!(work);
        let mut looks = interval(Duration::from_millis(200));
        let mut told = None;
        loop {
            tokio::select! {
                outcome = &mut work => return outcome,
                () = job.cancelled() => {
                    over.store(true, Ordering::Relaxed);
                    return work.await;
                }
                _ = looks.tick() => {
                    let now = percent.load(Ordering::Relaxed);
                    job.progress(i32::from(now), done.load(Ordering::Relaxed)).await;
                    if told.replace(now) != Some(now) {
                        self.tell_progress(job, now, "").await;
                    }
                }
            }
        }
    }

    /// Tells those who watch encryption how far it is (`platform/09 §9.6`).
    async fn tell_progress(&self, job: &JobContext, percentage: u8, error: &str) {
        if *job.owner != *Wish::Encryption.owner() {
            return;
        }
        let event = events::Event {
            portal: job.portal,
            kind: "storage.encryption-progress",
            actor: None,
            subject: job.portal.to_string(),
            data: json!({ "percentage": percentage, "error": error }),
        };
        let told = self.portals.db().write(move |tx| events::record(tx, event));
        if let Err(error) = told.await {
            tracing::warn!(%error, "the progress of encryption was not told");
        }
    }

    /// A place that takes nothing is not written to any more: the portal writes where it did before. What lies in the
    /// place stays readable as soon as it answers, and is brought back then.
    async fn give_up(&self, portal: PortalId, number: i64) -> Result<()> {
        let read = move |tx: &mut Tx<'_>| Ok::<_, Error>(places_of(tx, portal.0)?);
        let known = self.portals.db().read(read).await?;
        let [newest, before, ..] = known.as_slice() else {
            return Ok(());
        };
        if newest.number != number {
            return Ok(());
        }
        let way = self.way(&newest.way).map_err(Error::Argument);
        let usable = match way {
            Ok(way) => self.blobs.probe(&way).await.map_err(Error::from),
            Err(error) => Err(error),
        };
        let Err(why) = usable else { return Ok(()) };
        tracing::error!(portal = portal.0, %why, "the portal writes to its former storage again");
        let back = before.way.clone();
        self.portals
            .db()
            .write(move |tx| {
                tx.lock(&format!("storage/{portal}"))?;
                let newest = places_of(tx, portal.0)?.first().map(|newest| newest.number);
                if newest == Some(number) {
                    choose(tx, portal.0, &back, |known| known == back, sql::now())?;
                    tell(tx, portal, None, "storage.move-undone", None)?;
                }
                Ok::<_, Error>(())
            })
            .await?;
        Ok(self.blobs.reload().await?)
    }

    /// Has everything brought over that came late, for every portal that ever chose a place.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tidy(&self) -> Result<()> {
        let this = self.clone();
        self.portals
            .db()
            .write(move |tx| {
                for (portal, number) in blob::newest_places(tx)? {
                    let portal = PortalId(portal);
                    match this.free(tx, portal) {
                        Ok(()) => {
                            this.want(tx, portal, Wish::Stragglers, Order::of(number))?;
                        }
                        Err(Error::Refused(_)) => {}
                        Err(error) => return Err(error),
                    }
                }
                Ok(())
            })
            .await
    }
}
