//! Services of others that this installation has no keys of: messengers, push messages, foreign databases, licences. They
//! say so, as an installation without keys does; nothing is stored that nobody would use.

use serde::{Deserialize, Serialize};
use utoipa::openapi::Schema;
use utoipa::openapi::schema::AnyOfBuilder;
use utoipa::{PartialSchema, ToSchema};
use wire::{ApiDate, Body, Envelope, Error, Nothing, Routes, Validate, routes};

use crate::caller::{Caller, Confirmed};
use crate::portals::Portals;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(test_external_database))
        .routes(routes!(check_telegram))
        .routes(routes!(link_telegram, unlink_telegram))
        .routes(routes!(register_device))
        .routes(routes!(subscribe_device))
        .routes(routes!(upload_license))
}

/// A foreign database.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct ExternalDatabaseSettings {
    database_type: Option<String>,
    database_type_enum: ExternalDatabaseType,
    db_host: Option<String>,
    db_port: i32,
    db_name: Option<String>,
    db_user: Option<String>,
    db_password: Option<String>,
    db_ssl: bool,
    sqlite_file_path: Option<String>,
}

impl Validate for ExternalDatabaseSettings {}

wire::wire_enum! {
    /// Kinds of foreign databases.
    #[derive(Default)]
    enum ExternalDatabaseType: number {
        #[default]
        MySql = 0,
        Sqlite = 1,
    }
}

/// How a test went.
#[derive(Debug, Serialize, ToSchema)]
struct ConnectionTestResult {
    success: bool,
    error: Option<&'static str>,
}

/// Whether a foreign database answers: none is ever asked.
#[utoipa::path(post, path = "/api/2.0/settings/authservice/externaldb/test",
    operation_id = "testExternalDatabaseConnection", tag = "Settings / Authorization",
    request_body = ExternalDatabaseSettings,
    responses((status = 200, body = Envelope<ConnectionTestResult>)))]
async fn test_external_database(
    caller: Caller,
    _: Body<ExternalDatabaseSettings>,
) -> wire::Result<ConnectionTestResult> {
    caller.require_admin()?;
    Ok(wire::ok(ConnectionTestResult {
        success: false,
        error: Some("External databases are not available"),
    }))
}

wire::wire_enum! {
    /// Whether an account is connected; the names are the contract's.
    #[expect(non_camel_case_types, reason = "the contract spells them like this")]
    enum RegStatus: name { unlinked = 0, linked = 1, linking = 2 }
}

#[derive(Debug, Serialize, ToSchema)]
struct TelegramStatusDto {
    /// Its name.
    #[schema(schema_with = number_or_name)]
    status: RegStatus,
    username: Option<String>,
}

/// The reference's document says a number, its behaviour is the name (docs/deviations.md).
fn number_or_name() -> Schema {
    let either = AnyOfBuilder::new()
        .item(String::schema())
        .item(i32::schema());
    Schema::AnyOf(either.build())
}

/// Whether the caller's Telegram account is connected: without a bot nobody's is.
#[utoipa::path(get, path = "/api/2.0/settings/telegram/check", operation_id = "checkTelegram",
    tag = "Settings / Telegram", responses((status = 200, body = Envelope<TelegramStatusDto>)))]
async fn check_telegram(_: Caller) -> wire::Result<TelegramStatusDto> {
    Ok(wire::ok(TelegramStatusDto {
        status: RegStatus::unlinked,
        username: None,
    }))
}

/// The address that connects an account with the bot: there is none.
#[utoipa::path(get, path = "/api/2.0/settings/telegram/link", operation_id = "linkTelegram",
    tag = "Settings / Telegram", responses((status = 200, body = Envelope<String>)))]
async fn link_telegram(_: Caller) -> wire::Result<Nothing> {
    Err(Error::invalid_operation("Telegram is not configured"))
}

/// Makes sure that the caller's account is not connected.
#[utoipa::path(delete, path = "/api/2.0/settings/telegram/link", operation_id = "unlinkTelegram",
    tag = "Settings / Telegram", responses((status = 200, body = Envelope<bool>)))]
async fn unlink_telegram(_: Caller) -> wire::Result<bool> {
    Ok(wire::ok(true))
}

/// A device that wants push messages.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct FirebaseRequestsDto {
    firebase_device_token: Option<String>,
    is_subscribed: bool,
}

impl Validate for FirebaseRequestsDto {}

/// A device that gets push messages.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described to clients; no device is ever sent to")]
struct FireBaseUser {
    id: i32,
    user_id: uuid::Uuid,
    tenant_id: i32,
    firebase_device_token: Option<String>,
    application: Option<String>,
    is_subscribed: Option<bool>,
    tenant: Option<DbTenant>,
}

/// The portal of such a device, as the contract describes it.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described to clients; no device is ever sent to")]
struct DbTenant {
    id: i32,
    name: Option<String>,
    alias: Option<String>,
    mapped_domain: Option<String>,
    version: i32,
    #[schema(rename = "version_Changed", value_type = Option<String>, format = DateTime)]
    version_changed_at: Option<ApiDate>,
    #[schema(value_type = String, format = DateTime)]
    version_changed: ApiDate,
    language: Option<String>,
    time_zone: Option<String>,
    trusted_domains_raw: Option<String>,
    trusted_domains_enabled: i32,
    status: i32,
    #[schema(value_type = Option<String>, format = DateTime)]
    status_changed: Option<ApiDate>,
    #[schema(value_type = String, format = DateTime)]
    status_changed_hack: ApiDate,
    #[schema(value_type = String, format = DateTime)]
    creation_date_time: ApiDate,
    owner_id: Option<uuid::Uuid>,
    payment_id: Option<String>,
    industry: i32,
    #[schema(value_type = String, format = DateTime)]
    last_modified: ApiDate,
    calls: bool,
    partner: Option<DbTenantPartner>,
}

/// Who brought a portal, as the contract describes it.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "camelCase")]
#[expect(dead_code, reason = "described to clients; no device is ever sent to")]
struct DbTenantPartner {
    tenant_id: i32,
    partner_id: Option<String>,
    affiliate_id: Option<String>,
    campaign: Option<String>,
}

const PUSH: &str = "Push messages are not configured";

/// Registers a device for push messages: there are none.
#[utoipa::path(post, path = "/api/2.0/settings/push/docregisterdevice",
    operation_id = "docRegisterPusnNotificationDevice", tag = "Security / Firebase",
    request_body = FirebaseRequestsDto, responses((status = 200, body = Envelope<FireBaseUser>)))]
async fn register_device(_: Caller, _: Body<FirebaseRequestsDto>) -> wire::Result<Nothing> {
    Err(Error::invalid_operation(PUSH))
}

/// Switches push messages of a device: there are none.
#[utoipa::path(put, path = "/api/2.0/settings/push/docsubscribe",
    operation_id = "subscribeDocumentsPushNotification", tag = "Security / Firebase",
    request_body = FirebaseRequestsDto, responses((status = 200, body = Envelope<FireBaseUser>)))]
async fn subscribe_device(_: Caller, _: Body<FirebaseRequestsDto>) -> wire::Result<Nothing> {
    Err(Error::invalid_operation(PUSH))
}

/// A licence.
#[derive(Debug, ToSchema)]
#[schema(rename_all = "PascalCase")]
#[expect(dead_code, reason = "described to clients; there are no licences")]
struct UploadLicenseRequestsDto {
    #[schema(value_type = Vec<String>, format = Binary)]
    files: Vec<Vec<u8>>,
}

/// Uploads a licence: this product has none.
#[utoipa::path(post, path = "/api/2.0/settings/license", operation_id = "uploadLicense",
    tag = "Settings / License",
    request_body(content = UploadLicenseRequestsDto, content_type = "multipart/form-data"),
    responses((status = 200, body = Envelope<String>)))]
async fn upload_license(
    caller: Option<axum::Extension<Caller>>,
    link: Option<Confirmed>,
) -> wire::Result<Nothing> {
    match (caller, link) {
        (_, Some(link)) => link.require("Wizard")?,
        (Some(caller), None) => caller.require_admin()?,
        (None, None) => return Err(Error::anonymous()),
    }
    Err(Error::unsupported("Not available."))
}
