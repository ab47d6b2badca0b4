//! Backups that come again and again.

use std::collections::BTreeMap;

use axum::extract::State;
use portal::{Caller, Here};
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use utoipa::ToSchema;
use wire::{ApiDate, Body, Check, Envelope, Query, Routes, UtcDate, Validate, routes};

use super::Admin;
use super::model::{Cron, DumpQuery, ItemKeyValuePairObjectObject, params};
use crate::cloud::SEALED;
use crate::kinds::{BackupPeriod, BackupStorageType};
use crate::schedule::Rhythm;
use crate::service::{Backups, NewSchedule};
use crate::store::Schedule;

pub(super) fn routes() -> Routes<Backups> {
    Routes::new()
        .routes(routes!(get_backup_schedule))
        .routes(routes!(create_backup_schedule))
        .routes(routes!(delete_backup_schedule))
}

/// A schedule that is wanted.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct BackupScheduleDto {
    storage_type: Option<BackupStorageType>,
    storage_params: Option<Vec<ItemKeyValuePairObjectObject>>,
    backups_stored: Option<i32>,
    cron_params: Cron,
    dump: bool,
}

impl Validate for BackupScheduleDto {
    fn validate(&self, check: &mut Check) {
        check.range("BackupsStored", self.backups_stored.unwrap_or(1), 1, 30);
        check.within("CronParams", &self.cron_params);
    }
}

/// A schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct ScheduleDto {
    storage_type: BackupStorageType,
    storage_params: BTreeMap<String, String>,
    cron_params: CronParams,
    backups_stored: Option<i32>,
    last_backup_time: UtcDate,
    dump: bool,
}

/// The hour of a schedule.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CronParams {
    period: BackupPeriod,
    hour: i32,
    day: i32,
}

impl From<Schedule> for ScheduleDto {
    fn from(schedule: Schedule) -> Self {
        let text = |value: &Json| {
            value
                .as_str()
                .map_or_else(|| value.to_string(), str::to_owned)
        };
        let pairs = schedule.params.as_object().into_iter().flatten();
        Self {
            storage_type: schedule.storage,
            storage_params: pairs
                .filter(|(key, _)| *key != SEALED)
                .map(|(key, value)| (key.clone(), text(value)))
                .collect(),
            cron_params: CronParams {
                period: schedule.rhythm.period,
                hour: schedule.rhythm.hour.into(),
                day: schedule.rhythm.day.into(),
            },
            backups_stored: i32::try_from(schedule.stored).ok(),
            last_backup_time: UtcDate(schedule.last.unwrap_or(ApiDate::MIN.0)),
            dump: false,
        }
    }
}

/// The schedule of the portal; nothing when it has none.
#[utoipa::path(get, path = "/api/2.0/backup/getbackupschedule", operation_id = "getBackupSchedule", tag = "Backup",
    params(DumpQuery), responses((status = 200, body = Envelope<ScheduleDto>)))]
pub(super) async fn get_backup_schedule(
    State(backups): State<Backups>,
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<Option<ScheduleDto>> {
    caller.require_admin()?;
    let schedule = backups.schedule(caller.portal).await?;
    Ok(wire::ok(schedule.map(Into::into)))
}

/// Sets the schedule of the portal. The hour is one of the portal's zone.
#[utoipa::path(post, path = "/api/2.0/backup/createbackupschedule", operation_id = "createBackupSchedule",
    tag = "Backup", request_body = BackupScheduleDto, responses((status = 200, body = Envelope<bool>)))]
pub(super) async fn create_backup_schedule(
    State(backups): State<Backups>,
    Admin { caller, viewer }: Admin,
    here: Here,
    Body(body): Body<BackupScheduleDto>,
) -> wire::Result<bool> {
    if body.dump {
        return Err(wire::Error::denied());
    }
    let small = |number: i32| i8::try_from(number).unwrap_or_default();
    let period = body.cron_params.period.unwrap_or(BackupPeriod::EveryDay);
    let first = i32::from(period != BackupPeriod::EveryDay);
    let order = NewSchedule {
        storage: body.storage_type.unwrap_or(BackupStorageType::Documents),
        params: params(body.storage_params),
        stored: body.backups_stored.unwrap_or(1).into(),
        rhythm: Rhythm {
            period,
            hour: small(body.cron_params.hour),
            day: small(body.cron_params.day.unwrap_or(first)),
        },
    };
    backups.set_schedule(&caller, &viewer, &here, order).await?;
    Ok(wire::ok(true))
}

/// Removes the schedule of the portal.
#[utoipa::path(delete, path = "/api/2.0/backup/deletebackupschedule", operation_id = "deleteBackupSchedule",
    tag = "Backup", params(DumpQuery), responses((status = 200, body = Envelope<bool>)))]
pub(super) async fn delete_backup_schedule(
    State(backups): State<Backups>,
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    backups.remove_schedule(&caller).await?;
    Ok(wire::ok(true))
}
