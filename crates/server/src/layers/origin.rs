//! Where a request comes from, for whatever it changes: baggage of the request's task (see [`events::Origin`]).

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use events::Origin;
use http::header::{HeaderName, REFERER, USER_AGENT};
use uuid::Uuid;

use super::forwarded;

/// Longer headers are cut: they come from strangers and are kept for months.
const MOST: usize = 512;

/// Middleware; must run inside the one that finds the client's address.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let origin = of(&request);
    sql::baggage::scope(origin.baggage(), next.run(request)).await
}

fn of(request: &Request) -> Origin {
    let referer = header(request, REFERER);
    let page = referer.split(['?', '#']).next().unwrap_or_default();
    Origin {
        request: Uuid::new_v4(),
        ip: forwarded::client_of(request).to_string(),
        agent: header(request, USER_AGENT),
        page: page.to_owned(),
    }
}

fn header(request: &Request, name: HeaderName) -> String {
    let value = request.headers().get(name);
    let text = value.map(|value| String::from_utf8_lossy(value.as_bytes()));
    text.map_or_else(String::new, |text| text.chars().take(MOST).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use super::*;

    fn origin(headers: &[(HeaderName, &str)]) -> Origin {
        let mut request = Request::builder();
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        of(&request.body(axum::body::Body::empty()).unwrap())
    }

    #[test]
    fn a_page_is_kept_without_what_was_asked_of_it() {
        let page = |referer| origin(&[(REFERER, referer)]).page;
        assert_eq!(
            page("https://a.example/rooms/1?key=secret#x"),
            "https://a.example/rooms/1"
        );
        assert_eq!(
            page("https://a.example/rooms#key"),
            "https://a.example/rooms"
        );
        assert_eq!(origin(&[]).page, "");
    }

    #[test]
    fn long_headers_are_cut() {
        let long = "x".repeat(5000);
        assert_eq!(origin(&[(USER_AGENT, &long)]).agent.len(), MOST);
    }
}
