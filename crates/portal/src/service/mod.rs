//! The verbs about portals: one transaction each, with its event.

mod life;
mod mail;
mod third_party;

use serde_json::json;
use sql::Tx;

use crate::caller::Caller;
use crate::error::Error;
use crate::model::{Portal, PortalId, UserId};
use crate::portals::Portals;
use crate::settings::{self, Saved, Scope, Setting};
use crate::store;

pub use life::{CONTINUE, KEY_LIFE, LifeLink, REMOVE, SUSPEND};
pub use mail::ServerDraft;

impl Portals {
    /// Changes a portal's record.
    ///
    /// # Errors
    /// The portal is gone, its new alias or domain is taken, or the database failed.
    pub async fn edit(
        &self,
        id: PortalId,
        actor: Option<UserId>,
        kind: &'static str,
        change: impl FnOnce(&mut Portal) + Send + 'static,
    ) -> Result<Portal, Error> {
        let this = self.clone();
        self.db()
            .write(move |tx| this.edit_in(tx, id, actor, kind, change))
            .await
    }

    /// Changes a portal's record inside a transaction that does more.
    ///
    /// # Errors
    /// As [`Portals::edit`].
    pub fn edit_in(
        &self,
        tx: &mut Tx<'_>,
        id: PortalId,
        actor: Option<UserId>,
        kind: &'static str,
        change: impl FnOnce(&mut Portal),
    ) -> Result<Portal, Error> {
        let now = sql::now();
        // The record is written whole: one read before another change would undo it.
        tx.lock(&format!("portal/{id}"))?;
        let mut portal = store::by_id(tx, id)?.ok_or(Error::NotFound("Portal not found"))?;
        let status = portal.status;
        change(&mut portal);
        if portal.status != status {
            portal.status_changed = now;
        }
        portal.modified = now;
        store::update(tx, &portal, now)?;
        events::record(
            tx,
            events::Event {
                portal: id.0,
                kind,
                actor: actor.map(|user| user.to_string()),
                subject: id.to_string(),
                data: json!({ "alias": portal.alias, "status": portal.status.number() }),
            },
        )?;
        self.changed(tx);
        Ok(portal)
    }

    /// Chooses language and time zone, as far as they are given and differ from what they are.
    ///
    /// # Errors
    /// As [`Portals::edit`].
    pub fn set_locale_in(
        &self,
        tx: &mut Tx<'_>,
        id: PortalId,
        actor: Option<UserId>,
        language: Option<&str>,
        zone: Option<&str>,
    ) -> Result<(), Error> {
        let now = store::by_id(tx, id)?.ok_or(Error::NotFound("Portal not found"))?;
        if let Some(language) = language.filter(|language| *language != now.language) {
            let change = |portal: &mut Portal| language.clone_into(&mut portal.language);
            self.edit_in(tx, id, actor, "portal.language", change)?;
        }
        if let Some(zone) = zone.filter(|zone| *zone != now.time_zone) {
            let change = |portal: &mut Portal| zone.clone_into(&mut portal.time_zone);
            self.edit_in(tx, id, actor, "portal.time-zone", change)?;
        }
        Ok(())
    }

    /// A setting of a portal with the time it was saved.
    ///
    /// # Errors
    /// The database failed.
    pub async fn setting<T: Setting + Send + 'static>(
        &self,
        portal: PortalId,
        scope: Scope,
    ) -> Result<Saved<T>, Error> {
        self.db()
            .read(move |tx| Ok(settings::load_saved(tx, portal, scope)?))
            .await
    }

    /// Saves a setting of the caller's portal or of himself. Who may is checked before.
    ///
    /// # Errors
    /// The database failed.
    pub async fn save<T: Setting + Send + 'static>(
        &self,
        caller: &Caller,
        scope: Scope,
        value: T,
    ) -> Result<Saved<T>, Error> {
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                settings::save(tx, portal, scope, &value, now)?;
                record_setting(tx, portal, actor, T::KEY, value.is_on())?;
                this.setting_changed(tx, portal, T::KEY);
                Ok(Saved {
                    value,
                    modified: Some(now),
                })
            })
            .await
    }

    /// Saves a setting of the caller's portal inside a transaction that does more.
    ///
    /// # Errors
    /// The database failed.
    pub fn save_in<T: Setting>(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        value: &T,
        now: sql::Micros,
    ) -> Result<(), sql::Error> {
        let portal = caller.portal;
        settings::save(tx, portal, Scope::Portal, value, now)?;
        record_setting(tx, portal, caller.actor(), T::KEY, value.is_on())?;
        self.setting_changed(tx, portal, T::KEY);
        Ok(())
    }

    /// Changes a setting of the caller's portal from what it is at that moment, so that two changes at once both
    /// count. What `change` refuses is not saved.
    ///
    /// # Errors
    /// Those of `change`; the database failed.
    pub async fn change<T, E>(
        &self,
        caller: &Caller,
        change: impl FnOnce(&mut Tx<'_>, &mut T) -> Result<(), E> + Send + 'static,
    ) -> Result<T, E>
    where
        T: Setting + Send + 'static,
        E: From<sql::Error> + Send + 'static,
    {
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.db()
            .write(move |tx| {
                let mut value = settings::load::<T>(tx, portal, Scope::Portal)?;
                change(tx, &mut value)?;
                settings::save(tx, portal, Scope::Portal, &value, sql::now())?;
                record_setting(tx, portal, actor, T::KEY, value.is_on())?;
                this.setting_changed(tx, portal, T::KEY);
                Ok(value)
            })
            .await
    }

    /// Forgets a setting of the caller's portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn reset<T: Setting>(&self, caller: &Caller) -> Result<(), Error> {
        let (this, portal, actor) = (self.clone(), caller.portal, caller.actor());
        self.db()
            .write(move |tx| {
                settings::reset::<T>(tx, portal, Scope::Portal)?;
                record_setting(tx, portal, actor, T::KEY, T::default().is_on())?;
                this.setting_changed(tx, portal, T::KEY);
                Ok(())
            })
            .await
    }
}

fn record_setting(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<String>,
    key: &'static str,
    on: Option<bool>,
) -> Result<(), sql::Error> {
    events::record(
        tx,
        events::Event {
            portal: portal.0,
            kind: "settings.changed",
            actor,
            subject: key.to_owned(),
            data: json!({ "on": on }),
        },
    )
    .map(drop)
}
