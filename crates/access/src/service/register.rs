//! Registering portals (`platform/02 §2.4`).

use people::Person;
use people::model::EmployeeActivationStatus;
use people::service::Draft;
use portal::alias::{self, Refusal};
use portal::settings::{self, LimitedSpace, LoginLimits, PasswordPolicy, Scope, Wizard};
use portal::{Portal, PortalId, Role, Status, TrustedDomains, UserId, locale};
use serde_json::json;
use sql::Tx;

use crate::attempts::subscriber;
use crate::error::Error;
use crate::password::{self, ClientHash};
use crate::service::{Access, record};
use crate::store;

/// A portal as it is ordered.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Wished alias; a random one when empty.
    pub name: Option<String>,
    /// First name of the owner.
    pub first_name: String,
    /// Last name of the owner.
    pub last_name: String,
    /// E-mail of the owner.
    pub email: String,
    /// Plain password.
    pub password: Option<String>,
    /// Client-side hash; wins over the plain password.
    pub hash: Option<String>,
    /// Language.
    pub language: Option<String>,
    /// IANA zone.
    pub time_zone: Option<String>,
    /// Business branch.
    pub industry: i32,
    /// May be telephoned.
    pub calls: bool,
    /// Wants newsletters.
    pub spam: bool,
    /// People of this space may not manage the others.
    pub limited: bool,
    /// Somebody else sends the welcome mail, by [`Registered::welcome`].
    pub skip_welcome: bool,
    /// Where the installation was reached, for the letter to the owner; without it none is written.
    pub base: Option<String>,
}

/// A registered portal.
#[derive(Debug, Clone)]
pub struct Registered {
    /// The portal.
    pub portal: Portal,
    /// Its owner.
    pub owner: Person,
    /// Path of a one-time login link.
    pub path: String,
    /// Path of the call that sends the welcome mail, unless it is due at once. It is for owners who have a password;
    /// others meet the wizard first.
    pub welcome: Option<String>,
}

/// Why a portal is not registered: the service's code and a text.
#[derive(Debug)]
pub enum Refused {
    /// `passPolicyError`.
    Password,
    /// `error` with a text.
    Name(&'static str),
    /// The alias breaks a rule.
    Alias(Refusal),
    /// The alias is taken; others that begin alike.
    Taken(Vec<String>),
    /// Too many registrations from one address.
    TooMany,
    /// Anything else.
    Error(Error),
}

impl From<Error> for Refused {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

/// Registrations from one address in five minutes.
const LIMITS: LoginLimits = LoginLimits {
    attempt_count: 10,
    check_period: 300,
    block_time: 300,
};

impl Access {
    /// Registers a portal with its owner.
    ///
    /// # Errors
    /// See [`Refused`].
    pub async fn register(&self, order: Order, ip: &str) -> Result<Registered, Refused> {
        let exempt = self.portals().config().is_secret_email(&order.email);
        if !exempt && !self.may_register(ip).await? {
            return Err(Refused::TooMany);
        }
        let hash = self.owner_hash(&order).await?;
        let welcome_now = hash.is_some() && !order.skip_welcome;
        let base = order.base.clone().filter(|_| welcome_now);
        let new = self.plan(order, hash).await?;
        let this = self.clone();
        let wished = new.alias.clone();
        let work = move |tx: &mut Tx<'_>| {
            let (portal, owner) = insert(tx, &this, new)?;
            if let Some(base) = base {
                let base = this.portals().address_of(&portal, &base);
                this.write_to_owner(tx, &owner, &base)?;
            }
            Ok((portal, owner))
        };
        let made = self.db().write(work).await;
        let (portal, owner) = match made {
            Err(Error::Sql(error)) if error.is_unique() => {
                return Err(Refused::Taken(self.variants(&wished).await?));
            }
            other => other?,
        };
        let now = sql::now();
        let path = self.auth_path(&owner, !welcome_now, now);
        let welcome = (!welcome_now).then(|| self.welcome_path(&owner, now));
        Ok(Registered {
            portal,
            owner,
            path,
            welcome,
        })
    }

    /// Counts a registration from an address.
    async fn may_register(&self, ip: &str) -> Result<bool, Error> {
        let place = format!("registration {}", subscriber(ip));
        Ok(self.attempts().begin(&place, &LIMITS, sql::now()).await?)
    }

    /// Checks that an alias may be used and is free.
    ///
    /// # Errors
    /// [`Refused::Alias`], [`Refused::Taken`].
    pub async fn check_alias(&self, name: &str) -> Result<(), Refused> {
        let alias = alias::parse(name).map_err(Refused::Alias)?;
        let wanted = alias.clone();
        let taken = self
            .db()
            .read::<_, Error>(move |tx| Ok(portal::store::by_domain(tx, &wanted)?.is_some()))
            .await?;
        if taken {
            Err(Refused::Taken(self.variants(&alias).await?))
        } else {
            Ok(())
        }
    }

    async fn variants(&self, name: &str) -> Result<Vec<String>, Error> {
        let stem = alias::stem(name).to_owned();
        self.db()
            .read(move |tx| Ok(portal::store::names_like(tx, &stem)?))
            .await
    }

    async fn owner_hash(&self, order: &Order) -> Result<Option<ClientHash>, Refused> {
        if let Some(hash) = order.hash.as_deref().and_then(ClientHash::sent) {
            return Ok(Some(hash));
        }
        let plain = order
            .password
            .as_deref()
            .map(str::trim)
            .filter(|plain| !plain.is_empty());
        let Some(plain) = plain else { return Ok(None) };
        if !password::obeys(plain, &PasswordPolicy::default()) {
            return Err(Refused::Password);
        }
        let salt = self.portals().installation().password_salt();
        Ok(Some(ClientHash::of(plain, salt).await))
    }

    async fn plan(&self, order: Order, hash: Option<ClientHash>) -> Result<NewPortal, Refused> {
        let (first, last) = (order.first_name.trim(), order.last_name.trim());
        if first.is_empty() && last.is_empty() {
            return Err(Refused::Name("name is required"));
        }
        let bad = |name: &str| !name.is_empty() && !people::rules::is_name(name);
        if first.is_empty() || bad(first) || bad(last) {
            return Err(Refused::Name("name is incorrect"));
        }
        let alias = match order
            .name
            .as_deref()
            .map(str::trim)
            .filter(|name| !name.is_empty())
        {
            Some(name) => alias::parse(name).map_err(Refused::Alias)?,
            None => random_alias(),
        };
        let language = order.language.as_deref().and_then(locale::culture);
        let language = language.unwrap_or(locale::DEFAULT_CULTURE).to_owned();
        let zone = order.time_zone.clone().filter(|zone| locale::is_zone(zone));
        let mut owner = Draft::new(Role::Owner, &order.email, first, last);
        owner.activation = EmployeeActivationStatus::NotActivated;
        owner.culture = Some(language.clone());
        owner.spam = Some(order.spam);
        let credential = match hash {
            Some(hash) => Some(self.sealed(hash).await?),
            None => None,
        };
        Ok(NewPortal {
            alias,
            language,
            time_zone: zone.unwrap_or_else(|| locale::DEFAULT_ZONE.to_owned()),
            industry: order.industry,
            calls: order.calls,
            spam: order.spam,
            limited: order.limited,
            owner,
            credential,
        })
    }
}

/// A portal about to be stored.
pub(crate) struct NewPortal {
    pub(crate) alias: String,
    pub(crate) language: String,
    pub(crate) time_zone: String,
    pub(crate) industry: i32,
    pub(crate) calls: bool,
    pub(crate) spam: bool,
    pub(crate) limited: bool,
    pub(crate) owner: Draft,
    /// The stored form of the owner's password; without one the wizard opens.
    pub(crate) credential: Option<String>,
}

/// Stores a portal with its owner.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    access: &Access,
    new: NewPortal,
) -> Result<(Portal, Person), Error> {
    let now = sql::now();
    let id: PortalId = portal::store::next_id(tx)?;
    let mut portal = Portal {
        id,
        alias: new.alias,
        mapped_domain: None,
        name: String::new(),
        language: new.language,
        time_zone: new.time_zone,
        status: Status::Active,
        status_changed: now,
        owner: UserId::NOBODY,
        created: now,
        modified: now,
        industry: new.industry,
        calls: new.calls,
        spam: new.spam,
        trusted_domains: TrustedDomains::default(),
        cookie_index: 0,
    };
    let owner = people::service::create(tx, id, None, new.owner, now)?;
    portal.owner = owner.id;
    portal::store::insert(tx, &portal)?;
    match &new.credential {
        Some(hash) => store::credentials::put(tx, id, owner.id, hash, now)?,
        None => settings::save(tx, id, Scope::Portal, &Wizard { completed: false }, now)?,
    }
    if new.limited {
        settings::save(tx, id, Scope::Portal, &LimitedSpace { limited: true }, now)?;
    }
    let data = json!({ "alias": portal.alias });
    record(tx, id, Some(owner.id), "portal.created", id, data)?;
    access.portals().changed(tx);
    Ok((portal, owner))
}

fn random_alias() -> String {
    const LETTERS: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
    let letter = |byte: u8| {
        char::from(
            LETTERS
                .get(usize::from(byte) % LETTERS.len())
                .copied()
                .unwrap_or(b'a'),
        )
    };
    let tail: String = rand::random::<[u8; 6]>().into_iter().map(letter).collect();
    format!("docspace-{tail}")
}

/// Portals that are looked through for one e-mail.
const MOST_PORTALS: usize = 50;

impl Access {
    /// The active portals in which an e-mail and a password fit, each with the path of a login link.
    ///
    /// # Errors
    /// [`Error::TooMany`]; [`Error::Failed`] when they fit nowhere.
    pub(crate) async fn portals_of(
        &self,
        login: super::Login,
        address: &super::Address,
    ) -> Result<Vec<(Portal, String)>, Error> {
        let (email, hash) = match login {
            super::Login::Password(email, plain) => {
                let salt = self.portals().installation().password_salt();
                let hash = ClientHash::of(&plain, salt).await;
                (email, hash)
            }
            super::Login::Hash(email, hash) => (email, hash),
            super::Login::Link(_) => return Err(Error::Failed),
        };
        let (login, from) = (email.trim().to_lowercase(), subscriber(&address.ip));
        let place = format!("sign-in {login} {from}");
        let exempt = self.portals().config().is_secret_email(&email);
        let limits = LoginLimits::default();
        if !exempt && !self.attempts().begin(&place, &limits, sql::now()).await? {
            return Err(Error::TooMany);
        }
        let wanted = email.trim().to_owned();
        let found = self
            .db()
            .read::<_, Error>(move |tx| {
                let mut found = Vec::new();
                for portal in portal::store::active(tx)? {
                    let person = people::store::by_email(tx, portal.id, &wanted)?;
                    let Some(person) = person.filter(Person::is_active) else {
                        continue;
                    };
                    if let Some(known) = store::credentials::of(tx, portal.id, person.id)? {
                        found.push((portal, person, known.hash));
                    }
                    if found.len() >= MOST_PORTALS {
                        break;
                    }
                }
                Ok(found)
            })
            .await?;
        let mut links = Vec::new();
        for (portal, person, stored) in found {
            if password::verify(self.hasher(), hash.clone(), Some(stored)).await {
                let path = self.auth_path(&person, false, sql::now());
                links.push((portal, path));
            }
        }
        if links.is_empty() {
            return Err(Error::Failed);
        }
        self.attempts().succeed(&place, sql::now()).await?;
        Ok(links)
    }
}
