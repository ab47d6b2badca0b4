//! The nouns: a webhook and a delivery.

use portal::{PortalId, UserId};
use sql::{Cell, FromCell, FromRow, Micros, Row, Value};

use crate::trigger::Triggers;

/// Number of a webhook, unique in the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct WebhookId(pub(crate) i64);

/// Number of a delivery, unique in the installation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct DeliveryId(pub(crate) i64);

macro_rules! number {
    ($($name:ident),*) => {$(
        impl From<$name> for Value {
            fn from(id: $name) -> Self {
                Self::Int(id.0)
            }
        }

        impl FromCell for $name {
            fn from_cell(cell: Cell<'_>) -> Option<Self> {
                i64::from_cell(cell).map(Self)
            }
        }
    )*};
}

number!(WebhookId, DeliveryId);

/// An address that is told what happens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Webhook {
    pub(crate) portal: PortalId,
    pub(crate) id: WebhookId,
    /// What people call it.
    pub(crate) name: String,
    /// The address.
    pub(crate) uri: String,
    /// The key of its signatures, encrypted with the installation's.
    pub(crate) secret: String,
    pub(crate) enabled: bool,
    /// Whether its certificate must be good.
    pub(crate) ssl: bool,
    pub(crate) triggers: Triggers,
    /// The one thing it is about; empty for all.
    pub(crate) target: String,
    pub(crate) created_by: UserId,
    pub(crate) created: Micros,
    pub(crate) modified_by: UserId,
    pub(crate) modified: Micros,
    /// HTTP status of its last answer; 0 for none.
    pub(crate) status: i64,
    pub(crate) failed: Option<Micros>,
    /// What it answered when it failed last.
    pub(crate) failure: String,
    pub(crate) succeeded: Option<Micros>,
    /// The first failure after the last success.
    pub(crate) failing_since: Option<Micros>,
}

impl FromRow for Webhook {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            name: row.get(2)?,
            uri: row.get(3)?,
            secret: row.get(4)?,
            enabled: row.get(5)?,
            ssl: row.get(6)?,
            triggers: Triggers(row.get(7)?),
            target: row.get(8)?,
            created_by: UserId(row.get(9)?),
            created: row.get(10)?,
            modified_by: UserId(row.get(11)?),
            modified: row.get(12)?,
            status: row.get(13)?,
            failed: row.get(14)?,
            failure: row.get(15)?,
            succeeded: row.get(16)?,
            failing_since: row.get(17)?,
        })
    }
}

/// Something a webhook was told or is to be told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Delivery {
    pub(crate) portal: PortalId,
    pub(crate) id: DeliveryId,
    pub(crate) webhook: WebhookId,
    /// The event behind it; nothing when somebody wanted it sent again.
    pub(crate) event: Option<i64>,
    /// Who made the webhook.
    pub(crate) owner: UserId,
    /// The webhook's name then.
    pub(crate) name: String,
    /// The webhook's address then.
    pub(crate) uri: String,
    pub(crate) trigger: Triggers,
    pub(crate) created: Micros,
    /// The body; what it says of the webhook is renewed with each attempt.
    pub(crate) request: String,
    pub(crate) outcome: Outcome,
}

/// How the last attempt of a delivery went.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Outcome {
    /// JSON text.
    pub(crate) request_headers: String,
    /// The beginning of the answer's body, or why there is none.
    pub(crate) response: String,
    /// JSON text.
    pub(crate) response_headers: String,
    /// HTTP; 0 when there was no answer.
    pub(crate) status: i64,
    /// When it was tried.
    pub(crate) delivered: Option<Micros>,
    pub(crate) attempts: i64,
}

impl Outcome {
    pub(crate) fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

impl FromRow for Delivery {
    fn from_row(row: &Row<'_>) -> sql::Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            webhook: row.get(2)?,
            event: row.get(3)?,
            owner: UserId(row.get(4)?),
            name: row.get(5)?,
            uri: row.get(6)?,
            trigger: Triggers(row.get(7)?),
            created: row.get(8)?,
            request: row.get(9)?,
            outcome: Outcome {
                request_headers: row.get(10)?,
                response: row.get(11)?,
                response_headers: row.get(12)?,
                status: row.get(13)?,
                delivered: row.get(14)?,
                attempts: row.get(15)?,
            },
        })
    }
}
