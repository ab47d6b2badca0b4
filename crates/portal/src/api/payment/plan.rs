//! What the portal has, and what there is to buy: nothing.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::{Envelope, Error, Query, Routes, UtcDate, Validate, routes};

use super::shapes::{TenantWalletService, WalletSettings};
use crate::caller::{Caller, Here};
use crate::config::Figures;
use crate::model::{PortalId, Role};
use crate::portals::Portals;
use crate::quota;
use crate::settings::{self, AgentQuota, PortalQuota, RoomQuota, Scope, UserQuota};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_quota))
        .routes(routes!(get_quotas))
        .routes(routes!(get_prices))
        .routes(routes!(get_currencies))
        .routes(routes!(get_wallet_services))
        .routes(routes!(get_wallet_service))
        .routes(routes!(get_top_up_settings))
}

/// A plan and how much of it is used.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct QuotaDto {
    id: i32,
    title: &'static str,
    price: PriceDto,
    non_profit: bool,
    free: bool,
    trial: bool,
    features: Vec<TenantQuotaFeatureDto>,
    users_quota: TenantEntityQuotaSettings,
    rooms_quota: TenantEntityQuotaSettings,
    ai_agents_quota: TenantEntityQuotaSettings,
    tenant_custom_quota: TenantQuotaSettings,
    due_date: Option<UtcDate>,
}

/// A service that money in a wallet pays for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WalletServiceDto {
    #[serde(flatten)]
    quota: QuotaDto,
    /// Services it is made of.
    #[schema(no_recursion)]
    inner_services: Option<Vec<WalletServiceDto>>,
    /// Its name there.
    service_name: Option<String>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct PriceDto {
    value: f64,
    currency_symbol: Option<&'static str>,
    iso_currency_symbol: Option<&'static str>,
}

/// A part of a plan: a number, a size or a switch.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantQuotaFeatureDto {
    id: &'static str,
    title: Option<&'static str>,
    image: Option<&'static str>,
    #[schema(value_type = wire::Anything)]
    value: serde_json::Value,
    r#type: &'static str,
    used: Option<FeatureUsedDto>,
    price_title: Option<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
struct FeatureUsedDto {
    #[schema(value_type = wire::Anything)]
    value: i64,
    title: Option<&'static str>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantEntityQuotaSettings {
    enable_quota: bool,
    default_quota: i64,
    last_recalculate_date: Option<UtcDate>,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantQuotaSettings {
    enable_quota: bool,
    quota: i64,
    last_recalculate_date: Option<UtcDate>,
    last_modified: Option<UtcDate>,
}

/// What is used of a plan.
struct Used {
    people: i64,
    bytes: i64,
}

fn feature(
    id: &'static str,
    title: &'static str,
    kind: &'static str,
    value: impl Into<serde_json::Value>,
    used: Option<i64>,
) -> TenantQuotaFeatureDto {
    let used = used.map(|value| FeatureUsedDto { value, title: None });
    TenantQuotaFeatureDto {
        id,
        title: Some(title),
        image: None,
        value: value.into(),
        r#type: kind,
        used,
        price_title: None,
    }
}

fn features(portal: PortalId, used: &Used) -> Vec<TenantQuotaFeatureDto> {
    let plan = quota::plan(portal);
    let switch = |id, title, on: bool| feature(id, title, "flag", on, None);
    vec![
        feature(
            "manager",
            "Administrators",
            "count",
            plan.count_room_admin,
            None,
        ),
        feature(
            "users",
            "People",
            "count",
            plan.count_user,
            Some(used.people),
        ),
        feature("room", "Rooms", "count", plan.count_room, None),
        feature(
            "usersInRoom",
            "People in a room",
            "count",
            plan.users_in_room,
            None,
        ),
        feature(
            "total_size",
            "Space",
            "size",
            plan.max_total_size,
            Some(used.bytes),
        ),
        feature(
            "file_size",
            "Size of a file",
            "size",
            plan.max_file_size,
            None,
        ),
        feature(
            "free_backup",
            "Backups",
            "count",
            plan.count_free_backup,
            None,
        ),
        switch("audit", "Audit trail", plan.audit),
        switch("ldap", "LDAP", plan.ldap),
        switch("sso", "Single sign-on", plan.sso),
        switch("customization", "Branding", plan.customization),
        switch("thirdparty", "Third-party storage", plan.third_party),
        switch("restore", "Restore", plan.restore),
        switch("oauth", "OAuth", plan.oauth),
        switch("contentsearch", "Search in contents", plan.content_search),
        switch("statistic", "Statistics", plan.statistic),
        switch("automationapi", "Automation", plan.automation_api),
    ]
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct QuotaQuery {
    /// Asks the billing service anew; there is none.
    refresh: Option<bool>,
}

impl Validate for QuotaQuery {}

/// The plan and how much of it is used, for those who manage people and rooms.
#[utoipa::path(get, path = "/api/2.0/portal/payment/quota", operation_id = "getQuotaPaymentInformation",
    tag = "Portal / Payment", params(QuotaQuery), responses((status = 200, body = Envelope<QuotaDto>)))]
async fn get_quota(
    State(portals): State<Portals>,
    here: Here,
    caller: Caller,
    Query(query): Query<QuotaQuery>,
) -> wire::Result<QuotaDto> {
    let _ = query.refresh;
    if !(caller.is_admin() || caller.role == Role::RoomAdmin) {
        return Err(Error::denied());
    }
    let (id, Figures { users, used_space }) = (here.id, portals.figures());
    let answer = portals.db().read(move |tx| -> Result<_, crate::Error> {
        let bag = settings::load_all(tx, id, None)?;
        let used = Used {
            people: users(tx, id)?,
            bytes: used_space(tx, id)?,
        };
        let whole = settings::load_saved::<PortalQuota>(tx, id, Scope::Portal)?;
        Ok(quota_dto(id, &used, &bag, whole))
    });
    Ok(wire::ok(answer.await?))
}

fn quota_dto(
    id: PortalId,
    used: &Used,
    bag: &settings::Bag,
    whole: settings::Saved<PortalQuota>,
) -> QuotaDto {
    let plan = quota::plan(id);
    let (people, rooms, agents) = (
        bag.portal::<UserQuota>(),
        bag.portal::<RoomQuota>(),
        bag.portal::<AgentQuota>(),
    );
    let each = |enable_quota, default_quota| TenantEntityQuotaSettings {
        enable_quota,
        default_quota,
        last_recalculate_date: None,
    };
    QuotaDto {
        id: quota::PLAN_ID,
        title: "Atrium",
        price: PriceDto {
            value: plan.price,
            currency_symbol: plan.price_currency_symbol,
            iso_currency_symbol: plan.price_iso_currency_symbol,
        },
        non_profit: plan.non_profit,
        free: plan.free,
        trial: plan.trial,
        features: features(id, used),
        users_quota: each(people.enable_quota, people.default_quota),
        rooms_quota: each(rooms.enable_quota, rooms.default_quota),
        ai_agents_quota: each(agents.enable_quota, agents.default_quota),
        tenant_custom_quota: TenantQuotaSettings {
            enable_quota: whole.value.enable_quota,
            quota: whole.value.quota,
            last_recalculate_date: None,
            last_modified: whole.modified.map(UtcDate),
        },
        due_date: None,
    }
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct QuotasQuery {
    /// Those for the wallet's money.
    wallet: Option<bool>,
}

impl Validate for QuotasQuery {}

/// Plans that can be bought: none.
#[utoipa::path(get, path = "/api/2.0/portal/payment/quotas", operation_id = "getPaymentQuotas",
    tag = "Portal / Payment", params(QuotasQuery), responses((status = 200, body = Envelope<Vec<QuotaDto>>)))]
async fn get_quotas(
    caller: Caller,
    Query(query): Query<QuotasQuery>,
) -> wire::Result<Vec<QuotaDto>> {
    let _ = query.wallet;
    caller.require_admin()?;
    Ok(wire::list(Vec::new()))
}

/// Prices by product: none.
#[utoipa::path(get, path = "/api/2.0/portal/payment/prices", operation_id = "getPortalPrices",
    tag = "Portal / Payment", responses((status = 200, body = Envelope<BTreeMap<String, f64>>)))]
async fn get_prices(caller: Caller) -> wire::Result<BTreeMap<String, f64>> {
    caller.require_admin()?;
    Ok(wire::ok(BTreeMap::new()))
}

/// A currency.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CurrenciesDto {
    iso_country_code: Option<String>,
    iso_currency_symbol: Option<String>,
    currency_native_name: Option<String>,
}

/// Currencies one can pay in: none.
#[utoipa::path(get, path = "/api/2.0/portal/payment/currencies", operation_id = "getPaymentCurrencies",
    tag = "Portal / Payment", responses((status = 200, body = Envelope<Vec<CurrenciesDto>>)))]
async fn get_currencies(caller: Caller) -> wire::Result<Vec<CurrenciesDto>> {
    caller.require_admin()?;
    Ok(wire::list(Vec::new()))
}

/// Services for the wallet's money: none.
#[utoipa::path(get, path = "/api/2.0/portal/payment/walletservices", operation_id = "getWalletServices",
    tag = "Portal / Payment", responses((status = 200, body = Envelope<Vec<WalletServiceDto>>)))]
async fn get_wallet_services(caller: Caller) -> wire::Result<Vec<WalletServiceDto>> {
    caller.require_admin()?;
    Ok(wire::list(Vec::new()))
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ServiceQuery {
    /// The service.
    #[param(required = true)]
    service: TenantWalletService,
}

impl Validate for ServiceQuery {}

/// One of those services: there is none.
#[utoipa::path(get, path = "/api/2.0/portal/payment/walletservice", operation_id = "getWalletService",
    tag = "Portal / Payment", params(ServiceQuery),
    responses((status = 200, body = Envelope<WalletServiceDto>)))]
async fn get_wallet_service(
    caller: Caller,
    Query(query): Query<ServiceQuery>,
) -> wire::Result<WalletServiceDto> {
    caller.require_admin()?;
    Err(Error::not_found(format!(
        "The service {} is not offered",
        query.service
    )))
}

/// When money is added by itself: never.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
struct TopUpSettings {
    enabled: bool,
    min_balance: i32,
    up_to_balance: i32,
}

/// When money is added by itself: never.
#[utoipa::path(get, path = "/api/2.0/portal/payment/topupsettings", operation_id = "getTenantWalletSettings",
    tag = "Portal / Payment", responses((status = 200, body = Envelope<WalletSettings>)))]
async fn get_top_up_settings(caller: Caller) -> wire::Result<TopUpSettings> {
    caller.require_admin()?;
    Ok(wire::ok(TopUpSettings::default()))
}
