//! The archives there are.

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use sql::Micros;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{ApiDate, Envelope, Path, Query, Routes, UtcDate, Validate, routes};

use super::model::{DumpQuery, id};
use crate::kinds::BackupStorageType;
use crate::service::Backups;
use crate::store::Backup;

pub(super) fn routes() -> Routes<Backups> {
    Routes::new()
        .routes(routes!(get_backup_history))
        .routes(routes!(get_backup_self_test))
        .routes(routes!(delete_backup))
        .routes(routes!(delete_backup_history))
        .routes(routes!(get_backups_count))
        .routes(routes!(get_backups_counts))
        .routes(routes!(get_backups_service_state))
}

/// An archive. One that does not go by itself has the minimal date as its end.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct BackupHistoryRecord {
    id: Uuid,
    file_name: String,
    storage_type: BackupStorageType,
    created_on: UtcDate,
    expires_on: UtcDate,
}

impl From<Backup> for BackupHistoryRecord {
    fn from(backup: Backup) -> Self {
        Self {
            id: backup.id,
            file_name: backup.name,
            storage_type: backup.storage,
            created_on: UtcDate(backup.created),
            expires_on: UtcDate(backup.expires.unwrap_or(ApiDate::MIN.0)),
        }
    }
}

/// The archives of the portal, newest first.
#[utoipa::path(get, path = "/api/2.0/backup/getbackuphistory", operation_id = "getBackupHistory", tag = "Backup",
    params(DumpQuery), responses((status = 200, body = Envelope<Vec<BackupHistoryRecord>>)))]
pub(super) async fn get_backup_history(
    State(backups): State<Backups>,
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<Vec<BackupHistoryRecord>> {
    caller.require_admin()?;
    let all = backups.history(caller.portal).await?;
    Ok(wire::list(all.into_iter().map(Into::into).collect()))
}

/// What the nightly test found that restores the newest archive aside and compares.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BackupSelfTestDto {
    /// The archive.
    backup_id: Uuid,
    file_name: String,
    storage_type: BackupStorageType,
    created_on: UtcDate,
    /// When it was restored aside.
    tested_on: UtcDate,
    /// Whether everything came back as it was.
    healthy: bool,
    /// What did not; absent when all did.
    verdict: Option<String>,
}

impl From<Backup> for BackupSelfTestDto {
    fn from(backup: Backup) -> Self {
        Self {
            backup_id: backup.id,
            file_name: backup.name,
            storage_type: backup.storage,
            created_on: UtcDate(backup.created),
            tested_on: UtcDate(backup.tested.unwrap_or(ApiDate::MIN.0)),
            healthy: backup.verdict.is_empty(),
            verdict: (!backup.verdict.is_empty()).then_some(backup.verdict),
        }
    }
}

/// What the last nightly test of the portal's archives found; nothing when there was none.
#[utoipa::path(get, path = "/api/2.0/backup/selftest", operation_id = "getBackupSelfTest", tag = "Backup",
    responses((status = 200, body = Envelope<BackupSelfTestDto>)))]
async fn get_backup_self_test(
    State(backups): State<Backups>,
    caller: Caller,
) -> wire::Result<Option<BackupSelfTestDto>> {
    caller.require_admin()?;
    let tested = backups.tested(caller.portal).await?;
    Ok(wire::ok(tested.map(Into::into)))
}

/// Deletes an archive.
#[utoipa::path(delete, path = "/api/2.0/backup/deletebackup/{id}", operation_id = "deleteBackup", tag = "Backup",
    params(("id" = Uuid, Path, description = "Id of the archive")),
    responses((status = 200, body = Envelope<bool>)))]
pub(super) async fn delete_backup(
    State(backups): State<Backups>,
    caller: Caller,
    Path(text): Path<String>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    if let Some(id) = id(&text) {
        backups.delete(&caller, id).await?;
    }
    Ok(wire::ok(true))
}

/// Deletes all archives of the portal.
#[utoipa::path(delete, path = "/api/2.0/backup/deletebackuphistory", operation_id = "deleteBackupHistory",
    tag = "Backup", params(DumpQuery), responses((status = 200, body = Envelope<bool>)))]
pub(super) async fn delete_backup_history(
    State(backups): State<Backups>,
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    backups.delete_all(&caller).await?;
    Ok(wire::ok(true))
}

/// A time, and whether paid backups are meant: here none is.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub(super) struct CountQuery {
    /// Its begin.
    from: Option<ApiDate>,
    /// Its end.
    to: Option<ApiDate>,
    /// Only those that were paid.
    paid: Option<bool>,
}

impl Validate for CountQuery {}

impl CountQuery {
    fn times(&self) -> (Option<Micros>, Option<Micros>) {
        (
            self.from.and_then(ApiDate::given),
            self.to.and_then(ApiDate::given),
        )
    }
}

/// How many backups were made.
#[utoipa::path(get, path = "/api/2.0/backup/getbackupscount", operation_id = "getBackupsCount", tag = "Backup",
    params(CountQuery), responses((status = 200, body = Envelope<i32>)))]
pub(super) async fn get_backups_count(
    State(backups): State<Backups>,
    caller: Caller,
    Query(query): Query<CountQuery>,
) -> wire::Result<i64> {
    caller.require_admin()?;
    let (from, to) = query.times();
    let count = backups.count(caller.portal, from, to).await?;
    Ok(wire::ok(if query.paid == Some(true) { 0 } else { count }))
}

/// How many backups were made, by how they were paid.
#[derive(Debug, Serialize, ToSchema)]
struct BackupsCountResultDto {
    #[schema(value_type = i32)]
    free: i64,
    paid: i32,
}

/// How many backups were made: all of them are free.
#[utoipa::path(get, path = "/api/2.0/backup/getbackupscountbypaid", operation_id = "getBackupsCounts",
    tag = "Backup", params(CountQuery), responses((status = 200, body = Envelope<BackupsCountResultDto>)))]
async fn get_backups_counts(
    State(backups): State<Backups>,
    caller: Caller,
    Query(query): Query<CountQuery>,
) -> wire::Result<BackupsCountResultDto> {
    caller.require_admin()?;
    let (from, to) = query.times();
    let free = backups.count(caller.portal, from, to).await?;
    Ok(wire::ok(BackupsCountResultDto { free, paid: 0 }))
}

/// Whether backups can be bought.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct BackupServiceStateDto {
    enabled: bool,
}

/// Whether the service that sells backups is on: there is none.
#[utoipa::path(get, path = "/api/2.0/backup/getservicestate", operation_id = "getBackupsServiceState",
    tag = "Backup", responses((status = 200, body = Envelope<BackupServiceStateDto>)))]
pub(super) async fn get_backups_service_state(
    caller: Caller,
) -> wire::Result<BackupServiceStateDto> {
    caller.require_admin()?;
    Ok(wire::ok(BackupServiceStateDto { enabled: false }))
}
