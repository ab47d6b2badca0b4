//! What co-editing needs of a file: who may look at it or change it, and versions that a session saves.

use portal::{PortalId, UserId};
use sql::{Micros, Tx};

use super::content::{self, Bytes, Revision};
use super::happening::FileHappening;
use super::versions::MAY_NOT_READ;
use super::{Files, belongings, gate, object_id};
use crate::error::Error;
use crate::model::{File, FileId};
use crate::rules::{Action, CallerFacts};
use crate::store::{files, versions};
use crate::upload::Received;
use crate::view::Viewer;
use crate::{formats, pdf_form};

/// A file as somebody may work on it at this moment.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The file with its current version.
    pub file: File,
    /// He may change its content.
    pub may_edit: bool,
}

/// Content that an editing session saves.
#[derive(Debug, Clone)]
pub struct SessionVersion {
    /// The portal.
    pub portal: PortalId,
    /// The file.
    pub file: FileId,
    /// The stored content.
    pub received: Received,
    /// Who changed it, with the last moment of each; the last one is the version's author.
    pub changes: Vec<(UserId, Micros)>,
    /// The version this session saved before: saved again, it stays the same version (`files/06a §6`).
    pub again: Option<i64>,
    /// The object the file must still have.
    pub upon: String,
    /// Comment of the version.
    pub comment: &'static str,
}

impl Files {
    /// A file for who opens it in an editor.
    ///
    /// # Errors
    /// 404 without the file, 403 without the right to read.
    pub async fn open_in_editor(&self, viewer: &Viewer, id: FileId) -> Result<Opened, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, MAY_NOT_READ)?;
                Ok(Opened {
                    may_edit: seen.may(Action::Edit),
                    file: seen.entry,
                })
            })
            .await
    }

    /// Whether the viewer may change a file's content in any way.
    ///
    /// # Errors
    /// 404 without the file.
    pub async fn may_change(&self, viewer: &Viewer, id: FileId) -> Result<bool, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| Ok(super::tracking::changes(&gate::file(tx, &viewer, id)?)))
            .await
    }

    /// The file, whoever asks; nothing when it is gone.
    ///
    /// # Errors
    /// The database failed.
    pub async fn find(&self, portal: PortalId, id: FileId) -> Result<Option<File>, Error> {
        self.db()
            .read(move |tx| Ok(files::by_id(tx, portal, id)?))
            .await
    }

    /// The content of the version a file is at, whoever asks.
    ///
    /// # Errors
    /// The object store failed.
    pub async fn bytes_of(&self, file: &File) -> Result<bytes::Bytes, Error> {
        Ok(self
            .blobs()
            .get_bytes(&object_id(&file.version.object)?)
            .await?)
    }

    /// The same piece by piece.
    ///
    /// # Errors
    /// The object store failed.
    pub async fn stream_of(&self, file: &File) -> Result<blob::ByteStream, Error> {
        let object = object_id(&file.version.object)?;
        Ok(self.blobs().get(&object, None).await?)
    }

    /// Saves what people wrote together, as a new version or again as the one this session made. Each change was let
    /// through when it was made, so rights are not asked again: somebody who lost his since did not write in vain.
    /// `then` runs in the same transaction. `None`, and nothing is saved, when another version came in between.
    ///
    /// # Errors
    /// 404 when the file is gone, 402 beyond a quota.
    pub async fn save_session(
        &self,
        version: SessionVersion,
        then: impl FnOnce(&mut Tx<'_>, &File) -> Result<(), Error> + Send + 'static,
    ) -> Result<Option<File>, Error> {
        let service = self.clone();
        let portal = version.portal;
        let author = version.changes.last().map(|(who, _)| *who);
        let viewer = self
            .db()
            .read(move |tx| on_behalf(&service, tx, portal, author))
            .await?;
        self.save(&viewer, move |tx, viewer| {
            let file = files::by_id(tx, viewer.portal, version.file)?.ok_or(Error::FILE)?;
            if file.version.object != version.upon {
                return Ok(None);
            }
            let file = store(tx, viewer, &file, version)?;
            then(tx, &file)?;
            Ok(Some(file))
        })
        .await
    }
}

fn store(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    version: SessionVersion,
) -> Result<File, Error> {
    let again = version.again == Some(file.version.number);
    let revision = Revision {
        is_form: formats::extension(&file.title) == ".pdf"
            && pdf_form::is_form(&version.received.head),
        bytes: Bytes::Fresh(version.received.object),
        comment: version.comment.to_owned(),
        what: if again {
            FileHappening::SavedAgain
        } else {
            FileHappening::Edited
        },
    };
    let file = if again {
        content::replace(tx, viewer, file, revision)?
    } else {
        content::add_version(tx, viewer, file, revision)?
    };
    let number = file.version.number;
    versions::set_changes(tx, viewer.portal, file.id, number, &version.changes)?;
    Ok(file)
}

/// The author as a viewer; accounts that are gone and visitors are nobody in particular.
fn on_behalf(
    files: &Files,
    tx: &mut Tx<'_>,
    portal: PortalId,
    author: Option<UserId>,
) -> Result<Viewer, Error> {
    let person = match author {
        Some(id) if !id.is_virtual() => people::store::by_id(tx, portal, id)?,
        _ => None,
    };
    let facts = person.as_ref().map_or(CallerFacts::anonymous(), |person| {
        CallerFacts::person(person.id, person.role)
    });
    let viewer = belongings::viewer(files, tx, portal, facts)?;
    let name = person
        .map(|person| person.display_name())
        .unwrap_or_default();
    Ok(Viewer { name, ..viewer })
}
