//! Exact counting of rare and dear calls.

use sql::{Db, Micros, Result};

use crate::{Key, Refusal, Rule, Shared, Window};

/// Counts exactly, over all nodes: a transaction a call on PostgreSQL. Cheap to clone.
#[derive(Clone)]
pub struct Meter {
    windows: Shared<Window>,
}

impl Meter {
    /// The counts of the nodes over a database, by these rules.
    #[must_use]
    pub fn over(db: &Db, rules: &[Rule]) -> Self {
        Self {
            windows: Shared::over(db, Rule::life(rules)),
        }
    }

    /// Counts `n` under a key when they fit into the rule's window; the inner error tells when they will.
    ///
    /// # Errors
    /// The database failed.
    pub async fn take(
        &self,
        key: Key,
        rule: Rule,
        n: u32,
        now: Micros,
    ) -> Result<Result<(), Refusal>> {
        self.windows
            .update(key, now, move |window| window.take(rule, now, n))
            .await
    }
}
