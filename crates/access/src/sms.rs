//! Messages to telephones: the interface to whatever sends them, and how numbers are shown.

use futures::future::BoxFuture;

/// Sends messages to telephones. An installation has none until [`crate::Access::use_sms`] is told of one; the second
/// factor by message cannot be switched on before.
pub trait Sms: Send + Sync + 'static {
    /// Sends a text to a number of digits.
    ///
    /// # Errors
    /// A text for the log: why it was not taken.
    fn send<'a>(&'a self, number: &'a str, text: &'a str) -> BoxFuture<'a, Result<(), String>>;
}

/// Most digits a number may have (`platform/03a §3.5`).
const LONGEST: usize = 64;
/// Least digits of a number that can be called.
const SHORTEST: usize = 5;

/// The digits of a number as people type it; `None` for what is none.
pub(crate) fn digits(typed: &str) -> Option<String> {
    let filling = |c: char| matches!(c, '+' | ' ' | '-' | '(' | ')' | '.' | '/');
    let number: String = typed.chars().filter(|c| !filling(*c)).collect();
    let plain = number.bytes().all(|byte| byte.is_ascii_digit());
    (plain && (SHORTEST..=LONGEST).contains(&number.len())).then_some(number)
}

/// A number as it is shown to somebody who has only proved a password: `+4912******6789`.
pub(crate) fn noise(number: &str) -> String {
    let (head, tail) = if number.len() > 8 { (4, 4) } else { (0, 2) };
    let middle = number.len().saturating_sub(head + tail);
    let first = number.get(..head).unwrap_or_default();
    let last = number.get(number.len() - tail.min(number.len())..);
    format!("+{first}{}{}", "*".repeat(middle), last.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_people_type_them() {
        for (typed, number) in [
            ("+49 (30) 123-456", Some("4930123456")),
            ("004930123456", Some("004930123456")),
            ("12345", Some("12345")),
            ("1234", None),
            ("", None),
            ("+49 30 12a456", None),
            ("٤٩٣٠١٢٣٤٥٦", None),
        ] {
            assert_eq!(digits(typed).as_deref(), number, "{typed}");
        }
        assert_eq!(digits(&"1".repeat(64)).map(|number| number.len()), Some(64));
        assert_eq!(digits(&"1".repeat(65)), None);
    }

    #[test]
    fn only_the_ends_of_a_number_are_shown() {
        assert_eq!(noise("491234566789"), "+4912****6789");
        assert_eq!(noise("12345678"), "+******78");
        assert_eq!(noise("1"), "+1");
        assert_eq!(noise(""), "+");
    }
}
