//! JSON request bodies.

use axum::extract::{FromRequest, Request};
use bytes::Bytes;
use http::{HeaderMap, StatusCode, header};
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::validate::{Check, Validate};
use crate::{Error, from_value};

/// A JSON body that must be there.
///
/// Rejects with the contract's texts: nothing sent, another content type (415), malformed JSON (`$`),
/// a missing or wrong member (`$`, `$.member`), a broken rule of the model (its PascalCase name).
#[derive(Debug, Clone, Default)]
pub struct Body<T>(pub T);

/// A JSON body that may be absent, which reads as `T::default()`.
#[derive(Debug, Clone, Default)]
pub struct MaybeBody<T>(pub T);

impl<T: DeserializeOwned + Validate, S: Send + Sync> FromRequest<S> for Body<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        match json(request, state).await? {
            None => Err(Error::invalid("", "A non-empty request body is required.")),
            Some(value) => model(value).map(Self),
        }
    }
}

impl<T: DeserializeOwned + Validate + Default, S: Send + Sync> FromRequest<S> for MaybeBody<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &S) -> Result<Self, Error> {
        match json(request, state).await? {
            None | Some(Value::Null) => Ok(Self(T::default())),
            Some(value) => model(value).map(Self),
        }
    }
}

fn model<T: DeserializeOwned + Validate>(value: Value) -> Result<T, Error> {
    let model: T = from_value(value)?;
    Check::run(&model)?;
    Ok(model)
}

/// The parsed body; nothing when there is none, whatever its content type says.
async fn json<S: Send + Sync>(request: Request, state: &S) -> Result<Option<Value>, Error> {
    let is_json = is_json(request.headers());
    let bytes = Bytes::from_request(request, state)
        .await
        .map_err(|rejection| {
            let status = rejection.status();
            if status == StatusCode::PAYLOAD_TOO_LARGE {
                Error::custom(status, "Request body too large.")
            } else {
                Error::argument("Unexpected end of request content.")
            }
        })?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(None);
    }
    if !is_json {
        return Err(Error::unsupported("Unsupported Media Type"));
    }
    let json = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&bytes);
    serde_json::from_slice(json)
        .map(Some)
        .map_err(|error| malformed(&error))
}

fn malformed(error: &serde_json::Error) -> Error {
    let line = error.line().saturating_sub(1);
    let byte = error.column().saturating_sub(1);
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or_default();
    Error::invalid(
        "$",
        format!(
            "The JSON value is invalid: {reason}. Path: $ | LineNumber: {line} | BytePositionInLine: {byte}."
        ),
    )
}

fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else {
        return true; // DELETE bodies of some clients come without
    };
    let kind = kind.to_str().unwrap_or_default();
    let kind = kind
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    kind == "application/json"
        || kind == "text/json"
        || (kind.starts_with("application/") && kind.ends_with("+json"))
}
