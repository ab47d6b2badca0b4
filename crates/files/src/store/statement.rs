//! A statement that is put together from parts: text and its parameters side by side.

use std::fmt::Write as _;

use sql::Value;

/// Text with placeholders and the values behind them.
#[derive(Debug, Default)]
pub struct Statement {
    /// The text so far.
    pub text: String,
    /// Values of `$1`, `$2` …
    pub params: Vec<Value>,
}

impl Statement {
    /// An empty statement.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a value and answers its placeholder, to be used as often as needed.
    pub fn bind(&mut self, value: impl Into<Value>) -> String {
        self.params.push(value.into());
        format!("${}", self.params.len())
    }

    /// Adds a value and its placeholder.
    pub fn put(&mut self, value: impl Into<Value>) {
        self.params.push(value.into());
        let _ = write!(self.text, "${}", self.params.len());
    }

    /// Adds text.
    pub fn push(&mut self, text: &str) {
        self.text.push_str(text);
    }
}

/// Conditions joined by `AND`.
#[derive(Debug, Default)]
pub struct Conditions(Vec<String>);

impl Conditions {
    /// Adds a condition.
    pub fn and(&mut self, condition: impl Into<String>) {
        self.0.push(condition.into());
    }

    /// The text after `WHERE`.
    pub fn text(&self) -> String {
        if self.0.is_empty() {
            "TRUE".to_owned()
        } else {
            self.0.join(" AND ")
        }
    }
}
