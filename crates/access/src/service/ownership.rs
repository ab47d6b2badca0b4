//! Handing a portal over to another owner, and administrators (`platform/06 §6.6`).

use people::model::EmployeeActivationStatus;
use people::rules::{self, Actor};
use portal::{Caller, Confirmed, Portal, Role, UserId, keys, short};
use post::{Letter, Recipient};
use serde_json::json;
use sql::Tx;

use crate::error::Error;
use crate::service::{Access, record};

impl Access {
    /// Mails the owner a link that makes somebody else the owner. The text tells the outcome; the flag is false
    /// when nothing was sent: for administrators, who may ask but not give away what is not theirs.
    ///
    /// # Errors
    /// [`Error::Denied`] for others than administrators and for guests as new owners; [`Error::Argument`] while the
    /// owner's own address is not confirmed, because the link goes there.
    pub async fn offer_portal(
        &self,
        portal: &Portal,
        caller: &Caller,
        next: UserId,
        base: &str,
    ) -> Result<(bool, String), Error> {
        const REFUSED: &str = "The portal owner could not be changed";
        match caller.role {
            Role::Owner => {}
            Role::Admin => return Ok((false, REFUSED.to_owned())),
            _ => return Err(Error::Denied),
        }
        let id = portal.id;
        let read = move |tx: &mut Tx<'_>| {
            let owner = people::store::owner(tx, id)?;
            Ok::<_, Error>((owner, people::store::by_id(tx, id, next)?))
        };
        let (owner, person) = self.db().read(read).await?;
        if owner.activation != EmployeeActivationStatus::Activated {
            return Err(Error::argument("Confirm your own e-mail address first"));
        }
        let person = person.ok_or(Error::NotFound("The user could not be found"))?;
        if person.role == Role::Guest {
            return Err(Error::Denied);
        }
        if !person.is_active() || next == caller.user {
            return Ok((false, REFUSED.to_owned()));
        }
        let actor = caller.user;
        self.db()
            .write::<_, Error>(move |tx| {
                let data = json!({ "what": "PortalOwnerChange", "to": next });
                Ok(record(tx, id, Some(actor), "portal.instructed", id, data)?)
            })
            .await?;
        let payload = format!("{}PortalOwnerChange{next}", caller.email);
        let here = self.portals().installation();
        let key = keys::make(here, id, &payload, sql::now());
        let sealed = here.encrypt(people::confirm::EMAIL_PURPOSE, &caller.email);
        let path = format!(
            "/confirm/PortalOwnerChange?type=PortalOwnerChange&key={key}&encemail={sealed}&uid={next}"
        );
        let (to, base) = (caller.recipient(), base.to_owned());
        self.db()
            .write::<_, Error>(move |tx| {
                let letter = Letter::OwnerChange {
                    next: person.display_name(),
                    link: short::path(tx, id, &path, sql::now())?,
                };
                Ok(post::send(tx, id.0, &base, &to, &letter)?)
            })
            .await?;
        let text = format!("The instructions have been sent to {}", caller.email);
        Ok((true, text))
    }

    /// Makes the person of a mailed link the owner.
    ///
    /// # Errors
    /// [`Error::Denied`] when the link names somebody else, or the person cannot own a portal.
    pub async fn hand_over_portal(
        &self,
        portal: &Portal,
        link: &Confirmed,
        next: UserId,
    ) -> Result<(), Error> {
        if link.user != Some(next) {
            return Err(Error::Denied);
        }
        let (this, id) = (self.clone(), portal.id);
        self.db()
            .write(move |tx| {
                let now = sql::now();
                people::store::lock(tx, id)?;
                let owner = people::store::owner(tx, id)?;
                let person = people::store::by_id(tx, id, next)?.ok_or(Error::Denied)?;
                if !person.is_active() || person.role == Role::Guest || person.id == owner.id {
                    return Err(Error::Denied);
                }
                people::store::transfer_ownership(tx, id, next, now)?;
                let change = |portal: &mut Portal| portal.owner = next;
                this.portals()
                    .edit_in(tx, id, Some(owner.id), "portal.owner", change)?;
                let data = json!({ "from": owner.id.to_string(), "name": person.display_name() });
                record(tx, id, Some(owner.id), "person.owner", next, data)?;
                this.forget_user(tx, id, owner.id);
                this.forget_user(tx, id, next);
                Ok(())
            })
            .await
    }

    /// Makes a room administrator or user an administrator, or an administrator a room administrator.
    ///
    /// # Errors
    /// [`Error::Denied`] for whom the table of types does not allow; [`Error::NotFound`].
    pub async fn set_administrator(
        &self,
        caller: &Caller,
        user: UserId,
        administrator: bool,
        base: &str,
    ) -> Result<(), Error> {
        let (this, caller, base) = (self.clone(), caller.clone(), base.to_owned());
        self.db()
            .write(move |tx| {
                people::store::lock(tx, caller.portal)?;
                let mut person = people::store::by_id(tx, caller.portal, user)?
                    .ok_or(Error::NotFound("The user could not be found"))?;
                let to = if administrator {
                    Role::Admin
                } else {
                    Role::RoomAdmin
                };
                let facts = person.facts(false);
                match rules::type_change(Actor::from(&caller), facts, to) {
                    rules::TypeChange::Same => return Ok(()),
                    rules::TypeChange::AtOnce => {}
                    _ => return Err(Error::Denied),
                }
                person.role = to;
                person.modified = sql::now();
                people::store::update(tx, &person)?;
                let data = json!({
                    "name": person.display_name(), "type": to.number(), "administrator": administrator,
                });
                record(
                    tx,
                    caller.portal,
                    Some(caller.user),
                    "person.type",
                    user,
                    data,
                )?;
                this.end_sessions(tx, caller.portal, user, None, (Some(caller.user), None))?;
                Ok(people::letters::type_changed(
                    tx,
                    caller.user,
                    &person,
                    &base,
                )?)
            })
            .await
    }

    /// The owner of a portal, to write to.
    ///
    /// # Errors
    /// The database failed.
    pub(crate) async fn owner_of(&self, portal: &Portal) -> Result<Option<Recipient>, Error> {
        let (id, owner) = (portal.id, portal.owner);
        self.db()
            .read(move |tx| {
                let found = people::store::by_id(tx, id, owner)?;
                Ok(found.map(|person| person.recipient()))
            })
            .await
    }

    /// Whether somebody is an administrator.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_administrator(&self, portal: &Portal, user: UserId) -> Result<bool, Error> {
        let id = portal.id;
        self.db()
            .read(move |tx| {
                let person = people::store::by_id(tx, id, user)?;
                Ok(person.is_some_and(|person| person.role.is_admin()))
            })
            .await
    }
}
