//! A panic answers 500 in the contract's form and ends nothing but its request.

use std::any::Any;

use axum::response::{IntoResponse, Response};

/// The answer to a request whose handler panicked.
pub(crate) fn answer(panic: Box<dyn Any + Send + 'static>) -> Response {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    tracing::error!(panic = text.unwrap_or("no message"), "a handler panicked");
    wire::Error::internal("The server made a mistake").into_response()
}
