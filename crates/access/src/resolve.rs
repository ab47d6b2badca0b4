//! Who makes a request (`platform/03a §3.3`). A known token costs no statement.

use std::sync::Arc;

use http::request::Parts;
use http::{Method, header};
use people::Person;
use portal::{Caller, Confirmed, Portal, PortalId, Via};
use sql::{Micros, Tx};

use crate::error::Error;
use crate::password::ClientHash;
use crate::service::{Access, Address};
use crate::store;
use crate::token::{self, Given};

/// Name of the session cookie.
pub(crate) const COOKIE: &str = "asc_auth_key";

/// A key's last use is written down at most this often.
const TOUCH: Micros = 60_000_000;

/// What was found out about a request.
#[derive(Debug, Clone, Default)]
pub struct Resolved {
    /// Who asks.
    pub caller: Option<Caller>,
    /// A valid confirm header.
    pub confirmed: Option<Confirmed>,
    /// The cookie is of no use any more and should be cleared.
    pub stale_cookie: bool,
    /// Basic credentials were wrong: the answer names the scheme.
    pub basic_failed: bool,
    /// An API key was given whose scopes do not include this request.
    pub out_of_scope: bool,
}

/// What is remembered of a secret: whose it is and until when.
#[derive(Debug)]
pub(crate) struct Known {
    caller: Caller,
    expires: Option<Micros>,
    /// The portal's cookie index it was made under; `None` for keys.
    cookie_index: Option<i64>,
    touched: Option<Micros>,
}

impl Known {
    pub(crate) fn is_of(&self, portal: PortalId, user: portal::UserId) -> bool {
        self.caller.portal == portal && self.caller.user == user
    }

    fn is_valid(&self, portal: &Portal, now: Micros) -> bool {
        self.expires.is_none_or(|end| now < end)
            && self
                .cookie_index
                .is_none_or(|index| index == portal.cookie_index)
    }
}

impl Access {
    /// Finds out who makes a request to a portal.
    ///
    /// # Errors
    /// The database failed. Wrong credentials are no error: the request is anonymous then.
    pub async fn resolve(&self, parts: &Parts, portal: &Portal) -> Result<Resolved, Error> {
        let now = sql::now();
        let mut found = Resolved::default();
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let given = header.and_then(token::read);
        match &given {
            Some(Given::Token(token)) => {
                found.caller = self.by_token(portal, token, Via::Token, now).await?;
            }
            Some(Given::Key(secret)) => {
                found.caller = self.by_key(portal, secret, now).await?;
                found.out_of_scope =
                    is_out_of_scope(found.caller.as_ref(), &parts.method, &parts.uri);
            }
            Some(Given::Basic(login, secret)) if token::is_key(secret) => {
                let caller = self.by_key(portal, secret, now).await?;
                found.caller = caller.filter(|caller| caller.email.eq_ignore_ascii_case(login));
                found.out_of_scope =
                    is_out_of_scope(found.caller.as_ref(), &parts.method, &parts.uri);
                found.basic_failed = found.caller.is_none();
            }
            Some(Given::Basic(login, secret)) => {
                found.caller = self
                    .by_password(portal, login, secret, &Address::of(parts))
                    .await?;
                found.basic_failed = found.caller.is_none();
            }
            Some(Given::Foreign) | None => {}
        }
        // A valid header beats the cookie; a header that proves nothing leaves the cookie its say, except for
        // keys and passwords, whose failure must show.
        let exclusive = matches!(given, Some(Given::Key(_) | Given::Basic(..)));
        if found.caller.is_none()
            && !exclusive
            && let Some(cookie) = portal::caller::cookie(parts, COOKIE)
        {
            found.caller = self.by_token(portal, &cookie, Via::Cookie, now).await?;
            found.stale_cookie = found.caller.is_none();
        }
        found.confirmed = self
            .confirmed(parts, portal, found.caller.as_ref(), now)
            .await?;
        Ok(found)
    }

    /// The same, from what is stored and not from what is remembered: for whoever acts on a change he was told of, as
    /// events may be heard before this node has forgotten what they make old.
    ///
    /// # Errors
    /// As [`Access::resolve`].
    pub async fn resolve_anew(&self, parts: &Parts, portal: &Portal) -> Result<Resolved, Error> {
        for secret in self.secrets(parts, portal.id) {
            self.known().forget(&(portal.id, secret));
        }
        self.resolve(parts, portal).await
    }

    /// Under what the proofs of a request are remembered.
    fn secrets(&self, parts: &Parts, portal: PortalId) -> Vec<String> {
        let header = parts
            .headers
            .get(header::AUTHORIZATION)
            .and_then(|v| v.to_str().ok());
        let given = match header.and_then(token::read) {
            Some(Given::Token(secret) | Given::Key(secret)) => Some(token::hash(&secret)),
            Some(Given::Basic(_, secret)) if token::is_key(&secret) => Some(token::hash(&secret)),
            Some(Given::Basic(login, secret)) => Some(self.pair(portal, &login, &secret)),
            Some(Given::Foreign) | None => None,
        };
        let cookie = portal::caller::cookie(parts, COOKIE).map(|cookie| token::hash(&cookie));
        given.into_iter().chain(cookie).collect()
    }

    /// A code of a login and its password.
    fn pair(&self, portal: PortalId, login: &str, secret: &str) -> String {
        let installation = self.portals().installation();
        hex::encode(installation.mac("basic", &[&portal.to_string(), login, secret]))
    }

    async fn by_token(
        &self,
        portal: &Portal,
        token: &str,
        via: Via,
        now: Micros,
    ) -> Result<Option<Caller>, Error> {
        let hash = token::hash(token);
        let known = match self.known().get(&(portal.id, hash.clone())) {
            Some(known) => Some(known),
            None => self.load(portal.id, hash, session_in).await?,
        };
        let valid = known.filter(|known| known.is_valid(portal, now));
        Ok(valid.map(|known| Caller {
            via,
            ..known.caller.clone()
        }))
    }

    async fn by_key(
        &self,
        portal: &Portal,
        secret: &str,
        now: Micros,
    ) -> Result<Option<Caller>, Error> {
        let hash = token::hash(secret);
        let known = match self.known().get(&(portal.id, hash.clone())) {
            Some(known) => Some(known),
            None => self.load(portal.id, hash.clone(), key_in).await?,
        };
        let Some(known) = known.filter(|known| known.is_valid(portal, now)) else {
            return Ok(None);
        };
        if known.touched.is_none_or(|at| now - at > TOUCH) {
            self.touch(portal.id, hash, &known, now).await?;
        }
        Ok(Some(known.caller.clone()))
    }

    async fn touch(
        &self,
        portal: PortalId,
        hash: String,
        known: &Known,
        now: Micros,
    ) -> Result<(), Error> {
        let Via::ApiKey { key, .. } = known.caller.via else {
            return Ok(());
        };
        let ticket = self.known().ticket();
        self.db()
            .write::<_, Error>(move |tx| Ok(store::keys::touch(tx, portal, key, now)?))
            .await?;
        let touched = Known {
            caller: known.caller.clone(),
            expires: known.expires,
            cookie_index: known.cookie_index,
            touched: Some(now),
        };
        self.known()
            .store(ticket, (portal, hash), Arc::new(touched));
        Ok(())
    }

    async fn by_password(
        &self,
        portal: &Portal,
        login: &str,
        secret: &str,
        address: &Address,
    ) -> Result<Option<Caller>, Error> {
        // Hashing takes its time, so a pair that was right is remembered under a code of it.
        let code = self.pair(portal.id, login, secret);
        if let Some(known) = self.known().get(&(portal.id, code.clone())) {
            return self.unless_asked(portal, &known.caller, address).await;
        }
        let ticket = self.known().ticket();
        let hash = ClientHash::of(secret, self.portals().installation().password_salt()).await;
        let person = match self.authenticate(portal, login, hash, address).await {
            Ok((person, _)) => person,
            Err(Error::Failed | Error::Disabled | Error::TooMany) => return Ok(None),
            Err(error) => return Err(error),
        };
        let caller = caller_of(&person, None, Via::Basic);
        let known = Known {
            caller: caller.clone(),
            expires: None,
            cookie_index: None,
            touched: None,
        };
        self.known()
            .store(ticket, (portal.id, code), Arc::new(known));
        self.unless_asked(portal, &caller, address).await
    }

    /// A password alone is not enough for those who must show a second factor. API keys are: only somebody who had
    /// shown it could make one, and nobody guesses them.
    async fn unless_asked(
        &self,
        portal: &Portal,
        caller: &Caller,
        address: &Address,
    ) -> Result<Option<Caller>, Error> {
        let asked = self
            .asks_factor(portal.id, caller.user, &address.ip)
            .await?;
        Ok(asked.is_none().then(|| caller.clone()))
    }

    async fn load(
        &self,
        portal: PortalId,
        hash: String,
        find: fn(&mut Tx<'_>, PortalId, &str) -> Result<Option<Known>, Error>,
    ) -> Result<Option<Arc<Known>>, Error> {
        let ticket = self.known().ticket();
        let wanted = hash.clone();
        let found = self
            .db()
            .read(move |tx| find(tx, portal, &wanted))
            .await?
            .map(Arc::new);
        if let Some(known) = &found {
            self.known().store(ticket, (portal, hash), known.clone());
        }
        Ok(found)
    }
}

fn is_out_of_scope(caller: Option<&Caller>, method: &Method, uri: &http::Uri) -> bool {
    match caller.map(|caller| &caller.via) {
        Some(Via::ApiKey { scopes, .. }) => !crate::scopes::allow(scopes, method, uri.path()),
        _ => false,
    }
}

fn session_in(tx: &mut Tx<'_>, portal: PortalId, hash: &str) -> Result<Option<Known>, Error> {
    let Some(session) = store::sessions::by_token(tx, portal, hash)? else {
        return Ok(None);
    };
    let Some(person) = active(tx, portal, session.user)? else {
        return Ok(None);
    };
    Ok(Some(Known {
        caller: caller_of(&person, Some(session.id), Via::Token),
        expires: session.expires,
        cookie_index: Some(session.cookie_index),
        touched: None,
    }))
}

fn key_in(tx: &mut Tx<'_>, portal: PortalId, hash: &str) -> Result<Option<Known>, Error> {
    let Some(key) = store::keys::by_hash(tx, portal, hash)?.filter(|key| key.active) else {
        return Ok(None);
    };
    let Some(person) = active(tx, portal, key.user)? else {
        return Ok(None);
    };
    Ok(Some(Known {
        caller: caller_of(
            &person,
            None,
            Via::ApiKey {
                key: key.id,
                scopes: key.scopes,
            },
        ),
        expires: key.expires,
        cookie_index: None,
        touched: key.last_used,
    }))
}

fn active(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: portal::UserId,
) -> Result<Option<Person>, Error> {
    Ok(people::store::by_id(tx, portal, user)?.filter(Person::is_active))
}

/// A person as a caller.
pub(crate) fn caller_of(person: &Person, session: Option<i64>, via: Via) -> Caller {
    Caller {
        portal: person.portal,
        user: person.id,
        role: person.role,
        name: person.display_name(),
        email: person.email.clone(),
        culture: person.culture.clone(),
        session,
        via,
    }
}
