//! The plan of a portal (`platform/08 §8.2, §8.3`).
//!
//! A self-hosted portal has every feature and no bill. Clients were written for the vendor's plans and
//! hide features of unpaid ones, so a portal presents itself as one on the paid "admin" plan.

use serde::Serialize;
use utoipa::ToSchema;

use crate::model::PortalId;

/// "No limit" of numbers.
const UNLIMITED: i32 = i32::MAX;
const FILE_SIZE: i64 = 1 << 30;
/// Bytes all files of a portal may take on that plan.
pub const TOTAL_SIZE: i64 = 2_684_354_560_000;
const ADMINS: i32 = 10;
const FREE_BACKUPS: i32 = 2;

/// What the plan includes.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TenantQuota {
    tenant_id: i64,
    name: &'static str,
    pub(crate) price: f64,
    pub(crate) price_currency_symbol: Option<&'static str>,
    #[serde(rename = "priceISOCurrencySymbol")]
    pub(crate) price_iso_currency_symbol: Option<&'static str>,
    product_id: &'static str,
    service_name: Option<&'static str>,
    service_group: Option<&'static str>,
    visible: bool,
    wallet: bool,
    due_date: Option<&'static str>,
    features: String,
    pub(crate) max_file_size: i64,
    pub(crate) max_total_size: i64,
    pub(crate) count_user: i32,
    pub(crate) count_room_admin: i32,
    pub(crate) users_in_room: i32,
    pub(crate) count_room: i32,
    pub(crate) non_profit: bool,
    pub(crate) trial: bool,
    pub(crate) free: bool,
    update: bool,
    pub(crate) audit: bool,
    docs_edition: bool,
    pub(crate) ldap: bool,
    pub(crate) sso: bool,
    pub(crate) statistic: bool,
    branding: bool,
    pub(crate) customization: bool,
    lifetime: bool,
    pub(crate) automation_api: bool,
    custom: bool,
    pub(crate) restore: bool,
    pub(crate) oauth: bool,
    pub(crate) content_search: bool,
    pub(crate) third_party: bool,
    year: bool,
    pub(crate) count_free_backup: i32,
    backup: bool,
    #[serde(rename = "countAIAgent")]
    count_ai_agent: i32,
    ai_tools: bool,
}

/// The plan of a portal.
#[must_use]
pub fn plan(portal: PortalId) -> TenantQuota {
    TenantQuota {
        tenant_id: portal.0,
        name: "admin",
        price: 200.0,
        price_currency_symbol: Some("$"),
        price_iso_currency_symbol: Some("USD"),
        product_id: "1006",
        service_name: None,
        service_group: None,
        visible: true,
        wallet: false,
        due_date: None,
        features: features(),
        max_file_size: FILE_SIZE,
        max_total_size: TOTAL_SIZE,
        count_user: UNLIMITED,
        count_room_admin: ADMINS,
        users_in_room: UNLIMITED,
        count_room: UNLIMITED,
        non_profit: false,
        trial: false,
        free: false,
        update: false,
        audit: true,
        docs_edition: false,
        ldap: true,
        sso: true,
        statistic: true,
        branding: false,
        customization: true,
        lifetime: false,
        automation_api: true,
        custom: false,
        restore: true,
        oauth: true,
        content_search: true,
        third_party: true,
        year: false,
        count_free_backup: FREE_BACKUPS,
        backup: false,
        count_ai_agent: UNLIMITED,
        ai_tools: false,
    }
}

fn features() -> String {
    format!(
        "audit,ldap,sso,customization,thirdparty,restore,oauth,contentsearch,\
         total_size:{TOTAL_SIZE},file_size:{},manager:{ADMINS},statistic,\
         free_backup:{FREE_BACKUPS},automationapi",
        FILE_SIZE >> 20
    )
}

/// Never ends: clients read the first of all dates as "no date".
const NO_DATE: &str = "0001-01-01T00:00:00.0000000Z";

/// What is paid and until when.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Tariff {
    id: i32,
    state: i32,
    due_date: &'static str,
    delay_due_date: &'static str,
    license_date: &'static str,
    customer_id: Option<String>,
    quotas: Vec<Quota>,
    overdue_quotas: Option<Vec<Quota>>,
    open_source: Option<bool>,
    enterprise: Option<bool>,
    developer: Option<bool>,
}

/// One row of a tariff.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Quota {
    id: i32,
    quantity: i32,
    wallet: bool,
    due_date: Option<&'static str>,
    next_quantity: Option<i32>,
    state: Option<i32>,
}

/// The number of the vendor's "admin" plan.
pub(crate) const PLAN_ID: i32 = -9;
const PAID: i32 = 1;

/// As what a portal would be known where plans are bought.
#[must_use]
pub fn customer(portal: PortalId) -> String {
    format!("portal-{portal}")
}

/// The tariff as administrators see it.
#[must_use]
pub fn tariff(portal: PortalId) -> Tariff {
    let row = Quota {
        id: PLAN_ID,
        quantity: ADMINS,
        wallet: false,
        due_date: None,
        next_quantity: None,
        state: None,
    };
    Tariff {
        id: PLAN_ID.abs(),
        customer_id: Some(customer(portal)),
        quotas: vec![row],
        open_source: Some(false),
        enterprise: Some(false),
        developer: Some(false),
        ..reduced_tariff()
    }
}

/// The tariff as everybody else sees it: that it is paid.
#[must_use]
pub fn reduced_tariff() -> Tariff {
    Tariff {
        id: 0,
        state: PAID,
        due_date: NO_DATE,
        delay_due_date: NO_DATE,
        license_date: NO_DATE,
        customer_id: None,
        quotas: Vec::new(),
        overdue_quotas: None,
        open_source: None,
        enterprise: None,
        developer: None,
    }
}
