//! The success envelope (platform/01 §1.1).

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::Scope;
use crate::json::{self, Wrote};

/// A successful answer: the value and what the envelope says about it.
#[derive(Debug)]
pub struct Reply<T> {
    value: Option<T>,
    /// `None`: 1, or 0 when the value turns out to be null.
    count: Option<i64>,
    total: Option<i64>,
    status: StatusCode,
    headers: Vec<(header::HeaderName, HeaderValue)>,
}

/// One value; `count` is 1, or 0 when the value is `None`.
pub fn ok<T: Serialize>(value: T) -> Reply<T> {
    Reply::new(Some(value), None)
}

/// A whole list; `count` is its length.
pub fn list<T: Serialize>(items: Vec<T>) -> Reply<Vec<T>> {
    let count = length(&items);
    Reply::new(Some(items), Some(count))
}

/// A page of a list; `total` is the number of elements before paging.
pub fn page<T: Serialize>(items: Vec<T>, total: i64) -> Reply<Vec<T>> {
    list(items).total(total)
}

/// A list for which the reference reports `count: 1` (streamed lists, lists of plain values).
pub fn streamed<T: Serialize>(items: Vec<T>) -> Reply<Vec<T>> {
    Reply::new(Some(items), Some(1))
}

/// No value: `count` is 0 and there is no `response`.
pub fn nothing() -> Reply<crate::Nothing> {
    Reply::new(None, Some(0))
}

fn length<T>(items: &[T]) -> i64 {
    i64::try_from(items.len()).unwrap_or(i64::MAX)
}

impl<T> Reply<T> {
    fn new(value: Option<T>, count: Option<i64>) -> Self {
        Self {
            value,
            count,
            total: None,
            status: StatusCode::OK,
            headers: Vec::new(),
        }
    }

    /// Sets `count` where the contract wants another one.
    #[must_use]
    pub fn count(mut self, count: i64) -> Self {
        self.count = Some(count);
        self
    }

    /// Sets `total`, the number of elements before paging.
    #[must_use]
    pub fn total(mut self, total: i64) -> Self {
        self.total = Some(total);
        self
    }

    /// Sets the HTTP status; only two upload calls answer other than 200.
    #[must_use]
    pub fn status(mut self, status: StatusCode) -> Self {
        self.status = status;
        self
    }

    /// Adds a response header.
    #[must_use]
    pub fn header(mut self, name: header::HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }

    /// The value, for callers that go on with it.
    pub fn into_value(self) -> Option<T> {
        self.value
    }
}

impl<T: Serialize> IntoResponse for Reply<T> {
    fn into_response(self) -> Response {
        let envelope = Envelope {
            count: self.count,
            total: self.total,
            failure: 0,
            status: self.status,
        };
        let mut response = envelope.around(self.value.as_ref());
        for (name, value) in self.headers {
            response.headers_mut().append(name, value);
        }
        response
    }
}

/// The members around `response`.
pub(crate) struct Envelope {
    /// `None`: 1, or 0 when the value is null.
    pub(crate) count: Option<i64>,
    pub(crate) total: Option<i64>,
    /// Member `status`: 0 success, 1 failure.
    pub(crate) failure: u8,
    pub(crate) status: StatusCode,
}

impl Envelope {
    /// Writes value and envelope into one buffer; the value takes a detour over a tree only for a projection.
    pub(crate) fn around<T: Serialize>(&self, value: Option<&T>) -> Response {
        match Scope::look(|scope| self.write(value, scope)) {
            Ok(body) => json_response(self.status, body),
            Err(error) => crate::Error::internal(format!("The answer cannot be written: {error}"))
                .into_response(),
        }
    }

    fn write<T: Serialize>(
        &self,
        value: Option<&T>,
        scope: &Scope,
    ) -> Result<Vec<u8>, serde_json::Error> {
        let mut out = Vec::with_capacity(4096);
        out.push(b'{');
        let response = match value {
            Some(value) => write_response(value, scope, &mut out)?,
            None => Wrote::Null,
        };
        let count = self.count.unwrap_or(i64::from(response != Wrote::Null));
        out.extend_from_slice(b"\"count\":");
        json::write(&count, &mut out)?;
        if let Some(total) = self.total {
            out.extend_from_slice(b",\"total\":");
            json::write(&total, &mut out)?;
        }
        out.extend_from_slice(b",\"links\":[{\"href\":");
        json::write(&scope.href, &mut out)?;
        out.extend_from_slice(b",\"action\":");
        json::write(scope.action.as_str(), &mut out)?;
        out.extend_from_slice(b"}],\"status\":");
        json::write(&self.failure, &mut out)?;
        out.extend_from_slice(b",\"statusCode\":");
        json::write(&self.status.as_u16(), &mut out)?;
        out.push(b'}');
        Ok(out)
    }
}

/// The member `response`, unless the value is null.
fn write_response<T: Serialize>(
    value: &T,
    scope: &Scope,
    out: &mut Vec<u8>,
) -> Result<Wrote, serde_json::Error> {
    let begin = out.len();
    out.extend_from_slice(b"\"response\":");
    let wrote = if scope.fields.is_empty() {
        json::write(value, out)?
    } else {
        let mut tree = serde_json::to_value(value)?;
        scope.fields.project(&mut tree);
        json::write(&tree, out)?
    };
    match wrote {
        Wrote::Null => out.truncate(begin),
        Wrote::Something => out.push(b','),
    }
    Ok(wrote)
}

/// A JSON answer with the contract's content type.
pub(crate) fn json_response(status: StatusCode, body: Vec<u8>) -> Response {
    let mut response = Response::new(axum::body::Body::from(body));
    *response.status_mut() = status;
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json; charset=utf-8"),
    );
    response
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use axum::routing::get;
    use axum::{Router, middleware};
    use http::Request;
    use http_body_util::BodyExt as _;
    use serde_json::{Value, json};
    use tower::ServiceExt as _;

    use super::*;

    async fn answer(router: Router, uri: &str) -> (StatusCode, Value) {
        let router = router.layer(middleware::from_fn(crate::envelope));
        let request = Request::get(uri).header("host", "acme.example:8080");
        let request = request.body(axum::body::Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        let status = response.status();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        (status, serde_json::from_slice(&body).unwrap())
    }

    #[derive(Serialize)]
    struct Item {
        id: i32,
        title: Option<&'static str>,
    }

    #[tokio::test]
    async fn wraps_a_value_with_the_request_it_answers() {
        let router = Router::new().route("/a", get(|| async { ok(Item { id: 1, title: None }) }));
        let (status, body) = answer(router, "/a?x=1&y=%20").await;
        assert_eq!(status, 200);
        assert_eq!(
            body,
            json!({"response": {"id": 1}, "count": 1, "status": 0, "statusCode": 200,
                "links": [{"href": "http://acme.example:8080/a?x=1&y=%20", "action": "GET"}]})
        );
    }

    #[tokio::test]
    async fn counts_pages_lists_nothing_and_null() {
        let items = || {
            vec![
                Item {
                    id: 1,
                    title: Some("a"),
                },
                Item { id: 2, title: None },
            ]
        };
        let router = Router::new()
            .route("/page", get(move || async move { page(items(), 7) }))
            .route("/streamed", get(move || async move { streamed(items()) }))
            .route("/nothing", get(|| async { nothing() }))
            .route("/null", get(|| async { ok(None::<i32>) }))
            .route("/true", get(|| async { ok(true) }))
            .route(
                "/created",
                get(|| async { ok(true).status(StatusCode::CREATED) }),
            );
        let (_, body) = answer(router.clone(), "/page?fields=title").await;
        assert_eq!(body["count"], 2);
        assert_eq!(body["total"], 7);
        assert_eq!(body["response"], json!([{"title": "a"}, {}]));
        assert_eq!(answer(router.clone(), "/streamed").await.1["count"], 1);
        for empty in ["/nothing", "/null"] {
            let (_, body) = answer(router.clone(), empty).await;
            assert_eq!(body["count"], 0);
            assert!(body.get("response").is_none());
        }
        assert_eq!(answer(router.clone(), "/true").await.1["response"], true);
        let (status, body) = answer(router, "/created").await;
        assert_eq!(
            (status, &body["statusCode"]),
            (StatusCode::CREATED, &json!(201))
        );
    }
}
