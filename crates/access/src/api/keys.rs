//! API keys (`platform/03a §3.8`).

use axum::extract::State;
use people::Person;
use people::view::{self, EmployeeDto};
use portal::{BaseUrl, Caller};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, Body, Check, Envelope, Path, Routes, Validate, routes};

use crate::Key;
use crate::scopes;
use crate::service::{Access, Change};

/// Longest name.
const NAME: usize = 30;
/// What the contract says of longer names.
const TOO_LONG: &str = "Incorrect name. Length must be less than 30";

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_api_keys, create_api_key))
        .routes(routes!(get_all_permissions))
        .routes(routes!(get_api_key))
        .routes(routes!(update_api_key, delete_api_key))
}

/// A key; its secret is in `key` only when it has just been made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ApiKeyResponseDto {
    id: Uuid,
    name: String,
    key: String,
    key_postfix: String,
    permissions: Vec<String>,
    last_used: Option<ApiDate>,
    create_on: ApiDate,
    create_by: EmployeeDto,
    expires_at: Option<ApiDate>,
    is_active: bool,
}

impl ApiKeyResponseDto {
    fn new(key: Key, maker: Option<&Person>, base: &BaseUrl, secret: Option<String>) -> Self {
        let create_by = match maker {
            Some(person) => view::short(person, &base.0),
            None => view::virtual_person(portal::UserId::LOST, &base.0),
        };
        Self {
            id: key.id,
            name: key.name,
            key: secret.unwrap_or_else(|| format!("sk-***{}", key.postfix)),
            key_postfix: key.postfix,
            permissions: key.scopes,
            last_used: key.last_used.map(ApiDate),
            create_on: ApiDate(key.created),
            create_by,
            expires_at: key.expires.map(ApiDate),
            is_active: key.active,
        }
    }
}

/// The caller's keys; for administrators everybody's.
#[utoipa::path(get, path = "/api/2.0/keys", operation_id = "getApiKeys", tag = "Api keys",
    responses((status = 200, body = Envelope<Vec<ApiKeyResponseDto>>)))]
async fn get_api_keys(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<Vec<ApiKeyResponseDto>> {
    let (keys, makers) = access.keys(&caller).await?;
    let dto = |key: Key| {
        let maker = makers.get(&key.user);
        ApiKeyResponseDto::new(key, maker, &base, None)
    };
    Ok(wire::list(keys.into_iter().map(dto).collect()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateApiKeyRequestDto {
    #[schema(max_length = 30)]
    name: String,
    #[serde(default)]
    permissions: Option<Vec<String>>,
    #[serde(default)]
    #[schema(minimum = 1, maximum = 365)]
    expires_in_days: Option<i32>,
}

impl Validate for CreateApiKeyRequestDto {
    fn validate(&self, check: &mut Check) {
        check.required("Name", &self.name);
        check.ensure(self.name.encode_utf16().count() <= NAME, "Name", || {
            TOO_LONG.to_owned()
        });
        check.range("ExpiresInDays", self.expires_in_days.unwrap_or(1), 1, 365);
    }
}

/// Makes a key. The secret is shown this once.
#[utoipa::path(post, path = "/api/2.0/keys", operation_id = "createApiKey", tag = "Api keys",
    request_body = CreateApiKeyRequestDto,
    responses((status = 200, body = Envelope<ApiKeyResponseDto>)))]
async fn create_api_key(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<CreateApiKeyRequestDto>,
) -> wire::Result<ApiKeyResponseDto> {
    let scopes = body.permissions.unwrap_or_default();
    let (key, secret, maker) = access
        .make_key(&caller, body.name, scopes, body.expires_in_days)
        .await?;
    Ok(wire::ok(ApiKeyResponseDto::new(
        key,
        Some(&maker),
        &base,
        Some(secret),
    )))
}

/// The scopes a key can have.
#[utoipa::path(get, path = "/api/2.0/keys/permissions", operation_id = "getAllPermissions",
    tag = "Api keys", responses((status = 200, body = Envelope<Vec<String>>)))]
async fn get_all_permissions(_: Caller) -> wire::Result<Vec<&'static str>> {
    Ok(wire::list(scopes::ALL.to_vec()))
}

/// The key this request came with.
#[utoipa::path(get, path = "/api/2.0/keys/@self", operation_id = "getApiKey", tag = "Api keys",
    responses((status = 200, body = Envelope<ApiKeyResponseDto>)))]
async fn get_api_key(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<ApiKeyResponseDto> {
    let (key, maker) = access.own_key(&caller).await?;
    Ok(wire::ok(ApiKeyResponseDto::new(
        key,
        Some(&maker),
        &base,
        None,
    )))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateApiKeyRequest {
    #[schema(max_length = 30)]
    name: Option<String>,
    permissions: Option<Vec<String>>,
    is_active: Option<bool>,
}

impl Validate for UpdateApiKeyRequest {
    fn validate(&self, check: &mut Check) {
        let length = self
            .name
            .as_deref()
            .map_or(0, |name| name.encode_utf16().count());
        check.ensure(length <= NAME, "Name", || TOO_LONG.to_owned());
    }
}

/// Changes a key; `false` when it is gone, expired or not the caller's.
#[utoipa::path(put, path = "/api/2.0/keys/{keyId}", operation_id = "updateApiKey", tag = "Api keys",
    params(("keyId" = Uuid, Path)), request_body = UpdateApiKeyRequest,
    responses((status = 200, body = Envelope<bool>)))]
async fn update_api_key(
    State(access): State<Access>,
    caller: Caller,
    Path(id): Path<Uuid>,
    Body(body): Body<UpdateApiKeyRequest>,
) -> wire::Result<bool> {
    let name = body.name.filter(|name| !name.trim().is_empty());
    let change = Change {
        name,
        scopes: body.permissions,
        active: body.is_active,
    };
    Ok(wire::ok(access.change_key(&caller, id, change).await?))
}

/// Deletes a key; `false` when it is gone or not the caller's.
#[utoipa::path(delete, path = "/api/2.0/keys/{keyId}", operation_id = "deleteApiKey",
    tag = "Api keys", params(("keyId" = Uuid, Path)),
    responses((status = 200, body = Envelope<bool>)))]
async fn delete_api_key(
    State(access): State<Access>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<bool> {
    Ok(wire::ok(access.delete_key(&caller, id).await?))
}
