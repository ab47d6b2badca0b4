//! What the office reads and saves: `/wopi/files/{id}/contents`.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use files::model::File;
use files::service::SessionVersion;
use files::upload::{Received, SIMPLE_LIMIT, receive};
use http::{HeaderMap, HeaderValue, header};
use portal::UserId;
use serde_json::json;
use sql::Micros;

use super::file::{lock_name, saved_at, text, version_of};
use super::guest::Guest;
use super::refusal::Refusal;
use super::store;
use crate::Connectors;

const MOVED_ON: &str = "The file was changed elsewhere";
const LOST: &str = "The lock was lost meanwhile";

/// Hands out the content (`GetFile`).
pub(super) async fn read(
    State(connectors): State<Connectors>,
    guest: Guest,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    let most = text(&headers, "x-wopi-maxexpectedsize").and_then(|most| most.parse::<i64>().ok());
    if most.is_some_and(|most| guest.file.version.size > most) {
        return Err(Refusal::LargerThanExpected);
    }
    let content = connectors.files().stream_of(&guest.file).await?;
    let mut response = Body::from_stream(content).into_response();
    let headers = response.headers_mut();
    let kind = HeaderValue::from_static("application/octet-stream");
    headers.insert(header::CONTENT_TYPE, kind);
    headers.insert(header::CONTENT_LENGTH, guest.file.version.size.into());
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    tell_version(headers, &guest.file);
    Ok(response)
}

/// Saves new content (`PutFile`): all that is saved under one lock is one version.
pub(super) async fn write(
    State(connectors): State<Connectors>,
    guest: Guest,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let override_ = text(&headers, "x-wopi-override").unwrap_or_default();
    if !override_.eq_ignore_ascii_case("PUT") {
        return Err(Refusal::NotOffered);
    }
    guest.require_edit()?;
    let shown = lock_name(&headers, "x-wopi-lock")?;
    let held = guest.lock_of(&connectors, guest.file.id).await?;
    let name = held.as_ref().map(|held| held.name.clone());
    let is_new = name.is_none() && guest.file.version.size == 0;
    if !is_new && (name.is_none() || name != shown) {
        let name = name.unwrap_or_default();
        return Err(Refusal::Locked(name, "The lock is another one"));
    }
    let received = received(&connectors, &guest, body).await?;
    let again = held.and_then(|held| held.saved);
    let again = again.filter(|(_, object)| *object == guest.file.version.object);
    let version = SessionVersion {
        portal: guest.viewer.portal,
        file: guest.file.id,
        received,
        changes: authors(&guest, &headers),
        again: again.map(|(number, _)| number),
        upon: guest.file.version.object.clone(),
        comment: "Edited",
    };
    let now = guest.viewer.now;
    let saved = connectors.files().save_session(version, move |tx, file| {
        let held = store::of(tx, file.portal, file.id, now)?;
        match held {
            Some(held) if Some(&held.name) == name.as_ref() => {
                let saved = Some((file.version.number, file.version.object.clone()));
                let lock = store::Lock { saved, ..held };
                Ok(store::put(tx, file.portal, file.id, &lock)?)
            }
            None if name.is_none() => Ok(()),
            _ => Err(files::Error::refused(LOST)),
        }
    });
    let file = match saved.await {
        Ok(Some(file)) => file,
        Ok(None) => return Err(Refusal::Locked(String::new(), MOVED_ON)),
        Err(files::Error::Refused(why)) if why == LOST => {
            return Err(Refusal::Locked(String::new(), LOST));
        }
        Err(error) => return Err(error.into()),
    };
    let told = json!({ "LastModifiedTime": saved_at(&file) });
    let mut response = Json(told).into_response();
    tell_version(response.headers_mut(), &file);
    Ok(response)
}

/// Stores what the office sends.
///
/// # Errors
/// 413 beyond the limit of a file that is saved at once.
pub(super) async fn received(
    connectors: &Connectors,
    guest: &Guest,
    body: Body,
) -> Result<Received, Refusal> {
    let blobs = connectors.files().blobs().of(guest.viewer.portal.0);
    Ok(receive(&blobs, body.into_data_stream(), SIMPLE_LIMIT).await?)
}

fn tell_version(headers: &mut HeaderMap, file: &File) {
    if let Ok(version) = HeaderValue::from_str(&version_of(file)) {
        headers.insert("x-wopi-itemversion", version);
    }
}

/// Who changed the content, as the office says; for whom it saves comes last.
fn authors(guest: &Guest, headers: &HeaderMap) -> Vec<(UserId, Micros)> {
    let me = guest.viewer.user();
    let named = text(headers, "x-wopi-editors").unwrap_or_default();
    let others = named.split(',').filter_map(|id| id.parse().ok());
    let others = others.filter(|user| *user != me).take(100);
    let all = others.chain([me]);
    all.map(|user| (user, guest.viewer.now)).collect()
}
