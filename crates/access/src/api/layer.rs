//! Finds out who makes a request and puts him into it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use portal::Portal;

use crate::service::Access;

/// Middleware: must run after the portal of the request is known.
pub async fn authenticate(State(access): State<Access>, request: Request, next: Next) -> Response {
    let Some(portal) = request.extensions().get::<Arc<Portal>>().cloned() else {
        return next.run(request).await;
    };
    let (mut parts, body) = request.into_parts();
    let found = match access.resolve(&parts, &portal).await {
        Ok(found) => found,
        Err(error) => return wire::Error::from(error).into_response(),
    };
    if found.out_of_scope {
        return StatusCode::FORBIDDEN.into_response();
    }
    match access
        .may_enter(&portal, found.caller.as_ref(), parts.uri.path())
        .await
    {
        Ok(true) => {}
        Ok(false) => return wire::problem(StatusCode::FORBIDDEN),
        Err(error) => return wire::Error::from(error).into_response(),
    }
    if let Some(caller) = found.caller {
        parts.extensions.insert(caller);
    }
    if let Some(confirmed) = found.confirmed {
        parts.extensions.insert(confirmed);
    }
    let mut response = next.run(Request::from_parts(parts, body)).await;
    let unnamed = !response.headers().contains_key(header::WWW_AUTHENTICATE);
    if response.status() == StatusCode::UNAUTHORIZED && found.basic_failed && unnamed {
        let scheme = HeaderValue::from_static("Basic");
        response
            .headers_mut()
            .insert(header::WWW_AUTHENTICATE, scheme);
    }
    if found.stale_cookie && !response.headers().contains_key(header::SET_COOKIE) {
        let cleared = crate::service::no_cookie();
        response.headers_mut().append(header::SET_COOKIE, cleared);
    }
    response
}
