//! Finds out who makes a request and puts him into it.

use std::net::IpAddr;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use portal::ip::Range;
use portal::settings::IpRestrictions;
use portal::{Caller, Portal, Role};

use crate::error::Error;
use crate::service::{Access, Address};

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
    if let Some(caller) = &found.caller {
        match access.admits(&portal, caller, &Address::of(&parts)).await {
            Ok(true) => {}
            Ok(false) => return refused_address(),
            Err(error) => return wire::Error::from(error).into_response(),
        }
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
    if response.status() == StatusCode::UNAUTHORIZED && found.basic_failed {
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

impl Access {
    /// Whether a caller may come from where he comes (`platform/06 §6.6`): the owner and local networks always may.
    ///
    /// # Errors
    /// The database failed.
    pub async fn admits(
        &self,
        portal: &Portal,
        caller: &Caller,
        address: &Address,
    ) -> Result<bool, Error> {
        let Ok(ip) = address.ip.parse::<IpAddr>() else {
            return Ok(true);
        };
        if caller.role == Role::Owner || is_local(ip) {
            return Ok(true);
        }
        let rules = self.portals().hot::<IpRestrictions>(portal.id).await?;
        let mine = |rule: &&portal::settings::IpRule| !rule.for_admin || caller.is_admin();
        let mut ranges = rules
            .list
            .iter()
            .filter(mine)
            .filter_map(|rule| Range::parse(&rule.ip));
        Ok(!rules.enable || ranges.any(|range| range.contains(ip)))
    }
}

fn is_local(ip: IpAddr) -> bool {
    match ip.to_canonical() {
        IpAddr::V4(v4) => v4.is_loopback() || v4.is_private() || v4.is_link_local(),
        IpAddr::V6(v6) => v6.is_loopback() || v6.is_unique_local() || v6.is_unicast_link_local(),
    }
}

fn refused_address() -> Response {
    let text = "\"Access from this IP address is restricted\"";
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = StatusCode::FORBIDDEN;
    let json = HeaderValue::from_static("application/json; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, json);
    response
}
