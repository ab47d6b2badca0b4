//! Who offers the product, and which helps the web app shows (`platform/06 §6.5`).

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use wire::{Body, Check, Envelope, Error, Routes, UtcDate, Validate, routes};

use crate::caller::{Caller, Here};
use crate::portals::Portals;
use crate::settings::{Company, Helps, Saved, Scope};

pub(super) fn routes() -> Routes<Portals> {
    Routes::new()
        .routes(routes!(get_licensor_data))
        .routes(routes!(get_company, save_company, delete_company))
        .routes(routes!(get_helps, save_helps, delete_helps))
}

#[derive(Debug, Clone, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct CompanyWhiteLabelSettings {
    company_name: Option<String>,
    site: Option<String>,
    email: Option<String>,
    address: Option<String>,
    phone: Option<String>,
    #[serde(rename = "IsLicensor")]
    is_licensor: bool,
    hide_about: bool,
    last_modified: Option<UtcDate>,
}

impl From<Saved<Company>> for CompanyWhiteLabelSettings {
    fn from(saved: Saved<Company>) -> Self {
        let company = saved.value;
        Self {
            company_name: Some(company.company_name),
            site: Some(company.site),
            email: Some(company.email),
            address: Some(company.address),
            phone: Some(company.phone),
            is_licensor: company.is_licensor,
            hide_about: company.hide_about,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct CompanyWhiteLabelSettingsWrapper {
    settings: CompanyWhiteLabelSettings,
}

impl Validate for CompanyWhiteLabelSettingsWrapper {
    fn validate(&self, check: &mut Check) {
        let settings = &self.settings;
        check.max_len("Settings.CompanyName", &settings.company_name, 255);
        check.max_len("Settings.Site", &settings.site, 255);
        check.max_len("Settings.Email", &settings.email, 255);
        check.max_len("Settings.Address", &settings.address, 255);
        check.max_len("Settings.Phone", &settings.phone, 255);
    }
}

/// Who offers the product, as a list of one.
#[utoipa::path(get, path = "/api/2.0/settings/companywhitelabel", operation_id = "getLicensorData",
    tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<Vec<CompanyWhiteLabelSettings>>)))]
async fn get_licensor_data(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<Vec<CompanyWhiteLabelSettings>> {
    let saved = portals
        .setting::<Company>(caller.portal, Scope::Portal)
        .await?;
    Ok(wire::list(vec![saved.into()]))
}

/// Who offers the product.
#[utoipa::path(get, path = "/api/2.0/settings/rebranding/company",
    operation_id = "getCompanyWhiteLabelSettings", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<CompanyWhiteLabelSettings>)))]
async fn get_company(
    State(portals): State<Portals>,
    here: Here,
    _: Caller,
) -> wire::Result<CompanyWhiteLabelSettings> {
    Ok(wire::ok(
        portals
            .setting::<Company>(here.id, Scope::Portal)
            .await?
            .into(),
    ))
}

/// Changes who offers the product.
#[utoipa::path(post, path = "/api/2.0/settings/rebranding/company",
    operation_id = "saveCompanyWhiteLabelSettings", tag = "Settings / Rebranding",
    request_body = CompanyWhiteLabelSettingsWrapper, responses((status = 200, body = Envelope<bool>)))]
async fn save_company(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<CompanyWhiteLabelSettingsWrapper>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let settings = body.settings;
    let company = Company {
        company_name: settings.company_name.unwrap_or_default(),
        site: settings.site.unwrap_or_default(),
        email: settings.email.unwrap_or_default(),
        address: settings.address.unwrap_or_default(),
        phone: settings.phone.unwrap_or_default(),
        is_licensor: settings.is_licensor,
        hide_about: settings.hide_about,
    };
    if !company.email.is_empty() && !company.email.contains('@') {
        return Err(Error::argument("email"));
    }
    let web = |site: &str| site.starts_with("http://") || site.starts_with("https://");
    if !company.site.is_empty() && !web(&company.site) {
        return Err(Error::argument("site"));
    }
    portals.save(&caller, Scope::Portal, company).await?;
    Ok(wire::ok(true))
}

/// Forgets who offers the product.
#[utoipa::path(delete, path = "/api/2.0/settings/rebranding/company",
    operation_id = "deleteCompanyWhiteLabelSettings", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<CompanyWhiteLabelSettings>)))]
async fn delete_company(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<CompanyWhiteLabelSettings> {
    caller.require_admin()?;
    portals.reset::<Company>(&caller).await?;
    Ok(wire::ok(
        Saved {
            value: Company::default(),
            modified: None,
        }
        .into(),
    ))
}

#[derive(Debug, Clone, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase", default)]
struct AdditionalWhiteLabelSettings {
    start_docs_enabled: bool,
    help_center_enabled: bool,
    feedback_and_support_enabled: bool,
    user_forum_enabled: bool,
    video_guides_enabled: bool,
    license_agreements_enabled: bool,
    is_default: bool,
    last_modified: Option<UtcDate>,
}

impl Default for AdditionalWhiteLabelSettings {
    fn default() -> Self {
        Saved {
            value: Helps::default(),
            modified: None,
        }
        .into()
    }
}

impl From<Saved<Helps>> for AdditionalWhiteLabelSettings {
    fn from(saved: Saved<Helps>) -> Self {
        Self {
            is_default: saved.value == Helps::default(),
            start_docs_enabled: saved.value.start_docs_enabled,
            help_center_enabled: saved.value.help_center_enabled,
            feedback_and_support_enabled: saved.value.feedback_and_support_enabled,
            user_forum_enabled: saved.value.user_forum_enabled,
            video_guides_enabled: saved.value.video_guides_enabled,
            license_agreements_enabled: saved.value.license_agreements_enabled,
            last_modified: saved.modified.map(UtcDate),
        }
    }
}

#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default)]
struct AdditionalWhiteLabelSettingsWrapper {
    settings: AdditionalWhiteLabelSettings,
}

impl Validate for AdditionalWhiteLabelSettingsWrapper {}

/// Which helps the web app offers.
#[utoipa::path(get, path = "/api/2.0/settings/rebranding/additional",
    operation_id = "getAdditionalWhiteLabelSettings", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<AdditionalWhiteLabelSettings>)))]
async fn get_helps(
    State(portals): State<Portals>,
    here: Here,
    _: Caller,
) -> wire::Result<AdditionalWhiteLabelSettings> {
    Ok(wire::ok(
        portals
            .setting::<Helps>(here.id, Scope::Portal)
            .await?
            .into(),
    ))
}

/// Chooses which helps the web app offers.
#[utoipa::path(post, path = "/api/2.0/settings/rebranding/additional",
    operation_id = "saveAdditionalWhiteLabelSettings", tag = "Settings / Rebranding",
    request_body = AdditionalWhiteLabelSettingsWrapper,
    responses((status = 200, body = Envelope<bool>)))]
async fn save_helps(
    State(portals): State<Portals>,
    caller: Caller,
    Body(body): Body<AdditionalWhiteLabelSettingsWrapper>,
) -> wire::Result<bool> {
    caller.require_admin()?;
    let settings = body.settings;
    let helps = Helps {
        start_docs_enabled: settings.start_docs_enabled,
        help_center_enabled: settings.help_center_enabled,
        feedback_and_support_enabled: settings.feedback_and_support_enabled,
        user_forum_enabled: settings.user_forum_enabled,
        video_guides_enabled: settings.video_guides_enabled,
        license_agreements_enabled: settings.license_agreements_enabled,
    };
    portals.save(&caller, Scope::Portal, helps).await?;
    Ok(wire::ok(true))
}

/// Back to all helps.
#[utoipa::path(delete, path = "/api/2.0/settings/rebranding/additional",
    operation_id = "deleteAdditionalWhiteLabelSettings", tag = "Settings / Rebranding",
    responses((status = 200, body = Envelope<AdditionalWhiteLabelSettings>)))]
async fn delete_helps(
    State(portals): State<Portals>,
    caller: Caller,
) -> wire::Result<AdditionalWhiteLabelSettings> {
    caller.require_admin()?;
    portals.reset::<Helps>(&caller).await?;
    Ok(wire::ok(AdditionalWhiteLabelSettings::default()))
}
