//! What ways of signing in the portal offers (`platform/03a §3.9`); clients ask before they show the form.

use serde::Serialize;
use utoipa::ToSchema;
use wire::{Envelope, Routes, routes};

use crate::service::Access;

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_portal_capabilities))
        .routes(routes!(get_portal_capabilities_json))
}

/// Ways of signing in. What is not built is off.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CapabilitiesDto {
    /// Passwords of a directory.
    ldap_enabled: bool,
    /// Domain to show beside the login.
    ldap_domain: Option<String>,
    /// Sign-in services that are configured.
    providers: Vec<String>,
    /// Name of single sign-on.
    sso_label: String,
    /// Accounts of sign-in services can be used, once services are configured.
    oauth_enabled: bool,
    /// Where single sign-on begins.
    sso_url: String,
    /// Other programs can sign people in through this one.
    identity_server_enabled: bool,
}

/// The ways of signing in.
#[utoipa::path(get, path = "/api/2.0/capabilities", operation_id = "getPortalCapabilities", security(()),
    tag = "Capabilities", responses((status = 200, body = Envelope<CapabilitiesDto>)))]
async fn get_portal_capabilities() -> wire::Result<CapabilitiesDto> {
    Ok(wire::ok(CapabilitiesDto {
        ldap_enabled: false,
        ldap_domain: None,
        providers: Vec::new(),
        sso_label: String::new(),
        oauth_enabled: true,
        sso_url: String::new(),
        identity_server_enabled: false,
    }))
}

/// The older address of [`get_portal_capabilities`] (`platform/01 §1.5`).
#[utoipa::path(get, path = "/api/2.0/capabilities.json", operation_id = "getPortalCapabilitiesJson", security(()),
    tag = "Capabilities", responses((status = 200, body = Envelope<CapabilitiesDto>)))]
async fn get_portal_capabilities_json() -> wire::Result<CapabilitiesDto> {
    get_portal_capabilities().await
}
