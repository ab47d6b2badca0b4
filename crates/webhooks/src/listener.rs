//! The listener: from events to deliveries. A second delivery of an event changes nothing.
//!
//! A webhook hears of what its maker may see at this moment. Of a thing that is gone it hears when its maker did it, may
//! see the folder it lay in, or reads the audit trail anyway, where it stands too.

use std::collections::{HashMap, HashSet};

use events::{Delivered, Listener, Recorded};
use files::model::{Entry, EntryRef, FolderType};
use files::service::live::Sights;
use files::view::Viewer;
use futures::future::BoxFuture;
use people::rules::{Actor, may_see};
use people::{Group, GroupId, Person};
use portal::{PortalId, Role, UserId};
use serde_json::Value;

use crate::body;
use crate::delivery;
use crate::error::Error;
use crate::model::{Delivery, DeliveryId, Outcome, Webhook};
use crate::reading::{News, Subject};
use crate::record;
use crate::service::Webhooks;
use crate::store::{deliveries, webhooks};

impl Listener for Webhooks {
    fn name(&self) -> &'static str {
        "webhooks"
    }

    fn handle<'a>(&'a self, event: &'a Recorded) -> BoxFuture<'a, Delivered> {
        Box::pin(self.hear(std::slice::from_ref(event)))
    }

    fn handle_many<'a>(&'a self, events: &'a [Recorded]) -> Option<BoxFuture<'a, Delivered>> {
        Some(Box::pin(self.hear(events)))
    }
}

impl Webhooks {
    async fn hear(&self, events: &[Recorded]) -> Delivered {
        let news: Vec<News<'_>> = events.iter().filter_map(News::read).collect();
        let mut by_portal: HashMap<PortalId, Vec<News<'_>>> = HashMap::new();
        for one in news {
            by_portal.entry(one.portal).or_default().push(one);
        }
        if by_portal.is_empty() {
            return Ok(());
        }
        let portals: Vec<i64> = by_portal.keys().map(|portal| portal.0).collect();
        let listening = self
            .db()
            .read(move |tx| webhooks::listening(tx, &portals))
            .await?;
        let mut listeners: HashMap<PortalId, Vec<Webhook>> = HashMap::new();
        for webhook in listening {
            listeners.entry(webhook.portal).or_default().push(webhook);
        }
        let mut told = Vec::new();
        for (portal, news) in by_portal {
            if let Some(listeners) = listeners.remove(&portal) {
                told.extend(self.tell(portal, news, &listeners).await?);
            }
        }
        if !told.is_empty() {
            self.db().write(move |tx| keep(tx, told)).await?;
        }
        Ok(())
    }

    /// What the webhooks of a portal are told.
    async fn tell(
        &self,
        portal: PortalId,
        mut news: Vec<News<'_>>,
        listeners: &[Webhook],
    ) -> Result<Vec<Delivery>, Error> {
        let things = self.things(portal, &news).await?;
        for one in &mut news {
            let from = one
                .from
                .and_then(|id| things.entries.get(&EntryRef::Folder(id)));
            if from.is_some_and(|folder| folder.root().kind == FolderType::Trash) {
                one.out_of_trash();
            }
        }
        let makers: HashSet<UserId> = listeners.iter().map(|one| one.created_by).collect();
        let mut all = Vec::new();
        for maker in makers {
            let Some(eyes) = self.eyes(portal, maker, &things).await? else {
                continue;
            };
            for webhook in listeners.iter().filter(|one| one.created_by == maker) {
                let heard = news
                    .iter()
                    .filter(|one| hears(webhook, one, &eyes, &things));
                all.extend(heard.map(|one| told(webhook, one, &things.record(one))));
            }
        }
        Ok(all)
    }

    /// Everything the news are about, as far as it exists: four statements at most.
    async fn things(&self, portal: PortalId, news: &[News<'_>]) -> Result<Things, Error> {
        let (mut people, mut groups, mut entries) = (Vec::new(), Vec::new(), HashSet::new());
        for one in news {
            match one.subject {
                Subject::Person(id) => people.push(id),
                Subject::Group(id) => groups.push(id),
                Subject::Entry(entry) => drop(entries.insert(entry)),
            }
            entries.extend(
                [one.inside, one.from]
                    .into_iter()
                    .flatten()
                    .map(EntryRef::Folder),
            );
        }
        let entries = self
            .files()
            .entries(portal, entries.into_iter().collect())
            .await?;
        let (people, groups) = self
            .db()
            .read(move |tx| -> sql::Result<_> {
                let people = people::store::by_ids(tx, portal, &people)?;
                let groups = people::store::groups::by_ids(tx, portal, &groups)?;
                Ok((people, groups))
            })
            .await?;
        Ok(Things {
            people,
            groups,
            entries,
        })
    }

    /// How somebody sees these things now; nobody when his account is gone.
    async fn eyes(
        &self,
        portal: PortalId,
        maker: UserId,
        things: &Things,
    ) -> Result<Option<Eyes>, Error> {
        let Some(viewer) = self.files().eyes_of(portal, maker).await? else {
            return Ok(None);
        };
        let Some((_, role)) = viewer.caller.person else {
            return Ok(None);
        };
        let guests: Vec<UserId> = things
            .people
            .values()
            .filter(|person| person.role == Role::Guest)
            .map(|person| person.id)
            .collect();
        let related = self
            .db()
            .read(move |tx| people::store::guests::related(tx, portal, maker, &guests))
            .await?;
        let sights = self.sights(viewer, things).await?;
        let actor = Actor { id: maker, role };
        Ok(Some(Eyes {
            actor,
            sights,
            related: related.into_iter().collect(),
        }))
    }

    async fn sights(&self, viewer: Viewer, things: &Things) -> Result<Sights, Error> {
        let entries: Vec<Entry> = things.entries.values().cloned().collect();
        Ok(self.files().sights(viewer, entries).await?)
    }
}

/// What some news are about, as far as it exists.
struct Things {
    people: HashMap<UserId, Person>,
    groups: HashMap<GroupId, Group>,
    entries: HashMap<EntryRef, Entry>,
}

impl Things {
    /// What a payload says of it.
    fn record(&self, news: &News<'_>) -> Value {
        let known = match news.subject {
            Subject::Person(id) => self.people.get(&id).map(record::person),
            Subject::Group(id) => self.groups.get(&id).map(record::group),
            Subject::Entry(entry) => self.entries.get(&entry).map(record::entry),
        };
        known.unwrap_or_else(|| record::gone(news))
    }
}

/// How somebody sees things.
struct Eyes {
    actor: Actor,
    sights: Sights,
    related: HashSet<UserId>,
}

/// Whether a webhook is told.
fn hears(webhook: &Webhook, news: &News<'_>, eyes: &Eyes, things: &Things) -> bool {
    // Events reach listeners late when there is much to do: a webhook hears of what happens from its making on.
    news.event.recorded >= webhook.created
        && webhook.triggers.have(news.trigger)
        && news.trigger.is_for(eyes.actor.role)
        && (webhook.target.is_empty() || webhook.target.eq_ignore_ascii_case(&news.id))
        && sees(news, eyes, things)
}

fn sees(news: &News<'_>, eyes: &Eyes, things: &Things) -> bool {
    let did_it = news.actor() == Some(eyes.actor.id);
    match news.subject {
        Subject::Person(id) => match things.people.get(&id) {
            Some(person) => may_see(eyes.actor, person.facts(eyes.related.contains(&id))),
            None => did_it || eyes.actor.role.is_admin(),
        },
        Subject::Group(_) => people::rules::manages_people(eyes.actor.role),
        Subject::Entry(entry) if things.entries.contains_key(&entry) => eyes.sights.may_read(entry),
        Subject::Entry(_) => {
            // Everybody may read the root of all rooms, but not what lay in it.
            let around = news.inside.map(EntryRef::Folder).filter(|folder| {
                let found = things.entries.get(folder);
                found.is_some_and(|folder| folder.room().is_some())
            });
            let around = around.is_some_and(|folder| eyes.sights.may_read(folder));
            did_it || around || eyes.actor.role.is_admin()
        }
    }
}

/// What a webhook is to be told; it gets its number when it is kept.
fn told(webhook: &Webhook, news: &News<'_>, record: &Value) -> Delivery {
    Delivery {
        portal: webhook.portal,
        id: DeliveryId(0),
        webhook: webhook.id,
        event: Some(news.event.id),
        owner: webhook.created_by,
        name: webhook.name.clone(),
        uri: webhook.uri.clone(),
        trigger: news.trigger.into(),
        created: news.event.recorded,
        request: body::tell(news, record).to_string(),
        outcome: Outcome::default(),
    }
}

fn keep(tx: &mut sql::Tx<'_>, mut told: Vec<Delivery>) -> sql::Result<()> {
    for one in &mut told {
        one.id = DeliveryId(tx.next_id("webhook_deliveries")?);
    }
    let new = deliveries::insert(tx, told)?;
    delivery::want(tx, &new)
}
