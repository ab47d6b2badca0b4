//! The verbs: who may have a webhook, what it must be like, what it was told.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use files::service::Files;
use http::Method;
use people::Person;
use portal::outbound::{Call, Outbound};
use portal::settings::{DevTools, PasswordPolicy};
use portal::{Caller, PortalId, Portals, Role, Scope, UserId};
use serde_json::json;
use sql::{Db, Micros, Tx};

use crate::delivery::{self, Turns};
use crate::error::Error;
use crate::model::{Delivery, DeliveryId, Outcome, Webhook, WebhookId};
use crate::store::deliveries::Filter;
use crate::store::{deliveries, webhooks};
use crate::trigger::Triggers;

/// What secrets are encrypted for.
pub(crate) const SECRET: &str = "webhook secret";
/// Most webhooks of a portal: each event looks at all of them.
const MOST: i64 = 200;
/// Most deliveries that are sent again at once.
const MOST_AGAIN: usize = 100;

/// Events of webhooks with their numbers of `platform/07a`.
pub(crate) type Happening = (&'static str, i64);
pub(crate) const CREATED: Happening = ("webhook.created", 6055);
pub(crate) const UPDATED: Happening = ("webhook.updated", 6056);
pub(crate) const DELETED: Happening = ("webhook.deleted", 6057);

/// How patient webhooks are.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long a server may take to answer.
    pub answer: Duration,
    /// The pause after a first failure; each one after it is twice as long.
    pub retry_after: Duration,
}

/// Webhooks at work. Cheap to clone.
#[derive(Clone)]
pub struct Webhooks {
    portals: Portals,
    files: Files,
    options: Arc<Options>,
    turns: Turns,
}

/// A webhook as it is asked for.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) name: String,
    pub(crate) uri: String,
    /// Empty keeps the present one.
    pub(crate) secret: String,
    pub(crate) enabled: bool,
    pub(crate) ssl: bool,
    pub(crate) triggers: Triggers,
    pub(crate) target: String,
}

/// A webhook and the people named in it.
pub(crate) struct Shown {
    pub(crate) webhooks: Vec<Webhook>,
    pub(crate) people: HashMap<UserId, Person>,
}

impl Webhooks {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(portals: Portals, files: Files, options: Options) -> Self {
        Self {
            portals,
            files,
            options: Arc::new(options),
            turns: Turns::default(),
        }
    }

    pub(crate) fn db(&self) -> &Db {
        self.portals.db()
    }

    pub(crate) fn portals(&self) -> &Portals {
        &self.portals
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    pub(crate) fn options(&self) -> &Options {
        &self.options
    }

    pub(crate) fn turns(&self) -> &Turns {
        &self.turns
    }

    fn outbound(&self) -> &Outbound {
        self.portals.outbound()
    }

    /// Passes those who may have webhooks: no guests, and only administrators where developer tools are theirs.
    pub(crate) async fn require(&self, caller: &Caller) -> Result<(), Error> {
        if caller.role == Role::Guest {
            return Err(Error::Denied);
        }
        let tools: DevTools = self.portals.hot(caller.portal).await?;
        match tools.limited_for_users && !caller.is_admin() {
            true => Err(Error::Denied),
            false => Ok(()),
        }
    }

    /// Webhooks of the portal for administrators, the caller's own for others.
    pub(crate) async fn list(&self, caller: &Caller) -> Result<Shown, Error> {
        self.require(caller).await?;
        let (portal, owner) = (caller.portal, whose(caller));
        self.db()
            .read(move |tx| {
                let found = webhooks::list(tx, portal, owner)?;
                Ok(shown(tx, portal, found)?)
            })
            .await
    }

    /// Makes a webhook.
    pub(crate) async fn create(&self, caller: &Caller, draft: Draft) -> Result<Shown, Error> {
        self.require(caller).await?;
        self.check(caller, &draft).await?;
        let secret = self.sealed(caller, &draft.secret).await?;
        self.probe(&draft).await?;
        let (portal, user, now) = (caller.portal, caller.user, sql::now());
        self.db()
            .write(move |tx| {
                if webhooks::count(tx, portal)? >= MOST {
                    let text = format!("The number of webhooks should not exceed {MOST}");
                    return Err(Error::Argument(text));
                }
                let id = WebhookId(tx.next_id("webhooks")?);
                let webhook = draft.webhook(portal, id, secret, (user, now));
                webhooks::insert(tx, &webhook)?;
                record(tx, Some(user), &webhook, CREATED)?;
                Ok(shown(tx, portal, vec![webhook])?)
            })
            .await
    }

    /// Changes a webhook.
    pub(crate) async fn update(
        &self,
        caller: &Caller,
        id: WebhookId,
        draft: Draft,
    ) -> Result<Shown, Error> {
        self.require(caller).await?;
        let present = self.own(caller, id).await?;
        self.check(caller, &draft).await?;
        let secret = match draft.secret.is_empty() {
            true => None,
            false => Some(self.sealed(caller, &draft.secret).await?),
        };
        if (draft.uri.as_str(), draft.ssl) != (present.uri.as_str(), present.ssl) {
            self.probe(&draft).await?;
        }
        self.change(caller, id, move |webhook| {
            webhook.name = draft.name;
            webhook.uri = draft.uri;
            webhook.enabled = draft.enabled;
            webhook.ssl = draft.ssl;
            webhook.triggers = draft.triggers;
            webhook.target = draft.target;
            if let Some(secret) = secret {
                webhook.secret = secret;
            }
        })
        .await
    }

    /// Switches a webhook on or off.
    pub(crate) async fn enable(
        &self,
        caller: &Caller,
        id: WebhookId,
        enabled: bool,
    ) -> Result<Shown, Error> {
        self.require(caller).await?;
        self.change(caller, id, move |webhook| webhook.enabled = enabled)
            .await
    }

    async fn change(
        &self,
        caller: &Caller,
        id: WebhookId,
        change: impl FnOnce(&mut Webhook) + Send + 'static,
    ) -> Result<Shown, Error> {
        let caller = caller.clone();
        self.db()
            .write(move |tx| {
                let mut webhook = own(tx, &caller, id)?;
                change(&mut webhook);
                (webhook.modified_by, webhook.modified) = (caller.user, sql::now());
                webhooks::update(tx, &webhook)?;
                record(tx, Some(caller.user), &webhook, UPDATED)?;
                Ok(shown(tx, caller.portal, vec![webhook])?)
            })
            .await
    }

    /// Deletes a webhook. What it was told stays in the log.
    pub(crate) async fn remove(&self, caller: &Caller, id: WebhookId) -> Result<Shown, Error> {
        self.require(caller).await?;
        let caller = caller.clone();
        self.db()
            .write(move |tx| {
                let webhook = own(tx, &caller, id)?;
                webhooks::delete(tx, caller.portal, id)?;
                record(tx, Some(caller.user), &webhook, DELETED)?;
                Ok(shown(tx, caller.portal, vec![webhook])?)
            })
            .await
    }

    /// What webhooks were told, from the newest, and how much of it there is.
    pub(crate) async fn log(
        &self,
        caller: &Caller,
        mut filter: Filter,
        skip: i64,
        count: i64,
    ) -> Result<(Vec<Delivery>, i64), Error> {
        self.require(caller).await?;
        if let Some(owner) = whose(caller) {
            // Somebody else's are nobody's for him.
            if filter.owner.is_some_and(|asked| asked != owner) {
                return Ok((Vec::new(), 0));
            }
            filter.owner = Some(owner);
        }
        let portal = caller.portal;
        self.db()
            .read(move |tx| Ok(deliveries::page(tx, portal, &filter, skip, count)?))
            .await
    }

    /// Tells something again: a new line of the log.
    pub(crate) async fn retry(&self, caller: &Caller, id: DeliveryId) -> Result<Delivery, Error> {
        self.require(caller).await?;
        let caller = caller.clone();
        self.db()
            .write(move |tx| {
                let delivery = deliveries::by_id(tx, caller.portal, id)?;
                let delivery = delivery.ok_or(Error::NotFound("The delivery was not found"))?;
                own(tx, &caller, delivery.webhook)?;
                let mut again = again(tx, vec![delivery])?;
                again
                    .pop()
                    .ok_or(Error::NotFound("The delivery was not found"))
            })
            .await
    }

    /// The same for several; those that are gone or somebody else's are left out.
    pub(crate) async fn retry_many(
        &self,
        caller: &Caller,
        ids: Vec<i64>,
    ) -> Result<Vec<Delivery>, Error> {
        self.require(caller).await?;
        if ids.len() > MOST_AGAIN {
            return Err(Error::Argument("Ids".to_owned()));
        }
        let caller = caller.clone();
        self.db()
            .write(move |tx| {
                let found = deliveries::by_ids(tx, caller.portal, &ids)?;
                let mine: Vec<WebhookId> = webhooks::list(tx, caller.portal, whose(&caller))?
                    .into_iter()
                    .map(|webhook| webhook.id)
                    .collect();
                let found = found
                    .into_iter()
                    .filter(|one| mine.contains(&one.webhook))
                    .collect();
                again(tx, found)
            })
            .await
    }

    async fn own(&self, caller: &Caller, id: WebhookId) -> Result<Webhook, Error> {
        let caller = caller.clone();
        self.db().read(move |tx| own(tx, &caller, id)).await
    }

    async fn check(&self, caller: &Caller, draft: &Draft) -> Result<(), Error> {
        if !draft.triggers.are_for(caller.role) {
            return Err(Error::Denied);
        }
        if draft.ssl && !draft.uri.to_ascii_lowercase().starts_with("https://") {
            return Err(Error::Argument(
                "The address must begin with https:// when its certificate is checked".to_owned(),
            ));
        }
        Ok(())
    }

    /// A secret as it is kept, when it is as good as a password has to be.
    async fn sealed(&self, caller: &Caller, secret: &str) -> Result<String, Error> {
        let policy = self
            .portals
            .setting::<PasswordPolicy>(caller.portal, Scope::Portal)
            .await?
            .value;
        if !access::password::obeys(secret, &policy) {
            return Err(Error::Argument("SecretKey".to_owned()));
        }
        Ok(self.portals.installation().encrypt(SECRET, secret))
    }

    /// Looks whether somebody is there: he must answer `HEAD` with 2xx.
    async fn probe(&self, draft: &Draft) -> Result<(), Error> {
        let unanswered = |error: portal::outbound::Unanswered| Error::Argument(error.to_string());
        let url = self
            .outbound()
            .check(&draft.uri)
            .await
            .map_err(unanswered)?;
        let call = Call {
            any_certificate: !draft.ssl,
            ..Call::new(Method::HEAD, url, self.options.answer)
        };
        let answer = self.outbound().ask(call).await.map_err(unanswered)?;
        match answer.is_success() {
            true => Ok(()),
            false => Err(Error::Argument(format!(
                "The address answers HEAD with status {}",
                answer.status
            ))),
        }
    }
}

impl Draft {
    fn webhook(
        self,
        portal: PortalId,
        id: WebhookId,
        secret: String,
        (user, now): (UserId, Micros),
    ) -> Webhook {
        Webhook {
            portal,
            id,
            name: self.name,
            uri: self.uri,
            secret,
            enabled: self.enabled,
            ssl: self.ssl,
            triggers: self.triggers,
            target: self.target,
            created_by: user,
            created: now,
            modified_by: user,
            modified: now,
            status: 0,
            failed: None,
            failure: String::new(),
            succeeded: None,
            failing_since: None,
        }
    }
}

/// Whose webhooks a caller manages: administrators all, others their own.
fn whose(caller: &Caller) -> Option<UserId> {
    (!caller.is_admin()).then_some(caller.user)
}

/// A webhook the caller manages.
fn own(tx: &mut Tx<'_>, caller: &Caller, id: WebhookId) -> Result<Webhook, Error> {
    let webhook = webhooks::by_id(tx, caller.portal, id)?;
    let webhook = webhook.ok_or(Error::NotFound("The webhook was not found"))?;
    match whose(caller).is_none_or(|owner| owner == webhook.created_by) {
        true => Ok(webhook),
        false => Err(Error::Denied),
    }
}

fn shown(tx: &mut Tx<'_>, portal: PortalId, webhooks: Vec<Webhook>) -> sql::Result<Shown> {
    let mut ids: Vec<UserId> = webhooks
        .iter()
        .flat_map(|webhook| [webhook.created_by, webhook.modified_by])
        .collect();
    ids.sort_unstable();
    ids.dedup();
    let people = people::store::by_ids(tx, portal, &ids)?;
    Ok(Shown { webhooks, people })
}

/// Copies deliveries and wants them made.
fn again(tx: &mut Tx<'_>, all: Vec<Delivery>) -> Result<Vec<Delivery>, Error> {
    let mut copies = Vec::with_capacity(all.len());
    for one in all {
        copies.push(Delivery {
            id: DeliveryId(tx.next_id("webhook_deliveries")?),
            event: None,
            created: sql::now(),
            outcome: Outcome::default(),
            ..one
        });
    }
    let new = deliveries::insert(tx, copies.clone())?;
    delivery::want(tx, &new)?;
    Ok(copies)
}

/// Writes down what happened to a webhook.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    actor: Option<UserId>,
    webhook: &Webhook,
    (kind, action): Happening,
) -> sql::Result<()> {
    let event = events::Event {
        portal: webhook.portal.0,
        kind,
        actor: actor.map(|user| user.to_string()),
        subject: format!("webhook/{}", webhook.id.0),
        data: json!({ "action": action, "name": webhook.name }),
    };
    events::record(tx, event)
}
