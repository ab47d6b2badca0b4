//! Path parameters.

use axum::extract::FromRequestParts;
use axum::extract::path::ErrorKind;
use axum::extract::rejection::PathRejection;
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::Error;

/// Path parameters as a value, a tuple or a model.
///
/// A parameter of a numeric type that is no number answers 404, because the reference has no such route; any other
/// mismatch is a validation error under the parameter's name.
#[derive(Debug, Clone, Copy, Default)]
pub struct Path<T>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Path<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Error> {
        let path = axum::extract::Path::<T>::from_request_parts(parts, state).await;
        path.map(|axum::extract::Path(value)| Self(value))
            .map_err(|rejection| refusal(&rejection))
    }
}

fn refusal(rejection: &PathRejection) -> Error {
    let PathRejection::FailedToDeserializePathParams(failed) = rejection else {
        return Error::internal("The path has no parameters.");
    };
    let not_valid =
        |key: &str, value: &str| Error::invalid(key, format!("The value '{value}' is not valid."));
    match failed.kind() {
        ErrorKind::ParseErrorAtKey {
            key,
            value,
            expected_type,
        } if !is_number(expected_type) => not_valid(key, value),
        ErrorKind::ParseError {
            value,
            expected_type,
        } if !is_number(expected_type) => not_valid("id", value),
        ErrorKind::DeserializeError { key, value, .. } => not_valid(key, value),
        ErrorKind::ParseErrorAtKey { .. }
        | ErrorKind::ParseErrorAtIndex { .. }
        | ErrorKind::ParseError { .. } => Error::not_found("Item not found"),
        other => Error::invalid("id", other.to_string()),
    }
}

fn is_number(type_name: &str) -> bool {
    matches!(
        type_name,
        "i8" | "i16" | "i32" | "i64" | "u8" | "u16" | "u32" | "u64"
    )
}
