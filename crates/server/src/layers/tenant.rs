//! Which portal a request means, in which zone its dates are, and whether it is open (platform/01 §1.3, 02 §2.2).

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use http::{HeaderMap, StatusCode, header};
use portal::{Portal, Portals, Status};

/// Calls that answer while a portal is being restored, moved or encrypted: the ends of their paths.
const PASS: [&str; 17] = [
    "preparation-portal",
    "portal",
    "getrestoreprogress",
    "cancelrestore",
    "settings",
    "settings.json",
    "colortheme",
    "colortheme.json",
    "logos",
    "logos.json",
    "build",
    "build.json",
    "@self",
    "@self.json",
    "encryption/progress",
    "rebranding/additional",
    "rebranding/company",
];

/// Calls that a suspended portal answers.
const SUSPENDED: [&str; 4] = [
    "/portal/continue",
    "/portal/delete",
    "/settings",
    "/authentication/confirm",
];

/// Middleware that finds the portal and puts it into the request.
pub(crate) async fn layer(
    State(portals): State<Portals>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let origin = text(headers, header::ORIGIN.as_str());
    let forwarded = text(headers, "x-forwarded-host");
    let host = forwarded.or_else(|| text(headers, header::HOST.as_str()));
    let host = host.or_else(|| request.uri().host());
    let found = match portals.resolve(origin, host).await {
        Ok(found) => found,
        Err(error) => return wire::Error::from(error).into_response(),
    };
    let path = request.uri().path();
    // The registration service works on portals from outside.
    let outside = path.starts_with("/apisystem/");
    let Some(portal) = found else {
        if outside {
            return next.run(request).await;
        }
        return wire::problem(StatusCode::NOT_FOUND);
    };
    if !outside && let Some(status) = closed(&portal, path) {
        return wire::problem(status);
    }
    let zone = wire::zone::by_name(&portal.time_zone);
    let number = portal.id.0;
    request.extensions_mut().insert::<Arc<Portal>>(portal);
    let work = next.run(request);
    let mut response = wire::zone::scope(zone.unwrap_or_else(wire::zone::current), work).await;
    let asked = response
        .extensions_mut()
        .get_or_insert_default::<super::trace::Asked>();
    asked.portal = Some(number);
    response
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The refusal of a portal that does not answer this call now.
fn closed(portal: &Portal, path: &str) -> Option<StatusCode> {
    let path = path.to_ascii_lowercase();
    match portal.status {
        Status::Active => None,
        Status::Suspended if SUSPENDED.iter().any(|end| path.ends_with(end)) => None,
        // The link that continues the portal is a short one.
        Status::Suspended if path.starts_with("/s/") => None,
        Status::Suspended | Status::RemovePending => Some(StatusCode::NOT_FOUND),
        _ if PASS.iter().any(|end| path.ends_with(end)) => None,
        _ => Some(StatusCode::FORBIDDEN),
    }
}
