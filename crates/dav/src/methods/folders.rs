//! MKCOL and DELETE.

use axum::response::Response;
use bytes::Bytes;
use files::model::EntryRef;
use http::StatusCode;

use crate::Refusal;
use crate::call::{Call, bare};
use crate::condition;
use crate::headers::{self, Depth};

/// Makes a folder.
pub(super) async fn make(call: &Call, body: Bytes) -> Result<Response, Refusal> {
    if !body.is_empty() {
        let text = "Folders are made without a body";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, text));
    }
    let taken = || {
        let text = "There is something of this name already";
        Refusal::new(StatusCode::METHOD_NOT_ALLOWED, text)
    };
    if call.find(&call.path).await?.exists() {
        return Err(taken());
    }
    let (folder, name) = call.around(&call.path).await?;
    if let Some((above, _)) = call.path.split() {
        call.admit(&[&call.path, &above], &[]).await?;
    }
    let files = call.files();
    if !files.make_folder_at(&call.viewer, folder.id, &name).await? {
        return Err(taken());
    }
    Ok(bare(StatusCode::CREATED))
}

/// Deletes an entry with everything in it: into the trash, and from there for good.
pub(super) async fn delete(call: &Call) -> Result<Response, Refusal> {
    let found = call.find(&call.path).await?;
    condition::matches(&call.headers, &found)?;
    call.require_unlocked(&found, &call.path)?;
    let depth = headers::depth(&call.headers)?;
    if found.is_folder() && depth.is_some_and(|depth| depth != Depth::Infinity) {
        return Err(Refusal::bad_request("Folders are deleted whole"));
    }
    let entry: EntryRef = found.entry()?.reference();
    if let Some((above, _)) = call.path.split() {
        call.admit(&[&above], &[&call.path]).await?;
    }
    call.files().delete_now(&call.viewer, entry).await?;
    call.unlock_all(&call.path).await?;
    call.release(entry).await?;
    Ok(bare(StatusCode::NO_CONTENT))
}
