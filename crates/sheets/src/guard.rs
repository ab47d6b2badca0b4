//! Limits on what a workbook may cost: work that takes too long, or fails, ends alone.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::time::{Duration, Instant};

use xlsx_calc::set_progress_hook;

/// Why work on a workbook came to nothing. The workbook may be half changed: it is to be opened anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Stopped {
    /// It took longer than it may.
    #[error("This workbook takes too long to calculate.")]
    Late,
    /// The engine failed.
    #[error("This workbook cannot be calculated here.")]
    Failed,
}

/// What the hook throws.
struct TimeIsUp;

thread_local! {
    static UNTIL: Cell<Option<Instant>> = const { Cell::new(None) };
}

/// Does work on a workbook in this thread, for so long at most. The engine looks at the clock between cells; beside this
/// it has limits of its own on cells looked at, depth and text.
///
/// # Errors
/// [`Stopped`].
pub fn within<T>(limit: Duration, work: impl FnOnce() -> T) -> Result<T, Stopped> {
    UNTIL.set(Some(Instant::now() + limit));
    set_progress_hook(Some(look_at_the_clock));
    let done = catch_unwind(AssertUnwindSafe(work));
    set_progress_hook(None);
    UNTIL.set(None);
    done.map_err(|why| match why.downcast_ref::<TimeIsUp>() {
        Some(TimeIsUp) => Stopped::Late,
        None => Stopped::Failed,
    })
}

fn look_at_the_clock() {
    if UNTIL.get().is_some_and(|until| Instant::now() > until) {
        resume_unwind(Box::new(TimeIsUp));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_fails_or_takes_too_long_ends_alone() {
        let second = Duration::from_secs(1);
        assert_eq!(within(second, || 7), Ok(7));
        let late = within(Duration::ZERO, || {
            std::thread::sleep(Duration::from_millis(2));
            look_at_the_clock();
        });
        assert_eq!(late, Err(Stopped::Late));
        let failed = within(second, || resume_unwind(Box::new("broken")));
        assert_eq!(failed, Err::<(), _>(Stopped::Failed));
        // Outside nothing is thrown.
        look_at_the_clock();
    }
}
