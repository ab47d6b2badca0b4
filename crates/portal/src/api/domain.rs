//! A domain of the portal's own (`platform/06 §6.3`).

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, Validate, routes};

use crate::caller::Caller;
use crate::model::Portal;
use crate::portals::Portals;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new().routes(routes!(save_dns_settings))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct DnsSettingsRequestsDto {
    dns_name: Option<String>,
    enable: bool,
}

impl Validate for DnsSettingsRequestsDto {}

/// Lets the portal be reached under a domain of its own, or no longer.
#[utoipa::path(put, path = "/api/2.0/settings/dns", operation_id = "saveDnsSettings",
    tag = "Settings / Common settings", request_body = DnsSettingsRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn save_dns_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<DnsSettingsRequestsDto>,
) -> wire::Result<wire::Nothing> {
    caller.require_admin()?;
    let domain = match body.enable {
        true => Some(checked(&portals, &body.dns_name.unwrap_or_default())?),
        false => None,
    };
    let change = move |portal: &mut Portal| portal.mapped_domain = domain;
    let edited = portals
        .edit(caller.portal, Some(caller.user), "portal.domain", change)
        .await;
    match edited {
        Err(crate::Error::Sql(error)) if error.is_unique() => {
            Err(Error::argument("The domain name is already in use"))
        }
        other => other.map(|_| wire::nothing()).map_err(Into::into),
    }
}

fn checked(portals: &Portals, name: &str) -> Result<String, Error> {
    let name = name.trim().trim_end_matches('.').to_ascii_lowercase();
    // Without a dot it would take the place of another portal's alias.
    if !super::security::is_domain(&name) {
        return Err(Error::argument("DnsName"));
    }
    let base = portals.config().base_domain.as_deref();
    if base.is_some_and(|base| name == base || name.ends_with(&format!(".{base}"))) {
        return Err(Error::internal("The domain belongs to this installation"));
    }
    Ok(name)
}
