//! The description of the interface: generated from the handlers, served as JSON and as a page.

use std::sync::{Arc, OnceLock};

use axum::Router;
use axum::body::Bytes;
use axum::routing::get;
use http::header;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{Components, InfoBuilder, OpenApi, RefOr, SecurityRequirement};
use wire::Description;

use crate::house::House;
use crate::web;

/// The OpenAPI document of this program.
#[must_use]
pub fn document(house: &House) -> OpenApi {
    let (_, description) = crate::app::domains(house).split();
    finish(description.document())
}

/// Adds what no handler knows: title, version, ways to sign in.
fn finish(mut description: OpenApi) -> OpenApi {
    description.info = InfoBuilder::new()
        .title("Atrium")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Rooms and documents. Speaks the DocSpace API 3.7."))
        .build();
    let operations = description.paths.paths.values_mut().flat_map(|item| {
        [
            &mut item.get,
            &mut item.put,
            &mut item.post,
            &mut item.delete,
        ]
        .into_iter()
        .flatten()
    });
    for body in operations.filter_map(|operation| operation.request_body.as_mut()) {
        // As the reference describes it: what a missing body means, the answer says.
        if let RefOr::T(body) = body {
            body.required = None;
        }
    }
    let components = description.components.get_or_insert_with(Components::new);
    let cookie = ApiKey::Cookie(ApiKeyValue::new("asc_auth_key"));
    components.add_security_scheme("asc_auth_key", SecurityScheme::ApiKey(cookie));
    for (name, scheme) in [
        ("Bearer", HttpAuthScheme::Bearer),
        ("Basic", HttpAuthScheme::Basic),
    ] {
        components.add_security_scheme(name, SecurityScheme::Http(Http::new(scheme)));
    }
    let ways = ["asc_auth_key", "Bearer", "Basic"];
    description.security = Some(
        ways.map(|way| SecurityRequirement::new(way, Vec::<String>::new()))
            .to_vec(),
    );
    description
}

/// `/openapi.json`, made when first asked for, and `/docs/api`.
pub(crate) fn routes(description: Description) -> Router {
    let json = Arc::new(OnceLock::<Bytes>::new());
    let serve = move || {
        let json = json.get_or_init(|| {
            let document = finish(description.document());
            serde_json::to_vec(&document).unwrap_or_default().into()
        });
        let json = Bytes::clone(json);
        async move {
            (
                [(header::CONTENT_TYPE, "application/json; charset=utf-8")],
                json,
            )
        }
    };
    Router::new().route("/openapi.json", get(serve)).route(
        "/docs/api",
        get(|| async { web::page(include_str!("docs.html")) }),
    )
}
