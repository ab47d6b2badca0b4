//! Invitations by e-mail (`platform/05 §5.6`).

use axum::extract::State;
use portal::{BaseUrl, Caller, Here};
use serde::Deserialize;
use utoipa::ToSchema;
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Routes, routes};

use super::status::UpdateMembersRequestDto;
use super::{many, user_ids};
use crate::model::EmployeeType;
use crate::service::{Invitation, People};
use crate::view::{self, EmployeeDto, EmployeeFullDto};

pub(super) fn routes() -> Routes<People> {
    Routes::new().routes(routes!(invite_users, resend_user_invites))
}

/// One person to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UserInvitationRequestDto {
    /// Address.
    #[serde(default)]
    #[schema(format = "email", max_length = 255)]
    email: Option<String>,
    /// Type.
    #[serde(rename = "type", default)]
    kind: Option<EmployeeType>,
}

impl Validate for UserInvitationRequestDto {
    fn validate(&self, check: &mut Check) {
        let email = self.email.as_deref().unwrap_or_default();
        let fits = email.encode_utf16().count() <= 255;
        check
            .required("Email", &self.email)
            .ensure(fits, "Email", || {
                "The field Email must be a string or array type with a maximum length of '255'."
                    .to_owned()
            })
            .email("Email", &self.email);
    }
}

/// People to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InviteUsersRequestDto {
    /// The invitations.
    invitations: Vec<UserInvitationRequestDto>,
    /// Language of the mails.
    #[serde(default)]
    culture: Option<String>,
}

impl Validate for InviteUsersRequestDto {
    fn validate(&self, check: &mut Check) {
        check.within("Invitations", &self.invitations);
    }
}

/// Invites people; answers with everybody who has not joined yet.
#[utoipa::path(post, path = "/api/2.0/people/invite", operation_id = "inviteUsers", tag = "People / Profiles",
    request_body = InviteUsersRequestDto, responses((status = 200, body = Envelope<Vec<EmployeeDto>>)))]
async fn invite_users(
    State(people): State<People>,
    caller: Caller,
    here: Here,
    BaseUrl(base): BaseUrl,
    Body(body): Body<InviteUsersRequestDto>,
) -> wire::Result<Vec<EmployeeDto>> {
    let invitation = |one: UserInvitationRequestDto| Invitation {
        email: one.email.unwrap_or_default(),
        role: crate::rules::requested_role(one.kind),
    };
    let invitations = body.invitations.into_iter().map(invitation).collect();
    let pending = people
        .invite(&caller, &here, invitations, body.culture, &base)
        .await?;
    Ok(wire::list(
        pending
            .iter()
            .map(|person| view::short(person, &base))
            .collect(),
    ))
}

/// Mails invitations again.
#[utoipa::path(put, path = "/api/2.0/people/invite", operation_id = "resendUserInvites", tag = "People / Profiles",
    request_body = UpdateMembersRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn resend_user_invites(
    State(people): State<People>,
    caller: Caller,
    here: Here,
    BaseUrl(base): BaseUrl,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let ids = user_ids(body.user_ids.unwrap_or_default());
    let done = people
        .resend(&caller, &here, ids, body.resend_all, &base)
        .await?;
    many(&people, &caller, base, done).await
}
