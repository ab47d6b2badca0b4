//! Starting, cancelling, and how it goes.

use axum::extract::State;
use portal::{Caller, Here};
use wire::{Body, Envelope, Query, Routes, routes};

use super::Admin;
use super::model::{BackupDto, BackupProgress, BackupRestoreDto, DumpQuery, id, params};
use crate::kinds::{BackupProgressEnum, BackupStorageType};
use crate::service::{Backups, Source};

pub(super) fn routes() -> Routes<Backups> {
    Routes::new()
        .routes(routes!(start_backup))
        .routes(routes!(cancel_backup))
        .routes(routes!(get_backup_progress))
        .routes(routes!(start_backup_restore))
        .routes(routes!(get_restore_progress))
}

/// Starts a backup of the portal, or answers the one that is under way.
#[utoipa::path(post, path = "/api/2.0/backup/startbackup", operation_id = "startBackup", tag = "Backup",
    request_body = BackupDto, responses((status = 200, body = Envelope<BackupProgress>)))]
pub(super) async fn start_backup(
    State(backups): State<Backups>,
    Admin { caller, viewer }: Admin,
    Body(body): Body<BackupDto>,
) -> wire::Result<BackupProgress> {
    if body.dump {
        return Err(wire::Error::denied());
    }
    let storage = body.storage_type.unwrap_or(BackupStorageType::Documents);
    let progress = backups
        .start(&caller, &viewer, storage, params(body.storage_params))
        .await?;
    Ok(wire::ok(BackupProgress::of(caller.portal, progress)))
}

/// Ends the backup that is under way.
#[utoipa::path(post, path = "/api/2.0/backup/cancelbackup", operation_id = "cancelBackup", tag = "Backup",
    responses((status = 200, body = Envelope<bool>)))]
pub(super) async fn cancel_backup(
    State(backups): State<Backups>,
    caller: Caller,
) -> wire::Result<bool> {
    caller.require_admin()?;
    Ok(wire::ok(backups.cancel(&caller).await?))
}

/// How the last backup goes; nothing when there was none.
#[utoipa::path(get, path = "/api/2.0/backup/getbackupprogress", operation_id = "getBackupProgress",
    tag = "Backup", params(DumpQuery), responses((status = 200, body = Envelope<BackupProgress>)))]
pub(super) async fn get_backup_progress(
    State(backups): State<Backups>,
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<Option<BackupProgress>> {
    caller.require_admin()?;
    let progress = backups
        .progress(caller.portal, BackupProgressEnum::Backup)
        .await?;
    Ok(wire::ok(
        progress.map(|one| BackupProgress::of(caller.portal, one)),
    ))
}

/// Restores the portal from an archive, or answers the restore that is under way.
#[utoipa::path(post, path = "/api/2.0/backup/startrestore", operation_id = "startBackupRestore", tag = "Backup",
    request_body = BackupRestoreDto, responses((status = 200, body = Envelope<BackupProgress>)))]
pub(super) async fn start_backup_restore(
    State(backups): State<Backups>,
    Admin { caller, viewer }: Admin,
    Body(body): Body<BackupRestoreDto>,
) -> wire::Result<BackupProgress> {
    if body.dump {
        return Err(wire::Error::denied());
    }
    let storage = body.storage_type.unwrap_or(BackupStorageType::Documents);
    let known = body
        .backup_id
        .as_deref()
        .map(str::trim)
        .filter(|id| !id.is_empty());
    let source = match known {
        Some(text) => {
            let id = id(text).ok_or_else(|| wire::Error::not_found("Backup not found"))?;
            Source::Known(id)
        }
        None => Source::Named(storage, params(body.storage_params)),
    };
    let progress = backups
        .start_restore(&caller, &viewer, source, body.notify)
        .await?;
    Ok(wire::ok(BackupProgress::of(caller.portal, progress)))
}

/// How the last restore goes, for everybody: nobody can sign in meanwhile.
#[utoipa::path(get, path = "/api/2.0/backup/getrestoreprogress", operation_id = "getRestoreProgress",
    tag = "Backup", params(DumpQuery), security(()), responses((status = 200, body = Envelope<BackupProgress>)))]
pub(super) async fn get_restore_progress(
    State(backups): State<Backups>,
    here: Here,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<Option<BackupProgress>> {
    let progress = backups
        .progress(here.id, BackupProgressEnum::Restore)
        .await?;
    Ok(wire::ok(
        progress.map(|one| BackupProgress::of(here.id, one)),
    ))
}
