//! People, guests and groups that appear, change and go, for the pages that list them; and a person's own type.

use std::collections::HashSet;
use std::sync::Arc;

use people::model::GroupId;
use people::rules::{Actor, may_see};
use people::service::GroupView;
use people::view::{Profile, Viewer, full};
use people::{Belongings as _, Person};
use portal::{PortalId, Role, UserId};
use serde_json::{Value, json};
use sql::Tx;
use uuid::Uuid;

use crate::Realtime;
use crate::change::Cmd;
use crate::hub::Connection;
use crate::part::Part;

/// A person with what those who see him depends on.
struct Known {
    profile: Profile,
    /// Guests are seen by those who invited or accepted them.
    related: HashSet<UserId>,
    memberships: Vec<GroupId>,
    shown: Shown,
}

/// What the portal's settings decide about full objects: the default quota of a user, the second factor by app.
type Shown = (Option<i64>, bool);

impl Realtime {
    /// A person appeared, changed or went.
    pub(crate) async fn tell_person(
        &self,
        portal: PortalId,
        cmd: Cmd,
        id: UserId,
        guest: Option<bool>,
    ) {
        if cmd == Cmd::Delete {
            if guest != Some(true) {
                self.tell_gone(portal, Part::Users, "s:delete-user", id);
            }
            if guest != Some(false) {
                self.tell_gone(portal, Part::Guests, "s:delete-guest", id);
            }
            return;
        }
        let Some(known) = self.known(portal, id).await else {
            return;
        };
        let guest = known.profile.person.role == Role::Guest;
        let event = match (cmd, guest) {
            (Cmd::Create, true) => "s:add-guest",
            (Cmd::Create, false) => "s:add-user",
            (_, true) => "s:update-guest",
            (_, false) => "s:update-user",
        };
        self.show_person(portal, event, &known);
        // What people are called stands in the lists of their groups.
        for group in known.memberships {
            self.tell_group(portal, Cmd::Update, group.0).await;
        }
    }

    /// A person has another type: other lists.
    pub(crate) async fn tell_type(
        &self,
        portal: PortalId,
        id: UserId,
        (was_guest, is_guest): (bool, bool),
    ) {
        let Some(known) = self.known(portal, id).await else {
            return;
        };
        match (was_guest, is_guest) {
            (true, false) => {
                self.tell_gone(portal, Part::Guests, "s:delete-guest", id);
                self.show_person(portal, "s:add-user", &known);
            }
            (false, true) => {
                self.tell_gone(portal, Part::Users, "s:delete-user", id);
                self.show_person(portal, "s:add-guest", &known);
            }
            (_, true) => self.show_person(portal, "s:update-guest", &known),
            (_, false) => self.show_person(portal, "s:update-user", &known),
        }
    }

    /// The same for himself: other screens.
    pub(crate) async fn tell_own_type(&self, portal: PortalId, id: UserId, by: Option<UserId>) {
        let mut own = self.hub().individuals(portal, Part::MyType);
        own.retain(|one| one.is_of(id));
        if own.is_empty() {
            return;
        }
        let Some(known) = self.known(portal, id).await else {
            return;
        };
        let files = self.files().clone();
        let found = self.db().read(move |tx| {
            let actor = match by {
                Some(by) => people::store::by_id(tx, portal, by)?,
                None => None,
            };
            let has_folder = files.has_personal_folder(tx, portal, id)?;
            Ok::<_, sql::Error>((actor.map(|actor| actor.display_name()), has_folder))
        });
        let (admin, has_folder) = match found.await {
            Ok(found) => found,
            Err(error) => return tracing::warn!(%error, "a change of type could not be told"),
        };
        for connection in own {
            let payload = json!({
                "id": id,
                "data": object(&known, &connection),
                "admin": admin,
                "hasPersonalFolder": has_folder,
            });
            connection.send("s:change-my-type", &payload);
        }
    }

    /// A guest came onto or left the list of one person.
    pub(crate) async fn tell_guest(&self, portal: PortalId, cmd: Cmd, id: UserId, whose: UserId) {
        let mut list = self.hub().individuals(portal, Part::Guests);
        list.retain(|one| one.is_of(whose));
        if list.is_empty() {
            return;
        }
        if cmd == Cmd::Delete {
            list.iter().for_each(|one| one.send("s:delete-guest", &id));
            return;
        }
        if let Some(known) = self.known(portal, id).await {
            for connection in list {
                let payload = json!({ "id": id, "data": object(&known, &connection) });
                connection.send("s:add-guest", &payload);
            }
        }
    }

    /// A group appeared, changed or went.
    pub(crate) async fn tell_group(&self, portal: PortalId, cmd: Cmd, id: Uuid) {
        let audience = self.hub().audience(portal, Part::Groups);
        if audience.is_empty() {
            return;
        }
        let event = match cmd {
            Cmd::Create => "s:add-group",
            Cmd::Update => "s:update-group",
            Cmd::Delete => {
                return audience
                    .iter()
                    .for_each(|one| one.send("s:delete-group", &id));
            }
        };
        let found = self.people().group_view(portal, GroupId(id)).await;
        let shown = self.people().shown(portal).await;
        let (group, shown) = match (found, shown) {
            (Ok(Some(group)), Ok(shown)) => (group, shown),
            (Ok(None), _) => return,
            (Err(error), _) | (_, Err(error)) => {
                return tracing::warn!(%error, "a group could not be told");
            }
        };
        for connection in audience {
            if let Some(viewer) = viewer(&connection, shown) {
                let payload = json!({ "id": id, "data": group_object(&group, &viewer) });
                connection.send(event, &payload);
            }
        }
    }

    /// Tells those who may see a person what he is now.
    fn show_person(&self, portal: PortalId, event: &str, known: &Known) {
        let person = &known.profile.person;
        let audience = if person.role == Role::Guest {
            self.hub().individuals(portal, Part::Guests)
        } else {
            self.hub().audience(portal, Part::Users)
        };
        for connection in audience {
            let session = connection.session();
            let Some((id, role)) = session.viewer.caller.person else {
                continue;
            };
            let facts = person.facts(known.related.contains(&id));
            if may_see(Actor { id, role }, facts) {
                let payload = json!({ "id": person.id, "data": object(known, &connection) });
                connection.send(event, &payload);
            }
        }
    }

    fn tell_gone(&self, portal: PortalId, part: Part, event: &str, id: UserId) {
        self.tell_all_in(portal, part, event, &id);
    }

    /// A person and who may see him; nothing for one who is gone.
    async fn known(&self, portal: PortalId, id: UserId) -> Option<Known> {
        let found = self
            .db()
            .read(move |tx| match people::store::by_id(tx, portal, id)? {
                Some(person) => known(tx, person).map(Some),
                None => Ok(None),
            })
            .await;
        let shown = self.people().shown(portal).await;
        match (found, shown) {
            (Ok(known), Ok(shown)) => known.map(|known| Known { shown, ..known }),
            (Err(error), _) => {
                tracing::warn!(%error, "a person could not be told");
                None
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "a person could not be told");
                None
            }
        }
    }
}

fn known(tx: &mut Tx<'_>, person: Person) -> Result<Known, sql::Error> {
    let portal = person.portal;
    let related = if person.role == Role::Guest {
        people::store::guests::hosts(tx, portal, person.id)?
    } else {
        HashSet::new()
    };
    let memberships = people::store::groups_of(tx, portal, person.id)?;
    let profile = people::view::profiles(tx, portal, vec![person])?.pop();
    Ok(Known {
        profile: profile.ok_or(sql::Error::NoRows)?,
        related,
        memberships,
        shown: Shown::default(),
    })
}

/// How a connection sees people; nothing for visitors of links.
fn viewer(connection: &Arc<Connection>, (user_quota, tfa_app): Shown) -> Option<Viewer> {
    let session = connection.session();
    let (id, role) = session.viewer.caller.person?;
    Some(Viewer {
        id,
        role,
        base: session.viewer.base.clone(),
        user_quota,
        tfa_app,
    })
}

/// The full object as a connection may see it.
fn object(known: &Known, connection: &Arc<Connection>) -> Option<Value> {
    let viewer = viewer(connection, known.shown)?;
    serde_json::to_value(full(known.profile.clone(), &viewer)).ok()
}

fn group_object(group: &GroupView, viewer: &Viewer) -> Option<Value> {
    serde_json::to_value(people::api::group_dto(group, viewer)).ok()
}
