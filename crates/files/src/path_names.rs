//! Names of entries in paths, for clients that know names instead of numbers.
//!
//! A name is the title in composed form. A file whose title ends in the dot that the contract puts behind titles without
//! extension ("readme.", `files/06a §11`) goes by the name without it. Titles may be equal in one folder, names are not:
//! folders before files, then the older before the younger keep the plain name, all others carry their number
//! ("Plan (#7).docx", "Plan (folder #7)"). So a name depends on what lies in the folder and on nothing else, and an entry
//! is always found under its name with the number, too.

use std::collections::HashMap;

use unicode_normalization::UnicodeNormalization as _;

use crate::error::Error;
use crate::model::{EntryRef, FileId, FolderId};
use crate::titles;

/// The name of an entry that has its title for itself.
pub fn plain(entry: EntryRef, title: &str) -> String {
    let stem = title
        .strip_suffix('.')
        .filter(|stem| !stem.is_empty() && !stem.contains('.'));
    match (entry, stem) {
        (EntryRef::File(_), Some(stem)) => stem.nfc().collect(),
        _ => title.nfc().collect(),
    }
}

/// The name with the number in it.
fn numbered(entry: EntryRef, title: &str) -> String {
    let name = plain(entry, title);
    match entry {
        EntryRef::Folder(FolderId(number)) => format!("{name} (folder #{number})"),
        EntryRef::File(FileId(number)) => {
            let (stem, extension) = titles::split(&name);
            format!("{stem} (#{number}){extension}")
        }
    }
}

/// The entry that a name with a number means, and its plain name.
pub fn by_number(name: &str) -> Option<(EntryRef, String)> {
    if let Some((stem, number)) = name
        .strip_suffix(')')
        .and_then(|rest| rest.rsplit_once(" (folder #"))
    {
        let number = number.parse().ok()?;
        return Some((EntryRef::Folder(FolderId(number)), stem.to_owned()));
    }
    let (stem, rest) = name.rsplit_once(" (#")?;
    let (number, extension) = rest.split_once(')')?;
    let number = number.parse().ok()?;
    let whole = extension.is_empty() || extension.starts_with('.');
    whole.then(|| {
        let name = format!("{stem}{extension}");
        (EntryRef::File(FileId(number)), name)
    })
}

/// Folded titles that entries of this name can have.
pub fn keys(name: &str) -> [String; 2] {
    [sql::fold(name), sql::fold(&format!("{name}."))]
}

/// Names of `entries`, in their order, among everything in their folder that could have the same (`siblings`).
pub fn among(entries: &[(EntryRef, &str)], siblings: &[(EntryRef, String)]) -> Vec<String> {
    let mut first: HashMap<String, EntryRef> = HashMap::new();
    for (entry, title) in siblings {
        first
            .entry(plain(*entry, title))
            .and_modify(|known| *known = (*known).min(*entry))
            .or_insert(*entry);
    }
    let named = entries.iter().map(|(entry, title)| {
        let name = plain(*entry, title);
        let own = first.get(&name).is_none_or(|first| first >= entry);
        // Dots alone mean other places in a path.
        if own && name != "." && name != ".." {
            name
        } else {
            numbered(*entry, title)
        }
    });
    named.collect()
}

/// The title under which a folder (or a file) of this name is stored.
///
/// # Errors
/// [`Error::Argument`] for a name that would come back as another one.
pub fn title_of(name: &str, is_file: bool) -> Result<String, Error> {
    let name: String = name.nfc().collect();
    let (cleaned, entry) = if is_file {
        (titles::clean_file(&name), EntryRef::File(FileId(0)))
    } else {
        (titles::clean(&name), EntryRef::Folder(FolderId(0)))
    };
    let fitting = cleaned.filter(|title| plain(entry, title) == plain(entry, &name));
    fitting.ok_or_else(|| {
        Error::Argument(format!(
            "The name \"{name}\" cannot be stored: names have at most {} characters, no spaces around them and none of \
             * + : \" < > ? | \\ /",
            titles::STORED_LIMIT
        ))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    const fn file(number: i64) -> EntryRef {
        EntryRef::File(FileId(number))
    }

    const fn folder(number: i64) -> EntryRef {
        EntryRef::Folder(FolderId(number))
    }

    #[test]
    fn equal_titles_get_different_names_that_lead_back() {
        let all = [
            (file(3), "Plan.docx"),
            (file(9), "Plan.docx"),
            (folder(9), "Plan"),
            (file(4), "Plan."),
            (folder(12), "Plan"),
            (file(5), "plan.docx"),
            (folder(13), ".."),
        ];
        let siblings: Vec<_> = all.iter().map(|(e, t)| (*e, (*t).to_owned())).collect();
        let names = among(&all, &siblings);
        assert_eq!(
            names,
            [
                "Plan.docx",
                "Plan (#9).docx",
                "Plan",
                "Plan (#4)",
                "Plan (folder #12)",
                "plan.docx",
                ".. (folder #13)"
            ]
        );
        for ((entry, title), name) in all.iter().zip(&names) {
            if let Some((found, stem)) = by_number(name) {
                assert_eq!((found, stem), (*entry, plain(*entry, title)));
            }
        }
    }

    #[test]
    fn a_name_is_stored_as_it_is_or_refused() {
        assert_eq!(title_of("readme", true).unwrap(), "readme.");
        assert_eq!(title_of("readme.", true).unwrap(), "readme.");
        assert_eq!(title_of("readme", false).unwrap(), "readme");
        assert_eq!(title_of("e\u{301}.txt", true).unwrap(), "é.txt");
        let long = "x".repeat(171);
        for name in ["a:b.txt", "a+b", " a.txt", "a\tb", "", &long] {
            let refused = matches!(title_of(name, true), Err(Error::Argument(_)));
            assert!(refused, "{name}");
        }
    }
}
