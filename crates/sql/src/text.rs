//! Case-insensitive search that means the same on both databases.

use unicode_normalization::UnicodeNormalization;

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

/// The text as it is looked for: [`fold`], and one letter for all of the Turkish i, so that "istanbul" finds
/// "İstanbul" and "ISPARTA" finds "ısparta". Too coarse to tell names apart.
pub fn search_key(text: &str) -> String {
    let folded = fold(text);
    if folded.is_ascii() {
        return folded;
    }
    folded.replace("i\u{307}", "i").replace('ı', "i")
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
        assert_eq!(search_key("Straße"), "straße");
    }

    #[test]
    fn a_pattern_has_no_wildcards_but_its_own() {
        assert_eq!(like_contains("50%_\\"), r"%50\%\_\\%");
        assert_eq!(like_starts("Ä"), "ä%");
    }
}
