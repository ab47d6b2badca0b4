//! API keys (`platform/03a §3.8`).

use std::collections::HashMap;

use people::Person;
use portal::settings::{self, DevTools, Scope};
use portal::{Caller, Role, UserId, Via};
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use crate::error::Error;
use crate::scopes;
use crate::service::{Access, letters, record};
use crate::store::keys::{self, Key};
use crate::token;

const DAY: Micros = 86_400_000_000;

/// Keys that are switched off in one transaction.
const AT_ONCE: usize = 200;

/// Changes of a key; `None` leaves as it is.
#[derive(Debug, Clone, Default)]
pub struct Change {
    /// Name.
    pub name: Option<String>,
    /// Scopes.
    pub scopes: Option<Vec<String>>,
    /// Works.
    pub active: Option<bool>,
}

/// Keys and their makers.
pub(crate) type Listed = (Vec<Key>, HashMap<UserId, Person>);

impl Access {
    /// Makes a key of the caller. The secret is in the answer and nowhere else.
    ///
    /// # Errors
    /// [`Error::State`] for guests, [`Error::Denied`] when developer tools are for administrators,
    /// [`Error::Argument`] for unknown scopes.
    pub async fn make_key(
        &self,
        caller: &Caller,
        name: String,
        scopes: Vec<String>,
        days: Option<i32>,
    ) -> Result<(Key, String, Person), Error> {
        if caller.role == Role::Guest {
            return Err(Error::State(
                "This operation unavailable for user with guest role",
            ));
        }
        let scopes = checked(scopes)?;
        let secret = token::key();
        let (caller, hash) = (caller.clone(), token::hash(&secret));
        let postfix = secret
            .get(secret.len() - 4..)
            .unwrap_or_default()
            .to_owned();
        let (key, person) = self
            .db()
            .write::<_, Error>(move |tx| {
                check_tools(tx, &caller)?;
                let now = sql::now();
                let key = Key {
                    portal: caller.portal,
                    id: Uuid::new_v4(),
                    user: caller.user,
                    name,
                    postfix,
                    scopes,
                    created: now,
                    expires: days.map(|days| now + Micros::from(days) * DAY),
                    last_used: None,
                    active: true,
                };
                keys::insert(tx, &key, &hash)?;
                let person = people::store::by_id(tx, caller.portal, caller.user)?;
                let person = person.ok_or(Error::NotFound("The user could not be found"))?;
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "key.created",
                    key.id,
                    json!({ "name": key.name }),
                )?;
                Ok((key, person))
            })
            .await?;
        Ok((key, secret, person))
    }

    /// The caller's keys; for administrators everybody's.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn keys(&self, caller: &Caller) -> Result<Listed, Error> {
        let owner = (!caller.is_admin()).then_some(caller.user);
        let portal = caller.portal;
        self.db()
            .read(move |tx| {
                let keys = keys::list(tx, portal, owner)?;
                let ids: Vec<_> = keys.iter().map(|key| key.user).collect();
                Ok((keys, people::store::by_ids(tx, portal, &ids)?))
            })
            .await
    }

    /// The key this request came with.
    ///
    /// # Errors
    /// [`Error::NotFound`] when it came with none.
    pub async fn own_key(&self, caller: &Caller) -> Result<(Key, Person), Error> {
        const NONE: Error = Error::NotFound("The API key could not be found");
        let Via::ApiKey { key, .. } = caller.via else {
            return Err(NONE);
        };
        let (portal, user) = (caller.portal, caller.user);
        self.db()
            .read(move |tx| {
                let key = keys::by_id(tx, portal, key)?.ok_or(NONE)?;
                let person = people::store::by_id(tx, portal, user)?.ok_or(NONE)?;
                Ok((key, person))
            })
            .await
    }

    /// Changes a key; `false` when it is gone, expired or not the caller's.
    ///
    /// # Errors
    /// [`Error::Argument`] for unknown scopes.
    pub async fn change_key(
        &self,
        caller: &Caller,
        id: Uuid,
        change: Change,
    ) -> Result<bool, Error> {
        let scopes = change.scopes.map(checked).transpose()?;
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let Some(mut key) = own(tx, &caller, id)? else {
                    return Ok(false);
                };
                if key.is_expired(sql::now()) {
                    return Ok(false);
                }
                key.name = change.name.unwrap_or(key.name);
                key.scopes = scopes.unwrap_or(key.scopes);
                key.active = change.active.unwrap_or(key.active);
                keys::update(tx, &key)?;
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "key.updated",
                    id,
                    json!({ "name": key.name }),
                )?;
                this.forget_user(tx, caller.portal, key.user);
                Ok(true)
            })
            .await
    }

    /// Switches keys off whose time is over, and tells their owners.
    ///
    /// # Errors
    /// The database failed.
    pub async fn expire_keys(&self, now: Micros) -> Result<(), Error> {
        loop {
            let this = self.clone();
            let found = self
                .db()
                .write::<_, Error>(move |tx| {
                    let keys = keys::expire(tx, now, AT_ONCE)?;
                    for key in &keys {
                        record(tx, key.portal, None, "key.expired", key.id, json!({}))?;
                        this.forget_user(tx, key.portal, key.user);
                    }
                    letters::keys_expired(tx, &keys)?;
                    Ok(keys.len())
                })
                .await?;
            if found < AT_ONCE {
                return Ok(());
            }
        }
    }

    /// Deletes a key; `false` when it is gone or not the caller's.
    ///
    /// # Errors
    /// The database failed.
    pub async fn delete_key(&self, caller: &Caller, id: Uuid) -> Result<bool, Error> {
        let (this, caller) = (self.clone(), caller.clone());
        self.db()
            .write(move |tx| {
                let Some(key) = own(tx, &caller, id)? else {
                    return Ok(false);
                };
                keys::delete(tx, caller.portal, id)?;
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "key.deleted",
                    id,
                    json!({ "name": key.name }),
                )?;
                this.forget_user(tx, caller.portal, key.user);
                Ok(true)
            })
            .await
    }
}

/// A key the caller may change: his own, for administrators any.
fn own(tx: &mut Tx<'_>, caller: &Caller, id: Uuid) -> Result<Option<Key>, Error> {
    let key = keys::by_id(tx, caller.portal, id)?;
    Ok(key.filter(|key| key.user == caller.user || caller.is_admin()))
}

fn check_tools(tx: &mut Tx<'_>, caller: &Caller) -> Result<(), Error> {
    let tools = settings::load::<DevTools>(tx, caller.portal, Scope::Portal)?;
    if tools.limited_for_users && !caller.is_admin() {
        Err(Error::Denied)
    } else {
        Ok(())
    }
}

/// Scopes as they are stored: `*` means everything, which is the empty list.
fn checked(wanted: Vec<String>) -> Result<Vec<String>, Error> {
    if wanted
        .iter()
        .any(|scope| !scopes::ALL.contains(&scope.as_str()))
    {
        return Err(Error::argument("Permissions are not valid."));
    }
    if wanted.iter().any(|scope| scope == "*") {
        return Ok(Vec::new());
    }
    Ok(wanted)
}
