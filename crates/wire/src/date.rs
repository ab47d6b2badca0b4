//! Dates on the wire (platform/01 §1.6): seven fraction digits, shifted into the portal's zone.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use utoipa::openapi::{KnownFormat, ObjectBuilder, RefOr, Schema, SchemaFormat, Type};
use utoipa::{PartialSchema, ToSchema};

/// UTC microseconds since 1970-01-01.
pub type Micros = i64;

/// The minimal date `0001-01-01T00:00:00Z`, which stands for "not set".
pub const MIN_DATE: Micros = -62_135_596_800_000_000;

/// Name under which [`ApiDate`] announces itself to a deserializer with rules of its own.
pub(crate) const API_DATE: &str = "wire::ApiDate";

/// A moment written in the portal's time zone: `2026-06-30T12:34:56.1234560+03:00`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ApiDate(pub Micros);

impl ApiDate {
    /// "Not set".
    pub const MIN: Self = Self(MIN_DATE);

    /// Whether this is the minimal date.
    pub fn is_min(self) -> bool {
        self.0 <= MIN_DATE
    }

    /// The moment, or nothing for the minimal date.
    pub fn given(self) -> Option<Micros> {
        (!self.is_min()).then_some(self.0)
    }

    /// The text in a given zone.
    pub fn in_zone(self, zone: &TimeZone) -> String {
        self.written(zone).as_str().to_owned()
    }

    fn written(self, zone: &TimeZone) -> Written {
        match Timestamp::from_microsecond(self.0) {
            Ok(moment) if !self.is_min() => {
                let offset = zone.to_offset(moment);
                Written::new(offset.to_datetime(moment), offset.seconds() / 60)
            }
            _ => Written::new(DateTime::constant(1, 1, 1, 0, 0, 0, 0), 0),
        }
    }

    /// Reads a date of a request; a text without offset is meant in `zone`.
    pub fn parse(text: &str, zone: &TimeZone) -> Option<Self> {
        parse(text, zone).map(Self)
    }
}

impl From<Micros> for ApiDate {
    fn from(micros: Micros) -> Self {
        Self(micros)
    }
}

impl fmt::Display for ApiDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(crate::zone::with_current(|zone| self.written(zone)).as_str())
    }
}

impl Serialize for ApiDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(crate::zone::with_current(|zone| self.written(zone)).as_str())
    }
}

impl<'de> Deserialize<'de> for ApiDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(API_DATE, DateVisitor)
            .map(Self)
    }
}

/// A plain moment in UTC, as .NET writes one: `2026-06-30T12:34:56.1234567Z`, fraction only when there is one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UtcDate(pub Micros);

impl fmt::Display for UtcDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0 <= MIN_DATE {
            return f.write_str("0001-01-01T00:00:00");
        }
        let Ok(moment) = Timestamp::from_microsecond(self.0) else {
            return f.write_str("0001-01-01T00:00:00");
        };
        let text = Written::new(TimeZone::UTC.to_datetime(moment), 0);
        let text = text.as_str().trim_end_matches('Z');
        f.write_str(text.trim_end_matches('0').trim_end_matches('.'))?;
        f.write_char('Z')
    }
}

impl Serialize for UtcDate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for UtcDate {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer
            .deserialize_newtype_struct(API_DATE, DateVisitor)
            .map(Self)
    }
}

/// `yyyy-MM-ddTHH:mm:ss.fffffff` and `Z` or `±hh:mm`. Lists write two of them an entry, so they are put
/// together from digits and not by format strings.
struct Written {
    text: [u8; 33],
    length: usize,
}

impl Written {
    fn new(at: DateTime, offset_minutes: i32) -> Self {
        let (date, time) = (at.date(), at.time());
        let year = i32::from(date.year()).max(0);
        let ([y0, y1], [y2, y3]) = (two(year / 100), two(year));
        let ([m0, m1], [d0, d1]) = (two(date.month().into()), two(date.day().into()));
        let ([h0, h1], [n0, n1]) = (two(time.hour().into()), two(time.minute().into()));
        let ([s0, s1], fraction) = (two(time.second().into()), time.subsec_nanosecond() / 100);
        let ([f0, f1], [f2, f3]) = (two(fraction / 100_000), two(fraction / 1000));
        let ([f4, f5], [_, f6]) = (two(fraction / 10), two(fraction));
        let away = offset_minutes.abs();
        let ([o0, o1], [o2, o3]) = (two(away / 60), two(away % 60));
        let (sign, length) = match offset_minutes.signum() {
            0 => (b'Z', 28),
            1 => (b'+', 33),
            _ => (b'-', 33),
        };
        let text = [
            y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', n0, n1, b':', s0, s1,
            b'.', f0, f1, f2, f3, f4, f5, f6, sign, o0, o1, b':', o2, o3,
        ];
        Self { text, length }
    }

    fn as_str(&self) -> &str {
        let text = self.text.get(..self.length).unwrap_or_default();
        std::str::from_utf8(text).unwrap_or_default()
    }
}

/// The last two decimal digits of a number that is not negative.
fn two(number: i32) -> [u8; 2] {
    let digit = |number: i32| b'0' + u8::try_from(number % 10).unwrap_or_default();
    [digit(number / 10), digit(number)]
}

/// `yyyy-MM-dd[THH:mm[:ss[.f…]]]`, hyphens allowed for the colons, then nothing, `Z` or `±hh[:]mm`.
fn parse(text: &str, zone: &TimeZone) -> Option<Micros> {
    let text = text.trim();
    let date = text.get(..10)?;
    let year: i16 = date.get(..4)?.parse().ok()?;
    let month: i8 = date.get(5..7)?.parse().ok()?;
    let day: i8 = date.get(8..10)?.parse().ok()?;
    if date.get(4..5)? != "-" || date.get(7..8)? != "-" {
        return None;
    }
    let date = Date::new(year, month, day).ok()?;
    let rest = text.get(10..)?;
    if rest.is_empty() {
        return to_micros(date.to_datetime(Time::midnight()), None, zone);
    }
    let rest = rest.strip_prefix(['T', 't', ' '])?;
    // A blank stands where an unescaped plus of an offset was.
    let clock_end = rest
        .char_indices()
        .skip(8)
        .find(|(_, c)| matches!(c, 'Z' | 'z' | '+' | '-' | ' '))
        .or_else(|| {
            rest.char_indices()
                .find(|(_, c)| matches!(c, 'Z' | 'z' | '+'))
        })
        .map_or(rest.len(), |(at, _)| at);
    let (clock, offset) = rest.split_at_checked(clock_end)?;
    let (whole, fraction) = clock.split_once('.').unwrap_or((clock, ""));
    let mut parts = whole.split([':', '-']);
    let hour: i8 = parts.next()?.parse().ok()?;
    let minute: i8 = parts.next()?.parse().ok()?;
    let second: i8 = parts.next().map_or(Ok(0), str::parse).ok()?;
    let nanos: i32 = if fraction.is_empty() {
        0
    } else {
        format!("{fraction:0<9}").get(..9)?.parse().ok()?
    };
    let at = date.to_datetime(Time::new(hour, minute, second, nanos).ok()?);
    let offset = match offset {
        "" => None,
        "Z" | "z" => Some(0),
        signed => {
            let sign = if signed.starts_with('-') { -1 } else { 1 };
            let figures: String = signed.chars().filter(char::is_ascii_digit).collect();
            let hours: i64 = figures.get(..2)?.parse().ok()?;
            let minutes: i64 = figures.get(2..4).map_or(Ok(0), str::parse).ok()?;
            Some(sign * (hours * 60 + minutes))
        }
    };
    to_micros(at, offset, zone)
}

fn to_micros(at: DateTime, offset_minutes: Option<i64>, zone: &TimeZone) -> Option<Micros> {
    match offset_minutes {
        Some(minutes) => {
            let utc = at.checked_sub(minutes.minutes()).ok()?;
            Some(
                utc.to_zoned(TimeZone::UTC)
                    .ok()?
                    .timestamp()
                    .as_microsecond(),
            )
        }
        None if at.year() <= 1 => Some(MIN_DATE),
        None => Some(at.to_zoned(zone.clone()).ok()?.timestamp().as_microsecond()),
    }
    .map(|micros| micros.max(MIN_DATE))
}

struct DateVisitor;

impl<'de> Visitor<'de> for DateVisitor {
    type Value = Micros;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("System.DateTime")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, inner: D) -> Result<Micros, D::Error> {
        inner.deserialize_any(self)
    }

    /// In JSON a date without offset is UTC and an unreadable one becomes the minimal date.
    fn visit_str<E: de::Error>(self, text: &str) -> Result<Micros, E> {
        Ok(parse(text, &TimeZone::UTC).unwrap_or(MIN_DATE))
    }

    /// A moment that a deserializer has read already.
    fn visit_i64<E: de::Error>(self, micros: i64) -> Result<Micros, E> {
        Ok(micros)
    }

    fn visit_u64<E: de::Error>(self, micros: u64) -> Result<Micros, E> {
        i64::try_from(micros).map_err(E::custom)
    }

    fn visit_unit<E: de::Error>(self) -> Result<Micros, E> {
        Ok(MIN_DATE)
    }

    /// The form of the published documents: `{"utcTime": …, "timeZoneOffset": …}`, or `{}`.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Micros, A::Error> {
        let mut micros = MIN_DATE;
        while let Some(name) = map.next_key::<Cow<'_, str>>()? {
            if name.eq_ignore_ascii_case("utcTime") {
                let text = map.next_value::<Option<String>>()?;
                micros = text
                    .and_then(|text| parse(&text, &TimeZone::UTC))
                    .unwrap_or(MIN_DATE);
            } else {
                map.next_value::<de::IgnoredAny>()?;
            }
        }
        Ok(micros)
    }
}

impl PartialSchema for ApiDate {
    fn schema() -> RefOr<Schema> {
        ObjectBuilder::new()
            .schema_type(Type::String)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::DateTime)))
            .into()
    }
}

impl ToSchema for ApiDate {}

impl PartialSchema for UtcDate {
    fn schema() -> RefOr<Schema> {
        // Not of the format "date-time": the minimal date comes without a zone.
        ObjectBuilder::new()
            .schema_type(Type::String)
            .description(Some("ISO 8601 in UTC; `0001-01-01T00:00:00` when not set"))
            .into()
    }
}

impl ToSchema for UtcDate {}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn zone(name: &str) -> TimeZone {
        crate::zone::by_name(name).unwrap()
    }

    const NOON: Micros = 1_782_820_800_123_456; // 2026-06-30T12:00:00.123456Z

    #[test]
    fn writes_seven_digits_in_the_portal_zone() {
        let date = ApiDate(NOON);
        assert_eq!(date.in_zone(&TimeZone::UTC), "2026-06-30T12:00:00.1234560Z");
        assert_eq!(
            date.in_zone(&zone("Europe/Berlin")),
            "2026-06-30T14:00:00.1234560+02:00"
        );
        assert_eq!(
            date.in_zone(&zone("America/New_York")),
            "2026-06-30T08:00:00.1234560-04:00"
        );
        assert_eq!(
            ApiDate::MIN.in_zone(&zone("Europe/Berlin")),
            "0001-01-01T00:00:00.0000000Z"
        );
        let text = crate::zone::sync_scope(zone("Asia/Kolkata"), || date.to_string());
        assert_eq!(text, "2026-06-30T17:30:00.1234560+05:30");
    }

    #[test]
    fn writes_plain_dates_like_dot_net() {
        assert_eq!(UtcDate(NOON).to_string(), "2026-06-30T12:00:00.123456Z");
        assert_eq!(
            UtcDate(1_782_820_800_000_000).to_string(),
            "2026-06-30T12:00:00Z"
        );
        assert_eq!(UtcDate(MIN_DATE).to_string(), "0001-01-01T00:00:00");
    }

    #[test]
    fn reads_every_form_of_the_contract() {
        let berlin = zone("Europe/Berlin");
        let read = |text: &str| ApiDate::parse(text, &berlin).map(|d| d.0);
        assert_eq!(read("2026-06-30T12:00:00.1234560Z"), Some(NOON));
        assert_eq!(read("2026-06-30T14:00:00.1234560+02:00"), Some(NOON));
        assert_eq!(read("2026-06-30T14:00:00.1234560 02:00"), Some(NOON));
        assert_eq!(read("2026-06-30T08:00:00.123456-04:00"), Some(NOON));
        assert_eq!(read("2026-06-30T12-00-00.123Z"), Some(NOON - 456));
        assert_eq!(read("2026-06-30T14:00:00"), Some(NOON - 123_456));
        assert_eq!(read("2026-06-30T14:00"), Some(NOON - 123_456));
        assert_eq!(
            read("2026-06-30"),
            Some(NOON - 123_456 - 14 * 3_600_000_000)
        );
        assert_eq!(read("0001-01-01T00:00:00"), Some(MIN_DATE));
        for wrong in [
            "",
            "soon",
            "2026-13-01",
            "2026-06-30Tx",
            "2026-06-30T25:00:00",
            "ÄÖÜÄÖÜÄÖÜ",
        ] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn reads_text_and_object_from_json_and_never_fails() {
        let read = |json: &str| serde_json::from_str::<ApiDate>(json).unwrap().0;
        assert_eq!(read(r#""2026-06-30T12:00:00.123456Z""#), NOON);
        assert_eq!(read(r#""2026-06-30T12:00:00.123456""#), NOON);
        assert_eq!(
            read(r#"{"utcTime":"2026-06-30T12:00:00.123456Z","timeZoneOffset":"00:00:00"}"#),
            NOON
        );
        assert_eq!(read("{}"), MIN_DATE);
        assert_eq!(read(r#""soon""#), MIN_DATE);
    }
}
