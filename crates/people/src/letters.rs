//! Letters about accounts (`platform/10 §10.4`): who gets them, and the links in them.

use portal::{Caller, Portal, PortalId, Role, UserId, short};
use post::{Letter, Recipient};
use sql::{Micros, Result, Tx};

use crate::confirm::Paths;
use crate::model::{EmployeeStatus, EmployeeType, Person};
use crate::store;

/// Where people are shown in the web app.
pub const PEOPLE: &str = "/people";

/// People read at a time.
const SOME: i64 = 500;
/// Most administrators one letter goes to.
const ADMINISTRATORS: i64 = 200;

impl Person {
    /// The person as somebody who gets letters.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        let named = !self.first_name.is_empty() || !self.last_name.is_empty();
        Recipient {
            address: self.email.clone(),
            name: if named {
                self.display_name()
            } else {
                String::new()
            },
            culture: self.culture.clone(),
        }
    }
}

/// Invites somebody who has not joined yet.
pub(crate) fn invitation(
    tx: &mut Tx<'_>,
    paths: &Paths,
    portal: &Portal,
    caller: &Caller,
    person: &Person,
    base: &str,
) -> Result<()> {
    let now = sql::now();
    let path = paths.personal_invitation(portal, person, caller.user, now);
    let letter = Letter::Invitation {
        by: caller.name.clone(),
        link: short::path(tx, portal.id, &path, now)?,
    };
    post::send(tx, portal.id.0, base, &person.recipient(), &letter)
}

/// Asks a person to confirm his address.
///
/// # Errors
/// The database failed.
pub fn confirm_email(tx: &mut Tx<'_>, paths: &Paths, person: &Person, base: &str) -> Result<()> {
    let link = personal_link(tx, paths, "EmailActivation", person, &person.email)?;
    let letter = Letter::ConfirmEmail { link };
    post::send(tx, person.portal.0, base, &person.recipient(), &letter)
}

/// A short link that confirms or changes something of one person; `email` is the address it is about.
///
/// # Errors
/// The database failed.
pub fn personal_link(
    tx: &mut Tx<'_>,
    paths: &Paths,
    kind: &str,
    person: &Person,
    email: &str,
) -> Result<String> {
    let now: Micros = sql::now();
    let path = paths.personal(kind, person, email, now);
    short::path(tx, person.portal, &path, now)
}

/// Tells a person that somebody else gave him another type. Those who have not joined yet hear it when they do.
///
/// # Errors
/// The database failed.
pub fn type_changed(tx: &mut Tx<'_>, actor: UserId, person: &Person, base: &str) -> Result<()> {
    if actor == person.id || person.status != EmployeeStatus::Active {
        return Ok(());
    }
    let by = store::by_id(tx, person.portal, actor)?;
    let letter = Letter::TypeChanged {
        by: by.map(|by| by.display_name()).unwrap_or_default(),
        to: EmployeeType::from(person.role).to_string(),
        link: "/".to_owned(),
    };
    post::send(tx, person.portal.0, base, &person.recipient(), &letter)
}

/// Writes to everybody who administrates the portal, but for one of them.
///
/// # Errors
/// The database failed.
pub fn to_administrators(
    tx: &mut Tx<'_>,
    portal: PortalId,
    except: Option<UserId>,
    base: &str,
    letter: &Letter,
) -> Result<()> {
    let filter = store::Filter {
        statuses: EmployeeStatus::Active.number(),
        roles: vec![Role::Owner, Role::Admin],
        except: except.map(|user| vec![user]),
        count: ADMINISTRATORS,
        ..store::Filter::default()
    };
    let people = store::list(tx, portal, &filter)?.items;
    let to: Vec<_> = people.iter().map(Person::recipient).collect();
    post::send_to_all(tx, portal.0, base, &to, letter)
}

/// Writes to everybody who is active.
///
/// # Errors
/// The database failed.
pub fn to_everybody(tx: &mut Tx<'_>, portal: PortalId, base: &str, letter: &Letter) -> Result<()> {
    let mut start = 0;
    loop {
        let filter = store::Filter {
            statuses: EmployeeStatus::Active.number(),
            start,
            count: SOME,
            ..store::Filter::default()
        };
        let some = store::list(tx, portal, &filter)?.items;
        let to: Vec<Recipient> = some.iter().map(Person::recipient).collect();
        if to.is_empty() {
            return Ok(());
        }
        post::send_to_all(tx, portal.0, base, &to, letter)?;
        start += SOME;
    }
}
