//! The verbs on keys of third parties.

use crate::caller::Caller;
use crate::error::Error;
use crate::portals::Portals;
use crate::settings::Scope;
use crate::third_party::{Keys, SERVICES, Safe, Service, by_name};

impl Portals {
    /// The services that can be connected, each with what the caller's portal keeps of it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn third_parties(
        &self,
        caller: &Caller,
    ) -> Result<Vec<(&'static Service, Option<Keys>)>, Error> {
        let safe: Safe = self.setting(caller.portal, Scope::Portal).await?.value;
        let of = |service| (service, safe.of(self.installation(), service));
        Ok(SERVICES.into_iter().map(of).collect())
    }

    /// Keeps the keys of a service, or forgets them when all are empty. Whether anything changed.
    ///
    /// # Errors
    /// [`Error::Argument`] for a service that nothing here uses, and with the name of a key that is missing.
    pub async fn save_keys(&self, caller: &Caller, name: &str, said: Keys) -> Result<bool, Error> {
        let Some(service) = by_name(name) else {
            let text = format!("The service {name:?} cannot be connected");
            return Err(Error::Argument(text));
        };
        let before = self.setting::<Safe>(caller.portal, Scope::Portal).await?;
        let before = before.value.of(self.installation(), service);
        let kept = said.over(service, before.as_ref());
        let kept = kept.map_err(Error::Argument)?;
        if kept == before {
            return Ok(false);
        }
        let here = self.installation().clone();
        self.change(caller, move |_, safe: &mut Safe| {
            safe.put(&here, service, kept.as_ref());
            Ok::<_, Error>(())
        })
        .await?;
        Ok(true)
    }
}
