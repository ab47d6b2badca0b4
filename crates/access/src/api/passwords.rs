//! Changing and forgetting passwords (`platform/05 §5.4`).

use axum::extract::State;
use people::api::EmailMemberRequestDto;
use people::view::{self, EmployeeFullDto, Viewer};
use portal::{BaseUrl, Confirmed, Here, UserId, Visitor};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{Body, Envelope, Error, Path, Routes, Validate, routes};

use crate::service::Access;

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(change_user_password))
        .routes(routes!(send_user_password))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ChangePasswordRequest {
    password: Option<String>,
    password_hash: Option<String>,
}

impl Validate for ChangePasswordRequest {}

/// Chooses a new password, by a mailed link. Every session of the person ends.
#[utoipa::path(put, path = "/api/2.0/people/{userid}/password", operation_id = "changeUserPassword",
    tag = "People / Password", params(("userid" = Uuid, Path)),
    request_body = ChangePasswordRequest,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn change_user_password(
    State(access): State<Access>,
    here: Here,
    visitor: Visitor,
    link: Option<Confirmed>,
    base: BaseUrl,
    Path(user): Path<Uuid>,
    Body(body): Body<ChangePasswordRequest>,
) -> wire::Result<EmployeeFullDto> {
    let user = UserId(user);
    let kinds = ["PasswordChange", "Activation"];
    let fits = |link: &Confirmed| kinds.contains(&link.kind) && link.user == Some(user);
    let Some(link) = link.filter(fits) else {
        // A session alone is no proof that the address is the caller's.
        visitor.require()?;
        return Err(Error::denied());
    };
    let (plain, hash) = (body.password.as_deref(), body.password_hash.as_deref());
    let hash = access.new_hash(here.id, plain, hash).await?;
    let profile = access
        .change_password(here.id, user, Some(&link.key), hash, &base.0)
        .await?;
    let (id, role) = (profile.person.id, profile.person.role);
    let viewer = Viewer {
        id,
        role,
        base: base.0,
        user_quota: None,
        tfa_app: false,
    };
    Ok(wire::ok(view::full(profile, &viewer)))
}

/// Mails a link that changes a password.
#[utoipa::path(post, path = "/api/2.0/people/password", operation_id = "sendUserPassword", security(()),
    tag = "People / Password", request_body = EmailMemberRequestDto,
    responses((status = 200, body = Envelope<String>)))]
async fn send_user_password(
    State(access): State<Access>,
    here: Here,
    visitor: Visitor,
    base: BaseUrl,
    Body(body): Body<EmailMemberRequestDto>,
) -> wire::Result<String> {
    let caller = visitor.caller.as_ref();
    let email = body.email;
    access
        .remind_password(&here, caller, &email, &base.0)
        .await?;
    Ok(wire::ok(match caller {
        Some(_) => {
            format!("The password change instruction has been sent to {email} email address.")
        }
        None => format!(
            "If a user with the {email} email exists, \
             the password change instruction has been sent to this email address."
        ),
    }))
}
