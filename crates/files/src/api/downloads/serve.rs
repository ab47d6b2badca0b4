//! Sends a stored object: whole, in part, or not at all when the client has it.

use axum::body::Body;
use axum::response::Response;
use blob::{Blobs, ObjectId};
use http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LENGTH, CONTENT_RANGE,
    CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, LAST_MODIFIED, X_CONTENT_TYPE_OPTIONS,
};
use http::{HeaderMap, HeaderValue, Method, StatusCode};
use sql::Micros;

use super::disposition::{Disposition, content_disposition};
use super::range::{Validators, Wanted, http_date, not_modified, wanted};
use crate::error::Error;
use crate::formats;

/// Scripts of a file never run in the app's name, even if a browser opens it.
const SANDBOX: &str = "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'";

/// A stored file on its way out.
#[derive(Debug, Clone)]
pub(crate) struct Content {
    pub(crate) object: ObjectId,
    pub(crate) size: u64,
    pub(crate) title: String,
    pub(crate) modified: Micros,
    /// The client would like to show it rather than save it.
    pub(crate) inline: bool,
}

/// The answer to a GET or HEAD request for `content`.
///
/// # Errors
/// The object can't be read.
pub(crate) async fn serve(
    blobs: &Blobs,
    content: &Content,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    // Objects are immutable: their name is the strongest tag there is.
    let etag = format!("\"{}\"", content.object);
    let state = Validators {
        etag: &etag,
        modified: content.modified.div_euclid(1_000_000),
    };
    if not_modified(headers, state) {
        return Ok(answer(
            StatusCode::NOT_MODIFIED,
            content,
            state,
            Body::empty(),
        ));
    }
    let range = match wanted(headers, state, content.size) {
        Wanted::Outside => {
            let mut response = answer(
                StatusCode::RANGE_NOT_SATISFIABLE,
                content,
                state,
                Body::empty(),
            );
            set(
                &mut response,
                CONTENT_RANGE,
                &format!("bytes */{}", content.size),
            );
            set(&mut response, CONTENT_LENGTH, "0");
            return Ok(response);
        }
        Wanted::Whole => None,
        Wanted::Part(range) => Some(range),
    };
    let body = if method == Method::HEAD || content.size == 0 {
        Body::empty()
    } else {
        Body::from_stream(blobs.get(&content.object, range.clone()).await?)
    };
    let status = if range.is_some() {
        StatusCode::PARTIAL_CONTENT
    } else {
        StatusCode::OK
    };
    let mut response = answer(status, content, state, body);
    let length = range
        .as_ref()
        .map_or(content.size, |range| range.end - range.start);
    set(&mut response, CONTENT_LENGTH, &length.to_string());
    if let Some(range) = range {
        let text = format!("bytes {}-{}/{}", range.start, range.end - 1, content.size);
        set(&mut response, CONTENT_RANGE, &text);
    }
    Ok(response)
}

fn answer(status: StatusCode, content: &Content, state: Validators<'_>, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let extension = formats::extension(&content.title);
    let inline = content.inline && formats::shows_inline(&extension);
    let kind = if inline {
        Disposition::Inline
    } else {
        Disposition::Attachment
    };
    set(&mut response, CONTENT_TYPE, media_type(&extension));
    set(
        &mut response,
        CONTENT_DISPOSITION,
        &content_disposition(kind, &content.title),
    );
    set(&mut response, CONTENT_SECURITY_POLICY, SANDBOX);
    set(&mut response, X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, ACCEPT_RANGES, "bytes");
    set(&mut response, ETAG, state.etag);
    set(&mut response, LAST_MODIFIED, &http_date(state.modified));
    // Rights can be taken away at any time: ask before the copy is used again.
    set(&mut response, CACHE_CONTROL, "private, no-cache");
    response
}

/// Text is UTF-8 here unless it says otherwise itself.
fn media_type(extension: &str) -> &'static str {
    match formats::media_type(extension) {
        "text/plain" => "text/plain; charset=utf-8",
        other => other,
    }
}

fn set(response: &mut Response, name: http::HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "tests fail by panicking"
    )]
    use http::header::{IF_NONE_MATCH, RANGE};
    use http_body_util::BodyExt as _;

    use super::*;

    struct Sent {
        status: u16,
        headers: HeaderMap,
        body: String,
    }

    async fn send(title: &str, inline: bool, method: Method, headers: HeaderMap) -> Sent {
        let folder = tempfile::tempdir().unwrap();
        let storage = blob::Storage::Folder(folder.path().to_owned());
        let blobs = Blobs::open(&storage).await.unwrap();
        let object = blobs.put_bytes("0123456789").await.unwrap();
        let content = Content {
            object: object.id,
            size: 10,
            title: title.to_owned(),
            modified: 1_000_000,
            inline,
        };
        let response = serve(&blobs, &content, &method, &headers).await.unwrap();
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        Sent {
            status,
            headers,
            body: String::from_utf8(body.to_vec()).unwrap(),
        }
    }

    async fn get(headers: HeaderMap) -> Sent {
        send("a.txt", false, Method::GET, headers).await
    }

    #[tokio::test]
    async fn a_file_is_sent_whole_or_in_part() {
        let whole = get(HeaderMap::new()).await;
        assert_eq!((whole.status, whole.body.as_str()), (200, "0123456789"));
        assert_eq!(whole.headers["content-length"], "10");
        assert_eq!(whole.headers["accept-ranges"], "bytes");
        let part = get(HeaderMap::from_iter([(
            RANGE,
            "bytes=2-4".parse().unwrap(),
        )]))
        .await;
        assert_eq!((part.status, part.body.as_str()), (206, "234"));
        assert_eq!(part.headers["content-range"], "bytes 2-4/10");
        assert_eq!(part.headers["content-length"], "3");
        let outside = get(HeaderMap::from_iter([(
            RANGE,
            "bytes=10-".parse().unwrap(),
        )]))
        .await;
        assert_eq!((outside.status, outside.body.as_str()), (416, ""));
        assert_eq!(outside.headers["content-range"], "bytes */10");
    }

    #[tokio::test]
    async fn a_known_file_is_not_sent_again() {
        let known = get(HeaderMap::from_iter([(
            IF_NONE_MATCH,
            "*".parse().unwrap(),
        )]))
        .await;
        assert_eq!((known.status, known.body.as_str()), (304, ""));
        assert!(known.headers.contains_key("etag"));
    }

    #[tokio::test]
    async fn head_tells_the_length_and_sends_nothing() {
        let head = send("a.txt", false, Method::HEAD, HeaderMap::new()).await;
        assert_eq!((head.status, head.body.as_str()), (200, ""));
        assert_eq!(head.headers["content-length"], "10");
    }

    #[tokio::test]
    async fn only_harmless_kinds_show_inline() {
        let disposition = async |title| {
            let sent = send(title, true, Method::GET, HeaderMap::new()).await;
            assert_eq!(sent.headers["x-content-type-options"], "nosniff");
            assert!(
                sent.headers["content-security-policy"]
                    .to_str()
                    .unwrap()
                    .starts_with("sandbox")
            );
            let text = sent.headers["content-disposition"].to_str().unwrap();
            text.split(';').next().unwrap_or_default().to_owned()
        };
        assert_eq!(disposition("a.png").await, "inline");
        assert_eq!(disposition("a.pdf").await, "inline");
        assert_eq!(disposition("a.html").await, "attachment");
        assert_eq!(disposition("a.svg").await, "attachment");
        assert_eq!(disposition("a.docx").await, "attachment");
    }
}
