//! The listener: from events to rows. A second delivery changes nothing.

use std::collections::{HashMap, HashSet};

use events::{Delivered, Listener, Recorded};
use futures::future::BoxFuture;
use people::model::GroupId;
use portal::{PortalId, UserId};
use sql::Tx;

use crate::reading::{Reading, read};
use crate::rows::{Deed, SignIn, Trace};
use crate::service::Audit;
use crate::store::{deeds, sign_ins};

impl Listener for Audit {
    fn name(&self) -> &'static str {
        "audit"
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(self.keep(std::slice::from_ref(event)))
    }

    fn handle_many<'a>(&'a self, events: &'a [Recorded]) -> Option<BoxFuture<'a, Delivered>> {
        Some(Box::pin(self.keep(events)))
    }
}

impl Audit {
    async fn keep(&self, events: &[Recorded]) -> Delivered {
        let readings: Vec<Reading> = events.iter().filter_map(read).collect();
        if readings.is_empty() {
            return Ok(());
        }
        self.db().write(move |tx| keep(tx, readings)).await?;
        Ok(())
    }
}

fn keep(tx: &mut Tx<'_>, readings: Vec<Reading>) -> sql::Result<()> {
    let (mut done, mut came): (Vec<Deed>, Vec<SignIn>) = (Vec::new(), Vec::new());
    for reading in readings {
        match reading {
            Reading::Deed(deed) => done.push(deed),
            Reading::SignIn(sign_in) => came.push(sign_in),
        }
    }
    let names = Names::load(tx, &done, &came)?;
    came.iter_mut().for_each(|one| names.sign(&mut one.trace));
    for deed in &mut done {
        names.sign(&mut deed.trace);
        names.fill(deed);
    }
    sign_ins::insert(tx, &came)?;
    let (gathering, alone): (Vec<Deed>, Vec<Deed>) =
        done.into_iter().partition(|deed| deed.request.is_some());
    deeds::insert(tx, &alone)?;
    gather(tx, gathering)
}

/// Puts what one request did to many into one row: that of the first of them.
fn gather(tx: &mut Tx<'_>, deeds: Vec<Deed>) -> sql::Result<()> {
    let mut rows: Vec<Deed> = Vec::new();
    for deed in deeds {
        let same = |row: &&mut Deed| {
            (row.trace.portal, row.action, &row.request)
                == (deed.trace.portal, deed.action, &deed.request)
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.add(&deed.targets),
            None => rows.push(deed),
        }
    }
    for row in rows {
        let request = row.request.as_deref().unwrap_or_default();
        match deeds::gathering(tx, row.trace.portal, request, row.action)? {
            Some(mut known) => deeds::gather(tx, &mut known, &row.targets)?,
            None => deeds::insert(tx, std::slice::from_ref(&row))?,
        }
    }
    Ok(())
}

/// Names of people and groups at this moment, of everybody some rows speak of: two statements a portal.
struct Names {
    people: HashMap<(PortalId, UserId), String>,
    groups: HashMap<(PortalId, GroupId), String>,
}

impl Names {
    fn load(tx: &mut Tx<'_>, done: &[Deed], came: &[SignIn]) -> sql::Result<Self> {
        let mut ids: HashMap<PortalId, (HashSet<UserId>, HashSet<GroupId>)> = HashMap::new();
        for deed in done {
            let (people, groups) = ids.entry(deed.trace.portal).or_default();
            people.insert(deed.trace.user);
            let nameless = deed.targets.iter().filter(|target| target.name.is_empty());
            for id in nameless.filter_map(|target| target.id.parse().ok()) {
                people.insert(UserId(id));
                groups.insert(GroupId(id));
            }
        }
        for one in came {
            ids.entry(one.trace.portal)
                .or_default()
                .0
                .insert(one.trace.user);
        }
        let mut names = Self {
            people: HashMap::new(),
            groups: HashMap::new(),
        };
        for (portal, (people, groups)) in ids {
            let people: Vec<UserId> = people.into_iter().collect();
            for (id, person) in people::store::by_ids(tx, portal, &people)? {
                names.people.insert((portal, id), person.display_name());
            }
            let groups: Vec<GroupId> = groups.into_iter().collect();
            for (id, group) in people::store::groups::by_ids(tx, portal, &groups)? {
                names.groups.insert((portal, id), group.name);
            }
        }
        Ok(names)
    }

    fn sign(&self, trace: &mut Trace) {
        if let Some(name) = self.people.get(&(trace.portal, trace.user)) {
            trace.user_name.clone_from(name);
        }
    }

    fn fill(&self, deed: &mut Deed) {
        let portal = deed.trace.portal;
        for target in deed
            .targets
            .iter_mut()
            .filter(|target| target.name.is_empty())
        {
            let Ok(id) = target.id.parse() else { continue };
            let person = self.people.get(&(portal, UserId(id)));
            if let Some(name) = person.or_else(|| self.groups.get(&(portal, GroupId(id)))) {
                target.name.clone_from(name);
            }
        }
    }
}
