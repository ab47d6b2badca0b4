//! Profiles: reading, changing one's own, and what administrators change of others.

use portal::settings::{self, CookieLife};
use portal::{Caller, Role, Scope, UserId, locale};
use serde_json::json;
use sql::Tx;

use super::{People, now, profile, record, target, visible};
use crate::error::Error;
use crate::model::{Contact, DarkThemeSettingsType, EmployeeStatus, Person};
use crate::rules::{self, Actor};
use crate::store;
use crate::view::Profile;

/// Changes of a profile; absent members stay as they are.
#[derive(Debug, Clone, Default)]
pub struct ProfileChange {
    /// First name.
    pub first_name: Option<String>,
    /// Last name.
    pub last_name: Option<String>,
    /// Location.
    pub location: Option<String>,
    /// Comment.
    pub notes: Option<String>,
    /// All contacts.
    pub contacts: Option<Vec<Contact>>,
    /// Newsletters.
    pub spam: Option<bool>,
    /// Disable or enable; administrators, for others.
    pub disable: Option<bool>,
}

/// The part of a profile that a change is about, as its event names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Profile,
    Culture,
    Activation,
    Photo,
    PhotoCrop,
    NoPhoto,
}

impl Part {
    const fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Culture => "culture",
            Self::Activation => "activation",
            Self::Photo => "photo",
            Self::PhotoCrop => "photo-crop",
            Self::NoPhoto => "no-photo",
        }
    }
}

/// What only the own profile shows.
#[derive(Debug, Clone)]
pub struct SelfFacts {
    /// The profile.
    pub profile: Profile,
    /// Whether there is a personal folder.
    pub has_personal_folder: bool,
    /// Seconds a session lives, where the portal limits it.
    pub session_life: Option<f64>,
}

impl People {
    /// The caller's own profile.
    ///
    /// # Errors
    /// [`Error::NoUser`] when he was deleted meanwhile.
    pub async fn me(&self, caller: &Caller) -> Result<SelfFacts, Error> {
        let (caller, parts) = (caller.clone(), self.parts().clone());
        self.read(move |tx| {
            let person = store::by_id(tx, caller.portal, caller.user)?.ok_or(Error::NoUser)?;
            // Everybody but guests works in a folder of his own; a guest may keep the one he had before.
            let has_personal_folder = person.role != Role::Guest
                || parts
                    .belongings
                    .has_personal_folder(tx, caller.portal, caller.user)?;
            let life: CookieLife = settings::load(tx, caller.portal, Scope::Portal)?;
            let session_life = life.enabled.then(|| f64::from(life.life_time) * 60.0);
            let profile = profile(tx, caller.portal, person)?;
            Ok(SelfFacts {
                profile,
                has_personal_folder,
                session_life,
            })
        })
        .await
    }

    /// A person by id or user name.
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`].
    pub async fn by_key(&self, caller: &Caller, key: &str) -> Result<Profile, Error> {
        let (caller, key) = (caller.clone(), key.to_owned());
        self.read(move |tx| {
            let id = match key.parse::<UserId>() {
                Ok(id) => id,
                Err(_) => {
                    store::by_user_name(tx, caller.portal, &key)?
                        .ok_or(Error::NoUser)?
                        .id
                }
            };
            let (person, _) = visible(tx, &caller, id)?;
            profile(tx, caller.portal, person)
        })
        .await
    }

    /// A person by e-mail.
    ///
    /// # Errors
    /// [`Error::Denied`] before [`Error::NoUser`], so that plain users cannot probe addresses.
    pub async fn by_email(&self, caller: &Caller, email: &str) -> Result<Profile, Error> {
        let (caller, email) = (caller.clone(), email.to_owned());
        self.read(move |tx| {
            let found = store::by_email(tx, caller.portal, &email)?;
            let own = found
                .as_ref()
                .is_some_and(|person| person.id == caller.user);
            if !own && !rules::manages_people(caller.role) {
                return Err(Error::Denied);
            }
            let (person, _) = visible(tx, &caller, found.ok_or(Error::NoUser)?.id)?;
            profile(tx, caller.portal, person)
        })
        .await
    }

    /// The state of the account with an e-mail, if there is one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn exists(
        &self,
        portal: portal::PortalId,
        email: &str,
    ) -> Result<Option<EmployeeStatus>, Error> {
        let email = email.to_owned();
        self.read(move |tx| Ok(store::by_email(tx, portal, &email)?.map(|person| person.status)))
            .await
    }

    /// Changes a profile: everything of oneself, of others only whether they are disabled (`platform/05 §5.4`).
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`], [`Error::Argument`] for names that are none.
    pub async fn update(
        &self,
        caller: &Caller,
        key: &str,
        change: ProfileChange,
    ) -> Result<Profile, Error> {
        let (caller, key, parts) = (caller.clone(), key.to_owned(), self.parts().clone());
        self.write(caller.portal, move |tx| {
            let id = self_or_id(&caller, &key)?;
            let (mut person, facts) = target(tx, &caller, id)?;
            if id == caller.user {
                apply(&mut person, change)?;
                save(tx, &caller, &mut person, Part::Profile)?;
                parts.sessions.changed(tx, caller.portal, id)?;
            } else if rules::rules_over(Actor::from(&caller), facts) {
                if let Some(disable) = change.disable {
                    super::status::switch(tx, &parts, &caller, &mut person, disable, now())?;
                    store::update(tx, &person)?;
                }
            } else {
                return Err(Error::Denied);
            }
            profile(tx, caller.portal, person)
        })
        .await
    }

    /// Sets one's own culture.
    ///
    /// # Errors
    /// [`Error::NoUser`]; [`Error::Denied`] for anybody else's; [`Error::Argument`] for one not on offer.
    pub async fn set_culture(
        &self,
        caller: &Caller,
        key: &str,
        culture: &str,
    ) -> Result<Profile, Error> {
        let (caller, key, culture) = (caller.clone(), key.to_owned(), culture.to_owned());
        let parts = self.parts().clone();
        self.write(caller.portal, move |tx| {
            let id = self_or_id(&caller, &key)?;
            let (mut person, _) = target(tx, &caller, id)?;
            if id != caller.user {
                return Err(Error::Denied);
            }
            let text = "The specified culture is not in the list of available ones";
            let known = locale::CULTURES
                .iter()
                .find(|name| name.eq_ignore_ascii_case(culture.trim()));
            person.culture = Some((*known.ok_or_else(|| Error::argument(text))?).to_owned());
            save(tx, &caller, &mut person, Part::Culture)?;
            parts.sessions.changed(tx, caller.portal, id)?;
            profile(tx, caller.portal, person)
        })
        .await
    }

    /// One's own theme.
    ///
    /// # Errors
    /// [`Error::NoUser`] when he was deleted meanwhile.
    pub async fn theme(&self, caller: &Caller) -> Result<DarkThemeSettingsType, Error> {
        let (portal, id) = (caller.portal, caller.user);
        let person = self
            .read(move |tx| store::by_id(tx, portal, id)?.ok_or(Error::NoUser))
            .await?;
        Ok(person.theme.unwrap_or(DarkThemeSettingsType::System))
    }

    /// Sets it.
    ///
    /// # Errors
    /// [`Error::NoUser`] when he was deleted meanwhile.
    pub async fn set_theme(
        &self,
        caller: &Caller,
        theme: DarkThemeSettingsType,
    ) -> Result<DarkThemeSettingsType, Error> {
        let (portal, id) = (caller.portal, caller.user);
        self.write(caller.portal, move |tx| {
            let mut person = store::by_id(tx, portal, id)?.ok_or(Error::NoUser)?;
            person.theme = Some(theme);
            Ok(store::update(tx, &person)?)
        })
        .await?;
        Ok(theme)
    }

    /// The raw record of a person and the id of his creator (`portal/users/{id}`).
    ///
    /// # Errors
    /// [`Error::NoUser`], [`Error::Denied`].
    pub async fn raw(&self, caller: &Caller, id: UserId) -> Result<Person, Error> {
        let caller = caller.clone();
        self.read(move |tx| Ok(visible(tx, &caller, id)?.0)).await
    }
}

/// `@self` or an id.
pub(super) fn self_or_id(caller: &Caller, key: &str) -> Result<UserId, Error> {
    if key.eq_ignore_ascii_case("@self") {
        return Ok(caller.user);
    }
    key.parse().map_err(|_| Error::NoUser)
}

fn apply(person: &mut Person, change: ProfileChange) -> Result<(), Error> {
    let first = change
        .first_name
        .map_or_else(|| person.first_name.clone(), |name| name.trim().to_owned());
    let last = change
        .last_name
        .map_or_else(|| person.last_name.clone(), |name| name.trim().to_owned());
    let own_names = person.origin == crate::model::AccountLoginType::Standart;
    if own_names {
        if !rules::is_name(&first) || !(last.is_empty() || rules::is_name(&last)) {
            return Err(Error::argument("Incorrect firstname or lastname"));
        }
        (person.first_name, person.last_name) = (first, last);
    }
    person.location = change
        .location
        .unwrap_or_else(|| std::mem::take(&mut person.location));
    person.notes = change
        .notes
        .unwrap_or_else(|| std::mem::take(&mut person.notes));
    person.contacts = change
        .contacts
        .unwrap_or_else(|| std::mem::take(&mut person.contacts));
    person.spam = change.spam.or(person.spam);
    Ok(())
}

/// Writes a changed person and records it.
pub(super) fn save(
    tx: &mut Tx<'_>,
    caller: &Caller,
    person: &mut Person,
    part: Part,
) -> Result<(), Error> {
    person.modified = now();
    store::update(tx, person)?;
    let data = json!({
        "name": person.display_name(), "email": person.email, "type": person.role.number(), "part": part.name(),
    });
    record(
        tx,
        caller.portal,
        Some(caller.user),
        "person.updated",
        person.id,
        data,
    )?;
    Ok(())
}
