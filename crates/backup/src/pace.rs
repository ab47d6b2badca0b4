//! How far long work has come, and whether it should go on.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use crate::error::{Error, Result};

type Tell = dyn Fn(u8) + Send + Sync;

/// Somebody who watches long work. Cheap to clone.
#[derive(Clone)]
pub struct Pace {
    tell: Arc<Tell>,
    stop: Arc<AtomicBool>,
}

impl Pace {
    /// Tells each percent that is reached.
    pub fn new(tell: impl Fn(u8) + Send + Sync + 'static) -> Self {
        Self {
            tell: Arc::new(tell),
            stop: Arc::default(),
        }
    }

    /// Nobody watches.
    #[must_use]
    pub fn unwatched() -> Self {
        Self::new(|_| {})
    }

    /// Has the work end at its next step.
    pub fn stop(&self) {
        self.stop.store(true, Ordering::Relaxed);
    }

    /// A step: the part `done` of `all`, told as percent between `from` and `to`.
    pub(crate) fn step(&self, from: u8, to: u8, done: u64, all: u64) -> Result<()> {
        if self.stop.load(Ordering::Relaxed) {
            return Err(Error::Cancelled);
        }
        let width = u64::from(to.saturating_sub(from));
        let part = done.min(all).saturating_mul(width) / all.max(1);
        (self.tell)(
            from.saturating_add(u8::try_from(part).unwrap_or(u8::MAX))
                .min(100),
        );
        Ok(())
    }
}
