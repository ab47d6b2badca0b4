//! What new documents of everybody begin with, where administrators chose something (`files/07 §2`).
//!
//! The chosen files lie as copies in a hidden root of the portal, one for each kind of blank document.

use sql::Tx;

use super::Files;
use super::content::{self, Bytes, Draft};
use super::gate;
use super::happening::FileHappening;
use super::operations::remove;
use crate::error::Error;
use crate::formats;
use crate::model::{File, FileId, FilterType, FolderType};
use crate::rules::{Action, portal_roles};
use crate::store::{files, roots, tree};
use crate::upload::Received;
use crate::view::Viewer;
use crate::{pdf_form, titles};

/// Extensions of the documents that can begin with something else than a blank page.
pub const KINDS: [&str; 4] = [".docx", ".xlsx", ".pptx", ".pdf"];

const WRONG_FORMAT: &str = "Sorry, this file format isn't supported";

/// What becomes the beginning of new documents.
#[derive(Debug)]
pub enum Beginning {
    /// The present content of a file.
    File(FileId),
    /// An upload and its title.
    Upload(String, Received),
    /// A blank page again.
    Blank,
}

impl Files {
    /// The chosen beginnings: the copy that is kept for each kind, where there is one.
    ///
    /// # Errors
    /// 403 for everybody but administrators.
    pub async fn default_templates(&self, viewer: &Viewer) -> Result<Vec<File>, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                require_admin(&viewer)?;
                all(tx, &viewer)
            })
            .await
    }

    /// Passes those who may choose beginnings, before any byte is read.
    ///
    /// # Errors
    /// 403 for everybody but administrators.
    pub fn require_default_templates(&self, viewer: &Viewer) -> Result<(), Error> {
        require_admin(viewer)
    }

    /// Chooses what new documents of a kind begin with; an extension without blank documents changes nothing.
    /// Answers all beginnings.
    ///
    /// # Errors
    /// 403 for everybody but administrators, for files of another kind and PDFs that are no forms; 404 without the
    /// file.
    pub async fn set_default_template(
        &self,
        viewer: &Viewer,
        extension: String,
        beginning: Beginning,
    ) -> Result<Vec<File>, Error> {
        self.save(viewer, move |tx, viewer| {
            require_admin(viewer)?;
            let extension = extension.trim().to_ascii_lowercase();
            if KINDS.contains(&extension.as_str()) {
                set(tx, viewer, &extension, beginning)?;
            }
            all(tx, viewer)
        })
        .await
    }
}

fn require_admin(viewer: &Viewer) -> Result<(), Error> {
    let (_, role) = viewer.person()?;
    if portal_roles::may_manage_storage(role) {
        Ok(())
    } else {
        Err(Error::Denied)
    }
}

fn set(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    extension: &str,
    beginning: Beginning,
) -> Result<(), Error> {
    let draft = match beginning {
        Beginning::Blank => None,
        Beginning::File(id) => {
            let seen = gate::file(tx, viewer, id)?;
            seen.require(Action::Read)?;
            let file = seen.entry;
            let is_form = file.category == FilterType::PdfForm;
            Some(draft(
                file.title.clone(),
                Bytes::of(&file.version)?,
                is_form,
            ))
        }
        Beginning::Upload(title, received) => {
            let title = titles::clean_file(&title)
                .ok_or_else(|| Error::Argument("Incorrect title".to_owned()))?;
            let is_form = pdf_form::is_form(&received.head);
            Some(draft(title, Bytes::Fresh(received.object), is_form))
        }
    };
    let wrong = |draft: &Draft| {
        formats::extension(&draft.title) != extension || (extension == ".pdf" && !draft.is_form)
    };
    if draft.as_ref().is_some_and(wrong) {
        return Err(Error::refused(WRONG_FORMAT));
    }
    tree::lock(tx, viewer.portal)?;
    for former in all(tx, viewer)? {
        if formats::extension(&former.title) == extension {
            remove::file(tx, viewer, &former)?;
        }
    }
    if let Some(draft) = draft {
        let (portal, owner) = (viewer.portal, viewer.portal_owner);
        let kind = FolderType::DefaultTemplates;
        let root = roots::ensure(tx, portal, kind, owner, viewer.now)?;
        content::insert(tx, viewer, &root, draft)?;
    }
    Ok(())
}

fn draft(title: String, bytes: Bytes, is_form: bool) -> Draft {
    Draft {
        link_title: title.clone(),
        title,
        bytes,
        is_form,
        comment: "Created".into(),
        what: FileHappening::Created,
        created: None,
    }
}

fn all(tx: &mut Tx<'_>, viewer: &Viewer) -> Result<Vec<File>, Error> {
    let kind = FolderType::DefaultTemplates;
    let root = roots::find(tx, viewer.portal, kind, viewer.portal_owner)?;
    match root {
        Some(root) => Ok(files::in_folder(tx, viewer.portal, root.id)?),
        None => Ok(Vec::new()),
    }
}

/// What a new document with this extension begins with; `None` where nobody chose anything.
pub(super) fn beginning(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    extension: &str,
) -> Result<Option<Bytes>, Error> {
    let chosen = all(tx, viewer)?;
    let chosen = chosen
        .iter()
        .find(|file| formats::extension(&file.title) == extension);
    chosen.map(|file| Bytes::of(&file.version)).transpose()
}
