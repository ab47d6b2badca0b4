//! The nouns: a deed of the audit trail and an entry of the login history.

use portal::{PortalId, UserId};
use serde::{Deserialize, Serialize};
use sql::Micros;

use crate::action::MessageAction;

/// Who did it, when and from where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trace {
    pub(crate) portal: PortalId,
    /// The event's number.
    pub(crate) id: i64,
    pub(crate) date: Micros,
    pub(crate) user: UserId,
    /// Display name; as it was then, for people who are gone.
    pub(crate) user_name: String,
    pub(crate) ip: String,
    /// Name and version.
    pub(crate) browser: String,
    pub(crate) platform: String,
    /// Without its query.
    pub(crate) page: String,
}

/// What something was done to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Target {
    pub(crate) id: String,
    pub(crate) name: String,
}

/// A deed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Deed {
    pub(crate) trace: Trace,
    pub(crate) action: MessageAction,
    pub(crate) targets: Vec<Target>,
    /// Where it happened: the title of a room or folder.
    pub(crate) context: String,
    /// The request that gathers its targets in one row.
    pub(crate) request: Option<String>,
}

/// Somebody came, went or was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct SignIn {
    pub(crate) trace: Trace,
    pub(crate) action: MessageAction,
    /// As it was typed.
    pub(crate) login: String,
}
