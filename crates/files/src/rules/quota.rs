//! Quotas: what fits into a room, an agent or a person's own folders (`files/10 §1, §3`).

/// Without a quota of its own: the portal's default counts.
pub const BY_DEFAULT: i64 = -2;
/// As much as one likes.
pub const UNLIMITED: i64 = -1;

/// What the portal decided about a kind of quotas.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Policy {
    /// They are counted and enforced.
    pub on: bool,
    /// Bytes for those without a quota of their own.
    pub default: i64,
}

impl Policy {
    /// Bytes that a holder with this quota of its own may use; `None` without limit.
    pub fn limit(self, own: i64) -> Option<i64> {
        let bytes = if own == BY_DEFAULT { self.default } else { own };
        (self.on && bytes != UNLIMITED).then_some(bytes.max(0))
    }
}

/// How exactly a limit is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Work that somebody saves is not lost for a few bytes: once, a save may go over.
    Generous,
    /// Copies, moves and restored versions must fit.
    Strict,
}

/// Whether something fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fit {
    /// It does.
    Within,
    /// It goes over the limit, but is saved.
    Over,
    /// It is refused.
    Refused,
}

/// Whether `bytes` fit beside what is used already.
pub fn fits(limit: i64, used: i64, bytes: i64, measure: Measure) -> Fit {
    if bytes <= 0 || limit.saturating_sub(used) >= bytes {
        return Fit::Within;
    }
    let once = used <= limit && used.saturating_add(bytes) <= limit.saturating_mul(2);
    if measure == Measure::Generous && once {
        Fit::Over
    } else {
        Fit::Refused
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_save_may_go_over_once_and_nothing_else_may() {
        use Fit::{Over, Refused, Within};
        // limit, used, bytes, of a save, of a copy
        let table = [
            (100, 0, 100, Within, Within),
            (100, 90, 11, Over, Refused),
            (100, 100, 100, Over, Refused),
            (100, 100, 101, Refused, Refused),
            (100, 101, 1, Refused, Refused),
            (100, 500, 0, Within, Within),
            (0, 0, 1, Refused, Refused),
            (i64::MAX, i64::MAX, i64::MAX, Over, Refused),
        ];
        for (limit, used, bytes, save, copy) in table {
            let case = format!("{limit} {used} {bytes}");
            assert_eq!(fits(limit, used, bytes, Measure::Generous), save, "{case}");
            assert_eq!(fits(limit, used, bytes, Measure::Strict), copy, "{case}");
        }
    }

    #[test]
    fn a_quota_counts_while_the_portal_has_them_on() {
        let on = Policy {
            on: true,
            default: 7,
        };
        assert_eq!(on.limit(BY_DEFAULT), Some(7));
        assert_eq!(on.limit(UNLIMITED), None);
        assert_eq!(on.limit(3), Some(3));
        // "values ≤ 0 are stored as 0": a default that was never set lets nothing in.
        assert_eq!(Policy { default: -2, ..on }.limit(BY_DEFAULT), Some(0));
        assert_eq!(Policy { on: false, ..on }.limit(3), None);
    }
}
