//! Messages of strangers (`platform/06 §6.6`).

use people::confirm::{EMAIL_PURPOSE, personal_invitation};
use people::model::EmployeeType;
use portal::mail::Mail;
use portal::settings::{AdminMessages, LoginLimits, Scope};
use portal::{Caller, PRODUCT, Portal, Role, keys};
use serde_json::json;

use crate::attempts::place;
use crate::error::Error;
use crate::service::{Access, Address, record};

/// Messages of one stranger in five minutes.
const LIMITS: LoginLimits = LoginLimits {
    attempt_count: 5,
    check_period: 300,
    block_time: 300,
};

impl Access {
    /// Mails a stranger's message to every administrator.
    ///
    /// # Errors
    /// [`Error::State`] when the portal does not take messages, [`Error::TooMany`].
    pub(crate) async fn mail_administrators(
        &self,
        portal: &Portal,
        from: &str,
        message: &str,
        address: &Address,
    ) -> Result<(), Error> {
        let id = portal.id;
        let switch = self
            .portals()
            .setting::<AdminMessages>(id, Scope::Portal)
            .await?
            .value;
        if !switch.enabled {
            return Err(Error::State("Method not available"));
        }
        let place = format!("message {}", place(id, "", &address.ip));
        if !self.portals().config().dev && !self.attempts().begin(&place, &LIMITS, sql::now()) {
            return Err(Error::TooMany);
        }
        let administrators = self
            .db()
            .read::<_, Error>(move |tx| Ok(people::store::administrators(tx, id)?))
            .await?;
        let data = json!({ "from": from });
        self.db()
            .write(move |tx| record(tx, id, None, "administrators.mailed", id, data))
            .await?;
        for person in administrators {
            self.portals().post().send(Mail {
                to: person.email,
                subject: format!("Message to the administrators of your {PRODUCT} space"),
                text: format!("{from} writes:\n\n{message}"),
            });
        }
        Ok(())
    }

    /// Mails an invitation to somebody who wishes to join. Signed-in administrators may send it whatever the
    /// trusted domains are.
    ///
    /// # Errors
    /// [`Error::Argument`] for members and for domains that are not trusted.
    pub(crate) async fn mail_join(
        &self,
        portal: &Portal,
        caller: Option<&Caller>,
        email: &str,
        base: &str,
    ) -> Result<(), Error> {
        const KNOWN: &str = "User with this email is already registered";
        if caller.is_some_and(|caller| !caller.is_admin()) {
            return Err(Error::Denied);
        }
        if self.find_login(portal.id, email).await?.is_some() {
            return Err(Error::argument(KNOWN));
        }
        let domain = email.rsplit('@').next().unwrap_or_default().to_lowercase();
        let trusted = &portal.trusted_domains;
        let open = trusted.kind == 2 || trusted.kind == 1 && trusted.domains.contains(&domain);
        if !open && caller.is_none() {
            return Err(Error::argument("Your email domain is not allowed"));
        }
        let role = if trusted.as_guests {
            Role::Guest
        } else {
            Role::User
        };
        let link = self.join_path(portal, email, EmployeeType::from(role));
        let (id, actor) = (portal.id, caller.map(|caller| caller.user));
        let (whom, data) = (email.to_owned(), json!({ "email": email }));
        self.db()
            .write(move |tx| record(tx, id, actor, "join.invited", whom, data))
            .await?;
        self.portals().post().send(Mail {
            to: email.to_owned(),
            subject: format!("Invitation to a {PRODUCT} space"),
            text: format!("You can join the space {base}.\n\nOpen this link:\n{base}{link}"),
        });
        Ok(())
    }

    fn join_path(&self, portal: &Portal, email: &str, kind: EmployeeType) -> String {
        let here = self.portals().installation();
        let key = keys::make(
            here,
            portal.id,
            &personal_invitation(email, kind),
            sql::now(),
        );
        let sealed = here.encrypt(EMAIL_PURPOSE, email);
        let number = kind.number();
        format!("/confirm/EmpInvite?type=EmpInvite&key={key}&encemail={sealed}&emplType={number}")
    }
}
