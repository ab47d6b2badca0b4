//! What the office asks of a file itself: `/wopi/files/{id}`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use files::model::File;
use files::service::Place;
use http::{HeaderMap, HeaderValue, StatusCode};
use jiff::Timestamp;
use serde::Serialize;

use super::guest::Guest;
use super::lock::{self, Wanted};
use super::refusal::Refusal;
use super::relative;
use crate::Connectors;

/// Longest title that can be given, in characters.
const LONGEST_TITLE: u32 = 165;

/// What the office is told of a file and of who has it open (`CheckFileInfo`).
#[derive(Debug, Serialize)]
#[serde(rename_all = "PascalCase")]
#[expect(clippy::struct_excessive_bools, reason = "the protocol's own")]
pub(super) struct FileInfo {
    base_file_name: String,
    owner_id: String,
    size: i64,
    user_id: String,
    version: String,
    file_extension: String,
    last_modified_time: String,
    user_friendly_name: String,
    breadcrumb_doc_name: String,
    file_name_max_length: u32,
    host_edit_url: String,
    host_view_url: String,
    post_message_origin: String,
    supports_locks: bool,
    supports_get_lock: bool,
    supports_extended_lock_length: bool,
    supports_update: bool,
    supports_rename: bool,
    user_can_write: bool,
    read_only: bool,
    user_can_rename: bool,
    user_can_not_write_relative: bool,
    is_anonymous_user: bool,
    disable_print: bool,
    disable_export: bool,
    disable_copy: bool,
}

/// The version as the office tells versions apart: another content is another one.
pub(super) fn version_of(file: &File) -> String {
    let object: String = file.version.object.chars().take(16).collect();
    format!("{}.{object}", file.version.number)
}

/// When the content was saved, as the protocol writes it.
pub(super) fn saved_at(file: &File) -> String {
    let moment = Timestamp::from_microsecond(file.version.saved);
    moment.map(|moment| moment.to_string()).unwrap_or_default()
}

/// Where a browser opens a file of the portal.
pub(super) fn web_address(base: &str, file: &File, views: bool) -> String {
    let action = if views { "&action=view" } else { "" };
    format!("{base}/doceditor?fileId={}{action}", file.id.0)
}

pub(super) async fn check(
    State(connectors): State<Connectors>,
    guest: Guest,
) -> Result<Json<FileInfo>, Refusal> {
    let (file, viewer) = (&guest.file, &guest.viewer);
    let folder = Place::Folder(file.folder);
    let may_create = connectors.files().require_upload(viewer, folder).await;
    let writes = guest.may_edit && guest.can.edit;
    Ok(Json(FileInfo {
        base_file_name: file.title.clone(),
        owner_id: file.created_by.to_string(),
        size: file.version.size,
        user_id: viewer.user().to_string(),
        version: version_of(file),
        file_extension: format!(".{}", guest.format()),
        last_modified_time: saved_at(file),
        user_friendly_name: viewer.name.clone(),
        breadcrumb_doc_name: file.title.clone(),
        file_name_max_length: LONGEST_TITLE,
        host_edit_url: web_address(&guest.base, file, false),
        host_view_url: web_address(&guest.base, file, true),
        post_message_origin: guest.base.clone(),
        supports_locks: true,
        supports_get_lock: true,
        supports_extended_lock_length: true,
        supports_update: true,
        supports_rename: true,
        user_can_write: writes,
        read_only: !writes,
        user_can_rename: guest.may_rename,
        user_can_not_write_relative: may_create.is_err(),
        is_anonymous_user: false,
        disable_print: !guest.can.take,
        disable_export: !guest.can.download,
        disable_copy: !guest.can.take,
    }))
}

/// Changes a file as the header says.
pub(super) async fn change(
    State(connectors): State<Connectors>,
    guest: Guest,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let override_ = text(&headers, "x-wopi-override").unwrap_or_default();
    match override_.to_ascii_uppercase().as_str() {
        "PUT_RELATIVE" => relative::put(&connectors, &guest, &headers, body).await,
        "RENAME_FILE" => relative::rename(&connectors, &guest, &headers).await,
        "GET_LOCK" => {
            let held = guest.lock_of(&connectors, guest.file.id).await?;
            let name = held.map(|held| held.name).unwrap_or_default();
            Ok(with_header("x-wopi-lock", &name))
        }
        wish @ ("LOCK" | "REFRESH_LOCK" | "UNLOCK") => {
            let name = lock_name(&headers, "x-wopi-lock")?.ok_or(Refusal::Senseless)?;
            let wanted = match (wish, lock_name(&headers, "x-wopi-oldlock")?) {
                ("LOCK", Some(old)) => Wanted::Relock(name, old),
                ("LOCK", None) => Wanted::Lock(name),
                ("REFRESH_LOCK", _) => Wanted::Refresh(name),
                _ => Wanted::Unlock(name),
            };
            // Whoever knows the lock may let go of it, even if he may do nothing else any more.
            if !matches!(wanted, Wanted::Unlock(_)) {
                guest.require_edit()?;
            }
            lock::change(&connectors, &guest, wanted).await?;
            Ok(with_header("x-wopi-itemversion", &version_of(&guest.file)))
        }
        _ => Err(Refusal::NotOffered),
    }
}

pub(super) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The name of a lock in a header; nothing when there is no header.
///
/// # Errors
/// 400 for what can be no name.
pub(super) fn lock_name(headers: &HeaderMap, header: &str) -> Result<Option<String>, Refusal> {
    match headers.get(header) {
        None => Ok(None),
        Some(value) => value
            .to_str()
            .ok()
            .filter(|name| lock::is_name(name))
            .map(|name| Some(name.to_owned()))
            .ok_or(Refusal::Senseless),
    }
}

/// An answer without a body.
fn with_header(name: &'static str, value: &str) -> Response {
    let mut response = StatusCode::OK.into_response();
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
    response
}
