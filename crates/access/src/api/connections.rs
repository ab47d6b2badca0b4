//! Where a person is signed in (`platform/07`).

use axum::extract::State;
use axum::http::header::SET_COOKIE;
use portal::device::Device;
use portal::{BaseUrl, Caller, Here, UserId};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;
use wire::{ApiDate, Envelope, Nothing, Path, Routes, routes};

use crate::service::{Access, browser_session, no_cookie};
use crate::store::sessions::Session;

pub(super) fn routes() -> Routes<Access> {
    Routes::new()
        .routes(routes!(get_all_active_connections))
        .routes(routes!(log_out_active_connection))
        .routes(routes!(log_out_all_except_this))
        .routes(routes!(log_out_all_for_user))
        .routes(routes!(log_out_all_change_password))
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ActiveConnectionsDto {
    #[schema(value_type = i32)]
    login_event: i64,
    items: Vec<ActiveConnectionsItemDto>,
}

/// A session. Where an address is on the globe is not known to us.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ActiveConnectionsItemDto {
    #[schema(value_type = i32)]
    id: i64,
    #[schema(value_type = i32)]
    tenant_id: i64,
    user_id: Uuid,
    mobile: bool,
    ip: String,
    country: String,
    city: String,
    browser: String,
    platform: String,
    date: ApiDate,
    page: String,
}

impl From<Session> for ActiveConnectionsItemDto {
    fn from(session: Session) -> Self {
        let device = Device::of(&session.agent);
        Self {
            id: session.id,
            tenant_id: session.portal.0,
            user_id: session.user.0,
            mobile: device.mobile,
            ip: session.ip,
            country: String::new(),
            city: String::new(),
            browser: device.browser,
            platform: device.platform,
            date: ApiDate(session.created),
            page: session.page,
        }
    }
}

/// Where the caller is signed in: the session of his cookie first.
#[utoipa::path(get, path = "/api/2.0/security/activeconnections",
    operation_id = "getAllActiveConnections", tag = "Security / Active connections",
    responses((status = 200, body = Envelope<ActiveConnectionsDto>)))]
async fn get_all_active_connections(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
) -> wire::Result<ActiveConnectionsDto> {
    let sessions = access.connections(&here, &caller).await?;
    Ok(wire::ok(ActiveConnectionsDto {
        login_event: browser_session(&caller).unwrap_or(0),
        items: sessions.into_iter().map(Into::into).collect(),
    }))
}

/// Ends one session; `false` when there is none.
#[utoipa::path(put, path = "/api/2.0/security/activeconnections/logout/{loginEventId}",
    operation_id = "logOutActiveConnection", tag = "Security / Active connections",
    params(("loginEventId" = i32, Path)), responses((status = 200, body = Envelope<bool>)))]
async fn log_out_active_connection(
    State(access): State<Access>,
    here: Here,
    caller: Caller,
    Path(id): Path<i64>,
) -> wire::Result<bool> {
    Ok(wire::ok(access.end_connection(&here, &caller, id).await?))
}

/// Ends the caller's other sessions; answers his name.
#[utoipa::path(put, path = "/api/2.0/security/activeconnections/logoutallexceptthis",
    operation_id = "logOutAllExceptThisConnection", tag = "Security / Active connections",
    responses((status = 200, body = Envelope<String>)))]
async fn log_out_all_except_this(
    State(access): State<Access>,
    caller: Caller,
) -> wire::Result<String> {
    access
        .end_connections(&caller, caller.user, caller.session)
        .await?;
    Ok(wire::ok(caller.name))
}

/// Ends all sessions of a person.
#[utoipa::path(put, path = "/api/2.0/security/activeconnections/logoutall/{userId}",
    operation_id = "logOutAllActiveConnectionsForUser", tag = "Security / Active connections",
    params(("userId" = Uuid, Path)), responses((status = 200, body = Envelope<Nothing>)))]
async fn log_out_all_for_user(
    State(access): State<Access>,
    caller: Caller,
    Path(user): Path<Uuid>,
) -> wire::Result<Nothing> {
    access.end_connections(&caller, UserId(user), None).await?;
    Ok(wire::nothing())
}

/// Ends all sessions of the caller; answers the link that changes his password.
#[utoipa::path(put, path = "/api/2.0/security/activeconnections/logoutallchangepassword",
    operation_id = "logOutAllActiveConnectionsChangePassword",
    tag = "Security / Active connections", responses((status = 200, body = Envelope<String>)))]
async fn log_out_all_change_password(
    State(access): State<Access>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<String> {
    let path = access.end_all_and_change(&caller).await?;
    Ok(wire::ok(format!("{}{path}", base.0)).header(SET_COOKIE, no_cookie()))
}
