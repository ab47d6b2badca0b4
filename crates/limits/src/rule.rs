//! So many in a window of time.

use std::str::FromStr;
use std::time::Duration;

use sql::Micros;

const SECOND: Micros = 1_000_000;

/// Parts of a sliding window: what happened leaves it part by part.
pub(crate) const PARTS: usize = 6;

/// So many in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The most that fits.
    pub most: u32,
    /// Length of the window.
    pub window: Micros,
    /// The window moves with time instead of beginning anew at fixed moments (such as midnight UTC for a day).
    pub slides: bool,
}

/// A text that is no rule.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no limit: wanted is a number, a slash and a time, such as `5/1m`, `1500/60s` or `10000/1d`"
)]
pub struct BadRule(String);

impl Rule {
    /// The same with a window that begins anew at fixed moments.
    #[must_use]
    pub fn fixed(self) -> Self {
        Self {
            slides: false,
            ..self
        }
    }

    /// Reads a setting: a rule, or nothing for an empty text and `off`.
    ///
    /// # Errors
    /// [`BadRule`] for anything else.
    pub fn optional(text: &str) -> Result<Option<Self>, BadRule> {
        match text.trim() {
            "" | "off" => Ok(None),
            text => text.parse().map(Some),
        }
    }

    /// How long counts by some rules say something: longer than any of their windows.
    pub(crate) fn life(rules: &[Self]) -> Duration {
        let longest = rules.iter().map(|rule| rule.window.unsigned_abs()).max();
        Duration::from_micros(2 * longest.unwrap_or(0)) + Duration::from_secs(60)
    }

    /// How many parts the window has.
    pub(crate) fn parts(self) -> usize {
        if self.slides { PARTS } else { 1 }
    }

    /// Length of one part.
    pub(crate) fn width(self) -> Micros {
        let parts = if self.slides { PARTS as Micros } else { 1 };
        (self.window / parts).max(1)
    }
}

impl FromStr for Rule {
    type Err = BadRule;

    /// Reads `5/1m`: s, m, h and d are seconds, minutes, hours and days. The window slides.
    fn from_str(text: &str) -> Result<Self, BadRule> {
        let bad = || BadRule(text.to_owned());
        let (most, time) = text.split_once('/').ok_or_else(bad)?;
        let (number, unit) = time
            .trim()
            .split_at_checked(time.trim().len().saturating_sub(1))
            .ok_or_else(bad)?;
        let unit = match unit {
            "s" => 1,
            "m" => 60,
            "h" => 3600,
            "d" => 24 * 3600,
            _ => return Err(bad()),
        };
        let number: u32 = number.trim().parse().map_err(|_| bad())?;
        let most: u32 = most.trim().parse().map_err(|_| bad())?;
        let window = Micros::from(number) * unit * SECOND;
        // A year is more than anybody means, and leaves room for sums.
        if most == 0 || window == 0 || window > 366 * 24 * 3600 * SECOND {
            return Err(bad());
        }
        Ok(Self {
            most,
            window,
            slides: true,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_read() {
        let rule = Rule {
            most: 5,
            window: 60 * SECOND,
            slides: true,
        };
        assert_eq!("5/1m".parse(), Ok(rule));
        assert_eq!(" 5 / 60 s ".trim().parse(), Ok(rule));
        assert_eq!(Rule::optional("5/1m"), Ok(Some(rule)));
        assert_eq!(Rule::optional("off"), Ok(None));
        assert_eq!(Rule::optional(" "), Ok(None));
        for bad in [
            "5",
            "5/",
            "/1m",
            "0/1m",
            "5/0m",
            "5/1y",
            "5/m",
            "-1/1m",
            "5/1é",
            "5/9999999d",
        ] {
            assert!(bad.parse::<Rule>().is_err(), "{bad}");
        }
    }
}
