//! Uploaded pictures of rooms: first a waiting upload, then a square cut out of it (`files/05 §4`).

use blob::{Object, ObjectId};
use bytes::Bytes;
use people::photo::{self, Crop, Refusal};
use portal::PortalId;
use serde::{Deserialize, Serialize};
use serde_json::json;
use sql::{Micros, Tx};
use uuid::Uuid;

use super::happening::{RoomHappening, record};
use super::update::editable;
use crate::error::Error;
use crate::model::{FolderId, Room};
use crate::rules::portal_roles;
use crate::service::Files;
use crate::store::{logos, rooms};
use crate::view::{self, FolderDto, LogoSize, Viewer};

/// Largest upload in bytes.
pub const MAX_BYTES: usize = photo::MAX_BYTES;
/// Uploads that nobody used go after a day.
const PATIENCE: Micros = 24 * 3_600 * 1_000_000;
/// Where pictures are served.
pub(super) const ADDRESS: &str = "/storage/room_logos/root/";

/// A waiting upload and the part of it that becomes the logo, in its pixels.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogoCrop {
    /// Address or name of the upload.
    pub file: String,
    /// Left edge; an empty part means the middle.
    pub x: u32,
    /// Upper edge.
    pub y: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

impl Files {
    /// Keeps an upload until it is cut; answers its address. What is no picture is refused inside
    /// `Ok`, since the contract answers 200 with a text.
    ///
    /// # Errors
    /// 403 for users and guests.
    pub async fn upload_logo(
        &self,
        viewer: &Viewer,
        bytes: Bytes,
    ) -> Result<Result<String, Refusal>, Error> {
        self.may_upload_logo(viewer)?;
        let (user, _) = viewer.person()?;
        let picture = match photo::draw(move || photo::shrink(&bytes)).await {
            Ok(picture) => picture,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let blobs = self.blobs().of(viewer.portal.0);
        let object = blobs.put_bytes(picture).await?;
        let name = format!("{user}_{}", Uuid::new_v4().simple());
        let address = format!("{ADDRESS}{name}_{}.png", logos::WAITING);
        let (portal, now) = (viewer.portal, viewer.now);
        self.db()
            .write(move |tx| {
                let old = logos::remove_waiting(tx, portal, user, now - PATIENCE)?;
                blob::release_all(tx, portal.0, &old, now)?;
                blob::register(tx, portal.0, &object, now)?;
                logos::insert(tx, portal, &name, logos::WAITING, user, object.id, now)?;
                Ok::<_, Error>(())
            })
            .await?;
        Ok(Ok(address))
    }

    /// Who may upload at all, to be asked before the body is read.
    ///
    /// # Errors
    /// 401 for strangers, 403 for users and guests.
    pub fn may_upload_logo(&self, viewer: &Viewer) -> Result<(), Error> {
        let (_, role) = viewer.person()?;
        if portal_roles::may_upload_logo(role) {
            Ok(())
        } else {
            Err(Error::Denied)
        }
    }

    /// Makes a waiting upload the logo of a room.
    ///
    /// # Errors
    /// 404 for an unknown room; 403 without the right to edit it, and for an upload that does not
    /// exist or is somebody else's.
    pub async fn set_room_logo(
        &self,
        viewer: &Viewer,
        id: FolderId,
        logo: LogoCrop,
    ) -> Result<FolderDto, Error> {
        let LogoCrop {
            file,
            x,
            y,
            width,
            height,
        } = logo;
        let part = Crop {
            x,
            y,
            width,
            height,
        };
        let asking = viewer.clone();
        let upload = self
            .db()
            .read(move |tx| {
                editable(tx, &asking, id)?;
                let name = waiting_name(&file).ok_or(Error::Denied)?;
                let (user, _) = asking.person()?;
                logos::waiting(tx, asking.portal, name, user)?.ok_or(Error::Denied)
            })
            .await?;
        let bytes = self.blobs().get_bytes(&upload).await?;
        let sides = LogoSize::ALL.map(side);
        let pictures = photo::draw(move || photo::squares(&bytes, part, &sides)).await;
        let pictures = pictures.map_err(|refusal| Error::Argument(refusal.to_string()))?;
        let blobs = self.blobs().of(viewer.portal.0);
        let mut stored: Vec<(LogoSize, Object)> = Vec::with_capacity(pictures.len());
        for (size, picture) in LogoSize::ALL.into_iter().zip(pictures) {
            stored.push((size, blobs.put_bytes(picture).await?));
        }
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| keep(tx, &viewer, id, &stored))
            .await
    }

    /// Removes a room's picture: colour and cover show again.
    ///
    /// # Errors
    /// 404, or 403 without the right to edit the room.
    pub async fn delete_room_logo(
        &self,
        viewer: &Viewer,
        id: FolderId,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let folder = editable(tx, &viewer, id)?;
                let mut room = rooms::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
                if room.logo.is_some() {
                    drop_picture(tx, &viewer, &mut room)?;
                    rooms::put(tx, viewer.portal, &room)?;
                    record(tx, &viewer, RoomHappening::LogoDeleted, &folder, json!({}))?;
                }
                view::folder(tx, &viewer, id)
            })
            .await
    }

    /// The PNG behind the last segment of a logo's address.
    ///
    /// # Errors
    /// 404 when there is none.
    pub async fn logo_picture(&self, portal: PortalId, file: &str) -> Result<Bytes, Error> {
        const MISSING: Error = Error::NotFound("The record could not be found");
        let (name, size) = split(file).ok_or(MISSING)?;
        let (name, size) = (name.to_owned(), size.to_owned());
        let object = self
            .db()
            .read(move |tx| logos::object(tx, portal, &name, &size)?.ok_or(MISSING))
            .await?;
        Ok(self.blobs().get_bytes(&object).await?)
    }
}

fn keep(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    stored: &[(LogoSize, Object)],
) -> Result<FolderDto, Error> {
    let folder = editable(tx, viewer, id)?;
    let (user, _) = viewer.person()?;
    let mut room = rooms::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
    drop_picture(tx, viewer, &mut room)?;
    let name = Uuid::new_v4().simple().to_string();
    for (size, object) in stored {
        blob::register(tx, viewer.portal.0, object, viewer.now)?;
        logos::insert(
            tx,
            viewer.portal,
            &name,
            size.name(),
            user,
            object.id,
            viewer.now,
        )?;
    }
    room.logo = Some(name);
    rooms::put(tx, viewer.portal, &room)?;
    record(tx, viewer, RoomHappening::LogoCreated, &folder, json!({}))?;
    view::folder(tx, viewer, id)
}

/// Releases the picture of a room, whose row the caller writes.
pub(crate) fn drop_picture(tx: &mut Tx<'_>, viewer: &Viewer, room: &mut Room) -> Result<(), Error> {
    if let Some(name) = room.logo.take() {
        let objects: Vec<ObjectId> = logos::remove(tx, viewer.portal, &name)?;
        blob::release_all(tx, viewer.portal.0, &objects, viewer.now)?;
    }
    Ok(())
}

/// The picture of one room for another one, under a name of its own.
pub(crate) fn copy_picture(tx: &mut Tx<'_>, viewer: &Viewer, name: &str) -> Result<String, Error> {
    let (user, _) = viewer.person()?;
    let copy = Uuid::new_v4().simple().to_string();
    let sizes = logos::sizes(tx, viewer.portal, name)?;
    let objects: Vec<ObjectId> = sizes.iter().map(|(_, object)| *object).collect();
    blob::acquire_all(tx, viewer.portal.0, &objects)?;
    for (size, object) in sizes {
        logos::insert(tx, viewer.portal, &copy, &size, user, object, viewer.now)?;
    }
    Ok(copy)
}

/// Edge in pixels; the original keeps its own.
const fn side(size: LogoSize) -> Option<u32> {
    match size {
        LogoSize::Original => None,
        LogoSize::Large => Some(192),
        LogoSize::Medium => Some(64),
        LogoSize::Small => Some(32),
    }
}

fn waiting_name(file: &str) -> Option<&str> {
    match named(file)? {
        (name, logos::WAITING) => Some(name),
        _ => None,
    }
}

/// Name and size of the picture that an address leads to.
pub(super) fn named(address: &str) -> Option<(&str, &str)> {
    split(address.split(['?', '#']).next()?.rsplit('/').next()?)
}

/// Name and size in "name_size.png".
fn split(file: &str) -> Option<(&str, &str)> {
    file.strip_suffix(".png")?.rsplit_once('_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_upload_is_named_by_its_address_or_its_name() {
        assert_eq!(
            waiting_name("http://h/storage/room_logos/root/a_b_temp.png?x"),
            Some("a_b")
        );
        assert_eq!(waiting_name("a_temp.png"), Some("a"));
        assert_eq!(waiting_name("a_small.png"), None);
        assert_eq!(waiting_name("x"), None);
    }
}
