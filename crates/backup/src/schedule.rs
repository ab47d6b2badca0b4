//! When a schedule is due, in the portal's zone.

use jiff::civil::Weekday;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _, Zoned};
use sql::Micros;

use crate::kinds::BackupPeriod;

/// The hour of a day, of a day of the week or of the month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Every day, week or month.
    pub period: BackupPeriod,
    /// 0 to 23.
    pub hour: i8,
    /// 1 to 7 from Monday, or 1 to 31: the last day in shorter months. Every day it means nothing.
    pub day: i8,
}

impl Rhythm {
    /// The first time after a moment.
    #[must_use]
    pub fn next(self, after: Micros, zone: &TimeZone) -> Option<Micros> {
        let now = Timestamp::from_microsecond(after)
            .ok()?
            .to_zoned(zone.clone());
        // A month of days holds every kind of day, and one more the day after today's hour.
        let mut day = now.date();
        for _ in 0..=62 {
            let fits = match self.period {
                BackupPeriod::EveryDay => true,
                BackupPeriod::EveryWeek => Weekday::from_monday_one_offset(self.day)
                    .is_ok_and(|wanted| day.weekday() == wanted),
                BackupPeriod::EveryMonth => {
                    day.day() == self.day.clamp(1, 31).min(day.days_in_month())
                }
            };
            // An hour that is left out in spring is the one after it.
            let at: Option<Zoned> = day.at(self.hour, 0, 0, 0).to_zoned(zone.clone()).ok();
            if let Some(at) = at.filter(|at| fits && *at > now) {
                return Some(at.timestamp().as_microsecond());
            }
            day = day.checked_add(1.day()).ok()?;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn next(period: BackupPeriod, hour: i8, day: i8, after: &str) -> String {
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let after: Zoned = format!("{after}[Europe/Berlin]").parse().unwrap();
        let rhythm = Rhythm { period, hour, day };
        let next = rhythm
            .next(after.timestamp().as_microsecond(), &zone)
            .unwrap();
        let next = Timestamp::from_microsecond(next).unwrap().to_zoned(zone);
        next.strftime("%Y-%m-%d %H:%M").to_string()
    }

    #[test]
    fn hours_are_those_of_the_portal() {
        use BackupPeriod::{EveryDay, EveryMonth, EveryWeek};
        let cases = [
            (EveryDay, 3, 0, "2026-11-28T02:59", "2026-11-28 03:00"),
            (EveryDay, 3, 0, "2026-11-28T03:00", "2026-11-29 03:00"),
            (EveryDay, 2, 0, "2026-03-28T12:00", "2026-03-29 03:00"), // left out by the change of clocks
            (EveryWeek, 5, 1, "2026-11-28T00:00", "2026-11-30 05:00"), // a Monday
            (EveryWeek, 5, 7, "2026-11-29T05:00", "2026-12-06 05:00"), // a Sunday
            (EveryMonth, 0, 31, "2026-02-01T00:00", "2026-02-28 00:00"),
            (EveryMonth, 0, 31, "2026-02-28T00:00", "2026-03-31 00:00"),
            (EveryMonth, 23, 1, "2026-12-01T23:00", "2027-01-01 23:00"),
        ];
        for (period, hour, day, after, expected) in cases {
            assert_eq!(
                next(period, hour, day, after),
                expected,
                "{period} {hour} {day} {after}"
            );
        }
    }
}
