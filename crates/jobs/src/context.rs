//! What a handler sees of its job, and how it reports.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use parking_lot::Mutex;
use serde_json::Value as Json;
use tokio::sync::{Notify, watch};

use crate::model::{Job, JobId};
use crate::queue::Progress;

/// A job, as its handler sees it. Cloning is cheap.
#[derive(Debug, Clone)]
pub struct JobContext {
    /// Its name.
    pub id: JobId,
    /// The portal's number; 0 for the installation itself.
    pub portal: i64,
    /// Who wanted it.
    pub owner: Arc<str>,
    /// What is to be done.
    pub payload: Arc<Json>,
    /// The how many-eth attempt this is, from 1. Above 1, something may be done already.
    pub attempt: u32,
    pub(crate) live: Arc<Live>,
}

/// What the handler and the worker tell each other.
#[derive(Debug)]
pub(crate) struct Live {
    progress: Mutex<Progress>,
    pub(crate) changed: Notify,
    cancel: watch::Sender<bool>,
    noticed: AtomicBool,
}

impl JobContext {
    pub(crate) fn of(job: &Job) -> Self {
        let progress = Progress {
            percent: job.percent,
            processed: job.processed,
            result: job.result.clone(),
        };
        Self {
            id: job.id,
            portal: job.portal,
            owner: job.owner.as_str().into(),
            payload: Arc::new(job.payload.clone()),
            attempt: job.attempt,
            live: Arc::new(Live {
                progress: Mutex::new(progress),
                changed: Notify::new(),
                cancel: watch::Sender::new(false),
                noticed: AtomicBool::new(false),
            }),
        }
    }

    /// Reports how far the work has come: 0 to 100, and how many things are done. Call it as often
    /// as you like; it is stored five times a second at most.
    pub async fn progress(&self, percent: i32, processed: i64) {
        {
            let mut progress = self.live.progress.lock();
            progress.percent = percent.clamp(0, 100);
            progress.processed = processed;
        }
        self.live.changed.notify_one();
    }

    /// Whether the job should end early. A handler that is told so cleans up and returns, whatever
    /// it returns; the job is then cancelled.
    pub async fn is_cancelled(&self) -> bool {
        let cancelled = *self.live.cancel.borrow();
        if cancelled {
            self.live.noticed.store(true, Ordering::Relaxed);
        }
        cancelled
    }

    /// Waits until the job should end early: for `select!` beside something long.
    pub async fn cancelled(&self) {
        let mut cancel = self.live.cancel.subscribe();
        if cancel.wait_for(|cancelled| *cancelled).await.is_ok() {
            self.live.noticed.store(true, Ordering::Relaxed);
        }
    }

    /// What came out so far, in this attempt or one before it; null before anything did.
    pub fn result_so_far(&self) -> Json {
        self.live.progress.lock().result.clone()
    }

    /// Stores what came out so far, together with the next progress.
    pub fn set_result(&self, result: Json) {
        self.live.progress.lock().result = result;
        self.live.changed.notify_one();
    }
}

impl Live {
    pub(crate) fn progress(&self) -> Progress {
        self.progress.lock().clone()
    }

    pub(crate) fn cancel(&self) {
        self.cancel.send_replace(true);
    }

    /// Whether the handler was told to end early.
    pub(crate) fn noticed(&self) -> bool {
        self.noticed.load(Ordering::Relaxed)
    }
}
