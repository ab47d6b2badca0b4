//! The second factor of a portal: of whom it is asked, and the step that leads to it (`platform/03a §3.5`).

use std::time::Duration;

use http::HeaderValue;
use people::Person;
use portal::ip::Range;
use portal::settings::{self, FactorKind, FactorRules, LoginLimits, Scope, SecondFactor, Setting};
use portal::{Caller, Portal, PortalId, UserId, keys};
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use crate::error::Error;
use crate::service::sessions::cookie;
use crate::service::{Access, Address, app, record};
use crate::store;

/// Life of a step's key.
pub(crate) const STEP_LIFE: Duration = Duration::from_secs(3600);

/// An app that nothing happened to for so long before the factor is switched on again has to be linked anew.
const FORGOTTEN: Micros = 24 * 3600 * 1_000_000;

/// Most addresses, people or groups a portal can list.
const MOST: usize = 1000;

/// What an administrator asks for.
#[derive(Debug, Clone)]
pub struct FactorOrder {
    /// The kind; `None` switches both off.
    pub kind: Option<FactorKind>,
    /// Addresses and ranges from which only the mandatory ones need it.
    pub trusted_ips: Vec<String>,
    /// People who need it from everywhere.
    pub mandatory_users: Vec<UserId>,
    /// Groups whose members need it from everywhere.
    pub mandatory_groups: Vec<Uuid>,
}

/// The way on for somebody whose second factor is missing.
#[derive(Debug, Clone)]
pub struct Step {
    /// Type of the confirm link.
    pub kind: &'static str,
    /// Who goes it.
    pub user: UserId,
    /// The key. It travels in a cookie, never in the address.
    pub key: String,
    /// The secret of an app that is to be linked, in base32.
    pub secret: Option<String>,
    /// The number a code was sent to, its middle hidden.
    pub phone: Option<String>,
}

impl Step {
    /// Whether it is about messages to the telephone.
    #[must_use]
    pub fn is_sms(&self) -> bool {
        ["PhoneActivation", "PhoneAuth"].contains(&self.kind)
    }

    /// Path of the page.
    #[must_use]
    pub fn path(&self) -> String {
        let Self { kind, user, .. } = self;
        format!("/confirm/{kind}?type={kind}&uid={user}")
    }

    /// Name of the cookie that carries the key.
    #[must_use]
    pub fn cookie_name(&self) -> String {
        format!("asc_confirm_key_{}", self.kind)
    }

    /// The cookie; it ends with the browser.
    #[must_use]
    pub fn cookie(&self, address: &Address) -> HeaderValue {
        cookie(&self.cookie_name(), &self.key, address, "")
    }
}

/// Payload of a step's key. The stamp of the password is in it: who has changed it goes back to the start.
pub(crate) fn step_payload(user: UserId, kind: &str, stamp: Micros) -> String {
    format!("{user}{kind}{stamp}")
}

impl Access {
    /// The second factor somebody who comes from an address must show: mandatory people and members of mandatory
    /// groups always, others unless the address is trusted. Costs no statement while none is on.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn asks_factor(
        &self,
        portal: PortalId,
        user: UserId,
        ip: &str,
    ) -> Result<Option<FactorKind>, Error> {
        let factor = self.portals().hot::<SecondFactor>(portal).await?;
        let Some(kind) = factor.kind() else {
            return Ok(None);
        };
        let rules = factor.rules(kind).clone();
        if !rules.trusts(ip) || rules.mandatory_users.contains(&user) {
            return Ok(Some(kind));
        }
        if rules.mandatory_groups.is_empty() {
            return Ok(None);
        }
        self.db()
            .read(move |tx| {
                let groups = people::store::groups::groups_of(tx, portal, user)?;
                let mandatory = |group: &people::GroupId| rules.mandatory_groups.contains(&group.0);
                Ok(groups.iter().any(mandatory).then_some(kind))
            })
            .await
    }

    /// Counts an attempt at a code; gives the place of [`crate::Attempts::succeed`].
    ///
    /// # Errors
    /// [`Error::TooMany`].
    pub(crate) async fn begin_code(
        &self,
        portal: &Portal,
        person: &Person,
        address: &Address,
    ) -> Result<String, Error> {
        let place = format!("code {}/{}", portal.id, person.id);
        let exempt = self.portals().config().is_secret_email(&person.email);
        let limits = self.portals().hot::<LoginLimits>(portal.id).await?;
        if exempt || self.attempts().begin(&place, &limits, sql::now()).await? {
            return Ok(place);
        }
        self.note_refusal(portal, &person.email, &Error::TooMany, address)
            .await?;
        Err(Error::TooMany)
    }

    /// The way on for somebody whose first factor was good: to what he can show, or to linking an app. Who has a
    /// passkey is not offered an app: a stolen password must not be enough to link one.
    pub(crate) fn step(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        now: Micros,
    ) -> Result<Step, Error> {
        let secret = match store::passkeys::has_any(tx, person.portal, person.id)? {
            true => None,
            false => app::offer(self, tx, person, now)?,
        };
        let kind = match secret {
            Some(_) => "TfaActivation",
            None => "TfaAuth",
        };
        let step = self.step_of(tx, person, kind, now)?;
        Ok(Step { secret, ..step })
    }

    /// A step of a given type.
    pub(crate) fn step_of(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        kind: &'static str,
        now: Micros,
    ) -> Result<Step, Error> {
        let known = store::credentials::of(tx, person.portal, person.id)?;
        let payload = step_payload(person.id, kind, known.map_or(0, |known| known.changed));
        let here = self.portals().installation();
        Ok(Step {
            kind,
            user: person.id,
            key: keys::make(here, person.portal, &payload, now),
            secret: None,
            phone: None,
        })
    }

    /// The caller's own next step, when a factor is on: linking an app, or a code of the linked one; the same of his
    /// telephone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn own_step(&self, caller: &Caller) -> Result<Option<Step>, Error> {
        let factor = self.portals().hot::<SecondFactor>(caller.portal).await?;
        let Some(on) = factor.kind() else {
            return Ok(None);
        };
        let (this, portal, user) = (self.clone(), caller.portal, caller.user);
        self.db()
            .read(move |tx| {
                let Some(person) = people::store::by_id(tx, portal, user)? else {
                    return Ok(None);
                };
                let kind = match on {
                    FactorKind::App if person.tfa_app => "TfaAuth",
                    FactorKind::App => "TfaActivation",
                    FactorKind::Sms if person.phone_active => "PhoneAuth",
                    FactorKind::Sms => "PhoneActivation",
                };
                this.step_of(tx, &person, kind, sql::now()).map(Some)
            })
            .await
    }

    /// What a person can show as a second factor: codes of an app, a passkey.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn factors_of(
        &self,
        portal: PortalId,
        user: UserId,
    ) -> Result<(bool, bool), Error> {
        self.db()
            .read(move |tx| {
                let person = people::store::by_id(tx, portal, user)?;
                let app = person.is_some_and(|person| person.tfa_app);
                Ok((app, store::passkeys::has_any(tx, portal, user)?))
            })
            .await
    }

    /// Switches the second factor. When one is on afterwards, every session of the portal ends, the caller's too.
    ///
    /// # Errors
    /// [`Error::Argument`] for addresses that are none and for lists too long; [`Error::Unavailable`] for messages
    /// to telephones.
    pub async fn set_factor(&self, caller: &Caller, order: FactorOrder) -> Result<bool, Error> {
        if order.kind == Some(FactorKind::Sms) && !self.has_sms() {
            return Err(Error::Unavailable("SMS is not configured"));
        }
        let rules = checked(order.clone())?;
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let (id, now) = (caller.portal, sql::now());
                let mut factor = settings::load::<SecondFactor>(tx, id, Scope::Portal)?;
                let was_on = factor.app.enabled;
                factor.switch(order.kind.map(|kind| (kind, rules)));
                let action = match order.kind {
                    None => 6036,
                    Some(FactorKind::Sms) => 6037,
                    Some(FactorKind::App) => 6038,
                };
                settings::save(tx, id, Scope::Portal, &factor, now)?;
                this.portals().setting_changed(tx, id, SecondFactor::KEY);
                let (actor, data) = (Some(caller.user), json!({ "action": action }));
                record(tx, id, actor, "settings.changed", "second-factor", data)?;
                if order.kind.is_none() {
                    return Ok(false);
                }
                if factor.app.enabled && !was_on {
                    let old = store::apps::delete_older(tx, id, now - FORGOTTEN)?;
                    people::store::set_tfa_app(tx, id, &old, false)?;
                }
                this.end_everybody(tx, id, caller.user)?;
                Ok(true)
            })
            .await
    }
}

fn checked(order: FactorOrder) -> Result<FactorRules, Error> {
    let lengths = [
        order.trusted_ips.len(),
        order.mandatory_users.len(),
        order.mandatory_groups.len(),
    ];
    if lengths.into_iter().any(|length| length > MOST) {
        return Err(Error::argument("The list is too long"));
    }
    let bad = |text: &String| Range::parse(text).is_none();
    if order.trusted_ips.iter().any(bad) {
        return Err(Error::argument("TrustedIps"));
    }
    let trim = |text: String| text.trim().to_owned();
    Ok(FactorRules {
        enabled: false,
        trusted_ips: order.trusted_ips.into_iter().map(trim).collect(),
        mandatory_users: order.mandatory_users,
        mandatory_groups: order.mandatory_groups,
    })
}
