//! Storing content: a new file, or a new version of one. What every verb that brings bytes shares.

use std::borrow::Cow;
use std::slice;

use blob::{Object, ObjectId};
use serde_json::{Value, json};
use sql::{Micros, Tx};
use uuid::Uuid;

use super::forms::life;
use super::happening::{self, FileHappening};
use super::quota;
use crate::error::Error;
use crate::model::{
    EntryRef, File, FileShare, FileVersion, FilterType, Folder, FolderType, Link, RoomType, Share,
    SubjectType,
};
use crate::rules::quota::Measure;
use crate::store::files::NewFile;
use crate::store::{files, rooms, shares, unread};
use crate::view::Viewer;
use crate::{formats, titles};

/// Text of the refusal of anything but forms in a form filling room (`files/00 §6`).
pub(crate) const FORMS_ONLY: &str =
    "The file cannot be uploaded to this room. Please try to upload the ONLYOFFICE PDF form.";

/// Bytes in the object store.
#[derive(Debug, Clone)]
pub(crate) enum Bytes {
    /// Just stored: this is the first reference.
    Fresh(Object),
    /// Referred to already, by this or another file.
    Known {
        /// The object.
        id: ObjectId,
        /// Its length.
        size: i64,
    },
}

impl Bytes {
    /// The content of a stored version.
    pub(crate) fn of(version: &FileVersion) -> Result<Self, Error> {
        Ok(Self::Known {
            id: object_id(&version.object)?,
            size: version.size,
        })
    }

    pub(crate) fn size(&self) -> i64 {
        match self {
            Self::Fresh(object) => object.size,
            Self::Known { size, .. } => *size,
        }
    }

    fn id(&self) -> ObjectId {
        match self {
            Self::Fresh(object) => object.id,
            Self::Known { id, .. } => *id,
        }
    }

    /// Counts the reference that the caller is about to write.
    fn keep(&self, tx: &mut Tx<'_>, viewer: &Viewer) -> Result<(), Error> {
        match self {
            Self::Fresh(object) => blob::register(tx, viewer.portal.0, object, viewer.now)?,
            Self::Known { id, .. } => blob::acquire(tx, viewer.portal.0, *id)?,
        }
        Ok(())
    }
}

/// An object's name as tables keep it.
pub(crate) fn object_id(text: &str) -> Result<ObjectId, Error> {
    text.parse()
        .map_err(|_| Error::Failed("The content of the file is lost.".to_owned()))
}

/// A file that is about to come into being.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    /// Title with extension, cleaned.
    pub title: String,
    /// Content.
    pub bytes: Bytes,
    /// The content is a PDF form.
    pub is_form: bool,
    /// Comment of the first version.
    pub comment: Cow<'static, str>,
    /// How it came.
    pub what: FileHappening,
    /// Creation date, when it is not now.
    pub created: Option<Micros>,
    /// Title of the link that a public room gives its files: the title as asked.
    pub link_title: String,
}

/// Stores a new file in a folder whose right to create was checked.
pub(crate) fn insert(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    draft: Draft,
) -> Result<File, Error> {
    let file = insert_unmarked(tx, viewer, folder, draft)?;
    unread::mark_new(tx, slice::from_ref(&file))?;
    Ok(file)
}

/// The same for one of several files, which the caller marks as unread together.
pub(crate) fn insert_unmarked(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    folder: &Folder,
    draft: Draft,
) -> Result<File, Error> {
    let extension = formats::extension(&draft.title);
    let category = formats::category(&extension, draft.is_form);
    let room = match folder.room {
        Some(room) => rooms::by_id(tx, viewer.portal, room)?,
        None => None,
    };
    let room_kind = room.as_ref().map(|room| room.kind);
    // The spreadsheet of answers lies beside the finished copies.
    let is_sheet = folder.kind == FolderType::FormFillingFolderDone;
    let forms_only = room_kind == Some(RoomType::FillingFormsRoom) && !is_sheet;
    if forms_only && category != FilterType::PdfForm {
        return Err(Error::Failed(FORMS_ONLY.to_owned()));
    }
    let measure = quota::measure(draft.what);
    quota::require_space(tx, viewer, folder, draft.bytes.size(), measure)?;
    draft.bytes.keep(tx, viewer)?;
    let new = NewFile {
        title_number: titles::leading_number(&draft.title),
        title: draft.title,
        extension,
        category,
        version: FileVersion {
            number: 1,
            group: 1,
            size: draft.bytes.size(),
            object: draft.bytes.id().to_string(),
            comment: draft.comment.into_owned(),
            author: viewer.user(),
            saved: viewer.now,
        },
        created: draft.created.unwrap_or(viewer.now),
    };
    let file = files::insert(tx, folder, &new)?;
    if room_kind == Some(RoomType::PublicRoom) {
        share_publicly(tx, viewer, &file, draft.link_title)?;
    }
    happening::record_in(tx, viewer, draft.what, &file, Some(folder), Value::Null)?;
    if forms_only {
        life::arrived(tx, viewer, &file, folder, false)?;
    }
    Ok(file)
}

/// A new file in a public room gets its own primary link (`files/06a §1`).
fn share_publicly(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    title: String,
) -> Result<(), Error> {
    let is_form = file.category == FilterType::PdfForm;
    let share = Share {
        entry: EntryRef::File(file.id),
        subject_type: SubjectType::PrimaryExternalLink,
        subject: Uuid::new_v4(),
        access: if is_form {
            FileShare::Editing
        } else {
            FileShare::Read
        },
        owner: viewer.user(),
        created: viewer.now,
        link: Some(Link {
            title,
            ..Link::default()
        }),
    };
    Ok(shares::put(tx, viewer.portal, &share)?)
}

/// New content of an existing file.
#[derive(Debug, Clone)]
pub(crate) struct Revision {
    /// Content.
    pub bytes: Bytes,
    /// The content is a PDF form.
    pub is_form: bool,
    /// Comment of the version.
    pub comment: String,
    /// How it came.
    pub what: FileHappening,
}

/// Stores new content as the next version and the next group (`files/06a §6`). The right was
/// checked. Answers the file with its new current version.
pub(crate) fn add_version(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    revision: Revision,
) -> Result<File, Error> {
    let folder = parent(tx, file)?;
    let measure = quota::measure(revision.what);
    quota::require_space(tx, viewer, &folder, revision.bytes.size(), measure)?;
    revision.bytes.keep(tx, viewer)?;
    let version = FileVersion {
        number: file.version.number + 1,
        group: file.version.group + 1,
        size: revision.bytes.size(),
        object: revision.bytes.id().to_string(),
        comment: revision.comment,
        author: viewer.user(),
        saved: viewer.now,
    };
    let category = formats::category(&formats::extension(&file.title), revision.is_form);
    files::add_version(tx, file, &version, category)?;
    let file = File {
        version,
        category,
        ..file.clone()
    };
    let more = json!({ "version": file.version.number });
    happening::record_in(tx, viewer, revision.what, &file, Some(&folder), more)?;
    life::changed(tx, viewer, &file, &folder)?;
    Ok(file)
}

/// Replaces the content of the current version: same number, same group (an edit session).
pub(crate) fn replace(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    file: &File,
    revision: Revision,
) -> Result<File, Error> {
    let folder = parent(tx, file)?;
    let more = revision.bytes.size() - file.version.size;
    quota::require_space(tx, viewer, &folder, more, Measure::Generous)?;
    revision.bytes.keep(tx, viewer)?;
    let version = FileVersion {
        size: revision.bytes.size(),
        object: revision.bytes.id().to_string(),
        comment: revision.comment,
        author: viewer.user(),
        saved: viewer.now,
        ..file.version.clone()
    };
    let category = formats::category(&formats::extension(&file.title), revision.is_form);
    files::replace_current(tx, file, &version, category)?;
    let former = object_id(&file.version.object)?;
    blob::release(tx, viewer.portal.0, former, viewer.now)?;
    let file = File {
        version,
        category,
        ..file.clone()
    };
    happening::record_in(tx, viewer, revision.what, &file, Some(&folder), Value::Null)?;
    life::changed(tx, viewer, &file, &folder)?;
    Ok(file)
}

fn parent(tx: &mut Tx<'_>, file: &File) -> Result<Folder, Error> {
    crate::store::folders::by_id(tx, file.portal, file.folder)?.ok_or(Error::FOLDER)
}
