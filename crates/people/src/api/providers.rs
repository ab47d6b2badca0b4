//! `People / Third-party accounts`: which sign-in services clients may show. None can be configured yet, so none makes
//! the profiles that accounts are linked and made by, and none is linked.

use http::StatusCode;
use portal::Caller;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use wire::validate::{Check, Validate};
use wire::{Body, Envelope, Error, Nothing, Query, Routes, routes};

use crate::model::EmployeeType;
use crate::service::People;
use crate::view::EmployeeDto;

pub(super) fn routes() -> Routes<People> {
    Routes::new()
        .routes(routes!(get_third_party_auth_providers))
        .routes(routes!(link_third_party_account))
        .routes(routes!(unlink_third_party_account))
        .routes(routes!(signup_third_party_account))
}

const NOT_CONFIGURED: &str = "No sign-in service is configured";

/// The services clients know.
const PROVIDERS: [&str; 8] = [
    "google",
    "zoom",
    "linkedin",
    "facebook",
    "twitter",
    "microsoft",
    "appleid",
    "weixin",
];

/// How the list is to be shown.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(rename_all = "camelCase", default)]
#[into_params(parameter_in = Query)]
struct ProvidersQuery {
    /// In an invitation.
    invite_view: bool,
    /// In the settings.
    settings_view: bool,
    /// Function of the page that opens the window.
    client_callback: Option<String>,
    /// Only this service.
    from_only: Option<String>,
}

impl Validate for ProvidersQuery {}

/// A sign-in service.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct AccountInfoDto {
    /// Name of the service.
    provider: &'static str,
    /// Where signing in begins.
    url: String,
    /// Whether the caller linked his account there.
    linked: bool,
}

/// Sign-in services.
#[utoipa::path(get, path = "/api/2.0/people/thirdparty/providers", operation_id = "getThirdPartyAuthProviders", security(()),
    tag = "People / Third-party accounts", params(ProvidersQuery),
    responses((status = 200, body = Envelope<Vec<AccountInfoDto>>)))]
async fn get_third_party_auth_providers(
    Query(query): Query<ProvidersQuery>,
) -> wire::Result<Vec<AccountInfoDto>> {
    let only = query.from_only.filter(|only| !only.is_empty());
    let wanted = |name: &&str| {
        only.as_deref()
            .is_none_or(|only| only.eq_ignore_ascii_case(name))
    };
    let way = match &query.client_callback {
        Some(callback) if is_identifier(callback) => format!("mode=popup&callback={callback}"),
        _ => "mode=Redirect&desktop=true".to_owned(),
    };
    let info = |provider| AccountInfoDto {
        provider,
        url: format!("/login.ashx?auth={provider}&{way}"),
        linked: false,
    };
    Ok(wire::list(
        PROVIDERS.into_iter().filter(wanted).map(info).collect(),
    ))
}

/// A name of a script function: nothing else may get into a page's address.
fn is_identifier(text: &str) -> bool {
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'))
}

/// What a sign-in service says of the caller, sealed by the window it was opened in.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LinkAccountRequestDto {
    /// The sealed profile.
    #[expect(
        dead_code,
        reason = "nothing seals profiles yet; the member is documented"
    )]
    serialized_profile: Option<String>,
}

impl Validate for LinkAccountRequestDto {}

/// Links an account of a sign-in service to the caller. Refused as long as no service is configured.
#[utoipa::path(put, path = "/api/2.0/people/thirdparty/linkaccount", operation_id = "linkThirdPartyAccount",
    tag = "People / Third-party accounts", request_body = LinkAccountRequestDto,
    responses((status = 200, body = Envelope<Nothing>), (status = 405, description = "No service is configured")))]
async fn link_third_party_account(
    _: Caller,
    _: Body<LinkAccountRequestDto>,
) -> wire::Result<Nothing> {
    Err(Error::custom(
        StatusCode::METHOD_NOT_ALLOWED,
        NOT_CONFIGURED,
    ))
}

/// A service.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[serde(default)]
#[into_params(parameter_in = Query)]
struct ProviderQuery {
    /// Its name.
    provider: Option<String>,
}

impl Validate for ProviderQuery {}

/// Unlinks the caller's account of a sign-in service. None is linked to anybody, so the caller's is not either; a
/// service nobody knows is an error.
#[utoipa::path(delete, path = "/api/2.0/people/thirdparty/unlinkaccount", operation_id = "unlinkThirdPartyAccount",
    tag = "People / Third-party accounts", params(ProviderQuery),
    responses((status = 200, body = Envelope<Nothing>)))]
async fn unlink_third_party_account(
    _: Caller,
    Query(query): Query<ProviderQuery>,
) -> wire::Result<Nothing> {
    let known = |name: &str| PROVIDERS.iter().any(|one| one.eq_ignore_ascii_case(name));
    match query.provider.as_deref() {
        Some(name) if !known(name) => Err(Error::argument("provider")),
        _ => Ok(wire::nothing()),
    }
}

/// Somebody who follows an invitation with an account of a sign-in service.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct SignupAccountRequestDto {
    /// Type he joins as.
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "nothing seals profiles yet; the member is documented"
    )]
    employee_type: Option<EmployeeType>,
    /// Key of the invitation.
    key: String,
    /// Language.
    #[serde(default)]
    #[expect(
        dead_code,
        reason = "nothing seals profiles yet; the member is documented"
    )]
    culture: Option<String>,
    /// The sealed profile.
    serialized_profile: String,
}

impl Validate for SignupAccountRequestDto {
    fn validate(&self, check: &mut Check) {
        check
            .required("Key", &self.key)
            .required("SerializedProfile", &self.serialized_profile);
    }
}

/// Joins by an invitation with an account of a sign-in service. Refused as long as no service is configured.
#[utoipa::path(post, path = "/api/2.0/people/thirdparty/signup", operation_id = "signupThirdPartyAccount",
    security(()), tag = "People / Third-party accounts", request_body = SignupAccountRequestDto,
    responses((status = 200, body = Envelope<EmployeeDto>), (status = 403, description = "No service is configured")))]
async fn signup_third_party_account(_: Body<SignupAccountRequestDto>) -> wire::Result<EmployeeDto> {
    Err(Error::invalid_operation(NOT_CONFIGURED))
}
