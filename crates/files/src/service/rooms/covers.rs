//! Colours and built-in covers of rooms (`files/05 §4`).

use serde_json::json;

use super::happening::{RoomHappening, record};
use super::logos;
use super::update::editable;
use crate::covers;
use crate::error::Error;
use crate::model::FolderId;
use crate::rules::portal_roles;
use crate::service::Files;
use crate::store::rooms;
use crate::view::{self, FolderDto, Viewer};

/// Pixels of a cover's drawing.
const EDGE: u32 = 20;

impl Files {
    /// The covers to choose from: id and SVG text.
    ///
    /// # Errors
    /// 403 for guests.
    pub fn covers(&self, viewer: &Viewer) -> Result<Vec<(String, String)>, Error> {
        let (_, role) = viewer.person()?;
        if !portal_roles::may_see_covers(role) {
            return Err(Error::Denied);
        }
        Ok(covers::ids()
            .filter_map(|id| Some((id.to_owned(), covers::svg(id, EDGE)?)))
            .collect())
    }

    /// Gives a room a colour, a cover or both, in place of its uploaded picture.
    ///
    /// # Errors
    /// 404, 403 without the right to edit the room, 400 for an unknown cover.
    pub async fn set_room_cover(
        &self,
        viewer: &Viewer,
        id: FolderId,
        color: Option<String>,
        cover: Option<String>,
    ) -> Result<FolderDto, Error> {
        let viewer = viewer.clone();
        self.db()
            .write(move |tx| {
                let folder = editable(tx, &viewer, id)?;
                let mut room = rooms::by_id(tx, viewer.portal, id)?.ok_or(Error::FOLDER)?;
                logos::drop_picture(tx, &viewer, &mut room)?;
                if let Some(color) = color.filter(|color| !color.is_empty()) {
                    room.color = color;
                    record(tx, &viewer, RoomHappening::ColorChanged, &folder, json!({}))?;
                }
                if let Some(cover) = cover {
                    if !cover.is_empty() && !covers::exists(&cover) {
                        return Err(Error::Argument("Cover not found".to_owned()));
                    }
                    room.cover = cover;
                    record(tx, &viewer, RoomHappening::CoverChanged, &folder, json!({}))?;
                }
                rooms::put(tx, viewer.portal, &room)?;
                view::folder(tx, &viewer, id)
            })
            .await
    }
}
