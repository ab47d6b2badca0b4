//! Whether one link is good: a function a type, by the table of `platform/03a §3.6`.

use std::time::Duration;

use people::confirm as paths;
use people::model::{EmployeeStatus, EmployeeType};
use people::{EmailAsked, Person};
use portal::keys::{self, Validity};
use portal::service::{CONTINUE, REMOVE, SUSPEND};
use portal::settings::{self, FactorKind, Scope, SecondFactor, Wizard};
use portal::{Confirmed, Portal, PortalId, Role, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

use super::{Checked, INVITATION, Link, auth_payload, password_payload};
use crate::error::Error;
use crate::service::{Access, STEP_LIFE, step_payload};
use crate::store;

const HOUR: Duration = Duration::from_secs(3600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// How long a mailed invitation is good once it was opened.
const VISIT: Micros = 15 * 60 * 1_000_000;

/// One link to be checked.
pub(super) struct Case<'a> {
    pub(super) access: &'a Access,
    pub(super) portal: &'a Portal,
    pub(super) link: &'a Link,
    pub(super) kind: &'static str,
    pub(super) now: Micros,
}

impl Case<'_> {
    pub(super) fn check(&self, tx: &mut Tx<'_>, caller: Option<UserId>) -> Result<Checked, Error> {
        match self.kind {
            INVITATION if self.link.link_id.is_some() => self.common_invitation(tx),
            INVITATION | "EmpInvite" => self.personal_invitation(tx),
            SUSPEND | REMOVE => self.portal_life(tx, Some(WEEK)),
            CONTINUE => self.portal_life(tx, None),
            "PortalOwnerChange" => self.owner_change(tx, caller),
            "Wizard" => self.wizard(tx),
            "Auth" => self.auth(tx),
            "PasswordChange" => self.password_change(tx),
            "Activation" | "EmailActivation" | "EmailChange" | "ProfileRemove" => self.personal(tx),
            "GuestShareLink" => self.guest_share(tx),
            "TfaActivation" | "TfaAuth" | "PhoneActivation" | "PhoneAuth" => {
                self.factor(tx, caller)
            }
            // Mapped domains are not built.
            _ => Ok(Checked::Invalid),
        }
    }

    fn id(&self) -> PortalId {
        self.portal.id
    }

    fn key(&self, payload: &str, life: Option<Duration>) -> Validity {
        let here = self.access.portals().installation();
        keys::check(here, self.id(), payload, &self.link.key, life, self.now)
    }

    fn good(&self, user: Option<UserId>, email: Option<String>) -> Checked {
        Checked::Ok(Confirmed {
            kind: self.kind,
            user,
            email,
            key: self.link.key.clone(),
        })
    }

    /// The answer for a key, when it is good the given one.
    fn answer(&self, validity: Validity, good: impl FnOnce() -> Checked) -> Checked {
        match validity {
            Validity::Ok => good(),
            Validity::Invalid => Checked::Invalid,
            Validity::Expired => Checked::Expired,
        }
    }

    fn email(&self) -> &str {
        self.link.email.as_deref().unwrap_or_default()
    }

    /// The person a link is about: by id, else by e-mail.
    fn person(&self, tx: &mut Tx<'_>) -> Result<Option<Person>, Error> {
        Ok(match self.link.uid {
            Some(user) => people::store::by_id(tx, self.id(), user)?,
            None => people::store::by_email(tx, self.id(), self.email())?,
        })
    }

    fn employee_type(&self) -> EmployeeType {
        match self.link.employee_type {
            Some(1) => EmployeeType::RoomAdmin,
            Some(2) => EmployeeType::Guest,
            Some(3) => EmployeeType::DocSpaceAdmin,
            Some(4) => EmployeeType::User,
            _ => EmployeeType::All,
        }
    }

    fn common_invitation(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let id = self.link.link_id.unwrap_or_default();
        let found = match people::store::links::by_id(tx, self.id(), id)? {
            Some(link) => {
                let payload = paths::common_invitation(link.id, EmployeeType::from(link.role));
                Some((payload, link.is_open(self.now)))
            }
            None => self.room_invitation(tx, id)?,
        };
        let Some((payload, open)) = found else {
            return Ok(Checked::Invalid);
        };
        // The link's own end of life counts, not the key's age.
        Ok(self.answer(self.key(&payload, None), || {
            if open {
                self.good(None, None)
            } else {
                Checked::Expired
            }
        }))
    }

    /// What the key of a room's link is about, and whether somebody can still join by it.
    fn room_invitation(
        &self,
        tx: &mut Tx<'_>,
        link: Uuid,
    ) -> Result<Option<(String, bool)>, Error> {
        let rooms = self.access.rooms();
        let found = rooms.invitation(tx, self.id(), link, self.now)?;
        let by = self.link.uid.unwrap_or(UserId::ANONYMOUS);
        let payload = paths::room_invitation(link, by);
        Ok(found.map(|invitation| (payload, invitation.is_open)))
    }

    fn personal_invitation(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let payload = paths::personal_invitation(self.email(), self.employee_type());
        let validity = self.key(&payload, Some(WEEK));
        let person = people::store::by_email(tx, self.id(), self.email())?;
        let visited = store::links::visited(tx, self.id(), &self.link.key)?;
        let stale = visited.is_some_and(|first| first + VISIT <= self.now);
        Ok(
            self.answer(validity, || match person.map(|person| person.status) {
                Some(EmployeeStatus::Terminated) => Checked::Excluded,
                Some(EmployeeStatus::Pending) | None if stale => Checked::Expired,
                Some(EmployeeStatus::Pending) | None => {
                    self.good(None, Some(self.email().to_owned()))
                }
                Some(_) => Checked::Existed,
            }),
        )
    }

    fn portal_life(&self, tx: &mut Tx<'_>, life: Option<Duration>) -> Result<Checked, Error> {
        let owner = people::store::owner(tx, self.id())?;
        let payload = format!("{}{}", owner.email, self.kind);
        Ok(self.answer(self.key(&payload, life), || {
            self.good(Some(owner.id), Some(owner.email.clone()))
        }))
    }

    /// The link of an owner change names the new owner.
    fn owner_change(&self, tx: &mut Tx<'_>, caller: Option<UserId>) -> Result<Checked, Error> {
        let owner = people::store::owner(tx, self.id())?;
        let Some(next) = self.link.uid else {
            return Ok(Checked::Invalid);
        };
        let payload = format!("{}{}{next}", owner.email, self.kind);
        Ok(
            self.answer(self.key(&payload, Some(WEEK)), || match caller {
                Some(user) if user != owner.id => Checked::Invalid,
                _ => self.good(Some(next), Some(owner.email.clone())),
            }),
        )
    }

    fn wizard(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let wizard = settings::load::<Wizard>(tx, self.id(), Scope::Portal)?;
        Ok(self.answer(self.key("Wizard", Some(WEEK)), || {
            if wizard.completed {
                Checked::Invalid
            } else {
                self.good(Some(self.portal.owner), None)
            }
        }))
    }

    fn auth(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let payload = auth_payload(self.email(), self.link.first.as_deref());
        let used = store::links::is_taken(tx, self.id(), &self.link.key)?;
        let person = people::store::by_email(tx, self.id(), self.email())?;
        Ok(
            self.answer(self.key(&payload, Some(HOUR)), || match person {
                Some(person) if !used => self.good(Some(person.id), Some(person.email)),
                _ => Checked::Invalid,
            }),
        )
    }

    /// The step between password and second factor, good for the kind that is on. Who has an app does not link another
    /// one, whose number is good does not change it here, and who is signed in has no use for a code.
    fn factor(&self, tx: &mut Tx<'_>, caller: Option<UserId>) -> Result<Checked, Error> {
        let person = match self.link.uid {
            Some(user) => people::store::by_id(tx, self.id(), user)?,
            None => None,
        };
        let Some(person) = person else {
            return Ok(Checked::Invalid);
        };
        let factor = settings::load::<SecondFactor>(tx, self.id(), Scope::Portal)?;
        let known = store::credentials::of(tx, self.id(), person.id)?;
        let stamp = known.map_or(0, |known| known.changed);
        let payload = step_payload(person.id, self.kind, stamp);
        let used = store::links::is_taken(tx, self.id(), &self.link.key)?;
        let own = caller.is_none_or(|user| user == person.id);
        let fits = match (self.kind, factor.kind()) {
            ("TfaActivation", Some(FactorKind::App)) => own && !person.tfa_app,
            ("PhoneActivation", Some(FactorKind::Sms)) => own && !person.phone_active,
            ("PhoneAuth", Some(FactorKind::Sms)) => caller.is_none() && person.phone_active,
            ("TfaAuth", Some(FactorKind::App)) => {
                let has = store::passkeys::has_any(tx, self.id(), person.id)?;
                caller.is_none() && (person.tfa_app || has)
            }
            _ => false,
        };
        Ok(
            self.answer(self.key(&payload, Some(STEP_LIFE)), || match () {
                () if person.is_terminated() => Checked::Excluded,
                () if fits && !used => self.good(Some(person.id), None),
                () => Checked::Invalid,
            }),
        )
    }

    fn password_change(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let Some(person) = self.person(tx)? else {
            return Ok(Checked::Invalid);
        };
        let known = store::credentials::of(tx, self.id(), person.id)?;
        let stamp = known.map_or(0, |known| known.changed);
        let payload = password_payload(&person.email, person.id, stamp);
        Ok(self.answer(self.key(&payload, Some(WEEK)), || {
            if person.is_terminated() {
                return Checked::Excluded;
            }
            self.good(Some(person.id), Some(person.email.clone()))
        }))
    }

    fn personal(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let Some(person) = self.person(tx)? else {
            return Ok(Checked::Invalid);
        };
        let payload = match self.kind {
            "EmailChange" => {
                let scope = Scope::User(person.id);
                let asked = settings::load::<EmailAsked>(tx, self.id(), scope)?;
                paths::email_change(self.email(), person.id, asked.at)
            }
            _ => paths::personal(self.email(), self.kind, person.id),
        };
        // Every link but the one that changes the address is about the address the person has.
        let same = sql::fold(&person.email) == sql::fold(self.email());
        Ok(self.answer(self.key(&payload, Some(WEEK)), || match () {
            () if person.is_terminated() => Checked::Excluded,
            () if self.kind == "Activation" && person.is_activated() => Checked::Existed,
            () if self.kind == "EmailChange" || same => {
                self.good(Some(person.id), Some(self.email().to_owned()))
            }
            () => Checked::Invalid,
        }))
    }

    fn guest_share(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let guest = people::store::by_email(tx, self.id(), self.email())?;
        let (Some(guest), Some(by)) = (guest, self.link.uid) else {
            return Ok(Checked::Invalid);
        };
        let payload = paths::guest_share(&guest.email, by, guest.id);
        let inviter = people::store::by_id(tx, self.id(), by)?;
        let may =
            inviter.is_some_and(|by| by.is_active() && by.role.rank() >= Role::RoomAdmin.rank());
        Ok(self.answer(self.key(&payload, Some(WEEK)), || {
            if may && guest.is_active() {
                self.good(Some(by), Some(guest.email.clone()))
            } else {
                Checked::Invalid
            }
        }))
    }
}
