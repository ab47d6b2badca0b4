//! Facts about the product itself: versions, licence, addresses (`platform/06 §6.3, §6.8`).

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use wire::{Envelope, Error, Nothing, Routes, UtcDate, routes};

use crate::caller::{BaseUrl, Caller, Confirmed};
use crate::portals::Portals;

/// Path of the socket service.
pub(super) const SOCKET: &str = "/socket.io";

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_socket_settings))
        .routes(routes!(get_machine))
        .routes(routes!(get_payment_settings))
        .routes(routes!(close_admin_helper))
        .routes(routes!(get_build_versions))
        .routes(routes!(get_versions))
        .routes(routes!(get_license_required))
        .routes(routes!(refresh_license))
        .routes(routes!(accept_license))
}

/// The app links open in on mobile devices.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct DeepLinkDto {
    android_package_name: &'static str,
    url: &'static str,
    ios_package_id: &'static str,
}

/// The app of the vendor, which speaks this API.
pub(super) fn deep_link() -> DeepLinkDto {
    DeepLinkDto {
        android_package_name: "com.onlyoffice.documents",
        url: "oodocuments://openfile",
        ios_package_id: "944896972",
    }
}

#[derive(Debug, Serialize, ToSchema)]
struct SocketSettings {
    url: &'static str,
}

/// Where the socket service is.
#[utoipa::path(get, path = "/api/2.0/settings/socket", operation_id = "getSocketSettings",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<SocketSettings>)))]
async fn get_socket_settings(_: Caller) -> wire::Result<SocketSettings> {
    Ok(wire::ok(SocketSettings { url: SOCKET }))
}

/// Host name of the portal, for the wizard (`platform/06 §6.3`).
#[utoipa::path(get, path = "/api/2.0/settings/machine", operation_id = "getPortalHostname",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_machine(link: Confirmed, base: BaseUrl) -> wire::Result<String> {
    link.require("Wizard")?;
    let host = base.0.split("://").nth(1).unwrap_or_default();
    Ok(wire::ok(
        host.split(':').next().unwrap_or_default().to_owned(),
    ))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PaymentSettingsDto {
    sales_email: &'static str,
    feedback_and_support_url: &'static str,
    buy_url: &'static str,
    standalone: bool,
    current_license: CurrentLicenseInfo,
    max: i32,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CurrentLicenseInfo {
    trial: bool,
    due_date: UtcDate,
}

/// Facts about buying; there is nothing to buy.
#[utoipa::path(get, path = "/api/2.0/settings/payment", operation_id = "getPaymentSettings",
    tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<PaymentSettingsDto>)))]
async fn get_payment_settings(caller: Caller) -> wire::Result<PaymentSettingsDto> {
    caller.require_admin()?;
    Ok(wire::ok(PaymentSettingsDto {
        sales_email: "",
        feedback_and_support_url: "",
        buy_url: "",
        standalone: true,
        current_license: CurrentLicenseInfo {
            trial: false,
            due_date: UtcDate(wire::MIN_DATE),
        },
        max: 999,
    }))
}

/// Closes the administrator's first-steps panel.
#[utoipa::path(put, path = "/api/2.0/settings/closeadminhelper", operation_id = "closeAdminHelper",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<Nothing>)))]
async fn close_admin_helper(caller: Caller) -> wire::Result<Nothing> {
    if !caller.is_admin() {
        return Err(Error::unsupported("Not available."));
    }
    Ok(wire::nothing())
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct BuildVersion {
    doc_space: String,
    document_server: String,
}

/// Versions of the parts; clients reload when they change.
#[utoipa::path(get, path = "/api/2.0/settings/version/build",
    operation_id = "getPortalVersionBuild", tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<BuildVersion>)))]
async fn get_build_versions(State(portals): State<Portals>) -> wire::Result<BuildVersion> {
    let version = portals.config().version.clone();
    Ok(wire::ok(BuildVersion {
        doc_space: version.clone(),
        document_server: version,
    }))
}

#[derive(Debug, Serialize, ToSchema)]
struct TenantVersionDto {
    current: i32,
    versions: Vec<TenantVersion>,
}

#[derive(Debug, Serialize, ToSchema)]
struct TenantVersion {
    id: i32,
    version: String,
}

/// The version of the portal: there is one only.
#[utoipa::path(get, path = "/api/2.0/settings/version", operation_id = "getPortalVersions",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<TenantVersionDto>)))]
async fn get_versions(State(portals): State<Portals>, _: Caller) -> wire::Result<TenantVersionDto> {
    let version = portals.config().version.clone();
    Ok(wire::ok(TenantVersionDto {
        current: 1,
        versions: vec![TenantVersion { id: 1, version }],
    }))
}

/// Whether a licence has to be uploaded: never.
#[utoipa::path(get, path = "/api/2.0/settings/license/required",
    operation_id = "getIsLicenseRequired", security(()), tag = "Settings / License",
    responses((status = 200, body = Envelope<bool>)))]
async fn get_license_required() -> wire::Result<bool> {
    Ok(wire::ok(false))
}

/// Reads the licence again: there is none.
#[utoipa::path(get, path = "/api/2.0/settings/license/refresh", operation_id = "refreshLicense",
    tag = "Settings / License", responses((status = 200, body = Envelope<bool>)))]
async fn refresh_license(caller: Caller) -> wire::Result<bool> {
    caller.require_admin()?;
    Ok(wire::ok(false))
}

/// Accepts the terms of a licence: there is none, so there is nothing to complain about.
#[utoipa::path(post, path = "/api/2.0/settings/license/accept", operation_id = "acceptLicense",
    tag = "Settings / License", responses((status = 200, body = Envelope<String>)))]
async fn accept_license(caller: Caller) -> wire::Result<&'static str> {
    caller.require_admin()?;
    Ok(wire::ok(""))
}
