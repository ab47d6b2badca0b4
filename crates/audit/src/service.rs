//! The verbs: reading the trail and the history, and how long they are kept.

use std::collections::HashMap;

use files::service::Files;
use portal::{Caller, PortalId, Portals, Saved, Scope, UserId};
use sql::{Db, Tx};

use crate::error::Error;
use crate::lifetimes::Lifetimes;
use crate::rows::{Deed, SignIn, Trace};
use crate::store::{Cut, deeds, sign_ins};

/// How many rows "the last ones" are.
pub(crate) const LAST: Cut = Cut { skip: 0, count: 20 };

/// Names of people who have no account.
const SYSTEM: &str = "System";
const UNKNOWN: &str = "Unknown";

/// The audit trail at work. Cheap to clone.
#[derive(Clone)]
pub struct Audit {
    portals: Portals,
    files: Files,
}

impl Audit {
    /// Puts the parts together. The tables must exist ([`crate::MIGRATIONS`]).
    #[must_use]
    pub fn new(portals: Portals, files: Files) -> Self {
        Self { portals, files }
    }

    pub(crate) fn db(&self) -> &Db {
        self.portals.db()
    }

    pub(crate) fn files(&self) -> &Files {
        &self.files
    }

    /// Deeds that fit, from the newest, with the present names of those who did them.
    pub(crate) async fn deeds(
        &self,
        portal: PortalId,
        filter: deeds::Filter,
        cut: Cut,
    ) -> Result<Vec<Deed>, Error> {
        self.db()
            .read(move |tx| {
                let mut rows = deeds::page(tx, portal, &filter, cut)?;
                sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
                Ok(rows)
            })
            .await
    }

    /// Sign-ins that fit, from the newest.
    pub(crate) async fn sign_ins(
        &self,
        portal: PortalId,
        filter: sign_ins::Filter,
        cut: Cut,
    ) -> Result<Vec<SignIn>, Error> {
        self.db()
            .read(move |tx| {
                let mut rows = sign_ins::page(tx, portal, &filter, cut)?;
                sign(tx, portal, rows.iter_mut().map(|row| &mut row.trace))?;
                Ok(rows)
            })
            .await
    }

    /// How long rows are kept.
    pub(crate) async fn lifetimes(&self, portal: PortalId) -> Result<Saved<Lifetimes>, Error> {
        Ok(self.portals.setting(portal, Scope::Portal).await?)
    }

    /// Changes how long rows are kept.
    pub(crate) async fn set_lifetimes(
        &self,
        caller: &Caller,
        lifetimes: Lifetimes,
    ) -> Result<Saved<Lifetimes>, Error> {
        let lifetimes = lifetimes.checked()?;
        Ok(self.portals.save(caller, Scope::Portal, lifetimes).await?)
    }
}

/// Signs rows with the present names of people: one statement. Who is gone keeps the name he had.
pub(crate) fn sign<'a>(
    tx: &mut Tx<'_>,
    portal: PortalId,
    rows: impl Iterator<Item = &'a mut Trace>,
) -> sql::Result<()> {
    let rows: Vec<&mut Trace> = rows.collect();
    let mut ids: Vec<UserId> = rows.iter().map(|row| row.user).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: HashMap<UserId, String> = people::store::by_ids(tx, portal, &ids)?
        .into_iter()
        .map(|(id, person)| (id, person.display_name()))
        .collect();
    for row in rows {
        match names.get(&row.user) {
            Some(name) => row.user_name.clone_from(name),
            None if row.user == UserId::SYSTEM => SYSTEM.clone_into(&mut row.user_name),
            None if row.user_name.is_empty() => UNKNOWN.clone_into(&mut row.user_name),
            None => {}
        }
    }
    Ok(())
}
