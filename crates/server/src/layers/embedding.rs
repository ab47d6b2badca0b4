//! Pages of a portal in frames of other sites (platform/07 §7.4, 11 §11.8): the `Content-Security-Policy` of its pages,
//! and cookies that travel to a frame. Who is let in this way could have requests sent in somebody's name, so cookies
//! count for changes from the portal's own pages only.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{self, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use portal::settings::Csp;
use portal::{Portals, csp};

/// Middleware; must run inside the one that adds headers where there are none yet.
pub(crate) async fn layer(
    State(portals): State<Portals>,
    mut request: Request,
    next: Next,
) -> Response {
    let reading = matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    );
    let page = reading && !has_own_policy(request.uri().path());
    let wants_page = text(request.headers(), header::ACCEPT.as_str())
        .is_some_and(|kinds| kinds.contains("text/html"));
    let has_cookies = request.headers().contains_key(header::COOKIE);
    let base = wire::base_url(request.headers(), request.uri());
    let origin = text(request.headers(), header::ORIGIN.as_str()).map(str::to_owned);
    let host = host(&request).map(str::to_owned);
    let find = async || sites(&portals, origin.as_deref(), host.as_deref()).await;

    if !reading && has_cookies && foreign(origin.as_deref(), &base) && !find().await.is_empty() {
        request.headers_mut().remove(header::COOKIE);
    }
    let mut response = next.run(request).await;
    let is_page = page && is_page(&response, wants_page);
    let sets_cookies = response.headers().contains_key(header::SET_COOKIE);
    if !is_page && !sets_cookies {
        return response;
    }
    let sites = find().await;
    if is_page {
        protect(&mut response, &sites);
    }
    if sets_cookies && !sites.is_empty() && base.starts_with("https://") {
        loosen(response.headers_mut());
    }
    response
}

/// Files of people say themselves what they may do.
fn has_own_policy(path: &str) -> bool {
    ["/api/", "/storage/", "/dav"]
        .iter()
        .any(|start| path.starts_with(start))
}

/// Whether an answer is a page, or tells a browser that the page it has is still good.
fn is_page(response: &Response, wants_page: bool) -> bool {
    let html = |value: &HeaderValue| value.as_bytes().starts_with(b"text/html");
    let kind = response.headers().get(header::CONTENT_TYPE);
    kind.is_some_and(html) || (wants_page && response.status() == StatusCode::NOT_MODIFIED)
}

/// The sites a portal allows; none when it cannot be found.
async fn sites(portals: &Portals, origin: Option<&str>, host: Option<&str>) -> Vec<String> {
    let Ok(Some(portal)) = portals.resolve(origin, host).await else {
        return Vec::new();
    };
    let setting = portals.hot::<Csp>(portal.id).await;
    setting.map(|setting| setting.domains).unwrap_or_default()
}

/// Whether a browser names another site than ours as the one that sends the request.
fn foreign(origin: Option<&str>, base: &str) -> bool {
    origin.is_some_and(|origin| !origin.eq_ignore_ascii_case(base))
}

fn protect(response: &mut Response, sites: &[String]) {
    if let Ok(policy) = HeaderValue::from_str(&csp::header(sites)) {
        let entry = response
            .headers_mut()
            .entry(header::CONTENT_SECURITY_POLICY);
        entry.or_insert(policy);
    }
    if !sites.is_empty() {
        response.extensions_mut().insert(FramesAllowed);
    }
}

/// Mark of an answer that other sites may show: the older header for that knows no lists and must not be sent.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FramesAllowed;

/// Lets all cookies of an answer travel into frames.
fn loosen(headers: &mut HeaderMap) {
    let cookies: Vec<HeaderValue> = headers
        .get_all(header::SET_COOKIE)
        .iter()
        .cloned()
        .collect();
    headers.remove(header::SET_COOKIE);
    for cookie in cookies {
        let loose = cookie.to_str().map(loose_cookie);
        let loose = loose
            .ok()
            .and_then(|text| HeaderValue::from_str(&text).ok());
        headers.append(header::SET_COOKIE, loose.unwrap_or(cookie));
    }
}

fn loose_cookie(cookie: &str) -> String {
    let kept = cookie.split(';').map(str::trim).filter(|part| {
        let name = part.split('=').next().unwrap_or_default();
        !name.eq_ignore_ascii_case("SameSite") && !name.eq_ignore_ascii_case("Secure")
    });
    let mut text: Vec<&str> = kept.collect();
    text.extend(["SameSite=None", "Secure"]);
    text.join("; ")
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

fn host(request: &Request) -> Option<&str> {
    let headers = request.headers();
    text(headers, "x-forwarded-host")
        .or_else(|| text(headers, header::HOST.as_str()))
        .or_else(|| request.uri().host())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn loose_cookies_keep_everything_else() {
        assert_eq!(
            loose_cookie("a=b; Path=/; HttpOnly; SameSite=Strict; Secure; Max-Age=5"),
            "a=b; Path=/; HttpOnly; Max-Age=5; SameSite=None; Secure"
        );
        assert_eq!(
            loose_cookie("a=; Path=/; SameSite=Lax"),
            "a=; Path=/; SameSite=None; Secure"
        );
    }

    #[test]
    fn another_site_is_foreign_and_so_is_no_site() {
        let base = "https://team.example";
        assert!(!foreign(None, base) && !foreign(Some("https://TEAM.example"), base));
        for origin in ["https://other.example", "http://team.example", "null"] {
            assert!(foreign(Some(origin), base), "{origin}");
        }
    }
}
