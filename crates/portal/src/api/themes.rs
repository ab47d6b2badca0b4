//! Colour themes (`platform/06 §6.4`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Body, Envelope, Query, Routes, Validate, routes};

use crate::caller::{Caller, Here};
use crate::portals::Portals;
use crate::settings::{Colours, Scope, Theme, Themes};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new().routes(routes!(
        get_color_theme,
        save_color_theme,
        delete_color_theme
    ))
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct CustomColorThemesSettingsColorItem {
    accent: Option<String>,
    buttons: Option<String>,
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct CustomColorThemesSettingsItem {
    id: i32,
    name: Option<String>,
    main: CustomColorThemesSettingsColorItem,
    text: CustomColorThemesSettingsColorItem,
}

#[derive(Debug, Serialize, ToSchema)]
struct CustomColorThemesSettingsDto {
    themes: Vec<CustomColorThemesSettingsItem>,
    selected: i32,
    limit: usize,
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CustomColorThemesSettingsRequestsDto {
    theme: Option<CustomColorThemesSettingsItem>,
    selected: Option<i32>,
}

impl Validate for CustomColorThemesSettingsRequestsDto {}

impl From<Colours> for CustomColorThemesSettingsColorItem {
    fn from(colours: Colours) -> Self {
        Self {
            accent: Some(colours.accent),
            buttons: Some(colours.buttons),
        }
    }
}

impl From<CustomColorThemesSettingsColorItem> for Colours {
    fn from(item: CustomColorThemesSettingsColorItem) -> Self {
        let (accent, buttons) = (
            item.accent.unwrap_or_default(),
            item.buttons.unwrap_or_default(),
        );
        Self { accent, buttons }
    }
}

impl From<Theme> for CustomColorThemesSettingsItem {
    fn from(theme: Theme) -> Self {
        let (main, text) = (theme.main.into(), theme.text.into());
        Self {
            id: theme.id,
            name: Some(theme.name),
            main,
            text,
        }
    }
}

impl From<CustomColorThemesSettingsItem> for Theme {
    fn from(item: CustomColorThemesSettingsItem) -> Self {
        let (main, text) = (item.main.into(), item.text.into());
        Self {
            id: item.id,
            name: item.name.unwrap_or_default(),
            main,
            text,
        }
    }
}

impl From<Themes> for CustomColorThemesSettingsDto {
    fn from(themes: Themes) -> Self {
        let selected = themes.selected;
        let themes = themes.all().into_iter().map(Into::into).collect();
        Self {
            themes,
            selected,
            limit: crate::settings::THEME_LIMIT,
        }
    }
}

/// The themes and the one in use.
#[utoipa::path(get, path = "/api/2.0/settings/colortheme", operation_id = "getPortalColorTheme", security(()),
    tag = "Settings / Common settings",
    responses((status = 200, body = Envelope<CustomColorThemesSettingsDto>)))]
async fn get_color_theme(
    State(portals): State<Portals>,
    here: Here,
) -> wire::Result<CustomColorThemesSettingsDto> {
    let themes = portals
        .setting::<Themes>(here.id, Scope::Portal)
        .await?
        .value;
    Ok(wire::ok(themes.into()))
}

/// Saves a theme, chooses one, or both.
#[utoipa::path(put, path = "/api/2.0/settings/colortheme", operation_id = "savePortalColorTheme",
    tag = "Settings / Common settings", request_body = CustomColorThemesSettingsRequestsDto,
    responses((status = 200, body = Envelope<CustomColorThemesSettingsDto>)))]
async fn save_color_theme(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<CustomColorThemesSettingsRequestsDto>,
) -> wire::Result<CustomColorThemesSettingsDto> {
    caller.require_admin()?;
    let mut themes = portals
        .setting::<Themes>(caller.portal, Scope::Portal)
        .await?
        .value;
    let saved = body.theme.and_then(|theme| themes.put(theme.into()));
    if let Some(wanted) = body.selected {
        // A copy of a standard theme has another number than the one that was sent.
        themes.select(saved.unwrap_or(wanted));
    }
    Ok(wire::ok(
        portals
            .save(&caller, Scope::Portal, themes)
            .await?
            .value
            .into(),
    ))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ThemeQuery {
    id: i32,
}

impl Validate for ThemeQuery {}

/// Deletes a theme of the portal's own.
#[utoipa::path(delete, path = "/api/2.0/settings/colortheme",
    operation_id = "deletePortalColorTheme", tag = "Settings / Common settings",
    params(ThemeQuery), responses((status = 200, body = Envelope<CustomColorThemesSettingsDto>)))]
async fn delete_color_theme(
    State(portals): State<Portals>,
    caller: Caller,
    Query(query): Query<ThemeQuery>,
) -> wire::Result<CustomColorThemesSettingsDto> {
    caller.require_admin()?;
    let mut themes = portals
        .setting::<Themes>(caller.portal, Scope::Portal)
        .await?
        .value;
    themes.remove(query.id);
    Ok(wire::ok(
        portals
            .save(&caller, Scope::Portal, themes)
            .await?
            .value
            .into(),
    ))
}
