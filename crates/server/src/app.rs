//! The router: domains' routes inside, layers around them.

use std::sync::Arc;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::header;
use axum::middleware::{Next, from_fn, from_fn_with_state};
use axum::response::Response;
use axum::routing::get;
use http::HeaderValue;
use tower::ServiceBuilder;
use tower_http::CompressionLevel;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::Predicate;
use wire::Routes;

use crate::house::House;
use crate::layers::{cors, embedding, forwarded, headers, origin, panic, rate, tenant, trace};
use crate::spelling::{Spelling, respell};
use crate::{openapi, ops, web};

/// Largest body that is read into memory; uploads stream and have no limit here.
pub(crate) const IN_MEMORY: usize = 2 * 1024 * 1024;

/// The routes of all domains, with their descriptions.
pub(crate) fn domains(house: &House) -> Routes {
    Routes::new()
        .merge(portal::api::routes(house.portals().clone()))
        .merge(people::api::routes(house.people().clone()))
        .merge(access::api::routes(house.access().clone()))
        .merge(files::api::routes(house.files().clone()))
        .merge(documents::api::routes(house.previews().clone()))
        .merge(audit::api::routes(house.audit().clone()))
        .merge(brand::api::routes(house.brand().clone()))
        .merge(plugins::api::routes(house.plugins().clone()))
        .merge(house.connectors().routes())
        .merge(webhooks::api::routes(house.webhooks().clone()))
        .merge(backup::api::routes(house.backups().clone()))
        .merge(storage::api::routes(house.storages().clone()))
}

/// The whole product as one service.
pub fn app(house: &House) -> Router {
    let (routes, description) = domains(house).split();
    let spelling = Arc::new(Spelling::of(description.templates()));
    let config = house.config();

    let (budgets, meter) = (house.budgets().clone(), house.meter().clone());
    let limits = rate::Limits::new(config, budgets, meter, description.templates());
    // Layers are stacked before the router gets them: it copies its own stack, box by box, for every request.
    let asked = ServiceBuilder::new()
        .layer(from_fn(trace::remember_route))
        .layer(from_fn(body_limit))
        .layer(from_fn(origin::layer))
        .layer(from_fn_with_state(house.portals().clone(), tenant::layer))
        .layer(from_fn_with_state(
            house.access().clone(),
            access::api::authenticate,
        ))
        .layer(from_fn(trace::remember_caller))
        .layer(from_fn_with_state(limits, rate::layer))
        .layer(from_fn_with_state(
            house.access().clone(),
            access::api::fence,
        ));
    let opened = Router::new()
        .route("/doceditor", get(opened_file))
        .with_state(house.clone());
    let api = routes.merge(opened).layer(asked.clone());
    // The same way in, but by credentials of its own: a page that somebody visits cannot use his session.
    let tree = house.dav().routes().layer(
        ServiceBuilder::new()
            .layer(from_fn(without_cookies))
            .layer(asked),
    );

    let sockets = house
        .realtime()
        .routes()
        .layer(from_fn_with_state(house.portals().clone(), tenant::layer));

    let editing = house
        .coedit()
        .routes()
        .layer(from_fn_with_state(house.portals().clone(), tenant::layer));

    let inner = api
        .merge(tree)
        .merge(sockets)
        .merge(editing)
        .merge(ops::routes(house.clone()))
        .merge(openapi::routes(description))
        .fallback(web::serve);

    let proxies = config
        .trusted_proxies
        .iter()
        .filter_map(|text| portal::ip::Range::parse(text));
    let around = ServiceBuilder::new()
        .layer(from_fn(trace::layer))
        .layer(from_fn_with_state(
            Arc::new(proxies.collect::<Vec<_>>()),
            forwarded::layer,
        ))
        .layer(CatchPanicLayer::custom(panic::answer))
        .layer(from_fn(headers::layer))
        .layer(from_fn_with_state(
            house.portals().clone(),
            embedding::layer,
        ))
        .layer(from_fn_with_state(
            cors::Origins::of(&config.cors_origins),
            cors::layer,
        ))
        .layer(compression())
        .layer(from_fn(wire::envelope))
        .layer(from_fn_with_state(spelling, respell));
    Router::new().fallback_service(inner).layer(around)
}

/// A file that is opened: by an editor outside of this product where there is one, else by the web app.
async fn opened_file(State(house): State<House>, request: Request) -> Response {
    let (mut parts, body) = request.into_parts();
    match house.connectors().page(&mut parts).await {
        Some(page) => page,
        None => web::serve(Request::from_parts(parts, body)).await,
    }
}

async fn without_cookies(mut request: Request, next: Next) -> Response {
    request.headers_mut().remove(header::COOKIE);
    next.run(request).await
}

/// Bodies read into memory are small; forms and raw bytes stream.
async fn body_limit(mut request: Request, next: Next) -> Response {
    let kind = request
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|v| v.to_str().ok());
    let kind = kind.unwrap_or_default().to_ascii_lowercase();
    let streams = [
        "multipart/",
        "application/octet-stream",
        "application/offset+octet-stream",
    ];
    if streams.iter().any(|start| kind.starts_with(start)) {
        DefaultBodyLimit::disable().apply(&mut request);
    } else {
        DefaultBodyLimit::max(IN_MEMORY).apply(&mut request);
    }
    next.run(request).await
}

fn compression() -> CompressionLayer<OnlyText> {
    CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(OnlyText)
}

/// Text of some length; never a download, a part of a file or an event stream.
#[derive(Debug, Clone, Copy)]
struct OnlyText;

impl Predicate for OnlyText {
    fn should_compress<B: http_body::Body>(&self, response: &http::Response<B>) -> bool {
        let headers = response.headers();
        let kind = headers
            .get(header::CONTENT_TYPE)
            .map(HeaderValue::as_bytes)
            .unwrap_or_default();
        let text = [
            &b"text/"[..],
            b"application/json",
            b"application/javascript",
            b"image/svg+xml",
        ];
        let small = response
            .body()
            .size_hint()
            .exact()
            .is_some_and(|size| size < 1024);
        text.iter().any(|start| kind.starts_with(start))
            && !kind.starts_with(b"text/event-stream")
            && !small
            && !headers.contains_key(header::CONTENT_DISPOSITION)
            && !headers.contains_key(header::CONTENT_RANGE)
            && !headers.contains_key(header::ACCEPT_RANGES)
    }
}
