//! Confirm links: what they are about and whether they are good (`platform/03a §3.6`).
//!
//! A link arrives as the header `confirm: type=…&key=…&…`, as the body of `POST authentication/confirm`, or as the
//! `confirmData` of a login.

use std::time::Duration;

use http::request::Parts;
use people::Person;
use people::confirm as paths;
use people::model::{EmployeeStatus, EmployeeType};
use portal::keys::{self, Validity};
use portal::service::{CONTINUE, REMOVE, SUSPEND};
use portal::settings::{self, Scope, SecondFactor, Wizard};
use portal::{Caller, Confirmed, Portal, PortalId, Role, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

use crate::error::Error;
use crate::service::{Access, STEP_LIFE, step_payload};
use crate::store;

const HOUR: Duration = Duration::from_secs(3600);
const WEEK: Duration = Duration::from_secs(7 * 24 * 3600);

/// The types of links, by their names in URLs.
pub const KINDS: [&str; 19] = [
    "EmpInvite",
    "LinkInvite",
    "PortalSuspend",
    "PortalContinue",
    "PortalRemove",
    "DnsChange",
    "PortalOwnerChange",
    "Activation",
    "EmailChange",
    "EmailActivation",
    "PasswordChange",
    "ProfileRemove",
    "PhoneActivation",
    "PhoneAuth",
    "Auth",
    "TfaActivation",
    "TfaAuth",
    "Wizard",
    "GuestShareLink",
];

/// A link as it arrives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Link {
    /// Type: one of [`KINDS`].
    pub kind: String,
    /// The key.
    pub key: String,
    /// E-mail it is about.
    pub email: Option<String>,
    /// Whom it was made for, or who invites.
    pub uid: Option<UserId>,
    /// Number of the type people join as.
    pub employee_type: Option<i32>,
    /// Invitation link of the portal.
    pub link_id: Option<Uuid>,
    /// Present in the very first login link of a portal.
    pub first: Option<String>,
}

/// What a link turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checked {
    /// Good.
    Ok(Confirmed),
    /// Made by somebody else, or used up.
    Invalid,
    /// Too old.
    Expired,
    /// Its person has joined already.
    Existed,
    /// Its person was disabled.
    Excluded,
}

impl Checked {
    /// The number of `POST authentication/confirm`.
    #[must_use]
    pub fn number(&self) -> i32 {
        match self {
            Self::Ok(_) => 0,
            Self::Invalid => 1,
            Self::Expired => 2,
            Self::Existed => 4,
            Self::Excluded => 5,
        }
    }
}

/// Payload of a link that changes a password: the stamp makes it work once.
pub(crate) fn password_payload(email: &str, user: UserId, stamp: Micros) -> String {
    format!("{email}PasswordChange{user}{stamp}")
}

/// Payload of a one-time login link.
pub(crate) fn auth_payload(email: &str, first: Option<&str>) -> String {
    format!("{email}Auth{}", first.unwrap_or_default())
}

impl Access {
    /// Reads a link off the header `confirm`; a missing key is taken from the cookie of its type.
    pub(crate) fn link_of(&self, parts: &Parts) -> Option<Link> {
        let text = parts.headers.get("confirm")?.to_str().ok()?;
        let mut link = Link::default();
        for (name, value) in url::form_urlencoded::parse(text.trim_start_matches('?').as_bytes()) {
            match name.to_ascii_lowercase().as_str() {
                "type" => link.kind = value.into_owned(),
                "key" => link.key = value.into_owned(),
                "email" => link.email = Some(value.into_owned()),
                "encemail" => link.email = self.open_email(&value),
                "uid" => link.uid = value.parse().ok(),
                "empltype" => link.employee_type = value.parse().ok(),
                "linkid" => link.link_id = value.parse().ok(),
                "first" => link.first = Some(value.into_owned()),
                _ => {}
            }
        }
        if link.key.is_empty() {
            let name = format!("asc_confirm_key_{}", link.kind);
            link.key = portal::caller::cookie(parts, &name)?;
        }
        Some(link)
    }

    /// Reads an encrypted e-mail of a link back.
    pub(crate) fn open_email(&self, sealed: &str) -> Option<String> {
        self.portals()
            .installation()
            .decrypt(paths::EMAIL_PURPOSE, sealed)
    }

    pub(crate) async fn confirmed(
        &self,
        parts: &Parts,
        portal: &Portal,
        caller: Option<&Caller>,
        now: Micros,
    ) -> Result<Option<Confirmed>, Error> {
        let Some(link) = self.link_of(parts) else {
            return Ok(None);
        };
        match self
            .check_link(portal, link, caller.map(|caller| caller.user), now)
            .await?
        {
            Checked::Ok(confirmed) => Ok(Some(confirmed)),
            _ => Ok(None),
        }
    }

    /// Checks a link of a portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn check_link(
        &self,
        portal: &Portal,
        link: Link,
        caller: Option<UserId>,
        now: Micros,
    ) -> Result<Checked, Error> {
        let Some(kind) = KINDS
            .into_iter()
            .find(|kind| kind.eq_ignore_ascii_case(&link.kind))
        else {
            return Ok(Checked::Invalid);
        };
        let (this, portal) = (self.clone(), portal.clone());
        self.db()
            .read(move |tx| {
                let case = Case {
                    access: &this,
                    portal: &portal,
                    link: &link,
                    kind,
                    now,
                };
                case.check(tx, caller)
            })
            .await
    }
}

/// One link to be checked.
struct Case<'a> {
    access: &'a Access,
    portal: &'a Portal,
    link: &'a Link,
    kind: &'static str,
    now: Micros,
}

impl Case<'_> {
    fn check(&self, tx: &mut Tx<'_>, caller: Option<UserId>) -> Result<Checked, Error> {
        match self.kind {
            "LinkInvite" if self.link.link_id.is_some() => self.common_invitation(tx),
            "LinkInvite" | "EmpInvite" => self.personal_invitation(tx),
            SUSPEND | REMOVE => self.portal_life(tx, Some(WEEK)),
            CONTINUE => self.portal_life(tx, None),
            "PortalOwnerChange" => self.owner_change(tx, caller),
            "Wizard" => self.wizard(tx),
            "Auth" => self.auth(tx),
            "PasswordChange" => self.password_change(tx),
            "Activation" | "EmailActivation" | "EmailChange" | "ProfileRemove" => self.personal(tx),
            "GuestShareLink" => self.guest_share(tx),
            "TfaActivation" | "TfaAuth" => self.factor(tx, caller),
            // Telephones and mapped domains are not built.
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
        let Some(link) = people::store::links::by_id(tx, self.id(), id)? else {
            return Ok(Checked::Invalid);
        };
        let payload = paths::common_invitation(link.id, EmployeeType::from(link.role));
        // The link's own end of life counts, not the key's age.
        Ok(self.answer(self.key(&payload, None), || {
            if link.is_open(self.now) {
                self.good(None, None)
            } else {
                Checked::Expired
            }
        }))
    }

    fn personal_invitation(&self, tx: &mut Tx<'_>) -> Result<Checked, Error> {
        let payload = paths::personal_invitation(self.email(), self.employee_type());
        let validity = self.key(&payload, Some(WEEK));
        let person = people::store::by_email(tx, self.id(), self.email())?;
        Ok(
            self.answer(validity, || match person.map(|person| person.status) {
                Some(EmployeeStatus::Terminated) => Checked::Excluded,
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

    /// The step between password and second factor. Who has an app does not link another one, and who is signed in
    /// has no use for a code.
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
        let fits = match self.kind {
            "TfaActivation" => !person.tfa_app && caller.is_none_or(|user| user == person.id),
            _ => person.tfa_app && caller.is_none(),
        };
        Ok(
            self.answer(self.key(&payload, Some(STEP_LIFE)), || match () {
                () if person.is_terminated() => Checked::Excluded,
                () if factor.app.enabled && fits && !used => self.good(Some(person.id), None),
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
        let payload = paths::personal(self.email(), self.kind, person.id);
        // Every link but the one that changes the address is about the address the person has.
        let same = sql::fold(&person.email) == sql::fold(self.email());
        Ok(self.answer(self.key(&payload, Some(WEEK)), || match () {
            () if person.is_terminated() => Checked::Excluded,
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
