//! Default quotas of users, rooms and agents, and the quota of the portal (`platform/06 §6.8`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, UtcDate, Validate, routes};

use crate::caller::Caller;
use crate::portals::Portals;
use crate::settings::{AgentQuota, PortalQuota, RoomQuota, Saved, Scope, UserQuota};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_user_quota_settings, save_user_quota_settings))
        .routes(routes!(save_room_quota_settings))
        .routes(routes!(save_agent_quota_settings))
        .routes(routes!(set_tenant_quota_settings))
}

/// A default quota.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = TenantUserQuotaSettings)]
struct QuotaSettings {
    enable_quota: bool,
    default_quota: i64,
    last_recalculate_date: Option<UtcDate>,
    last_modified: Option<UtcDate>,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuotaSettingsRequestsDto {
    #[serde(default)]
    enable_quota: bool,
    #[serde(deserialize_with = "number")]
    #[schema(schema_with = number_or_text)]
    default_quota: i64,
}

impl Validate for QuotaSettingsRequestsDto {}

fn number_or_text() -> utoipa::openapi::Schema {
    use utoipa::openapi::{ObjectBuilder, OneOfBuilder, Type};
    let either = OneOfBuilder::new()
        .item(ObjectBuilder::new().schema_type(Type::Integer))
        .item(ObjectBuilder::new().schema_type(Type::String))
        .build();
    utoipa::openapi::Schema::OneOf(either)
}

/// Bytes as a number or as text.
fn number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    use serde::de::Error as _;
    match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::Number(number) => number.as_i64(),
        serde_json::Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
    .ok_or_else(|| D::Error::custom("a number of bytes"))
}

/// The default quota of users.
#[utoipa::path(get, path = "/api/2.0/settings/userquotasettings",
    operation_id = "getUserQuotaSettings", tag = "Settings / Quota",
    responses((status = 200, body = Envelope<QuotaSettings>)))]
async fn get_user_quota_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<QuotaSettings> {
    caller.require_admin()?;
    let Saved { value, modified } = portals
        .setting::<UserQuota>(caller.portal, Scope::Portal)
        .await?;
    Ok(wire::ok(dto(
        value.enable_quota,
        value.default_quota,
        modified,
    )))
}

/// Changes the default quota of users.
#[utoipa::path(post, path = "/api/2.0/settings/userquotasettings",
    operation_id = "saveUserQuotaSettings", tag = "Settings / Quota",
    request_body = QuotaSettingsRequestsDto,
    responses((status = 200, body = Envelope<QuotaSettings>)))]
async fn save_user_quota_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<QuotaSettingsRequestsDto>,
) -> wire::Result<QuotaSettings> {
    caller.require_admin()?;
    let QuotaSettingsRequestsDto {
        enable_quota,
        default_quota,
    } = body;
    let value = UserQuota {
        enable_quota,
        default_quota,
    };
    let saved = portals.save(&caller, Scope::Portal, value).await?;
    Ok(wire::ok(dto(enable_quota, default_quota, saved.modified)))
}

/// Changes the default quota of rooms.
#[utoipa::path(post, path = "/api/2.0/settings/roomquotasettings",
    operation_id = "saveRoomQuotaSettings", tag = "Settings / Quota",
    request_body = QuotaSettingsRequestsDto,
    responses((status = 200, body = Envelope<QuotaSettings>)))]
async fn save_room_quota_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<QuotaSettingsRequestsDto>,
) -> wire::Result<QuotaSettings> {
    caller.require_admin()?;
    let QuotaSettingsRequestsDto {
        enable_quota,
        default_quota,
    } = body;
    let value = RoomQuota {
        enable_quota,
        default_quota,
    };
    let saved = portals.save(&caller, Scope::Portal, value).await?;
    Ok(wire::ok(dto(enable_quota, default_quota, saved.modified)))
}

/// Changes the default quota of AI agents.
#[utoipa::path(post, path = "/api/2.0/settings/aiagentquotasettings",
    operation_id = "saveAiAgentQuotaSettings", tag = "Settings / Quota",
    request_body = QuotaSettingsRequestsDto,
    responses((status = 200, body = Envelope<QuotaSettings>)))]
async fn save_agent_quota_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<QuotaSettingsRequestsDto>,
) -> wire::Result<QuotaSettings> {
    caller.require_admin()?;
    let QuotaSettingsRequestsDto {
        enable_quota,
        default_quota,
    } = body;
    let value = AgentQuota {
        enable_quota,
        default_quota,
    };
    let saved = portals.save(&caller, Scope::Portal, value).await?;
    Ok(wire::ok(dto(enable_quota, default_quota, saved.modified)))
}

fn dto(enable_quota: bool, default_quota: i64, modified: Option<i64>) -> QuotaSettings {
    let last_modified = modified.map(UtcDate);
    QuotaSettings {
        enable_quota,
        default_quota,
        last_recalculate_date: None,
        last_modified,
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantQuotaSettingsRequestsDto {
    /// The caller's own portal when absent.
    #[serde(default)]
    tenant_id: Option<i64>,
    #[serde(default)]
    quota: i64,
}

impl Validate for TenantQuotaSettingsRequestsDto {}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantQuotaSettings {
    enable_quota: bool,
    quota: i64,
    last_recalculate_date: Option<UtcDate>,
    last_modified: Option<UtcDate>,
}

/// Limits the space of the caller's portal; a negative number takes the limit away.
#[utoipa::path(put, path = "/api/2.0/settings/tenantquotasettings",
    operation_id = "setTenantQuotaSettings", tag = "Settings / Quota",
    request_body = TenantQuotaSettingsRequestsDto,
    responses((status = 200, body = Envelope<TenantQuotaSettings>)))]
async fn set_tenant_quota_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TenantQuotaSettingsRequestsDto>,
) -> wire::Result<TenantQuotaSettings> {
    caller.require_admin()?;
    // An administrator of one portal has no say in another one.
    if body.tenant_id.is_some_and(|id| id != caller.portal.0) {
        return Err(Error::denied());
    }
    let value = PortalQuota {
        enable_quota: body.quota >= 0,
        quota: body.quota.max(-1),
    };
    let Saved { value, modified } = portals.save(&caller, Scope::Portal, value).await?;
    Ok(wire::ok(TenantQuotaSettings {
        enable_quota: value.enable_quota,
        quota: value.quota,
        last_recalculate_date: None,
        last_modified: modified.map(UtcDate),
    }))
}
