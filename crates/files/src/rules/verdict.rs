//! The running tally of an evaluation: what is still open, what was granted.

use super::action::ActionSet;
use crate::model::FileShare;

/// What a caller may do with an entry, and the `access` shown for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Verdict {
    /// The effective share: 0 for those whose right does not come from a record, 3 without a record.
    pub access: FileShare,
    /// What is allowed.
    pub actions: ActionSet,
}

/// "First matching rule wins", for all actions at once: an action that a rule settled is closed.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tally {
    open: ActionSet,
    granted: ActionSet,
}

impl Tally {
    pub(super) const fn new() -> Self {
        Self {
            open: ActionSet::ALL,
            granted: ActionSet::EMPTY,
        }
    }

    /// These are allowed, unless an earlier rule settled them.
    pub(super) fn grant(&mut self, actions: ActionSet) {
        self.granted = self.granted.and(actions.common(self.open));
        self.open = self.open.without(actions);
    }

    /// These are refused, unless an earlier rule settled them.
    pub(super) fn refuse(&mut self, actions: ActionSet) {
        self.open = self.open.without(actions);
    }

    /// Only these stay open.
    pub(super) fn only(&mut self, actions: ActionSet) {
        self.open = self.open.common(actions);
    }

    /// These are settled: allowed when `condition` holds, else refused.
    pub(super) fn settle(&mut self, actions: ActionSet, condition: bool) {
        if condition {
            self.grant(actions);
        } else {
            self.refuse(actions);
        }
    }

    /// Everything still open is refused.
    pub(super) const fn close(self) -> ActionSet {
        self.granted
    }
}
