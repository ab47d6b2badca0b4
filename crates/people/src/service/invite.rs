//! Invitations by e-mail (`platform/05 §5.6`).

use portal::{Caller, Portal, Role, UserId};
use serde_json::json;
use sql::Tx;

use super::{
    Instruction, People, instructed, links::require_invitations, now, record, targets, types,
};
use crate::error::{Error, email_conflict};
use crate::letters;
use crate::model::{EmployeeActivationStatus, EmployeeStatus, Person};
use crate::rules::{self, Actor};
use crate::store::{self, Filter, Order, SortBy};
use crate::view::{Profile, profiles};

/// Most people one answer lists or one request mails to.
const MOST: i64 = 100;

/// One invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// Address.
    pub email: String,
    /// Type.
    pub role: Role,
}

impl People {
    /// Invites people; answers with everybody pending whom the caller sees, the newest first.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] for the address of a disabled person.
    pub async fn invite(
        &self,
        caller: &Caller,
        portal: &Portal,
        invitations: Vec<Invitation>,
        culture: Option<String>,
        base: &str,
    ) -> Result<Vec<Person>, Error> {
        let allowed = |one: &Invitation| rules::may_invite(caller.role, one.role);
        if !rules::manages_people(caller.role) || !invitations.iter().all(allowed) {
            return Err(Error::Denied);
        }
        let (caller, portal, paths) = (caller.clone(), portal.clone(), self.paths().clone());
        let base = base.to_owned();
        self.write(caller.portal, move |tx| {
            require_invitations(tx, &caller)?;
            for one in invitations {
                if let Some(person) = invite_one(tx, &caller, one, culture.as_deref(), &base)? {
                    letters::invitation(tx, &paths, &portal, &caller, &person, &base)?;
                }
            }
            pending(tx, &caller)
        })
        .await
    }

    /// Mails invitations again; answers with those it was done for. Plain users and guests may ask for themselves.
    ///
    /// # Errors
    /// [`Error::Denied`], [`Error::NoUser`].
    pub async fn resend(
        &self,
        caller: &Caller,
        portal: &Portal,
        ids: Vec<UserId>,
        all: bool,
        base: &str,
    ) -> Result<Vec<Profile>, Error> {
        let only_self = ids.iter().all(|id| *id == caller.user) && !ids.is_empty() && !all;
        if !rules::manages_people(caller.role) && !only_self {
            return Err(Error::Denied);
        }
        let (caller, portal, paths) = (caller.clone(), portal.clone(), self.paths().clone());
        let base = base.to_owned();
        self.write(caller.portal, move |tx| {
            let ids = if all {
                pending(tx, &caller)?
                    .iter()
                    .map(|person| person.id)
                    .collect()
            } else {
                ids
            };
            let mut people = Vec::new();
            for (person, facts) in targets(tx, &caller, &ids)? {
                if !rules::may_resend(Actor::from(&caller), facts) {
                    if all {
                        continue;
                    }
                    return Err(Error::Denied);
                }
                if person.activation != EmployeeActivationStatus::Activated
                    && !person.is_terminated()
                {
                    instructed(tx, &caller, &person, Instruction::Activation)?;
                    if person.status == EmployeeStatus::Pending {
                        letters::invitation(tx, &paths, &portal, &caller, &person, &base)?;
                    } else {
                        letters::confirm_email(tx, &paths, &person, &base)?;
                    }
                }
                people.push(person);
            }
            Ok(profiles(tx, caller.portal, people)?)
        })
        .await
    }
}

/// Invites one address; the person to mail to, unless he is a member already.
fn invite_one(
    tx: &mut Tx<'_>,
    caller: &Caller,
    one: Invitation,
    culture: Option<&str>,
    base: &str,
) -> Result<Option<Person>, Error> {
    let at = now();
    let Some(mut known) = store::by_email(tx, caller.portal, &one.email)? else {
        let mut person = Person::invited(caller.portal, one.role, &one.email, at);
        person.created_by = Some(caller.user);
        person.culture = culture.and_then(portal::locale::culture).map(str::to_owned);
        store::insert(tx, &mut person).map_err(email_conflict)?;
        let data = json!({
            "email": person.email, "name": person.display_name(), "type": person.role.number(),
        });
        record(
            tx,
            caller.portal,
            Some(caller.user),
            "person.invited",
            person.id,
            data,
        )?;
        return Ok(Some(person));
    };
    if known.is_terminated() {
        return Err(Error::argument(format!("User disabled: {}", known.email)));
    }
    let related = !store::guests::related(tx, caller.portal, caller.user, &[known.id])?.is_empty();
    let change = rules::type_change(Actor::from(caller), known.facts(related), one.role);
    if change == rules::TypeChange::AtOnce && one.role.rank() > known.role.rank() {
        types::set_role(tx, caller.portal, caller.user, &mut known, one.role, base)?;
    }
    Ok(Some(known).filter(|person| person.status == EmployeeStatus::Pending))
}

/// Everybody whose activation is pending, as far as the caller sees them.
fn pending(tx: &mut Tx<'_>, caller: &Caller) -> Result<Vec<Person>, Error> {
    let filter = Filter {
        viewer: (caller.role == Role::RoomAdmin).then_some(caller.user),
        statuses: EmployeeStatus::Default.number(),
        activation: Some(EmployeeActivationStatus::Pending),
        order: Order {
            by: Some(SortBy::RegistrationDate),
            descending: true,
        },
        count: MOST,
        ..Filter::default()
    };
    Ok(store::list(tx, caller.portal, &filter)?.items)
}
