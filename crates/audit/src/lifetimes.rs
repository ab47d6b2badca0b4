//! How long rows are kept.

use portal::Setting;
use serde::{Deserialize, Serialize};
use sql::Micros;

use crate::Error;

/// The longest life, in days.
pub(crate) const MOST: i32 = 180;

/// Days for which rows are kept, 1 to 180.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Lifetimes {
    /// Of the login history.
    pub login_history: i32,
    /// Of the audit trail.
    pub audit_trail: i32,
}

impl Default for Lifetimes {
    fn default() -> Self {
        Self {
            login_history: MOST,
            audit_trail: MOST,
        }
    }
}

impl Setting for Lifetimes {
    const KEY: &'static str = "audit-lifetimes";
}

impl Lifetimes {
    /// Passes lives from 1 to 180 days.
    ///
    /// # Errors
    /// [`Error::Argument`] with the name of the first that is not.
    pub fn checked(self) -> Result<Self, Error> {
        for (days, name) in [
            (self.login_history, "LoginHistoryLifeTime"),
            (self.audit_trail, "AuditTrailLifeTime"),
        ] {
            if !(1..=MOST).contains(&days) {
                return Err(Error::Argument(name));
            }
        }
        Ok(self)
    }
}

/// The moment so many days ago.
pub(crate) fn days_before(now: Micros, days: i32) -> Micros {
    const DAY: Micros = 24 * 3600 * 1_000_000;
    now - Micros::from(days) * DAY
}
