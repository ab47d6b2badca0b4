//! `GET settings`: what a client asks first, signed in or not (`platform/06 §6.2`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;
use wire::{Envelope, Query, Routes, Validate, routes};

use super::greeting::greeting;
use super::product::{DeepLinkDto, SOCKET, deep_link};
use crate::caller::{Caller, Here, Visitor};
use crate::config::Config;
use crate::model::Portal;
use crate::portals::{LOCALHOST, Portals};
use crate::settings::{
    self, AdminMessages, AiAccess, Bag, Banners, Company, CookieLife, DevTools, LimitedSpace,
    LogoText, StartFolder, Wizard,
};
use crate::{PRODUCT, keys, locale};

/// Pattern of first and last names (`platform/05 §5.4`).
const NAME_PATTERN: &str = r"^[\p{L}\p{M}' \-]+$";
/// Bytes an image may have.
const IMAGE_SIZE: i64 = 5 << 20;

pub(super) fn routes() -> Routes<Portals> {
    Routes::new().routes(routes!(get_settings))
}

/// Everything a client asks first. Which members are there depends on who asks.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SettingsDto {
    timezone: Option<String>,
    trusted_domains: Option<Vec<String>>,
    trusted_domains_type: i32,
    culture: String,
    utc_offset: String,
    utc_hours_offset: f64,
    greeting_settings: String,
    owner_id: Uuid,
    name_schema_id: Option<&'static str>,
    enabled_join: Option<bool>,
    enable_adm_mess: bool,
    thirdparty_enable: Option<bool>,
    doc_space: bool,
    standalone: bool,
    is_ami: bool,
    base_domain: String,
    wizard_token: Option<String>,
    password_hash: Option<PasswordHasher>,
    firebase: Option<FirebaseDto>,
    version: String,
    recaptcha_type: i32,
    recaptcha_public_key: Option<String>,
    debug_info: bool,
    socket_url: Option<&'static str>,
    tenant_status: i64,
    tenant_alias: String,
    display_about: bool,
    domain_validator: Option<TenantDomainValidator>,
    zendesk_key: Option<&'static str>,
    tag_manager_id: Option<&'static str>,
    cookie_settings_enabled: bool,
    limited_access_space: bool,
    limited_access_dev_tools_for_users: bool,
    display_banners: bool,
    ai_enabled: bool,
    user_name_regex: &'static str,
    invitation_limit: Option<i32>,
    plugins: Option<PluginsDto>,
    deep_link: DeepLinkDto,
    form_gallery: Option<FormGalleryDto>,
    max_image_upload_size: i64,
    logo_text: String,
    external_resources: CultureSpecificExternalResources,
    default_folder_type: i32,
    external_db_enabled: bool,
}

/// How a client hashes passwords before it sends them.
#[derive(Debug, Serialize, ToSchema)]
struct PasswordHasher {
    size: i32,
    iterations: i32,
    salt: String,
}

#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FirebaseDto {
    api_key: &'static str,
    auth_domain: &'static str,
    project_id: &'static str,
    storage_bucket: &'static str,
    messaging_sender_id: &'static str,
    app_id: &'static str,
    measurement_id: &'static str,
    #[serde(rename = "databaseURL")]
    database_url: &'static str,
}

#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TenantDomainValidator {
    regex: &'static str,
    min_length: usize,
    max_length: usize,
}

#[derive(Debug, Serialize, ToSchema)]
struct PluginsDto {
    enabled: bool,
    upload: bool,
    delete: bool,
}

#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct FormGalleryDto {
    path: &'static str,
    domain: &'static str,
    ext: &'static str,
    upload_path: &'static str,
    upload_domain: &'static str,
    upload_ext: &'static str,
    upload_dashboard: &'static str,
}

/// Links to pages of the vendor. A self-hosted installation has none, clients hide what is empty.
#[derive(Debug, Default, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct CultureSpecificExternalResources {
    api: CultureSpecificExternalResource,
    common: CultureSpecificExternalResource,
    forum: CultureSpecificExternalResource,
    helpcenter: CultureSpecificExternalResource,
    integrations: CultureSpecificExternalResource,
    site: CultureSpecificExternalResource,
    social_networks: CultureSpecificExternalResource,
    support: CultureSpecificExternalResource,
    videoguides: CultureSpecificExternalResource,
}

#[derive(Debug, Default, Serialize, ToSchema)]
struct CultureSpecificExternalResource {
    domain: &'static str,
    entries: std::collections::BTreeMap<String, String>,
}

#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct SettingsQuery {
    withpassword: bool,
}

impl Validate for SettingsQuery {}

/// Everything a client asks first.
#[utoipa::path(get, path = "/api/2.0/settings", operation_id = "getPortalSettings", security(()),
    tag = "Settings / Common settings", params(SettingsQuery),
    responses((status = 200, body = Envelope<SettingsDto>)))]
async fn get_settings(
    State(portals): State<Portals>,
    here: Here,
    visitor: Visitor,
    Query(query): Query<SettingsQuery>,
) -> wire::Result<SettingsDto> {
    let (portal, user) = (here.id, visitor.caller.as_ref().map(|caller| caller.user));
    let read = move |tx: &mut sql::Tx<'_>| Ok(settings::load_all(tx, portal, user)?);
    let bag = portals.db().read::<_, crate::Error>(read).await?;
    let mut dto = common(&portals, &here, &bag);
    match &visitor.caller {
        Some(caller) => add_for_caller(&mut dto, &here, &bag, caller),
        None => add_for_stranger(&mut dto, &portals, &here, &bag, visitor.share_key.is_some()),
    }
    if visitor.caller.is_none() || query.withpassword {
        dto.password_hash = Some(hasher(&portals));
    }
    Ok(wire::ok(dto))
}

fn common(portals: &Portals, portal: &Portal, bag: &Bag) -> SettingsDto {
    let config = portals.config();
    let logo_text = bag.portal::<LogoText>().text;
    SettingsDto {
        culture: portal.language.clone(),
        utc_offset: locale::time_span(0),
        greeting_settings: greeting(portal),
        enable_adm_mess: bag.portal::<AdminMessages>().enabled,
        doc_space: true,
        standalone: true,
        base_domain: config
            .base_domain
            .clone()
            .unwrap_or_else(|| LOCALHOST.to_owned()),
        version: config.version.clone(),
        tenant_status: portal.status.number(),
        tenant_alias: portal.alias.clone(),
        display_about: !bag.portal::<Company>().hide_about,
        cookie_settings_enabled: bag.portal::<CookieLife>().enabled,
        user_name_regex: NAME_PATTERN,
        deep_link: deep_link(),
        logo_text: if logo_text.is_empty() {
            PRODUCT.to_owned()
        } else {
            logo_text
        },
        ..SettingsDto::default()
    }
}

fn add_for_caller(dto: &mut SettingsDto, portal: &Portal, bag: &Bag, caller: &Caller) {
    let zone = locale::zone(&portal.time_zone, sql::now());
    let offset = zone.map_or(0, |zone| zone.offset);
    dto.timezone = Some(portal.time_zone.clone());
    dto.utc_offset = locale::time_span(offset);
    dto.utc_hours_offset = f64::from(offset) / 3600.0;
    dto.trusted_domains = Some(portal.trusted_domains.domains.clone());
    dto.trusted_domains_type = portal.trusted_domains.kind;
    dto.owner_id = portal.owner.0;
    dto.name_schema_id = Some("Common");
    dto.firebase = Some(FirebaseDto::default());
    dto.socket_url = Some(SOCKET);
    dto.domain_validator = Some(TenantDomainValidator {
        regex: Config::ALIAS_PATTERN,
        min_length: Config::ALIAS_MIN,
        max_length: Config::ALIAS_MAX,
    });
    dto.zendesk_key = Some("");
    dto.tag_manager_id = Some("");
    dto.limited_access_space = bag.portal::<LimitedSpace>().limited;
    dto.limited_access_dev_tools_for_users = bag.portal::<DevTools>().limited_for_users;
    dto.display_banners = !bag.portal::<Banners>().hidden;
    dto.ai_enabled = bag.portal::<AiAccess>().enabled;
    dto.invitation_limit = Some(i32::MAX);
    dto.plugins = Some(PluginsDto {
        enabled: true,
        upload: true,
        delete: true,
    });
    dto.form_gallery = Some(FormGalleryDto::default());
    dto.max_image_upload_size = IMAGE_SIZE;
    dto.default_folder_type = bag.user::<StartFolder>().start_of(caller.role);
}

fn add_for_stranger(
    dto: &mut SettingsDto,
    portals: &Portals,
    portal: &Portal,
    bag: &Bag,
    by_link: bool,
) {
    let trusted = &portal.trusted_domains;
    let anybody = trusted.kind == 2 || trusted.kind == 1 && !trusted.domains.is_empty();
    dto.trusted_domains_type = trusted.kind;
    dto.enabled_join = anybody.then_some(true);
    dto.trusted_domains = anybody.then(|| trusted.domains.clone());
    dto.thirdparty_enable = Some(false);
    dto.socket_url = by_link.then_some(SOCKET);
    if !bag.portal::<Wizard>().completed {
        let key = keys::make(portals.installation(), portal.id, "Wizard", sql::now());
        dto.wizard_token = Some(format!("type=Wizard&key={key}&uid={}", portal.owner));
    }
}

fn hasher(portals: &Portals) -> PasswordHasher {
    let salt = portals.installation().password_salt().to_owned();
    PasswordHasher {
        size: 256,
        iterations: 100_000,
        salt,
    }
}
