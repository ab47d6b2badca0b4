//! The nouns of filling in forms.

use portal::UserId;
use serde::{Deserialize, Serialize};
use sql::Micros;

use wire::wire_enum;

use super::{FileId, FolderId};

wire_enum! {
    /// What is done with the filling of a form.
    #[derive(Default)]
    pub enum FormFillingManageAction: number {
        /// Nobody fills it in any more.
        #[default]
        Stop = 0,
        /// What was interrupted goes on.
        Resume = 1,
        /// Others fill it in from now on.
        Start = 2,
        /// The form is changed.
        Edit = 3,
    }
}

/// How a form is being filled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormState {
    /// The form.
    pub file: FileId,
    /// Somebody started it.
    pub started: bool,
    /// Who did.
    pub started_by: Option<UserId>,
    /// Data rooms: since when it is interrupted, and by whom.
    pub stopped: Option<(Micros, UserId)>,
    /// Version of the form that drafts are copies of.
    pub version: i64,
    /// Folder of the copies that were begun.
    pub in_process: Option<FolderId>,
    /// Folder of the finished copies.
    pub results: Option<FolderId>,
    /// Spreadsheet of the answers.
    pub sheet: Option<FileId>,
    /// Number of the first finished copy in that spreadsheet.
    pub sheet_from: i64,
    /// Number of the last finished copy.
    pub submitted: i64,
}

impl FormState {
    /// A form that nobody started yet.
    #[must_use]
    pub const fn new(file: FileId, version: i64) -> Self {
        Self {
            file,
            started: false,
            started_by: None,
            stopped: None,
            version,
            in_process: None,
            results: None,
            sheet: None,
            sheet_from: 1,
            submitted: 0,
        }
    }
}

/// Who fills in a part of a form of a data room.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FormRole {
    /// Name, one of its kind in the form.
    pub name: String,
    /// When its turn is, from 1.
    pub sequence: i64,
    /// Colour of its fields.
    pub color: String,
    /// The person.
    pub user: UserId,
    /// When he opened the form in his turn.
    pub opened: Option<Micros>,
    /// When he submitted.
    pub submitted: Option<Micros>,
}

/// Somebody's copy of a form that he has begun.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormDraft {
    /// The form.
    pub form: FileId,
    /// Whose it is.
    pub user: UserId,
    /// The copy.
    pub file: FileId,
    /// Version of the form it is a copy of.
    pub version: i64,
}

/// A finished copy of a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The form.
    pub form: FileId,
    /// Which one it is of the form's, from 1.
    pub number: i64,
    /// The finished copy.
    pub file: FileId,
    /// Who filled it in.
    pub user: UserId,
    /// The session he filled it in.
    pub session: String,
    /// When.
    pub submitted: Micros,
    /// What he answered.
    pub answers: Vec<Answer>,
}

/// The value of a field of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answer {
    /// Full name of the field.
    pub key: String,
    /// text, checkBox, radio, dropDownList or signature.
    #[serde(rename = "type")]
    pub kind: String,
    /// The value; empty when it was left out.
    pub value: String,
}
