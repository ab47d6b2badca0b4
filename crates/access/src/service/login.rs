//! Signing in and out (`platform/03a §3.2`).

use people::Person;
use people::model::EmployeeStatus;
use portal::settings::{FactorKind, LoginLimits};
use portal::{Caller, Portal, PortalId};
use sql::{Micros, Tx};

use crate::attempts::place;
use crate::confirm::{Checked, Link};
use crate::error::Error;
use crate::password::{self, ClientHash};
use crate::service::app::take_code;
use crate::service::factor::Step;
use crate::service::journal::{Action, Who, record_login};
use crate::service::sessions::{Beginning, SignedIn, begin};
use crate::service::sms::take_sms_code;
use crate::service::{Access, Address};
use crate::store;
use crate::store::credentials::Credential;

const UNKNOWN: Error = Error::NotFound("The user could not be found");

/// What somebody signs in with.
#[derive(Debug, Clone)]
pub enum Login {
    /// E-mail and plain password.
    Password(String, String),
    /// E-mail and client-side hash.
    Hash(String, ClientHash),
    /// A one-time link.
    Link(Link),
}

impl Login {
    fn email(&self) -> &str {
        match self {
            Self::Password(email, _) | Self::Hash(email, _) => email,
            Self::Link(link) => link.email.as_deref().unwrap_or_default(),
        }
    }
}

/// What came of signing in.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// A session has begun.
    In(SignedIn),
    /// So far so good; the second factor is still missing.
    Waiting(Step),
}

/// Somebody who has shown his first factor.
struct Proven {
    person: Person,
    action: Action,
    /// He comes from where he may; else the login history says nothing of it (`platform/03a §3.2`).
    admitted: bool,
    /// When the password he showed was set.
    password: Option<Micros>,
    /// The key of the link he came by.
    link: Option<String>,
}

impl Proven {
    /// Makes sure that what he showed is still so, and stays so until the session has begun: a change of it ends the
    /// sessions there are, and one that began beside it would live on.
    fn hold(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        let Person { portal, id, .. } = self.person;
        people::store::lock(tx, portal)?;
        let person = people::store::by_id(tx, portal, id)?.ok_or(Error::Failed)?;
        check_status(&person)?;
        let known = store::credentials::of(tx, portal, id)?;
        match self.password {
            Some(shown) if known.map(|known| known.changed) != Some(shown) => Err(Error::Failed),
            _ => Ok(()),
        }
    }

    /// Uses the link up: it works once.
    fn take_link(&self, tx: &mut Tx<'_>, now: Micros) -> Result<(), Error> {
        match &self.link {
            Some(key) if !store::links::take(tx, self.person.portal, key, now)? => Err(UNKNOWN),
            _ => Ok(()),
        }
    }
}

impl Access {
    /// Signs somebody in, or as far as the second factor; earlier sessions stay alive.
    ///
    /// # Errors
    /// [`Error::Failed`], [`Error::Disabled`], [`Error::TooMany`]; [`Error::NotFound`] for a bad link.
    pub async fn sign_in(
        &self,
        portal: &Portal,
        login: Login,
        transient: bool,
        address: &Address,
    ) -> Result<Outcome, Error> {
        let proven = self.prove(portal, login, address).await?;
        let asked = self
            .asks_factor(portal.id, proven.person.id, &address.ip)
            .await?;
        let (this, portal, address) = (self.clone(), portal.clone(), address.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                proven.hold(tx)?;
                proven.take_link(tx, now)?;
                let step = match asked {
                    Some(FactorKind::App) => Some(this.step(tx, &proven.person, now)?),
                    Some(FactorKind::Sms) => {
                        Some(this.sms_step(tx, &portal, &proven.person, now)?)
                    }
                    None => None,
                };
                if let Some(step) = step {
                    return Ok(Outcome::Waiting(step));
                }
                let how = Beginning {
                    cookie_index: portal.cookie_index,
                    transient,
                    address: &address,
                    action: proven.admitted.then_some(proven.action),
                };
                begin(tx, &proven.person, how, now).map(Outcome::In)
            })
            .await
    }

    /// Signs somebody in who sends both factors at once. Where no second one is asked for, the code is not looked at.
    ///
    /// # Errors
    /// As [`Access::sign_in`]; [`Error::Failed`] for a wrong code.
    pub async fn sign_in_with_code(
        &self,
        portal: &Portal,
        login: Login,
        code: &str,
        transient: bool,
        address: &Address,
    ) -> Result<SignedIn, Error> {
        let proven = self.prove(portal, login, address).await?;
        let (id, user) = (portal.id, proven.person.id);
        let asked = self.asks_factor(id, user, &address.ip).await?;
        let place = match asked {
            Some(_) => Some(self.begin_code(portal, &proven.person, address).await?),
            None => None,
        };
        let (this, from, code) = (self.clone(), address.clone(), code.to_owned());
        let (cookie_index, email) = (portal.cookie_index, proven.person.email.clone());
        let signed = self
            .db()
            .write(move |tx| {
                let now = sql::now();
                proven.hold(tx)?;
                let person = &proven.person;
                let (good, action) = match asked {
                    Some(FactorKind::App) => {
                        let taken = take_code(&this, tx, person, &code, now)?;
                        (taken.is_some(), Action::via_app(taken.is_some()))
                    }
                    Some(FactorKind::Sms) => {
                        let taken = take_sms_code(&this, tx, person, &code, now)?;
                        (taken, Action::via_sms(taken))
                    }
                    None => (true, proven.action),
                };
                if !good {
                    record_login(tx, id, &Who::from(person), action, None)?;
                    return Ok(None);
                }
                proven.take_link(tx, now)?;
                let how = Beginning {
                    cookie_index,
                    transient,
                    address: &from,
                    action: proven.admitted.then_some(action),
                };
                begin(tx, person, how, now).map(Some)
            })
            .await;
        if let Err(error) = &signed {
            self.note_refusal(portal, &email, error, address).await?;
        }
        let signed = signed?.ok_or(Error::Failed)?;
        if let Some(place) = place {
            self.attempts().succeed(&place, sql::now()).await?;
        }
        Ok(signed)
    }

    /// Who it is whose first factor is good; a link stays as good as it was.
    pub(crate) async fn prove_person(
        &self,
        portal: &Portal,
        login: Login,
        address: &Address,
    ) -> Result<Person, Error> {
        let proven = self.prove(portal, login, address).await?;
        Ok(proven.person)
    }

    /// Checks the first factor. Refusals go into the login history.
    async fn prove(
        &self,
        portal: &Portal,
        login: Login,
        address: &Address,
    ) -> Result<Proven, Error> {
        let email = login.email().to_owned();
        let (person, password, action, link) = match login {
            Login::Password(_, secret) => {
                let salt = self.portals().installation().password_salt();
                let hash = ClientHash::of(&secret, salt).await;
                let (person, set) = self.authenticate(portal, &email, hash, address).await?;
                (person, Some(set), Action::LoginSuccessViaApi, None)
            }
            Login::Hash(_, hash) => {
                let (person, set) = self.authenticate(portal, &email, hash, address).await?;
                (person, Some(set), Action::LoginSuccessViaPassword, None)
            }
            Login::Link(link) => {
                let key = link.key.clone();
                let found = self.person_of_link(portal, link).await;
                if let Err(error) = &found {
                    self.note_refusal(portal, &email, error, address).await?;
                }
                (found?, None, Action::AuthLinkActivated, Some(key))
            }
        };
        let admitted = self
            .admits_type(portal.id, person.role, &address.ip)
            .await?;
        Ok(Proven {
            person,
            password,
            action,
            admitted,
            link,
        })
    }

    async fn person_of_link(&self, portal: &Portal, link: Link) -> Result<Person, Error> {
        let Checked::Ok(confirmed) = self.check_link(portal, link, None, sql::now()).await? else {
            return Err(UNKNOWN);
        };
        let (id, user) = (portal.id, confirmed.user.ok_or(UNKNOWN)?);
        let person = self
            .db()
            .read::<_, Error>(move |tx| Ok(people::store::by_id(tx, id, user)?))
            .await?
            .ok_or(UNKNOWN)?;
        check_status(&person)?;
        Ok(person)
    }

    /// Finds the person of an e-mail and a hash, and when that password was set, counting failures. Refusals go into the
    /// login history.
    pub(crate) async fn authenticate(
        &self,
        portal: &Portal,
        email: &str,
        hash: ClientHash,
        address: &Address,
    ) -> Result<(Person, Micros), Error> {
        let checked = self.check_password(portal, email, hash, address).await;
        if let Err(error) = &checked {
            self.note_refusal(portal, email, error, address).await?;
        }
        checked
    }

    async fn check_password(
        &self,
        portal: &Portal,
        email: &str,
        hash: ClientHash,
        address: &Address,
    ) -> Result<(Person, Micros), Error> {
        let id = portal.id;
        let place = place(id, email, &address.ip);
        let exempt = self.portals().config().is_secret_email(email);
        if !exempt {
            let limits = self.portals().hot::<LoginLimits>(id).await?;
            if !self.attempts().begin(&place, &limits, sql::now()).await? {
                return Err(Error::TooMany);
            }
        }
        let found = self.find_login(id, email).await?;
        let stored = found
            .as_ref()
            .and_then(|(_, known)| known.clone())
            .map(|known| known.hash);
        if !password::verify(self.hasher(), hash, stored).await {
            return Err(Error::Failed);
        }
        let (person, known) = found.ok_or(Error::Failed)?;
        let known = known.ok_or(Error::Failed)?;
        self.attempts().succeed(&place, sql::now()).await?;
        check_status(&person)?;
        Ok((person, known.changed))
    }

    pub(crate) async fn find_login(
        &self,
        portal: PortalId,
        email: &str,
    ) -> Result<Option<(Person, Option<Credential>)>, Error> {
        let email = email.trim().to_owned();
        self.db()
            .read(move |tx| {
                let Some(person) = people::store::by_email(tx, portal, &email)? else {
                    return Ok(None);
                };
                let known = store::credentials::of(tx, portal, person.id)?;
                Ok(Some((person, known)))
            })
            .await
    }

    /// Ends the caller's session; his others stay alive.
    ///
    /// # Errors
    /// The database failed.
    pub async fn sign_out(&self, caller: &Caller) -> Result<(), Error> {
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let Some(session) = caller.session else {
                    return Ok(());
                };
                if store::sessions::end(tx, caller.portal, session)? {
                    let who = Who {
                        user: Some(caller.user),
                        login: caller.email.clone(),
                    };
                    let (id, action) = (caller.portal, Action::Logout);
                    record_login(tx, id, &who, action, Some(session))?;
                    this.forget_user(tx, caller.portal, caller.user);
                }
                Ok(())
            })
            .await
    }
}

pub(crate) fn check_status(person: &Person) -> Result<(), Error> {
    match person.status {
        EmployeeStatus::Active => Ok(()),
        EmployeeStatus::Terminated => Err(Error::Disabled),
        _ => Err(Error::Failed),
    }
}
