//! Bytes that leave: who may have them, and the keys of addresses that carry the right in
//! themselves (`files/06a §9`).

use std::time::Duration;

use blob::ObjectId;
use portal::Installation;
use portal::keys::{self, Validity};
use serde::{Deserialize, Serialize};
use serde_json::json;
use sql::Micros;

use super::Files;
use super::content::object_id;
use super::gate;
use super::happening::{self, FileHappening};
use crate::error::Error;
use crate::model::{EntryRef, File, FileId, FilterType, FolderType, Mark, SubjectType};
use crate::rules::Action;
use crate::store::{files, marks};
use crate::view::{Seen, Viewer};

/// How long a stream address works.
const STREAM_LIFE: Duration = Duration::from_secs(16 * 60);

/// The result of a long operation that one person may fetch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Package {
    /// The object that holds it.
    pub object: String,
    /// Bytes.
    pub size: i64,
    /// Name to save it under.
    pub title: String,
    /// Who may fetch it: a user id, or the session of an anonymous visitor.
    pub owner: String,
}

const PACKAGE: &str = "bulk download";

impl Package {
    /// Where its owner fetches it.
    pub fn url(&self, here: &Installation, base: &str) -> String {
        let text = serde_json::to_string(self).unwrap_or_default();
        let name = here.encrypt(PACKAGE, &text);
        format!("{base}/filehandler.ashx?action=bulk&filename={name}")
    }

    /// The package an address names; `None` when this installation did not make the name.
    pub fn read(here: &Installation, name: &str) -> Option<Self> {
        serde_json::from_str(&here.decrypt(PACKAGE, name)?).ok()
    }

    /// The object that holds it.
    ///
    /// # Errors
    /// The name is broken.
    pub fn object(&self) -> Result<ObjectId, Error> {
        object_id(&self.object)
    }
}

impl Files {
    /// A version of a file for who downloads or views it (`version` 0: the current one).
    ///
    /// # Errors
    /// 404 without file or version, 403 without the right.
    pub async fn fetch(&self, viewer: &Viewer, id: FileId, version: i64) -> Result<File, Error> {
        let who = viewer.clone();
        let seen = self
            .db()
            .read(move |tx| fetchable(tx, &who, id, version))
            .await?;
        Ok(seen.entry)
    }

    /// Clears the unread mark of a file that is being fetched and remembers that it was opened. Strangers
    /// leave no trace.
    ///
    /// # Errors
    /// The database failed.
    pub async fn note_fetch(&self, viewer: &Viewer, file: File) -> Result<(), Error> {
        if !viewer.caller.is_authenticated() {
            return Ok(());
        }
        let viewer = viewer.clone();
        let shown = matches!(
            file.category,
            FilterType::ImagesOnly | FilterType::MediaOnly
        );
        let opened_elsewhere = viewer.editors.viewed().contains(&&*extension(&file));
        self.db()
            .write(move |tx| {
                let entry = EntryRef::File(file.id);
                let user = viewer.user();
                marks::clear(tx, viewer.portal, user, Mark::New, entry)?;
                if (shown || !opened_elsewhere) && file.root.kind != FolderType::Trash {
                    marks::set(tx, viewer.portal, user, Mark::Recent, entry, "", viewer.now)?;
                }
                let more = json!({ "version": file.version.number });
                happening::record(tx, &viewer, FileHappening::Downloaded, &file, more)
            })
            .await
    }

    /// A version of a file for who holds a stream address.
    ///
    /// # Errors
    /// 403 for a bad or expired key, 404 without file or version.
    pub async fn fetch_stream(
        &self,
        viewer: &Viewer,
        id: FileId,
        version: i64,
        key: &str,
    ) -> Result<File, Error> {
        let here = self.portals().installation();
        let payload = stream_payload(id, version);
        let life = Some(STREAM_LIFE);
        if keys::check(here, viewer.portal, &payload, key, life, viewer.now) != Validity::Ok {
            return Err(Error::Denied);
        }
        let portal = viewer.portal;
        self.db()
            .read(move |tx| {
                let file = files::by_id(tx, portal, id)?.ok_or(Error::FILE)?;
                at_version(tx, file, version)
            })
            .await
    }

    /// An address under which anybody may read this version for 16 minutes.
    pub fn stream_url(&self, viewer: &Viewer, file: &File) -> String {
        let (id, version) = (file.id, file.version.number);
        let here = self.portals().installation();
        let key = keys::make(
            here,
            viewer.portal,
            &stream_payload(id, version),
            viewer.now,
        );
        format!(
            "{}/filehandler.ashx?action=stream&fileid={}&version={version}&stream_auth={key}",
            viewer.base, id.0
        )
    }

    /// A file with the right to take its content out, for addresses of it.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right, and for what is shown with a watermark.
    pub async fn presigned(&self, viewer: &Viewer, id: FileId) -> Result<File, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, super::versions::MAY_NOT_READ)?;
                // Whoever holds the address holds the content.
                seen.require(Action::Download)?;
                super::conversion::require_unmarked(tx, &seen.entry)?;
                Ok(seen.entry)
            })
            .await
    }
}

fn stream_payload(id: FileId, version: i64) -> String {
    format!("stream {} {version}", id.0)
}

fn extension(file: &File) -> String {
    crate::formats::extension(&file.title)
}

fn fetchable(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    id: FileId,
    version: i64,
) -> Result<Seen<File>, Error> {
    let seen = gate::file(tx, viewer, id)?;
    if !seen.may(Action::Download) && !shown_anyway(viewer, &seen) {
        return Err(Error::Denied);
    }
    let current = seen.entry.version.number;
    if version > 0 && version != current {
        let file = at_version(tx, seen.entry.clone(), version)?;
        return Ok(Seen {
            entry: file,
            ..seen
        });
    }
    Ok(seen)
}

/// A ban of downloads doesn't hide pictures and media from those who may read them.
fn shown_anyway(viewer: &Viewer, seen: &Seen<File>) -> bool {
    let shown = matches!(
        seen.entry.category,
        FilterType::ImagesOnly | FilterType::MediaOnly
    );
    if !shown || !seen.may(Action::Read) {
        return false;
    }
    let by_record = seen
        .by
        .as_ref()
        .is_some_and(|share| share.subject_type != SubjectType::InvitationLink);
    by_record || (viewer.caller.is_admin() && seen.entry.room.is_some())
}

pub(super) fn at_version(tx: &mut sql::Tx<'_>, file: File, number: i64) -> Result<File, Error> {
    if number <= 0 || number == file.version.number {
        return Ok(file);
    }
    let version = files::version(tx, file.portal, file.id, number)?.ok_or(Error::FILE)?;
    Ok(File { version, ..file })
}

/// When a version was saved, as the HTTP answer tells it.
pub(crate) fn modified(file: &File) -> Micros {
    file.version.saved
}
