//! Words as they are stored and looked for: the same cut and the same folding for both databases.
//!
//! Letters are lower case without the marks that people leave out when they type (é, ё, harakat); all of the Turkish i
//! are one, so are ς and σ, and ß is ss. Scripts that write without spaces have no words to cut: each of their
//! characters is a word, and neighbours are looked for as a phrase.

use sql::{fold_letter, is_left_out};
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Longest word that is told apart, in characters; the rest of it does not count.
const LONGEST: usize = 64;
/// Words of a question that count.
const ASKED: usize = 16;
/// From so many letters on (of a Korean syllable each counts) the beginning of a word is enough. Fewer would find
/// nearly everything.
const BEGINNING: usize = 3;

/// Cuts a text into words.
pub struct Words<I: Iterator<Item = char>> {
    letters: std::iter::Peekable<I>,
    /// The letter that marks stand on.
    base: char,
}

/// The words of a text, in order.
pub fn words(text: &str) -> impl Iterator<Item = String> {
    Words {
        letters: text.nfkd().peekable(),
        base: ' ',
    }
}

impl<I: Iterator<Item = char>> Iterator for Words<I> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        while !begins_word(*self.letters.peek()?) {
            self.letters.next();
        }
        let mut word = String::new();
        let mut length = 0;
        while let Some(letter) = self.letters.next_if(|c| belongs_to_word(*c)) {
            let alone = stands_alone(letter);
            if !is_combining_mark(letter) {
                self.base = letter;
            } else if is_left_out(self.base, letter) {
                continue;
            }
            if length < LONGEST {
                fold_letter(letter, &mut word);
                length += 1;
            }
            let next = self.letters.peek().copied();
            if alone && !next.is_some_and(is_combining_mark)
                || next.is_some_and(stands_alone)
                || (stands_alone(self.base) && next.is_some_and(begins_word))
            {
                break;
            }
        }
        Some(word.nfkc().collect())
    }
}

fn begins_word(c: char) -> bool {
    c.is_alphanumeric()
}

fn belongs_to_word(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

/// Characters of scripts without spaces: Thai, Lao, Burmese, Khmer, kana, Han.
const fn stands_alone(c: char) -> bool {
    matches!(c,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}'
        | '\u{2e80}'..='\u{2fdf}' | '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{3096}'
        | '\u{30a1}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// What somebody looks for: all of these phrases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question(pub Vec<Phrase>);

/// Words that stand one after the other, never empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Phrase {
    /// The words.
    pub words: Vec<String>,
    /// Whether the last one may go on.
    pub open: bool,
}

impl Question {
    /// Reads a question: what is separated by spaces may stand anywhere, what is not ("12-345") stands together.
    /// `None` when there is no word in it.
    #[must_use]
    pub fn of(text: &str) -> Option<Self> {
        let phrases: Vec<Phrase> = text
            .split_whitespace()
            .filter_map(Phrase::of)
            .take(ASKED)
            .collect();
        (!phrases.is_empty()).then_some(Self(phrases))
    }
}

impl Phrase {
    fn of(text: &str) -> Option<Self> {
        let words: Vec<String> = words(text).take(ASKED).collect();
        let open = words.last()?.nfkd().count() >= BEGINNING;
        Some(Self { words, open })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(text: &str) -> String {
        words(text).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn words_are_folded_in_every_script() {
        assert_eq!(cut("Straße, ÉTÉ e\u{301}te\u{301}!"), "strasse ete ete");
        assert_eq!(cut("ΟΔΟΣ οδός"), "οδοσ οδοσ");
        assert_eq!(cut("Ёлка мой МОЙ мои"), "елка мой мой мои");
        assert_eq!(cut("İstanbul ISPARTA ısparta"), "istanbul isparta isparta");
        assert_eq!(cut("क्या हिन्दी"), "क्या हिन्दी");
        assert_eq!(cut("כָּתַב مُحَمَّد"), "כתב محمد");
        assert_eq!(cut("한국어"), "한국어");
        assert_eq!(cut("ﬁne １２ x²"), "fine 12 x2");
    }

    #[test]
    fn characters_without_spaces_between_them_are_words() {
        assert_eq!(cut("契約書A4版"), "契 約 書 a4 版");
        assert_eq!(cut("ガード"), "ガ ー ド");
    }

    #[test]
    fn what_is_no_word_separates() {
        assert_eq!(cut("a.b@c-d.example 3,14"), "a b c d example 3 14");
        assert_eq!(cut(" \u{301} -- "), "");
        assert_eq!(cut(&"x".repeat(1000)).len(), LONGEST);
    }

    #[test]
    fn a_question_is_all_of_its_phrases() {
        let question = Question::of("  Plan 12-345 契約 ?").map(|question| question.0);
        let phrase = |words: &[&str], open| Phrase {
            words: words.iter().map(ToString::to_string).collect(),
            open,
        };
        assert_eq!(
            question,
            Some(vec![
                phrase(&["plan"], true),
                phrase(&["12", "345"], true),
                phrase(&["契", "約"], false),
            ])
        );
        let open = |text| Question::of(text).map(|question| question.0.iter().all(|one| one.open));
        assert_eq!((open("한국"), open("ab")), (Some(true), Some(false)));
        assert_eq!(Question::of("?! ..."), None);
    }
}
