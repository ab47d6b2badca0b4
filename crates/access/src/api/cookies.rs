//! Life of sessions (`platform/06 §6.6`).

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use portal::settings::{CookieLife, Scope};
use portal::{Caller, Here};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, Routes, Validate, routes};

use crate::service::{Access, Address};

/// Most minutes a session may be set to live.
const MOST: i32 = 9999;

pub(super) fn routes() -> Routes<Access> {
    Routes::new().routes(routes!(get_cookie_settings, update_cookie_settings))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CookieSettingsDto {
    life_time: i32,
    enabled: bool,
}

/// Life of sessions.
#[utoipa::path(get, path = "/api/2.0/settings/cookiesettings", operation_id = "getCookieSettings",
    tag = "Settings / Cookies", responses((status = 200, body = Envelope<CookieSettingsDto>)))]
async fn get_cookie_settings(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<CookieSettingsDto> {
    caller.require_admin()?;
    let life = access
        .portals()
        .setting::<CookieLife>(caller.portal, Scope::Portal)
        .await?
        .value;
    Ok(wire::ok(CookieSettingsDto {
        life_time: life.life_time,
        enabled: life.enabled,
    }))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct CookieSettingsRequestsDto {
    life_time: i32,
    enabled: bool,
}

impl Validate for CookieSettingsRequestsDto {}

/// Changes the life of sessions. When it is limited, everybody has to sign in again but the caller, who gets a
/// new cookie.
#[utoipa::path(put, path = "/api/2.0/settings/cookiesettings", operation_id = "updateCookieSettings",
    tag = "Settings / Cookies", request_body = CookieSettingsRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn update_cookie_settings(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    address: Address,
    Body(body): Body<CookieSettingsRequestsDto>,
) -> wire::Result<&'static str> {
    caller.require_admin()?;
    if !(0..=MOST).contains(&body.life_time) {
        return Err(Error::argument("LifeTime"));
    }
    let life = CookieLife {
        life_time: body.life_time,
        enabled: body.enabled,
    };
    let signed = access
        .set_cookie_life(&here, &caller, life, &address)
        .await?;
    let reply = wire::ok(portal::api::SAVED);
    Ok(match signed {
        Some(signed) => reply.header(SET_COOKIE, signed.cookie(&address, sql::now())),
        None => reply,
    })
}
