//! The tables of this crate: SQL in, nouns out.

use portal::{PortalId, UserId};
use serde_json::Value as Json;
use sql::{FromRow, Micros, Result, Row, Tx, params};
use uuid::Uuid;

use crate::kinds::{BackupPeriod, BackupProgressEnum, BackupStorageType, DistributedTaskStatus};
use crate::schedule::Rhythm;

/// An archive that was made.
#[derive(Debug, Clone, PartialEq)]
pub struct Backup {
    /// Its portal.
    pub portal: PortalId,
    /// Its id.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// Where it is.
    pub storage: BackupStorageType,
    /// What was said about the place.
    pub params: Json,
    /// The object it is, when it lies with our objects.
    pub object: Option<blob::ObjectId>,
    /// The file of the portal it is.
    pub file: Option<i64>,
    /// Bytes.
    pub size: i64,
    /// Rows in it.
    pub rows: i64,
    /// Objects in it.
    pub objects: i64,
    /// Whether a schedule made it.
    pub scheduled: bool,
    /// When it was made.
    pub created: Micros,
    /// When it goes by itself.
    pub expires: Option<Micros>,
    /// When it was restored last to see whether it can be.
    pub tested: Option<Micros>,
    /// What that found; empty is well.
    pub verdict: String,
}

const BACKUP: &str = "portal_id, id, name, storage, params, object_id, file_id, size, rows, objects, scheduled, \
    created, expires, tested, verdict";

impl FromRow for Backup {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        Ok(Self {
            portal: PortalId(row.get(0)?),
            id: row.get(1)?,
            name: row.get(2)?,
            storage: BackupStorageType::from_number(row.get(3)?)
                .unwrap_or(BackupStorageType::DataStore),
            params: row.get(4)?,
            object: row.get(5)?,
            file: row.get(6)?,
            size: row.get(7)?,
            rows: row.get(8)?,
            objects: row.get(9)?,
            scheduled: row.get(10)?,
            created: row.get(11)?,
            expires: row.get(12)?,
            tested: row.get(13)?,
            verdict: row.get(14)?,
        })
    }
}

/// How many backups a list holds at most: a schedule keeps thirty.
const MOST: i64 = 1000;

/// Adds an archive.
pub(crate) fn add(tx: &mut Tx<'_>, backup: &Backup) -> Result<()> {
    tx.execute(
        &format!(
            "INSERT INTO backups ({BACKUP}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)"
        ),
        &params![
            backup.portal,
            backup.id,
            &backup.name,
            backup.storage.number(),
            &backup.params,
            backup.object,
            backup.file,
            backup.size,
            backup.rows,
            backup.objects,
            backup.scheduled,
            backup.created,
            backup.expires,
            backup.tested,
            &backup.verdict
        ],
    )?;
    Ok(())
}

/// The archives of a portal, newest first.
pub(crate) fn all(tx: &mut Tx<'_>, portal: PortalId) -> Result<Vec<Backup>> {
    let text = format!(
        "SELECT {BACKUP} FROM backups WHERE portal_id = $1 ORDER BY created DESC, id LIMIT $2"
    );
    tx.query(&text, &params![portal, MOST])
}

/// One archive.
pub(crate) fn by_id(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> Result<Option<Backup>> {
    let text = format!("SELECT {BACKUP} FROM backups WHERE portal_id = $1 AND id = $2");
    tx.query_opt(&text, &params![portal, id])
}

/// Archives whose time is over.
pub(crate) fn expired(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<Backup>> {
    let text =
        format!("SELECT {BACKUP} FROM backups WHERE expires <= $1 ORDER BY expires LIMIT $2");
    tx.query(&text, &params![now, MOST])
}

/// The newest archive of each portal.
///
/// # Errors
/// The database failed.
pub fn newest(tx: &mut Tx<'_>) -> Result<Vec<Backup>> {
    let text = format!(
        "SELECT {BACKUP} FROM backups b WHERE NOT EXISTS (SELECT 1 FROM backups o WHERE o.portal_id = b.portal_id \
         AND (o.created > b.created OR (o.created = b.created AND o.id > b.id))) ORDER BY portal_id LIMIT $1"
    );
    tx.query(&text, &params![MOST])
}

/// The archive of a portal that was tested last.
pub(crate) fn tested(tx: &mut Tx<'_>, portal: PortalId) -> Result<Option<Backup>> {
    let text = format!(
        "SELECT {BACKUP} FROM backups WHERE portal_id = $1 AND tested IS NOT NULL \
         ORDER BY tested DESC, created DESC, id LIMIT 1"
    );
    tx.query_opt(&text, &params![portal])
}

/// Forgets an archive.
pub(crate) fn remove(tx: &mut Tx<'_>, portal: PortalId, id: Uuid) -> Result<bool> {
    let text = "DELETE FROM backups WHERE portal_id = $1 AND id = $2";
    Ok(tx.execute(text, &params![portal, id])? > 0)
}

/// How many archives were made in a time. Those that were deleted since are not counted.
pub(crate) fn count(tx: &mut Tx<'_>, portal: PortalId, from: Micros, to: Micros) -> Result<i64> {
    tx.query_one(
        "SELECT COUNT(*) FROM backups WHERE portal_id = $1 AND created >= $2 AND created <= $3",
        &params![portal, from, to],
    )
}

/// Writes down what the test of an archive found.
pub(crate) fn judge(tx: &mut Tx<'_>, backup: &Backup, now: Micros, verdict: &str) -> Result<()> {
    tx.execute(
        "UPDATE backups SET tested = $3, verdict = $4 WHERE portal_id = $1 AND id = $2",
        &params![backup.portal, backup.id, now, verdict],
    )?;
    Ok(())
}

/// How a backup or a restore goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What it is.
    pub what: BackupProgressEnum,
    /// The job's id.
    pub task: Uuid,
    /// Where it stands.
    pub status: DistributedTaskStatus,
    /// 0 to 100.
    pub percent: i64,
    /// Why it failed.
    pub error: String,
    /// What somebody should know.
    pub warning: String,
    /// When it began.
    pub started: Micros,
}

/// The last backup or restore of a portal. One whose job is gone without a word has failed.
pub(crate) fn progress(
    tx: &mut Tx<'_>,
    portal: PortalId,
    what: BackupProgressEnum,
) -> Result<Option<Progress>> {
    let found: Option<(Uuid, i64, i64, String, String, Micros, bool)> = tx.query_opt(
        "SELECT p.task_id, p.status, p.percent, p.error, p.warning, p.started, \
         EXISTS (SELECT 1 FROM jobs j WHERE j.portal_id = p.portal_id AND j.id = p.task_id AND j.status < 2) \
         FROM backup_progress p WHERE p.portal_id = $1 AND p.what = $2",
        &params![portal, what.number()],
    )?;
    Ok(
        found.map(|(task, status, percent, error, warning, started, alive)| {
            let status = DistributedTaskStatus::from_number(status)
                .unwrap_or(DistributedTaskStatus::Failted);
            let lost = !alive && is_moving(status);
            Progress {
                what,
                task,
                status: if lost {
                    DistributedTaskStatus::Failted
                } else {
                    status
                },
                percent,
                error: if lost {
                    "It was interrupted too often".to_owned()
                } else {
                    error
                },
                warning,
                started,
            }
        }),
    )
}

/// Whether something will change by itself.
pub(crate) fn is_moving(status: DistributedTaskStatus) -> bool {
    matches!(
        status,
        DistributedTaskStatus::Created | DistributedTaskStatus::Running
    )
}

/// Writes down how it goes.
pub(crate) fn report(tx: &mut Tx<'_>, portal: PortalId, progress: &Progress) -> Result<()> {
    tx.execute(
        "INSERT INTO backup_progress (portal_id, what, task_id, status, percent, error, warning, started) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (portal_id, what) DO UPDATE SET \
         task_id = excluded.task_id, status = excluded.status, percent = excluded.percent, error = excluded.error, \
         warning = excluded.warning, started = excluded.started",
        &params![
            portal,
            progress.what.number(),
            progress.task,
            progress.status.number(),
            progress.percent,
            &progress.error,
            &progress.warning,
            progress.started
        ],
    )?;
    Ok(())
}

/// When the oldest backup began that is under way.
pub(crate) fn oldest_under_way(tx: &mut Tx<'_>) -> Result<Option<Micros>> {
    tx.query_opt(
        "SELECT started FROM backup_progress WHERE what = 0 AND status < 2 ORDER BY started LIMIT 1",
        &[],
    )
}

/// A schedule.
#[derive(Debug, Clone, PartialEq)]
pub struct Schedule {
    /// Its portal.
    pub portal: PortalId,
    /// Where the archives go.
    pub storage: BackupStorageType,
    /// What was said about the place.
    pub params: Json,
    /// How many are kept.
    pub stored: i64,
    /// When.
    pub rhythm: Rhythm,
    /// Who wanted it: the archives go where he may.
    pub created_by: UserId,
    /// When it was due last.
    pub last: Option<Micros>,
    /// When it is due next.
    pub next: Micros,
}

const SCHEDULE: &str =
    "portal_id, storage, params, stored, period, hour, day, created_by, last, next";

impl FromRow for Schedule {
    fn from_row(row: &Row<'_>) -> Result<Self> {
        let small = |number: i64| i8::try_from(number).unwrap_or_default();
        Ok(Self {
            portal: PortalId(row.get(0)?),
            storage: BackupStorageType::from_number(row.get(1)?)
                .unwrap_or(BackupStorageType::DataStore),
            params: row.get(2)?,
            stored: row.get(3)?,
            rhythm: Rhythm {
                period: BackupPeriod::from_number(row.get(4)?).unwrap_or(BackupPeriod::EveryDay),
                hour: small(row.get(5)?),
                day: small(row.get(6)?),
            },
            created_by: UserId(row.get(7)?),
            last: row.get(8)?,
            next: row.get(9)?,
        })
    }
}

/// The schedule of a portal.
pub(crate) fn schedule(tx: &mut Tx<'_>, portal: PortalId) -> Result<Option<Schedule>> {
    let text = format!("SELECT {SCHEDULE} FROM backup_schedules WHERE portal_id = $1");
    tx.query_opt(&text, &params![portal])
}

/// Schedules that are due.
pub(crate) fn due(tx: &mut Tx<'_>, now: Micros) -> Result<Vec<Schedule>> {
    let text =
        format!("SELECT {SCHEDULE} FROM backup_schedules WHERE next <= $1 ORDER BY next LIMIT $2");
    tx.query(&text, &params![now, MOST])
}

/// Writes a schedule instead of the one there is.
pub(crate) fn set_schedule(tx: &mut Tx<'_>, schedule: &Schedule) -> Result<()> {
    remove_schedule(tx, schedule.portal)?;
    tx.execute(
        &format!("INSERT INTO backup_schedules ({SCHEDULE}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)"),
        &params![
            schedule.portal,
            schedule.storage.number(),
            &schedule.params,
            schedule.stored,
            schedule.rhythm.period.number(),
            i64::from(schedule.rhythm.hour),
            i64::from(schedule.rhythm.day),
            schedule.created_by,
            schedule.last,
            schedule.next
        ],
    )?;
    Ok(())
}

/// Forgets the schedule of a portal.
pub(crate) fn remove_schedule(tx: &mut Tx<'_>, portal: PortalId) -> Result<bool> {
    let text = "DELETE FROM backup_schedules WHERE portal_id = $1";
    Ok(tx.execute(text, &params![portal])? > 0)
}
