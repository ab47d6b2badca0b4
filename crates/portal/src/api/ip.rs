//! Addresses people may come from (`platform/06 §6.6`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, UtcDate, Validate, routes};

use crate::caller::Caller;
use crate::ip::Range;
use crate::portals::Portals;
use crate::settings::{IpRestrictions, IpRule, Scope};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_ip_restrictions, save_ip_restrictions))
        .routes(routes!(
            read_ip_restrictions_settings,
            update_ip_restrictions_settings
        ))
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IpRestrictionBase {
    ip: String,
    #[serde(default)]
    for_admin: bool,
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IpRestrictionsDto {
    ip_restrictions: Vec<IpRestrictionBase>,
    #[serde(default)]
    enable: Option<bool>,
}

impl Validate for IpRestrictionsDto {}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IPRestriction {
    id: usize,
    tenant_id: i64,
    ip: String,
    for_admin: bool,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IPRestrictionsSettings {
    enable: bool,
    last_modified: Option<UtcDate>,
}

/// The list.
#[utoipa::path(get, path = "/api/2.0/settings/iprestrictions", operation_id = "getIpRestrictions",
    tag = "Settings / IP restrictions",
    responses((status = 200, body = Envelope<Vec<IPRestriction>>)))]
async fn get_ip_restrictions(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<Vec<IPRestriction>> {
    caller.require_admin()?;
    let saved = portals
        .setting::<IpRestrictions>(caller.portal, Scope::Portal)
        .await?
        .value;
    let rules = saved.list.into_iter().zip(1..);
    let tenant_id = caller.portal.0;
    let item = |(rule, id): (IpRule, usize)| IPRestriction {
        id,
        tenant_id,
        ip: rule.ip,
        for_admin: rule.for_admin,
    };
    Ok(wire::list(rules.map(item).collect()))
}

/// Replaces the list and the switch.
#[utoipa::path(put, path = "/api/2.0/settings/iprestrictions",
    operation_id = "saveIpRestrictions", tag = "Settings / IP restrictions",
    request_body = IpRestrictionsDto, responses((status = 200, body = Envelope<IpRestrictionsDto>)))]
async fn save_ip_restrictions(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<IpRestrictionsDto>,
) -> wire::Result<IpRestrictionsDto> {
    replace(&portals, &caller, body).await
}

/// The switch.
#[utoipa::path(get, path = "/api/2.0/settings/iprestrictions/settings",
    operation_id = "readIpRestrictionsSettings", tag = "Settings / IP restrictions",
    responses((status = 200, body = Envelope<IPRestrictionsSettings>)))]
async fn read_ip_restrictions_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<IPRestrictionsSettings> {
    caller.require_admin()?;
    let saved = portals
        .setting::<IpRestrictions>(caller.portal, Scope::Portal)
        .await?;
    let last_modified = saved.modified.map(UtcDate);
    Ok(wire::ok(IPRestrictionsSettings {
        enable: saved.value.enable,
        last_modified,
    }))
}

/// Replaces the list and the switch.
#[utoipa::path(put, path = "/api/2.0/settings/iprestrictions/settings",
    operation_id = "updateIpRestrictionsSettings", tag = "Settings / IP restrictions",
    request_body = IpRestrictionsDto, responses((status = 200, body = Envelope<IpRestrictionsDto>)))]
async fn update_ip_restrictions_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<IpRestrictionsDto>,
) -> wire::Result<IpRestrictionsDto> {
    replace(&portals, &caller, body).await
}

/// Most rules of a portal: every request is compared with all of them.
const MOST: usize = 500;

async fn replace(
    portals: &Portals,
    caller: &Caller,
    body: IpRestrictionsDto,
) -> wire::Result<IpRestrictionsDto> {
    caller.require_admin()?;
    let enable = body.enable.unwrap_or(false);
    if enable && body.ip_restrictions.is_empty() {
        return Err(Error::argument("The list of allowed IP addresses is empty"));
    }
    let bad = |rule: &IpRestrictionBase| Range::parse(&rule.ip).is_none();
    if body.ip_restrictions.len() > MOST || body.ip_restrictions.iter().any(bad) {
        return Err(Error::argument("IpRestrictions"));
    }
    let rule = |rule: &IpRestrictionBase| IpRule {
        ip: rule.ip.trim().to_owned(),
        for_admin: rule.for_admin,
    };
    let list = body.ip_restrictions.iter().map(rule).collect();
    portals
        .save(caller, Scope::Portal, IpRestrictions { enable, list })
        .await?;
    Ok(wire::ok(IpRestrictionsDto {
        enable: Some(enable),
        ..body
    }))
}
