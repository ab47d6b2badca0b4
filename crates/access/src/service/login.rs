//! Signing in and out (`platform/03a §3.2`).

use http::HeaderValue;
use people::Person;
use people::model::EmployeeStatus;
use portal::settings::{self, CookieLife, LoginLimits, Scope};
use portal::{Caller, Portal, PortalId};
use sql::{Micros, Tx};

use crate::attempts::place;
use crate::confirm::{Checked, Link};
use crate::error::Error;
use crate::password::{self, ClientHash};
use crate::resolve::COOKIE;
use crate::service::{Access, Address, record, session_data};
use crate::store;
use crate::store::credentials::Credential;
use crate::store::sessions::Session;
use crate::token;

const MINUTE: Micros = 60_000_000;
/// Life of a session where no other is set.
const YEAR: Micros = 365 * 24 * 60 * MINUTE;

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

/// A session that has just begun.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The token, known to nobody else.
    pub token: String,
    /// End of life; `None` never.
    pub expires: Option<Micros>,
    /// Number of the session.
    pub session: i64,
    /// Ends with the browser.
    pub transient: bool,
}

impl SignedIn {
    /// The cookie that carries the token.
    #[must_use]
    pub fn cookie(&self, address: &Address, now: Micros) -> HeaderValue {
        let age = match self.expires.filter(|_| !self.transient) {
            Some(end) => format!("; Max-Age={}", (end - now) / 1_000_000),
            None => String::new(),
        };
        let secure = if address.secure { "; Secure" } else { "" };
        let text = format!(
            "{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict{secure}{age}",
            self.token
        );
        HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
    }
}

/// The cookie that clears the session cookie.
#[must_use]
pub(crate) fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("asc_auth_key=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

impl Access {
    /// Signs somebody in; earlier sessions stay alive.
    ///
    /// # Errors
    /// [`Error::Failed`], [`Error::Disabled`], [`Error::TooMany`]; [`Error::NotFound`] for a bad link.
    pub async fn sign_in(
        &self,
        portal: &Portal,
        login: Login,
        transient: bool,
        address: &Address,
    ) -> Result<SignedIn, Error> {
        match login {
            Login::Password(email, secret) => {
                let salt = self.portals().installation().password_salt();
                let hash = ClientHash::of(&secret, salt).await;
                let person = self.authenticate(portal, &email, hash, address).await?;
                self.begin(portal, person, transient, address, "password", None)
                    .await
            }
            Login::Hash(email, hash) => {
                let person = self.authenticate(portal, &email, hash, address).await?;
                self.begin(portal, person, transient, address, "hash", None)
                    .await
            }
            Login::Link(link) => self.sign_in_by_link(portal, link, transient, address).await,
        }
    }

    async fn sign_in_by_link(
        &self,
        portal: &Portal,
        link: Link,
        transient: bool,
        address: &Address,
    ) -> Result<SignedIn, Error> {
        const UNKNOWN: Error = Error::NotFound("The user could not be found");
        let key = link.key.clone();
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
        self.begin(portal, person, transient, address, "link", Some(key))
            .await
    }

    /// Finds the person of an e-mail and a hash, counting failures.
    pub(crate) async fn authenticate(
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

    /// Begins a session for somebody who has proved who he is. A link's key works once.
    async fn begin(
        &self,
        portal: &Portal,
        person: Person,
        transient: bool,
        address: &Address,
        how: &'static str,
        link: Option<String>,
    ) -> Result<SignedIn, Error> {
        let (index, address) = (portal.cookie_index, address.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                if let Some(key) = link
                    && !store::links::take(tx, person.portal, &key, now)?
                {
                    return Err(Error::NotFound("The user could not be found"));
                }
                begin_in(tx, &person, index, transient, &address, how, now)
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
                    let data = serde_json::json!({});
                    let actor = Some(caller.user);
                    record(tx, caller.portal, actor, "session.ended", session, data)?;
                    this.forget_user(tx, caller.portal, caller.user);
                }
                Ok(())
            })
            .await
    }
}

/// Begins a session inside a transaction.
pub(crate) fn begin_in(
    tx: &mut Tx<'_>,
    person: &Person,
    cookie_index: i64,
    transient: bool,
    address: &Address,
    how: &str,
    now: Micros,
) -> Result<SignedIn, Error> {
    let token = token::session();
    let life = settings::load::<CookieLife>(tx, person.portal, Scope::Portal)?;
    let expires = match (life.enabled, life.life_time) {
        (false, _) => Some(now + YEAR),
        (true, 0) => None,
        (true, minutes) => Some(now + Micros::from(minutes) * MINUTE),
    };
    let session = Session {
        portal: person.portal,
        id: store::sessions::next_id(tx)?,
        user: person.id,
        token_hash: token::hash(&token),
        created: now,
        expires,
        cookie_index,
        ip: address.ip.clone(),
        agent: address.agent.clone(),
    };
    store::sessions::sweep(tx, person.portal, person.id, now)?;
    store::sessions::insert(tx, &session)?;
    let data = session_data(address, how);
    record(
        tx,
        person.portal,
        Some(person.id),
        "session.started",
        session.id,
        data,
    )?;
    Ok(SignedIn {
        token,
        expires,
        session: session.id,
        transient,
    })
}

fn check_status(person: &Person) -> Result<(), Error> {
    match person.status {
        EmployeeStatus::Active => Ok(()),
        EmployeeStatus::Terminated => Err(Error::Disabled),
        _ => Err(Error::Failed),
    }
}

impl Access {
    /// Changes the life of sessions. A limit ends all sessions of the portal; the caller's new one is returned.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn set_cookie_life(
        &self,
        portal: &Portal,
        caller: &Caller,
        life: CookieLife,
        address: &Address,
    ) -> Result<Option<SignedIn>, Error> {
        let (this, caller, address) = (self.clone(), caller.clone(), address.clone());
        let index = portal.cookie_index + 1;
        self.db()
            .write(move |tx| {
                let (id, now) = (caller.portal, sql::now());
                settings::save(tx, id, Scope::Portal, &life, now)?;
                let data = serde_json::json!({});
                record(
                    tx,
                    id,
                    Some(caller.user),
                    "settings.changed",
                    "cookie",
                    data,
                )?;
                if !life.enabled || life.life_time == 0 {
                    return Ok(None);
                }
                portal::store::end_all_sessions(tx, id)?;
                this.portals().changed(tx);
                let Some(person) = people::store::by_id(tx, id, caller.user)? else {
                    return Ok(None);
                };
                begin_in(tx, &person, index, false, &address, "renewed", now).map(Some)
            })
            .await
    }
}
