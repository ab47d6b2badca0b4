//! Disabling, enabling and deleting people (`platform/05 §5.8`).

use std::sync::Arc;

use portal::{Caller, UserId};
use post::Letter;
use serde_json::json;
use sql::{Micros, Tx};

use super::{Parts, People, now, profile, record, target, targets, types};
use crate::error::Error;
use crate::letters;
use crate::model::{EmployeeStatus, Person};
use crate::rules::{self, Actor};
use crate::store;
use crate::view::{Profile, profiles};

impl People {
    /// Disables or enables people, all or none; answers in the order of the request.
    ///
    /// # Errors
    /// [`Error::Argument`] for other states, [`Error::Denied`], [`Error::NoUser`].
    pub async fn set_status(
        &self,
        caller: &Caller,
        status: EmployeeStatus,
        ids: Vec<UserId>,
    ) -> Result<Vec<Profile>, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        let disable = match status {
            EmployeeStatus::Active => false,
            EmployeeStatus::Terminated => true,
            _ => return Err(Error::argument("Incorrect status")),
        };
        let (caller, parts) = (caller.clone(), Arc::clone(self.parts()));
        self.write(caller.portal, move |tx| {
            let all = targets(tx, &caller, &ids)?;
            if all
                .iter()
                .any(|(_, facts)| !rules::may_disable(Actor::from(&caller), *facts))
            {
                return Err(Error::Denied);
            }
            let mut people = Vec::with_capacity(all.len());
            for (mut person, _) in all {
                switch(tx, &parts, &caller, &mut person, disable, now())?;
                store::update(tx, &person)?;
                people.push(person);
            }
            Ok(profiles(tx, caller.portal, people)?)
        })
        .await
    }

    /// Deletes one disabled person; his rooms go to the portal's owner.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`]; [`Error::State`] while he is not disabled.
    pub async fn delete(&self, caller: &Caller, key: &str) -> Result<Profile, Error> {
        let id = super::profile::self_or_id(caller, key)?;
        let (caller, parts) = (caller.clone(), Arc::clone(self.parts()));
        self.write(caller.portal, move |tx| {
            if !caller.is_admin() {
                return Err(Error::Denied);
            }
            let (person, facts) = target(tx, &caller, id)?;
            if !rules::may_disable(Actor::from(&caller), facts) {
                return Err(Error::Denied);
            }
            if !person.is_terminated() {
                return Err(Error::State("The user is not suspended"));
            }
            let shown = profile(tx, caller.portal, person.clone())?;
            erase(tx, &parts, &caller, &person, false, now())?;
            Ok(shown)
        })
        .await
    }

    /// Deletes several disabled people; answers in the order of the request.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::State`] when one of them is not disabled.
    pub async fn delete_all(
        &self,
        caller: &Caller,
        ids: Vec<UserId>,
    ) -> Result<Vec<Profile>, Error> {
        if !caller.is_admin() {
            return Err(Error::Denied);
        }
        let (caller, parts) = (caller.clone(), Arc::clone(self.parts()));
        self.write(caller.portal, move |tx| {
            let all = targets(tx, &caller, &ids)?;
            let asked = all.len();
            let mut people: Vec<Person> = all
                .into_iter()
                .filter(|(_, facts)| rules::may_disable(Actor::from(&caller), *facts))
                .map(|(person, _)| person)
                .collect();
            if people.is_empty() && asked > 0 {
                return Err(Error::Denied);
            }
            if people.iter().any(|person| !person.is_terminated()) {
                return Err(Error::State("Users are not suspended"));
            }
            people.dedup_by_key(|person| person.id);
            let shown = profiles(tx, caller.portal, people.clone())?;
            for person in &people {
                erase(tx, &parts, &caller, person, true, now())?;
            }
            Ok(shown)
        })
        .await
    }

    /// Disables the caller himself; a confirmed mail leads here (`DELETE people/@self`). Administrators are told.
    ///
    /// # Errors
    /// [`Error::Denied`] for the owner.
    pub async fn leave(&self, caller: &Caller, base: &str) -> Result<Profile, Error> {
        let (caller, parts, base) = (caller.clone(), Arc::clone(self.parts()), base.to_owned());
        self.write(caller.portal, move |tx| {
            let (mut person, _) = target(tx, &caller, caller.user)?;
            if person.role == portal::Role::Owner {
                return Err(Error::Denied);
            }
            switch(tx, &parts, &caller, &mut person, true, now())?;
            store::update(tx, &person)?;
            let letter = Letter::ProfileDeleted {
                who: person.display_name(),
                email: person.email.clone(),
                link: letters::PEOPLE.to_owned(),
            };
            letters::to_administrators(tx, caller.portal, Some(person.id), &base, &letter)?;
            profile(tx, caller.portal, person)
        })
        .await
    }
}

/// Disables or enables a person in memory and everything that follows from it; the caller of this writes the record. A
/// person who never joined returns to being invited.
pub(super) fn switch(
    tx: &mut Tx<'_>,
    parts: &Parts,
    caller: &Caller,
    person: &mut Person,
    disable: bool,
    now: Micros,
) -> Result<(), Error> {
    if disable == person.is_terminated() {
        return Ok(());
    }
    person.modified = now;
    if disable {
        person.status = EmployeeStatus::Terminated;
        person.terminated = Some(now);
        parts.sessions.end_all(tx, caller.portal, person.id)?;
    } else {
        person.status = if person.joined {
            EmployeeStatus::Active
        } else {
            EmployeeStatus::Pending
        };
        person.terminated = None;
    }
    let data = json!({ "name": person.display_name(), "status": person.status.number() });
    record(
        tx,
        caller.portal,
        Some(caller.user),
        "person.status",
        person.id,
        data,
    )?;
    Ok(())
}

/// Erases an account, alone or as one of many; what it owned elsewhere is handed over and cleared away by a hidden
/// task.
pub(super) fn erase(
    tx: &mut Tx<'_>,
    parts: &Parts,
    caller: &Caller,
    person: &Person,
    many: bool,
    now: Micros,
) -> Result<(), Error> {
    parts.sessions.erase(tx, caller.portal, person.id)?;
    super::photos::drop_photo(tx, person)?;
    types::enqueue_removal(tx, caller, person.id, true, now)?;
    store::delete(tx, caller.portal, person.id)?;
    let data = json!({
        "name": person.display_name(), "email": person.email, "many": many,
        "type": person.role.number(),
    });
    record(
        tx,
        caller.portal,
        Some(caller.user),
        "person.deleted",
        person.id,
        data,
    )?;
    Ok(())
}
