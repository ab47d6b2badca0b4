//! The portals of this installation and the way from a request's host to one of them.

use std::net::IpAddr;
use std::sync::Arc;
use std::time::Duration;

use sql::{Db, Tx};

use crate::cache::Memory;
use crate::config::{Config, Figures};
use crate::error::Error;
use crate::installation::Installation;
use crate::model::{Portal, PortalId};
use crate::outbound::Outbound;
use crate::settings::{Scope, Setting};
use crate::store;

/// Host name of the computer itself, and the alias of an installation's first portal.
pub(crate) const LOCALHOST: &str = "localhost";

/// Everything the verbs about portals need. Cheap to clone.
#[derive(Clone)]
pub struct Portals {
    inner: Arc<Inner>,
}

struct Inner {
    db: Db,
    installation: Installation,
    config: Config,
    figures: Figures,
    outbound: Outbound,
    /// Answers by domain; the empty domain is "the first portal".
    by_domain: Memory<String, Option<Arc<Portal>>>,
    /// Settings that are asked for with every request.
    hot: Memory<(PortalId, &'static str), serde_json::Value>,
}

impl Portals {
    /// Puts the parts together. The tables must exist ([`crate::migrations`]).
    #[must_use]
    pub fn new(db: Db, installation: Installation, config: Config, figures: Figures) -> Self {
        let inner = Inner {
            db,
            installation,
            figures,
            outbound: Outbound::new(config.targets.clone()),
            config,
            by_domain: Memory::new(10_000, Duration::from_secs(30)),
            hot: Memory::new(10_000, Duration::from_secs(30)),
        };
        Self {
            inner: Arc::new(inner),
        }
    }

    /// The database.
    #[must_use]
    pub fn db(&self) -> &Db {
        &self.inner.db
    }

    /// The installation's secrets.
    #[must_use]
    pub fn installation(&self) -> &Installation {
        &self.inner.installation
    }

    /// The operator's decisions.
    #[must_use]
    pub fn config(&self) -> &Config {
        &self.inner.config
    }

    /// Asks servers named by users.
    #[must_use]
    pub fn outbound(&self) -> &Outbound {
        &self.inner.outbound
    }

    /// Facts known by other domains.
    #[must_use]
    pub fn figures(&self) -> Figures {
        self.inner.figures
    }

    /// The portal a request means (`platform/02 §2.2`, standalone): the host of its `Origin` when that
    /// names one, else the host it was sent to, else the first portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn resolve(
        &self,
        origin: Option<&str>,
        host: Option<&str>,
    ) -> Result<Option<Arc<Portal>>, Error> {
        for domain in [origin.and_then(host_of_origin), host.map(host_name)]
            .into_iter()
            .flatten()
        {
            if let Some(portal) = self.by_domain(&domain).await? {
                return Ok(Some(portal));
            }
        }
        // A child of the base domain that does not exist is not the first portal.
        if host.is_some_and(|host| self.alias_under_base(&host_name(host)).is_some()) {
            return Ok(None);
        }
        self.by_domain("").await
    }

    /// A portal by number, not cached.
    ///
    /// # Errors
    /// The database failed.
    pub async fn by_id(&self, id: PortalId) -> Result<Option<Portal>, Error> {
        self.db().read(move |tx| Ok(store::by_id(tx, id)?)).await
    }

    /// To be called by every transaction that changes a portal's row.
    pub fn changed(&self, tx: &mut Tx<'_>) {
        let this = self.clone();
        tx.after_commit(move || this.inner.by_domain.forget_all());
    }

    /// Forgets what was remembered, because another node changed a portal.
    pub fn forget(&self) {
        self.inner.by_domain.forget_all();
        self.inner.hot.forget_all();
    }

    /// A setting of a portal that is needed with every request, remembered until [`Portals::save`],
    /// [`Portals::reset`] or whoever else tells [`Portals::setting_changed`] changes it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn hot<T: Setting + Send + 'static>(&self, portal: PortalId) -> Result<T, Error> {
        let key = (portal, T::KEY);
        if let Some(value) = self.inner.hot.get(&key) {
            return Ok(serde_json::from_value(value).unwrap_or_default());
        }
        let ticket = self.inner.hot.ticket();
        let value = self.setting::<T>(portal, Scope::Portal).await?.value;
        if let Ok(json) = serde_json::to_value(&value) {
            self.inner.hot.store(ticket, key, json);
        }
        Ok(value)
    }

    /// To be called by every transaction that changes a setting.
    pub fn setting_changed(&self, tx: &mut Tx<'_>, portal: PortalId, key: &'static str) {
        let this = self.clone();
        tx.after_commit(move || this.inner.hot.forget(&(portal, key)));
    }

    async fn by_domain(&self, domain: &str) -> Result<Option<Arc<Portal>>, Error> {
        if let Some(known) = self.inner.by_domain.get(domain) {
            return Ok(known);
        }
        let ticket = self.inner.by_domain.ticket();
        let alias = self.alias_of(domain);
        let found: Option<Portal> = self
            .db()
            .read(move |tx| {
                if alias.is_empty() {
                    store::first(tx)
                } else {
                    store::by_domain(tx, &alias)
                }
            })
            .await?;
        let found = found.map(Arc::new);
        self.inner
            .by_domain
            .store(ticket, domain.to_owned(), found.clone());
        Ok(found)
    }

    fn alias_of(&self, domain: &str) -> String {
        if is_this_computer(domain) {
            return LOCALHOST.to_owned();
        }
        self.alias_under_base(domain).unwrap_or(domain).to_owned()
    }

    fn alias_under_base<'a>(&self, domain: &'a str) -> Option<&'a str> {
        let base = self.config().base_domain.as_deref()?;
        domain.strip_suffix(base)?.strip_suffix('.')
    }
}

/// Host of an `Origin` header, lower case and without port. `null` and nonsense name nothing.
fn host_of_origin(origin: &str) -> Option<String> {
    let (_, rest) = origin.trim().split_once("://")?;
    let host = host_name(rest);
    (!host.is_empty()).then_some(host)
}

/// Host without port, lower case.
fn host_name(authority: &str) -> String {
    let authority = authority.trim();
    let host = match authority.strip_prefix('[') {
        Some(v6) => v6.split(']').next().unwrap_or_default(),
        None => authority.split([':', '/']).next().unwrap_or_default(),
    };
    host.to_ascii_lowercase()
}

fn is_this_computer(host: &str) -> bool {
    host == LOCALHOST
        || host
            .parse::<IpAddr>()
            .is_ok_and(|ip| ip.is_loopback() || ip.is_unspecified())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_origin_names_a_host() {
        assert_eq!(
            host_of_origin("http://My-Portal").as_deref(),
            Some("my-portal")
        );
        assert_eq!(
            host_of_origin("https://a.example:8080").as_deref(),
            Some("a.example")
        );
        assert_eq!(host_of_origin("null"), None);
        assert_eq!(host_of_origin(""), None);
    }

    #[test]
    fn hosts_lose_their_port() {
        assert_eq!(host_name("LOCALHOST:8080"), "localhost");
        assert_eq!(host_name("[::1]:80"), "::1");
        assert!(is_this_computer("127.0.0.1") && is_this_computer("::1"));
        assert!(!is_this_computer("office.example"));
    }
}
