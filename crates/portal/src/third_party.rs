//! Services of others whose keys a portal's administrators keep here (`platform/06 §6.10`): those that something in the
//! product uses, and no other.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use sql::Tx;

use crate::installation::Installation;
use crate::model::PortalId;
use crate::settings::{self, Scope, Setting};

/// Purpose under which keys are sealed.
const PURPOSE: &str = "keys of third parties";

/// A service.
#[derive(Debug, PartialEq, Eq)]
pub struct Service {
    /// Its name in requests.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// What it is good for.
    pub description: &'static str,
    /// Where the keys come from.
    pub instruction: &'static str,
    /// What it wants to know.
    pub fields: &'static [Field],
}

/// One thing a service wants to know.
#[derive(Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name in requests.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// No answer tells it.
    pub is_secret: bool,
}

/// An account with a storage that speaks S3: its keys stand for those that a move of the storage or a backup does not
/// name.
pub const S3: Service = Service {
    name: "s3",
    title: "S3",
    description: "Keys of an account with Amazon S3 or another storage that speaks S3. The portal's storage and backups \
        use them for buckets that come without keys.",
    instruction: "Create an access key in the console of the storage, with the right to read, write and remove objects \
        of the bucket.",
    fields: &[
        Field {
            name: "acesskey", // as the contract spells it
            title: "Access key",
            is_secret: false,
        },
        Field {
            name: "secretaccesskey",
            title: "Secret access key",
            is_secret: true,
        },
    ],
};

/// All of them, in the order they are shown.
pub const SERVICES: [&Service; 1] = [&S3];

/// The service of a name.
#[must_use]
pub fn by_name(name: &str) -> Option<&'static Service> {
    let named = |service: &&Service| service.name.eq_ignore_ascii_case(name);
    SERVICES.into_iter().find(named)
}

/// What was told of a service: values by the names of its fields.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Keys(BTreeMap<String, String>);

impl std::fmt::Debug for Keys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keys") // not in logs
    }
}

impl FromIterator<(String, String)> for Keys {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(pairs: I) -> Self {
        Self(pairs.into_iter().collect())
    }
}

impl Keys {
    /// The value of a field; empty when it was not told.
    #[must_use]
    pub fn value(&self, field: &str) -> &str {
        self.0.get(field).map(String::as_str).unwrap_or_default()
    }

    /// [`Keys::value`] for whoever asks for many.
    pub fn reader(&self) -> impl Fn(&str) -> String {
        |field| self.value(field).to_owned()
    }

    /// What is to be kept of a service when somebody says this and `present` is kept now. All empty: nothing. A secret
    /// that is not said again stays, as long as all else does.
    ///
    /// # Errors
    /// The name of the field that is missing.
    pub(crate) fn over(
        self,
        service: &Service,
        present: Option<&Self>,
    ) -> Result<Option<Self>, String> {
        let said = |field: &Field| self.value(field.name).trim();
        if service.fields.iter().all(|field| said(field).is_empty()) {
            return Ok(None);
        }
        let mut open = service.fields.iter().filter(|field| !field.is_secret);
        let same = present.filter(|one| open.all(|field| one.value(field.name) == said(field)));
        let mut kept = BTreeMap::new();
        for field in service.fields {
            let value = match (said(field), same) {
                ("", Some(same)) if field.is_secret => same.value(field.name),
                (said, _) => said,
            };
            if value.is_empty() {
                return Err(field.name.to_owned());
            }
            kept.insert(field.name.to_owned(), value.to_owned());
        }
        Ok(Some(Self(kept)))
    }
}

/// The keys of all services, each sealed, by the service's name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Safe(BTreeMap<String, String>);

impl Setting for Safe {
    const KEY: &'static str = "third-party-keys";
}

impl Safe {
    /// What is kept of a service. Keys that were sealed with another machine key are none.
    pub(crate) fn of(&self, here: &Installation, service: &Service) -> Option<Keys> {
        let text = here.decrypt(PURPOSE, self.0.get(service.name)?)?;
        serde_json::from_str(&text).ok()
    }

    pub(crate) fn put(&mut self, here: &Installation, service: &Service, keys: Option<&Keys>) {
        let text = keys.and_then(|keys| serde_json::to_string(keys).ok());
        match text {
            Some(text) => {
                let sealed = here.encrypt(PURPOSE, &text);
                self.0.insert(service.name.to_owned(), sealed);
            }
            None => {
                self.0.remove(service.name);
            }
        }
    }
}

/// The keys that a portal keeps of a service; `None` when it keeps none.
///
/// # Errors
/// The database failed.
pub fn keys(
    tx: &mut Tx<'_>,
    here: &Installation,
    portal: PortalId,
    service: &Service,
) -> sql::Result<Option<Keys>> {
    let safe: Safe = settings::load(tx, portal, Scope::Portal)?;
    Ok(safe.of(here, service))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(access: &str, secret: &str) -> Keys {
        let pairs = [("acesskey", access), ("secretaccesskey", secret)];
        let pair = |(name, value): (&str, &str)| (name.to_owned(), value.to_owned());
        pairs.into_iter().map(pair).collect()
    }

    #[test]
    fn a_secret_stays_while_all_else_does() {
        let known = keys("AKIA", "hidden");
        let again = keys(" AKIA ", "").over(&S3, Some(&known));
        assert_eq!(again, Ok(Some(known.clone())));
        let other = keys("OTHER", "").over(&S3, Some(&known));
        assert_eq!(other, Err("secretaccesskey".to_owned()));
        let new = keys("OTHER", "new").over(&S3, Some(&known));
        assert_eq!(new, Ok(Some(keys("OTHER", "new"))));
        let half = keys("", "new").over(&S3, Some(&known));
        assert_eq!(half, Err("acesskey".to_owned()));
        assert_eq!(keys("", " ").over(&S3, Some(&known)), Ok(None));
        assert_eq!(Keys::default().over(&S3, None), Ok(None));
    }

    #[test]
    fn keys_are_in_no_log_and_open_here_only() {
        let (here, elsewhere) = (
            Installation::from_key([1; 32]),
            Installation::from_key([2; 32]),
        );
        let (mut safe, known) = (Safe::default(), keys("AKIA", "hidden"));
        safe.put(&here, &S3, Some(&known));
        assert!(!format!("{safe:?}{known:?}").contains("hidden"));
        assert_eq!(safe.of(&here, &S3), Some(known));
        assert_eq!(safe.of(&elsewhere, &S3), None);
        safe.put(&here, &S3, None);
        assert_eq!(safe.of(&here, &S3), None);
    }
}
