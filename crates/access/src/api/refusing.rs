//! Refusals of the registration service (`platform/02 §2.4`): flat JSON with a code.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use portal::alias::Refusal;
use serde_json::json;

use crate::service::Refused;

/// A refusal of the service: code and text.
pub(super) struct Refusing {
    status: StatusCode,
    error: &'static str,
    message: String,
    variants: Option<Vec<String>>,
}

impl Refusing {
    pub(super) fn bad(error: &'static str, message: impl Into<String>) -> Self {
        let status = StatusCode::BAD_REQUEST;
        Self {
            status,
            error,
            message: message.into(),
            variants: None,
        }
    }
}

impl IntoResponse for Refusing {
    fn into_response(self) -> Response {
        let mut body = json!({ "error": self.error, "message": self.message });
        if let (Some(variants), Some(members)) = (self.variants, body.as_object_mut()) {
            members.insert("variants".to_owned(), json!(variants));
        }
        (self.status, Json(body)).into_response()
    }
}

impl From<crate::Error> for Refusing {
    fn from(error: crate::Error) -> Self {
        let error = wire::Error::from(error);
        let (status, message) = (error.status(), error.to_string());
        Self {
            status,
            error: "error",
            message,
            variants: None,
        }
    }
}

impl From<Refused> for Refusing {
    fn from(refused: Refused) -> Self {
        match refused {
            Refused::Password => Self::bad("passPolicyError", "Password is incorrect"),
            Refused::Name(text) => Self::bad("error", text),
            Refused::Alias(refusal) => refusal.into(),
            Refused::Taken(variants) => {
                let text = "Portal already exists";
                Self {
                    variants: Some(variants),
                    ..Self::bad("portalNameExist", text)
                }
            }
            Refused::TooMany => Self::bad("tooMuchAttempts", "Too much attempts already"),
            Refused::Error(error) => {
                let status = StatusCode::INTERNAL_SERVER_ERROR;
                let message = wire::Error::from(error).to_string();
                Self {
                    status,
                    error: "registerNewTenantError",
                    message,
                    variants: None,
                }
            }
        }
    }
}

impl From<Refusal> for Refusing {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Empty => Self::bad("portalNameEmpty", "PortalName is required"),
            Refusal::Length => Self::bad("tooShortError", "Portal name has a wrong length"),
            Refusal::Shape => Self::bad("portalNameIncorrect", "Incorrect portal name"),
            Refusal::Forbidden => {
                Self::bad("portalNameNotAvailable", "Portal name is not available")
            }
        }
    }
}
