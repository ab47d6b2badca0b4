//! Where a request comes from, for whatever it changes: baggage of the request's task (see [`events::Origin`]).

use std::net::IpAddr;

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use events::Origin;
use http::HeaderValue;
use http::header::{REFERER, USER_AGENT};
use sql::baggage::Baggage;
use uuid::Uuid;

use super::forwarded;

/// Longer headers are cut: they come from strangers and are kept for months.
const MOST: usize = 512;

/// Middleware; must run inside the one that finds the client's address.
pub(crate) async fn layer(request: Request, next: Next) -> Response {
    let marks = Marks::of(&request);
    let baggage = Baggage::lazy(move || marks.origin().text());
    sql::baggage::scope(Some(baggage), next.run(request)).await
}

/// What an origin is made of. Most requests only read and need none.
struct Marks {
    ip: IpAddr,
    agent: Option<HeaderValue>,
    referer: Option<HeaderValue>,
}

impl Marks {
    fn of(request: &Request) -> Self {
        let headers = request.headers();
        Self {
            ip: forwarded::client_of(request),
            agent: headers.get(USER_AGENT).cloned(),
            referer: headers.get(REFERER).cloned(),
        }
    }

    fn origin(self) -> Origin {
        let referer = text(self.referer);
        let page = referer.split(['?', '#']).next().unwrap_or_default();
        Origin {
            request: Uuid::new_v4(),
            ip: self.ip.to_string(),
            agent: text(self.agent),
            page: page.to_owned(),
        }
    }
}

fn text(header: Option<HeaderValue>) -> String {
    let text = header
        .as_ref()
        .map(|value| String::from_utf8_lossy(value.as_bytes()));
    text.map_or_else(String::new, |text| text.chars().take(MOST).collect())
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "tests fail by panicking")]
    use http::header::HeaderName;

    use super::*;

    fn origin(headers: &[(HeaderName, &str)]) -> Origin {
        let mut request = Request::builder();
        for (name, value) in headers {
            request = request.header(name, *value);
        }
        Marks::of(&request.body(axum::body::Body::empty()).unwrap()).origin()
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
