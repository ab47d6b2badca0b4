//! Signing in and out (`platform/03a §3.2`).

use people::Person;
use people::model::EmployeeStatus;
use portal::settings::LoginLimits;
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
    /// The key of the link he came by.
    link: Option<String>,
}

impl Proven {
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
        let (this, cookie_index, address) = (self.clone(), portal.cookie_index, address.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                proven.take_link(tx, now)?;
                if asked {
                    return this.step(tx, &proven.person, now).map(Outcome::Waiting);
                }
                let how = Beginning {
                    cookie_index,
                    transient,
                    address: &address,
                    action: Some(proven.action),
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
            true => Some(self.begin_code(portal, &proven.person, address).await?),
            false => None,
        };
        let (this, address, code) = (self.clone(), address.clone(), code.to_owned());
        let cookie_index = portal.cookie_index;
        let signed = self
            .db()
            .write(move |tx| {
                let now = sql::now();
                let action = match asked {
                    true if take_code(&this, tx, &proven.person, &code, now)?.is_none() => {
                        let who = Who::from(&proven.person);
                        let action = Action::LoginFailViaApiTfa;
                        record_login(tx, id, &who, action, &address, None)?;
                        return Ok(None);
                    }
                    true => Action::LoginSuccessViaApiTfa,
                    false => proven.action,
                };
                proven.take_link(tx, now)?;
                let how = Beginning {
                    cookie_index,
                    transient,
                    address: &address,
                    action: Some(action),
                };
                begin(tx, &proven.person, how, now).map(Some)
            })
            .await?;
        if let (Some(_), Some(place)) = (&signed, place) {
            self.attempts().succeed(&place);
        }
        signed.ok_or(Error::Failed)
    }

    /// Checks the first factor. Refusals go into the login history.
    async fn prove(
        &self,
        portal: &Portal,
        login: Login,
        address: &Address,
    ) -> Result<Proven, Error> {
        let email = login.email().to_owned();
        let (person, action, link) = match login {
            Login::Password(_, secret) => {
                let salt = self.portals().installation().password_salt();
                let hash = ClientHash::of(&secret, salt).await;
                let person = self.authenticate(portal, &email, hash, address).await?;
                (person, Action::LoginSuccessViaApi, None)
            }
            Login::Hash(_, hash) => {
                let person = self.authenticate(portal, &email, hash, address).await?;
                (person, Action::LoginSuccessViaPassword, None)
            }
            Login::Link(link) => {
                let key = link.key.clone();
                let found = self.person_of_link(portal, link).await;
                if let Err(error) = &found {
                    self.note_refusal(portal, &email, error, address).await?;
                }
                (found?, Action::AuthLinkActivated, Some(key))
            }
        };
        Ok(Proven {
            person,
            action,
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

    /// Finds the person of an e-mail and a hash, counting failures. Refusals go into the login history.
    pub(crate) async fn authenticate(
        &self,
        portal: &Portal,
        email: &str,
        hash: ClientHash,
        address: &Address,
    ) -> Result<Person, Error> {
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
    ) -> Result<Person, Error> {
        let id = portal.id;
        let place = place(id, email, &address.ip);
        let exempt = self.portals().config().is_secret_email(email);
        if !exempt {
            let limits = self.portals().hot::<LoginLimits>(id).await?;
            if !self.attempts().begin(&place, &limits, sql::now()) {
                return Err(Error::TooMany);
            }
        }
        let found = self.find_login(id, email).await?;
        let stored = found
            .as_ref()
            .and_then(|(_, known)| known.clone())
            .map(|known| known.hash);
        if !password::verify(hash, stored).await {
            return Err(Error::Failed);
        }
        let (person, _) = found.ok_or(Error::Failed)?;
        self.attempts().succeed(&place);
        check_status(&person)?;
        Ok(person)
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
    pub async fn sign_out(&self, caller: &Caller, address: &Address) -> Result<(), Error> {
        let (this, caller, address) = (self.clone(), caller.clone(), address.clone());
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
                    record_login(tx, id, &who, action, &address, Some(session))?;
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
