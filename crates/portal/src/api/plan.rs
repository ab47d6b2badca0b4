//! The plan of the portal (`peer-suite/portal-settings §2`).

use wire::{Envelope, Routes, routes};

use crate::caller::{Caller, Here};
use crate::portals::Portals;
use crate::quota::{self, Tariff, TenantQuota};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_portal_tariff))
        .routes(routes!(get_portal_quota))
        .routes(routes!(get_right_quota))
}

/// What is paid and until when.
#[utoipa::path(get, path = "/api/2.0/portal/tariff", operation_id = "getPortalTariff",
    tag = "Portal / Quota", params(("refresh" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<Tariff>)))]
async fn get_portal_tariff(here: Here, caller: Caller) -> wire::Result<Tariff> {
    Ok(wire::ok(match caller.is_admin() {
        true => quota::tariff(here.id),
        false => quota::reduced_tariff(),
    }))
}

/// What the plan includes.
#[utoipa::path(get, path = "/api/2.0/portal/quota", operation_id = "getPortalQuota",
    tag = "Portal / Quota", responses((status = 200, body = Envelope<TenantQuota>)))]
async fn get_portal_quota(here: Here, caller: Caller) -> wire::Result<TenantQuota> {
    caller.require_admin()?;
    Ok(wire::ok(quota::plan(here.id)))
}

/// The smallest plan that fits what is used: the one in use.
#[utoipa::path(get, path = "/api/2.0/portal/quota/right", operation_id = "getRightQuota",
    tag = "Portal / Quota", responses((status = 200, body = Envelope<TenantQuota>)))]
async fn get_right_quota(here: Here, caller: Caller) -> wire::Result<TenantQuota> {
    caller.require_admin()?;
    Ok(wire::ok(quota::plan(here.id)))
}
