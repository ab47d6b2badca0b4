//! Case-insensitive search that means the same on both databases.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The text as it is compared and searched: composed (NFC) and lower-case.
///
/// Store it in a column of its own (`title_key`) beside the original. A final sigma folds like any other, since
/// nobody searches for the end of a word.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let lower = text.nfc().flat_map(char::to_lowercase);
    lower
        .map(|c| if c == 'ς' { 'σ' } else { c })
        .nfc()
        .collect()
}

/// The text as it is looked for: without case, without the accents that people leave out when they type, and with one
/// spelling for letters that have several, so that "resume" finds "Résumé", "strasse" "Straße" and "istanbul"
/// "İstanbul". Too coarse to tell names apart.
pub fn search_key(text: &str) -> String {
    if text.is_ascii() {
        return text.to_ascii_lowercase();
    }
    let mut folded = String::with_capacity(text.len());
    let mut base = ' ';
    for letter in text.nfkd() {
        if !is_combining_mark(letter) {
            base = letter;
        } else if is_left_out(base, letter) {
            continue;
        }
        fold_letter(letter, &mut folded);
    }
    let mut key = String::with_capacity(folded.len());
    for letter in folded.nfc() {
        match plain(letter) {
            Some(plain) => key.push_str(plain),
            None => key.push(letter),
        }
    }
    key
}

/// Marks that are left out in typing: accents of Latin and Greek, the dots of ё, vowels of Hebrew and Arabic. Others
/// make another letter (й) or another vowel (Indic scripts).
pub const fn is_left_out(base: char, mark: char) -> bool {
    match mark {
        '\u{0300}'..='\u{036f}' => base < '\u{0400}' || matches!(base, 'е' | 'Е'),
        '\u{0591}'..='\u{05c7}' | '\u{064b}'..='\u{065f}' | '\u{0670}' => true,
        _ => false,
    }
}

/// Adds a letter in lower case: all of the Turkish i are one, so are ς and σ, and ß is ss.
pub fn fold_letter(letter: char, word: &mut String) {
    for c in letter.to_lowercase() {
        match c {
            'ς' => word.push('σ'),
            'ı' => word.push('i'),
            'ß' => word.push_str("ss"),
            '\u{0307}' => {}
            c => word.push(c),
        }
    }
}

/// What is typed for letters whose stroke or ligature is part of them, where the letter is not on the keyboard.
const fn plain(letter: char) -> Option<&'static str> {
    Some(match letter {
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'ħ' => "h",
        'þ' => "th",
        _ => return None,
    })
}

/// The pattern for `title_key LIKE $n ESCAPE '\'` that finds `text` anywhere, whatever it contains.
pub fn like_contains(text: &str) -> String {
    format!("%{}%", escaped(text))
}

/// The pattern for `title_key LIKE $n ESCAPE '\'` that finds what starts with `text`.
pub fn like_starts(text: &str) -> String {
    format!("{}%", escaped(text))
}

fn escaped(text: &str) -> String {
    let folded = fold(text);
    let mut pattern = String::with_capacity(folded.len() + 2);
    for c in folded.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_ignores_case_and_composition() {
        assert_eq!(fold("Straße"), "straße");
        assert_eq!(fold("ПРИВЕТ"), "привет");
        assert_eq!(fold("E\u{301}te\u{301}"), "été");
        assert_eq!(fold("ΟΔΟΣ"), fold("οδος"));
        assert_eq!(fold("Plain ASCII"), "plain ascii");
    }

    #[test]
    fn searching_knows_one_i() {
        assert_eq!(search_key("İSTANBUL"), "istanbul");
        assert_eq!(search_key("ısparta"), search_key("ISPARTA"));
    }

    #[test]
    fn searching_leaves_accents_out() {
        for (title, key) in [
            ("Résumé", "resume"),
            ("E\u{301}te\u{301}", "ete"),
            ("Straße STRASSE ẞ", "strasse strasse ss"),
            ("ÖL über Ärger", "ol uber arger"),
            ("Łódź Ærø Þór", "lodz aero thor"),
            ("ΟΔΌΣ οδός", "οδοσ οδοσ"),
            ("Ёлка МОЙ", "елка мой"),
            ("מִלָּה كِتَاب", "מלה كتاب"),
            ("Việt Nam", "viet nam"),
            ("ﬁne Ｆｕｌｌ", "fine full"),
            ("हिन्दी 한국어 が", "हिन्दी 한국어 が"),
        ] {
            assert_eq!(search_key(title), key, "{title}");
            assert_eq!(search_key(key), key, "{title} again");
        }
    }

    #[test]
    fn a_pattern_has_no_wildcards_but_its_own() {
        assert_eq!(like_contains("50%_\\"), r"%50\%\_\\%");
        assert_eq!(like_starts("Ä"), "ä%");
    }
}
