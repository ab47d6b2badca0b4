//! The office: takes waiting letters, writes them and sees them off.

use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;
use jobs::{Failure, JobContext, Workers};
use serde_json::{Value as Json, json};
use sql::Micros;

use crate::carrier::{Carrier, Undelivered};
use crate::message::{Envelope, Sender, compose};
use crate::queue::{KIND, Posted};
use crate::render::{Scene, render};

/// What the office must know of a portal when a letter leaves; implemented by whoever keeps portals.
pub trait Desk: Send + Sync + 'static {
    /// The stationery of a portal; `None` when there is no such portal any more.
    ///
    /// # Errors
    /// It cannot be told now, or the portal's own server may not be used.
    fn stationery(&self, portal: i64) -> BoxFuture<'_, Result<Option<Stationery>, Undelivered>>;
}

/// How a portal writes.
#[derive(Debug, Clone, Default)]
pub struct Stationery {
    /// Name beside the logo; the sender's name where there is no other.
    pub brand: String,
    /// Whether the product's own sign stands beside the brand.
    pub sign: bool,
    /// Name of the portal.
    pub space: String,
    /// Its language, for recipients who chose none.
    pub culture: String,
    /// Its address, when that is certain without a request.
    pub base: Option<String>,
    /// Its own server and the sender that goes with it, in place of the installation's.
    pub own: Option<(Carrier, Sender)>,
}

/// How often and how long delivery is tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// Attempts in all.
    pub attempts: u32,
    /// Pause after the first one; then twice as long each time.
    pub pause: Duration,
    /// Letters older than this are not sent any more.
    pub keep: Duration,
}

/// Ten attempts over nearly two days, the second after five minutes (`platform/10 §10.1`).
impl Default for Patience {
    fn default() -> Self {
        Self {
            attempts: 10,
            pause: Duration::from_secs(5 * 60),
            keep: Duration::from_secs(7 * 24 * 3600),
        }
    }
}

/// The office of a node. Cheap to clone.
#[derive(Clone)]
pub struct Office {
    inner: Arc<Inner>,
}

struct Inner {
    desk: Arc<dyn Desk>,
    carrier: Carrier,
    sender: Sender,
    patience: Patience,
}

impl Office {
    /// An office with the installation's carrier and sender.
    #[must_use]
    pub fn new(desk: Arc<dyn Desk>, carrier: Carrier, sender: Sender) -> Self {
        Self::with_patience(desk, carrier, sender, Patience::default())
    }

    /// The same with another patience.
    #[must_use]
    pub fn with_patience(
        desk: Arc<dyn Desk>,
        carrier: Carrier,
        sender: Sender,
        patience: Patience,
    ) -> Self {
        Self {
            inner: Arc::new(Inner {
                desk,
                carrier,
                sender,
                patience,
            }),
        }
    }

    /// Has workers deliver letters.
    #[must_use]
    pub fn register(&self, workers: Workers) -> Workers {
        let (letters, trials) = (self.clone(), self.clone());
        workers
            .register(KIND, move |job| {
                let office = letters.clone();
                async move { office.deliver(job).await }
            })
            .register(crate::trial::KIND, move |job| {
                let office = trials.clone();
                async move { office.try_out(job).await }
            })
    }

    async fn deliver(&self, job: JobContext) -> Result<Json, Failure> {
        let posted = read(&job)?;
        let told = |error: &dyn std::fmt::Display| {
            format!("{} to {}: {error}", posted.letter.kind(), posted.to.address)
        };
        let patience = self.inner.patience;
        if sql::now() - posted.wanted > micros(patience.keep) {
            return Err(Failure::Final(told(&"it waited too long")));
        }
        let error = match self.hand_over(&job, &posted).await {
            Ok(()) => return Ok(Json::Null),
            Err(Undelivered::Never(error)) => return Err(Failure::Final(told(&error))),
            Err(Undelivered::NotNow(error)) => error,
        };
        let so_far = job.result_so_far().get("attempts").and_then(Json::as_u64);
        let attempts = 1 + so_far.unwrap_or_default();
        let attempts = u32::try_from(attempts).unwrap_or(u32::MAX);
        if attempts >= patience.attempts {
            return Err(Failure::Final(told(&format!(
                "{attempts} attempts: {error}"
            ))));
        }
        job.set_result(json!({ "attempts": attempts }));
        let pause = patience.pause * 2u32.saturating_pow(attempts - 1);
        let (kind, to) = (posted.letter.kind(), &posted.to.address);
        tracing::warn!(
            portal = job.portal,
            kind,
            to,
            attempts,
            error,
            ?pause,
            "a letter has to wait"
        );
        Err(Failure::Later(pause))
    }

    /// A letter somebody waits for: tried once, and the error is for him.
    async fn try_out(&self, job: JobContext) -> Result<Json, Failure> {
        job.progress(25, 0).await;
        let posted = read(&job)?;
        self.hand_over(&job, &posted)
            .await
            .map(|()| Json::Null)
            .map_err(|error| Failure::Final(error.to_string()))
    }

    async fn hand_over(&self, job: &JobContext, posted: &Posted) -> Result<(), Undelivered> {
        let inner = &self.inner;
        let stationery = inner.desk.stationery(job.portal).await?;
        let gone = || Undelivered::Never("its portal is gone".to_owned());
        let stationery = stationery.ok_or_else(gone)?;
        let (carrier, sender) = match &stationery.own {
            Some((carrier, sender)) => (carrier, sender),
            None => (&inner.carrier, &inner.sender),
        };
        let culture = posted.to.culture.as_deref().unwrap_or(&stationery.culture);
        let scene = Scene {
            base: stationery.base.unwrap_or_else(|| posted.base.clone()),
            brand: stationery.brand.clone(),
            space: stationery.space,
            name: posted.to.name.clone(),
            address: posted.to.address.clone(),
            sign: stationery.sign,
        };
        let written = render(&posted.letter, culture, &scene);
        let written = written.map_err(|error| Undelivered::Never(error.to_string()))?;
        let envelope = Envelope {
            id: &job.id.to_string(),
            from: &Sender {
                name: if sender.name.is_empty() {
                    stationery.brand
                } else {
                    sender.name.clone()
                },
                address: sender.address.clone(),
            },
            to: &posted.to.address,
            reply_to: posted.letter.reply_to(),
            sign: stationery.sign,
        };
        carrier.carry(&compose(&envelope, &written)?).await
    }
}

fn read(job: &JobContext) -> Result<Posted, Failure> {
    serde_json::from_value((*job.payload).clone())
        .map_err(|error| Failure::Final(format!("a letter cannot be read: {error}")))
}

fn micros(duration: Duration) -> Micros {
    Micros::try_from(duration.as_micros()).unwrap_or(Micros::MAX)
}
