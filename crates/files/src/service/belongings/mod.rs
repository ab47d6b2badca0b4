//! What people have here, for the domain that keeps people: who owns rooms, who takes over, what goes
//! with a person (`platform/05 §5.7`-`5.10`).

mod audience;
mod guests;
mod hand_over;
mod removal;

pub(in crate::service) use guests::database;

use futures::future::BoxFuture;
use people::Belongings;
use people::hooks::{Audience, EntryKind};
use portal::{Caller, PortalId, Role, UserId};
use serde_json::json;
use sql::{Micros, Tx};

use super::Files;
use super::rooms::happening::{RoomHappening, record};
use crate::error::Error;
use crate::model::{FileShare, Folder, FolderType, SubjectType};
use crate::rules::{CallerFacts, PortalFacts};
use crate::store::{belongings, roots};
use crate::view::Viewer;

impl Belongings for Files {
    fn owns_rooms(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool> {
        belongings::owns_room(tx, portal, user)
    }

    fn has_shares(&self, tx: &mut Tx<'_>, portal: PortalId, user: UserId) -> sql::Result<bool> {
        if belongings::is_recipient(tx, portal, user)? {
            return Ok(true);
        }
        let Some(documents) = roots::find(tx, portal, FolderType::User, user)? else {
            return Ok(false);
        };
        Ok(!belongings::shared_below(tx, portal, documents.id)?.is_empty())
    }

    fn has_personal_folder(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
    ) -> sql::Result<bool> {
        Ok(roots::find(tx, portal, FolderType::User, user)?.is_some())
    }

    fn became_guest(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        user: UserId,
        now: Micros,
    ) -> sql::Result<()> {
        belongings::keep_documents_from(tx, portal, user, now)
    }

    fn exclude_guests(
        &self,
        tx: &mut Tx<'_>,
        portal: PortalId,
        owner: UserId,
        guests: &[UserId],
    ) -> sql::Result<()> {
        guests::exclude(self, tx, portal, owner, guests)
    }

    fn audience(
        &self,
        tx: &mut Tx<'_>,
        caller: &Caller,
        entry: (EntryKind, i64),
        edit: bool,
    ) -> Result<Audience, people::Error> {
        let viewer = viewer(self, tx, caller.portal, CallerFacts::from(caller))?;
        audience::of(tx, &viewer, entry, edit)
    }

    fn hand_over(
        &self,
        portal: PortalId,
        from: UserId,
        to: UserId,
        personal: bool,
    ) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let done = hand_over::all(self, portal, from, to, personal).await;
            done.map_err(|error| error.to_string())
        })
    }

    fn remove_personal(&self, portal: PortalId, user: UserId) -> BoxFuture<'_, Result<(), String>> {
        Box::pin(async move {
            let done = removal::personal(self, portal, user).await;
            done.map_err(|error| error.to_string())
        })
    }
}

/// Somebody who looks at entries without a request of his own.
pub(in crate::service) fn viewer(
    files: &Files,
    tx: &mut Tx<'_>,
    portal: PortalId,
    caller: CallerFacts,
) -> sql::Result<Viewer> {
    Ok(Viewer {
        portal,
        portal_owner: people::store::owner(tx, portal)?.id,
        caller,
        name: String::new(),
        base: String::new(),
        link: None,
        editors: files.editors(),
        conversion: files.conversion(),
        thumbnails: files.thumbnails(),
        offers: PortalFacts::default(),
        now: sql::now(),
        installation: files.portals().installation().clone(),
    })
}

/// The product itself: who ordered the change stands in the record of the person it is about.
pub(super) async fn product(files: &Files, portal: PortalId) -> Result<Viewer, Error> {
    let service = files.clone();
    let caller = CallerFacts::person(UserId::SYSTEM, Role::Admin);
    Ok(files
        .db()
        .read(move |tx| viewer(&service, tx, portal, caller))
        .await?)
}

/// Writes down that a person is no longer a member of a room.
fn tell_left(tx: &mut Tx<'_>, viewer: &Viewer, room: &Folder, who: UserId) -> Result<(), Error> {
    let data = json!({
        "subject": who,
        "subjectType": SubjectType::User.number(),
        "access": FileShare::None.number(),
    });
    record(tx, viewer, RoomHappening::UserRemoved, room, data)
}
