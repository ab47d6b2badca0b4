//! What letters must know of a portal: brand, language, address, and its own mail server.

use futures::future::BoxFuture;
use post::{Carrier, Desk, Security, Sender, Smtp, Stationery, Undelivered};
use url::Url;

use crate::PRODUCT;
use crate::error::Error;
use crate::model::{Portal, PortalId};
use crate::outbound::Unreachable;
use crate::portals::Portals;
use crate::settings::{self, LogoText, MailServer, Scope};
use crate::store;

/// The port on which TLS begins with the first byte; on others it begins with `STARTTLS`.
const SMTPS: u16 = 465;

/// Purpose under which passwords of mail servers are encrypted.
pub(crate) const PASSWORD: &str = "mail server password";

impl Desk for Portals {
    fn stationery(&self, portal: i64) -> BoxFuture<'_, Result<Option<Stationery>, Undelivered>> {
        Box::pin(async move {
            let id = PortalId(portal);
            let found = self
                .db()
                .read::<_, sql::Error>(move |tx| {
                    let Some(portal) = store::by_id(tx, id)? else {
                        return Ok(None);
                    };
                    Ok(Some((portal, settings::load_all(tx, id, None)?)))
                })
                .await
                .map_err(|error| Undelivered::NotNow(error.to_string()))?;
            let Some((portal, bag)) = found else {
                return Ok(None);
            };
            let logo = bag.portal::<LogoText>().text;
            let sign = logo.is_empty();
            let brand = if sign { PRODUCT.to_owned() } else { logo };
            let server = bag.portal::<MailServer>();
            let own = match server.host.is_empty() {
                true => None,
                false => Some(self.own_post(&server).await?),
            };
            Ok(Some(Stationery {
                space: match portal.name.trim() {
                    "" => brand.clone(),
                    name => name.to_owned(),
                },
                base: self.certain_address(&portal),
                culture: portal.language,
                brand,
                sign,
                own,
            }))
        })
    }
}

impl Portals {
    /// Whether letters of a portal leave the house: through its own server, or the installation's.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_leaves(&self, portal: PortalId) -> Result<bool, Error> {
        if matches!(self.config().carrier, Carrier::Smtp(_)) {
            return Ok(true);
        }
        let own = self.setting::<MailServer>(portal, Scope::Portal).await?;
        Ok(!own.value.host.is_empty())
    }

    /// A portal's own server, looked up and checked.
    async fn own_post(&self, server: &MailServer) -> Result<(Carrier, Sender), Undelivered> {
        let found = self.config().targets.find(&server.host).await;
        let address = found.map_err(|error| match error {
            Unreachable::Private(_) => Undelivered::Never(error.to_string()),
            Unreachable::Unknown(..) => Undelivered::NotNow(error.to_string()),
        })?;
        let password = self
            .installation()
            .decrypt(PASSWORD, &server.password)
            .unwrap_or_default();
        let security = match (server.ssl, server.port) {
            (false, _) => Security::None,
            (true, SMTPS) => Security::Tls,
            (true, _) => Security::StartTls,
        };
        let smtp = Smtp {
            host: server.host.clone(),
            address: Some(address),
            port: server.port,
            security,
            credentials: server.auth.then(|| (server.user.clone(), password)),
            roots: self.config().mail_roots.clone(),
        };
        let sender = Sender {
            name: server.sender_name.clone(),
            address: server.sender_address.clone(),
        };
        Ok((Carrier::Smtp(Box::new(smtp)), sender))
    }

    /// The address of a portal, for a request that reached the installation at `base`: below the base domain its own
    /// host.
    #[must_use]
    pub fn address_of(&self, portal: &Portal, base: &str) -> String {
        match &self.config().base_domain {
            Some(domain) => {
                let scheme = base.split("://").next().unwrap_or("http");
                format!("{scheme}://{}.{domain}", portal.alias)
            }
            None => base.to_owned(),
        }
    }

    /// The address of a portal as far as it is certain without believing a request.
    fn certain_address(&self, portal: &Portal) -> Option<String> {
        let public = self.config().public_url.as_deref()?;
        let under_base = self.config().base_domain.as_ref();
        let host = portal
            .mapped_domain
            .clone()
            .or_else(|| under_base.map(|base| format!("{}.{base}", portal.alias)));
        let Some(host) = host else {
            return Some(public.trim_end_matches('/').to_owned());
        };
        let mut url = Url::parse(public).ok()?;
        url.set_host(Some(&host)).ok()?;
        url.set_path("");
        Some(url.as_str().trim_end_matches('/').to_owned())
    }
}
