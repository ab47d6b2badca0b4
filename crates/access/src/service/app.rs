//! Authenticator apps: linking one, its codes, and leaving it (`platform/03a §3.5`).

use people::Person;
use people::rules::{self, Actor};
use portal::settings::{Scope, SecondFactor};
use portal::{Caller, Confirmed, Portal, PortalId, UserId, settings};
use serde_json::json;
use sql::{Micros, Tx};

use crate::error::Error;
use crate::service::factor::Step;
use crate::service::journal::{Action, Who, record_login};
use crate::service::login::check_status;
use crate::service::sessions::{Beginning, SignedIn, begin};
use crate::service::{Access, Address, record};
use crate::store;
use crate::store::apps::StoredApp;
use crate::totp::{self, App, BackupCode};

const OFF: Error = Error::Unavailable("The second factor by app is not on");
const GONE: Error = Error::NotFound("The user could not be found");

/// What an app is set up with.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The account's name.
    pub account: String,
    /// The secret as people type it.
    pub manual_key: String,
    /// The secret as apps photograph it: a PNG as a `data:` address.
    pub picture: String,
}

/// What a good code was.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Taken {
    /// The first one: it linked the app.
    pub(crate) first: bool,
}

/// Secret of the app that is offered to a person, in base32; the same until it is linked. `None` for those who have
/// linked one: it is shown never again.
pub(crate) fn offer(
    access: &Access,
    tx: &mut Tx<'_>,
    person: &Person,
    now: Micros,
) -> Result<Option<String>, Error> {
    let (portal, user) = (person.portal, person.id);
    match store::apps::lock(tx, portal, user)? {
        Some(app) if app.linked.is_some() => return Ok(None),
        Some(app) => return open(access, &app).map(Some),
        None => {}
    }
    let secret = App::new_secret();
    let app = StoredApp {
        portal,
        user,
        secret: seal(access, portal, user, &secret),
        linked: None,
        changed: now,
        last_step: 0,
        codes: String::new(),
    };
    store::apps::put(tx, &app)?;
    Ok(Some(secret))
}

/// Uses a code up, of the app or for the day it is out of reach; `None` when it is neither, or was used before.
/// The first code of an offered app links it.
pub(crate) fn take_code(
    access: &Access,
    tx: &mut Tx<'_>,
    person: &Person,
    code: &str,
    now: Micros,
) -> Result<Option<Taken>, Error> {
    let Some(mut stored) = store::apps::lock(tx, person.portal, person.id)? else {
        return Ok(None);
    };
    let code = code.trim();
    let app = App::open(&open(access, &stored)?, "", &person.email)?;
    let mut codes = codes_of(access, &stored);
    let newer = app.step(code, now).filter(|step| *step > stored.last_step);
    let first = stored.linked.is_none();
    match newer {
        Some(step) => stored.last_step = step,
        None if !first && totp::use_up(&mut codes, code) => {}
        None => return Ok(None),
    }
    if first {
        stored.linked = Some(now);
        codes = totp::backup_codes();
        let ids = [person.id];
        people::store::set_tfa_app(tx, person.portal, &ids, true)?;
        record_app(tx, person, person.id, 4032)?;
    }
    stored.codes = seal_codes(access, &stored, &codes);
    stored.changed = now;
    store::apps::put(tx, &stored)?;
    Ok(Some(Taken { first }))
}

impl Access {
    /// What the holder of a link sets his app up with. `host` is how the app calls us.
    ///
    /// # Errors
    /// [`Error::Denied`] when he has linked one in the meantime.
    pub async fn set_up_app(
        &self,
        portal: PortalId,
        link: &Confirmed,
        host: &str,
    ) -> Result<Setup, Error> {
        let (this, user) = (self.clone(), link.user.ok_or(Error::Denied)?);
        let (person, secret) = self
            .db()
            .write::<_, Error>(move |tx| {
                let person = people::store::by_id(tx, portal, user)?.ok_or(GONE)?;
                let secret = offer(&this, tx, &person, sql::now())?;
                Ok((person, secret.ok_or(Error::Denied)?))
            })
            .await?;
        let app = App::open(&secret, host, &person.email)?;
        Ok(Setup {
            manual_key: app.manual_key(),
            picture: app.picture()?,
            account: person.email,
        })
    }

    /// Signs the holder of a link in with a code; `true` when it was the first one and linked the app.
    ///
    /// # Errors
    /// [`Error::Argument`] for a wrong code, [`Error::TooMany`], [`Error::Disabled`]; [`Error::Denied`] when
    /// somebody else was faster with the link.
    pub async fn sign_in_with_link(
        &self,
        portal: &Portal,
        link: &Confirmed,
        code: &str,
        transient: bool,
        address: &Address,
    ) -> Result<(bool, SignedIn), Error> {
        let (id, user) = (portal.id, link.user.ok_or(Error::Denied)?);
        let person = self
            .db()
            .read::<_, Error>(move |tx| Ok(people::store::by_id(tx, id, user)?))
            .await?
            .ok_or(GONE)?;
        check_status(&person)?;
        let place = self.begin_code(portal, &person, address).await?;
        let admitted = self.admits_type(id, person.role, &address.ip).await?;
        let (this, cookie_index, link) = (self.clone(), portal.cookie_index, link.clone());
        let (code, address) = (code.to_owned(), address.clone());
        let signed = self
            .db()
            .write(move |tx| {
                let now = sql::now();
                let Some(taken) = take_code(&this, tx, &person, &code, now)? else {
                    let (who, action) = (Who::from(&person), Action::LoginFailViaTfaApp);
                    record_login(tx, id, &who, action, None)?;
                    return Ok(None);
                };
                let fits = taken.first == (link.kind == "TfaActivation");
                if !fits || !store::links::take(tx, id, &link.key, now)? {
                    return Err(Error::Denied);
                }
                let how = Beginning {
                    cookie_index,
                    transient,
                    address: &address,
                    action: admitted.then_some(Action::LoginSuccessViaTfaApp),
                };
                Ok(Some((taken.first, begin(tx, &person, how, now)?)))
            })
            .await?;
        let signed = signed.ok_or_else(|| Error::argument("The code is incorrect"))?;
        self.attempts().succeed(&place, sql::now()).await?;
        Ok(signed)
    }

    /// The caller's backup codes.
    ///
    /// # Errors
    /// [`Error::Unavailable`] while the factor is off or he has linked no app.
    pub async fn backup_codes(&self, caller: &Caller) -> Result<Vec<BackupCode>, Error> {
        let (this, portal, user) = (self.clone(), caller.portal, caller.user);
        self.db()
            .read(move |tx| {
                let stored = store::apps::of(tx, portal, user)?;
                let app = linked(tx, portal, stored)?;
                Ok(codes_of(&this, &app))
            })
            .await
    }

    /// New backup codes for the caller; the old ones are void.
    ///
    /// # Errors
    /// As [`Access::backup_codes`].
    pub async fn new_backup_codes(&self, caller: &Caller) -> Result<Vec<BackupCode>, Error> {
        let (this, portal, user) = (self.clone(), caller.portal, caller.user);
        self.db()
            .write(move |tx| {
                let stored = store::apps::lock(tx, portal, user)?;
                let mut app = linked(tx, portal, stored)?;
                let codes = totp::backup_codes();
                app.codes = seal_codes(&this, &app, &codes);
                app.changed = sql::now();
                store::apps::put(tx, &app)?;
                let kind = "person.backup-codes";
                record(tx, portal, Some(user), kind, user, json!({}))?;
                Ok(codes)
            })
            .await
    }

    /// Unlinks an app and ends the sessions of its person: of the caller himself, who gets the step that links a
    /// new one, or of somebody he rules over, who gets a mail and loses his passkeys too: his device is lost.
    ///
    /// # Errors
    /// [`Error::Unavailable`] while the factor is off; [`Error::Denied`]; [`Error::NotFound`].
    pub async fn unlink_app(
        &self,
        caller: &Caller,
        user: UserId,
        base: &str,
    ) -> Result<Option<Step>, Error> {
        let own = caller.user == user;
        let (this, caller, base) = (self.clone(), caller.clone(), base.to_owned());
        self.db()
            .write::<_, Error>(move |tx| {
                let (id, now) = (caller.portal, sql::now());
                is_on(tx, id)?;
                let person = people::store::by_id(tx, id, user)?.ok_or(GONE)?;
                if !own && !rules::rules_over(Actor::from(&caller), person.facts(false)) {
                    return Err(Error::Denied);
                }
                store::apps::lock(tx, id, user)?;
                store::apps::delete(tx, id, user)?;
                if !own {
                    store::passkeys::delete_all(tx, id, user)?;
                }
                people::store::set_tfa_app(tx, id, &[user], false)?;
                record_app(tx, &person, caller.user, 4033)?;
                this.end_sessions(tx, id, user, None, (Some(caller.user), None))?;
                let step = match own {
                    true => Some(this.step_of(tx, &person, "TfaActivation", now)?),
                    false => None,
                };
                if !own {
                    this.write_factor_reset(tx, &person, &base)?;
                }
                Ok(step)
            })
            .await
    }
}

fn is_on(tx: &mut Tx<'_>, portal: PortalId) -> Result<(), Error> {
    let factor = settings::load::<SecondFactor>(tx, portal, Scope::Portal)?;
    if factor.app.enabled { Ok(()) } else { Err(OFF) }
}

fn linked(tx: &mut Tx<'_>, portal: PortalId, app: Option<StoredApp>) -> Result<StoredApp, Error> {
    is_on(tx, portal)?;
    let app = app.filter(|app| app.linked.is_some());
    app.ok_or(Error::Unavailable("No authenticator app is linked"))
}

fn record_app(tx: &mut Tx<'_>, person: &Person, actor: UserId, action: i32) -> Result<(), Error> {
    let data = json!({ "action": action, "name": person.display_name() });
    record(
        tx,
        person.portal,
        Some(actor),
        "person.tfa",
        person.id,
        data,
    )?;
    Ok(())
}

/// What secrets of an app are encrypted for: nobody can move them to another person's row.
fn purpose(portal: PortalId, user: UserId) -> String {
    format!("authenticator app {portal} {user}")
}

fn seal(access: &Access, portal: PortalId, user: UserId, text: &str) -> String {
    let here = access.portals().installation();
    here.encrypt(&purpose(portal, user), text)
}

fn unseal(access: &Access, app: &StoredApp, text: &str) -> Option<String> {
    let here = access.portals().installation();
    here.decrypt(&purpose(app.portal, app.user), text)
}

fn open(access: &Access, app: &StoredApp) -> Result<String, Error> {
    let lost = || Error::Internal("a secret of another installation".to_owned());
    unseal(access, app, &app.secret).ok_or_else(lost)
}

fn codes_of(access: &Access, app: &StoredApp) -> Vec<BackupCode> {
    let text = unseal(access, app, &app.codes);
    text.and_then(|text| serde_json::from_str(&text).ok())
        .unwrap_or_default()
}

fn seal_codes(access: &Access, app: &StoredApp, codes: &[BackupCode]) -> String {
    seal(access, app.portal, app.user, &json!(codes).to_string())
}
