//! One run of one job.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::Value as Json;
use sql::baggage::Baggage;
use sql::{Db, Micros};
use tokio::time::{Instant, sleep, sleep_until};

use crate::context::JobContext;
use crate::model::{Failure, Job, Status};
use crate::queue::{self, Again, Claim, Outcome};

/// How often progress is stored at most.
const REPORT_EVERY: Duration = Duration::from_millis(200);
/// How often a job is begun at most, counting those attempts that ended with their node.
const ATTEMPTS: u32 = 5;

/// What does the jobs of one kind.
pub(crate) type Handler =
    Arc<dyn Fn(JobContext) -> BoxFuture<'static, Result<Json, Failure>> + Send + Sync>;

/// A run: a job that a worker has claimed.
pub(crate) struct Run {
    pub(crate) db: Db,
    pub(crate) worker: Arc<str>,
    pub(crate) claim: Claim,
    pub(crate) context: JobContext,
    pub(crate) retry_after: Duration,
}

/// What to write about a run that is over.
#[derive(Debug, Clone)]
enum End {
    Finish(Outcome),
    Again(Again),
}

impl Run {
    pub(crate) async fn run(self, job: Job, handler: Handler) {
        let end = if job.attempt > ATTEMPTS {
            failed("the job was interrupted too often")
        } else {
            let kind = &job.kind;
            let baggage = job.baggage.clone().map(Baggage::from);
            match sql::baggage::scope(baggage, self.work(handler)).await {
                Ok(outcome) => self.judge(outcome),
                Err(panic) => {
                    let text = panic.downcast_ref::<&str>().copied();
                    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
                    tracing::error!(kind, job = %job.id, panic = text, "a job panicked");
                    failed("internal error")
                }
            }
        };
        if let End::Finish(Outcome {
            status: Status::Failed,
            error,
            ..
        }) = &end
        {
            tracing::warn!(kind = job.kind, job = %job.id, error, "a job failed");
        }
        self.write(end).await;
    }

    /// Runs the handler to its end, storing the progress it reports.
    async fn work(
        &self,
        handler: Handler,
    ) -> Result<Result<Json, Failure>, Box<dyn std::any::Any + Send>> {
        let handling = async { handler(self.context.clone()).await };
        let mut handling = std::pin::pin!(AssertUnwindSafe(handling).catch_unwind());
        let live = &self.context.live;
        let mut report_at = Instant::now();
        let mut changed = false;
        loop {
            tokio::select! {
                outcome = &mut handling => return outcome,
                () = live.changed.notified(), if !changed => changed = true,
                () = sleep_until(report_at), if changed => {
                    changed = false;
                    self.report().await;
                    report_at = Instant::now() + REPORT_EVERY;
                }
            }
        }
    }

    async fn report(&self) {
        let progress = self.context.live.progress();
        let (worker, claim) = (Arc::clone(&self.worker), self.claim.clone());
        let ours = self
            .db
            .write(move |tx| queue::report(tx, &worker, &claim, &progress))
            .await;
        match ours {
            Ok(true) => {}
            // Another worker has taken over: this run should end.
            Ok(false) => self.context.live.cancel(),
            Err(error) => tracing::warn!(%error, "could not store the progress of a job"),
        }
    }

    fn judge(&self, outcome: Result<Json, Failure>) -> End {
        let cancelled = self.context.live.noticed();
        let attempt = self.claim.attempt;
        match outcome {
            Ok(result) => {
                let status = if cancelled {
                    Status::Cancelled
                } else {
                    Status::Completed
                };
                let result = (!result.is_null()).then_some(result);
                End::Finish(Outcome {
                    status,
                    error: String::new(),
                    result,
                })
            }
            Err(_) if cancelled => End::Finish(Outcome {
                status: Status::Cancelled,
                error: String::new(),
                result: None,
            }),
            Err(Failure::Retry(text)) if attempt < ATTEMPTS => {
                let pause = self.retry_after * 4u32.pow(attempt.saturating_sub(1));
                tracing::info!(job = %self.claim.id, attempt, text, ?pause, "a job will try again");
                End::Again(Again {
                    due: after(pause),
                    attempt,
                })
            }
            Err(Failure::Later(pause)) => End::Again(Again {
                due: after(pause),
                attempt: attempt.saturating_sub(1),
            }),
            Err(Failure::Final(text) | Failure::Retry(text)) => failed(&text),
        }
    }

    /// Writes the end down. If the database stays away the lease runs out, and the job runs again.
    async fn write(&self, end: End) {
        for second in 0..10 {
            let (worker, claim) = (Arc::clone(&self.worker), self.claim.clone());
            let (progress, end) = (self.context.live.progress(), end.clone());
            let now = sql::now();
            let written = self.db.write(move |tx| match end {
                End::Finish(outcome) => {
                    queue::finish(tx, &worker, &claim, &progress, &outcome, now)
                }
                End::Again(again) => queue::put_back(tx, &worker, &claim, &progress, again, now),
            });
            match written.await {
                Ok(true) => return,
                Ok(false) => {
                    tracing::warn!(job = %self.claim.id, "another worker has taken a job over");
                    return;
                }
                Err(error) => {
                    tracing::warn!(%error, job = %self.claim.id, "could not store a job's end");
                    sleep(Duration::from_secs(second)).await;
                }
            }
        }
    }
}

fn failed(text: &str) -> End {
    End::Finish(Outcome {
        status: Status::Failed,
        error: text.to_owned(),
        result: None,
    })
}

fn after(pause: Duration) -> Micros {
    sql::now() + i64::try_from(pause.as_micros()).unwrap_or(i64::MAX / 2)
}
