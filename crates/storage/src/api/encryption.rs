//! Encryption of the portal's objects at rest.

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Routes, Validate, routes};

use crate::encryption::EncryprtionStatus;
use crate::service::Storages;

pub(super) fn routes() -> Routes<Storages> {
    Routes::new()
        .routes(routes!(start_storage_encryption))
        .routes(routes!(get_storage_encryption_settings))
        .routes(routes!(get_storage_encryption_progress))
}

/// What is wanted beside encryption: whether everybody is written to. Nobody has to stop working.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct StorageEncryptionRequestsDto {
    notify_users: bool,
}

impl Validate for StorageEncryptionRequestsDto {}

/// How far encryption is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct EncryptionSettings {
    /// Always empty: the key is never told.
    password: Option<String>,
    status: EncryprtionStatus,
    notify_users: bool,
}

/// Encrypts the portal's objects, or decrypts them when they are encrypted.
#[utoipa::path(post, path = "/api/2.0/settings/encryption/start", operation_id = "startStorageEncryption",
    tag = "Settings / Encryption", request_body = StorageEncryptionRequestsDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn start_storage_encryption(
    State(storages): State<Storages>,
    caller: Caller,
    Body(body): Body<StorageEncryptionRequestsDto>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    storages
        .switch_encryption(&caller, body.notify_users)
        .await?;
    Ok(wire::ok(true))
}

/// Whether the portal's objects are encrypted.
#[utoipa::path(get, path = "/api/2.0/settings/encryption/settings",
    operation_id = "getStorageEncryptionSettings", tag = "Settings / Encryption",
    responses((status = 200, body = Envelope<EncryptionSettings>)))]
async fn get_storage_encryption_settings(
    State(storages): State<Storages>,
    caller: Caller,
) -> wire::Result<EncryptionSettings> {
    caller.require_admin()?;
    Ok(wire::ok(EncryptionSettings {
        password: Some(String::new()),
        status: storages.encryption(caller.portal).await?,
        notify_users: storages.notifies_of_encryption(caller.portal).await?,
    }))
}

/// How far encrypting or decrypting is: percent, −1 when neither is under way.
#[utoipa::path(get, path = "/api/2.0/settings/encryption/progress",
    operation_id = "getStorageEncryptionProgress", tag = "Settings / Encryption",
    responses((status = 200, body = Envelope<f64>)))]
async fn get_storage_encryption_progress(
    State(storages): State<Storages>,
    caller: Caller,
) -> wire::Result<f64> {
    caller.require_admin()?;
    let percent = storages.encryption_progress(caller.portal).await?;
    Ok(wire::ok(f64::from(percent.unwrap_or(-1))))
}
