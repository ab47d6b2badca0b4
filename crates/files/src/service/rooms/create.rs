//! Making rooms (`files/05 §2`).

use serde_json::json;
use sql::Tx;

use super::happening::{RoomHappening, record};
use super::settings::{DEFAULT_QUOTA, RoomSettings};
use super::{tags, watermark_picture};
use crate::covers;
use crate::error::Error;
use crate::model::{Folder, FolderId, FolderType, Room, RoomType};
use crate::rules::Action;
use crate::service::{Files, gate, sharing};
use crate::store::{folders, rooms, roots};
use crate::titles;
use crate::view::{self, FolderDto, Viewer};

/// A room that somebody wants.
#[derive(Debug, Clone)]
pub struct NewRoom {
    /// Its type.
    pub kind: RoomType,
    /// End-to-end encrypted: needs keys, which nobody has here.
    pub private: bool,
    /// People to share a private room with were named.
    pub shared: bool,
    /// Everything else; the title must be there.
    pub settings: RoomSettings,
}

impl Files {
    /// Makes a room with the caller as its owner.
    ///
    /// # Errors
    /// 403 for users and guests, 400 and 403 for values no room can have.
    pub async fn create_room(&self, viewer: &Viewer, new: NewRoom) -> Result<FolderDto, Error> {
        let logo = new.settings.logo.clone();
        let asking = viewer.clone();
        let room = self
            .db()
            .write(move |tx| {
                let room = create(tx, &asking, &new)?;
                view::folder(tx, &asking, room.id)
            })
            .await?;
        match logo {
            Some(logo) => self.set_room_logo(viewer, FolderId(room.id), logo).await,
            None => Ok(room),
        }
    }
}

fn create(tx: &mut Tx<'_>, viewer: &Viewer, new: &NewRoom) -> Result<Folder, Error> {
    let (user, _) = viewer.person()?;
    if new.private {
        return Err(no_keys(viewer, new));
    }
    let root = match new.kind {
        RoomType::AiRoom => FolderType::AiAgents,
        _ => FolderType::VirtualRooms,
    };
    let root = roots::ensure(tx, viewer.portal, root, viewer.portal_owner, viewer.now)?;
    gate::folder(tx, viewer, root.id)?
        .require_or(Action::Create, "You don't have enough permission to create")?;
    new.settings.check(tx, viewer)?;
    let title = new.settings.title.as_deref().and_then(titles::clean);
    let title = title.ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?;

    let folder = folders::insert(tx, &root, new.kind.folder_type(), &title, user, viewer.now)?;
    let mut room = blank(folder.id, new.kind);
    new.settings.apply(&mut room, viewer);
    watermark_picture::keep(tx, viewer, None, &mut room)?;
    rooms::put(tx, viewer.portal, &room)?;
    if let Some(names) = &new.settings.tags {
        tags::put_on(tx, viewer, folder.id, names)?;
    }
    match new.kind {
        RoomType::PublicRoom | RoomType::FillingFormsRoom => {
            sharing::links::make_primary_of_room(tx, viewer, &folder, new.kind)?;
        }
        RoomType::AiRoom => {
            for (kind, title) in [
                (FolderType::Knowledge, "Knowledge"),
                (FolderType::ResultStorage, "Result storage"),
            ] {
                folders::insert(tx, &folder, kind, title, user, viewer.now)?;
            }
        }
        _ => {}
    }
    record(
        tx,
        viewer,
        RoomHappening::Created,
        &folder,
        json!({ "roomType": new.kind.number() }),
    )?;
    Ok(folder)
}

/// A room with the settings of a fresh one: colour by chance.
pub(super) fn blank(folder: FolderId, kind: RoomType) -> Room {
    let chance = rand::random::<u32>() as usize % covers::PALETTE.len();
    Room {
        folder,
        kind,
        color: covers::PALETTE
            .get(chance)
            .copied()
            .unwrap_or_default()
            .to_owned(),
        cover: String::new(),
        logo: None,
        indexing: false,
        deny_download: false,
        private: false,
        lifetime: None,
        watermark: None,
        quota: DEFAULT_QUOTA,
        save_form_as_xlsx: true,
    }
}

fn no_keys(viewer: &Viewer, new: &NewRoom) -> Error {
    if new.shared {
        no_key(viewer)
    } else {
        Error::Argument("Value cannot be null. (Parameter 'share')".to_owned())
    }
}

/// Private rooms need an encryption key of everybody in them.
pub(in crate::service) fn no_key(viewer: &Viewer) -> Error {
    Error::refused(format!(
        "The user {} does not have an encryption key",
        viewer.name
    ))
}
