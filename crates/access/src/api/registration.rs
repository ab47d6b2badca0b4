//! The registration service `/apisystem/portal/…` (`platform/02 §2.4`): flat JSON, no envelope.

use axum::extract::{FromRequestParts, State};
use axum::response::{IntoResponse, Response};
use axum::{Json, Router};
use http::request::Parts;
use http::{StatusCode, header};
use portal::settings::{self, LimitedSpace, Scope, Wizard};
use portal::{BaseUrl, Caller, Portal, PortalId};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use wire::{Body, Check, Query, Routes, UtcDate, Validate};

use super::refusing::Refusing;
use super::signature;
use crate::service::{Access, Address, Login, Order};

pub(super) fn routes() -> Routes<Access> {
    let service = Router::new()
        .route("/apisystem/portal/test", axum::routing::get(test))
        .route("/apisystem/portal/register", axum::routing::post(register))
        .route(
            "/apisystem/portal/validateportalname",
            axum::routing::post(validate_name),
        )
        .route("/apisystem/portal/get", axum::routing::get(get))
        .route("/apisystem/portal/remove", axum::routing::delete(remove))
        .route("/apisystem/portal/status", axum::routing::put(status))
        .route("/apisystem/portal/signin", axum::routing::post(sign_in));
    // Not part of the described interface.
    Routes::from(service)
}

/// Proof that a request may manage portals: a signature, or an administrator of the portal it is sent to.
struct Manager;

impl FromRequestParts<Access> for Manager {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, access: &Access) -> Result<Self, Response> {
        let config = access.portals().config();
        let open = config.open_registration && parts.uri.path().ends_with("/portal/register");
        if config.dev || open || is_signed(parts, access) {
            return Ok(Self);
        }
        let caller = parts.extensions.get::<Caller>();
        let Some(caller) = caller.filter(|caller| caller.is_admin()) else {
            return Err(StatusCode::UNAUTHORIZED.into_response());
        };
        // People of a limited space have no say in the others (platform/02 §2.7).
        match access.portals().hot::<LimitedSpace>(caller.portal).await {
            Ok(space) if !space.limited => Ok(Self),
            Ok(_) => Err(StatusCode::FORBIDDEN.into_response()),
            Err(error) => Err(wire::Error::from(error).into_response()),
        }
    }
}

fn is_signed(parts: &Parts, access: &Access) -> bool {
    let header = parts
        .headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok());
    let key = access.portals().installation().machine_key();
    header.is_some_and(|header| signature::is_good(header, &key, sql::now()))
}

async fn test() -> Json<Value> {
    Json(json!({ "value": "Portal api works" }))
}

/// A portal as it is ordered, or named by `portalName` or `tenantId`.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct TenantModel {
    portal_name: Option<String>,
    tenant_id: Option<i64>,
    first_name: Option<String>,
    last_name: Option<String>,
    email: Option<String>,
    industry: i32,
    language: Option<String>,
    password: Option<String>,
    password_hash: Option<String>,
    status: i64,
    time_zone_name: Option<String>,
    spam: bool,
    calls: bool,
    limited_access_space: bool,
    skip_welcome: bool,
}

impl Validate for TenantModel {
    fn validate(&self, check: &mut Check) {
        check
            .email("Email", &self.email)
            .max_len("Email", &self.email, 255);
        check.max_len("Language", &self.language, 7);
        check.max_len("Password", &self.password, 30);
    }
}

async fn register(
    State(access): State<Access>,
    _: Manager,
    base: BaseUrl,
    address: Address,
    Body(model): Body<TenantModel>,
) -> Result<Json<Value>, Refusing> {
    let text = |value: Option<String>| value.unwrap_or_default();
    let email = text(model.email);
    if email.trim().is_empty() {
        return Err(Refusing::bad("emailEmpty", "Email is required"));
    }
    let order = Order {
        name: model.portal_name,
        first_name: text(model.first_name),
        last_name: text(model.last_name),
        email,
        password: model.password,
        hash: model.password_hash,
        language: model.language,
        time_zone: model.time_zone_name,
        industry: model.industry,
        calls: model.calls,
        spam: model.spam,
        limited: model.limited_access_space,
        skip_welcome: model.skip_welcome,
        base: Some(base.0.clone()),
    };
    let made = access.register(order, &address.ip).await?;
    let base = access.portals().address_of(&made.portal, &base.0);
    let domain = domain_of(&access, &made.portal);
    let mut answer = json!({
        "reference": format!("{base}{}", made.path),
        "tenant": TenantDto::new(&made.portal, domain),
    });
    if let (Some(path), Some(members)) = (made.welcome, answer.as_object_mut()) {
        let address = json!(format!("{base}{path}"));
        members.insert("referenceWelcome".to_owned(), address);
    }
    Ok(Json(answer))
}

fn domain_of(access: &Access, portal: &Portal) -> String {
    match &access.portals().config().base_domain {
        Some(domain) => format!("{}.{domain}", portal.alias),
        None => "localhost".to_owned(),
    }
}

/// A portal as this service shows it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct TenantDto {
    created: UtcDate,
    domain: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    mapped_domain: Option<String>,
    industry: i32,
    language: String,
    name: String,
    owner_id: uuid::Uuid,
    portal_name: String,
    status: &'static str,
    tenant_id: i64,
    time_zone_id: String,
    time_zone_name: String,
    custom_quota: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    quota_usage: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    owner: Option<Value>,
    #[serde(skip_serializing_if = "Option::is_none")]
    wizard_settings: Option<Value>,
}

impl TenantDto {
    fn new(portal: &Portal, domain: String) -> Self {
        let zone = portal::locale::zone(&portal.time_zone, sql::now());
        Self {
            created: UtcDate(portal.created),
            domain,
            mapped_domain: portal.mapped_domain.clone(),
            industry: portal.industry,
            language: portal.language.clone(),
            name: portal.name.clone(),
            owner_id: portal.owner.0,
            portal_name: portal.alias.clone(),
            status: portal.status.name(),
            tenant_id: portal.id.0,
            time_zone_id: portal.time_zone.clone(),
            time_zone_name: zone.map(|zone| zone.title).unwrap_or_default(),
            custom_quota: -1,
            quota_usage: None,
            owner: None,
            wizard_settings: None,
        }
    }
}

async fn validate_name(
    State(access): State<Access>,
    Body(model): Body<TenantModel>,
) -> Result<Json<Value>, Refusing> {
    access
        .check_alias(&model.portal_name.unwrap_or_default())
        .await?;
    Ok(Json(json!({ "message": "portalNameReadyToRegister" })))
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Filter {
    portal_name: Option<String>,
    tenant_id: Option<i64>,
    statistics: bool,
}

impl Validate for Filter {}

async fn get(
    State(access): State<Access>,
    _: Manager,
    Query(filter): Query<Filter>,
) -> Result<Json<Value>, Refusing> {
    let reader = access.clone();
    let wanted = move |portal: &Portal| {
        filter.tenant_id.is_none_or(|id| portal.id.0 == id)
            && filter
                .portal_name
                .as_deref()
                .is_none_or(|name| portal.alias.eq_ignore_ascii_case(name))
    };
    let tenants = access
        .db()
        .read::<_, crate::Error>(move |tx| {
            let mut tenants = Vec::new();
            for portal in portal::store::active(tx)?
                .iter()
                .filter(|portal| wanted(portal))
            {
                let mut dto = TenantDto::new(portal, domain_of(&reader, portal));
                if filter.statistics {
                    add_statistics(tx, &reader, portal, &mut dto)?;
                }
                tenants.push(dto);
            }
            Ok(tenants)
        })
        .await?;
    Ok(Json(json!({ "tenants": tenants })))
}

fn add_statistics(
    tx: &mut sql::Tx<'_>,
    access: &Access,
    portal: &Portal,
    dto: &mut TenantDto,
) -> Result<(), crate::Error> {
    let figures = access.portals().figures();
    let used = (figures.used_space)(tx, portal.id)?;
    let users = (figures.users)(tx, portal.id)?;
    let wizard = settings::load_saved::<Wizard>(tx, portal.id, Scope::Portal)?;
    if let Some(owner) = people::store::by_id(tx, portal.id, portal.owner)? {
        let name = owner.display_name();
        dto.owner = Some(json!({ "id": owner.id.0, "email": owner.email, "displayName": name }));
    }
    dto.quota_usage = Some(json!({
        "tenantId": portal.id.0,
        "tenantAlias": portal.alias,
        "tenantDomain": dto.domain,
        "storageSize": 0,
        "usedSize": used,
        "maxRoomAdminsCount": -1,
        "roomAdminCount": 0,
        "maxUsers": -1,
        "usersCount": users,
        "maxRoomsCount": -1,
        "roomsCount": 0,
        "maxAIAgentsCount": -1,
        "aIAgentsCount": 0,
    }));
    dto.wizard_settings = Some(json!({ "completed": wizard.value.completed }));
    Ok(())
}

async fn find(access: &Access, name: Option<String>, id: Option<i64>) -> Result<Portal, Refusing> {
    let found = access
        .db()
        .read::<_, crate::Error>(move |tx| {
            Ok(match (id, name) {
                (Some(id), _) => portal::store::by_id(tx, PortalId(id))?,
                (None, Some(name)) => {
                    portal::store::by_domain(tx, &name.trim().to_ascii_lowercase())?
                }
                (None, None) => None,
            })
        })
        .await?;
    found.ok_or_else(|| Refusing::bad("portalNameNotFound", "Portal not found"))
}

async fn remove(
    State(access): State<Access>,
    _: Manager,
    Query(filter): Query<Filter>,
) -> Result<Json<Value>, Refusing> {
    let portal = find(&access, filter.portal_name, filter.tenant_id).await?;
    let domain = domain_of(&access, &portal);
    let owner = access.owner_of(&portal).await?;
    match access.portals().remove(portal.id, None, owner).await {
        Err(portal::Error::Failed(_)) => Err(Refusing::bad(
            "error",
            "The last full access space cannot be deleted.",
        )),
        Err(error) => Err(crate::Error::from(error).into()),
        Ok(()) => Ok(Json(
            json!({ "tenant": TenantDto::new(&portal, domain), "removed": true }),
        )),
    }
}

async fn status(
    State(access): State<Access>,
    _: Manager,
    Body(model): Body<TenantModel>,
) -> Result<Json<Value>, Refusing> {
    let portal = find(&access, model.portal_name, model.tenant_id).await?;
    let suspended = model.status != 0;
    access
        .portals()
        .set_suspended(portal.id, None, suspended)
        .await
        .map_err(crate::Error::from)?;
    let portal = find(&access, None, Some(portal.id.0)).await?;
    let domain = domain_of(&access, &portal);
    Ok(Json(json!({ "tenant": TenantDto::new(&portal, domain) })))
}

/// The portals somebody can sign in to, each with a login link.
async fn sign_in(
    State(access): State<Access>,
    base: BaseUrl,
    address: Address,
    Body(model): Body<TenantModel>,
) -> Result<Json<Value>, Refusing> {
    let email = model.email.unwrap_or_default();
    let login = match (
        model
            .password_hash
            .as_deref()
            .and_then(crate::password::ClientHash::sent),
        model.password,
    ) {
        (Some(hash), _) => Login::Hash(email, hash),
        (None, Some(password)) => Login::Password(email, password),
        (None, None) => return Err(Refusing::bad("params", "[\"PasswordHash\"]")),
    };
    let links = access.portals_of(login, &address).await?;
    let tenants: Vec<_> = links
        .iter()
        .map(|(portal, path)| {
            let base = access.portals().address_of(portal, &base.0);
            json!({ "portalName": base, "portalLink": format!("{base}{path}") })
        })
        .collect();
    Ok(Json(json!({ "tenants": tenants })))
}
