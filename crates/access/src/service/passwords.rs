//! Setting and forgetting passwords (`platform/03a §3.7`).

use people::model::EmployeeActivationStatus;
use people::rules::{self, Actor};
use people::service::{Instruction, instructed};
use people::view::Profile;
use portal::settings::{PasswordPolicy, Scope};
use portal::{Caller, Portal, PortalId, UserId};
use serde_json::json;

use crate::error::Error;
use crate::password::{self, ClientHash};
use crate::service::{Access, record};
use crate::store;

impl Access {
    /// The hash of a new password: a sent hash as it is, a plain password after the policy has passed it.
    ///
    /// # Errors
    /// [`Error::Argument`] when neither is given or the policy is not obeyed.
    pub(crate) async fn new_hash(
        &self,
        portal: PortalId,
        plain: Option<&str>,
        hash: Option<&str>,
    ) -> Result<ClientHash, Error> {
        if let Some(hash) = hash.and_then(ClientHash::sent) {
            return Ok(hash);
        }
        let plain = plain.map(str::trim).filter(|plain| !plain.is_empty());
        let plain = plain.ok_or_else(|| Error::argument("The password is empty."))?;
        let policy = self
            .portals()
            .setting::<PasswordPolicy>(portal, Scope::Portal)
            .await?
            .value;
        if !password::obeys(plain, &policy) {
            return Err(Error::Argument(help(&policy)));
        }
        Ok(ClientHash::of(plain, self.portals().installation().password_salt()).await)
    }

    /// Changes a password, by the key of a link or by the operator's word; every session of the person ends, and he
    /// gets a letter.
    ///
    /// # Errors
    /// [`Error::Argument`] when it is the present one; [`Error::NotFound`] when the person is gone; [`Error::Denied`]
    /// when the link was used.
    pub async fn change_password(
        &self,
        portal: PortalId,
        user: UserId,
        link: Option<&str>,
        hash: ClientHash,
        base: &str,
    ) -> Result<Profile, Error> {
        let present = self
            .db()
            .read::<_, Error>(move |tx| Ok(store::credentials::of(tx, portal, user)?))
            .await?;
        let stored = present.map(|known| known.hash);
        if stored.is_some() && password::verify(self.hasher(), hash.clone(), stored).await {
            return Err(Error::argument("A new password must be used"));
        }
        let sealed = self.sealed(hash).await?;
        let (this, link, base) = (self.clone(), link.map(str::to_owned), base.to_owned());
        self.db()
            .write(move |tx| {
                const GONE: Error = Error::NotFound("The user could not be found");
                let now = sql::now();
                people::store::lock(tx, portal)?;
                let mut person = people::store::by_id(tx, portal, user)?.ok_or(GONE)?;
                // Two who open the link at once have both passed its check.
                if let Some(link) = link
                    && !store::links::take(tx, portal, &link, now)?
                {
                    return Err(Error::Denied);
                }
                store::credentials::put(tx, portal, user, &sealed, now)?;
                this.end_sessions(tx, portal, user, None, (Some(user), None))?;
                // Whoever could open the mailed link has proved that the address is his.
                person.activation = EmployeeActivationStatus::Activated;
                person.modified = now;
                people::store::update(tx, &person)?;
                let data = json!({ "name": person.display_name() });
                record(tx, portal, Some(user), "person.password", user, data)?;
                this.write_password_changed(tx, &person, &base, now)?;
                let mut all = people::view::profiles(tx, portal, vec![person])?;
                all.pop().ok_or(GONE)
            })
            .await
    }

    /// Mails a link that changes the password. A stranger gets the same answer whether there is such a person.
    ///
    /// # Errors
    /// [`Error::NotFound`], [`Error::Denied`] for signed-in callers.
    pub async fn remind_password(
        &self,
        portal: &Portal,
        caller: Option<&Caller>,
        email: &str,
        base: &str,
    ) -> Result<(), Error> {
        let found = self.find_login(portal.id, email).await?;
        let found = found.filter(|(person, _)| !person.is_terminated());
        if let Some(caller) = caller {
            let (person, _) = found
                .as_ref()
                .ok_or(Error::NotFound("The user could not be found"))?;
            if !rules::may_change_login(Actor::from(caller), person.facts(false)) {
                return Err(Error::Denied);
            }
        }
        if let Some((person, known)) = found {
            let (this, portal, base) = (self.clone(), portal.clone(), base.to_owned());
            let caller = caller.cloned();
            return self
                .db()
                .write(move |tx| {
                    instructed(tx, caller.as_ref(), &person, Instruction::Password)?;
                    Ok(this.write_password(tx, &portal, &person, known.as_ref(), &base)?)
                })
                .await;
        }
        Ok(())
    }
}

impl Access {
    /// What is stored of a hash.
    pub(crate) async fn sealed(&self, hash: ClientHash) -> Result<String, Error> {
        password::seal(self.hasher(), hash)
            .await
            .map_err(|error| Error::Internal(error.to_string()))
    }
}

/// Tells what a password must have.
fn help(policy: &PasswordPolicy) -> String {
    let mut text = format!(
        "The password must be {} to {} characters long",
        policy.min_length,
        password::MAX_LENGTH
    );
    for (wanted, what) in [
        (policy.digits, "contain digits"),
        (policy.upper_case, "contain capital letters"),
        (policy.spec_symbols, "contain special characters"),
    ] {
        if wanted {
            text.push_str(", ");
            text.push_str(what);
        }
    }
    text
}
