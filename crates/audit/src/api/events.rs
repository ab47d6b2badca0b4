//! The audit trail (`platform/07 §7.1`).

use axum::extract::State;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{ApiDate, Envelope, Paging, Query, Routes, Validate, routes};

use crate::action::{ActionType, EntryType, LocationType, MessageAction, ProductType};
use crate::rows::Deed;
use crate::sentence::sentence;
use crate::service::{Audit, LAST};
use crate::store::{Period, deeds::Filter};

pub(super) fn routes() -> Routes<Audit> {
    Routes::new()
        .routes(routes!(get_last_audit_events))
        .routes(routes!(get_audit_events_by_filter))
}

/// A deed. Where an address is on the globe is not known to us.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AuditEventDto {
    #[schema(value_type = i32)]
    id: i64,
    date: ApiDate,
    user: String,
    user_id: Uuid,
    action: String,
    action_id: MessageAction,
    ip: String,
    country: String,
    city: String,
    browser: String,
    platform: String,
    page: String,
    action_type: ActionType,
    product: Option<ProductType>,
    location: LocationType,
    target: Vec<String>,
    entries: Vec<EntryType>,
    context: String,
}

impl From<Deed> for AuditEventDto {
    fn from(deed: Deed) -> Self {
        let (trace, group) = (deed.trace, deed.action.group());
        let names = deed.targets.iter().map(|target| target.name.as_str());
        Self {
            id: trace.id,
            date: ApiDate(trace.date),
            user: trace.user_name,
            user_id: trace.user.0,
            action: sentence(deed.action, names),
            action_id: deed.action,
            ip: trace.ip,
            country: String::new(),
            city: String::new(),
            browser: trace.browser,
            platform: trace.platform,
            page: trace.page,
            action_type: group.map_or(ActionType::None, |group| group.kind),
            product: group.map(|group| group.product),
            location: group.map_or(LocationType::None, |group| group.location),
            target: deed.targets.into_iter().map(|target| target.id).collect(),
            entries: group.map_or_else(Vec::new, |group| group.entries.to_vec()),
            context: deed.context,
        }
    }
}

/// The last 20 deeds.
#[utoipa::path(get, path = "/api/2.0/security/audit/events/last", operation_id = "getLastAuditEvents",
    tag = "Security / Audit trail data", responses((status = 200, body = Envelope<Vec<AuditEventDto>>)))]
async fn get_last_audit_events(
    State(audit): State<Audit>,
    caller: Caller,
) -> wire::Result<Vec<AuditEventDto>> {
    caller.require_admin()?;
    let deeds = audit.deeds(caller.portal, Filter::default(), LAST).await?;
    Ok(wire::list(deeds.into_iter().map(Into::into).collect()))
}

/// Which deeds are wanted; numbers and names are read alike.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct AuditFilter {
    /// Done by this person.
    user_id: Option<Uuid>,
    /// Done here.
    module_type: Option<LocationType>,
    /// Of this kind.
    action_type: Option<ActionType>,
    /// This action.
    action: Option<MessageAction>,
    /// Done to things of this kind.
    entry_type: Option<EntryType>,
    /// Done to the thing with this id.
    target: Option<String>,
    /// Not before.
    from: Option<ApiDate>,
    /// Not after.
    to: Option<ApiDate>,
}

impl Validate for AuditFilter {}

impl From<AuditFilter> for Filter {
    fn from(query: AuditFilter) -> Self {
        Self {
            user: query.user_id.filter(|id| !id.is_nil()).map(UserId),
            action: query.action.filter(|action| *action != MessageAction::None),
            kind: query.action_type.filter(|kind| *kind != ActionType::None),
            location: query
                .module_type
                .filter(|place| *place != LocationType::None),
            entry: query.entry_type.filter(|entry| *entry != EntryType::None),
            target: query.target.filter(|target| !target.trim().is_empty()),
            period: period(query.from, query.to),
        }
    }
}

/// A date that is not given does not limit.
pub(super) fn period(from: Option<ApiDate>, to: Option<ApiDate>) -> Period {
    Period {
        from: from.and_then(ApiDate::given),
        to: to.and_then(ApiDate::given),
    }
}

/// Deeds that fit, from the newest.
#[utoipa::path(get, path = "/api/2.0/security/audit/events/filter",
    operation_id = "getAuditEventsByFilter", tag = "Security / Audit trail data",
    params(AuditFilter, Paging), responses((status = 200, body = Envelope<Vec<AuditEventDto>>)))]
async fn get_audit_events_by_filter(
    State(audit): State<Audit>,
    caller: Caller,
    Query(query): Query<AuditFilter>,
    paging: Paging,
) -> wire::Result<Vec<AuditEventDto>> {
    caller.require_admin()?;
    let deeds = audit
        .deeds(caller.portal, query.into(), paging.into())
        .await?;
    Ok(wire::list(deeds.into_iter().map(Into::into).collect()))
}
