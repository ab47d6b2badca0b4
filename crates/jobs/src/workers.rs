//! The workers of a node: what they can do, and the loop that hands them jobs.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use futures::FutureExt;
use serde_json::Value as Json;
use sql::{Db, Dialect, Micros, Result};
use tokio::sync::watch;
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::{Instant, sleep, timeout};
use uuid::Uuid;

use crate::CHANNEL;
use crate::context::{JobContext, Live};
use crate::model::{Failure, Job};
use crate::queue::{self, Again, Claim};
use crate::run::{Handler, Run};
use crate::schedule::Schedule;
use crate::store::VISIBLE;

/// How often finished jobs are pruned.
const PRUNE_EVERY: Duration = Duration::from_secs(300);
/// The shortest pause between two looks, where others claim at the same time.
const BREATH: Duration = Duration::from_millis(20);

/// How patient workers are. The defaults are right for a server; tests are in a hurry.
#[derive(Debug, Clone)]
pub struct Options {
    /// How long a node that died keeps its jobs from the others.
    pub lease: Duration,
    /// How often to look without having been woken.
    pub poll: Duration,
    /// The pause after a first failed attempt; then four times as long each time.
    pub retry_after: Duration,
}

impl Options {
    /// The defaults for this database.
    pub fn of(db: &Db) -> Self {
        let single = db.dialect() == Dialect::Sqlite;
        Self {
            lease: Duration::from_secs(30),
            // Wake-ups cannot get lost within one process, between nodes they can.
            poll: Duration::from_secs(if single { 300 } else { 20 }),
            retry_after: Duration::from_secs(1),
        }
    }
}

/// Workers before they start: the handlers and schedules of this node.
pub struct Workers {
    db: Db,
    handlers: HashMap<&'static str, Handler>,
    schedules: Vec<Schedule>,
    options: Options,
}

impl Workers {
    /// Workers that can do nothing yet.
    pub fn new(db: Db) -> Self {
        let options = Options::of(&db);
        Self {
            db,
            handlers: HashMap::new(),
            schedules: Vec::new(),
            options,
        }
    }

    /// The same with other options.
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// Says what does the jobs of a kind. Jobs of kinds nobody registered wait.
    ///
    /// A handler may run twice for the same job, so it must be safe to run twice. A panic fails the job.
    pub fn register<F, R, E>(mut self, kind: &'static str, handler: F) -> Self
    where
        F: Fn(JobContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Json, E>> + Send + 'static,
        E: Into<Failure> + 'static,
    {
        let handler: Handler =
            Arc::new(move |job| handler(job).map(|end| end.map_err(Into::into)).boxed());
        self.handlers.insert(kind, handler);
        self
    }

    /// Wants a job of this kind done after every `period`, on one node, never two at a time.
    /// Register its handler, too.
    pub fn every(mut self, kind: &'static str, period: Duration) -> Self {
        self.schedules.push(Schedule { kind, period });
        self
    }

    /// Starts working, at most `n` jobs at a time.
    pub fn start(self, n: usize) -> Running {
        // One name a process, so that a restart on SQLite knows at once whose jobs are abandoned.
        static PROCESS: OnceLock<String> = OnceLock::new();
        let process = PROCESS.get_or_init(|| Uuid::new_v4().to_string());
        let (stop, stopped) = watch::channel(None);
        let floor = Floor {
            kinds: self.handlers.keys().copied().collect(),
            worker: format!("{process}/{}", Uuid::new_v4()).into(),
            process,
            workers: self,
            places: n.max(1),
            running: HashMap::new(),
            runs: JoinSet::new(),
            tick_at: 0,
            keep_at: Instant::now(),
            prune_at: Instant::now(),
            stop: stopped,
        };
        Running {
            stop,
            floor: Some(tokio::spawn(floor.run())),
        }
    }
}

/// Workers at work. Stop them with [`Running::stop`]; dropping this ends them abruptly, and their
/// jobs begin again elsewhere when the leases have run out.
pub struct Running {
    stop: watch::Sender<Option<Duration>>,
    floor: Option<JoinHandle<()>>,
}

impl Running {
    /// Begins no more jobs, gives those under way `grace` to finish, and puts the others back for
    /// another node or the next start.
    pub async fn stop(mut self, grace: Duration) {
        self.stop.send_replace(Some(grace));
        if let Some(floor) = self.floor.take() {
            let _ = floor.await; // fails only when it was aborted
        }
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        if let Some(floor) = &self.floor {
            floor.abort();
        }
    }
}

/// Where the workers of a node work.
struct Floor {
    workers: Workers,
    kinds: Vec<&'static str>,
    process: &'static str,
    worker: Arc<str>,
    places: usize,
    running: HashMap<Claim, Arc<Live>>,
    runs: JoinSet<Claim>,
    tick_at: Micros,
    keep_at: Instant,
    prune_at: Instant,
    stop: watch::Receiver<Option<Duration>>,
}

impl Floor {
    async fn run(mut self) {
        let mut wake = self.workers.db.listen(CHANNEL);
        while let Err(error) = self.open().await {
            tracing::warn!(%error, "could not open the job queue; trying again");
            sleep(Duration::from_secs(1)).await;
        }
        loop {
            let pause = self.round().await.unwrap_or_else(|error| {
                tracing::warn!(%error, "could not read the job queue; trying again");
                Duration::from_secs(1)
            });
            tokio::select! {
                () = wake.woken() => {}
                () = sleep(pause) => {}
                Some(done) = self.runs.join_next() => self.leave_place(done),
                _ = self.stop.changed() => break,
            }
        }
        let grace = self.stop.borrow().unwrap_or_default();
        self.close(grace).await;
    }

    async fn open(&self) -> Result<()> {
        let (process, schedules) = (self.process, self.workers.schedules.clone());
        self.workers
            .db
            .write(move |tx| {
                if tx.dialect() == Dialect::Sqlite {
                    queue::free_abandoned(tx, process)?;
                }
                schedules
                    .iter()
                    .try_for_each(|schedule| schedule.prepare(tx, sql::now()))
            })
            .await
    }

    /// Does what is due, and says how long nothing will be.
    async fn round(&mut self) -> Result<Duration> {
        while let Some(done) = self.runs.try_join_next() {
            self.leave_place(done);
        }
        let now = sql::now();
        let mut pause = self.workers.options.poll.min(PRUNE_EVERY);
        if !self.workers.schedules.is_empty() {
            if now >= self.tick_at {
                self.tick_at = self.tick(now).await?;
            }
            pause = pause.min(until(self.tick_at, now));
        }
        if self.running.len() < self.places {
            pause = pause.min(self.fill_places(now).await?);
        }
        if !self.running.is_empty() {
            self.pass_on_cancellations().await?;
            if Instant::now() >= self.keep_at {
                self.keep().await?;
            }
            pause = pause.min(self.keep_at.saturating_duration_since(Instant::now()));
        }
        if Instant::now() >= self.prune_at {
            self.workers
                .db
                .write(move |tx| queue::prune(tx, now - VISIBLE))
                .await?;
            self.prune_at = Instant::now() + PRUNE_EVERY;
        }
        Ok(pause)
    }

    async fn tick(&self, now: Micros) -> Result<Micros> {
        let schedules = self.workers.schedules.clone();
        self.workers
            .db
            .write(move |tx| {
                let mut next = Micros::MAX;
                for schedule in &schedules {
                    next = next.min(schedule.tick(tx, now)?);
                }
                Ok(next)
            })
            .await
    }

    /// Claims what is due; says when the next job will be.
    async fn fill_places(&mut self, now: Micros) -> Result<Duration> {
        let kinds = self.kinds.clone();
        let due = self
            .workers
            .db
            .read(move |tx| queue::next_due(tx, &kinds))
            .await?;
        match due {
            None => return Ok(Duration::MAX),
            Some(due) if due > now => return Ok(until(due, now)),
            Some(_) => {}
        }
        let (kinds, worker) = (self.kinds.clone(), Arc::clone(&self.worker));
        let free = self.places.saturating_sub(self.running.len());
        let lease = micros(self.workers.options.lease);
        let jobs = self
            .workers
            .db
            .write(move |tx| queue::claim(tx, &worker, &kinds, free, now, now + lease))
            .await?;
        if self.running.is_empty() {
            self.keep_at = Instant::now() + self.workers.options.lease / 3;
        }
        // With places left, look again: for the next one's time, or for one another node has locked.
        let pause = match (jobs.len() < free, jobs.is_empty()) {
            (true, true) => BREATH,
            (true, false) => Duration::ZERO,
            (false, _) => Duration::MAX,
        };
        for job in jobs {
            self.begin(job);
        }
        Ok(pause)
    }

    fn begin(&mut self, job: Job) {
        let Some(handler) = self.workers.handlers.get(job.kind.as_str()).cloned() else {
            return;
        };
        let claim = Claim::of(&job);
        let context = JobContext::of(&job);
        self.running
            .insert(claim.clone(), Arc::clone(&context.live));
        let run = Run {
            db: self.workers.db.clone(),
            worker: Arc::clone(&self.worker),
            claim: claim.clone(),
            context,
            retry_after: self.workers.options.retry_after,
        };
        self.runs.spawn(async move {
            run.run(job, handler).await;
            claim
        });
    }

    fn leave_place(&mut self, done: std::result::Result<Claim, tokio::task::JoinError>) {
        match done {
            Ok(claim) => drop(self.running.remove(&claim)),
            // Handlers' panics are caught inside.
            Err(error) => tracing::error!(%error, "a worker was lost"),
        }
    }

    async fn pass_on_cancellations(&self) -> Result<()> {
        let (worker, jobs) = (Arc::clone(&self.worker), self.jobs());
        let cancelled = self
            .workers
            .db
            .read(move |tx| queue::cancelled(tx, &worker, &jobs))
            .await?;
        for (claim, live) in &self.running {
            if cancelled.contains(&claim.id) {
                live.cancel();
            }
        }
        Ok(())
    }

    async fn keep(&mut self) -> Result<()> {
        let (worker, jobs) = (Arc::clone(&self.worker), self.jobs());
        let end = sql::now() + micros(self.workers.options.lease);
        self.workers
            .db
            .write(move |tx| queue::keep(tx, &worker, &jobs, end))
            .await?;
        self.keep_at = Instant::now() + self.workers.options.lease / 3;
        Ok(())
    }

    async fn close(mut self, grace: Duration) {
        let end = Instant::now() + grace;
        while !self.runs.is_empty() && Instant::now() < end {
            let lease = self.workers.options.lease / 3;
            let pause = end.saturating_duration_since(Instant::now()).min(lease);
            match timeout(pause, self.runs.join_next()).await {
                Ok(Some(done)) => self.leave_place(done),
                Ok(None) => break,
                Err(_) => drop(self.keep().await),
            }
        }
        self.runs.shutdown().await;
        for (claim, live) in std::mem::take(&mut self.running) {
            let worker = Arc::clone(&self.worker);
            // This attempt was not the job's fault.
            let again = Again {
                due: 0,
                attempt: claim.attempt.saturating_sub(1),
            };
            let progress = live.progress();
            let put_back = self.workers.db.write(move |tx| {
                tx.notify(CHANNEL);
                queue::put_back(tx, &worker, &claim, &progress, again, sql::now())
            });
            if let Err(error) = put_back.await {
                tracing::warn!(%error, "could not put a job back");
            }
        }
    }

    fn jobs(&self) -> Vec<crate::JobId> {
        self.running.keys().map(|claim| claim.id).collect()
    }
}

fn micros(duration: Duration) -> Micros {
    Micros::try_from(duration.as_micros()).unwrap_or(Micros::MAX / 2)
}

fn until(then: Micros, now: Micros) -> Duration {
    Duration::from_micros(u64::try_from(then - now).unwrap_or(0))
}
