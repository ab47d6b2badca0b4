//! What came of the filling of forms.

use people::view::EmployeeFullDto;

use super::{MAY_NOT, collects, form_in_room, state};
use crate::error::Error;
use crate::model::{Answer, FileId, FolderId, FormState, Submission};
use crate::rules::Action;
use crate::service::{Files, OpeningWish, gate};
use crate::store::{files, forms, shares};
use crate::view::{self, FileDto, Viewer, looker};

/// Finished copies that are shown at once.
const MOST: i64 = 1000;

/// A finished copy, for whoever has its session.
#[derive(Debug, Clone)]
pub struct FillResult {
    /// Which one it is of the form's.
    pub number: i64,
    /// The finished copy; nothing when it is gone.
    pub completed: Option<FileDto>,
    /// The form; nothing when it is gone.
    pub original: Option<FileDto>,
    /// Who collects the answers.
    pub manager: Option<EmployeeFullDto>,
    /// The room.
    pub room: FolderId,
    /// Whoever asks belongs to the room.
    pub is_member: bool,
}

/// What was answered in a form so far.
#[derive(Debug, Clone)]
pub struct FormData {
    /// The fields, in the order in which they came.
    pub fields: Vec<Answer>,
    /// The finished copies, the newest first.
    pub submissions: Vec<Submission>,
}

impl Files {
    /// What came of a session in which a form was filled in.
    ///
    /// # Errors
    /// 404 for a session in which nothing was submitted.
    pub async fn fill_result(&self, viewer: &Viewer, session: String) -> Result<FillResult, Error> {
        const UNKNOWN: Error = Error::NotFound("The record could not be found");
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let one = forms::of_session(tx, viewer.portal, &session)?.ok_or(UNKNOWN)?;
                let form = files::by_id(tx, viewer.portal, one.form)?;
                let copy = files::by_id(tx, viewer.portal, one.file)?;
                let known = form.as_ref().or(copy.as_ref());
                let room = known.and_then(|file| file.room).ok_or(UNKNOWN)?;
                let state = match &form {
                    Some(form) => state(tx, form)?,
                    None => FormState::new(one.form, 0),
                };
                let manager = state
                    .started_by
                    .or(form.as_ref().map(|form| form.created_by));
                let manager: Vec<_> = match manager {
                    Some(id) => people::store::by_id(tx, viewer.portal, id)?
                        .into_iter()
                        .collect(),
                    None => Vec::new(),
                };
                let profiles = people::view::profiles(tx, viewer.portal, manager)?;
                let looker = looker(&viewer);
                let mut manager = profiles
                    .into_iter()
                    .map(|profile| people::view::full(profile, &looker));
                let folder = gate::folder(tx, &viewer, room)?;
                let joined = shares::of_entry(tx, viewer.portal, room.into())?;
                let me = viewer.user();
                Ok(FillResult {
                    number: one.number,
                    completed: shown(tx, &viewer, copy.map(|file| file.id))?,
                    original: shown(tx, &viewer, form.map(|file| file.id))?,
                    manager: manager.next(),
                    room,
                    is_member: viewer.caller.is_authenticated()
                        && (folder.entry.created_by == me
                            || joined.iter().any(|share| share.subject == me.0)),
                })
            })
            .await
    }

    /// What was answered in a form so far.
    ///
    /// # Errors
    /// 404 without the form, 403 for what is no form of a form filling room, and without the right to its answers.
    pub async fn form_data(&self, viewer: &Viewer, id: FileId) -> Result<FormData, Error> {
        let viewer = viewer.clone();
        self.db()
            .read(move |tx| {
                let seen = form_in_room(tx, &viewer, id)?;
                if !collects(&seen) {
                    return Err(Error::refused(MAY_NOT));
                }
                seen.require_or(Action::UpdateXlsx, MAY_NOT)?;
                let state = state(tx, &seen.entry)?;
                let after = (state.submitted - MOST).max(0);
                let mut submissions = forms::submissions(tx, viewer.portal, id, after, MOST)?;
                let mut fields: Vec<Answer> = Vec::new();
                for answer in submissions.iter().flat_map(|one| &one.answers) {
                    if fields.iter().all(|known| known.key != answer.key) {
                        fields.push(answer.clone());
                    }
                }
                submissions.reverse();
                Ok(FormData {
                    fields,
                    submissions,
                })
            })
            .await
    }

    /// The caller's own copy of a form, begun when there is none; the form itself where it is not filled in.
    ///
    /// # Errors
    /// As [`Files::opening`].
    pub async fn form_draft(&self, viewer: &Viewer, id: FileId) -> Result<FileDto, Error> {
        let opening = self.opening(viewer, id, OpeningWish::default()).await?;
        self.file_at(viewer, opening.seen.entry.id, 0).await
    }
}

fn shown(
    tx: &mut sql::Tx<'_>,
    viewer: &Viewer,
    id: Option<FileId>,
) -> Result<Option<FileDto>, Error> {
    match id {
        Some(id) => view::file(tx, viewer, id).map(Some),
        None => Ok(None),
    }
}
