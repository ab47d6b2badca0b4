//! Passkeys: an addition of ours to the contract; `docs/passkeys.md` tells how a web page uses it.

use axum::extract::State;
use portal::{BaseUrl, Caller, Confirmed, Here};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, Body, Check, Envelope, Error, Nothing, Path, Routes, Validate, routes};

use super::authentication::{AuthenticationTokenDto, begun};
use super::tfa::require_session;
use crate::service::{Access, Address, Asked, PasskeyView};

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_passkeys, add_passkey))
        .routes(routes!(start_passkey_registration))
        .routes(routes!(rename_passkey, delete_passkey))
        .routes(routes!(start_passkey_login))
        .routes(routes!(login_with_passkey))
        .routes(routes!(get_login_factors))
}

/// A passkey of the caller.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PasskeyDto {
    /// Id of the credential, in base64url.
    id: String,
    /// Name its person gave it.
    name: String,
    /// The host it works at.
    host: String,
    /// When it was made.
    created: ApiDate,
    /// When somebody signed in with it last.
    last_used: Option<ApiDate>,
}

impl From<PasskeyView> for PasskeyDto {
    fn from(view: PasskeyView) -> Self {
        Self {
            id: view.id,
            name: view.name,
            host: view.host,
            created: ApiDate(view.created),
            last_used: view.last_used.map(ApiDate),
        }
    }
}

/// A question for a browser.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PasskeyChallengeDto {
    /// Goes back with the answer. It is good for one answer within five minutes.
    challenge_id: Uuid,
    /// Argument of `PublicKeyCredential.parseCreationOptionsFromJSON` or `parseRequestOptionsFromJSON`.
    #[schema(value_type = Object)]
    public_key: Value,
}

impl From<Asked> for PasskeyChallengeDto {
    fn from(asked: Asked) -> Self {
        Self {
            challenge_id: asked.id,
            public_key: asked.public_key,
        }
    }
}

/// The caller's passkeys, oldest first.
#[utoipa::path(get, path = "/api/2.0/authentication/passkeys", operation_id = "getPasskeys",
    tag = "Authentication", responses((status = 200, body = Envelope<Vec<PasskeyDto>>)))]
async fn get_passkeys(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<Vec<PasskeyDto>> {
    require_session(&caller)?;
    let all = access.passkeys(&caller).await?;
    Ok(wire::list(all.into_iter().map(Into::into).collect()))
}

/// Asks the caller's browser to make a passkey.
#[utoipa::path(post, path = "/api/2.0/authentication/passkeys/registration",
    operation_id = "startPasskeyRegistration", tag = "Authentication",
    responses((status = 200, body = Envelope<PasskeyChallengeDto>)))]
async fn start_passkey_registration(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<PasskeyChallengeDto> {
    require_session(&caller)?;
    let asked = access.ask_new_passkey(&here, &caller, &base.0).await?;
    Ok(wire::ok(asked.into()))
}

/// Longest name of a passkey.
const NAME: usize = 100;

fn check_name(check: &mut Check, name: &str) {
    check.required("Name", name).max_len("Name", name, NAME);
}

/// The passkey a browser has made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct NewPasskeyDto {
    /// As it was asked.
    challenge_id: Uuid,
    /// Name for the list.
    #[schema(max_length = 100)]
    name: String,
    /// `credential.toJSON()` of what `navigator.credentials.create` gave.
    #[schema(value_type = Object)]
    credential: Value,
}

impl Validate for NewPasskeyDto {
    fn validate(&self, check: &mut Check) {
        check_name(check, &self.name);
    }
}

/// Keeps the passkey the caller's browser has made.
#[utoipa::path(post, path = "/api/2.0/authentication/passkeys", operation_id = "addPasskey",
    tag = "Authentication", request_body = NewPasskeyDto,
    responses((status = 200, body = Envelope<PasskeyDto>)))]
async fn add_passkey(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<NewPasskeyDto>,
) -> wire::Result<PasskeyDto> {
    require_session(&caller)?;
    let (name, answer) = (
        body.name.trim().to_owned(),
        (body.challenge_id, body.credential),
    );
    let added = access
        .add_passkey(&here, &caller, &base.0, name, answer)
        .await?;
    Ok(wire::ok(added.into()))
}

#[derive(Debug, Deserialize, ToSchema)]
struct RenamePasskeyDto {
    /// Name for the list.
    #[schema(max_length = 100)]
    name: String,
}

impl Validate for RenamePasskeyDto {
    fn validate(&self, check: &mut Check) {
        check_name(check, &self.name);
    }
}

/// Gives one of the caller's passkeys another name.
#[utoipa::path(put, path = "/api/2.0/authentication/passkeys/{id}", operation_id = "renamePasskey",
    tag = "Authentication", params(("id" = String, Path)), request_body = RenamePasskeyDto,
    responses((status = 200, body = Envelope<PasskeyDto>)))]
async fn rename_passkey(
    State(access): State<Access>,
    caller: Caller,
    Path(id): Path<String>,
    Body(body): Body<RenamePasskeyDto>,
) -> wire::Result<PasskeyDto> {
    require_session(&caller)?;
    let name = body.name.trim().to_owned();
    let renamed = access.rename_passkey(&caller, id, name).await?;
    Ok(wire::ok(renamed.into()))
}

/// Forgets one of the caller's passkeys. His sessions stay alive.
#[utoipa::path(delete, path = "/api/2.0/authentication/passkeys/{id}", operation_id = "deletePasskey",
    tag = "Authentication", params(("id" = String, Path)),
    responses((status = 200, body = Envelope<Nothing>)))]
async fn delete_passkey(
    State(access): State<Access>,
    caller: Caller,
    Path(id): Path<String>,
) -> wire::Result<Nothing> {
    require_session(&caller)?;
    access.remove_passkey(&caller, id).await?;
    Ok(wire::nothing())
}

/// The step between password and second factor, when the request is on it.
fn step_of(link: Option<Confirmed>) -> Option<Confirmed> {
    link.filter(|link| link.kind == "TfaAuth")
}

/// Asks a browser for a passkey: any it has for this portal, or with the confirm header `TfaAuth` one of its person's.
#[utoipa::path(post, path = "/api/2.0/authentication/passkeys/challenge",
    operation_id = "startPasskeyLogin", security(()), tag = "Authentication",
    responses((status = 200, body = Envelope<PasskeyChallengeDto>)))]
async fn start_passkey_login(
    State(access): State<Access>,
    here: Here,
    link: Option<Confirmed>,
    base: BaseUrl,
) -> wire::Result<PasskeyChallengeDto> {
    let step = step_of(link);
    let asked = access.ask_passkey(&here, step.as_ref(), &base.0).await?;
    Ok(wire::ok(asked.into()))
}

/// A passkey a browser has shown.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PasskeyLoginDto {
    /// As it was asked.
    challenge_id: Uuid,
    /// `credential.toJSON()` of what `navigator.credentials.get` gave.
    #[schema(value_type = Object)]
    credential: Value,
    /// The session ends with the browser.
    #[serde(default)]
    session: bool,
}

impl Validate for PasskeyLoginDto {}

/// Signs in with a passkey: instead of a password, or with the confirm header `TfaAuth` instead of a code.
#[utoipa::path(post, path = "/api/2.0/authentication/passkeys/login",
    operation_id = "loginWithPasskey", security(()), tag = "Authentication",
    request_body = PasskeyLoginDto,
    responses((status = 200, body = Envelope<AuthenticationTokenDto>)))]
async fn login_with_passkey(
    State(access): State<Access>,
    here: Here,
    link: Option<Confirmed>,
    base: BaseUrl,
    address: Address,
    Body(body): Body<PasskeyLoginDto>,
) -> wire::Result<AuthenticationTokenDto> {
    let (step, answer) = (step_of(link), (body.challenge_id, body.credential));
    let signed = access
        .sign_in_with_passkey(
            &here,
            step.as_ref(),
            &base.0,
            answer,
            body.session,
            &address,
        )
        .await?;
    Ok(begun(signed, &address))
}

/// What the person of a step can show.
#[derive(Debug, Serialize, ToSchema)]
struct LoginFactorsDto {
    /// A code of an authenticator app, or a backup code.
    app: bool,
    /// A passkey.
    passkey: bool,
}

/// What somebody can show who is between password and second factor (confirm header `TfaAuth`).
#[utoipa::path(get, path = "/api/2.0/authentication/passkeys/factors",
    operation_id = "getLoginFactors", tag = "Authentication",
    responses((status = 200, body = Envelope<LoginFactorsDto>)))]
async fn get_login_factors(
    State(access): State<Access>,
    here: Here,
    link: Confirmed,
) -> wire::Result<LoginFactorsDto> {
    link.require("TfaAuth")?;
    let user = link.user.ok_or_else(Error::denied)?;
    let (app, passkey) = access.factors_of(here.id, user).await?;
    Ok(wire::ok(LoginFactorsDto { app, passkey }))
}
