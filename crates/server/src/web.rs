//! The web app, embedded at compile time from `web/dist`.

use axum::body::Body;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::{HeaderValue, Method, StatusCode, header};
use rust_embed::{Embed, EmbeddedFile};

#[derive(Embed)]
#[folder = "../../web/dist"]
struct Dist;

const INDEX: &str = "index.html";
/// Shown when the program was built without the web app.
const PLACEHOLDER: &str = include_str!("placeholder.html");

const IMMUTABLE: HeaderValue = HeaderValue::from_static("public, max-age=31536000, immutable");
const REVALIDATE: HeaderValue = HeaderValue::from_static("no-cache");

/// Answers everything that is no route: a file of the app, or its page, whose script reads the path.
pub(crate) async fn serve(request: Request) -> Response {
    let path = request.uri().path();
    if is_api(path) {
        return wire::Error::not_found("The requested address does not exist").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    let name = path.trim_start_matches('/');
    let tag = request.headers().get(header::IF_NONE_MATCH);
    if let Some(found) = Dist::get(name).filter(|_| !name.is_empty()) {
        return file(name, found, tag);
    }
    let last = name.rsplit('/').next().unwrap_or_default();
    if name.starts_with("assets/")
        || (last.contains('.') && !last.contains('@') && looks_like_file(last))
    {
        return StatusCode::NOT_FOUND.into_response();
    }
    match Dist::get(INDEX) {
        Some(found) => file(INDEX, found, tag),
        None => page(PLACEHOLDER),
    }
}

/// Addresses where a person's page would mislead a program.
fn is_api(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    [
        "/api/",
        "/apisystem/",
        "/storage/",
        "/oauth2/",
        "/socket.io/",
    ]
    .iter()
    .any(|p| path.starts_with(p))
        || path.ends_with(".ashx")
}

fn looks_like_file(name: &str) -> bool {
    mime_guess::from_path(name).first().is_some()
}

fn file(name: &str, file: EmbeddedFile, known: Option<&HeaderValue>) -> Response {
    let hash: String = file
        .metadata
        .sha256_hash()
        .iter()
        .take(16)
        .map(|b| format!("{b:02x}"))
        .collect();
    let tag =
        HeaderValue::from_str(&format!("\"{hash}\"")).unwrap_or(HeaderValue::from_static("\"\""));
    let mut response = if known == Some(&tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let kind = mime_guess::from_path(name).first_or_octet_stream();
        let kind = if kind.type_() == "text" {
            format!("{kind}; charset=utf-8")
        } else {
            kind.to_string()
        };
        ([(header::CONTENT_TYPE, kind)], Body::from(file.data)).into_response()
    };
    let caching = if name.starts_with("assets/") {
        IMMUTABLE
    } else {
        REVALIDATE
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, caching);
    headers.insert(header::ETAG, tag);
    response
}

/// A page of our own.
pub(crate) fn page(html: &'static str) -> Response {
    let headers = [
        (
            header::CONTENT_TYPE,
            HeaderValue::from_static("text/html; charset=utf-8"),
        ),
        (header::CACHE_CONTROL, REVALIDATE),
    ];
    (headers, html).into_response()
}
