//! `People / Quota`: quotas of single people.

use axum::extract::State;
use portal::{BaseUrl, Caller};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Body, Envelope, Routes, routes};

use super::{many, user_ids};
use crate::service::People;
use crate::view::EmployeeFullDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(update_user_quota))
        .routes(routes!(reset_users_quota))
}

/// A quota for people.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct UpdateMembersQuotaRequestDto {
    /// The people.
    user_ids: Vec<Uuid>,
    /// Bytes, as a number or text; -1 without limit.
    #[schema(value_type = Option<wire::Id>)]
    quota: Option<i64>,
}

impl Validate for UpdateMembersQuotaRequestDto {}

/// Gives people a quota of their own.
#[utoipa::path(put, path = "/api/2.0/people/userquota", operation_id = "updateUserQuota", tag = "People / Quota",
    request_body = UpdateMembersQuotaRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn update_user_quota(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<UpdateMembersQuotaRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let quota = body.quota.unwrap_or(-1);
    let profiles = people
        .set_quota(&caller, user_ids(body.user_ids), Some(quota))
        .await?;
    many(&people, &caller, base, profiles).await
}

/// Gives people the portal's default quota again.
#[utoipa::path(put, path = "/api/2.0/people/resetquota", operation_id = "resetUsersQuota", tag = "People / Quota",
    request_body = UpdateMembersQuotaRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn reset_users_quota(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<UpdateMembersQuotaRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let profiles = people
        .set_quota(&caller, user_ids(body.user_ids), None)
        .await?;
    many(&people, &caller, base, profiles).await
}
