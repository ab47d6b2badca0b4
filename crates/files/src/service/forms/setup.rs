//! What opening a form means where it lies (`files/06c §6`): to design it, to fill in a copy of it, or to look at it.

use portal::UserId;
use sql::Tx;
use uuid::Uuid;

use super::{collects, drafts, life, roles, state};
use crate::error::Error;
use crate::model::{File, FilterType, FolderType, RoomType};
use crate::rules::Action;
use crate::service::{OpeningWish, gate};
use crate::view::{Seen, Viewer};

/// What a form is opened for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// As the rights say: to be changed.
    Edit,
    /// To be filled in.
    Fill,
    /// To be looked at.
    View,
}

/// How the filling of a form can be started.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Starting {
    /// By sharing it.
    Share,
    /// With roles, in a data room.
    Roles,
    /// In a form filling room.
    Room,
}

/// A form as it opens.
#[derive(Debug, Clone)]
pub struct Setup {
    /// What is opened: the form, or the caller's copy of it.
    pub seen: Seen<File>,
    /// What for.
    pub way: Way,
    /// Name of this filling.
    pub session: Option<String>,
    /// How it can be started, by whoever may.
    pub start: Option<Starting>,
    /// The role in which it is filled in.
    pub role: Option<String>,
    /// The state of the filling is shown.
    pub shows_status: bool,
    /// The copy is one of this form.
    pub is_copy: bool,
}

impl Setup {
    fn of(seen: Seen<File>, way: Way) -> Self {
        Self {
            seen,
            way,
            session: None,
            start: None,
            role: None,
            shows_status: false,
            is_copy: false,
        }
    }
}

/// Whether opening the file may change something.
pub(crate) fn concerns(seen: &Seen<File>) -> bool {
    seen.facts.is_form() && seen.entry.root.kind != FolderType::RoomTemplates
}

/// Prepares a form that is opened.
pub(crate) fn set_up(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: Seen<File>,
    wish: OpeningWish,
) -> Result<Setup, Error> {
    match seen.facts.room_type() {
        Some(RoomType::FillingFormsRoom) => in_filling_room(tx, viewer, seen, wish),
        Some(RoomType::VirtualDataRoom) => in_data_room(tx, viewer, seen),
        Some(_) => Ok(elsewhere(seen, wish, None)),
        None => {
            let own =
                seen.entry.root.kind == FolderType::User && viewer.caller.is(seen.entry.root.owner);
            Ok(elsewhere(seen, wish, own.then_some(Starting::Share)))
        }
    }
}

fn elsewhere(seen: Seen<File>, wish: OpeningWish, start: Option<Starting>) -> Setup {
    let fills = seen.may(Action::FillForms) && (wish.fill || !seen.may(Action::Edit));
    let way = if fills && !wish.edit {
        Way::Fill
    } else {
        Way::Edit
    };
    Setup {
        start: start.filter(|_| way == Way::Edit),
        ..Setup::of(seen, way)
    }
}

fn in_filling_room(
    tx: &mut Tx<'_>,
    viewer: &Viewer,
    seen: Seen<File>,
    wish: OpeningWish,
) -> Result<Setup, Error> {
    let fills = seen.may(Action::FillForms);
    if !collects(&seen) {
        let begun = seen.facts.parent == FolderType::FormFillingFolderInProgress;
        let way = if begun && fills { Way::Fill } else { Way::View };
        let session = (way == Way::Fill).then(|| session(&seen.entry, viewer.user()));
        return Ok(Setup {
            session,
            is_copy: true,
            ..Setup::of(seen, way)
        });
    }
    let mut state = state(tx, &seen.entry)?;
    if !viewer.caller.is_authenticated() {
        if !state.started {
            return Err(Error::Denied);
        }
        return Ok(Setup {
            session: Some(format!("anon{}", Uuid::new_v4())),
            ..Setup::of(seen, Way::Fill)
        });
    }
    if wish.edit && seen.may(Action::Edit) {
        life::end_for_change(tx, viewer, &seen.entry)?;
        return Ok(Setup::of(seen, Way::Edit));
    }
    if !fills {
        return Ok(Setup::of(seen, Way::View));
    }
    if !state.started {
        seen.require(Action::StartFilling)?;
        return Ok(Setup {
            start: Some(Starting::Room),
            ..Setup::of(seen, Way::Edit)
        });
    }
    if wish.view {
        return Ok(Setup::of(seen, Way::View));
    }
    let draft = drafts::of_caller(tx, viewer, &seen.entry, &mut state)?;
    let draft = gate::seen_file(tx, viewer, draft)?;
    Ok(Setup {
        session: Some(session(&draft.entry, viewer.user())),
        is_copy: true,
        ..Setup::of(draft, Way::Fill)
    })
}

/// Name of somebody's filling of a copy.
pub(super) fn session(draft: &File, user: UserId) -> String {
    format!("{}_{user}", draft.id.0)
}

fn in_data_room(tx: &mut Tx<'_>, viewer: &Viewer, seen: Seen<File>) -> Result<Setup, Error> {
    let filling = seen
        .facts
        .file()
        .map(|file| file.filling)
        .unwrap_or_default();
    let is_form = seen.entry.category == FilterType::PdfForm;
    if is_form && filling.started && seen.may(Action::FillForms) {
        let role = roles::opened(tx, viewer, seen.entry.id)?;
        return Ok(Setup {
            session: Some(session(&seen.entry, viewer.user())),
            role,
            shows_status: true,
            ..Setup::of(seen, Way::Fill)
        });
    }
    if filling.started || !is_form {
        return Ok(Setup {
            shows_status: filling.started,
            ..Setup::of(seen, Way::View)
        });
    }
    let start = seen.may(Action::StartFilling).then_some(Starting::Roles);
    Ok(Setup {
        start,
        ..Setup::of(seen, Way::Edit)
    })
}
