//! Keys of services of others (`platform/06 §6.10`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Routes, Validate, routes};

use crate::caller::Caller;
use crate::portals::Portals;
use crate::third_party::{Field, Keys, Service};

/// Characters of a key.
const LONGEST: usize = 4000;
/// Keys one request may name.
const MOST: usize = 100;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new().routes(routes!(get_auth_services, save_auth_keys))
}

/// A service of others and the keys it wants.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct AuthServiceRequestsDto {
    name: Option<String>,
    title: Option<String>,
    description: Option<String>,
    instruction: Option<String>,
    can_set: bool,
    paid: bool,
    props: Option<Vec<AuthKey>>,
}

/// A key. No answer tells the value of a secret one.
#[derive(Debug, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct AuthKey {
    #[schema(required = true)]
    name: Option<String>,
    #[schema(required = true, max_length = 4000)]
    value: Option<String>,
    title: Option<String>,
    r#type: Option<String>,
    options: Option<Vec<String>>,
    depends_on: Option<String>,
    depends_on_value: Option<String>,
}

impl Validate for AuthServiceRequestsDto {
    fn validate(&self, check: &mut Check) {
        for key in self.props.iter().flatten().take(MOST) {
            check.max_len("Value", &key.value, LONGEST);
        }
    }
}

impl AuthServiceRequestsDto {
    fn new((service, kept): (&'static Service, Option<Keys>)) -> Self {
        let kept = kept.unwrap_or_default();
        let text = |text: &str| Some(text.to_owned());
        let key = |field: &Field| AuthKey {
            name: text(field.name),
            value: text(match field.is_secret {
                true => "",
                false => kept.value(field.name),
            }),
            title: text(field.title),
            r#type: field.is_secret.then(|| "password".to_owned()),
            ..AuthKey::default()
        };
        Self {
            name: text(service.name),
            title: text(service.title),
            description: text(service.description),
            instruction: text(service.instruction),
            can_set: true,
            paid: false,
            props: Some(service.fields.iter().map(key).collect()),
        }
    }

    fn keys(self) -> Keys {
        let pair = |key: AuthKey| Some((key.name?, key.value.unwrap_or_default()));
        let all = self.props.into_iter().flatten().take(MOST);
        all.filter_map(pair).collect()
    }
}

/// The services of others that something here uses, and what is kept of them.
#[utoipa::path(get, path = "/api/2.0/settings/authservice", operation_id = "getAuthServices",
    tag = "Settings / Authorization",
    responses((status = 200, body = Envelope<Vec<AuthServiceRequestsDto>>)))]
async fn get_auth_services(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<Vec<AuthServiceRequestsDto>> {
    caller.require_admin()?;
    let services = portals.third_parties(&caller).await?;
    let told = services.into_iter().map(AuthServiceRequestsDto::new);
    Ok(wire::list(told.collect()))
}

/// Keeps the keys of a service; all empty forgets them. A secret that is left empty stays as it is while the other keys
/// do. Answers whether anything changed.
#[utoipa::path(post, path = "/api/2.0/settings/authservice", operation_id = "saveAuthKeys",
    tag = "Settings / Authorization", request_body = AuthServiceRequestsDto,
    responses((status = 200, body = Envelope<bool>)))]
async fn save_auth_keys(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<AuthServiceRequestsDto>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let name = body.name.clone().unwrap_or_default();
    let changed = portals.save_keys(&caller, name.trim(), body.keys()).await?;
    Ok(wire::ok(changed))
}
