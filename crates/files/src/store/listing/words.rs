//! Entries that match a text: every word of it stands somewhere in the title, or, for files, all of them in the
//! content (`files/04 §5`).
//!
//! Titles are compared by `title_search`: without case and accents ([`search_key`]). A part of a title is
//! found through groups of three characters: PostgreSQL does so by itself where it has an index, SQLite has a table of
//! groups that gives candidates.

use sql::{Dialect, like_contains, search_key};

use crate::contents::Contents;
use crate::store::statement::{Conditions, Statement};

/// Words looked at; nobody types more.
const WORDS: usize = 16;
/// Groups of a word that narrow the candidates down; the title itself decides.
const GROUPS: usize = 8;

/// Where titles are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Titles {
    Folders,
    Files,
}

impl Titles {
    /// Its table of groups, on SQLite.
    const fn grams(self) -> &'static str {
        match self {
            Self::Folders => "folder_grams",
            Self::Files => "file_grams",
        }
    }
}

/// Every word of `text` in the title of `alias`.
pub(super) fn in_titles(
    sql: &mut Statement,
    dialect: Dialect,
    titles: Titles,
    alias: &str,
    text: &str,
) -> String {
    let key = search_key(text);
    let words: Vec<&str> = key.split_whitespace().take(WORDS).collect();
    let compared = compared(sql, alias, &words);
    match groups(&words) {
        Some(groups) if dialect == Dialect::Sqlite => {
            let (grams, groups) = (titles.grams(), sql.bind(groups));
            format!(
                "{compared} AND {alias}.id IN (SELECT rowid FROM {grams} WHERE {grams} MATCH {groups})"
            )
        }
        _ => compared,
    }
}

/// Every word of `text` in the content of the files `d`, and not in their title anyway; `None` when contents cannot
/// answer. A list of its own beside that of titles: each goes by its own index, where one condition with OR would look
/// at every file.
pub(super) fn in_contents(
    sql: &mut Statement,
    contents: &dyn Contents,
    portal: &str,
    text: &str,
) -> Option<String> {
    let mut bind = |value| sql.bind(value);
    let objects = contents.holding(text, portal, &mut bind)?;
    let key = search_key(text);
    let words: Vec<&str> = key.split_whitespace().take(WORDS).collect();
    let compared = compared(sql, "d", &words);
    Some(format!("d.object_id IN ({objects}) AND NOT ({compared})"))
}

/// The words compared with the title itself.
fn compared(sql: &mut Statement, alias: &str, words: &[&str]) -> String {
    let mut must = Conditions::default();
    for word in words {
        let pattern = sql.bind(like_contains(word));
        must.and(format!("{alias}.title_search LIKE {pattern} ESCAPE '\\'"));
    }
    must.text()
}

/// Whether there is a group of characters to look for: a word of three.
pub(super) fn has_groups(text: &str) -> bool {
    let key = search_key(text);
    let mut words = key.split_whitespace().take(WORDS);
    words.any(|word| word.chars().count() >= 3)
}

/// Groups of three characters in FTS5's words, all of which must be there; `None` when every word is shorter.
fn groups(words: &[&str]) -> Option<String> {
    let mut all = Vec::new();
    for word in words {
        let letters: Vec<char> = word.chars().collect();
        for group in letters.windows(3).take(GROUPS) {
            let group: String = group.iter().collect();
            all.push(format!("\"{}\"", group.replace('"', "\"\"")));
        }
    }
    (!all.is_empty()).then(|| all.join(" AND "))
}

#[cfg(test)]
mod tests {
    use super::groups;

    #[test]
    fn words_become_groups_of_three_characters() {
        assert_eq!(
            groups(&["übern", "ab"]).as_deref(),
            Some("\"übe\" AND \"ber\" AND \"ern\"")
        );
        assert_eq!(groups(&["a\"b"]).as_deref(), Some("\"a\"\"b\""));
        assert_eq!(groups(&["ab", "契約"]), None);
    }
}
