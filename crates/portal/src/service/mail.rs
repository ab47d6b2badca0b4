//! The portal's own mail server (`platform/06 §6.11`).

use jobs::Job;
use post::{Recipient, trial};

use crate::caller::{BaseUrl, Caller};
use crate::error::Error;
use crate::letterhead::PASSWORD;
use crate::outbound::Unreachable;
use crate::portals::Portals;
use crate::settings::{MailServer, Scope};

/// A mail server as it is asked for.
#[derive(Debug, Clone)]
pub struct ServerDraft {
    /// Everything but the password.
    pub server: MailServer,
    /// The password in clear; empty keeps the present one, as long as it goes to the same host and user.
    pub password: String,
}

impl Portals {
    /// The portal's own mail server; the default stands for the installation's.
    ///
    /// # Errors
    /// [`Error::Denied`] for others than administrators.
    pub async fn mail_server(&self, caller: &Caller) -> Result<MailServer, Error> {
        administrator(caller)?;
        Ok(self.setting(caller.portal, Scope::Portal).await?.value)
    }

    /// Has letters of the portal go through a server of its own.
    ///
    /// # Errors
    /// [`Error::Denied`]; [`Error::Argument`] with the name of the member that is missing or does not work.
    pub async fn save_mail_server(
        &self,
        caller: &Caller,
        draft: ServerDraft,
    ) -> Result<MailServer, Error> {
        administrator(caller)?;
        let mut server = draft.server;
        let wrong = |name: &str| Err(Error::Argument(name.to_owned()));
        if server.host.is_empty() {
            return wrong("host");
        }
        if server.sender_address.parse::<post::Address>().is_err() {
            return wrong("senderAddress");
        }
        if server.auth && server.user.is_empty() {
            return wrong("credentialsUserName");
        }
        let found = self.config().targets.find(&server.host).await;
        if let Err(error @ Unreachable::Private(_)) = found {
            // A name that is not known yet may be known when the first letter leaves.
            return Err(Error::Argument(error.to_string()));
        }
        let present = self.mail_server(caller).await?;
        let same = (&present.host, &present.user) == (&server.host, &server.user);
        server.password = match draft.password.as_str() {
            "" if same => present.password,
            "" => String::new(),
            password => self.installation().encrypt(PASSWORD, password),
        };
        Ok(self.save(caller, Scope::Portal, server).await?.value)
    }

    /// Back to the installation's mail server.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn forget_mail_server(&self, caller: &Caller) -> Result<MailServer, Error> {
        administrator(caller)?;
        self.reset::<MailServer>(caller).await?;
        Ok(MailServer::default())
    }

    /// Sends the caller a test letter, unless one is on its way.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn try_mail(&self, caller: &Caller, base: &BaseUrl) -> Result<Option<Job>, Error> {
        administrator(caller)?;
        let (portal, base, to) = (caller.portal.0, base.0.clone(), caller.recipient());
        self.db()
            .write(move |tx| Ok(trial::start(tx, portal, &base, &to)?))
            .await
    }

    /// How the last test letter fares; nothing when there was none in the last ten minutes.
    ///
    /// # Errors
    /// [`Error::Denied`].
    pub async fn mail_trial(&self, caller: &Caller) -> Result<Option<Job>, Error> {
        administrator(caller)?;
        let portal = caller.portal.0;
        self.db().read(move |tx| Ok(trial::last(tx, portal)?)).await
    }
}

fn administrator(caller: &Caller) -> Result<(), Error> {
    if caller.is_admin() {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

impl Caller {
    /// The caller as somebody who gets letters.
    #[must_use]
    pub fn recipient(&self) -> Recipient {
        Recipient {
            address: self.email.clone(),
            name: self.name.clone(),
            culture: self.culture.clone(),
        }
    }
}
