//! Changes of type, and the long tasks on people: type change with hand-over, reassigning and removing data.
//!
//! A task is kept under the id of the person it is about, so that every administrator can follow it.

use portal::{Caller, PortalId, Role, UserId};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sql::{Micros, Tx};

use super::{People, now, record, target, targets};
use crate::error::Error;
use crate::letters;
use crate::model::{EmployeeType, Person};
use crate::rules::{self, Actor, HandOver, TypeChange};
use crate::store;
use crate::view::{Profile, profiles};

/// A task begins only after this while, so that it can be stopped (`peer-suite/people §14`).
const GRACE: Micros = 1_000_000;

/// The long tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TaskKind {
    /// Change of type with hand-over of rooms.
    Type,
    /// Hand-over of data.
    Reassign,
    /// Removal of data.
    Remove,
    /// Removal of a guest's own folder.
    Personal,
}

impl TaskKind {
    /// Name of the kind of job.
    #[must_use]
    pub fn job(self) -> &'static str {
        match self {
            Self::Type => "people.type",
            Self::Reassign => "people.reassign",
            Self::Remove => "people.remove",
            Self::Personal => "people.personal",
        }
    }
}

/// What a task has to do.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Order {
    /// Who started it.
    pub(crate) actor: UserId,
    /// The person it is about.
    pub(crate) user: UserId,
    /// Who gets the rooms; `None` = the portal's owner.
    pub(crate) heir: Option<UserId>,
    /// New type.
    pub(crate) kind: Option<i32>,
    /// Delete the account at the end.
    pub(crate) delete: bool,
    /// Where the portal was reached, for links in letters.
    #[serde(default)]
    pub(crate) base: String,
    /// Whether who started it gets a letter about the end.
    #[serde(default)]
    pub(crate) tell: bool,
}

impl People {
    /// Changes types where that is possible at once (`platform/05 §5.7`), all or none.
    ///
    /// # Errors
    /// [`Error::Denied`] for everything that needs a hand-over or more rights.
    pub async fn set_type(
        &self,
        caller: &Caller,
        to: Role,
        ids: Vec<UserId>,
        base: &str,
    ) -> Result<Vec<Profile>, Error> {
        if !rules::manages_people(caller.role) {
            return Err(Error::Denied);
        }
        let (caller, parts, base) = (caller.clone(), self.parts().clone(), base.to_owned());
        self.write(caller.portal, move |tx| {
            let all = targets(tx, &caller, &ids)?;
            let change = |facts| rules::type_change(Actor::from(&caller), facts, to);
            let possible = |facts| matches!(change(facts), TypeChange::AtOnce | TypeChange::Same);
            if all.iter().any(|(_, facts)| !possible(*facts)) {
                return Err(Error::Denied);
            }
            let mut people = Vec::with_capacity(all.len());
            for (mut person, _) in all {
                if person.role != to {
                    set_role(tx, caller.portal, caller.user, &mut person, to, &base)?;
                    if to == Role::Guest {
                        let (user, now) = (person.id, person.modified);
                        let belongings = &parts.belongings;
                        belongings.became_guest(tx, caller.portal, user, now)?;
                    }
                    parts.sessions.end_all(tx, caller.portal, person.id)?;
                }
                people.push(person);
            }
            Ok(profiles(tx, caller.portal, people)?)
        })
        .await
    }

    /// Starts a change of type in the background. A room administrator may start any; whether he may do it shows in
    /// the task (`peer-suite/people §14`).
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] with the contract's texts.
    pub async fn start_type(
        &self,
        caller: &Caller,
        to: EmployeeType,
        user: UserId,
        heir: Option<UserId>,
        base: &str,
    ) -> Result<Option<jobs::Job>, Error> {
        if !rules::manages_people(caller.role) {
            return Err(Error::Denied);
        }
        let (caller, base) = (caller.clone(), base.to_owned());
        self.write(caller.portal, move |tx| {
            if !matches!(to, EmployeeType::User | EmployeeType::Guest) {
                return Err(Error::argument(format!("Can not update to {to}")));
            }
            let found = match target(tx, &caller, user) {
                Err(Error::NoUser) => Err(Error::argument("Can not update type")),
                other => other,
            };
            let (_, facts) = found?;
            let change = rules::type_change(Actor::from(&caller), facts, to.role());
            if caller.is_admin() && change == TypeChange::Denied {
                let admin = facts.role.is_admin();
                let text = if admin {
                    "Can not update type for admin"
                } else {
                    "Can not update type"
                };
                return Err(Error::argument(text));
            }
            if let Some(heir) = heir {
                check_heir(tx, &caller, heir)?;
            }
            let heir = heir.or_else(|| caller.is_admin().then_some(caller.user));
            let order = Order {
                actor: caller.user,
                user,
                heir,
                kind: Some(to.number()),
                delete: false,
                base,
                tell: false,
            };
            start(tx, caller.portal, TaskKind::Type, &order, now() + GRACE)
        })
        .await
    }

    /// Starts to hand data of a disabled person over.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] with the contract's texts.
    pub async fn start_reassign(
        &self,
        caller: &Caller,
        from: UserId,
        to: UserId,
        delete: bool,
        base: &str,
    ) -> Result<Option<jobs::Job>, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        let (caller, base) = (caller.clone(), base.to_owned());
        self.write(caller.portal, move |tx| {
            let bad = |way: &str, id: UserId| {
                Error::argument(format!("Can not reassign data {way} user with id = {id}"))
            };
            let (_, source) = target(tx, &caller, from).map_err(|_| bad("from", from))?;
            let (_, heir) = target(tx, &caller, to).map_err(|_| bad("to", to))?;
            match rules::may_reassign(Actor::from(&caller), source, Some(heir)) {
                HandOver::Allowed => {}
                HandOver::Denied => return Err(Error::Denied),
                HandOver::BadSource => return Err(bad("from", from)),
                HandOver::BadReceiver => return Err(bad("to", to)),
            }
            let order = Order {
                actor: caller.user,
                user: from,
                heir: Some(to),
                kind: None,
                delete,
                base,
                tell: true,
            };
            start(tx, caller.portal, TaskKind::Reassign, &order, now() + GRACE)
        })
        .await
    }

    /// Starts to remove data of a disabled person; his rooms go to the portal's owner.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] with the contract's text.
    pub async fn start_remove(
        &self,
        caller: &Caller,
        user: UserId,
        base: &str,
    ) -> Result<Option<jobs::Job>, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        let (caller, base) = (caller.clone(), base.to_owned());
        self.write(caller.portal, move |tx| {
            let (_, source) = target(tx, &caller, user)?;
            match rules::may_reassign(Actor::from(&caller), source, None) {
                HandOver::Allowed => {}
                HandOver::Denied => return Err(Error::Denied),
                _ => {
                    return Err(Error::argument(format!(
                        "Can not delete user with id = {user}"
                    )));
                }
            }
            let order = Order {
                actor: caller.user,
                user,
                heir: None,
                kind: None,
                delete: false,
                base,
                tell: true,
            };
            start(tx, caller.portal, TaskKind::Remove, &order, now() + GRACE)
        })
        .await
    }

    /// Starts to remove the own folder of the caller, who became a guest.
    ///
    /// # Errors
    /// [`Error::Denied`] for everybody who is no guest or has no such folder.
    pub async fn start_personal(&self, caller: &Caller) -> Result<Option<jobs::Job>, Error> {
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.write(caller.portal, move |tx| {
            let has = parts
                .belongings
                .has_personal_folder(tx, caller.portal, caller.user)?;
            if caller.role != Role::Guest || !has {
                return Err(Error::Denied);
            }
            let order = Order {
                actor: caller.user,
                user: caller.user,
                heir: None,
                kind: None,
                delete: false,
                base: String::new(),
                tell: false,
            };
            start(tx, caller.portal, TaskKind::Personal, &order, now())
        })
        .await
    }

    /// The last task of a kind on a person.
    ///
    /// # Errors
    /// [`Error::Denied`], also when there is no task.
    pub async fn task(
        &self,
        caller: &Caller,
        kind: TaskKind,
        user: UserId,
    ) -> Result<Option<jobs::Job>, Error> {
        let caller = caller.clone();
        self.read(move |tx| {
            may_follow(tx, &caller, kind, user)?;
            progress_of(tx, caller.portal, kind, user)
        })
        .await
    }

    /// Stops the task of a kind on a person, and tells how it ended.
    ///
    /// # Errors
    /// [`Error::Denied`], also when there is no task.
    pub async fn stop_task(
        &self,
        caller: &Caller,
        kind: TaskKind,
        user: UserId,
    ) -> Result<Option<jobs::Job>, Error> {
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            may_follow(tx, &caller, kind, user)?;
            jobs::cancel(tx, caller.portal.0, &user.to_string(), None, &[kind.job()])?;
            progress_of(tx, caller.portal, kind, user)
        })
        .await
    }

    /// Whether somebody must take over what a person owns before he is changed.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoUser`].
    pub async fn needs_hand_over(
        &self,
        caller: &Caller,
        user: Option<UserId>,
        to: Option<EmployeeType>,
    ) -> Result<bool, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.read(move |tx| {
            let (person, _) = target(tx, &caller, user.unwrap_or(caller.user))?;
            let owns = parts.belongings.owns_rooms(tx, caller.portal, person.id)?;
            let to_guest = to == Some(EmployeeType::Guest);
            Ok(owns || (to_guest && parts.belongings.has_shares(tx, caller.portal, person.id)?))
        })
        .await
    }
}

/// Gives a person another type, with what follows from it. He is told at the portal's address `base`.
pub(crate) fn set_role(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: UserId,
    person: &mut Person,
    to: Role,
    base: &str,
) -> Result<(), Error> {
    if person.role == to {
        return Ok(());
    }
    let now = now();
    let from = std::mem::replace(&mut person.role, to);
    person.modified = now;
    store::update(tx, person)?;
    if to == Role::Guest {
        store::guests::relate(tx, portal, actor, person.id, now)?;
        let groups = store::groups_of(tx, portal, person.id)?;
        for group in groups {
            store::groups::remove_members(tx, portal, group, &[person.id])?;
        }
    } else if from == Role::Guest {
        store::guests::forget_all(tx, portal, person.id)?;
    }
    let data = json!({ "name": person.display_name(), "from": from.number(), "to": to.number() });
    record(tx, portal, Some(actor), "person.type", person.id, data)?;
    Ok(letters::type_changed(tx, actor, person, base)?)
}

/// Queues the removal of what a person has; with `delete` hidden, because the account itself is gone already.
pub(super) fn enqueue_removal(
    tx: &mut Tx<'_>,
    caller: &Caller,
    user: UserId,
    hidden: bool,
    now: Micros,
) -> Result<(), Error> {
    let order = Order {
        actor: caller.user,
        user,
        heir: None,
        kind: None,
        delete: false,
        base: String::new(),
        tell: false,
    };
    enqueue(tx, caller.portal, TaskKind::Remove, &order, hidden, now)?;
    Ok(())
}

/// The last task of a kind on a person.
///
/// # Errors
/// The database failed.
pub fn progress_of(
    tx: &mut Tx<'_>,
    portal: PortalId,
    kind: TaskKind,
    user: UserId,
) -> Result<Option<jobs::Job>, Error> {
    let mut all = jobs::list(tx, portal.0, &user.to_string(), &[kind.job()])?;
    all.sort_by_key(|job| job.created);
    Ok(all.pop())
}

/// Starts a task unless one of the kind runs already for that person.
fn start(
    tx: &mut Tx<'_>,
    portal: PortalId,
    kind: TaskKind,
    order: &Order,
    at: Micros,
) -> Result<Option<jobs::Job>, Error> {
    let last = progress_of(tx, portal, kind, order.user)?;
    if let Some(job) = last.filter(|job| !is_over(job)) {
        return Ok(Some(job));
    }
    let id = enqueue(tx, portal, kind, order, false, at)?;
    started(tx, portal, kind, order)?;
    Ok(jobs::get(tx, portal.0, id)?)
}

/// Writes down that data of a person is being handed over or removed. A type is written down when it changes.
fn started(tx: &mut Tx<'_>, portal: PortalId, kind: TaskKind, order: &Order) -> Result<(), Error> {
    let event = match kind {
        TaskKind::Type => return Ok(()),
        TaskKind::Reassign => "person.data-reassigned",
        TaskKind::Remove | TaskKind::Personal => "person.data-removed",
    };
    let person = store::by_id(tx, portal, order.user)?.ok_or(Error::NoUser)?;
    let data = json!({ "name": person.display_name(), "to": order.heir });
    Ok(record(
        tx,
        portal,
        Some(order.actor),
        event,
        person.id,
        data,
    )?)
}

/// Whether a task came to its end, good or bad.
pub(crate) fn is_over(job: &jobs::Job) -> bool {
    !matches!(job.status, jobs::Status::Created | jobs::Status::Running)
}

fn enqueue(
    tx: &mut Tx<'_>,
    portal: PortalId,
    kind: TaskKind,
    order: &Order,
    hidden: bool,
    not_before: Micros,
) -> Result<jobs::JobId, Error> {
    let payload = serde_json::to_value(order).map_err(|_| Error::Failed("task"))?;
    let job = jobs::NewJob {
        portal: portal.0,
        owner: order.user.to_string(),
        kind: kind.job(),
        payload,
        hidden,
        not_before,
        total: 1,
    };
    Ok(jobs::enqueue(tx, job)?)
}

fn check_heir(tx: &mut Tx<'_>, caller: &Caller, heir: UserId) -> Result<(), Error> {
    let fits = match target(tx, caller, heir) {
        Ok((_, facts)) => rules::may_receive(facts),
        Err(Error::NoUser) => false,
        Err(error) => return Err(error),
    };
    if fits {
        Ok(())
    } else {
        Err(Error::argument(format!(
            "Can not reassign to user - {heir}"
        )))
    }
}

/// Type tasks are followed by administrators; the others, when they are about an administrator, by the owner alone.
fn may_follow(tx: &mut Tx<'_>, caller: &Caller, kind: TaskKind, user: UserId) -> Result<(), Error> {
    let allowed = match kind {
        TaskKind::Personal => caller.user == user,
        TaskKind::Type => caller.is_admin(),
        TaskKind::Reassign | TaskKind::Remove => {
            let role = store::by_id(tx, caller.portal, user)?.map(|person| person.role);
            rules::may_follow_task(Actor::from(caller), role)
        }
    };
    if allowed { Ok(()) } else { Err(Error::Denied) }
}
