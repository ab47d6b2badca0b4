//! The jobs: making and restoring archives, and what is looked after every minute and every night.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use jobs::{Failure, JobContext, Workers};
use portal::{PortalId, UserId};
use post::Letter;
use serde_json::{Value as Json, json};
use sql::{Micros, Tx};
use tokio::time::{interval, sleep};
use uuid::Uuid;

use crate::api::BackupProgress;
use crate::archive;
use crate::error::{Error, Result};
use crate::kinds::{BackupProgressEnum, BackupStorageType, DistributedTaskStatus};
use crate::letters;
use crate::pace::Pace;
use crate::place::Place;
use crate::restore::{Order, Target, recover, restore};
use crate::service::{Backups, MAKE, RESTORE, Wish, tell, want};
use crate::store::{self, Backup, Progress};

const WATCH: &str = "backup.watch";
const MINUTE: Duration = Duration::from_secs(60);
const TEST: &str = "backup.test";
const DAY: Duration = Duration::from_secs(24 * 3600);
/// How long archives beside our objects are kept (`platform/08 §8.5`: expires after a day).
const TEMPORARY: Micros = 24 * 3600 * 1_000_000;
/// Between the wish and the work: long enough to call it off, and for those who poll to see that it runs
/// (`peer-suite/backup`: about a second at least).
const SECOND_THOUGHT: Duration = Duration::from_secs(1);

/// Registers the jobs with the workers.
pub fn register(workers: Workers, backups: &Backups) -> Workers {
    let (make, bring, watch, test) = (
        backups.clone(),
        backups.clone(),
        backups.clone(),
        backups.clone(),
    );
    workers
        .register(MAKE, move |job| {
            let backups = make.clone();
            async move { backups.make_job(job).await }
        })
        .register(RESTORE, move |job| {
            let backups = bring.clone();
            async move { backups.restore_job(job).await }
        })
        .register(WATCH, move |_| {
            let backups = watch.clone();
            async move { done(backups.watch(sql::now()).await) }
        })
        .every(WATCH, MINUTE)
        .register(TEST, move |_| {
            let backups = test.clone();
            async move { done(backups.test_all().await.map(drop)) }
        })
        .every(TEST, DAY)
}

fn done(result: Result<()>) -> Result<Json, Failure> {
    result.map(|()| Json::Null).map_err(Failure::from)
}

impl Backups {
    async fn make_job(&self, job: JobContext) -> Result<Json, Failure> {
        let wish: Wish = serde_json::from_value(job.payload.as_ref().clone())
            .map_err(|error| Failure::Final(error.to_string()))?;
        let portal = PortalId(job.portal);
        let work = {
            let (this, wish, id) = (self.clone(), wish.clone(), job.id.0);
            move |pace: Pace| async move {
                sleep(SECOND_THOUGHT).await;
                pace.step(0, 0, 0, 1)?;
                this.make(portal, &wish, id, &pace).await
            }
        };
        let outcome = self.followed(&job, BackupProgressEnum::Backup, work).await;
        let (kind, action) = match (&outcome, wish.scheduled) {
            (Ok(_), false) => ("backup.completed", 5125),
            (Ok(_), true) => ("backup.scheduled-completed", 5128),
            (Err(Error::Cancelled), _) => return Ok(Json::Null),
            (Err(_), false) => ("backup.failed", 5126),
            (Err(_), true) => ("backup.scheduled-failed", 5129),
        };
        let starter = (!wish.scheduled).then_some(wish.person);
        let (id, error) = (job.id.0, outcome.err().map(|error| error.to_string()));
        self.ground
            .db
            .write(move |tx| {
                let actor = starter.map(|person| person.to_string());
                tell(tx, portal, actor, kind, action)?;
                letters::made(tx, portal, starter, id, error)
            })
            .await?;
        if wish.scheduled {
            self.keep_newest(portal, wish.person).await?;
        }
        Ok(Json::Null)
    }

    async fn make(&self, portal: PortalId, wish: &Wish, id: Uuid, pace: &Pace) -> Result<()> {
        let storage =
            BackupStorageType::from_number(wish.storage).unwrap_or(BackupStorageType::DataStore);
        let place = Place::of(storage, &wish.params)?;
        let spool = self.spool(&format!("{id}.tar"))?;
        // What an attempt left whose node died.
        let _ = std::fs::remove_file(&spool);
        let manifest = archive::make(&self.ground, portal, &spool, pace).await?;
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        let temporary = storage == BackupStorageType::DataStore && !wish.scheduled;
        let backup = Backup {
            portal,
            id,
            name: name(&manifest.alias, manifest.made),
            storage,
            params: Json::Object(wish.params.clone()),
            object: None,
            file: None,
            size: 0,
            rows: number(manifest.tables.iter().map(|table| table.rows).sum()),
            objects: number(manifest.objects),
            scheduled: wish.scheduled,
            created: manifest.made,
            expires: temporary.then(|| manifest.made + TEMPORARY),
            tested: None,
            verdict: String::new(),
        };
        let put = self.put(&place, &spool, backup, wish.person).await;
        let _ = std::fs::remove_file(&spool);
        put.map(drop)
    }

    /// Older scheduled archives than the schedule keeps are removed.
    async fn keep_newest(&self, portal: PortalId, person: UserId) -> Result<()> {
        let Some(schedule) = self.schedule(portal).await? else {
            return Ok(());
        };
        let kept = usize::try_from(schedule.stored).unwrap_or(1);
        let all = self.history(portal).await?;
        for old in all.iter().filter(|backup| backup.scheduled).skip(kept) {
            // One whose place is gone does not keep the others from going.
            if let Err(error) = self.discard(old, Some(person)).await {
                tracing::warn!(%portal, name = old.name, %error, "an old backup stays");
            }
        }
        Ok(())
    }

    async fn restore_job(&self, job: JobContext) -> Result<Json, Failure> {
        let portal = PortalId(job.portal);
        let backup = named(portal, &job.payload).ok_or("the job names no archive")?;
        let work = {
            let (this, id) = (self.clone(), job.id.0);
            move |pace: Pace| async move { this.bring_back(&backup, id, &pace).await }
        };
        // What failed is written down, and the portal is as it was: another attempt would find the same.
        let restored = self.followed(&job, BackupProgressEnum::Restore, work).await;
        if restored.is_ok() {
            // To those who are there now.
            let everybody = job.payload.get("notify").and_then(Json::as_bool) == Some(true);
            let write = self.ground.db.write(move |tx| {
                let link = "/".to_owned();
                letters::restoring(tx, portal, everybody, &Letter::RestoreCompleted { link })
            });
            write.await?;
        }
        Ok(Json::Null)
    }

    async fn bring_back(&self, backup: &Backup, token: Uuid, pace: &Pace) -> Result<()> {
        let spool = self.spool(&format!("{token}.restore.tar"))?;
        let path = self.get(backup, &spool).await?;
        let order = Order {
            archive: path,
            target: Target::Over(backup.portal),
            token,
            foreign: false,
        };
        let restored = restore(&self.ground, self.files.portals(), order, pace).await;
        let _ = std::fs::remove_file(&spool);
        self.access.forget();
        restored.map(drop)
    }

    /// Does the work and writes down how it goes.
    async fn followed<F: Future<Output = Result<()>>>(
        &self,
        job: &JobContext,
        what: BackupProgressEnum,
        work: impl FnOnce(Pace) -> F,
    ) -> Result<()> {
        let portal = PortalId(job.portal);
        let percent = Arc::new(AtomicU8::new(0));
        let told = Arc::clone(&percent);
        let pace = Pace::new(move |now| told.store(now, Ordering::Relaxed));
        let mut progress = Progress {
            what,
            task: job.id.0,
            status: DistributedTaskStatus::Running,
            percent: 0,
            error: String::new(),
            warning: String::new(),
            started: sql::now(),
        };
        self.report(portal, &progress).await?;
        let mut work = std::pin::pin!(work(pace.clone()));
        let mut looks = interval(Duration::from_millis(300));
        let outcome = loop {
            tokio::select! {
                outcome = &mut work => break outcome,
                () = job.cancelled() => pace.stop(),
                _ = looks.tick() => {
                    let now = i64::from(percent.load(Ordering::Relaxed));
                    if now != progress.percent {
                        progress.percent = now;
                        self.report(portal, &progress).await?;
                    }
                }
            }
            if job.is_cancelled().await {
                break work.await;
            }
        };
        progress.status = match &outcome {
            Ok(()) => DistributedTaskStatus::Completed,
            Err(Error::Cancelled) => DistributedTaskStatus::Canceled,
            Err(_) => DistributedTaskStatus::Failted,
        };
        match &outcome {
            Ok(()) => progress.percent = 100,
            Err(Error::Cancelled) => {}
            Err(error) => {
                tracing::error!(%portal, what = what.name(), %error, "it failed");
                progress.error = error.to_string();
            }
        }
        self.report(portal, &progress).await?;
        outcome
    }

    async fn report(&self, portal: PortalId, progress: &Progress) -> Result<()> {
        let progress = progress.clone();
        let written = self.ground.db.write(move |tx| {
            store::report(tx, portal, &progress)?;
            told(tx, portal, progress)
        });
        Ok(written.await?)
    }

    /// What is looked after every minute: interrupted restores, left-overs, archives whose time is over, schedules.
    ///
    /// # Errors
    /// The database failed; the rest is done the next time.
    pub async fn watch(&self, now: Micros) -> Result<()> {
        recover(self.files.portals()).await?;
        self.sweep()?;
        let expired = self
            .ground
            .db
            .read(move |tx| Ok::<_, Error>(store::expired(tx, now)?));
        for backup in expired.await? {
            self.discard(&backup, None).await?;
        }
        let due = self
            .ground
            .db
            .read(move |tx| Ok::<_, Error>(store::due(tx, now)?));
        for schedule in due.await? {
            self.run_schedule(schedule, now).await?;
        }
        Ok(())
    }

    /// Removes what a node that died left of archives on their way: they are in clear there.
    fn sweep(&self) -> Result<()> {
        let Ok(left) = std::fs::read_dir(self.incoming()) else {
            return Ok(()); // nothing was ever on its way
        };
        for entry in left {
            let entry = entry?;
            let about = entry.metadata()?;
            let age = about.modified()?.elapsed().unwrap_or_default();
            // What is still written to is younger.
            if age < DAY {
                continue;
            }
            let path = entry.path();
            match about.is_dir() {
                true => std::fs::remove_dir_all(path)?,
                false => std::fs::remove_file(path)?,
            }
        }
        Ok(())
    }

    async fn run_schedule(&self, schedule: store::Schedule, now: Micros) -> Result<()> {
        let Some(here) = self.files.portals().by_id(schedule.portal).await? else {
            return Ok(());
        };
        let zone = wire::zone::by_name(&here.time_zone).unwrap_or_else(wire::zone::current);
        let open = here.status == portal::Status::Active;
        let write = self.ground.db.write(move |tx| {
            tx.lock(&format!("backup/{}", schedule.portal))?;
            // Another node may have been faster.
            let Some(mut schedule) =
                store::schedule(tx, schedule.portal)?.filter(|one| one.next <= now)
            else {
                return Ok(());
            };
            let wish = Wish {
                storage: schedule.storage.number().into(),
                params: schedule.params.as_object().cloned().unwrap_or_default(),
                person: schedule.created_by,
                scheduled: true,
            };
            // One that was missed is made up for once.
            schedule.next = schedule.rhythm.next(now, &zone).unwrap_or(i64::MAX);
            if open {
                schedule.last = Some(now);
                want(tx, schedule.portal, None, &wish)?;
            }
            Ok(store::set_schedule(tx, &schedule)?)
        });
        write.await
    }
}

/// Tells those who watch how far it is: a number while it runs, all of it when it is over (`platform/09 §9.6`).
fn told(tx: &mut Tx<'_>, portal: PortalId, progress: Progress) -> sql::Result<()> {
    let kind = match progress.what {
        BackupProgressEnum::Restore => "backup.restore-progress",
        _ => "backup.progress",
    };
    let data = if store::is_moving(progress.status) {
        json!({ "progress": progress.percent })
    } else {
        json!(BackupProgress::of(portal, progress))
    };
    let event = events::Event {
        portal: portal.0,
        kind,
        actor: None,
        subject: portal.to_string(),
        data,
    };
    events::record(tx, event)
}

/// The archive a job was told of.
fn named(portal: PortalId, payload: &Json) -> Option<Backup> {
    let text = |key: &str| payload.get(key).and_then(Json::as_str);
    Some(Backup {
        portal,
        id: text("id")?.parse().ok()?,
        name: text("name")?.to_owned(),
        storage: BackupStorageType::from_number(payload.get("storage")?.as_i64()?)?,
        params: payload.get("params")?.clone(),
        object: text("object").and_then(|id| id.parse().ok()),
        file: payload.get("file").and_then(Json::as_i64),
        size: 0,
        rows: 0,
        objects: 0,
        scheduled: false,
        created: 0,
        expires: None,
        tested: None,
        verdict: String::new(),
    })
}

/// `<alias>_<yyyy-MM-dd_HH-mm-ss>.tar`, in UTC.
fn name(alias: &str, made: Micros) -> String {
    let at = jiff::Timestamp::from_microsecond(made).unwrap_or_default();
    format!("{alias}_{}.tar", at.strftime("%Y-%m-%d_%H-%M-%S"))
}
