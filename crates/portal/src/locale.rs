//! Cultures and time zones on offer.

use jiff::Timestamp;
use jiff::tz::{TimeZone, db};
use sql::Micros;

/// Culture of a portal that chose none.
pub const DEFAULT_CULTURE: &str = "en-US";
/// Zone of a portal that chose none.
pub const DEFAULT_ZONE: &str = "UTC";

/// The cultures people may choose (`platform/06 §6.3`).
pub const CULTURES: [&str; 33] = [
    "az",
    "bg",
    "cs",
    "de",
    "el-GR",
    "en-GB",
    "en-US",
    "es",
    "fi",
    "fr",
    "hy-AM",
    "it",
    "lv",
    "nl",
    "pl",
    "pt",
    "pt-BR",
    "ro",
    "sk",
    "sl",
    "vi",
    "ru",
    "tr",
    "uk-UA",
    "ar-SA",
    "lo-LA",
    "ja-JP",
    "si",
    "ko-KR",
    "zh-CN",
    "sq-AL",
    "sr-Cyrl-RS",
    "sr-Latn-RS",
];

/// The culture on offer that a language text means: exactly, or by its first part (`en` is `en-US`).
#[must_use]
pub fn culture(text: &str) -> Option<&'static str> {
    let text = text.trim();
    if let Some(exact) = CULTURES
        .iter()
        .copied()
        .find(|name| name.eq_ignore_ascii_case(text))
    {
        return Some(exact);
    }
    let language = text
        .split(['-', '_'])
        .next()
        .filter(|part| !part.is_empty())?;
    if language.eq_ignore_ascii_case("en") {
        return Some(DEFAULT_CULTURE);
    }
    let same_language = |name: &&str| {
        name.split('-')
            .next()
            .is_some_and(|first| first.eq_ignore_ascii_case(language))
    };
    CULTURES.iter().copied().find(same_language)
}

/// A zone on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone {
    /// IANA id.
    pub id: String,
    /// E.g. `(UTC+02:00) Europe/Riga`.
    pub title: String,
    /// Seconds east of Greenwich now.
    pub offset: i32,
}

/// All zones, from west to east as they are at `now`.
#[must_use]
pub fn zones(now: Micros) -> Vec<Zone> {
    let mut zones: Vec<_> = db()
        .available()
        .filter_map(|name| zone(name.as_str(), now))
        .collect();
    zones.sort_by(|a, b| (a.offset, &a.id).cmp(&(b.offset, &b.id)));
    zones
}

/// One zone by its IANA id.
#[must_use]
pub fn zone(id: &str, now: Micros) -> Option<Zone> {
    let zone = TimeZone::get(id).ok()?;
    let at = Timestamp::from_microsecond(now).ok()?;
    let offset = zone.to_offset(at).seconds();
    Some(Zone {
        id: id.to_owned(),
        title: format!("(UTC{}) {id}", offset_text(offset)),
        offset,
    })
}

/// Whether there is such a zone.
#[must_use]
pub fn is_zone(id: &str) -> bool {
    TimeZone::get(id).is_ok()
}

/// An offset as .NET writes a `TimeSpan`: `03:00:00`, `-07:00:00`.
#[must_use]
pub fn time_span(seconds: i32) -> String {
    let sign = if seconds < 0 { "-" } else { "" };
    let s = seconds.abs();
    format!("{sign}{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
}

fn offset_text(seconds: i32) -> String {
    if seconds == 0 {
        return String::new();
    }
    let sign = if seconds < 0 { '-' } else { '+' };
    let s = seconds.abs();
    format!("{sign}{:02}:{:02}", s / 3600, s / 60 % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_finds_its_culture() {
        assert_eq!(culture("en"), Some("en-US"));
        assert_eq!(culture("EN-gb"), Some("en-GB"));
        assert_eq!(culture("pt"), Some("pt"));
        assert_eq!(culture("ja"), Some("ja-JP"));
        assert_eq!(culture("xx"), None);
        assert_eq!(culture(""), None);
    }

    #[test]
    fn zones_go_from_west_to_east() {
        let all = zones(1_800_000_000_000_000);
        assert!(all.len() > 300);
        assert!(all.is_sorted_by_key(|zone| zone.offset));
        assert_eq!(time_span(-25_200), "-07:00:00");
        assert_eq!(time_span(0), "00:00:00");
    }
}
