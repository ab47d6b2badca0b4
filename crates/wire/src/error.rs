//! Refusals and failures: kinds, statuses and bodies (platform/01 §1.2, files/00 §3).

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

use crate::reply::{Envelope, json_response};
use crate::validate::Validation;

/// Why a request is not served, by the contract's table of kinds.
#[derive(Debug, Clone, thiserror::Error)]
pub enum Error {
    /// 404 with its own text.
    #[error("{0}")]
    NotFound(String),
    /// 400 with its own text: an argument is wrong.
    #[error("{0}")]
    Argument(String),
    /// 403; the text is always "Access denied", whatever the reason.
    #[error("Access denied")]
    Denied,
    /// 403 with its own text: the state of things forbids it.
    #[error("{0}")]
    InvalidOperation(String),
    /// 401 with its own text: signing in failed.
    #[error("{0}")]
    Unauthorized(String),
    /// 401 with an empty body: the call needs a signed-in caller.
    #[error("Unauthorized")]
    Anonymous,
    /// 402 with its own text: quota or tariff.
    #[error("{0}")]
    Payment(String),
    /// 415 with its own text: the kind of content is not supported.
    #[error("{0}")]
    Unsupported(String),
    /// Any status with its own text and no kind.
    #[error("{1}")]
    Custom(StatusCode, String),
    /// 500 with its own text.
    #[error("{0}")]
    Internal(String),
    /// 400 in the success-shaped envelope: the request does not fit its model.
    #[error("One or more validation errors occurred.")]
    Validation(Validation),
}

impl Error {
    /// 404: the item, file, folder or user does not exist.
    pub fn not_found(text: impl Into<String>) -> Self {
        Self::NotFound(text.into())
    }

    /// 400 with `error.message`: thrown argument error.
    pub fn argument(text: impl Into<String>) -> Self {
        Self::Argument(text.into())
    }

    /// 403 "Access denied".
    pub fn denied() -> Self {
        Self::Denied
    }

    /// 403 with its own text.
    pub fn invalid_operation(text: impl Into<String>) -> Self {
        Self::InvalidOperation(text.into())
    }

    /// 401 with its own text.
    pub fn unauthorized(text: impl Into<String>) -> Self {
        Self::Unauthorized(text.into())
    }

    /// 401 with an empty body.
    pub fn anonymous() -> Self {
        Self::Anonymous
    }

    /// 402 with its own text.
    pub fn payment(text: impl Into<String>) -> Self {
        Self::Payment(text.into())
    }

    /// 415 with its own text.
    pub fn unsupported(text: impl Into<String>) -> Self {
        Self::Unsupported(text.into())
    }

    /// Any status with its own text, for instance 403 of the brute-force lock.
    pub fn custom(status: StatusCode, text: impl Into<String>) -> Self {
        Self::Custom(status, text.into())
    }

    /// 500 with its own text.
    pub fn internal(text: impl Into<String>) -> Self {
        Self::Internal(text.into())
    }

    /// 400 with `response.errors`.
    pub fn validation(validation: Validation) -> Self {
        Self::Validation(validation)
    }

    /// 400 with one text under one key of `response.errors`.
    pub fn invalid(key: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Validation(Validation::one(key, text))
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::NotFound(_) => StatusCode::NOT_FOUND,
            Self::Argument(_) | Self::Validation(_) => StatusCode::BAD_REQUEST,
            Self::Denied | Self::InvalidOperation(_) => StatusCode::FORBIDDEN,
            Self::Unauthorized(_) | Self::Anonymous => StatusCode::UNAUTHORIZED,
            Self::Payment(_) => StatusCode::PAYMENT_REQUIRED,
            Self::Unsupported(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Custom(status, _) => *status,
            Self::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// `error.type` and `error.hresult`; clients test the names, so they are part of the contract.
    fn kind(&self) -> (Option<&'static str>, i32) {
        match self {
            Self::NotFound(_) => (Some("ASC.Common.Web.ItemNotFoundException"), -2_146_233_088),
            Self::Argument(_) => (Some("System.ArgumentException"), -2_147_024_809),
            Self::Denied => (Some("System.Security.SecurityException"), -2_146_233_078),
            Self::InvalidOperation(_) => (Some("System.InvalidOperationException"), -2_146_233_079),
            Self::Payment(_) => (
                Some("ASC.Core.Tenants.TenantQuotaException"),
                -2_146_233_088,
            ),
            Self::Internal(_) => (Some("System.Exception"), -2_146_233_088),
            _ => (None, 0),
        }
    }
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ErrorBody<'a> {
    error: Detail<'a>,
    status: u8,
    status_code: u16,
}

#[derive(Serialize)]
struct Detail<'a> {
    message: &'a str,
    r#type: Option<&'static str>,
    stack: Option<&'static str>,
    hresult: i32,
}

impl IntoResponse for Error {
    fn into_response(self) -> Response {
        let status = self.status();
        match &self {
            Self::Anonymous => return status.into_response(),
            Self::Validation(validation) => {
                let envelope = Envelope {
                    count: Some(1),
                    total: None,
                    failure: 1,
                    status,
                };
                return envelope.around(Some(validation));
            }
            Self::Internal(text) => tracing::error!(error = %text, "request failed"),
            _ => {}
        }
        let (kind, hresult) = self.kind();
        let body = ErrorBody {
            error: Detail {
                message: &self.to_string(),
                r#type: kind,
                stack: kind.map(|_| ""),
                hresult,
            },
            status: 1,
            status_code: status.as_u16(),
        };
        json_response(status, serde_json::to_vec(&body).unwrap_or_default())
    }
}

/// An RFC 7807 answer without envelope, for refusals before the action runs (platform/01 §1.3).
pub fn problem(status: StatusCode) -> Response {
    let body = serde_json::json!({
        "type": format!("https://tools.ietf.org/html/rfc9110#section-15.5.{}", u16::saturating_sub(status.as_u16(), 399)),
        "title": status.canonical_reason().unwrap_or_default(),
        "status": status.as_u16(),
        "traceId": trace_id(),
    });
    let mut response = json_response(status, body.to_string().into_bytes());
    response.headers_mut().insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json; charset=utf-8"),
    );
    response
}

/// A new trace id in the W3C form.
pub(crate) fn trace_id() -> String {
    let trace = uuid::Uuid::new_v4().simple().to_string();
    let span = uuid::Uuid::new_v4().simple().to_string();
    format!("00-{trace}-{}-00", span.get(..16).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use http_body_util::BodyExt as _;
    use serde_json::{Value, json};

    use super::*;

    async fn body(error: Error) -> (u16, Value) {
        let response = error.into_response();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        (
            status,
            serde_json::from_slice(&bytes).unwrap_or(Value::Null),
        )
    }

    #[tokio::test]
    async fn every_kind_has_the_status_of_the_table() {
        let table = [
            (Error::not_found("x"), 404, "x"),
            (Error::argument("EmployeeType"), 400, "EmployeeType"),
            (Error::denied(), 403, "Access denied"),
            (Error::invalid_operation("x"), 403, "x"),
            (Error::unauthorized("x"), 401, "x"),
            (Error::payment("x"), 402, "x"),
            (Error::unsupported("x"), 415, "x"),
            (Error::custom(StatusCode::CONFLICT, "x"), 409, "x"),
            (Error::internal("x"), 500, "x"),
        ];
        for (error, status, message) in table {
            let (got, body) = body(error).await;
            assert_eq!(got, status);
            assert_eq!(body["error"]["message"], message);
            assert_eq!(body["status"], 1);
            assert_eq!(body["statusCode"], status);
            assert!(body.get("response").is_none() && body.get("links").is_none());
        }
    }

    #[tokio::test]
    async fn hidden_kinds_write_explicit_nulls() {
        let (_, body) = body(Error::unauthorized("x")).await;
        assert_eq!(
            body["error"],
            json!({"message": "x", "type": null, "stack": null, "hresult": 0})
        );
        let text = Error::unauthorized("x").into_response().into_body();
        let text = text.collect().await.unwrap().to_bytes();
        assert!(String::from_utf8_lossy(&text).contains(r#""type":null"#));
    }

    #[tokio::test]
    async fn a_missing_sign_in_has_no_body() {
        assert_eq!(body(Error::anonymous()).await, (401, Value::Null));
    }

    #[tokio::test]
    async fn validation_takes_the_shape_of_success() {
        let (status, body) = body(Error::invalid("Name", "The Name field is required.")).await;
        assert_eq!(status, 400);
        assert_eq!(
            body["response"]["errors"]["Name"][0],
            "The Name field is required."
        );
        assert_eq!(
            body["response"]["title"],
            "One or more validation errors occurred."
        );
        assert_eq!(body["response"]["status"], 400);
        assert_eq!(
            (&body["status"], &body["statusCode"]),
            (&json!(1), &json!(400))
        );
        assert_eq!(body["count"], 1);
        assert_eq!(body["links"].as_array().unwrap().len(), 1);
    }
}
