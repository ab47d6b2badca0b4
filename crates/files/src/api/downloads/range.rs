//! What part of a file a request wants, and whether it has it already (RFC 9110 §13, §14).

use std::ops::Range;

use http::HeaderMap;
use http::header::{IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, RANGE};

/// What to answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Wanted {
    /// 200 with everything.
    Whole,
    /// 206 with these bytes.
    Part(Range<u64>),
    /// 416: the range lies outside.
    Outside,
}

/// State of the file: its tag (with quotes) and the second of its last change.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Validators<'a> {
    pub(crate) etag: &'a str,
    pub(crate) modified: i64,
}

/// Whether the client's copy is still good: 304. A tag beats a date.
pub(crate) fn not_modified(headers: &HeaderMap, state: Validators<'_>) -> bool {
    if let Some(tags) = text(headers, IF_NONE_MATCH) {
        return tags
            .split(',')
            .map(str::trim)
            .any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == state.etag);
    }
    text(headers, IF_MODIFIED_SINCE)
        .and_then(seconds)
        .is_some_and(|since| state.modified <= since)
}

/// The part that is wanted of `size` bytes. Several ranges at once are answered with everything,
/// as are forms we don't know; `If-Range` that does not hold does the same.
pub(crate) fn wanted(headers: &HeaderMap, state: Validators<'_>, size: u64) -> Wanted {
    let Some(range) = text(headers, RANGE) else {
        return Wanted::Whole;
    };
    if text(headers, IF_RANGE).is_some_and(|condition| !still_is(condition, state)) {
        return Wanted::Whole;
    }
    let Some((unit, range)) = range.split_once('=') else {
        return Wanted::Whole;
    };
    if !unit.trim().eq_ignore_ascii_case("bytes") || range.contains(',') {
        return Wanted::Whole;
    }
    let Some((first, last)) = range.trim().split_once('-') else {
        return Wanted::Whole;
    };
    match (number(first), number(last)) {
        (Some(Some(start)), Some(end)) => {
            let end = end.map_or(size, |last| last.saturating_add(1).min(size));
            match end {
                _ if start >= size => Wanted::Outside,
                // Last before first: not a range at all.
                end if end <= start => Wanted::Whole,
                end => Wanted::Part(start..end),
            }
        }
        (Some(None), Some(Some(0))) => Wanted::Outside,
        (Some(None), Some(Some(_))) if size == 0 => Wanted::Outside,
        (Some(None), Some(Some(tail))) => Wanted::Part(size.saturating_sub(tail)..size),
        _ => Wanted::Whole,
    }
}

fn still_is(condition: &str, state: Validators<'_>) -> bool {
    if condition.starts_with('"') {
        return condition == state.etag;
    }
    // A weak tag never is strong enough for a part; a date must match exactly.
    seconds(condition) == Some(state.modified)
}

/// `Some(None)` for an empty text, `None` for nonsense. Numbers beyond 64 bits are "very far".
fn number(text: &str) -> Option<Option<u64>> {
    let text = text.trim();
    if text.is_empty() {
        return Some(None);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    Some(Some(text.parse().unwrap_or(u64::MAX)))
}

fn text(headers: &HeaderMap, name: http::HeaderName) -> Option<&str> {
    headers.get(name)?.to_str().ok()
}

fn seconds(date: &str) -> Option<i64> {
    let date = jiff::fmt::rfc2822::DateTimeParser::new()
        .parse_timestamp(date)
        .ok()?;
    Some(date.as_second())
}

/// A moment as HTTP writes it: "Sun, 06 Nov 1994 08:49:37 GMT".
pub(crate) fn http_date(second: i64) -> String {
    jiff::Timestamp::from_second(second)
        .ok()
        .and_then(|date| {
            jiff::fmt::rfc2822::DateTimePrinter::new()
                .timestamp_to_rfc9110_string(&date)
                .ok()
        })
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    const STATE: Validators<'_> = Validators {
        etag: "\"v1\"",
        modified: 784_111_777,
    };
    const DATE: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn headers(list: &[(http::HeaderName, &str)]) -> HeaderMap {
        list.iter()
            .map(|(name, value)| (name.clone(), value.parse().unwrap()))
            .collect()
    }

    fn range(text: &str) -> Wanted {
        wanted(&headers(&[(RANGE, text)]), STATE, 100)
    }

    #[test]
    fn one_range_of_bytes_is_served() {
        assert_eq!(range("bytes=0-9"), Wanted::Part(0..10));
        assert_eq!(range("bytes=90-"), Wanted::Part(90..100));
        assert_eq!(range("bytes=-10"), Wanted::Part(90..100));
        assert_eq!(range("bytes=-1000"), Wanted::Part(0..100));
        assert_eq!(range("Bytes= 0-0"), Wanted::Part(0..1));
        assert_eq!(
            range("bytes=50-99999999999999999999999"),
            Wanted::Part(50..100)
        );
    }

    #[test]
    fn ranges_outside_are_refused() {
        assert_eq!(range("bytes=100-"), Wanted::Outside);
        assert_eq!(range("bytes=99999999999999999999999-"), Wanted::Outside);
        assert_eq!(range("bytes=-0"), Wanted::Outside);
        assert_eq!(
            wanted(&headers(&[(RANGE, "bytes=0-")]), STATE, 0),
            Wanted::Outside
        );
        assert_eq!(
            wanted(&headers(&[(RANGE, "bytes=-5")]), STATE, 0),
            Wanted::Outside
        );
    }

    #[test]
    fn what_is_no_range_gives_everything() {
        for text in [
            "bytes=5-2",
            "bytes=a-b",
            "bytes=-",
            "pages=1-2",
            "bytes",
            "bytes=0-1,5-6",
        ] {
            assert_eq!(range(text), Wanted::Whole, "{text}");
        }
        assert_eq!(wanted(&HeaderMap::new(), STATE, 100), Wanted::Whole);
    }

    #[test]
    fn a_changed_file_is_sent_whole() {
        let part = |condition| {
            wanted(
                &headers(&[(RANGE, "bytes=0-9"), (IF_RANGE, condition)]),
                STATE,
                100,
            )
        };
        assert_eq!(part("\"v1\""), Wanted::Part(0..10));
        assert_eq!(part(DATE), Wanted::Part(0..10));
        assert_eq!(part("\"v0\""), Wanted::Whole);
        assert_eq!(part("W/\"v1\""), Wanted::Whole);
        assert_eq!(part("Sun, 06 Nov 1994 08:49:38 GMT"), Wanted::Whole);
    }

    #[test]
    fn a_copy_that_is_still_good_is_not_sent_again() {
        let good = |list: &[(http::HeaderName, &str)]| not_modified(&headers(list), STATE);
        assert!(good(&[(IF_NONE_MATCH, "\"v1\"")]));
        assert!(good(&[(IF_NONE_MATCH, "\"v0\", W/\"v1\"")]));
        assert!(good(&[(IF_NONE_MATCH, "*")]));
        assert!(good(&[(IF_MODIFIED_SINCE, DATE)]));
        assert!(
            !good(&[(IF_NONE_MATCH, "\"v0\""), (IF_MODIFIED_SINCE, DATE)]),
            "the tag decides"
        );
        assert!(!good(&[(
            IF_MODIFIED_SINCE,
            "Sun, 06 Nov 1994 08:49:36 GMT"
        )]));
        assert!(!good(&[(IF_MODIFIED_SINCE, "soon")]));
        assert!(!good(&[]));
    }

    #[test]
    fn dates_are_written_as_http_wants() {
        assert_eq!(http_date(784_111_777), DATE);
    }
}
