//! Quotas of single people (`platform/05 §5.12`).

use portal::settings::{self, SecondFactor, UserQuota};
use portal::{Caller, PortalId, UserId};
use serde_json::json;

use super::{People, now, record, targets};
use crate::error::Error;
use crate::store;
use crate::view::{Profile, profiles};

impl People {
    /// Gives people a quota of their own in bytes (-1 unlimited), or the portal's default (`None`).
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoUser`]; [`Error::Argument`] for more than the portal has.
    pub async fn set_quota(
        &self,
        caller: &Caller,
        ids: Vec<UserId>,
        quota: Option<i64>,
    ) -> Result<Vec<Profile>, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        if quota.is_some_and(|bytes| bytes > portal::quota::TOTAL_SIZE) {
            return Err(Error::argument(
                "Failed to set quota per user. The entered value is greater than the total DocSpace storage.",
            ));
        }
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let mut people = Vec::with_capacity(ids.len());
            for (mut person, _) in targets(tx, &caller, &ids)? {
                person.quota = quota.map(|bytes| bytes.max(-1));
                person.modified = now();
                store::update(tx, &person)?;
                let data = json!({ "name": person.display_name(), "quota": person.quota });
                let (portal, actor) = (caller.portal, Some(caller.user));
                record(tx, portal, actor, "person.quota", person.id, data)?;
                people.push(person);
            }
            Ok(profiles(tx, caller.portal, people)?)
        })
        .await
    }

    /// What the portal's settings decide about full objects: the default quota of a user in bytes, -1 unlimited
    /// (`None` while quotas of users are off), and whether the second factor by app is on.
    ///
    /// # Errors
    /// The database failed.
    pub async fn shown(&self, portal: PortalId) -> Result<(Option<i64>, bool), Error> {
        self.read(move |tx| {
            let settings = settings::load_all(tx, portal, None)?;
            let quota: UserQuota = settings.portal();
            let factor: SecondFactor = settings.portal();
            let quota = quota.enable_quota.then_some(quota.default_quota.max(-1));
            Ok((quota, factor.app.enabled))
        })
        .await
    }
}
