//! The host's side of WOPI ([MS-WOPI], and Microsoft's pages on it): an office that speaks it (Collabora Online,
//! Office Online, ONLYOFFICE) reads and saves the files of people who open them there.
//!
//! [`doorway`] opens a file in the office that [`discovery`] describes, with a [`token`] that says for whom. The office then
//! asks [`mod@file`] and [`contents`], each time with that token and a [`proof`] that it is the office; whoever it
//! asks for is looked at with the rights of that moment ([`guest`]).

mod contents;
mod discovery;
mod doorway;
mod file;
mod guest;
mod lock;
mod proof;
mod refusal;
mod relative;
mod store;
mod token;
mod utf7;

use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::routing::get;
use discovery::Discovery;
use parking_lot::Mutex;
use portal::outbound::{Call, Outbound, Unanswered};
use wire::Routes;

use crate::Connectors;

pub(crate) use doorway::Doorway;

/// How long what an office says of itself is believed (Microsoft recommends 12 to 24 hours).
const BELIEVED: Duration = Duration::from_secs(12 * 3600);
/// How soon it is asked again when a proof does not fit.
const AGAIN: Duration = Duration::from_secs(60);
/// How long it may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of its answer.
const MOST: usize = 4 * 1024 * 1024;

/// The office an installation has.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WopiConfig {
    /// Its address; empty: there is none.
    pub office: String,
    /// Address of the portal for the office, if browsers use another one.
    pub portal: String,
}

/// What an office told of itself, and when.
type Told = (Instant, Arc<Discovery>);

/// An office that speaks WOPI. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Office {
    config: WopiConfig,
    outbound: Outbound,
    known: Arc<Mutex<Option<Told>>>,
}

impl Office {
    /// The installation's office; nothing without an address.
    pub(crate) fn new(config: WopiConfig, outbound: Outbound) -> Option<Self> {
        (!config.office.is_empty()).then(|| Self {
            config,
            outbound,
            known: Arc::default(),
        })
    }

    /// Address of the portal for the office.
    fn portal<'a>(&'a self, base: &'a str) -> &'a str {
        match self.config.portal.is_empty() {
            true => base,
            false => self.config.portal.trim_end_matches('/'),
        }
    }

    /// What the office says of itself, as it was read before or now.
    async fn discovery(&self) -> Result<Arc<Discovery>, Unanswered> {
        let known = self.known.lock().clone();
        match known {
            Some((read, known)) if read.elapsed() < BELIEVED => Ok(known),
            // What it said yesterday is better than nothing.
            Some((_, known)) => Ok(self.discover().await.unwrap_or(known)),
            None => self.discover().await,
        }
    }

    /// Reads it again, unless that was done a moment ago: the keys of the office may have changed.
    async fn discovery_again(&self) -> Option<Arc<Discovery>> {
        let read = self.known.lock().as_ref().map(|(read, _)| *read);
        match read {
            Some(read) if read.elapsed() < AGAIN => None,
            _ => self.discover().await.ok(),
        }
    }

    async fn discover(&self) -> Result<Arc<Discovery>, Unanswered> {
        let address = format!(
            "{}/hosting/discovery",
            self.config.office.trim_end_matches('/')
        );
        let url = self.outbound.check(&address).await?;
        let call = Call {
            most: MOST,
            ..Call::new(http::Method::GET, url, PATIENCE)
        };
        let answer = self.outbound.ask(call).await?;
        if !answer.is_success() {
            return Err(Unanswered::Failed(format!("status {}", answer.status)));
        }
        let found = Discovery::read(&answer.body);
        let found = found.ok_or_else(|| Unanswered::Failed("no discovery".to_owned()))?;
        let found = Arc::new(found);
        *self.known.lock() = Some((Instant::now(), Arc::clone(&found)));
        Ok(found)
    }
}

/// The routes an office asks.
pub(crate) fn routes() -> Routes<Connectors> {
    Routes::new()
        .route("/wopi/files/{id}", get(file::check).post(file::change))
        .route(
            "/wopi/files/{id}/contents",
            get(contents::read).post(contents::write),
        )
}
