//! The copies of a form that people have begun: one for each person and form.

use serde_json::json;
use sql::Tx;

use super::life;
use crate::error::Error;
use crate::model::{File, FilterType, Folder, FolderId, FolderType, FormDraft, FormState};
use crate::service::content::{self, Bytes, Draft};
use crate::service::create::free_title;
use crate::service::happening::{self, FileHappening};
use crate::service::locks::locked_by_another;
use crate::store::{files, folders, forms};
use crate::titles;
use crate::view::Viewer;

/// The caller's copy of a form, begun when there is none that he can go on with.
pub(super) fn of_caller(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    form: &File,
    state: &mut FormState,
) -> Result<File, Error> {
    let user = viewer.user();
    let known = forms::draft_of(tx, viewer.portal, form.id, user)?;
    if let Some(draft) = known.filter(|draft| draft.version == state.version)
        && let Some(file) = files::by_id(tx, viewer.portal, draft.file)?
        && goes_on(&file, viewer)
    {
        return Ok(file);
    }
    begin(tx, viewer, form, state)
}

fn goes_on(file: &File, viewer: &Viewer) -> bool {
    file.root.kind == FolderType::VirtualRooms
        && file.category == FilterType::PdfForm
        && !locked_by_another(file, viewer)
}

fn begin(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    form: &File,
    state: &mut FormState,
) -> Result<File, Error> {
    let folder = folder(tx, viewer, form, state, Copies::Begun)?;
    let version = files::version(tx, viewer.portal, form.id, state.version)?;
    let version = version.unwrap_or_else(|| form.version.clone());
    let asked = format!("{} - {}", viewer.name, form.title);
    let title = titles::clean_file(&asked).unwrap_or_else(|| form.title.clone());
    let title = free_title(tx, viewer, &folder, title)?;
    let draft = Draft {
        link_title: title.clone(),
        title,
        bytes: Bytes::of(&version)?,
        is_form: true,
        comment: "Created to fill in the form".into(),
        what: FileHappening::Created,
        created: None,
    };
    let file = content::insert(tx, viewer, &folder, draft)?;
    let link = FormDraft {
        form: form.id,
        user: viewer.user(),
        file: file.id,
        version: state.version,
    };
    forms::put_draft(tx, viewer.portal, &link)?;
    forms::put(tx, viewer.portal, state)?;
    let more = json!({ "draftId": file.id.0 });
    happening::record(tx, viewer, FileHappening::FormOpened, form, more)?;
    Ok(file)
}

/// Which copies of a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copies {
    /// Those that were begun.
    Begun,
    /// Those that are finished.
    Finished,
}

/// The folder of a form's copies, made when it is missing. The caller stores the state.
pub(super) fn folder(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    form: &File,
    state: &mut FormState,
    which: Copies,
) -> Result<Folder, Error> {
    let (known, above, kind) = match which {
        Copies::Begun => (
            state.in_process,
            FolderType::InProcessFormFolder,
            FolderType::FormFillingFolderInProgress,
        ),
        Copies::Finished => (
            state.results,
            FolderType::ReadyFormFolder,
            FolderType::FormFillingFolderDone,
        ),
    };
    if let Some(folder) = alive(tx, viewer, known, kind)? {
        return Ok(folder);
    }
    let room = life::room(tx, viewer, form.room)?;
    let trunk = life::trunk(tx, viewer, &room, above)?;
    let title = titles::split(&form.title).0;
    let made = life::make(tx, viewer, &trunk, kind, title, form.created_by)?;
    match which {
        Copies::Begun => state.in_process = Some(made.id),
        Copies::Finished => state.results = Some(made.id),
    }
    Ok(made)
}

fn alive(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    id: Option<FolderId>,
    kind: FolderType,
) -> Result<Option<Folder>, Error> {
    let Some(id) = id else { return Ok(None) };
    let folder = folders::by_id(tx, viewer.portal, id)?;
    Ok(folder.filter(|folder| folder.kind == kind))
}
