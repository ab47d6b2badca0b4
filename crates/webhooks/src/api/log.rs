//! What webhooks were told.

use axum::extract::State;
use portal::{Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{ApiDate, Body, Envelope, Paging, Path, Query, Routes, UtcDate, Validate, routes};

use crate::model::{Delivery, DeliveryId, WebhookId};
use crate::service::Webhooks;
use crate::store::deliveries::Filter;
use crate::trigger::Triggers;

pub(super) fn routes() -> Routes<Webhooks> {
    Routes::new()
        .routes(routes!(get_webhooks_logs))
        .routes(routes!(retry_webhook))
        .routes(routes!(retry_webhooks))
}

/// Something a webhook was told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhooksLogDto {
    #[schema(value_type = i32)]
    id: i64,
    config_name: String,
    trigger: Triggers,
    creation_time: UtcDate,
    method: &'static str,
    route: String,
    request_headers: String,
    request_payload: String,
    response_headers: String,
    response_payload: String,
    #[schema(value_type = i32)]
    status: i64,
    delivery: Option<UtcDate>,
}

impl From<Delivery> for WebhooksLogDto {
    fn from(delivery: Delivery) -> Self {
        let outcome = delivery.outcome;
        Self {
            id: delivery.id.0,
            config_name: delivery.name,
            trigger: delivery.trigger,
            creation_time: UtcDate(delivery.created),
            method: "POST",
            route: delivery.uri,
            request_headers: outcome.request_headers,
            request_payload: delivery.request,
            response_headers: outcome.response_headers,
            response_payload: outcome.response,
            status: outcome.status,
            delivery: outcome.delivered.map(UtcDate),
        }
    }
}

wire::wire_enum! {
    /// Kinds of answers; they add up.
    #[derive(Default)]
    pub(super) enum WebhookGroupStatus: number {
        #[default]
        None = 0,
        NotSent = 1,
        Status2xx = 2,
        Status3xx = 4,
        Status4xx = 8,
        Status5xx = 16,
    }
}

/// Which lines are wanted.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct LogFilter {
    /// Tried not before.
    delivery_from: Option<ApiDate>,
    /// Tried not after.
    delivery_to: Option<ApiDate>,
    /// Sent to this address.
    hook_uri: Option<String>,
    /// Sent by this webhook.
    config_id: Option<i32>,
    /// The line with this number.
    event_id: Option<i32>,
    /// How they were answered: the numbers of the kinds added up.
    #[param(inline, value_type = Option<WebhookGroupStatus>)]
    group_status: Option<String>,
    /// Sent by webhooks of this person.
    user_id: Option<Uuid>,
    /// Told of this.
    trigger: Option<Triggers>,
}

impl Validate for LogFilter {}

impl LogFilter {
    fn filter(self) -> Result<Filter, wire::Error> {
        let statuses = statuses(self.group_status.as_deref().unwrap_or_default())?;
        Ok(Filter {
            owner: self.user_id.filter(|id| !id.is_nil()).map(UserId),
            id: self.event_id.map(|id| DeliveryId(id.into())),
            webhook: self.config_id.map(|id| WebhookId(id.into())),
            uri: self.hook_uri.filter(|uri| !uri.trim().is_empty()),
            trigger: self.trigger.filter(|trigger| trigger.0 != 0),
            from: self.delivery_from.and_then(ApiDate::given),
            to: self.delivery_to.and_then(ApiDate::given),
            statuses,
        })
    }
}

/// The statuses of kinds, given as the sum of their numbers, as a name, or as names with commas between.
fn statuses(text: &str) -> Result<Vec<(i64, i64)>, wire::Error> {
    let wrong = || {
        let text = format!("The value '{text}' is not valid for GroupStatus.");
        wire::Error::invalid("GroupStatus", text)
    };
    let mut kinds: i64 = 0;
    for part in text
        .split(',')
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        let number: i64 = match WebhookGroupStatus::from_text(part) {
            Some(kind) => kind.number().into(),
            None => part.parse().map_err(|_| wrong())?,
        };
        kinds |= number;
    }
    if !(0..32).contains(&kinds) {
        return Err(wrong());
    }
    let ranges = [
        (WebhookGroupStatus::NotSent, (0, 0)),
        (WebhookGroupStatus::Status2xx, (200, 299)),
        (WebhookGroupStatus::Status3xx, (300, 399)),
        (WebhookGroupStatus::Status4xx, (400, 499)),
        (WebhookGroupStatus::Status5xx, (500, 599)),
    ];
    let asked = |(kind, _): &(WebhookGroupStatus, _)| kinds & i64::from(kind.number()) != 0;
    Ok(ranges
        .into_iter()
        .filter(asked)
        .map(|(_, range)| range)
        .collect())
}

/// What webhooks were told, from the newest: of the portal for administrators, of the caller's own for others.
#[utoipa::path(get, path = "/api/2.0/settings/webhooks/log", operation_id = "getWebhooksLogs",
    tag = "Settings / Webhooks", params(LogFilter, Paging),
    responses((status = 200, body = Envelope<Vec<WebhooksLogDto>>)))]
async fn get_webhooks_logs(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Query(query): Query<LogFilter>,
    paging: Paging,
) -> wire::Result<Vec<WebhooksLogDto>> {
    let (skip, count) = (paging.start_index.into(), paging.count.into());
    let (lines, total) = webhooks.log(&caller, query.filter()?, skip, count).await?;
    Ok(wire::page(
        lines.into_iter().map(Into::into).collect(),
        total,
    ))
}

/// Tells something again: a new line.
#[utoipa::path(put, path = "/api/2.0/settings/webhook/{id}/retry", operation_id = "retryWebhook",
    tag = "Settings / Webhooks", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<WebhooksLogDto>)))]
async fn retry_webhook(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Path(id): Path<i32>,
) -> wire::Result<WebhooksLogDto> {
    let line = webhooks.retry(&caller, DeliveryId(id.into())).await?;
    Ok(wire::ok(line.into()))
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct WebhookRetryRequestsDto {
    ids: Vec<i32>,
}

impl Validate for WebhookRetryRequestsDto {}

/// Tells several things again, a hundred at most.
#[utoipa::path(put, path = "/api/2.0/settings/webhook/retry", operation_id = "retryWebhooks",
    tag = "Settings / Webhooks", request_body = WebhookRetryRequestsDto,
    responses((status = 200, body = Envelope<Vec<WebhooksLogDto>>)))]
async fn retry_webhooks(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    Body(body): Body<WebhookRetryRequestsDto>,
) -> wire::Result<Vec<WebhooksLogDto>> {
    let ids = body.ids.into_iter().map(i64::from).collect();
    let lines = webhooks.retry_many(&caller, ids).await?;
    Ok(wire::list(lines.into_iter().map(Into::into).collect()))
}
