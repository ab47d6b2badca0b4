//! Titles: cleaning, extensions that stay, free names, and the keys titles sort by.
//!
//! Lengths are counted in UTF-16 units, as the clients count them (`files/00 §4`).

use std::cmp::Ordering;
use std::collections::HashSet;

use crate::formats;

/// Longest title a request may carry for a file or folder, in UTF-16 units.
pub const REQUEST_LIMIT: usize = 165;

/// Longest title that is stored, in UTF-16 units.
pub const STORED_LIMIT: usize = 170;

/// Title of a new document when none was given.
pub const NEW_DOCUMENT: &str = "New document";

/// Cleans a title for storing: trimmed, without characters that file systems or readers stumble
/// over, and not longer than [`STORED_LIMIT`] with its extension kept (`files/00 §4`).
///
/// Beyond the contract's list, control characters and the invisible characters that turn the
/// direction of writing become `_` too: they can make "report\u{202e}fdp.exe" look like a PDF.
/// `None` when nothing is left.
pub fn clean(title: &str) -> Option<String> {
    let cleaned: String = title
        .trim()
        .chars()
        .map(|c| if is_unfit(c) { '_' } else { c })
        .collect();
    let cleaned = cleaned.trim();
    if cleaned.is_empty() {
        None
    } else {
        Some(shortened(cleaned, STORED_LIMIT))
    }
}

/// Cleans the title of a file. The name and the extension are always joined with a dot, so a title
/// without extension ends in one: "readme" is stored as "readme." (`files/06a §11`).
pub fn clean_file(title: &str) -> Option<String> {
    let cleaned = clean(title)?;
    if cleaned.contains('.') {
        return Some(cleaned);
    }
    Some(format!("{}.", shortened(&cleaned, STORED_LIMIT - 1)))
}

fn is_unfit(c: char) -> bool {
    matches!(
        c,
        '*' | '+' | ':' | '"' | '<' | '>' | '?' | '|' | '\\' | '/' | '\u{fffd}'
    ) || c.is_control()
        || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{2028}' | '\u{2029}')
}

/// Length as the clients count it.
pub fn length(title: &str) -> usize {
    title.encode_utf16().count()
}

/// Cuts the name, not the extension, so that the whole has at most `limit` units.
fn shortened(title: &str, limit: usize) -> String {
    if length(title) <= limit {
        return title.to_owned();
    }
    let (name, extension) = split(title);
    let room = limit.saturating_sub(length(extension));
    if room == 0 {
        return cut(title, limit).to_owned();
    }
    format!("{}{extension}", cut(name, room))
}

/// The longest beginning of at most `limit` units; a character outside the basic plane is never
/// cut in half.
fn cut(text: &str, limit: usize) -> &str {
    let mut units = 0;
    for (index, c) in text.char_indices() {
        units += c.len_utf16();
        if units > limit {
            return text.get(..index).unwrap_or_default();
        }
    }
    text
}

/// Name and extension (with its dot and its case); the extension is empty when there is none.
pub fn split(title: &str) -> (&str, &str) {
    match title.rfind('.') {
        Some(dot) => title.split_at(dot),
        None => (title, ""),
    }
}

/// Title of a new office document: any document of a known kind gets the extension in which that
/// kind is made, everything else gets ".docx" behind the whole title (`files/06a §1`).
///
/// `keep` (`enableExternalExt`) leaves the extension as asked. An empty title becomes
/// [`NEW_DOCUMENT`].
pub fn of_new_document(asked: &str, keep: bool) -> String {
    let Some(title) = clean(asked) else {
        return format!("{NEW_DOCUMENT}.docx");
    };
    let extension = formats::extension(&title);
    let wanted = formats::internal_extension(formats::file_type(&extension));
    match wanted {
        _ if !extension.is_empty() && (keep || extension == formats::MASTER_FORM) => title,
        Some(wanted) if wanted == extension => title,
        Some(wanted) => {
            let (name, _) = split(&title);
            shortened(&format!("{name}{wanted}"), STORED_LIMIT)
        }
        None => shortened(
            &format!("{}.docx", title.trim_end_matches('.')),
            STORED_LIMIT,
        ),
    }
}

/// Title of a file made from text: `extension` is put behind it unless it's there already.
/// `None` when the title is blank.
pub fn with_extension(asked: &str, extension: &str) -> Option<String> {
    let title = clean(asked)?;
    if title.to_lowercase().ends_with(extension) {
        return Some(title);
    }
    Some(shortened(&format!("{title}{extension}"), STORED_LIMIT))
}

/// Title of a renamed file: its extension never changes (`files/06a §6`). `None` means "leave it as
/// it is": the new title is blank or the same.
pub fn of_renamed_file(current: &str, asked: &str) -> Option<String> {
    let title = clean(asked)?;
    let extension = formats::extension(current);
    let title = if formats::extension(&title) == extension {
        clean_file(&title)?
    } else {
        let (_, kept) = split(current);
        let kept = if extension.is_empty() { "." } else { kept };
        shortened(&format!("{title}{kept}"), STORED_LIMIT)
    };
    (title != current).then_some(title)
}

/// "name.ext", "name (1).ext", "name (2).ext" …, each to be tried when those before it are taken.
pub fn like(title: &str) -> impl Iterator<Item = String> {
    let (name, extension) = split(title);
    std::iter::once(title.to_owned()).chain(numbered(name, extension))
}

/// "name (1).ext", "name (2).ext" …
pub fn numbered(name: &str, extension: &str) -> impl Iterator<Item = String> {
    (1_u64..).map(move |number| {
        let suffix = format!(" ({number}){extension}");
        let room = STORED_LIMIT.saturating_sub(length(&suffix)).max(1);
        format!("{}{suffix}", cut(name, room))
    })
}

/// The first of the candidates that is not taken. `taken` tells which of some folded titles exist; it is asked for a few
/// at first and for ever more, so that a name is found in few questions whether none is taken or thousands are.
///
/// # Errors
/// Those of `taken`.
pub fn first_free<E>(
    mut candidates: impl Iterator<Item = String>,
    mut taken: impl FnMut(Vec<String>) -> Result<HashSet<String>, E>,
) -> Result<String, E> {
    let mut at_once = 4;
    loop {
        let some: Vec<String> = candidates.by_ref().take(at_once).collect();
        let keys: Vec<String> = some.iter().map(|title| sql::fold(title)).collect();
        let known = taken(keys)?;
        let free = some
            .into_iter()
            .find(|title| !known.contains(&sql::fold(title)));
        if let Some(free) = free {
            return Ok(free);
        }
        at_once = (at_once * 4).min(1024);
    }
}

/// The number files sort by before their title does: the digits at the start of the part before the
/// first dot, 0 when there are none (`files/04 §3`). Puts "10.docx" behind "9.docx".
pub fn leading_number(title: &str) -> i64 {
    let part = title.split('.').next().unwrap_or_default().trim_start();
    let digits: &str = match part.find(|c: char| !c.is_ascii_digit()) {
        Some(end) => part.get(..end).unwrap_or_default(),
        None => part,
    };
    if digits.is_empty() {
        return 0;
    }
    digits.parse().unwrap_or(i64::MAX)
}

/// Natural order of titles without regard to case: runs of digits compare as numbers
/// ("room 2" before "room 10"). Equal up to case falls back to the plain order, so the order is total.
pub fn natural(left: &str, right: &str) -> Ordering {
    let (l, r) = (left.to_lowercase(), right.to_lowercase());
    let (mut l, mut r) = (l.as_str(), r.as_str());
    loop {
        match (l.chars().next(), r.chars().next()) {
            (None, None) => return left.cmp(right),
            (None, Some(_)) => return Ordering::Less,
            (Some(_), None) => return Ordering::Greater,
            (Some(a), Some(b)) if a.is_ascii_digit() && b.is_ascii_digit() => {
                let (first, rest_l) = digits(l);
                let (second, rest_r) = digits(r);
                let order = first
                    .len()
                    .cmp(&second.len())
                    .then_with(|| first.cmp(second));
                if order != Ordering::Equal {
                    return order;
                }
                (l, r) = (rest_l, rest_r);
            }
            (Some(a), Some(b)) => {
                if a != b {
                    return a.cmp(&b);
                }
                l = l.get(a.len_utf8()..).unwrap_or_default();
                r = r.get(b.len_utf8()..).unwrap_or_default();
            }
        }
    }
}

/// Leading digits without leading zeros, and what follows them.
fn digits(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (run, rest) = text.split_at(end);
    (run.trim_start_matches('0'), rest)
}

/// Whether text is really HTML: it holds a tag with an attribute or a space (`files/06a §1`).
pub fn looks_like_html(content: &str) -> bool {
    content.split('<').skip(1).any(|piece| {
        let piece = piece.strip_prefix('/').unwrap_or(piece);
        let end = piece
            .find(|c: char| !c.is_alphanumeric() && c != '_')
            .unwrap_or(piece.len());
        let (name, rest) = piece.split_at(end);
        !name.is_empty() && rest.starts_with(char::is_whitespace) && rest.contains('>')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn unfit_characters_become_underscores() {
        assert_eq!(
            clean("  A/B\\C:D*E+F\"G<H>I?J|K\tL  ").as_deref(),
            Some("A_B_C_D_E_F_G_H_I_J_K_L")
        );
        assert_eq!(clean("A & B").as_deref(), Some("A & B"));
        assert_eq!(clean("   "), None);
        assert_eq!(clean("\t\n"), None);
        assert_eq!(clean("a\u{0}b\u{7f}c").as_deref(), Some("a_b_c"));
    }

    #[test]
    fn turned_writing_cannot_disguise_an_extension() {
        assert_eq!(
            clean("report\u{202e}fdp.exe").as_deref(),
            Some("report_fdp.exe")
        );
        assert_eq!(clean("\u{2066}a\u{2069}.pdf").as_deref(), Some("_a_.pdf"));
        // Marks that honest Hebrew and Arabic titles need stay.
        assert_eq!(
            clean("מסמך\u{200f}.docx").as_deref(),
            Some("מסמך\u{200f}.docx")
        );
        assert_eq!(clean("مستند.docx").as_deref(), Some("مستند.docx"));
    }

    #[test]
    fn long_titles_lose_from_the_name_and_keep_the_extension() {
        let title = clean(&format!("{}.docx", "a".repeat(300))).unwrap_or_default();
        assert_eq!(length(&title), STORED_LIMIT);
        assert!(title.ends_with("a.docx"));
        let title = clean(&format!("{}.docx", "😀".repeat(100))).unwrap_or_default();
        assert!(
            length(&title) <= STORED_LIMIT && title.ends_with("😀.docx"),
            "no half characters"
        );
        assert_eq!(
            length(&clean(&".x".repeat(200)).unwrap_or_default()),
            STORED_LIMIT
        );
        assert_eq!(
            length(&clean(&format!("a.{}", "x".repeat(400))).unwrap_or_default()),
            STORED_LIMIT
        );
    }

    #[test]
    fn a_file_title_without_extension_ends_in_a_dot() {
        assert_eq!(clean_file("readme").as_deref(), Some("readme."));
        assert_eq!(clean_file("readme.").as_deref(), Some("readme."));
        assert_eq!(clean_file("a.txt").as_deref(), Some("a.txt"));
        assert_eq!(
            length(&clean_file(&"a".repeat(200)).unwrap_or_default()),
            STORED_LIMIT
        );
    }

    #[test]
    fn new_documents_get_the_extension_of_their_kind() {
        for (asked, title) in [
            ("Plan", "Plan.docx"),
            ("Plan.docx", "Plan.docx"),
            ("Plan.DOCX", "Plan.DOCX"),
            ("Plan.txt", "Plan.docx"),
            ("Plan.md", "Plan.docx"),
            ("Budget.ods", "Budget.xlsx"),
            ("Talk.pptx", "Talk.pptx"),
            ("Form.pdf", "Form.pdf"),
            ("a.xyz", "a.xyz.docx"),
            ("photo.png", "photo.png.docx"),
            ("readme.", "readme.docx"),
            ("Old.docxf", "Old.docxf"),
            ("  ", "New document.docx"),
            ("A/B", "A_B.docx"),
        ] {
            assert_eq!(of_new_document(asked, false), title, "{asked}");
        }
        assert_eq!(of_new_document("Notes.md", true), "Notes.md");
        assert_eq!(of_new_document("Notes", true), "Notes.docx");
        assert_eq!(
            length(&of_new_document(&"x".repeat(170), false)),
            STORED_LIMIT
        );
    }

    #[test]
    fn text_files_get_their_extension_once() {
        assert_eq!(
            with_extension("Page", ".html").as_deref(),
            Some("Page.html")
        );
        assert_eq!(
            with_extension("Page.HTML", ".html").as_deref(),
            Some("Page.HTML")
        );
        assert_eq!(
            with_extension("Page.md", ".txt").as_deref(),
            Some("Page.md.txt")
        );
        assert_eq!(with_extension(" ", ".txt"), None);
    }

    #[test]
    fn renaming_never_changes_the_extension() {
        for (current, asked, title) in [
            ("a.docx", "X.txt", Some("X.txt.docx")),
            ("a.docx", "X", Some("X.docx")),
            ("a.docx", "X.docx", Some("X.docx")),
            ("a.docx", "X.DOCX", Some("X.DOCX")),
            ("a.DOCX", "X", Some("X.DOCX")),
            ("a.docx", "A & B", Some("A & B.docx")),
            ("a.docx", "A/B", Some("A_B.docx")),
            ("a.docx", "a", None),
            ("a.docx", "a.docx", None),
            ("a.docx", "", None),
            ("a.docx", "   ", None),
            ("readme.", "notes", Some("notes.")),
            ("readme.", "notes.txt", Some("notes.txt.")),
        ] {
            assert_eq!(
                of_renamed_file(current, asked).as_deref(),
                title,
                "{current} -> {asked}"
            );
        }
    }

    #[test]
    fn free_names_count_up() {
        let free = |candidates: &mut dyn Iterator<Item = String>, taken: &[String]| {
            let known = |keys: Vec<String>| {
                let keys = keys.into_iter().filter(|key| taken.contains(key));
                Ok::<_, std::convert::Infallible>(keys.collect())
            };
            first_free(candidates, known).unwrap_or_default()
        };
        let taken = ["x.docx", "x (1).docx", "plan 1.0 (1)"].map(str::to_owned);
        assert_eq!(free(&mut like("X.docx"), &taken), "X (2).docx");
        assert_eq!(free(&mut like("y.docx"), &taken), "y.docx");
        let folder = free(&mut numbered("Plan 1.0", ""), &taken);
        assert_eq!(folder, "Plan 1.0 (2)");
        let thousands: Vec<String> = like("x.docx").take(3000).collect();
        assert_eq!(free(&mut like("x.docx"), &thousands), "x (3000).docx");
        let long = "a".repeat(STORED_LIMIT);
        assert_eq!(length(&free(&mut numbered(&long, ""), &[])), STORED_LIMIT);
        let long = format!("{}.docx", "a".repeat(165));
        let free = free(&mut like(&long), std::slice::from_ref(&long));
        assert_eq!(length(&free), STORED_LIMIT);
        assert!(free.ends_with(" (1).docx"));
    }

    #[test]
    fn files_sort_by_their_leading_number() {
        assert_eq!(leading_number("10.docx"), 10);
        assert_eq!(leading_number("9 lives.docx"), 9);
        assert_eq!(leading_number("v9.docx"), 0);
        assert_eq!(leading_number(""), 0);
        assert_eq!(leading_number(&"9".repeat(40)), i64::MAX);
    }

    #[test]
    fn natural_order_reads_numbers() {
        let mut titles = ["room 10", "Room 2", "room 1", "alpha", "room 02", "room"];
        titles.sort_by(|a, b| natural(a, b));
        assert_eq!(
            titles,
            ["alpha", "room", "room 1", "Room 2", "room 02", "room 10"]
        );
        assert_eq!(natural("a", "A"), natural("A", "a").reverse());
    }

    #[test]
    fn html_is_told_from_text_by_tags_with_a_space() {
        assert!(looks_like_html("<p class='x'>hi</p>"));
        assert!(looks_like_html("<br />"));
        assert!(!looks_like_html("<b>hi</b>"));
        assert!(!looks_like_html("1 < 2 and 3 > 2"));
        assert!(!looks_like_html("plain"));
    }
}
