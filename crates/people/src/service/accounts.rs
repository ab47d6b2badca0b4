//! Making accounts: used by invitations here and by the joining of people above this domain.

use portal::{PortalId, Role, UserId};
use serde_json::json;
use sql::{Micros, Tx};

use crate::error::{Error, email_conflict};
use crate::model::{Contact, EmployeeActivationStatus, EmployeeStatus, GroupId, Person};
use crate::{rules, store};

use super::record;

/// What is known of a person who gets an account.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Type.
    pub role: Role,
    /// E-mail.
    pub email: String,
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Whether the e-mail is confirmed already.
    pub activation: EmployeeActivationStatus,
    /// Culture.
    pub culture: Option<String>,
    /// Location.
    pub location: String,
    /// Comment.
    pub notes: String,
    /// Ways to reach him.
    pub contacts: Vec<Contact>,
    /// Groups he joins; unknown ones are skipped.
    pub groups: Vec<GroupId>,
    /// Agreed to newsletters.
    pub spam: Option<bool>,
    /// Comes by an invitation, so that making the account is his own deed and not his creator's.
    pub invited: bool,
}

impl Draft {
    /// A draft with the required parts; activation is pending (`platform/05 §5.5`).
    #[must_use]
    pub fn new(role: Role, email: &str, first_name: &str, last_name: &str) -> Self {
        Self {
            role,
            email: email.to_owned(),
            first_name: first_name.to_owned(),
            last_name: last_name.to_owned(),
            activation: EmployeeActivationStatus::Pending,
            culture: None,
            location: String::new(),
            notes: String::new(),
            contacts: Vec::new(),
            groups: Vec::new(),
            spam: None,
            invited: false,
        }
    }

    fn check(&self) -> Result<(), Error> {
        let last = self.last_name.trim();
        if !rules::is_name(&self.first_name) || !(last.is_empty() || rules::is_name(last)) {
            return Err(Error::argument("Incorrect firstname or lastname"));
        }
        Ok(())
    }

    fn fill(self, person: &mut Person) {
        person.role = self.role;
        person.first_name = self.first_name.trim().to_owned();
        person.last_name = self.last_name.trim().to_owned();
        person.activation = self.activation;
        person.culture = self.culture.or(person.culture.take());
        person.location = self.location;
        person.notes = self.notes;
        person.contacts = self.contacts;
        person.spam = self.spam;
    }
}

/// Makes an account that works at once. The creator's rights are checked before. The same transaction must give it a
/// way to sign in. A guest becomes related to his creator. The portal's owner is made this way too, with
/// [`Role::Owner`] and no creator.
///
/// # Errors
/// [`Error::Argument`] for names that are none and for an e-mail that is taken.
pub fn create(
    tx: &mut Tx<'_>,
    portal: PortalId,
    creator: Option<UserId>,
    draft: Draft,
    now: Micros,
) -> Result<Person, Error> {
    draft.check()?;
    if store::by_email(tx, portal, &draft.email)?.is_some() {
        return Err(Error::email_taken());
    }
    let (groups, invited) = (draft.groups.clone(), draft.invited);
    let mut person = Person::new(portal, draft.role, &draft.email, now);
    person.created_by = creator;
    draft.fill(&mut person);
    store::insert(tx, &mut person).map_err(email_conflict)?;
    enter_groups(tx, &person, &groups)?;
    if let Some(creator) = creator.filter(|_| person.role == Role::Guest) {
        store::guests::relate(tx, portal, creator, person.id, now)?;
    }
    let data = json!({
        "email": person.email, "name": person.display_name(), "type": person.role.number(), "invited": invited,
    });
    let actor = if invited { Some(person.id) } else { creator };
    record(tx, portal, actor, "person.created", person.id, data)?;
    Ok(person)
}

/// Makes an invited person a member: he gave his names. His type stays the one he was invited as.
///
/// # Errors
/// [`Error::NoUser`] when nobody with that e-mail waits; [`Error::Argument`] for names that are none.
pub fn join(tx: &mut Tx<'_>, portal: PortalId, draft: Draft, now: Micros) -> Result<Person, Error> {
    draft.check()?;
    let mut person = store::by_email(tx, portal, &draft.email)?
        .filter(|person| person.status == EmployeeStatus::Pending)
        .ok_or(Error::NoUser)?;
    let role = person.role;
    draft.fill(&mut person);
    person.role = role;
    person.status = EmployeeStatus::Active;
    person.joined = true;
    person.modified = now;
    store::update(tx, &person)?;
    let data = json!({ "email": person.email, "name": person.display_name(), "type": person.role.number() });
    record(
        tx,
        portal,
        Some(person.id),
        "person.joined",
        person.id,
        data,
    )?;
    Ok(person)
}

fn enter_groups(tx: &mut Tx<'_>, person: &Person, groups: &[GroupId]) -> Result<(), Error> {
    if groups.is_empty() || person.role == Role::Guest {
        return Ok(());
    }
    let known = store::groups::by_ids(tx, person.portal, groups)?;
    for id in known.keys() {
        store::groups::add_members(tx, person.portal, *id, &[person.id])?;
    }
    Ok(())
}
