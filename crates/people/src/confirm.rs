//! Confirm links this domain hands out (`platform/03a §3.6`): paths with a key that proves who wrote them.
//!
//! The payloads are public, so that whoever checks a link composes the same text.

use portal::settings::Setting;
use portal::{Installation, Portal, PortalId, UserId, keys};
use serde::{Deserialize, Serialize};
use sql::Micros;
use uuid::Uuid;

use crate::model::{EmployeeType, InvitationLink, Person};

/// Purpose under which e-mail addresses in links are encrypted.
pub const EMAIL_PURPOSE: &str = "confirm email";

/// Payload of an invitation link of the portal.
#[must_use]
pub fn common_invitation(link: Uuid, kind: EmployeeType) -> String {
    format!("{link}LinkInvite{}", kind.number())
}

/// Payload of an invitation mailed to one person.
#[must_use]
pub fn personal_invitation(email: &str, kind: EmployeeType) -> String {
    format!("{email}LinkInvite{}", kind.number())
}

/// Payload of a room's invitation link: the link, and who hands it out, so that everybody hands out his own.
#[must_use]
pub fn room_invitation(link: Uuid, by: UserId) -> String {
    format!("{link}LinkInvite{by}")
}

/// Payload of a guest's sharing link: the guest's e-mail, who shares, and the guest.
#[must_use]
pub fn guest_share(email: &str, by: UserId, guest: UserId) -> String {
    format!("{email}GuestShareLink{by}{guest}")
}

/// Payload of a mail that confirms or changes something of one person.
#[must_use]
pub fn personal(email: &str, kind: &str, user: UserId) -> String {
    format!("{email}{kind}{user}")
}

/// Payload of a mail that changes an address. The moment somebody asked for it is in it, so that the newest mail counts
/// alone, and once.
#[must_use]
pub fn email_change(email: &str, user: UserId, asked: Micros) -> String {
    format!("{}{asked}", personal(email, "EmailChange", user))
}

/// When a person asked last for another address; forgotten when it has changed.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailAsked {
    /// The moment; 0 never.
    pub at: Micros,
}

impl Setting for EmailAsked {
    const KEY: &'static str = "email-asked";
}

/// Makes the paths.
#[derive(Debug, Clone)]
pub struct Paths {
    here: Installation,
}

impl Paths {
    /// Paths signed by this installation.
    #[must_use]
    pub fn new(here: Installation) -> Self {
        Self { here }
    }

    /// To join by a link of the portal. Always the same for the same link.
    #[must_use]
    pub fn common_invitation(&self, link: &InvitationLink) -> String {
        let kind = EmployeeType::from(link.role);
        let key = self.key(link.portal, &common_invitation(link.id, kind), link.created);
        format!(
            "/confirm/LinkInvite?type=LinkInvite&key={key}&linkId={}&emplType={}&uid={}",
            link.id,
            kind.number(),
            link.created_by
        )
    }

    /// To join by a mailed invitation.
    #[must_use]
    pub fn personal_invitation(
        &self,
        portal: &Portal,
        person: &Person,
        by: UserId,
        now: Micros,
    ) -> String {
        let kind = EmployeeType::from(person.role);
        let key = self.key(portal.id, &personal_invitation(&person.email, kind), now);
        let sealed = self.seal(&person.email);
        let culture = person.culture.as_deref().unwrap_or(&portal.language);
        format!(
            "/confirm/LinkInvite?type=LinkInvite&key={key}&encemail={sealed}&emplType={}&uid={by}&culture={culture}",
            kind.number()
        )
    }

    /// To put a guest on another person's list.
    #[must_use]
    pub fn guest_share(&self, guest: &Person, by: UserId, now: Micros) -> String {
        let key = self.key(guest.portal, &guest_share(&guest.email, by, guest.id), now);
        let sealed = self.seal(&guest.email);
        format!("/confirm/GuestShareLink?type=GuestShareLink&key={key}&encemail={sealed}&uid={by}")
    }

    /// To confirm or change something of one person; `email` is the address the link is about.
    #[must_use]
    pub fn personal(&self, kind: &str, person: &Person, email: &str, now: Micros) -> String {
        let key = self.key(person.portal, &personal(email, kind, person.id), now);
        let sealed = self.seal(email);
        format!(
            "/confirm/{kind}?type={kind}&key={key}&encemail={sealed}&uid={}",
            person.id
        )
    }

    /// To change the address of a person to this one, asked for now.
    #[must_use]
    pub fn email_change(&self, person: &Person, email: &str, now: Micros) -> String {
        let key = self.key(person.portal, &email_change(email, person.id, now), now);
        let (sealed, user) = (self.seal(email), person.id);
        format!("/confirm/EmailChange?type=EmailChange&key={key}&encemail={sealed}&uid={user}")
    }

    /// Reads an `encemail` back.
    #[must_use]
    pub fn open(&self, sealed: &str) -> Option<String> {
        self.here.decrypt(EMAIL_PURPOSE, sealed)
    }

    fn key(&self, portal: PortalId, payload: &str, now: Micros) -> String {
        keys::make(&self.here, portal, payload, now)
    }

    fn seal(&self, email: &str) -> String {
        self.here.encrypt(EMAIL_PURPOSE, email)
    }
}
