//! Figures and settings of the portal that every page shows: used space, numbers of rooms and people, quotas.

use std::collections::HashMap;

use files::service::settings::SharingSettings;
use parking_lot::Mutex;
use people::model::EmployeeStatus;
use portal::settings::{self, PortalQuota, Setting as _, UserQuota};
use portal::{PortalId, Role, Scope, UserId};
use serde_json::{Value, json};

use crate::Realtime;
use crate::counters::Changed;
use crate::part::Part;

/// Figures as they were told last; what did not move is not told again.
#[derive(Default)]
pub(crate) struct Told(Mutex<HashMap<PortalId, HashMap<&'static str, i64>>>);

impl Told {
    fn moved(
        &self,
        portal: PortalId,
        figures: [(&'static str, i64); 4],
    ) -> Vec<(&'static str, i64)> {
        let mut told = self.0.lock();
        let told = told.entry(portal).or_default();
        let moved = figures
            .into_iter()
            .filter(|(name, value)| told.insert(name, *value) != Some(*value));
        moved.collect()
    }

    /// Forgets portals nobody of which is here.
    pub(crate) fn keep(&self, portals: &[PortalId]) {
        self.0.lock().retain(|portal, _| portals.contains(portal));
    }
}

impl Realtime {
    /// Tells what is used now.
    pub(crate) async fn tell_figures(&self, portal: PortalId, changed: &Changed) {
        if changed.figures && !self.hub().audience(portal, Part::Portal).is_empty() {
            match self.figures(portal).await {
                Ok(figures) => {
                    for (feature, value) in self.told().moved(portal, figures) {
                        let payload = json!({ "featureId": feature, "value": value });
                        let event = "s:change-quota-used-value";
                        self.tell_all_in(portal, Part::Portal, event, &payload);
                    }
                }
                Err(error) => tracing::warn!(%error, "figures could not be told"),
            }
        }
        for owner in &changed.owners {
            if let Err(error) = self.tell_own_space(portal, *owner).await {
                tracing::warn!(%error, "used space could not be told");
            }
        }
    }

    async fn figures(&self, portal: PortalId) -> Result<[(&'static str, i64); 4], files::Error> {
        let figures = self.portals().figures();
        let rooms = self.files().rooms_in_use(portal).await?;
        self.db()
            .read(move |tx| {
                let managers = [Role::Owner, Role::Admin, Role::RoomAdmin];
                let active = [EmployeeStatus::Active];
                Ok([
                    ("total_size", (figures.used_space)(tx, portal)?),
                    ("room", rooms),
                    ("users", (figures.users)(tx, portal)?),
                    (
                        "manager",
                        people::store::count(tx, portal, &managers, &active)?,
                    ),
                ])
            })
            .await
    }

    /// A person's own quota and what he used of it, told to himself.
    async fn tell_own_space(&self, portal: PortalId, user: UserId) -> Result<(), sql::Error> {
        let mut listeners = self.hub().individuals(portal, Part::Quotas);
        listeners.retain(|one| one.is_of(user));
        if listeners.is_empty() {
            return Ok(());
        }
        let found = self.db().read(move |tx| {
            let quota: UserQuota = settings::load(tx, portal, Scope::Portal)?;
            Ok::<_, sql::Error>((people::store::by_id(tx, portal, user)?, quota))
        });
        let (Some(person), quota) = found.await? else {
            return Ok(());
        };
        let limit = if quota.enable_quota {
            person.quota.unwrap_or(quota.default_quota.max(-1))
        } else {
            -1
        };
        let payload = json!({
            "customQuotaFeature": "user_custom_quota",
            "usedSpace": person.used_space,
            "quotaLimit": limit,
        });
        for connection in listeners {
            connection.send("s:change-user-quota-used-value", &payload);
        }
        Ok(())
    }

    /// Tells a setting that pages have to know.
    pub(crate) async fn tell_setting(&self, portal: PortalId, key: &str) {
        let (part, event, payload) = match key {
            SharingSettings::KEY => (
                Part::Portal,
                "s:change-external-sharing-settings",
                self.setting(portal, sharing_payload).await,
            ),
            PortalQuota::KEY => (
                Part::Quotas,
                "s:change-user-quota-used-value",
                self.setting(portal, quota_payload).await,
            ),
            _ => return,
        };
        match payload {
            Ok(payload) => self.tell_all_in(portal, part, event, &payload),
            Err(error) => tracing::warn!(%error, key, "a setting could not be told"),
        }
    }

    async fn setting<T: portal::settings::Setting + Send + 'static>(
        &self,
        portal: PortalId,
        payload: fn(T) -> Value,
    ) -> Result<Value, sql::Error> {
        self.db()
            .read(move |tx| settings::load::<T>(tx, portal, Scope::Portal).map(payload))
            .await
    }
}

fn sharing_payload(settings: SharingSettings) -> Value {
    json!({
        "externalShare": settings.external,
        "defaultShareLinkInternal": settings.internal_by_default,
        "externalShareApplyToDocuments": settings.documents,
        "externalShareApplyToRooms": settings.rooms,
        "blockExistingLinksOnRestrict": settings.block_existing,
    })
}

fn quota_payload(quota: PortalQuota) -> Value {
    json!({
        "customQuotaFeature": "tenant_custom_quota",
        "enableQuota": quota.enable_quota,
        "quota": quota.quota,
    })
}
