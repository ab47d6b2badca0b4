//! From the events of the domains to those who watch. Events that come together are told together: what they are about is
//! loaded once, and everybody who listens is looked up once.

use std::collections::BTreeMap;
use std::time::Duration;

use events::{Recorded, Signal, Subscription};
use files::model::{FolderId, FolderType};
use futures::FutureExt as _;
use portal::PortalId;
use serde_json::json;
use std::sync::Arc;
use tokio::time::{Instant, sleep, sleep_until};

use crate::Realtime;
use crate::change::{Change, RELAYED, Scope, Subject, changes};
use crate::counters::Counters;
use crate::hub::Connection;
use crate::part::Part;

/// Events told together, at most.
const TOGETHER: usize = 256;
/// How often sessions and links are looked at that end by themselves.
const SWEEP: Duration = Duration::from_secs(600);

/// What came since the last look.
#[derive(Default)]
struct Batch {
    events: Vec<Arc<Recorded>>,
    /// Some were missed before.
    missed: bool,
}

impl Batch {
    fn add(&mut self, signal: Signal) {
        match signal {
            Signal::Event(event) => self.events.push(event),
            Signal::Missed => self.missed = true,
        }
    }
}

impl Realtime {
    /// Tells what happens until the outbox stops.
    pub(crate) async fn feed(self, mut events: Subscription) {
        let mut counters = Counters::default();
        loop {
            let due = counters.due();
            let mut batch = Batch::default();
            tokio::select! {
                signal = events.next() => match signal {
                    Some(signal) => batch.add(signal),
                    None => return,
                },
                () = until(due) => {}
            }
            while batch.events.len() < TOGETHER
                && let Some(Some(signal)) = events.next().now_or_never()
            {
                batch.add(signal);
            }
            if batch.missed {
                tracing::warn!("events were missed: clients read everything anew");
                for portal in self.hub().portals() {
                    self.tell_missed(portal).await;
                }
            }
            self.tell(batch.events, &mut counters).await;
            for (portal, changed) in counters.take_due(Instant::now()) {
                self.tell_figures(portal, &changed).await;
                self.tell_counters(portal, changed).await;
            }
        }
    }

    /// Looks at what ends by itself, for ever.
    pub(crate) async fn sweep(self) {
        loop {
            sleep(SWEEP).await;
            let portals = self.hub().portals();
            self.told().keep(&portals);
            for portal in portals {
                self.check_sessions(portal, None, false).await;
                self.check_rights(portal, &[Scope::Everything]).await;
            }
        }
    }

    async fn tell(&self, events: Vec<Arc<Recorded>>, counters: &mut Counters) {
        let mut portals: BTreeMap<PortalId, Vec<Change>> = BTreeMap::new();
        for event in events {
            let portal = PortalId(event.portal);
            if !self.hub().is_empty(portal) {
                portals.entry(portal).or_default().extend(changes(&event));
            }
        }
        for (portal, changes) in portals {
            for change in &changes {
                counters.note(portal, change);
            }
            self.tell_portal(portal, &changes).await;
        }
    }

    /// Tells the changes of one portal. Whoever was put out hears nothing more, but of his new
    /// type, which ended his session; whoever loses access hears that first.
    async fn tell_portal(&self, portal: PortalId, changes: &[Change]) {
        let scopes: Vec<Scope> = changes.iter().filter_map(scope).collect();
        if !scopes.is_empty() {
            self.hub().rights_changed(portal);
        }
        for change in changes {
            if let Change::Type { id, by, .. } = change {
                self.tell_own_type(portal, *id, *by).await;
            }
        }
        for change in changes {
            if let Change::Sessions { whose, all } = change {
                self.check_sessions(portal, *whose, *all).await;
            }
        }
        self.tell_entries(portal, changes).await;
        for change in changes {
            self.tell_in_common(portal, change);
        }
        self.check_rights(portal, &scopes).await;
        for change in changes {
            self.tell_others(portal, change).await;
        }
    }

    /// What everybody in a room may know.
    fn tell_in_common(&self, portal: PortalId, change: &Change) {
        match change {
            Change::History(entry) => self.tell_history(portal, *entry),
            Change::Editing { file, names } => self.tell_editing(portal, *file, names),
            Change::Refresh { folder, except } => self.tell_refresh(portal, *folder, except),
            Change::News {
                file: Some(file),
                whose,
                ..
            } => self.tell_new_file(portal, *file, *whose),
            Change::Access {
                entry,
                subject: Subject::Person(user),
                access,
                by: Some(by),
                ..
            } if user == by => self.tell_self_restriction(portal, *entry, *user, *access),
            Change::Task { part, event, told } => self.tell_all_in(portal, *part, event, told),
            _ => {}
        }
    }

    /// People, groups and settings.
    async fn tell_others(&self, portal: PortalId, change: &Change) {
        match change {
            Change::Person { cmd, id, guest } => {
                self.tell_person(portal, *cmd, *id, *guest).await;
            }
            Change::Type {
                id,
                was_guest,
                is_guest,
                ..
            } => {
                self.tell_type(portal, *id, (*was_guest, *is_guest)).await;
            }
            Change::Guest { cmd, id, whose } => self.tell_guest(portal, *cmd, *id, *whose).await,
            Change::Group { cmd, id } => self.tell_group(portal, *cmd, *id).await,
            Change::Setting(key) => self.tell_setting(portal, key).await,
            Change::Plugin { name, enabled } => {
                let payload = json!({ "webPluginName": name, "enabled": enabled });
                self.tell_all_in(portal, Part::Portal, "s:change-web-plugin", &payload);
            }
            _ => {}
        }
    }

    /// Something could not be told: whoever has a folder open reads it anew.
    pub(crate) fn missed(&self, portal: PortalId, error: &files::Error) {
        tracing::warn!(%error, "changes could not be told: clients read everything anew");
        for connection in self.hub().everybody(portal) {
            for part in connection.parts(|part, _| matches!(part, Part::Folder(_))) {
                if let Part::Folder(id) = part {
                    connection.send("refresh-folder", &id.0);
                }
            }
        }
    }

    async fn tell_missed(&self, portal: PortalId) {
        self.hub().rights_changed(portal);
        self.check_sessions(portal, None, false).await;
        self.check_rights(portal, &[Scope::Everything]).await;
        self.missed(
            portal,
            &files::Error::Failed("events were missed".to_owned()),
        );
    }

    /// A client wants the others to read a folder anew: told on every node.
    pub(crate) async fn relay_refresh(&self, connection: &Arc<Connection>, folder: FolderId) {
        if connection.listens(Part::Folder(folder)).is_none() {
            return;
        }
        let event = events::Event {
            portal: connection.portal.0,
            kind: RELAYED,
            actor: connection.session().person().map(|user| user.to_string()),
            subject: format!("folder/{}", folder.0),
            data: json!({ "except": connection.socket.id.as_str() }),
        };
        let relayed = self.db().write(move |tx| events::record(tx, event)).await;
        if let Err(error) = relayed {
            tracing::warn!(%error, "a client's wish could not be relayed");
        }
    }

    /// Number of a root of the whole portal; remembered, because it never changes.
    pub(crate) async fn root_number(&self, portal: PortalId, kind: FolderType) -> Option<FolderId> {
        if let Some(known) = self.roots().lock().get(&(portal, kind)) {
            return Some(*known);
        }
        match self.files().root_number(portal, kind).await {
            Ok(Some(id)) => {
                self.roots().lock().insert((portal, kind), id);
                Some(id)
            }
            Ok(None) => None,
            Err(error) => {
                tracing::warn!(%error, "a root could not be found");
                None
            }
        }
    }
}

fn scope(change: &Change) -> Option<Scope> {
    match change {
        Change::Rights(scope) => Some(*scope),
        _ => None,
    }
}

async fn until(due: Option<Instant>) {
    match due {
        Some(due) => sleep_until(due).await,
        None => std::future::pending().await,
    }
}
