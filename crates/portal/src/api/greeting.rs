//! The name of the portal (`peer-suite/portal-settings §6`).

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Routes, routes};

use crate::PRODUCT;
use crate::caller::{Caller, Here};
use crate::model::Portal;
use crate::portals::Portals;

const SAVED: &str = "Welcome Page settings have been successfully saved";

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_greeting_settings, save_greeting_settings))
        .routes(routes!(get_is_default_greeting_settings))
        .routes(routes!(restore_greeting_settings))
}

/// What a visitor is greeted with.
pub(super) fn greeting(portal: &Portal) -> String {
    if portal.name.is_empty() {
        PRODUCT.to_owned()
    } else {
        portal.name.clone()
    }
}

/// The greeting.
#[utoipa::path(get, path = "/api/2.0/settings/greetingsettings",
    operation_id = "getGreetingSettings", tag = "Settings / Greeting settings",
    responses((status = 200, body = Envelope<wire::Anything>)))]
async fn get_greeting_settings(here: Here, _: Caller) -> wire::Result<String> {
    Ok(wire::ok(greeting(&here)))
}

/// Whether nobody chose a greeting.
#[utoipa::path(get, path = "/api/2.0/settings/greetingsettings/isdefault",
    operation_id = "getIsDefaultGreetingSettings", tag = "Settings / Greeting settings",
    responses((status = 200, body = Envelope<bool>)))]
async fn get_is_default_greeting_settings(here: Here, _: Caller) -> wire::Result<bool> {
    Ok(wire::ok(here.name.is_empty()))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GreetingSettingsRequestsDto {
    title: String,
}

impl Validate for GreetingSettingsRequestsDto {
    fn validate(&self, check: &mut Check) {
        check.required("Title", &self.title);
        check.max_len("Title", &self.title, 255);
    }
}

/// Chooses a greeting.
#[utoipa::path(post, path = "/api/2.0/settings/greetingsettings",
    operation_id = "saveGreetingSettings", tag = "Settings / Greeting settings",
    request_body = GreetingSettingsRequestsDto, responses((status = 200, body = Envelope<String>)))]
async fn save_greeting_settings(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<GreetingSettingsRequestsDto>,
) -> wire::Result<&'static str> {
    caller.require_admin()?;
    let change = move |portal: &mut Portal| portal.name = body.title;
    portals
        .edit(caller.portal, Some(caller.user), "portal.renamed", change)
        .await?;
    Ok(wire::ok(SAVED))
}

/// Back to the product's greeting.
#[utoipa::path(post, path = "/api/2.0/settings/greetingsettings/restore",
    operation_id = "restoreGreetingSettings", tag = "Settings / Greeting settings",
    responses((status = 200, body = Envelope<String>)))]
async fn restore_greeting_settings(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<String> {
    caller.require_admin()?;
    let change = |portal: &mut Portal| portal.name.clear();
    let portal = portals
        .edit(caller.portal, Some(caller.user), "portal.renamed", change)
        .await?;
    Ok(wire::ok(greeting(&portal)))
}
