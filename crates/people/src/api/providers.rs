//! `People / Third-party accounts`: which sign-in services clients may show. None is configured yet, so none is linked.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use wire::validate::Validate;
use wire::{Envelope, Query};

use crate::service::People;

pub(super) fn routes() -> OpenApiRouter<People> {
    OpenApiRouter::new().routes(routes!(get_third_party_auth_providers))
}

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
#[utoipa::path(get, path = "/api/2.0/people/thirdparty/providers", operation_id = "getThirdPartyAuthProviders",
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
