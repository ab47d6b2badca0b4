//! Where a change comes from: the request behind it.
//!
//! The server puts the origin of a request on as baggage of its task, [`record`](crate::record) writes it beside the
//! event, and jobs carry it on; no domain passes it along.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// The request behind a change, as far as known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Origin {
    /// Its own name, never given twice: changes that have it in common were made by one request.
    pub request: Uuid,
    /// The client's IP address.
    pub ip: String,
    /// The client's `User-Agent`.
    pub agent: String,
    /// The page the client was on, without its query.
    pub page: String,
}

impl Origin {
    /// As baggage of a task.
    pub fn text(&self) -> String {
        // Names and texts can always be written.
        serde_json::to_string(self).unwrap_or_default()
    }

    /// Out of the baggage of a transaction; `None` when it carries something else.
    pub fn read(baggage: &str) -> Option<Self> {
        serde_json::from_str(baggage).ok()
    }
}
