//! `People / User type`: changes of type, at once or as a task.

use axum::extract::State;
use portal::{BaseUrl, Caller, UserId};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Body, Envelope, Path, Routes, routes};

use super::data::TerminateRequestDto;
use super::status::UpdateMembersRequestDto;
use super::task::{TaskProgressResponseDto, reply};
use super::{many, user_ids};
use crate::model::EmployeeType;
use crate::service::{People, TaskKind};
use crate::view::EmployeeFullDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(update_user_type))
        .routes(routes!(start_user_type_update))
        .routes(routes!(get_user_type_update_progress))
        .routes(routes!(terminate_user_type_update))
}

/// Raises people to a type.
#[utoipa::path(put, path = "/api/2.0/people/type/{type}", operation_id = "updateUserType", tag = "People / User type",
    params(("type" = inline(EmployeeType), Path)), request_body = UpdateMembersRequestDto,
    responses((status = 200, body = Envelope<Vec<EmployeeFullDto>>)))]
async fn update_user_type(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(kind): Path<EmployeeType>,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<Vec<EmployeeFullDto>> {
    let ids = user_ids(body.user_ids.unwrap_or_default());
    let profiles = people.set_type(&caller, kind.role(), ids, &base).await?;
    many(&people, &caller, base, profiles).await
}

/// A change of type that needs a hand-over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StartUpdateUserTypeDto {
    /// The new type: user or guest.
    #[serde(rename = "type", default)]
    kind: Option<EmployeeType>,
    /// The person.
    #[serde(default)]
    user_id: Option<Uuid>,
    /// Who gets the rooms; the caller when absent.
    #[serde(default)]
    reassign_user_id: Option<Uuid>,
}

impl Validate for StartUpdateUserTypeDto {}

/// Starts a change of type.
#[utoipa::path(post, path = "/api/2.0/people/type", operation_id = "startUserTypeUpdate", tag = "People / User type",
    request_body = StartUpdateUserTypeDto, responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn start_user_type_update(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<StartUpdateUserTypeDto>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    let heir = body.reassign_user_id.filter(|id| !id.is_nil()).map(UserId);
    let kind = body.kind.unwrap_or(EmployeeType::All);
    let user = UserId(body.user_id.unwrap_or_default());
    reply(people.start_type(&caller, kind, user, heir, &base).await?)
}

/// How far a change of type is.
#[utoipa::path(get, path = "/api/2.0/people/type/progress/{userid}", operation_id = "getUserTypeUpdateProgress",
    tag = "People / User type", params(("userid" = Uuid, Path)),
    responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn get_user_type_update_progress(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(people.task(&caller, TaskKind::Type, UserId(id)).await?)
}

/// Stops a change of type.
#[utoipa::path(put, path = "/api/2.0/people/type/terminate", operation_id = "terminateUserTypeUpdate",
    tag = "People / User type", request_body = TerminateRequestDto,
    responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn terminate_user_type_update(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<TerminateRequestDto>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(
        people
            .stop_task(&caller, TaskKind::Type, UserId(body.user_id))
            .await?,
    )
}
