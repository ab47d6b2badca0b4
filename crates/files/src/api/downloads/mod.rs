//! Bytes on their way out: `/filehandler.ashx` (`files/06a §9`).

mod disposition;
mod range;
mod serve;

use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{IF_NONE_MATCH, RANGE};
use http::{HeaderMap, Method, StatusCode};
use portal::Visitor;
use serde::Deserialize;
use wire::validate::Validate;
use wire::{Query, Routes};

use crate::error::Error;
use crate::model::{File, FileId};
use crate::service::{Files, Package, modified};
use crate::store::thumbnails::Picture;
use crate::view::Viewer;
use serve::{Content, serve};

pub(super) fn routes() -> Routes<Files> {
    Routes::new().route("/filehandler.ashx", axum::routing::get(handle))
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    action: String,
    fileid: i64,
    version: i64,
    stream_auth: String,
    filename: String,
    outputtype: String,
}

impl Validate for Asked {}

/// Hands out files: `action=view|download|stream|thumb|bulk`.
async fn handle(
    State(files): State<Files>,
    viewer: Viewer,
    visitor: Visitor,
    method: Method,
    headers: HeaderMap,
    Query(asked): Query<Asked>,
) -> Result<Response, wire::Error> {
    let id = FileId(asked.fileid);
    let (content, fetched) = match asked.action.to_ascii_lowercase().as_str() {
        action @ ("view" | "download") => {
            let file = files.fetch(&viewer, id, asked.version).await?;
            let mut content = content(&file, action == "view")?;
            let other = files.as_allowed(&viewer, &file, &asked.outputtype).await?;
            if let Some((object, title)) = other {
                content.size = u64::try_from(object.size).unwrap_or_default();
                content.object = object.id;
                content.title = title;
            }
            (content, Some(file))
        }
        "stream" => {
            let key = &asked.stream_auth;
            let file = files.fetch_stream(&viewer, id, asked.version, key).await?;
            (content(&file, false)?, None)
        }
        "thumb" => {
            let Some(picture) = files.thumbnail(&viewer, id, asked.version).await? else {
                return Ok(StatusCode::NO_CONTENT.into_response());
            };
            (thumbnail(&picture)?, None)
        }
        "bulk" => (package(&files, &visitor, &asked.filename)?, None),
        _ => return Err(Error::Argument("Bad request.".to_owned()).into()),
    };
    Ok(hand_out(&files, &viewer, content, fetched, &method, &headers).await?)
}

/// The answer to a GET or HEAD request for the current content of a file.
///
/// # Errors
/// 404 without the file, 403 without the right to download it.
pub async fn send(
    files: &Files,
    viewer: &Viewer,
    id: FileId,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let file = files.fetch(viewer, id, 0).await?;
    let content = content(&file, false)?;
    hand_out(files, viewer, content, Some(file), method, headers).await
}

async fn hand_out(
    files: &Files,
    viewer: &Viewer,
    content: Content,
    fetched: Option<File>,
    method: &Method,
    headers: &HeaderMap,
) -> Result<Response, Error> {
    let noted = fetched.filter(|_| begins(method, headers));
    // A download is on record before its first byte leaves, and written down while the object is opened.
    let noting = async {
        match noted {
            Some(file) => files.note_fetch(viewer, file).await,
            None => Ok(()),
        }
    };
    let sending = serve(files.blobs(), &content, method, headers);
    let (noted, response) = tokio::join!(noting, sending);
    noted?;
    response
}

/// Whether this is the start of a download: players and download managers ask for the rest in parts,
/// and caches whether their copy is still good.
fn begins(method: &Method, headers: &HeaderMap) -> bool {
    let range = headers.get(RANGE).and_then(|range| range.to_str().ok());
    method == Method::GET
        && !headers.contains_key(IF_NONE_MATCH)
        && range.is_none_or(|range| range.trim().starts_with("bytes=0-"))
}

fn content(file: &File, inline: bool) -> Result<Content, Error> {
    Ok(Content {
        object: crate::service::object_id(&file.version.object)?,
        size: u64::try_from(file.version.size).unwrap_or_default(),
        title: file.title.clone(),
        modified: modified(file),
        inline,
    })
}

fn thumbnail(picture: &Picture) -> Result<Content, Error> {
    Ok(Content {
        object: crate::service::object_id(&picture.object)?,
        size: u64::try_from(picture.length).unwrap_or_default(),
        title: format!("thumbnail{}", picture.format),
        modified: 0,
        inline: true,
    })
}

/// The result of a long operation, for the person who asked for it only.
fn package(files: &Files, visitor: &Visitor, name: &str) -> Result<Content, Error> {
    let package = Package::read(files.portals().installation(), name).ok_or(Error::FILE)?;
    let owner = match &visitor.caller {
        Some(caller) => Some(caller.user.to_string()),
        None => visitor.session.clone(),
    };
    if owner.as_deref() != Some(package.owner.as_str()) {
        return Err(Error::Denied);
    }
    Ok(Content {
        object: package.object()?,
        size: u64::try_from(package.size).unwrap_or_default(),
        title: package.title,
        modified: 0,
        inline: false,
    })
}
