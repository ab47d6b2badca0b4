//! `People / Guests` and short addresses.

use axum::extract::State;
use axum::response::{IntoResponse, Redirect, Response};
use portal::{BaseUrl, Caller, Confirmed, Here, UserId};
use uuid::Uuid;
use wire::{Body, Envelope, Path, Routes, routes};

use super::status::UpdateMembersRequestDto;
use super::{EmailMemberRequestDto, one, user_ids};
use crate::service::People;
use crate::view::EmployeeFullDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(delete_guests))
        .routes(routes!(get_guest_sharing_link))
        .routes(routes!(approve_guest_share_link))
        .route("/s/{key}", axum::routing::get(follow_short_link))
}

/// Takes guests off the caller's list.
#[utoipa::path(delete, path = "/api/2.0/people/guests", operation_id = "deleteGuests", tag = "People / Guests",
    request_body = UpdateMembersRequestDto, responses((status = 200, body = Envelope<wire::Nothing>)))]
async fn delete_guests(
    State(people): State<People>,
    caller: Caller,
    Body(body): Body<UpdateMembersRequestDto>,
) -> wire::Result<wire::Nothing> {
    people
        .forget_guests(&caller, user_ids(body.user_ids.unwrap_or_default()))
        .await?;
    Ok(wire::nothing())
}

/// A link by which a guest gets on other people's lists.
#[utoipa::path(get, path = "/api/2.0/people/guests/{userid}/share", operation_id = "getGuestSharingLink",
    tag = "Portal / Guests", params(("userid" = Uuid, Path)),
    responses((status = 200, body = Envelope<String>)))]
async fn get_guest_sharing_link(
    State(people): State<People>,
    caller: Caller,
    BaseUrl(base): BaseUrl,
    Path(id): Path<Uuid>,
) -> wire::Result<String> {
    let path = people.share_guest(&caller, UserId(id)).await?;
    Ok(wire::ok(format!("{base}{path}")))
}

/// Puts a shared guest on the caller's list.
#[utoipa::path(post, path = "/api/2.0/people/guests/share/approve", operation_id = "approveGuestShareLink",
    tag = "People / Guests", request_body = EmailMemberRequestDto,
    responses((status = 200, body = Envelope<EmployeeFullDto>)))]
async fn approve_guest_share_link(
    State(people): State<People>,
    caller: Caller,
    confirmed: Confirmed,
    BaseUrl(base): BaseUrl,
    Body(body): Body<EmailMemberRequestDto>,
) -> wire::Result<EmployeeFullDto> {
    confirmed.require("GuestShareLink")?;
    let same = confirmed
        .email
        .as_ref()
        .is_some_and(|own| own.eq_ignore_ascii_case(body.email.trim()));
    let by = confirmed
        .user
        .filter(|_| same)
        .ok_or_else(wire::Error::denied)?;
    let profile = people.accept_guest(&caller, &body.email, by).await?;
    one(&people, &caller, base, profile).await
}

/// Follows a short address.
async fn follow_short_link(
    State(people): State<People>,
    here: Here,
    BaseUrl(base): BaseUrl,
    Path(key): Path<String>,
) -> Response {
    match people.resolve_short(here.id, &key).await {
        // 302 as the contract has it (`platform/01 §1.11`).
        Ok(path) => (
            http::StatusCode::FOUND,
            [(http::header::LOCATION, format!("{base}{path}"))],
        )
            .into_response(),
        Err(crate::Error::NoRecord) => Redirect::to(&format!("{base}/error/404")).into_response(),
        Err(error) => wire::Error::from(error).into_response(),
    }
}
