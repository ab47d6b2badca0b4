//! Passkeys: making them, signing in with them, looking after them.

use people::Person;
use portal::{Caller, Confirmed, Portal, PortalId, UserId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sql::{Micros, Tx};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PublicKeyCredential};

use crate::error::Error;
use crate::passkey::{Refused, Site, id_text, read};
use crate::service::journal::{Action, Who, record_login};
use crate::service::login::check_status;
use crate::service::sessions::{Beginning, SignedIn, begin};
use crate::service::{Access, Address, record};
use crate::store;
use crate::store::challenges::Challenge;
use crate::store::passkeys::StoredPasskey;

/// How long a browser may take to answer: as long as the library tells it.
const PATIENCE: Micros = 300 * 1_000_000;
/// Most passkeys of one person.
const MOST: usize = 20;

const GONE: Error = Error::NotFound("The passkey could not be found");

/// What a challenge is for.
const REGISTER: &str = "register";
const SIGN_IN: &str = "sign-in";
const SECOND: &str = "second-factor";

/// A question for a browser: the options of its call, and the number under which its answer is awaited.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Number.
    pub id: Uuid,
    /// The argument `publicKey`, in the JSON form of WebAuthn.
    pub public_key: Value,
}

/// A passkey as its person sees it.
#[derive(Debug, Clone)]
pub struct PasskeyView {
    /// Id of the credential.
    pub id: String,
    /// Name he gave it.
    pub name: String,
    /// The host it works at.
    pub host: String,
    /// When it was made.
    pub created: Micros,
    /// When it was used last.
    pub last_used: Option<Micros>,
}

impl From<StoredPasskey> for PasskeyView {
    fn from(stored: StoredPasskey) -> Self {
        Self {
            id: stored.id,
            name: stored.name,
            host: stored.host,
            created: stored.created,
            last_used: stored.last_used,
        }
    }
}

impl Access {
    fn site(&self, portal: &Portal, base: &str) -> Result<Site, Error> {
        Site::new(portal, base, self.portals().config().dev)
    }

    /// The caller's passkeys.
    ///
    /// # Errors
    /// The database failed.
    pub async fn passkeys(&self, caller: &Caller) -> Result<Vec<PasskeyView>, Error> {
        let (portal, user) = (caller.portal, caller.user);
        let all = self
            .db()
            .read::<_, Error>(move |tx| Ok(store::passkeys::of(tx, portal, user)?))
            .await?;
        Ok(all.into_iter().map(Into::into).collect())
    }

    /// Asks the caller's browser to make a passkey.
    ///
    /// # Errors
    /// [`Error::Argument`] at an address without a name, and for the twenty-first passkey.
    pub async fn ask_new_passkey(
        &self,
        portal: &Portal,
        caller: &Caller,
        base: &str,
    ) -> Result<Asked, Error> {
        let site = self.site(portal, base)?;
        let caller = caller.clone();
        self.db()
            .write(move |tx| {
                let (id, user) = (caller.portal, caller.user);
                let known = store::passkeys::of(tx, id, user)?;
                if known.len() >= MOST {
                    return Err(Error::argument("There are too many passkeys"));
                }
                let keys = keys_at(&known, &site.host);
                let (asked, state) = site.ask_new(user.0, &caller.email, &caller.name, &keys)?;
                ask(tx, id, Some(user), REGISTER, &state, &asked.public_key)
            })
            .await
    }

    /// Keeps the passkey the caller's browser has made.
    ///
    /// # Errors
    /// [`Error::Argument`] when the answer does not fit the question, or comes too late.
    pub async fn add_passkey(
        &self,
        portal: &Portal,
        caller: &Caller,
        base: &str,
        name: String,
        (question, answer): (Uuid, Value),
    ) -> Result<PasskeyView, Error> {
        const BAD: &str = "The passkey could not be verified";
        let site = self.site(portal, base)?;
        let (id, user) = (caller.portal, caller.user);
        let challenge = self.take_challenge(id, question).await?;
        let challenge = challenge.ok_or_else(|| Error::argument(BAD))?;
        if challenge.purpose != REGISTER || challenge.user != Some(user) {
            return Err(Error::argument(BAD));
        }
        let state = stored(&challenge.state)?;
        let made = read(answer).and_then(|answer| site.made(&answer, &state));
        let key = made.map_err(|Refused| Error::argument(BAD))?;
        let passkey = StoredPasskey {
            portal: id,
            id: id_text(key.cred_id()),
            user,
            name,
            host: site.host,
            credential: text(&key)?,
            created: sql::now(),
            last_used: None,
        };
        self.db()
            .write(move |tx| {
                if !store::passkeys::insert(tx, &passkey)? {
                    return Err(Error::argument(BAD));
                }
                let data = json!({ "name": passkey.name });
                record(tx, id, Some(user), "person.passkey-added", user, data)?;
                Ok(passkey.into())
            })
            .await
    }

    /// Gives one of the caller's passkeys another name.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn rename_passkey(
        &self,
        caller: &Caller,
        key: String,
        name: String,
    ) -> Result<PasskeyView, Error> {
        let (portal, user) = (caller.portal, caller.user);
        self.db()
            .write(move |tx| {
                if !store::passkeys::rename(tx, portal, user, &key, &name)? {
                    return Err(GONE);
                }
                let data = json!({ "name": name });
                record(tx, portal, Some(user), "person.passkey-renamed", user, data)?;
                let stored = store::passkeys::by_id(tx, portal, &key)?;
                stored.map(Into::into).ok_or(GONE)
            })
            .await
    }

    /// Forgets one of the caller's passkeys.
    ///
    /// # Errors
    /// [`Error::NotFound`].
    pub async fn remove_passkey(&self, caller: &Caller, key: String) -> Result<(), Error> {
        let (portal, user) = (caller.portal, caller.user);
        self.db()
            .write(move |tx| {
                if !store::passkeys::delete(tx, portal, user, &key)? {
                    return Err(GONE);
                }
                let kind = "person.passkey-removed";
                record(tx, portal, Some(user), kind, user, json!({}))?;
                Ok(())
            })
            .await
    }

    /// Asks a browser for a passkey: any it has for this portal, or with a step one of its person's.
    ///
    /// # Errors
    /// [`Error::Argument`] at an address without a name; [`Error::NotFound`] when the person has none for it.
    pub async fn ask_passkey(
        &self,
        portal: &Portal,
        step: Option<&Confirmed>,
        base: &str,
    ) -> Result<Asked, Error> {
        let site = self.site(portal, base)?;
        let (id, user) = (portal.id, step.and_then(|step| step.user));
        self.db()
            .write(move |tx| {
                let Some(user) = user else {
                    let (asked, state) = site.ask_any()?;
                    return ask(tx, id, None, SIGN_IN, &state, &asked.public_key);
                };
                let keys = keys_at(&store::passkeys::of(tx, id, user)?, &site.host);
                if keys.is_empty() {
                    return Err(GONE);
                }
                let (asked, state) = site.ask_one_of(&keys)?;
                ask(tx, id, Some(user), SECOND, &state, &asked.public_key)
            })
            .await
    }

    /// Signs in whoever has shown a passkey: instead of a password, or with a step instead of a code.
    ///
    /// # Errors
    /// [`Error::Failed`] for everything that does not fit, [`Error::Disabled`].
    pub async fn sign_in_with_passkey(
        &self,
        portal: &Portal,
        step: Option<&Confirmed>,
        base: &str,
        (question, answer): (Uuid, Value),
        transient: bool,
        address: &Address,
    ) -> Result<SignedIn, Error> {
        let site = self.site(portal, base)?;
        let shown = self
            .check_passkey(portal.id, step, &site, question, answer)
            .await?;
        let (id, cookie_index) = (portal.id, portal.cookie_index);
        let (step, address) = (step.map(|step| step.key.clone()), address.clone());
        self.db()
            .write(move |tx| {
                let now = sql::now();
                let (person, key) = match shown {
                    Ok(shown) => shown,
                    Err(who) => {
                        let action = Action::LoginFail;
                        record_login(tx, id, &who, action, None)?;
                        return Ok(Err(Error::Failed));
                    }
                };
                if let Err(error) = check_status(&person) {
                    let (who, action) = (Who::from(&person), Action::LoginFailDisabledProfile);
                    record_login(tx, id, &who, action, None)?;
                    return Ok(Err(error));
                }
                if let Some(key) = step
                    && !store::links::take(tx, id, &key, now)?
                {
                    return Err(Error::Failed);
                }
                let key_id = id_text(key.cred_id());
                store::passkeys::touch(tx, id, &key_id, &text(&key)?, now)?;
                let how = Beginning {
                    cookie_index,
                    transient,
                    address: &address,
                    action: Some(Action::LoginSuccess),
                };
                begin(tx, &person, how, now).map(Ok)
            })
            .await?
    }

    /// The person of a passkey and the passkey with its new counter, or who is written down as refused.
    async fn check_passkey(
        &self,
        portal: PortalId,
        step: Option<&Confirmed>,
        site: &Site,
        question: Uuid,
        answer: Value,
    ) -> Result<Result<(Person, Passkey), Who>, Error> {
        let expected = step.and_then(|step| step.user);
        let stranger = Who {
            user: expected,
            login: String::new(),
        };
        let challenge = self.take_challenge(portal, question).await?;
        let purpose = if expected.is_some() { SECOND } else { SIGN_IN };
        let challenge = challenge.filter(|it| it.purpose == purpose && it.user == expected);
        let (Some(challenge), Ok(answer)) = (challenge, read::<PublicKeyCredential>(answer)) else {
            return Ok(Err(stranger));
        };
        let user = match expected {
            Some(user) => Ok(user),
            None => site.claimed(&answer).map(UserId),
        };
        let (Ok(user), key) = (user, id_text(&answer.raw_id)) else {
            return Ok(Err(stranger));
        };
        let found = self
            .db()
            .read::<_, Error>(move |tx| {
                let person = people::store::by_id(tx, portal, user)?;
                let key = store::passkeys::by_id(tx, portal, &key)?;
                Ok(person.zip(key.filter(|key| key.user == user)))
            })
            .await?;
        let Some((person, kept)) = found else {
            return Ok(Err(stranger));
        };
        let key: Passkey = stored(&kept.credential)?;
        let shown = match expected {
            Some(_) => site.shown(&answer, &stored(&challenge.state)?, key),
            None => site.shown_any(&answer, stored(&challenge.state)?, key),
        };
        Ok(match shown {
            Ok(key) => Ok((person, key)),
            Err(Refused) => Err(Who::from(&person)),
        })
    }

    /// Takes a challenge away, whatever its answer turns out to be.
    async fn take_challenge(
        &self,
        portal: PortalId,
        question: Uuid,
    ) -> Result<Option<Challenge>, Error> {
        self.db()
            .write(move |tx| Ok(store::challenges::take(tx, portal, question, sql::now())?))
            .await
    }
}

/// Keeps a question until it is answered.
fn ask(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: Option<UserId>,
    purpose: &str,
    state: &impl Serialize,
    public_key: &impl Serialize,
) -> Result<Asked, Error> {
    let (id, now) = (Uuid::new_v4(), sql::now());
    let challenge = Challenge {
        user,
        purpose: purpose.to_owned(),
        state: text(state)?,
    };
    store::challenges::insert(tx, portal, id, &challenge, now, now + PATIENCE)?;
    let public_key = serde_json::to_value(public_key);
    let public_key = public_key.map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Asked { id, public_key })
}

/// The passkeys that were made for a host.
fn keys_at(stored: &[StoredPasskey], host: &str) -> Vec<Passkey> {
    let here = stored.iter().filter(|key| key.host == host);
    here.filter_map(|key| serde_json::from_str(&key.credential).ok())
        .collect()
}

fn text(value: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(value).map_err(|error| Error::Internal(error.to_string()))
}

fn stored<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    serde_json::from_str(text).map_err(|error| Error::Internal(error.to_string()))
}
