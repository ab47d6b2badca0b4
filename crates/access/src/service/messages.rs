//! Messages of strangers (`platform/06 §6.6`).

use people::confirm::{EMAIL_PURPOSE, personal_invitation};
use people::letters::to_administrators;
use people::model::EmployeeType;
use portal::settings::{AdminMessages, LoginLimits, Scope};
use portal::{Caller, Portal, Role, keys, locale, short};
use post::{Letter, Recipient};
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
        base: &str,
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
        let exempt = self.portals().config().dev;
        if !exempt && !self.attempts().begin(&place, &LIMITS, sql::now()).await? {
            return Err(Error::TooMany);
        }
        let letter = Letter::MessageToAdministrators {
            from: from.trim().to_owned(),
            words: message.to_owned(),
        };
        let (data, base) = (json!({ "from": from }), base.to_owned());
        self.db()
            .write(move |tx| {
                record(tx, id, None, "administrators.mailed", id, data)?;
                Ok(to_administrators(tx, id, None, &base, &letter)?)
            })
            .await
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
        culture: Option<&str>,
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
        let path = self.join_path(portal, email, EmployeeType::from(role));
        let to = Recipient {
            culture: culture.and_then(locale::culture).map(str::to_owned),
            ..Recipient::address(email)
        };
        let (id, actor, base) = (portal.id, caller.map(|caller| caller.user), base.to_owned());
        self.db()
            .write(move |tx| {
                let data = json!({ "email": to.address });
                record(tx, id, actor, "join.invited", &to.address, data)?;
                let link = short::path(tx, id, &path, sql::now())?;
                Ok(post::send(tx, id.0, &base, &to, &Letter::Join { link })?)
            })
            .await
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
