//! The words of all letters: one file a language in `letters/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

/// The languages on offer, by the first part of their culture's name (or by its whole name, such as `pt-BR`).
/// A new language is a file and a line here; a test tells when one of them is missing.
const FILES: [(&str, &str); 9] = [
    ("de", include_str!("../letters/de.toml")),
    ("en", include_str!("../letters/en.toml")),
    ("es", include_str!("../letters/es.toml")),
    ("fr", include_str!("../letters/fr.toml")),
    ("it", include_str!("../letters/it.toml")),
    ("ja", include_str!("../letters/ja.toml")),
    ("pt", include_str!("../letters/pt.toml")),
    ("ru", include_str!("../letters/ru.toml")),
    ("zh", include_str!("../letters/zh.toml")),
];

/// The language of those whose own is not on offer.
const FALLBACK: &str = "en";

/// Everything one language says.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Words {
    /// `ltr` or `rtl`.
    pub(crate) direction: String,
    /// What every letter says around its own words.
    pub(crate) frame: Frame,
    /// Types of people.
    pub(crate) types: BTreeMap<String, String>,
    /// Roles in rooms.
    pub(crate) roles: BTreeMap<String, String>,
    /// Pieces of news.
    pub(crate) happenings: BTreeMap<String, String>,
    /// The letters, by kind.
    pub(crate) letters: BTreeMap<String, Message>,
}

/// What every letter says around its own words.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Frame {
    pub(crate) hello: String,
    pub(crate) plain_link: String,
    pub(crate) more: String,
    pub(crate) footer: String,
}

/// The words of one letter; each member is a template. Paragraphs are apart by an empty line.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Message {
    pub(crate) subject: String,
    pub(crate) title: String,
    pub(crate) text: String,
    /// Somebody else's words.
    pub(crate) quote: String,
    /// What the button says that leads to the letter's `link`.
    pub(crate) button: String,
    /// Paragraphs behind the button.
    pub(crate) after: String,
    /// What the button says that leads to the letter's `second` link.
    pub(crate) second: String,
    /// In small print.
    pub(crate) note: String,
}

impl Message {
    /// The members with their names.
    #[cfg(test)]
    pub(crate) fn parts(&self) -> [(&'static str, &str); 8] {
        [
            ("subject", &self.subject),
            ("title", &self.title),
            ("text", &self.text),
            ("quote", &self.quote),
            ("button", &self.button),
            ("after", &self.after),
            ("second", &self.second),
            ("note", &self.note),
        ]
    }
}

static WORDS: LazyLock<BTreeMap<&'static str, Words>> = LazyLock::new(|| {
    let read = |(language, text): (&'static str, &str)| match toml::from_str(text) {
        Ok(words) => Some((language, words)),
        Err(error) => {
            // Tests read every file, so this is no state a release can be in.
            tracing::error!(language, %error, "the words of letters cannot be read");
            None
        }
    };
    FILES.into_iter().filter_map(read).collect()
});

/// The languages letters are written in.
pub fn languages() -> impl Iterator<Item = &'static str> {
    FILES.into_iter().map(|(language, _)| language)
}

/// Whether letters are written in the language of a culture such as `de-AT`.
#[must_use]
pub fn supports(culture: &str) -> bool {
    find(culture).is_some()
}

/// The words for a culture, and the language they are in.
pub(crate) fn words(culture: &str) -> Option<(&'static str, &'static Words)> {
    find(culture).or_else(|| find(FALLBACK))
}

fn find(culture: &str) -> Option<(&'static str, &'static Words)> {
    let named = |wanted: &str| {
        let found = WORDS
            .iter()
            .find(|(language, _)| language.eq_ignore_ascii_case(wanted));
        found.map(|(language, words)| (*language, words))
    };
    named(culture).or_else(|| named(culture.split(['-', '_']).next()?))
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use std::collections::BTreeSet;

    use super::*;
    use crate::Letter;

    /// What must be the same in every language: where words stand, and the values they speak of.
    fn outline(words: &Words) -> BTreeSet<String> {
        let mut outline = BTreeSet::new();
        for (kind, message) in &words.letters {
            for (part, text) in message.parts() {
                if !text.trim().is_empty() {
                    outline.insert(format!("{kind}.{part}"));
                }
            }
        }
        outline.extend(words.types.keys().map(|key| format!("types.{key}")));
        outline.extend(words.roles.keys().map(|key| format!("roles.{key}")));
        outline.extend(
            words
                .happenings
                .keys()
                .map(|key| format!("happenings.{key}")),
        );
        outline
    }

    /// The values a text speaks of.
    fn values(text: &str) -> BTreeSet<&str> {
        let end = |sign: char| !sign.is_alphanumeric() && sign != '_';
        text.split("{{ ")
            .skip(1)
            .filter(|part| !part.starts_with('"'))
            .filter_map(|part| part.split(end).next())
            .collect()
    }

    #[test]
    fn every_language_speaks_of_the_same_values() {
        let english: Words = toml::from_str(FILES[1].1).unwrap();
        for (language, text) in FILES {
            let words: Words = toml::from_str(text).unwrap();
            for (kind, message) in &words.letters {
                let theirs = english.letters.get(kind).unwrap().parts();
                for ((part, here), (_, there)) in message.parts().into_iter().zip(theirs) {
                    assert_eq!(values(here), values(there), "{language}: {kind}.{part}");
                }
            }
            for (kind, line) in &words.happenings {
                let there = english.happenings.get(kind).unwrap();
                assert_eq!(values(line), values(there), "{language}: {kind}");
            }
        }
    }

    #[test]
    fn every_language_says_everything() {
        let english: Words = toml::from_str(FILES[1].1).unwrap();
        let kinds: BTreeSet<&str> = english.letters.keys().map(String::as_str).collect();
        assert_eq!(kinds, Letter::KINDS.iter().copied().collect());
        for (language, text) in FILES {
            let words: Words = toml::from_str(text).unwrap();
            let (here, there) = (outline(&words), outline(&english));
            let differing: Vec<_> = here.symmetric_difference(&there).collect();
            assert!(differing.is_empty(), "{language}: {differing:?}");
        }
    }

    #[test]
    fn every_file_of_words_is_a_language() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/letters");
        let names = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap());
        let found: BTreeSet<String> = names
            .filter_map(|name| name.strip_suffix(".toml").map(str::to_owned))
            .collect();
        assert_eq!(found, languages().map(str::to_owned).collect());
    }

    #[test]
    fn a_culture_finds_its_language() {
        let language = |culture| words(culture).unwrap().0;
        assert_eq!(language("de"), "de");
        assert_eq!(language("de-AT"), "de");
        assert_eq!(language("en-GB"), "en");
        assert_eq!(language("zh-CN"), "zh");
        assert_eq!(language("pt-BR"), "pt");
        assert_eq!(language("tr"), "en");
        assert_eq!(language(""), "en");
        assert!(supports("DE") && !supports("lo-LA"));
    }
}
