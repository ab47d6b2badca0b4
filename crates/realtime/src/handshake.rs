//! Before the upgrade: whoever shows nothing at all is turned away (`platform/09 §9.2`, step 1).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{StatusCode, header};

use crate::session::{SESSION_COOKIE, TOKEN_COOKIE};

/// Middleware of the socket's route.
pub(crate) async fn gate(request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let query = parts.uri.query().unwrap_or_default().as_bytes();
    let asks = |name: &str| {
        url::form_urlencoded::parse(query).any(|(key, value)| key == name && !value.is_empty())
    };
    let cookie = |name| portal::caller::cookie(&parts, name).is_some();
    // With an id the request belongs to a connection that was let in before.
    let known = asks("sid");
    let shows_something = parts.headers.contains_key(header::AUTHORIZATION)
        || cookie(TOKEN_COOKIE)
        || cookie(SESSION_COOKIE)
        || asks("share");
    if known || shows_something {
        next.run(Request::from_parts(parts, body)).await
    } else {
        refused()
    }
}

/// Engine.IO's answer of code 4.
fn refused() -> Response {
    let body = axum::Json(serde_json::json!({ "code": 4, "message": "auth" }));
    (StatusCode::FORBIDDEN, body).into_response()
}
