//! Webhooks and what they may hear of.

use std::collections::HashMap;

use axum::extract::State;
use people::Person;
use people::view::{EmployeeDto, short, virtual_person};
use portal::{BaseUrl, Caller, UserId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Path, Routes, UtcDate, Validate, routes};

use crate::model::{Webhook, WebhookId};
use crate::service::{Draft, Shown, Webhooks};
use crate::trigger::{EVERYTHING, Trigger, Triggers};

pub(super) fn routes() -> Routes<Webhooks> {
    Routes::new()
        .routes(routes!(get_tenant_webhooks, create_webhook, update_webhook))
        .routes(routes!(enable_webhook))
        .routes(routes!(remove_webhook))
        .routes(routes!(get_webhook_triggers))
}

/// A webhook. Its secret is never told.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WebhooksConfigDto {
    #[schema(value_type = i32)]
    id: i64,
    name: String,
    uri: String,
    enabled: bool,
    ssl: bool,
    triggers: Triggers,
    target_id: Option<String>,
    created_by: EmployeeDto,
    created_on: UtcDate,
    modified_by: EmployeeDto,
    modified_on: UtcDate,
    last_failure_on: Option<UtcDate>,
    last_failure_content: Option<String>,
    last_success_on: Option<UtcDate>,
}

impl WebhooksConfigDto {
    fn of(webhook: Webhook, people: &HashMap<UserId, Person>, base: &str) -> Self {
        let person = |id: UserId| match people.get(&id) {
            Some(person) => short(person, base),
            None => virtual_person(UserId::LOST, base),
        };
        Self {
            id: webhook.id.0,
            enabled: webhook.enabled,
            ssl: webhook.ssl,
            triggers: webhook.triggers,
            target_id: Some(webhook.target).filter(|id| !id.is_empty()),
            created_by: person(webhook.created_by),
            created_on: UtcDate(webhook.created),
            modified_by: person(webhook.modified_by),
            modified_on: UtcDate(webhook.modified),
            last_failure_on: webhook.failed.map(UtcDate),
            last_failure_content: webhook.failed.map(|_| webhook.failure),
            last_success_on: webhook.succeeded.map(UtcDate),
            name: webhook.name,
            uri: webhook.uri,
        }
    }
}

/// A webhook and how it answered last.
#[derive(Debug, Serialize, ToSchema)]
struct WebhooksConfigWithStatusDto {
    configs: WebhooksConfigDto,
    #[schema(value_type = i32)]
    status: i64,
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CreateWebhooksConfigRequestsDto {
    #[schema(max_length = 50)]
    name: String,
    #[schema(min_length = 1)]
    uri: String,
    #[serde(default)]
    #[schema(max_length = 50)]
    secret_key: Option<String>,
    #[serde(default)]
    enabled: bool,
    #[serde(default)]
    ssl: bool,
    #[serde(default)]
    triggers: Triggers,
    #[serde(default)]
    #[schema(max_length = 255)]
    target_id: Option<String>,
}

impl Validate for CreateWebhooksConfigRequestsDto {
    fn validate(&self, check: &mut Check) {
        check.required("Name", &self.name);
        check.max_len("Name", &self.name, 50);
        check.required("Uri", &self.uri);
        check.max_len("Uri", &self.uri, 2000);
        check.max_len("SecretKey", &self.secret_key, 50);
        check.max_len("TargetId", &self.target_id, 255);
    }
}

impl From<CreateWebhooksConfigRequestsDto> for Draft {
    fn from(body: CreateWebhooksConfigRequestsDto) -> Self {
        Self {
            name: body.name.trim().to_owned(),
            uri: body.uri.trim().to_owned(),
            secret: body.secret_key.unwrap_or_default(),
            enabled: body.enabled,
            ssl: body.ssl,
            triggers: body.triggers,
            target: body.target_id.unwrap_or_default().trim().to_owned(),
        }
    }
}

#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct UpdateWebhooksConfigRequestsDto {
    id: i32,
    #[schema(max_length = 50)]
    name: String,
    #[schema(min_length = 1)]
    uri: String,
    #[serde(default)]
    #[schema(max_length = 50)]
    secret_key: Option<String>,
    #[serde(default)]
    enabled: bool,
    #[serde(default)]
    ssl: bool,
    #[serde(default)]
    triggers: Triggers,
    #[serde(default)]
    #[schema(max_length = 255)]
    target_id: Option<String>,
}

impl UpdateWebhooksConfigRequestsDto {
    fn parts(self) -> (WebhookId, CreateWebhooksConfigRequestsDto) {
        let rest = CreateWebhooksConfigRequestsDto {
            name: self.name,
            uri: self.uri,
            secret_key: self.secret_key,
            enabled: self.enabled,
            ssl: self.ssl,
            triggers: self.triggers,
            target_id: self.target_id,
        };
        (WebhookId(self.id.into()), rest)
    }
}

impl Validate for UpdateWebhooksConfigRequestsDto {
    fn validate(&self, check: &mut Check) {
        check.required("Name", &self.name);
        check.max_len("Name", &self.name, 50);
        check.required("Uri", &self.uri);
        check.max_len("Uri", &self.uri, 2000);
        check.max_len("SecretKey", &self.secret_key, 50);
        check.max_len("TargetId", &self.target_id, 255);
    }
}

/// Which webhook is switched; clients may send the rest of it along.
#[derive(Debug, Deserialize, ToSchema)]
struct EnableWebhookDto {
    id: i32,
    #[serde(default)]
    enabled: bool,
}

impl Validate for EnableWebhookDto {}

/// The webhook of an answer that has one.
fn one(shown: Shown, base: &BaseUrl) -> wire::Result<WebhooksConfigDto> {
    let Shown {
        mut webhooks,
        people,
    } = shown;
    let webhook = webhooks
        .pop()
        .ok_or(wire::Error::not_found("The webhook was not found"))?;
    Ok(wire::ok(WebhooksConfigDto::of(webhook, &people, &base.0)))
}

/// Webhooks of the portal for administrators, of himself for others.
#[utoipa::path(get, path = "/api/2.0/settings/webhook", operation_id = "getTenantWebhooks",
    tag = "Settings / Webhooks",
    responses((status = 200, body = Envelope<Vec<WebhooksConfigWithStatusDto>>)))]
async fn get_tenant_webhooks(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    base: BaseUrl,
) -> wire::Result<Vec<WebhooksConfigWithStatusDto>> {
    let Shown { webhooks, people } = webhooks.list(&caller).await?;
    let item = |webhook: Webhook| WebhooksConfigWithStatusDto {
        status: webhook.status,
        configs: WebhooksConfigDto::of(webhook, &people, &base.0),
    };
    Ok(wire::list(webhooks.into_iter().map(item).collect()))
}

/// Makes a webhook. Its address must answer `HEAD`.
#[utoipa::path(post, path = "/api/2.0/settings/webhook", operation_id = "createWebhook",
    tag = "Settings / Webhooks", request_body = CreateWebhooksConfigRequestsDto,
    responses((status = 200, body = Envelope<WebhooksConfigDto>)))]
async fn create_webhook(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<CreateWebhooksConfigRequestsDto>,
) -> wire::Result<WebhooksConfigDto> {
    one(webhooks.create(&caller, body.into()).await?, &base)
}

/// Changes a webhook. Without a secret it keeps the one it has.
#[utoipa::path(put, path = "/api/2.0/settings/webhook", operation_id = "updateWebhook",
    tag = "Settings / Webhooks", request_body = UpdateWebhooksConfigRequestsDto,
    responses((status = 200, body = Envelope<WebhooksConfigDto>)))]
async fn update_webhook(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<UpdateWebhooksConfigRequestsDto>,
) -> wire::Result<WebhooksConfigDto> {
    let (id, rest) = body.parts();
    one(webhooks.update(&caller, id, rest.into()).await?, &base)
}

/// Switches a webhook on or off.
#[utoipa::path(put, path = "/api/2.0/settings/webhook/enable", operation_id = "enableWebhook",
    tag = "Settings / Webhooks", request_body = UpdateWebhooksConfigRequestsDto,
    responses((status = 200, body = Envelope<WebhooksConfigDto>)))]
async fn enable_webhook(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    base: BaseUrl,
    Body(body): Body<EnableWebhookDto>,
) -> wire::Result<WebhooksConfigDto> {
    let id = WebhookId(body.id.into());
    one(webhooks.enable(&caller, id, body.enabled).await?, &base)
}

/// Deletes a webhook.
#[utoipa::path(delete, path = "/api/2.0/settings/webhook/{id}", operation_id = "removeWebhook",
    tag = "Settings / Webhooks", params(("id" = i32, Path)),
    responses((status = 200, body = Envelope<WebhooksConfigDto>)))]
async fn remove_webhook(
    State(webhooks): State<Webhooks>,
    caller: Caller,
    base: BaseUrl,
    Path(id): Path<i32>,
) -> wire::Result<WebhooksConfigDto> {
    one(webhooks.remove(&caller, WebhookId(id.into())).await?, &base)
}

/// Something a webhook may hear of.
#[derive(Debug, Serialize, ToSchema)]
struct WebhookTriggerDto {
    name: &'static str,
    id: i64,
    available: bool,
}

/// What there is to hear of, and what of it the caller may choose.
#[utoipa::path(get, path = "/api/2.0/settings/webhook/triggers", operation_id = "getWebhookTriggers",
    tag = "Settings / Webhooks", responses((status = 200, body = Envelope<Vec<WebhookTriggerDto>>)))]
async fn get_webhook_triggers(caller: Caller) -> wire::Result<Vec<WebhookTriggerDto>> {
    let everything = WebhookTriggerDto {
        name: EVERYTHING,
        id: 0,
        available: Triggers(0).are_for(caller.role),
    };
    let each = Trigger::ALL.iter().map(|trigger| WebhookTriggerDto {
        name: trigger.name(),
        id: trigger.number(),
        available: trigger.is_for(caller.role),
    });
    Ok(wire::list(
        std::iter::once(everything).chain(each).collect(),
    ))
}
