//! Reading, changing and pinning rooms (`files/05 §13, §14`).

use serde_json::json;
use sql::Tx;

use super::happening::{RoomHappening, record};
use super::settings::RoomSettings;
use super::{index, tags, watermark_picture};
use crate::error::Error;
use crate::model::{EntryRef, Folder, FolderId, FolderType, Mark};
use crate::rules::Action;
use crate::service::happening::{Private, record_private};
use crate::service::{Files, gate};
use crate::store::{folders, marks, rooms};
use crate::titles;
use crate::view::{self, FolderDto, Seen, Viewer};

/// How many rooms one person can pin; agents are counted for themselves.
const MOST_PINS: i64 = 10;
const NO_EDIT: &str = "You don't have permission to edit the room";

impl Files {
    /// A room as the viewer sees it.
    ///
    /// # Errors
    /// 404 when there is none, 403 without the right to read it.
    pub async fn room(&self, viewer: &Viewer, id: FolderId) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let text = "You don't have enough permission to view the folder content";
                let seen = gate::folder(tx, &viewer, id)?;
                if !seen.may(Action::Read) && !waits_for_password(&seen) {
                    return Err(Error::refused(text));
                }
                view::folder(tx, &viewer, id)
            })
            .await
    }

    /// Changes a room, or the title of a plain folder.
    ///
    /// # Errors
    /// 403, for unknown numbers too; 400 for values no room can have.
    pub async fn update_room(
        &self,
        viewer: &Viewer,
        id: FolderId,
        settings: RoomSettings,
    ) -> Result<FolderDto, Error> {
        let (asking, logo) = (viewer.clone(), settings.logo.clone());
        let room = self
            .db()
            .write(move |tx| {
                update(tx, &asking, id, &settings)?;
                view::folder(tx, &asking, id)
            })
            .await?;
        match logo {
            Some(logo) => self.set_room_logo(viewer, id, logo).await,
            None => Ok(room),
        }
    }

    /// Pins a room on top of the caller's list.
    ///
    /// # Errors
    /// 403 when it cannot be pinned, or ten are already.
    pub async fn pin_room(&self, viewer: &Viewer, id: FolderId) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let room = pinnable(tx, &viewer, id)?;
                let (user, _) = viewer.person()?;
                let agents = room.root.kind == FolderType::AiAgents;
                if rooms::pinned_by(tx, viewer.portal, user, agents)? >= MOST_PINS {
                    return Err(Error::refused("You can't pin a room"));
                }
                let entry = EntryRef::Folder(id);
                marks::set(tx, viewer.portal, user, Mark::Pin, entry, "", viewer.now)?;
                record_private(tx, &viewer, Private::Marked(Mark::Pin), entry)?;
                view::folder(tx, &viewer, id)
            })
            .await
    }

    /// Takes the caller's pin off a room.
    ///
    /// # Errors
    /// 403 when it cannot be pinned at all.
    pub async fn unpin_room(&self, viewer: &Viewer, id: FolderId) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                pinnable(tx, &viewer, id)?;
                let (user, _) = viewer.person()?;
                let entry = EntryRef::Folder(id);
                marks::clear(tx, viewer.portal, user, Mark::Pin, entry)?;
                record_private(tx, &viewer, Private::Unmarked(Mark::Pin), entry)?;
                view::folder(tx, &viewer, id)
            })
            .await
    }
}

/// The room behind a link whose password was not entered yet shows its title and the lock.
fn waits_for_password(seen: &Seen<Folder>) -> bool {
    let by_closed_link = seen
        .facts
        .grant
        .is_some_and(|grant| grant.is_link() && !grant.valid);
    let has_password = seen
        .by
        .as_ref()
        .and_then(|share| share.link.as_ref())
        .is_some_and(|l| l.password.is_some());
    by_closed_link && has_password
}

/// Unknown rooms are refused, not missing: numbers are unique in the installation (`files/05 §1`).
fn known(seen: Result<Seen<Folder>, Error>) -> Result<Seen<Folder>, Error> {
    match seen {
        Err(Error::NotFound(text)) => Err(Error::refused(text)),
        other => other,
    }
}

fn pinnable(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<Folder, Error> {
    let seen = known(gate::folder(tx, viewer, id))?;
    seen.require_or(Action::Pin, "You can't pin a room")?;
    Ok(seen.entry)
}

/// A room whose settings the viewer may change.
pub(super) fn editable(tx: &mut Tx<'_>, viewer: &Viewer, id: FolderId) -> Result<Folder, Error> {
    let seen = gate::folder(tx, viewer, id)?;
    seen.require_or(Action::EditRoom, NO_EDIT)?;
    Ok(seen.entry)
}

fn update(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    settings: &RoomSettings,
) -> Result<(), Error> {
    let seen = known(gate::folder(tx, viewer, id))?;
    let mut folder = seen.require_or(Action::EditRoom, NO_EDIT)?.entry.clone();
    settings.check(tx, viewer)?;
    rename(tx, viewer, &mut folder, settings.title.as_deref())?;
    let Some(mut room) = rooms::by_id(tx, viewer.portal, id)? else {
        return Ok(());
    };
    let before = room.watermark.clone();
    let changes = settings.apply(&mut room, viewer);
    watermark_picture::keep(tx, viewer, before.as_ref(), &mut room)?;
    rooms::put(tx, viewer.portal, &room)?;
    if changes.contains(&RoomHappening::IndexingOn) {
        index::number_all(tx, &folder)?;
    }
    for change in changes {
        record(tx, viewer, change, &folder, json!({}))?;
    }
    if let Some(names) = &settings.tags {
        tags::replace_on(tx, viewer, &folder, names)?;
    }
    Ok(())
}

fn rename(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &mut Folder,
    title: Option<&str>,
) -> Result<(), Error> {
    let Some(title) = title
        .and_then(titles::clean)
        .filter(|title| *title != folder.title)
    else {
        return Ok(());
    };
    folders::rename(
        tx,
        folder.portal,
        folder.id,
        &title,
        viewer.user(),
        viewer.now,
    )?;
    let before = std::mem::replace(&mut folder.title, title);
    let what = if folder.kind.is_room() {
        RoomHappening::Renamed
    } else {
        RoomHappening::FolderRenamed
    };
    record(tx, viewer, what, folder, json!({ "oldTitle": before }))
}
