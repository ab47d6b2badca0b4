//! `People / Email`: changes of addresses.

use axum::extract::State;
use portal::{BaseUrl, Caller, Confirmed, Here, UserId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Path, Routes, routes};

use super::{MemberFields, one};
use crate::error::Error;
use crate::service::People;
use crate::view::EmployeeFullDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(send_email_change_instructions))
        .routes(routes!(change_user_email))
}

const DONE: &str = "The email change instructions have been successfully sent";

/// Changes an address, or mails the link for it.
#[utoipa::path(post, path = "/api/2.0/people/email", operation_id = "sendEmailChangeInstructions",
    tag = "People / Email", request_body = MemberFields, responses((status = 200, body = Envelope<String>)))]
async fn send_email_change_instructions(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<MemberFields>,
) -> wire::Result<&'static str> {
    let id = match body.user_id.as_deref() {
        None | Some("") => caller.user,
        Some(id) => id.parse().map_err(|_| Error::NoUser)?,
    };
    let email = body.email.filter(|email| !email.trim().is_empty());
    let email = email.ok_or_else(|| wire::Error::argument("email"))?;
    people
        .request_email_change(&caller, id, email, &base)
        .await?;
    Ok(wire::ok(DONE))
}

/// Whose address it is.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EmailMemberRequestDto {
    /// The address.
    #[schema(format = "email", max_length = 255)]
    pub email: String,
    /// Kind of captcha; none is built, so nobody reads it.
    #[serde(default)]
    pub recaptcha_type: i32,
    /// Answer to the captcha.
    #[serde(default)]
    pub recaptcha_response: Option<String>,
}

impl Validate for EmailMemberRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Email", &self.email)
            .max_len("Email", &self.email, 255)
            .email("Email", &self.email);
    }
}

/// The new address.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ChangeEmailRequest {
    /// In plain.
    #[schema(format = "email")]
    email: Option<String>,
    /// As the link carries it.
    enc_email: Option<String>,
}

impl Validate for ChangeEmailRequest {
    fn validate(&self, check: &mut Check) {
        check
            .max_len("Email", &self.email, 255)
            .email("Email", &self.email);
    }
}

/// Completes a change by the link that was mailed.
#[utoipa::path(put, path = "/api/2.0/people/{userid}/email", operation_id = "changeUserEmail", tag = "People / Email",
    params(("userid" = Uuid, Path)), request_body = ChangeEmailRequest,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn change_user_email(
    State(people): State<People>,
    here: Here,
    confirmed: Confirmed,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
    Body(body): Body<ChangeEmailRequest>,
) -> wire::Result<EmployeeFullDto> {
    let caller = people.bearer(here.id, &confirmed, &["EmailChange"]).await?;
    let sealed = body
        .enc_email
        .and_then(|sealed| people.paths().open(&sealed));
    let email = body.email.or(sealed).unwrap_or_default();
    // The link was made for one person and one address; the body may not name others.
    let fits = confirmed
        .email
        .as_ref()
        .is_some_and(|own| own.eq_ignore_ascii_case(email.trim()));
    if caller.user != UserId(id) || !fits {
        return Err(wire::Error::denied());
    }
    let profile = people.confirm_email_change(&caller, email).await?;
    one(&people, &caller, base, profile).await
}
