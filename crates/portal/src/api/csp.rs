//! Sites that may show the portal in a frame (`platform/07 §7.1`).

use axum::extract::State;
use http::{HeaderValue, header};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, Validate, routes};

use crate::caller::{Caller, Here};
use crate::csp;
use crate::portals::Portals;
use crate::settings::{Csp, Scope};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new().routes(routes!(get_csp_settings, configure_csp))
}

#[derive(Debug, Serialize, ToSchema)]
struct CspDto {
    domains: Vec<String>,
    header: String,
}

impl From<Csp> for CspDto {
    fn from(setting: Csp) -> Self {
        Self {
            header: csp::header(&setting.domains),
            domains: setting.domains,
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CspRequestsDto {
    domains: Vec<String>,
}

impl Validate for CspRequestsDto {}

/// Sites that may show the portal, and the header its pages have. Any site may ask: it looks here whether it may.
#[utoipa::path(get, path = "/api/2.0/security/csp", operation_id = "getCspSettings", security(()),
    tag = "Security / CSP", responses((status = 200, body = Envelope<CspDto>)))]
async fn get_csp_settings(State(portals): State<Portals>, here: Here) -> wire::Result<CspDto> {
    let setting: Csp = portals.hot(here.id).await?;
    Ok(wire::ok(CspDto::from(setting)).header(
        header::ACCESS_CONTROL_ALLOW_ORIGIN,
        HeaderValue::from_static("*"),
    ))
}

/// Replaces the sites.
#[utoipa::path(post, path = "/api/2.0/security/csp", operation_id = "configureCsp", tag = "Security / CSP",
    request_body = CspRequestsDto, responses((status = 200, body = Envelope<CspDto>)))]
async fn configure_csp(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<CspRequestsDto>,
) -> wire::Result<CspDto> {
    caller.require_admin()?;
    let mut domains: Vec<String> = Vec::new();
    for text in &body.domains {
        let site = csp::site(text)
            .ok_or_else(|| Error::argument(format!("{text} is no site that can be allowed")))?;
        if !domains.contains(&site) {
            domains.push(site);
        }
    }
    if domains.len() > csp::MOST {
        return Err(Error::argument("Domains"));
    }
    let saved = portals
        .save(&caller, Scope::Portal, Csp { domains })
        .await?;
    Ok(wire::ok(saved.value.into()))
}
