//! Changes of e-mail addresses, and leaving the portal (`platform/05 §5.4`).

use portal::settings::{self, Scope};
use portal::{Caller, Role, UserId, short};
use post::{Letter, Recipient};
use serde_json::json;

use super::profile::Part;
use super::{Instruction, People, instructed, now, profile, record, target};
use crate::confirm::EmailAsked;
use crate::error::{Error, email_conflict};
use crate::letters;
use crate::model::EmployeeActivationStatus;
use crate::rules::{self, Actor};
use crate::store;
use crate::view::Profile;

impl People {
    /// Changes an address: administrators at once, their own too, which ends the sessions; others get a mail with a link at the new
    /// address. An address changed at once is to be confirmed.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`]; [`Error::Argument`] when the address is taken.
    pub async fn request_email_change(
        &self,
        caller: &Caller,
        id: UserId,
        email: String,
        base: &str,
    ) -> Result<(), Error> {
        let (caller, parts, paths) = (caller.clone(), self.parts().clone(), self.paths().clone());
        let base = base.to_owned();
        self.write(caller.portal, move |tx| {
            let (mut person, facts) = target(tx, &caller, id)?;
            if !rules::may_change_login(Actor::from(&caller), facts) {
                return Err(Error::Denied);
            }
            let taken = store::by_email(tx, caller.portal, &email)?;
            if taken.is_some_and(|other| other.id != id) {
                return Err(Error::email_taken());
            }
            if !caller.is_admin() {
                instructed(tx, &caller, &person, Instruction::Email)?;
                let asked = EmailAsked { at: now() };
                let scope = Scope::User(id);
                settings::save(tx, caller.portal, scope, &asked, asked.at)?;
                let path = paths.email_change(&person, &email, asked.at);
                let link = short::path(tx, caller.portal, &path, asked.at)?;
                let to = Recipient {
                    address: email,
                    ..person.recipient()
                };
                let letter = Letter::ChangeEmail { link };
                return Ok(post::send(tx, caller.portal.0, &base, &to, &letter)?);
            }
            person.email = email.trim().to_owned();
            person.activation = EmployeeActivationStatus::NotActivated;
            person.modified = now();
            store::update(tx, &person).map_err(email_conflict)?;
            parts.sessions.end_all(tx, caller.portal, id)?;
            let data = json!({ "name": person.display_name(), "email": person.email });
            record(
                tx,
                caller.portal,
                Some(caller.user),
                "person.email",
                id,
                data,
            )?;
            Ok(letters::confirm_email(tx, &paths, &person, &base)?)
        })
        .await
    }

    /// Completes a change: the mailed link, checked before, was made for this person and address. His sessions end.
    ///
    /// # Errors
    /// [`Error::NoUser`]; [`Error::Argument`] when the address is taken.
    pub async fn confirm_email_change(
        &self,
        caller: &Caller,
        email: String,
    ) -> Result<Profile, Error> {
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.write(caller.portal, move |tx| {
            let (mut person, _) = target(tx, &caller, caller.user)?;
            person.email = email.trim().to_owned();
            person.activation = EmployeeActivationStatus::Activated;
            person.modified = now();
            store::update(tx, &person).map_err(email_conflict)?;
            settings::reset::<EmailAsked>(tx, caller.portal, Scope::User(person.id))?;
            parts.sessions.end_all(tx, caller.portal, person.id)?;
            let data = json!({ "name": person.display_name(), "email": person.email });
            record(
                tx,
                caller.portal,
                Some(caller.user),
                "person.email",
                person.id,
                data,
            )?;
            profile(tx, caller.portal, person)
        })
        .await
    }

    /// Confirms the caller's own address or invitation by a mailed link.
    ///
    /// # Errors
    /// [`Error::Argument`] unless the list holds exactly the caller.
    pub async fn activate(
        &self,
        caller: &Caller,
        status: EmployeeActivationStatus,
        ids: Vec<UserId>,
    ) -> Result<Vec<Profile>, Error> {
        if ids.as_slice() != [caller.user] {
            return Err(Error::argument("userIds"));
        }
        let caller = caller.clone();
        self.write(caller.portal, move |tx| {
            let (mut person, _) = target(tx, &caller, caller.user)?;
            person.activation = status;
            super::profile::save(tx, &caller, &mut person, Part::Activation)?;
            Ok(vec![profile(tx, caller.portal, person)?])
        })
        .await
    }

    /// Mails the link by which the caller leaves the portal, and tells to which address.
    ///
    /// # Errors
    /// [`Error::Denied`] for the owner.
    pub async fn request_leave(&self, caller: &Caller, base: &str) -> Result<String, Error> {
        if caller.role == Role::Owner {
            return Err(Error::Denied);
        }
        let (caller, paths, base) = (caller.clone(), self.paths().clone(), base.to_owned());
        self.write(caller.portal, move |tx| {
            let (person, _) = target(tx, &caller, caller.user)?;
            instructed(tx, &caller, &person, Instruction::Leave)?;
            let email = &person.email;
            let link = letters::personal_link(tx, &paths, "ProfileRemove", &person, email)?;
            let letter = Letter::DeleteProfile { link };
            post::send(tx, caller.portal.0, &base, &person.recipient(), &letter)?;
            Ok(person.email)
        })
        .await
    }
}
