//! The verbs at the door: one transaction each, with its event.

mod app;
mod connections;
mod factor;
mod fence;
mod join;
pub(crate) mod journal;
mod keys;
mod letters;
mod links;
mod login;
mod messages;
mod modules;
mod ownership;
mod passkeys;
mod passwords;
mod register;
pub(crate) mod sessions;
mod sms;
mod visits;
mod wizard;

use std::sync::{Arc, OnceLock};
use std::time::Duration;

use http::request::Parts;
use moka::sync::Cache;
use portal::cache::Memory;
use portal::{PortalId, Portals, UserId};
use sql::{Db, Tx};
use tokio::runtime::Handle;

use crate::attempts::Attempts;
use crate::hasher::Hasher;
use crate::resolve::Known;
use crate::rooms::Rooms;
use crate::sms::Sms;

pub use app::Setup as AppSetup;
pub(crate) use connections::browser_session;
pub use factor::{FactorOrder, Step};
pub(crate) use factor::{STEP_LIFE, step_payload};
pub use join::{Member, Way};
pub use keys::Change;
pub use login::{Login, Outcome};
pub(crate) use modules::ModuleState;
pub use passkeys::{Asked, PasskeyView};
pub use register::{Order, Refused, Registered};
pub use sessions::SignedIn;
pub(crate) use sessions::no_cookie;
pub use visits::Visit;
pub use wizard::Setup;

/// Everything the verbs at the door need. Cheap to clone.
#[derive(Clone)]
pub struct Access {
    inner: Arc<Inner>,
}

struct Inner {
    portals: Portals,
    /// Where people come in by links too.
    rooms: Arc<dyn Rooms>,
    /// What passwords are stored by.
    hasher: Hasher,
    /// Whose a secret is, by its portal and hash.
    known: Memory<(PortalId, String), Arc<Known>>,
    attempts: Attempts,
    /// Places that are locked out and were written down as such.
    locked: Cache<String, ()>,
    /// Who sends messages to telephones.
    sms: OnceLock<Arc<dyn Sms>>,
    /// Where they are sent: transactions run on threads of their own.
    runtime: Option<Handle>,
}

impl Access {
    /// Puts the parts together; the hash of a new password takes so many KiB of memory. The tables must exist
    /// ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(portals: Portals, rooms: Arc<dyn Rooms>, password_memory_kib: u32) -> Self {
        let attempts = Attempts::over(portals.db());
        Self {
            inner: Arc::new(Inner {
                portals,
                rooms,
                hasher: Hasher {
                    memory: password_memory_kib,
                },
                known: Memory::new(100_000, Duration::from_secs(30)),
                attempts,
                locked: Cache::builder()
                    .max_capacity(10_000)
                    .time_to_live(Duration::from_secs(60))
                    .build(),
                sms: OnceLock::new(),
                runtime: Handle::try_current().ok(),
            }),
        }
    }

    /// The portals of the installation.
    #[must_use]
    pub fn portals(&self) -> &Portals {
        &self.inner.portals
    }

    /// Forgets whose secrets are, because another node changed something.
    pub fn forget(&self) {
        self.inner.known.forget_all();
    }

    pub(crate) fn db(&self) -> &Db {
        self.inner.portals.db()
    }

    pub(crate) fn rooms(&self) -> &dyn Rooms {
        &*self.inner.rooms
    }

    pub(crate) fn known(&self) -> &Memory<(PortalId, String), Arc<Known>> {
        &self.inner.known
    }

    pub(crate) fn hasher(&self) -> Hasher {
        self.inner.hasher
    }

    /// Counts guesses: passwords, codes, and what else there is to guess.
    pub(crate) fn attempts(&self) -> &Attempts {
        &self.inner.attempts
    }

    pub(crate) fn locked(&self) -> &Cache<String, ()> {
        &self.inner.locked
    }

    pub(crate) fn sms_slot(&self) -> &OnceLock<Arc<dyn Sms>> {
        &self.inner.sms
    }

    pub(crate) fn runtime(&self) -> Option<&Handle> {
        self.inner.runtime.as_ref()
    }

    /// To be called by every transaction that changes how a person signs in or what he is.
    pub(crate) fn forget_user(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) {
        let this = self.clone();
        tx.after_commit(move || {
            this.inner
                .known
                .forget_where(|_, known| known.is_of(portal, user));
        });
    }
}

/// Where a request comes from.
#[derive(Debug, Clone, Default)]
pub struct Address {
    /// The client's IP address, as far as known.
    pub ip: String,
    /// Its `User-Agent`.
    pub agent: String,
    /// The page it was made from: `Referer` without its query.
    pub page: String,
    /// Whether it came by https.
    pub secure: bool,
}

impl Address {
    /// Of a request; the server sees to it that `X-Forwarded-For` is the client's address.
    #[must_use]
    pub fn of(parts: &Parts) -> Self {
        let header = |name: &str| {
            parts
                .headers
                .get(name)
                .and_then(|value| value.to_str().ok())
        };
        Self {
            ip: header("x-forwarded-for").unwrap_or_default().to_owned(),
            agent: short(header("user-agent").unwrap_or_default()),
            page: short(
                header("referer")
                    .and_then(|page| page.split(['?', '#']).next())
                    .unwrap_or_default(),
            ),
            secure: wire::base_url(&parts.headers, &parts.uri).starts_with("https:"),
        }
    }
}

/// A header as it is kept: strangers send what they like.
fn short(text: &str) -> String {
    text.chars().take(512).collect()
}

impl<S: Send + Sync> axum::extract::FromRequestParts<S> for Address {
    type Rejection = std::convert::Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self::of(parts))
    }
}

/// Writes down what happened, in the transaction in which it happens.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<UserId>,
    kind: &'static str,
    subject: impl ToString,
    data: serde_json::Value,
) -> sql::Result<()> {
    events::record(
        tx,
        events::Event {
            portal: portal.0,
            kind,
            actor: actor.map(|user| user.to_string()),
            subject: subject.to_string(),
            data,
        },
    )
    .map(drop)
}
