//! Why a request of the office is not carried out, in the statuses that WOPI has for it.

use axum::body::Body;
use axum::response::{IntoResponse, Response};
use http::{HeaderName, HeaderValue, StatusCode};

/// A refusal on its way to the office.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// 400: the request makes no sense.
    Senseless,
    /// 400: a name that no file can have.
    BadName(String),
    /// 401: the token is none, or is over.
    NoToken,
    /// 404: there is no such file for him, or he may not do this.
    Unknown,
    /// 409: it is locked under another name (empty: under none), and why.
    Locked(String, &'static str),
    /// 409: a file has this name.
    Taken,
    /// 412: it is larger than the office expects.
    LargerThanExpected,
    /// 413: it is too large, or there is no room for it.
    TooLarge,
    /// 500: it is not the office that asks.
    Unproven,
    /// 500: we failed.
    Failed,
    /// 501: nothing that is offered.
    NotOffered,
}

impl Refusal {
    fn status(&self) -> StatusCode {
        match self {
            Self::Senseless | Self::BadName(_) => StatusCode::BAD_REQUEST,
            Self::NoToken => StatusCode::UNAUTHORIZED,
            Self::Unknown => StatusCode::NOT_FOUND,
            Self::Locked(..) | Self::Taken => StatusCode::CONFLICT,
            Self::LargerThanExpected => StatusCode::PRECONDITION_FAILED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Unproven | Self::Failed => StatusCode::INTERNAL_SERVER_ERROR,
            Self::NotOffered => StatusCode::NOT_IMPLEMENTED,
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status();
        let mut tell = |name: &'static str, text: &str| {
            if let Ok(value) = HeaderValue::from_str(text) {
                let name = HeaderName::from_static(name);
                response.headers_mut().insert(name, value);
            }
        };
        match self {
            Self::BadName(why) => tell("x-wopi-invalidfilenameerror", &why),
            Self::Locked(name, why) => {
                tell("x-wopi-lock", &name);
                tell("x-wopi-lockfailurereason", why);
            }
            Self::Taken => tell("x-wopi-lock", ""),
            _ => {}
        }
        response
    }
}

impl From<files::Error> for Refusal {
    fn from(error: files::Error) -> Self {
        match error {
            files::Error::Quota(_) | files::Error::Full(_) => Self::TooLarge,
            files::Error::Argument(why) => Self::BadName(why),
            files::Error::Sql(_) | files::Error::Blob(_) | files::Error::Failed(_) => {
                tracing::error!(%error, "an office was not answered");
                Self::Failed
            }
            _ => Self::Unknown,
        }
    }
}

impl From<sql::Error> for Refusal {
    fn from(error: sql::Error) -> Self {
        files::Error::from(error).into()
    }
}
