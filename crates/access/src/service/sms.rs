//! The second factor by messages to the telephone (`platform/03a §3.5`).

use std::sync::Arc;

use people::Person;
use portal::settings::{FactorKind, SecondFactor};
use portal::{Confirmed, Portal};
use sql::{Micros, Tx};

use crate::error::Error;
use crate::service::factor::Step;
use crate::service::login::check_status;
use crate::service::{Access, Address, Login};
use crate::sms::{self, Sms};
use crate::store;
use crate::store::sms::StoredCode;

/// Life of a code, and of the counting.
const LIFE: Micros = 600 * 1_000_000;
/// Most codes, and most wrong ones, in that time.
const MOST: i64 = 5;

const OFF: Error = Error::Unavailable("SMS is not configured");

impl Access {
    /// Tells who sends messages; the first one told stays.
    pub fn use_sms(&self, sender: Arc<dyn Sms>) {
        if self.sms_slot().set(sender).is_err() {
            tracing::warn!("messages to telephones are sent by somebody already");
        }
    }

    /// Whether messages can be sent.
    pub(crate) fn has_sms(&self) -> bool {
        self.sms_slot().get().is_some()
    }

    /// The way on for somebody whose first factor was good: to a code that is sent to him now, or to his number.
    pub(crate) fn sms_step(
        &self,
        tx: &mut Tx<'_>,
        portal: &Portal,
        person: &Person,
        now: Micros,
    ) -> Result<Step, Error> {
        if !person.phone_active {
            return self.step_of(tx, person, "PhoneActivation", now);
        }
        let code = self.new_code(tx, person, now)?;
        self.deliver(tx, portal, &person.phone, code)?;
        let step = self.step_of(tx, person, "PhoneAuth", now)?;
        Ok(with_phone(step, &person.phone))
    }

    /// Sends another code to somebody whose password is right.
    ///
    /// # Errors
    /// [`Error::Unavailable`] while messages are not the second factor; [`Error::Argument`] when he has no number yet,
    /// [`Error::TooMany`], and those of the password.
    pub async fn send_code(
        &self,
        portal: &Portal,
        login: Login,
        address: &Address,
    ) -> Result<Step, Error> {
        self.require_sms(portal).await?;
        let person = self.prove_person(portal, login, address).await?;
        let (this, portal) = (self.clone(), portal.clone());
        self.db()
            .write(move |tx| {
                if person.phone.is_empty() {
                    return Err(Error::argument("There is no telephone number"));
                }
                let now = sql::now();
                let kind = match person.phone_active {
                    true => "PhoneAuth",
                    false => "PhoneActivation",
                };
                let code = this.new_code(tx, &person, now)?;
                this.deliver(tx, &portal, &person.phone, code)?;
                let step = this.step_of(tx, &person, kind, now)?;
                Ok(with_phone(step, &person.phone))
            })
            .await
    }

    /// Takes the number of the holder of a link, and sends the first code to it.
    ///
    /// # Errors
    /// [`Error::Argument`] for what is no number, [`Error::TooMany`], [`Error::Disabled`].
    pub async fn set_phone(
        &self,
        portal: &Portal,
        link: &Confirmed,
        number: &str,
    ) -> Result<Step, Error> {
        self.require_sms(portal).await?;
        let number = sms::digits(number).ok_or_else(|| Error::argument("mobilePhone"))?;
        let (this, portal, user) = (self.clone(), portal.clone(), link.user);
        self.db()
            .write(move |tx| {
                let now = sql::now();
                let person = match user {
                    Some(user) => people::store::by_id(tx, portal.id, user)?,
                    None => None,
                };
                let mut person = person.ok_or(Error::Denied)?;
                check_status(&person)?;
                // The check of the link may be older than the code that made a number good.
                if person.phone_active {
                    return Err(Error::Denied);
                }
                person.phone.clone_from(&number);
                person.modified = now;
                people::store::update(tx, &person)?;
                let code = this.new_code(tx, &person, now)?;
                this.deliver(tx, &portal, &number, code)?;
                let step = this.step_of(tx, &person, "PhoneActivation", now)?;
                Ok(with_phone(step, &number))
            })
            .await
    }

    async fn require_sms(&self, portal: &Portal) -> Result<(), Error> {
        let factor = self.portals().hot::<SecondFactor>(portal.id).await?;
        match factor.kind() {
            Some(FactorKind::Sms) if self.has_sms() => Ok(()),
            _ => Err(OFF),
        }
    }

    /// A new code for a person; the one before is void.
    fn new_code(&self, tx: &mut Tx<'_>, person: &Person, now: Micros) -> Result<String, Error> {
        let (portal, user) = (person.portal, person.id);
        let old = store::sms::lock(tx, portal, user)?.filter(|old| now - old.since < LIFE);
        let old = old.unwrap_or(StoredCode {
            since: now,
            ..StoredCode::default()
        });
        if old.sent >= MOST {
            return Err(Error::TooMany);
        }
        let code = format!("{:06}", rand::random_range(0..1_000_000));
        let stored = StoredCode {
            code: self.mark(person, &code),
            made: now,
            sent: old.sent + 1,
            ..old
        };
        store::sms::put(tx, portal, user, &stored)?;
        Ok(code)
    }

    /// Hands a code to the sender once it is stored.
    fn deliver(
        &self,
        tx: &mut Tx<'_>,
        portal: &Portal,
        number: &str,
        code: String,
    ) -> Result<(), Error> {
        let sender = self.sms_slot().get().ok_or(OFF)?.clone();
        let runtime = self.runtime().ok_or(OFF)?.clone();
        let name = match portal.name.as_str() {
            "" => portal::PRODUCT,
            name => name,
        };
        let (number, text) = (
            number.to_owned(),
            format!("{code} is your code for {name}."),
        );
        tx.after_commit(move || {
            runtime.spawn(async move {
                if let Err(error) = sender.send(&number, &text).await {
                    tracing::warn!(%error, "a message to a telephone was not sent");
                }
            });
        });
        Ok(())
    }

    fn mark(&self, person: &Person, code: &str) -> String {
        let (portal, user) = (person.portal.to_string(), person.id.to_string());
        let here = self.portals().installation();
        hex::encode(here.mac("sms code", &[&portal, &user, &person.phone, code]))
    }
}

/// Uses a code up that was sent to a person; his number is good from then on.
///
/// # Errors
/// [`Error::TooMany`] after five wrong ones.
pub(crate) fn take_sms_code(
    access: &Access,
    tx: &mut Tx<'_>,
    person: &Person,
    code: &str,
    now: Micros,
) -> Result<bool, Error> {
    let (portal, user) = (person.portal, person.id);
    let Some(stored) = store::sms::lock(tx, portal, user)? else {
        return Ok(false);
    };
    if stored.checks >= MOST {
        return Err(Error::TooMany);
    }
    let right = bool::from(subtle::ConstantTimeEq::ct_eq(
        stored.code.as_bytes(),
        access.mark(person, code.trim()).as_bytes(),
    ));
    if !right || now - stored.made >= LIFE {
        let checks = stored.checks + 1;
        store::sms::put(tx, portal, user, &StoredCode { checks, ..stored })?;
        return Ok(false);
    }
    store::sms::delete(tx, portal, user)?;
    if !person.phone_active
        && let Some(mut person) = people::store::by_id(tx, portal, user)?
    {
        person.phone_active = true;
        people::store::update(tx, &person)?;
    }
    Ok(true)
}

fn with_phone(step: Step, number: &str) -> Step {
    Step {
        phone: Some(sms::noise(number)),
        ..step
    }
}
