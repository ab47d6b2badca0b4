//! The verbs: start and cancel, look, delete, schedule, restore.

use std::path::PathBuf;
use std::sync::Arc;

use access::Access;
use files::service::Files;
use files::view::Viewer;
use futures::future::BoxFuture;
use jobs::NewJob;
use portal::{Caller, Portal, PortalId, UserId};
use post::Letter;
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use sql::{Db, Micros, Tx};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::ground::Ground;
use crate::kinds::{BackupProgressEnum, BackupStorageType, DistributedTaskStatus};
use crate::letters;
use crate::place::{Params, Place};
use crate::schedule::Rhythm;
use crate::store::{self, Backup, Progress, Schedule};

/// Who jobs of this crate belong to: everybody who may see them, and nobody's list of operations.
pub(crate) const OWNER: &str = "backup";
/// The job that makes an archive.
pub(crate) const MAKE: &str = "backup.make";
/// The job that restores one.
pub(crate) const RESTORE: &str = "backup.restore";

/// Brings the tables of a new database up to date.
pub type Migrate = Arc<dyn Fn(Db) -> BoxFuture<'static, sql::Result<()>> + Send + Sync>;

/// Backups of this installation's portals. Cheap to clone; the state of the routes.
#[derive(Clone)]
pub struct Backups {
    pub(crate) ground: Ground,
    pub(crate) files: Files,
    pub(crate) access: Access,
    pub(crate) data: Arc<PathBuf>,
    pub(crate) migrate: Migrate,
}

/// What is to be backed up, as the job is told.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Wish {
    pub(crate) storage: i64,
    pub(crate) params: Params,
    pub(crate) person: UserId,
    pub(crate) scheduled: bool,
}

/// What is to be restored.
#[derive(Debug, Clone, PartialEq)]
pub enum Source {
    /// An archive of the history.
    Known(Uuid),
    /// A file somewhere.
    Named(BackupStorageType, Params),
}

impl Backups {
    /// Puts the parts together. `data` is the data folder, `migrate` makes the tables of a scratch installation.
    #[must_use]
    pub fn new(files: Files, access: Access, data: PathBuf, migrate: Migrate) -> Self {
        let ground = Ground {
            db: files.db().clone(),
            blobs: files.blobs().clone(),
            installation: files.portals().installation().clone(),
        };
        Self {
            ground,
            files,
            access,
            data: Arc::new(data),
            migrate,
        }
    }

    /// What archives are made of.
    #[must_use]
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// The server's own folder for archives.
    pub(crate) fn folder(&self) -> PathBuf {
        self.data.join("backups")
    }

    /// Where archives are while they are made or read.
    pub(crate) fn incoming(&self) -> PathBuf {
        self.folder().join("incoming")
    }

    /// A file or folder there.
    pub(crate) fn spool(&self, name: &str) -> Result<PathBuf> {
        let folder = self.incoming();
        std::fs::create_dir_all(&folder)?;
        Ok(folder.join(name))
    }

    /// Wants a backup. One that is under way is what is answered.
    ///
    /// # Errors
    /// 400 for a place that is none or takes nothing, 404 for one that does not exist, 403 where the caller may not put files.
    pub async fn start(
        &self,
        caller: &Caller,
        viewer: &Viewer,
        storage: BackupStorageType,
        params: Params,
    ) -> Result<Progress> {
        let params = self.kept(caller.portal, storage, params).await?;
        Place::of(storage, &params)?.require(self, viewer).await?;
        let wish = Wish {
            storage: storage.number().into(),
            params,
            person: caller.user,
            scheduled: false,
        };
        let (portal, actor) = (caller.portal, caller.actor());
        self.ground
            .db
            .write(move |tx| want(tx, portal, actor, &wish))
            .await
    }

    /// Ends the backup that is under way, if there is one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn cancel(&self, caller: &Caller) -> Result<bool> {
        let (portal, actor) = (caller.portal, caller.actor());
        let write = self.ground.db.write(move |tx| {
            let ended = jobs::cancel(tx, portal.0, OWNER, None, &[MAKE])?;
            let Some(mut progress) = store::progress(tx, portal, BackupProgressEnum::Backup)?
            else {
                return Ok(true);
            };
            if ended == 0 {
                return Ok(true);
            }
            let job = jobs::get(tx, portal.0, jobs::JobId(progress.task))?;
            if job.is_some_and(|job| job.status == jobs::Status::Cancelled) {
                progress.status = DistributedTaskStatus::Canceled;
                store::report(tx, portal, &progress)?;
            }
            tell(tx, portal, actor, "backup.cancelled", 5131)?;
            Ok(true)
        });
        write.await
    }

    /// The last backup or restore of a portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn progress(
        &self,
        portal: PortalId,
        what: BackupProgressEnum,
    ) -> Result<Option<Progress>> {
        let read = self
            .ground
            .db
            .read(move |tx| Ok(store::progress(tx, portal, what)?));
        read.await
    }

    /// The archives of a portal, newest first.
    ///
    /// # Errors
    /// The database failed.
    pub async fn history(&self, portal: PortalId) -> Result<Vec<Backup>> {
        self.ground
            .db
            .read(move |tx| Ok(store::all(tx, portal)?))
            .await
    }

    /// The archive of a portal that the nightly test restored last, with what that found.
    ///
    /// # Errors
    /// The database failed.
    pub async fn tested(&self, portal: PortalId) -> Result<Option<Backup>> {
        self.ground
            .db
            .read(move |tx| Ok(store::tested(tx, portal)?))
            .await
    }

    /// How many archives were made in a time.
    ///
    /// # Errors
    /// 400 for a time that ends before it begins.
    pub async fn count(
        &self,
        portal: PortalId,
        from: Option<Micros>,
        to: Option<Micros>,
    ) -> Result<i64> {
        let (from, to) = (from.unwrap_or(i64::MIN), to.unwrap_or(i64::MAX));
        if from > to {
            return Err(Error::Argument(
                "From date must be less than to date".to_owned(),
            ));
        }
        let read = self
            .ground
            .db
            .read(move |tx| Ok(store::count(tx, portal, from, to)?));
        read.await
    }

    /// Deletes an archive; an unknown one is no error (`platform/08 §8.5`).
    ///
    /// # Errors
    /// Its file cannot be removed.
    pub async fn delete(&self, caller: &Caller, id: Uuid) -> Result<()> {
        let portal = caller.portal;
        let found: Option<Backup> = self
            .ground
            .db
            .read(move |tx| Ok::<_, Error>(store::by_id(tx, portal, id)?))
            .await?;
        match found {
            Some(backup) => self.discard(&backup, Some(caller.user)).await,
            None => Ok(()),
        }
    }

    /// Deletes all archives of a portal.
    ///
    /// # Errors
    /// A file cannot be removed.
    pub async fn delete_all(&self, caller: &Caller) -> Result<()> {
        for backup in self.history(caller.portal).await? {
            self.discard(&backup, Some(caller.user)).await?;
        }
        Ok(())
    }

    /// The schedule of a portal.
    ///
    /// # Errors
    /// The database failed.
    pub async fn schedule(&self, portal: PortalId) -> Result<Option<Schedule>> {
        self.ground
            .db
            .read(move |tx| Ok(store::schedule(tx, portal)?))
            .await
    }

    /// Sets the schedule of a portal.
    ///
    /// # Errors
    /// As [`Backups::start`].
    pub async fn set_schedule(
        &self,
        caller: &Caller,
        viewer: &Viewer,
        here: &Portal,
        order: NewSchedule,
    ) -> Result<()> {
        let params = self.kept(caller.portal, order.storage, order.params);
        let params = params.await?;
        Place::of(order.storage, &params)?
            .require(self, viewer)
            .await?;
        let zone = wire::zone::by_name(&here.time_zone).unwrap_or_else(wire::zone::current);
        let next = order.rhythm.next(sql::now(), &zone);
        let schedule = Schedule {
            portal: caller.portal,
            storage: order.storage,
            params: Json::Object(params),
            stored: order.stored,
            rhythm: order.rhythm,
            created_by: caller.user,
            last: None,
            next: next.ok_or_else(|| Error::Argument("cronParams".to_owned()))?,
        };
        self.ground
            .db
            .write(move |tx| Ok(store::set_schedule(tx, &schedule)?))
            .await
    }

    /// Removes the schedule of a portal, if it has one.
    ///
    /// # Errors
    /// The database failed.
    pub async fn remove_schedule(&self, caller: &Caller) -> Result<()> {
        let (portal, actor) = (caller.portal, caller.actor());
        let write = self.ground.db.write(move |tx| {
            if store::remove_schedule(tx, portal)? {
                tell(tx, portal, actor, "backup.unscheduled", 5130)?;
            }
            Ok(())
        });
        write.await
    }

    /// Wants a restore of the caller's portal; `notify` has everybody told of it, and not its owner only. One that is under way is what is answered.
    ///
    /// # Errors
    /// 404 when there is no such archive, 403 for a file the caller may not read.
    pub async fn start_restore(
        &self,
        caller: &Caller,
        viewer: &Viewer,
        source: Source,
        notify: bool,
    ) -> Result<Progress> {
        let portal = caller.portal;
        let backup = match source {
            Source::Known(id) => {
                let read = self
                    .ground
                    .db
                    .read(move |tx| Ok::<_, Error>(store::by_id(tx, portal, id)?));
                read.await?.ok_or(Error::NotFound("Backup not found"))?
            }
            Source::Named(storage, params) => self.named(viewer, storage, &params).await?,
        };
        let payload = json!({
            "id": backup.id, "name": backup.name, "storage": backup.storage.number(), "params": backup.params,
            "object": backup.object.map(|id| id.to_string()), "file": backup.file,
            "notify": notify,
        });
        let actor = caller.actor();
        let write = self.ground.db.write(move |tx| {
            tx.lock(&format!("backup/{portal}"))?;
            let what = BackupProgressEnum::Restore;
            if let Some(known) =
                store::progress(tx, portal, what)?.filter(|one| store::is_moving(one.status))
            {
                return Ok(known);
            }
            tell(tx, portal, actor, "backup.restore-started", 5132)?;
            letters::restoring(tx, portal, notify, &Letter::RestoreStarted {})?;
            begin(tx, portal, what, RESTORE, payload)
        });
        write.await
    }

    /// Until when released objects may be collected: what a backup under way has seen stays.
    ///
    /// # Errors
    /// The database failed.
    pub async fn collect_until(&self, now: Micros) -> sql::Result<Micros> {
        let oldest = self.ground.db.read(store::oldest_under_way).await?;
        Ok(oldest.map_or(now, |oldest| oldest.min(now)))
    }
}

/// What a schedule is to be.
#[derive(Debug, Clone)]
pub struct NewSchedule {
    /// Where the archives go.
    pub storage: BackupStorageType,
    /// What is said about the place.
    pub params: serde_json::Map<String, Json>,
    /// How many are kept.
    pub stored: i64,
    /// When.
    pub rhythm: Rhythm,
}

/// Wants a backup, unless one is under way.
pub(crate) fn want(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<String>,
    wish: &Wish,
) -> Result<Progress> {
    tx.lock(&format!("backup/{portal}"))?;
    let what = BackupProgressEnum::Backup;
    if let Some(known) =
        store::progress(tx, portal, what)?.filter(|one| store::is_moving(one.status))
    {
        return Ok(known);
    }
    let (kind, action) = if wish.scheduled {
        ("backup.scheduled-started", 5127)
    } else {
        ("backup.started", 5041)
    };
    tell(tx, portal, actor, kind, action)?;
    let payload = serde_json::to_value(wish).unwrap_or_default();
    begin(tx, portal, what, MAKE, payload)
}

fn begin(
    tx: &mut Tx<'_>,
    portal: PortalId,
    what: BackupProgressEnum,
    kind: &'static str,
    payload: Json,
) -> Result<Progress> {
    let job = NewJob {
        portal: portal.0,
        owner: OWNER.to_owned(),
        kind,
        payload,
        hidden: true,
        not_before: 0,
        total: 0,
    };
    let progress = Progress {
        what,
        task: jobs::enqueue(tx, job)?.0,
        status: DistributedTaskStatus::Created,
        percent: 0,
        error: String::new(),
        warning: String::new(),
        started: sql::now(),
    };
    store::report(tx, portal, &progress)?;
    Ok(progress)
}

/// Writes an event whose action is the contract's.
pub(crate) fn tell(
    tx: &mut Tx<'_>,
    portal: PortalId,
    actor: Option<String>,
    kind: &'static str,
    action: i64,
) -> sql::Result<()> {
    let event = events::Event {
        portal: portal.0,
        kind,
        actor,
        subject: portal.to_string(),
        data: json!({ "action": action }),
    };
    events::record(tx, event)
}
