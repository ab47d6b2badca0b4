//! What lists of files ask: which objects hold these words.

use files::contents::Contents;
use sql::{Dialect, Value};

use crate::words::{Phrase, Question};

/// The index as a part of other queries.
#[derive(Debug, Clone, Copy)]
pub struct Index(Dialect);

impl Index {
    /// The index in a database of this kind.
    #[must_use]
    pub const fn new(dialect: Dialect) -> Self {
        Self(dialect)
    }
}

impl Contents for Index {
    fn holding(
        &self,
        text: &str,
        portal: &str,
        bind: &mut dyn FnMut(Value) -> String,
    ) -> Option<String> {
        let Question(phrases) = Question::of(text)?;
        Some(match self.0 {
            Dialect::Sqlite => {
                let all: Vec<String> = phrases.iter().map(in_sqlite).collect();
                let all = bind(all.join(" AND ").into());
                format!(
                    "SELECT c.object_id FROM content_words JOIN contents c ON c.number = content_words.rowid \
                     WHERE content_words MATCH {all} AND c.portal_id = {portal}"
                )
            }
            // The phrases may stand in different parts of a long text.
            Dialect::Postgres => {
                let each: Vec<String> = phrases
                    .iter()
                    .map(|phrase| {
                        let phrase = bind(in_postgres(phrase).into());
                        format!(
                            "SELECT w.object_id FROM content_words w WHERE w.portal_id = {portal} \
                             AND w.words @@ {phrase}::text::tsquery"
                        )
                    })
                    .collect();
                each.join(" INTERSECT ")
            }
        })
    }
}

/// A phrase in FTS5's words. Letters and digits only: nothing has to be escaped.
fn in_sqlite(phrase: &Phrase) -> String {
    let open = if phrase.open { " *" } else { "" };
    format!("\"{}\"{open}", phrase.words.join(" "))
}

/// The same as a `tsquery`.
fn in_postgres(phrase: &Phrase) -> String {
    let open = if phrase.open { ":*" } else { "" };
    format!("'{}'{open}", phrase.words.join("' <-> '"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_are_spelled_for_each_database() {
        let phrase = Phrase {
            words: vec!["12".to_owned(), "345".to_owned()],
            open: true,
        };
        assert_eq!(in_sqlite(&phrase), "\"12 345\" *");
        assert_eq!(in_postgres(&phrase), "'12' <-> '345':*");
    }
}
