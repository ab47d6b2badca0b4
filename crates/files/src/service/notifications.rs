//! What a person wants to hear of, and which rooms are to be silent (`platform/06 §6.9`).

use portal::settings::{self, Scope, Setting};
use portal::{PortalId, UserId};
use serde::{Deserialize, Serialize};
use sql::Tx;

use super::{Files, gate};
use crate::error::Error;
use crate::model::{EntryRef, FolderId, Mark};
use crate::rules::{Action, CallerFacts};
use crate::store::marks;
use crate::view::Viewer;

/// What a person wants to hear of. A fresh account hears of everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Notifications {
    /// Counters of what is new.
    pub badges: bool,
    /// A letter about what happened in rooms, every hour in which something did.
    pub rooms_activity: bool,
    /// A letter about the day before, every morning.
    pub daily_feed: bool,
    /// Letters with tips.
    pub useful_tips: bool,
}

impl Default for Notifications {
    fn default() -> Self {
        Self {
            badges: true,
            rooms_activity: true,
            daily_feed: true,
            useful_tips: true,
        }
    }
}

impl Setting for Notifications {
    const KEY: &'static str = "notifications";
}

impl Files {
    /// What a person wants to hear of. Remembered for a few seconds: every answer about entries needs it.
    ///
    /// # Errors
    /// The database failed.
    pub async fn notifications(
        &self,
        portal: PortalId,
        user: UserId,
    ) -> Result<Notifications, Error> {
        let memory = self.remembered_notifications();
        if let Some(known) = memory.get(&(portal, user)) {
            return Ok(known);
        }
        let ticket = memory.ticket();
        let found: Notifications = self
            .db()
            .read::<_, Error>(move |tx| Ok(settings::load(tx, portal, Scope::User(user))?))
            .await?;
        memory.store(ticket, (portal, user), found);
        Ok(found)
    }

    /// Changes what a person wants to hear of.
    ///
    /// # Errors
    /// The database failed.
    pub async fn change_notifications(
        &self,
        portal: PortalId,
        user: UserId,
        change: impl FnOnce(&mut Notifications) + Send + 'static,
    ) -> Result<(), Error> {
        let this = self.clone();
        self.db()
            .write(move |tx| {
                let mut value: Notifications = settings::load(tx, portal, Scope::User(user))?;
                change(&mut value);
                settings::save(tx, portal, Scope::User(user), &value, sql::now())?;
                tx.after_commit(move || this.remembered_notifications().forget(&(portal, user)));
                Ok(())
            })
            .await
    }

    /// The rooms a person has muted, the last one first.
    ///
    /// # Errors
    /// 401 for strangers.
    pub async fn muted_rooms(&self, viewer: &Viewer) -> Result<Vec<FolderId>, Error> {
        let (user, _) = viewer.person()?;
        let portal = viewer.portal;
        self.db().read(move |tx| muted(tx, portal, user)).await
    }

    /// Mutes a room for a person, or lets it be heard again.
    ///
    /// # Errors
    /// 404 for what is no room, 403 for rooms that cannot be muted.
    pub async fn mute_room(
        &self,
        viewer: &Viewer,
        room: FolderId,
        mute: bool,
    ) -> Result<Vec<FolderId>, Error> {
        let (user, _) = viewer.person()?;
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let (portal, entry) = (viewer.portal, EntryRef::Folder(room));
                if mute {
                    let seen = gate::folder(tx, &viewer, room)?;
                    if !seen.entry.kind.is_room() {
                        return Err(Error::FOLDER);
                    }
                    seen.require(Action::Mute)?;
                    marks::set(tx, portal, user, Mark::Mute, entry, "", viewer.now)?;
                } else {
                    // A room one has been taken out of can be forgotten as well.
                    marks::clear(tx, portal, user, Mark::Mute, entry)?;
                }
                muted(tx, portal, user)
            })
            .await
    }
}

impl Notifications {
    /// The same as facts of the rules.
    #[must_use]
    pub fn facts(self, caller: CallerFacts) -> CallerFacts {
        CallerFacts {
            wants_no_badges: !self.badges,
            wants_no_room_notifications: !self.badges && !self.rooms_activity && !self.daily_feed,
            ..caller
        }
    }
}

fn muted(tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> Result<Vec<FolderId>, Error> {
    let marked = marks::entries_with(tx, portal, user, Mark::Mute)?;
    let rooms = marked.into_iter().filter_map(|(entry, ..)| match entry {
        EntryRef::Folder(room) => Some(room),
        EntryRef::File(_) => None,
    });
    Ok(rooms.collect())
}
