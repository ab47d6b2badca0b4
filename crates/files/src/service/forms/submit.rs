//! Handing in what was filled in: the finished copy and its answers in form filling rooms, the next one's turn in data
//! rooms.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde_json::json;
use sql::Tx;
use uuid::Uuid;

use super::drafts::{self, Copies};
use super::{MAY_NOT, NO_COPY, OBSOLETE, STOPPED, collects, roles, setup, state};
use crate::error::Error;
use crate::model::{
    Answer, File, FileId, FileVersion, FolderType, FormState, RoomType, Submission,
};
use crate::pdf_form;
use crate::rules::Action;
use crate::service::content::{self, Bytes, Draft, Revision, object_id};
use crate::service::create::free_title;
use crate::service::happening::{self, FileHappening};
use crate::service::letters;
use crate::service::operations::remove;
use crate::service::{Files, gate};
use crate::store::{files, forms, rooms};
use crate::titles;
use crate::upload::Received;
use crate::view::{Seen, Viewer};

const NOTHING: &str = "Open the form and fill it in before you submit it.";

/// What became of a form that was handed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submitted {
    /// The form.
    pub form: FileId,
    /// Number of the finished copy; nothing in data rooms.
    pub number: Option<i64>,
    /// The session it can be asked for by.
    pub session: Option<String>,
    /// Nobody has anything left to fill in.
    pub complete: bool,
}

/// What is handed in, and of which form it is a copy.
struct Plan {
    form: File,
    /// The version of the form that was filled in.
    blank: FileVersion,
    /// The caller's copy; nothing for visitors and in data rooms.
    draft: Option<File>,
    /// It is filled in one after the other.
    in_order: bool,
}

impl Files {
    /// Hands in a form: the caller's copy of it as he last saved it, or the content that comes with the request.
    ///
    /// # Errors
    /// 404 without the file; 403 without the right to fill it in, when its filling was stopped, and for a copy of
    /// another version; 400 for content that is no filled copy of the form.
    pub async fn submit_form(
        &self,
        viewer: &Viewer,
        id: FileId,
        received: Option<Received>,
        session: Option<String>,
    ) -> Result<Submitted, Error> {
        let (who, brought) = (viewer.clone(), received.is_some());
        let plan = self
            .db()
            .read(move |tx| plan(tx, &who, id, brought))
            .await?;
        let filled = match (&received, &plan.draft) {
            (Some(received), _) => self.answers_in(&received.object.id.to_string()).await?,
            (None, Some(draft)) => self.answers_in(&draft.version.object).await?,
            (None, None) => self.answers_in(&plan.form.version.object).await?,
        };
        self.require_copy(&plan.blank, &filled).await?;
        // Work on the database knows nothing of the request's zone.
        let zone = wire::zone::current();
        let done = self
            .save(viewer, move |tx, viewer| {
                let plan = self::plan(tx, viewer, id, received.is_some())?;
                if plan.in_order {
                    return in_order(tx, viewer, &plan, received);
                }
                let named = (session, zone);
                finished(tx, viewer, plan, received, filled, named)
            })
            .await?;
        if done.number.is_some() {
            self.refresh_sheet(viewer, done.form).await?;
        }
        Ok(done)
    }

    /// Passes content that is a filled copy of the form somebody may only fill in.
    ///
    /// # Errors
    /// 400 for anything else.
    pub(crate) async fn require_filled(
        &self,
        form: &File,
        received: &Received,
    ) -> Result<(), Error> {
        if !pdf_form::is_form(&received.head) {
            return Err(Error::Argument(NO_COPY.to_owned()));
        }
        let filled = self.answers_in(&received.object.id.to_string()).await?;
        self.require_copy(&form.version, &filled).await
    }

    async fn require_copy(&self, blank: &FileVersion, filled: &[Answer]) -> Result<(), Error> {
        let asked = self.answers_in(&blank.object).await?;
        if pdf_form::same_fields(&asked, filled) {
            return Ok(());
        }
        Err(Error::Argument(NO_COPY.to_owned()))
    }

    /// The fields of a stored form.
    async fn answers_in(&self, object: &str) -> Result<Vec<Answer>, Error> {
        let bytes = self.blobs().get_bytes(&object_id(object)?).await?;
        let read = tokio::task::spawn_blocking(move || pdf_form::answers(&bytes));
        match read.await {
            Ok(Ok(answers)) => Ok(answers),
            Ok(Err(unreadable)) => Err(Error::Argument(unreadable.to_string())),
            Err(_) => Err(Error::Argument(pdf_form::Unreadable.to_string())),
        }
    }
}

fn plan(tx: &mut Tx<'_>, viewer: &Viewer, id: FileId, brought: bool) -> Result<Plan, Error> {
    let seen = gate::file(tx, viewer, id)?;
    match seen.facts.room_type() {
        Some(RoomType::VirtualDataRoom) => {
            seen.require_or(Action::FillForms, MAY_NOT)?;
            Ok(Plan {
                blank: seen.entry.version.clone(),
                form: seen.entry,
                draft: None,
                in_order: true,
            })
        }
        Some(RoomType::FillingFormsRoom) => in_filling_room(tx, viewer, seen, brought),
        _ => Err(Error::refused(MAY_NOT)),
    }
}

fn in_filling_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: Seen<File>,
    brought: bool,
) -> Result<Plan, Error> {
    seen.require_or(Action::FillForms, MAY_NOT)?;
    let me = viewer.user();
    let draft = if collects(&seen) {
        forms::draft_of(tx, viewer.portal, seen.entry.id, me)?
    } else {
        let draft = forms::draft_at(tx, viewer.portal, seen.entry.id)?;
        Some(draft.ok_or_else(|| Error::refused(OBSOLETE))?)
    };
    let is_visitor = !viewer.caller.is_authenticated();
    let draft = draft.filter(|draft| draft.user == me && !is_visitor);
    let form = match &draft {
        Some(draft) => files::by_id(tx, viewer.portal, draft.form)?.ok_or(Error::FILE)?,
        None => seen.entry,
    };
    let state = state(tx, &form)?;
    if !state.started {
        return Err(Error::refused(STOPPED));
    }
    if draft.is_some_and(|draft| draft.version != state.version) {
        return Err(Error::refused(OBSOLETE));
    }
    let draft = match draft {
        Some(draft) => files::by_id(tx, viewer.portal, draft.file)?,
        None => None,
    };
    if draft.is_none() && !brought {
        return Err(Error::Argument(NOTHING.to_owned()));
    }
    let blank = files::version(tx, viewer.portal, form.id, state.version)?;
    Ok(Plan {
        blank: blank.ok_or(Error::FILE)?,
        form,
        draft,
        in_order: false,
    })
}

/// The caller's part of a form of a data room.
fn in_order(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    plan: &Plan,
    received: Option<Received>,
) -> Result<Submitted, Error> {
    if let Some(received) = received {
        let revision = Revision {
            bytes: Bytes::Fresh(received.object),
            is_form: true,
            comment: "Submitted form".to_owned(),
            what: FileHappening::Edited,
        };
        content::add_version(tx, viewer, &plan.form, revision)?;
    }
    let complete = roles::submit(tx, viewer, plan.form.id)?;
    Ok(Submitted {
        form: plan.form.id,
        number: None,
        session: None,
        complete,
    })
}

/// The finished copy of a form of a form filling room takes the place of the one that was begun.
fn finished(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    plan: Plan,
    received: Option<Received>,
    answers: Vec<Answer>,
    (session, zone): (Option<String>, TimeZone),
) -> Result<Submitted, Error> {
    let mut state = state(tx, &plan.form)?;
    let folder = drafts::folder(tx, viewer, &plan.form, &mut state, Copies::Finished)?;
    let bytes = match (received, &plan.draft) {
        (Some(received), _) => Bytes::Fresh(received.object),
        (None, Some(draft)) => Bytes::of(&draft.version)?,
        (None, None) => return Err(Error::Argument(NOTHING.to_owned())),
    };
    state.submitted += 1;
    let number = state.submitted;
    let asked = title(&plan.form, number, viewer.now, zone);
    let title = free_title(tx, viewer, &folder, asked)?;
    let copy = Draft {
        link_title: title.clone(),
        title,
        bytes,
        is_form: true,
        comment: "Submitted form".into(),
        what: FileHappening::Created,
        created: None,
    };
    let copy = content::insert(tx, viewer, &folder, copy)?;
    let session = named(session, plan.draft.as_ref(), viewer);
    let submission = Submission {
        form: plan.form.id,
        number,
        file: copy.id,
        user: viewer.user(),
        session: session.clone(),
        submitted: viewer.now,
        answers,
    };
    forms::add_submission(tx, viewer.portal, &submission)?;
    forms::put(tx, viewer.portal, &state)?;
    if let Some(draft) = &plan.draft {
        forms::unlink_drafts(tx, viewer.portal, plan.form.id, Some(viewer.user()))?;
        remove::file(tx, viewer, draft)?;
    }
    let more = json!({ "formNumber": number, "completedFormId": copy.id.0 });
    happening::record(tx, viewer, FileHappening::FormSubmitted, &plan.form, more)?;
    let collector = state.started_by.unwrap_or(plan.form.created_by);
    letters::handed_in(tx, viewer, &plan.form, &copy, collector)?;
    Ok(Submitted {
        form: plan.form.id,
        number: Some(number),
        session: Some(session),
        complete: true,
    })
}

/// The session the finished copy is asked for by: that of the copy which was begun; what a visitor's page was given is
/// taken as it is.
fn named(asked: Option<String>, draft: Option<&File>, viewer: &Viewer) -> String {
    if let Some(draft) = draft {
        return setup::session(draft, viewer.user());
    }
    let own = asked
        .and_then(|asked| asked.strip_prefix("anon")?.parse::<Uuid>().ok())
        .unwrap_or_else(Uuid::new_v4);
    format!("anon{own}")
}

/// "3 - Leave request (28-11-2026 9-05).pdf", in the portal's time.
fn title(form: &File, number: i64, now: sql::Micros, zone: TimeZone) -> String {
    let (stem, extension) = titles::split(&form.title);
    let at = Timestamp::from_microsecond(now).unwrap_or_default();
    let at = at.to_zoned(zone);
    let at = at.strftime("%d-%m-%Y %-H-%M");
    let asked = format!("{number} - {stem} ({at}){extension}");
    titles::clean_file(&asked).unwrap_or(asked)
}

/// Whether somebody who may only fill a form in may save this file: a copy that was begun, or a form of a data room.
pub(crate) fn takes_filling(seen: &Seen<File>) -> bool {
    let begun = seen.facts.parent == FolderType::FormFillingFolderInProgress;
    let in_order = seen.facts.room_type() == Some(RoomType::VirtualDataRoom);
    seen.may(Action::FillForms) && seen.facts.is_form() && (begun || in_order)
}

/// Whether answers go into a spreadsheet.
pub(super) fn collects_answers(
    tx: &mut Tx<'_>,
    form: &File,
    state: &FormState,
) -> Result<bool, Error> {
    let room = match form.room {
        Some(room) => rooms::by_id(tx, form.portal, room)?,
        None => None,
    };
    Ok(state.submitted > 0 && room.is_some_and(|room| room.save_form_as_xlsx))
}
