//! SQL in, rows out.

pub(crate) mod deeds;
pub(crate) mod expire;
pub(crate) mod sign_ins;

use sql::{Micros, Value};

/// Conditions of a query that is put together, with their parameters.
pub(crate) struct Conditions {
    text: String,
    pub(crate) params: Vec<Value>,
}

impl Conditions {
    pub(crate) fn of(portal: portal::PortalId) -> Self {
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
