//! Languages and time zones (`platform/06 §6.3`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, Validate, routes};

use super::SAVED;
use crate::caller::{Caller, Confirmed, Visitor};
use crate::locale;
use crate::portals::Portals;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_supported_cultures))
        .routes(routes!(get_time_zones))
        .routes(routes!(set_time_and_language))
}

/// The cultures on offer.
#[utoipa::path(get, path = "/api/2.0/settings/cultures", operation_id = "getSupportedCultures", security(()),
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<Vec<String>>)))]
async fn get_supported_cultures() -> wire::Result<Vec<&'static str>> {
    Ok(wire::list(locale::CULTURES.to_vec()))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TimezonesRequestsDto {
    id: String,
    display_name: String,
}

/// The time zones on offer, from west to east.
#[utoipa::path(get, path = "/api/2.0/settings/timezones", operation_id = "getTimeZones",
    tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<Vec<TimezonesRequestsDto>>)))]
async fn get_time_zones(
    visitor: Visitor,
    link: Option<Confirmed>,
) -> wire::Result<Vec<TimezonesRequestsDto>> {
    match link {
        Some(link) => link.require("Wizard")?,
        None => visitor.require()?.require_admin()?,
    }
    let zones = locale::zones(sql::now()).into_iter();
    let zones = zones.map(|zone| TimezonesRequestsDto {
        id: zone.id,
        display_name: zone.title,
    });
    Ok(wire::list(zones.collect()))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct TimeZoneLanguageRequestsDto {
    lng: Option<String>,
    #[serde(rename = "timeZoneID")]
    time_zone_id: Option<String>,
}

impl Validate for TimeZoneLanguageRequestsDto {}

/// Chooses language and time zone of the portal. A language that is not on offer is ignored.
#[utoipa::path(put, path = "/api/2.0/settings/timeandlanguage",
    operation_id = "saveTimeAndLanguageSettings", tag = "Settings / Common settings",
    request_body = TimeZoneLanguageRequestsDto, responses((status = 200, body = Envelope<String>)))]
async fn set_time_and_language(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<TimeZoneLanguageRequestsDto>,
) -> wire::Result<&'static str> {
    caller.require_admin()?;
    let language = body.lng.as_deref().and_then(locale::culture);
    let zone = body.time_zone_id.filter(|zone| !zone.is_empty());
    if zone.as_deref().is_some_and(|zone| !locale::is_zone(zone)) {
        return Err(Error::argument("TimeZoneID"));
    }
    let (this, id, actor) = (portals.clone(), caller.portal, Some(caller.user));
    portals
        .db()
        .write(move |tx| this.set_locale_in(tx, id, actor, language, zone.as_deref()))
        .await?;
    Ok(wire::ok(SAVED))
}
