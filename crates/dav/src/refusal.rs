//! Why a request is not carried out: status, condition of RFC 4918 §16, and words.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use quick_xml::escape::escape;

/// A refusal on its way to the client.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub(crate) status: StatusCode,
    /// Element of the `DAV:` namespace, with its content.
    pub(crate) condition: Option<String>,
    pub(crate) text: String,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, text: impl Into<String>) -> Self {
        Self {
            status,
            condition: None,
            text: text.into(),
        }
    }

    pub(crate) fn because(self, condition: impl Into<String>) -> Self {
        Self {
            condition: Some(condition.into()),
            ..self
        }
    }

    pub(crate) fn bad_request(text: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, text)
    }

    pub(crate) fn forbidden(text: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, text)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "There is nothing of this name")
    }

    /// The folder that something should go into does not exist.
    pub(crate) fn no_parent() -> Self {
        Self::new(StatusCode::CONFLICT, "The folder around it does not exist")
    }

    pub(crate) fn precondition() -> Self {
        let text = "A condition of the request does not hold";
        Self::new(StatusCode::PRECONDITION_FAILED, text)
    }

    pub(crate) fn full(text: impl Into<String>) -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, text).because("<D:quota-not-exceeded/>")
    }

    /// Somebody's lock is in the way.
    pub(crate) fn locked(href: &str) -> Self {
        let text = "It is locked; whoever holds the lock must show its token";
        let href = escape(href);
        let held =
            format!("<D:lock-token-submitted><D:href>{href}</D:href></D:lock-token-submitted>");
        Self::new(StatusCode::LOCKED, text).because(held)
    }
}

impl From<files::Error> for Refusal {
    fn from(error: files::Error) -> Self {
        match error {
            files::Error::Quota(text) => Self::full(text),
            files::Error::Full(full) => Self::full(full.to_string()),
            // The contract keeps 500 for what the state of things forbids.
            files::Error::Failed(text) => Self::new(StatusCode::CONFLICT, text),
            other => {
                let told = wire::Error::from(other);
                let text = told.to_string();
                Self::new(told.into_response().status(), text)
            }
        }
    }
}

impl From<sql::Error> for Refusal {
    fn from(error: sql::Error) -> Self {
        files::Error::from(error).into()
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let condition = self.condition.unwrap_or_default();
        // Clients such as rclone show the message that SabreDAV's servers send.
        let body = format!(
            "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:error xmlns:D=\"DAV:\" \
             xmlns:s=\"http://sabredav.org/ns\">{condition}<s:message>{}</s:message></D:error>",
            escape(&self.text)
        );
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        let xml = HeaderValue::from_static("application/xml; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, xml);
        if self.status == StatusCode::UNAUTHORIZED {
            let ask = HeaderValue::from_static("Basic realm=\"Atrium\", charset=\"UTF-8\"");
            headers.insert(header::WWW_AUTHENTICATE, ask);
        }
        response
    }
}
