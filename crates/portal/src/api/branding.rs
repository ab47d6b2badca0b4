//! Logos and the text beside them (`platform/06 §6.5`).

use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use http::header;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Body, Check, Envelope, Error, Path, Query, Routes, Validate, routes};

use crate::PRODUCT;
use crate::brand::{self, KINDS, Kind, Logos, Tone};
use crate::caller::{BaseUrl, Caller, Here};
use crate::model::PortalId;
use crate::portals::Portals;
use crate::settings::{LimitedSpace, LogoText, Scope};

/// Pictures that are opened as pages run nothing and load nothing.
const SEALED: &str = "default-src 'none'; style-src 'unsafe-inline'; sandbox";

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_logos))
        .routes(routes!(get_logos_default))
        .routes(routes!(get_portal_logo))
        .routes(routes!(get_logo_text))
        .routes(routes!(save_logo_text))
        .routes(routes!(get_logo_text_default))
        .routes(routes!(restore_logo_text))
        .routes(routes!(get_enable_white_label))
        .route("/static/images/logo/{file}", get(serve_own))
}

#[derive(Debug, Serialize, ToSchema)]
struct WhiteLabelItemDto {
    #[serde(rename = "type")]
    kind: i32,
    name: &'static str,
    size: IMagickGeometry,
    path: WhiteLabelItemPathDto,
}

/// Size of a picture; the flags are always off.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct IMagickGeometry {
    aspect_ratio: bool,
    fill_area: bool,
    greater: bool,
    #[schema(value_type = i32)]
    height: u32,
    ignore_aspect_ratio: bool,
    is_percentage: bool,
    less: bool,
    limit_pixels: bool,
    #[schema(value_type = i32)]
    width: u32,
    x: i32,
    y: i32,
}

/// Addresses; a ground that was not asked for is left out.
#[derive(Debug, Serialize, ToSchema)]
struct WhiteLabelItemPathDto {
    light: Option<String>,
    dark: Option<String>,
}

/// Which logos are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
pub struct WhiteLabelQueryRequestsDto {
    /// Those for dark ground, or those for light; both when absent.
    #[param(rename = "IsDark")]
    pub is_dark: Option<bool>,
    /// The product's own, whatever the portal chose.
    #[param(rename = "IsDefault")]
    pub is_default: Option<bool>,
}

impl Validate for WhiteLabelQueryRequestsDto {}

impl WhiteLabelQueryRequestsDto {
    fn wants(&self, tone: Tone) -> bool {
        self.is_dark.is_none_or(|dark| dark == (tone == Tone::Dark))
    }

    async fn logos(&self, portals: &Portals, here: PortalId) -> Result<Logos, Error> {
        if self.is_default == Some(true) {
            return Ok(Logos::default());
        }
        Ok(portals.setting(here, Scope::Portal).await?.value)
    }
}

/// The logos in use.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logos", operation_id = "getWhiteLabelLogos", security(()),
    tag = "Settings / Rebranding", params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<Vec<WhiteLabelItemDto>>)))]
async fn get_logos(
    State(portals): State<Portals>,
    here: Here,
    base: BaseUrl,
    Query(query): Query<WhiteLabelQueryRequestsDto>,
) -> wire::Result<Vec<WhiteLabelItemDto>> {
    let logos = query.logos(&portals, here.id).await?;
    let item = |kind: Kind| WhiteLabelItemDto {
        kind: kind.number,
        name: kind.name,
        size: IMagickGeometry {
            width: kind.width,
            height: kind.height,
            ..Default::default()
        },
        path: {
            let address = |tone| {
                let wanted = query.wants(tone);
                wanted.then(|| logos.address(&base.0, kind, tone))
            };
            WhiteLabelItemPathDto {
                light: address(Tone::Light),
                dark: address(Tone::Dark),
            }
        },
    };
    Ok(wire::list(KINDS.into_iter().map(item).collect()))
}

#[derive(Debug, Serialize, ToSchema)]
struct IsDefaultWhiteLabelLogosDto {
    name: &'static str,
    default: bool,
}

/// Which logos are the product's.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logos/isdefault",
    operation_id = "getIsDefaultWhiteLabelLogos", tag = "Settings / Rebranding", params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<Vec<IsDefaultWhiteLabelLogosDto>>)))]
async fn get_logos_default(
    State(portals): State<Portals>,
    caller: Caller,
    Query(query): Query<WhiteLabelQueryRequestsDto>,
) -> wire::Result<Vec<IsDefaultWhiteLabelLogosDto>> {
    caller.require_admin()?;
    let logos = query.logos(&portals, caller.portal).await?;
    let item = |kind: Kind| {
        let own = |tone| !query.wants(tone) || logos.is_own(kind, tone);
        IsDefaultWhiteLabelLogosDto {
            name: kind.name,
            default: own(Tone::Light) && own(Tone::Dark),
        }
    };
    Ok(wire::list(KINDS.into_iter().map(item).collect()))
}

/// Address of the portal's logo.
#[utoipa::path(get, path = "/api/2.0/settings/logo", operation_id = "getPortalLogo",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<String>)))]
async fn get_portal_logo(
    State(portals): State<Portals>,
    base: BaseUrl,
    caller: Caller,
) -> wire::Result<String> {
    let logos = portals.setting::<Logos>(caller.portal, Scope::Portal);
    let [first, ..] = KINDS;
    let address = logos.await?.value.address(&base.0, first, Tone::Light);
    Ok(wire::ok(address))
}

/// Serves one of the product's own logos.
async fn serve_own(Path(file): Path<String>) -> Result<Response, Error> {
    let drawn = brand::own(&file).ok_or_else(|| Error::not_found("Item not found"))?;
    let headers = [
        (header::CONTENT_TYPE, "image/svg+xml"),
        (header::CACHE_CONTROL, "public, max-age=86400"),
        (header::CONTENT_SECURITY_POLICY, SEALED),
    ];
    Ok((headers, drawn).into_response())
}

/// Text beside the logo.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logotext",
    operation_id = "getWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<String>)))]
async fn get_logo_text(State(portals): State<Portals>, caller: Caller) -> wire::Result<String> {
    caller.require_admin()?;
    let text = portals
        .setting::<LogoText>(caller.portal, Scope::Portal)
        .await?
        .value
        .text;
    Ok(wire::ok(if text.is_empty() {
        PRODUCT.to_owned()
    } else {
        text
    }))
}

/// Text beside the logo, and logos.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub struct WhiteLabelRequestsDto {
    /// Text beside the logo, at most 40 characters.
    pub logo_text: Option<String>,
    /// Pictures; the calls about the text do not look at them.
    pub logo: Option<Vec<LogoItem>>,
}

/// A picture of a kind, named by its number.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ItemKeyValuePairStringLogoRequestsDto)]
pub struct LogoItem {
    /// The number of the kind.
    pub key: Option<String>,
    /// The pictures.
    pub value: Option<LogoRequestsDto>,
}

/// Pictures as `data:` addresses.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
pub struct LogoRequestsDto {
    /// For light ground.
    pub light: Option<String>,
    /// For dark ground.
    pub dark: Option<String>,
}

impl Validate for WhiteLabelRequestsDto {
    fn validate(&self, check: &mut Check) {
        check.max_len("LogoText", &self.logo_text, 40);
    }
}

/// Changes the text beside the logo.
#[utoipa::path(post, path = "/api/2.0/settings/whitelabel/logotext/save",
    operation_id = "saveWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(WhiteLabelQueryRequestsDto),
    request_body = WhiteLabelRequestsDto, responses((status = 200, body = Envelope<bool>)))]
async fn save_logo_text(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<WhiteLabelRequestsDto>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let text = body.logo_text.unwrap_or_default().trim().to_owned();
    portals
        .save(&caller, Scope::Portal, LogoText { text })
        .await?;
    Ok(wire::ok(true))
}

/// Whether the text beside the logo is the product's.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logotext/isdefault",
    operation_id = "getIsDefaultWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<IsDefaultWhiteLabelLogosDto>)))]
async fn get_logo_text_default(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<IsDefaultWhiteLabelLogosDto> {
    caller.require_admin()?;
    let saved = portals
        .setting::<LogoText>(caller.portal, Scope::Portal)
        .await?
        .value;
    let default = saved.text.is_empty();
    Ok(wire::ok(IsDefaultWhiteLabelLogosDto {
        name: "logotext",
        default,
    }))
}

/// Back to the product's text beside the logo.
#[utoipa::path(put, path = "/api/2.0/settings/whitelabel/logotext/restore",
    operation_id = "restoreWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(WhiteLabelQueryRequestsDto),
    responses((status = 200, body = Envelope<bool>)))]
async fn restore_logo_text(State(portals): State<Portals>, caller: Caller) -> wire::Result<bool> {
    caller.require_admin()?;
    portals.reset::<LogoText>(&caller).await?;
    Ok(wire::ok(true))
}

/// Whether logos can be changed: everywhere, but in spaces with limited access.
#[utoipa::path(get, path = "/api/2.0/settings/enablewhitelabel",
    operation_id = "getEnableWhitelabel", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<bool>)))]
async fn get_enable_white_label(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let space: LimitedSpace = portals.hot(caller.portal).await?;
    Ok(wire::ok(!space.limited))
}
