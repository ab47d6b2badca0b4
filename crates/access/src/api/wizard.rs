//! The first setup of a portal (`platform/02 §2.5`).

use axum::extract::State;
use axum::http::HeaderMap;
use axum::http::header::SET_COOKIE;
use portal::{BaseUrl, Confirmed, Here};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Routes, UtcDate, Validate, routes};

use crate::password::ClientHash;
use crate::service::{Access, Address, Setup};

pub(super) fn routes() -> Routes<Access> {
    Routes::new().routes(routes!(complete_wizard))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WizardRequestsDto {
    email: String,
    password_hash: String,
    #[serde(default)]
    lng: Option<String>,
    #[serde(default)]
    time_zone: Option<String>,
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "machine images are not built; the member is documented"
    )]
    ami_id: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "there is no newsletter; the member is documented")]
    subscribe_from_site: bool,
}

impl Validate for WizardRequestsDto {}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WizardSettings {
    completed: bool,
    last_modified: Option<UtcDate>,
}

/// Finishes the first setup and signs the owner in.
#[utoipa::path(put, path = "/api/2.0/settings/wizard/complete", operation_id = "completeWizard",
    tag = "Settings / Common settings", request_body = WizardRequestsDto,
    responses((status = 200, body = Envelope<WizardSettings>)))]
async fn complete_wizard(
    State(access): State<Access>,
    here: Here,
    link: Result<Confirmed, wire::Error>,
    headers: HeaderMap,
    address: Address,
    base: BaseUrl,
    Body(body): Body<WizardRequestsDto>,
) -> wire::Result<WizardSettings> {
    // The link of a finished setup is void; who brings it hears why.
    if headers.contains_key("confirm") && access.is_set_up(&here).await? {
        return Err(wire::Error::internal("Wizard passed."));
    }
    link?.require("Wizard")?;
    let hash = ClientHash::sent(&body.password_hash)
        .ok_or_else(|| wire::Error::internal("The password is empty."))?;
    let setup = Setup {
        email: body.email,
        hash,
        language: body.lng,
        time_zone: body.time_zone,
        base: base.0,
    };
    let (saved, signed) = access.finish_setup(&here, setup, &address).await?;
    let cookie = signed.cookie(&address, sql::now());
    let last_modified = saved.modified.map(UtcDate);
    let settings = WizardSettings {
        completed: saved.value.completed,
        last_modified,
    };
    Ok(wire::ok(settings).header(SET_COOKIE, cookie))
}
