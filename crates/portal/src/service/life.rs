//! Suspending, continuing and deleting a portal (`platform/02 §2.6`).

use std::time::Duration;

use post::{Letter, Recipient};
use serde_json::json;
use sql::{Micros, Tx};

use crate::caller::{BaseUrl, Caller};
use crate::error::Error;
use crate::installation::Installation;
use crate::keys;
use crate::model::{PortalId, Status, UserId};
use crate::portals::Portals;
use crate::short;
use crate::store;

/// Name of the link that suspends.
pub const SUSPEND: &str = "PortalSuspend";
/// Name of the link that continues a suspended portal; it never expires.
pub const CONTINUE: &str = "PortalContinue";
/// Name of the link that deletes.
pub const REMOVE: &str = "PortalRemove";
/// Life of suspend and remove links.
pub const KEY_LIFE: Duration = Duration::from_secs(7 * 24 * 3600);

/// A mailed link of the portal's owner.
#[derive(Debug, Clone, Copy)]
pub struct LifeLink<'a> {
    /// [`SUSPEND`], [`CONTINUE`] or [`REMOVE`].
    pub kind: &'a str,
    /// E-mail of the owner.
    pub email: &'a str,
}

impl LifeLink<'_> {
    /// What its key is about.
    #[must_use]
    pub fn payload(&self) -> String {
        format!("{}{}", self.email, self.kind)
    }

    fn path(&self, here: &Installation, portal: PortalId, now: Micros) -> String {
        let key = keys::make(here, portal, &self.payload(), now);
        let kind = self.kind;
        let email = here.encrypt("confirm email", self.email);
        format!("/confirm/{kind}?type={kind}&key={key}&encemail={email}")
    }
}

impl Portals {
    /// Mails the owner a link that suspends his portal and one that continues it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_suspend(&self, caller: &Caller, base: &BaseUrl) -> Result<(), Error> {
        let (this, caller, base) = (self.clone(), caller.clone(), base.0.clone());
        self.db()
            .write(move |tx| {
                Self::instructed(tx, &caller, SUSPEND)?;
                let letter = Letter::PortalSuspension {
                    link: this.owner_link(tx, &caller, SUSPEND)?,
                    second: this.owner_link(tx, &caller, CONTINUE)?,
                };
                let to = caller.recipient();
                Ok(post::send(tx, caller.portal.0, &base, &to, &letter)?)
            })
            .await
    }

    /// Mails the owner a link that deletes his portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_remove(&self, caller: &Caller, base: &BaseUrl) -> Result<(), Error> {
        let (this, caller, base) = (self.clone(), caller.clone(), base.0.clone());
        self.db()
            .write(move |tx| {
                Self::instructed(tx, &caller, REMOVE)?;
                let link = this.owner_link(tx, &caller, REMOVE)?;
                let (to, letter) = (caller.recipient(), Letter::PortalDeletion { link });
                Ok(post::send(tx, caller.portal.0, &base, &to, &letter)?)
            })
            .await
    }

    /// Writes down that the owner gets the link of a kind.
    fn instructed(tx: &mut Tx<'_>, caller: &Caller, kind: &'static str) -> sql::Result<()> {
        let event = events::Event {
            portal: caller.portal.0,
            kind: "portal.instructed",
            actor: caller.actor(),
            subject: caller.portal.to_string(),
            data: json!({ "what": kind }),
        };
        events::record(tx, event)
    }

    fn owner_link(&self, tx: &mut Tx<'_>, owner: &Caller, kind: &str) -> sql::Result<String> {
        let (portal, now, email) = (owner.portal, sql::now(), &owner.email);
        let path = LifeLink { kind, email }.path(self.installation(), portal, now);
        short::path(tx, portal, &path, now)
    }

    /// Suspends an active portal or continues a suspended one.
    ///
    /// # Errors
    /// The portal is gone, or the database failed.
    pub async fn set_suspended(
        &self,
        id: PortalId,
        actor: Option<UserId>,
        suspended: bool,
    ) -> Result<(), Error> {
        let (from, to, kind) = match suspended {
            true => (Status::Active, Status::Suspended, "portal.suspended"),
            false => (Status::Suspended, Status::Active, "portal.continued"),
        };
        self.edit(id, actor, kind, move |portal| {
            if portal.status == from {
                portal.status = to;
            }
        })
        .await
        .map(drop)
    }

    /// Deletes a portal: it is gone at once, its data follows in the background. Its owner gets a last letter.
    ///
    /// # Errors
    /// It is the last one of the installation, it is gone already, or the database failed.
    pub async fn remove(
        &self,
        id: PortalId,
        actor: Option<UserId>,
        owner: Option<Recipient>,
    ) -> Result<(), Error> {
        let this = self.clone();
        self.db()
            .write(move |tx| {
                tx.lock("portals")?;
                if store::count(tx)? <= 1 {
                    return Err(Error::Failed("Cannot delete the last space".to_owned()));
                }
                this.edit_in(tx, id, actor, "portal.removed", |portal| {
                    // The number keeps the alias unique however often a name is used and freed.
                    portal.alias = format!("{}_deleted{id}", portal.alias);
                    portal.mapped_domain = None;
                    portal.status = Status::RemovePending;
                })?;
                if let Some(owner) = owner {
                    post::send(tx, id.0, "", &owner, &Letter::PortalDeleted {})?;
                }
                Ok(())
            })
            .await
    }
}
