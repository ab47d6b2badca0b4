//! Signing in and out (`platform/03a §3.1, §3.2`).

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use portal::{BaseUrl, Confirmed, Here, Visitor};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Envelope, Error, MIN_DATE, Routes, UtcDate, Validate, routes};

use crate::confirm::Link;
use crate::password::ClientHash;
use crate::service::{Access, Address, Login, Outcome, SignedIn, Step, no_cookie};

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_is_authenticated, authenticate_me))
        .routes(routes!(logout))
        .routes(routes!(authenticate_me_with_code))
        .routes(routes!(send_sms_code))
        .routes(routes!(save_mobile_phone))
}

/// Whether the request is somebody's.
#[utoipa::path(get, path = "/api/2.0/authentication", operation_id = "getIsAuthentificated", security(()),
    tag = "Authentication", responses((status = 200, body = Envelope<bool>)))]
async fn get_is_authenticated(visitor: Visitor) -> wire::Result<bool> {
    Ok(wire::ok(visitor.caller.is_some()))
}

/// What somebody signs in with. Members of schemes that are not built are read and ignored.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct AuthRequestsDto {
    user_name: Option<String>,
    password: Option<String>,
    password_hash: Option<String>,
    provider: Option<String>,
    access_token: Option<String>,
    serialized_profile: Option<String>,
    #[serde(rename = "codeOAuth")]
    code_oauth: Option<String>,
    session: bool,
    confirm_data: Option<ConfirmData>,
    recaptcha_type: i32,
    recaptcha_response: Option<String>,
    culture: Option<String>,
    /// Of the other route only.
    #[schema(ignore)]
    code: Option<String>,
}

/// The same with a code of the second factor.
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes a request; `AuthRequestsDto` reads it")]
struct AuthWithCodeRequestsDto {
    #[serde(flatten)]
    base: AuthRequestsDto,
    code: Option<String>,
}

impl Validate for AuthRequestsDto {}

#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(default)]
struct ConfirmData {
    email: Option<String>,
    first: Option<bool>,
    key: Option<String>,
}

impl AuthRequestsDto {
    fn login(self) -> Result<Login, Error> {
        let failed = || Error::from(crate::Error::Failed);
        if let Some(data) = self.confirm_data {
            return Ok(Login::Link(Link {
                kind: "Auth".to_owned(),
                key: data.key.unwrap_or_default(),
                email: data.email,
                first: data.first.filter(|first| *first).map(|_| "true".to_owned()),
                ..Link::default()
            }));
        }
        let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
        let own = self
            .provider
            .as_deref()
            .is_none_or(|name| name.is_empty() || name == "email");
        if !own || given(self.serialized_profile).is_some() {
            return Err(failed());
        }
        let email = given(self.user_name).ok_or_else(failed)?;
        if let Some(password) = given(self.password) {
            return Ok(Login::Password(email, password));
        }
        let hash = self.password_hash.as_deref().and_then(ClientHash::sent);
        Ok(Login::Hash(email, hash.ok_or_else(failed)?))
    }
}

/// A session that has begun, or the way to the second factor.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct AuthenticationTokenDto {
    token: Option<String>,
    expires: UtcDate,
    sms: bool,
    phone_noise: Option<String>,
    tfa: bool,
    tfa_key: Option<String>,
    confirm_url: Option<String>,
}

impl From<SignedIn> for AuthenticationTokenDto {
    fn from(signed: SignedIn) -> Self {
        let expires = signed
            .expires
            .filter(|_| !signed.transient)
            .unwrap_or(MIN_DATE);
        Self {
            token: Some(signed.token),
            expires: UtcDate(expires),
            sms: false,
            phone_noise: None,
            tfa: false,
            tfa_key: None,
            confirm_url: None,
        }
    }
}

impl AuthenticationTokenDto {
    fn waiting(step: Step, base: &str) -> Self {
        let url = format!("{base}{}", step.path());
        Self {
            token: None,
            expires: UtcDate(MIN_DATE),
            sms: step.is_sms(),
            tfa: !step.is_sms(),
            phone_noise: step.phone,
            tfa_key: step.secret,
            confirm_url: Some(url),
        }
    }
}

/// Signs in with a password, its hash, or a one-time link.
#[utoipa::path(post, path = "/api/2.0/authentication", operation_id = "authenticateMe", security(()),
    tag = "Authentication", request_body = AuthRequestsDto,
    responses((status = 200, body = Envelope<AuthenticationTokenDto>)))]
async fn authenticate_me(
    State(access): State<Access>,
    here: Here,
    base: BaseUrl,
    address: Address,
    Body(body): Body<AuthRequestsDto>,
) -> wire::Result<AuthenticationTokenDto> {
    let transient = body.session;
    let outcome = access
        .sign_in(&here, body.login()?, transient, &address)
        .await?;
    Ok(match outcome {
        Outcome::In(signed) => begun(signed, &address),
        // A browser that is signed in already is no longer: the step is for those who are not.
        Outcome::Waiting(step) => waiting(step, &base, &address).header(SET_COOKIE, no_cookie()),
    })
}

/// The answer for a second factor that is missing; the key of the step goes into a cookie.
fn waiting(step: Step, base: &BaseUrl, address: &Address) -> wire::Reply<AuthenticationTokenDto> {
    let cookie = step.cookie(address);
    wire::ok(AuthenticationTokenDto::waiting(step, &base.0)).header(SET_COOKIE, cookie)
}

/// The answer for a session that has begun.
pub(super) fn begun(signed: SignedIn, address: &Address) -> wire::Reply<AuthenticationTokenDto> {
    let cookie = signed.cookie(address, sql::now());
    wire::ok(AuthenticationTokenDto::from(signed)).header(SET_COOKIE, cookie)
}

/// Signs in with both factors at once. The code counts that is in the body; the one in the path only leads here.
#[utoipa::path(post, path = "/api/2.0/authentication/{code}",
    operation_id = "authenticateMeFromBodyWithCode", security(()), tag = "Authentication",
    params(("code" = String, Path)), request_body = AuthWithCodeRequestsDto,
    responses((status = 200, body = Envelope<AuthenticationTokenDto>)))]
async fn authenticate_me_with_code(
    State(access): State<Access>,
    here: Here,
    address: Address,
    Body(mut body): Body<AuthRequestsDto>,
) -> wire::Result<AuthenticationTokenDto> {
    let (code, transient) = (body.code.take().unwrap_or_default(), body.session);
    let login = body.login()?;
    let signed = access
        .sign_in_with_code(&here, login, &code, transient, &address)
        .await?;
    Ok(begun(signed, &address))
}

/// Sends the code of the second factor once more.
#[utoipa::path(post, path = "/api/2.0/authentication/sendsms", operation_id = "sendSmsCode", security(()),
    tag = "Authentication", request_body = AuthRequestsDto,
    responses((status = 200, body = Envelope<AuthenticationTokenDto>)))]
async fn send_sms_code(
    State(access): State<Access>,
    here: Here,
    base: BaseUrl,
    address: Address,
    Body(body): Body<AuthRequestsDto>,
) -> wire::Result<AuthenticationTokenDto> {
    let step = access.send_code(&here, body.login()?, &address).await?;
    Ok(waiting(step, &base, &address))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct MobileRequestsDto {
    mobile_phone: Option<String>,
}

impl Validate for MobileRequestsDto {}

/// Takes the number of the holder of a link, and sends the first code to it.
#[utoipa::path(post, path = "/api/2.0/authentication/setphone", operation_id = "saveMobilePhone",
    tag = "Authentication", request_body = MobileRequestsDto,
    responses((status = 200, body = Envelope<AuthenticationTokenDto>)))]
async fn save_mobile_phone(
    State(access): State<Access>,
    here: Here,
    link: Confirmed,
    base: BaseUrl,
    address: Address,
    Body(body): Body<MobileRequestsDto>,
) -> wire::Result<AuthenticationTokenDto> {
    link.require("PhoneActivation")?;
    let number = body.mobile_phone.unwrap_or_default();
    let step = access.set_phone(&here, &link, &number).await?;
    Ok(waiting(step, &base, &address))
}

/// Signs out. Other sessions stay alive.
#[utoipa::path(post, path = "/api/2.0/authentication/logout", operation_id = "logout", security(()),
    tag = "Authentication", responses((status = 200, body = Envelope<String>)))]
async fn logout(State(access): State<Access>, visitor: Visitor) -> wire::Result<wire::Nothing> {
    if let Some(caller) = &visitor.caller {
        access.sign_out(caller).await?;
    }
    Ok(wire::nothing().header(SET_COOKIE, no_cookie()))
}
