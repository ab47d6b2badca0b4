//! Messages of strangers: to the administrators, and the wish to join (`platform/06 §6.6`).

use axum::extract::State;
use portal::{BaseUrl, Caller, Here, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Routes, Validate, routes};

use crate::service::{Access, Address};

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(send_admin_mail))
        .routes(routes!(send_join_invite_mail))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AdminMessageSettingsRequestsDto {
    #[schema(max_length = 255)]
    message: String,
    #[schema(format = "email", max_length = 255)]
    email: String,
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "administrators read their own language; the member is documented"
    )]
    culture: Option<String>,
    #[serde(default)]
    #[expect(dead_code, reason = "no captcha is built; the member is documented")]
    recaptcha_type: i32,
    #[serde(default)]
    #[expect(dead_code, reason = "no captcha is built; the member is documented")]
    recaptcha_response: Option<String>,
}

impl Validate for AdminMessageSettingsRequestsDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Message", &self.message)
            .max_len("Message", &self.message, 255);
        check
            .required("Email", &self.email)
            .email("Email", &self.email);
        check.max_len("Email", &self.email, 255);
    }
}

/// Writes to the administrators, when they allow it.
#[utoipa::path(post, path = "/api/2.0/settings/sendadmmail", operation_id = "sendAdminMail", security(()),
    tag = "Settings / Messages", request_body = AdminMessageSettingsRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn send_admin_mail(
    State(access): State<Access>,
    here: Here,
    address: Address,
    base: BaseUrl,
    Body(body): Body<AdminMessageSettingsRequestsDto>,
) -> wire::Result<&'static str> {
    access
        .mail_administrators(&here, &body.email, &body.message, &address, &base.0)
        .await?;
    Ok(wire::ok(
        "Your message was successfully sent to the portal administrator",
    ))
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AdminMessageBaseSettingsRequestsDto {
    #[schema(format = "email", max_length = 255)]
    email: String,
    #[serde(default)]
    culture: Option<String>,
}

impl Validate for AdminMessageBaseSettingsRequestsDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Email", &self.email)
            .email("Email", &self.email);
        check.max_len("Email", &self.email, 255);
    }
}

/// Mails an invitation to somebody whose mail domain may join by itself.
#[utoipa::path(post, path = "/api/2.0/settings/sendjoininvite", operation_id = "sendJoinInviteMail", security(()),
    tag = "Settings / Messages", request_body = AdminMessageBaseSettingsRequestsDto,
    responses((status = 200, body = Envelope<String>)))]
async fn send_join_invite_mail(
    State(access): State<Access>,
    here: Here,
    visitor: Visitor,
    base: BaseUrl,
    Body(body): Body<AdminMessageBaseSettingsRequestsDto>,
) -> wire::Result<String> {
    let caller: Option<&Caller> = visitor.caller.as_ref();
    let culture = body.culture.as_deref();
    access
        .mail_join(&here, caller, &body.email, culture, &base.0)
        .await?;
    Ok(wire::ok(format!(
        "The invitation has been sent to {}",
        body.email
    )))
}
