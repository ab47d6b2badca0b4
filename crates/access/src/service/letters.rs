//! Letters this domain writes: the links that let people in, and what they must know about their account.

use std::collections::HashMap;

use people::Person;
use people::confirm::Paths;
use people::letters::{PEOPLE, confirm_email, personal_link, to_administrators};
use people::model::{EmployeeActivationStatus, EmployeeStatus};
use portal::{Portal, PortalId, Role, UserId, short};
use post::Letter;
use sql::{Micros, Result, Tx};

use crate::service::Access;
use crate::store::credentials::Credential;
use crate::store::keys::Key;

/// Where the web app shows API keys.
const KEYS: &str = "/profile/keys";

impl Access {
    fn paths(&self) -> Paths {
        Paths::new(self.portals().installation().clone())
    }

    /// Asks the owner of a new portal to confirm his address.
    pub(super) fn write_to_owner(&self, tx: &mut Tx<'_>, owner: &Person, base: &str) -> Result<()> {
        let link = personal_link(tx, &self.paths(), "EmailActivation", owner, &owner.email)?;
        write(tx, owner, base, &Letter::OwnerActivation { link })
    }

    /// Tells somebody that `by` made an account for him.
    pub(super) fn write_activation(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        by: String,
        base: &str,
    ) -> Result<()> {
        let now = sql::now();
        let path = self
            .paths()
            .personal("Activation", person, &person.email, now);
        let names = url::form_urlencoded::Serializer::new(path)
            .append_pair("firstname", &person.first_name)
            .append_pair("lastname", &person.last_name)
            .finish();
        let link = short::path(tx, person.portal, &names, now)?;
        let letter = match person.role {
            Role::Guest => Letter::GuestActivation { by, link },
            _ => Letter::UserActivation { by, link },
        };
        write(tx, person, base, &letter)
    }

    /// Welcomes somebody who joined by an invitation and tells the administrators. One whose address nobody has
    /// seen yet is asked to confirm it instead.
    pub(super) fn write_welcome(&self, tx: &mut Tx<'_>, person: &Person, base: &str) -> Result<()> {
        let link = "/".to_owned();
        match (person.activation, person.role) {
            (EmployeeActivationStatus::Activated, Role::Guest) => {
                write(tx, person, base, &Letter::GuestWelcome { link })?;
            }
            (EmployeeActivationStatus::Activated, _) => {
                write(tx, person, base, &Letter::UserWelcome { link })?;
            }
            _ => confirm_email(tx, &self.paths(), person, base)?,
        }
        let letter = Letter::UserJoined {
            who: person.display_name(),
            email: person.email.clone(),
            link: PEOPLE.to_owned(),
        };
        to_administrators(tx, person.portal, Some(person.id), base, &letter)
    }

    /// Sends a person the link that changes his password. Whoever has none chooses his first one, and whoever never
    /// joined gets his invitation again.
    pub(super) fn write_password(
        &self,
        tx: &mut Tx<'_>,
        portal: &Portal,
        person: &Person,
        known: Option<&Credential>,
        base: &str,
    ) -> Result<()> {
        let now = sql::now();
        let stamp = known.map_or(0, |known| known.changed);
        let invited = person.status == EmployeeStatus::Pending;
        let path = if invited {
            let by = person.created_by.unwrap_or(portal.owner);
            self.paths().personal_invitation(portal, person, by, now)
        } else {
            self.password_path(person, stamp, now)
        };
        let link = short::path(tx, portal.id, &path, now)?;
        let letter = match known {
            _ if invited => Letter::InvitationAgain { link },
            Some(_) => Letter::ChangePassword { link },
            None => Letter::SetPassword { link },
        };
        write(tx, person, base, &letter)
    }

    /// Tells a person that an administrator unlinked his authenticator app: the next sign-in links a new one.
    pub(super) fn write_factor_reset(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        base: &str,
    ) -> Result<()> {
        let link = "/".to_owned();
        write(tx, person, base, &Letter::FactorReset { link })
    }

    /// Tells a person that his password is a new one.
    pub(super) fn write_password_changed(
        &self,
        tx: &mut Tx<'_>,
        person: &Person,
        base: &str,
        now: Micros,
    ) -> Result<()> {
        let path = self.auth_path(person, false, now);
        let link = short::path(tx, person.portal, &path, now)?;
        write(tx, person, base, &Letter::PasswordChanged { link })
    }
}

/// Tells people that their keys have ended. Nobody made a request, so the address is the portal's certain one.
pub(super) fn keys_expired(tx: &mut Tx<'_>, keys: &[Key]) -> Result<()> {
    let mut by_portal: HashMap<PortalId, Vec<&Key>> = HashMap::new();
    for key in keys {
        by_portal.entry(key.portal).or_default().push(key);
    }
    for (portal, keys) in by_portal {
        let users: Vec<UserId> = keys.iter().map(|key| key.user).collect();
        let people = people::store::by_ids(tx, portal, &users)?;
        for key in keys {
            let person = people.get(&key.user).filter(|person| person.is_active());
            if let Some(person) = person {
                let (key, link) = (key.name.clone(), KEYS.to_owned());
                write(tx, person, "", &Letter::KeyExpired { key, link })?;
            }
        }
    }
    Ok(())
}

fn write(tx: &mut Tx<'_>, to: &Person, base: &str, letter: &Letter) -> Result<()> {
    post::send(tx, to.portal.0, base, &to.recipient(), letter)
}
