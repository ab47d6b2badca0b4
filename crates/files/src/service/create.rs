//! New files out of nothing, of text, or of another file.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use blob::{Object, ObjectId};
use sql::Tx;

use super::Files;
use super::content::{self, Bytes, Draft, Revision};
use super::default_templates;
use super::gate::{self, Place};
use super::happening::FileHappening;
use crate::error::Error;
use crate::model::{File, FileId};
use crate::rules::Action;
use crate::store::files;
use crate::view::Viewer;
use crate::{blank, formats, pdf_form, titles};

/// What a new document is to be.
#[derive(Debug, Clone)]
pub struct NewDocument {
    /// Title as asked.
    pub title: String,
    /// Leave the extension as asked (`enableExternalExt`).
    pub keep_extension: bool,
    /// The file whose content is copied.
    pub template: Option<FileId>,
    /// Culture of the person, for the proofing language.
    pub language: String,
}

/// What a file of text is to be.
#[derive(Debug, Clone)]
pub struct NewText {
    /// Title as asked.
    pub title: String,
    /// Extension with dot.
    pub extension: &'static str,
    /// Text.
    pub content: String,
    /// The file of that title, when there is one, gets a new version.
    pub as_version: bool,
}

/// A copy of a file under another name, which may ask for another format.
#[derive(Clone)]
pub struct NewCopy {
    /// Title with the extension of the wanted format.
    pub title: String,
    /// Opens a protected file.
    pub password: Option<String>,
    /// A PDF becomes a form that carries the text document it was made from.
    pub to_form: bool,
}

impl NewCopy {
    pub(super) fn cleaned(&self) -> Result<String, Error> {
        titles::clean_file(&self.title).ok_or_else(|| Error::Argument("Incorrect title".to_owned()))
    }
}

/// Key of a stored blank document: portal, extension, language.
type BlankKey = (i64, String, String);

/// Blank documents that are stored already: equal ones are one object, so that making a document
/// writes no bytes.
#[derive(Debug, Default)]
pub(crate) struct Blanks(Mutex<HashMap<BlankKey, (ObjectId, i64)>>);

impl Blanks {
    fn known(&self, key: &BlankKey) -> Option<Bytes> {
        let (id, size) = *self.table().get(key)?;
        Some(Bytes::Known { id, size })
    }

    fn remember(&self, key: BlankKey, object: &Object) {
        self.table().insert(key, (object.id, object.size));
    }

    fn forget(&self, key: &BlankKey) {
        self.table().remove(key);
    }

    fn table(&self) -> MutexGuard<'_, HashMap<BlankKey, (ObjectId, i64)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Files {
    /// Makes a new document, blank or out of a template (`files/06a §1`).
    ///
    /// # Errors
    /// 403 when the folder or the template can't be used, 404 for guests without My documents.
    pub async fn create_document(
        &self,
        viewer: &Viewer,
        place: Place,
        asked: NewDocument,
    ) -> Result<FileId, Error> {
        let title = titles::of_new_document(&asked.title, asked.keep_extension);
        if let Some(template) = asked.template {
            return self
                .save(viewer, move |tx, viewer| {
                    let folder = gate::document_target(tx, viewer, place)?;
                    let source = template_of(tx, viewer, template)?;
                    let draft = Draft {
                        is_form: source.category == crate::model::FilterType::PdfForm,
                        bytes: Bytes::of(&source.version)?,
                        ..draft_of(title, Bytes::of(&source.version)?, &asked.title)
                    };
                    Ok(content::insert(tx, viewer, &folder, draft)?.id)
                })
                .await;
        }
        let extension = formats::extension(&title);
        let blank = if asked.keep_extension {
            String::new()
        } else {
            extension
        };
        let key = (viewer.portal.0, blank, asked.language.clone());
        let known = self.blanks().known(&key);
        if let Some(bytes) = known {
            match self
                .insert_blank(viewer, place, &title, &asked, bytes)
                .await
            {
                // Collected meanwhile: nobody had a blank document left.
                Err(Error::Blob(blob::Error::NotFound(_))) => self.blanks().forget(&key),
                other => return other,
            }
        }
        let object = self.store_blank(&key).await?;
        let fresh = Bytes::Fresh(object.clone());
        let id = self
            .insert_blank(viewer, place, &title, &asked, fresh)
            .await?;
        self.blanks().remember(key, &object);
        Ok(id)
    }

    async fn insert_blank(
        &self,
        viewer: &Viewer,
        place: Place,
        title: &str,
        asked: &NewDocument,
        bytes: Bytes,
    ) -> Result<FileId, Error> {
        let begins = (!asked.keep_extension).then(|| formats::extension(title));
        let is_form = begins.as_deref() == Some(".pdf");
        let draft = Draft {
            is_form,
            ..draft_of(title.to_owned(), bytes, &asked.title)
        };
        self.save(viewer, move |tx, viewer| {
            let folder = gate::document_target(tx, viewer, place)?;
            let chosen = match &begins {
                Some(extension) => default_templates::beginning(tx, viewer, extension)?,
                None => None,
            };
            let draft = match chosen {
                Some(bytes) => Draft { bytes, ..draft },
                None => draft,
            };
            Ok(content::insert(tx, viewer, &folder, draft)?.id)
        })
        .await
    }

    async fn store_blank(&self, (portal, extension, language): &BlankKey) -> Result<Object, Error> {
        let content = blank::content(extension, language).unwrap_or_default();
        Ok(self.blobs().of(*portal).put_bytes(content).await?)
    }

    /// Makes a file of text (`files/06a §1`).
    ///
    /// # Errors
    /// 400 for a blank title, 403 without the right to create, 404 without the folder.
    pub async fn create_text(
        &self,
        viewer: &Viewer,
        place: Place,
        asked: NewText,
    ) -> Result<FileId, Error> {
        let title = titles::with_extension(&asked.title, asked.extension)
            .ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?;
        let blobs = self.blobs().of(viewer.portal.0);
        let object = blobs.put_bytes(asked.content).await?;
        self.save(viewer, move |tx, viewer| {
            let folder = gate::upload_target(tx, viewer, place)?;
            let existing = files::by_title(tx, viewer.portal, folder.id, &title)?;
            let bytes = Bytes::Fresh(object);
            if let (Some(file), true) = (&existing, asked.as_version) {
                gate::seen_file(tx, viewer, file.clone())?.require(Action::Edit)?;
                let revision = Revision {
                    bytes,
                    is_form: false,
                    comment: "Edited".to_owned(),
                    what: FileHappening::Edited,
                };
                return Ok(content::add_version(tx, viewer, file, revision)?.id);
            }
            let title = free_title(tx, viewer, &folder, title)?;
            let draft = draft_of(title.clone(), bytes, &title);
            Ok(content::insert(tx, viewer, &folder, draft)?.id)
        })
        .await
    }

    /// Copies a file's content into a new file, in another format if the title asks for one (`copyas`,
    /// `files/06a §10`).
    ///
    /// # Errors
    /// 403 without the right to take the content out or to create, 404 without the file or folder, 415 for formats
    /// that are not converted.
    pub async fn copy_as(
        &self,
        viewer: &Viewer,
        source: FileId,
        place: Place,
        copy: NewCopy,
    ) -> Result<FileId, Error> {
        let file = self.readable(viewer, source).await?;
        let wanted = formats::extension(&copy.cleaned()?);
        if !same_bytes(&formats::extension(&file.title), &wanted) {
            return self.copy_in_format(viewer, source, place, copy).await;
        }
        self.save(viewer, move |tx, viewer| {
            let source = gate::file(tx, viewer, source)?;
            // What leaves the room this way could be downloaded from where it goes.
            source.require(Action::Copy)?;
            super::conversion::require_unmarked(tx, &source.entry)?;
            let title = copy.cleaned()?;
            let folder = gate::document_target(tx, viewer, place)?;
            let draft = Draft {
                is_form: source.entry.category == crate::model::FilterType::PdfForm,
                ..draft_of(title, Bytes::of(&source.entry.version)?, &copy.title)
            };
            Ok(content::insert(tx, viewer, &folder, draft)?.id)
        })
        .await
    }

    /// Whether the stored content is a PDF form (`files/06a §4`).
    ///
    /// # Errors
    /// 403 without the right to read, 404 without the file.
    pub async fn is_pdf_form(&self, viewer: &Viewer, id: FileId) -> Result<bool, Error> {
        let file = self.readable(viewer, id).await?;
        if formats::extension(&file.title) != ".pdf" || file.version.size == 0 {
            return Ok(false);
        }
        let object = content::object_id(&file.version.object)?;
        let head = self.first_bytes(object).await?;
        Ok(pdf_form::is_form(&head))
    }

    /// The first bytes of an object, enough to tell a form.
    pub(super) async fn first_bytes(&self, object: blob::ObjectId) -> Result<Vec<u8>, Error> {
        use futures::TryStreamExt as _;
        let range = Some(0..pdf_form::HEAD as u64);
        let pieces: Vec<bytes::Bytes> = self
            .blobs()
            .get(&object, range)
            .await?
            .try_collect()
            .await
            .map_err(blob::Error::from)?;
        Ok(pieces.concat())
    }

    /// A file the viewer may read.
    ///
    /// # Errors
    /// 403 without the right, 404 without the file.
    pub(super) async fn readable(&self, viewer: &Viewer, id: FileId) -> Result<File, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = gate::file(tx, &viewer, id)?;
                seen.require_or(Action::Read, super::versions::MAY_NOT_READ)?;
                Ok(seen.entry)
            })
            .await
    }
}

/// A form being designed is a text document by another name.
fn same_bytes(from: &str, to: &str) -> bool {
    from == to || (from == ".docx" && to == formats::MASTER_FORM)
}

fn draft_of(title: String, bytes: Bytes, asked: &str) -> Draft {
    Draft {
        link_title: asked.to_owned(),
        title,
        bytes,
        is_form: false,
        comment: "Created".into(),
        what: FileHappening::Created,
        created: None,
    }
}

fn template_of(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId) -> Result<File, Error> {
    let missing = "The required file was not found";
    let seen = match gate::file(tx, viewer, id) {
        Err(Error::NotFound(_)) => return Err(Error::refused(missing)),
        other => other?,
    };
    // A new document with the bytes of one that must not be taken away is the same as taking it away.
    seen.require(Action::Read)?;
    if seen.facts.room.is_some_and(|room| room.deny_download) {
        seen.require(Action::Copy)?;
    }
    Ok(seen.entry)
}

/// The title, or the first free one like it.
pub(super) fn free_title(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &crate::model::Folder,
    title: String,
) -> Result<String, Error> {
    titles::first_free(titles::like(&title), |keys| {
        Ok(files::taken_keys(tx, viewer.portal, folder.id, keys)?)
    })
}
