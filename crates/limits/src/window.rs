//! A count over a window of time.

use serde::{Deserialize, Serialize};
use sql::Micros;

use crate::rule::{PARTS, Rule};
use crate::shared::State;

/// What happened in the last window, part by part. All its functions want the same [`Rule`].
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Window {
    /// Number of the newest part since 1970.
    newest: i64,
    /// Counts of the parts, the newest first.
    counts: [u32; PARTS],
}

/// Why something may not happen now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Refusal {
    /// The most that fits.
    pub most: u32,
    /// What would still fit; 0 unless several were wanted.
    pub left: u32,
    /// When what was wanted will fit.
    pub wait: Micros,
}

impl State for Window {}

impl Window {
    /// How much of the window is used.
    pub fn used(&mut self, rule: Rule, now: Micros) -> u32 {
        self.turn(rule, now);
        self.sum(rule)
    }

    /// Counts `n` more, whether they fit or not.
    pub fn add(&mut self, rule: Rule, now: Micros, n: u32) {
        self.turn(rule, now);
        let [newest, ..] = &mut self.counts;
        *newest = newest.saturating_add(n);
    }

    /// Counts `n` more when they fit.
    ///
    /// # Errors
    /// [`Refusal`]; nothing was counted.
    pub fn take(&mut self, rule: Rule, now: Micros, n: u32) -> Result<(), Refusal> {
        let used = self.used(rule, now);
        if used.saturating_add(n) > rule.most {
            return Err(self.refusal(rule, now, n));
        }
        self.add(rule, now, n);
        Ok(())
    }

    /// The refusal of `n` more.
    pub(crate) fn refusal(&mut self, rule: Rule, now: Micros, n: u32) -> Refusal {
        let mut used = self.used(rule, now);
        let left = rule.most.saturating_sub(used);
        let parts = rule.parts();
        // The oldest part leaves first, when the window's begin has passed its end.
        let mut wait = rule.window;
        for (age, count) in self.counts.iter().enumerate().take(parts).rev() {
            used = used.saturating_sub(*count);
            if used.saturating_add(n) <= rule.most {
                let gone = self.newest - age as i64 + parts as i64;
                wait = gone.saturating_mul(rule.width()).saturating_sub(now);
                break;
            }
        }
        Refusal {
            most: rule.most,
            left,
            wait: wait.max(1),
        }
    }

    /// Adds what another one counted.
    pub(crate) fn merge(&mut self, other: &Self) {
        let ahead = other.newest.saturating_sub(self.newest);
        self.shift(ahead);
        let behind = usize::try_from(self.newest - other.newest).unwrap_or(0);
        for (mine, theirs) in self.counts.iter_mut().skip(behind).zip(other.counts) {
            *mine = mine.saturating_add(theirs);
        }
    }

    fn sum(&self, rule: Rule) -> u32 {
        let parts = self.counts.iter().take(rule.parts());
        parts.fold(0, |sum, count| sum.saturating_add(*count))
    }

    /// Moves the window to now. A count from a future that cannot be (the clock was set back) is forgotten; nodes whose
    /// clocks differ a little agree on the later one.
    fn turn(&mut self, rule: Rule, now: Micros) {
        let part = now.div_euclid(rule.width());
        if self.newest.saturating_sub(part) > rule.parts() as i64 {
            *self = Self::default();
        }
        self.shift(part.saturating_sub(self.newest));
    }

    fn shift(&mut self, parts: i64) {
        if parts <= 0 {
            return;
        }
        let steps = usize::try_from(parts).map_or(PARTS, |parts| parts.min(PARTS));
        self.counts.rotate_right(steps % PARTS);
        self.counts
            .iter_mut()
            .take(steps)
            .for_each(|count| *count = 0);
        self.newest = self.newest.saturating_add(parts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Micros = 1_000_000;
    const DAY: Micros = 24 * 3600 * SECOND;

    fn rule(most: u32) -> Rule {
        Rule {
            most,
            window: 60 * SECOND,
            slides: true,
        }
    }

    #[test]
    fn what_happened_slides_out_part_by_part() {
        let (mut window, rule) = (Window::default(), rule(4));
        for second in [0, 1, 15, 16] {
            assert_eq!(window.take(rule, second * SECOND, 1), Ok(()));
        }
        let refused = window.take(rule, 17 * SECOND, 1).map_err(|r| r.wait);
        assert_eq!(
            refused,
            Err(43 * SECOND),
            "until the part of second 0 leaves"
        );
        assert!(window.take(rule, 59 * SECOND, 1).is_err());
        assert_eq!(window.used(rule, 60 * SECOND), 2);
        assert_eq!(
            window.take(rule, 60 * SECOND, 3).map_err(|r| r.left),
            Err(2)
        );
        assert_eq!(window.take(rule, 60 * SECOND, 2), Ok(()));
        assert_eq!(window.used(rule, 130 * SECOND), 0);
    }

    #[test]
    fn whoever_waits_as_told_gets_in() {
        let (mut window, rule) = (Window::default(), rule(3));
        let mut now = 7 * SECOND + 123_456;
        for _ in 0..200 {
            now += 2 * SECOND + 345_678;
            while let Err(refused) = window.take(rule, now, 1) {
                assert!(window.take(rule, now + refused.wait - 1, 1).is_err());
                now += refused.wait;
                assert_eq!(
                    window.used(rule, now).min(2),
                    window.used(rule, now),
                    "there is room"
                );
            }
        }
    }

    #[test]
    fn a_fixed_window_begins_anew_at_midnight() {
        let rule = Rule {
            most: 2,
            window: DAY,
            slides: false,
        };
        let mut window = Window::default();
        let evening = 3 * DAY - SECOND;
        assert_eq!(window.take(rule, evening, 2), Ok(()));
        assert_eq!(
            window.take(rule, evening, 1).map_err(|r| r.wait),
            Err(SECOND)
        );
        assert_eq!(window.take(rule, 3 * DAY, 2), Ok(()));
    }

    #[test]
    fn a_clock_that_is_set_back_locks_nobody_out() {
        let (mut window, rule) = (Window::default(), rule(1));
        assert_eq!(window.take(rule, DAY, 1), Ok(()));
        assert!(
            window.take(rule, DAY - SECOND, 1).is_err(),
            "clocks differ a little"
        );
        assert_eq!(window.take(rule, 0, 1), Ok(()));
    }

    #[test]
    fn windows_of_nodes_add_up() {
        let rule = rule(100);
        let (mut one, mut two) = (Window::default(), Window::default());
        one.add(rule, 0, 5);
        one.add(rule, 30 * SECOND, 7);
        two.add(rule, 0, 1);
        two.add(rule, 20 * SECOND, 2);
        let (mut left, mut right) = (one, two);
        left.merge(&two);
        right.merge(&one);
        assert_eq!(left, right);
        assert_eq!(left.used(rule, 30 * SECOND), 15);
        assert_eq!(left.used(rule, 60 * SECOND), 9);
        let mut late = Window::default();
        late.add(rule, 10 * DAY, 1);
        late.merge(&one);
        assert_eq!(late.used(rule, 10 * DAY), 1);
    }
}
