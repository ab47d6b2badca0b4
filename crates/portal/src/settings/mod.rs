//! The settings store: small JSON documents of a portal or of one user, each with a typed wrapper.
//!
//! A setting that was never saved reads as its type's default. Domains define their own settings by
//! implementing [`Setting`]; nobody else's table is needed for a switch.

mod factor;
mod kinds;
mod themes;

use std::collections::HashMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sql::{Micros, Tx, params};

pub use self::factor::{FactorKind, FactorRules, SecondFactor};
pub use self::kinds::*;
pub use self::themes::{Colours, LIMIT as THEME_LIMIT, Theme, Themes};
use crate::model::{PortalId, UserId};

/// Whose setting it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// One value for the whole portal.
    Portal,
    /// One value for each user.
    User(UserId),
}

impl Scope {
    /// The owner column: empty text for the portal.
    fn column(self) -> String {
        match self {
            Self::Portal => String::new(),
            Self::User(user) => user.to_string(),
        }
    }
}

/// A typed setting. The default is what a fresh portal has.
pub trait Setting: Serialize + DeserializeOwned + Default {
    /// Key in the store; never changes once released.
    const KEY: &'static str;

    /// For a setting that switches something: whether it is on. Its event tells.
    fn is_on(&self) -> Option<bool> {
        None
    }
}

/// A setting with the time it was saved.
#[derive(Debug, Clone, PartialEq)]
pub struct Saved<T> {
    /// The value.
    pub value: T,
    /// When it was saved; `None` for the default.
    pub modified: Option<Micros>,
}

/// The raw value of a key.
///
/// # Errors
/// The database failed.
pub fn get(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
    key: &str,
) -> Result<Option<serde_json::Value>, sql::Error> {
    Ok(read(tx, portal, scope, key)?.and_then(|(text, _)| serde_json::from_str(&text).ok()))
}

/// Where the stored text of a portal's setting is, for statements that ask many things at once: the column, and
/// what follows it. `portal` is the statement's name for the portal's number. Never saved: no row.
#[must_use]
pub fn stored<T: Setting>(portal: &str) -> (&'static str, String) {
    let rest = format!(
        "FROM portal_settings s WHERE s.portal_id = {portal} AND s.owner = '' AND s.key = '{}'",
        T::KEY
    );
    ("s.value", rest)
}

/// Stores the raw value of a key.
///
/// # Errors
/// The database failed.
pub fn put(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
    key: &str,
    value: &serde_json::Value,
    now: Micros,
) -> Result<(), sql::Error> {
    write(tx, portal, scope, key, value.to_string(), now)
}

/// A typed setting, or its default.
///
/// # Errors
/// The database failed.
pub fn load<T: Setting>(tx: &mut Tx<'_>, portal: PortalId, scope: Scope) -> Result<T, sql::Error> {
    Ok(load_saved(tx, portal, scope)?.value)
}

/// A typed setting with the time it was saved.
///
/// # Errors
/// The database failed.
pub fn load_saved<T: Setting>(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
) -> Result<Saved<T>, sql::Error> {
    let row = read(tx, portal, scope, T::KEY)?;
    Ok(
        match row.and_then(|(text, at)| Some((serde_json::from_str(&text).ok()?, at))) {
            Some((value, at)) => Saved {
                value,
                modified: Some(at),
            },
            None => Saved {
                value: T::default(),
                modified: None,
            },
        },
    )
}

/// A typed setting of several users: those who saved one.
///
/// # Errors
/// The database failed.
pub fn of_users<T: Setting>(
    tx: &mut Tx<'_>,
    portal: PortalId,
    users: &[UserId],
) -> Result<HashMap<UserId, T>, sql::Error> {
    let users: Vec<String> = users.iter().map(UserId::to_string).collect();
    let rows: Vec<(UserId, String)> = tx.query(
        "SELECT owner, value FROM portal_settings \
         WHERE portal_id = $1 AND key = $2 AND owner = ANY($3)",
        &params![portal.0, T::KEY, users],
    )?;
    let read = |(user, text): (UserId, String)| Some((user, serde_json::from_str(&text).ok()?));
    Ok(rows.into_iter().filter_map(read).collect())
}

/// Saves a typed setting.
///
/// # Errors
/// The database failed.
pub fn save<T: Setting>(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
    value: &T,
    now: Micros,
) -> Result<(), sql::Error> {
    let text =
        serde_json::to_string(value).map_err(|error| sql::Error::Other(error.to_string()))?;
    write(tx, portal, scope, T::KEY, text, now)
}

/// Forgets a setting, so that it reads as the default again.
///
/// # Errors
/// The database failed.
pub fn reset<T: Setting>(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
) -> Result<(), sql::Error> {
    tx.execute(
        "DELETE FROM portal_settings WHERE portal_id = $1 AND owner = $2 AND key = $3",
        &params![portal.0, scope.column(), T::KEY],
    )?;
    Ok(())
}

/// Every setting of a portal and of one of its users, loaded at once.
#[derive(Debug, Default)]
pub struct Bag {
    rows: Vec<(String, String)>,
    user: String,
}

/// Loads all settings of a portal, and of a user when one is given, in one statement.
///
/// # Errors
/// The database failed.
pub fn load_all(
    tx: &mut Tx<'_>,
    portal: PortalId,
    user: Option<UserId>,
) -> Result<Bag, sql::Error> {
    let user = user.map(|user| user.to_string()).unwrap_or_default();
    let rows: Vec<(String, String, String)> = tx.query(
        "SELECT owner, key, value FROM portal_settings \
         WHERE portal_id = $1 AND (owner = '' OR owner = $2)",
        &params![portal.0, user.as_str()],
    )?;
    let rows = rows
        .into_iter()
        .map(|(owner, key, value)| (slot(&owner, &key), value))
        .collect();
    Ok(Bag { rows, user })
}

impl Bag {
    /// A setting of the portal, or its default.
    #[must_use]
    pub fn portal<T: Setting>(&self) -> T {
        self.find("", T::KEY).unwrap_or_default()
    }

    /// A setting of the user, or its default.
    #[must_use]
    pub fn user<T: Setting>(&self) -> T {
        self.find(&self.user, T::KEY).unwrap_or_default()
    }

    fn find<T: Setting>(&self, owner: &str, key: &str) -> Option<T> {
        let wanted = slot(owner, key);
        let (_, text) = self.rows.iter().find(|(slot, _)| *slot == wanted)?;
        serde_json::from_str(text).ok()
    }
}

fn slot(owner: &str, key: &str) -> String {
    format!("{owner}/{key}")
}

fn read(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
    key: &str,
) -> Result<Option<(String, Micros)>, sql::Error> {
    tx.query_opt(
        "SELECT value, modified FROM portal_settings \
         WHERE portal_id = $1 AND owner = $2 AND key = $3",
        &params![portal.0, scope.column(), key],
    )
}

fn write(
    tx: &mut Tx<'_>,
    portal: PortalId,
    scope: Scope,
    key: &str,
    text: String,
    now: Micros,
) -> Result<(), sql::Error> {
    tx.execute(
        "INSERT INTO portal_settings (portal_id, owner, key, value, modified) \
         VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (portal_id, owner, key) \
         DO UPDATE SET value = excluded.value, modified = excluded.modified",
        &params![portal.0, scope.column(), key, text, now],
    )?;
    Ok(())
}
