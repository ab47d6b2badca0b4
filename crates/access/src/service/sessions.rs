//! Sessions: how they begin, what carries them, how long they live (`platform/03a §3.3`).

use http::HeaderValue;
use people::Person;
use portal::settings::{self, CookieLife, Scope};
use portal::{Caller, Portal};
use serde_json::json;
use sql::{Micros, Tx};

use crate::error::Error;
use crate::resolve::COOKIE;
use crate::service::journal::{Action, Who, record_login};
use crate::service::{Access, Address, record};
use crate::store;
use crate::store::sessions::Session;
use crate::token;

const MINUTE: Micros = 60_000_000;
/// Life of a session where no other is set.
const YEAR: Micros = 365 * 24 * 60 * MINUTE;

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
        cookie(COOKIE, &self.token, address, &age)
    }
}

/// A cookie of ours: for this site's requests only, out of reach of scripts.
pub(crate) fn cookie(name: &str, value: &str, address: &Address, age: &str) -> HeaderValue {
    let secure = if address.secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; HttpOnly; SameSite=Strict{secure}{age}");
    HeaderValue::from_str(&text).unwrap_or(HeaderValue::from_static(""))
}

/// The cookie that clears the session cookie.
#[must_use]
pub(crate) fn no_cookie() -> HeaderValue {
    HeaderValue::from_static("asc_auth_key=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0")
}

/// How a session begins: for the browser's life only, from where, and what the history says of it. A session
/// that takes the place of another one has no action.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Beginning<'a> {
    pub(crate) cookie_index: i64,
    pub(crate) transient: bool,
    pub(crate) address: &'a Address,
    pub(crate) action: Option<Action>,
}

/// Begins a session inside a transaction.
pub(crate) fn begin(
    tx: &mut Tx<'_>,
    person: &Person,
    how: Beginning<'_>,
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
        cookie_index: how.cookie_index,
        ip: how.address.ip.clone(),
        agent: how.address.agent.clone(),
        page: how.address.page.clone(),
    };
    store::sessions::sweep(tx, person.portal, person.id, now)?;
    store::sessions::insert(tx, &session)?;
    if let Some(action) = how.action {
        let (who, id) = (Who::from(person), Some(session.id));
        record_login(tx, person.portal, &who, action, id)?;
    }
    Ok(SignedIn {
        token,
        expires,
        session: session.id,
        transient: how.transient,
    })
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
        let cookie_index = portal.cookie_index + 1;
        self.db()
            .write(move |tx| {
                let (id, now) = (caller.portal, sql::now());
                settings::save(tx, id, Scope::Portal, &life, now)?;
                let (actor, kind) = (Some(caller.user), "settings.changed");
                record(tx, id, actor, kind, "cookie", json!({}))?;
                if !life.enabled || life.life_time == 0 {
                    return Ok(None);
                }
                this.end_everybody(tx, id, caller.user)?;
                let Some(person) = people::store::by_id(tx, id, caller.user)? else {
                    return Ok(None);
                };
                let how = Beginning {
                    cookie_index,
                    transient: false,
                    address: &address,
                    action: None,
                };
                begin(tx, &person, how, now).map(Some)
            })
            .await
    }
}
