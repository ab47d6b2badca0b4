//! Where the portal's objects lie.

use axum::extract::State;
use portal::Caller;
use wire::{Body, Envelope, Error, Nothing, Query, Routes, routes};

use super::model::{
    CdnStorageSettings, DumpQuery, S3, StorageDto, StorageRequestsDto, StorageSettings,
};
use super::regions::{REGIONS, Region};
use crate::service::Storages;

pub(super) fn routes() -> Routes<Storages> {
    Routes::new()
        .routes(routes!(
            get_all_storages,
            update_storage,
            reset_storage_to_default
        ))
        .routes(routes!(get_storage_progress))
        .routes(routes!(
            get_all_cdn_storages,
            update_cdn_storage,
            reset_cdn_to_default
        ))
        .routes(routes!(get_all_backup_storages))
        .routes(routes!(get_amazon_s3_regions))
}

/// The storages a portal can have of its own, and whether it has.
#[utoipa::path(get, path = "/api/2.0/settings/storage", operation_id = "getAllStorages",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<Vec<StorageDto>>)))]
async fn get_all_storages(
    State(storages): State<Storages>,
    caller: Caller,
) -> wire::Result<Vec<StorageDto>> {
    caller.require_admin()?;
    let chosen = storages.chosen(caller.portal).await?;
    Ok(wire::list(vec![StorageDto::s3(&chosen)]))
}

/// Moves the portal's objects into a bucket while people work.
#[utoipa::path(put, path = "/api/2.0/settings/storage", operation_id = "updateStorage",
    tag = "Settings / Storage", request_body = StorageRequestsDto,
    responses((status = 200, body = Envelope<StorageSettings>)))]
async fn update_storage(
    State(storages): State<Storages>,
    caller: Caller,
    Body(body): Body<StorageRequestsDto>,
) -> wire::Result<StorageSettings> {
    caller.require_admin()?;
    let module = body.module.as_deref().unwrap_or_default();
    if !module.trim().eq_ignore_ascii_case(S3) {
        return Err(Error::argument("module"));
    }
    let chosen = storages.move_to(&caller, body.bucket()).await?;
    Ok(wire::ok(chosen.into()))
}

/// Moves the portal's objects back into the installation's own storage.
#[utoipa::path(delete, path = "/api/2.0/settings/storage", operation_id = "resetStorageToDefault",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<Nothing>)))]
async fn reset_storage_to_default(
    State(storages): State<Storages>,
    caller: Caller,
) -> wire::Result<Nothing> {
    caller.require_admin()?;
    storages.move_home(&caller).await?;
    Ok(wire::nothing())
}

/// How far the move is: percent, −1 when there is none.
#[utoipa::path(get, path = "/api/2.0/settings/storage/progress", operation_id = "getStorageProgress",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<f64>)))]
async fn get_storage_progress(
    State(storages): State<Storages>,
    caller: Caller,
) -> wire::Result<f64> {
    caller.require_admin()?;
    let percent = storages.progress(caller.portal).await?;
    Ok(wire::ok(f64::from(percent.unwrap_or(-1))))
}

/// Networks that could deliver the portal's files: none.
#[utoipa::path(get, path = "/api/2.0/settings/storage/cdn", operation_id = "getAllCdnStorages",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<Vec<StorageDto>>)))]
async fn get_all_cdn_storages(caller: Caller) -> wire::Result<Vec<StorageDto>> {
    caller.require_admin()?;
    Ok(wire::list(Vec::new()))
}

/// Has one of those networks deliver files: of those there are, and there is none.
#[utoipa::path(put, path = "/api/2.0/settings/storage/cdn", operation_id = "updateCdnStorage",
    tag = "Settings / Storage", request_body = StorageRequestsDto,
    responses((status = 200, body = Envelope<CdnStorageSettings>)))]
async fn update_cdn_storage(caller: Caller, _: Body<StorageRequestsDto>) -> wire::Result<Nothing> {
    caller.require_admin()?;
    Err(Error::argument("module"))
}

/// Has the server itself deliver files, as it does.
#[utoipa::path(delete, path = "/api/2.0/settings/storage/cdn", operation_id = "resetCdnToDefault",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<Nothing>)))]
async fn reset_cdn_to_default(caller: Caller) -> wire::Result<Nothing> {
    caller.require_admin()?;
    Ok(wire::nothing())
}

/// Storages of others where backups can go: an S3 bucket.
#[utoipa::path(get, path = "/api/2.0/settings/storage/backup", operation_id = "getAllBackupStorages",
    tag = "Settings / Storage", params(DumpQuery),
    responses((status = 200, body = Envelope<Vec<StorageDto>>)))]
async fn get_all_backup_storages(
    caller: Caller,
    Query(_query): Query<DumpQuery>,
) -> wire::Result<Vec<StorageDto>> {
    caller.require_admin()?;
    Ok(wire::list(vec![StorageDto::for_backups()]))
}

/// Regions of Amazon's S3.
#[utoipa::path(get, path = "/api/2.0/settings/storage/s3/regions", operation_id = "getAmazonS3Regions",
    tag = "Settings / Storage", responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_amazon_s3_regions(_: Caller) -> wire::Result<Vec<Region>> {
    Ok(wire::list(REGIONS.to_vec()))
}
