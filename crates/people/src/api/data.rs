//! `People / User data`: hand-over and removal of what people have.

use axum::extract::State;
use portal::{BaseUrl, Caller, UserId};
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::validate::Validate;
use wire::{Body, Envelope, Path, Query, Routes, routes};

use super::task::{TaskProgressResponseDto, reply};
use crate::model::EmployeeType;
use crate::service::{People, TaskKind};

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(start_reassign))
        .routes(routes!(get_reassign_progress))
        .routes(routes!(terminate_reassign))
        .routes(routes!(necessary_reassign))
        .routes(routes!(start_remove))
        .routes(routes!(get_remove_progress))
        .routes(routes!(terminate_remove))
        .routes(routes!(send_instructions_to_delete))
        .routes(routes!(start_delete_personal_folder))
        .routes(routes!(get_delete_personal_folder_progress))
}

/// A hand-over.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StartReassignRequestDto {
    /// Whose data.
    from_user_id: Uuid,
    /// Who gets it.
    to_user_id: Uuid,
    /// Delete the account at the end.
    #[serde(default)]
    #[schema(required = false)]
    delete_profile: bool,
}

impl Validate for StartReassignRequestDto {}

/// The person a task is about.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct TerminateRequestDto {
    /// His id.
    pub(super) user_id: Uuid,
}

impl Validate for TerminateRequestDto {}

/// Starts to hand data over.
#[utoipa::path(post, path = "/api/2.0/people/reassign/start", operation_id = "startReassign", tag = "People / User data",
    request_body = StartReassignRequestDto, responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn start_reassign(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<StartReassignRequestDto>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    let (from, to) = (UserId(body.from_user_id), UserId(body.to_user_id));
    reply(
        people
            .start_reassign(&caller, from, to, body.delete_profile, &base)
            .await?,
    )
}

/// How far a hand-over is.
#[utoipa::path(get, path = "/api/2.0/people/reassign/progress/{userid}", operation_id = "getReassignProgress",
    tag = "People / User data", params(("userid" = Uuid, Path)),
    responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn get_reassign_progress(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(people.task(&caller, TaskKind::Reassign, UserId(id)).await?)
}

/// Stops a hand-over.
#[utoipa::path(put, path = "/api/2.0/people/reassign/terminate", operation_id = "terminateReassign",
    tag = "People / User data", request_body = TerminateRequestDto,
    responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn terminate_reassign(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<TerminateRequestDto>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(
        people
            .stop_task(&caller, TaskKind::Reassign, UserId(body.user_id))
            .await?,
    )
}

/// A change somebody thinks of.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "PascalCase", default)]
#[into_params(parameter_in = Query)]
struct Necessity {
    /// The person; the caller when absent.
    user_id: Option<Uuid>,
    /// The type he would get.
    #[param(inline)]
    r#type: Option<EmployeeType>,
}

impl Validate for Necessity {}

/// Whether data must be handed over before a person is changed.
#[utoipa::path(get, path = "/api/2.0/people/reassign/necessary", operation_id = "necessaryReassign",
    tag = "People / User data", params(Necessity), responses((status = 200, body = Envelope<bool>)))]
async fn necessary_reassign(
    State(people): State<People>,
    caller: Caller,
    Query(query): Query<Necessity>,
) -> wire::Result<bool> {
    let user = query.user_id.filter(|id| !id.is_nil()).map(UserId);
    Ok(wire::ok(
        people.needs_hand_over(&caller, user, query.r#type).await?,
    ))
}

/// Starts to remove data.
#[utoipa::path(post, path = "/api/2.0/people/remove/start", operation_id = "startRemove", tag = "People / User data",
    request_body = TerminateRequestDto, responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn start_remove(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Body(body): Body<TerminateRequestDto>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    let user = UserId(body.user_id);
    reply(people.start_remove(&caller, user, &base).await?)
}

/// How far a removal is.
#[utoipa::path(get, path = "/api/2.0/people/remove/progress/{userid}", operation_id = "getRemoveProgress",
    tag = "People / User data", params(("userid" = Uuid, Path)),
    responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn get_remove_progress(
    State(people): State<People>,
    caller: Caller,
    Path(id): Path<Uuid>,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(people.task(&caller, TaskKind::Remove, UserId(id)).await?)
}

/// Stops a removal.
#[utoipa::path(put, path = "/api/2.0/people/remove/terminate", operation_id = "terminateRemove",
    tag = "People / User data", request_body = TerminateRequestDto,
    responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn terminate_remove(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<TerminateRequestDto>,
) -> wire::Result<wire::Nothing> {
    people
        .stop_task(&caller, TaskKind::Remove, UserId(body.user_id))
        .await?;
    Ok(wire::nothing())
}

/// Mails the caller the link by which he leaves.
#[utoipa::path(put, path = "/api/2.0/people/self/delete", operation_id = "sendInstructionsToDelete",
    tag = "People / User data", responses((status = 200, body = Envelope<String>)))]
async fn send_instructions_to_delete(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
) -> wire::Result<String> {
    let email = people.request_leave(&caller, &base).await?;
    Ok(wire::ok(format!(
        "The profile deletion instructions have been sent to <b>{email}</b> email address."
    )))
}

/// Starts to remove the own folder of a person who became a guest.
#[utoipa::path(post, path = "/api/2.0/people/delete/personal/start", operation_id = "startDeletePersonalFolder",
    tag = "People / User data", responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn start_delete_personal_folder(
    State(people): State<People>,
    caller: Caller,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(people.start_personal(&caller).await?)
}

/// How far that is.
#[utoipa::path(get, path = "/api/2.0/people/delete/personal/progress", operation_id = "getDeletePersonalFolderProgress",
    tag = "People / User data", responses((status = 200, body = Envelope<TaskProgressResponseDto>)))]
async fn get_delete_personal_folder_progress(
    State(people): State<People>,
    caller: Caller,
) -> wire::Result<Option<TaskProgressResponseDto>> {
    reply(
        people
            .task(&caller, TaskKind::Personal, caller.user)
            .await?,
    )
}
