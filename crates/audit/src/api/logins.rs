//! The login history (`platform/07 §7.1`).

use axum::extract::State;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{ApiDate, Envelope, Paging, Query, Routes, Validate, routes};

use super::events::period;
use crate::action::MessageAction;
use crate::rows::SignIn;
use crate::sentence::sentence;
use crate::service::{Audit, LAST};
use crate::store::sign_ins::Filter;

pub(super) fn routes() -> Routes<Audit> {
    Routes::new()
        .routes(routes!(get_last_login_events))
        .routes(routes!(get_login_events_by_filter))
}

/// Somebody came, went or was refused. Where an address is on the globe is not known to us.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LoginEventDto {
    #[schema(value_type = i32)]
    id: i64,
    date: ApiDate,
    user: String,
    user_id: Uuid,
    login: String,
    action: String,
    action_id: MessageAction,
    ip: String,
    country: String,
    city: String,
    browser: String,
    platform: String,
    page: String,
}

impl From<SignIn> for LoginEventDto {
    fn from(sign_in: SignIn) -> Self {
        let trace = sign_in.trace;
        Self {
            id: trace.id,
            date: ApiDate(trace.date),
            user: trace.user_name,
            user_id: trace.user.0,
            login: sign_in.login,
            action: sentence(sign_in.action, []),
            action_id: sign_in.action,
            ip: trace.ip,
            country: String::new(),
            city: String::new(),
            browser: trace.browser,
            platform: trace.platform,
            page: trace.page,
        }
    }
}

/// The last 20.
#[utoipa::path(get, path = "/api/2.0/security/audit/login/last", operation_id = "getLastLoginEvents",
    tag = "Security / Login history", responses((status = 200, body = Envelope<Vec<LoginEventDto>>)))]
async fn get_last_login_events(
    State(audit): State<Audit>,
    caller: Caller,
) -> wire::Result<Vec<LoginEventDto>> {
    caller.require_admin()?;
    let sign_ins = audit
        .sign_ins(caller.portal, Filter::default(), LAST)
        .await?;
    Ok(wire::list(sign_ins.into_iter().map(Into::into).collect()))
}

/// Which ones are wanted; numbers and names are read alike.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct LoginFilter {
    /// Of this person.
    user_id: Option<Uuid>,
    /// This outcome.
    action: Option<MessageAction>,
    /// Not before.
    from: Option<ApiDate>,
    /// Not after.
    to: Option<ApiDate>,
}

impl Validate for LoginFilter {}

impl From<LoginFilter> for Filter {
    fn from(query: LoginFilter) -> Self {
        Self {
            user: query.user_id.filter(|id| !id.is_nil()).map(UserId),
            action: query.action.filter(|action| *action != MessageAction::None),
            period: period(query.from, query.to),
        }
    }
}

/// Sign-ins that fit, from the newest.
#[utoipa::path(get, path = "/api/2.0/security/audit/login/filter",
    operation_id = "getLoginEventsByFilter", tag = "Security / Login history",
    params(LoginFilter, Paging), responses((status = 200, body = Envelope<Vec<LoginEventDto>>)))]
async fn get_login_events_by_filter(
    State(audit): State<Audit>,
    caller: Caller,
    Query(query): Query<LoginFilter>,
    paging: Paging,
) -> wire::Result<Vec<LoginEventDto>> {
    caller.require_admin()?;
    let sign_ins = audit
        .sign_ins(caller.portal, query.into(), paging.into())
        .await?;
    Ok(wire::list(sign_ins.into_iter().map(Into::into).collect()))
}
