//! Logos and the text beside them (`platform/06 §6.5`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Routes, Validate, routes};

use crate::PRODUCT;
use crate::caller::{BaseUrl, Caller};
use crate::portals::Portals;
use crate::settings::{LogoText, Scope};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_logos))
        .routes(routes!(get_logos_default))
        .routes(routes!(get_portal_logo))
        .routes(routes!(get_logo_text))
        .routes(routes!(save_logo_text))
        .routes(routes!(get_logo_text_default))
        .routes(routes!(restore_logo_text))
        .routes(routes!(restore_logos))
        .routes(routes!(get_enable_white_label))
}

/// A kind of logo: number, name and size in pixels.
struct Logo {
    kind: i32,
    name: &'static str,
    width: i32,
    height: i32,
    file: &'static str,
}

const fn logo(kind: i32, name: &'static str, size: (i32, i32), file: &'static str) -> Logo {
    Logo {
        kind,
        name,
        width: size.0,
        height: size.1,
        file,
    }
}

const EDITOR: (i32, i32) = (172, 40);

/// The files are part of the web app, under `/static/images/logo/`.
const LOGOS: [Logo; 16] = [
    logo(1, "LightSmall", (422, 48), "lightsmall"),
    logo(2, "LoginPage", (772, 88), "loginpage"),
    logo(3, "Favicon", (32, 32), "favicon"),
    logo(4, "DocsEditor", EDITOR, "docseditor"),
    logo(5, "DocsEditorEmbed", EDITOR, "docseditorembed"),
    logo(6, "LeftMenu", (56, 56), "leftmenu"),
    logo(7, "AboutPage", (442, 48), "aboutpage"),
    logo(8, "Notification", (386, 44), "notification"),
    logo(9, "SpreadsheetEditor", EDITOR, "docseditor"),
    logo(10, "SpreadsheetEditorEmbed", EDITOR, "docseditorembed"),
    logo(11, "PresentationEditor", EDITOR, "docseditor"),
    logo(12, "PresentationEditorEmbed", EDITOR, "docseditorembed"),
    logo(13, "PdfEditor", EDITOR, "docseditor"),
    logo(14, "PdfEditorEmbed", EDITOR, "docseditorembed"),
    logo(15, "DiagramEditor", EDITOR, "docseditor"),
    logo(16, "DiagramEditorEmbed", EDITOR, "docseditorembed"),
];

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
    height: i32,
    ignore_aspect_ratio: bool,
    is_percentage: bool,
    less: bool,
    limit_pixels: bool,
    width: i32,
    x: i32,
    y: i32,
}

#[derive(Debug, Serialize, ToSchema)]
struct WhiteLabelItemPathDto {
    light: String,
    dark: String,
}

fn address(base: &BaseUrl, logo: &Logo, tone: &str) -> String {
    let dark = if tone == "dark" { "dark_" } else { "" };
    format!("{}/static/images/logo/{dark}{}.svg", base.0, logo.file)
}

/// The logos in use.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logos", operation_id = "getWhiteLabelLogos", security(()),
    tag = "Settings / Rebranding",
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<Vec<WhiteLabelItemDto>>)))]
async fn get_logos(base: BaseUrl) -> wire::Result<Vec<WhiteLabelItemDto>> {
    let item = |logo: &Logo| WhiteLabelItemDto {
        kind: logo.kind,
        name: logo.name,
        size: IMagickGeometry {
            width: logo.width,
            height: logo.height,
            ..Default::default()
        },
        path: WhiteLabelItemPathDto {
            light: address(&base, logo, "light"),
            dark: address(&base, logo, "dark"),
        },
    };
    Ok(wire::list(LOGOS.iter().map(item).collect()))
}

#[derive(Debug, Serialize, ToSchema)]
struct IsDefaultWhiteLabelLogosDto {
    name: &'static str,
    default: bool,
}

/// Which logos are the product's: all of them.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logos/isdefault",
    operation_id = "getIsDefaultWhiteLabelLogos", tag = "Settings / Rebranding",
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<Vec<IsDefaultWhiteLabelLogosDto>>)))]
async fn get_logos_default(caller: Caller) -> wire::Result<Vec<IsDefaultWhiteLabelLogosDto>> {
    caller.require_admin()?;
    let item = |logo: &Logo| IsDefaultWhiteLabelLogosDto {
        name: logo.name,
        default: true,
    };
    Ok(wire::list(LOGOS.iter().map(item).collect()))
}

/// Back to the product's logos.
#[utoipa::path(put, path = "/api/2.0/settings/whitelabel/logos/restore",
    operation_id = "restoreWhiteLabelLogos", tag = "Settings / Rebranding",
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<bool>)))]
async fn restore_logos(caller: Caller) -> wire::Result<bool> {
    caller.require_admin()?;
    // They cannot be changed yet, so they are the product's already.
    Ok(wire::ok(true))
}

/// Address of the portal's logo.
#[utoipa::path(get, path = "/api/2.0/settings/logo", operation_id = "getPortalLogo",
    tag = "Settings / Common settings", responses((status = 200, body = Envelope<String>)))]
async fn get_portal_logo(base: BaseUrl, _: Caller) -> wire::Result<String> {
    Ok(wire::ok(
        LOGOS
            .first()
            .map(|logo| address(&base, logo, "light"))
            .unwrap_or_default(),
    ))
}

/// Text beside the logo.
#[utoipa::path(get, path = "/api/2.0/settings/whitelabel/logotext",
    operation_id = "getWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
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

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct WhiteLabelRequestsDto {
    logo_text: Option<String>,
    /// Pictures; ignored by the calls about the text.
    logo: Option<Vec<LogoItem>>,
}

/// A picture of a kind, named by its number.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
#[schema(as = ItemKeyValuePairStringLogoRequestsDto)]
struct LogoItem {
    key: Option<String>,
    value: Option<LogoRequestsDto>,
}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct LogoRequestsDto {
    light: Option<String>,
    dark: Option<String>,
}

impl Validate for WhiteLabelRequestsDto {
    fn validate(&self, check: &mut Check) {
        check.max_len("LogoText", &self.logo_text, 40);
    }
}

/// Changes the text beside the logo.
#[utoipa::path(post, path = "/api/2.0/settings/whitelabel/logotext/save",
    operation_id = "saveWhiteLabelLogoText", tag = "Settings / Rebranding",
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
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
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
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
    params(("IsDark" = Option<bool>, Query), ("IsDefault" = Option<bool>, Query)),
    responses((status = 200, body = Envelope<bool>)))]
async fn restore_logo_text(State(portals): State<Portals>, caller: Caller) -> wire::Result<bool> {
    caller.require_admin()?;
    portals.reset::<LogoText>(&caller).await?;
    Ok(wire::ok(true))
}

/// Whether logos can be changed: only their text can.
#[utoipa::path(get, path = "/api/2.0/settings/enablewhitelabel",
    operation_id = "getEnableWhitelabel", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<bool>)))]
async fn get_enable_white_label(caller: Caller) -> wire::Result<bool> {
    caller.require_admin()?;
    Ok(wire::ok(false))
}
