//! SQL in, rows out.

pub(crate) mod deeds;
pub(crate) mod expire;
pub(crate) mod sign_ins;

use portal::PortalId;
use sql::{FromRow, Micros, Tx, Value};

/// Conditions of a query that is put together, with their parameters.
pub(crate) struct Conditions {
    text: String,
    pub(crate) params: Vec<Value>,
}

impl Conditions {
    pub(crate) fn of(portal: PortalId) -> Self {
        Self {
            text: "e.portal_id = $1".to_owned(),
            params: vec![portal.into()],
        }
    }

    /// Adds a condition; its `?` stands for the value.
    pub(crate) fn and(&mut self, condition: &str, value: impl Into<Value>) {
        let place = self.place(value);
        self.text.push_str(" AND ");
        self.text.push_str(&condition.replace('?', &place));
    }

    /// The place of another parameter.
    pub(crate) fn place(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }
}

/// From when to when, both inclusive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Period {
    pub(crate) from: Option<Micros>,
    pub(crate) to: Option<Micros>,
}

impl Period {
    fn add_to(self, conditions: &mut Conditions) {
        if let Some(from) = self.from {
            conditions.and("e.date >= ?", from);
        }
        if let Some(to) = self.to {
            conditions.and("e.date <= ?", to);
        }
    }
}

/// Which of the rows that fit, counted from the newest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Cut {
    pub(crate) skip: i64,
    pub(crate) count: i64,
}

/// A row's place in the order of time: date and id.
pub(crate) type Mark = (Micros, i64);

/// How many rows of a table are not older than `period` allows.
fn count(tx: &mut Tx<'_>, table: &str, portal: PortalId, period: Period) -> sql::Result<i64> {
    let mut conditions = Conditions::of(portal);
    period.add_to(&mut conditions);
    let sql = format!("SELECT COUNT(*) FROM {table} e WHERE {}", conditions.text());
    tx.query_one(&sql, &conditions.params)
}

/// The newest rows of `select` (of a table called `e`) before `mark` and not older than `period` allows.
fn before<T: FromRow>(
    tx: &mut Tx<'_>,
    select: &str,
    portal: PortalId,
    period: Period,
    mark: Mark,
    count: i64,
) -> sql::Result<Vec<T>> {
    let mut conditions = Conditions::of(portal);
    period.add_to(&mut conditions);
    let (date, id) = (conditions.place(mark.0), conditions.place(mark.1));
    let count = conditions.place(count);
    let sql = format!(
        "{select} WHERE {} AND (e.date, e.id) < ({date}, {id})
         ORDER BY e.date DESC, e.id DESC LIMIT {count}",
        conditions.text()
    );
    tx.query(&sql, &conditions.params)
}
