//! GET, HEAD and PUT: the content of files.

use axum::body::Body;
use axum::response::Response;
use files::model::Entry;
use files::upload::receive;
use http::{HeaderValue, StatusCode, header};

use crate::Refusal;
use crate::call::{Call, Found, bare};
use crate::condition;

/// Sends a file: whole, in part, or not at all when the client has it.
pub(super) async fn get(call: &Call) -> Result<Response, Refusal> {
    match call.find(&call.path).await? {
        Found::Nothing => Err(Refusal::not_found()),
        Found::Entry(Entry::File(file)) => {
            let (method, headers) = (&call.method, &call.headers);
            Ok(files::api::send(call.files(), &call.viewer, file.id, method, headers).await?)
        }
        _ => {
            let text =
                "This is a folder. Connect to it with a WebDAV client, such as a file manager";
            Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text))
        }
    }
}

/// Stores the body as a file, or as a new version of the one that is there.
pub(super) async fn put(call: &Call, body: Body) -> Result<Response, Refusal> {
    if call.headers.contains_key(header::CONTENT_RANGE) {
        return Err(Refusal::bad_request("Files are stored whole, not in parts"));
    }
    let (folder, name) = call.around(&call.path).await?;
    let found = call.find(&call.path).await?;
    if found.is_folder() {
        let text = "A folder has this name";
        return Err(Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text));
    }
    condition::matches(&call.headers, &found)?;
    call.require_unlocked(&found, &call.path)?;
    match (&found, call.path.split()) {
        (Found::Nothing, Some((above, _))) => call.admit(&[&call.path, &above], &[]).await?,
        _ => call.admit(&[&call.path], &[]).await?,
    }
    let files = call.files();
    files.require_put(&call.viewer, folder.id, &name).await?;
    let blobs = files.blobs().of(call.viewer.portal.0);
    let received = receive(&blobs, body.into_data_stream(), u64::MAX).await?;
    let (file, is_new) = files
        .put_at(&call.viewer, folder.id, &name, received)
        .await?;
    let mut response = bare(if is_new {
        StatusCode::CREATED
    } else {
        StatusCode::NO_CONTENT
    });
    let tag = Found::Entry(Entry::File(file)).tag().unwrap_or_default();
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}
