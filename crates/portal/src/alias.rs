//! What a portal may be called (`platform/02 §2.3`).

use crate::config::Config;

/// Names that would clash with hosts or paths of the installation itself.
const FORBIDDEN: [&str; 22] = [
    "about",
    "admin",
    "administrator",
    "alpha",
    "api",
    "auth",
    "beta",
    "blog",
    "ftp",
    "help",
    "imap",
    "localhost",
    "mail",
    "management",
    "ns1",
    "ns2",
    "pop",
    "smtp",
    "static",
    "storage",
    "webmail",
    "www",
];

/// Why a name cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// Nothing was given.
    Empty,
    /// Too short or too long.
    Length,
    /// Characters or shape are wrong.
    Shape,
    /// Reserved.
    Forbidden,
}

/// The name as it is stored: trimmed and lower case.
///
/// # Errors
/// The first rule it breaks.
pub fn parse(name: &str) -> Result<String, Refusal> {
    let name = name.trim().to_ascii_lowercase();
    if name.is_empty() {
        return Err(Refusal::Empty);
    }
    if !(Config::ALIAS_MIN..=Config::ALIAS_MAX).contains(&name.len()) {
        return Err(Refusal::Length);
    }
    let charset = name
        .bytes()
        .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    if !charset || name.starts_with('-') || name.ends_with('-') || name.starts_with("xn--") {
        return Err(Refusal::Shape);
    }
    if FORBIDDEN.contains(&name.as_str()) {
        return Err(Refusal::Forbidden);
    }
    Ok(name)
}

/// The start of a refused name that its "variants" share: trailing digits cut, not below the least length.
#[must_use]
pub fn stem(name: &str) -> &str {
    let cut = name.trim_end_matches(|c: char| c.is_ascii_digit());
    if cut.len() >= Config::ALIAS_MIN {
        cut
    } else {
        name.get(..Config::ALIAS_MIN).unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_lower_case() {
        let name = "integration-test-portal-x1-2026-11-20T23-38-04-188Z";
        assert_eq!(parse(name), Ok(name.to_lowercase()));
    }

    #[test]
    fn each_rule_refuses_its_names() {
        for (name, refusal) in [
            ("  ", Refusal::Empty),
            ("ab", Refusal::Length),
            (&*"a".repeat(64), Refusal::Length),
            ("-abc", Refusal::Shape),
            ("abc-", Refusal::Shape),
            ("a.bc", Refusal::Shape),
            ("xn--abc", Refusal::Shape),
            ("www", Refusal::Forbidden),
        ] {
            assert_eq!(parse(name), Err(refusal), "{name}");
        }
    }

    #[test]
    fn variants_share_the_name_without_its_number() {
        assert_eq!(stem("office12"), "office");
        assert_eq!(stem("a12345"), "a12");
    }
}
