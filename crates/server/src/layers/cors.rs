//! Calls from browsers on other sites (platform/01 §1.9).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

/// Who may call.
#[derive(Debug, Clone)]
pub(crate) struct Origins(Arc<Vec<String>>);

impl Origins {
    pub(crate) fn of(origins: &[String]) -> Self {
        Self(Arc::new(
            origins
                .iter()
                .map(|o| o.trim_end_matches('/').to_ascii_lowercase())
                .collect(),
        ))
    }

    fn any(&self) -> bool {
        self.0.iter().any(|origin| origin == "*")
    }

    /// Whether an origin is listed; `https://*.example` covers every sub-domain.
    fn lists(&self, origin: &str) -> bool {
        let origin = origin.to_ascii_lowercase();
        self.0.iter().any(|known| match known.split_once("*.") {
            Some((scheme, domain)) => origin
                .strip_prefix(scheme)
                .and_then(|host| host.strip_suffix(domain))
                .is_some_and(|sub| sub.len() > 1 && sub.ends_with('.') && !sub.contains('/')),
            None => *known == origin,
        })
    }

    /// What an answer to this origin says: `*` without cookies, or the origin itself with cookies.
    fn grant(&self, origin: &HeaderValue, headers: &mut HeaderMap) -> bool {
        if self.any() {
            headers.insert(
                header::ACCESS_CONTROL_ALLOW_ORIGIN,
                HeaderValue::from_static("*"),
            );
            return true;
        }
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if !origin.to_str().is_ok_and(|text| self.lists(text)) {
            return false;
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
        let yes = HeaderValue::from_static("true");
        headers.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, yes);
        true
    }
}

/// Middleware that answers preflight requests and marks the others.
pub(crate) async fn layer(
    State(origins): State<Origins>,
    request: Request,
    next: Next,
) -> Response {
    let Some(origin) = request.headers().get(header::ORIGIN).cloned() else {
        return next.run(request).await;
    };
    let wanted = request
        .headers()
        .get(header::ACCESS_CONTROL_REQUEST_METHOD)
        .cloned();
    if let (&Method::OPTIONS, Some(method)) = (request.method(), wanted) {
        return preflight(&origins, &origin, method, request.headers());
    }
    let mut response = next.run(request).await;
    origins.grant(&origin, response.headers_mut());
    response
}

fn preflight(
    origins: &Origins,
    origin: &HeaderValue,
    method: HeaderValue,
    asked: &HeaderMap,
) -> Response {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    if origins.grant(origin, headers) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, method);
        if let Some(names) = asked.get(header::ACCESS_CONTROL_REQUEST_HEADERS) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, names.clone());
        }
        headers.insert(
            header::ACCESS_CONTROL_MAX_AGE,
            HeaderValue::from_static("600"),
        );
    }
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(origins: &[&str], origin: &'static str) -> Option<(String, bool)> {
        let origins: Vec<String> = origins.iter().map(|o| (*o).to_owned()).collect();
        let mut headers = HeaderMap::new();
        Origins::of(&origins)
            .grant(&HeaderValue::from_static(origin), &mut headers)
            .then(|| {
                let allowed = headers.get(header::ACCESS_CONTROL_ALLOW_ORIGIN);
                let allowed = allowed
                    .and_then(|v| v.to_str().ok())
                    .unwrap_or_default()
                    .to_owned();
                (
                    allowed,
                    headers.contains_key(header::ACCESS_CONTROL_ALLOW_CREDENTIALS),
                )
            })
    }

    #[test]
    fn a_star_never_allows_cookies() {
        assert_eq!(
            answer(&["*"], "https://a.example"),
            Some(("*".to_owned(), false))
        );
    }

    #[test]
    fn listed_origins_and_sub_domains_may_send_cookies() {
        let list = ["https://a.example", "https://*.b.example"];
        for good in [
            "https://a.example",
            "https://x.b.example",
            "https://y.x.b.example",
        ] {
            assert_eq!(answer(&list, good), Some((good.to_owned(), true)));
        }
        for bad in [
            "http://a.example",
            "https://b.example",
            "https://xb.example",
            "https://evil/.b.example",
        ] {
            assert_eq!(answer(&list, bad), None, "{bad}");
        }
    }
}
