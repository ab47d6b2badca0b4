//! `People / Theme`: colours of one's own interface.

use axum::extract::State;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::validate::Validate;
use wire::{Body, Envelope, Routes, routes};

use crate::model::DarkThemeSettingsType;
use crate::service::People;

pub(super) fn routes() -> Routes<People> {
    Routes::new().routes(routes!(get_portal_theme, change_portal_theme))
}

/// A chosen theme.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DarkThemeSettings {
    /// The theme.
    theme: DarkThemeSettingsType,
    /// When it was chosen; the first of all dates: it is not kept.
    last_modified: wire::UtcDate,
}

impl From<DarkThemeSettingsType> for DarkThemeSettings {
    fn from(theme: DarkThemeSettingsType) -> Self {
        Self {
            theme,
            last_modified: wire::UtcDate(wire::MIN_DATE),
        }
    }
}

/// A theme to choose.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct DarkThemeSettingsRequestDto {
    /// The theme.
    theme: DarkThemeSettingsType,
}

impl Validate for DarkThemeSettingsRequestDto {}

/// The caller's theme.
#[utoipa::path(get, path = "/api/2.0/people/theme", operation_id = "getPortalTheme", tag = "People / Theme",
    responses((status = 200, body = Envelope<DarkThemeSettings>)))]
async fn get_portal_theme(
    State(people): State<People>,
    caller: Caller,
) -> wire::Result<DarkThemeSettings> {
    Ok(wire::ok(people.theme(&caller).await?.into()))
}

/// Chooses it.
#[utoipa::path(put, path = "/api/2.0/people/theme", operation_id = "changePortalTheme", tag = "People / Theme",
    request_body = DarkThemeSettingsRequestDto, responses((status = 200, body = Envelope<DarkThemeSettings>)))]
async fn change_portal_theme(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<DarkThemeSettingsRequestDto>,
) -> wire::Result<DarkThemeSettings> {
    Ok(wire::ok(
        people.set_theme(&caller, body.theme).await?.into(),
    ))
}
