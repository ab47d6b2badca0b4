//! One id, one log line and one measurement for every request.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderName, HeaderValue};
use tracing::Instrument as _;

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// Who asked, as far as inner layers found out; travels back in the answer's extensions.
#[derive(Clone, Default)]
pub(crate) struct Asked {
    pub(crate) portal: Option<i64>,
    pub(crate) user: Option<String>,
}

/// The template of the route that answered.
#[derive(Clone)]
pub(crate) struct Route(pub(crate) MatchedPath);

/// Middleware of the innermost router: remembers which route answers.
pub(crate) async fn remember_route(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().cloned();
    let mut response = next.run(request).await;
    if let Some(route) = route {
        response.extensions_mut().insert(Route(route));
    }
    response
}

/// Middleware after the caller is known: remembers who asked.
pub(crate) async fn remember_caller(request: Request, next: Next) -> Response {
    let user = request
        .extensions()
        .get::<portal::Caller>()
        .map(|caller| caller.user.to_string());
    let mut response = next.run(request).await;
    response
        .extensions_mut()
        .get_or_insert_default::<Asked>()
        .user = user;
    response
}

/// The outermost middleware.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let id = request_id(&request);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    let span = tracing::info_span!("request", id = %id.to_str().unwrap_or_default());
    let mut response = next.run(request).instrument(span.clone()).await;
    let took = started.elapsed();
    let status = response.status().as_u16();
    let asked = response
        .extensions()
        .get::<Asked>()
        .cloned()
        .unwrap_or_default();
    let route = response
        .extensions()
        .get::<Route>()
        .map_or("none", |r| r.0.as_str());
    let labels = [
        ("method", method.to_string()),
        ("route", route.to_owned()),
        ("status", status.to_string()),
    ];
    metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
    let ms = took.as_secs_f64() * 1e3;
    span.in_scope(|| {
        tracing::info!(
            target: "server::access",
            %method, path, status, ms = (ms * 100.0).round() / 100.0,
            portal = asked.portal, user = asked.user, "answered"
        );
    });
    let timing = format!("aspnetcore-request-time;dur={ms:.0}ms");
    let headers = response.headers_mut();
    if let Ok(timing) = HeaderValue::from_str(&timing) {
        headers.insert(SERVER_TIMING, timing);
    }
    headers.insert(REQUEST_ID, id);
    response
}

/// The id a proxy gave, when it is a sane one, else a new one.
fn request_id(request: &Request) -> HeaderValue {
    let sane = |value: &&HeaderValue| {
        let bytes = value.as_bytes();
        !bytes.is_empty() && bytes.len() <= 64 && bytes.iter().all(u8::is_ascii_graphic)
    };
    match request.headers().get(REQUEST_ID).filter(sane) {
        Some(given) => given.clone(),
        None => HeaderValue::from_str(&uuid::Uuid::now_v7().simple().to_string())
            .unwrap_or(HeaderValue::from_static("none")),
    }
}
