//! How long rows are kept.

use axum::extract::State;
use portal::{Caller, Saved};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Routes, UtcDate, Validate, routes};

use crate::lifetimes::Lifetimes;
use crate::service::Audit;

pub(super) fn routes() -> Routes<Audit> {
    Routes::new().routes(routes!(get_audit_settings, set_audit_settings))
}

/// Days for which rows are kept.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TenantAuditSettings {
    login_history_life_time: i32,
    audit_trail_life_time: i32,
    last_modified: Option<UtcDate>,
}

impl From<Saved<Lifetimes>> for TenantAuditSettings {
    fn from(saved: Saved<Lifetimes>) -> Self {
        Self {
            login_history_life_time: saved.value.login_history,
            audit_trail_life_time: saved.value.audit_trail,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct TenantAuditSettingsWrapper {
    settings: TenantAuditSettings,
}

impl Validate for TenantAuditSettingsWrapper {}

/// How long rows are kept.
#[utoipa::path(get, path = "/api/2.0/security/audit/settings/lifetime", operation_id = "getAuditSettings",
    tag = "Security / Audit trail data", responses((status = 200, body = Envelope<TenantAuditSettings>)))]
async fn get_audit_settings(
    State(audit): State<Audit>,
    caller: Caller,
) -> wire::Result<TenantAuditSettings> {
    caller.require_admin()?;
    Ok(wire::ok(audit.lifetimes(caller.portal).await?.into()))
}

/// Changes how long rows are kept: 1 to 180 days each.
#[utoipa::path(post, path = "/api/2.0/security/audit/settings/lifetime",
    operation_id = "setAuditSettings", tag = "Security / Audit trail data",
    request_body = TenantAuditSettingsWrapper,
    responses((status = 200, body = Envelope<TenantAuditSettings>)))]
async fn set_audit_settings(
    State(audit): State<Audit>,
    caller: Caller,
    Body(body): Body<TenantAuditSettingsWrapper>,
) -> wire::Result<TenantAuditSettings> {
    caller.require_admin()?;
    let lifetimes = Lifetimes {
        login_history: body.settings.login_history_life_time,
        audit_trail: body.settings.audit_trail_life_time,
    };
    Ok(wire::ok(
        audit.set_lifetimes(&caller, lifetimes).await?.into(),
    ))
}
