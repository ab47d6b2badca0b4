//! The second factor: the portal's settings, and everybody's app and codes (`platform/03a §3.5`).

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use portal::settings::{FactorKind, FactorRules, Scope, SecondFactor};
use portal::{BaseUrl, Caller, Confirmed, Here, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{Body, Envelope, Error, Routes, Validate, routes, wire_enum};

use crate::service::{Access, Address, FactorOrder, Step};
use crate::totp::BackupCode;

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_tfa_settings, update_tfa_settings))
        .routes(routes!(update_tfa_settings_link))
        .routes(routes!(get_tfa_confirm_data))
        .routes(routes!(tfa_app_generate_setup_code))
        .routes(routes!(tfa_validate_auth_code))
        .routes(routes!(get_tfa_app_codes))
        .routes(routes!(update_tfa_app_codes))
        .routes(routes!(unlink_tfa_app))
}

wire_enum! {
    /// Kind of second factor to switch on.
    #[derive(Default)]
    enum TfaRequestsDtoType: number {
        #[default]
        None = 0,
        Sms = 1,
        App = 2,
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TfaSettingsDto {
    id: &'static str,
    title: &'static str,
    enabled: bool,
    available: bool,
    trusted_ips: Option<Vec<String>>,
    mandatory_users: Option<Vec<Uuid>>,
    mandatory_groups: Option<Vec<Uuid>>,
}

impl TfaSettingsDto {
    /// Lists of addresses and people are the administrators' business.
    fn new(id: &'static str, title: &'static str, rules: FactorRules, caller: &Caller) -> Self {
        let shown = caller.is_admin();
        let users = rules.mandatory_users.into_iter().map(|user| user.0);
        Self {
            id,
            title,
            enabled: rules.enabled,
            available: true,
            trusted_ips: shown.then_some(rules.trusted_ips),
            mandatory_users: shown.then(|| users.collect()),
            mandatory_groups: shown.then_some(rules.mandatory_groups),
        }
    }
}

/// The kinds of second factors, and which is on.
#[utoipa::path(get, path = "/api/2.0/settings/tfaapp", operation_id = "getTfaSettings",
    tag = "Settings / TFA settings", responses((status = 200, body = Envelope<Vec<TfaSettingsDto>>)))]
async fn get_tfa_settings(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<Vec<TfaSettingsDto>> {
    let portals = access.portals();
    let saved = portals
        .setting::<SecondFactor>(caller.portal, Scope::Portal)
        .await?;
    let SecondFactor { app, sms } = saved.value;
    let sms = TfaSettingsDto::new("sms", "By SMS", sms, &caller);
    let app = TfaSettingsDto::new("app", "By authenticator app", app, &caller);
    let available = access.has_sms();
    Ok(wire::list(vec![TfaSettingsDto { available, ..sms }, app]))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct TfaRequestsDto {
    #[serde(rename = "type")]
    kind: TfaRequestsDtoType,
    id: Option<Uuid>,
    trusted_ips: Option<Vec<String>>,
    mandatory_users: Option<Vec<Uuid>>,
    mandatory_groups: Option<Vec<Uuid>>,
}

impl Validate for TfaRequestsDto {}

impl From<TfaRequestsDto> for FactorOrder {
    fn from(body: TfaRequestsDto) -> Self {
        let users = body.mandatory_users.unwrap_or_default();
        Self {
            kind: match body.kind {
                TfaRequestsDtoType::None => None,
                TfaRequestsDtoType::Sms => Some(FactorKind::Sms),
                TfaRequestsDtoType::App => Some(FactorKind::App),
            },
            trusted_ips: body.trusted_ips.unwrap_or_default(),
            mandatory_users: users.into_iter().map(UserId).collect(),
            mandatory_groups: body.mandatory_groups.unwrap_or_default(),
        }
    }
}

/// Switches the second factor; `true` when one is on. Everybody has to sign in again then, the caller too.
#[utoipa::path(put, path = "/api/2.0/settings/tfaapp", operation_id = "updateTfaSettings",
    tag = "Settings / TFA settings", request_body = TfaRequestsDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn update_tfa_settings(
    State(access): State<Access>,
    caller: Caller,
    Body(body): Body<TfaRequestsDto>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    Ok(wire::ok(access.set_factor(&caller, body.into()).await?))
}

/// Does the same and gives the address where the caller goes on; empty when he need not.
#[utoipa::path(put, path = "/api/2.0/settings/tfaappwithlink", operation_id = "updateTfaSettingsLink",
    tag = "Settings / TFA settings", request_body = TfaRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn update_tfa_settings_link(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    address: Address,
    Body(body): Body<TfaRequestsDto>,
) -> wire::Result<String> {
    caller.require_admin()?;
    access.set_factor(&caller, body.into()).await?;
    let asked = access
        .asks_factor(caller.portal, caller.user, &address.ip)
        .await?;
    let step = if asked.is_some() {
        access.own_step(&caller).await?
    } else {
        None
    };
    Ok(link_to(step, &base, &address))
}

/// The address of a step; its key goes into a cookie.
fn link_to(step: Option<Step>, base: &BaseUrl, address: &Address) -> wire::Reply<String> {
    match step {
        Some(step) => {
            let url = format!("{}{}", base.0, step.path());
            wire::ok(url).header(SET_COOKIE, step.cookie(address))
        }
        None => wire::ok(String::new()),
    }
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TfaConfirmDataDto {
    url: String,
    cookie_name: String,
    cookie_value: String,
}

/// Where the caller links an app, or shows a code of the one he has; nothing while the factor is off.
#[utoipa::path(get, path = "/api/2.0/settings/tfaapp/confirm", operation_id = "getTfaConfirmData",
    tag = "Settings / TFA settings", responses((status = 200, body = Envelope<TfaConfirmDataDto>)))]
async fn get_tfa_confirm_data(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<Option<TfaConfirmDataDto>> {
    require_session(&caller)?;
    let step = access.own_step(&caller).await?;
    Ok(wire::ok(step.map(|step| TfaConfirmDataDto {
        url: format!("{}{}", base.0, step.path()),
        cookie_name: step.cookie_name(),
        cookie_value: step.key,
    })))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SetupCode {
    account: String,
    manual_entry_key: String,
    qr_code_setup_image_url: String,
}

/// What an app is set up with, for the holder of a link: the secret as text and as a picture.
#[utoipa::path(get, path = "/api/2.0/settings/tfaapp/setup", operation_id = "tfaAppGenerateSetupCode",
    tag = "Settings / TFA settings", responses((status = 200, body = Envelope<SetupCode>)))]
async fn tfa_app_generate_setup_code(
    State(access): State<Access>,
    here: Here,
    link: Confirmed,
    base: BaseUrl,
) -> wire::Result<SetupCode> {
    link.require("TfaActivation")?;
    let host = base.0.split("://").nth(1).unwrap_or_default();
    let setup = access.set_up_app(here.id, &link, host).await?;
    Ok(wire::ok(SetupCode {
        account: setup.account,
        manual_entry_key: setup.manual_key,
        qr_code_setup_image_url: setup.picture,
    }))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TfaValidateRequestsDto {
    #[schema(nullable)]
    code: Option<String>,
    #[serde(default)]
    session: bool,
}

impl Validate for TfaValidateRequestsDto {}

/// Signs the holder of a link in with a code; `true` when it was the first one and linked the app.
#[utoipa::path(post, path = "/api/2.0/settings/tfaapp/validate", operation_id = "tfaValidateAuthCode",
    tag = "Settings / TFA settings", request_body = TfaValidateRequestsDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn tfa_validate_auth_code(
    State(access): State<Access>,
    here: Here,
    link: Confirmed,
    address: Address,
    Body(body): Body<TfaValidateRequestsDto>,
) -> wire::Result<bool> {
    if !["TfaActivation", "TfaAuth"].contains(&link.kind) {
        return Err(Error::denied());
    }
    let code = body.code.unwrap_or_default();
    let (first, signed) = access
        .sign_in_with_link(&here, &link, &code, body.session, &address)
        .await?;
    let cookie = signed.cookie(&address, sql::now());
    Ok(wire::ok(first).header(SET_COOKIE, cookie))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TfaAppCodeDto {
    is_used: bool,
    code: String,
}

impl From<BackupCode> for TfaAppCodeDto {
    fn from(code: BackupCode) -> Self {
        Self {
            is_used: code.used,
            code: code.code,
        }
    }
}

/// The caller's backup codes.
#[utoipa::path(get, path = "/api/2.0/settings/tfaappcodes", operation_id = "getTfaAppCodes",
    tag = "Settings / TFA settings", responses((status = 200, body = Envelope<Vec<TfaAppCodeDto>>)))]
async fn get_tfa_app_codes(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<Vec<TfaAppCodeDto>> {
    require_session(&caller)?;
    let codes = access.backup_codes(&caller).await?;
    Ok(wire::list(codes.into_iter().map(Into::into).collect()))
}

/// Makes new backup codes for the caller; the old ones are void.
#[utoipa::path(put, path = "/api/2.0/settings/tfaappnewcodes", operation_id = "updateTfaAppCodes",
    tag = "Settings / TFA settings", responses((status = 200, body = Envelope<Vec<TfaAppCodeDto>>)))]
async fn update_tfa_app_codes(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<Vec<TfaAppCodeDto>> {
    require_session(&caller)?;
    let codes = access.new_backup_codes(&caller).await?;
    Ok(wire::list(codes.into_iter().map(Into::into).collect()))
}

/// Unlinks an app: the caller's, who gets the address where he links a new one, or that of somebody he rules over,
/// who gets a mail.
#[utoipa::path(put, path = "/api/2.0/settings/tfaappnewapp", operation_id = "unlinkTfaApp",
    tag = "Settings / TFA settings", request_body = TfaRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn unlink_tfa_app(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
    address: Address,
    wire::MaybeBody(body): wire::MaybeBody<TfaRequestsDto>,
) -> wire::Result<String> {
    let named = body.id.map(UserId).filter(|user| *user != UserId::NOBODY);
    let user = named.unwrap_or(caller.user);
    if user == caller.user {
        require_session(&caller)?;
    }
    let step = access.unlink_app(&caller, user, &base.0).await?;
    Ok(link_to(step, &base, &address))
}

/// Passes people who signed in: a key must not become a way to sign in.
pub(super) fn require_session(caller: &Caller) -> Result<(), Error> {
    match caller.session {
        Some(_) => Ok(()),
        None => Err(Error::denied()),
    }
}
