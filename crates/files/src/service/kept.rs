//! Documents that the product itself writes for somebody, such as reports: kept in his My documents.

use std::fmt::Display;

use bytes::Bytes;
use futures::Stream;
use jobs::JobId;
use portal::PortalId;
use sql::Tx;

use super::upload::put_in_my_documents;
use super::{Files, Place};
use crate::error::Error;
use crate::model::{EntryRef, FileId};
use crate::store::{files, operations};
use crate::upload::receive;
use crate::view::{Links, Viewer};

/// Largest document, in bytes.
const MOST: u64 = 1 << 30;

/// Such a document, once it is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The file.
    pub id: FileId,
    /// Its title.
    pub title: String,
    /// Where it is downloaded.
    pub url: String,
}

impl Kept {
    /// The document as its owner sees it; nothing when it was removed.
    ///
    /// # Errors
    /// Those of the database.
    pub fn by_id(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<Option<Self>, Error> {
        let links = Links {
            base: &viewer.base,
            key: None,
        };
        let file = files::by_id(tx, viewer.portal, id)?;
        Ok(file.map(|file| Self {
            id,
            url: links.download(&file),
            title: file.title,
        }))
    }
}

impl Files {
    /// Passes those who have My documents.
    ///
    /// # Errors
    /// 401 for strangers, 404 for guests.
    pub async fn require_my_documents(&self, viewer: &Viewer) -> Result<(), Error> {
        self.require_upload(viewer, Place::My).await.map(drop)
    }

    /// Stores what a job writes in My documents, beside what is there. A second run of the job finds the document of
    /// the first; [`Files::forget_kept`] ends that.
    ///
    /// # Errors
    /// As [`Files::require_my_documents`]; 402 beyond a quota or a gigabyte; whatever ends the stream.
    pub async fn keep_in_my_documents<E: Display>(
        &self,
        viewer: &Viewer,
        job: JobId,
        title: String,
        content: impl Stream<Item = Result<Bytes, E>> + Send,
    ) -> Result<FileId, Error> {
        let place: EntryRef = self.require_upload(viewer, Place::My).await?.into();
        let portal = viewer.portal;
        let earlier = move |tx: &mut Tx<'_>| operations::step(tx, portal, job, place);
        if let Some(file) = self.db().read(earlier).await?.flatten() {
            return Ok(FileId(file));
        }
        let received = receive(&self.blobs().of(viewer.portal.0), content, MOST).await?;
        self.save(viewer, move |tx, viewer| {
            let file = put_in_my_documents(tx, viewer, title, received)?;
            operations::record_step(tx, portal, job, place, Some(file.0))?;
            Ok(file)
        })
        .await
    }

    /// The job will not run again: what it has written need not be found any more.
    ///
    /// # Errors
    /// Those of the database.
    pub async fn forget_kept(&self, portal: PortalId, job: JobId) -> Result<(), Error> {
        let forget = move |tx: &mut Tx<'_>| Ok(operations::forget_steps(tx, portal, job)?);
        self.db().write(forget).await
    }
}
