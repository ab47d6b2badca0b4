//! Keeps people out who come from an address their portal does not want (`platform/06 §6.6`).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use portal::{Caller, Portal};

use crate::service::{Access, Address};

/// Middleware: must run after the caller of the request is known. Strangers are nobody's business here.
pub async fn fence(State(access): State<Access>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    if let Some(caller) = parts.extensions.get::<Caller>() {
        let portal = parts.extensions.get::<Arc<Portal>>();
        let address = Address::of(&parts);
        let admitted = match portal {
            Some(portal) => access.admits(portal, caller, &address).await,
            None => Ok(true),
        };
        match admitted {
            Ok(true) => {}
            Ok(false) => return refused(),
            Err(error) => return wire::Error::from(error).into_response(),
        }
    }
    next.run(Request::from_parts(parts, body)).await
}

/// A bare text instead of an error's body (`platform/01 §1.3`).
fn refused() -> Response {
    let text = "\"Access from this IP address is restricted\"";
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::FORBIDDEN;
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
