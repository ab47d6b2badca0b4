//! The first setup of a portal (`platform/02 §2.5`).

use people::model::EmployeeActivationStatus;
use people::service::Draft;
use portal::settings::{self, Saved, Scope, Wizard};
use portal::{Portal, PortalId, Role, UserId, locale};
use serde_json::json;

use crate::error::Error;
use crate::password::ClientHash;
use crate::service::journal::Action;
use crate::service::register::{NewPortal, insert};
use crate::service::sessions::{Beginning, begin};
use crate::service::{Access, Address, SignedIn, record};
use crate::store;

/// Alias of an installation's first portal.
const FIRST: &str = "localhost";

/// What the first setup decides.
#[derive(Debug, Clone)]
pub struct Setup {
    /// The owner's e-mail.
    pub email: String,
    /// His password.
    pub hash: ClientHash,
    /// Language of the portal.
    pub language: Option<String>,
    /// IANA zone of the portal.
    pub time_zone: Option<String>,
    /// Where the portal was reached, for the letter to the owner.
    pub base: String,
}

impl Access {
    /// Makes the first portal of a fresh installation, its wizard open. Does nothing when there is a portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn ensure_first_portal(&self) -> Result<(), Error> {
        let this = self.clone();
        self.db()
            .write(move |tx| {
                tx.lock("portals")?;
                if portal::store::count(tx)? > 0 {
                    return Ok(());
                }
                let email = format!("administrator@{FIRST}");
                let owner = Draft::new(Role::Owner, &email, "Administrator", "");
                let new = NewPortal {
                    alias: FIRST.to_owned(),
                    language: locale::DEFAULT_CULTURE.to_owned(),
                    time_zone: locale::DEFAULT_ZONE.to_owned(),
                    industry: 0,
                    calls: false,
                    spam: false,
                    limited: false,
                    owner,
                    credential: None,
                };
                insert(tx, &this, new).map(drop)
            })
            .await
    }

    /// Whether the first setup is finished.
    ///
    /// # Errors
    /// The database failed.
    pub async fn is_set_up(&self, portal: &Portal) -> Result<bool, Error> {
        Ok(self
            .portals()
            .setting::<Wizard>(portal.id, Scope::Portal)
            .await?
            .value
            .completed)
    }

    /// Finishes the first setup: the owner's e-mail and password, language and zone. Signs the owner in.
    ///
    /// # Errors
    /// [`Error::Internal`] when it was finished before, for a bad e-mail and for an empty hash.
    pub async fn finish_setup(
        &self,
        portal: &Portal,
        setup: Setup,
        address: &Address,
    ) -> Result<(Saved<Wizard>, SignedIn), Error> {
        if !wire::validate::is_email(&setup.email) || setup.email.len() > 255 {
            return Err(Error::Internal("Email is not valid".to_owned()));
        }
        let sealed = self.sealed(setup.hash.clone()).await?;
        let (this, id, owner, address) = (self.clone(), portal.id, portal.owner, address.clone());
        let cookie_index = portal.cookie_index;
        self.db()
            .write(move |tx| {
                people::store::lock(tx, id)?;
                let now = sql::now();
                if settings::load::<Wizard>(tx, id, Scope::Portal)?.completed {
                    return Err(Error::Internal("Wizard passed.".to_owned()));
                }
                let mut person = people::store::by_id(tx, id, owner)?
                    .ok_or(Error::NotFound("The user could not be found"))?;
                if person.email != setup.email.trim() {
                    setup.email.trim().clone_into(&mut person.email);
                    person.activation = EmployeeActivationStatus::NotActivated;
                }
                person.modified = now;
                people::store::update(tx, &person)?;
                store::credentials::put(tx, id, owner, &sealed, now)?;
                let wizard = Wizard { completed: true };
                settings::save(tx, id, Scope::Portal, &wizard, now)?;
                set_locale(tx, &this, id, owner, &setup)?;
                if person.activation != EmployeeActivationStatus::Activated {
                    this.write_to_owner(tx, &person, &setup.base)?;
                }
                record(tx, id, Some(owner), "portal.set-up", id, json!({}))?;
                this.forget_user(tx, id, owner);
                let how = Beginning {
                    cookie_index,
                    transient: false,
                    address: &address,
                    action: Some(Action::LoginSuccess),
                };
                let signed = begin(tx, &person, how, now)?;
                Ok((
                    Saved {
                        value: wizard,
                        modified: Some(now),
                    },
                    signed,
                ))
            })
            .await
    }
}

fn set_locale(
    tx: &mut sql::Tx<'_>,
    access: &Access,
    id: PortalId,
    owner: UserId,
    setup: &Setup,
) -> Result<(), Error> {
    let language = setup.language.as_deref().and_then(locale::culture);
    let zone = setup.time_zone.clone().filter(|zone| locale::is_zone(zone));
    let portals = access.portals();
    Ok(portals.set_locale_in(tx, id, Some(owner), language, zone.as_deref())?)
}
