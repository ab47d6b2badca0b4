//! Background work on people. Every task may run twice: each step first looks whether it is still to be done.

use std::sync::Arc;

use portal::{PortalId, Role, UserId};
use post::Letter;
use sql::{Db, Tx};

use crate::error::Error;
use crate::hooks::Belongings;
use crate::letters;
use crate::model::{EmployeeType, Person};
use crate::rules::{self, Actor, TypeChange};
use crate::service::types::{Order, set_role};
use crate::service::{Parts, People, TaskKind};
use crate::store;

/// Registers the tasks of this domain.
#[must_use]
pub fn register(workers: jobs::Workers, people: &People) -> jobs::Workers {
    let kinds = [
        TaskKind::Type,
        TaskKind::Reassign,
        TaskKind::Remove,
        TaskKind::Personal,
    ];
    kinds.into_iter().fold(workers, |workers, kind| {
        let parts = Arc::clone(people.parts());
        workers.register(kind.job(), move |context: jobs::JobContext| {
            let parts = Arc::clone(&parts);
            async move { Task { parts, context }.run(kind).await }
        })
    })
}

struct Task {
    parts: Arc<Parts>,
    context: jobs::JobContext,
}

impl Task {
    async fn run(self, kind: TaskKind) -> Result<serde_json::Value, String> {
        let order: Order =
            serde_json::from_value((*self.context.payload).clone()).map_err(|e| e.to_string())?;
        self.context.progress(10, 0).await;
        let about = self.name(order.user).await;
        let done = match kind {
            TaskKind::Type => self.change_type(&order).await,
            TaskKind::Reassign => self.reassign(&order).await,
            TaskKind::Remove => self.remove(&order).await,
            TaskKind::Personal => {
                let belongings = self.belongings();
                belongings.remove_personal(self.portal(), order.user).await
            }
        };
        if order.tell && !self.context.is_cancelled().await {
            self.tell(kind, &order, about, done.as_ref().err()).await?;
        }
        done?;
        self.context.progress(100, 1).await;
        Ok(serde_json::Value::Null)
    }

    /// Writes to who started a task about its end.
    async fn tell(
        &self,
        kind: TaskKind,
        order: &Order,
        who: String,
        error: Option<&String>,
    ) -> Result<(), String> {
        let link = letters::PEOPLE.to_owned();
        let to = self.name(order.heir.unwrap_or(order.user)).await;
        let letter = match (kind, error.cloned()) {
            (TaskKind::Reassign, None) => Letter::ReassignCompleted {
                from: who,
                to,
                deleted: order.delete,
                link,
            },
            (TaskKind::Reassign, Some(error)) => Letter::ReassignFailed {
                from: who,
                to,
                error,
                link,
            },
            (_, None) => Letter::DataRemoved { who, link },
            (_, Some(error)) => Letter::DataRemovalFailed { who, error, link },
        };
        let (portal, actor, base) = (self.portal(), order.actor, order.base.clone());
        let sent: Result<(), Error> = self
            .db()
            .write(move |tx| {
                let Some(starter) = store::by_id(tx, portal, actor)? else {
                    return Ok(());
                };
                Ok(post::send(
                    tx,
                    portal.0,
                    &base,
                    &starter.recipient(),
                    &letter,
                )?)
            })
            .await;
        sent.map_err(|error| error.to_string())
    }

    /// How a person is called; nothing when he is gone.
    async fn name(&self, user: UserId) -> String {
        let portal = self.portal();
        let found: sql::Result<Option<crate::Person>> = self
            .db()
            .read(move |tx| store::by_id(tx, portal, user))
            .await;
        let person = found.ok().flatten();
        person
            .map(|person| person.display_name())
            .unwrap_or_default()
    }

    async fn change_type(&self, order: &Order) -> Result<(), String> {
        let to = order
            .kind
            .and_then(|n| EmployeeType::from_number(n.into()))
            .unwrap_or(EmployeeType::User);
        if self.judge(order, to.role()).await? == TypeChange::HandOver {
            let heir = self.heir(order).await?;
            self.belongings()
                .hand_over(self.portal(), order.user, heir, false)
                .await?;
            self.context.progress(80, 0).await;
        }
        if self.context.is_cancelled().await {
            return Ok(());
        }
        let (portal, order, parts) = (self.portal(), order.clone(), Arc::clone(&self.parts));
        let done: Result<(), Error> = self
            .db()
            .write(move |tx| {
                store::lock(tx, portal)?;
                // Handing over took its time; he may be the owner by now.
                let (mut person, change) = judge(tx, portal, &order, to.role())?;
                if change == TypeChange::Denied {
                    return Err(Error::Denied);
                }
                set_role(tx, portal, order.actor, &mut person, to.role(), &order.base)?;
                if to.role() == Role::Guest {
                    let (user, now) = (order.user, person.modified);
                    parts.belongings.became_guest(tx, portal, user, now)?;
                }
                Ok(parts.sessions.end_all(tx, portal, order.user)?)
            })
            .await;
        done.map_err(|error| error.to_string())
    }

    /// What the rules say now, not when the task was queued.
    async fn judge(&self, order: &Order, to: Role) -> Result<TypeChange, String> {
        let (portal, order) = (self.portal(), order.clone());
        let change: Result<TypeChange, Error> = self
            .db()
            .read(move |tx| Ok(judge(tx, portal, &order, to)?.1))
            .await;
        match change.map_err(|error| error.to_string())? {
            TypeChange::Denied => {
                Err("You don't have enough permission to perform the operation".to_owned())
            }
            allowed => Ok(allowed),
        }
    }

    async fn reassign(&self, order: &Order) -> Result<(), String> {
        let heir = self.heir(order).await?;
        self.belongings()
            .hand_over(self.portal(), order.user, heir, true)
            .await?;
        if order.delete && !self.context.is_cancelled().await {
            self.belongings()
                .remove_personal(self.portal(), order.user)
                .await?;
            self.erase(order).await?;
        }
        Ok(())
    }

    async fn remove(&self, order: &Order) -> Result<(), String> {
        let heir = self.heir(order).await?;
        self.belongings()
            .hand_over(self.portal(), order.user, heir, false)
            .await?;
        self.context.progress(50, 0).await;
        self.belongings()
            .remove_personal(self.portal(), order.user)
            .await
    }

    async fn erase(&self, order: &Order) -> Result<(), String> {
        let (portal, user, actor) = (self.portal(), order.user, order.actor);
        let parts = Arc::clone(&self.parts);
        let done: Result<(), Error> = self
            .db()
            .write(move |tx| {
                store::lock(tx, portal)?;
                let Some(person) = store::by_id(tx, portal, user)? else {
                    return Ok(());
                };
                if !person.is_terminated() {
                    return Ok(()); // somebody enabled him meanwhile
                }
                parts.sessions.erase(tx, portal, user)?;
                crate::service::photos::drop_photo(tx, &person)?;
                store::delete(tx, portal, user)?;
                let data = serde_json::json!({
                    "name": person.display_name(), "email": person.email,
                    "type": person.role.number(),
                });
                Ok(crate::service::record(
                    tx,
                    portal,
                    Some(actor),
                    "person.deleted",
                    user,
                    data,
                )?)
            })
            .await;
        done.map_err(|error| error.to_string())
    }

    async fn heir(&self, order: &Order) -> Result<UserId, String> {
        if let Some(heir) = order.heir {
            return Ok(heir);
        }
        let portal = self.portal();
        let owner: sql::Result<Person> = self.db().read(move |tx| store::owner(tx, portal)).await;
        owner
            .map(|person| person.id)
            .map_err(|error| error.to_string())
    }

    fn portal(&self) -> PortalId {
        PortalId(self.context.portal)
    }

    fn db(&self) -> &Db {
        &self.parts.db
    }

    fn belongings(&self) -> &dyn Belongings {
        self.parts.belongings.as_ref()
    }
}

/// The person of an order, and what the rules say to his new type at this moment.
fn judge(
    tx: &mut Tx<'_>,
    portal: PortalId,
    order: &Order,
    to: Role,
) -> Result<(Person, TypeChange), Error> {
    let actor = store::by_id(tx, portal, order.actor)?.ok_or(Error::NoUser)?;
    let person = store::by_id(tx, portal, order.user)?.ok_or(Error::NoUser)?;
    let related = !store::guests::related(tx, portal, actor.id, &[person.id])?.is_empty();
    let actor = Actor {
        id: actor.id,
        role: actor.role,
    };
    let change = rules::type_change(actor, person.facts(related), to);
    Ok((person, change))
}
