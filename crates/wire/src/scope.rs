//! What the envelope must know of the request, carried beside the handler instead of through it.

use axum::extract::{OriginalUri, Request};
use axum::middleware::Next;
use axum::response::Response;
use http::{HeaderMap, Method, header};

use crate::fields::Fields;

tokio::task_local! {
    static SCOPE: Scope;
}

/// The request as the envelope repeats it: `links[0]` and the projection asked for.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// Absolute request URL with its query.
    pub href: String,
    /// HTTP verb.
    pub action: Method,
    /// Members wanted inside `response`; empty keeps all.
    pub fields: Fields,
}

impl Scope {
    /// Reads the scope off a request.
    pub fn of(request: &Request) -> Self {
        let uri = request
            .extensions()
            .get::<OriginalUri>()
            .map_or(request.uri(), |original| &original.0);
        Self {
            href: absolute_url(request.headers(), uri),
            action: request.method().clone(),
            fields: Fields::of(uri.query().unwrap_or_default(), request.headers()),
        }
    }

    /// Looks at the scope of the request being answered; an empty one outside of [`envelope`].
    pub(crate) fn look<T>(look: impl Fn(&Self) -> T) -> T {
        let found = SCOPE.try_with(|scope| look(scope));
        found.unwrap_or_else(|_| look(&Self::default()))
    }
}

/// Middleware that lets [`crate::Reply`] and [`crate::Error`] see the request they answer.
///
/// Must be the outermost layer that sees the URL as the client wrote it.
pub async fn envelope(request: Request, next: Next) -> Response {
    let scope = Scope::of(&request);
    SCOPE.scope(scope, next.run(request)).await
}

/// The URL the client called: scheme by `X-Forwarded-Proto`, authority by `X-Forwarded-Host` or `Host`.
pub fn absolute_url(headers: &HeaderMap, uri: &http::Uri) -> String {
    let path = uri.path_and_query().map_or("/", |p| p.as_str());
    format!("{}{path}", base_url(headers, uri))
}

/// Scheme and authority of the request, without a trailing slash.
pub fn base_url(headers: &HeaderMap, uri: &http::Uri) -> String {
    let text = |name: &str| {
        headers
            .get(name)
            .and_then(|v| v.to_str().ok())
            .map(|v| v.split(',').next().unwrap_or_default().trim())
            .filter(|v| !v.is_empty())
    };
    let scheme = text("x-forwarded-proto").filter(|s| *s == "http" || *s == "https");
    let scheme = scheme.or(uri.scheme_str()).unwrap_or("http");
    let host = text("x-forwarded-host")
        .or_else(|| text(header::HOST.as_str()))
        .or(uri.authority().map(|a| a.as_str()))
        .unwrap_or("localhost");
    format!("{scheme}://{host}")
}
