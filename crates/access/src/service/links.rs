//! Links this domain hands out: the first login and the change of a password.

use std::time::Duration;

use people::Person;
use people::confirm::EMAIL_PURPOSE;
use portal::keys::{self, Validity};
use portal::{Portal, UserId};
use sql::Micros;

use crate::confirm::{auth_payload, password_payload};
use crate::error::Error;
use crate::service::Access;

impl Access {
    /// A one-time login link, good for an hour.
    pub(crate) fn auth_path(&self, person: &Person, first: bool, now: Micros) -> String {
        let first = first.then_some("true");
        let key = self.key(person, &auth_payload(&person.email, first), now);
        let sealed = self.seal(&person.email);
        let tail = if first.is_some() { "&first=true" } else { "" };
        format!("/confirm/Auth?type=Auth&key={key}&encemail={sealed}{tail}")
    }

    /// A link that changes a password; `stamp` is when the present password was set, 0 for none.
    pub(crate) fn password_path(&self, person: &Person, stamp: Micros, now: Micros) -> String {
        let key = self.key(
            person,
            &password_payload(&person.email, person.id, stamp),
            now,
        );
        let sealed = self.seal(&person.email);
        let uid = person.id;
        format!("/confirm/PasswordChange?type=PasswordChange&key={key}&encemail={sealed}&uid={uid}")
    }

    /// Address of the call that mails the owner of a new portal his welcome, good for an hour.
    pub(crate) fn welcome_path(&self, owner: &Person, now: Micros) -> String {
        let key = self.key(owner, &welcome_payload(owner.id), now);
        format!(
            "/api/2.0/portal/sendcongratulations?userid={}&key={key}",
            owner.id
        )
    }

    /// Mails the owner of a new portal his welcome, by the link of [`Access::welcome_path`].
    ///
    /// # Errors
    /// [`Error::Denied`] for a link that is none, or is an hour old.
    pub(crate) async fn welcome(
        &self,
        portal: &Portal,
        user: UserId,
        key: &str,
        base: &str,
    ) -> Result<(), Error> {
        const HOUR: Duration = Duration::from_secs(3600);
        let here = self.portals().installation();
        let payload = welcome_payload(user);
        let validity = keys::check(here, portal.id, &payload, key, Some(HOUR), sql::now());
        if validity != Validity::Ok {
            return Err(Error::Denied);
        }
        let (this, id, base) = (self.clone(), portal.id, base.to_owned());
        self.db()
            .write(move |tx| {
                let person = people::store::by_id(tx, id, user)?;
                let person = person.filter(Person::is_active).ok_or(Error::Denied)?;
                Ok(this.write_to_owner(tx, &person, &base)?)
            })
            .await
    }

    fn key(&self, person: &Person, payload: &str, now: Micros) -> String {
        keys::make(self.portals().installation(), person.portal, payload, now)
    }

    fn seal(&self, email: &str) -> String {
        self.portals().installation().encrypt(EMAIL_PURPOSE, email)
    }
}

fn welcome_payload(user: UserId) -> String {
    format!("{user}SendCongratulations")
}
