//! Headers of every answer: security and caching (platform/01 §1.5).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::header::{self, HeaderName, HeaderValue};

use super::embedding::FramesAllowed;

const EVERYWHERE: [(HeaderName, HeaderValue); 3] = [
    (
        header::REFERRER_POLICY,
        HeaderValue::from_static("same-origin"),
    ),
    (
        header::X_CONTENT_TYPE_OPTIONS,
        HeaderValue::from_static("nosniff"),
    ),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("autoplay=(), geolocation=(), camera=(), interest-cohort=()"),
    ),
];

/// Pages that others may show in a frame.
const FRAMED: [&str; 5] = ["/doceditor", "/share", "/s/", "/plugin", "/sdk"];

/// Handlers beside the API whose answers nobody may keep.
const UNCACHED: [&str; 5] = [
    "/api/",
    "/apisystem/",
    "/storage/",
    "/socket.io/",
    "/oauth2/",
];

/// Middleware that adds what the handler did not say.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let path = request.uri().path().to_ascii_lowercase();
    let mut response = next.run(request).await;
    let allowed = response.extensions().get::<FramesAllowed>().is_some();
    let headers = response.headers_mut();
    for (name, value) in EVERYWHERE {
        headers.entry(name).or_insert(value);
    }
    if !allowed && !FRAMED.iter().any(|start| path.starts_with(start)) {
        let entry = headers.entry(header::X_FRAME_OPTIONS);
        entry.or_insert(HeaderValue::from_static("SAMEORIGIN"));
    }
    if path.ends_with(".ashx") || UNCACHED.iter().any(|start| path.starts_with(start)) {
        let entry = headers.entry(header::CACHE_CONTROL);
        entry.or_insert(HeaderValue::from_static("no-cache, no-store, no-transform"));
    }
    response
}
