//! What finds files by what is in them. Given at start: whoever reads contents does so as a listener, and is never
//! asked by name here.

use std::fmt;

use sql::Value;

/// Knows which objects hold which words.
pub trait Contents: fmt::Debug + Send + Sync {
    /// A query for the ids of objects of a portal that hold every word of a text; `None` when the text has no word
    /// that could be looked for. It becomes part of the query of a list, which decides who may see what.
    ///
    /// `portal` is a placeholder of the list's query, and `bind` gives one more for a value.
    fn holding(
        &self,
        text: &str,
        portal: &str,
        bind: &mut dyn FnMut(Value) -> String,
    ) -> Option<String>;
}

/// Nobody reads contents: files are found by their titles alone.
#[derive(Debug, Clone, Copy)]
pub struct Unread;

impl Contents for Unread {
    fn holding(&self, _: &str, _: &str, _: &mut dyn FnMut(Value) -> String) -> Option<String> {
        None
    }
}
