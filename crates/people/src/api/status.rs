//! `People / User status`: disabling, enabling, activation.

use axum::extract::State;
use portal::{BaseUrl, Caller, Confirmed, Here};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Body, Envelope, Paging, Path, Query, Routes, routes};

use super::profiles::PlainList;
use super::{many, page, user_ids};
use crate::model::{EmployeeActivationStatus, EmployeeStatus};
use crate::service::{Listing, People};
use crate::view::EmployeeFullDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(get_by_status, update_user_status))
        .routes(routes!(update_user_activation_status))
}

/// People a request is about.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
pub(super) struct UpdateMembersRequestDto {
    /// Their ids.
    pub(super) user_ids: Option<Vec<Uuid>>,
    /// Everybody, where the call is about mails.
    pub(super) resend_all: bool,
}

impl Validate for UpdateMembersRequestDto {}

/// People of a state.
#[utoipa::path(get, path = "/api/2.0/people/status/{status}", operation_id = "getByStatus",
    tag = "People / User status", params(("status" = inline(EmployeeStatus), Path), Paging, PlainList),
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn get_by_status(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(status): Path<EmployeeStatus>,
    paging: Paging,
    Query(query): Query<PlainList>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let found = people
        .list(
            &caller,
            Listing::Managers,
            query.into_filter(status, &paging),
        )
        .await?;
    page(&people, &caller, base, found).await
}

/// Disables or enables people.
#[utoipa::path(put, path = "/api/2.0/people/status/{status}", operation_id = "updateUserStatus",
    tag = "People / User status", params(("status" = inline(EmployeeStatus), Path)),
    request_body = UpdateMembersRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn update_user_status(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(status): Path<EmployeeStatus>,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let ids = user_ids(body.user_ids.unwrap_or_default());
    let profiles = people.set_status(&caller, status, ids).await?;
    many(&people, &caller, base, profiles).await
}

/// Confirms one's own address, by the link that was mailed.
#[utoipa::path(put, path = "/api/2.0/people/activationstatus/{activationstatus}",
    operation_id = "updateUserActivationStatus", tag = "People / User status",
    params(("activationstatus" = inline(EmployeeActivationStatus), Path)),
    request_body = UpdateMembersRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn update_user_activation_status(
    State(people): State<People>,
    here: Here,
    confirmed: Confirmed,
    BaseUrl(base): BaseUrl,
    Path(status): Path<EmployeeActivationStatus>,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let kinds = ["Activation", "EmailActivation"];
    let caller = people.bearer(here.id, &confirmed, &kinds).await?;
    let ids = user_ids(body.user_ids.unwrap_or_default());
    let profiles = people.activate(&caller, status, ids).await?;
    many(&people, &caller, base, profiles).await
}
