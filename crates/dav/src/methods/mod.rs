//! What clients can do, one method a file.

mod content;
mod folders;
mod lock;
mod propfind;
mod proppatch;
mod transfer;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequestParts as _, Request};
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use files::view::Viewer;
use http::{HeaderValue, StatusCode, header};

use crate::call::{Call, bare};
use crate::path::Path;
use crate::{Dav, Refusal};

/// All methods, as `Allow` lists them.
const METHODS: &str =
    "OPTIONS, GET, HEAD, PUT, DELETE, MKCOL, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK";

/// Most bytes of a body that is XML.
const SMALL: usize = 64 * 1024;

/// Answers a request.
///
/// # Errors
/// The refusal of whatever is wrong first.
pub(crate) async fn answer(dav: Dav, request: Request) -> Result<Response, Refusal> {
    let (mut parts, body) = request.into_parts();
    if parts.method == http::Method::OPTIONS {
        return Ok(options());
    }
    let mut viewer = Viewer::from_request_parts(&mut parts, dav.files())
        .await
        .map_err(|error| {
            let text = error.to_string();
            Refusal::new(error.into_response().status(), text)
        })?;
    if !viewer.caller.is_authenticated() {
        let text = "Sign in with your e-mail and an API key as password";
        return Err(Refusal::new(StatusCode::UNAUTHORIZED, text));
    }
    viewer.link = None;
    let call = Call {
        path: Path::parse(parts.uri.path())?,
        dav,
        viewer,
        method: parts.method,
        headers: parts.headers,
    };
    match call.method.as_str() {
        "GET" | "HEAD" => content::get(&call).await,
        "PUT" => content::put(&call, body).await,
        "MKCOL" => folders::make(&call, small(body).await?).await,
        "DELETE" => folders::delete(&call).await,
        "COPY" => transfer::copy(&call).await,
        "MOVE" => transfer::relocate(&call).await,
        "PROPFIND" => propfind::answer(call, small(body).await?).await,
        "PROPPATCH" => proppatch::answer(&call, small(body).await?).await,
        "LOCK" => lock::lock(&call, small(body).await?).await,
        "UNLOCK" => lock::unlock(&call).await,
        _ => {
            let text = "This method is not understood here";
            let mut response = Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text).into_response();
            let allowed = HeaderValue::from_static(METHODS);
            response.headers_mut().insert(header::ALLOW, allowed);
            Ok(response)
        }
    }
}

/// What this server speaks. Everybody may know: some clients ask before they sign in.
fn options() -> Response {
    let mut response = bare(StatusCode::OK);
    let headers = response.headers_mut();
    headers.insert(header::ALLOW, HeaderValue::from_static(METHODS));
    headers.insert("dav", HeaderValue::from_static("1, 2"));
    headers.insert("ms-author-via", HeaderValue::from_static("DAV"));
    response
}

async fn small(body: Body) -> Result<Bytes, Refusal> {
    to_bytes(body, SMALL).await.map_err(|_| {
        let text = "The body is too large, or broke off";
        Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, text)
    })
}
