//! Suspending, continuing and deleting a portal (`platform/02 §2.6`).

use std::time::Duration;

use serde_json::json;
use sql::Micros;

use crate::PRODUCT;
use crate::caller::{BaseUrl, Caller};
use crate::error::Error;
use crate::installation::Installation;
use crate::keys;
use crate::mail::Mail;
use crate::model::{PortalId, Status, UserId};
use crate::portals::Portals;
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

    fn url(&self, here: &Installation, base: &BaseUrl, portal: PortalId, now: Micros) -> String {
        let key = keys::make(here, portal, &self.payload(), now);
        let kind = self.kind;
        let email = here.encrypt("confirm email", self.email);
        format!(
            "{}/confirm/{kind}?type={kind}&key={key}&encemail={email}",
            base.0
        )
    }
}

impl Portals {
    /// Mails the owner a link that suspends his portal and one that continues it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_suspend(
        &self,
        caller: &Caller,
        base: &BaseUrl,
        now: Micros,
    ) -> Result<(), Error> {
        self.instructed(caller, SUSPEND).await?;
        let link = |kind| {
            let link = LifeLink {
                kind,
                email: &caller.email,
            };
            link.url(self.installation(), base, caller.portal, now)
        };
        self.post().send(Mail {
            to: caller.email.clone(),
            subject: format!("Suspension of your {PRODUCT} space"),
            text: format!(
                "You asked to suspend your space {}.\n\nOpen this link to suspend it:\n{}\n\n\
                 Keep this link, it continues the space:\n{}",
                base.0,
                link(SUSPEND),
                link(CONTINUE)
            ),
        });
        Ok(())
    }

    /// Mails the owner a link that deletes his portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn mail_remove(
        &self,
        caller: &Caller,
        base: &BaseUrl,
        now: Micros,
    ) -> Result<(), Error> {
        self.instructed(caller, REMOVE).await?;
        let link = LifeLink {
            kind: REMOVE,
            email: &caller.email,
        };
        let url = link.url(self.installation(), base, caller.portal, now);
        self.post().send(Mail {
            to: caller.email.clone(),
            subject: format!("Deletion of your {PRODUCT} space"),
            text: format!(
                "You asked to delete your space {}.\n\n\
                 Open this link to delete it with everything in it:\n{url}",
                base.0
            ),
        });
        Ok(())
    }

    /// Writes down that the owner gets the link of a kind.
    async fn instructed(&self, caller: &Caller, kind: &'static str) -> Result<(), Error> {
        let event = events::Event {
            portal: caller.portal.0,
            kind: "portal.instructed",
            actor: caller.actor(),
            subject: caller.portal.to_string(),
            data: json!({ "what": kind }),
        };
        self.db()
            .write(move |tx| Ok(events::record(tx, event)?))
            .await
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

    /// Deletes a portal: it is gone at once, its data follows in the background.
    ///
    /// # Errors
    /// It is the last one of the installation, it is gone already, or the database failed.
    pub async fn remove(&self, id: PortalId, actor: Option<UserId>) -> Result<(), Error> {
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
                })
                .map(drop)
            })
            .await
    }
}
