//! Headers that WebDAV adds to HTTP (RFC 4918 §10).

use http::{HeaderMap, StatusCode, Uri, header};

use crate::Refusal;
use crate::path::Path;

/// How far below a folder a request reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Depth {
    Zero,
    One,
    Infinity,
}

/// A header's text, when it is text.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// `Depth`; `None` when it is missing.
pub(crate) fn depth(headers: &HeaderMap) -> Result<Option<Depth>, Refusal> {
    let Some(given) = text(headers, "depth") else {
        return Ok(None);
    };
    match given.trim().to_ascii_lowercase().as_str() {
        "0" => Ok(Some(Depth::Zero)),
        "1" => Ok(Some(Depth::One)),
        "infinity" => Ok(Some(Depth::Infinity)),
        _ => Err(Refusal::bad_request("Depth is 0, 1 or infinity")),
    }
}

/// `Overwrite`: whether what is in the way may be replaced.
pub(crate) fn overwrite(headers: &HeaderMap) -> bool {
    !text(headers, "overwrite").is_some_and(|given| given.trim().eq_ignore_ascii_case("f"))
}

/// `Destination`: a path here, with or without this server's address in front.
pub(crate) fn destination(headers: &HeaderMap) -> Result<Path, Refusal> {
    let missing = || Refusal::bad_request("The header Destination names where to");
    let given: Uri = text(headers, "destination")
        .and_then(|given| given.parse().ok())
        .ok_or_else(missing)?;
    if let Some(asked) = given.authority() {
        let host =
            text(headers, "x-forwarded-host").or_else(|| text(headers, header::HOST.as_str()));
        if host.is_some_and(|host| !host.eq_ignore_ascii_case(asked.as_str())) {
            let text = "Entries are not moved or copied to other servers";
            return Err(Refusal::new(StatusCode::BAD_GATEWAY, text));
        }
    }
    Path::parse(given.path())
}

/// `Timeout` of a lock in seconds, within what this server keeps.
pub(crate) fn timeout(headers: &HeaderMap) -> i64 {
    const USUAL: i64 = 600;
    const LONGEST: i64 = 3600;
    let first = text(headers, "timeout").and_then(|given| given.split(',').next());
    let Some(first) = first.map(|first| first.trim().to_ascii_lowercase()) else {
        return USUAL;
    };
    match first.strip_prefix("second-") {
        Some(seconds) => seconds.parse().unwrap_or(LONGEST).clamp(1, LONGEST),
        None => LONGEST,
    }
}

/// One parenthesised list of an `If` header: all of it must hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct List {
    /// The address it is about, when it is not the request's.
    pub(crate) about: Option<String>,
    pub(crate) conditions: Vec<Condition>,
}

/// One condition of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Condition {
    pub(crate) negated: bool,
    pub(crate) state: State,
}

/// What a condition asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum State {
    /// A lock with this token.
    Token(String),
    /// Content with this tag, quotes included.
    Tag(String),
}

/// Reads an `If` header (RFC 4918 §10.4); `None` when it is broken.
pub(crate) fn read_if(header: &str) -> Option<Vec<List>> {
    let mut lists = Vec::new();
    let mut about = None;
    let mut rest = header.trim_start();
    while !rest.is_empty() {
        if let Some(tag) = rest.strip_prefix('<') {
            let (address, more) = tag.split_once('>')?;
            about = Some(address.to_owned());
            rest = more.trim_start();
            continue;
        }
        let (conditions, more) = read_list(rest.strip_prefix('(')?)?;
        lists.push(List {
            about: about.clone(),
            conditions,
        });
        rest = more.trim_start();
    }
    (!lists.is_empty()).then_some(lists)
}

/// The conditions up to the closing parenthesis, and what follows it.
fn read_list(mut rest: &str) -> Option<(Vec<Condition>, &str)> {
    let mut conditions = Vec::new();
    loop {
        rest = rest.trim_start();
        if let Some(more) = rest.strip_prefix(')') {
            return (!conditions.is_empty()).then_some((conditions, more));
        }
        let mut negated = false;
        if rest
            .get(..3)
            .is_some_and(|word| word.eq_ignore_ascii_case("not"))
        {
            negated = true;
            rest = rest.get(3..)?.trim_start();
        }
        let state = if let Some(token) = rest.strip_prefix('<') {
            let (token, more) = token.split_once('>')?;
            rest = more;
            State::Token(token.to_owned())
        } else {
            let (tag, more) = rest.strip_prefix('[')?.split_once(']')?;
            rest = more;
            State::Tag(tag.trim().to_owned())
        };
        conditions.push(Condition { negated, state });
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    #[test]
    fn conditions_are_read() {
        let token = |text: &str| State::Token(text.to_owned());
        let list = |about: Option<&str>, conditions: &[(bool, State)]| List {
            about: about.map(str::to_owned),
            conditions: conditions
                .iter()
                .cloned()
                .map(|(negated, state)| Condition { negated, state })
                .collect(),
        };
        let tag = State::Tag("\"a]\"".replace(']', "x"));
        let read = read_if("(<t:1> [\"ax\"]) (Not <DAV:no-lock>)").unwrap();
        let no_lock = token("DAV:no-lock");
        assert_eq!(
            read,
            [
                list(None, &[(false, token("t:1")), (false, tag)]),
                list(None, &[(true, no_lock)])
            ]
        );
        let read = read_if("<http://h/dav/a> (<t:1>) <http://h/dav/b> (<t:2>)(<t:3>)").unwrap();
        let about: Vec<_> = read.iter().map(|list| list.about.as_deref()).collect();
        assert_eq!(
            about,
            [
                Some("http://h/dav/a"),
                Some("http://h/dav/b"),
                Some("http://h/dav/b")
            ]
        );
        for broken in ["", "t:1", "(<t:1>", "()", "(t)", "<a> ", "(<t:1>) x"] {
            assert_eq!(read_if(broken), None, "{broken}");
        }
    }

    #[test]
    fn locks_live_as_long_as_asked_within_an_hour() {
        let of = |given: &str| {
            let mut headers = HeaderMap::new();
            headers.insert("timeout", given.parse().unwrap());
            timeout(&headers)
        };
        assert_eq!(timeout(&HeaderMap::new()), 600);
        assert_eq!(of("Second-120"), 120);
        assert_eq!(of("Infinite, Second-4100000000"), 3600);
        assert_eq!(of("Second-4100000000"), 3600);
        assert_eq!(of("Second-0"), 1);
    }
}
