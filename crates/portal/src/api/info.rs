//! `GET portal` and the facts beside it (`peer-suite/portal-settings §1`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Envelope, MIN_DATE, Query, Routes, UtcDate, Validate, routes};

use crate::caller::{BaseUrl, Caller, Here};
use crate::model::Portal;
use crate::portals::Portals;

/// "Never" of plain dates.
const NO_DATE: UtcDate = UtcDate(MIN_DATE);

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_portal_information))
        .routes(routes!(get_portal_path))
        .routes(routes!(get_portal_used_space))
        .routes(routes!(get_portal_users_count))
}

/// A portal's record. Dates are plain UTC.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantDto {
    affiliate_id: Option<String>,
    tenant_alias: Option<String>,
    calls: bool,
    campaign: Option<String>,
    creation_date_time: UtcDate,
    hosted_region: Option<String>,
    tenant_id: i64,
    industry: i32,
    language: Option<String>,
    last_modified: UtcDate,
    mapped_domain: Option<String>,
    name: Option<String>,
    owner_id: uuid::Uuid,
    payment_id: Option<String>,
    spam: bool,
    status: i64,
    status_change_date: UtcDate,
    time_zone: Option<String>,
    trusted_domains: Option<Vec<String>>,
    trusted_domains_raw: Option<String>,
    trusted_domains_type: i32,
    version: i32,
    version_changed: UtcDate,
    region: Option<String>,
}

impl TenantDto {
    fn full(portal: &Portal) -> Self {
        let domains = &portal.trusted_domains;
        Self {
            affiliate_id: None,
            tenant_alias: Some(portal.alias.clone()),
            calls: portal.calls,
            campaign: None,
            creation_date_time: UtcDate(portal.created),
            hosted_region: None,
            tenant_id: portal.id.0,
            industry: portal.industry,
            language: Some(portal.language.clone()),
            last_modified: UtcDate(portal.modified),
            mapped_domain: portal.mapped_domain.clone(),
            name: Some(portal.name.clone()),
            owner_id: portal.owner.0,
            payment_id: None,
            spam: portal.spam,
            status: portal.status.number(),
            status_change_date: UtcDate(portal.status_changed),
            time_zone: Some(portal.time_zone.clone()),
            trusted_domains: Some(domains.domains.clone()),
            trusted_domains_raw: Some(domains.domains.join("|")),
            trusted_domains_type: domains.kind,
            version: 0,
            version_changed: NO_DATE,
            region: Some(String::new()),
        }
    }

    /// What people who do not administrate see: the number and nothing else.
    fn reduced(portal: &Portal) -> Self {
        Self {
            affiliate_id: None,
            tenant_alias: None,
            calls: false,
            campaign: None,
            creation_date_time: NO_DATE,
            hosted_region: None,
            tenant_id: portal.id.0,
            industry: 0,
            language: None,
            last_modified: NO_DATE,
            mapped_domain: None,
            name: None,
            owner_id: uuid::Uuid::nil(),
            payment_id: None,
            spam: false,
            status: 0,
            status_change_date: NO_DATE,
            time_zone: None,
            trusted_domains: None,
            trusted_domains_raw: None,
            trusted_domains_type: 0,
            version: 0,
            version_changed: NO_DATE,
            region: None,
        }
    }
}

/// The portal.
#[utoipa::path(get, path = "/api/2.0/portal", operation_id = "getPortalInformation",
    tag = "Portal / Settings", responses((status = 200, body = Envelope<TenantDto>)))]
async fn get_portal_information(here: Here, caller: Caller) -> wire::Result<TenantDto> {
    Ok(wire::ok(if caller.is_admin() {
        TenantDto::full(&here)
    } else {
        TenantDto::reduced(&here)
    }))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct PathQuery {
    virtual_path: Option<String>,
}

impl Validate for PathQuery {}

/// The absolute address of a path in the portal, as a text.
#[utoipa::path(get, path = "/api/2.0/portal/path", operation_id = "getPortalPath",
    tag = "Portal / Settings", params(PathQuery), responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_portal_path(
    _: Caller,
    base: BaseUrl,
    Query(query): Query<PathQuery>,
) -> wire::Result<String> {
    let path = query.virtual_path.unwrap_or_default();
    let path = path.trim_start_matches('~');
    let slash = if path.is_empty() || path.starts_with('/') {
        ""
    } else {
        "/"
    };
    Ok(wire::ok(format!("{}{slash}{path}", base.0)))
}

/// Used space in gigabytes, rounded to two digits.
#[utoipa::path(get, path = "/api/2.0/portal/usedspace", operation_id = "getPortalUsedSpace",
    tag = "Portal / Quota", responses((status = 200, body = Envelope<f64>)))]
async fn get_portal_used_space(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<f64> {
    caller.require_admin()?;
    let count = portals.figures().used_space;
    let bytes = figure(&portals, &caller, count).await?;
    Ok(wire::ok(
        (bytes as f64 / f64::from(1 << 30) * 100.0).round() / 100.0,
    ))
}

/// Number of active members, guests and the owner included.
#[utoipa::path(get, path = "/api/2.0/portal/userscount", operation_id = "getPortalUsersCount",
    tag = "Portal / Users", responses((status = 200, body = Envelope<i64>)))]
async fn get_portal_users_count(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<i64> {
    caller.require_admin()?;
    let count = portals.figures().users;
    Ok(wire::ok(figure(&portals, &caller, count).await?))
}

async fn figure(
    portals: &Portals,
    caller: &Caller,
    count: crate::config::Figure,
) -> Result<i64, crate::Error> {
    let portal = caller.portal;
    portals.db().read(move |tx| Ok(count(tx, portal)?)).await
}
