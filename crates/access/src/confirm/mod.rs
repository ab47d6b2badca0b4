//! Confirm links: what they are about and whether they are good (`platform/03a §3.6`).
//!
//! A link arrives as the header `confirm: type=…&key=…&…`, as the body of `POST authentication/confirm`, or as the
//! `confirmData` of a login.

mod case;

use http::request::Parts;
use people::confirm as paths;
use portal::service::{CONTINUE, REMOVE};
use portal::{Caller, Confirmed, Portal, Status, UserId};
use sql::{Micros, Tx};
use uuid::Uuid;

use crate::error::Error;
use crate::service::Access;
use case::Case;

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

/// The type of invitations: the portal's links, those of rooms, and mailed ones.
pub const INVITATION: &str = "LinkInvite";

/// The types a closed portal knows: they open it again, or end it.
const OF_CLOSED_PORTALS: [&str; 2] = [CONTINUE, REMOVE];

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
    /// Invitation link of the portal, or of a room.
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
        let (this, portal) = (self.clone(), portal.clone());
        self.db()
            .read(move |tx| this.check(tx, &portal, &link, caller, now))
            .await
    }

    pub(crate) fn check(
        &self,
        tx: &mut Tx<'_>,
        portal: &Portal,
        link: &Link,
        caller: Option<UserId>,
        now: Micros,
    ) -> Result<Checked, Error> {
        let known = |kind: &&str| kind.eq_ignore_ascii_case(&link.kind);
        let open = portal.status == Status::Active;
        let Some(kind) = KINDS.into_iter().find(known) else {
            return Ok(Checked::Invalid);
        };
        if !open && !OF_CLOSED_PORTALS.contains(&kind) {
            return Ok(Checked::Invalid);
        }
        let case = Case {
            access: self,
            portal,
            link,
            kind,
            now,
        };
        case.check(tx, caller)
    }
}
