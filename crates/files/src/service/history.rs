//! What happened to a file or in a folder, as people read it.

use super::Files;
use super::gate;
use crate::error::Error;
use crate::model::{EntryRef, FileId, FolderId};
use crate::rules::Action;
use crate::store::history::{self, Happening, Mark, Window};
use crate::view::Viewer;

impl Files {
    /// The history of a file, newest first, and how long it is.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to read it.
    pub async fn file_log(
        &self,
        viewer: &Viewer,
        id: FileId,
        window: Window,
    ) -> Result<(Vec<Happening>, i64), Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                gate::file(tx, &viewer, id)?.require(Action::Read)?;
                Ok(history::of_entry(
                    tx,
                    viewer.portal,
                    EntryRef::File(id),
                    window,
                )?)
            })
            .await
    }

    /// The history of a folder and of everything in it, newest first, and how long it is.
    ///
    /// # Errors
    /// 404 without the folder, 403 without the right to read it.
    pub async fn folder_log(
        &self,
        viewer: &Viewer,
        id: FolderId,
        window: Window,
    ) -> Result<(Vec<Happening>, i64), Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                gate::folder(tx, &viewer, id)?.require(Action::Read)?;
                Ok(history::within(tx, viewer.portal, id, window)?)
            })
            .await
    }

    /// The newest lines of that history before a mark, for reading all of it in pieces.
    ///
    /// # Errors
    /// As [`Files::folder_log`].
    pub async fn folder_log_before(
        &self,
        viewer: &Viewer,
        id: FolderId,
        mark: Mark,
        count: i64,
    ) -> Result<Vec<Happening>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                gate::folder(tx, &viewer, id)?.require(Action::Read)?;
                Ok(history::before(tx, viewer.portal, id, mark, count)?)
            })
            .await
    }
}
