//! The verbs: rules, store and events in one transaction each; one file a group of verbs.

pub(crate) mod accounts;
pub(crate) mod audience;
pub(crate) mod email;
pub(crate) mod groups;
pub(crate) mod guests;
pub(crate) mod invite;
pub(crate) mod links;
pub(crate) mod lists;
pub(crate) mod photos;
pub(crate) mod profile;
pub(crate) mod quota;
pub(crate) mod status;
pub(crate) mod types;

use std::sync::Arc;

use blob::Blobs;
use portal::{Caller, Confirmed, Installation, PortalId, Role, UserId, Via};
use serde_json::json;
use sql::{Db, Micros, Tx};

pub use accounts::{Draft, create, join};
pub use audience::{Account, AudienceQuery, Shared};
pub use groups::{GroupDraft, GroupView};
pub use invite::Invitation;
pub use links::LinkView;
pub use lists::Listing;
pub use photos::{PhotoFile, Uploaded};
pub use profile::{ProfileChange, SelfFacts};
pub use types::{TaskKind, progress_of};

use crate::confirm::Paths;
use crate::error::Error;
use crate::hooks::{Belongings, Sessions};
use crate::model::Person;
use crate::rules::{self, Actor, Target};
use crate::store;
use crate::view::Profile;

/// What the domain needs of the house.
pub struct Parts {
    /// The database.
    pub db: Db,
    /// Objects, for photos.
    pub blobs: Blobs,
    /// Keys of links.
    pub installation: Installation,
    /// Sessions of people.
    pub sessions: Arc<dyn Sessions>,
    /// What people own elsewhere.
    pub belongings: Arc<dyn Belongings>,
}

/// The domain at work. Cheap to clone.
#[derive(Clone)]
pub struct People {
    parts: Arc<Parts>,
    paths: Paths,
}

impl People {
    /// Puts the domain together.
    #[must_use]
    pub fn new(parts: Parts) -> Self {
        let paths = Paths::new(parts.installation.clone());
        Self {
            parts: Arc::new(parts),
            paths,
        }
    }

    /// Links of this domain.
    #[must_use]
    pub fn paths(&self) -> &Paths {
        &self.paths
    }

    pub(crate) fn parts(&self) -> &Arc<Parts> {
        &self.parts
    }

    /// The person a mailed link was made for, as the caller: a call by such a link needs no session, and whose
    /// session there is does not matter (`platform/03a §3.6`).
    ///
    /// # Errors
    /// [`Error::Denied`] for links of other types.
    pub(crate) async fn bearer(
        &self,
        portal: PortalId,
        link: &Confirmed,
        kinds: &[&str],
    ) -> Result<Caller, Error> {
        let user = link.user.filter(|_| kinds.contains(&link.kind));
        let user = user.ok_or(Error::Denied)?;
        let person = self.read(move |tx| Ok(store::by_id(tx, portal, user)?));
        let person = person.await?.ok_or(Error::Denied)?;
        Ok(Caller {
            portal,
            user,
            role: person.role,
            name: person.display_name(),
            email: person.email,
            culture: person.culture,
            session: None,
            via: Via::Link,
        })
    }

    async fn read<T: Send + 'static>(
        &self,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.parts.db.read(f).await
    }

    /// Runs one writing transaction over the people of a portal; the others wait.
    async fn write<T: Send + 'static>(
        &self,
        portal: PortalId,
        f: impl FnOnce(&mut Tx<'_>) -> Result<T, Error> + Send + 'static,
    ) -> Result<T, Error> {
        self.parts
            .db
            .write(move |tx| {
                store::lock(tx, portal)?;
                f(tx)
            })
            .await
    }
}

/// One person and what the rules ask about him.
fn target(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<(Person, Target), Error> {
    let person = store::by_id(tx, caller.portal, id)?.ok_or(Error::NoUser)?;
    facts(tx, caller, person)
}

fn facts(tx: &mut Tx<'_>, caller: &Caller, person: Person) -> Result<(Person, Target), Error> {
    let related = person.role == Role::Guest
        && !store::guests::related(tx, caller.portal, caller.user, &[person.id])?.is_empty();
    let facts = person.facts(related);
    Ok((person, facts))
}

/// A person whom the caller may see.
fn visible(tx: &mut Tx<'_>, caller: &Caller, id: UserId) -> Result<(Person, Target), Error> {
    let (person, facts) = target(tx, caller, id)?;
    if rules::may_see(Actor::from(caller), facts) {
        Ok((person, facts))
    } else {
        Err(Error::Denied)
    }
}

/// Several people in the order of the request, doubles dropped; 404 when one is missing.
fn targets(
    tx: &mut Tx<'_>,
    caller: &Caller,
    ids: &[UserId],
) -> Result<Vec<(Person, Target)>, Error> {
    let mut found = store::by_ids(tx, caller.portal, ids)?;
    let guests: Vec<UserId> = found
        .values()
        .filter(|p| p.role == Role::Guest)
        .map(|p| p.id)
        .collect();
    let related = store::guests::related(tx, caller.portal, caller.user, &guests)?;
    let mut all = Vec::with_capacity(ids.len());
    let mut seen = std::collections::HashSet::new();
    for id in ids {
        if seen.insert(*id) {
            let person = found.remove(id).ok_or(Error::NoUser)?;
            let facts = person.facts(related.contains(id));
            all.push((person, facts));
        }
    }
    Ok(all)
}

/// The full profile of one person.
fn profile(tx: &mut Tx<'_>, portal: PortalId, person: Person) -> Result<Profile, Error> {
    let mut all = crate::view::profiles(tx, portal, vec![person])?;
    all.pop().ok_or(Error::NoUser)
}

/// Writes down what happened, in the transaction in which it happens.
pub(crate) fn record(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<UserId>,
    kind: &'static str,
    subject: impl ToString,
    data: serde_json::Value,
) -> sql::Result<()> {
    events::record(
        tx,
        events::Event {
            portal: portal.0,
            kind,
            actor: actor.map(|id| id.to_string()),
            subject: subject.to_string(),
            data,
        },
    )
}

/// What a person was mailed how to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instruction {
    /// Confirm his address or accept his invitation.
    Activation,
    /// Change his address.
    Email,
    /// Change his password.
    Password,
    /// Delete his profile.
    Leave,
}

/// Writes down that a person was mailed instructions, wanted by `caller` or, for forgotten passwords, by a stranger.
///
/// # Errors
/// The database failed.
pub fn instructed<'a>(
    tx: &mut Tx<'_>,
    caller: impl Into<Option<&'a Caller>>,
    person: &Person,
    what: Instruction,
) -> sql::Result<()> {
    let what = match what {
        Instruction::Activation => "activation",
        Instruction::Email => "email",
        Instruction::Password => "password",
        Instruction::Leave => "leave",
    };
    let data = json!({ "name": person.display_name(), "email": person.email, "what": what });
    let actor = caller.into().map(|caller| caller.user);
    record(
        tx,
        person.portal,
        actor,
        "person.instructed",
        person.id,
        data,
    )
}

/// The clock at the edge.
fn now() -> Micros {
    sql::now()
}
