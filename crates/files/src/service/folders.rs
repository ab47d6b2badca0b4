//! Making and renaming folders.

use serde_json::json;
use sql::Tx;

use super::Files;
use super::gate;
use super::rooms::happening::{self, RoomHappening};
use crate::error::Error;
use crate::model::{Folder, FolderId, FolderType};
use crate::rules::Action;
use crate::store::folders;
use crate::titles;
use crate::view::{self, FolderDto, Viewer};

impl Files {
    /// Makes a folder inside another one.
    ///
    /// # Errors
    /// 400 for a blank title, 403 without the right to create or directly in a root of rooms, 404 without
    /// the parent.
    pub async fn create_folder(
        &self,
        viewer: &Viewer,
        parent: FolderId,
        title: String,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let folder = create(tx, &viewer, parent, &title)?;
                view::folder(tx, &viewer, folder.id)
            })
            .await
    }

    /// Changes the title of a folder. A blank title changes nothing.
    ///
    /// # Errors
    /// 403 without the right to rename, 404 without the folder.
    pub async fn rename_folder(
        &self,
        viewer: &Viewer,
        id: FolderId,
        title: String,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                rename(tx, &viewer, id, &title)?;
                view::folder(tx, &viewer, id)
            })
            .await
    }
}

/// Makes a folder of a title that others there may have, too.
pub(super) fn create(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    parent: FolderId,
    title: &str,
) -> Result<Folder, Error> {
    let (user, _) = viewer.person()?;
    let parent = match gate::folder(tx, viewer, parent) {
        Err(Error::NotFound(_)) => return Err(Error::Denied),
        other => other?,
    };
    parent.require_or(Action::Create, "You don't have enough permission to create")?;
    if !parent.entry.kind.takes_new_entries() {
        return Err(Error::Denied);
    }
    let title =
        titles::clean(title).ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?;
    let kind = FolderType::Default;
    let folder = folders::insert(tx, &parent.entry, kind, &title, user, viewer.now)?;
    let more = json!({ "parentId": parent.entry.id.0, "parentTitle": parent.entry.title });
    happening::record(tx, viewer, RoomHappening::FolderCreated, &folder, more)?;
    Ok(folder)
}

/// Changes the title of a folder, if there is a new one.
pub(super) fn rename(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: FolderId,
    title: &str,
) -> Result<(), Error> {
    let seen = gate::folder(tx, viewer, id)?;
    seen.require_or(
        Action::Rename,
        "You don't have enough permission to rename the folder",
    )?;
    let Some(title) = titles::clean(title).filter(|new| *new != seen.entry.title) else {
        return Ok(());
    };
    folders::rename(tx, viewer.portal, id, &title, viewer.user(), viewer.now)?;
    let what = if seen.entry.kind.is_room() {
        RoomHappening::Renamed
    } else {
        RoomHappening::FolderRenamed
    };
    let more = json!({ "oldTitle": seen.entry.title, "title": title });
    happening::record(tx, viewer, what, &seen.entry, more)
}
